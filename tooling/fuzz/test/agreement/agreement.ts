// The interpreter, unoptimised code and optimised code agree on random functions: 10,000 in each run, in parts that
// workers share. FUZZ_AIR_FUNCTIONS asks for more, FUZZ_AIR_SEED for others.

import { expect, test } from 'vitest';
import { compareSeeds } from '../../src/air/seeds.ts';
import { render } from '../../src/air/tree.ts';

const PARTS = 4;
const functions = Number(process.env.FUZZ_AIR_FUNCTIONS ?? 10_000);
const seed = Number(process.env.FUZZ_AIR_SEED ?? 1);
/** Seeds of a part begin where no other part gets to. */
const STRIDE = 100_000_000;

/** Compares the share of a part. */
export function agreement(part: number): void {
  const share = Math.ceil(functions / PARTS);
  test(`${share} functions agree, part ${part}`, { timeout: 24 * 3_600_000 }, () => {
    const first = seed + (part - 1) * STRIDE;
    const tally = compareSeeds(
      first,
      (sofar) => sofar.functions >= share || sofar.findings.length > 2,
    );
    const { next, programs, rejected, findings } = tally;
    console.log(
      `seeds ${first} to ${next - 1}: ${tally.functions} functions in ${programs} programs agree, ${rejected} programs rejected`,
    );
    const texts = findings.map((one) => `seed ${one.seed}: ${one.detail}\n${render(one.program)}`);
    expect(texts).toEqual([]);
    expect(rejected).toBeLessThan(0.05 * programs);
  });
}
