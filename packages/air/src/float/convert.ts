// Conversions among formats, and between numbers and integers of any width.

import { decode, encode, encodeSigned, f64, signBit } from './format.ts';
import type { FloatFormat } from './format.ts';

/**
 * Converts to another format: exact when it is wider, one rounding when it is not. NaN becomes the
 * canonical NaN of the target.
 */
export function convert(from: FloatFormat, to: FloatFormat, bits: bigint): bigint {
  const x = decode(from, bits);
  if (x.kind === 'nan') return to.canonicalNaN;
  if (x.kind === 'infinity') return (x.negative ? signBit(to) : 0n) | to.infinity;
  return encode(to, x.negative, x.significand, x.exponent);
}

/** The nearest number to an integer of any size, ties to even; beyond the range, infinity. */
export function fromInteger(format: FloatFormat, value: bigint): bigint {
  return encodeSigned(format, value, 0);
}

/** The operand without its fraction as an integer; `undefined` for NaN and infinities. */
export function toInteger(format: FloatFormat, bits: bigint): bigint | undefined {
  const x = decode(format, bits);
  if (x.kind !== 'finite') return undefined;
  const magnitude =
    x.exponent >= 0 ? x.significand << BigInt(x.exponent) : x.significand >> BigInt(-x.exponent);
  return x.negative ? -magnitude : magnitude;
}

/** The bit pattern of a JavaScript number, rounded once to the format. */
export function fromNumber(format: FloatFormat, value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return convert(f64, format, view.getBigUint64(0));
}

/** The JavaScript number nearest to a bit pattern. */
export function toNumber(format: FloatFormat, bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, convert(format, f64, bits));
  return view.getFloat64(0);
}
