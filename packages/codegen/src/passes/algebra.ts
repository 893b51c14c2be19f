// Facts about i32 operations that the peephole pass uses.

import { Tag } from '@wasmwright/mir';

/** The comparison that holds exactly when the given integer comparison does not, or -1. */
export function invertComparison(tag: number): number {
  switch (tag) {
    case Tag.i32_eq:
      return Tag.i32_ne;
    case Tag.i32_ne:
      return Tag.i32_eq;
    case Tag.i64_eq:
      return Tag.i64_ne;
    case Tag.i64_ne:
      return Tag.i64_eq;
    case Tag.f32_eq:
      return Tag.f32_ne;
    case Tag.f32_ne:
      return Tag.f32_eq;
    case Tag.f64_eq:
      return Tag.f64_ne;
    case Tag.f64_ne:
      return Tag.f64_eq;
    case Tag.i32_lt_s:
      return Tag.i32_ge_s;
    case Tag.i32_lt_u:
      return Tag.i32_ge_u;
    case Tag.i32_gt_s:
      return Tag.i32_le_s;
    case Tag.i32_gt_u:
      return Tag.i32_le_u;
    case Tag.i32_le_s:
      return Tag.i32_gt_s;
    case Tag.i32_le_u:
      return Tag.i32_gt_u;
    case Tag.i32_ge_s:
      return Tag.i32_lt_s;
    case Tag.i32_ge_u:
      return Tag.i32_lt_u;
    case Tag.i64_lt_s:
      return Tag.i64_ge_s;
    case Tag.i64_lt_u:
      return Tag.i64_ge_u;
    case Tag.i64_gt_s:
      return Tag.i64_le_s;
    case Tag.i64_gt_u:
      return Tag.i64_le_u;
    case Tag.i64_le_s:
      return Tag.i64_gt_s;
    case Tag.i64_le_u:
      return Tag.i64_gt_u;
    case Tag.i64_ge_s:
      return Tag.i64_lt_s;
    case Tag.i64_ge_u:
      return Tag.i64_lt_u;
    default:
      return -1;
  }
}

/** The right operand (as u32) that makes an i32 operation give its left operand, or -1. */
export function identityOf(tag: number): number {
  switch (tag) {
    case Tag.i32_add:
    case Tag.i32_sub:
    case Tag.i32_or:
    case Tag.i32_xor:
    case Tag.i32_shl:
    case Tag.i32_shr_s:
    case Tag.i32_shr_u:
    case Tag.i32_rotl:
    case Tag.i32_rotr:
      return 0;
    case Tag.i32_mul:
    case Tag.i32_div_s:
    case Tag.i32_div_u:
      return 1;
    case Tag.i32_and:
      return 0xffff_ffff;
    default:
      return -1;
  }
}

/** Result of an i32 operation on constants as u32, or undefined where it is not folded. */
export function foldI32(tag: number, a: number, b: number): number | undefined {
  switch (tag) {
    case Tag.i32_add:
      return (a + b) >>> 0;
    case Tag.i32_sub:
      return (a - b) >>> 0;
    case Tag.i32_mul:
      return Math.imul(a, b) >>> 0;
    case Tag.i32_and:
      return (a & b) >>> 0;
    case Tag.i32_or:
      return (a | b) >>> 0;
    case Tag.i32_xor:
      return (a ^ b) >>> 0;
    case Tag.i32_shl:
      return (a << b) >>> 0;
    case Tag.i32_shr_u:
      return a >>> b;
    case Tag.i32_shr_s:
      return (a >> b) >>> 0;
    case Tag.i32_eq:
      return a === b ? 1 : 0;
    case Tag.i32_ne:
      return a !== b ? 1 : 0;
    default:
      return undefined;
  }
}
