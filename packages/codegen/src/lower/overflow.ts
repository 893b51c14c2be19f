// Arithmetic that tells whether it overflowed, and arithmetic that panics then (codegen.md 3.2).

import { dataA, dataB, type InstId, type Ref, type TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import type { IntegerType } from '../type-facts.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import {
  ADD,
  integerType,
  op,
  pick,
  push64,
  pushShiftCount,
  SUB,
  toLocal,
} from './integer-type.ts';
import { panicIf } from './panic.ts';
import { type Part, Place } from './places.ts';
import { wrapTo } from './scalar.ts';
import { flush } from './waiting.ts';

interface Overflow {
  /** Local of the wrapped result. */
  readonly result: number;
  /** Local of the flag, i32. */
  readonly overflow: number;
  /** Pushes the bound a saturating operation gives on overflow. */
  readonly limit: () => void;
}

/** add, sub or mul of 33 to 64 bits with overflow flag. */
export function overflow64(
  f: FunctionLowering,
  operation: 'add' | 'sub' | 'mul',
  lhs: Ref,
  rhs: Ref,
  t: IntegerType,
): Overflow {
  const a = toLocal(f, lhs, t.valueType);
  const b = toLocal(f, rhs, t.valueType);
  const result = f.b.locals.fresh(ValueType.i64);
  const overflow = f.b.locals.fresh(ValueType.i32);
  const limit = (): void => {
    if (!t.signed) {
      f.b.i64Const(operation === 'sub' ? 0n : t.max);
      return;
    }
    // The sign of the exact result: of a for add and sub on overflow, of a ^ b for mul.
    f.b.i64Const(t.min);
    f.b.i64Const(t.max);
    f.b.localGet(a);
    if (operation === 'mul') {
      f.b.localGet(b);
      f.b.op(Tag.i64_xor);
    }
    f.b.i64Const(0n);
    f.b.op(Tag.i64_lt_s);
    f.b.op(Tag.select);
  };
  if (operation === 'mul') {
    multiplyOverflow64(f, a, b, result, overflow, t);
    return { result, overflow, limit };
  }
  f.b.localGet(a);
  f.b.localGet(b);
  op(f, operation === 'add' ? ADD : SUB, true);
  addSubFlag(f, operation, a, b, result, overflow, t);
  return { result, overflow, limit };
}

/** With the plain i64 (or i32) result of add or sub on the stack: leaves the wrapped result and the flag in locals. */
function addSubFlag(
  f: FunctionLowering,
  operation: 'add' | 'sub',
  a: number,
  b: number,
  result: number,
  overflow: number,
  t: IntegerType,
): void {
  const { is64 } = t;
  const width = is64 ? 64 : 32;
  if (t.bits < width) {
    // There is room: the result is exact, it overflowed if wrapping changes it.
    const exact = f.b.locals.fresh(t.valueType);
    f.b.localTee(exact);
    wrapTo(f, t.valueType, t.bits, t.signed);
    f.b.localTee(result);
    f.b.localGet(exact);
    f.b.op(pick(is64, Tag.i32_ne, Tag.i64_ne));
    f.b.localSet(overflow);
    return;
  }
  f.b.localSet(result);
  if (!t.signed) {
    // add: result < a; sub: a < b.
    f.b.localGet(operation === 'add' ? result : a);
    f.b.localGet(operation === 'add' ? a : b);
    f.b.op(pick(is64, Tag.i32_lt_u, Tag.i64_lt_u));
  } else {
    // Overflow if (result < a) differs from (b < 0), for sub from (b > 0).
    f.b.localGet(result);
    f.b.localGet(a);
    f.b.op(pick(is64, Tag.i32_lt_s, Tag.i64_lt_s));
    f.b.localGet(b);
    if (is64) f.b.i64Const(0n);
    else f.b.i32Const(0);
    if (operation === 'add') f.b.op(pick(is64, Tag.i32_lt_s, Tag.i64_lt_s));
    else f.b.op(pick(is64, Tag.i32_gt_s, Tag.i64_gt_s));
    f.b.op(Tag.i32_ne);
  }
  f.b.localSet(overflow);
}

/**
 * Product of two canonical i64 with overflow flag. The high half comes from four 32-bit partial products for unsigned
 * operands; signed overflow is found by dividing back, with min * -1 looked at first.
 */
function multiplyOverflow64(
  f: FunctionLowering,
  a: number,
  b: number,
  result: number,
  overflow: number,
  t: IntegerType,
): void {
  const { b: out } = f;
  const product = out.locals.fresh(ValueType.i64);
  out.localGet(a);
  out.localGet(b);
  out.op(Tag.i64_mul);
  out.localSet(product);
  // overflow64 = a != 0 and (product / a != b or (a == -1 and b == min64))
  out.localGet(a);
  out.op(Tag.i64_eqz);
  out.if(ValueType.i32);
  out.i32Const(0);
  out.else();
  if (t.signed) {
    out.localGet(a);
    out.i64Const(-1n);
    out.op(Tag.i64_eq);
    out.if(ValueType.i32);
    out.localGet(b);
    out.i64Const(-(1n << 63n));
    out.op(Tag.i64_eq);
    out.else();
  }
  out.localGet(product);
  out.localGet(a);
  out.op(t.signed ? Tag.i64_div_s : Tag.i64_div_u);
  out.localGet(b);
  out.op(Tag.i64_ne);
  if (t.signed) out.end();
  out.end();
  if (t.bits < 64) {
    out.localGet(product);
    wrapTo(f, ValueType.i64, t.bits, t.signed);
    out.localTee(result);
    out.localGet(product);
    out.op(Tag.i64_ne);
    out.op(Tag.i32_or);
  } else {
    out.localGet(product);
    out.localSet(result);
  }
  out.localSet(overflow);
}

/** Emits an operation with overflow; the wrapped result and the flag are in new locals. */
function withOverflow(
  f: FunctionLowering,
  operation: 'add' | 'sub' | 'mul',
  lhs: Ref,
  rhs: Ref,
  type: TypeId,
): { readonly result: number; readonly overflow: number } {
  const t = integerType(f, type);
  if (t.is64) return overflow64(f, operation, lhs, rhs, t);
  const result = f.b.locals.fresh(ValueType.i32);
  const overflow = f.b.locals.fresh(ValueType.i32);
  if (operation !== 'mul') {
    const a = toLocal(f, lhs, ValueType.i32);
    const b = toLocal(f, rhs, ValueType.i32);
    f.b.localGet(a);
    f.b.localGet(b);
    op(f, operation === 'add' ? ADD : SUB, false);
    addSubFlag(f, operation, a, b, result, overflow, t);
    return { result, overflow };
  }
  // The product of two 32-bit numbers is exact in 64 bits.
  const exact = f.b.locals.fresh(ValueType.i64);
  push64(f, lhs, t);
  push64(f, rhs, t);
  f.b.op(Tag.i64_mul);
  f.b.localTee(exact);
  f.b.op(Tag.i32_wrap_i64);
  wrapTo(f, ValueType.i32, t.bits, t.signed);
  f.b.localTee(result);
  f.b.op(t.signed ? Tag.i64_extend_i32_s : Tag.i64_extend_i32_u);
  f.b.localGet(exact);
  f.b.op(Tag.i64_ne);
  f.b.localSet(overflow);
  return { result, overflow };
}

/** `add_safe` and its kin: panics on overflow. */
export function safe(operation: 'add' | 'sub' | 'mul'): Handler {
  return {
    effect(f, inst) {
      if (f.sizeOf(f.resultType(inst)) === 0) {
        f.place[inst] = Place.none;
        return;
      }
      flush(f, inst);
      const lhs = dataA(f.body, inst) as Ref;
      const rhs = dataB(f.body, inst) as Ref;
      const { result, overflow } = withOverflow(f, operation, lhs, rhs, f.resultType(inst));
      panicIf(f, 'integer_overflow', () => f.b.localGet(overflow));
      f.setLocal(inst, result);
    },
  };
}

/** `add_with_overflow` and its kin: a tuple {T, u1} whose parts stay in locals. */
export function tuple(operation: 'add' | 'sub' | 'mul' | 'shl'): Handler {
  return {
    split(f, inst) {
      const at = dataB(f.body, inst);
      const lhs = f.body.extra[at]! as Ref;
      const rhs = f.body.extra[at + 1]! as Ref;
      const type = f.typeOf(lhs);
      const { result, overflow } =
        operation === 'shl'
          ? shiftOverflow(f, lhs, rhs, type)
          : withOverflow(f, operation, lhs, rhs, type);
      return overflowParts(f, inst, result, overflow);
    },
  };
}

function overflowParts(
  f: FunctionLowering,
  inst: InstId,
  result: number,
  overflow: number,
): Part[] {
  const { types, layout } = f.module;
  const type = f.resultType(inst);
  const locals = [result, overflow];
  return locals.map((local, index) => ({
    offset: layout.fieldOffset(type, index),
    type: types.fieldType(type, index),
    local,
    ref: -1 as Ref,
  }));
}

/** Emits `shl` with overflow; the result and the flag are in new locals. */
export function shiftOverflow(
  f: FunctionLowering,
  lhs: Ref,
  rhs: Ref,
  type: TypeId,
): { readonly result: number; readonly overflow: number } {
  const t = integerType(f, type);
  const a = toLocal(f, lhs, t.valueType);
  const count = f.b.locals.fresh(t.valueType);
  const result = f.b.locals.fresh(t.valueType);
  const overflow = f.b.locals.fresh(ValueType.i32);
  pushShiftCount(f, rhs, t.is64);
  f.b.localSet(count);
  f.b.localGet(a);
  f.b.localGet(count);
  f.b.op(pick(t.is64, Tag.i32_shl, Tag.i64_shl));
  wrapTo(f, t.valueType, t.bits, t.signed);
  f.b.localTee(result);
  f.b.localGet(count);
  f.b.op(
    t.signed
      ? pick(t.is64, Tag.i32_shr_s, Tag.i64_shr_s)
      : pick(t.is64, Tag.i32_shr_u, Tag.i64_shr_u),
  );
  f.b.localGet(a);
  f.b.op(pick(t.is64, Tag.i32_ne, Tag.i64_ne));
  f.b.localSet(overflow);
  return { result, overflow };
}
