// Scalars: their loads and stores, and the canonical form of narrow integers (codegen.md 1.7, 5.5).

import type { Ref, TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import type { FunctionLowering } from './function.ts';
import type { Destination } from './places.ts';
import { push, pushBase, pushDestination } from './push.ts';

/** Pushes a scalar from memory in canonical form. @param align - what is known of the address, in bytes */
export function loadScalar(
  f: FunctionLowering,
  from: Destination,
  type: TypeId,
  align: number = Infinity,
): void {
  const offset = pushDestination(f, from);
  load(f, offset, type, align);
}

/** `loadScalar` from behind a pointer or inside a value in memory. */
export function loadAt(
  f: FunctionLowering,
  ref: Ref,
  at: number,
  type: TypeId,
  align: number = Infinity,
): void {
  const offset = pushBase(f, ref) + at;
  load(f, offset, type, align);
}

/** Loads from the address just pushed. */
function load(f: FunctionLowering, offset: number, type: TypeId, align: number): void {
  const facts = f.facts.of(type);
  f.b.access(facts.load, offset, Math.min(facts.align, align), f.base);
  if (facts.wrap > 0) wrapTo(f, facts.valueType, facts.wrap, facts.signed);
}

/** Stores the scalar that `pushScalar` pushes. */
export function storeScalar(
  f: FunctionLowering,
  to: Destination,
  type: TypeId,
  pushScalar: () => void,
): void {
  const facts = f.facts.of(type);
  const offset = pushDestination(f, to);
  const { base } = f;
  pushScalar();
  f.b.access(facts.store, offset, facts.align, base);
}

/** Stores a scalar through a pointer. @param align - what is known of the address, in bytes */
export function storeAt(
  f: FunctionLowering,
  pointer: Ref,
  type: TypeId,
  value: Ref,
  align: number,
): void {
  const facts = f.facts.of(type);
  const offset = pushBase(f, pointer);
  const { base } = f;
  push(f, value);
  f.b.access(facts.store, offset, Math.min(facts.align, align), base);
}

/** Makes the integer on the stack canonical for a width: sign- or zero-extends its low `bits` bits. */
export function wrapTo(
  f: FunctionLowering,
  valueType: number,
  bits: number,
  signed: boolean,
): void {
  const is64 = valueType === 0x7e;
  const width = is64 ? 64 : 32;
  if (bits >= width || bits === 0) return;
  if (!signed) {
    if (is64) f.b.i64Const((1n << BigInt(bits)) - 1n);
    else f.b.i32Const(2 ** bits - 1);
    f.b.op(is64 ? Tag.i64_and : Tag.i32_and);
    return;
  }
  if (f.hasSignExt) {
    const extend = is64
      ? { 8: Tag.i64_extend8_s, 16: Tag.i64_extend16_s, 32: Tag.i64_extend32_s }[bits]
      : { 8: Tag.i32_extend8_s, 16: Tag.i32_extend16_s }[bits];
    if (extend !== undefined) {
      f.b.op(extend);
      return;
    }
  }
  const spare = (): void => (is64 ? f.b.i64Const(64 - bits) : f.b.i32Const(32 - bits));
  spare();
  f.b.op(is64 ? Tag.i64_shl : Tag.i32_shl);
  spare();
  f.b.op(is64 ? Tag.i64_shr_s : Tag.i32_shr_s);
}

/** Makes the integer on the stack canonical for its type. */
export function wrapType(f: FunctionLowering, type: TypeId): void {
  const { bits, valueType, signed } = f.facts.of(type);
  if (bits > 0) wrapTo(f, valueType, bits, signed);
}
