import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Host, link } from '@wasmwright/driver';
import {
  type BuiltProgram,
  nativeTool,
  runNative,
  runWasi,
  runYowasp,
  type WasiRun,
  yowaspSysroot,
} from '@wasmwright/tooling-fixtures';

/** What a linker did: the output, if there is one, and what it printed. */
export interface LinkRun {
  readonly status: number;
  readonly output?: Uint8Array;
  readonly stdout: string;
  readonly stderr: string;
}

/** A host over the file system with relative paths taken from `cwd`. */
function diskHost(cwd: string, written: Map<string, Uint8Array>): Host {
  return {
    read: (path) => {
      try {
        return new Uint8Array(readFileSync(resolve(cwd, path)));
      } catch {
        return undefined;
      }
    },
    list: (directory) => {
      try {
        return readdirSync(resolve(cwd, directory));
      } catch {
        return [];
      }
    },
    write: (path, bytes) => void written.set(path, bytes),
  };
}

/** Links with wasmwright in this process. The prefix of its messages is `wasm-ld-19`, so that they compare as they are. */
export async function linkOurs(cwd: string, args: readonly string[]): Promise<LinkRun> {
  const written = new Map<string, Uint8Array>();
  const result = await link({ args, host: diskHost(cwd, written), name: 'wasm-ld-19' });
  const output = written.get('out.wasm') ?? result.output;
  return {
    status: result.exitCode,
    ...(result.ok && output !== undefined ? { output } : {}),
    stdout: result.stdout,
    stderr: result.stderr,
  };
}

/** Links with native wasm-ld 19. */
export function linkNative(cwd: string, args: readonly string[]): LinkRun {
  const directory = mkdtempSync(join(tmpdir(), 'wasmwright-ld-'));
  try {
    const output = join(directory, 'out.wasm');
    const run = runNative(nativeTool('wasm-ld-19')!, withOutput(args, output), { cwd });
    return run.status === 0 ? { ...run, output: new Uint8Array(readFileSync(output)) } : run;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** `-o out.wasm` becomes `-o path`; the base name, which is written into the module, stays. */
function withOutput(args: readonly string[], path: string): string[] {
  return args.map((arg) => (arg === 'out.wasm' ? path : arg));
}

/** Links with wasm-ld 22 of `@yowasp/clang`; every file an argument could mean is put into its file system. */
export async function linkYowasp(built: BuiltProgram, args: readonly string[]): Promise<LinkRun> {
  const { lib, builtins } = yowaspSysroot();
  const files: Record<string, Uint8Array> = {};
  for (const name of readdirSync(lib)) {
    if (name.endsWith('.a') || name.endsWith('.o')) files[`s/${name}`] = read(join(lib, name));
  }
  files['s/builtins.a'] = read(builtins);
  for (const name of readdirSync(built.directory)) {
    if (/\.[ao]$/.test(name)) files[name] = read(join(built.directory, name));
  }
  const mapped = args.map((arg) =>
    arg.replace(builtins, 's/builtins.a').replace(`-L${lib}`, '-Ls').replace(`${lib}/`, 's/'),
  );
  const run = await runYowasp('wasm-ld', mapped, files);
  const output = run.files['out.wasm'];
  return {
    status: run.ok ? 0 : 1,
    ...(output === undefined ? {} : { output }),
    stdout: run.stdout,
    stderr: run.stderr,
  };
}

const read = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

/** Runs a linked program with the arguments and files its description gives it. */
export function runProgram(built: BuiltProgram, output: Uint8Array): WasiRun {
  const directory = mkdtempSync(join(tmpdir(), 'wasmwright-data-'));
  try {
    for (const [name, text] of Object.entries(built.program.run?.files ?? {})) {
      writeFileSync(join(directory, name), text);
      chmodSync(join(directory, name), 0o644);
    }
    return runWasi(output, {
      args: built.program.run?.args ?? ['program'],
      preopens: { '/data': directory },
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Where two outputs first differ, in words; empty when they do not. */
export function firstDifference(ours: Uint8Array, theirs: Uint8Array): string {
  const length = Math.min(ours.length, theirs.length);
  let at = 0;
  while (at < length && ours[at] === theirs[at]) at++;
  if (at === ours.length && at === theirs.length) return '';
  return `first difference at byte ${at} (0x${at.toString(16)}); ours ${ours.length} bytes, theirs ${theirs.length}`;
}
