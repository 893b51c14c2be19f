import type { InstructionGroup } from './row.ts';

/** Float-to-integer conversions that do not trap. */
export const saturatingConversion: InstructionGroup = {
  feature: 'nontrapping-fptoint',
  rows: [
    [0xfc_000,  'i32.trunc_sat_f32_s', 'none', 'f32 -> i32'],
    [0xfc_001,  'i32.trunc_sat_f32_u', 'none', 'f32 -> i32'],
    [0xfc_002,  'i32.trunc_sat_f64_s', 'none', 'f64 -> i32'],
    [0xfc_003,  'i32.trunc_sat_f64_u', 'none', 'f64 -> i32'],
    [0xfc_004,  'i64.trunc_sat_f32_s', 'none', 'f32 -> i64'],
    [0xfc_005,  'i64.trunc_sat_f32_u', 'none', 'f32 -> i64'],
    [0xfc_006,  'i64.trunc_sat_f64_s', 'none', 'f64 -> i64'],
    [0xfc_007,  'i64.trunc_sat_f64_u', 'none', 'f64 -> i64'],
  ],
};
