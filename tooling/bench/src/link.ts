// Linking: whole process against native wasm-ld 19, warm in this process, and against wasm-ld of @yowasp/clang.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Host, link } from '@wasmwright/driver';
import { cacheDirectory, nativeTool, root, runYowasp } from '@wasmwright/tooling-fixtures';
import { type LinkInput, linkInputs } from './inputs.ts';
import { interleaved, median, printTable, runProcess } from './measure.ts';

const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(0);

/** Runs the linking benchmarks for the inputs whose names match. */
export async function benchLink(wanted: (name: string) => boolean, rounds: number): Promise<void> {
  const inputs = await linkInputs(wanted);
  wholeProcess(inputs, rounds);
  await inProcess(inputs, rounds);
  await yowasp(inputs, Math.min(rounds, 5));
}

function wholeProcess(inputs: readonly LinkInput[], rounds: number): void {
  const native = nativeTool('wasm-ld-19');
  const ours = join(root, 'apps/cli/bin/wasmwright-ld.cjs');
  const output = join(cacheDirectory('bench'), 'out.wasm');
  const rows = inputs.map((input) => {
    const args = [...input.args, '-o', output];
    const runs = {
      node: () => runProcess(process.execPath, ['-e', '0'], input.directory),
      ours: () => runProcess(process.execPath, [ours, ...args], input.directory),
      ...(native === undefined ? {} : { native: () => runProcess(native, args, input.directory) }),
    };
    const samples = interleaved(rounds, runs);
    const time = (name: string): number =>
      median((samples[name] ?? []).map(({ seconds }) => seconds));
    const memory = (name: string): number =>
      Math.max(...(samples[name] ?? []).map(({ megabytes }) => megabytes));
    return {
      input: input.name,
      'MB in': (input.bytes / 1e6).toFixed(1),
      'node alone ms': milliseconds(time('node')),
      'wasmwright-ld ms': milliseconds(time('ours')),
      'wasm-ld 19 ms': native === undefined ? '-' : milliseconds(time('native')),
      ratio: native === undefined ? '-' : (time('ours') / time('native')).toFixed(2),
      'wasmwright-ld MB': memory('ours').toFixed(0),
      'wasm-ld 19 MB': native === undefined ? '-' : memory('native').toFixed(0),
    };
  });
  printTable(`Whole process, median of ${rounds}, peak memory`, rows);
}

/** A host with every file read beforehand: what is left is the linker. */
function preloaded(directory: string): Host {
  const files = new Map<string, Uint8Array | undefined>();
  return {
    read: (path) => {
      const full = resolve(directory, path);
      if (!files.has(full)) {
        let bytes: Uint8Array | undefined;
        try {
          bytes = new Uint8Array(readFileSync(full));
        } catch {
          bytes = undefined;
        }
        files.set(full, bytes);
      }
      return files.get(full);
    },
    list: (path) => readdirSync(resolve(directory, path)),
    write: () => {},
  };
}

async function inProcess(inputs: readonly LinkInput[], rounds: number): Promise<void> {
  const rows = [];
  for (const input of inputs) {
    const host = preloaded(input.directory);
    const times: number[] = [];
    for (let round = 0; round < rounds + 3; round++) {
      const started = performance.now();
      const result = await link({ args: [...input.args, '-o', 'out.wasm'], host });
      times.push((performance.now() - started) / 1000);
      if (!result.ok) throw new Error(result.stderr);
    }
    const warm = median(times.slice(3));
    rows.push({
      input: input.name,
      'first ms': milliseconds(times[0]!),
      'warm ms': (warm * 1000).toFixed(1),
      'MB/s': (input.bytes / 1e6 / warm).toFixed(0),
    });
  }
  printTable('In one process, files in memory', rows);
}

async function yowasp(inputs: readonly LinkInput[], rounds: number): Promise<void> {
  const rows = [];
  for (const input of inputs) {
    if (input.bytes > 20e6) continue; // its file system copies every input several times
    const host = preloaded(input.directory);
    const files: Record<string, Uint8Array> = {};
    const names = new Map<string, string>();
    const put = async (path: string): Promise<string> => {
      const known = names.get(path);
      if (known !== undefined) return known;
      const bytes = await host.read(path);
      if (bytes === undefined) return path;
      const name = `in/${names.size}-${path.split('/').pop()!}`;
      files[name] = bytes;
      names.set(path, name);
      return name;
    };
    const directory =
      /^-L(.*)/.exec(input.args.find((arg) => arg.startsWith('-L')) ?? '')?.[1] ?? '';
    const args: string[] = [];
    for (const arg of input.args) {
      if (arg.startsWith('-L')) continue;
      if (arg.startsWith('-l')) args.push(await put(join(directory, `lib${arg.slice(2)}.a`)));
      else args.push(arg.startsWith('-') || arg === 'wasm32' ? arg : await put(arg));
    }
    const theirs: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = performance.now();
      const run = await runYowasp('wasm-ld', [...args, '-o', 'out.wasm'], files);
      theirs.push(performance.now() - before);
      if (!run.ok) throw new Error(run.stderr);
      const started = performance.now();
      await link({ args: [...args, '-o', 'out.wasm'], files });
      ours.push(performance.now() - started);
    }
    rows.push({
      input: input.name,
      'wasm-ld 22 in wasm, first ms': theirs[0]!.toFixed(0),
      'warm ms': median(theirs.slice(1)).toFixed(0),
      'wasmwright first ms': ours[0]!.toFixed(0),
      'warm ms ': median(ours.slice(1)).toFixed(1),
      'ratio warm': (median(theirs.slice(1)) / median(ours.slice(1))).toFixed(1),
    });
  }
  printTable('Against wasm-ld of @yowasp/clang, in one process, files in memory', rows);
}
