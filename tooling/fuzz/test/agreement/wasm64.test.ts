// 64-bit addresses: random functions agree where the engine has 64-bit memories (Node 20 behind a flag); those that call
// through pointers need 64-bit tables, which wabt validates and Node 20 does not have.

import { setFlagsFromString } from 'node:v8';
import loadWabt from 'wabt';
import { expect, test } from 'vitest';
import { load } from '../../src/air/differential.ts';
import { compareSeeds, featureSets } from '../../src/air/seeds.ts';
import { compileExecutable } from '../../src/air/settings.ts';
import { render } from '../../src/air/tree.ts';
import { generateAir } from '../../src/generate-air.ts';

setFlagsFromString('--experimental-wasm-memory64');
/** `(module (memory i64 0))` */
const memory64 = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 4, 0);

const FUNCTIONS = 400;

test.runIf(WebAssembly.validate(memory64))(`${FUNCTIONS} functions agree`, () => {
  const isOver = ({ functions, findings }: { functions: number; findings: unknown[] }): boolean =>
    functions >= FUNCTIONS || findings.length > 0;
  const options = { architecture: 'wasm64', indirectCalls: false } as const;
  const { next, findings } = compareSeeds(1, isOver, undefined, options);
  console.log(`seeds 1 to ${next - 1}`);
  expect(findings.map(({ seed, detail, program }) => [seed, detail, render(program)])).toEqual([]);
});

test('programs that call through pointers are valid', async () => {
  const wabt = await loadWabt();
  for (let seed = 1; seed <= 40; seed++) {
    const features = Object.values(featureSets)[seed % 2]!;
    const module = load(render(generateAir(seed, { architecture: 'wasm64', features })));
    if (typeof module === 'string') throw new Error(`seed ${seed}: ${module}`);
    const optimize = seed % 4 < 2 ? 'none' : 'speed';
    const bytes = compileExecutable(module, { optimize });
    const read = wabt.readWasm(bytes, {
      readDebugNames: false,
      memory64: true,
      bulk_memory: true,
      sign_extension: true,
      sat_float_to_int: true,
      mutable_globals: true,
    });
    read.validate();
    read.destroy();
  }
});
