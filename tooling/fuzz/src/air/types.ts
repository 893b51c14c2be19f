// The types random programs use, and their constants.

import type { Random } from '../random.ts';

/** A type with what the generator needs to know of it. */
export interface AirType {
  /** As it is written. */
  readonly text: string;
  /** Bits of a value in a packed type; `undefined` for types that may not be in one. */
  readonly bits?: number | undefined;
  readonly kind:
    | 'void'
    | 'bool'
    | 'int'
    | 'float'
    | 'enum'
    | 'errorSet'
    | 'struct'
    | 'array'
    | 'optional'
    | 'errorUnion'
    | 'union'
    | 'pointer'
    | 'slice';
  /** A random constant, as written inside `<T, …>`. */
  constant(random: Random): string;
}

/** An integer type. */
export interface IntType extends AirType {
  readonly kind: 'int';
  readonly bits: number;
  readonly signed: boolean;
}

/** Whether the bits of a value are the same in every execution: those of a NaN are the engine's choice. */
export function hasKnownBits(type: AirType): boolean {
  const { parts = [], isPacked = false } = type as Partial<CompoundType>;
  if (type.kind === 'float' || type.bits === undefined) return false;
  return !isPacked || parts.every(hasKnownBits);
}

/** A type with elements, fields or a payload. */
export interface CompoundType extends AirType {
  /** Fields of a struct or union; the child of an array, optional, pointer, slice; set and payload of an error union. */
  readonly parts: readonly AirType[];
  /** Names of the fields of a struct or union and of the values of an enum. */
  readonly names: readonly string[];
  /** Elements of an array. */
  readonly length: number;
  /** Tag of a union. */
  readonly tag: AirType | undefined;
  readonly isPacked: boolean;
  /** More values than names: a non-exhaustive enum, `anyerror`. */
  readonly isOpen: boolean;
  /** Numbers of the values of an enum. */
  readonly values: readonly bigint[];
  /** Whether the C convention has it. */
  readonly isC: boolean;
  /** A pointer to constants. */
  readonly isConst: boolean;
}

/** The operand `<T, v>` for a type and a random constant of it. */
export function constantOf(type: AirType, random: Random): string {
  if (type.kind === 'void') return 'void_value';
  return `<${type.text}, ${type.constant(random)}>`;
}

const widths = [1, 7, 8, 15, 16, 24, 31, 32, 33, 40, 63, 64] as const;

/** The widths a random integer type may have. */
export const integerWidths: readonly number[] = widths;

/** `u8`, `i33`; `usize` by name. */
export function intType(bits: number, signed: boolean, name?: string): IntType {
  const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const high = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  const wrap = (value: bigint): bigint =>
    signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  return {
    text: name ?? `${signed ? 'i' : 'u'}${bits}`,
    kind: 'int',
    bits,
    signed,
    constant: (random) => {
      const edges = [low, low + 1n, 0n, 1n, 2n, high, high - 1n, 1n << BigInt(random.below(bits))];
      const any = (BigInt(random.u32()) << 32n) | BigInt(random.u32());
      const value =
        random.below(3) === 0
          ? any
          : random.below(2) === 0
            ? random.pick(edges)
            : BigInt(random.below(20));
      return wrap(value).toString();
    },
  };
}

export const voidType: AirType = { text: 'void', kind: 'void', constant: () => 'void_value' };
export const boolType: AirType = {
  text: 'bool',
  kind: 'bool',
  bits: 1,
  constant: (random) => random.pick(['true', 'false']),
};
/** `usize` of a target. */
export function usizeOf(is64: boolean): IntType {
  return intType(is64 ? 64 : 32, false, 'usize');
}

const floats = [
  '0.0',
  '-0.0',
  '1.0',
  '-1.5',
  '0.1',
  '1.0e10',
  '-3.0e-5',
  '16777217.0',
  'inf',
  '-inf',
  'nan',
  '255.5',
  '1.0e38',
];

function floatType(bits: number): AirType {
  return { text: `f${bits}`, kind: 'float', bits, constant: (random) => random.pick(floats) };
}
export const f32: AirType = floatType(32);
export const f64: AirType = floatType(64);

const plain = {
  parts: [],
  names: [],
  length: 0,
  tag: undefined,
  isPacked: false,
  isOpen: false,
  values: [],
  isC: false,
  isConst: false,
};

/**
 * `qualifier` is `const ` or `volatile `. A constant pointer leads to a constant: it may be kept anywhere and never
 * written through. The others lead to what lives no longer than a call; no constant of theirs is used.
 */
export function pointerTo(child: AirType, qualifier = ''): CompoundType {
  const text = `*${qualifier}${child.text}`;
  const isConst = qualifier === 'const ';
  const constant = (random: Random): string =>
    isConst ? `&<${child.text}, ${child.constant(random)}>` : 'undef';
  return { ...plain, text, kind: 'pointer', parts: [child], isC: true, isConst, constant };
}

/** A pointer to many. */
export function manyOf(child: AirType): CompoundType {
  return { ...pointerTo(child), text: `[*]${child.text}` };
}

export function sliceOf(child: AirType): CompoundType {
  return {
    ...plain,
    text: `[]${child.text}`,
    kind: 'slice',
    parts: [child],
    constant: () => 'undef',
  };
}

/** An array; `sentinel` is what stands behind its elements in memory. */
export function arrayOf(length: number, child: AirType, sentinel?: string): CompoundType {
  const constant = (random: Random): string =>
    random.below(6) === 0
      ? `.{ ${child.constant(random)} ** ${length} }`
      : `.{ ${Array.from({ length }, () => child.constant(random)).join(', ')} }`;
  const count = sentinel === undefined ? `${length}` : `${length}:${sentinel}`;
  return {
    ...plain,
    text: `[${count}]${child.text}`,
    kind: 'array',
    parts: [child],
    length,
    constant,
  };
}

export function optionalOf(child: AirType): CompoundType {
  const constant = (random: Random): string =>
    random.below(3) === 0 ? 'null' : `<${child.text}, ${child.constant(random)}>`;
  return { ...plain, text: `?${child.text}`, kind: 'optional', parts: [child], constant };
}

export function errorSetOf(names: readonly string[]): CompoundType {
  return {
    ...plain,
    text: `error{${names.join(', ')}}`,
    kind: 'errorSet',
    names,
    constant: (random) => `error.${random.pick(names)}`,
  };
}

/** Names of all errors, in the order of their numbers. */
export const errorNames = ['A', 'B', 'C'] as const;

export const anyError: CompoundType = /* @__PURE__ */ (() => ({
  ...errorSetOf(errorNames),
  text: 'anyerror',
  isOpen: true,
}))();

export function errorUnionOf(set: CompoundType, payload: AirType): CompoundType {
  const constant = (random: Random): string =>
    random.below(3) === 0 ? set.constant(random) : `<${payload.text}, ${payload.constant(random)}>`;
  return {
    ...plain,
    text: `${set.text}!${payload.text}`,
    kind: 'errorUnion',
    parts: [set, payload],
    constant,
  };
}

export function tupleOf(parts: readonly AirType[]): CompoundType {
  const constant = (random: Random): string =>
    `.{ ${parts.map((part) => part.constant(random)).join(', ')} }`;
  const text = `struct { ${parts.map((part) => part.text).join(', ')} }`;
  return { ...plain, text, kind: 'struct', parts, constant };
}

/** A declared type: the type, and its declaration. */
export interface Declared {
  readonly type: CompoundType;
  readonly declaration: string;
}

/** How a struct is declared. */
export interface StructShape {
  readonly layout?: 'extern' | 'packed';
  /** What stands behind the type of a field: `align(8)`, `offset(4)`. */
  readonly attributes?: readonly string[];
  /** What stands before the fields: `size(12) align(4)`. */
  readonly head?: string;
  /** A last field whose value is known when compiling. */
  readonly last?: string;
}

export function structOf(
  name: string,
  parts: readonly AirType[],
  { layout, attributes = [], head = '', last }: StructShape = {},
): Declared {
  const names = parts.map((_, at) => `f${at}`);
  const fields = parts.map((part, at) =>
    `${names[at]}: ${part.text} ${attributes[at] ?? ''}`.trim(),
  );
  if (last !== undefined) fields.push(last);
  const constant = (random: Random): string =>
    `.{ ${parts.map((part, at) => `.${names[at]} = ${part.constant(random)}`).join(', ')} }`;
  const isPacked = layout === 'packed';
  const bits = isPacked ? parts.reduce((sum, part) => sum + part.bits!, 0) : undefined;
  const prefix = layout === undefined ? '' : `${layout} `;
  const type = { ...plain, text: name, kind: 'struct' as const, parts, names, isPacked, bits };
  return {
    type: { ...type, isC: layout !== undefined, constant },
    declaration: `type ${name} = ${prefix}struct ${head}{ ${fields.join(', ')} }`,
  };
}

export function enumOf(
  name: string,
  tag: IntType,
  values: readonly bigint[],
  isOpen = false,
): Declared {
  const names = values.map((_, at) => `v${at}`);
  const list = names.map((value, at) => `${value} = ${values[at]}`).join(', ');
  const constant = (random: Random): string => `.${random.pick(names)}`;
  const type = { ...plain, text: name, kind: 'enum' as const, names, values, parts: [tag], isOpen };
  return {
    type: { ...type, bits: tag.bits, isC: true, constant },
    declaration: `type ${name} = enum(${tag.text}) { ${list}${isOpen ? ', _' : ''} }`,
  };
}

/** A tagged union; the tag has as many values as there are fields. */
export function unionOf(name: string, tag: CompoundType, parts: readonly AirType[]): Declared {
  const names = tag.names.slice(0, parts.length);
  const fields = parts.map((part, at) => `${names[at]}: ${part.text}`).join(', ');
  const constant = (random: Random): string => {
    const at = random.below(parts.length);
    return `.{ .${names[at]} = ${parts[at]!.constant(random)} }`;
  };
  return {
    type: { ...plain, text: name, kind: 'union', parts, names, tag, constant },
    declaration: `type ${name} = union(${tag.text}) { ${fields} }`,
  };
}

/** A union without a tag whose fields have as many bits, so that each may be read whichever was written. */
export function bitsUnionOf(name: string, isPacked: boolean, parts: readonly AirType[]): Declared {
  const names = parts.map((_, at) => `f${at}`);
  const fields = parts.map((part, at) => `${names[at]}: ${part.text}`).join(', ');
  const { bits } = parts[0]!;
  const constant = (random: Random): string => `.{ .f0 = ${parts[0]!.constant(random)} }`;
  const type = { ...plain, text: name, kind: 'union' as const, parts, names, isPacked };
  return {
    type: { ...type, bits: isPacked ? bits : undefined, isC: true, constant },
    declaration: `type ${name} = ${isPacked ? `packed union(u${bits})` : 'extern union'} { ${fields} }`,
  };
}
