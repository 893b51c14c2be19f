// The text form of floating-point constants (air.md, section 2).
//
// Reading: decimal with a digit on each side of the point, hexadecimal with a binary exponent, an integer,
// `inf`, `-inf`, `nan`, or the exact bits `0fx…` with all hex digits. Every number is rounded once.
// Writing: the shortest decimal that reads back to the same bits for f16, f32 and f64 of moderate size;
// bits for everything else. The decimal form has no exponent.

import { bitLength, decode, encode, encodeRatio, signBit } from './format.ts';
import type { FloatFormat } from './format.ts';

/** Decimal digits that decide a rounding in any of the formats; what follows only makes it inexact. */
const DECISIVE_DIGITS = 12_000;
/** Powers of ten beyond these over- or underflow in every format. */
const LARGEST_POWER = 5_000;
/** Powers of two beyond these over- or underflow in every format. */
const LARGEST_BINARY_POWER = 40_000;

const DECIMAL = /^(-?)(\d[\d_]*)(?:\.(\d[\d_]*))?(?:[eE]([+-]?)(\d+))?$/;
const HEXADECIMAL = /^(-?)0x([\da-fA-F_]+)(?:\.([\da-fA-F_]+))?(?:[pP]([+-]?)(\d+))?$/;
const OTHER_RADIX = /^(-?)(0[ob][\d_]+)$/;
const BITS = /^0fx([\da-fA-F]+)$/;

const withoutSeparators = (digits: string): string => digits.replaceAll('_', '');

/** An exponent as written, held within a range that is far beyond every format. */
function exponentOf(sign: string | undefined, digits: string | undefined): number {
  if (digits === undefined) return 0;
  const value = Math.min(Number(digits), 1e9);
  return sign === '-' ? -value : value;
}

function fromDecimal(
  format: FloatFormat,
  negative: boolean,
  digits: string,
  exponent: number,
): bigint {
  const significant = digits.replace(/^0+/, '');
  if (significant === '') return encode(format, negative, 0n, 0);
  const magnitude = significant.length + exponent; // the value is in [10^(magnitude-1), 10^magnitude)
  if (magnitude > LARGEST_POWER) return encode(format, negative, 1n, LARGEST_BINARY_POWER);
  if (magnitude < -LARGEST_POWER) return encode(format, negative, 1n, -LARGEST_BINARY_POWER);
  let kept = significant;
  let scale = exponent;
  if (significant.length > DECISIVE_DIGITS) {
    scale += significant.length - DECISIVE_DIGITS - 1;
    const inexact = /[1-9]/.test(significant.slice(DECISIVE_DIGITS));
    kept = significant.slice(0, DECISIVE_DIGITS) + (inexact ? '1' : '0');
  }
  const value = BigInt(kept);
  return scale >= 0
    ? encode(format, negative, value * 10n ** BigInt(scale), 0)
    : encodeRatio(format, negative, value, 10n ** BigInt(-scale), 0);
}

function fromHexadecimal(
  format: FloatFormat,
  negative: boolean,
  whole: string,
  fraction: string,
  exponent: number,
): bigint {
  const significand = BigInt(`0x0${whole}${fraction}`);
  const last = exponent - 4 * fraction.length;
  const magnitude = last + bitLength(significand);
  if (magnitude > LARGEST_BINARY_POWER) return encode(format, negative, significand, 40_000);
  if (magnitude < -LARGEST_BINARY_POWER)
    return encode(format, negative, significand && 1n, -40_000);
  return encode(format, negative, significand, last);
}

/**
 * Reads a floating-point constant.
 *
 * @returns the bit pattern, or `undefined` when the text has no such form or `0fx` does not have exactly
 *   the digits of the format
 * @example
 * parseFloatText(f32, '0.1'); // 0x3dcccccdn
 * parseFloatText(f16, '0fx3C00'); // 0x3c00n
 */
export function parseFloatText(format: FloatFormat, text: string): bigint | undefined {
  if (text === 'inf') return format.infinity;
  if (text === '-inf') return format.infinity | signBit(format);
  if (text === 'nan') return format.canonicalNaN;
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) {
    const [, sign, whole = '', fraction = '', exponentSign, exponent] = decimal;
    const fractionDigits = withoutSeparators(fraction);
    const digits = withoutSeparators(whole) + fractionDigits;
    const scale = exponentOf(exponentSign, exponent) - fractionDigits.length;
    return fromDecimal(format, sign === '-', digits, scale);
  }
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal !== null) {
    const [, sign, whole = '', fraction = '', exponentSign, exponent] = hexadecimal;
    const power = exponentOf(exponentSign, exponent);
    const digits = withoutSeparators(whole);
    return fromHexadecimal(format, sign === '-', digits, withoutSeparators(fraction), power);
  }
  const bits = BITS.exec(text)?.[1];
  if (bits !== undefined) {
    return bits.length * 4 === format.bits ? BigInt(`0x${bits}`) : undefined;
  }
  return fromOtherRadix(format, text);
}

/** Octal and binary integers. */
function fromOtherRadix(format: FloatFormat, text: string): bigint | undefined {
  const parts = OTHER_RADIX.exec(text);
  if (parts === null) return undefined;
  const digits = withoutSeparators(parts[2]!);
  const valid = digits.startsWith('0o') ? /^0o[0-7]+$/ : /^0b[01]+$/;
  return valid.test(digits) ? encode(format, parts[1] === '-', BigInt(digits), 0) : undefined;
}

/** Digits without leading or trailing zeros; the value is 0.DIGITS * 10^point. */
interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * The shortest digits that round to the same bits, nearest to the value among those (Steele and White,
 * with the ends of the interval included when the significand is even). The operand is finite and not zero.
 */
function shortestDigits(format: FloatFormat, bits: bigint): Decimal {
  const { significand, exponent } = decode(format, bits);
  const lowestExponent = 2 - format.bias - format.precision;
  const even = (significand & 1n) === 0n;
  // The lower neighbour is half as far when the significand is a power of two (and not the smallest).
  const uneven = significand === 1n << BigInt(format.precision - 1) && exponent > lowestExponent;
  const factor = uneven ? 4n : 2n;
  let value = significand * factor;
  let above = uneven ? 2n : 1n;
  let below = 1n;
  let scale = factor;
  if (exponent >= 0) {
    value <<= BigInt(exponent);
    above <<= BigInt(exponent);
    below <<= BigInt(exponent);
  } else {
    scale <<= BigInt(-exponent);
  }
  const reachesTop = (v: bigint): boolean => (even ? v + above >= scale : v + above > scale);
  let point = 0;
  while (reachesTop(value)) {
    scale *= 10n;
    point += 1;
  }
  while ((value + above) * 10n < scale) {
    value *= 10n;
    above *= 10n;
    below *= 10n;
    point -= 1;
  }
  let digits = '';
  for (;;) {
    value *= 10n;
    above *= 10n;
    below *= 10n;
    let digit = value / scale;
    value %= scale;
    const low = even ? value <= below : value < below;
    const high = reachesTop(value);
    if (low || high) {
      if (high && (!low || value * 2n >= scale)) digit += 1n;
      return { digits: digits + digit.toString(), point };
    }
    digits += digit.toString();
  }
}

/**
 * The canonical text of a bit pattern; `parseFloatText` gives the same bits back.
 *
 * @example
 * printFloat(f32, 0x3dcccccdn); // '0.1'
 * printFloat(f64, 0x7ff8000000000001n); // '0fx7FF8000000000001'
 */
export function printFloat(format: FloatFormat, bits: bigint): string {
  const exact = `0fx${bits
    .toString(16)
    .toUpperCase()
    .padStart(format.bits / 4, '0')}`;
  if (format.bits > 64) return exact;
  const { kind, negative, significand } = decode(format, bits);
  const sign = negative ? '-' : '';
  if (kind === 'nan') return bits === format.canonicalNaN ? 'nan' : exact;
  if (kind === 'infinity') return `${sign}inf`;
  if (significand === 0n) return `${sign}0.0`;
  const { digits, point } = shortestDigits(format, bits);
  if (point < -3 || point > 12) return exact;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const whole = digits.slice(0, point).padEnd(point, '0');
  return `${sign}${whole}.${digits.slice(point) || '0'}`;
}
