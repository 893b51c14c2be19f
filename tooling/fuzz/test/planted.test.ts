// Planted mistakes: random programs find them, and what is left of a program that shows one is a few instructions.

import { Tag } from '@wasmwright/mir';
import type { Mir } from '@wasmwright/mir';
import { expect, test } from 'vitest';
import type { Setting } from '../src/air/differential.ts';
import { compareSeeds } from '../src/air/seeds.ts';
import { compileExecutable } from '../src/air/settings.ts';
import { render, sizeOf } from '../src/air/tree.ts';

const FIRST_SEED = 1;
/** A mistake that takes more programs is one that random programs do not find. */
const PROGRAMS = 120;
/** Instructions of what is left: the mistaken one, those that lead to it, and the call that shows the result. */
const FEW = 16;

/** One instruction is written for another. */
const mistakes: readonly (readonly [wanted: keyof typeof Tag, written: keyof typeof Tag])[] = [
  ['i32_shr_u', 'i32_shr_s'],
  ['i64_lt_s', 'i64_lt_u'],
  ['i32_ge_u', 'i32_gt_u'],
  ['i64_extend_i32_u', 'i64_extend_i32_s'],
  ['i32_load8_u', 'i32_load8_s'],
  ['i64_xor', 'i64_or'],
  ['f64_min', 'f64_max'],
  ['f32_neg', 'f32_abs'],
  ['i64_popcnt', 'i64_clz'],
  ['i32_div_s', 'i32_div_u'],
  ['i32_eqz', 'i32_clz'],
  ['i32_load16_s', 'i32_load16_u'],
];

function planted(wanted: number, written: number): Setting {
  const change = ({ tags }: Mir): void => {
    for (let at = 0; at < tags.length; at++) if (tags[at] === wanted) tags[at] = written;
  };
  return {
    name: 'planted',
    compile: (module) => compileExecutable(module, { optimize: 'speed' }, 'object', change),
  };
}

test.each(mistakes)('%s written as %s', (wanted, written) => {
  const setting = planted(Tag[wanted], Tag[written]);
  const { findings, programs } = compareSeeds(
    FIRST_SEED,
    (tally) => tally.findings.length > 0 || tally.programs >= PROGRAMS,
    () => [setting],
  );
  expect(findings).toHaveLength(1);
  const [{ seed, program, detail }] = findings as [(typeof findings)[number]];
  const size = sizeOf(program);
  console.log(`${wanted} as ${written}: seed ${seed}, ${programs} programs, ${size} instructions`);
  expect(detail).toMatch(/interpreter/);
  expect(size, render(program)).toBeLessThanOrEqual(FEW);
});
