// The fuzzer's command line; see `help`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { cacheDirectory } from '@wasmwright/tooling-fixtures';
import { attempt, inputOf, SLOW_MILLISECONDS } from './campaign.ts';
import type { Limits, Outcome } from './campaign.ts';
import { corpusOf } from './corpus.ts';
import type { FuzzTarget } from './target.ts';
import { loadTargets } from './targets.ts';
import type { Job } from './worker.ts';

const help = `npm run fuzz -- TARGET... [options]

Feeds mutated inputs to parsers until one throws, hangs or is slow. TARGET is a name or 'all'.

  --seconds N   time for each target (default 60)
  --runs N      runs for each target instead
  --seed N      first number of the generator (default: the clock)
  --ci          all targets, 3 seconds each, seed 1
  --input FILE  run the targets on this file and nothing else
  --list        print the names of the targets

A failing input is written to .cache/fuzz; the exit status is then 1.`;

/** A thread that starts no new run for so long hangs. */
const HANG_MILLISECONDS = 20_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    runs: { type: 'string' },
    seed: { type: 'string' },
    input: { type: 'string' },
    ci: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const all = await loadTargets();
  const names = all.map((target) => target.name);
  if (values.list) console.log(names.join('\n'));
  if (values.list) return 0;
  const wanted = values.ci || positionals.includes('all') ? names : positionals;
  const unknown = wanted.filter((name) => !names.includes(name));
  if (values.help || wanted.length === 0 || unknown.length > 0) {
    for (const name of unknown)
      console.error(`fuzz: no target '${name}'; there are ${names.join(', ')}`);
    console.log(help);
    return values.help ? 0 : 2;
  }
  const targets = all.filter((target) => wanted.includes(target.name));
  const { input } = values;
  const seed = values.ci ? 1 : Number(values.seed ?? Date.now() % 1_000_000_000);
  let failures = 0;
  for (const target of targets) {
    const ok = input === undefined ? await fuzz(target, seed) : reproduce(target, input);
    if (!ok) failures++;
  }
  return failures > 0 ? 1 : 0;
}

function reproduce(target: FuzzTarget, path: string): boolean {
  const reason = attempt(target, new Uint8Array(readFileSync(path)), SLOW_MILLISECONDS);
  console.log(`${target.name}: ${reason ?? 'no failure'}`);
  return reason === undefined;
}

async function fuzz(target: FuzzTarget, seed: number): Promise<boolean> {
  const seconds = values.ci ? 3 : Number(values.seconds ?? 60);
  const limits: Limits = {
    slow: SLOW_MILLISECONDS,
    ...(values.runs === undefined ? { seconds } : { runs: Number(values.runs) }),
  };
  const started = performance.now();
  const { runs, failure } = await inThread(target, seed, limits);
  const elapsed = (performance.now() - started) / 1000;
  const summary = `${target.name}: ${runs} runs in ${elapsed.toFixed(1)} s, seed ${seed}`;
  if (failure === undefined) {
    console.log(`${summary}, no failure`);
    return true;
  }
  const path = join(cacheDirectory('fuzz'), `${target.name}-${seed}-${failure.run}.bin`);
  writeFileSync(path, failure.input);
  console.error(`${summary}, run ${failure.run} failed: ${failure.reason}`);
  console.error(`reproduce: npm run fuzz -- ${target.name} --input ${path}`);
  return false;
}

/** Runs a campaign in a thread and ends it if it hangs. */
function inThread(target: FuzzTarget, seed: number, limits: Limits): Promise<Outcome> {
  const progress = new SharedArrayBuffer(4);
  const counter = new Int32Array(progress);
  const workerData: Job = { target: target.name, seed, limits, progress };
  const script = new URL('./worker.ts', import.meta.url).href;
  const worker = new Worker(
    // A thread does not inherit tsx from the command line.
    `import('tsx/esm/api').then(({ register }) => (register(), import('${script}')))`,
    { workerData, eval: true },
  );
  const failed = (reason: string): Outcome => {
    const run = Atomics.load(counter, 0);
    const input = inputOf(corpusOf(target, true), seed, run);
    return { runs: run + 1, failure: { run, input, reason } };
  };
  return new Promise((resolve) => {
    let seen = -1;
    let since = performance.now();
    const watch = setInterval(() => {
      const run = Atomics.load(counter, 0);
      if (run !== seen) {
        seen = run;
        since = performance.now();
      } else if (performance.now() - since > HANG_MILLISECONDS) finish(failed('hangs'));
    }, 500);
    const finish = (outcome: Outcome): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve(outcome));
    };
    worker.once('message', finish);
    worker.once('error', (error) => finish(failed(`the thread died: ${error.message}`)));
  });
}
