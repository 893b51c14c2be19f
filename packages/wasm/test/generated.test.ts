// The files derived from the instruction table are those the table gives now.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { opcodesSource, shapesSource } from '../scripts/generate.ts';

it.each([
  ['opcodes.gen.ts', opcodesSource],
  ['shapes.gen.ts', shapesSource],
])('%s is current (else: tsx packages/wasm/scripts/generate.ts)', (name, source) => {
  expect(readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8')).toBe(source());
});
