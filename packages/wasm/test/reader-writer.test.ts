import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter, RelocationType, relocationTypes } from '../src/index.ts';

describe('ByteReader', () => {
  it('keeps the first failure and stops at the end', () => {
    const reader = new ByteReader(Uint8Array.of(1, 0x80, 0x80), 0, 2);
    expect([reader.byte(), reader.u32(), reader.atEnd]).toEqual([1, 0, true]);
    reader.fixed32();
    expect([reader.failed, reader.failedAt, reader.pos]).toEqual(['truncated', 1, 2]);
  });

  it('refuses a range outside its bytes', () => {
    expect(() => new ByteReader(new Uint8Array(2), 1, 3)).toThrow(RangeError);
    expect(() => new ByteReader(new Uint8Array(2), 2, 1)).toThrow(RangeError);
    expect(new ByteReader(new Uint8Array(2), 2).atEnd).toBe(true);
  });

  it('reads fixed-width numbers', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3, 0xf4, 0xf5, 6, 7, 8, 9, 10, 11, 0xfc));
    expect(reader.fixed32()).toBe(0xf4030201);
    expect(reader.fixed64()).toBe(0xfc0b0a09080706f5n);
    expect(reader.fixed64()).toBe(0n);
    expect([reader.failed, reader.failedAt]).toEqual(['truncated', 12]);
  });

  it('skips', () => {
    const reader = new ByteReader(Uint8Array.of(0x80, 0x80, 0, 9, 9, 1));
    reader.skipLeb();
    reader.skip(2);
    expect(reader.byte()).toBe(1);
    expect(reader.failed).toBe('');
    reader.skip(1);
    expect(reader.failed).toBe('truncated');
    const long = new ByteReader(new Uint8Array(20).fill(0x80), 1);
    long.skipLeb();
    expect([long.failed, long.failedAt]).toEqual(['overlong', 1]);
    const cut = new ByteReader(new Uint8Array(5).fill(0x80), 1);
    cut.skipLeb();
    expect([cut.failed, cut.failedAt]).toEqual(['truncated', 1]);
  });

  it('reads back every name; a length past the end is a truncation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const writer = new ByteWriter(0);
        writer.name(text);
        const reader = new ByteReader(writer.view());
        expect(reader.name()).toBe(text);
        expect([reader.failed, reader.atEnd]).toEqual(['', true]);
        const cut = new ByteReader(writer.view(), 0, writer.length - 1);
        expect([cut.name(), cut.failed, cut.failedAt]).toEqual(['', 'truncated', 0]);
      }),
    );
    expect(new ByteReader(Uint8Array.of(4, 0xef, 0xbb, 0xbf, 0xff)).name()).toBe('\ufeff\ufffd');
  });
});

describe('ByteWriter', () => {
  it('grows, copies short and long runs, patches', () => {
    const writer = new ByteWriter(0);
    const long = Uint8Array.from({ length: 1000 }, (_, i) => i);
    const expected: number[] = [];
    writer.u32Padded(0);
    for (const [start, end] of [
      [0, 0],
      [3, 10],
      [0, 24],
      [5, 1000],
    ] as const) {
      writer.raw(long, start, end);
      expected.push(...long.subarray(start, end));
    }
    writer.byte(0x1ff);
    writer.fixed32(0x01020304);
    writer.fixed64(-2n);
    writer.patchU32Padded(0, 0xffffffff);
    expect([...writer.toBytes()]).toEqual([
      ...[0xff, 0xff, 0xff, 0xff, 0x0f],
      ...expected,
      ...[0xff, 4, 3, 2, 1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ]);
    expect(() => writer.patchU32Padded(writer.length - 4, 0)).toThrow(RangeError);
    writer.length = 5;
    expect(writer.view().length).toBe(5);
  });
});

describe('relocation types', () => {
  it('number rows in order and give names to them', () => {
    relocationTypes.forEach((row, number) => expect(row.number).toBe(number));
    expect(RelocationType.MEMORY_ADDR_LOCREL_I32).toBe(23);
    expect(Object.keys(RelocationType)).toHaveLength(relocationTypes.length);
    for (const row of relocationTypes) {
      expect(row.name.endsWith('64')).toBe(row.is64);
      const width = row.encoding === 'fixed' ? 4 : 5;
      expect(row.width).toBe(row.is64 ? 2 * width : width);
    }
  });
});
