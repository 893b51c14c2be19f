// Facts about integer operations that the peephole pass uses. Those on i64 are looked up as those on i32.

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

/** Added to the tag of an i32 operation with two operands, `i32_clz` to `i32_rotr`, it gives the one on i64. */
const WIDER = Tag.i64_add - Tag.i32_add;
/** The same for `i32_eqz` to `i32_ge_u`. */
const WIDER_COMPARISON = Tag.i64_eq - Tag.i32_eq;

/** The i32 operation that does what an i64 operation does; the tag itself if it is none. */
export function narrowOf(tag: number): number {
  if (tag >= Tag.i64_clz && tag <= Tag.i64_rotr) return tag - WIDER;
  return tag >= Tag.i64_eqz && tag <= Tag.i64_ge_u ? tag - WIDER_COMPARISON : tag;
}

/** Whether an instruction takes i64 operands: a comparison or an operation with two operands, or one that counts bits. */
export function isWide(tag: number): boolean {
  return (tag >= Tag.i64_clz && tag <= Tag.i64_rotr) || (tag >= Tag.i64_eqz && tag <= Tag.i64_ge_u);
}

/** The right operand that makes an i32 operation give its left operand: 0, 1 or all ones (-1); `undefined` if there is none. */
export function identityOf(tag: number): 0 | 1 | -1 | undefined {
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
      return -1;
    default:
      return undefined;
  }
}

/** Operations whose low bits depend on no other bits of their operands. */
export function keepsLowBits(tag: number): boolean {
  switch (tag) {
    case Tag.i32_add:
    case Tag.i32_sub:
    case Tag.i32_mul:
    case Tag.i32_and:
    case Tag.i32_or:
    case Tag.i32_xor:
      return true;
    default:
      return false;
  }
}

/** Low bits that may not be zero in what an instruction pushes, of those that clear the others. */
export function knownBits(tag: number): number | undefined {
  switch (tag) {
    case Tag.i32_load8_u:
    case Tag.i64_load8_u:
      return 8;
    case Tag.i32_load16_u:
    case Tag.i64_load16_u:
      return 16;
    case Tag.i64_load32_u:
    case Tag.i64_extend_i32_u:
      return 32;
    default:
      return undefined;
  }
}

/** Result of an i32 operation on constants as u32, or undefined where it is not folded: what traps stays. */
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
    default:
      return foldComparison(tag, a, b, a | 0, b | 0);
  }
}

/** Result of an i64 operation, given as the i32 operation that does the same, on constants as u64. A comparison gives 0 or 1. */
export function foldI64(tag: number, a: bigint, b: bigint): bigint | undefined {
  const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
  const signed = BigInt.asIntN(64, a);
  switch (tag) {
    case Tag.i32_add:
      return wrap(a + b);
    case Tag.i32_sub:
      return wrap(a - b);
    case Tag.i32_mul:
      return wrap(a * b);
    case Tag.i32_and:
      return a & b;
    case Tag.i32_or:
      return a | b;
    case Tag.i32_xor:
      return a ^ b;
    case Tag.i32_shl:
      return wrap(a << (b & 63n));
    case Tag.i32_shr_u:
      return a >> (b & 63n);
    case Tag.i32_shr_s:
      return wrap(signed >> (b & 63n));
    default: {
      const result = foldComparison(tag, a, b, signed, BigInt.asIntN(64, b));
      return result === undefined ? undefined : BigInt(result);
    }
  }
}

function foldComparison<Value extends number | bigint>(
  tag: number,
  a: Value,
  b: Value,
  signedA: Value,
  signedB: Value,
): number | undefined {
  switch (tag) {
    case Tag.i32_eq:
      return Number(a === b);
    case Tag.i32_ne:
      return Number(a !== b);
    case Tag.i32_lt_u:
      return Number(a < b);
    case Tag.i32_gt_u:
      return Number(a > b);
    case Tag.i32_le_u:
      return Number(a <= b);
    case Tag.i32_ge_u:
      return Number(a >= b);
    case Tag.i32_lt_s:
      return Number(signedA < signedB);
    case Tag.i32_gt_s:
      return Number(signedA > signedB);
    case Tag.i32_le_s:
      return Number(signedA <= signedB);
    case Tag.i32_ge_s:
      return Number(signedA >= signedB);
    default:
      return undefined;
  }
}
