// Real front-end output beside the repository (its README says how to check): every file parses, verifies and prints back to
// itself; what needs only what code generation does compiles, runs and gives the expected results (issue 3, must show 4).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Module, parseAir, printAir, verify } from '@wasmwright/air';
import { generateModule, type OptimizeFor, type Unit } from '@wasmwright/codegen';
import { verifyMir } from '@wasmwright/mir';
import { root, runWasi } from '@wasmwright/tooling-fixtures';
import { afterAll, describe, expect, test } from 'vitest';
import { linked, objectOf } from '../../../packages/codegen/test/harness.ts';
import { PASSING, PASSING_IN_PART } from './air-samples-passing.ts';

const samples = resolve(root, '../shared/air-samples');
const files = ['small', 'wasi', 'behavior'].flatMap((folder) =>
  existsSync(join(samples, folder))
    ? readdirSync(join(samples, folder))
        .filter((name) => name.endsWith('.air'))
        .map((name) => `${folder}/${name}`)
    : [],
);
const LEVELS: readonly OptimizeFor[] = ['none', 'speed'];
const RUNTIME = 'behavior/compiler_rt.air';

const read = (path: string): string => readFileSync(join(samples, path), 'utf8');

function load(file: string): Module {
  const { module, diagnostics } = parseAir(read(file), { file });
  expect(diagnostics).toEqual([]);
  return module;
}

/** Generates a module; functions with something unsupported are left out, the rest is valid MIR. */
function generate(file: string, optimize: OptimizeFor): Unit {
  const unit = generateModule(load(file), { optimize });
  for (const { mir } of unit.functions) expect(verifyMir(mir)).toEqual([]);
  return unit;
}

const runtimes = new Map<OptimizeFor, Uint8Array>();

/** The front end's run-time library. */
function runtimeAt(level: OptimizeFor): Uint8Array {
  const known = runtimes.get(level);
  if (known !== undefined) return known;
  const made = objectOf(generate(RUNTIME, level));
  runtimes.set(level, made);
  return made;
}

/** What a sample needs that is not there: of its left-out functions those that are imported, or in small modules all. */
function missing(unit: Unit, wasm: Uint8Array, isSmall: boolean): string {
  const module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
  const imports = WebAssembly.Module.imports(module).filter((one) => one.module === 'env');
  const names = new Set(imports.map(({ name }) => name));
  const needs = new Set<string>();
  for (const { text, at } of unit.diagnostics) {
    if (at.symbol === undefined || !(isSmall || names.has(at.symbol))) continue;
    needs.add(/for (.*?) is not/.exec(text)?.[1] ?? text);
    names.delete(at.symbol);
  }
  for (const name of names) needs.add(name);
  return [...needs].slice(0, 5).join(', ');
}

/** Rows of the table: 'passed', what is missing, or how it failed. */
const results = new Map<string, string>();

function note(file: string, level: OptimizeFor, result: string): void {
  const before = results.get(file);
  if (before === undefined || before === 'passed') results.set(file, result);
  if (PASSING.has(file))
    expect(`${file} at ${level}: ${result}`).toBe(`${file} at ${level}: passed`);
}

interface SmallCall {
  readonly fn: string;
  readonly args: readonly (readonly [type: string, bits: string])[];
  readonly result_type: string;
  /** Bits, `nan`, or null for none. Absent where the call must trap. */
  readonly result?: string | null;
  readonly trap?: true;
}

const view = new DataView(new ArrayBuffer(8));

function fromBits(type: string, text: string): number | bigint {
  const bits = BigInt(text);
  if (type === 'i32') return Number(BigInt.asIntN(32, bits));
  if (type === 'i64') return BigInt.asIntN(64, bits);
  view.setBigUint64(0, type === 'f32' ? bits << 32n : bits);
  return type === 'f32' ? view.getFloat32(0) : view.getFloat64(0);
}

function toBits(type: string, value: unknown): string {
  if (value === undefined) return 'null';
  if (Number.isNaN(value)) return 'nan';
  view.setBigUint64(0, 0n);
  if (type === 'f32') view.setFloat32(4, value as number);
  else if (type === 'f64') view.setFloat64(0, value as number);
  else view.setBigUint64(0, BigInt.asUintN(type === 'i32' ? 32 : 64, BigInt(value as number)));
  return view.getBigUint64(0).toString();
}

const LEFT_OUT = 'functions were left out';

/** Functions whose trapping calls trap only when a counter has gone through 2^32 rounds, tens of seconds later. */
const TRAPS_LATE: readonly string[] = ['machine'];

/** Calls of `small/NAME.json`, each on a fresh instance; the first that is wrong, or whether all could be made. */
function runCalls(file: string, wasm: Uint8Array): string {
  const isDebug = !file.endsWith('.small.air');
  const stem = file.replace(/(\.small)?\.air$/, '');
  const { calls } = JSON.parse(read(`${stem}.json`)) as { calls: SmallCall[] };
  const module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
  const env = importsThatFail(module);
  let ran = 0;
  let leftOut = false;
  for (const { fn, args, result = null, trap: isTrap = false, result_type: type } of calls) {
    if (isTrap && (!isDebug || TRAPS_LATE.includes(fn))) continue;
    const run = new WebAssembly.Instance(module, env).exports[fn];
    if (typeof run !== 'function') {
      leftOut = true;
      continue;
    }
    let got: string;
    try {
      got = toBits(
        type,
        (run as (...list: unknown[]) => unknown)(...args.map(([t, v]) => fromBits(t, v))),
      );
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      got = 'trap';
    }
    const want = isTrap
      ? 'trap'
      : result === null || result === 'nan'
        ? String(result)
        : toBits('i64', BigInt(result));
    if (got !== want) return `${fn}(${args.map(([, v]) => v).join(', ')}) = ${got}, not ${want}`;
    ran++;
  }
  expect(ran).toBeGreaterThan(0);
  return leftOut ? LEFT_OUT : 'passed';
}

function importsThatFail(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => never>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => {
      throw new WebAssembly.RuntimeError(`missing ${name}`);
    };
  }
  return imports;
}

/** Runs a command and compares what it prints. */
function runCommand(file: string, wasm: Uint8Array): string {
  const stem = file.replace(/(\.small)?\.air$/, '');
  const expected = read(
    existsSync(join(samples, `${stem}.expected`)) ? `${stem}.expected` : `${stem}.stdout`,
  );
  const module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
  const { env = {} } = importsThatFail(module);
  const { stdout, stderr, exitCode } = runWasi(wasm, { imports: { env } });
  const isBehavior = expected.includes('\nexit ');
  const shown = isBehavior ? `${stdout.trim()}\nexit ${exitCode}` : stdout.trim();
  if (shown === expected.trim()) return 'passed';
  const lines = new Set(shown.split('\n'));
  const first = expected.split('\n').find((line) => !lines.has(line)) ?? 'order of lines';
  return `without "${first}"; ${stderr.slice(0, 200)}`;
}

describe.runIf(files.length > 0)('samples of a front end', () => {
  test.each(files)('%s prints back to itself', (file) => {
    const module = load(file);
    expect(verify(module)).toEqual([]);
    expect(printAir(module)).toBe(read(file));
  });

  describe.each(LEVELS)('at %s', (level) => {
    test.each(files.filter((file) => file !== RUNTIME))('%s', (file) => {
      const unit = generate(file, level);
      const isSmall = file.startsWith('small/');
      const objects = isSmall ? [objectOf(unit)] : [objectOf(unit), runtimeAt(level)];
      const wasm = linked(objects, isSmall ? {} : { entry: '_start' });
      let result: string;
      try {
        result = isSmall ? runCalls(file, wasm) : runCommand(file, wasm);
      } catch (error) {
        result = String(error);
      }
      const needs = missing(unit, wasm, isSmall);
      if (isSmall) expect(['passed', LEFT_OUT]).toContain(result);
      note(file, level, result === 'passed' || needs === '' ? result : `needs ${needs}`);
    });
  });

  describe.each(LEVELS)('at %s, without what was left out', (level) => {
    test.each([...PASSING_IN_PART].filter(([file]) => files.includes(file)))(
      '%s',
      (file, failing) => {
        const wasm = linked([objectOf(generate(file, level)), runtimeAt(level)], {
          entry: '_start',
        });
        const module = new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>);
        // A test that was left out returns no error.
        const env: Record<string, () => number> = {};
        for (const one of WebAssembly.Module.imports(module)) {
          if (one.module === 'env') env[one.name] = () => 0;
        }
        const { stdout, exitCode } = runWasi(wasm, { imports: { env } });
        const shown = new Set([...stdout.split('\n'), `exit ${exitCode}`]);
        const expected = read(file.replace('.air', '.expected')).trim().split('\n');
        expect(expected.filter((line) => !shown.has(line))).toEqual(failing);
      },
    );
  });

  afterAll(() => {
    const width = Math.max(...[...results.keys()].map((name) => name.length));
    const rows = [...results].map(([name, result]) => `${name.padEnd(width)}  ${result}`);
    console.log(`${rows.join('\n')}\n`);
  });
});
