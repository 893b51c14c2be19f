// Correctly rounded sin, cos, tan, exp, exp2, log, log2, log10.
//
// Each function is evaluated in fixed point as an interval that holds the true value. When both ends
// round to the same bits, those are the result; otherwise the working precision is doubled (Ziv's
// strategy). It ends, because outside the exact cases, which are answered first, the values are
// irrational and so never lie on a number of the format or halfway between two.

import { bitLength, decode, encode, encodeSigned, signBit } from './format.ts';
import type { Decoded, FloatFormat } from './format.ts';
import {
  exponential,
  fixedDivide,
  ln10,
  ln2,
  logarithmOfMantissa,
  sineAndCosine,
} from './fixed-point.ts';

/** The true value lies in [low, high] * 2^exponent. */
interface Interval {
  readonly low: bigint;
  readonly high: bigint;
  readonly exponent: number;
}

/** Bound of the error of a fixed-point evaluation, in units of its last place; generous. */
const ERROR = 1n << 12n;

const around = (units: bigint, exponent: number, error = ERROR): Interval => ({
  low: units - error,
  high: units + error,
  exponent,
});

/** Evaluates with more and more fraction bits until the rounding is certain. */
function roundCertain(format: FloatFormat, evaluate: (fraction: number) => Interval): bigint {
  for (let fraction = format.precision + 40; ; fraction *= 2) {
    const { low, high, exponent } = evaluate(fraction);
    const bits = encodeSigned(format, low, exponent);
    if (low < 0n === high < 0n && bits === encodeSigned(format, high, exponent)) return bits;
  }
}

/** The operand in fixed point, rounded down. */
function toFixed(x: Decoded, fraction: number): bigint {
  const value = x.negative ? -x.significand : x.significand;
  const shift = x.exponent + fraction;
  return shift >= 0 ? value << BigInt(shift) : value >> BigInt(-shift);
}

/** The exponent of the highest bit: |x| is in [2^n, 2^(n+1)). */
const magnitude = (x: Decoded): number => x.exponent + bitLength(x.significand) - 1;

const isZero = (x: Decoded): boolean => x.kind === 'finite' && x.significand === 0n;

/** So small that |sin x - x|, |tan x - x|, |cos x - 1| and |exp x - 1| are below a quarter of the last place. */
const isTiny = (format: FloatFormat, x: Decoded): boolean => magnitude(x) < -format.precision - 2;

function trigonometric(
  format: FloatFormat,
  bits: bigint,
  atTiny: (bits: bigint) => bigint,
  combine: (sine: bigint, cosine: bigint, fraction: number) => Interval,
): bigint {
  const x = decode(format, bits);
  if (x.kind !== 'finite') return format.canonicalNaN;
  if (isZero(x) || isTiny(format, x)) return atTiny(bits);
  return roundCertain(format, (fraction) => {
    const { sine, cosine } = sineAndCosine(x, fraction);
    return combine(sine, cosine, fraction);
  });
}

/** Sine of an angle in radians; NaN for infinities. */
export function sin(format: FloatFormat, bits: bigint): bigint {
  const itself = (x: bigint): bigint => x;
  return trigonometric(format, bits, itself, (sine, _, fraction) => around(sine, -fraction));
}

/** Cosine of an angle in radians; NaN for infinities. */
export function cos(format: FloatFormat, bits: bigint): bigint {
  const one = (): bigint => encode(format, false, 1n, 0);
  return trigonometric(format, bits, one, (_, cosine, fraction) => around(cosine, -fraction));
}

/** Tangent of an angle in radians; NaN for infinities. */
export function tan(format: FloatFormat, bits: bigint): bigint {
  const itself = (x: bigint): bigint => x;
  return trigonometric(format, bits, itself, (sine, cosine, fraction) => {
    const distance = (cosine < 0n ? -cosine : cosine) - ERROR;
    if (distance <= 0n) return { low: -1n, high: 1n, exponent: 0 }; // too near a pole to tell the sign
    const quotient = fixedDivide(sine, cosine, fraction);
    // |d(s/c)| <= (|ds| + |s/c| |dc|) / |c|
    const slope = (1n << BigInt(fraction)) + (quotient < 0n ? -quotient : quotient);
    return around(quotient, -fraction, (ERROR * slope) / distance + 2n);
  });
}

/** Results of exp and exp2 beyond these binary exponents over- or underflow in every format. */
const LARGEST_BINARY_EXPONENT = 40_000;

/** b^x for a finite x that is neither zero nor tiny; `lnBase` is ln b as a function of the precision. */
function power(format: FloatFormat, x: Decoded, lnBase: (fraction: number) => bigint): bigint {
  if (magnitude(x) >= 16) {
    const exponent = x.negative ? -LARGEST_BINARY_EXPONENT : LARGEST_BINARY_EXPONENT;
    return encode(format, false, 1n, exponent);
  }
  return roundCertain(format, (fraction) => {
    const guard = fraction + 20; // the integer part of x times the error of ln b
    const argument = (toFixed(x, guard) * lnBase(guard)) >> BigInt(guard);
    const one = ln2(guard);
    const whole = argument / one;
    const rest = (argument - whole * one) >> 20n;
    return around(exponential(rest, fraction), Number(whole) - fraction);
  });
}

function powerSpecial(format: FloatFormat, x: Decoded): bigint | undefined {
  if (x.kind === 'nan') return format.canonicalNaN;
  if (x.kind === 'infinity') return x.negative ? 0n : format.infinity;
  if (isZero(x) || isTiny(format, x)) return encode(format, false, 1n, 0);
  return undefined;
}

/** e^x; exp(-inf) is 0. */
export function exp(format: FloatFormat, bits: bigint): bigint {
  const x = decode(format, bits);
  const unit = (fraction: number): bigint => 1n << BigInt(fraction);
  return powerSpecial(format, x) ?? power(format, x, unit);
}

/** 2^x; exact for integers. */
export function exp2(format: FloatFormat, bits: bigint): bigint {
  const x = decode(format, bits);
  const special = powerSpecial(format, x);
  if (special !== undefined) return special;
  if (magnitude(x) < 16 && isIntegral(x)) {
    return encode(format, false, 1n, Number(toFixed(x, 0)));
  }
  return power(format, x, ln2);
}

/** True when a finite number has no fraction. */
function isIntegral(x: Decoded): boolean {
  return x.exponent >= 0 || BigInt.asUintN(-x.exponent, x.significand) === 0n;
}

function logarithmSpecial(format: FloatFormat, x: Decoded): bigint | undefined {
  if (isZero(x)) return signBit(format) | format.infinity;
  if (x.kind === 'nan' || x.negative) return format.canonicalNaN;
  return x.kind === 'infinity' ? format.infinity : undefined;
}

/** ln x / ln b for positive x; `lnBase` as in `power`. Not for exact results. */
function logarithm(format: FloatFormat, x: Decoded, lnBase: (fraction: number) => bigint): bigint {
  return roundCertain(format, (fraction) => {
    const guard = fraction + 20; // the binary exponent of x times the error of ln 2
    const { exponent, ln } = logarithmOfMantissa(x, guard);
    const natural = BigInt(exponent) * ln2(guard) + ln;
    return around(fixedDivide(natural, lnBase(guard), guard) >> 20n, -fraction);
  });
}

/** Natural logarithm; log(0) is -inf, log of a negative number NaN. */
export function log(format: FloatFormat, bits: bigint): bigint {
  const x = decode(format, bits);
  const special = logarithmSpecial(format, x);
  if (special !== undefined) return special;
  if (magnitude(x) === 0 && isPowerOfTwo(x)) return 0n;
  return logarithm(format, x, (fraction) => 1n << BigInt(fraction));
}

/** Binary logarithm; exact for powers of two. */
export function log2(format: FloatFormat, bits: bigint): bigint {
  const x = decode(format, bits);
  const special = logarithmSpecial(format, x);
  if (special !== undefined) return special;
  if (isPowerOfTwo(x)) return encodeSigned(format, BigInt(magnitude(x)), 0);
  return logarithm(format, x, ln2);
}

/** Decimal logarithm; exact for powers of ten. */
export function log10(format: FloatFormat, bits: bigint): bigint {
  const x = decode(format, bits);
  const special = logarithmSpecial(format, x);
  if (special !== undefined) return special;
  const exact = powerOfTen(format, x);
  if (exact !== undefined) return encodeSigned(format, BigInt(exact), 0);
  return logarithm(format, x, ln10);
}

const isPowerOfTwo = (x: Decoded): boolean => (x.significand & (x.significand - 1n)) === 0n;

/** n when x is 10^n: only for n >= 0 are such numbers binary fractions. */
function powerOfTen(format: FloatFormat, x: Decoded): number | undefined {
  // 10^n = 5^n * 2^n and 5^n must fit the precision, so n is small.
  if (!isIntegral(x) || magnitude(x) > 4 * format.precision) return undefined;
  const digits = toFixed(x, 0).toString();
  return /^10*$/.test(digits) ? digits.length - 1 : undefined;
}
