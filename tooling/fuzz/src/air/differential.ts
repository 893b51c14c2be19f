// A program executed by the interpreter and by compiled code: both must show the same.

import { parseAir, verify } from '@wasmwright/air';
import type { Module } from '@wasmwright/air';
import { createInterpreter } from '@wasmwright/air/interpret';
import { generateAir } from '../generate-air.ts';
import type { GenerateOptions } from '../generate-air.ts';
import { shrink } from './shrink.ts';
import { render } from './tree.ts';
import type { Arguments, ProgramTree } from './tree.ts';

/** What one call of the entry shows. Floats are bit patterns, all NaNs the same one. */
export interface Observation {
  readonly end: 'return' | 'trap';
  readonly result: bigint | undefined;
  /** Arguments of the imported calls, in order. */
  readonly trace: readonly string[];
  /** The engine's words for a trap; not compared. */
  readonly why?: string;
}

/** A setting of the compiler under test. */
export interface Setting {
  readonly name: string;
  /** An executable that exports the entry and imports `env.observe_i64` and `env.observe_f64`. Throws when it cannot. */
  readonly compile: (module: Module) => Uint8Array;
}

/** What became of a program. */
export type Verdict =
  | { readonly kind: 'agrees'; readonly calls: number }
  /** Undefined behaviour, or a limit of the interpreter, in every call. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'disagrees'; readonly setting: string; readonly detail: string };

const STEP_LIMIT = 60_000;

/** A float by its bits, except that every NaN is the same. */
function floatText(bits: bigint, isDouble: boolean): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, isDouble ? bits : bits << 32n);
  const value = isDouble ? view.getFloat64(0) : view.getFloat32(0);
  return Number.isNaN(value) ? 'nan' : bits.toString(16);
}

function resultOf(program: ProgramTree, bits: bigint): bigint | undefined {
  const isDouble = program.result === 'f64';
  if (!isDouble && program.result !== 'f32') return bits;
  const text = floatText(bits, isDouble);
  return text === 'nan' ? undefined : bits;
}

/** Executes one call in the interpreter; a string says why the call shows nothing. */
export function interpret(
  module: Module,
  program: ProgramTree,
  call: Arguments,
): Observation | string {
  const trace: string[] = [];
  const env = {
    observe_i64: (seen: { arguments: readonly unknown[] }) => {
      trace.push(`i ${BigInt.asUintN(64, seen.arguments[0] as bigint).toString(16)}`);
      return undefined;
    },
    observe_f64: (seen: { arguments: readonly unknown[] }) => {
      trace.push(`f ${floatText(seen.arguments[0] as bigint, true)}`);
      return undefined;
    },
  };
  const interpreter = createInterpreter([module], { imports: { env }, stepLimit: STEP_LIMIT });
  const outcome = interpreter.call(program.entry, call);
  switch (outcome.kind) {
    case 'return': {
      if (typeof outcome.value !== 'bigint') return 'an undefined result';
      const bits = program.result.endsWith('64') ? 64 : 32;
      const result = resultOf(program, BigInt.asUintN(bits, outcome.value));
      return { end: 'return', result, trace };
    }
    case 'trap':
      return { end: 'trap', result: undefined, trace };
    case 'exit':
      return 'an exit';
    default:
      return `${outcome.diagnostic.text} (line ${outcome.diagnostic.at.line ?? 0})`;
  }
}

/** Executes one call in compiled code. */
function execute(compiled: WebAssembly.Module, program: ProgramTree, call: Arguments): Observation {
  const trace: string[] = [];
  const view = new DataView(new ArrayBuffer(8));
  const env = {
    observe_i64: (value: bigint) => trace.push(`i ${BigInt.asUintN(64, value).toString(16)}`),
    observe_f64: (value: number) => {
      view.setFloat64(0, value);
      trace.push(`f ${floatText(view.getBigUint64(0), true)}`);
    },
  };
  const { exports } = new WebAssembly.Instance(compiled, { env });
  const args = call.map((bits, at) => {
    view.setBigUint64(0, bits);
    switch (program.parameters[at]) {
      case 'i32':
        return view.getInt32(4);
      case 'i64':
        return view.getBigInt64(0);
      case 'f32':
        return view.getFloat32(4);
      default:
        return view.getFloat64(0);
    }
  });
  let value: number | bigint;
  try {
    value = (exports[program.entry] as (...list: unknown[]) => number | bigint)(...args);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return { end: 'trap', result: undefined, trace, why: error.message };
  }
  view.setBigUint64(0, 0n);
  if (program.result === 'i32') view.setInt32(4, value as number);
  else if (program.result === 'i64') view.setBigInt64(0, value as bigint);
  else if (program.result === 'f32') view.setFloat32(4, value as number);
  else view.setFloat64(0, value as number);
  return { end: 'return', result: resultOf(program, view.getBigUint64(0)), trace };
}

const shown = ({ end, result, trace }: Observation): string =>
  `${end} ${result === undefined ? '-' : result.toString(16)} [${trace.join(', ')}]`;

/** Parses and verifies a program; the message of the first violation otherwise. */
export function load(program: ProgramTree): Module | string {
  const { module, diagnostics } = parseAir(render(program), { file: 'random.air' });
  const first = diagnostics[0] ?? verify(module)[0];
  return first === undefined ? module : `${first.at.line}:${first.at.column} ${first.text}`;
}

/** Runs all calls of a program in the interpreter and under every setting. */
export function compare(program: ProgramTree, settings: readonly Setting[]): Verdict {
  const module = load(program);
  if (typeof module === 'string') return { kind: 'rejected', reason: `invalid: ${module}` };
  const expected: { call: Arguments; observation: Observation }[] = [];
  let reason = '';
  for (const call of program.calls) {
    const observation = interpret(module, program, call);
    if (typeof observation === 'string') reason = observation;
    else expected.push({ call, observation });
  }
  if (expected.length === 0) return { kind: 'rejected', reason };
  for (const { name, compile } of settings) {
    let compiled: WebAssembly.Module;
    try {
      compiled = new WebAssembly.Module(compile(module) as Uint8Array<ArrayBuffer>);
    } catch (error) {
      return { kind: 'disagrees', setting: name, detail: `compilation: ${String(error)}` };
    }
    for (const { call, observation } of expected) {
      const actual = execute(compiled, program, call);
      if (shown(actual) === shown(observation)) continue;
      const args = call.map((bits) => `0x${bits.toString(16)}`).join(', ');
      const detail = `entry(${args})\n  interpreter ${shown(observation)}\n  ${name} ${shown(actual)}${actual.why === undefined ? '' : ` (${actual.why})`}`;
      return { kind: 'disagrees', setting: name, detail };
    }
  }
  return { kind: 'agrees', calls: expected.length };
}

/** A disagreement, as small as it gets. */
export interface Finding {
  readonly seed: number;
  readonly setting: string;
  readonly detail: string;
  readonly text: string;
}

/**
 * Compares the programs of consecutive seeds and shrinks every disagreement.
 *
 * @returns how many agreed and were rejected, and the findings
 */
export function campaign(
  firstSeed: number,
  count: number,
  settings: readonly Setting[],
  options: GenerateOptions = {},
): { agreed: number; rejected: number; findings: Finding[] } {
  const findings: Finding[] = [];
  let agreed = 0;
  let rejected = 0;
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const program = generateAir(seed, options);
    const verdict = compare(program, settings);
    if (verdict.kind === 'agrees') agreed++;
    else if (verdict.kind === 'rejected') rejected++;
    else findings.push(reduced(seed, program, verdict, settings));
  }
  return { agreed, rejected, findings };
}

function reduced(
  seed: number,
  program: ProgramTree,
  verdict: Verdict & { kind: 'disagrees' },
  settings: readonly Setting[],
): Finding {
  const only = settings.filter(({ name }) => name === verdict.setting);
  // A failing compilation stays a failing compilation, a wrong result a wrong result.
  const isCompilation = verdict.detail.startsWith('compilation');
  const fails = (candidate: ProgramTree): boolean => {
    const next = compare(candidate, only);
    return next.kind === 'disagrees' && next.detail.startsWith('compilation') === isCompilation;
  };
  const small = shrink(program, fails);
  const last = compare(small, only);
  const detail = last.kind === 'disagrees' ? last.detail : verdict.detail;
  return { seed, setting: verdict.setting, detail, text: render(small) };
}
