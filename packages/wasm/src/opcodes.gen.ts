// Written by scripts/generate.ts from src/instructions. Do not edit.

/**
 * Instructions by name, `.` and blank as `_`. A number is the opcode byte, or `prefix << 12 | sub-opcode`.
 *
 * @example
 * Opcode.i32_add; // 0x6a
 * Opcode.i8x16_swizzle; // 0xfd_00e
 */
export const Opcode: {
  readonly unreachable: 0x00;
  readonly nop: 0x01;
  readonly block: 0x02;
  readonly loop: 0x03;
  readonly if: 0x04;
  readonly else: 0x05;
  readonly try: 0x06;
  readonly catch: 0x07;
  readonly throw: 0x08;
  readonly rethrow: 0x09;
  readonly throw_ref: 0x0a;
  readonly end: 0x0b;
  readonly br: 0x0c;
  readonly br_if: 0x0d;
  readonly br_table: 0x0e;
  readonly return: 0x0f;
  readonly call: 0x10;
  readonly call_indirect: 0x11;
  readonly return_call: 0x12;
  readonly return_call_indirect: 0x13;
  readonly call_ref: 0x14;
  readonly return_call_ref: 0x15;
  readonly delegate: 0x18;
  readonly catch_all: 0x19;
  readonly drop: 0x1a;
  readonly select: 0x1b;
  readonly select_t: 0x1c;
  readonly try_table: 0x1f;
  readonly local_get: 0x20;
  readonly local_set: 0x21;
  readonly local_tee: 0x22;
  readonly global_get: 0x23;
  readonly global_set: 0x24;
  readonly table_get: 0x25;
  readonly table_set: 0x26;
  readonly i32_load: 0x28;
  readonly i64_load: 0x29;
  readonly f32_load: 0x2a;
  readonly f64_load: 0x2b;
  readonly i32_load8_s: 0x2c;
  readonly i32_load8_u: 0x2d;
  readonly i32_load16_s: 0x2e;
  readonly i32_load16_u: 0x2f;
  readonly i64_load8_s: 0x30;
  readonly i64_load8_u: 0x31;
  readonly i64_load16_s: 0x32;
  readonly i64_load16_u: 0x33;
  readonly i64_load32_s: 0x34;
  readonly i64_load32_u: 0x35;
  readonly i32_store: 0x36;
  readonly i64_store: 0x37;
  readonly f32_store: 0x38;
  readonly f64_store: 0x39;
  readonly i32_store8: 0x3a;
  readonly i32_store16: 0x3b;
  readonly i64_store8: 0x3c;
  readonly i64_store16: 0x3d;
  readonly i64_store32: 0x3e;
  readonly memory_size: 0x3f;
  readonly memory_grow: 0x40;
  readonly i32_const: 0x41;
  readonly i64_const: 0x42;
  readonly f32_const: 0x43;
  readonly f64_const: 0x44;
  readonly i32_eqz: 0x45;
  readonly i32_eq: 0x46;
  readonly i32_ne: 0x47;
  readonly i32_lt_s: 0x48;
  readonly i32_lt_u: 0x49;
  readonly i32_gt_s: 0x4a;
  readonly i32_gt_u: 0x4b;
  readonly i32_le_s: 0x4c;
  readonly i32_le_u: 0x4d;
  readonly i32_ge_s: 0x4e;
  readonly i32_ge_u: 0x4f;
  readonly i64_eqz: 0x50;
  readonly i64_eq: 0x51;
  readonly i64_ne: 0x52;
  readonly i64_lt_s: 0x53;
  readonly i64_lt_u: 0x54;
  readonly i64_gt_s: 0x55;
  readonly i64_gt_u: 0x56;
  readonly i64_le_s: 0x57;
  readonly i64_le_u: 0x58;
  readonly i64_ge_s: 0x59;
  readonly i64_ge_u: 0x5a;
  readonly f32_eq: 0x5b;
  readonly f32_ne: 0x5c;
  readonly f32_lt: 0x5d;
  readonly f32_gt: 0x5e;
  readonly f32_le: 0x5f;
  readonly f32_ge: 0x60;
  readonly f64_eq: 0x61;
  readonly f64_ne: 0x62;
  readonly f64_lt: 0x63;
  readonly f64_gt: 0x64;
  readonly f64_le: 0x65;
  readonly f64_ge: 0x66;
  readonly i32_clz: 0x67;
  readonly i32_ctz: 0x68;
  readonly i32_popcnt: 0x69;
  readonly i32_add: 0x6a;
  readonly i32_sub: 0x6b;
  readonly i32_mul: 0x6c;
  readonly i32_div_s: 0x6d;
  readonly i32_div_u: 0x6e;
  readonly i32_rem_s: 0x6f;
  readonly i32_rem_u: 0x70;
  readonly i32_and: 0x71;
  readonly i32_or: 0x72;
  readonly i32_xor: 0x73;
  readonly i32_shl: 0x74;
  readonly i32_shr_s: 0x75;
  readonly i32_shr_u: 0x76;
  readonly i32_rotl: 0x77;
  readonly i32_rotr: 0x78;
  readonly i64_clz: 0x79;
  readonly i64_ctz: 0x7a;
  readonly i64_popcnt: 0x7b;
  readonly i64_add: 0x7c;
  readonly i64_sub: 0x7d;
  readonly i64_mul: 0x7e;
  readonly i64_div_s: 0x7f;
  readonly i64_div_u: 0x80;
  readonly i64_rem_s: 0x81;
  readonly i64_rem_u: 0x82;
  readonly i64_and: 0x83;
  readonly i64_or: 0x84;
  readonly i64_xor: 0x85;
  readonly i64_shl: 0x86;
  readonly i64_shr_s: 0x87;
  readonly i64_shr_u: 0x88;
  readonly i64_rotl: 0x89;
  readonly i64_rotr: 0x8a;
  readonly f32_abs: 0x8b;
  readonly f32_neg: 0x8c;
  readonly f32_ceil: 0x8d;
  readonly f32_floor: 0x8e;
  readonly f32_trunc: 0x8f;
  readonly f32_nearest: 0x90;
  readonly f32_sqrt: 0x91;
  readonly f32_add: 0x92;
  readonly f32_sub: 0x93;
  readonly f32_mul: 0x94;
  readonly f32_div: 0x95;
  readonly f32_min: 0x96;
  readonly f32_max: 0x97;
  readonly f32_copysign: 0x98;
  readonly f64_abs: 0x99;
  readonly f64_neg: 0x9a;
  readonly f64_ceil: 0x9b;
  readonly f64_floor: 0x9c;
  readonly f64_trunc: 0x9d;
  readonly f64_nearest: 0x9e;
  readonly f64_sqrt: 0x9f;
  readonly f64_add: 0xa0;
  readonly f64_sub: 0xa1;
  readonly f64_mul: 0xa2;
  readonly f64_div: 0xa3;
  readonly f64_min: 0xa4;
  readonly f64_max: 0xa5;
  readonly f64_copysign: 0xa6;
  readonly i32_wrap_i64: 0xa7;
  readonly i32_trunc_f32_s: 0xa8;
  readonly i32_trunc_f32_u: 0xa9;
  readonly i32_trunc_f64_s: 0xaa;
  readonly i32_trunc_f64_u: 0xab;
  readonly i64_extend_i32_s: 0xac;
  readonly i64_extend_i32_u: 0xad;
  readonly i64_trunc_f32_s: 0xae;
  readonly i64_trunc_f32_u: 0xaf;
  readonly i64_trunc_f64_s: 0xb0;
  readonly i64_trunc_f64_u: 0xb1;
  readonly f32_convert_i32_s: 0xb2;
  readonly f32_convert_i32_u: 0xb3;
  readonly f32_convert_i64_s: 0xb4;
  readonly f32_convert_i64_u: 0xb5;
  readonly f32_demote_f64: 0xb6;
  readonly f64_convert_i32_s: 0xb7;
  readonly f64_convert_i32_u: 0xb8;
  readonly f64_convert_i64_s: 0xb9;
  readonly f64_convert_i64_u: 0xba;
  readonly f64_promote_f32: 0xbb;
  readonly i32_reinterpret_f32: 0xbc;
  readonly i64_reinterpret_f64: 0xbd;
  readonly f32_reinterpret_i32: 0xbe;
  readonly f64_reinterpret_i64: 0xbf;
  readonly i32_extend8_s: 0xc0;
  readonly i32_extend16_s: 0xc1;
  readonly i64_extend8_s: 0xc2;
  readonly i64_extend16_s: 0xc3;
  readonly i64_extend32_s: 0xc4;
  readonly ref_null: 0xd0;
  readonly ref_is_null: 0xd1;
  readonly ref_func: 0xd2;
  readonly ref_eq: 0xd3;
  readonly ref_as_non_null: 0xd4;
  readonly br_on_null: 0xd5;
  readonly br_on_non_null: 0xd6;
  readonly cont_new: 0xe0;
  readonly cont_bind: 0xe1;
  readonly suspend: 0xe2;
  readonly resume: 0xe3;
  readonly resume_throw: 0xe4;
  readonly resume_throw_ref: 0xe5;
  readonly switch: 0xe6;
  readonly struct_new: 0xfb_000;
  readonly struct_new_default: 0xfb_001;
  readonly struct_get: 0xfb_002;
  readonly struct_get_s: 0xfb_003;
  readonly struct_get_u: 0xfb_004;
  readonly struct_set: 0xfb_005;
  readonly array_new: 0xfb_006;
  readonly array_new_default: 0xfb_007;
  readonly array_new_fixed: 0xfb_008;
  readonly array_new_data: 0xfb_009;
  readonly array_new_elem: 0xfb_00a;
  readonly array_get: 0xfb_00b;
  readonly array_get_s: 0xfb_00c;
  readonly array_get_u: 0xfb_00d;
  readonly array_set: 0xfb_00e;
  readonly array_len: 0xfb_00f;
  readonly array_fill: 0xfb_010;
  readonly array_copy: 0xfb_011;
  readonly array_init_data: 0xfb_012;
  readonly array_init_elem: 0xfb_013;
  readonly ref_test: 0xfb_014;
  readonly ref_test_null: 0xfb_015;
  readonly ref_cast: 0xfb_016;
  readonly ref_cast_null: 0xfb_017;
  readonly br_on_cast: 0xfb_018;
  readonly br_on_cast_fail: 0xfb_019;
  readonly any_convert_extern: 0xfb_01a;
  readonly extern_convert_any: 0xfb_01b;
  readonly ref_i31: 0xfb_01c;
  readonly i31_get_s: 0xfb_01d;
  readonly i31_get_u: 0xfb_01e;
  readonly i32_trunc_sat_f32_s: 0xfc_000;
  readonly i32_trunc_sat_f32_u: 0xfc_001;
  readonly i32_trunc_sat_f64_s: 0xfc_002;
  readonly i32_trunc_sat_f64_u: 0xfc_003;
  readonly i64_trunc_sat_f32_s: 0xfc_004;
  readonly i64_trunc_sat_f32_u: 0xfc_005;
  readonly i64_trunc_sat_f64_s: 0xfc_006;
  readonly i64_trunc_sat_f64_u: 0xfc_007;
  readonly memory_init: 0xfc_008;
  readonly data_drop: 0xfc_009;
  readonly memory_copy: 0xfc_00a;
  readonly memory_fill: 0xfc_00b;
  readonly table_init: 0xfc_00c;
  readonly elem_drop: 0xfc_00d;
  readonly table_copy: 0xfc_00e;
  readonly table_grow: 0xfc_00f;
  readonly table_size: 0xfc_010;
  readonly table_fill: 0xfc_011;
  readonly i64_add128: 0xfc_013;
  readonly i64_sub128: 0xfc_014;
  readonly i64_mul_wide_s: 0xfc_015;
  readonly i64_mul_wide_u: 0xfc_016;
  readonly v128_load: 0xfd_000;
  readonly v128_load8x8_s: 0xfd_001;
  readonly v128_load8x8_u: 0xfd_002;
  readonly v128_load16x4_s: 0xfd_003;
  readonly v128_load16x4_u: 0xfd_004;
  readonly v128_load32x2_s: 0xfd_005;
  readonly v128_load32x2_u: 0xfd_006;
  readonly v128_load8_splat: 0xfd_007;
  readonly v128_load16_splat: 0xfd_008;
  readonly v128_load32_splat: 0xfd_009;
  readonly v128_load64_splat: 0xfd_00a;
  readonly v128_store: 0xfd_00b;
  readonly v128_const: 0xfd_00c;
  readonly i8x16_shuffle: 0xfd_00d;
  readonly i8x16_swizzle: 0xfd_00e;
  readonly i8x16_splat: 0xfd_00f;
  readonly i16x8_splat: 0xfd_010;
  readonly i32x4_splat: 0xfd_011;
  readonly i64x2_splat: 0xfd_012;
  readonly f32x4_splat: 0xfd_013;
  readonly f64x2_splat: 0xfd_014;
  readonly i8x16_extract_lane_s: 0xfd_015;
  readonly i8x16_extract_lane_u: 0xfd_016;
  readonly i8x16_replace_lane: 0xfd_017;
  readonly i16x8_extract_lane_s: 0xfd_018;
  readonly i16x8_extract_lane_u: 0xfd_019;
  readonly i16x8_replace_lane: 0xfd_01a;
  readonly i32x4_extract_lane: 0xfd_01b;
  readonly i32x4_replace_lane: 0xfd_01c;
  readonly i64x2_extract_lane: 0xfd_01d;
  readonly i64x2_replace_lane: 0xfd_01e;
  readonly f32x4_extract_lane: 0xfd_01f;
  readonly f32x4_replace_lane: 0xfd_020;
  readonly f64x2_extract_lane: 0xfd_021;
  readonly f64x2_replace_lane: 0xfd_022;
  readonly i8x16_eq: 0xfd_023;
  readonly i8x16_ne: 0xfd_024;
  readonly i8x16_lt_s: 0xfd_025;
  readonly i8x16_lt_u: 0xfd_026;
  readonly i8x16_gt_s: 0xfd_027;
  readonly i8x16_gt_u: 0xfd_028;
  readonly i8x16_le_s: 0xfd_029;
  readonly i8x16_le_u: 0xfd_02a;
  readonly i8x16_ge_s: 0xfd_02b;
  readonly i8x16_ge_u: 0xfd_02c;
  readonly i16x8_eq: 0xfd_02d;
  readonly i16x8_ne: 0xfd_02e;
  readonly i16x8_lt_s: 0xfd_02f;
  readonly i16x8_lt_u: 0xfd_030;
  readonly i16x8_gt_s: 0xfd_031;
  readonly i16x8_gt_u: 0xfd_032;
  readonly i16x8_le_s: 0xfd_033;
  readonly i16x8_le_u: 0xfd_034;
  readonly i16x8_ge_s: 0xfd_035;
  readonly i16x8_ge_u: 0xfd_036;
  readonly i32x4_eq: 0xfd_037;
  readonly i32x4_ne: 0xfd_038;
  readonly i32x4_lt_s: 0xfd_039;
  readonly i32x4_lt_u: 0xfd_03a;
  readonly i32x4_gt_s: 0xfd_03b;
  readonly i32x4_gt_u: 0xfd_03c;
  readonly i32x4_le_s: 0xfd_03d;
  readonly i32x4_le_u: 0xfd_03e;
  readonly i32x4_ge_s: 0xfd_03f;
  readonly i32x4_ge_u: 0xfd_040;
  readonly f32x4_eq: 0xfd_041;
  readonly f32x4_ne: 0xfd_042;
  readonly f32x4_lt: 0xfd_043;
  readonly f32x4_gt: 0xfd_044;
  readonly f32x4_le: 0xfd_045;
  readonly f32x4_ge: 0xfd_046;
  readonly f64x2_eq: 0xfd_047;
  readonly f64x2_ne: 0xfd_048;
  readonly f64x2_lt: 0xfd_049;
  readonly f64x2_gt: 0xfd_04a;
  readonly f64x2_le: 0xfd_04b;
  readonly f64x2_ge: 0xfd_04c;
  readonly v128_not: 0xfd_04d;
  readonly v128_and: 0xfd_04e;
  readonly v128_andnot: 0xfd_04f;
  readonly v128_or: 0xfd_050;
  readonly v128_xor: 0xfd_051;
  readonly v128_bitselect: 0xfd_052;
  readonly v128_any_true: 0xfd_053;
  readonly v128_load8_lane: 0xfd_054;
  readonly v128_load16_lane: 0xfd_055;
  readonly v128_load32_lane: 0xfd_056;
  readonly v128_load64_lane: 0xfd_057;
  readonly v128_store8_lane: 0xfd_058;
  readonly v128_store16_lane: 0xfd_059;
  readonly v128_store32_lane: 0xfd_05a;
  readonly v128_store64_lane: 0xfd_05b;
  readonly v128_load32_zero: 0xfd_05c;
  readonly v128_load64_zero: 0xfd_05d;
  readonly f32x4_demote_f64x2_zero: 0xfd_05e;
  readonly f64x2_promote_low_f32x4: 0xfd_05f;
  readonly i8x16_abs: 0xfd_060;
  readonly i8x16_neg: 0xfd_061;
  readonly i8x16_popcnt: 0xfd_062;
  readonly i8x16_all_true: 0xfd_063;
  readonly i8x16_bitmask: 0xfd_064;
  readonly i8x16_narrow_i16x8_s: 0xfd_065;
  readonly i8x16_narrow_i16x8_u: 0xfd_066;
  readonly f32x4_ceil: 0xfd_067;
  readonly f32x4_floor: 0xfd_068;
  readonly f32x4_trunc: 0xfd_069;
  readonly f32x4_nearest: 0xfd_06a;
  readonly i8x16_shl: 0xfd_06b;
  readonly i8x16_shr_s: 0xfd_06c;
  readonly i8x16_shr_u: 0xfd_06d;
  readonly i8x16_add: 0xfd_06e;
  readonly i8x16_add_sat_s: 0xfd_06f;
  readonly i8x16_add_sat_u: 0xfd_070;
  readonly i8x16_sub: 0xfd_071;
  readonly i8x16_sub_sat_s: 0xfd_072;
  readonly i8x16_sub_sat_u: 0xfd_073;
  readonly f64x2_ceil: 0xfd_074;
  readonly f64x2_floor: 0xfd_075;
  readonly i8x16_min_s: 0xfd_076;
  readonly i8x16_min_u: 0xfd_077;
  readonly i8x16_max_s: 0xfd_078;
  readonly i8x16_max_u: 0xfd_079;
  readonly f64x2_trunc: 0xfd_07a;
  readonly i8x16_avgr_u: 0xfd_07b;
  readonly i16x8_extadd_pairwise_i8x16_s: 0xfd_07c;
  readonly i16x8_extadd_pairwise_i8x16_u: 0xfd_07d;
  readonly i32x4_extadd_pairwise_i16x8_s: 0xfd_07e;
  readonly i32x4_extadd_pairwise_i16x8_u: 0xfd_07f;
  readonly i16x8_abs: 0xfd_080;
  readonly i16x8_neg: 0xfd_081;
  readonly i16x8_q15mulr_sat_s: 0xfd_082;
  readonly i16x8_all_true: 0xfd_083;
  readonly i16x8_bitmask: 0xfd_084;
  readonly i16x8_narrow_i32x4_s: 0xfd_085;
  readonly i16x8_narrow_i32x4_u: 0xfd_086;
  readonly i16x8_extend_low_i8x16_s: 0xfd_087;
  readonly i16x8_extend_high_i8x16_s: 0xfd_088;
  readonly i16x8_extend_low_i8x16_u: 0xfd_089;
  readonly i16x8_extend_high_i8x16_u: 0xfd_08a;
  readonly i16x8_shl: 0xfd_08b;
  readonly i16x8_shr_s: 0xfd_08c;
  readonly i16x8_shr_u: 0xfd_08d;
  readonly i16x8_add: 0xfd_08e;
  readonly i16x8_add_sat_s: 0xfd_08f;
  readonly i16x8_add_sat_u: 0xfd_090;
  readonly i16x8_sub: 0xfd_091;
  readonly i16x8_sub_sat_s: 0xfd_092;
  readonly i16x8_sub_sat_u: 0xfd_093;
  readonly f64x2_nearest: 0xfd_094;
  readonly i16x8_mul: 0xfd_095;
  readonly i16x8_min_s: 0xfd_096;
  readonly i16x8_min_u: 0xfd_097;
  readonly i16x8_max_s: 0xfd_098;
  readonly i16x8_max_u: 0xfd_099;
  readonly i16x8_avgr_u: 0xfd_09b;
  readonly i16x8_extmul_low_i8x16_s: 0xfd_09c;
  readonly i16x8_extmul_high_i8x16_s: 0xfd_09d;
  readonly i16x8_extmul_low_i8x16_u: 0xfd_09e;
  readonly i16x8_extmul_high_i8x16_u: 0xfd_09f;
  readonly i32x4_abs: 0xfd_0a0;
  readonly i32x4_neg: 0xfd_0a1;
  readonly i32x4_all_true: 0xfd_0a3;
  readonly i32x4_bitmask: 0xfd_0a4;
  readonly i32x4_extend_low_i16x8_s: 0xfd_0a7;
  readonly i32x4_extend_high_i16x8_s: 0xfd_0a8;
  readonly i32x4_extend_low_i16x8_u: 0xfd_0a9;
  readonly i32x4_extend_high_i16x8_u: 0xfd_0aa;
  readonly i32x4_shl: 0xfd_0ab;
  readonly i32x4_shr_s: 0xfd_0ac;
  readonly i32x4_shr_u: 0xfd_0ad;
  readonly i32x4_add: 0xfd_0ae;
  readonly i32x4_sub: 0xfd_0b1;
  readonly i32x4_mul: 0xfd_0b5;
  readonly i32x4_min_s: 0xfd_0b6;
  readonly i32x4_min_u: 0xfd_0b7;
  readonly i32x4_max_s: 0xfd_0b8;
  readonly i32x4_max_u: 0xfd_0b9;
  readonly i32x4_dot_i16x8_s: 0xfd_0ba;
  readonly i32x4_extmul_low_i16x8_s: 0xfd_0bc;
  readonly i32x4_extmul_high_i16x8_s: 0xfd_0bd;
  readonly i32x4_extmul_low_i16x8_u: 0xfd_0be;
  readonly i32x4_extmul_high_i16x8_u: 0xfd_0bf;
  readonly i64x2_abs: 0xfd_0c0;
  readonly i64x2_neg: 0xfd_0c1;
  readonly i64x2_all_true: 0xfd_0c3;
  readonly i64x2_bitmask: 0xfd_0c4;
  readonly i64x2_extend_low_i32x4_s: 0xfd_0c7;
  readonly i64x2_extend_high_i32x4_s: 0xfd_0c8;
  readonly i64x2_extend_low_i32x4_u: 0xfd_0c9;
  readonly i64x2_extend_high_i32x4_u: 0xfd_0ca;
  readonly i64x2_shl: 0xfd_0cb;
  readonly i64x2_shr_s: 0xfd_0cc;
  readonly i64x2_shr_u: 0xfd_0cd;
  readonly i64x2_add: 0xfd_0ce;
  readonly i64x2_sub: 0xfd_0d1;
  readonly i64x2_mul: 0xfd_0d5;
  readonly i64x2_eq: 0xfd_0d6;
  readonly i64x2_ne: 0xfd_0d7;
  readonly i64x2_lt_s: 0xfd_0d8;
  readonly i64x2_gt_s: 0xfd_0d9;
  readonly i64x2_le_s: 0xfd_0da;
  readonly i64x2_ge_s: 0xfd_0db;
  readonly i64x2_extmul_low_i32x4_s: 0xfd_0dc;
  readonly i64x2_extmul_high_i32x4_s: 0xfd_0dd;
  readonly i64x2_extmul_low_i32x4_u: 0xfd_0de;
  readonly i64x2_extmul_high_i32x4_u: 0xfd_0df;
  readonly f32x4_abs: 0xfd_0e0;
  readonly f32x4_neg: 0xfd_0e1;
  readonly f32x4_sqrt: 0xfd_0e3;
  readonly f32x4_add: 0xfd_0e4;
  readonly f32x4_sub: 0xfd_0e5;
  readonly f32x4_mul: 0xfd_0e6;
  readonly f32x4_div: 0xfd_0e7;
  readonly f32x4_min: 0xfd_0e8;
  readonly f32x4_max: 0xfd_0e9;
  readonly f32x4_pmin: 0xfd_0ea;
  readonly f32x4_pmax: 0xfd_0eb;
  readonly f64x2_abs: 0xfd_0ec;
  readonly f64x2_neg: 0xfd_0ed;
  readonly f64x2_sqrt: 0xfd_0ef;
  readonly f64x2_add: 0xfd_0f0;
  readonly f64x2_sub: 0xfd_0f1;
  readonly f64x2_mul: 0xfd_0f2;
  readonly f64x2_div: 0xfd_0f3;
  readonly f64x2_min: 0xfd_0f4;
  readonly f64x2_max: 0xfd_0f5;
  readonly f64x2_pmin: 0xfd_0f6;
  readonly f64x2_pmax: 0xfd_0f7;
  readonly i32x4_trunc_sat_f32x4_s: 0xfd_0f8;
  readonly i32x4_trunc_sat_f32x4_u: 0xfd_0f9;
  readonly f32x4_convert_i32x4_s: 0xfd_0fa;
  readonly f32x4_convert_i32x4_u: 0xfd_0fb;
  readonly i32x4_trunc_sat_f64x2_s_zero: 0xfd_0fc;
  readonly i32x4_trunc_sat_f64x2_u_zero: 0xfd_0fd;
  readonly f64x2_convert_low_i32x4_s: 0xfd_0fe;
  readonly f64x2_convert_low_i32x4_u: 0xfd_0ff;
  readonly i8x16_relaxed_swizzle: 0xfd_100;
  readonly i32x4_relaxed_trunc_f32x4_s: 0xfd_101;
  readonly i32x4_relaxed_trunc_f32x4_u: 0xfd_102;
  readonly i32x4_relaxed_trunc_f64x2_s_zero: 0xfd_103;
  readonly i32x4_relaxed_trunc_f64x2_u_zero: 0xfd_104;
  readonly f32x4_relaxed_madd: 0xfd_105;
  readonly f32x4_relaxed_nmadd: 0xfd_106;
  readonly f64x2_relaxed_madd: 0xfd_107;
  readonly f64x2_relaxed_nmadd: 0xfd_108;
  readonly i8x16_relaxed_laneselect: 0xfd_109;
  readonly i16x8_relaxed_laneselect: 0xfd_10a;
  readonly i32x4_relaxed_laneselect: 0xfd_10b;
  readonly i64x2_relaxed_laneselect: 0xfd_10c;
  readonly f32x4_relaxed_min: 0xfd_10d;
  readonly f32x4_relaxed_max: 0xfd_10e;
  readonly f64x2_relaxed_min: 0xfd_10f;
  readonly f64x2_relaxed_max: 0xfd_110;
  readonly i16x8_relaxed_q15mulr_s: 0xfd_111;
  readonly i16x8_relaxed_dot_i8x16_i7x16_s: 0xfd_112;
  readonly i32x4_relaxed_dot_i8x16_i7x16_add_s: 0xfd_113;
  readonly memory_atomic_notify: 0xfe_000;
  readonly memory_atomic_wait32: 0xfe_001;
  readonly memory_atomic_wait64: 0xfe_002;
  readonly atomic_fence: 0xfe_003;
  readonly i32_atomic_load: 0xfe_010;
  readonly i64_atomic_load: 0xfe_011;
  readonly i32_atomic_load8_u: 0xfe_012;
  readonly i32_atomic_load16_u: 0xfe_013;
  readonly i64_atomic_load8_u: 0xfe_014;
  readonly i64_atomic_load16_u: 0xfe_015;
  readonly i64_atomic_load32_u: 0xfe_016;
  readonly i32_atomic_store: 0xfe_017;
  readonly i64_atomic_store: 0xfe_018;
  readonly i32_atomic_store8: 0xfe_019;
  readonly i32_atomic_store16: 0xfe_01a;
  readonly i64_atomic_store8: 0xfe_01b;
  readonly i64_atomic_store16: 0xfe_01c;
  readonly i64_atomic_store32: 0xfe_01d;
  readonly i32_atomic_rmw_add: 0xfe_01e;
  readonly i64_atomic_rmw_add: 0xfe_01f;
  readonly i32_atomic_rmw8_add_u: 0xfe_020;
  readonly i32_atomic_rmw16_add_u: 0xfe_021;
  readonly i64_atomic_rmw8_add_u: 0xfe_022;
  readonly i64_atomic_rmw16_add_u: 0xfe_023;
  readonly i64_atomic_rmw32_add_u: 0xfe_024;
  readonly i32_atomic_rmw_sub: 0xfe_025;
  readonly i64_atomic_rmw_sub: 0xfe_026;
  readonly i32_atomic_rmw8_sub_u: 0xfe_027;
  readonly i32_atomic_rmw16_sub_u: 0xfe_028;
  readonly i64_atomic_rmw8_sub_u: 0xfe_029;
  readonly i64_atomic_rmw16_sub_u: 0xfe_02a;
  readonly i64_atomic_rmw32_sub_u: 0xfe_02b;
  readonly i32_atomic_rmw_and: 0xfe_02c;
  readonly i64_atomic_rmw_and: 0xfe_02d;
  readonly i32_atomic_rmw8_and_u: 0xfe_02e;
  readonly i32_atomic_rmw16_and_u: 0xfe_02f;
  readonly i64_atomic_rmw8_and_u: 0xfe_030;
  readonly i64_atomic_rmw16_and_u: 0xfe_031;
  readonly i64_atomic_rmw32_and_u: 0xfe_032;
  readonly i32_atomic_rmw_or: 0xfe_033;
  readonly i64_atomic_rmw_or: 0xfe_034;
  readonly i32_atomic_rmw8_or_u: 0xfe_035;
  readonly i32_atomic_rmw16_or_u: 0xfe_036;
  readonly i64_atomic_rmw8_or_u: 0xfe_037;
  readonly i64_atomic_rmw16_or_u: 0xfe_038;
  readonly i64_atomic_rmw32_or_u: 0xfe_039;
  readonly i32_atomic_rmw_xor: 0xfe_03a;
  readonly i64_atomic_rmw_xor: 0xfe_03b;
  readonly i32_atomic_rmw8_xor_u: 0xfe_03c;
  readonly i32_atomic_rmw16_xor_u: 0xfe_03d;
  readonly i64_atomic_rmw8_xor_u: 0xfe_03e;
  readonly i64_atomic_rmw16_xor_u: 0xfe_03f;
  readonly i64_atomic_rmw32_xor_u: 0xfe_040;
  readonly i32_atomic_rmw_xchg: 0xfe_041;
  readonly i64_atomic_rmw_xchg: 0xfe_042;
  readonly i32_atomic_rmw8_xchg_u: 0xfe_043;
  readonly i32_atomic_rmw16_xchg_u: 0xfe_044;
  readonly i64_atomic_rmw8_xchg_u: 0xfe_045;
  readonly i64_atomic_rmw16_xchg_u: 0xfe_046;
  readonly i64_atomic_rmw32_xchg_u: 0xfe_047;
  readonly i32_atomic_rmw_cmpxchg: 0xfe_048;
  readonly i64_atomic_rmw_cmpxchg: 0xfe_049;
  readonly i32_atomic_rmw8_cmpxchg_u: 0xfe_04a;
  readonly i32_atomic_rmw16_cmpxchg_u: 0xfe_04b;
  readonly i64_atomic_rmw8_cmpxchg_u: 0xfe_04c;
  readonly i64_atomic_rmw16_cmpxchg_u: 0xfe_04d;
  readonly i64_atomic_rmw32_cmpxchg_u: 0xfe_04e;
} = /* @__PURE__ */ ((n: number) => {
  // Counting takes a kilobyte less than the numbers do, after compression.
  const opcodes = {
    unreachable: ++n,
    nop: ++n,
    block: ++n,
    loop: ++n,
    if: ++n,
    else: ++n,
    try: ++n,
    catch: ++n,
    throw: ++n,
    rethrow: ++n,
    throw_ref: ++n,
    end: ++n,
    br: ++n,
    br_if: ++n,
    br_table: ++n,
    return: ++n,
    call: ++n,
    call_indirect: ++n,
    return_call: ++n,
    return_call_indirect: ++n,
    call_ref: ++n,
    return_call_ref: ++n,
    delegate: (n = 0x18),
    catch_all: ++n,
    drop: ++n,
    select: ++n,
    select_t: ++n,
    try_table: (n = 0x1f),
    local_get: ++n,
    local_set: ++n,
    local_tee: ++n,
    global_get: ++n,
    global_set: ++n,
    table_get: ++n,
    table_set: ++n,
    i32_load: (n = 0x28),
    i64_load: ++n,
    f32_load: ++n,
    f64_load: ++n,
    i32_load8_s: ++n,
    i32_load8_u: ++n,
    i32_load16_s: ++n,
    i32_load16_u: ++n,
    i64_load8_s: ++n,
    i64_load8_u: ++n,
    i64_load16_s: ++n,
    i64_load16_u: ++n,
    i64_load32_s: ++n,
    i64_load32_u: ++n,
    i32_store: ++n,
    i64_store: ++n,
    f32_store: ++n,
    f64_store: ++n,
    i32_store8: ++n,
    i32_store16: ++n,
    i64_store8: ++n,
    i64_store16: ++n,
    i64_store32: ++n,
    memory_size: ++n,
    memory_grow: ++n,
    i32_const: ++n,
    i64_const: ++n,
    f32_const: ++n,
    f64_const: ++n,
    i32_eqz: ++n,
    i32_eq: ++n,
    i32_ne: ++n,
    i32_lt_s: ++n,
    i32_lt_u: ++n,
    i32_gt_s: ++n,
    i32_gt_u: ++n,
    i32_le_s: ++n,
    i32_le_u: ++n,
    i32_ge_s: ++n,
    i32_ge_u: ++n,
    i64_eqz: ++n,
    i64_eq: ++n,
    i64_ne: ++n,
    i64_lt_s: ++n,
    i64_lt_u: ++n,
    i64_gt_s: ++n,
    i64_gt_u: ++n,
    i64_le_s: ++n,
    i64_le_u: ++n,
    i64_ge_s: ++n,
    i64_ge_u: ++n,
    f32_eq: ++n,
    f32_ne: ++n,
    f32_lt: ++n,
    f32_gt: ++n,
    f32_le: ++n,
    f32_ge: ++n,
    f64_eq: ++n,
    f64_ne: ++n,
    f64_lt: ++n,
    f64_gt: ++n,
    f64_le: ++n,
    f64_ge: ++n,
    i32_clz: ++n,
    i32_ctz: ++n,
    i32_popcnt: ++n,
    i32_add: ++n,
    i32_sub: ++n,
    i32_mul: ++n,
    i32_div_s: ++n,
    i32_div_u: ++n,
    i32_rem_s: ++n,
    i32_rem_u: ++n,
    i32_and: ++n,
    i32_or: ++n,
    i32_xor: ++n,
    i32_shl: ++n,
    i32_shr_s: ++n,
    i32_shr_u: ++n,
    i32_rotl: ++n,
    i32_rotr: ++n,
    i64_clz: ++n,
    i64_ctz: ++n,
    i64_popcnt: ++n,
    i64_add: ++n,
    i64_sub: ++n,
    i64_mul: ++n,
    i64_div_s: ++n,
    i64_div_u: ++n,
    i64_rem_s: ++n,
    i64_rem_u: ++n,
    i64_and: ++n,
    i64_or: ++n,
    i64_xor: ++n,
    i64_shl: ++n,
    i64_shr_s: ++n,
    i64_shr_u: ++n,
    i64_rotl: ++n,
    i64_rotr: ++n,
    f32_abs: ++n,
    f32_neg: ++n,
    f32_ceil: ++n,
    f32_floor: ++n,
    f32_trunc: ++n,
    f32_nearest: ++n,
    f32_sqrt: ++n,
    f32_add: ++n,
    f32_sub: ++n,
    f32_mul: ++n,
    f32_div: ++n,
    f32_min: ++n,
    f32_max: ++n,
    f32_copysign: ++n,
    f64_abs: ++n,
    f64_neg: ++n,
    f64_ceil: ++n,
    f64_floor: ++n,
    f64_trunc: ++n,
    f64_nearest: ++n,
    f64_sqrt: ++n,
    f64_add: ++n,
    f64_sub: ++n,
    f64_mul: ++n,
    f64_div: ++n,
    f64_min: ++n,
    f64_max: ++n,
    f64_copysign: ++n,
    i32_wrap_i64: ++n,
    i32_trunc_f32_s: ++n,
    i32_trunc_f32_u: ++n,
    i32_trunc_f64_s: ++n,
    i32_trunc_f64_u: ++n,
    i64_extend_i32_s: ++n,
    i64_extend_i32_u: ++n,
    i64_trunc_f32_s: ++n,
    i64_trunc_f32_u: ++n,
    i64_trunc_f64_s: ++n,
    i64_trunc_f64_u: ++n,
    f32_convert_i32_s: ++n,
    f32_convert_i32_u: ++n,
    f32_convert_i64_s: ++n,
    f32_convert_i64_u: ++n,
    f32_demote_f64: ++n,
    f64_convert_i32_s: ++n,
    f64_convert_i32_u: ++n,
    f64_convert_i64_s: ++n,
    f64_convert_i64_u: ++n,
    f64_promote_f32: ++n,
    i32_reinterpret_f32: ++n,
    i64_reinterpret_f64: ++n,
    f32_reinterpret_i32: ++n,
    f64_reinterpret_i64: ++n,
    i32_extend8_s: ++n,
    i32_extend16_s: ++n,
    i64_extend8_s: ++n,
    i64_extend16_s: ++n,
    i64_extend32_s: ++n,
    ref_null: (n = 0xd0),
    ref_is_null: ++n,
    ref_func: ++n,
    ref_eq: ++n,
    ref_as_non_null: ++n,
    br_on_null: ++n,
    br_on_non_null: ++n,
    cont_new: (n = 0xe0),
    cont_bind: ++n,
    suspend: ++n,
    resume: ++n,
    resume_throw: ++n,
    resume_throw_ref: ++n,
    switch: ++n,
    struct_new: (n = 0xfb_000),
    struct_new_default: ++n,
    struct_get: ++n,
    struct_get_s: ++n,
    struct_get_u: ++n,
    struct_set: ++n,
    array_new: ++n,
    array_new_default: ++n,
    array_new_fixed: ++n,
    array_new_data: ++n,
    array_new_elem: ++n,
    array_get: ++n,
    array_get_s: ++n,
    array_get_u: ++n,
    array_set: ++n,
    array_len: ++n,
    array_fill: ++n,
    array_copy: ++n,
    array_init_data: ++n,
    array_init_elem: ++n,
    ref_test: ++n,
    ref_test_null: ++n,
    ref_cast: ++n,
    ref_cast_null: ++n,
    br_on_cast: ++n,
    br_on_cast_fail: ++n,
    any_convert_extern: ++n,
    extern_convert_any: ++n,
    ref_i31: ++n,
    i31_get_s: ++n,
    i31_get_u: ++n,
    i32_trunc_sat_f32_s: (n = 0xfc_000),
    i32_trunc_sat_f32_u: ++n,
    i32_trunc_sat_f64_s: ++n,
    i32_trunc_sat_f64_u: ++n,
    i64_trunc_sat_f32_s: ++n,
    i64_trunc_sat_f32_u: ++n,
    i64_trunc_sat_f64_s: ++n,
    i64_trunc_sat_f64_u: ++n,
    memory_init: ++n,
    data_drop: ++n,
    memory_copy: ++n,
    memory_fill: ++n,
    table_init: ++n,
    elem_drop: ++n,
    table_copy: ++n,
    table_grow: ++n,
    table_size: ++n,
    table_fill: ++n,
    i64_add128: (n = 0xfc_013),
    i64_sub128: ++n,
    i64_mul_wide_s: ++n,
    i64_mul_wide_u: ++n,
    v128_load: (n = 0xfd_000),
    v128_load8x8_s: ++n,
    v128_load8x8_u: ++n,
    v128_load16x4_s: ++n,
    v128_load16x4_u: ++n,
    v128_load32x2_s: ++n,
    v128_load32x2_u: ++n,
    v128_load8_splat: ++n,
    v128_load16_splat: ++n,
    v128_load32_splat: ++n,
    v128_load64_splat: ++n,
    v128_store: ++n,
    v128_const: ++n,
    i8x16_shuffle: ++n,
    i8x16_swizzle: ++n,
    i8x16_splat: ++n,
    i16x8_splat: ++n,
    i32x4_splat: ++n,
    i64x2_splat: ++n,
    f32x4_splat: ++n,
    f64x2_splat: ++n,
    i8x16_extract_lane_s: ++n,
    i8x16_extract_lane_u: ++n,
    i8x16_replace_lane: ++n,
    i16x8_extract_lane_s: ++n,
    i16x8_extract_lane_u: ++n,
    i16x8_replace_lane: ++n,
    i32x4_extract_lane: ++n,
    i32x4_replace_lane: ++n,
    i64x2_extract_lane: ++n,
    i64x2_replace_lane: ++n,
    f32x4_extract_lane: ++n,
    f32x4_replace_lane: ++n,
    f64x2_extract_lane: ++n,
    f64x2_replace_lane: ++n,
    i8x16_eq: ++n,
    i8x16_ne: ++n,
    i8x16_lt_s: ++n,
    i8x16_lt_u: ++n,
    i8x16_gt_s: ++n,
    i8x16_gt_u: ++n,
    i8x16_le_s: ++n,
    i8x16_le_u: ++n,
    i8x16_ge_s: ++n,
    i8x16_ge_u: ++n,
    i16x8_eq: ++n,
    i16x8_ne: ++n,
    i16x8_lt_s: ++n,
    i16x8_lt_u: ++n,
    i16x8_gt_s: ++n,
    i16x8_gt_u: ++n,
    i16x8_le_s: ++n,
    i16x8_le_u: ++n,
    i16x8_ge_s: ++n,
    i16x8_ge_u: ++n,
    i32x4_eq: ++n,
    i32x4_ne: ++n,
    i32x4_lt_s: ++n,
    i32x4_lt_u: ++n,
    i32x4_gt_s: ++n,
    i32x4_gt_u: ++n,
    i32x4_le_s: ++n,
    i32x4_le_u: ++n,
    i32x4_ge_s: ++n,
    i32x4_ge_u: ++n,
    f32x4_eq: ++n,
    f32x4_ne: ++n,
    f32x4_lt: ++n,
    f32x4_gt: ++n,
    f32x4_le: ++n,
    f32x4_ge: ++n,
    f64x2_eq: ++n,
    f64x2_ne: ++n,
    f64x2_lt: ++n,
    f64x2_gt: ++n,
    f64x2_le: ++n,
    f64x2_ge: ++n,
    v128_not: ++n,
    v128_and: ++n,
    v128_andnot: ++n,
    v128_or: ++n,
    v128_xor: ++n,
    v128_bitselect: ++n,
    v128_any_true: ++n,
    v128_load8_lane: ++n,
    v128_load16_lane: ++n,
    v128_load32_lane: ++n,
    v128_load64_lane: ++n,
    v128_store8_lane: ++n,
    v128_store16_lane: ++n,
    v128_store32_lane: ++n,
    v128_store64_lane: ++n,
    v128_load32_zero: ++n,
    v128_load64_zero: ++n,
    f32x4_demote_f64x2_zero: ++n,
    f64x2_promote_low_f32x4: ++n,
    i8x16_abs: ++n,
    i8x16_neg: ++n,
    i8x16_popcnt: ++n,
    i8x16_all_true: ++n,
    i8x16_bitmask: ++n,
    i8x16_narrow_i16x8_s: ++n,
    i8x16_narrow_i16x8_u: ++n,
    f32x4_ceil: ++n,
    f32x4_floor: ++n,
    f32x4_trunc: ++n,
    f32x4_nearest: ++n,
    i8x16_shl: ++n,
    i8x16_shr_s: ++n,
    i8x16_shr_u: ++n,
    i8x16_add: ++n,
    i8x16_add_sat_s: ++n,
    i8x16_add_sat_u: ++n,
    i8x16_sub: ++n,
    i8x16_sub_sat_s: ++n,
    i8x16_sub_sat_u: ++n,
    f64x2_ceil: ++n,
    f64x2_floor: ++n,
    i8x16_min_s: ++n,
    i8x16_min_u: ++n,
    i8x16_max_s: ++n,
    i8x16_max_u: ++n,
    f64x2_trunc: ++n,
    i8x16_avgr_u: ++n,
    i16x8_extadd_pairwise_i8x16_s: ++n,
    i16x8_extadd_pairwise_i8x16_u: ++n,
    i32x4_extadd_pairwise_i16x8_s: ++n,
    i32x4_extadd_pairwise_i16x8_u: ++n,
    i16x8_abs: ++n,
    i16x8_neg: ++n,
    i16x8_q15mulr_sat_s: ++n,
    i16x8_all_true: ++n,
    i16x8_bitmask: ++n,
    i16x8_narrow_i32x4_s: ++n,
    i16x8_narrow_i32x4_u: ++n,
    i16x8_extend_low_i8x16_s: ++n,
    i16x8_extend_high_i8x16_s: ++n,
    i16x8_extend_low_i8x16_u: ++n,
    i16x8_extend_high_i8x16_u: ++n,
    i16x8_shl: ++n,
    i16x8_shr_s: ++n,
    i16x8_shr_u: ++n,
    i16x8_add: ++n,
    i16x8_add_sat_s: ++n,
    i16x8_add_sat_u: ++n,
    i16x8_sub: ++n,
    i16x8_sub_sat_s: ++n,
    i16x8_sub_sat_u: ++n,
    f64x2_nearest: ++n,
    i16x8_mul: ++n,
    i16x8_min_s: ++n,
    i16x8_min_u: ++n,
    i16x8_max_s: ++n,
    i16x8_max_u: ++n,
    i16x8_avgr_u: (n = 0xfd_09b),
    i16x8_extmul_low_i8x16_s: ++n,
    i16x8_extmul_high_i8x16_s: ++n,
    i16x8_extmul_low_i8x16_u: ++n,
    i16x8_extmul_high_i8x16_u: ++n,
    i32x4_abs: ++n,
    i32x4_neg: ++n,
    i32x4_all_true: (n = 0xfd_0a3),
    i32x4_bitmask: ++n,
    i32x4_extend_low_i16x8_s: (n = 0xfd_0a7),
    i32x4_extend_high_i16x8_s: ++n,
    i32x4_extend_low_i16x8_u: ++n,
    i32x4_extend_high_i16x8_u: ++n,
    i32x4_shl: ++n,
    i32x4_shr_s: ++n,
    i32x4_shr_u: ++n,
    i32x4_add: ++n,
    i32x4_sub: (n = 0xfd_0b1),
    i32x4_mul: (n = 0xfd_0b5),
    i32x4_min_s: ++n,
    i32x4_min_u: ++n,
    i32x4_max_s: ++n,
    i32x4_max_u: ++n,
    i32x4_dot_i16x8_s: ++n,
    i32x4_extmul_low_i16x8_s: (n = 0xfd_0bc),
    i32x4_extmul_high_i16x8_s: ++n,
    i32x4_extmul_low_i16x8_u: ++n,
    i32x4_extmul_high_i16x8_u: ++n,
    i64x2_abs: ++n,
    i64x2_neg: ++n,
    i64x2_all_true: (n = 0xfd_0c3),
    i64x2_bitmask: ++n,
    i64x2_extend_low_i32x4_s: (n = 0xfd_0c7),
    i64x2_extend_high_i32x4_s: ++n,
    i64x2_extend_low_i32x4_u: ++n,
    i64x2_extend_high_i32x4_u: ++n,
    i64x2_shl: ++n,
    i64x2_shr_s: ++n,
    i64x2_shr_u: ++n,
    i64x2_add: ++n,
    i64x2_sub: (n = 0xfd_0d1),
    i64x2_mul: (n = 0xfd_0d5),
    i64x2_eq: ++n,
    i64x2_ne: ++n,
    i64x2_lt_s: ++n,
    i64x2_gt_s: ++n,
    i64x2_le_s: ++n,
    i64x2_ge_s: ++n,
    i64x2_extmul_low_i32x4_s: ++n,
    i64x2_extmul_high_i32x4_s: ++n,
    i64x2_extmul_low_i32x4_u: ++n,
    i64x2_extmul_high_i32x4_u: ++n,
    f32x4_abs: ++n,
    f32x4_neg: ++n,
    f32x4_sqrt: (n = 0xfd_0e3),
    f32x4_add: ++n,
    f32x4_sub: ++n,
    f32x4_mul: ++n,
    f32x4_div: ++n,
    f32x4_min: ++n,
    f32x4_max: ++n,
    f32x4_pmin: ++n,
    f32x4_pmax: ++n,
    f64x2_abs: ++n,
    f64x2_neg: ++n,
    f64x2_sqrt: (n = 0xfd_0ef),
    f64x2_add: ++n,
    f64x2_sub: ++n,
    f64x2_mul: ++n,
    f64x2_div: ++n,
    f64x2_min: ++n,
    f64x2_max: ++n,
    f64x2_pmin: ++n,
    f64x2_pmax: ++n,
    i32x4_trunc_sat_f32x4_s: ++n,
    i32x4_trunc_sat_f32x4_u: ++n,
    f32x4_convert_i32x4_s: ++n,
    f32x4_convert_i32x4_u: ++n,
    i32x4_trunc_sat_f64x2_s_zero: ++n,
    i32x4_trunc_sat_f64x2_u_zero: ++n,
    f64x2_convert_low_i32x4_s: ++n,
    f64x2_convert_low_i32x4_u: ++n,
    i8x16_relaxed_swizzle: ++n,
    i32x4_relaxed_trunc_f32x4_s: ++n,
    i32x4_relaxed_trunc_f32x4_u: ++n,
    i32x4_relaxed_trunc_f64x2_s_zero: ++n,
    i32x4_relaxed_trunc_f64x2_u_zero: ++n,
    f32x4_relaxed_madd: ++n,
    f32x4_relaxed_nmadd: ++n,
    f64x2_relaxed_madd: ++n,
    f64x2_relaxed_nmadd: ++n,
    i8x16_relaxed_laneselect: ++n,
    i16x8_relaxed_laneselect: ++n,
    i32x4_relaxed_laneselect: ++n,
    i64x2_relaxed_laneselect: ++n,
    f32x4_relaxed_min: ++n,
    f32x4_relaxed_max: ++n,
    f64x2_relaxed_min: ++n,
    f64x2_relaxed_max: ++n,
    i16x8_relaxed_q15mulr_s: ++n,
    i16x8_relaxed_dot_i8x16_i7x16_s: ++n,
    i32x4_relaxed_dot_i8x16_i7x16_add_s: ++n,
    memory_atomic_notify: (n = 0xfe_000),
    memory_atomic_wait32: ++n,
    memory_atomic_wait64: ++n,
    atomic_fence: ++n,
    i32_atomic_load: (n = 0xfe_010),
    i64_atomic_load: ++n,
    i32_atomic_load8_u: ++n,
    i32_atomic_load16_u: ++n,
    i64_atomic_load8_u: ++n,
    i64_atomic_load16_u: ++n,
    i64_atomic_load32_u: ++n,
    i32_atomic_store: ++n,
    i64_atomic_store: ++n,
    i32_atomic_store8: ++n,
    i32_atomic_store16: ++n,
    i64_atomic_store8: ++n,
    i64_atomic_store16: ++n,
    i64_atomic_store32: ++n,
    i32_atomic_rmw_add: ++n,
    i64_atomic_rmw_add: ++n,
    i32_atomic_rmw8_add_u: ++n,
    i32_atomic_rmw16_add_u: ++n,
    i64_atomic_rmw8_add_u: ++n,
    i64_atomic_rmw16_add_u: ++n,
    i64_atomic_rmw32_add_u: ++n,
    i32_atomic_rmw_sub: ++n,
    i64_atomic_rmw_sub: ++n,
    i32_atomic_rmw8_sub_u: ++n,
    i32_atomic_rmw16_sub_u: ++n,
    i64_atomic_rmw8_sub_u: ++n,
    i64_atomic_rmw16_sub_u: ++n,
    i64_atomic_rmw32_sub_u: ++n,
    i32_atomic_rmw_and: ++n,
    i64_atomic_rmw_and: ++n,
    i32_atomic_rmw8_and_u: ++n,
    i32_atomic_rmw16_and_u: ++n,
    i64_atomic_rmw8_and_u: ++n,
    i64_atomic_rmw16_and_u: ++n,
    i64_atomic_rmw32_and_u: ++n,
    i32_atomic_rmw_or: ++n,
    i64_atomic_rmw_or: ++n,
    i32_atomic_rmw8_or_u: ++n,
    i32_atomic_rmw16_or_u: ++n,
    i64_atomic_rmw8_or_u: ++n,
    i64_atomic_rmw16_or_u: ++n,
    i64_atomic_rmw32_or_u: ++n,
    i32_atomic_rmw_xor: ++n,
    i64_atomic_rmw_xor: ++n,
    i32_atomic_rmw8_xor_u: ++n,
    i32_atomic_rmw16_xor_u: ++n,
    i64_atomic_rmw8_xor_u: ++n,
    i64_atomic_rmw16_xor_u: ++n,
    i64_atomic_rmw32_xor_u: ++n,
    i32_atomic_rmw_xchg: ++n,
    i64_atomic_rmw_xchg: ++n,
    i32_atomic_rmw8_xchg_u: ++n,
    i32_atomic_rmw16_xchg_u: ++n,
    i64_atomic_rmw8_xchg_u: ++n,
    i64_atomic_rmw16_xchg_u: ++n,
    i64_atomic_rmw32_xchg_u: ++n,
    i32_atomic_rmw_cmpxchg: ++n,
    i64_atomic_rmw_cmpxchg: ++n,
    i32_atomic_rmw8_cmpxchg_u: ++n,
    i32_atomic_rmw16_cmpxchg_u: ++n,
    i64_atomic_rmw8_cmpxchg_u: ++n,
    i64_atomic_rmw16_cmpxchg_u: ++n,
    i64_atomic_rmw32_cmpxchg_u: ++n,
  };
  return opcodes as typeof Opcode;
})(-1);
