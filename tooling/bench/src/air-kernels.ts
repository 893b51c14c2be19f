// Kernels as AIR text against the same algorithms in C and Zig: code size, run time in Node, equal results.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { build, link } from '@wasmwright/driver';
import { type Compiler, compile, nativeTool } from '@wasmwright/tooling-fixtures';
import { ByteReader, SectionId } from '@wasmwright/wasm';
import { interleaved, printTable } from './measure.ts';
import { compileZig, ZIG_INSTALL, type ZigLevel, zigPath } from './zig.ts';

/** Arguments of `kernel(n)` that take some milliseconds. */
const ARGUMENTS: Readonly<Record<string, number>> = {
  fannkuch: 8,
  hash: 1_000_000,
  mandelbrot: 256,
  matrix: 128,
  nbody: 20_000,
  search: 65_536,
  sha256: 5_000,
  sieve: 65_536,
  sort: 65_536,
  tree: 65_536,
};

const DIRECTORY = new URL('kernels/', import.meta.url);
/** `memset` and `memcpy` instead of loops would be calls into a library that is not there. */
const C_FLAGS = ['-fno-builtin', '-ffreestanding'];
/** What the sizes of our programs are compared with. */
const PEERS = ['clang -O0', 'zig Debug', 'zig ReleaseSmall'] as const;
const OURS = ['AIR, none', 'AIR, speed', 'AIR, size'] as const;
const LINK = ['--no-entry', '--strip-all', '--export=kernel'];

/** A module with an exported function `kernel`. */
interface Program {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Runs the kernels whose names (`kernel-sieve`, …) match. */
export async function benchKernels(
  wanted: (name: string) => boolean,
  rounds: number,
): Promise<void> {
  // The optimising compiler from the first call on: else a loop stays in the code of the quick one for some calls.
  setFlagsFromString('--no-liftoff');
  const zig = zigPath();
  if (zig === undefined) console.log(`\nZig is not installed; to compare with it: ${ZIG_INSTALL}`);
  const sizes = new Map<string, Sizes>();
  const times = [];
  for (const [kernel, n] of Object.entries(ARGUMENTS)) {
    if (!wanted(`kernel-${kernel}`)) continue;
    const programs = await programsOf(kernel, zig);
    sizes.set(kernel, sizesOf(programs));
    const taken = milliseconds(kernel, n, programs, rounds);
    const ratio = taken['AIR, speed']! / taken['clang -O1']!;
    const shown = Object.entries(taken).map(([name, time]) => [name, time.toFixed(2)]);
    times.push({ kernel, ...Object.fromEntries(shown), 'speed / -O1': ratio.toFixed(2) });
  }
  sizes.set('**together**', together([...sizes.values()]));
  const rows = [...sizes].map(([kernel, row]) => ({ kernel, ...row }));
  printTable('Kernels: bytes of the code section', rows);
  printTable('Kernels: our bytes to theirs', rows.map(ratiosOf));
  printTable(`Kernels: processor time in ms, shortest of ${rounds} calls`, times);
}

async function programsOf(kernel: string, zig: string | undefined): Promise<readonly Program[]> {
  const programs = [
    await fromAir(kernel, 'none'),
    await fromAir(kernel, 'speed'),
    await fromAir(kernel, 'size'),
    await fromC(kernel, '-O0'),
    await fromC(kernel, '-O1'),
    await fromC(kernel, '-Oz'),
  ];
  if (zig === undefined) return programs;
  return [...programs, fromZig(zig, kernel, 'Debug'), fromZig(zig, kernel, 'ReleaseSmall')];
}

/** Bytes of the code section by program. */
type Sizes = Readonly<Record<string, number>>;

function sizesOf(programs: readonly Program[]): Sizes {
  return Object.fromEntries(programs.map(({ name, bytes }) => [name, codeSize(bytes)]));
}

function together(rows: readonly Sizes[]): Sizes {
  const sums: Record<string, number> = {};
  for (const row of rows) {
    for (const [name, size] of Object.entries(row)) sums[name] = (sums[name] ?? 0) + size;
  }
  return sums;
}

/** Each of our levels against each peer: at most 0.5 is the aim. */
function ratiosOf({ kernel, ...sizes }: Record<string, number | string>): Record<string, string> {
  const row: Record<string, string> = { kernel: String(kernel) };
  for (const peer of PEERS) {
    if (sizes[peer] === undefined) continue;
    for (const own of OURS) {
      row[`${own.slice(5)} / ${peer}`] = (Number(sizes[own]) / Number(sizes[peer])).toFixed(2);
    }
  }
  return row;
}

async function fromAir(kernel: string, optimize: 'none' | 'speed' | 'size'): Promise<Program> {
  const bytes = readFileSync(new URL(`${kernel}.air`, DIRECTORY));
  const host = { read: (path: string) => (path === 'k.air' ? bytes : undefined) };
  const args = [...LINK, 'k.air', '-o', 'k.wasm'];
  const made = await build({ args, host, codegen: { optimize } });
  const output = made.outputs.get('k.wasm');
  if (output === undefined) throw new Error(made.stderr);
  return { name: `AIR, ${optimize}`, bytes: output };
}

async function fromC(kernel: string, level: string): Promise<Program> {
  const compiler: Compiler = nativeTool('clang-19') === undefined ? 'yowasp' : 'native';
  const files = { 'k.c': readFileSync(new URL(`${kernel}.c`, DIRECTORY), 'utf8') };
  const args = [level, ...C_FLAGS, '-c', 'k.c', '-o', 'k.o'];
  const made = await compile({ files, args, compiler });
  const linked = await link({
    args: [...LINK, 'k.o', '-o', 'k.wasm'],
    files: { 'k.o': made['k.o']! },
  });
  if (linked.output === undefined) throw new Error(linked.stderr);
  return { name: `clang ${level}`, bytes: linked.output };
}

function fromZig(zig: string, kernel: string, level: ZigLevel): Program {
  const source = fileURLToPath(new URL(`${kernel}.zig`, DIRECTORY));
  return { name: `zig ${level}`, bytes: compileZig(zig, source, level) };
}

/** Bytes of the code section's contents: the bodies with their sizes, and nothing of what the linker adds elsewhere. */
function codeSize(bytes: Uint8Array): number {
  const reader = new ByteReader(bytes, 8);
  while (!reader.atEnd) {
    const id = reader.byte();
    const size = reader.u32();
    if (id === SectionId.code) return size;
    reader.skip(size);
  }
  return 0;
}

/** Processor time of all programs, run in turn, warm. @throws Error when their results differ */
function milliseconds(
  kernel: string,
  n: number,
  programs: readonly Program[],
  rounds: number,
): Readonly<Record<string, number>> {
  const runs: Record<string, () => number> = {};
  const results: string[] = [];
  for (const { name, bytes } of programs) {
    const module = new WebAssembly.Module(new Uint8Array(bytes));
    const { exports } = new WebAssembly.Instance(module);
    const call = exports['kernel'] as (n: number) => number;
    results.push([2, 3, 10, n, n].map((size) => call(size)).join(' '));
    runs[name] = (): number => {
      // Not by the clock: other work on the machine takes turns with a call of milliseconds.
      const started = process.cpuUsage();
      call(n);
      const { user, system } = process.cpuUsage(started);
      return (user + system) / 1000;
    };
  }
  if (new Set(results).size > 1) {
    throw new Error(`${kernel}: results differ:\n${results.join('\n')}`);
  }
  const samples = interleaved(rounds, runs);
  return Object.fromEntries(programs.map(({ name }) => [name, Math.min(...samples[name]!)]));
}
