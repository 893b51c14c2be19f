// Kernels as AIR text against the same algorithms in C: code size, run time in Node, equal results.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { build, link } from '@wasmwright/driver';
import { type Compiler, compile, nativeTool } from '@wasmwright/tooling-fixtures';
import { ByteReader, SectionId } from '@wasmwright/wasm';
import { interleaved, printTable } from './measure.ts';

/** Arguments of `kernel(n)` that take some milliseconds. */
const ARGUMENTS: Readonly<Record<string, number>> = {
  hash: 1_000_000,
  mandelbrot: 256,
  matrix: 128,
  search: 65_536,
  sieve: 65_536,
  sort: 65_536,
  tree: 65_536,
};

const DIRECTORY = new URL('kernels/', import.meta.url);
/** `memset` and `memcpy` instead of loops would be calls into a library that is not there. */
const C_FLAGS = ['-fno-builtin', '-ffreestanding'];
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
  const sizes = [];
  const times = [];
  for (const [kernel, n] of Object.entries(ARGUMENTS)) {
    if (!wanted(`kernel-${kernel}`)) continue;
    const programs = [
      await fromAir(kernel, 'none'),
      await fromAir(kernel, 'speed'),
      await fromAir(kernel, 'size'),
      await fromC(kernel, '-O0'),
      await fromC(kernel, '-O1'),
      await fromC(kernel, '-Oz'),
    ];
    sizes.push(row(kernel, programs, ({ bytes }) => codeSize(bytes).toString()));
    const taken = milliseconds(kernel, n, programs, rounds);
    const ratio = taken['AIR, speed']! / taken['clang -O1']!;
    times.push({
      ...row(kernel, programs, ({ name }) => taken[name]!.toFixed(2)),
      'speed / -O1': ratio.toFixed(2),
    });
  }
  printTable('Kernels: bytes of the code section', sizes);
  printTable(`Kernels: run time in ms, shortest of ${rounds}`, times);
}

function row(
  kernel: string,
  programs: readonly Program[],
  show: (program: Program) => string,
): Record<string, string> {
  return {
    kernel,
    ...Object.fromEntries(programs.map((program) => [program.name, show(program)])),
  };
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

/** Runs all programs in turn, warm. @throws Error when their results differ */
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
      const started = performance.now();
      call(n);
      return performance.now() - started;
    };
  }
  if (new Set(results).size > 1) {
    throw new Error(`${kernel}: results differ:\n${results.join('\n')}`);
  }
  const samples = interleaved(rounds, runs);
  return Object.fromEntries(programs.map(({ name }) => [name, Math.min(...samples[name]!)]));
}
