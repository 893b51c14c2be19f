// The text of a module: another assembler makes the same module of it.

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '@wasmwright/driver';
import { buildProgram, nativeTool, programs, root, runNative } from '@wasmwright/tooling-fixtures';
import { SectionId, SectionWalker } from '@wasmwright/wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import loadWabt from 'wabt';
import { runBuild } from '../src/commands/build.ts';
import { nodeHost } from '../src/node-host.ts';
import { writeModuleText } from '../src/wat/index.ts';
import { identifier, quote } from '../src/wat/strings.ts';

type Wabt = Awaited<ReturnType<typeof loadWabt>>;
let wabt: Wabt;
beforeAll(async () => {
  wabt = await loadWabt();
});

const features = {
  sign_extension: true,
  sat_float_to_int: true,
  bulk_memory: true,
  reference_types: true,
  multi_value: true,
  mutable_globals: true,
  tail_call: true,
  simd: true,
  memory64: true,
  annotations: true,
};

/** Magic number and version. */
const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;

function textOf(bytes: Uint8Array): string {
  let text = '';
  expect(writeModuleText(bytes, 'a.wasm', (piece) => void (text += piece))).toEqual([]);
  return text;
}

function assembled(text: string): Uint8Array {
  const module = wabt.parseWat('a.wat', text, features);
  try {
    // Its types leave the parameter out.
    (module.validate as (features: unknown) => void).call(module, features);
    return module.toBinary({ write_debug_names: true }).buffer;
  } finally {
    module.destroy();
  }
}

/** The code section's bytes. */
function codeOf(bytes: Uint8Array): Buffer {
  const walker = new SectionWalker(bytes);
  while (walker.next()) {
    if (walker.id === SectionId.code) return Buffer.from(bytes.subarray(walker.start, walker.end));
  }
  return Buffer.alloc(0);
}

/** Without what stands for custom sections and names that are no identifiers: they do not come back. */
function comparable(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/ ;; ".*$/, ''));
  const end = lines.findIndex((line) => /^ {2}(\(@custom| *;; custom)/.test(line));
  return lines.slice(0, end < 0 ? lines.length - 2 : end).join('\n');
}

/** The module of some command line arguments. */
async function built(...args: readonly string[]): Promise<Uint8Array> {
  const { outputs, stderr } = await build({ args: [...args, '-o', '-'], host: nodeHost });
  const bytes = outputs.get('-');
  if (bytes === undefined) throw new Error(stderr);
  return bytes;
}

/** wasm-ld pads numbers it relocates, an assembler does not: then the text says that the code is the same. */
function expectSame(bytes: Uint8Array, isCompact: boolean): void {
  const text = textOf(bytes);
  const again = assembled(text);
  expect(WebAssembly.validate(again as Uint8Array<ArrayBuffer>)).toBe(true);
  const [expected, found] = [comparable(text), comparable(textOf(again))];
  if (expected !== found) expect(found.split('\n')).toEqual(expected.split('\n'));
  if (isCompact) expect(codeOf(again).equals(codeOf(bytes))).toBe(true);
}

describe('a module of AIR', () => {
  const folders = ['packages/codegen/test/kernels', 'packages/codegen/test/samples'];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.air'))
      .map((name) => join(folder, name)),
  );
  it.each(files)('%s', async (file) => {
    expectSame(await built(join(root, file)), true);
  });

  it('the program of the demo', async () => {
    const file = join(root, 'tooling/demo/src/checksum.air');
    expectSame(await built(file, '--no-entry', '--export=checksum', '--allow-undefined'), true);
  });

  it('an object', async () => {
    const { outputs } = await build({
      args: [join(root, 'tooling/demo/src/checksum.air'), '-o', '-'],
      host: nodeHost,
      emit: 'obj',
    });
    const text = textOf(outputs.get('-')!);
    expect(text).toMatch(/;; custom section "linking", \d+ bytes/);
    expect(WebAssembly.validate(assembled(text) as Uint8Array<ArrayBuffer>)).toBe(true);
  });
});

describe('a program with libc', () => {
  const chosen = programs.filter(({ name }) => ['hello', 'libc', 'sections'].includes(name));
  it.each(chosen)('$name', async (program) => {
    const { args, directory } = (await buildProgram(program, 'yowasp'))!;
    const absolute = args.map((arg) => (/^[^-/].*\.[oa]$/.test(arg) ? join(directory, arg) : arg));
    const bytes = await built(...absolute);
    expectSame(bytes, false);
  });
});

describe('wasmwright build --emit=wat', () => {
  const input = join(root, 'packages/codegen/test/kernels/fib.air');
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasmwright-wat-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('writes the text of the linked module', async () => {
    const path = join(directory, 'fib.wat');
    expect(await runBuild(['--emit=wat', input, '-o', path], 'wasmwright')).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(textOf(await built(input)));
  });

  it('writes the text of the object with -c', async () => {
    const path = join(directory, 'fib.o.wat');
    expect(await runBuild(['-c', '--emit=wat', input, '-o', path], 'wasmwright')).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain(';; custom section "linking"');
  });
});

describe('names', () => {
  it('become identifiers, each once', () => {
    expect(identifier('mem.Allocator.dupe')).toBe('$mem.Allocator.dupe');
    expect(identifier('operator new(unsigned long)')).toBe('$operator_new_unsigned_long_');
    expect(identifier('')).toBe('$_');
    expect(identifier('ÄÖ😀"')).toBe('$____');
  });

  it('stay on their line', () => {
    expect(quote('a"\\\n;)é')).toBe('"a\\22\\5c\\0a;)\\c3\\a9"');
  });

  it('are told apart and given in comments', () => {
    const names = ['(', ')', '"'].flatMap((name, at) => [at, 1, name.charCodeAt(0)]);
    const named = [
      ...MAGIC,
      ...[SectionId.type, 4, 1, 0x60, 0, 0],
      ...[SectionId.function, 4, 3, 0, 0, 0],
      ...[SectionId.code, 10, 3, 2, 0, 0x0b, 2, 0, 0x0b, 2, 0, 0x0b],
      ...[SectionId.custom, 17, 4, ...Buffer.from('name'), 1, 10, 3, ...names],
    ];
    const printed = textOf(Uint8Array.from(named));
    expect(printed).toContain('(func $_ (;0;) (type 0) ;; "("');
    expect(printed).toContain('(func $_#1 (;1;) (type 0) ;; ")"');
    expect(printed).toContain('(func $_#2 (;2;) (type 0) ;; "\\22"');
    expect(() => assembled(printed)).not.toThrow();
  });
});

describe('damaged modules', () => {
  const wasm = readFileSync(join(import.meta.dirname, 'inspect/fixtures/features.wasm'));

  it('give what can be read of them', () => {
    for (let end = 0; end < wasm.length; end += 7) {
      let text = '';
      const found = writeModuleText(wasm.subarray(0, end), 'cut.wasm', (piece) => (text += piece));
      expect(found.length > 0 || text.endsWith(')\n'), `cut at ${end}`).toBe(true);
    }
  });

  it('do not list billions of locals', () => {
    const body = [1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f, 0x0b];
    const bytes = Uint8Array.of(
      ...MAGIC,
      ...[SectionId.type, 4, 1, 0x60, 0, 0],
      ...[SectionId.function, 2, 1, 0],
      ...[SectionId.code, 2 + body.length, 1, body.length, ...body],
    );
    let text = '';
    const found = writeModuleText(bytes, 'locals.wasm', (piece) => (text += piece));
    expect(found.map(({ code }) => code)).toContain('WW7021');
    expect(text).not.toContain('(local');
  });
});

const wat2wasm = nativeTool('wat2wasm');
describe.runIf(wat2wasm !== undefined)('wat2wasm', () => {
  it('takes the text of every kernel', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'wasmwright-wat-'));
    afterAll(() => rmSync(directory, { recursive: true }));
    const folder = join(root, 'packages/codegen/test/kernels');
    for (const name of readdirSync(folder)) {
      const bytes = await built(join(folder, name));
      writeFileSync(join(directory, 'a.wat'), textOf(bytes));
      const run = runNative(wat2wasm!, ['--enable-all', 'a.wat', '-o', 'a.wasm'], {
        cwd: directory,
      });
      expect(run.stderr).toBe('');
      expect(codeOf(readFileSync(join(directory, 'a.wasm'))).equals(codeOf(bytes))).toBe(true);
    }
  });
});
