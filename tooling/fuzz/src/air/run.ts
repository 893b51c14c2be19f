// One call of a program's entry, in the interpreter and in compiled code.

import type { Module } from '@wasmwright/air';
import { createInterpreter } from '@wasmwright/air/interpret';
import { library } from './library.ts';
import type { Arguments, ProgramTree } from './tree.ts';

/** How the entry of a program is called. */
export type Entry = Pick<ProgramTree, 'entry' | 'parameters' | 'result'>;

/** What one call of the entry shows. Floats are bit patterns, all NaNs the same one. */
export interface Observation {
  readonly end: 'return' | 'trap';
  readonly result: bigint | undefined;
  /** Arguments of the imported calls, in order. */
  readonly trace: readonly string[];
  /** The engine's words for a trap; not compared. */
  readonly why?: string;
}

const STEP_LIMIT = 60_000;

/** A float by its bits, except that every NaN is the same. */
function floatText(bits: bigint, isDouble: boolean): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, isDouble ? bits : bits << 32n);
  const value = isDouble ? view.getFloat64(0) : view.getFloat32(0);
  return Number.isNaN(value) ? 'nan' : bits.toString(16);
}

function resultOf({ result }: Entry, bits: bigint): bigint | undefined {
  const isDouble = result === 'f64';
  if (!isDouble && result !== 'f32') return bits;
  return floatText(bits, isDouble) === 'nan' ? undefined : bits;
}

/** Executes one call in the interpreter; a string says why the call shows nothing. */
export function interpret(module: Module, program: Entry, call: Arguments): Observation | string {
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

const view = new DataView(new ArrayBuffer(8));

/** Executes one call in compiled code. */
export function execute(
  compiled: WebAssembly.Module,
  program: Entry,
  call: Arguments,
): Observation {
  const trace: string[] = [];
  const observe_i64 = (value: bigint): void => {
    trace.push(`i ${BigInt.asUintN(64, value).toString(16)}`);
  };
  const observe_f64 = (value: number): void => {
    view.setFloat64(0, value);
    trace.push(`f ${floatText(view.getBigUint64(0), true)}`);
  };
  const memory = (): Uint8Array => new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer);
  const env = { ...library(memory), observe_i64, observe_f64 };
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

/** Everything that is compared of an observation. */
export const shown = ({ end, result, trace }: Observation): string =>
  `${end} ${result === undefined ? '-' : result.toString(16)} [${trace.join(', ')}]`;
