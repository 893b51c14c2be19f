// Code generation: generated functions as AIR text and through the builder, against binaryen.js and llc of the same functions.
import { fork } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDirectory, nativeTool } from '@wasmwright/tooling-fixtures';
import type { ChildReport, Phases, Times, Way } from './air-child.ts';
import { llvmText } from './air-llvm.ts';
import { airText } from './air-text.ts';
import { interleaved, median, printTable, runProcess } from './measure.ts';

/** Functions of the inputs. */
const SIZES = [1_000, 10_000, 100_000];
/** Work in one process is repeated until about so many functions are done; the first repetition warms up. */
const FUNCTIONS_PER_PROCESS = 20_000;

const WAYS: Readonly<Record<Way, string>> = {
  text: 'AIR text, speed',
  'text, none': 'AIR text, none',
  builder: 'builder, speed',
  'builder, none': 'builder, none',
  build: '`build`, AIR text, speed',
  binaryen: 'binaryen.js',
};

interface Measured extends ChildReport {
  /** Median of the repetitions, without the first where there are more. */
  readonly times: Times;
  /** Sum of the phases of the first repetition, by the clock. */
  readonly first: number;
}

const sum = (phases: Phases): number => Object.values(phases).reduce((a, b) => a + b, 0);

/** Runs the benchmarks of the sizes whose names (`functions-1k`, …) match. */
export async function benchAir(wanted: (name: string) => boolean, rounds: number): Promise<void> {
  const sizes = SIZES.filter((count) => wanted(`functions-${count / 1000}k`));
  const phaseRows = [];
  const ratioRows: Record<keyof Times, Record<string, string | number>[]> = {
    wall: [],
    processor: [],
  };
  for (const count of sizes) {
    const repetitions = Math.min(rounds, Math.max(1, Math.floor(FUNCTIONS_PER_PROCESS / count)));
    // In a file: a process that made the text would count what that took as its own memory.
    const text = join(cacheDirectory('bench'), `functions-${count}.air`);
    writeFileSync(text, airText(count));
    const made = {} as Record<Way, Measured>;
    for (const way of Object.keys(WAYS) as Way[]) {
      made[way] = await measure(way, count, repetitions, text);
      phaseRows.push(phaseRow(WAYS[way], count, made));
      sameResults(way, made[way], made.text);
    }
    const native = llc(count, Math.min(rounds, repetitions));
    ratioRows.wall.push(ratioRow(count, made, native, 'wall'));
    ratioRows.processor.push(ratioRow(count, made, native, 'processor'));
  }
  printTable('Code generation by phase, in one process, text in memory', phaseRows);
  printTable('Code generation against binaryen.js and llc, by the clock', ratioRows.wall);
  printTable('Code generation against binaryen.js and llc, processor time', ratioRows.processor);
}

/** Runs one way in a process of its own. */
function measure(way: Way, count: number, repetitions: number, text: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(new URL('air-child.ts', import.meta.url));
    const execArgv = [...process.execArgv, '--max-old-space-size=12288', '--expose-gc'];
    const args = [way, String(count), String(repetitions), text];
    let report: ChildReport | undefined;
    const child = fork(path, args, { execArgv });
    child.on('message', (message) => (report = message as ChildReport));
    child.on('exit', (code, signal) => {
      if (report === undefined) {
        reject(new Error(`${way}, ${count} functions: ended with ${signal ?? code}`));
        return;
      }
      const { repetitions } = report;
      const first = sum(repetitions[0]!.wall);
      const warm = repetitions.length > 1 ? repetitions.slice(1) : repetitions;
      const times = {
        wall: medians(warm.map(({ wall }) => wall)),
        processor: medians(warm.map(({ processor }) => processor)),
      };
      resolve({ ...report, times, first });
    });
  });
}

function medians(repetitions: readonly Phases[]): Phases {
  const names = Object.keys(repetitions[0]!);
  return Object.fromEntries(
    names.map((name) => [name, median(repetitions.map((phases) => phases[name]!))]),
  );
}

function sameResults(way: Way, one: Measured, other: Measured): void {
  const [a, b] = [one.results.join(' '), other.results.join(' ')];
  if (a !== b) throw new Error(`${way} computes ${a} instead of ${b}`);
}

/** Millions a second. */
const perSecond = (amount: number, milliseconds: number): string =>
  amount === 0 ? '' : (amount / 1000 / milliseconds).toFixed(2);

function phaseRow(
  name: string,
  count: number,
  made: Readonly<Partial<Record<Way, Measured>>>,
): Record<string, string | number> {
  const one = Object.values(made).at(-1)!;
  const { wall, processor } = one.times;
  const total = sum(wall);
  const ms = (phase: string): string => wall[phase]?.toFixed(0) ?? '';
  return {
    functions: count,
    way: name,
    'parse ms': ms('parse'),
    'verify ms': ms('verify'),
    'builder ms': ms('builder'),
    'generate ms': ms('generate'),
    'object ms': ms('object') + ms('emit'),
    'link ms': ms('link'),
    'all ms': total.toFixed(0),
    'processor ms': sum(processor).toFixed(0),
    'first ms': one.first.toFixed(0),
    'text MB': one.textBytes === 0 ? '' : (one.textBytes / 1e6).toFixed(1),
    'text MB/s': perSecond(one.textBytes, total),
    'AIR M/s': perSecond(one.airInstructions, total),
    'MIR M/s': perSecond(one.mirInstructions, total),
    'AIR a function': (one.airInstructions / count || 0).toFixed(1),
    'output KB': (one.outputBytes / 1000).toFixed(0),
    'peak MB': one.megabytes.toFixed(0),
    'before MB': one.megabytesBefore.toFixed(0),
  };
}

/** What llc took: the whole process, from text to object in files. */
interface Llc {
  /** Milliseconds. */
  readonly wall: number;
  readonly processor: number;
  readonly megabytes: number;
  readonly objectBytes: number;
}

function llc(count: number, rounds: number): Llc | undefined {
  const tool = nativeTool('llc-19');
  if (tool === undefined) return undefined;
  const directory = cacheDirectory('bench');
  const source = join(directory, `functions-${count}.ll`);
  const object = join(directory, 'functions.o');
  writeFileSync(source, llvmText(count));
  const args = ['-O0', '-filetype=obj', '--mtriple=wasm32', source, '-o', object];
  const samples = interleaved(rounds, { llc: () => runProcess(tool, args, directory) })['llc']!;
  return {
    wall: median(samples.map(({ seconds }) => seconds)) * 1000,
    processor: median(samples.map(({ processor }) => processor)) * 1000,
    megabytes: Math.max(...samples.map(({ megabytes }) => megabytes)),
    objectBytes: statSync(object).size,
  };
}

function ratioRow(
  count: number,
  made: Readonly<Record<Way, Measured>>,
  native: Llc | undefined,
  clock: keyof Times,
): Record<string, string | number> {
  const { builder, binaryen, text } = made;
  const plain = made['builder, none'];
  // Up to the object: what stands for binaryen's module and is what llc writes.
  const toObject = ({ times }: Measured): number => sum(times[clock]) - (times[clock]['link'] ?? 0);
  const ratio = (theirs: number, ours: number): string => (theirs / ours).toFixed(1);
  const binaryenTime = toObject(binaryen);
  return {
    functions: count,
    'builder to object, none ms': toObject(plain).toFixed(0),
    'speed ms': toObject(builder).toFixed(0),
    'binaryen.js ms': binaryenTime.toFixed(0),
    'binaryen.js / none': ratio(binaryenTime, toObject(plain)),
    'binaryen.js / speed': ratio(binaryenTime, toObject(builder)),
    'text to object, none ms': toObject(made['text, none']).toFixed(0),
    'speed ms ': toObject(text).toFixed(0),
    'llc -O0 ms': native?.[clock].toFixed(0) ?? '-',
    'llc / none': native === undefined ? '-' : ratio(native[clock], toObject(made['text, none'])),
    'llc / speed': native === undefined ? '-' : ratio(native[clock], toObject(text)),
    'module KB, speed': (text.outputBytes / 1000).toFixed(0),
    'binaryen.js KB': (binaryen.outputBytes / 1000).toFixed(0),
    'binaryen.js MB': binaryen.megabytes.toFixed(0),
    'llc MB': native?.megabytes.toFixed(0) ?? '-',
  };
}
