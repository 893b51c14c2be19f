// Exact floats against JavaScript's own doubles, against vectors of a correctly rounding library, and by properties.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as float from '../src/float/index.ts';
import type { FloatFormat } from '../src/float/index.ts';
import { transcendentalVectors } from './float-vectors.ts';

const { f16, f32, f64, f80, f128 } = float;
const formats: Record<string, FloatFormat> = { f16, f32, f64, f80, f128 };
const all = Object.values(formats);

const view = new DataView(new ArrayBuffer(8));
function bitsOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  return Number.isNaN(value) ? f64.canonicalNaN : bits;
}
function bits32(value: number): bigint {
  view.setFloat32(0, value);
  return Number.isNaN(value) ? f32.canonicalNaN : BigInt(view.getUint32(0));
}

/** Doubles of all kinds: every bit pattern, and those where rounding is decided. */
const double = fc.oneof(
  fc.double(),
  fc.bigInt(0n, 2n ** 64n - 1n).map((bits) => {
    view.setBigUint64(0, bits);
    return view.getFloat64(0);
  }),
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.5,
    1.5,
    2.5,
    -2.5,
    5e-324,
    2 ** -1022,
    Number.MAX_VALUE,
    Infinity,
    NaN,
  ),
);
/** Any pattern of a format except f80's invalid ones. */
function patterns(format: FloatFormat): fc.Arbitrary<bigint> {
  const integerBit = 1n << BigInt(format.precision - 1);
  return fc.bigInt(0n, (1n << BigInt(format.bits)) - 1n).map((bits) => {
    if (format !== f80) return bits;
    const exponent = (bits >> 64n) & 0x7fffn;
    return exponent === 0n ? bits & ~integerBit : bits | integerBit;
  });
}

describe('f64 and f32 agree with JavaScript', () => {
  const pairs: [string, (a: number, b: number) => number, typeof float.add][] = [
    ['add', (a, b) => a + b, float.add],
    ['subtract', (a, b) => a - b, float.subtract],
    ['multiply', (a, b) => a * b, float.multiply],
    ['divide', (a, b) => a / b, float.divide],
    ['remainder', (a, b) => a % b, float.remainder],
  ];
  test.each(pairs)('%s', (_, native, ours) => {
    fc.assert(
      fc.property(double, double, (a, b) => {
        expect(ours(f64, bitsOf(a), bitsOf(b))).toBe(bitsOf(native(a, b)));
        const [x, y] = [Math.fround(a), Math.fround(b)];
        expect(ours(f32, bits32(x), bits32(y))).toBe(bits32(Math.fround(native(x, y))));
      }),
      { numRuns: 2000 },
    );
  });

  const unary: [string, (a: number) => number, typeof float.floor][] = [
    ['squareRoot', Math.sqrt, float.squareRoot],
    ['floor', Math.floor, float.floor],
    ['ceil', Math.ceil, float.ceil],
    ['truncate', Math.trunc, float.truncate],
    [
      'round',
      (a) =>
        Math.sign(a) *
        (Number.isFinite(a) && Math.abs(a) < 2 ** 52
          ? Math.floor(Math.abs(a)) + (Math.abs(a) - Math.floor(Math.abs(a)) >= 0.5 ? 1 : 0)
          : Math.abs(a)),
      float.round,
    ],
    [
      'negate',
      (a) => -a,
      (format, a) => (float.isNaN(format, a) ? format.canonicalNaN : float.negate(format, a)),
    ],
    ['absolute', Math.abs, float.absolute],
  ];
  test.each(unary)('%s', (name, native, ours) => {
    fc.assert(
      fc.property(double, (a) => {
        // Math.sign(-0.3) * 0 is -0, and Math.sign(-0) * 0 is 0: only the sign of zero needs care.
        const expected = name === 'round' && Object.is(a, -0) ? -0 : native(a);
        expect(ours(f64, bitsOf(a))).toBe(bitsOf(expected));
        const x = Math.fround(a);
        const narrow = name === 'round' && Object.is(x, -0) ? -0 : Math.fround(native(x));
        expect(ours(f32, bits32(x))).toBe(bits32(narrow));
      }),
      { numRuns: 2000 },
    );
  });

  test('compare, minimum and maximum', () => {
    fc.assert(
      fc.property(double, double, (a, b) => {
        const order = float.compare(f64, bitsOf(a), bitsOf(b));
        expect(order).toBe(a < b ? -1 : a > b ? 1 : a === b ? 0 : undefined);
        const least = Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
        const most = Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
        expect(float.minimum(f64, bitsOf(a), bitsOf(b))).toBe(bitsOf(least));
        expect(float.maximum(f64, bitsOf(a), bitsOf(b))).toBe(bitsOf(most));
      }),
      { numRuns: 2000 },
    );
  });

  test('conversions', () => {
    fc.assert(
      fc.property(double, (a) => {
        expect(float.convert(f64, f32, bitsOf(a))).toBe(bits32(Math.fround(a)));
        expect(float.toNumber(f64, bitsOf(a))).toBe(a);
        expect(float.fromNumber(f32, a)).toBe(bits32(Math.fround(a)));
        const integer = Number.isFinite(a) ? BigInt(Math.trunc(a)) : undefined;
        expect(float.toInteger(f64, bitsOf(a))).toBe(integer);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 1100n), 2n ** 1100n), (value) => {
        expect(float.fromInteger(f64, value)).toBe(bitsOf(Number(value)));
      }),
    );
  });
});

describe('one rounding', () => {
  test('fused multiply-add: codegen.md 10.1 row 10, cancellation, overflow that cancels', () => {
    const e = 2 ** -52;
    const fma = (a: number, b: number, c: number): number =>
      float.toNumber(f64, float.fusedMultiplyAdd(f64, bitsOf(a), bitsOf(b), bitsOf(c)));
    expect(fma(1 + e, 1 - e, -1)).toBe(-(2 ** -104));
    expect(fma(2 ** 1023, 2, -Infinity)).toBe(-Infinity);
    expect(fma(2 ** 1023, 2, -(2 ** 1023))).toBe(2 ** 1023);
    expect(fma(Infinity, 0, 1)).toBeNaN();
    expect(Object.is(fma(-0, 1, 0), 0)).toBe(true);
    expect(Object.is(fma(-0, 1, -0), -0)).toBe(true);
  });

  test('f64 to f16 never goes through f32: 10.1 row 11', () => {
    expect(float.convert(f64, f16, bitsOf(65519.99999))).toBe(0x7bffn);
    expect(float.convert(f64, f16, bitsOf(1 + 2 ** -11 + 2 ** -40))).toBe(0x3c01n);
    expect(float.convert(f64, f16, bitsOf(1 + 2 ** -11))).toBe(0x3c00n);
    expect(float.convert(f64, f16, bitsOf(65520))).toBe(0x7c00n);
    expect(float.convert(f64, f16, bitsOf(2 ** -25))).toBe(0n);
    expect(float.convert(f64, f16, bitsOf(2 ** -25 + 2 ** -60))).toBe(1n);
  });

  test('i64 to f32 rounds once', () => {
    const value = 2n ** 60n + 2n ** 36n + 1n; // through f64 it would tie to even and round down
    expect(float.fromInteger(f32, value)).toBe(bits32(2 ** 60 + 2 ** 37));
  });

  test.each(all)('$name: no neighbour is nearer to the exact result', (format) => {
    // Exponents near zero, so that exact values are short fixed-point numbers.
    const moderate = fc
      .tuple(
        fc.boolean(),
        fc.bigInt(1n, (1n << BigInt(format.precision)) - 1n),
        fc.integer({ min: -9, max: 9 }),
      )
      .map(([negative, significand, shift]) =>
        float.encode(format, negative, significand, shift - format.precision),
      );
    const SCALE = 1000;
    const fixed = (bits: bigint): bigint => {
      const { negative, significand, exponent } = float.decode(format, bits);
      const value = significand << BigInt(exponent + SCALE);
      return negative ? -value : value;
    };
    const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);
    const sign = 1n << BigInt(format.bits - 1);
    /** `exact` and the results are multiples of 1 / unit. */
    const nearest = (result: bigint, exact: bigint, unit: bigint): void => {
      // Quotients of f16 may overflow; and fixed() knows no infinity.
      if (float.decode(format, result + 1n).kind !== 'finite') return;
      const error = magnitude(fixed(result) * unit - exact);
      const steps = (result & ~sign) === 0n ? [1n, sign | 1n] : [result + 1n, result - 1n];
      for (const neighbour of steps) {
        const other = magnitude(fixed(neighbour) * unit - exact);
        expect(error < other || (error === other && (result & 1n) === 0n)).toBe(true);
      }
    };
    fc.assert(
      fc.property(moderate, moderate, moderate, (a, b, c) => {
        const one = 1n << BigInt(SCALE);
        nearest(float.add(format, a, b), fixed(a) + fixed(b), 1n);
        nearest(float.subtract(format, a, b), fixed(a) - fixed(b), 1n);
        nearest(float.multiply(format, a, b), fixed(a) * fixed(b), one);
        const fused = fixed(a) * fixed(b) + fixed(c) * one;
        nearest(float.fusedMultiplyAdd(format, a, b, c), fused, one);
        nearest(
          float.divide(format, a, b),
          fixed(a) * one * (fixed(b) < 0n ? -1n : 1n),
          magnitude(fixed(b)),
        );
      }),
    );
  });

  test.each(all)('$name: square roots', (format) => {
    fc.assert(
      fc.property(patterns(format), (a) => {
        const x = float.decode(format, a);
        if (x.kind !== 'finite' || x.negative || x.significand === 0n) return;
        const r = float.decode(format, float.squareRoot(format, a));
        // (2r - 1)^2 <= 4x <= (2r + 1)^2 in units of the last place of the root
        const shift = BigInt(2 + x.exponent - 2 * r.exponent);
        const scaled = shift >= 0n ? x.significand << shift : x.significand >> -shift;
        expect((2n * r.significand - 1n) ** 2n <= scaled + 1n).toBe(true);
        expect((2n * r.significand + 1n) ** 2n >= scaled).toBe(true);
      }),
    );
  });
});

describe('mod (codegen.md 3.2, 10.1 rows 6 to 8)', () => {
  const mod = (a: number, b: number): number =>
    float.toNumber(f64, float.modulo(f64, bitsOf(a), bitsOf(b)));
  test.each([
    [0.1, 1, 0.1],
    [1e-20, 1, 1e-20],
    [1e308, 1.7e308, 1e308],
    [5, Infinity, 5],
    [5, -3, -1],
    [-5, 3, 1],
    [6, -3, -0],
    [-6, 3, 0],
    [-1e-20, 1, 0],
    [5, 0, NaN],
    [Infinity, 3, NaN],
  ])('mod(%d, %d) = %d', (a, b, expected) => {
    expect(mod(a, b)).toBe(expected);
  });
});

describe('sin cos tan exp exp2 log log2 log10', () => {
  const functions: Record<string, typeof float.sin> = {
    sin: float.sin, cos: float.cos, tan: float.tan, exp: float.exp,
    exp2: float.exp2, log: float.log, log2: float.log2, log10: float.log10,
  }; // prettier-ignore

  test(`${transcendentalVectors.length} vectors, correctly rounded`, () => {
    expect(transcendentalVectors.length).toBeGreaterThan(400);
    for (const [name, format, operand, expected] of transcendentalVectors) {
      const result = functions[name]!(formats[format]!, BigInt(`0x${operand}`));
      expect(`${name} ${format} ${operand} ${result.toString(16)}`).toBe(
        `${name} ${format} ${operand} ${expected}`,
      );
    }
  });

  test.each(all)('$name: special cases', (format) => {
    const one = float.fromInteger(format, 1n);
    const minusOne = float.negate(format, one);
    const minusInfinity = float.negate(format, format.infinity);
    const minusZero = float.negate(format, 0n);
    const nan = format.canonicalNaN;
    const call = (name: string, x: bigint): bigint => functions[name]!(format, x);
    for (const name of ['sin', 'cos', 'tan']) {
      expect(call(name, format.infinity)).toBe(nan);
      expect(call(name, minusInfinity)).toBe(nan);
    }
    for (const name of Object.keys(functions)) expect(call(name, nan)).toBe(nan);
    for (const name of ['sin', 'tan']) expect(call(name, minusZero)).toBe(minusZero);
    expect(call('cos', minusZero)).toBe(one);
    for (const name of ['exp', 'exp2']) {
      expect(call(name, minusInfinity)).toBe(0n);
      expect(call(name, format.infinity)).toBe(format.infinity);
      expect(call(name, minusZero)).toBe(one);
      const largest = float.encode(
        format,
        false,
        (1n << BigInt(format.precision)) - 1n,
        format.bias + 1 - format.precision,
      );
      expect(call(name, largest)).toBe(format.infinity);
      expect(call(name, float.negate(format, largest))).toBe(0n);
    }
    for (const name of ['log', 'log2', 'log10']) {
      expect(call(name, 0n)).toBe(minusInfinity);
      expect(call(name, minusZero)).toBe(minusInfinity);
      expect(call(name, minusOne)).toBe(nan);
      expect(call(name, format.infinity)).toBe(format.infinity);
      expect(call(name, one)).toBe(0n);
    }
    for (let n = -14; n <= 15; n += 1) {
      const power = float.encode(format, false, 1n, n);
      expect(call('log2', power)).toBe(float.fromInteger(format, BigInt(n)));
      expect(call('exp2', float.fromInteger(format, BigInt(n)))).toBe(power);
    }
    for (let n = 0n; 10n ** n < 60_000n; n += 1n) {
      expect(call('log10', float.fromInteger(format, 10n ** n))).toBe(float.fromInteger(format, n));
    }
  });

  test('f16 results are the rounded f64 results wherever those are not near a tie', () => {
    let compared = 0;
    for (const [name, ours] of Object.entries(functions)) {
      const native =
        name === 'exp2' ? (x: number) => 2 ** x : (Math[name as 'sin'] as (x: number) => number);
      for (let bits = 0n; bits < 0x10000n; bits += 37n) {
        const expected = native(float.toNumber(f16, bits));
        const low = float.fromNumber(f16, expected * (1 - 1e-12));
        const high = float.fromNumber(f16, expected * (1 + 1e-12));
        if (low !== high) continue;
        compared += 1;
        const result = ours(f16, bits);
        if (result !== low) expect(`${name}(${bits}) ${result}`).toBe(`${name}(${bits}) ${low}`);
      }
    }
    expect(compared).toBeGreaterThan(12_000);
  });
});

describe('text', () => {
  test('f64: shortest digits and exact reading agree with JavaScript', () => {
    fc.assert(
      fc.property(double, (a) => {
        const text = float.printFloat(f64, bitsOf(a));
        expect(float.parseFloatText(f64, text)).toBe(bitsOf(a));
        if (!text.startsWith('0fx') && Number.isFinite(a) && a !== 0) {
          const whole = Number.isInteger(a) ? `${a}.0` : String(a);
          expect(text).toBe(whole);
        }
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (a) => {
        expect(float.parseFloatText(f64, String(a).replace('e+', 'e'))).toBe(
          bitsOf(a === 0 ? 0 : a),
        );
      }),
      { numRuns: 3000 },
    );
  });

  test('f32 and f16 print few digits', () => {
    expect(float.printFloat(f32, bits32(0.1))).toBe('0.1');
    expect(float.printFloat(f32, bits32(0.6666666))).toBe('0.6666666');
    expect(float.printFloat(f32, bits32(16777216))).toBe('16777216.0');
    expect(float.printFloat(f16, 0x2e66n)).toBe('0.1');
    expect(float.printFloat(f32, 0x8000_0000n)).toBe('-0.0');
    expect(float.printFloat(f64, f64.canonicalNaN | 1n)).toBe('0fx7FF8000000000001');
    expect(float.printFloat(f80, float.fromInteger(f80, 1n))).toBe('0fx3FFF8000000000000000');
  });

  test.each(all)('$name: every pattern reads back', (format) => {
    fc.assert(
      fc.property(patterns(format), (bits) => {
        expect(float.parseFloatText(format, float.printFloat(format, bits))).toBe(bits);
      }),
      { numRuns: 500 },
    );
  });

  test('forms of the text', () => {
    const f = (text: string): number | undefined => {
      const bits = float.parseFloatText(f64, text);
      return bits === undefined ? undefined : float.toNumber(f64, bits);
    };
    expect(f('1_000.5')).toBe(1000.5);
    expect(f('2.0e-3')).toBe(0.002);
    expect(f('0x1.8p-3')).toBe(0.1875);
    expect(f('-0x10')).toBe(-16);
    expect(f('0b101')).toBe(5);
    expect(f('0o17')).toBe(15);
    expect(f('42')).toBe(42);
    expect(f('-inf')).toBe(-Infinity);
    expect(f('nan')).toBeNaN();
    expect(f('0fx3FF8000000000000')).toBe(1.5);
    expect(f('0fx3FF8')).toBeUndefined();
    expect(f('0o18')).toBeUndefined();
    expect(f('.5')).toBeUndefined();
    expect(f('1.')).toBeUndefined();
    expect(f('')).toBeUndefined();
  });

  test('extreme exponents and lengths are answered at once', () => {
    expect(float.parseFloatText(f128, '1.0e999999999999')).toBe(f128.infinity);
    expect(float.parseFloatText(f128, '-1.0e-999999999999')).toBe(1n << 127n);
    expect(float.parseFloatText(f128, '0x1.0p999999999')).toBe(f128.infinity);
    expect(float.parseFloatText(f128, '0x1.0p-999999999')).toBe(0n);
    expect(float.parseFloatText(f64, `0.${'0'.repeat(300_000)}1e300001`)).toBe(bitsOf(1));
    // Halfway between 1 and its successor, and a digit far behind that decides.
    const half = `1.00000000000000011102230246251565404236316680908203125`;
    expect(float.parseFloatText(f64, half)).toBe(bitsOf(1));
    expect(float.parseFloatText(f64, `${half}${'0'.repeat(200_000)}1`)).toBe(bitsOf(1 + 2 ** -52));
  });
});
