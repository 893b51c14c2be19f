// Tiny builders for tests of the text form.

import { expect } from 'vitest';
import { parseAir, verify, type Module } from '../src/index.ts';
import type { Diagnostic } from '@wasmwright/diagnostics';

export const TARGET = 'target wasm32-freestanding\n';

/** A diagnostic in one line: `3:5 WW4202 text`. */
export function line({ at, code, text }: Diagnostic): string {
  return at.line === undefined ? `${code} ${text}` : `${at.line}:${at.column} ${code} ${text}`;
}

/** Parses declarations; there must be no diagnostics. */
export function parsed(declarations: string, target = TARGET): Module {
  const { module, diagnostics } = parseAir(target + declarations, { file: 't.air' });
  expect(diagnostics.map(line)).toEqual([]);
  return module;
}

/** Parses and verifies declarations; there must be no diagnostics. */
export function verified(declarations: string, target = TARGET): Module {
  const module = parsed(declarations, target);
  expect(verify(module).map(line)).toEqual([]);
  return module;
}

/** All diagnostics of parser and verifier. */
export function problems(declarations: string, target = TARGET): string[] {
  const { module, diagnostics } = parseAir(target + declarations, { file: 't.air' });
  return (diagnostics.length > 0 ? diagnostics : verify(module)).map(line);
}
