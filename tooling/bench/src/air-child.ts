// One way of generating code, measured in a process of its own so that its peak memory is its own. Forked by `air.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { type Module, parseAir, verify } from '@wasmwright/air';
import { build, compileModule, link, unitObject } from '@wasmwright/driver';
import { airModule } from './air-builder.ts';
import { CELLS } from './air-program.ts';

/** Ways to a module in memory. */
export type Way = 'text' | 'text, none' | 'builder' | 'builder, none' | 'build' | 'binaryen';

/** Milliseconds by phase, in order. */
export type Phases = Readonly<Record<string, number>>;

/** What one repetition took. */
export interface Times {
  /** By the clock. */
  readonly wall: Phases;
  /** Processor time of all threads: other work on the machine disturbs it less. */
  readonly processor: Phases;
}

/** What one repetition took and gave. */
interface Repetition {
  readonly times: Times;
  readonly output: Uint8Array;
  readonly airInstructions: number;
  readonly mirInstructions: number;
  readonly textBytes: number;
}
type Work = () => Promise<Repetition>;

/** What a child reports: sums and sizes only, so that little is sent. */
export interface ChildReport extends Omit<Repetition, 'output' | 'times'> {
  readonly repetitions: readonly Times[];
  readonly outputBytes: number;
  /** Peak resident memory of the process in MB. */
  readonly megabytes: number;
  /** Memory before the work began: Node, the code and the input text, in MB. */
  readonly megabytesBefore: number;
  /** What the exported functions compute. */
  readonly results: readonly number[];
}

/** Phases timed one after another. */
class Clock {
  readonly #wall: Record<string, number> = {};
  readonly #processor: Record<string, number> = {};
  #last = performance.now();
  #usage = process.cpuUsage();

  lap(name: string): void {
    const now = performance.now();
    const { user, system } = process.cpuUsage(this.#usage);
    this.#wall[name] = now - this.#last;
    this.#processor[name] = (user + system) / 1000;
    this.#last = now;
    this.#usage = process.cpuUsage();
  }

  get times(): Times {
    return { wall: this.#wall, processor: this.#processor };
  }
}

const NOT_COUNTED = { airInstructions: 0, mirInstructions: 0, textBytes: 0 };
const LINK = ['--no-entry', '--no-gc-sections', '--strip-all'];

async function toModule(module: Module, isPlain: boolean, clock: Clock): Promise<Repetition> {
  const unit = compileModule(module, { optimize: isPlain ? 'none' : 'speed' });
  if (unit.diagnostics.length > 0) throw new Error(unit.diagnostics[0]!.text);
  clock.lap('generate');
  const object = unitObject(unit);
  clock.lap('object');
  const args = [...LINK, 'f.o', '-o', 'f.wasm'];
  const linked = await link({ args, files: { 'f.o': object } });
  if (linked.output === undefined) throw new Error(linked.stderr);
  clock.lap('link');
  return {
    times: clock.times,
    output: linked.output,
    airInstructions: module.functions.reduce((sum, { body }) => sum + body.tags.length, 0),
    mirInstructions: unit.functions.reduce((sum, { mir }) => sum + mir.tags.length, 0),
    textBytes: 0,
  };
}

/**
 * What each way does with a number of functions, or with their text in a file: the input is read and the code loaded at once, the work
 * done in each call of the result.
 */
const ways: Record<Way, (count: number, text: string) => Promise<Work> | Work> = {
  text: (_, text) => fromText(readFileSync(text, 'utf8'), false),
  'text, none': (_, text) => fromText(readFileSync(text, 'utf8'), true),
  builder: (count) => () => fromBuilder(count, false),
  'builder, none': (count) => () => fromBuilder(count, true),
  build: (_, text) => {
    const bytes = readFileSync(text);
    const host = { read: (path: string) => (path === 'f.air' ? bytes : undefined) };
    return async () => {
      const clock = new Clock();
      const made = await build({ args: [...LINK, 'f.air', '-o', 'f.wasm'], host });
      clock.lap('build');
      const output = made.outputs.get('f.wasm');
      if (output === undefined) throw new Error(made.stderr);
      return { times: clock.times, output, ...NOT_COUNTED, textBytes: bytes.length };
    };
  },
  binaryen: async (count) => {
    // Not loaded with the others: it takes hundreds of megabytes.
    const { binaryenModule } = await import('./air-binaryen.ts');
    return () => {
      const clock = new Clock();
      const output = binaryenModule(count, (phase) => clock.lap(phase));
      return Promise.resolve({ times: clock.times, output, ...NOT_COUNTED });
    };
  },
};

function fromText(text: string, isPlain: boolean): Work {
  return async () => {
    const clock = new Clock();
    const { module, diagnostics } = parseAir(text, { file: 'f.air' });
    clock.lap('parse');
    const found = [...diagnostics, ...verify(module)];
    if (found.length > 0) throw new Error(`${found[0]!.at.line}: ${found[0]!.text}`);
    clock.lap('verify');
    return { ...(await toModule(module, isPlain, clock)), textBytes: text.length };
  };
}

function fromBuilder(count: number, isPlain: boolean): Promise<Repetition> {
  const clock = new Clock();
  const module = airModule(count);
  clock.lap('builder');
  return toModule(module, isPlain, clock);
}

/** The exported functions on a few arguments, then the memory behind their pointer, which begins as zeros. */
function resultsOf(output: Uint8Array<ArrayBuffer>): number[] {
  const imported = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(output);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: imported } });
  const memory = (exports['memory'] as WebAssembly.Memory | undefined) ?? imported;
  const results: number[] = [];
  for (const [name, value] of Object.entries(exports)) {
    if (!name.startsWith('fn')) continue;
    const call = value as (p: number, x: number, y: number) => number;
    for (const x of [0, -7, 123_456]) results.push(call(0, x, x / 3));
  }
  return [...results, ...new Int32Array(memory.buffer, 0, CELLS)];
}

/** Forgets the peak of loading, which is that of the TypeScript loader. Only Linux can. */
function forgetPeak(): void {
  globalThis.gc?.(); // what the input was made of
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

const [way, functions, times, text] = process.argv.slice(2);
const count = Number(functions);
const work = await ways[way as Way](count, text!);
forgetPeak();
const before = process.memoryUsage().rss / 2 ** 20;
const repetitions: Times[] = [];
let last: Repetition | undefined;
for (let time = 0; time < Number(times); time++) {
  last = undefined;
  last = await work();
  repetitions.push(last.times);
}
const { output, airInstructions, mirInstructions, textBytes } = last!;
const report: ChildReport = {
  airInstructions,
  mirInstructions,
  textBytes,
  repetitions,
  outputBytes: output.length,
  megabytes: process.resourceUsage().maxRSS / 1024,
  megabytesBefore: before,
  results: resultsOf(new Uint8Array(output)),
};
process.send!(report);
process.disconnect();
