// What integer instructions mean, in BigInt: the reference of integers.test.ts.

/** An integer type of at most 64 bits. */
export interface Int {
  readonly name: string;
  readonly bits: number;
  readonly signed: boolean;
  readonly min: bigint;
  readonly max: bigint;
}

const WIDTHS = [1, 7, 8, 15, 16, 24, 31, 32, 33, 40, 63, 64] as const;

export function int(name: string): Int {
  const bits = Number(name.slice(1));
  const signed = name[0] === 'i';
  const range = 1n << BigInt(bits);
  return signed
    ? { name, bits, signed, min: -(range >> 1n), max: (range >> 1n) - 1n }
    : { name, bits, signed, min: 0n, max: range - 1n };
}

export const INTS: readonly Int[] = WIDTHS.flatMap((bits) => [int(`u${bits}`), int(`i${bits}`)]);

export const wrap = ({ bits, signed }: Int, value: bigint): bigint =>
  signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
export const fits = ({ min, max }: Int, value: bigint): boolean => value >= min && value <= max;
const clamp = ({ min, max }: Int, value: bigint): bigint =>
  value < min ? min : value > max ? max : value;

/** A result, `undefined` for undefined behaviour, or a panic. */
export type Expected = bigint | undefined | 'trap';

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};
const defined =
  (compute: (t: Int, a: bigint, b: bigint) => bigint) =>
  (t: Int, a: bigint, b: bigint): Expected => {
    const value = compute(t, a, b);
    return fits(t, value) ? value : undefined;
  };
const divided =
  (compute: (a: bigint, b: bigint) => bigint) =>
  (t: Int, a: bigint, b: bigint): Expected =>
    b === 0n || !fits(t, a / b) ? undefined : compute(a, b);
const checked =
  (compute: (a: bigint, b: bigint) => bigint) =>
  (t: Int, a: bigint, b: bigint): Expected => {
    const value = compute(a, b);
    return fits(t, value) ? value : 'trap';
  };
const bool =
  (compare: (a: bigint, b: bigint) => boolean) =>
  (_: Int, a: bigint, b: bigint): Expected =>
    compare(a, b) ? 1n : 0n;

type Binary = (t: Int, a: bigint, b: bigint) => Expected;

/** Instructions `(T, T) T`. */
export const BINARY: Readonly<Record<string, Binary>> = {
  add: defined((_, a, b) => a + b),
  sub: defined((_, a, b) => a - b),
  mul: defined((_, a, b) => a * b),
  add_wrap: (t, a, b) => wrap(t, a + b),
  sub_wrap: (t, a, b) => wrap(t, a - b),
  mul_wrap: (t, a, b) => wrap(t, a * b),
  add_sat: (t, a, b) => clamp(t, a + b),
  sub_sat: (t, a, b) => clamp(t, a - b),
  mul_sat: (t, a, b) => clamp(t, a * b),
  add_safe: checked((a, b) => a + b),
  sub_safe: checked((a, b) => a - b),
  mul_safe: checked((a, b) => a * b),
  div_trunc: divided((a, b) => a / b),
  div_floor: divided(floorDivide),
  div_ceil: divided((a, b) => -floorDivide(-a, b)),
  div_exact: (t, a, b) => (b === 0n || a % b !== 0n || !fits(t, a / b) ? undefined : a / b),
  rem: (_, a, b) => (b === 0n ? undefined : a % b),
  mod: (_, a, b) => (b === 0n ? undefined : a - floorDivide(a, b) * b),
  min: (_, a, b) => (a < b ? a : b),
  max: (_, a, b) => (a > b ? a : b),
  bit_and: (_, a, b) => a & b,
  bit_or: (_, a, b) => a | b,
  xor: (_, a, b) => a ^ b,
};

/** Instructions `(T, T) bool`. */
export const COMPARE: Readonly<Record<string, Binary>> = {
  cmp_lt: bool((a, b) => a < b),
  cmp_lte: bool((a, b) => a <= b),
  cmp_eq: bool((a, b) => a === b),
  cmp_gte: bool((a, b) => a >= b),
  cmp_gt: bool((a, b) => a > b),
  cmp_neq: bool((a, b) => a !== b),
};

/** Instructions `(T, T) {T, u1}`: the exact value, before wrapping. */
export const OVERFLOW: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  add_with_overflow: (a, b) => a + b,
  sub_with_overflow: (a, b) => a - b,
  mul_with_overflow: (a, b) => a * b,
  shl_with_overflow: (a, b) => a << b,
};

/** Instructions `(T, count) T`. */
export const SHIFT: Readonly<Record<string, Binary>> = {
  shl: (t, a, n) => (n >= t.bits ? undefined : wrap(t, a << n)),
  shl_exact: (t, a, n) => (n >= t.bits || !fits(t, a << n) ? undefined : a << n),
  shr: (t, a, n) => (n >= t.bits ? undefined : a >> n),
  shr_exact: (t, a, n) => (n >= t.bits || (a >> n) << n !== a ? undefined : a >> n),
  shl_sat: (t, a, n) => clamp(t, a << (n > 64n ? 65n : n)),
};

const unsigned = (t: Int, a: bigint): bigint => BigInt.asUintN(t.bits, a);
const digits = (t: Int, a: bigint): string => unsigned(t, a).toString(2).padStart(t.bits, '0');

/** Instructions `(T) T`. */
export const UNARY: Readonly<Record<string, (t: Int, a: bigint) => Expected>> = {
  not: (t, a) => wrap(t, ~a),
  bit_reverse: (t, a) => wrap(t, BigInt(`0b${[...digits(t, a)].reverse().join('')}`)),
  byte_swap: (t, a) => wrap(t, BigInt(`0b${digits(t, a).match(/.{8}/g)!.reverse().join('')}`)),
};

/** Instructions from T to the smallest unsigned type that holds the width. */
export const COUNT: Readonly<Record<string, (t: Int, a: bigint) => bigint>> = {
  clz: (t, a) => BigInt(/^0*/.exec(digits(t, a))![0].length),
  ctz: (t, a) => BigInt(/0*$/.exec(digits(t, a))![0].length),
  popcount: (t, a) => BigInt([...digits(t, a)].filter((digit) => digit === '1').length),
};

/** Values where instructions go wrong, and some random ones. */
export function operands(t: Int, random: () => bigint, count: number): bigint[] {
  const wide = BigInt(t.bits);
  const alternating = 0x5555_5555_5555_5555n;
  const edges = [
    t.min, t.min + 1n, -1n, 0n, 1n, 2n, 3n, t.max - 1n, t.max, 1n << (wide >> 1n), (1n << (wide >> 1n)) - 1n,
    alternating, ~alternating,
  ]; // prettier-ignore
  const some = Array.from({ length: count }, (_, at) =>
    at % 2 === 0 ? random() : random() >> (random() % 64n),
  );
  return [...new Set([...edges, ...some].map((value) => wrap(t, value)))];
}

/** Smallest unsigned type for shift counts of a width. */
export const countType = (bits: number): string => `u${Math.ceil(Math.log2(bits))}`;
