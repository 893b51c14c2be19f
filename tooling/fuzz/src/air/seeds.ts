// What becomes of a seed: options of the program, settings of the compiler.

import { defaultFeatures, generateAir } from '../generate-air.ts';
import type { GenerateOptions } from '../generate-air.ts';
import { caseOf, compare, reduced } from './differential.ts';
import type { Finding, Setting } from './differential.ts';
import { settings } from './settings.ts';
import type { ProgramTree } from './tree.ts';

/** Features of the target: the usual ones, none, and all that Node 20 runs and code generation knows. */
export const featureSets = {
  default: defaultFeatures,
  none: [],
  all: [
    ...defaultFeatures,
    ...['multivalue', 'reference_types', 'extended_const', 'tail_call', 'simd128'],
  ],
} as const;

const sets = Object.values(featureSets);

/** The program of a seed. */
export function programOf(seed: number, options: GenerateOptions = {}): ProgramTree {
  return generateAir(seed, { features: sets[seed % sets.length]!, ...options });
}

/** Of every program the unoptimised and an optimised form, and of every fourth one with a single optimisation. */
export function settingsOf(seed: number): readonly Setting[] {
  const names = ['none', seed % 2 === 0 ? 'speed' : 'size'];
  const partial = settings.filter(({ name }) => !['none', 'speed', 'size'].includes(name));
  if (seed % 4 === 3) names.push(partial[(seed >>> 2) % partial.length]!.name);
  return settings.filter(({ name }) => names.includes(name));
}

/** What the programs of some seeds gave. */
export interface Tally {
  /** The next seed. */
  next: number;
  programs: number;
  /** Functions that were executed to their end and agreed: the entry calls each of them. */
  functions: number;
  rejected: number;
  readonly findings: (Finding & { readonly seed: number })[];
}

/**
 * Compares the programs of consecutive seeds and shrinks every disagreement.
 *
 * @param isOver - asked before each program
 * @param choose - settings of a seed. @default `settingsOf`
 * @param options - of the programs, besides their features
 */
export function compareSeeds(
  first: number,
  isOver: (tally: Tally) => boolean,
  choose: (seed: number) => readonly Setting[] = settingsOf,
  options: GenerateOptions = {},
): Tally {
  const tally: Tally = { next: first, programs: 0, functions: 0, rejected: 0, findings: [] };
  for (; !isOver(tally); tally.next++) {
    const seed = tally.next;
    const program = programOf(seed, options);
    const chosen = choose(seed);
    const verdict = compare(caseOf(program), chosen);
    tally.programs++;
    if (verdict.kind === 'rejected') tally.rejected++;
    else if (verdict.kind === 'disagrees') {
      tally.findings.push({ seed, ...reduced(program, verdict, chosen) });
    } else if (verdict.returns > 0) tally.functions += program.functions.length;
  }
  return tally;
}
