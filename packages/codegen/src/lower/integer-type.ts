// What arithmetic needs of integers: the range of a type, operands on the stack, instructions of both widths.

import type { Ref, TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import type { IntegerType } from '../type-facts.ts';
import type { FunctionLowering } from './function.ts';
import { push } from './push.ts';

/** The i32 or the i64 instruction. */
export const pick = (is64: boolean, i32: number, i64: number): number => (is64 ? i64 : i32);

/** An instruction of both widths. */
export interface Operation {
  readonly i32: number;
  readonly i64: number;
}
export const ADD: Operation = { i32: Tag.i32_add, i64: Tag.i64_add };
export const SUB: Operation = { i32: Tag.i32_sub, i64: Tag.i64_sub };
export const MUL: Operation = { i32: Tag.i32_mul, i64: Tag.i64_mul };

/** Emits the instruction of one width. */
export const op = (f: FunctionLowering, operation: Operation, is64: boolean): void =>
  f.b.op(pick(is64, operation.i32, operation.i64));

/** The range of an integer type of at most 64 bits. */
export function integerType(f: FunctionLowering, type: TypeId): IntegerType {
  return f.facts.integer(type);
}

/** Pushes an operand, zero for one without bits. */
function pushOperand(f: FunctionLowering, ref: Ref, valueType: number): void {
  if (f.sizeOf(f.typeOf(ref)) > 0) push(f, ref);
  else if (valueType === ValueType.i64) f.b.i64Const(0n);
  else f.b.i32Const(0);
}

/** Pushes an operand extended to 64 bits by its own sign. */
export function push64(f: FunctionLowering, ref: Ref, t: IntegerType): void {
  pushOperand(f, ref, t.valueType);
  if (!t.is64) f.b.op(t.signed ? Tag.i64_extend_i32_s : Tag.i64_extend_i32_u);
}

/** Puts an operand into a new local. */
export function toLocal(f: FunctionLowering, ref: Ref, valueType: number): number {
  const local = f.b.locals.fresh(valueType);
  pushOperand(f, ref, valueType);
  f.b.localSet(local);
  return local;
}

/** Pushes a shift count as the class of the shifted value. */
export function pushShiftCount(f: FunctionLowering, count: Ref, is64: boolean): void {
  const from64 = f.sizeOf(f.typeOf(count)) > 0 && f.valueType(f.typeOf(count)) === ValueType.i64;
  if (f.sizeOf(f.typeOf(count)) === 0) {
    if (is64) f.b.i64Const(0n);
    else f.b.i32Const(0);
    return;
  }
  push(f, count);
  if (is64 && !from64) f.b.op(Tag.i64_extend_i32_u);
  else if (!is64 && from64) f.b.op(Tag.i32_wrap_i64);
}
