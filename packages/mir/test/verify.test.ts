import { mirCodes, type CodeRow } from '@wasmwright/diagnostics';
import { describe, expect, it } from 'vitest';
import { MirBuilder, NavKind, parseMir, Tag, verifyMir, type Mir } from '@wasmwright/mir';

const one = (text: string): Mir => {
  const { functions, diagnostics } = parseMir(text);
  expect(diagnostics).toEqual([]);
  return functions[0]!;
};
const find = (text: string, features?: readonly string[]): readonly string[] =>
  verifyMir(one(text), features === undefined ? {} : { features }).map(({ code }) => code);

/** Instructions separated by `;`, in a function of a type. */
const body = (type: string, code: string, lists = ''): string =>
  `func $f ${type}\n${code.replaceAll(';', '\n')}\nend\n${lists.replaceAll(';', '\n')}`;

describe('verifyMir accepts', () => {
  it.each([
    ['an empty function', '', ''],
    ['polymorphic code after a branch', '(result i32)', 'unreachable;f32_demote_f64;drop;i32_add'],
    ['a tail call', '(result f64)', 'return_call_nav $g', 'nav $g function type#0'],
    [
      'br_table in unreachable code with labels of different types',
      '',
      'block (result i32);block (result f32);unreachable;br_table 0 1 1;end;drop;i32_const 0;end;drop',
    ],
    [
      'a loop with parameters',
      '(result i32)',
      'i32_const 3;loop type#1;i32_const 1;i32_sub;local_tee 0;local_get 0;br_if 0;end',
      'type#1 (param i32) (result i32)',
      '(local i32)',
    ],
    [
      'try_table with references',
      '',
      'block (result exnref);try_table catch_all_ref 0;end;return;end;throw_ref',
    ],
    [
      'legacy try',
      '',
      'try;nop;catch $t;drop;catch_all;rethrow 0;end',
      'type#1 (param i32);nav $t tag type#1',
    ],
    ['delegate', '', 'block;try;nop;delegate 0;end'],
    [
      'table instructions',
      '',
      'i32_const 0;i32_const 1;table_get $t;i32_const 2;table_fill $t;ref_null extern;i32_const 1;table_grow $t;drop',
      'nav $t table externref',
    ],
  ])('%s', (_, type, code, lists = '', locals = '') => {
    expect(verifyMir(one(body(`${type} ${locals}`, code, lists)))).toEqual([]);
  });

  it('an epilogue on every path', () => {
    const text = `func $f (param i32) (result i32) (local i32*2)
      prologue saved=1 bottom=2 align=16 size=32
      local_get 0
      if
        local_get 1
        global_set_sp
        i32_const 1
        return
      end
      block
        local_get 0
        br_if 0
        loop
          br 0
        end
      end
      local_get 1
      global_set_sp
      i32_const 2
    end`;
    expect(find(text)).toEqual([]);
  });
});

describe('verifyMir reports', () => {
  const cases: [CodeRow, string, string, string, string?][] = [
    [mirCodes.operandType, 'a missing operand', '', 'i32_add;drop'],
    [mirCodes.operandType, 'a wrong operand', '', 'f32_const 1;i32_eqz;drop'],
    [mirCodes.operandType, 'an operand of an outer block', '', 'i32_const 0;block;drop;end;drop'],
    [mirCodes.operandType, 'a missing result', '(result i32)', ''],
    [
      mirCodes.operandType,
      'a call without arguments',
      '',
      'call_nav $g',
      'type#1 (param i64);nav $g function type#1',
    ],
    [
      mirCodes.operandType,
      'a select of references',
      '',
      'ref_null func;ref_null func;i32_const 0;select;drop',
    ],
    [
      mirCodes.operandType,
      'a select of two types',
      '',
      'i32_const 1;f32_const 1;i32_const 0;select;drop',
    ],
    [mirCodes.operandType, 'is_null of a number', '', 'i32_const 1;ref_is_null;drop'],
    [mirCodes.operandType, 'an intrinsic without operands', '', 'call_intrinsic memcpy;drop'],
    [mirCodes.leftOver, 'a value too many', '', 'i32_const 1'],
    [mirCodes.leftOver, 'a value too many in a block', '', 'block;i32_const 1;end'],
    [
      mirCodes.structure,
      'if with a result and no else',
      '',
      'i32_const 1;if (result i32);i32_const 1;end;drop',
    ],
    [mirCodes.structure, 'else without if', '', 'block;else;end'],
    [mirCodes.structure, 'a second else', '', 'i32_const 0;if;else;else;end'],
    [mirCodes.structure, 'catch without try', '', 'block;catch_all;end'],
    [mirCodes.structure, 'a catch behind catch_all', '', 'try;catch_all;catch_all;end'],
    [mirCodes.structure, 'a rethrow in a try', '', 'try;rethrow 0;catch_all;end'],
    [mirCodes.structure, 'a rethrow outside', '', 'rethrow 0'],
    [
      mirCodes.structure,
      'br_table of different arities',
      '',
      'block (result i32);i32_const 0;i32_const 0;br_table 0 1;end;drop',
    ],
    [
      mirCodes.structure,
      'a tail call with other results',
      '',
      'return_call_nav $g',
      'type#1 (result i32);nav $g function type#1',
    ],
    [
      mirCodes.structure,
      'setting a constant',
      '',
      'i32_const 0;global_set $g',
      'nav $g global i32',
    ],
    [
      mirCodes.structure,
      'a catch that gives too much',
      '',
      'block;try_table catch $t 0;end;end',
      'type#1 (param i32);nav $t tag type#1',
    ],
    [mirCodes.outOfRange, 'a label', '', 'br 1'],
    [mirCodes.outOfRange, 'a label of a table', '', 'i32_const 0;br_table 0 7'],
    [mirCodes.outOfRange, 'a local', '(param i32)', 'local_get 1;drop'],
    [mirCodes.outOfRange, 'a constant', '', 'uav_ref uav#0;drop'],
    [mirCodes.outOfRange, 'a base', '', 'i32_const 0;i32_load base=uav#4;drop'],
    [mirCodes.outOfRange, 'a type', '', 'i32_const 0;call_indirect type#3'],
    [mirCodes.outOfRange, 'a block type', '', 'block type#3;end'],
    [mirCodes.outOfRange, 'an enum', '', 'i32_const 0;call_tag_index enum#0;drop'],
    [mirCodes.navKind, 'a call of data', '', 'call_nav $d', 'nav $d data'],
    [mirCodes.navKind, 'the address of a thread-local', '', 'nav_ref $d;drop', 'nav $d tls'],
    [
      mirCodes.navKind,
      'a base that is a function',
      '',
      'i32_const 0;i32_load base=$g;drop',
      'nav $g function type#0',
    ],
    [mirCodes.badImmediate, 'an alignment', '', 'i32_const 0;i32_load align=8;drop'],
    [mirCodes.badImmediate, 'an alignment of three', '', 'i32_const 0;i32_load align=3;drop'],
    [mirCodes.badImmediate, 'an atomic alignment', '', 'i32_const 0;i32_atomic_load align=2;drop'],
    [
      mirCodes.badImmediate,
      'an offset of 33 bits',
      '',
      'i32_const 0;i32_load offset=4294967296;drop',
    ],
    [mirCodes.badImmediate, 'a lane', '', 'v128_const 0 0 0 0;i32x4_extract_lane 4;drop'],
    [
      mirCodes.badImmediate,
      'a lane of a load',
      '',
      'i32_const 0;v128_const 0 0 0 0;v128_load64_lane align=1 2;drop',
    ],
    [
      mirCodes.badImmediate,
      'a shuffle lane',
      '',
      'v128_const 0 0 0 0;v128_const 0 0 0 0;i8x16_shuffle 32 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0;drop',
    ],
    [mirCodes.badImmediate, 'a null of a number', '', 'ref_null i32;drop'],
    [mirCodes.tableShape, 'a constant with an alignment of 3', '', '', 'uav#0 size=1 align=3'],
    [
      mirCodes.tableShape,
      'overlapping relocations',
      '',
      '',
      'uav#0 size=8 align=4 @0 uav#0 0 @2 uav#0 0',
    ],
    [mirCodes.tableShape, 'a relocation past the end', '', '', 'uav#0 size=8 align=4 @6 uav#0 0'],
    [mirCodes.tableShape, 'a relocation without target', '', '', 'uav#0 size=8 align=4 @4 uav#1 0'],
    [
      mirCodes.debug,
      'a variable outside the code',
      '',
      '',
      'debug "f" line=1;variable "x" frame=0 from=0 to=9',
    ],
  ];
  for (const [row, what, type, code, lists = ''] of cases) {
    it(`${row.code}: ${what}`, () => {
      expect(find(body(type, code, lists))).toEqual([row.code]);
    });
  }

  it('a return without the stack pointer', () => {
    const text = (code: string): string =>
      `func $f (param i32) (local i32*2)\nprologue saved=1 bottom=2 align=16 size=32\n${code.replaceAll(';', '\n')}\nend`;
    const { code } = mirCodes.stackPointerNotRestored;
    const restore = 'local_get 1;global_set_sp';
    expect(find(text(''))).toEqual([code]);
    expect(find(text(`local_get 0;if;${restore};end`))).toEqual([code]);
    expect(find(text(`local_get 0;if;${restore};else;nop;end`))).toEqual([code]);
    expect(find(text(`block;local_get 0;br_if 0;${restore};end`))).toEqual([code]);
    expect(find(text(`local_get 0;br_if 0;${restore}`))).toEqual([code]);
    expect(find(text(`local_get 0;if;return;end;${restore}`))).toEqual([code]);
    expect(find(text('unreachable'))).toEqual([]);
    expect(find(text(`local_get 0;if;${restore};else;unreachable;end`))).toEqual([]);
  });

  it('a prologue that cannot be', () => {
    const text = (words: string): string =>
      `func $f (local i64 i32)\nprologue ${words}\nunreachable\nend`;
    const { code } = mirCodes.prologue;
    expect(find(text('saved=0 bottom=1 align=16 size=32'))).toEqual([code]);
    expect(find(text('saved=none bottom=2 align=16 size=32'))).toEqual([code]);
    expect(find(text('saved=none bottom=1 align=3 size=32'))).toEqual([code]);
    expect(find(text('saved=none bottom=1 align=32 size=48'))).toEqual([code]);
    expect(find(text('saved=none bottom=1 align=1 size=16'))).toEqual([]);
  });

  it('features that are not enabled', () => {
    const text = body('(param i32) (result i32)', 'local_get 0;i32_extend8_s');
    expect(find(text, ['sign-ext'])).toEqual([]);
    expect(find(text, ['simd128'])).toEqual([mirCodes.featureDisabled.code]);
    const fill = body('', 'i32_const 0;i32_const 0;i32_const 0;memory_fill 0');
    expect(find(fill, ['bulk-memory'])).toEqual([]);
    expect(find(fill, ['bulk-memory-opt'])).toEqual([]);
    expect(find(fill, [])).toEqual([mirCodes.featureDisabled.code]);
    const memory = body('', 'memory_size 1;drop');
    expect(find(memory, ['multimemory'])).toEqual([]);
    expect(find(memory, [])).toEqual([mirCodes.badImmediate.code]);
  });

  it('lists that do not agree with the code', () => {
    const b = new MirBuilder();
    b.begin('f', { params: [], results: [] });
    b.funcRef(b.nav({ name: 'g', kind: NavKind.function, signature: { params: [], results: [] } }));
    b.op(Tag.i32_extend8_s);
    b.op(Tag.drop);
    b.op(Tag.error_name_table_ref);
    b.op(Tag.drop);
    const mir = b.finish();
    expect(verifyMir(mir)).toEqual([]);
    expect(mir.features).toEqual(['sign-ext']);
    const bad = { ...mir, indirectFunctions: new Uint32Array(0), errorNameRefs: 0, features: [] };
    expect(verifyMir(bad).map(({ code }) => code)).toEqual([
      mirCodes.indirectFunctions.code,
      mirCodes.errorNameRefs.code,
      mirCodes.featureUnlisted.code,
    ]);
  });

  it('arrays that do not fit together', () => {
    const mir = one(body('(result i32)', 'i32_const 1'));
    const codes = (change: Partial<Mir>): readonly string[] =>
      verifyMir({ ...mir, ...change }).map(({ code }) => code);
    expect(codes({ data: new Uint32Array(1) })).toEqual([mirCodes.tableShape.code]);
    expect(codes({ tags: Uint16Array.of(0x41), data: Uint32Array.of(0) })).toContain(
      mirCodes.unterminated.code,
    );
    expect(codes({ tags: Uint16Array.of(0x10), data: Uint32Array.of(0) })).toEqual([
      mirCodes.unknownTag.code,
    ]);
    expect(codes({ tags: Uint16Array.of(0x42, 0x0b), data: Uint32Array.of(0, 0) })).toEqual([
      mirCodes.outsideExtra.code,
    ]);
    expect(codes({ tags: Uint16Array.of(0x41, 0x0b, 0x01), data: new Uint32Array(3) })).toEqual([
      mirCodes.structure.code,
    ]);
    const hints = { at: Uint32Array.of(0), likely: Uint8Array.of(1) };
    expect(codes({ hints })).toEqual([mirCodes.hint.code]);
  });

  it('each mistake once, and all of them', () => {
    const text = body('', 'block;i32_add;i32_add;end;block;drop;end');
    expect(find(text)).toEqual([mirCodes.operandType.code, mirCodes.operandType.code]);
  });
});
