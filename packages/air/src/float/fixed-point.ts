// Fixed-point evaluation for `transcendental.ts`: a number v is the integer floor(v * 2^fraction).
//
// Every result is off by less than 2^12 units of its last place: each step of a series adds at most two,
// there are fewer than 2^10 steps at any precision in use for results rounded the first time, and the
// working precision of a function includes 16 guard bits for longer series.

import { bitLength } from './format.ts';
import type { Decoded } from './format.ts';

const GUARD = 16;

/** a / b in fixed point. */
export function fixedDivide(a: bigint, b: bigint, fraction: number): bigint {
  return (a << BigInt(fraction)) / b;
}

/** Sum of 1 / ((2i + 1) * n^(2i + 1)), alternating for the arc tangent: atanh(1/n) or atan(1/n). */
function inverseSeries(n: bigint, fraction: number, alternating: boolean): bigint {
  const square = n * n;
  let power = (1n << BigInt(fraction)) / n;
  let total = 0n;
  for (let i = 0; power !== 0n; i += 1) {
    const term = power / BigInt(2 * i + 1);
    total += alternating && (i & 1) === 1 ? -term : term;
    power /= square;
  }
  return total;
}

/** A constant as a function of the precision, remembered at the largest precision asked for. */
function constant(compute: (fraction: number) => bigint): (fraction: number) => bigint {
  let known = 0n;
  let knownFraction = -1;
  return (fraction) => {
    if (fraction > knownFraction) {
      known = compute(fraction + GUARD) >> BigInt(GUARD);
      knownFraction = fraction;
    }
    return known >> BigInt(knownFraction - fraction);
  };
}

/** Coefficients of atanh(1/31), atanh(1/49) and atanh(1/161). */
const machinLike =
  (a: bigint, b: bigint, c: bigint) =>
  (fraction: number): bigint =>
    a * inverseSeries(31n, fraction, false) +
    b * inverseSeries(49n, fraction, false) +
    c * inverseSeries(161n, fraction, false);

/** ln 2 = 14 atanh(1/31) + 10 atanh(1/49) + 6 atanh(1/161). */
export const ln2: (fraction: number) => bigint = /* @__PURE__ */ constant(
  /* @__PURE__ */ machinLike(14n, 10n, 6n),
);

/** ln 10 = 46 atanh(1/31) + 34 atanh(1/49) + 20 atanh(1/161). */
export const ln10: (fraction: number) => bigint = /* @__PURE__ */ constant(
  /* @__PURE__ */ machinLike(46n, 34n, 20n),
);

/** pi = 16 atan(1/5) - 4 atan(1/239) (Machin). */
const pi = /* @__PURE__ */ constant(
  (fraction) => 16n * inverseSeries(5n, fraction, true) - 4n * inverseSeries(239n, fraction, true),
);

/** e^x by its Taylor series; |x| is below 1. */
export function exponential(x: bigint, fraction: number): bigint {
  const wide = BigInt(fraction + GUARD);
  const argument = x << BigInt(GUARD);
  let term = 1n << wide;
  let total = term;
  for (let i = 1n; term !== 0n && term !== -1n; i += 1n) {
    term = ((term * argument) >> wide) / i;
    total += term;
  }
  return total >> BigInt(GUARD);
}

/**
 * ln of the mantissa of a positive x = mantissa * 2^exponent with the mantissa in [0.7, 1.42), by
 * ln m = 2 atanh((m - 1) / (m + 1)). Near 1 the result is accurate in absolute, not relative, terms.
 */
export function logarithmOfMantissa(
  x: Decoded,
  fraction: number,
): { exponent: number; ln: bigint } {
  const length = bitLength(x.significand);
  // Compare with sqrt(2) closely enough: the first bits decide between m in [1, 1.42) and [0.7, 1).
  const head =
    length > 8 ? x.significand >> BigInt(length - 8) : x.significand << BigInt(8 - length);
  const integerBits = head < 181n ? 1 : 0;
  const scale = length - integerBits; // m = significand / 2^scale
  const one = 1n << BigInt(scale);
  const wide = fraction + GUARD;
  const s = ((x.significand - one) << BigInt(wide)) / (x.significand + one);
  const square = (s * s) >> BigInt(wide);
  let power = s;
  let total = s;
  for (let i = 3n; power !== 0n && power !== -1n; i += 2n) {
    power = (power * square) >> BigInt(wide);
    total += power / i;
  }
  return { exponent: x.exponent + scale, ln: (2n * total) >> BigInt(GUARD) };
}

/** Sine and cosine of any finite x: reduced by multiples of pi / 2, then by their Taylor series. */
export function sineAndCosine(x: Decoded, fraction: number): { sine: bigint; cosine: bigint } {
  const wide = fraction + GUARD;
  // The multiple of pi / 2 is as long as the integer part of x; pi needs as many more bits.
  const extra = Math.max(0, x.exponent + bitLength(x.significand)) + 2;
  const precision = wide + extra;
  const halfPi = pi(precision) >> 1n;
  const shift = x.exponent + precision;
  const angle = shift >= 0 ? x.significand << BigInt(shift) : x.significand >> BigInt(-shift);
  const multiple = (angle + (halfPi >> 1n)) / halfPi;
  const r = (angle - multiple * halfPi) >> BigInt(extra);
  const one = 1n << BigInt(wide);
  const square = (r * r) >> BigInt(wide);
  let even = one;
  let odd = r;
  let cosine = one;
  let sine = r;
  for (let i = 1n; even !== 0n || odd !== 0n; i += 1n) {
    even = -(((even * square) >> BigInt(wide)) / ((2n * i - 1n) * (2n * i)));
    odd = -(((odd * square) >> BigInt(wide)) / (2n * i * (2n * i + 1n)));
    cosine += even;
    sine += odd;
  }
  sine >>= BigInt(GUARD);
  cosine >>= BigInt(GUARD);
  const quadrant = multiple & 3n;
  const [s, c] =
    quadrant === 0n
      ? [sine, cosine]
      : quadrant === 1n
        ? [cosine, -sine]
        : quadrant === 2n
          ? [-sine, -cosine]
          : [-cosine, sine];
  return { sine: x.negative ? -s : s, cosine: c };
}
