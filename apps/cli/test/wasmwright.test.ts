import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgress } from '../src/progress.ts';
import { timeTable } from '../src/time.ts';
import { bundleProgram } from './bundle.ts';

const bin = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin');
const emptyObject = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x00, 0x09, 0x07, 0x6c, 0x69, 0x6e, 0x6b, 0x69, 0x6e, 0x67, 0x02],
);

let directory = '';

function run(script: string, args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

beforeAll(() => {
  directory = bundleProgram('wasmwright');
  writeFileSync(join(directory, 'a.o'), emptyObject);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('wasmwright', () => {
  const wasmwright = (...args: string[]) => run(join(directory, 'wasmwright.cjs'), args);

  it('links with the options of wasm-ld', () => {
    expect(wasmwright('link', '--no-entry', 'a.o', '-o', 'a.wasm')).toMatchObject({ status: 0 });
    expect(WebAssembly.validate(readFileSync(join(directory, 'a.wasm')))).toBe(true);
    expect(wasmwright('link', '--foo')).toMatchObject({
      stderr: 'wasmwright: error: unknown argument: --foo\n',
      status: 1,
    });
    expect(wasmwright('link', '--version').stdout).toBe('LLD 19.1.7\n');
  });

  it('inspects files', () => {
    const { stdout, status } = wasmwright('inspect', 'a.o');
    expect(status).toBe(0);
    expect(stdout).toContain('linking');
  });

  it('says what it can do', () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { stdout, status } = wasmwright(...args);
      expect(status).toBe(0);
      for (const command of ['link', 'build', 'check', 'interpret', 'run', 'inspect']) {
        expect(stdout).toMatch(new RegExp(`\\b${command} `));
      }
      expect(stdout).not.toContain('\x1b');
    }
    expect(wasmwright('--version').stdout).toMatch(
      /^wasmwright \d+\.\d+\.\d+ \(compatible with LLD /,
    );
    const unknown = wasmwright('forge');
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toContain('wasmwright: unknown command: forge\n');
  });
});

describe('the code cache', () => {
  const args = ['link', '--no-entry', 'a.o', '-o', 'a.wasm'];
  const hasOwn = !('enableCompileCache' in nodeModule);

  /** An installed package: `bin` and `dist`. */
  function install(): { root: string; script: string; cache: string } {
    const root = mkdtempSync(join(tmpdir(), 'wasmwright-cli-'));
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'package.json'), '{ "version": "1.2.3" }');
    cpSync(bin, join(root, 'bin'), { recursive: true });
    cpSync(join(directory, 'wasmwright.cjs'), join(root, 'dist/wasmwright.cjs'));
    return {
      root,
      script: join(root, 'bin/wasmwright.cjs'),
      cache: join(root, '.cache/wasmwright.bin'),
    };
  }

  it.runIf(hasOwn)(
    'is made by the first link, used by the next, and made again when it is damaged',
    () => {
      const { root, script, cache } = install();
      try {
        expect(run(script, ['--version']).status).toBe(0);
        expect(() => statSync(cache)).toThrow();
        expect(run(script, args)).toEqual({ stdout: '', stderr: '', status: 0 });
        const first = readFileSync(cache);
        expect(run(script, args).status).toBe(0);
        expect(Buffer.compare(readFileSync(cache), first)).toBe(0);
        writeFileSync(cache, Buffer.concat([first.subarray(0, 128), Buffer.alloc(1000)]));
        expect(run(script, args)).toEqual({ stdout: '', stderr: '', status: 0 });
        expect(readFileSync(cache).length).toBeGreaterThan(10_000);
        writeFileSync(join(root, 'dist/wasmwright.cjs'), 'process.exit(7);');
        expect(run(script, args).status).toBe(7);
      } finally {
        rmSync(root, { recursive: true });
      }
    },
  );

  it('is not needed', () => {
    const { root, script } = install();
    try {
      writeFileSync(join(root, '.cache'), 'in the way');
      chmodSync(join(root, 'bin'), 0o555);
      expect(run(script, args)).toEqual({ stdout: '', stderr: '', status: 0 });
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('reports', () => {
  it('add phases of the same name', () => {
    const phases = [
      { name: 'read', duration: 1 },
      { name: 'load', duration: 2 },
      { name: 'read', duration: 1 },
    ];
    const counts = { filesRead: 2, bytesRead: 3 * 1024 * 1024, bytesWritten: 1536 };
    const linked = {
      objects: 2,
      functions: 9,
      liveFunctions: 4,
      segments: 3,
      liveSegments: 1,
      symbols: 5,
    };
    const text = timeTable({ phases, ...counts, errors: 1, warnings: 2, linked }, false);
    expect(text).toBe(
      'read        2.00 ms    50.0 %\n' +
        'load        2.00 ms    50.0 %\n' +
        'total       4.00 ms   100.0 %\n' +
        'read 2 files, 3.0 MB; wrote 1.5 KB; 1 errors, 2 warnings\n' +
        'linked 2 objects, 5 symbols, 4 of 9 functions, 1 of 3 data segments\n',
    );
  });

  it('show a bar after a while', () => {
    let text = '';
    const stream = Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          text += String(chunk);
          done();
        },
      }),
      { isTTY: true, columns: 80 },
    );
    let time = 0;
    const progress = createProgress(stream, () => time, 300);
    progress.onPhase('options');
    expect(text).toBe('');
    time = 500;
    progress.onPhase('layout');
    expect(text).toMatch(/linking .*50% layout/);
    progress.onPhase('something new');
    expect(text).toMatch(/50% something new/);
    progress.onPhase('write');
    expect(text).toMatch(/80% write/);
    progress.stop();
  });
});
