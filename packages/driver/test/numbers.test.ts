import { describe, expect, it } from 'vitest';
import { parseDecimal, parseUnsigned } from '../src/options/numbers.ts';

describe('decimal numbers (P7)', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['65536', 65536],
    ['-1', Number(2n ** 64n - 1n)],
    ['9223372036854775807', Number(2n ** 63n - 1n)],
    ['9223372036854775808', undefined],
    ['', undefined],
    ['+5', undefined],
    ['0x10', undefined],
    ['1 ', undefined],
    ['9'.repeat(1000), undefined],
  ])('%j', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected);
  });
});

it('cuts decimals to a width', () => {
  expect(parseDecimal('-1', 32)).toBe(0xffff_ffff);
});

describe('numbers with a prefix', () => {
  it.each([
    ['65536', 65536],
    ['0x10000', 65536],
    ['0X1f', 31],
    ['0200000', 65536],
    ['0o200000', 65536],
    ['0b101', 5],
    ['08', undefined],
    ['-16', undefined],
    ['', undefined],
    ['x', undefined],
    ['1'.repeat(90), undefined],
  ])('%j', (text, expected) => {
    expect(parseUnsigned(text, 64)).toBe(expected);
  });

  it('keeps to the width', () => {
    expect(parseUnsigned('0x100000000', 32)).toBeUndefined();
    expect(parseUnsigned('0xffffffff', 32)).toBe(0xffff_ffff);
  });
});
