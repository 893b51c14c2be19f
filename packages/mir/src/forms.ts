/**
 * How an instruction keeps its operands. Everything that walks MIR dispatches on these numbers with literal `case`s, so an
 * instruction of a known form needs no code of its own.
 */

/** Where the operands of a tag are. */
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

/** Words of `extra` per form. Lists have more: `labels` by its count, `tryTable` by three times its, `prefixed` by `subFormWords`. */
export const formWords: readonly number[] = [
  0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 2, 4, 0, 2, 0, 2, 0, 0, 0, 0, 1, 2,
];

/** Immediates of an instruction with a prefix byte, in `extra` behind the sub-opcode. */
export const SubForm = {
  /** No immediates. */
  none: 0,
  /** Four words, as in `Form.access`. */
  access: 1,
  /** An access, then the lane. */
  accessLane: 2,
  /** One word: the lane. */
  lane: 3,
  /** Four words: 16 bytes. */
  bytes: 4,
  /** One word: index of a memory or segment. Segments are not relocated. */
  index: 5,
  /** Two words: indexes in the order of the binary format. */
  indexes: 6,
  /** One word: table nav. */
  table: 7,
  /** Two words: table navs, destination and source. */
  tables: 8,
  /** Two words: element segment, table nav. */
  segmentTable: 9,
  /** No words; the binary format has a zero byte. */
  fence: 10,
} as const;
export type SubForm = (typeof SubForm)[keyof typeof SubForm];

/** Words behind the sub-opcode per `SubForm`. */
export const subFormWords: readonly number[] = [0, 4, 5, 1, 4, 1, 2, 1, 2, 2, 0];
