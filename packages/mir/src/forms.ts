/**
 * How an instruction keeps its operands: one form per tag. Everything that walks MIR dispatches on the form with literal
 * `case`s, so a new instruction of a known form is one row of the instruction table.
 */
import { FIRST_PSEUDO, Tag, TAG_END } from './tags.ts';

export const Form = {
  /** No operand; the data word is 0. */
  none: 0,
  /** Data: block type. */
  block: 1,
  /** Data: label depth. */
  label: 2,
  /** Extra: n (the default counts), n label depths. */
  labels: 3,
  /** Extra: block type, n, n times {kind, tag nav or NONE, label depth}. */
  tryTable: 4,
  /** Data: local. */
  local: 5,
  /** Data: memory index. */
  memory: 6,
  /** Data: the 32 bits. */
  i32: 7,
  f32: 8,
  /** Extra: low, high. */
  i64: 9,
  f64: 10,
  /** Extra: offset low, offset high, alignment in bytes plus 0x100 times the memory index, base. */
  access: 11,
  /** Data: nav of the kind the instruction asks for. */
  nav: 12,
  /** Extra: nav, signed offset. */
  navOffset: 13,
  /** Data: unnamed constant. */
  uav: 14,
  /** Extra: unnamed constant, signed offset. */
  uavOffset: 15,
  /** Data: signature row. */
  signature: 16,
  /** Data: row of `intrinsics`. */
  intrinsic: 17,
  /** Data: row of `tagNames`. */
  tagName: 18,
  /** Data: value type or heap type byte. */
  type: 19,
  /** Extra: sub-opcode and the words of its `SubForm`. */
  prefixed: 20,
  /** Extra: line, column. */
  position: 21,
} as const;
export type Form = (typeof Form)[keyof typeof Form];

/** Words of `extra` per form; the lists (`labels`, `tryTable`, `prefixed`) have more than this. */
export const fixedExtraWords: readonly number[] = [
  0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 2, 4, 0, 2, 0, 2, 0, 0, 0, 0, 1, 2,
];

/** `Form` by tag; 0xff where there is no instruction. */
export const formOf: Uint8Array = /* @__PURE__ */ build();

function build(): Uint8Array {
  const forms = new Uint8Array(TAG_END).fill(0xff);
  for (const tag of Object.values(Tag)) forms[tag] = Form.none;
  const set = (form: Form, ...tags: readonly number[]): void => {
    for (const tag of tags) forms[tag] = form;
  };
  set(Form.block, Tag.block, Tag.loop, Tag.if, Tag.try);
  set(Form.label, Tag.br, Tag.br_if, Tag.rethrow, Tag.delegate);
  set(Form.labels, Tag.br_table);
  set(Form.tryTable, Tag.try_table);
  set(Form.local, Tag.local_get, Tag.local_set, Tag.local_tee);
  set(Form.memory, Tag.memory_size, Tag.memory_grow);
  set(Form.i32, Tag.i32_const);
  set(Form.f32, Tag.f32_const);
  set(Form.i64, Tag.i64_const);
  set(Form.f64, Tag.f64_const);
  for (let tag: number = Tag.i32_load; tag <= Tag.i64_store32; tag++) set(Form.access, tag);
  set(Form.nav, Tag.global_get, Tag.global_set, Tag.table_get, Tag.table_set);
  set(Form.nav, Tag.ref_func, Tag.throw, Tag.catch);
  set(Form.nav, Tag.call_nav, Tag.return_call_nav, Tag.func_ref, Tag.nav_ref);
  set(Form.navOffset, Tag.nav_ref_off, Tag.tls_ref);
  set(Form.uav, Tag.uav_ref);
  set(Form.uavOffset, Tag.uav_ref_off);
  set(Form.signature, Tag.call_indirect, Tag.return_call_indirect);
  set(Form.intrinsic, Tag.call_intrinsic);
  set(Form.tagName, Tag.call_tag_index, Tag.enum_tag_name_table_ref);
  set(Form.type, Tag.select_t, Tag.ref_null);
  set(Form.prefixed, Tag.misc_prefix, Tag.simd_prefix, Tag.atomics_prefix);
  set(Form.position, Tag.dbg_line);
  return forms;
}

/** True for the tags that write no opcode of their own. */
export function isPseudo(tag: number): boolean {
  return tag >= FIRST_PSEUDO;
}
