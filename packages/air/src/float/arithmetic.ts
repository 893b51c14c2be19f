// Add, subtract, multiply, divide, fused multiply-add, square root, remainders: exact, then one rounding.
// NaN operands and invalid operations give the canonical NaN.

import { bitLength, decode, encode, encodeRatio, encodeSigned, signBit } from './format.ts';
import type { Decoded, FloatFormat } from './format.ts';

const signed = (x: Decoded): bigint => (x.negative ? -x.significand : x.significand);

const zero = (format: FloatFormat, negative: boolean): bigint => (negative ? signBit(format) : 0n);

const infinite = (format: FloatFormat, negative: boolean): bigint =>
  zero(format, negative) | format.infinity;

/** x + y for decoded operands; the sum of opposite zeros is +0. */
function sum(format: FloatFormat, x: Decoded, y: Decoded): bigint {
  if (x.kind === 'nan' || y.kind === 'nan') return format.canonicalNaN;
  if (x.kind === 'infinity') {
    if (y.kind === 'infinity' && x.negative !== y.negative) return format.canonicalNaN;
    return infinite(format, x.negative);
  }
  if (y.kind === 'infinity') return infinite(format, y.negative);
  const exponent = Math.min(x.exponent, y.exponent);
  const total =
    (signed(x) << BigInt(x.exponent - exponent)) + (signed(y) << BigInt(y.exponent - exponent));
  if (total === 0n) return zero(format, x.negative && y.negative);
  return encodeSigned(format, total, exponent);
}

/** The exact product as a decoded number; infinity times zero is NaN. */
function product(x: Decoded, y: Decoded): Decoded {
  const negative = x.negative !== y.negative;
  const parts = { negative, significand: 0n, exponent: 0 };
  if (x.kind === 'nan' || y.kind === 'nan') return { kind: 'nan', ...parts };
  if (x.kind === 'infinity' || y.kind === 'infinity') {
    const other = x.kind === 'infinity' ? y : x;
    const invalid = other.kind === 'finite' && other.significand === 0n;
    return { kind: invalid ? 'nan' : 'infinity', ...parts };
  }
  const significand = x.significand * y.significand;
  return { kind: 'finite', negative, significand, exponent: x.exponent + y.exponent };
}

/** a + b. */
export function add(format: FloatFormat, a: bigint, b: bigint): bigint {
  return sum(format, decode(format, a), decode(format, b));
}

/** a - b. */
export function subtract(format: FloatFormat, a: bigint, b: bigint): bigint {
  return sum(format, decode(format, a), decode(format, b ^ signBit(format)));
}

/** a * b. */
export function multiply(format: FloatFormat, a: bigint, b: bigint): bigint {
  const { kind, negative, significand, exponent } = product(decode(format, a), decode(format, b));
  if (kind === 'nan') return format.canonicalNaN;
  if (kind === 'infinity') return infinite(format, negative);
  return encode(format, negative, significand, exponent);
}

/** a * b + c with one rounding. */
export function fusedMultiplyAdd(format: FloatFormat, a: bigint, b: bigint, c: bigint): bigint {
  return sum(format, product(decode(format, a), decode(format, b)), decode(format, c));
}

/** a / b; a non-zero number divided by zero is an infinity. */
export function divide(format: FloatFormat, a: bigint, b: bigint): bigint {
  const x = decode(format, a);
  const y = decode(format, b);
  const negative = x.negative !== y.negative;
  if (x.kind === 'nan' || y.kind === 'nan') return format.canonicalNaN;
  if (x.kind === 'infinity') {
    return y.kind === 'infinity' ? format.canonicalNaN : infinite(format, negative);
  }
  if (y.kind === 'infinity') return zero(format, negative);
  if (y.significand === 0n) {
    return x.significand === 0n ? format.canonicalNaN : infinite(format, negative);
  }
  const exponent = x.exponent - y.exponent;
  return encodeRatio(format, negative, x.significand, y.significand, exponent);
}

/** Largest integer whose square is at most `value`. */
function integerSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitLength(value) + 1) >> 1); // not below the root, so Newton falls to it
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Square root; negative operands other than -0 give NaN. */
export function squareRoot(format: FloatFormat, a: bigint): bigint {
  const x = decode(format, a);
  if (x.kind === 'nan') return format.canonicalNaN;
  if (x.kind === 'finite' && x.significand === 0n) return a;
  if (x.negative) return format.canonicalNaN;
  if (x.kind === 'infinity') return a;
  // An even exponent, and a root of two bits more than the precision.
  let shift = Math.max(0, 2 * (format.precision + 2) - bitLength(x.significand));
  if (((x.exponent - shift) & 1) !== 0) shift += 1;
  const scaled = x.significand << BigInt(shift);
  const root = integerSquareRoot(scaled);
  return encode(format, false, root, (x.exponent - shift) / 2, root * root !== scaled);
}

/** a - b * trunc(a / b) as a decoded number with the sign of a; both finite, b not zero. */
function exactRemainder(x: Decoded, y: Decoded): Decoded {
  const exponent = Math.min(x.exponent, y.exponent);
  const dividend = x.significand << BigInt(x.exponent - exponent);
  const divisor = y.significand << BigInt(y.exponent - exponent);
  return { kind: 'finite', negative: x.negative, significand: dividend % divisor, exponent };
}

/** C `fmod`: the sign of the dividend, always exact; a / 0 and inf / b are NaN, a / inf is a. */
export function remainder(format: FloatFormat, a: bigint, b: bigint): bigint {
  const x = decode(format, a);
  const y = decode(format, b);
  const invalid = x.kind !== 'finite' || y.kind === 'nan';
  if (invalid || (y.kind === 'finite' && y.significand === 0n)) return format.canonicalNaN;
  if (y.kind === 'infinity') return a;
  const { negative, significand, exponent } = exactRemainder(x, y);
  return encode(format, negative, significand, exponent);
}

/**
 * `mod` of codegen.md 3.2: r = fmod(a, b); zero takes the sign of b, an r of b's sign is the result,
 * otherwise the result is fmod(r + b, b), where r + b is rounded.
 */
export function modulo(format: FloatFormat, a: bigint, b: bigint): bigint {
  const r = decode(format, remainder(format, a, b));
  const divisor = decode(format, b);
  if (r.kind === 'nan') return format.canonicalNaN;
  if (r.significand === 0n) return zero(format, divisor.negative);
  if (r.negative === divisor.negative) return encodeSigned(format, signed(r), r.exponent);
  return remainder(format, sum(format, r, divisor), b);
}
