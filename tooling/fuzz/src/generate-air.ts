// Random well-typed AIR programs. What they do is seen through imported calls and the result of the entry function;
// they avoid undefined behaviour by construction, and the interpreter rejects the few that do not.

import { Random } from './random.ts';
import { signatureText } from './air/call-statements.ts';
import type { Global, Signature, Surroundings } from './air/core.ts';
import { randomTypes } from './air/random-types.ts';
import { Statements } from './air/statements.ts';
import type { Arguments, Body, FunctionTree, Operand, ProgramTree } from './air/tree.ts';
import { f32, f64, integerWidths, intType, pointerTo, sliceOf, voidType } from './air/types.ts';
import type { AirType, CompoundType } from './air/types.ts';

/** How large a program becomes. */
export interface GenerateOptions {
  /** Functions besides the entry. @default 3 to 9 */
  readonly functions?: number;
  /** Instructions of a function, roughly. @default 40 */
  readonly instructions?: number;
  /** Calls of the entry function. @default 3 */
  readonly calls?: number;
  /** Target. @default 'wasm32' */
  readonly architecture?: 'wasm32' | 'wasm64';
  /** Call functions through pointers too. @default true */
  readonly indirectCalls?: boolean;
  /** Features of the target line. @default bulk_memory sign_ext nontrapping_fptoint mutable_globals */
  readonly features?: readonly string[];
}

/** What clang and this project enable where nothing is said. */
export const defaultFeatures: readonly string[] = [
  'bulk_memory',
  'sign_ext',
  'nontrapping_fptoint',
  'mutable_globals',
];

/** Checks that may fail in random programs, and the handlers some programs have for them. */
const panics = [
  'integer_overflow',
  'integer_out_of_bounds',
  'integer_part_out_of_bounds',
  'invalid_enum_value',
] as const;

/** One function, from its parameters to its `ret`. */
class FunctionMaker extends Statements {
  generate(isEntry: boolean): Body {
    const root = this.body;
    const { parameters, result, isRecursive } = this.self;
    parameters.forEach((type, at) => {
      if (type.kind === 'void') return;
      const made = this.emit(type, [`arg(${at})`]);
      if (at === 0 && isRecursive) this.fuel = made;
    });
    if (isEntry) this.callAll();
    else this.statements(8);
    // What is in scope at the end is what the function computed: show some of it.
    const shown: readonly Operand[] = [...this.scope];
    this.budget += 20;
    for (const value of shown.slice(-4)) this.observe(value);
    root.end = this.ending(result, isEntry);
    return root;
  }

  /** Every function once at least, with statements between. */
  private callAll(): void {
    for (const callee of this.around.functions) {
      this.budget += 8;
      this.statements(3);
      this.callOf(callee);
    }
    this.statements(6);
  }

  private ending(result: AirType, isEntry: boolean): Body['end'] {
    const tail = isEntry || this.chance(2, 3) ? undefined : this.tailCall();
    if (tail !== undefined) return tail;
    if (result.kind === 'int' && !isEntry && this.chance(1, 20)) {
      return [`ret_safe(<${result.text}, undef>)`];
    }
    const value = this.pick(result);
    if (isEntry || result.kind === 'void' || this.chance(1, 2)) {
      return [this.chance(1, 4) ? 'ret_safe(' : 'ret(', value, ')'];
    }
    const place = this.emit(pointerTo(result), [`ret_ptr(*${result.text})`]);
    this.do1('store', place, value);
    return ['ret_load(', place, ')'];
  }
}

/** Argument values of a scalar of the C convention. */
function argument(random: Random, type: 'i32' | 'i64' | 'f32' | 'f64'): bigint {
  const any = (BigInt(random.u32()) << 32n) | BigInt(random.u32());
  const edges = [
    ...[0n, 1n, 2n, 0x7fn, 0x80n, 0xffn, 0xffffn, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn],
    ...[(1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n],
  ];
  if (type === 'f32' || type === 'f64') {
    const view = new DataView(new ArrayBuffer(8));
    const value = random.pick([0, -0, 1, -1.5, 0.1, 1e10, 123456.75, Infinity, NaN, -1e-3]);
    if (type === 'f32') view.setFloat32(4, value);
    else view.setFloat64(0, value);
    return view.getBigUint64(0);
  }
  const small = random.below(2) === 0 ? random.pick(edges) : BigInt(random.below(10));
  return BigInt.asUintN(type === 'i32' ? 32 : 64, random.below(3) === 0 ? any : small);
}

const entryTypes: Record<'i32' | 'i64' | 'f32' | 'f64', readonly AirType[]> = {
  i32: [intType(32, true), intType(32, false)],
  i64: [intType(64, true), intType(64, false)],
  f32: [f32],
  f64: [f64],
};
const kinds = ['i32', 'i64', 'i32', 'i64', 'f32', 'f64'] as const;

/** Variables, constants, and pointers and slices to the variables before them. */
function randomGlobals(
  random: Random,
  types: readonly AirType[],
): { globals: Global[]; declarations: string[] } {
  const globals: Global[] = [];
  const declarations: string[] = [];
  const declare = (type: AirType, value: string): void => {
    const isConst = random.below(4) === 0 || type.kind === 'pointer' || type.kind === 'slice';
    const name = `global${globals.length}`;
    const head = isConst ? 'const' : random.below(8) === 0 ? 'threadlocal var' : 'var';
    declarations.push(`${head} ${name}: ${type.text} = ${value}`);
    globals.push({ name, type, isConst });
  };
  for (let at = 0; at < 4; at++) {
    const type = random.pick(types);
    declare(type, type.constant(random));
  }
  for (const { name, type, isConst } of [...globals]) {
    if (isConst || declarations[Number(name.slice(6))]!.startsWith('threadlocal')) continue;
    if (random.below(2) === 0) declare(pointerTo(type), `&${name}`);
    const { kind, parts, length } = type as CompoundType;
    if (kind !== 'array') continue;
    const [element] = parts;
    if (element!.kind === 'int' && random.below(2) === 0) {
      const offset =
        random.below(length) * Math.max(1, 2 ** Math.ceil(Math.log2(element!.bits! / 8)));
      declare(pointerTo(element!), `&${name} + ${offset}`);
    }
    declare(sliceOf(element!), `.{ &${name}, ${length} }`);
  }
  return { globals, declarations };
}

/** Whether values of a type may outlive the call that made them. */
function isStatic(type: AirType): boolean {
  return type.kind !== 'pointer' || (type as CompoundType).isConst;
}

/** Parameters and result of a function. */
function randomSignature(
  random: Random,
  name: string,
  types: readonly AirType[],
  earlier: readonly Signature[],
): Signature {
  const isRecursive = random.below(6) === 0;
  const same = earlier.filter((other) => !other.isRecursive);
  if (!isRecursive && same.length > 0 && random.below(4) === 0) {
    return { ...random.pick(same), name };
  }
  const isC = random.below(4) === 0;
  const plain = types.filter(isStatic);
  const allowed = isC
    ? plain.filter((type) => type.kind === 'float' || (type as CompoundType).isC)
    : plain;
  const pickType = (): AirType =>
    random.below(2) === 0 || allowed.length === 0
      ? intType(random.pick(integerWidths), random.below(2) === 0)
      : random.pick(allowed);
  const pointers = types.filter((type) => !isStatic(type));
  const parameters = Array.from({ length: random.below(4) }, () =>
    random.below(8) === 0 ? random.pick(pointers) : pickType(),
  );
  return {
    name,
    parameters: isRecursive ? [intType(8, false), ...parameters] : parameters,
    result: random.below(6) === 0 ? voidType : pickType(),
    convention: isC ? 'callconv(c) ' : '',
    isRecursive,
  };
}

/** Constant tables of pointers to functions of one signature. */
function functionTables(
  functions: readonly Signature[],
): { name: string; functions: readonly Signature[] }[] {
  const groups = new Map<string, Signature[]>();
  for (const one of functions) {
    if (one.isRecursive) continue;
    const text = signatureText(one);
    groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group, at) => ({ name: `table${at}`, functions: group }));
}

/**
 * Makes the program of a seed: the same one for the same seed and options, on every machine.
 *
 * @example
 * const text = render(generateAir(42)); // 'target wasm32-freestanding …'
 */
export function generateAir(seed: number, options: GenerateOptions = {}): ProgramTree {
  const random = new Random(seed);
  const { types, declarations: typeTexts } = randomTypes(random);
  const features = options.features ?? defaultFeatures;
  const errorInt = intType(random.pick([16, 16, 16, 8, 15, 32]), false);
  const plain = types.filter(isStatic);
  const { globals, declarations: globalTexts } = randomGlobals(random, plain);
  const handled = panics.filter(() => random.below(3) === 0);
  const declarations = [
    `target ${options.architecture ?? 'wasm32'}-freestanding${features.map((name) => ` +${name}`).join('')}`,
    'errors { A, B, C }',
    `error_bits ${errorInt.bits}`,
    ...typeTexts,
    'extern fn observe_i64(i64) callconv(c) void',
    'extern fn observe_f64(f64) callconv(c) void',
    'fn stop(i64) noreturn {\n  %0 = arg(0)\n  call(observe_i64, [%0])\n  trap()\n}',
    ...handled.flatMap((id, at) => [
      `panic ${id} = ${id}_handler`,
      `fn ${id}_handler() noreturn {\n  call(stop, [<i64, ${1000 + at}>])\n  unreach()\n}`,
    ]),
    ...globalTexts,
  ];
  const functions: FunctionTree[] = [];
  const signatures: Signature[] = [];
  const count = options.functions ?? 3 + random.below(7);
  const budget = options.instructions ?? 40;
  const hasPointers = options.indirectCalls ?? true;
  let tables: Surroundings['tables'] = [];
  const add = (self: Signature, isEntry: boolean): void => {
    const around: Surroundings = {
      types,
      functions: [...signatures],
      globals,
      tables,
      errorInt,
      is64: options.architecture === 'wasm64',
      hasPointers,
      features: new Set(features),
    };
    const body = new FunctionMaker(random, budget, around, self).generate(isEntry);
    const text = signatureText(self).replace('fn ', `fn ${self.name}`);
    functions.push({ name: self.name, header: isEntry ? `export ${text}` : text, body });
    signatures.push(self);
  };
  // Tables are known once all functions are: those of the first half serve the second.
  for (let at = 0; at < count; at++) {
    if (hasPointers && at === count >> 1) tables = functionTables(signatures);
    add(randomSignature(random, `f${at}`, types, signatures), false);
  }
  for (const { name, functions: group } of tables) {
    const text = signatureText(group[0]!);
    const list = group.map((one) => `&${one.name}`).join(', ');
    declarations.push(`const ${name}: [${group.length}]*const ${text} = .{ ${list} }`);
  }
  const parameters = Array.from({ length: 1 + random.below(3) }, () => random.pick(kinds));
  const result = random.pick(kinds);
  const entry: Signature = {
    name: 'entry',
    parameters: parameters.map((kind) => random.pick(entryTypes[kind])),
    result: random.pick(entryTypes[result]),
    convention: 'callconv(c) ',
    isRecursive: false,
  };
  add(entry, true);
  const calls: Arguments[] = Array.from({ length: options.calls ?? 3 }, () =>
    parameters.map((kind) => argument(random, kind)),
  );
  return { declarations, functions, entry: 'entry', parameters, result, calls };
}
