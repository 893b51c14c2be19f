import { describe, expect, test } from 'vitest';
import { type Decision, DEFAULT, planSwitch, type SwitchRange } from '../src/switch-plan.ts';
import { randomWords } from './harness.ts';

/** The case a plan selects for a value. */
function select(decision: Decision, value: bigint): number {
  let at = decision;
  while (at.kind === 'split') at = value < at.pivot ? at.below : at.above;
  for (const cluster of at.clusters) {
    if (value < cluster.low || value > cluster.high) continue;
    return cluster.kind === 'range'
      ? cluster.target
      : cluster.targets[Number(value - cluster.low)]!;
  }
  return DEFAULT;
}

const expected = (ranges: readonly SwitchRange[], value: bigint): number =>
  ranges.find(({ low, high }) => low <= value && value <= high)?.target ?? DEFAULT;

const single = (value: bigint, target: number): SwitchRange => ({
  low: value,
  high: value,
  target,
});

/** Kinds and sizes of the clusters from left to right. */
function shape(decision: Decision): string[] {
  const out: string[] = [];
  const stack = [decision];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.kind === 'split') stack.push(at.above, at.below);
    else
      for (const one of at.clusters)
        out.push(one.kind === 'table' ? `table ${one.targets.length}` : 'range');
  }
  return out;
}

function depth(decision: Decision): number {
  return decision.kind === 'chain' ? 0 : 1 + Math.max(depth(decision.below), depth(decision.above));
}

describe('plans', () => {
  test('three values in a row are compared, four make a table', () => {
    const values = (count: number): SwitchRange[] =>
      Array.from({ length: count }, (_, at) => single(BigInt(at), at));
    expect(shape(planSwitch(values(3)))).toEqual(['range', 'range', 'range']);
    expect(shape(planSwitch(values(4)))).toEqual(['table 4']);
  });

  test('neighbours with equal targets are one range', () => {
    const ranges = Array.from({ length: 100 }, (_, at) => single(BigInt(at), at < 50 ? 0 : 1));
    expect(shape(planSwitch(ranges))).toEqual(['range', 'range']);
  });

  test('dense parts of a sparse switch become tables', () => {
    const dense = (base: bigint): SwitchRange[] =>
      Array.from({ length: 8 }, (_, at) => single(base + BigInt(at), at));
    const ranges = [...dense(0n), single(1000n, 9), ...dense(1n << 40n), single(1n << 62n, 10)];
    expect(shape(planSwitch(ranges))).toEqual(['table 8', 'range', 'table 8', 'range']);
  });

  test('a range over half of all 64-bit values makes no table', () => {
    const ranges = [
      { low: -(1n << 63n), high: -1n, target: 0 },
      single(0n, 1),
      single(1n, 2),
      single(2n, 3),
      single(3n, 4),
      { low: 4n, high: (1n << 63n) - 1n, target: 5 },
    ];
    const plan = planSwitch(ranges);
    expect(shape(plan)).toEqual(['range', 'table 4', 'range']);
    for (const value of [-(1n << 63n), -1n, 0n, 3n, 4n, (1n << 63n) - 1n]) {
      expect(select(plan, value)).toBe(expected(ranges, value));
    }
  });

  test('no cases: always the default', () => {
    expect(select(planSwitch([]), 5n)).toBe(DEFAULT);
  });

  test('random switches select what their cases say', () => {
    const random = randomWords(7);
    for (let round = 0; round < 300; round++) {
      const spread = 1n << (random() % 63n);
      const ranges: SwitchRange[] = [];
      let at = -(random() % spread);
      for (let count = random() % 40n; count > 0n; count--) {
        at += 1n + (random() % 3n === 0n ? random() % spread : random() % 3n);
        const high = at + (random() % 4n === 0n ? random() % spread : 0n);
        ranges.push({ low: at, high, target: Number(random() % 5n) });
        at = high;
      }
      const shuffled = [...ranges].sort(() => (random() % 2n === 0n ? 1 : -1));
      const plan = planSwitch(shuffled);
      const probes = ranges.flatMap(({ low, high }) => [
        low - 1n,
        low,
        (low + high) / 2n,
        high,
        high + 1n,
      ]);
      for (const value of probes) expect(select(plan, value)).toBe(expected(ranges, value));
      expect(depth(plan)).toBeLessThan(8);
    }
  });
});

describe('10,000 cases in almost linear time', () => {
  const count = 50_000;
  const patterns: Readonly<Record<string, (at: number) => SwitchRange>> = {
    dense: (at) => single(BigInt(at), at),
    sparse: (at) => single(BigInt(at) * 1000n, at),
    'every second value': (at) => single(2n * BigInt(at), at),
    'every third value': (at) => single(3n * BigInt(at), at),
    'wide ranges': (at) => ({
      low: BigInt(at) << 50n,
      high: (BigInt(at) << 50n) + (1n << 49n),
      target: at,
    }),
    'narrow ranges with gaps': (at) => ({
      low: BigInt(at) * 7n,
      high: BigInt(at) * 7n + 4n,
      target: at,
    }),
    'groups of three': (at) => single(BigInt(at % 3) + (BigInt(at - (at % 3)) << 8n), at),
    'slowly thinning': (at) => single(2n * BigInt(at) + BigInt(Math.floor(at / 9)), at),
  };
  // Work that grows with the square of the cases would not end before the time limit.
  test.each(Object.entries(patterns))('%s', (_, pattern) => {
    const ranges = Array.from({ length: count }, (_, at) => pattern(at));
    const plan = planSwitch(ranges);
    const middle = ranges[count >> 1]!;
    expect(select(plan, middle.low)).toBe(middle.target);
    expect(depth(plan)).toBeLessThan(24);
  });
});
