// Scalars: their loads and stores, and the canonical form of narrow integers (codegen.md 1.7, 5.5).

import { Representation, TypeKind, type TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import type { Destination, FunctionLowering } from './function.ts';

/** The memory instructions of a scalar type. */
export interface ScalarAccess {
  readonly load: number;
  readonly store: number;
  /** Natural alignment of the access in bytes, or the type's if that is smaller. */
  readonly align: number;
  /** Bits to wrap to after a load, or 0: the width fills the storage. */
  readonly wrap: number;
  readonly signed: boolean;
}

export function scalarAccess(f: FunctionLowering, type: TypeId): ScalarAccess {
  const { layout } = f.module;
  const size = f.sizeOf(type);
  const align = Math.min(layout.alignOf(type), size);
  const signed = layout.isSigned(type);
  switch (f.representation(type)) {
    case Representation.f32:
      return { load: Tag.f32_load, store: Tag.f32_store, align, wrap: 0, signed: false };
    case Representation.f64:
      return { load: Tag.f64_load, store: Tag.f64_store, align, wrap: 0, signed: false };
    case Representation.i64:
      return {
        load: Tag.i64_load,
        store: Tag.i64_store,
        align,
        wrap: wrapBits(f, type, 64),
        signed,
      };
    default:
      break;
  }
  if (size === 1) {
    const load = signed ? Tag.i32_load8_s : Tag.i32_load8_u;
    return { load, store: Tag.i32_store8, align, wrap: wrapBits(f, type, 8), signed };
  }
  if (size === 2) {
    const load = signed ? Tag.i32_load16_s : Tag.i32_load16_u;
    return { load, store: Tag.i32_store16, align, wrap: wrapBits(f, type, 16), signed };
  }
  return { load: Tag.i32_load, store: Tag.i32_store, align, wrap: wrapBits(f, type, 32), signed };
}

/** Bits of an integer that does not fill its storage; bools and floats as bits are always canonical in memory. */
function wrapBits(f: FunctionLowering, type: TypeId, storage: number): number {
  if (f.module.types.kind(type) === TypeKind.bool) return 0;
  const bits = f.module.layout.integerBits(type);
  return bits > 0 && bits < storage ? bits : 0;
}

/** Pushes a scalar from memory in canonical form. @param align - what is known of the address, in bytes */
export function loadScalar(
  f: FunctionLowering,
  from: Destination,
  type: TypeId,
  align: number = Infinity,
): void {
  const access = scalarAccess(f, type);
  const { offset, base } = f.pushDestination(from);
  f.b.access(access.load, offset, Math.min(access.align, align), base);
  if (access.wrap > 0) wrapTo(f, f.valueType(type), access.wrap, access.signed);
}

/** Stores the scalar that `push` pushes. */
export function storeScalar(
  f: FunctionLowering,
  to: Destination,
  type: TypeId,
  push: () => void,
  align: number = Infinity,
): void {
  const access = scalarAccess(f, type);
  const { offset, base } = f.pushDestination(to);
  push();
  f.b.access(access.store, offset, Math.min(access.align, align), base);
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
  if (f.module.target.features.includes('sign_ext')) {
    const extend = is64
      ? { 8: Tag.i64_extend8_s, 16: Tag.i64_extend16_s, 32: Tag.i64_extend32_s }[bits]
      : { 8: Tag.i32_extend8_s, 16: Tag.i32_extend16_s }[bits];
    if (extend !== undefined) {
      f.b.op(extend);
      return;
    }
  }
  const push = (): void => (is64 ? f.b.i64Const(64 - bits) : f.b.i32Const(32 - bits));
  push();
  f.b.op(is64 ? Tag.i64_shl : Tag.i32_shl);
  push();
  f.b.op(is64 ? Tag.i64_shr_s : Tag.i32_shr_s);
}

/** Makes the integer on the stack canonical for its type. */
export function wrapType(f: FunctionLowering, type: TypeId): void {
  const { layout } = f.module;
  const bits = layout.integerBits(type);
  if (bits > 0) wrapTo(f, f.valueType(type), bits, layout.isSigned(type));
}
