import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '@wasmwright/wasm';
import { NONE, decodeRelocations, definedSymbols, hashName, parseObject } from '@wasmwright/object';
import type { ObjectFile } from '@wasmwright/object';
import {
  custom,
  importEntry,
  linking,
  mkModule,
  mkObject,
  relocationSection,
  section,
  sleb,
  str,
  symbolEntry,
  uleb,
  vec,
} from './build.ts';
import type { ObjectSpec } from './build.ts';

function parse(bytes: Uint8Array): ObjectFile {
  const { object, diagnostics } = parseObject(bytes, { name: 'a.o' });
  expect(diagnostics).toEqual([]);
  return object!;
}

const voidType = { params: [], results: [] };
const symbolName = (object: ObjectFile, row: number): string =>
  decodeUtf8(object.bytes, object.symbols.nameStart[row]!, object.symbols.nameEnd[row]!);

describe('the smallest object', () => {
  it('has a linking section and nothing else', () => {
    const object = parse(mkModule(linking()));
    expect(object.sections.count).toBe(1);
    expect(object.symbols.count).toBe(0);
    expect(object.codeSection).toBe(NONE);
    expect(object.dataSection).toBe(NONE);
    expect(object.hasFeatures).toBe(false);
    expect(object.legacyTable).toBe(false);
  });

  it('may hold an empty target_features section', () => {
    expect(parse(mkModule(linking(), custom('target_features', [0]))).hasFeatures).toBe(true);
  });
});

describe('sections', () => {
  it('keep their numbers, ranges and names', () => {
    const bytes = mkModule(custom('.debug_info', [7, 8]), linking());
    const { sections } = parse(bytes);
    expect([...sections.id.subarray(0, 2)]).toEqual([0, 0]);
    expect(decodeUtf8(bytes, sections.nameStart[0]!, sections.nameEnd[0]!)).toBe('.debug_info');
    expect([...bytes.subarray(sections.start[0], sections.end[0])]).toEqual([7, 8]);
  });

  it('accept reloc.* and unknown custom sections anywhere they make sense', () => {
    const bytes = mkModule(
      custom('x', [1]),
      linking(),
      custom('y', []),
      custom('target_features', [0]),
      relocationSection('x', 0, []),
      relocationSection('y', 2, []),
    );
    const { sections, relocationSections } = parse(bytes);
    expect(relocationSections.count).toBe(2);
    expect([...sections.relocations.subarray(0, 3)]).toEqual([0, NONE, 1]);
  });

  it('may have padded sizes and counts', () => {
    const bytes = mkModule(
      [1, 0x85, 0x80, 0x80, 0x00, 0x81, 0x00, 0x60, 0, 0],
      [3, 2, 1, 0],
      [10, 0x89, 0x80, 0x80, 0x80, 0x00, 1, 0x83, 0x80, 0x80, 0x80, 0x00, 0, 1, 0x0b],
      linking(),
    );
    const { functions, types } = parse(bytes);
    expect(types.count).toBe(1);
    expect(functions.bodyStart[0]! - functions.start[0]!).toBe(5);
    expect([...bytes.subarray(functions.bodyStart[0], functions.end[0])]).toEqual([0, 1, 0x0b]);
  });
});

describe('memories (I3)', () => {
  it.each([
    [
      'imported',
      {
        imports: [{ module: 'env', field: 'm', kind: 'memory', limits: { minimum: 0, flags: 4 } }],
      },
    ],
    ['defined', { memories: [{ minimum: 0, flags: 4 }] }],
  ] as const)('%s with flag 4 make a 64-bit object', (_, spec) => {
    expect(parse(mkObject(spec)).is64).toBe(true);
  });

  it('may have a custom page size', () => {
    const bytes = mkModule(section(5, [1, 8, 3, 0]), linking());
    expect(parse(bytes).memories.minimum[0]).toBe(3);
  });

  it('hold 64-bit limits exactly', () => {
    const maximum = 2 ** 48;
    const { memories } = parse(mkObject({ memories: [{ minimum: 1, maximum, flags: 4 }] }));
    expect(memories.maximum[0]).toBe(maximum);
  });
});

describe('export names (I17)', () => {
  it('belong to defined functions', () => {
    const bytes = mkObject({
      types: [voidType],
      functions: [
        { type: 0, body: [0, 0x0b] },
        { type: 0, body: [0, 0x0b] },
      ],
      exports: [
        { name: '', kind: 0, index: 1 },
        { name: 'memory', kind: 2, index: 0 },
      ],
    });
    const { functions } = parse(bytes);
    expect([...functions.exported]).toEqual([0, 1]);
    expect(functions.exportNameStart[1]).toBe(functions.exportNameEnd[1]);
  });
});

describe('thread-local storage (I19)', () => {
  it('is recognized by the names of old segments and passed on to symbols', () => {
    const segment = { bytes: [1, 2, 3, 4] };
    const object = parse(
      mkObject({
        segments: [
          { ...segment, name: '.tdata.x' },
          { ...segment, name: '.tbss' },
          { ...segment, name: '.data', flags: 2 },
          { ...segment, name: '.data.y' },
        ],
        symbols: [0, 1, 2, 3].map((element) => ({
          kind: 'data' as const,
          name: `s${element}`,
          element,
          size: 4,
        })),
      }),
    );
    expect([...object.segments.flags]).toEqual([2, 2, 2, 0]);
    expect([...object.symbols.flags.subarray(0, 4)]).toEqual([0x100, 0x100, 0x100, 0]);
  });
});

describe('objects without table symbols (I20)', () => {
  const table = (field: string): number[] =>
    importEntry({ module: 'env', field, kind: 'table', element: 0x70, limits: { minimum: 0 } });

  it('get one for the indirect function table', () => {
    const symbols = [symbolEntry({ kind: 'data', name: 'd', flags: 0x10 })];
    const imports = section(2, vec([table('__indirect_function_table')]));
    for (const subsections of [[], [section(8, vec(symbols))]]) {
      const object = parse(mkModule(imports, linking(...subsections)));
      const row = object.symbols.count - 1;
      expect(object.legacyTable).toBe(true);
      expect(object.symbols.kind[row]).toBe(5);
      expect(object.symbols.flags[row]).toBe(0x90);
      expect(object.symbols.element[row]).toBe(0);
      expect(symbolName(object, row)).toBe('__indirect_function_table');
      expect(object.symbols.hash[row]).toBe(
        hashName(object.bytes, object.symbols.nameStart[row]!, object.symbols.nameEnd[row]!),
      );
    }
  });

  it('are not meant if every table has its symbol', () => {
    const symbol = symbolEntry({ kind: 'table', flags: 0x10 });
    const imports = section(2, vec([table('t')]));
    const object = parse(mkModule(imports, linking(section(8, vec([symbol])))));
    expect(object.legacyTable).toBe(false);
    expect(symbolName(object, 0)).toBe('t');
  });
});

describe('element segments (I16)', () => {
  const active = (flags: number, ...rest: number[]): Uint8Array =>
    mkModule(section(4, vec([[0x70, 0, 0]])), section(9, [1, ...uleb(flags), ...rest]), linking());

  it.each([
    ['active', active(0, 0x41, 1, 0x0b, 1, 0)],
    ['active with a table number', active(2, 0, 0x42, 1, 0x0b, 0, 1, 0)],
    ['passive', active(1, 0, 1, 0)],
    ['declarative', active(3, 0, 1, 0)],
    ['active with expressions', active(4, 0x41, 1, 0x0b, 1, 0xd2, 0, 0x0b)],
    ['passive with expressions', active(5, 0x70, 1, 0xd0, 0x70, 0x0b)],
    ['active with table number, type and expressions', active(6, 0, 0x41, 0, 0x0b, 0x70, 0)],
  ])('%s', (_, bytes) => {
    // Without table symbols the defined table is an error of I20, which comes after the element section.
    const { diagnostics } = parseObject(bytes, { name: 'a.o' });
    expect(diagnostics.map(({ code }) => code)).toEqual(['WW1141']);
  });
});

describe('data segments', () => {
  it('may be passive or have a memory index', () => {
    const bytes = mkModule(
      section(12, [2]),
      section(
        11,
        vec([
          [1, 1, 9],
          [2, 0, 0x41, 0, 0x0b, 2, 8, 7],
        ]),
      ),
      linking(),
    );
    const { segments } = parse(bytes);
    const contents = [0, 1].map((i) => [...bytes.subarray(segments.start[i], segments.end[i])]);
    expect(contents).toEqual([[9], [8, 7]]);
  });
});

describe('GC types (I4)', () => {
  it.each([
    ['recursion group', [0x4e, 2, 0x60, 0, 0, 0x5f, 1, 0x7f, 0]],
    ['final subtype of an array', [0x4f, 0, 0x5e, 0x78, 1]],
    ['reference to a type of the file', [0x60, 1, 0x64, 0, 0]],
    ['subtype with a supertype', [0x50, 1, 0, 0x60, 1, 0x64, 0x70, 0]],
  ])('%s', (_, entry) => {
    const { diagnostics } = parseObject(mkModule(section(1, [1, ...entry]), linking()), {
      name: 'a.o',
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['WW1002']);
  });

  it('as parameters of a function are carried', () => {
    const entry = [0x60, 1, 0x63, ...sleb(-16), 0];
    const { types } = parse(mkModule(section(1, [1, ...entry]), linking()));
    expect(types.end[0]! - types.start[0]!).toBe(entry.length - 1);
  });
});

describe('relocations', () => {
  const spec: ObjectSpec = {
    segments: [{ bytes: [0, 0, 0, 0, 0, 0, 0, 0], name: '.data' }],
    symbols: [{ kind: 'data', name: 'd', element: 0, size: 8 }],
    customs: [{ name: '.debug_info', bytes: [0, 0, 0, 0, 0, 0, 0, 0] }],
  };

  it('of custom sections wait until they are asked for, errors too', () => {
    const relocations = new Map([[1, [{ type: 5, offset: 4, index: 0, addend: -3 }]]]);
    const object = parse(mkObject({ ...spec, relocations }));
    expect(object.relocationSections.entries[0]).toBe(1);
    const { table, diagnostics } = decodeRelocations(object, 0);
    expect(diagnostics).toEqual([]);
    expect(table.offset[0]).toBe(object.sections.start[1]! + 4);
    expect(table.addend[0]).toBe(-3);

    const damaged = new Map([[1, [{ type: 5, offset: 5, index: 0, addend: 0 }]]]);
    const late = decodeRelocations(parse(mkObject({ ...spec, relocations: damaged })), 0);
    expect(late.table.count).toBe(0);
    expect(late.diagnostics[0]!.text).toBe('a.o: invalid relocation offset');
    expect(late.diagnostics[0]!.at.section).toBe('reloc..debug_info');
  });

  it('take no more memory than the entries in the file', () => {
    const tail = custom('reloc.X', [1, ...uleb(0xffff_ffff), 5, 0, 0, 0]);
    const bytes = Uint8Array.from([...mkObject(spec), ...tail]);
    const late = decodeRelocations(parse(bytes), 0);
    expect(late.table.type.length).toBeLessThan(3);
    expect(late.diagnostics[0]!.code).toBe('WW1020');
  });

  it('have addends of 64 bits, exact to 2^53', () => {
    const addend = -(2 ** 52) - 1;
    const entry = { type: 16, offset: 0, index: 0, addend };
    const object = parse(mkObject({ ...spec, relocations: new Map([[1, [entry]]]) }));
    expect(decodeRelocations(object, 0).table.addend[0]).toBe(addend);
  });

  it('throws for a row that is not there', () => {
    expect(() => decodeRelocations(parse(mkObject(spec)), 0)).toThrow(RangeError);
  });
});

describe('symbol names with one hash', () => {
  it('are told apart when there are more than the hash table takes', () => {
    const names = colliding(300);
    const entries = names.map((name) => [1, 0x10, name.length, ...name]);
    const object = parse(mkModule(linking(section(8, vec(entries)))));
    expect(object.symbols.count).toBe(names.length);
    expect(new Set(object.symbols.hash.subarray(0, names.length)).size).toBe(1);
    const twice = mkModule(linking(section(8, vec([...entries, entries[280]!]))));
    const { diagnostics } = parseObject(twice, { name: 'a.o' });
    expect(diagnostics.map(({ code }) => code)).toEqual(['WW1111']);
  });
});

/** Names of eight bytes with one FNV-1a hash: the last four bytes undo the difference of the first four. */
function colliding(count: number): number[][] {
  const names: number[][] = [];
  const prime = 0x01000193;
  let inverse = prime; // of the prime modulo 2^32, by Newton
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(prime, inverse));
  // States three bytes in front of one end state, reached backwards.
  const middle = new Map<number, number[]>();
  for (let a = 0; a < 256; a++) {
    for (let b = 0; b < 256; b++) {
      for (let c = 0; c < 16; c++) {
        let hash = 0x12345678;
        for (const byte of [a, b, c]) hash = Math.imul(hash, inverse) ^ byte;
        middle.set(hash >>> 0, [c, b, a]);
      }
    }
  }
  for (let seed = 0; names.length < count; seed++) {
    const head = [seed & 255, (seed >> 8) & 255, (seed >> 16) & 255, seed >>> 24];
    let hash = 0x811c9dc5;
    for (const byte of head) hash = Math.imul(hash ^ byte, prime);
    for (let last = 0; last < 256 && names.length < count; last++) {
      const state = Math.imul(hash ^ last, prime) >>> 0;
      const tail = middle.get(state);
      if (tail !== undefined) names.push([...head, last, ...tail]);
    }
  }
  return names;
}

describe('definedSymbols', () => {
  const options = { name: 'l.a(a.o)', member: 'a.o' };
  const names = (bytes: Uint8Array): string[] => {
    const listed = definedSymbols(bytes, options);
    return Array.from({ length: listed.count }, (_, i) =>
      decodeUtf8(bytes, listed.start[i]!, listed.end[i]!),
    );
  };

  it('lists the exports of a module without a linking section (I2)', () => {
    const exports = [
      [...str('f'), 0, 0],
      [...str('memory'), 2, 0],
      [...str('g'), 3, 0],
    ];
    const bytes = mkModule(section(7, vec(exports)));
    expect(names(bytes)).toEqual(['f', 'g']);
    expect([...definedSymbols(bytes, options).kind.subarray(0, 2)]).toEqual([0, 1]);
  });

  it('does not look at what stands before the symbols', () => {
    const bytes = mkModule(
      section(1, [0xff]),
      linking(section(200, [1]), section(8, vec([symbolEntry({ kind: 'function', name: 'f' })]))),
    );
    expect(names(bytes)).toEqual(['f']);
  });

  it('says what is wrong on the way to them, named after the member', () => {
    const damaged = definedSymbols(mkModule([1, 0]), options);
    expect(damaged.diagnostics.map(({ text }) => text)).toEqual(['a.o: zero length section']);
    const cut = definedSymbols(mkModule(linking(section(8, [2, 1, 0x10, 1, 97]))), options);
    expect(cut.count).toBe(0);
    expect(cut.diagnostics.map(({ text }) => text)).toEqual(['a.o: EOF while reading uint8']);
  });
});
