import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  compile,
  nativeTool,
  runNative,
  runWasi,
  yowaspSysroot,
} from '@wasmwright/tooling-fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programName } from '../src/program-name.ts';
import { bundleProgram } from './bundle.ts';

let directory = '';
let program = '';

/** Runs the program with Node. */
function run(args: readonly string[], env: Record<string, string> = {}, script = program) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], {
    cwd: directory,
    env: { ...process.env, ...env },
  });
  return { bytes: new Uint8Array(stdout), stdout: String(stdout), stderr: String(stderr), status };
}

beforeAll(async () => {
  directory = bundleProgram('wasmwright-ld');
  program = join(directory, 'wasmwright-ld.cjs');
  const files = {
    'main.c': 'int f(void); void _start(void) { f(); }',
    'f.c': 'int f(void) { return 1; }',
  };
  const args = ['--target=wasm32', '-O1', '-c', 'main.c', 'f.c'];
  const made = await compile({ files, args });
  for (const [name, bytes] of Object.entries(made)) writeFileSync(join(directory, name), bytes);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('the name in messages (Q6)', () => {
  it.each([
    ['/usr/bin/wasm-ld', 'wasm-ld'],
    ['C:\\tools\\wasm-ld.exe', 'wasm-ld'],
    ['/x/wasmwright-ld.cjs', 'wasmwright-ld'],
    ['wasm-ld-19', 'wasm-ld-19'],
    [undefined, 'wasmwright-ld'],
  ])('%s', (script, name) => {
    expect(programName(script)).toBe(name);
  });

  it('is that of the file, of a symlink and of a copy', () => {
    mkdirSync(join(directory, 'bin'));
    const link = join(directory, 'bin/wasm-ld');
    symlinkSync(program, link);
    const copy = join(directory, 'bin/my-ld');
    copyFileSync(program, copy);
    const text = 'error: unknown argument: --foo\n';
    expect(run(['--foo']).stderr).toBe(`wasmwright-ld: ${text}`);
    expect(run(['--foo'], {}, link).stderr).toBe(`wasm-ld: ${text}`);
    expect(run(['--foo'], {}, copy).stderr).toBe(`my-ld: ${text}`);
  });
});

describe('files', () => {
  const out = () => join(directory, 'out.wasm');

  it('are linked, and the output can be executed', () => {
    const { stderr, status } = run(['main.o', 'f.o', '-o', 'out.wasm']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(WebAssembly.validate(readFileSync(out()))).toBe(true);
    expect(statSync(out()).mode & 0o111).not.toBe(0);
  });

  it('stay as they were when the link fails (J27)', () => {
    writeFileSync(out(), 'old');
    expect(run(['main.o', '-o', 'out.wasm']).status).toBe(1);
    expect(readFileSync(out(), 'latin1')).toBe('old');
    expect(readdirSync(directory).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('are replaced, not written over', () => {
    writeFileSync(out(), 'old');
    chmodSync(out(), 0o444);
    const before = statSync(out()).ino;
    expect(run(['main.o', 'f.o', '-o', 'out.wasm']).status).toBe(0);
    expect(statSync(out()).ino).not.toBe(before);
    expect(readdirSync(directory).filter((name) => name.includes('.tmp'))).toEqual([]);
  });

  it('can be devices and standard output', () => {
    expect(run(['main.o', 'f.o', '-o', '/dev/null']).status).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    run(['main.o', 'f.o', '-o', 'out.wasm', '--soname=-']);
    const { bytes } = run(['main.o', 'f.o', '-o', '-']);
    expect(Buffer.compare(bytes, readFileSync(out()))).toBe(0);
  });

  it.each([
    ['none.o -o o', 'cannot open none.o: No such file or directory'],
    ['bin -o o', 'cannot open bin: Is a directory'],
    ['main.o f.o -o bin', 'cannot open output file bin: Is a directory'],
    ['main.o f.o -o no/o', 'cannot open output file no/o: No such file or directory'],
    ['main.o f.o -o f.o/o', 'cannot open output file f.o/o: Not a directory'],
  ])('%s', (line, text) => {
    const { stderr, status } = run(line.split(' '));
    expect({ stderr, status }).toEqual({ stderr: `wasmwright-ld: error: ${text}\n`, status: 1 });
  });
});

describe('the process', () => {
  it('prints version and help', () => {
    expect(run(['--version'])).toMatchObject({ stdout: 'LLD 19.1.7\n', status: 0 });
    const { stdout, status } = run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage: wasmwright-ld [options] file...');
  });

  it('prints phases, bytes and counts for --time', () => {
    const { stderr, status } = run(['main.o', 'f.o', '-o', 'out.wasm', '--time']);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^read +\d+\.\d\d ms +\d+\.\d %$/m);
    expect(stderr).toMatch(/^total +\d+\.\d\d ms +100\.0 %$/m);
    expect(stderr).toMatch(/^read 2 files, .* bytes; wrote .*; 0 errors, 0 warnings$/m);
    expect(stderr).toMatch(
      /^linked 2 objects, \d+ symbols, \d+ of \d+ functions, 0 of 0 data segments$/m,
    );
  });

  it('shows no progress bar and no colours without a terminal', () => {
    expect(run(['main.o', 'f.o', '-o', 'out.wasm', '--progress']).stderr).toBe('');
    expect(run(['--foo'], { FORCE_COLOR: '1' }).stderr).not.toContain('\x1b');
  });

  it('takes LLD_REPRODUCE from the environment', () => {
    run(['main.o', 'f.o', '-o', 'out.wasm'], { LLD_REPRODUCE: 'env.tar' });
    expect(existsSync(join(directory, 'env.tar'))).toBe(true);
  });

  it('gives every uuid a new value', () => {
    const build = () => run(['main.o', 'f.o', '-o', '-', '--build-id=uuid']).bytes;
    const [one, two] = [build(), build()];
    expect(one.length).toBe(two.length);
    expect(Buffer.compare(one, two)).not.toBe(0);
  });
});

describe('a program with the C library', () => {
  it('is linked with the command line clang uses, and runs', async () => {
    const source = '#include <stdio.h>\nint main(void) { printf("hello %d\\n", 42); return 3; }\n';
    const args = ['--target=wasm32-wasip1', '-O1', '-c', 'hello.c'];
    const made = await compile({ files: { 'hello.c': source }, args });
    writeFileSync(join(directory, 'hello.o'), made['hello.o']!);
    const { lib, builtins } = yowaspSysroot();
    const line = ['-m', 'wasm32', `-L${lib}`, `${lib}/crt1-command.o`, 'hello.o', '-lc', builtins];
    const { stderr, status } = run([...line, '-o', 'hello.wasm', '--compat=22']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const ran = await runWasi(new Uint8Array(readFileSync(join(directory, 'hello.wasm'))));
    expect(ran).toMatchObject({ stdout: 'hello 42\n', exitCode: 3 });
  });
});

const clang = nativeTool('clang-19');
const rustc = nativeTool('rustc');

/** Runs a compiler of this machine that calls us to link, then the program it made. */
async function buildAndRun(compiler: string, args: readonly string[]) {
  const { status, stderr } = runNative(compiler, args, { cwd: directory });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return runWasi(new Uint8Array(readFileSync(join(directory, 'prog.wasm'))));
}

describe.runIf(clang !== undefined)('as the linker of clang', () => {
  it('links C', async () => {
    writeFileSync(
      join(directory, 'p.c'),
      '#include <stdio.h>\n#include <stdlib.h>\nint main(void) { puts(getenv("X") ? "x" : "c"); }\n',
    );
    const args = ['--target=wasm32-wasi', `-fuse-ld=${program}`, 'p.c', '-O1', '-o', 'prog.wasm'];
    expect(await buildAndRun(clang!, args)).toMatchObject({ stdout: 'c\n', exitCode: 0 });
  });

  it('links C++', async () => {
    writeFileSync(
      join(directory, 'p.cc'),
      `#include <iostream>
#include <map>
struct Base { virtual int f() const { return 1; } virtual ~Base() = default; };
struct Derived : Base { int f() const override { return 2; } };
static std::map<int, const char *> names = {{1, "one"}, {2, "two"}};
int main() { Derived d; const Base &b = d; std::cout << names[b.f()] << std::endl; }
`,
    );
    const flags = ['--target=wasm32-wasi', '-fno-exceptions', `-fuse-ld=${program}`];
    const args = [...flags, 'p.cc', '-O1', '-o', 'prog.wasm'];
    const run = await buildAndRun(nativeTool('clang++-19')!, args);
    expect(run).toMatchObject({ stdout: 'two\n', exitCode: 0 });
  });

  it('passes our messages on', () => {
    writeFileSync(join(directory, 'u.c'), 'int f(void); int main(void) { return f(); }\n');
    const args = ['--target=wasm32-wasi', `-fuse-ld=${program}`, 'u.c', '-o', 'prog.wasm'];
    const { stderr, status } = runNative(clang!, args, { cwd: directory });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^wasmwright-ld: error: .*u.*\.o: undefined symbol: f$/m);
  });
});

describe.runIf(rustc !== undefined)('as the linker of rustc', () => {
  it.each([['-Copt-level=0'], ['-Copt-level=2']])(
    'links a program of the standard library, %s',
    async (level) => {
      writeFileSync(
        join(directory, 'p.rs'),
        `use std::collections::BTreeMap;
fn main() {
    let words: BTreeMap<_, _> = ["b", "a", "c"].iter().map(|w| (*w, w.len())).collect();
    println!("{:?}", words);
}
`,
      );
      const target = ['--target', 'wasm32-wasi', '-C', `linker=${program}`];
      const args = [...target, '-C', 'linker-flavor=wasm-ld', level, 'p.rs', '-o', 'prog.wasm'];
      const run = await buildAndRun(rustc!, args);
      expect(run).toMatchObject({ stdout: '{"a": 1, "b": 1, "c": 1}\n', exitCode: 0 });
    },
  );
});
