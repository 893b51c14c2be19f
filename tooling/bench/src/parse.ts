// Text to verified module: generated functions, and the output of a real front end where the samples lie beside the repository.
import { fork } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTable } from './measure.ts';
import type { ParseReport } from './parse-child.ts';

/** Functions of the generated texts. */
const SIZES = [1_000, 10_000, 100_000];
const SAMPLES = fileURLToPath(new URL('../../../../shared/air-samples', import.meta.url));
/** A text is read until about so many megabytes are done, three to a thousand times; the first half warms up. */
const MEGABYTES_PER_PROCESS = 20;

/** Measures the inputs whose names (`functions-1k`, `words.air`, …) match. */
export async function benchParse(wanted: (name: string) => boolean): Promise<void> {
  const inputs = SIZES.map((count) => [`functions-${count / 1000}k`, String(count), count / 1000]);
  for (const folder of ['small', 'behavior', 'wasi']) {
    const directory = join(SAMPLES, folder);
    const files = existsSync(directory) ? readdirSync(directory) : [];
    for (const name of files.filter((file) => file.endsWith('.air'))) {
      const path = join(directory, name);
      inputs.push([name, path, statSync(path).size / 1e6]);
    }
  }
  const rows = [];
  for (const [name, input, megabytes] of inputs as [string, string, number][]) {
    if (!wanted(name)) continue;
    const times = Math.min(1000, Math.max(3, Math.floor(MEGABYTES_PER_PROCESS / megabytes)));
    rows.push(row(name, await measure(input, times)));
  }
  printTable('Text to verified module', rows);
}

/** Reads one text in a process of its own. */
function measure(input: string, times: number): Promise<ParseReport> {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL('parse-child.ts', import.meta.url));
    const execArgv = [...process.execArgv, '--max-old-space-size=12288', '--expose-gc'];
    let report: ParseReport | undefined;
    const child = fork(path, [input, String(times)], { execArgv });
    child.on('message', (message) => (report = message as ParseReport));
    child.on('exit', (code, signal) => {
      if (report === undefined) reject(new Error(`${input}: ended with ${signal ?? code}`));
      else resolve(report);
    });
  });
}

function row(name: string, report: ParseReport): Record<string, string | number> {
  const { textBytes, parse, verify, instructions, moduleBytes } = report;
  const rate = (milliseconds: number): string => (textBytes / 1000 / milliseconds).toFixed(1);
  // The mean: some clocks tick every few milliseconds only.
  const warm = (times: readonly number[]): number => {
    const half = times.slice(times.length >> 1);
    return half.reduce((a, b) => a + b, 0) / half.length;
  };
  return {
    input: name,
    'text MB': (textBytes / 1e6).toFixed(2),
    'first MB/s': rate(parse[0]! + verify[0]!),
    'parse, first': rate(parse[0]!),
    'verify, first': rate(verify[0]!),
    'warm MB/s': rate(warm(parse.map((time, at) => time + verify[at]!))),
    'parse, warm': rate(warm(parse)),
    'verify, warm': rate(warm(verify)),
    instructions: instructions,
    'bytes each': (moduleBytes / instructions).toFixed(0),
  };
}
