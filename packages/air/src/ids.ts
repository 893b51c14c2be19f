// Index spaces of a module. Every id is a row number in the array its comment names; `None` marks "no row" in each of them.

declare const space: unique symbol;
/** A number that indexes one particular array. */
export type Id<Space extends string> = number & { readonly [space]: Space };

/** Row of `Module.types`. Equal types have equal ids. */
export type TypeId = Id<'Module.types'>;
/** Row of `Module.values`. Equal (type, payload) pairs have equal ids. Below 2^31, so that it is also a `Ref`. */
export type ValueId = Id<'Module.values'>;
/** Row of `Module.names`. */
export type NameId = Id<'Module.names'>;
/** Row of `Module.types.declared`. */
export type DeclaredId = Id<'Module.types.declared'>;
/** Row of `Module.navs`. */
export type NavId = Id<'Module.navs'>;
/** Row of `Module.functions`: functions with a body. */
export type FunctionId = Id<'Module.functions'>;
/** Number of an error, from 1; 0 means success. */
export type ErrorId = Id<'Module.errors'>;
/** Index of an instruction inside its function: its place in the text, counted in preorder. */
export type InstId = Id<'FunctionBody'>;
/** An operand: `instRef(inst)`, or a `ValueId` as it is, or `None`. */
export type Ref = Id<'operand'>;

/** "No row" in every index space, and "no operand". */
export const None = 0xffff_ffff;

const INSTRUCTION = 0x8000_0000;

/** The operand that stands for the result of an instruction. */
export function instRef(inst: InstId): Ref {
  return ((inst | INSTRUCTION) >>> 0) as Ref;
}

/** The operand that stands for a constant. */
export function valueRef(value: ValueId): Ref {
  return value as number as Ref;
}

/** True for the result of an instruction; false for a constant and for `None`. */
export function isInst(ref: Ref): boolean {
  return ref >= INSTRUCTION && ref !== None;
}

/** True for a constant. */
export function isValue(ref: Ref): boolean {
  return ref < INSTRUCTION;
}

/** The instruction of an operand for which `isInst` holds. */
export function instOf(ref: Ref): InstId {
  return (ref & 0x7fff_ffff) as InstId;
}

/** The constant of an operand for which `isValue` holds. */
export function valueOf(ref: Ref): ValueId {
  return ref as number as ValueId;
}
