// Bit-pointers and fields of packed values (codegen.md 4.2): load the host integer, shift, cut; the reverse to store.

import { type Ref, Representation, type TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { pick } from './integer-type.ts';
import { wrapTo, wrapType } from './scalar.ts';
import type { FunctionLowering } from './function.ts';
import { push, pushBase } from './push.ts';
import { pin } from './statement.ts';

/** Turns a scalar on the stack into its bits in an i32 or i64. */
function toBits(f: FunctionLowering, type: TypeId, is64: boolean): void {
  switch (f.representation(type)) {
    case Representation.f32:
      f.b.op(Tag.i32_reinterpret_f32);
      if (is64) f.b.op(Tag.i64_extend_i32_u);
      break;
    case Representation.f64:
      f.b.op(Tag.i64_reinterpret_f64);
      break;
    case Representation.i32:
      if (is64) f.b.op(Tag.i64_extend_i32_u);
      break;
    default:
      break;
  }
}

/** Turns bits of an i32 or i64, with anything above them, into a scalar. */
export function fromBits(f: FunctionLowering, type: TypeId, is64: boolean): void {
  const representation = f.representation(type);
  const wants64 = representation === Representation.i64 || representation === Representation.f64;
  if (is64 && !wants64) f.b.op(Tag.i32_wrap_i64);
  if (representation === Representation.f32) f.b.op(Tag.f32_reinterpret_i32);
  else if (representation === Representation.f64) f.b.op(Tag.f64_reinterpret_i64);
  else wrapType(f, type);
}

/** Pushes a host integer of up to 8 bytes as one i32 or i64; odd sizes in pieces, so that nothing beside it is touched. */
function loadHost(f: FunctionLowering, pointer: Ref, size: number): void {
  const is64 = size > 4;
  const whole = WIDTHS.find((width) => width.size === size);
  if (whole !== undefined) {
    const offset = pushBase(f, pointer);
    f.b.access(whole.load, offset, 1, f.base);
    return;
  }
  let at = 0;
  for (const width of pieces(size)) {
    const offset = pushBase(f, pointer);
    f.b.access(is64 ? width.load64 : width.load, offset + at, 1, f.base);
    if (at > 0) {
      if (is64) f.b.i64Const(8 * at);
      else f.b.i32Const(8 * at);
      f.b.op(pick(is64, Tag.i32_shl, Tag.i64_shl));
      f.b.op(pick(is64, Tag.i32_or, Tag.i64_or));
    }
    at += width.size;
  }
}

interface Width {
  readonly size: number;
  readonly load: number;
  readonly load64: number;
  readonly store: number;
  readonly store64: number;
}
const WIDTHS: readonly Width[] = [
  {
    size: 8,
    load: Tag.i64_load,
    load64: Tag.i64_load,
    store: Tag.i64_store,
    store64: Tag.i64_store,
  },
  {
    size: 4,
    load: Tag.i32_load,
    load64: Tag.i64_load32_u,
    store: Tag.i32_store,
    store64: Tag.i64_store32,
  },
  {
    size: 2,
    load: Tag.i32_load16_u,
    load64: Tag.i64_load16_u,
    store: Tag.i32_store16,
    store64: Tag.i64_store16,
  },
  {
    size: 1,
    load: Tag.i32_load8_u,
    load64: Tag.i64_load8_u,
    store: Tag.i32_store8,
    store64: Tag.i64_store8,
  },
];

/** Widths that make up a size, largest first. */
function pieces(size: number): Width[] {
  const list: Width[] = [];
  let rest = size;
  for (const width of WIDTHS) {
    while (rest >= width.size) {
      list.push(width);
      rest -= width.size;
    }
  }
  return list;
}

function storeHost(f: FunctionLowering, pointer: Ref, size: number, local: number): void {
  const is64 = size > 4;
  let at = 0;
  for (const width of pieces(size)) {
    const offset = pushBase(f, pointer);
    f.b.localGet(local);
    if (at > 0) {
      if (is64) f.b.i64Const(8 * at);
      else f.b.i32Const(8 * at);
      f.b.op(pick(is64, Tag.i32_shr_u, Tag.i64_shr_u));
    }
    f.b.access(is64 ? width.store64 : width.store, offset + at, 1, f.base);
    at += width.size;
  }
}

interface Host {
  readonly size: number;
  readonly shift: number;
  readonly is64: boolean;
}

function hostOf(f: FunctionLowering, pointer: Ref): Host {
  const { types } = f.module;
  const type = f.typeOf(pointer);
  const size = types.hostSize(type);
  return { size, shift: types.bitOffset(type), is64: size > 4 };
}

/** Pushes the value a bit-pointer means. Hosts are at most 64 bits wide (`unsupported.ts` refuses wider ones). */
export function loadPacked(f: FunctionLowering, pointer: Ref, type: TypeId): void {
  const host = hostOf(f, pointer);
  pin(f, pointer);
  loadHost(f, pointer, host.size);
  extractBits(f, type, host.shift, host.is64);
}

/** With a host integer on the stack: pushes the field at a bit offset. */
export function extractBits(f: FunctionLowering, type: TypeId, shift: number, is64: boolean): void {
  if (shift > 0) {
    if (is64) f.b.i64Const(shift);
    else f.b.i32Const(shift);
    f.b.op(pick(is64, Tag.i32_shr_u, Tag.i64_shr_u));
  }
  fromBits(f, type, is64);
}

/** Turns a scalar on the stack into its bits in an i32 or i64, zeros above them. */
export function toZeroExtendedBits(f: FunctionLowering, type: TypeId, is64: boolean): void {
  const { layout } = f.module;
  toBits(f, type, is64);
  if (layout.isSigned(type)) {
    wrapTo(f, is64 ? ValueType.i64 : ValueType.i32, layout.bitsOf(type), false);
  }
}

/** Pushes a field as bits at its place in a host integer: zero everywhere else. */
export function insertBits(f: FunctionLowering, value: Ref, shift: number, is64: boolean): void {
  push(f, value);
  toZeroExtendedBits(f, f.typeOf(value), is64);
  if (shift > 0) {
    if (is64) f.b.i64Const(shift);
    else f.b.i32Const(shift);
    f.b.op(pick(is64, Tag.i32_shl, Tag.i64_shl));
  }
}

/** With the host integer on the stack: pushes the value a bit-pointer means. */
export function extractPacked(f: FunctionLowering, pointer: Ref, type: TypeId): void {
  const host = hostOf(f, pointer);
  extractBits(f, type, host.shift, host.is64);
}

/** Stores through a bit-pointer whose host integer is a promoted scalar: a leaf of `Allocs`. */
export function assignPacked(f: FunctionLowering, pointer: Ref, value: Ref, leaf: number): void {
  const local = f.allocs.leafLocal[leaf]!;
  const type = f.allocs.leafType[leaf]! as TypeId;
  f.b.localGet(local);
  replaceBits(f, hostOf(f, pointer), value);
  if (f.facts.of(type).signed) wrapType(f, type);
  f.b.localSet(local);
}

/** Stores through a bit-pointer. */
export function storePacked(f: FunctionLowering, pointer: Ref, value: Ref): void {
  const host = hostOf(f, pointer);
  if (f.module.layout.bitsOf(f.typeOf(value)) === 0) return;
  const valueType = host.is64 ? ValueType.i64 : ValueType.i32;
  const local = f.b.locals.fresh(valueType);
  pin(f, pointer);
  loadHost(f, pointer, host.size);
  replaceBits(f, host, value);
  f.b.localSet(local);
  storeHost(f, pointer, host.size, local);
}

/** With the host integer on the stack: replaces the bits of a field. */
function replaceBits(f: FunctionLowering, host: Host, value: Ref): void {
  const bits = BigInt(f.module.layout.bitsOf(f.typeOf(value)));
  const mask = ~(((1n << bits) - 1n) << BigInt(host.shift));
  if (host.is64) f.b.i64Const(BigInt.asIntN(64, mask));
  else f.b.i32Const(Number(BigInt.asIntN(32, mask)));
  f.b.op(pick(host.is64, Tag.i32_and, Tag.i64_and));
  insertBits(f, value, host.shift, host.is64);
  f.b.op(pick(host.is64, Tag.i32_or, Tag.i64_or));
}
