import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeSigned, decodeUnsigned, encodeSigned, encodeUnsigned } from '../src/index.ts';

const unsigned = fc.bigInt({ min: 0n, max: 1n << 200n });
const signed = fc.bigInt({ min: -(1n << 200n), max: 1n << 200n });
const small = fc.bigInt({ min: -300n, max: 300n });

/** The definition, slow and obvious. */
function reference(value: bigint, isSigned: boolean, width: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const group = Number(BigInt.asUintN(7, value));
    value >>= 7n;
    const last = isSigned ? value === (group & 0x40 ? -1n : 0n) : value === 0n;
    if (last && bytes.length + 1 >= width) return [...bytes, group];
    bytes.push(group | 0x80);
  }
}

it.each([
  ['unsigned', false, unsigned, encodeUnsigned, decodeUnsigned],
  ['signed', true, fc.oneof(signed, small), encodeSigned, decodeSigned],
] as const)(
  '%s values of any size round-trip, shortest and padded',
  (_, isSigned, values, encode, decode) => {
    fc.assert(
      fc.property(values, fc.nat(40), (value, width) => {
        const bytes = encode(value, width);
        expect([...bytes]).toEqual(reference(value, isSigned, width));
        expect(decode(bytes)).toEqual({ value, next: bytes.length, failed: '' });
        const isShortest = bytes.length === encode(value).length;
        const strict = decode(bytes, { shortest: true });
        expect(strict.failed).toBe(isShortest ? '' : 'overlong');
        const inside = Uint8Array.of(0xff, 0xff, ...bytes, 0x55);
        expect(decode(inside, { start: 2 })).toEqual({ value, next: 2 + bytes.length, failed: '' });
        expect(decode(inside, { start: 2, end: 1 + bytes.length })).toEqual({
          failed: 'truncated',
          failedAt: 2,
        });
      }),
      { numRuns: 2000 },
    );
  },
);

it('checks the width of the type', () => {
  fc.assert(
    fc.property(signed, fc.integer({ min: 1, max: 128 }), (value, bits) => {
      const fits = BigInt.asIntN(bits, value) === value;
      const bytes = encodeSigned(value);
      const expected = fits ? '' : bytes.length > Math.ceil(bits / 7) ? 'overlong' : 'overflow';
      expect(decodeSigned(bytes, { bits }).failed).toBe(expected);
      const magnitude = value < 0n ? -value : value;
      const plain = encodeUnsigned(magnitude);
      const isNarrow = BigInt.asUintN(bits, magnitude) === magnitude;
      const failure = plain.length > Math.ceil(bits / 7) ? 'overlong' : 'overflow';
      expect(decodeUnsigned(plain, { bits }).failed).toBe(isNarrow ? '' : failure);
    }),
    { numRuns: 3000 },
  );
  expect(decodeUnsigned(new Uint8Array(0))).toEqual({ failed: 'truncated', failedAt: 0 });
  expect(() => encodeUnsigned(-1n)).toThrow(RangeError);
});

it('takes time linear in the length', () => {
  const bytes = encodeSigned(-(1n << 700_000n));
  expect(bytes.length).toBe(100_001);
  expect(decodeSigned(bytes)).toEqual({ value: -(1n << 700_000n), next: 100_001, failed: '' });
});
