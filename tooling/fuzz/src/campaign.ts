import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

/** A run that takes longer is a bug: inputs have at most 1 MiB. */
export const SLOW_MILLISECONDS = 2000;

/** How long to go on. */
export interface Limits {
  readonly seconds?: number;
  readonly runs?: number;
  /** A run that takes more milliseconds is a failure. @default no run is */
  readonly slow?: number;
}

/** What a campaign found. */
export interface Outcome {
  readonly runs: number;
  /** The run that failed, and why. */
  readonly failure?: { readonly run: number; readonly input: Uint8Array; readonly reason: string };
}

/** The input of run `run`: it depends on nothing but the seed, the number and the corpus, so every run can be repeated alone. */
export function inputOf(corpus: readonly Uint8Array[], seed: number, run: number): Uint8Array {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(run, 0x85ebca6b));
  return mutate(random.pick(corpus), random.pick(corpus), random);
}

/** Runs a target once; the reason if it failed, or took more than `slow` milliseconds. */
export function attempt(
  target: FuzzTarget,
  input: Uint8Array,
  slow = Infinity,
): string | undefined {
  const started = performance.now();
  try {
    target.run(input);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const elapsed = performance.now() - started;
  return elapsed > slow ? `took ${Math.round(elapsed)} ms` : undefined;
}

/** Feeds mutated inputs to a target until a limit is reached or a run fails. `begin` hears of each run before it starts. */
export function campaign(
  target: FuzzTarget,
  corpus: readonly Uint8Array[],
  seed: number,
  limits: Limits,
  begin: (run: number) => void = () => undefined,
): Outcome {
  const { seconds = Infinity, runs = Infinity } = limits;
  const end = performance.now() + seconds * 1000;
  let run = 0;
  for (; run < runs && performance.now() < end; run++) {
    begin(run);
    const input = inputOf(corpus, seed, run);
    const reason = attempt(target, input, limits.slow);
    if (reason !== undefined) return { runs: run + 1, failure: { run, input, reason } };
  }
  return { runs: run };
}
