// Calls between AIR and C compiled by clang, in both directions, for every shape of parameter and result; linked by
// wasmwright and by wasm-ld 19 (issue 3, must show 5; codegen.md 2.2).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, type Compiler, nativeTool } from '@wasmwright/tooling-fixtures';
import { describe, expect, test } from 'vitest';
import {
  linked,
  LEVELS,
  moduleOf,
  objectOf,
  unitOf,
} from '../../../packages/codegen/test/harness.ts';
import { firstDifference, linkNative } from '../src/link.ts';
import { airText, cText, SHAPES } from './abi-shapes.ts';

const TARGET = 'wasm32-freestanding +bulk_memory +sign_ext +mutable_globals';
const SEEDS = [0, 1, 5, 0x80, 0x7fff_ffff, 0xdead_beef];

const required = process.env['WASMWRIGHT_NATIVE'] === 'required';
const hasNative = nativeTool('wasm-ld-19') !== undefined;
if (required && !hasNative) throw new Error('wasm-ld-19 is required and not installed');

async function cObject(compiler: Compiler, level: string): Promise<Uint8Array> {
  const args = [
    '--target=wasm32-unknown-unknown',
    level,
    '-mbulk-memory',
    '-c',
    'abi.c',
    '-o',
    'abi.o',
    '-w',
  ];
  const made = await compile({ files: { 'abi.c': cText() }, args, compiler });
  return made['abi.o']!;
}

/** The same link by wasm-ld 19. */
function linkedByLld(objects: readonly Uint8Array[], flags: readonly string[] = []): Uint8Array {
  const directory = mkdtempSync(join(tmpdir(), 'wasmwright-abi-'));
  try {
    const names = objects.map((bytes, at) => {
      writeFileSync(join(directory, `${at}.o`), bytes);
      return `${at}.o`;
    });
    const run = linkNative(directory, ['--no-entry', ...flags, ...names, '-o', 'out.wasm']);
    expect(run.stderr).toBe('');
    return run.output!;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Calls every driver with every seed; a line per failure. */
function failures(wasm: Uint8Array): string[] {
  const module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const { exports } = new WebAssembly.Instance(module);
  const driver = (name: string): ((seed: number) => number) =>
    exports[name] as (seed: number) => number;
  return SHAPES.flatMap(({ name }) =>
    SEEDS.flatMap((seed) => {
      const wrong: string[] = [];
      const code = driver(`c_caller_${name}`)(seed);
      if (code !== 0) wrong.push(`C calls AIR, ${name}, seed ${seed}: step ${code}`);
      if (driver(`air_caller_${name}`)(seed) !== 1)
        wrong.push(`AIR calls C, ${name}, seed ${seed}`);
      return wrong;
    }),
  );
}

describe.each(LEVELS)('AIR at %s', (optimize) => {
  const air = objectOf(unitOf(moduleOf(airText(TARGET)), { optimize }));

  test.each(['-O0', '-O2'])('with C at %s', async (level) => {
    const c = await cObject('yowasp', level);
    expect(failures(linked([air, c]))).toEqual([]);
    expect(failures(linked([c, air]))).toEqual([]);
  });

  test.runIf(hasNative)(
    'with C of clang 19, linked by wasm-ld 19: the same bytes as ours',
    async () => {
      const c = await cObject('native', '-O1');
      const theirs = linkedByLld([air, c]);
      expect(failures(theirs)).toEqual([]);
      const ours = linked([air, c], { moduleName: 'out.wasm' });
      expect(firstDifference(ours, theirs)).toBe('');
    },
  );
});

test.runIf(hasNative)('AIR alone: the same bytes by both linkers', () => {
  const air = objectOf(unitOf(moduleOf(airText(TARGET, 'export var seen: i32 = 0'))));
  const theirs = linkedByLld([air], ['--import-undefined']);
  expect(WebAssembly.validate(theirs as Uint8Array<ArrayBuffer>)).toBe(true);
  expect(firstDifference(linked([air], { moduleName: 'out.wasm' }), theirs)).toBe('');
});
