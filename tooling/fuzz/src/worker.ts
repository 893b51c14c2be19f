// One campaign in a thread of its own, so that `main.ts` can stop it when it hangs.

import { parentPort, workerData } from 'node:worker_threads';
import { campaign } from './campaign.ts';
import type { Limits } from './campaign.ts';
import { corpusOf } from './corpus.ts';
import { loadTargets } from './targets.ts';

/** What `main.ts` passes to the thread. */
export interface Job {
  readonly target: string;
  readonly seed: number;
  readonly limits: Limits;
  /** One number: the run that is going on. */
  readonly progress: SharedArrayBuffer;
}

const { target: name, seed, limits, progress } = workerData as Job;
const target = (await loadTargets()).find((known) => known.name === name)!;
const counter = new Int32Array(progress);
const begin = (run: number): void => void Atomics.store(counter, 0, run);
parentPort!.postMessage(campaign(target, corpusOf(target, true), seed, limits, begin));
