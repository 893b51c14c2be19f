// The text form of AIR: parser, printer, verifier, liveness.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { liveness, parseAir, printAir, tagRows, verify } from '@wasmwright/air';
import { root } from '@wasmwright/tooling-fixtures';
import { decodeUtf8, encodeUtf8 } from '@wasmwright/wasm';
import { DECLARATIONS, functionWith } from '../../../../packages/air/test/instructions.ts';
import type { FuzzTarget } from '../target.ts';

const HEAD = 'target wasm32-freestanding +tail_call\nerrors { Bad }\n';

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`wrong: ${what}`);
}

/** Whatever the text is: diagnostics with places inside of it, and a printed form that reads as the same module. */
function run(bytes: Uint8Array): void {
  const text = decodeUtf8(bytes, 0, bytes.length);
  const { module, diagnostics } = parseAir(text, { file: 'fuzz.air' });
  for (const { at, code } of diagnostics) {
    check(at.line !== undefined && at.column! >= 1, `${code} has no place`);
    check(at.offset! <= text.length, `${code} is behind the end`);
  }
  const findings = verify(module);
  const printed = printAir(module);
  if (diagnostics.length > 0) return;
  const again = parseAir(printed);
  check(
    again.diagnostics.length === 0,
    `the printed text has mistakes: ${again.diagnostics[0]?.text}`,
  );
  check(printAir(again.module) === printed, 'the printed text prints otherwise');
  check(verify(again.module).length === findings.length, 'the printed text verifies otherwise');
  if (findings.length > 0) return;
  for (const { body } of module.functions) liveness(body);
}

/** The committed modules of a front end, and a small module for each instruction. */
function seeds(): Uint8Array[] {
  const samples = join(root, 'packages/air/test/samples');
  const files = readdirSync(samples).filter((name) => name.endsWith('.air'));
  const texts = tagRows.map(({ name }) => `${HEAD}${DECLARATIONS}\n${functionWith(name)}`);
  return [
    ...files.map((name) => new Uint8Array(readFileSync(join(samples, name)))),
    ...texts.map((text) => encodeUtf8(text)),
  ];
}

export const targets: readonly FuzzTarget[] = [{ name: 'air', run, seeds }];
