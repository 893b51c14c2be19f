// `bit_cast` (codegen.md 3.5). Between scalars it is a reinterpretation. Arrays keep each element in bytes of its own: where
// the bits of elements do not fill them, every element is put together from the elements it overlaps.

import { dataB, type InstId, type Ref, Representation, type TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { type Elements, elementsOf, hasSameBytes } from '../analysis/leaves.ts';
import { copyMemory } from './copy.ts';
import { pick } from './integer-type.ts';
import { fromBits, toZeroExtendedBits } from './packed.ts';
import { storeScalar, wrapType } from './scalar.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { pushField } from './parts.ts';
import { type Destination, moved } from './places.ts';
import { push } from './push.ts';
import { pin } from './statement.ts';

/** Pushes the bits of one element of a type from bit `low` on, out of the elements of the operand that hold them. */
function pushBits(
  f: FunctionLowering,
  operand: Ref,
  source: Elements,
  low: number,
  target: Elements,
): void {
  const is64 = source.bits > 32 || target.bits > 32;
  const isArray = f.isMemory(f.typeOf(operand));
  const first = Math.floor(low / source.bits);
  const end = Math.min(source.count, Math.ceil((low + target.bits) / source.bits));
  for (let at = first; at < end; at++) {
    if (isArray) pushField(f, operand, at * source.size, source.type);
    else push(f, operand);
    toZeroExtendedBits(f, source.type, is64);
    const shift = at * source.bits - low;
    if (shift !== 0) {
      if (is64) f.b.i64Const(Math.abs(shift));
      else f.b.i32Const(Math.abs(shift));
      if (shift > 0) f.b.op(pick(is64, Tag.i32_shl, Tag.i64_shl));
      else f.b.op(pick(is64, Tag.i32_shr_u, Tag.i64_shr_u));
    }
    if (at > first) f.b.op(pick(is64, Tag.i32_or, Tag.i64_or));
  }
  fromBits(f, target.type, is64);
}

/** Reinterprets a scalar on the stack as one of the same width. */
function reinterpret(f: FunctionLowering, from: TypeId, to: TypeId): void {
  const source = f.representation(from);
  const target = f.representation(to);
  if (source !== target) {
    if (target === Representation.f32) f.b.op(Tag.f32_reinterpret_i32);
    else if (target === Representation.f64) f.b.op(Tag.f64_reinterpret_i64);
    else if (source === Representation.f32) f.b.op(Tag.i32_reinterpret_f32);
    else f.b.op(Tag.i64_reinterpret_f64);
  }
  wrapType(f, to);
}

/** Pushes the scalar result of a `bit_cast`. */
export function bitCastValue(f: FunctionLowering, inst: InstId): void {
  const operand = dataB(f.body, inst) as Ref;
  const from = f.typeOf(operand);
  const to = f.resultType(inst);
  if (!f.isMemory(from)) {
    push(f, operand);
    reinterpret(f, from, to);
  } else if (hasSameBytes(f.module, from, to)) pushField(f, operand, 0, to);
  else pushBits(f, operand, elementsOf(f.module, from), 0, elementsOf(f.module, to));
}

/** Writes the array a `bit_cast` gives. */
export function bitCastInto(f: FunctionLowering, inst: InstId, to: Destination): void {
  const operand = dataB(f.body, inst) as Ref;
  const from = f.typeOf(operand);
  const type = f.resultType(inst);
  if (hasSameBytes(f.module, from, type)) {
    if (f.isMemory(from)) copyMemory(f, to, { kind: 'ref', ref: operand, offset: 0 }, type);
    else storeScalar(f, to, from, () => push(f, operand));
    return;
  }
  pin(f, operand);
  const source = elementsOf(f.module, from);
  const target = elementsOf(f.module, type);
  for (let at = 0; at < target.count; at++) {
    storeScalar(f, moved(to, at * target.size), target.type, () =>
      pushBits(f, operand, source, at * target.bits, target),
    );
  }
}

export const bitCast: Handler = { value: bitCastValue, into: bitCastInto };
