/** `wasmwright run`: builds in memory and runs under Node's WASI; a `.wasm` module is run as it is. */
import { readFileSync } from 'node:fs';
import { build } from '@wasmwright/driver';
import { nodeHost } from '../node-host.ts';

const USAGE = `Usage: wasmwright run INPUT... [linker options] [--dir HOST[::GUEST]] [-- ARGUMENT...]

Inputs are as for build, or one .wasm module.
`;

/** Exit status after a trap, as shells report an aborted process. */
const TRAPPED = 134;

/** @returns the program's exit status */
export async function runProgram(args: readonly string[], name: string): Promise<number> {
  const split = args.indexOf('--');
  const own = [...(split < 0 ? args : args.slice(0, split))];
  const programArguments = split < 0 ? [] : args.slice(split + 1);
  if (own.length === 0 || own.includes('--help')) {
    process.stdout.write(USAGE);
    return own.length === 0 ? 1 : 0;
  }
  const preopens = takeDirectories(own);
  const bytes = await moduleBytes(own, name);
  if (bytes === undefined) return 1;
  const wasi = new (loadWasi())({
    version: 'preview1',
    args: [own[0]!, ...programArguments],
    env: { ...process.env },
    preopens,
    returnOnExit: true,
  });
  try {
    const module = await WebAssembly.compile(bytes as BufferSource);
    if (!WebAssembly.Module.exports(module).some(({ name: exported }) => exported === '_start')) {
      process.stderr.write(`${name}: error: ${own[0]!} exports no _start\n`);
      process.stderr.write('  hint: run takes WASI programs: the target is wasm32-wasi\n');
      return 1;
    }
    const instance = await WebAssembly.instantiate(
      module,
      wasi.getImportObject() as WebAssembly.Imports,
    );
    return wasi.start(instance) as unknown as number;
  } catch (error) {
    process.stderr.write(`${name}: ${(error as Error).message}\n`);
    return error instanceof WebAssembly.RuntimeError ? TRAPPED : 1;
  }
}

/** Node's WASI, without the warning that it is experimental: the user asked for a run, not for this module. */
function loadWasi(): typeof import('node:wasi').WASI {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule('node:wasi').WASI;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Takes `--dir HOST[::GUEST]` out of the arguments. */
function takeDirectories(args: string[]): Record<string, string> {
  const preopens: Record<string, string> = {};
  for (let at = args.indexOf('--dir'); at >= 0; at = args.indexOf('--dir')) {
    const [host = '.', guest = host] = (args[at + 1] ?? '.').split('::');
    preopens[guest] = host;
    args.splice(at, 2);
  }
  return preopens;
}

async function moduleBytes(args: readonly string[], name: string): Promise<Uint8Array | undefined> {
  if (args.length === 1 && args[0]!.endsWith('.wasm')) {
    try {
      return new Uint8Array(readFileSync(args[0]!));
    } catch (error) {
      process.stderr.write(
        `${name}: error: cannot read ${args[0]!}: ${(error as Error).message}\n`,
      );
      return undefined;
    }
  }
  const result = await build({ args: [...args, '-o', '-'], host: nodeHost, name });
  process.stderr.write(result.stderr);
  return result.outputs.get('-');
}
