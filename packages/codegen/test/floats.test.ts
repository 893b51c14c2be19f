// Every float instruction of f32 and f64, at every optimisation level, against exact arithmetic (issue 3, must show 2).

import { describe, expect, test } from 'vitest';
import * as exact from '../../air/src/float/index.ts';
import type { FloatFormat } from '../../air/src/float/index.ts';
import { build, LEVELS, moduleOf, outcome, randomWords, withTarget } from './harness.ts';
import { fits, int, type Int, INTS, operands } from './integers.ts';

/** Bits of the result, `undefined` where it is undefined behaviour, or a panic. */
type Expected = bigint | undefined | 'trap';

/** A function of one to three bit patterns in i64 carriers. */
interface Case {
  readonly name: string;
  readonly text: string;
  readonly inputs: readonly (readonly bigint[])[];
  readonly expected: (...bits: readonly bigint[]) => Expected;
  /** Format of the result, or none for integers and bools. */
  readonly result?: FloatFormat;
}

const FORMATS = [exact.f32, exact.f64] as const;

const asNumber = (value: bigint): number => exact.toNumber(exact.f64, BigInt.asUintN(64, value));
const view = new DataView(new ArrayBuffer(8));
const bits64 = (value: number): bigint => {
  view.setFloat64(0, value);
  return view.getBigUint64(0);
};
const bits32 = (value: number): bigint => {
  view.setFloat32(0, value);
  return BigInt(view.getUint32(0));
};

/** The library functions generated code calls, exact. */
const LIBRARY: Record<string, (...args: number[]) => number> = {};
for (const [name, compute] of Object.entries({
  fmod: exact.remainder,
  fma: exact.fusedMultiplyAdd,
  sin: exact.sin,
  cos: exact.cos,
  tan: exact.tan,
  exp: exact.exp,
  exp2: exact.exp2,
  log: exact.log,
  log2: exact.log2,
  log10: exact.log10,
}) as [string, (format: FloatFormat, ...bits: bigint[]) => bigint][]) {
  LIBRARY[name] = (...args) => asNumber(compute(exact.f64, ...args.map(bits64)));
  LIBRARY[`${name}f`] = (...args) =>
    exact.toNumber(exact.f32, compute(exact.f32, ...args.map(bits32)));
}

/** Zeros, subnormals, halves, powers of two, extremes, infinities, NaN, and random patterns. */
function values(format: FloatFormat, count: number): bigint[] {
  const numbers = [
    0, 5e-324, 1e-45, 1e-38, 2 ** -126, 2 ** -1022, 1e-20, 0.1, 0.25, 0.5, 0.49999999999999994, 0.75, 1, 1.5, 2.5, 3, 5,
    7.25, 1 + 2 ** -52, 1 - 2 ** -53, 1 + 2 ** -23, 100.5, 2 ** 23 - 0.5, 2 ** 23 + 1, 2 ** 31, 2 ** 32, 2 ** 52 + 0.5,
    2 ** 52 + 1, 2 ** 53, 2 ** 63, 2 ** 64, 1e30, 3.4028234663852886e38, 1e308, 1.7e308, Infinity,
  ]; // prettier-ignore
  const random = randomWords(format.bits);
  const mask = (1n << BigInt(format.bits)) - 1n;
  const patterns = Array.from({ length: count }, () => random() & mask);
  const plain = numbers.flatMap((x) => [x, -x]).map((x) => exact.fromNumber(format, x));
  return [...new Set([...plain, format.canonicalNaN, format.canonicalNaN + 1n, ...patterns])];
}

/** Narrows carrier `at` to `%name` of a type. */
function operand(at: number, type: string, name: string): string {
  const bits = Number(type.slice(1));
  const integer = type[0] === 'i' ? `i${bits}` : `u${bits}`;
  const carrier = type[0] === 'i' ? 'i64' : 'u64';
  const lines = [`%c${at} = bit_cast(${carrier}, %${at})`];
  lines.push(
    bits < 64 ? `%n${at} = trunc(${integer}, %c${at})` : `%n${at} = bit_cast(${carrier}, %c${at})`,
  );
  lines.push(`%${name} = bit_cast(${type}, %n${at})`);
  return lines.join('\n  ');
}

function returned(type: string): string {
  const bits = type === 'bool' ? 1 : Number(type.slice(1));
  const integer = type[0] === 'i' ? `i${bits}` : `u${bits}`;
  const carrier = type[0] === 'i' ? 'i64' : 'u64';
  return `%u = bit_cast(${integer}, %r)\n  %w = int_cast(${carrier}, %u)\n  %x = bit_cast(u64, %w)\n  ret(%x)`;
}

function wrapper(name: string, types: readonly string[], line: string, result: string): string {
  const args = types.map((_, at) => `%${at} = arg(${at})`);
  const lines = types.map((type, at) => operand(at, type, 'abc'[at]!));
  return `export fn op_${name}(${types.map(() => 'u64').join(', ')}) callconv(c) u64 {
  ${[...args, ...lines, line, returned(result)].join('\n  ')}
}
`;
}

type Unary = (format: FloatFormat, a: bigint) => bigint;
type Binary = (format: FloatFormat, a: bigint, b: bigint) => Expected;

const UNARY: Readonly<Record<string, Unary>> = {
  sqrt: exact.squareRoot,
  floor: exact.floor,
  ceil: exact.ceil,
  trunc_float: exact.truncate,
  round: exact.round,
  neg: exact.negate,
  neg_optimized: exact.negate,
  abs: exact.absolute,
};
const LIBM: Readonly<Record<string, Unary>> = {
  sin: exact.sin,
  cos: exact.cos,
  tan: exact.tan,
  exp: exact.exp,
  exp2: exact.exp2,
  log: exact.log,
  log2: exact.log2,
  log10: exact.log10,
};
const quotient =
  (rounding: (format: FloatFormat, a: bigint) => bigint): Binary =>
  (format, a, b) =>
    rounding(format, exact.divide(format, a, b));
const isZero = (format: FloatFormat, a: bigint): boolean => exact.compare(format, a, 0n) === 0;
const withDivisor =
  (compute: Binary): Binary =>
  (format, a, b) =>
    isZero(format, b) ? undefined : compute(format, a, b);
const BINARY: Readonly<Record<string, Binary>> = {
  add: exact.add,
  sub: exact.subtract,
  mul: exact.multiply,
  add_optimized: exact.add,
  sub_optimized: exact.subtract,
  mul_optimized: exact.multiply,
  div_float: exact.divide,
  div_float_optimized: exact.divide,
  div_trunc: withDivisor(quotient(exact.truncate)),
  div_trunc_optimized: withDivisor(quotient(exact.truncate)),
  div_floor: withDivisor(quotient(exact.floor)),
  div_floor_optimized: withDivisor(quotient(exact.floor)),
  div_ceil: withDivisor(quotient(exact.ceil)),
  div_ceil_optimized: withDivisor(quotient(exact.ceil)),
  div_exact: (format, a, b) => {
    const result = exact.divide(format, a, b);
    return isZero(format, b) || exact.truncate(format, result) !== result ? undefined : result;
  },
  rem: withDivisor(exact.remainder),
  rem_optimized: withDivisor(exact.remainder),
  mod: withDivisor(exact.modulo),
  mod_optimized: withDivisor(exact.modulo),
  min: exact.minimum,
  max: exact.maximum,
};
const ORDER: Readonly<Record<string, (order: -1 | 0 | 1 | undefined) => boolean>> = {
  cmp_lt: (order) => order === -1,
  cmp_lte: (order) => order === -1 || order === 0,
  cmp_eq: (order) => order === 0,
  cmp_gte: (order) => order === 1 || order === 0,
  cmp_gt: (order) => order === 1,
  cmp_neq: (order) => order !== 0,
};

const pairs = (lefts: readonly bigint[], rights: readonly bigint[]): bigint[][] =>
  lefts.flatMap((a) => rights.map((b) => [a, b]));

function arithmetic(format: FloatFormat): Case[] {
  const type = format.name;
  const all = values(format, 40);
  const singles = all.map((a) => [a]);
  const both = pairs(
    all.slice(0, 90),
    all.filter((_, at) => at % 3 !== 1),
  );
  const few = values(format, 4).filter((_, at) => at % 6 < 2);
  const cases: Case[] = [];
  for (const [name, compute] of Object.entries(UNARY)) {
    const line = name === 'abs' ? '%r = abs(%a)' : `%r = ${name}(%a)`;
    const text = wrapper(name, [type], line, type);
    cases.push({
      name,
      text,
      inputs: singles,
      expected: (a) => compute(format, a!),
      result: format,
    });
  }
  for (const [name, compute] of Object.entries(LIBM)) {
    const text = wrapper(name, [type], `%r = ${name}(%a)`, type);
    const inputs = few.map((a) => [a]);
    cases.push({ name, text, inputs, expected: (a) => compute(format, a!), result: format });
  }
  for (const [name, compute] of Object.entries(BINARY)) {
    const text = wrapper(name, [type, type], `%r = ${name}(%a, %b)`, type);
    // `_optimized` leaves NaN open.
    const isOpen = (bits: readonly bigint[]): boolean =>
      name.endsWith('_optimized') && bits.some((one) => exact.isNaN(format, one));
    const inputs = both.filter((one) => !isOpen(one));
    cases.push({ name, text, inputs, expected: (a, b) => compute(format, a!, b!), result: format });
  }
  for (const [name, holds] of Object.entries(ORDER)) {
    for (const full of [name, `${name}_optimized`]) {
      cases.push({
        name: full,
        text: wrapper(full, [type, type], `%r = ${full}(%a, %b)`, 'bool'),
        inputs: both,
        expected: (a, b) => (holds(exact.compare(format, a!, b!)) ? 1n : 0n),
      });
      cases.push({
        name: `${full}_branch`,
        text: `export fn op_${full}_branch(u64, u64) callconv(c) u64 {
  %0 = arg(0)\n  %1 = arg(1)\n  ${operand(0, type, 'a')}\n  ${operand(1, type, 'b')}
  %c = ${full}(%a, %b)\n  %d = not(%c)\n  cond_br(%d, { ret(<u64, 0>) }, { ret(<u64, 1>) })\n}\n`,
        inputs: both,
        expected: (a, b) => (holds(exact.compare(format, a!, b!)) ? 1n : 0n),
      });
    }
  }
  const thirds = few.filter((_, at) => at % 2 === 0);
  cases.push({
    name: 'mul_add',
    text: wrapper('mul_add', [type, type, type], '%r = mul_add(%a, %b, %c)', type),
    inputs: pairs(few, thirds).flatMap(([a, b]) => thirds.map((c) => [a!, b!, c])),
    expected: (a, b, c) => exact.fusedMultiplyAdd(format, a!, b!, c!),
    result: format,
  });
  return cases;
}

/** -0.0, the largest values that still fit, and their neighbours, besides the usual ones. */
function borders(format: FloatFormat, t: Int): bigint[] {
  const near = [t.min, t.min - 1n, t.max, t.max + 1n].flatMap((value) => {
    const bits = exact.fromInteger(format, value);
    return isZero(format, bits) ? [bits] : [bits - 1n, bits, bits + 1n];
  });
  const halves = [-1.5, -1, -0.99, -0.5, 0.5, 0.99, 1].map((x) => exact.fromNumber(format, x));
  return [...new Set([...near, ...halves, ...values(format, 6)])];
}

function conversions(format: FloatFormat): Case[] {
  const type = format.name;
  const cases: Case[] = [];
  for (const t of INTS) {
    const inputs = borders(format, t).map((a) => [a]);
    const truncated = (a: bigint): bigint | undefined => exact.toInteger(format, a);
    for (const name of ['int_from_float', 'int_from_float_optimized']) {
      cases.push({
        name: `${name}_${t.name}`,
        text: wrapper(`${name}_${t.name}`, [type], `%r = ${name}(${t.name}, %a)`, t.name),
        inputs,
        expected: (a) => {
          const value = truncated(a!);
          return value !== undefined && fits(t, value) ? value : undefined;
        },
      });
      const safe = `${name}_safe`;
      cases.push({
        name: `${safe}_${t.name}`,
        text: wrapper(`${safe}_${t.name}`, [type], `%r = ${safe}(${t.name}, %a)`, t.name),
        inputs,
        expected: (a) => {
          const value = truncated(a!);
          return value !== undefined && fits(t, value) ? value : 'trap';
        },
      });
    }
    cases.push({
      name: `float_from_int_${t.name}`,
      text: wrapper(`float_from_int_${t.name}`, [t.name], `%r = float_from_int(${type}, %a)`, type),
      inputs: operands(t, randomWords(t.bits), 40).map((a) => [a]),
      expected: (a) => exact.fromInteger(format, a!),
      result: format,
    });
  }
  const other = format === exact.f32 ? exact.f64 : exact.f32;
  const name = format === exact.f32 ? 'fpext' : 'fptrunc';
  cases.push({
    name,
    text: wrapper(name, [type], `%r = ${name}(${other.name}, %a)`, other.name),
    inputs: values(format, 200).map((a) => [a]),
    expected: (a) => exact.convert(format, other, a!),
    result: other,
  });
  return cases;
}

function check(cases: readonly Case[], target?: string): string[] {
  const module = moduleOf(withTarget(cases.map(({ text }) => text).join(''), target));
  const programs = LEVELS.map((optimize) => build(module, { optimize }, LIBRARY));
  const wrong: string[] = [];
  for (const { name, inputs, expected, result } of cases) {
    const functions = programs.map((program) => program.call(`op_${name}`));
    // neg and abs keep the bits of NaN; everywhere else all NaNs are the same.
    const keepsBits = /^(neg|abs)/.test(name);
    let tried = 0;
    for (const input of inputs) {
      const want = expected(...input);
      if (want === undefined) continue;
      tried++;
      functions.forEach((run, level) => {
        const got = outcome(() => run(...input));
        const bits = typeof got === 'bigint' ? got : undefined;
        const isSame =
          want === 'trap' || bits === undefined
            ? want === got
            : result !== undefined && !keepsBits && exact.isNaN(result, want)
              ? exact.isNaN(result, BigInt.asUintN(64, bits))
              : bits === BigInt.asIntN(64, want);
        if (!isSame) {
          const args = input.map((one) => `0x${one.toString(16)}`).join(', ');
          wrong.push(
            `${LEVELS[level]} ${name}(${args}) = ${got?.toString(16)}, not ${want.toString(16)}`,
          );
        }
      });
    }
    expect(tried, name).toBeGreaterThan(0);
  }
  return wrong.slice(0, 20);
}

describe.each(FORMATS.map((format) => [format.name, format] as const))('%s', (_, format) => {
  test('arithmetic, comparisons, library functions', () => {
    expect(check(arithmetic(format))).toEqual([]);
  });

  test('conversions', () => {
    expect(check(conversions(format))).toEqual([]);
  });

  test('conversions without nontrapping-fptoint and sign-ext', () => {
    expect(check(conversions(format), 'wasm32-freestanding +mutable_globals')).toEqual([]);
  });
});

test('integers of bits and floats of the same width are the same bits', () => {
  const cases = FORMATS.map((format): Case => {
    const integer = int(`u${format.bits}`);
    return {
      name: `bit_cast_${format.name}`,
      text: wrapper(
        `bit_cast_${format.name}`,
        [integer.name],
        `%f = bit_cast(${format.name}, %a)\n  %g = neg(%f)\n  %h = neg(%g)\n  %r = bit_cast(${integer.name}, %h)`,
        integer.name,
      ),
      inputs: values(format, 20).map((a) => [a]),
      expected: (a) => a,
    };
  });
  expect(check(cases)).toEqual([]);
});
