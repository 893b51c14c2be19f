// Rules that no object of clang or llvm-mc reaches: objects written by hand, messages of linking.md.
import { describe, expect, it } from 'vitest';
import { mkArchive, mkObject, type ObjectSpec, sectionNumber } from '../../object/test/build.ts';
import { createLinker, link, type LinkInput, type LinkOptions } from '../src/index.ts';

const I32 = 0x7f;
const END = 0x0b;
const utf8 = (text: string) => [...new TextEncoder().encode(text)];

/** Flags of symbols. */
const LOCAL = 0x2;
const UNDEFINED = 0x10;
const EXPORTED = 0x20;

const start: ObjectSpec = {
  types: [{ params: [], results: [] }],
  functions: [{ type: 0, body: [0, END] }],
  symbols: [{ kind: 'function', name: '_start', element: 0, flags: EXPORTED }],
};

/** Links objects named a.o, b.o, … */
function run(specs: readonly (ObjectSpec | Uint8Array)[], options: LinkOptions = {}) {
  const inputs = specs.map((spec, i): LinkInput => ({
    kind: 'object',
    name: `${'abcdefgh'[i]}.o`,
    bytes: spec instanceof Uint8Array ? spec : mkObject(spec),
  }));
  const result = link({ inputs, options });
  const texts = result.diagnostics.map(({ text }) => text);
  const module = result.bytes && new WebAssembly.Module(result.bytes as Uint8Array<ArrayBuffer>);
  return { ...result, texts, module };
}

/** `_start` returns the address in a relocated `i32.const`. */
function addressOf(symbol: number, spec: ObjectSpec, addend = 0): ObjectSpec {
  const made: ObjectSpec = {
    ...spec,
    types: [{ params: [], results: [I32] }],
    functions: [{ type: 0, body: [0, 0x41, 0x80, 0x80, 0x80, 0x80, 0, END] }],
  };
  const code = sectionNumber(made, 'code');
  return {
    ...made,
    relocations: new Map([[code, [{ type: 4, offset: 4, index: symbol, addend }]]]),
  };
}

function call(module: WebAssembly.Module | undefined, name = '_start'): unknown {
  const { exports } = new WebAssembly.Instance(module!);
  return (exports[name] as () => unknown)();
}

describe('strings (M)', () => {
  const strings = (bytes: readonly number[], offset: number): ObjectSpec =>
    addressOf(1, {
      segments: [{ bytes, name: '.rodata.str', flags: 1 }],
      symbols: [
        { kind: 'function', name: '_start', element: 0, flags: EXPORTED },
        { kind: 'data', name: 's', element: 0, offset, size: 1, flags: LOCAL },
      ],
    });

  it('places the tail of a string inside the longer one', () => {
    const { module } = run([strings(utf8('cd\0abcd\0'), 0)]);
    expect(call(module)).toBe(1024 + 2);
  });

  it('copies strings at -O0', () => {
    const { module } = run([strings(utf8('cd\0abcd\0'), 0)], { optimize: 0 });
    expect(call(module)).toBe(1024);
  });

  it('M1: the last string has a NUL', () => {
    const { texts, bytes } = run([strings(utf8('ab'), 0)]);
    expect(texts).toEqual(['a.o:(.rodata.str): string is not null terminated']);
    expect(bytes).toBeUndefined();
  });

  it('M4: a symbol lies inside the strings', () => {
    const { texts } = run([strings(utf8('ab\0'), 3)]);
    expect(texts).toEqual(['a.o:(.rodata.str): offset is outside the section']);
  });
});

describe('relocations (V)', () => {
  it('V1: a value fits its field', () => {
    const absolute = addressOf(
      1,
      {
        symbols: [
          { kind: 'function', name: '_start', element: 0, flags: EXPORTED },
          { kind: 'data', name: 'far', offset: 2 ** 32 - 1, flags: 0x200 },
        ],
      },
      1,
    );
    expect(run([absolute]).texts).toEqual([
      'a.o: relocation R_WASM_MEMORY_ADDR_SLEB value 4294967296 out of range',
    ]);
  });

  it('O9: fixed-width fields in code cannot be compressed', () => {
    const base = addressOf(1, {
      segments: [{ bytes: [1], name: '.data.x' }],
      symbols: [
        { kind: 'function', name: '_start', element: 0, flags: EXPORTED },
        { kind: 'data', name: 'x', element: 0, size: 1 },
      ],
    });
    const code = sectionNumber(base, 'code');
    const spec = {
      ...base,
      relocations: new Map([[code, [{ type: 5, offset: 4, index: 1, addend: 0 }]]]),
    };
    const { texts } = run([spec], { compressRelocations: true, stripDebug: true });
    expect(texts).toEqual(['relocation compression not supported for R_WASM_MEMORY_ADDR_I32']);
  });

  it('U5: PIC relocations need a defined symbol', () => {
    const base = addressOf(1, {
      symbols: [
        { kind: 'function', name: '_start', element: 0, flags: EXPORTED },
        { kind: 'data', name: 'gone', flags: UNDEFINED },
      ],
    });
    const code = sectionNumber(base, 'code');
    const spec = {
      ...base,
      relocations: new Map([[code, [{ type: 11, offset: 4, index: 1, addend: 0 }]]]),
    };
    expect(run([spec]).texts).toEqual([
      'a.o: relocation R_WASM_MEMORY_ADDR_REL_SLEB is not supported against an undefined symbol `gone`',
      'a.o: undefined symbol: gone',
    ]);
  });

  it('2.5: an initializer may use a global only if its number stays', () => {
    const spec: ObjectSpec = {
      ...start,
      globals: [
        { type: I32, mutable: false, init: [0x41, 7, END] },
        { type: I32, mutable: false, init: [0x23, 0, END] },
      ],
      symbols: [
        ...start.symbols!,
        { kind: 'global', name: 'one', element: 0, flags: EXPORTED },
        { kind: 'global', name: 'two', element: 1, flags: EXPORTED },
      ],
    };
    expect(run([spec], { checkFeatures: false }).texts).toEqual([
      'a.o: global initializer uses global 0, which cannot be relocated',
    ]);
  });
});

describe('layout (L)', () => {
  it('an alignment that a damaged file asks for is not obeyed', () => {
    const segments = [0, 1].map((i) => ({ bytes: [1], name: `.data.${i}`, alignment: 30 * i }));
    const spec = { ...start, segments };
    expect(run([spec], { gcSections: false }).texts).toEqual([
      "section '.data' too large to encode",
    ]);
  });

  it('segments follow each other at their own alignment (L3)', () => {
    const spec = addressOf(1, {
      segments: [
        { bytes: [1], name: '.data.a', alignment: 0 },
        { bytes: [1, 2], name: '.data.b', alignment: 3 },
      ],
      symbols: [
        { kind: 'function', name: '_start', element: 0, flags: EXPORTED },
        { kind: 'data', name: 'b', element: 1, offset: 1, size: 1 },
      ],
    });
    expect(call(run([spec], { gcSections: false }).module)).toBe(1024 + 8 + 1);
    expect(call(run([spec], { gcSections: true }).module)).toBe(1024 + 1);
    const stackFirst = { gcSections: false, stackFirst: true, stackSize: 32 };
    expect(call(run([spec], stackFirst).module)).toBe(32 + 8 + 1);
  });
});

describe('tables (E)', () => {
  const funcref = 0x70;
  const indirect = (symbols: ObjectSpec['symbols'] = []): ObjectSpec => ({
    ...start,
    imports: [
      {
        module: 'env',
        field: '__indirect_function_table',
        kind: 'table',
        element: funcref,
        limits: { minimum: 0 },
      },
    ],
    symbols: [...start.symbols!, ...symbols],
  });

  it('I20, E6: the table of an MVP object is table 0', () => {
    const other: ObjectSpec = {
      tables: [{ element: funcref, limits: { minimum: 3 } }],
      symbols: [{ kind: 'table', name: 'mine', element: 0, flags: EXPORTED }],
    };
    const { module, texts } = run([other, indirect()], { exportTable: true });
    expect(texts).toEqual([]);
    const { exports } = new WebAssembly.Instance(module!);
    expect((exports['mine'] as WebAssembly.Table).length).toBe(3);
    expect((exports['__indirect_function_table'] as WebAssembly.Table).length).toBe(1);
  });

  it('E6: an imported table takes the number away', () => {
    const other: ObjectSpec = {
      imports: [
        { module: 'm', field: 'other', kind: 'table', element: funcref, limits: { minimum: 1 } },
      ],
      symbols: [{ kind: 'table', name: 'other', element: 0, flags: UNDEFINED | 0x40 | 0x80 }],
    };
    expect(run([other, indirect()]).texts).toEqual([
      "object file not built with 'reference-types' feature conflicts with import of table other by file a.o",
    ]);
  });
});

describe('features (F)', () => {
  const using = (features: ObjectSpec['features']): ObjectSpec => ({
    symbols: [],
    ...(features === undefined ? {} : { features }),
  });

  it('F5: used against disallowed and required against missing', () => {
    const { texts } = run([
      { ...start, features: [['+', 'simd']] },
      using([['-', 'simd']]),
      using([['=', 'tail-call']]),
    ]);
    expect(texts).toEqual([
      "Target feature 'simd' used in a.o is disallowed by b.o. Use --no-check-features to suppress.",
      "Missing target feature 'tail-call' in a.o, required by c.o. Use --no-check-features to suppress.",
      "Missing target feature 'tail-call' in b.o, required by c.o. Use --no-check-features to suppress.",
    ]);
  });

  it('F3: an object that cannot be shared', () => {
    const { texts } = run([start, using([['-', 'shared-mem']])], { sharedMemory: true });
    expect(texts).toEqual([
      "--shared-memory is disallowed by b.o because it was not compiled with 'atomics' or 'bulk-memory' features.",
      "'atomics' feature must be used in order to use shared memory",
      "'bulk-memory' feature must be used in order to use shared memory",
    ]);
  });
});

describe('resolution (S)', () => {
  const other: ObjectSpec = {
    ...start,
    symbols: [{ kind: 'function', name: '_start', element: 0 }],
  };

  it('S3: --allow-multiple-definition keeps the first, --noinhibit-exec warns', () => {
    expect(run([start, other], { allowMultipleDefinition: true }).diagnostics).toEqual([]);
    const { diagnostics, bytes } = run([start, other], { noinhibitExec: true });
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
    expect(bytes).toBeDefined();
  });

  it('N1: an init function takes no arguments', () => {
    const { texts } = run([
      {
        types: [
          { params: [I32], results: [] },
          { params: [], results: [] },
        ],
        functions: [
          { type: 0, body: [0, END] },
          { type: 1, body: [0, END] },
        ],
        symbols: [
          { kind: 'function', name: 'init', element: 0 },
          { kind: 'function', name: '_start', element: 1, flags: EXPORTED },
        ],
        initFunctions: [{ priority: 0, symbol: 0 }],
      },
    ]);
    expect(texts).toEqual(['constructor functions cannot take arguments: init']);
  });

  it('S13: a chain of 20,000 members does not exhaust the stack', () => {
    const member = (i: number) =>
      mkObject({
        types: [{ params: [], results: [] }],
        imports: [{ module: 'env', field: `f${i + 1}`, kind: 'function', type: 0 }],
        functions: [{ type: 0, body: [0, END] }],
        symbols: [
          { kind: 'function', name: `f${i}`, element: 1 },
          { kind: 'function', element: 0, flags: UNDEFINED },
        ],
      });
    const count = 20_000;
    const members = Array.from({ length: count }, (_, i) => ({ name: 'm/', bytes: member(i) }));
    const last = mkObject({
      ...start,
      symbols: [{ kind: 'function', name: `f${count}`, element: 0 }],
    });
    const first = mkObject({
      ...start,
      imports: [{ module: 'env', field: 'f0', kind: 'function', type: 0 }],
      symbols: [
        { kind: 'function', name: '_start', element: 1, flags: EXPORTED },
        { kind: 'function', element: 0, flags: UNDEFINED },
      ],
    });
    const linker = createLinker();
    linker.addObject('first.o', first);
    linker.addArchive('chain.a', mkArchive([...members, { name: 'm/', bytes: last }]));
    const { diagnostics, stats } = linker.flush();
    expect(diagnostics).toEqual([]);
    expect(stats.objects).toBe(count + 2);
  });
});

describe('archives (I)', () => {
  const bitcode = { name: 'b.o/', bytes: [0x42, 0x43, 0xc0, 0xde] };
  const caller: ObjectSpec = {
    ...start,
    imports: [{ module: 'env', field: 'gone', kind: 'function', type: 0 }],
    functions: [{ type: 0, body: [0, 0x10, 0x80, 0x80, 0x80, 0x80, 0, END] }],
    symbols: [
      { kind: 'function', name: '_start', element: 1, flags: EXPORTED },
      { kind: 'function', element: 0, flags: UNDEFINED },
    ],
  };
  const calling: ObjectSpec = {
    ...caller,
    relocations: new Map([[sectionNumber(caller, 'code'), [{ type: 0, offset: 4, index: 1 }]]]),
  };

  it('I29: bitcode members are skipped and named where a symbol stays undefined', () => {
    const linker = createLinker();
    linker.addObject('a.o', mkObject(calling));
    linker.addArchive('lto.a', mkArchive([bitcode]));
    expect(linker.flush().diagnostics.map(({ text }) => text)).toEqual([
      'a.o: undefined symbol: gone\n>>> skipped bitcode member lto.a(b.o)',
    ]);
  });

  it('I26: other members are warned about, also under --whole-archive', () => {
    const linker = createLinker();
    linker.addObject('a.o', mkObject(start));
    const members = [{ name: 'lib.rmeta/', bytes: utf8('rust') }, bitcode];
    linker.addArchive('x.rlib', mkArchive(members), { wholeArchive: true });
    const { bytes, diagnostics } = linker.flush();
    expect(bytes).toBeDefined();
    expect(diagnostics.map(({ severity, text }) => `${severity}: ${text}`)).toEqual([
      "warning: x.rlib: archive member 'lib.rmeta' is neither Wasm object file nor LLVM bitcode",
    ]);
  });
});

describe('the interface', () => {
  it('reports what is not implemented', () => {
    const cases: readonly (readonly [LinkOptions, string])[] = [
      [{ output: 'relocatable' }, '-r is not implemented yet'],
      [{ output: 'shared' }, '-shared is not implemented yet'],
      [{ output: 'pie' }, '-pie is not implemented yet'],
      [{ emitRelocs: true }, '--emit-relocs is not implemented yet'],
      [
        { unresolvedSymbols: 'import-dynamic' },
        '--unresolved-symbols=import-dynamic is not implemented yet',
      ],
    ];
    for (const [options, text] of cases) expect(run([start], options).texts).toEqual([text]);
    const linker = createLinker();
    linker.addSharedObject('lib.so', mkObject({}));
    const { diagnostics } = linker.flush();
    expect(diagnostics.map(({ text }) => text)).toEqual([
      'linking the shared object lib.so is not implemented yet',
    ]);
  });

  it('throws for options that exclude each other and for late inputs', () => {
    expect(() => createLinker({ importTable: true, exportTable: true })).toThrow(TypeError);
    expect(() => createLinker({ compressRelocations: true })).toThrow(TypeError);
    expect(() => createLinker({ maxMemory: 65536, growableMemory: false })).toThrow(TypeError);
    const linker = createLinker();
    linker.prelink();
    expect(() => linker.addObject('late.o', mkObject(start))).toThrow(/addObject/);
  });

  it('stops with the reason of an aborted signal', () => {
    const reason = new Error('changed my mind');
    const signal = { aborted: false, reason };
    const onPhase = (phase: string) => {
      if (phase === 'layout') signal.aborted = true;
    };
    expect(() => run([start], { signal, onPhase })).toThrow(reason);
  });

  it('announces its phases in order', () => {
    const phases: string[] = [];
    run([start], { onPhase: (phase) => phases.push(phase) });
    expect(phases).toEqual(['load', 'resolve', 'mark', 'layout', 'scan', 'synthesize', 'write']);
  });

  it('a missing member of a thin archive is an error', () => {
    const linker = createLinker();
    const bytes = mkArchive([{ name: 'x.o/', bytes: [], data: false }], '!<thin>\n');
    linker.addArchive('thin.a', bytes);
    expect(linker.flush().diagnostics.map(({ text }) => text)).toEqual([
      'cannot open x.o: No such file or directory',
    ]);
  });
});
