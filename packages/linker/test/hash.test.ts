import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cityHash } from '../src/hash/city.ts';
import { orderTable1, orderTable2 } from '../src/hash/order.ts';
import { sha1 } from '../src/hash/sha1.ts';
import { xxh3 } from '../src/hash/xxh3.ts';

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

/** The input of a row of hash-vectors.txt: byte i of n is i² 7 + 31 i + n, modulo 256. */
const input = (n: number): Uint8Array =>
  Uint8Array.from({ length: n }, (_, i) => i * i * 7 + i * 31 + n);

describe('hashes of names', () => {
  // Length, xxh3_64bits and hash_value (low 64 bits) as LLVM 19's libLLVM computes them.
  const rows = readFileSync(new URL('fixtures/hash-vectors.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ') as [string, string, string]);

  it('has vectors on every branch', () => {
    for (const n of [0, 1, 3, 4, 8, 9, 16, 17, 32, 33, 64, 65, 128, 129, 240, 241]) {
      expect(rows.some(([length]) => Number(length) === n)).toBe(true);
    }
    expect(rows.some(([length]) => Number(length) > 2048)).toBe(true);
  });

  it('XXH3-64 agrees with LLVM', () => {
    for (const [n, expected] of rows)
      expect(`${n} ${hex(xxh3(input(+n)))}`).toBe(`${n} ${expected}`);
  });

  it('hash C agrees with LLVM', () => {
    for (const [n, , expected] of rows) {
      expect(`${n} ${hex(cityHash(input(+n)))}`).toBe(`${n} ${expected}`);
    }
  });

  it('XXH3-64 hashes a range at any alignment', () => {
    const whole = new Uint8Array(2000);
    whole.set(input(1500), 3);
    expect(xxh3(whole, 3, 1503)).toBe(xxh3(input(1500)));
  });
});

describe('orders of appendix A', () => {
  it('gives the documented examples', () => {
    expect(orderTable1(['alpha', 'beta', 'gamma'])).toEqual(['beta', 'gamma', 'alpha']);
    const names = ['alpha', 'beta', 'gamma', 'delta', 'eps'];
    expect(orderTable2(names)).toEqual(['gamma', 'delta', 'eps', 'beta', 'alpha']);
  });

  it('counts a repeated name once and keeps all others while it grows', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `name${i}`);
    for (const order of [orderTable1, orderTable2]) {
      const walked = order([...names, ...names]);
      expect([...walked].sort()).toEqual([...names].sort());
      expect(order([])).toEqual([]);
    }
  });
});

describe('SHA-1', () => {
  it('agrees with node:crypto', () => {
    for (const n of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 70_001]) {
      expect(Buffer.from(sha1(input(n)))).toEqual(createHash('sha1').update(input(n)).digest());
    }
    expect(sha1(input(100), 10, 90)).toEqual(sha1(input(100).subarray(10, 90)));
  });
});
