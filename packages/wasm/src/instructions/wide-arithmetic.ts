import type { InstructionGroup } from './row.ts';

/** 128-bit addition, subtraction and multiplication (phase 3). */
export const wideArithmetic: InstructionGroup = {
  feature: 'wide-arithmetic',
  rows: [
    [0xfc_013,  'i64.add128',     'none', 'i64 i64 i64 i64 -> i64 i64'],
    [0xfc_014,  'i64.sub128',     'none', 'i64 i64 i64 i64 -> i64 i64'],
    [0xfc_015,  'i64.mul_wide_s', 'none', 'i64 i64 -> i64 i64'],
    [0xfc_016,  'i64.mul_wide_u', 'none', 'i64 i64 -> i64 i64'],
  ],
};
