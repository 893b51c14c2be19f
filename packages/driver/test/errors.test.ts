import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeTool, runNative } from '@wasmwright/tooling-fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryHost, type Host } from '../src/host.ts';
import { link } from '../src/link.ts';
import { caseFiles, errorCases, type ErrorCase } from './error-cases.ts';

/** A file system where `.` is a directory and `no` does not exist. */
function caseHost(): Host {
  const host = memoryHost(caseFiles);
  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  return {
    ...host,
    read: (path) => (path === '.' ? fail('EISDIR') : host.read(path.replace(/^\.\//, ''))),
    probe(path) {
      if (path === '.') fail('EISDIR');
      if (path.startsWith('no/')) fail('ENOENT');
    },
  };
}

const argumentsOf = ({ line }: ErrorCase): string[] =>
  line === '' ? [] : line.split(' ').map((word) => (word === "''" ? '' : word));
const expectedStderr = ({ messages }: ErrorCase): string =>
  messages.map((text) => `wasm-ld: ${text}\n`).join('');
const expectedStatus = ({ messages }: ErrorCase): number =>
  messages.some((text) => text.startsWith('error: ')) ? 1 : 0;

describe('messages of the command line', () => {
  it.each(errorCases.map((one) => [one.line, one] as const))('%s', async (_, one) => {
    const host = caseHost();
    const result = await link({ args: argumentsOf(one), host, name: 'wasm-ld' });
    expect(result.stderr).toBe(expectedStderr(one));
    expect(result.stdout).toBe(one.stdout ?? '');
    expect(result.exitCode).toBe(expectedStatus(one));
    expect(result.ok).toBe(result.exitCode === 0);
    expect(result.output).toBeUndefined();
  });
});

const native = nativeTool('wasm-ld-19');

describe.runIf(native !== undefined)('wasm-ld 19 says the same', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasmwright-driver-'));
    for (const [name, content] of Object.entries(caseFiles)) {
      writeFileSync(join(directory, name), content);
    }
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  const cases = errorCases.filter((one) => one.notNative === undefined);
  it.each(cases.map((one) => [one.line, one] as const))('%s', (_, one) => {
    const run = runNative(native!, argumentsOf(one), { cwd: directory });
    expect(run.stderr.replaceAll('wasm-ld-19: ', 'wasm-ld: ')).toBe(expectedStderr(one));
    // Distributions put their name before the version.
    expect(run.stdout.replace(/^\w+ (?=LLD )/, '')).toBe(one.stdout ?? '');
    expect(run.status).toBe(expectedStatus(one));
  });
});
