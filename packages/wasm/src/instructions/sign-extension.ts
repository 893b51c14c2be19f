import type { InstructionGroup } from './row.ts';

/** Sign extension operators. */
export const signExtension: InstructionGroup = {
  feature: 'sign-ext',
  rows: [
    [0xc0, 'i32.extend8_s',  'none', 'i32 -> i32'],
    [0xc1, 'i32.extend16_s', 'none', 'i32 -> i32'],
    [0xc2, 'i64.extend8_s',  'none', 'i64 -> i64'],
    [0xc3, 'i64.extend16_s', 'none', 'i64 -> i64'],
    [0xc4, 'i64.extend32_s', 'none', 'i64 -> i64'],
  ],
};
