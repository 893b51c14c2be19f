// The five binary floating-point formats, and the way between their bit patterns and exact numbers.
//
// A bit pattern is a non-negative BigInt of `format.bits` bits. An exact number is sign, significand
// and exponent: (-1)^negative * significand * 2^exponent. Every operation of this directory decodes,
// computes exactly, and encodes once; `encode` is the only place that rounds (to nearest, ties to even).

/** Shape of one floating-point format. */
export interface FloatFormat {
  readonly name: 'f16' | 'f32' | 'f64' | 'f80' | 'f128';
  /** Width of the bit pattern: 16, 32, 64, 80 or 128. */
  readonly bits: number;
  /** Significant bits, the integer bit included. */
  readonly precision: number;
  readonly exponentBits: number;
  /** Exponent bias, which is also the largest exponent of a number in [1, 2). */
  readonly bias: number;
  /** Bits stored below the exponent: `precision - 1`, or `precision` where the integer bit is stored (f80). */
  readonly fieldBits: number;
  /** The quiet NaN that arithmetic gives: positive, only the quiet bit (and a stored integer bit) set. */
  readonly canonicalNaN: bigint;
  /** Bit pattern of positive infinity. */
  readonly infinity: bigint;
}

function format(
  name: FloatFormat['name'],
  bits: number,
  exponentBits: number,
  storesIntegerBit: boolean,
): FloatFormat {
  const fieldBits = bits - 1 - exponentBits;
  const precision = storesIntegerBit ? fieldBits : fieldBits + 1;
  const infinity =
    (((1n << BigInt(exponentBits)) - 1n) << BigInt(fieldBits)) |
    (storesIntegerBit ? 1n << BigInt(fieldBits - 1) : 0n);
  return {
    name,
    bits,
    precision,
    exponentBits,
    bias: 2 ** (exponentBits - 1) - 1,
    fieldBits,
    infinity,
    canonicalNaN: infinity | (1n << BigInt(precision - 2)),
  };
}

/** IEEE binary16. */
export const f16: FloatFormat = /* @__PURE__ */ format('f16', 16, 5, false);
/** IEEE binary32. */
export const f32: FloatFormat = /* @__PURE__ */ format('f32', 32, 8, false);
/** IEEE binary64. */
export const f64: FloatFormat = /* @__PURE__ */ format('f64', 64, 11, false);
/** x87 extended: 15 exponent bits, 64 significand bits with a stored integer bit. */
export const f80: FloatFormat = /* @__PURE__ */ format('f80', 80, 15, true);
/** IEEE binary128. */
export const f128: FloatFormat = /* @__PURE__ */ format('f128', 128, 15, false);

/** The format of a width in bits. Throws RangeError for a width that has none. */
export function formatOfBits(bits: number): FloatFormat {
  switch (bits) {
    case 16:
      return f16;
    case 32:
      return f32;
    case 64:
      return f64;
    case 80:
      return f80;
    case 128:
      return f128;
    default:
      throw new RangeError(`no floating-point format has ${bits} bits`);
  }
}

/**
 * A decoded number. `finite` includes zero (significand 0); for `infinity` and `nan` only the sign
 * means something.
 */
export interface Decoded {
  readonly kind: 'finite' | 'infinity' | 'nan';
  readonly negative: boolean;
  readonly significand: bigint;
  readonly exponent: number;
}

/** Number of bits of a non-negative integer: 0 for 0. */
export function bitLength(value: bigint): number {
  if (value < 0x1_0000_0000n) return 32 - Math.clz32(Number(value));
  const digits = value.toString(16);
  return digits.length * 4 - Math.clz32(parseInt(digits[0]!, 16)) + 28;
}

/** The sign bit of a format, which is its highest bit. */
export function signBit(format: FloatFormat): bigint {
  return 1n << BigInt(format.bits - 1);
}

/** Splits a bit pattern. f80 patterns without the integer bit above exponent 0 are NaN, as on x87. */
export function decode(format: FloatFormat, bits: bigint): Decoded {
  const { fieldBits, precision, exponentBits, bias } = format;
  const negative = bits >> BigInt(format.bits - 1) !== 0n;
  const biased = Number((bits >> BigInt(fieldBits)) & ((1n << BigInt(exponentBits)) - 1n));
  const field = BigInt.asUintN(fieldBits, bits);
  const storesIntegerBit = fieldBits === precision;
  const integerBit = 1n << BigInt(precision - 1);
  const invalid = storesIntegerBit && biased !== 0 && (field & integerBit) === 0n;
  if (invalid) return { kind: 'nan', negative, significand: 0n, exponent: 0 };
  if (biased === 2 ** exponentBits - 1) {
    const payload = BigInt.asUintN(precision - 1, field);
    return { kind: payload === 0n ? 'infinity' : 'nan', negative, significand: 0n, exponent: 0 };
  }
  const exponent = Math.max(biased, 1) - bias - (precision - 1);
  const significand = biased === 0 || storesIntegerBit ? field : field | integerBit;
  return { kind: 'finite', negative, significand, exponent };
}

/**
 * Rounds (-1)^negative * significand * 2^exponent to the nearest number of the format, ties to even;
 * overflow gives infinity, subnormals are honoured.
 *
 * @param significand - not negative
 * @param sticky - the exact magnitude lies strictly between `significand` and `significand + 1`;
 *   `significand` must then have at least two bits more than the format's precision
 * @example
 * encode(f32, false, 3n, -1); // 0x3fc00000n, which is 1.5
 */
export function encode(
  format: FloatFormat,
  negative: boolean,
  significand: bigint,
  exponent: number,
  sticky = false,
): bigint {
  const { precision, bias, fieldBits, exponentBits } = format;
  const sign = negative ? signBit(format) : 0n;
  if (significand === 0n) return sign;
  const lowest = 2 - bias - precision; // exponent of the last bit of a subnormal number
  let last = Math.max(exponent + bitLength(significand) - precision, lowest);
  const drop = last - exponent;
  let kept = significand;
  if (drop > 0) {
    const shift = BigInt(drop);
    kept = significand >> shift;
    const rest = significand - (kept << shift);
    const half = 1n << (shift - 1n);
    if (rest > half || (rest === half && (sticky || (kept & 1n) === 1n))) kept += 1n;
  } else {
    kept <<= BigInt(-drop);
  }
  if (bitLength(kept) > precision) {
    kept >>= 1n; // rounding carried into a power of two: nothing is lost
    last += 1;
  }
  if (kept === 0n) return sign;
  const normal = bitLength(kept) === precision;
  const biased = normal ? last + precision - 1 + bias : 0;
  if (biased >= 2 ** exponentBits - 1) return sign | format.infinity;
  const field = fieldBits === precision ? kept : BigInt.asUintN(precision - 1, kept);
  return sign | (BigInt(biased) << BigInt(fieldBits)) | field;
}

/** As `encode`, for a significand of either sign. Zero becomes positive zero. */
export function encodeSigned(format: FloatFormat, significand: bigint, exponent: number): bigint {
  return significand < 0n
    ? encode(format, true, -significand, exponent)
    : encode(format, false, significand, exponent);
}

/**
 * Rounds (-1)^negative * numerator / denominator * 2^exponent once.
 *
 * @param numerator - not negative
 * @param denominator - positive
 */
export function encodeRatio(
  format: FloatFormat,
  negative: boolean,
  numerator: bigint,
  denominator: bigint,
  exponent: number,
): bigint {
  const wanted = format.precision + 2 + bitLength(denominator) - bitLength(numerator);
  const shift = Math.max(wanted, 0);
  const scaled = numerator << BigInt(shift);
  const quotient = scaled / denominator;
  return encode(format, negative, quotient, exponent - shift, quotient * denominator !== scaled);
}

/** True for every NaN pattern, whatever its sign and payload. */
export function isNaN(format: FloatFormat, bits: bigint): boolean {
  return decode(format, bits).kind === 'nan';
}
