// Properties of LEB128: writing and reading are inverse, sizes are true, every malformed form is named with its offset.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ByteReader,
  ByteWriter,
  sizeOfS32,
  sizeOfS64,
  sizeOfU32,
  sizeOfU64,
  writeS32,
  writeS64,
  writeU32,
  writeU64,
} from '../src/index.ts';

/** The definition of LEB128, slow and obvious. */
function reference(value: bigint, signed: boolean, width = 0): number[] {
  const bytes: number[] = [];
  for (;;) {
    const group = Number(BigInt.asUintN(7, value));
    value >>= 7n;
    const last = signed ? value === (group & 0x40 ? -1n : 0n) : value === 0n;
    if (last && bytes.length + 1 >= width) return [...bytes, group];
    bytes.push(group | 0x80);
  }
}

const u32 = fc.oneof(fc.nat(0xffff_ffff), fc.nat(300), edges(32, false).map(Number));
const s32 = fc.oneof(
  fc.integer(),
  fc.integer({ min: -300, max: 300 }),
  edges(32, true).map(Number),
);
const u64 = fc.oneof(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), edges(64, false));
const s64 = fc.oneof(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), edges(64, true));
const s33 = fc.oneof(
  fc.integer({ min: -(2 ** 32), max: 2 ** 32 - 1 }),
  edges(33, true).map(Number),
);

/** Values around the powers of two, where sizes and signs change. */
function edges(bits: number, signed: boolean): fc.Arbitrary<bigint> {
  return fc
    .tuple(fc.nat(bits - (signed ? 2 : 1)), fc.constantFrom(-1n, 0n, 1n), fc.boolean())
    .map(([exponent, delta, negative]) => {
      const value = (1n << BigInt(exponent)) + delta;
      if (!signed) return value;
      return BigInt.asIntN(bits, negative ? -value : value);
    });
}

interface Kind<T extends number | bigint> {
  name: string;
  bits: number;
  signed: boolean;
  values: fc.Arbitrary<T>;
  read(reader: ByteReader): T;
  write?(writer: ByteWriter, value: T): void;
  pad?(writer: ByteWriter, value: T): void;
  writeAt?(bytes: Uint8Array, at: number, value: T): number;
  size?(value: T): number;
}
const kind = <T extends number | bigint>(k: Kind<T>) => k as unknown as Kind<number | bigint>;
const kinds = [
  kind({
    name: 'u32',
    bits: 32,
    signed: false,
    values: u32,
    read: (r) => r.u32(),
    write: (w, v) => w.u32(v),
    pad: (w, v) => w.u32Padded(v),
    writeAt: writeU32,
    size: sizeOfU32,
  }),
  kind({
    name: 's32',
    bits: 32,
    signed: true,
    values: s32,
    read: (r) => r.s32(),
    write: (w, v) => w.s32(v),
    pad: (w, v) => w.s32Padded(v),
    writeAt: writeS32,
    size: sizeOfS32,
  }),
  kind({ name: 's33', bits: 33, signed: true, values: s33, read: (r) => r.s33() }),
  kind({
    name: 'u64',
    bits: 64,
    signed: false,
    values: u64,
    read: (r) => r.u64(),
    write: (w, v) => w.u64(v),
    pad: (w, v) => w.u64Padded(v),
    writeAt: writeU64,
    size: sizeOfU64,
  }),
  kind({
    name: 's64',
    bits: 64,
    signed: true,
    values: s64,
    read: (r) => r.s64(),
    write: (w, v) => w.s64(v),
    pad: (w, v) => w.s64Padded(v),
    writeAt: writeS64,
    size: sizeOfS64,
  }),
];
const runs = { numRuns: 3000 };

describe.each(kinds)('$name', ({ bits, signed, values, read, write, pad, writeAt, size }) => {
  const most = Math.ceil(bits / 7);

  it('reads every valid form, shortest and padded', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: most }), (value, width) => {
        const bytes = Uint8Array.from([0xaa, ...reference(BigInt(value), signed, width), 0x55]);
        const reader = new ByteReader(bytes, 1);
        expect(read(reader)).toBe(value);
        expect(reader.failed).toBe('');
        expect(reader.pos).toBe(bytes.length - 1);
      }),
      runs,
    );
  });

  if (write)
    it('writes the shortest form, of the size foretold', () => {
      fc.assert(
        fc.property(values, (value) => {
          const expected = Uint8Array.from(reference(BigInt(value), signed));
          const writer = new ByteWriter(0);
          write(writer, value);
          expect(writer.toBytes()).toEqual(expected);
          expect(size!(value)).toBe(expected.length);
          const room = new Uint8Array(expected.length + 1);
          expect(writeAt!(room, 1, value)).toBe(expected.length + 1);
          expect(room.subarray(1)).toEqual(expected);
        }),
        runs,
      );
    });

  if (pad)
    it('writes the padded form', () => {
      fc.assert(
        fc.property(values, (value) => {
          const writer = new ByteWriter(0);
          pad(writer, value);
          expect([...writer.view()]).toEqual(reference(BigInt(value), signed, most));
        }),
        runs,
      );
    });

  it('names a truncation and where the value began', () => {
    fc.assert(
      fc.property(values, fc.nat(9), (value, cut) => {
        const whole = reference(BigInt(value), signed, most);
        const bytes = Uint8Array.from([0, ...whole.slice(0, cut % most)]);
        const reader = new ByteReader(bytes, 1);
        expect(Number(read(reader))).toBe(0);
        expect([reader.failed, reader.failedAt, reader.pos]).toEqual([
          'truncated',
          1,
          bytes.length,
        ]);
      }),
      runs,
    );
  });

  it('names an overlong form', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 30 }), (value, more) => {
        const bytes = Uint8Array.from([0, ...reference(BigInt(value), signed, most + more), 0]);
        const reader = new ByteReader(bytes, 1);
        expect(Number(read(reader))).toBe(0);
        expect([reader.failed, reader.failedAt, reader.pos]).toEqual(['overlong', 1, bytes.length]);
      }),
      runs,
    );
  });

  it('names bits beyond the width', () => {
    const spare = 7 * most - bits;
    for (let last = 0; last < 0x80; last++) {
      const reader = new ByteReader(Uint8Array.from([...Array(most - 1).fill(0x80), last]));
      read(reader);
      const extension = last >> (7 - spare - (signed ? 1 : 0));
      const full = (1 << (spare + (signed ? 1 : 0))) - 1;
      const valid = extension === 0 || (signed && extension === full);
      expect([last, reader.failed]).toEqual([last, valid ? '' : 'overflow']);
    }
  });
});

describe('64-bit values without BigInt', () => {
  it('numbers and BigInts write alike', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const writer = new ByteWriter();
        writer.s64(value);
        writer.u64Padded(value);
        writer.s64Padded(value);
        writer.fixed64(value);
        const big = new ByteWriter();
        big.s64(BigInt(value));
        big.u64Padded(BigInt(value));
        big.s64Padded(BigInt(value));
        big.fixed64(BigInt(value));
        expect(writer.toBytes()).toEqual(big.toBytes());
      }),
      runs,
    );
  });

  it('reads words, and u53 up to 2^53 - 1', () => {
    fc.assert(
      fc.property(s64, u64, (signed, unsigned) => {
        const writer = new ByteWriter();
        writer.s64(signed);
        writer.u64(unsigned);
        const reader = new ByteReader(writer.view());
        reader.s64Words();
        expect((BigInt(reader.high) << 32n) | BigInt(reader.low)).toBe(BigInt.asUintN(64, signed));
        const start = reader.pos;
        reader.u64Words();
        expect((BigInt(reader.high) << 32n) | BigInt(reader.low)).toBe(unsigned);
        reader.pos = start;
        const fits = unsigned < 1n << 53n;
        expect(reader.u53()).toBe(fits ? Number(unsigned) : 0);
        expect([reader.failed, reader.failedAt]).toEqual(fits ? ['', -1] : ['overflow', start]);
      }),
      runs,
    );
  });
});
