// Random well-typed AIR programs. What they do is seen through imported calls and the result of the entry function;
// they avoid undefined behaviour by construction, and the interpreter rejects the few that do not.

import { Random } from './random.ts';
import { Statements } from './air/statements.ts';
import type { GlobalVariable, Signature, Surroundings } from './air/memory-statements.ts';
import type { Arguments, Body, FunctionTree, Operand, ProgramTree } from './air/tree.ts';
import {
  arrayOf,
  boolType,
  enumOf,
  errorSetOf,
  errorUnionOf,
  f32,
  f64,
  integerWidths,
  intType,
  optionalOf,
  pointerTo,
  structOf,
  unionOf,
  voidType,
} from './air/types.ts';
import type { AirType, Declared } from './air/types.ts';

/** How large a program becomes. */
export interface GenerateOptions {
  /** Functions besides the entry. @default up to 4 */
  readonly functions?: number;
  /** Instructions of a function, roughly. @default 60 */
  readonly instructions?: number;
  /** Calls of the entry function. @default 6 */
  readonly calls?: number;
  /** Make atomic instructions too. @default false */
  readonly atomics?: boolean;
  /** Features of the target line. @default bulk_memory sign_ext nontrapping_fptoint mutable_globals */
  readonly features?: readonly string[];
}

const defaultFeatures = ['bulk_memory', 'sign_ext', 'nontrapping_fptoint', 'mutable_globals'];

/** The types of one program. */
function randomTypes(random: Random): { types: AirType[]; declared: Declared[] } {
  const declared: Declared[] = [];
  const width = (): number => random.pick(integerWidths);
  const int = (): AirType => intType(width(), random.below(2) === 0);
  const scalar = (): AirType => (random.below(5) === 0 ? random.pick([f32, f64, boolType]) : int());
  const list = (most: number, make: () => AirType): AirType[] =>
    Array.from({ length: 1 + random.below(most) }, make);
  const add = (made: Declared): AirType => {
    declared.push(made);
    return made.type;
  };
  const tags = new Set<bigint>();
  const tag = intType(random.pick([2, 8, 8, 16, 32, 33, 64]), random.below(3) === 0);
  while (tags.size < 2 + random.below(3)) tags.add(BigInt(tag.constant(random)));
  const color = enumOf('Color', tag, [...tags]);
  add(color);
  const simple = add(structOf('Simple', random.below(2) === 0 ? '' : 'extern', list(4, scalar)));
  const packed = add(structOf('Packed', 'packed', packedFields(random)));
  const set = errorSetOf(['A', 'B', 'C'].slice(0, 1 + random.below(3)));
  const any = (): AirType => random.pick([scalar(), scalar(), simple, packed, color.type]);
  const nested = add(structOf('Nested', '', [any(), optionalOf(any()), any()]));
  const shape = add(
    unionOf(
      'Shape',
      color.type,
      color.type.names.map((_, at) => (at === 0 ? any() : random.pick([any(), voidType]))),
    ),
  );
  const types: AirType[] = [
    color.type, simple, packed, nested, shape, set, f32,
    arrayOf(1 + random.below(5), int()), arrayOf(3, any()),
    optionalOf(scalar()), optionalOf(any()),
    errorUnionOf(set, scalar()), errorUnionOf(set, any()), errorUnionOf(set, voidType),
    pointerTo(scalar()), pointerTo(any()),
  ]; // prettier-ignore
  return { types, declared };
}

/** Fields of at most 64 bits in all. */
function packedFields(random: Random): AirType[] {
  const fields: AirType[] = [];
  let rest = random.pick([8, 16, 24, 32, 40, 64]);
  while (rest > 0 && fields.length < 5) {
    const bits = Math.min(rest, random.pick([1, 3, 5, 7, 8, 16, 31]));
    fields.push(
      bits === 1 && random.below(2) === 0 ? boolType : intType(bits, random.below(2) === 0),
    );
    rest -= bits;
  }
  return fields;
}

/** One function, from its parameters to its `ret`. */
class FunctionMaker extends Statements {
  constructor(random: Random, budget: number, around: Surroundings, result: AirType) {
    super(random, budget, around, result);
  }

  whole(parameters: readonly AirType[], isEntry: boolean): Body {
    const root = this.body;
    parameters.forEach((type, at) => {
      if (type.kind !== 'void') this.emit(type, [`arg(${at})`]);
    });
    this.statements(isEntry ? 14 : 8);
    // What is in scope at the end is what the function computed: show some of it.
    const shown: Operand[] = this.scope.filter(
      ({ type }) => type.kind !== 'pointer' && type.kind !== 'slice',
    );
    this.budget += 20;
    for (const value of shown.slice(-4)) this.observe(value);
    const value = this.pick(this.result);
    if (value.type.kind === 'void' || isEntry || this.chance(1, 2)) {
      root.end = ['ret(', value, ')'];
      return root;
    }
    const text = value.type.text;
    const place = this.emit(pointerTo(value.type), [`ret_ptr(*${text})`]);
    this.emit(undefined, ['store(', place, ', ', value, ')']);
    root.end = ['ret_load(', place, ')'];
    return root;
  }
}

/** Argument values of a scalar of the C convention. */
function argument(random: Random, type: 'i32' | 'i64' | 'f32' | 'f64'): bigint {
  const any = (BigInt(random.u32()) << 32n) | BigInt(random.u32());
  const edges = [
    0n,
    1n,
    2n,
    0x7fn,
    0x80n,
    0xffn,
    0xffffn,
    0x7fff_ffffn,
    0x8000_0000n,
    0xffff_ffffn,
    (1n << 63n) - 1n,
    1n << 63n,
    (1n << 64n) - 1n,
  ];
  if (type === 'f32' || type === 'f64') {
    const view = new DataView(new ArrayBuffer(8));
    const value = random.pick([0, -0, 1, -1.5, 0.1, 1e10, 123456.75, Infinity, NaN, -1e-3]);
    if (type === 'f32') view.setFloat32(4, value);
    else view.setFloat64(0, value);
    return view.getBigUint64(0);
  }
  const value =
    random.below(3) === 0
      ? any
      : random.below(2) === 0
        ? random.pick(edges)
        : BigInt(random.below(10));
  return BigInt.asUintN(type === 'i32' ? 32 : 64, value);
}

const entryTypes: Record<'i32' | 'i64' | 'f32' | 'f64', readonly AirType[]> = {
  i32: [intType(32, true), intType(32, false)],
  i64: [intType(64, true), intType(64, false)],
  f32: [f32],
  f64: [f64],
};
const kinds = ['i32', 'i64', 'i32', 'i64', 'f32', 'f64'] as const;

/**
 * Makes the program of a seed: the same one for the same seed and options, on every machine.
 *
 * @example
 * const text = render(generateAir(42)); // 'target wasm32-freestanding …'
 */
export function generateAir(seed: number, options: GenerateOptions = {}): ProgramTree {
  const random = new Random(seed);
  const { types, declared } = randomTypes(random);
  const features = options.features ?? defaultFeatures;
  const globals: GlobalVariable[] = [];
  const atomics = options.atomics ?? false;
  const declarations = [
    `target wasm32-freestanding${features.map((name) => ` +${name}`).join('')}`,
    'errors { A, B, C }',
    ...declared.map(({ declaration }) => declaration),
    'extern fn observe_i64(i64) callconv(c) void',
    'extern fn observe_f64(f64) callconv(c) void',
  ];
  const plain = types.filter(({ kind }) => kind !== 'pointer');
  for (let at = 0; at < 3; at++) {
    const type = random.pick(plain);
    globals.push({ name: `global${at}`, type });
    declarations.push(`var global${at}: ${type.text} = ${type.constant(random)}`);
  }
  const functions: FunctionTree[] = [];
  const signatures: Signature[] = [];
  const count = options.functions ?? random.below(5);
  const budget = options.instructions ?? 60;
  for (let at = 0; at < count; at++) {
    const name = `f${at}`;
    const pickType = (): AirType =>
      random.below(2) === 0
        ? intType(random.pick(integerWidths), random.below(2) === 0)
        : random.pick(plain);
    const parameters = Array.from({ length: random.below(4) }, () =>
      random.below(5) === 0 ? random.pick(types) : pickType(),
    );
    const result = random.below(6) === 0 ? voidType : pickType();
    const maker = new FunctionMaker(
      random,
      budget,
      { types, functions: [...signatures], globals, atomics },
      result,
    );
    const body = maker.whole(parameters, false);
    const header = `fn ${name}(${parameters.map((type) => type.text).join(', ')}) ${result.text}`;
    functions.push({ name, header, body });
    signatures.push({ name, parameters, result });
  }
  const parameters = Array.from({ length: 1 + random.below(3) }, () => random.pick(kinds));
  const result = random.pick(kinds);
  const entryParameters = parameters.map((kind) => random.pick(entryTypes[kind]));
  const resultType = random.pick(entryTypes[result]);
  const maker = new FunctionMaker(
    random,
    2 * budget,
    { types, functions: signatures, globals, atomics },
    resultType,
  );
  const header = `export fn entry(${entryParameters.map((type) => type.text).join(', ')}) callconv(c) ${resultType.text}`;
  functions.push({ name: 'entry', header, body: maker.whole(entryParameters, true) });
  const calls: Arguments[] = Array.from({ length: options.calls ?? 6 }, () =>
    parameters.map((kind) => argument(random, kind)),
  );
  return { declarations, functions, entry: 'entry', parameters, result, calls };
}
