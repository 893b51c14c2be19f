import { CodeEncoder, LineMark, type Numbers, type Symbols } from '@wasmwright/emit';
import {
  MirBuilder,
  NavKind,
  NONE,
  Tag,
  UAV,
  type Mir,
  type MirBuilderOptions,
} from '@wasmwright/mir';
import { RelocationType, ValueType } from '@wasmwright/wasm';
import { describe, expect, it } from 'vitest';
import { moduleOf, plainNumbers } from './module.ts';

const { i32, i64, f32, f64 } = ValueType;
const nothing = { params: [], results: [] };

function build(write: (b: MirBuilder) => void, options: MirBuilderOptions = {}): Mir {
  const b = new MirBuilder(options);
  b.begin('f', nothing);
  write(b);
  return b.finish();
}

/** Bytes of the instructions alone, without size, locals and the final `end`. */
function code(mir: Mir, numbers: Partial<Numbers> = {}): string {
  const encoder = new CodeEncoder();
  encoder.emit(mir, { ...plainNumbers(mir), ...numbers });
  return hex(encoder.view().subarray(2, -1));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('final mode', () => {
  it.each([
    [0, '4100'],
    [63, '413f'],
    [64, '41c000'],
    [-64, '4140'],
    [-65, '41bf7f'],
    [8191, '41ff3f'],
    [8192, '4180c000'],
    [70000, '41f0a204'],
    [2 ** 31 - 1, '41ffffffff07'],
    [-(2 ** 31), '418080808078'],
    [2 ** 32 - 1, '417f'],
  ])('i32_const %i is signed and shortest', (value, expected) => {
    expect(code(build((b) => b.i32Const(value)))).toBe(expected);
  });

  it.each([
    [0n, '4200'],
    [-1n, '427f'],
    [1n << 31n, '428080808008'],
    [1n << 32n, '428080808010'],
    [-(1n << 63n), '4280808080808080808' + '07f'],
    [(1n << 63n) - 1n, '42ffffffffffffffffff00'],
    [(1n << 64n) - 1n, '427f'],
  ])('i64_const %i', (value, expected) => {
    expect(code(build((b) => b.i64Const(value)))).toBe(expected);
  });

  it('takes numbers for 64-bit constants', () => {
    for (const value of [0, -1, 5, -(2 ** 40), 2 ** 53 - 1, -(2 ** 53) + 1]) {
      const asNumber = build((b) => b.i64Const(value));
      expect(asNumber).toEqual(build((b) => b.i64Const(BigInt(value))));
    }
  });

  it('writes addresses and table indexes signed, indexes and offsets unsigned', () => {
    const data = { name: 'd', kind: NavKind.data };
    const at = (address: number): Partial<Numbers> => ({ navAddress: Float64Array.of(address) });
    const ref = build((b) => b.navRef(b.nav(data)));
    expect(code(ref, at(0x40))).toBe('41c000');
    expect(code(ref, at(70000))).toBe('41f0a204');
    expect(code(ref, at(0x8000_0000))).toBe('418080808078');
    expect(
      code(
        build((b) => b.navRef(b.nav(data), -8)),
        at(0x40),
      ),
    ).toBe('4138');
    const call = build((b) =>
      b.call(b.nav({ name: 'g', kind: NavKind.function, signature: nothing })),
    );
    expect(code(call, { navIndex: Uint32Array.of(0x40) })).toBe('1040');
    expect(code(call, { navIndex: Uint32Array.of(0x80) })).toBe('108001');
    const slot = build((b) =>
      b.funcRef(b.nav({ name: 'g', kind: NavKind.function, signature: nothing })),
    );
    expect(code(slot, { navSlot: Uint32Array.of(0x40) })).toBe('41c000');
    const load = build((b) => b.access(Tag.i32_load, 4, 4, b.nav(data)));
    expect(code(load, at(0x3c))).toBe('280240');
    expect(code(load, at(0xffff_ff00))).toBe('280284feffff0f');
    const uav = build((b) => {
      b.uav({ alignment: 1, bytes: [1] });
      b.uavRef(0, 4);
      b.access(Tag.i64_store8, -4, 1, UAV);
    });
    expect(code(uav, { uavAddress: Float64Array.of(0x44) })).toBe('41c8003c0040');
    const blockType = build((b) => {
      b.block(b.blockOf({ params: [i32], results: [] }));
      b.end();
    });
    expect(code(blockType, { signatureIndex: Uint32Array.of(0, 0x40) })).toBe('02c0000b');
  });

  it('counts memory immediates that do not fit', () => {
    const encoder = new CodeEncoder();
    const mir = build((b) =>
      b.access(Tag.i32_load, -8, 4, b.nav({ name: 'd', kind: NavKind.data })),
    );
    encoder.emit(mir, { ...plainNumbers(mir), navAddress: Float64Array.of(4) });
    expect(encoder.overflows).toBe(1);
    encoder.reset();
    encoder.emit(mir, { ...plainNumbers(mir), navAddress: Float64Array.of(8) });
    expect(encoder.overflows).toBe(0);
  });

  it('uses 64-bit forms on wasm64', () => {
    const address = (b: MirBuilder): void => {
      b.navRef(b.nav({ name: 'd', kind: NavKind.data }), 16);
      b.access(Tag.i32_load, 2 ** 33, 4);
      b.access(Tag.i32_load, 1, 4, 0);
    };
    const numbers = { navAddress: Float64Array.of(2 ** 33) };
    expect(code(build(address, { is64: true }), numbers)).toBe(
      '429080808020' + '28028080808020' + '28028180808020',
    );
  });

  it('names other memories by a flag', () => {
    expect(code(build((b) => b.opWords(Tag.i32_load, [4, 0, 4 + 0x300, NONE])))).toBe('28420304');
  });

  it('runs locals together', () => {
    const b = new MirBuilder();
    b.begin('f', { params: [i32], results: [] });
    for (const type of [i32, i32, f64, i32, i64, i64]) b.locals.fresh(type);
    const encoder = new CodeEncoder();
    const mir = b.finish();
    encoder.emit(mir, plainNumbers(mir));
    expect(hex(encoder.view())).toBe('0a' + '04' + '027f' + '017c' + '017f' + '027e' + '0b');
  });

  it.each([
    [16, 1, 2, '2300' + '2201' + '412' + '0' + '6b' + '2202' + '2400'],
    [64, 1, 2, '2300' + '2201' + '4120' + '6b' + '414071' + '2202' + '2400'],
    [16, NONE, 2, '2300' + '4120' + '6b' + '2202' + '2400'],
    [16, 1, NONE, '2300' + '2201' + '4120' + '6b' + '2400'],
  ])(
    'writes the prologue: alignment %i, saved %i, bottom %i',
    (alignment, savedLocal, bottomLocal, expected) => {
      const mir = build((b) => b.setPrologue({ savedLocal, bottomLocal, alignment, size: 32 }));
      expect(code(mir)).toBe(expected);
    },
  );

  it('writes the prologue on wasm64', () => {
    const prologue = { savedLocal: 1, bottomLocal: 2, alignment: 32, size: 64 };
    expect(code(build((b) => b.setPrologue(prologue), { is64: true }))).toBe(
      '2300' + '2201' + '42c000' + '7d' + '4260' + '83' + '2202' + '2400',
    );
  });

  it('keeps the payload of a NaN', () => {
    const b = new MirBuilder();
    b.begin('f', { params: [], results: [i32] });
    b.f32ConstBits(0xffa0_1234);
    b.op(Tag.i32_reinterpret_f32);
    const run = (mir: Mir): unknown => {
      const instance = new WebAssembly.Instance(
        new WebAssembly.Module(moduleOf(mir) as BufferSource),
      );
      return (instance.exports['f'] as () => unknown)();
    };
    expect(run(b.finish())).toBe(0xffa0_1234 | 0);
    b.begin('f', { params: [], results: [i64] });
    b.f64ConstWords(0x89ab_cdef, 0x7ff4_4567);
    b.op(Tag.i64_reinterpret_f64);
    expect(run(b.finish())).toBe(0x7ff4_4567_89ab_cdefn);
  });

  it('rounds f32 constants once and keeps f64 ones', () => {
    expect(code(build((b) => b.f32Const(0.1)))).toBe('43cdcccc3d');
    expect(code(build((b) => b.f64Const(-0)))).toBe('440000000000000080');
  });

  it('moves the body when its size takes two bytes', () => {
    const mir = build((b) => {
      for (let i = 0; i < 200; i++) b.op(Tag.nop);
    });
    const encoder = new CodeEncoder();
    expect(encoder.emit(mir, plainNumbers(mir))).toBe(202);
    expect(hex(encoder.view().subarray(0, 4))).toBe('ca010001');
    expect(encoder.length).toBe(204);
  });

  it('grows for long lists', () => {
    const mir = build((b) => {
      b.i32Const(0);
      b.brTable(
        Array.from({ length: 50_000 }, () => 0),
        0,
      );
    });
    const encoder = new CodeEncoder(16);
    encoder.emit(mir, plainNumbers(mir));
    expect(WebAssembly.validate(moduleOf(mir) as BufferSource)).toBe(true);
  });

  it('records hints and positions by byte offset', () => {
    const mir = build((b) => {
      b.dbgLine(3, 7);
      for (let i = 0; i < 150; i++) b.op(Tag.nop);
      b.op(Tag.dbg_prologue_end);
      b.i32Const(0);
      b.if();
      b.hint(false);
      b.end();
      b.op(Tag.dbg_epilogue_begin);
    });
    const encoder = new CodeEncoder();
    encoder.recordLines = true;
    encoder.emit(mir, plainNumbers(mir));
    const { lines, hints } = encoder;
    expect([...lines.offset.subarray(0, lines.count)]).toEqual([3, 153, 158]);
    expect([...lines.mark.subarray(0, 3)]).toEqual([
      LineMark.position,
      LineMark.prologueEnd,
      LineMark.epilogueBegin,
    ]);
    expect([lines.line[0], lines.column[0]]).toEqual([3, 7]);
    expect([hints.count, hints.offset[0], hints.likely[0]]).toEqual([1, 155, 0]);
    expect(encoder.view()[155]).toBe(0x04);
  });
});

describe('object mode', () => {
  const symbolsOf = (mir: Mir, indirectTable: number): Symbols => ({
    nav: Uint32Array.from({ length: mir.navs.count }, (_, i) => 10 + i),
    uav: Uint32Array.from({ length: mir.uavs.count }, (_, i) => 20 + i),
    tagIndexFunction: Uint32Array.of(30),
    tagNameTable: Uint32Array.of(31),
    tagNameTableOffset: Float64Array.of(8),
    intrinsic: new Uint32Array(1000).fill(32),
    stackPointer: 33,
    indirectTable,
    errorNameTable: 34,
  });

  for (const is64 of [false, true]) {
    it(`has a padded field and a relocation for every number of the linker, ${is64 ? 'wasm64' : 'wasm32'}`, () => {
      const signature = nothing;
      const b = new MirBuilder({ is64 });
      b.begin('f', nothing);
      const f = b.nav({ name: 'f', kind: NavKind.function, signature });
      const d = b.nav({ name: 'd', kind: NavKind.data });
      const t = b.nav({ name: 't', kind: NavKind.tls });
      const g = b.nav({ name: 'g', kind: NavKind.global, type: i32 });
      const table = b.nav({ name: 'table', kind: NavKind.table, type: 0x6f });
      const tag = b.nav({ name: 'tag', kind: NavKind.tag, signature });
      const u = b.uav({ alignment: 4, bytes: [1] });
      const e = b.tagNameType({ id: 0, bits: 8, signed: false, fields: [] });
      const T = RelocationType;
      const expected: [type: number, symbol: number, addend: number][] = [];
      const expect1 = (type: number, symbol: number, addend = 0): void =>
        void expected.push([type, symbol, addend]);
      b.setPrologue({ savedLocal: NONE, bottomLocal: NONE, alignment: 16, size: 16 });
      expect1(T.GLOBAL_INDEX_LEB, 33);
      expect1(T.GLOBAL_INDEX_LEB, 33);
      b.call(f);
      expect1(T.FUNCTION_INDEX_LEB, 10);
      b.returnCall(f);
      expect1(T.FUNCTION_INDEX_LEB, 10);
      b.funcRef(f);
      expect1(is64 ? T.TABLE_INDEX_SLEB64 : T.TABLE_INDEX_SLEB, 10);
      b.navRef(d);
      expect1(is64 ? T.MEMORY_ADDR_SLEB64 : T.MEMORY_ADDR_SLEB, 11);
      b.navRef(d, -12);
      expect1(is64 ? T.MEMORY_ADDR_SLEB64 : T.MEMORY_ADDR_SLEB, 11, -12);
      b.tlsRef(t, 4);
      expect1(is64 ? T.MEMORY_ADDR_TLS_SLEB64 : T.MEMORY_ADDR_TLS_SLEB, 12, 4);
      b.globalGet(g);
      expect1(T.GLOBAL_INDEX_LEB, 13);
      b.opWord(Tag.table_get, table);
      expect1(T.TABLE_NUMBER_LEB, 14);
      b.opWord(Tag.throw, tag);
      expect1(T.TAG_INDEX_LEB, 15);
      b.uavRef(u);
      expect1(is64 ? T.MEMORY_ADDR_SLEB64 : T.MEMORY_ADDR_SLEB, 20);
      b.access(Tag.i32_load, -4, 4, UAV + u);
      expect1(is64 ? T.MEMORY_ADDR_LEB64 : T.MEMORY_ADDR_LEB, 20, -4);
      b.access(Tag.i32_load, 2 ** 31, 4, d);
      expect1(is64 ? T.MEMORY_ADDR_LEB64 : T.MEMORY_ADDR_LEB, 11, 2 ** 31);
      b.callIndirect(b.signature({ params: [f32], results: [f64] }));
      expect1(T.TYPE_INDEX_LEB, 1);
      expect1(T.TABLE_NUMBER_LEB, 35);
      b.block(b.blockOf({ params: [f32], results: [f64] }));
      expect1(T.TYPE_INDEX_LEB, 1);
      b.end();
      b.callIntrinsic(0);
      expect1(T.FUNCTION_INDEX_LEB, 32);
      b.callTagIndex(e);
      expect1(T.FUNCTION_INDEX_LEB, 30);
      b.enumTagNameTableRef(e);
      expect1(is64 ? T.MEMORY_ADDR_SLEB64 : T.MEMORY_ADDR_SLEB, 31, 8);
      b.op(Tag.error_name_table_ref);
      expect1(is64 ? T.MEMORY_ADDR_SLEB64 : T.MEMORY_ADDR_SLEB, 34);
      b.op(Tag.global_get_sp);
      expect1(T.GLOBAL_INDEX_LEB, 33);
      const mir = b.finish();
      const encoder = new CodeEncoder();
      // A function before it, so that offsets count from the start of the bytes.
      encoder.emit(
        build(() => {}),
        plainNumbers(mir),
      );
      encoder.emit(mir, plainNumbers(mir), symbolsOf(mir, 35));
      const { relocations } = encoder;
      const found = Array.from({ length: relocations.count }, (_, i) => [
        relocations.type[i],
        relocations.index[i],
        relocations.addend[i],
      ]);
      expect(found).toEqual(expected);
      const bytes = encoder.view();
      for (let i = 0; i < relocations.count; i++) {
        const width = [14, 15, 18, 25].includes(relocations.type[i]!) ? 10 : 5;
        const field = bytes.subarray(relocations.offset[i]!, relocations.offset[i]! + width);
        expect(field.every((byte, k) => byte >= 0x80 === k < width - 1)).toBe(true);
      }
      // Without padding the code is what final mode writes.
      const final = new CodeEncoder();
      final.emit(
        build(() => {}),
        plainNumbers(mir),
      );
      final.emit(mir, plainNumbers(mir));
      expect(bytes.length).toBeGreaterThan(final.length + 3 * relocations.count);
    });
  }

  it('names table 0 plainly where the table has no symbol', () => {
    const mir = build((b) => b.callIndirect(0));
    const encoder = new CodeEncoder();
    encoder.emit(mir, plainNumbers(mir), symbolsOf(mir, NONE));
    expect(hex(encoder.view())).toBe('09' + '00' + '11' + '8080808000' + '00' + '0b');
    expect(encoder.relocations.offset[0]).toBe(3);
  });
});
