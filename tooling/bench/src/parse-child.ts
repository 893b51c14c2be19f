// One text read and verified again and again, in a process of its own so that the first time is cold. Forked by `parse.ts`.
import { existsSync, readFileSync } from 'node:fs';
import { type Module, parseAir, verify } from '@wasmwright/air';
import { airText } from './air-text.ts';

/** What a child reports. Times are milliseconds, by repetition. */
export interface ParseReport {
  readonly textBytes: number;
  readonly parse: readonly number[];
  readonly verify: readonly number[];
  readonly instructions: number;
  /** Memory of the module that is left, in bytes: JavaScript objects and the arrays of functions. */
  readonly moduleBytes: number;
}

const SCHEDULER = '/proc/thread-self/schedstat';
const hasScheduler =
  existsSync(SCHEDULER) && Number(readFileSync(SCHEDULER, 'utf8').split(' ')[0]) > 0;

/** Milliseconds this thread has run, where the system tells it: other work on the machine does not count. */
function clock(): number {
  if (!hasScheduler) return performance.now();
  return Number(readFileSync(SCHEDULER, 'utf8').split(' ')[0]) / 1e6;
}

/** Bytes in use, after all garbage is gone. */
async function inUse(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const [input, repetitions] = process.argv.slice(2);
const count = Number(input);
const text = Number.isNaN(count) ? readFileSync(input!, 'utf8') : airText(count);
const before = await inUse();
const parseTimes: number[] = [];
const verifyTimes: number[] = [];
let module: Module | undefined;
for (let round = 0; round < Number(repetitions); round++) {
  module = undefined;
  const start = clock();
  const result = parseAir(text, { file: 'f.air' });
  const middle = clock();
  const found = [...result.diagnostics, ...verify(result.module)];
  verifyTimes.push(clock() - middle);
  parseTimes.push(middle - start);
  if (found.length > 0) throw new Error(`${found[0]!.at.line}: ${found[0]!.text}`);
  ({ module } = result);
}
const report: ParseReport = {
  textBytes: text.length,
  parse: parseTimes,
  verify: verifyTimes,
  instructions: module!.functions.reduce((sum, { body }) => sum + body.length, 0),
  moduleBytes: (await inUse()) - before,
};
process.send!(report);
process.disconnect();
