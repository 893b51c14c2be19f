import { CodeEncoder, ObjectWriter, type ObjectWriterOptions } from '@wasmwright/emit';
import {
  DataBuilder,
  intrinsicId,
  MirBuilder,
  NavFlag,
  NavKind,
  NONE,
  Tag,
  UAV,
  type Mir,
  type MirData,
} from '@wasmwright/mir';
import { parseObject, type ObjectFile } from '@wasmwright/object';
import { compile, nativeTool, runNative } from '@wasmwright/tooling-fixtures';
import {
  decodeUtf8,
  Opcode,
  SegmentFlag,
  SymbolFlag,
  SymbolKind,
  ValueType,
} from '@wasmwright/wasm';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const { i32, i64 } = ValueType;
const unary = { params: [i32], results: [i32] };

function parse(bytes: Uint8Array): ObjectFile {
  const { object, diagnostics } = parseObject(bytes, { name: 'a.o' });
  expect(diagnostics).toEqual([]);
  return object!;
}

/** Symbols as `kind name flags element offset size`. */
function symbolsOf({ symbols, bytes }: ObjectFile): Record<string, readonly number[]> {
  const rows: Record<string, readonly number[]> = {};
  for (let i = 0; i < symbols.count; i++) {
    const name = decodeUtf8(bytes, symbols.nameStart[i]!, symbols.nameEnd[i]!);
    rows[name] = [
      symbols.kind[i]!,
      symbols.flags[i]!,
      symbols.element[i]!,
      symbols.offset[i]!,
      symbols.size[i]!,
    ];
  }
  return rows;
}

/** A function with a frame, calls of all kinds, constants and names; its type is unary. */
function everything(is64: boolean): Mir {
  const address = is64 ? i64 : i32;
  const b = new MirBuilder({ is64 });
  b.begin('all', unary);
  const saved = b.locals.take(address);
  const bottom = b.locals.take(address);
  b.setPrologue({ savedLocal: saved, bottomLocal: bottom, alignment: 32, size: 64 });
  const twice = b.nav({
    name: 'twice',
    kind: NavKind.function,
    flags: NavFlag.extern,
    signature: unary,
  });
  b.localGet(0);
  b.call(twice);
  b.funcRef(twice);
  b.callIndirect(b.signature(unary));
  const word = b.uav({ alignment: 4, bytes: [5, 0, 0, 0] });
  b.addressConst(0);
  b.access(Tag.i32_load, 0, 4, UAV + word);
  b.op(Tag.i32_add);
  const table = b.nav({ name: 'table', kind: NavKind.data });
  b.navRef(table, is64 ? 8 : 4);
  b.access(is64 ? Tag.i64_load : Tag.i32_load, 0, 4);
  b.localSet(bottom);
  b.localGet(0);
  b.localGet(bottom);
  b.callIndirect(b.signature(unary));
  b.op(Tag.i32_add);
  b.localGet(saved);
  b.op(Tag.global_set_sp);
  return b.finish();
}

/** Two pointers: into a string, and to the function `all`. */
function table(is64: boolean): MirData {
  const d = new DataBuilder({ is64 });
  d.begin('table');
  const text = d.uav({ alignment: 1, bytes: [104, 105, 0] });
  const target = d.nav({ name: 'thrice', kind: NavKind.function, signature: unary });
  const pointer = is64 ? 8 : 4;
  const relocations = [
    { offset: 0, target: UAV + text, addend: 1 },
    { offset: pointer, target },
  ];
  return d.finish({ alignment: pointer, size: 2 * pointer, relocations });
}

function thrice(is64: boolean): Mir {
  const b = new MirBuilder({ is64 });
  b.begin('thrice', unary);
  b.localGet(0);
  b.i32Const(3);
  b.op(Tag.i32_mul);
  return b.finish();
}

function program(is64: boolean, options: ObjectWriterOptions = {}): Uint8Array {
  const object = new ObjectWriter({ is64, features: ['mutable-globals'], ...options });
  object.addFunction(everything(is64), { exported: true });
  object.addData(table(is64));
  object.addFunction(thrice(is64), { binding: 'local' });
  return object.finish();
}

describe('ObjectWriter', () => {
  it('writes what the object parser reads', () => {
    const object = parse(program(false));
    expect(symbolsOf(object)).toEqual({
      twice: [SymbolKind.function, SymbolFlag.UNDEFINED, 0, 0, 0],
      table: [SymbolKind.data, 0, 2, 0, 8],
      '.L__anon_0': [SymbolKind.data, SymbolFlag.LOCAL, 0, 0, 4],
      __stack_pointer: [SymbolKind.global, SymbolFlag.UNDEFINED, 0, 0, 0],
      __indirect_function_table: [
        SymbolKind.table,
        SymbolFlag.UNDEFINED | SymbolFlag.NO_STRIP,
        0,
        0,
        0,
      ],
      all: [SymbolKind.function, SymbolFlag.EXPORTED, 1, 0, 0],
      '.L__anon_1': [SymbolKind.data, SymbolFlag.LOCAL, 1, 0, 3],
      thrice: [SymbolKind.function, SymbolFlag.LOCAL, 2, 0, 0],
    });
    expect(object.features).toEqual([{ prefix: '+', name: 'mutable-globals' }]);
    expect([...object.codeRelocations.type]).toEqual([7, 7, 0, 1, 6, 3, 4, 6, 7]);
    expect([...object.dataRelocations.type]).toEqual([5, 2]);
    expect([...object.dataRelocations.addend]).toEqual([1, 0]);
  });

  it('gives the same bytes for the same calls', () => {
    expect(program(true)).toEqual(program(true));
  });

  it('writes every kind of definition', () => {
    const object = new ObjectWriter({
      features: ['bulk-memory', 'reference-types'],
      producers: [{ field: 'language', values: [['AIR', '1']] }],
      names: true,
    });
    const d = new DataBuilder();
    const data = (name: string, bytes: readonly number[], size = bytes.length): MirData => {
      d.begin(name);
      return d.finish({ alignment: 8, bytes, size });
    };
    object.addFunction(thrice(false), {
      binding: 'weak',
      hidden: true,
      noStrip: true,
      comdat: 'group',
    });
    object.addAlias('alias', 'thrice', { exported: true });
    object.addData(data('zero', [], 100), { comdat: 'group' });
    object.addData(data('constant', [1, 2]), { section: 'rodata', retain: true });
    object.addData(data('text', [65, 0]), {
      section: 'rodata',
      strings: true,
      segment: '.rodata.str',
    });
    object.addData(data('local', [1]), { section: 'tls' });
    object.addData(data('localZero', [], 4), { section: 'tls', binding: 'local' });
    object.addGlobal('counter', ValueType.i64, true, -5n);
    object.addGlobal('ratio', ValueType.f32, false, 0x7fc0_0001n);
    object.addTag('oops', [i32]);
    object.addInitFunction('thrice', 100);
    object.addInitFunction('alias');
    object.addCustomSection('note', Uint8Array.of(1, 2, 3));
    const file = parse(object.finish());
    const symbols = symbolsOf(file);
    const { WEAK, HIDDEN, NO_STRIP, EXPORTED, TLS, LOCAL } = SymbolFlag;
    expect(symbols['thrice']).toEqual([0, WEAK | HIDDEN | NO_STRIP, 0, 0, 0]);
    expect(symbols['alias']).toEqual([0, EXPORTED, 0, 0, 0]);
    expect(symbols['zero']).toEqual([1, 0, 0, 0, 100]);
    expect(symbols['local']).toEqual([1, TLS, 3, 0, 1]);
    expect(symbols['localZero']).toEqual([1, TLS | LOCAL, 4, 0, 4]);
    expect(symbols['counter']).toEqual([2, 0, 0, 0, 0]);
    expect(symbols['oops']).toEqual([4, 0, 0, 0, 0]);
    const text = (start: number, end: number): string => decodeUtf8(file.bytes, start, end);
    const { segments } = file;
    const names = Array.from(segments.nameStart, (start, i) => text(start, segments.nameEnd[i]!));
    expect(names).toEqual([
      '.bss.zero',
      '.rodata.constant',
      '.rodata.str',
      '.tdata.local',
      '.tbss.localZero',
    ]);
    const { STRINGS, TLS: tls, RETAIN } = SegmentFlag;
    expect([...segments.flags]).toEqual([0, RETAIN, STRINGS, tls, tls]);
    expect([...segments.comdat]).toEqual([0, NONE, NONE, NONE, NONE]);
    expect([...file.functions.comdat]).toEqual([0]);
    expect([...file.initFunctions.priority]).toEqual([100, 65535]);
    expect(file.producers).toEqual([{ field: 'language', values: [['AIR', '1']] }]);
    expect(text(file.functions.debugNameStart[0]!, file.functions.debugNameEnd[0]!)).toBe('thrice');
    expect(file.features.map(({ name }) => name)).toEqual(['bulk-memory', 'reference-types']);
  });

  it('stores equal constants once, with the largest alignment', () => {
    const object = new ObjectWriter();
    const b = new MirBuilder();
    for (const [name, alignment] of [
      ['f', 1],
      ['g', 8],
    ] as const) {
      b.begin(name, { params: [], results: [i32] });
      const inner = b.uav({ alignment, bytes: [1, 2, 3] });
      b.uavRef(b.uav({ alignment: 4, size: 4, relocations: [{ offset: 0, target: UAV + inner }] }));
      object.addFunction(b.finish());
    }
    const { segments } = parse(object.finish());
    expect([...segments.alignment]).toEqual([3, 2]);
  });

  it('defines the tables of names its code refers to', () => {
    const b = new MirBuilder();
    b.begin('f', unary);
    const color = b.tagNameType({
      id: 7,
      bits: 8,
      signed: false,
      fields: [
        { name: 'red', value: 0n },
        { name: 'blue', value: 9n },
      ],
    });
    b.localGet(0);
    b.callTagIndex(color);
    b.enumTagNameTableRef(color);
    b.op(Tag.i32_add);
    b.op(Tag.error_name_table_ref);
    b.op(Tag.i32_add);
    b.op(Tag.errors_len);
    b.op(Tag.i32_add);
    const object = new ObjectWriter({ errorNames: ['Bad', 'Worse'] });
    object.addFunction(b.finish());
    const file = parse(object.finish());
    const symbols = symbolsOf(file);
    const { LOCAL } = SymbolFlag;
    expect(symbols['__zig_tag_index_7']!.slice(0, 2)).toEqual([0, LOCAL]);
    expect(symbols['__zig_error_name_table']!.slice(3)).toEqual([0, 24]);
    expect(symbols['__zig_tag_name_table']!.slice(3)).toEqual([0, 16]);
    expect(symbols['__zig_error_names']!.slice(3)).toEqual([0, 10]);
    expect(file.dataRelocations.count).toBe(4);
  });

  it('resolves a run-time function it defines itself', () => {
    const object = new ObjectWriter();
    const b = new MirBuilder();
    b.begin('f', { params: [], results: [] });
    for (let i = 0; i < 3; i++) b.i32Const(0);
    b.callIntrinsic(intrinsicId('memset')!);
    b.op(Tag.drop);
    object.addFunction(b.finish());
    b.begin('memset', { params: [i32, i32, i32], results: [i32] });
    b.localGet(0);
    object.addFunction(b.finish());
    const file = parse(object.finish());
    expect(file.imports.byKind[0].length).toBe(0);
    expect(symbolsOf(file)['memset']).toEqual([0, 0, 1, 0, 0]);
  });

  it('names import modules, weak and hidden references', () => {
    const object = new ObjectWriter();
    const b = new MirBuilder();
    b.begin('f', { params: [], results: [] });
    const flags = NavFlag.extern | NavFlag.weak | NavFlag.hidden;
    const signature = { params: [], results: [] };
    b.call(b.nav({ name: 'g', kind: NavKind.function, flags, module: 'wasi', signature }));
    object.addFunction(b.finish());
    const file = parse(object.finish());
    const { WEAK, HIDDEN, UNDEFINED, EXPLICIT_NAME } = SymbolFlag;
    expect(symbolsOf(file)['g']![1]).toBe(WEAK | HIDDEN | UNDEFINED | EXPLICIT_NAME);
    const row = file.imports.byKind[0][0]!;
    const { moduleStart, moduleEnd } = file.imports;
    expect(decodeUtf8(file.bytes, moduleStart[row]!, moduleEnd[row]!)).toBe('wasi');
  });

  it('keeps the code for a linker that writes it in final form', () => {
    const object = new ObjectWriter();
    object.addFunction(everything(false));
    object.addFunction(thrice(false));
    const linkable = object.finishLinkable();
    const { symbols } = parse(linkable.bytes);
    const numbers = Uint32Array.from({ length: symbols.count }, (_, i) => i);
    const final = linkable.final({
      index: numbers,
      slot: numbers,
      address: Float64Array.from(numbers, (symbol) => 1000 + symbol),
      type: Uint32Array.of(0x40),
    });
    const encoder = new CodeEncoder();
    final.emit(encoder, 0);
    // __stack_pointer is symbol 3, twice 0, the constant 2, the function table 4.
    const code = Buffer.from(encoder.view()).toString('hex');
    expect(code).toContain('2303' + '2201' + '41c000' + '6b' + '4160' + '71' + '2202' + '2403');
    expect(code).toContain('1000' + '4100' + '114004' + '4100' + '2802ea07');
    expect(final.emit(encoder, 1)).toBe(7);
    expect(linkable.functionCount).toBe(2);
  });

  it('rejects misuse', () => {
    const object = new ObjectWriter();
    object.addFunction(thrice(false));
    expect(() => object.addFunction(thrice(false))).toThrow('thrice is defined twice');
    expect(() => object.addGlobal('thrice', i32, false, 0n)).toThrow('used as global and function');
    expect(() => object.addFunction(thrice(true))).toThrow(TypeError);
    expect(() => object.addAlias('a', 'nobody')).toThrow('nobody is not defined');
    expect(() => object.addInitFunction('nobody')).toThrow('not a function');
    object.finish();
    expect(() => object.finish()).toThrow(TypeError);
  });

  it('writes an empty object', () => {
    expect(parse(new ObjectWriter().finish()).symbols.count).toBe(0);
  });
});

const tools = [
  'wasm-ld-19',
  'llvm-readobj-19',
  'llvm-objdump-19',
  'wasm-objdump',
  'wasm-validate',
  'clang-19',
] as const;

describe.runIf(tools.every((tool) => nativeTool(tool) !== undefined))(
  'native tools accept it',
  () => {
    const run = (tool: (typeof tools)[number], ...args: string[]): string => {
      const { status, stdout, stderr } = runNative(nativeTool(tool)!, args);
      expect([tool, status, stderr]).toEqual([tool, 0, '']);
      return stdout;
    };
    const inDirectory = (work: (path: (name: string) => string) => void): void => {
      const directory = mkdtempSync(join(tmpdir(), 'wasmwright-emit-'));
      try {
        work((name) => join(directory, name));
      } finally {
        rmSync(directory, { recursive: true });
      }
    };

    for (const is64 of [false, true]) {
      it(`linked with C in both call directions, ${is64 ? 'wasm64' : 'wasm32'}`, async () => {
        const target = is64 ? 'wasm64' : 'wasm32';
        const source =
          'int all(int); int twice(int x) { return 2 * x; } int run(int x) { return all(x) + 1; }';
        const made = await compile({
          files: { 'c.c': source },
          args: [`--target=${target}`, '-O1', '-c', 'c.c', '-o', 'c.o'],
          compiler: 'native',
        });
        inDirectory((path) => {
          writeFileSync(path('a.o'), program(is64, { names: true }));
          writeFileSync(path('c.o'), made['c.o']!);
          run('llvm-readobj-19', '--all', path('a.o'));
          expect(run('llvm-objdump-19', '-d', '-r', path('a.o'))).toContain(
            'R_WASM_FUNCTION_INDEX_LEB',
          );
          // wabt 1.0.32 knows no 64-bit tables.
          if (!is64) run('wasm-objdump', '-x', '-d', path('a.o'));
          if (!is64) run('wasm-validate', path('a.o'));
          run(
            'wasm-ld-19',
            '-m',
            target,
            '--no-entry',
            '--export=run',
            path('a.o'),
            path('c.o'),
            '-o',
            path('out.wasm'),
          );
          if (is64) return;
          const module = new WebAssembly.Module(
            new Uint8Array(readFileSync(path('out.wasm'))) as BufferSource,
          );
          const { exports } = new WebAssembly.Instance(module);
          // all(7) = twice(twice(7)) + 5 + thrice(7)
          expect((exports['run'] as (x: number) => number)(7)).toBe(28 + 5 + 21 + 1);
        });
      });
    }

    it('merges COMDATs and runs init functions', () => {
      inDirectory((path) => {
        const b = new MirBuilder();
        const d = new DataBuilder();
        const counter = { name: 'counter', kind: NavKind.data };
        for (const name of ['a', 'b']) {
          const object = new ObjectWriter({ features: ['bulk-memory', 'mutable-globals'] });
          b.begin('once', { params: [], results: [] });
          const row = b.nav(counter);
          b.i32Const(0);
          b.i32Const(0);
          b.access(Tag.i32_load, 0, 4, row);
          b.i32Const(1);
          b.op(Tag.i32_add);
          b.access(Tag.i32_store, 0, 4, row);
          object.addFunction(b.finish(), { comdat: 'once', binding: 'weak' });
          object.addInitFunction('once');
          if (name === 'a') {
            d.begin('counter');
            object.addData(d.finish({ alignment: 4, size: 4 }));
            b.begin('get', { params: [], results: [i32] });
            b.navRef(b.nav(counter));
            b.access(Tag.i32_load, 0, 4);
            object.addFunction(b.finish(), { exported: true });
            b.begin('fill', { params: [i32], results: [] });
            b.navRef(b.nav(counter));
            b.localGet(0);
            b.i32Const(4);
            b.prefixedWord(Opcode.memory_fill, 0);
            object.addFunction(b.finish(), { exported: true });
          }
          writeFileSync(path(`${name}.o`), object.finish());
        }
        run(
          'wasm-ld-19',
          '--no-entry',
          '--export=__wasm_call_ctors',
          path('a.o'),
          path('b.o'),
          '-o',
          path('out.wasm'),
        );
        run('wasm-validate', path('out.wasm'));
        const module = new WebAssembly.Module(
          new Uint8Array(readFileSync(path('out.wasm'))) as BufferSource,
        );
        const exports = new WebAssembly.Instance(module).exports as Record<
          string,
          (value?: number) => number
        >;
        exports['__wasm_call_ctors']!();
        expect(exports['get']!()).toBe(2);
        exports['fill']!(1);
        expect(exports['get']!()).toBe(0x0101_0101);
      });
    });
  },
);
