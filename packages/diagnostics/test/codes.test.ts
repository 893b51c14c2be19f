import { describe, expect, it } from 'vitest';
import {
  airCodes,
  codegenCodes,
  inspectCodes,
  interpretCodes,
  driverCodes,
  linkerCodes,
  mirCodes,
  objectCodes,
} from '@wasmwright/diagnostics';
import type { CodeRow } from '@wasmwright/diagnostics';

const AREAS: readonly (readonly [name: string, rows: Record<string, CodeRow>, digit: number])[] = [
  ['object', objectCodes, 1],
  ['linker', linkerCodes, 2],
  ['driver', driverCodes, 3],
  ['air', airCodes, 4],
  ['mir', mirCodes, 5],
  ['codegen', codegenCodes, 6],
  ['interpret', interpretCodes, 4],
  ['inspect', inspectCodes, 7],
];

it('no code is used in two areas', () => {
  const codes = AREAS.flatMap(([, rows]) => Object.values(rows).map((row) => row.code));
  expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
});

describe.each(AREAS)('codes of %s', (_name, rows, digit) => {
  const list = Object.entries(rows);

  it('are in the range of the area and used once', () => {
    const codes = list.map(([, row]) => row.code);
    expect(codes.filter((code) => !new RegExp(`^WW${digit}\\d{3}$`).test(code))).toEqual([]);
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
  });

  it('have a text, and a hint that says something', () => {
    for (const [key, row] of list) {
      expect(row.text, key).toMatch(/\S/);
      expect(row.hint ?? 'none', key).toMatch(/\S/);
    }
  });
});
