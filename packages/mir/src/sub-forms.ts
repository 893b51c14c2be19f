/** Immediates of the instructions with a prefix byte, in `extra` behind the sub-opcode. */
import { Tag } from './tags.ts';

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

/** Words behind the sub-opcode per form. */
export const subFormWords: readonly number[] = [0, 4, 5, 1, 4, 1, 2, 1, 2, 2, 0];

/** Form of an instruction with a prefix byte. What sub-opcodes exist is the instruction table's knowledge. */
export function subFormOf(prefix: number, sub: number): number {
  if (prefix === Tag.simd_prefix) {
    if (sub <= 11 || sub === 92 || sub === 93) return SubForm.access;
    if (sub <= 13) return SubForm.bytes;
    if (sub >= 21 && sub <= 34) return SubForm.lane;
    return sub >= 84 && sub <= 91 ? SubForm.accessLane : SubForm.none;
  }
  if (prefix === Tag.atomics_prefix) return sub === 3 ? SubForm.fence : SubForm.access;
  return miscForms[sub] ?? SubForm.none;
}

const miscForms: readonly number[] = [
  SubForm.none,
  SubForm.none,
  SubForm.none,
  SubForm.none,
  SubForm.none,
  SubForm.none,
  SubForm.none,
  SubForm.none,
  SubForm.indexes, // memory.init
  SubForm.index, // data.drop
  SubForm.indexes, // memory.copy
  SubForm.index, // memory.fill
  SubForm.segmentTable, // table.init
  SubForm.index, // elem.drop
  SubForm.tables, // table.copy
  SubForm.table, // table.grow
  SubForm.table, // table.size
  SubForm.table, // table.fill
];
