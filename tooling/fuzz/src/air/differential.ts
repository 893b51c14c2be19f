// A program executed by the interpreter and by compiled code: both must show the same.

import { parseAir, verify } from '@wasmwright/air';
import type { Module } from '@wasmwright/air';
import { execute, interpret, shown } from './run.ts';
import type { Entry, Observation } from './run.ts';
import { shrink } from './shrink.ts';
import { render } from './tree.ts';
import type { Arguments, ProgramTree } from './tree.ts';

/** A setting of the compiler under test. */
export interface Setting {
  readonly name: string;
  /** An executable that exports the entry and imports what it does not define from `env`. Throws when it cannot. */
  readonly compile: (module: Module) => Uint8Array;
}

/** A program as text, and how it is called. */
export interface Case extends Entry {
  readonly text: string;
  readonly calls: readonly Arguments[];
}

/** What became of a program. */
export type Verdict =
  /** `returns`: the calls among them that ended regularly, and so ran all of the entry. */
  | { readonly kind: 'agrees'; readonly calls: number; readonly returns: number }
  /** Undefined behaviour, or a limit of the interpreter, in every call. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'disagrees'; readonly setting: string; readonly detail: string };

/** Parses and verifies a text; the message of the first violation otherwise. */
export function load(text: string): Module | string {
  const { module, diagnostics } = parseAir(text, { file: 'random.air' });
  const first = diagnostics[0] ?? verify(module)[0];
  return first === undefined ? module : `${first.at.line}:${first.at.column} ${first.text}`;
}

/** A program of the generator as text. */
export function caseOf(program: ProgramTree): Case {
  const { entry, parameters, result, calls } = program;
  return { text: render(program), entry, parameters, result, calls };
}

/** Runs all calls of a program in the interpreter and under every setting. */
export function compare(program: Case, settings: readonly Setting[]): Verdict {
  const module = load(program.text);
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
    const disagrees = (detail: string): Verdict => ({ kind: 'disagrees', setting: name, detail });
    let compiled: WebAssembly.Module;
    try {
      compiled = new WebAssembly.Module(compile(module) as Uint8Array<ArrayBuffer>);
    } catch (error) {
      return disagrees(`compilation: ${String(error)}`);
    }
    for (const { call, observation } of expected) {
      const actual = execute(compiled, program, call);
      if (shown(actual) === shown(observation)) continue;
      const args = call.map((bits) => `0x${bits.toString(16)}`).join(', ');
      const why = actual.why === undefined ? '' : ` (${actual.why})`;
      return disagrees(
        `entry(${args})\n  interpreter ${shown(observation)}\n  ${name} ${shown(actual)}${why}`,
      );
    }
  }
  const returns = expected.filter(({ observation }) => observation.end === 'return').length;
  return { kind: 'agrees', calls: expected.length, returns };
}

/** A disagreement, as small as it gets. */
export interface Finding {
  readonly setting: string;
  readonly detail: string;
  readonly program: ProgramTree;
}

/** Shrinks a program that disagrees with the interpreter. */
export function reduced(
  program: ProgramTree,
  verdict: Verdict & { kind: 'disagrees' },
  settings: readonly Setting[],
): Finding {
  const only = settings.filter(({ name }) => name === verdict.setting);
  // A failing compilation stays a failing compilation, a wrong result a wrong result.
  const isCompilation = verdict.detail.startsWith('compilation');
  const fails = (candidate: ProgramTree): boolean => {
    const next = compare(caseOf(candidate), only);
    return next.kind === 'disagrees' && next.detail.startsWith('compilation') === isCompilation;
  };
  const small = shrink(program, fails);
  const last = compare(caseOf(small), only);
  const detail = last.kind === 'disagrees' ? last.detail : verdict.detail;
  return { setting: verdict.setting, detail, program: small };
}
