// Rounding to an integral value of the same format. Results are exact and keep the sign of zero.

import { decode, encode, signBit } from './format.ts';
import type { FloatFormat } from './format.ts';

/** How to choose between the integers around a number that is none. */
type Direction = 'down' | 'up' | 'zero' | 'halfAway';

function integral(format: FloatFormat, bits: bigint, direction: Direction): bigint {
  const x = decode(format, bits);
  if (x.kind === 'nan') return format.canonicalNaN;
  if (x.kind === 'infinity' || x.exponent >= 0 || x.significand === 0n) return bits;
  const shift = BigInt(-x.exponent);
  let whole = x.significand >> shift;
  const rest = x.significand - (whole << shift);
  const away =
    rest !== 0n &&
    ((direction === 'down' && x.negative) ||
      (direction === 'up' && !x.negative) ||
      (direction === 'halfAway' && rest >> (shift - 1n) === 1n));
  if (away) whole += 1n;
  if (whole === 0n) return x.negative ? signBit(format) : 0n;
  return encode(format, x.negative, whole, 0);
}

/** Largest integral number not above the operand. */
export function floor(format: FloatFormat, bits: bigint): bigint {
  return integral(format, bits, 'down');
}

/** Smallest integral number not below the operand. */
export function ceil(format: FloatFormat, bits: bigint): bigint {
  return integral(format, bits, 'up');
}

/** The operand without its fraction. */
export function truncate(format: FloatFormat, bits: bigint): bigint {
  return integral(format, bits, 'zero');
}

/** Nearest integral number, halves away from zero. */
export function round(format: FloatFormat, bits: bigint): bigint {
  return integral(format, bits, 'halfAway');
}
