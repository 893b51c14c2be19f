// The instruction whose operands are checked: its words, the types of its operands, and checks that record what is wrong.

import { agree } from '../agree.ts';
import type { FunctionBody } from '../function.ts';
import { instOf, isInst, isValue, valueOf, type InstId, type Ref, type TypeId } from '../ids.ts';
import type { Module } from '../module.ts';
import { PointerSize, TypeKind } from '../types.ts';

/** The instruction that is checked. One object serves a whole module. */
export interface Checked {
  readonly module: Module;
  /** Signature of the function. */
  readonly signature: TypeId;
  readonly body: FunctionBody;
  readonly inst: InstId;
  /** Records that the operands are wrong. */
  wrong(problem: string): void;
  /** A type in a message. */
  show(type: TypeId): string;
}

export const first = (c: Checked): number => c.body.data[2 * c.inst]!;
export const second = (c: Checked): number => c.body.data[2 * c.inst + 1]!;
export const word = (c: Checked, index: number): number => c.body.extra[second(c) + index]!;
export const stated = (c: Checked): TypeId => first(c) as TypeId;

/** Type of an operand; `void` for one that is not there, which another check reports. */
export function typeOfRef(module: Module, body: FunctionBody, ref: number): TypeId {
  if (isInst(ref as Ref)) {
    const inst = instOf(ref as Ref);
    return inst < body.length ? (body.types[inst]! as TypeId) : module.types.void;
  }
  return isValue(ref as Ref) ? module.values.type(valueOf(ref as Ref)) : module.types.void;
}

export const typeOf = (c: Checked, ref: number): TypeId => typeOfRef(c.module, c.body, ref);
export const typeOfA = (c: Checked): TypeId => typeOf(c, first(c));
export const typeOfB = (c: Checked): TypeId => typeOf(c, second(c));

export const kindOf = (c: Checked, type: TypeId): TypeKind => c.module.types.kind(type);

export function lane(c: Checked, type: TypeId): TypeId {
  return kindOf(c, type) === TypeKind.vector ? c.module.types.child(type) : type;
}

/** Integers and what is treated as one (codegen.md 3.0): bool, enums, error sets, packed types and addresses. */
export const isInteger = (c: Checked, type: TypeId): boolean =>
  c.module.layout.integerBits(lane(c, type)) >= 0;
export const isFloat = (c: Checked, type: TypeId): boolean =>
  kindOf(c, lane(c, type)) === TypeKind.float;
export const isNumber = (c: Checked, type: TypeId): boolean =>
  isInteger(c, type) || isFloat(c, type);

/** A pointer that is one address: not a slice. */
export function isAddress(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) !== PointerSize.slice;
}

export function isSlice(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) === PointerSize.slice;
}

/** The pointer in an optional pointer, or the type itself. */
export function withoutOptional(c: Checked, type: TypeId): TypeId {
  return kindOf(c, type) === TypeKind.optional ? c.module.types.child(type) : type;
}

export function isCPointer(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) === PointerSize.c;
}

export const isNullable = (c: Checked, type: TypeId): boolean =>
  kindOf(c, type) === TypeKind.optional || isCPointer(c, type);

/** Lanes of a vector, 0 for anything else. */
export function lanes(c: Checked, type: TypeId): number {
  return kindOf(c, type) === TypeKind.vector ? c.module.types.arrayLength(type) : 0;
}

export function must(c: Checked, holds: boolean, expected: string, found: TypeId): boolean {
  if (!holds) c.wrong(`expected ${expected}, found ${c.show(found)}`);
  return holds;
}

export function mustAgree(c: Checked, expected: TypeId, found: TypeId): void {
  if (!agree(c.module.types, expected, found)) {
    c.wrong(`expected ${c.show(expected)}, found ${c.show(found)}`);
  }
}

export function mustBeUsize(c: Checked, ref: number): void {
  const type = typeOf(c, ref);
  must(c, type === c.module.types.usize, 'usize', type);
}

/** What an address points to; records it when the type is no address. */
export function pointeeOf(c: Checked, type: TypeId, what = 'a pointer'): TypeId | undefined {
  return must(c, isAddress(c, type), what, type) ? c.module.types.child(type) : undefined;
}

export function pointsTo(
  c: Checked,
  type: TypeId,
  kind: TypeKind,
  what: string,
): TypeId | undefined {
  const child = pointeeOf(c, type, `a pointer to ${what}`);
  if (child === undefined) return undefined;
  return must(c, kindOf(c, child) === kind, `a pointer to ${what}`, type) ? child : undefined;
}

/** Two operands of one type with a property. */
export function both(c: Checked, holds: (c: Checked, type: TypeId) => boolean, what: string): void {
  const left = typeOfA(c);
  if (must(c, holds(c, left), what, left)) mustAgree(c, left, typeOfB(c));
}

/** Source and result both scalars, or vectors of the same number of lanes. */
export function sameLanes(c: Checked, from: TypeId, to: TypeId): void {
  if (lanes(c, from) !== lanes(c, to)) {
    c.wrong(`${c.show(from)} and ${c.show(to)} differ in the number of lanes`);
  }
}

/** Lane bits of a scalar or vector of floats or integers. */
export function laneBits(c: Checked, type: TypeId): number {
  return c.module.layout.bitsOf(lane(c, type));
}

/** A pointer result whose child is `child` or agrees with it. */
export function resultPointsTo(c: Checked, child: TypeId): void {
  const target = stated(c);
  const found = pointeeOf(c, target, 'a pointer as result');
  if (found !== undefined) mustAgree(c, child, found);
}
