// One case per error text of linking.md I2 to I25, and every row of the table by some case.

import { describe, expect, it } from 'vitest';
import { objectCodes } from '@wasmwright/diagnostics';
import type { Diagnostic } from '@wasmwright/diagnostics';
import { parseArchive, parseObject, parseShared } from '@wasmwright/object';
import type { Compat } from '@wasmwright/object';
import { mkModule } from './build.ts';
import { archives, objects, sharedObjects, tableErrors, types, unusable } from './cases.ts';
import type { Case } from './cases.ts';

const cases = (
  list: readonly Case[],
): readonly { text: string; bytes: Uint8Array; compat?: Compat | undefined }[] =>
  list.map(([text, bytes, compat]) => ({ text, bytes, compat }));

const seen = new Set<string>();

function expectOnly(diagnostics: readonly Diagnostic[], text: string): void {
  expect(diagnostics.map((diagnostic) => diagnostic.text)).toEqual([text]);
  seen.add(diagnostics[0]!.code);
  const row = Object.values(objectCodes).find((known) => known.code === diagnostics[0]!.code)!;
  expect(diagnostics[0]!.fatal).toBe(row.severity === 'fatal');
}

describe('errors of objects', () => {
  it.each(cases(objects))('$text', ({ text, bytes, compat = 19 }) => {
    const { object, diagnostics } = parseObject(bytes, { name: 'a.o', compat });
    expect(object).toBeUndefined();
    expectOnly(diagnostics, `a.o: ${text}`);
    expect(diagnostics[0]!.at.input).toBe('a.o');
    const offset = diagnostics[0]!.at.offset ?? 0;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset).toBeLessThanOrEqual(bytes.length);
  });

  it.each(cases(unusable))('$text', ({ text, bytes }) => {
    const { object, diagnostics } = parseObject(bytes, { name: 'a.o' });
    expect(object).toBeUndefined();
    expectOnly(diagnostics, text);
  });

  it.each(cases(tableErrors))('$text', ({ text, bytes }) => {
    const { object, diagnostics } = parseObject(bytes, { name: 'a.o' });
    expect(object).toBeDefined();
    expectOnly(diagnostics, text);
  });

  it('are prefixed with the member alone when the bytes are malformed', () => {
    const options = { name: 'lib.a(x.o)', member: 'x.o' };
    const malformed = parseObject(mkModule([1, 0]), options);
    expectOnly(malformed.diagnostics, 'x.o: zero length section');
    const plainModule = parseObject(mkModule(types), options);
    expectOnly(plainModule.diagnostics, 'lib.a(x.o): not a relocatable wasm file');
  });
});

describe('errors of archives', () => {
  it.each(cases(archives))('$text', ({ text, bytes }) => {
    const { diagnostics } = parseArchive(bytes, 'l.a');
    const wrapped = `l.a: failed to parse archive: truncated or malformed archive (${text})`;
    expectOnly(diagnostics, wrapped);
  });
});

describe('errors of shared objects', () => {
  it.each(cases(sharedObjects))('$text', ({ text, bytes }) => {
    const { shared, diagnostics } = parseShared(bytes, { name: 'a.so' });
    expect(shared).toBeUndefined();
    expectOnly(diagnostics, text);
  });
});

it('covers every row of the table', () => {
  const all = Object.values(objectCodes).map((row) => row.code);
  expect(all.filter((known) => !seen.has(known))).toEqual([]);
});
