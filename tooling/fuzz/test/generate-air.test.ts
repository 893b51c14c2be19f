// Random AIR programs: valid, without undefined behaviour, the same for the same seed; shrinking and comparison.

import { describe, expect, test } from 'vitest';
import { caseOf, compare, load } from '../src/air/differential.ts';
import type { Setting } from '../src/air/differential.ts';
import { interpret } from '../src/air/run.ts';
import { shrink } from '../src/air/shrink.ts';
import { render, sizeOf } from '../src/air/tree.ts';
import { generateAir } from '../src/generate-air.ts';

const SEEDS = 60;
const seeds = Array.from({ length: SEEDS }, (_, at) => at + 1);

describe('generateAir', () => {
  test('a seed gives one program', () => {
    expect(render(generateAir(7))).toBe(render(generateAir(7)));
    expect(render(generateAir(7))).not.toBe(render(generateAir(8)));
  });

  test(`${SEEDS} programs parse, verify, and nearly all their calls can be compared`, () => {
    const ends: Record<string, number> = {};
    const invalid: string[] = [];
    for (const seed of seeds) {
      const program = generateAir(seed);
      const module = load(render(program));
      if (typeof module === 'string') {
        invalid.push(`seed ${seed}: ${module}`);
        continue;
      }
      for (const call of program.calls) {
        const seen = interpret(module, program, call);
        const end = typeof seen === 'string' ? 'rejected' : seen.end;
        ends[end] = (ends[end] ?? 0) + 1;
      }
    }
    expect(invalid).toEqual([]);
    const total = Object.values(ends).reduce((sum, count) => sum + count, 0);
    expect((ends.rejected ?? 0) / total).toBeLessThan(0.05);
    expect(ends.trap).toBeGreaterThan(5);
  });
});

describe('shrink', () => {
  test('keeps what the predicate wants, and little else', () => {
    const hasProduct = (text: string): boolean => /= mul_wrap\(/.test(text);
    const seed = seeds.find((candidate) => hasProduct(render(generateAir(candidate))))!;
    const start = generateAir(seed);
    const small = shrink(
      start,
      (candidate) => hasProduct(render(candidate)) && typeof load(render(candidate)) !== 'string',
    );
    expect(hasProduct(render(small))).toBe(true);
    expect(sizeOf(small)).toBeLessThan(8);
    expect(sizeOf(start)).toBeGreaterThan(20);
  });
});

describe('compare', () => {
  /** A compiler for which every program is `(module (func (export "entry") unreachable))`. */
  const wrong: Setting = {
    name: 'wrong',
    compile: () => Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 7, 9, 1, 5, 101, 110, 116, 114, 121, 0, 0, 10, 5, 1, 3, 0, 0, 11),
  }; // prettier-ignore
  const failing: Setting = {
    name: 'failing',
    compile: () => {
      throw new Error('not implemented');
    },
  };

  test('a program that only traps disagrees with one that returns', () => {
    const returning = seeds
      .map((seed) => generateAir(seed))
      .find((program) => {
        const module = load(render(program));
        if (typeof module === 'string') return false;
        const seen = interpret(module, program, program.calls[0]!);
        return typeof seen !== 'string' && seen.end === 'return';
      })!;
    expect(compare(caseOf(returning), [])).toMatchObject({ kind: 'agrees' });
    expect(compare(caseOf(returning), [wrong])).toMatchObject({
      kind: 'disagrees',
      setting: 'wrong',
    });
    expect(compare(caseOf(returning), [failing])).toMatchObject({
      kind: 'disagrees',
      detail: expect.stringContaining('not implemented'),
    });
  });
});
