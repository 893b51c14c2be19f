import { CodeEncoder } from '@wasmwright/emit';
import {
  MirBuilder,
  mirInstructions,
  NONE,
  parseMir,
  printMir,
  SubForm,
  Form,
  Tag,
  verifyMir,
  type Mir,
  type MirInstruction,
} from '@wasmwright/mir';
import { describe, expect, it } from 'vitest';
import { moduleOf, plainNumbers } from './module.ts';

/** Features the engine that runs the tests does not validate. */
const lacking = new Set<string>(['relaxed-simd', 'wide-arithmetic', 'memory64']);

const bytes: Readonly<Record<string, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  addr: 0x7f,
  addr2: 0x7f,
  addrMin: 0x7f,
};

/** An instruction whose operands are parameters and whose results are returned. */
function simple(row: MirInstruction): Mir {
  const params = row.operands!.map((type) => bytes[type]!);
  const results = row.results!.map((type) => bytes[type]!);
  const b = new MirBuilder();
  b.begin('f', { params, results });
  params.forEach((_, local) => b.localGet(local));
  const access = [4, 0, 2 ** Math.max(row.alignment, 0), NONE];
  switch (row.form) {
    case Form.access:
      b.opWords(row.tag, access);
      break;
    case Form.i64:
    case Form.f64:
    case Form.position:
      b.opWords(row.tag, [1, 2]);
      break;
    case Form.prefixed:
      b.opWords(row.tag, [
        row.sub,
        ...{
          [SubForm.none]: [],
          [SubForm.access]: access,
          [SubForm.accessLane]: [...access, 1],
          [SubForm.lane]: [1],
          [SubForm.bytes]: [0, 1, 2, 3],
          [SubForm.index]: [0],
          [SubForm.indexes]: [0, 0],
          [SubForm.fence]: [],
        }[row.subForm as 0]!,
      ]);
      break;
    default:
      b.op(row.tag);
  }
  return b.finish();
}

/** Instructions that need more around them, as bodies of a function `type`. */
const special: Readonly<Record<string, readonly [code: string, type?: string, lists?: string]>> = {
  unreachable: ['unreachable'],
  block: ['block (result i32);i32_const 1;end;drop'],
  loop: ['loop type#1;i32_const 2;i32_const 3;end;drop;drop', '', 'type#1 (result i32 i32)'],
  if: ['i32_const 1;if;nop;end'],
  else: ['i32_const 1;if (result f32);f32_const 1;else;f32_const nan:0x1;end;drop'],
  end: ['block;end'],
  br: ['br 0'],
  br_if: ['i32_const 0;br_if 0'],
  br_table: ['block;i32_const 3;br_table 0 1 0;end'],
  return: ['return'],
  try: ['try (result i32);i32_const 1;catch_all;i32_const 2;end;drop'],
  catch: ['try;nop;catch $t;drop;end', '', 'type#1 (param i64);nav $t tag type#1'],
  catch_all: ['try;nop;catch_all;end'],
  throw: ['i64_const 5;throw $t', '', 'type#1 (param i64);nav $t tag type#1'],
  rethrow: ['try;nop;catch_all;rethrow 0;end'],
  delegate: ['block;try;nop;delegate 0;end'],
  throw_ref: ['unreachable;throw_ref'],
  try_table: [
    'block (result i64);try_table (result i64) catch $t 0 catch_all 1;i64_const 1;end;end;drop',
    '',
    'type#1 (param i64);nav $t tag type#1',
  ],
  call_indirect: [
    'i32_const 7;i32_const 1;call_indirect type#1;drop',
    '',
    'type#1 (param i32) (result i32)',
  ],
  return_call_indirect: [
    'i32_const 7;i32_const 1;return_call_indirect type#1',
    '(result i32)',
    'type#1 (param i32) (result i32)',
  ],
  drop: ['i32_const 0;drop'],
  select: ['i32_const 0;i32_const 1;i32_const 2;select', '(result i32)'],
  select_t: ['ref_null extern;ref_null extern;i32_const 2;select_t externref;drop'],
  local_get: ['local_get 0;drop', '(local f64)'],
  local_set: ['f64_const 0;local_set 0', '(local f64)'],
  local_tee: ['f64_const -0;local_tee 0;drop', '(local f64)'],
  global_get: ['global_get $g;drop', '', 'nav $g global i64'],
  global_set: ['i64_const 1;global_set $g', '', 'nav $g global mutable i64'],
  table_get: ['i32_const 0;table_get $t;drop', '', 'nav $t table externref'],
  table_set: ['i32_const 0;ref_null extern;table_set $t', '', 'nav $t table externref'],
  table_size: ['table_size $t;drop', '', 'nav $t table externref'],
  table_grow: ['ref_null extern;i32_const 1;table_grow $t;drop', '', 'nav $t table externref'],
  table_fill: [
    'i32_const 0;ref_null extern;i32_const 1;table_fill $t',
    '',
    'nav $t table externref',
  ],
  table_copy: [
    'i32_const 0;i32_const 0;i32_const 1;table_copy $t $u',
    '',
    'nav $t table funcref;nav $u table funcref',
  ],
  table_init: [
    'i32_const 0;i32_const 0;i32_const 1;table_init 0 $t',
    '',
    'nav $t table funcref;nav $g function type#0',
  ],
  elem_drop: ['elem_drop 0', '', 'nav $g function type#0'],
  memory_init: ['i32_const 0;i32_const 0;i32_const 1;memory_init 0 0'],
  data_drop: ['data_drop 0'],
  ref_null: ['ref_null func;drop'],
  ref_is_null: ['ref_null func;ref_is_null;drop'],
  ref_func: ['ref_func $g;drop', '', 'nav $g function type#0'],
  call_nav: [
    'i32_const 1;call_nav $g;drop',
    '',
    'type#1 (param i32) (result f32);nav $g function type#1',
  ],
  return_call_nav: [
    'i32_const 1;return_call_nav $g',
    '(result f32)',
    'type#1 (param i32) (result f32);nav $g function type#1',
  ],
  func_ref: ['func_ref $g;drop', '', 'nav $g function type#0'],
  nav_ref: ['nav_ref $d;drop', '', 'nav $d data'],
  nav_ref_off: ['nav_ref_off $d -4;drop', '', 'nav $d data'],
  uav_ref: ['uav_ref uav#0;drop', '', 'uav#0 size=4 align=4 0x01'],
  uav_ref_off: ['uav_ref_off uav#0 2;drop', '', 'uav#0 size=4 align=4 0x01'],
  tls_ref: ['tls_ref $d 8;drop', '', 'nav $d tls'],
  call_intrinsic: [
    'i32_const 0;i32_const 0;i32_const 0;call_intrinsic memcpy;drop',
    '',
    'type#1 (param i32 i32 i32) (result i32);nav $memcpy function type#1',
  ],
  call_tag_index: [
    'i32_const 7;call_tag_index enum#0;drop',
    '',
    'type#1 (param i32) (result i32);nav $__zig_tag_index_0 function type#1;enum#0 id=0 u8 "a" 0',
  ],
  enum_tag_name_table_ref: ['enum_tag_name_table_ref enum#0;drop', '', 'enum#0 id=0 u8 "a" 0'],
};

function textOf(name: string): string {
  const [code, type = '', lists = ''] = special[name]!;
  return `func $f ${type}\n${code.replaceAll(';', '\n')}\nend\n${lists.replaceAll(';', '\n')}\n`;
}

describe('every instruction: built, printed, parsed, verified, emitted, validated', () => {
  for (const row of mirInstructions) {
    it(row.name, () => {
      const isSpecial = row.name in special;
      const text = isSpecial ? textOf(row.name) : printMir(simple(row));
      const { functions, diagnostics } = parseMir(text);
      expect(diagnostics).toEqual([]);
      const mir = functions[0]!;
      if (!isSpecial) expect(mir).toEqual(simple(row));
      expect(parseMir(printMir(mir)).functions).toEqual([mir]);
      expect(verifyMir(mir)).toEqual([]);
      if (row.feature !== 'mvp' && !text.includes('unreachable'))
        expect(mir.features).toContain(row.feature);
      const isNew = row.name === 'try_table' || row.name === 'throw_ref';
      const module = moduleOf(mir);
      if (!isNew && !mir.features.some((feature) => lacking.has(feature))) {
        expect(WebAssembly.validate(module as BufferSource)).toBe(true);
      }
    });
  }

  it('gives the same bytes each time', () => {
    for (const row of mirInstructions.filter(({ name }) => !(name in special))) {
      const mir = simple(row);
      const encoder = new CodeEncoder();
      encoder.emit(mir, plainNumbers(mir));
      const first = encoder.view().slice();
      encoder.emit(mir, plainNumbers(mir));
      expect(encoder.view().subarray(first.length)).toEqual(first);
    }
  });

  it('knows a tag that is none', () => {
    const mir = simple(mirInstructions.find(({ tag }) => tag === Tag.nop)!);
    const bad = { ...mir, tags: Uint16Array.of(0x10, 0x0b) };
    expect(() => new CodeEncoder().emit(bad, plainNumbers(mir))).toThrow(RangeError);
  });
});
