// Order, minimum and maximum, and the operations on the sign bit.

import { decode, encode, signBit } from './format.ts';
import type { FloatFormat } from './format.ts';

/** Total order key of a pattern that is no NaN: -0 below +0, otherwise numeric. */
function orderKey(format: FloatFormat, bits: bigint): bigint {
  const { negative, significand, exponent, kind } = decode(format, bits);
  // An f80 with its integer bit set at exponent 0 has a twin at exponent 1.
  const twin = kind === 'finite' ? encode(format, negative, significand, exponent) : bits;
  const sign = signBit(format);
  return negative ? -1n - (twin ^ sign) : twin;
}

/**
 * Numeric order: -1, 0 or 1, and `undefined` when an operand is NaN. Zeros of both signs are equal.
 */
export function compare(format: FloatFormat, a: bigint, b: bigint): -1 | 0 | 1 | undefined {
  const x = decode(format, a);
  const y = decode(format, b);
  if (x.kind === 'nan' || y.kind === 'nan') return undefined;
  const bothZero =
    x.kind === 'finite' && y.kind === 'finite' && x.significand === 0n && y.significand === 0n;
  if (bothZero) return 0;
  const left = orderKey(format, a);
  const right = orderKey(format, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function extreme(format: FloatFormat, a: bigint, b: bigint, wantLess: boolean): bigint {
  const aIsNaN = decode(format, a).kind === 'nan';
  const bIsNaN = decode(format, b).kind === 'nan';
  if (aIsNaN && bIsNaN) return format.canonicalNaN;
  if (aIsNaN) return b;
  if (bIsNaN) return a;
  return orderKey(format, a) < orderKey(format, b) === wantLess ? a : b;
}

/** The smaller operand: a NaN operand is ignored, both NaN gives NaN, -0 is below +0. */
export function minimum(format: FloatFormat, a: bigint, b: bigint): bigint {
  return extreme(format, a, b, true);
}

/** The larger operand, by the rules of `minimum`. */
export function maximum(format: FloatFormat, a: bigint, b: bigint): bigint {
  return extreme(format, a, b, false);
}

/** Flips the sign bit, of NaN too. */
export function negate(format: FloatFormat, bits: bigint): bigint {
  return bits ^ signBit(format);
}

/** Clears the sign bit, of NaN too. */
export function absolute(format: FloatFormat, bits: bigint): bigint {
  return BigInt.asUintN(format.bits - 1, bits);
}
