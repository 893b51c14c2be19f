// AIR text to a running instance: every function is verified as MIR, the object is linked, and the engine validates it.

import { type Module, parseAir, verify } from '@wasmwright/air';
import { ObjectWriter } from '@wasmwright/emit';
import type { SymbolOptions } from '@wasmwright/emit';
import { link, type LinkOptions } from '@wasmwright/linker';
import { type Mir, printMir, verifyMir } from '@wasmwright/mir';
import {
  type CodegenOptions,
  generateModule,
  type OptimizeFor,
  type Unit,
  type UnitLinkage,
} from '@wasmwright/codegen';

export const LEVELS: readonly OptimizeFor[] = ['none', 'speed', 'size'];

/** Features of the target most tests use; the others are tested with their own. */
const FEATURES = '+bulk_memory +sign_ext +nontrapping_fptoint +mutable_globals +tail_call';

/** Text with a target line. */
export function withTarget(
  declarations: string,
  target = `wasm32-freestanding ${FEATURES}`,
): string {
  return `target ${target}\n${declarations}`;
}

/** Parses and verifies a module; mistakes in a test's own text are errors. */
export function moduleOf(text: string): Module {
  const { module, diagnostics } = parseAir(text, { file: 'test.air' });
  const [problem] = [...diagnostics, ...verify(module)];
  if (problem === undefined) return module;
  const line = text.split('\n')[(problem.at.line ?? 1) - 1];
  throw new Error(
    `${problem.at.line}:${problem.at.column} ${problem.code} ${problem.text}\n${line}`,
  );
}

/** Generates a module and verifies the MIR of every function, after lowering without passes and after each pass. */
export function unitOf(module: Module, options: CodegenOptions = {}): Unit {
  const check = (after: string, mir: Mir): void => {
    const [mistake] = verifyMir(mir);
    if (mistake === undefined) return;
    throw new Error(`after ${after}: ${mistake.text}\n${printMir(mir).slice(0, 4000)}`);
  };
  const unit = generateModule(module, { afterPass: check, ...options });
  const [problem] = unit.diagnostics;
  if (problem !== undefined) throw new Error(`${problem.code} ${problem.text}`);
  for (const { mir } of unit.functions) check('everything', mir);
  return unit;
}

const seenAs = ({ linkage, hidden }: UnitLinkage): SymbolOptions => ({
  binding: linkage === 'local' ? 'local' : linkage === 'strong' ? 'global' : 'weak',
  hidden,
  exported: linkage !== 'local' && !hidden,
});

/** The relocatable object of a unit. */
export function objectOf(unit: Unit): Uint8Array {
  const { is64, features, errorNames, functions, data, aliases } = unit;
  const object = new ObjectWriter({ is64, features, errorNames });
  for (const { mir, name, ...seen } of functions) {
    const comdat = seen.linkage === 'link_once' ? { comdat: name } : {};
    object.addFunction(mir, { ...seenAs(seen), ...comdat });
  }
  for (const { data: value, isConst, isTls, section, ...seen } of data) {
    object.addData(value, {
      ...seenAs(seen),
      section: isTls ? 'tls' : isConst ? 'rodata' : 'data',
      ...(section === '' ? {} : { segment: section }),
    });
  }
  const names = new Map([...functions, ...data].map(({ id, name }) => [id, name]));
  for (const { name, target, ...seen } of aliases) {
    object.addAlias(name, names.get(target)!, seenAs(seen));
  }
  return object.finish();
}

/** Links objects into a module without entry; what nobody defines is imported. */
export function linked(objects: readonly Uint8Array[], options: LinkOptions = {}): Uint8Array {
  const { bytes, diagnostics } = link({
    inputs: objects.map((object, at) => ({ kind: 'object', name: `${at}.o`, bytes: object })),
    options: { entry: null, importUndefined: true, ...options },
  });
  if (bytes === undefined) throw new Error(diagnostics[0]?.text ?? 'no output');
  return bytes;
}

/** A wasm value as JavaScript sees it. */
export type Wasm = number | bigint;
/** Exported functions take and give wasm values. */
export type Exported = (...args: readonly Wasm[]) => Wasm;

/** An instance and its memory. */
export interface Program {
  readonly wasm: Uint8Array;
  readonly unit: Unit;
  readonly memory: WebAssembly.Memory;
  call(name: string): Exported;
}

type ImportFunctions = Readonly<Record<string, (...args: never[]) => Wasm | void>>;

/** A new instance, with the functions of a C library that generated code calls. */
export function instantiate(
  module: WebAssembly.Module,
  env: ImportFunctions = {},
): WebAssembly.Exports {
  let exports: WebAssembly.Exports = {};
  const bytes = (): Uint8Array => new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer);
  const move = (to: number, from: number, count: number): number => {
    bytes().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (count >>> 0));
    return to;
  };
  const library: ImportFunctions = {
    memset: (to: number, value: number, count: number) => {
      bytes().fill(value, to >>> 0, (to >>> 0) + (count >>> 0));
      return to;
    },
    memcpy: move,
    memmove: move,
  };
  const imports = { env: { ...library, ...env } };
  ({ exports } = new WebAssembly.Instance(module, imports));
  return exports;
}

/** Everything at once: text, or a module that is parsed already, to a running instance. */
export function build(
  source: string | Module,
  options: CodegenOptions = {},
  env: ImportFunctions = {},
  layout: LinkOptions = {},
): Program {
  const unit = unitOf(typeof source === 'string' ? moduleOf(source) : source, options);
  const target = unit.is64 ? 'wasm64' : 'wasm32';
  const wasm = linked([objectOf(unit)], { target, ...layout }) as Uint8Array<ArrayBuffer>;
  if (!WebAssembly.validate(wasm)) new WebAssembly.Module(wasm); // throws with the reason
  const exports = instantiate(new WebAssembly.Module(wasm), env);
  return {
    wasm,
    unit,
    memory: exports['memory'] as WebAssembly.Memory,
    call: (name) => {
      const found = exports[name];
      if (typeof found !== 'function') throw new RangeError(`no export ${name}`);
      return found as Exported;
    },
  };
}

/** The result of a call, or 'trap'. */
export function outcome(run: () => Wasm): Wasm | 'trap' {
  try {
    return run();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return 'trap';
    throw error;
  }
}

/** A repeatable source of random 64-bit words (SplitMix64). */
export function randomWords(seed: number): () => bigint {
  let state = BigInt(seed);
  return () => {
    state = BigInt.asUintN(64, state + 0x9e37_79b9_7f4a_7c15n);
    let word = state;
    word = BigInt.asUintN(64, (word ^ (word >> 30n)) * 0xbf58_476d_1ce4_e5b9n);
    word = BigInt.asUintN(64, (word ^ (word >> 27n)) * 0x94d0_49bb_1331_11ebn);
    return word ^ (word >> 31n);
  };
}
