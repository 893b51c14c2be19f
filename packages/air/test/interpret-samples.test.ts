// Modules of a real front end: every call of `small/`, the language tests of `behavior/`, the commands of `wasi/`.
// A few of them are committed in `samples/`; all are used where `../shared/air-samples` lies beside the repository.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Module } from '@wasmwright/air';
import { createInterpreter, wasiImports } from '@wasmwright/air/interpret';
import type { Outcome } from '@wasmwright/air/interpret';
import { parseAir } from '../src/text/parse.ts';

const here = dirname(fileURLToPath(import.meta.url));
const shared = join(here, '../../../../shared/air-samples');
const hasShared = existsSync(shared);
const small = hasShared ? join(shared, 'small') : join(here, 'samples');
console.log(
  hasShared
    ? `air samples: all of ${shared}`
    : `air samples: ${shared} is absent; the committed ones only, no behavior and no wasi`,
);

function load(file: string): Module {
  const { module, diagnostics } = parseAir(readFileSync(file, 'utf8'), { file });
  expect(diagnostics.map(({ text, at }) => `${at.line}:${at.column} ${text}`)).toEqual([]);
  return module;
}

interface Call {
  readonly fn: string;
  readonly args: readonly (readonly [type: string, bits: string])[];
  readonly result_type: string | null;
  readonly result?: string | null;
  readonly trap?: boolean;
}

/** Calls whose overflow comes after 2^32 rounds of a loop: too far for an interpreter. */
const TOO_LONG = new Set(['machine 0x1', 'machine 0x21']);
const STEP_LIMIT = 200_000;

const isNaN = (type: string, bits: bigint): boolean =>
  type === 'f32'
    ? (bits & 0x7fff_ffffn) > 0x7f80_0000n
    : (bits & 0x7fff_ffff_ffff_ffffn) > 0x7ff0_0000_0000_0000n;

/** What a call should have given, or `undefined` when the outcome is right. */
function mismatch(call: Call, outcome: Outcome): string | undefined {
  if (call.trap === true) return outcome.kind === 'trap' ? undefined : 'a trap';
  if (outcome.kind !== 'return') return 'a result';
  const { value } = outcome;
  if (call.result === null || call.result === undefined) {
    return value === undefined ? undefined : 'no result';
  }
  if (typeof value !== 'bigint') return 'a scalar';
  const bits = BigInt.asUintN(call.result_type!.endsWith('64') ? 64 : 32, value);
  if (call.result === 'nan') return isNaN(call.result_type!, bits) ? undefined : 'NaN';
  return bits === BigInt(call.result) ? undefined : call.result;
}

describe('small: every call on a fresh instance', () => {
  const files = readdirSync(small).filter((name) => name.endsWith('.air'));
  test.each(files)('%s', (name) => {
    const isChecked = !name.endsWith('.small.air');
    const base = name.replace(/(\.small)?\.air$/, '');
    const { calls } = JSON.parse(readFileSync(join(small, `${base}.json`), 'utf8')) as {
      calls: Call[];
    };
    const module = load(join(small, name));
    let passed = 0;
    const left: string[] = [];
    const wrong: string[] = [];
    for (const call of calls) {
      // Illegal behaviour has no result in an unchecked module.
      if (call.trap === true && !isChecked) continue;
      const shown = `${call.fn} ${call.args.map(([, bits]) => bits).join(' ')}`;
      if (isChecked && TOO_LONG.has(shown)) {
        left.push(shown);
        continue;
      }
      const interpreter = createInterpreter([module], { stepLimit: STEP_LIMIT });
      const args = call.args.map(([, bits]) => BigInt(bits));
      const outcome = interpreter.call(call.fn, args);
      const expected = mismatch(call, outcome);
      if (expected === undefined) passed++;
      else wrong.push(`${shown}: wants ${expected}, gives ${describeOutcome(outcome)}`);
    }
    expect(wrong).toEqual([]);
    console.log(
      `${name}: ${passed} calls${left.length > 0 ? `, too long: ${left.join(', ')}` : ''}`,
    );
    expect(passed).toBeGreaterThan(200);
  });
});

function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'return':
      return `return ${String(outcome.value)}`;
    case 'undefined':
    case 'stopped':
      return `${outcome.diagnostic.text} at line ${outcome.diagnostic.at.line}`;
    default:
      return outcome.kind;
  }
}

/** Runs a command; its output, and its exit status as the last line where `status` is asked for. */
function run(modules: readonly Module[]): { output: string; outcome: Outcome } {
  const chunks: number[] = [];
  const wasi = wasiImports({ args: ['sample'], write: (_, bytes) => chunks.push(...bytes) });
  const interpreter = createInterpreter(modules, { imports: { wasi_snapshot_preview1: wasi } });
  const outcome = interpreter.call('_start');
  return { output: Buffer.from(chunks).toString('utf8'), outcome };
}

describe.runIf(hasShared)(
  'behavior: language tests, linked with the front end’s run-time library',
  () => {
    const folder = join(shared, 'behavior');
    const names = hasShared ? readdirSync(folder).filter((name) => name.endsWith('.expected')) : [];
    let library: Module | undefined;
    test.each(names)('%s', (name) => {
      library ??= load(join(folder, 'compiler_rt.air'));
      const module = load(join(folder, name.replace('.expected', '.air')));
      const { output, outcome } = run([module, library]);
      const status = outcome.kind === 'exit' ? `exit ${outcome.status}` : describeOutcome(outcome);
      const expected = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
      expect(`${output}${status}`.split('\n')).toEqual(expected);
    });
  },
);

describe.runIf(hasShared)('wasi: commands with the standard library', () => {
  const folder = join(shared, 'wasi');
  const names = hasShared ? readdirSync(folder).filter((name) => name.endsWith('.air')) : [];
  test.each(names)('%s', (name) => {
    const { output, outcome } = run([load(join(folder, name))]);
    const expected = readFileSync(
      join(folder, name.replace(/(\.small)?\.air$/, '.stdout')),
      'utf8',
    );
    expect(output).toBe(expected);
    expect(outcome).toEqual({ kind: 'exit', status: 0 });
  });
});
