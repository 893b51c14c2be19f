import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkerCodes } from '@wasmwright/diagnostics';
import { nativeTool, runNative } from '@wasmwright/tooling-fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinker } from '../src/index.ts';
import { diagnosticCases } from './diagnostic-cases.ts';
import { bytesOf, linkFiles } from './files.ts';

/** Rows that only compiler output (linking.md section 7) can cause; the tests of units have them. */
const OF_UNITS = ['WW2126', 'WW2406'];

describe('diagnostics of the linker', () => {
  it.each(diagnosticCases.map((one) => [one.rule, one] as const))('%s', (_, one) => {
    const { diagnostics, bytes } = linkFiles(one.inputs, one.options);
    expect(diagnostics.map(({ code, text }) => [code, text])).toEqual(
      one.reports.map(([row, text]) => [row.code, text]),
    );
    for (const [i, [row]] of one.reports.entries()) {
      expect(diagnostics[i]!.severity).toBe(row.severity === 'warning' ? 'warning' : 'error');
    }
    const failed = one.reports.some(([row]) => row.severity !== 'warning');
    expect(bytes === undefined).toBe(failed);
  });

  it('has a case for every row of the table', () => {
    const covered = new Set([
      ...diagnosticCases.flatMap(({ reports }) => reports.map(([row]) => row.code)),
      ...OF_UNITS,
    ]);
    // Of what is not implemented, see README, Limits: reported when the linker is created.
    const { notImplemented, ...others } = linkerCodes;
    expect(Object.values(others).filter(({ code }) => !covered.has(code))).toEqual([]);
    const { diagnostics } = createLinker({ output: 'relocatable' }).flush();
    expect(diagnostics.map(({ code, text }) => [code, text])).toEqual([
      [notImplemented.code, '-r is not implemented yet'],
    ]);
  });
});

const native = nativeTool('wasm-ld-19');
const required = process.env['WASMWRIGHT_NATIVE'] === 'required';

describe('wasm-ld 19 prints the same', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasmwright-diagnostics-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  const cases = diagnosticCases.filter(({ notNative }) => notNative === undefined);
  it.skipIf(native === undefined && !required).each(cases.map((one) => [one.rule, one] as const))(
    '%s',
    (_, one) => {
      for (const [name, input] of Object.entries(one.inputs)) {
        writeFileSync(join(directory, name), bytesOf(input));
      }
      const entry = one.options?.entry === undefined ? ['--no-entry'] : [];
      const args = [...Object.keys(one.inputs), ...entry, ...(one.args ?? []), '-o', 'out.wasm'];
      const run = runNative(native!, args, { cwd: directory });
      // After a message of several lines an empty one comes before the next message.
      const messages = run.stderr.replace(/^wasm-ld-19: /gm, '').replace(/\n\n/g, '\n');
      const expected = one.reports.map(
        ([row, text]) => `${row.severity === 'warning' ? 'warning' : 'error'}: ${text}\n`,
      );
      expect(messages).toBe(expected.join(''));
      const failed = one.reports.some(([row]) => row.severity !== 'warning');
      expect(run.status).toBe(failed ? 1 : 0);
    },
  );
});
