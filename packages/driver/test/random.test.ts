import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeTool, runNative } from '@wasmwright/tooling-fixtures';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { link } from '../src/link.ts';
import { spellingsOf } from '../src/options/match.ts';
import { optionTable } from '../src/options/table.ts';

/** Rows that end the run early, write files, or are ours alone. */
const skipped = new Set(
  'compat gnu-compat time progress reproduce help version v verbose mllvm thinlto-cache-policy'.split(
    ' ',
  ),
);
const names = optionTable()
  .filter((row) => !skipped.has(row.id))
  .flatMap((row) => spellingsOf(row, 19).map((spelling) => spelling.name));

const dashes = fc.constantFrom('-', '--', '---');
const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...names) },
  { weight: 1, arbitrary: fc.constantFrom('no-', 'export-mem', 'lto', 'Map', 'X', '') },
);
const value = fc.constantFrom(
  ...['x', '1', '0x10', '-1', '', 'a,b', '=', '65536', 'stack-size=16', 'stack-size=q', 'posix'],
  ...['always', 'none', '0xab', '0xg', 'wasm32', 'fast', 'report-all', 'all'],
);
/** One option, well-formed or not, with its value joined, after `=`, behind it, or missing. */
const option = fc
  .tuple(dashes, name, fc.constantFrom('', '=', ' '), value)
  .map(([dash, text, joint, given]) =>
    joint === ' ' ? [dash + text, given] : [dash + text + joint + given],
  );
const commandLine = fc
  .array(option, { minLength: 1, maxLength: 6 })
  .map((options) => ['none.o', ...options.flat()]);

/** Text of a response file, made of what matters to its reader. */
const responseText = fc
  .array(fc.constantFrom('a', 'b/c', ' ', '\n', '\r\n', '\t', '\\', '\\', '"', "'"), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));

const native = nativeTool('wasm-ld-19');

describe.runIf(native !== undefined)('random command lines', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasmwright-driver-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** Runs both linkers; a file that does not exist keeps either from linking. */
  async function compare(args: readonly string[], files: Record<string, string> = {}) {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
    const theirs = runNative(native!, args, { cwd: directory });
    const ours = await link({ args, files, name: 'wasm-ld-19' });
    // The quoting style is looked up before the colours are; ours come at once.
    const plain = (text: string) => text.replaceAll(/\x1b\[[0-9;]*m/g, '');
    expect(plain(ours.stderr)).toBe(plain(theirs.stderr));
    expect(ours.exitCode).toBe(theirs.status);
  }

  it('mean the same to wasm-ld 19', async () => {
    await fc.assert(
      fc.asyncProperty(commandLine, (args) => compare(args)),
      { numRuns: 80, seed: 19 },
    );
  });

  it('are cut from response files in the same places', async () => {
    const quoting = fc.constantFrom('posix', 'windows');
    const property = fc.asyncProperty(quoting, responseText, (style, rsp) =>
      compare(['--error-limit=0', '@rsp', `--rsp-quoting=${style}`, 'none.o'], { rsp }),
    );
    await fc.assert(property, { numRuns: 80, seed: 19 });
  });
});
