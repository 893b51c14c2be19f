// Integer arithmetic up to 64 bits: wrapping, saturating, checked, exact, division (codegen.md 3.1, 3.2).

import {
  dataA,
  dataB,
  type InstId,
  type Ref,
  Tag as AirTag,
  TypeKind,
  type TypeId,
} from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { floatBinary } from './float.ts';
import { panicIf } from './panic.ts';
import { wrapTo, wrapType } from './scalar.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { type Part, Place } from './places.ts';
import { push } from './push.ts';
import { pin } from './statement.ts';
import { flush } from './waiting.ts';

/** What arithmetic needs to know of an integer type of at most 64 bits. */
export interface IntegerType {
  readonly type: TypeId;
  readonly bits: number;
  readonly signed: boolean;
  readonly is64: boolean;
  readonly valueType: number;
  readonly min: bigint;
  readonly max: bigint;
}

export function integerType(f: FunctionLowering, type: TypeId): IntegerType {
  const bits = f.module.layout.integerBits(type);
  const signed = f.module.layout.isSigned(type);
  const is64 = bits > 32;
  const wide = BigInt(bits);
  return {
    type,
    bits,
    signed,
    is64,
    valueType: is64 ? ValueType.i64 : ValueType.i32,
    min: signed && bits > 0 ? -(1n << (wide - 1n)) : 0n,
    max: bits === 0 ? 0n : signed ? (1n << (wide - 1n)) - 1n : (1n << wide) - 1n,
  };
}

/** The i32 or the i64 instruction. */
export const pick = (is64: boolean, i32: number, i64: number): number => (is64 ? i64 : i32);

const isFloat = (f: FunctionLowering, type: TypeId): boolean =>
  f.module.types.kind(type) === TypeKind.float;

interface Operation {
  readonly i32: number;
  readonly i64: number;
}
const ADD: Operation = { i32: Tag.i32_add, i64: Tag.i64_add };
const SUB: Operation = { i32: Tag.i32_sub, i64: Tag.i64_sub };
const MUL: Operation = { i32: Tag.i32_mul, i64: Tag.i64_mul };

const op = (f: FunctionLowering, operation: Operation, is64: boolean): void =>
  f.b.op(pick(is64, operation.i32, operation.i64));

/** `add`, `add_wrap` and their kin: compute, then wrap if asked to. Overflow of the plain forms is undefined. */
function arithmetic(operation: Operation, float: 'add' | 'sub' | 'mul', wraps: boolean): Handler {
  return {
    value(f, inst) {
      const type = f.resultType(inst);
      if (isFloat(f, type)) {
        floatBinary(f, inst, float);
        return;
      }
      push(f, dataA(f.body, inst) as Ref);
      push(f, dataB(f.body, inst) as Ref);
      op(f, operation, f.valueType(type) === ValueType.i64);
      if (wraps) wrapType(f, type);
    },
  };
}

/** Pushes an operand, zero for one without bits. */
function pushOperand(f: FunctionLowering, ref: Ref, valueType: number): void {
  if (f.sizeOf(f.typeOf(ref)) > 0) push(f, ref);
  else if (valueType === ValueType.i64) f.b.i64Const(0n);
  else f.b.i32Const(0);
}

/** Pushes an operand extended to 64 bits by its own sign. */
function push64(f: FunctionLowering, ref: Ref, t: IntegerType): void {
  pushOperand(f, ref, t.valueType);
  if (!t.is64) f.b.op(t.signed ? Tag.i64_extend_i32_s : Tag.i64_extend_i32_u);
}

/**
 * Clamps the i32 or i64 in `local`, the exact result of an operation on two integers of the type, to the range of `t` and
 * pushes it; `wide` tells which it is. An unsigned result can only leave the range on one side.
 */
function pushClamped(
  f: FunctionLowering,
  operation: 'add' | 'sub' | 'mul',
  local: number,
  t: IntegerType,
  wide: boolean,
): void {
  const constant = (value: bigint): void => {
    if (wide) f.b.i64Const(value);
    else f.b.i32Const(Number(value));
  };
  const bound = (limit: bigint, inside: number): void => {
    f.b.localGet(local);
    constant(limit);
    f.b.localGet(local);
    constant(limit);
    f.b.op(inside);
    f.b.op(Tag.select);
  };
  const hasLower = t.signed || operation === 'sub';
  if (t.signed || operation !== 'sub') {
    bound(t.max, pick(wide, Tag.i32_lt_s, Tag.i64_lt_s));
    if (hasLower) f.b.localSet(local);
  }
  if (hasLower) bound(t.min, pick(wide, Tag.i32_gt_s, Tag.i64_gt_s));
}

function saturating(operation: 'add' | 'sub' | 'mul'): Handler {
  const opcode = { add: ADD, sub: SUB, mul: MUL }[operation];
  return {
    value(f, inst) {
      const t = integerType(f, f.resultType(inst));
      const lhs = dataA(f.body, inst) as Ref;
      const rhs = dataB(f.body, inst) as Ref;
      // A result that fits an i32 or i64 exactly is computed there and clamped.
      const room = operation === 'mul' ? 2 * t.bits : t.bits + 1;
      if (room < 32 || (room === 32 && t.signed)) {
        push(f, lhs);
        push(f, rhs);
        op(f, opcode, false);
        const local = f.b.locals.fresh(ValueType.i32);
        f.b.localSet(local);
        pushClamped(f, operation, local, t, false);
      } else if (!t.is64 && (room < 64 || t.signed)) {
        push64(f, lhs, t);
        push64(f, rhs, t);
        op(f, opcode, true);
        const local = f.b.locals.fresh(ValueType.i64);
        f.b.localSet(local);
        pushClamped(f, operation, local, t, true);
        f.b.op(Tag.i32_wrap_i64);
      } else if (!t.is64) {
        // u32 * u32: the product is unsigned and may use bit 63; only the upper bound matters.
        push64(f, lhs, t);
        push64(f, rhs, t);
        op(f, opcode, true);
        const local = f.b.locals.fresh(ValueType.i64);
        f.b.localSet(local);
        f.b.localGet(local);
        f.b.i64Const(t.max);
        f.b.localGet(local);
        f.b.i64Const(t.max);
        f.b.op(Tag.i64_lt_u);
        f.b.op(Tag.select);
        f.b.op(Tag.i32_wrap_i64);
      } else {
        const { result, overflow, limit } = overflow64(f, operation, lhs, rhs, t);
        limit();
        f.b.localGet(result);
        f.b.localGet(overflow);
        f.b.op(Tag.select);
      }
    },
  };
}

interface Overflow {
  /** Local of the wrapped result. */
  readonly result: number;
  /** Local of the flag, i32. */
  readonly overflow: number;
  /** Pushes the bound a saturating operation gives on overflow. */
  readonly limit: () => void;
}

/** add, sub or mul of 33 to 64 bits with overflow flag. */
function overflow64(
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

/** Puts an operand into a new local. */
export function toLocal(f: FunctionLowering, ref: Ref, valueType: number): number {
  const local = f.b.locals.fresh(valueType);
  pushOperand(f, ref, valueType);
  f.b.localSet(local);
  return local;
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
function safe(operation: 'add' | 'sub' | 'mul'): Handler {
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
function tuple(operation: 'add' | 'sub' | 'mul' | 'shl'): Handler {
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

function shiftOverflow(
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

/** `shl_sat`: the count is an unsigned integer of any width and is compared in its own type. */
const shlSat: Handler = {
  value(f, inst) {
    const lhs = dataA(f.body, inst) as Ref;
    const rhs = dataB(f.body, inst) as Ref;
    const t = integerType(f, f.resultType(inst));
    pin(f, lhs);
    pin(f, rhs);
    const { result, overflow } = shiftOverflow(f, lhs, rhs, t.type);
    const countType = f.typeOf(rhs);
    const countBits = f.module.layout.integerBits(countType);
    // Too large: lost bits unless the operand is zero.
    if (countBits > 0 && 1n << BigInt(countBits) > BigInt(t.bits)) {
      const wide = f.valueType(countType) === ValueType.i64;
      push(f, rhs);
      if (wide) f.b.i64Const(BigInt(t.bits));
      else f.b.i32Const(t.bits);
      f.b.op(pick(wide, Tag.i32_ge_u, Tag.i64_ge_u));
      push(f, lhs);
      f.b.op(pick(t.is64, Tag.i32_eqz, Tag.i64_eqz));
      f.b.op(Tag.i32_eqz);
      f.b.op(Tag.i32_and);
      f.b.localGet(overflow);
      f.b.op(Tag.i32_or);
      f.b.localSet(overflow);
    }
    const constant = (value: bigint): void =>
      t.is64 ? f.b.i64Const(value) : f.b.i32Const(Number(BigInt.asIntN(32, value)));
    if (t.signed) {
      constant(t.min);
      constant(t.max);
      push(f, lhs);
      constant(0n);
      f.b.op(pick(t.is64, Tag.i32_lt_s, Tag.i64_lt_s));
      f.b.op(Tag.select);
    } else constant(t.max);
    f.b.localGet(result);
    f.b.localGet(overflow);
    f.b.op(Tag.select);
  },
};

/** Integer division in its forms; float operands go to float.ts. */
function division(kind: 'trunc' | 'floor' | 'ceil' | 'rem' | 'mod'): Handler {
  return {
    value(f, inst) {
      const type = f.resultType(inst);
      if (isFloat(f, type)) {
        floatBinary(f, inst, kind);
        return;
      }
      const t = integerType(f, type);
      const lhs = dataA(f.body, inst) as Ref;
      const rhs = dataB(f.body, inst) as Ref;
      const divide = t.signed
        ? pick(t.is64, Tag.i32_div_s, Tag.i64_div_s)
        : pick(t.is64, Tag.i32_div_u, Tag.i64_div_u);
      const remainder = t.signed
        ? pick(t.is64, Tag.i32_rem_s, Tag.i64_rem_s)
        : pick(t.is64, Tag.i32_rem_u, Tag.i64_rem_u);
      const simple = kind === 'trunc' || (kind === 'floor' && !t.signed);
      if (simple || kind === 'rem' || (kind === 'mod' && !t.signed)) {
        push(f, lhs);
        push(f, rhs);
        f.b.op(simple ? divide : remainder);
        return;
      }
      const a = toLocal(f, lhs, t.valueType);
      const b = toLocal(f, rhs, t.valueType);
      const r = f.b.locals.fresh(t.valueType);
      const zero = (): void => (t.is64 ? f.b.i64Const(0n) : f.b.i32Const(0));
      const xor = pick(t.is64, Tag.i32_xor, Tag.i64_xor);
      const lessThan = pick(t.is64, Tag.i32_lt_s, Tag.i64_lt_s);
      f.b.localGet(a);
      f.b.localGet(b);
      f.b.op(remainder);
      f.b.localSet(r);
      if (kind === 'mod') {
        // r + (r != 0 and sign(r) != sign(b) ? b : 0)
        f.b.localGet(r);
        f.b.localGet(b);
        zero();
        f.b.localGet(r);
        f.b.localGet(b);
        f.b.op(xor);
        zero();
        f.b.op(lessThan);
        f.b.localGet(r);
        zero();
        f.b.op(pick(t.is64, Tag.i32_ne, Tag.i64_ne));
        f.b.op(Tag.i32_and);
        f.b.op(Tag.select);
        op(f, ADD, t.is64);
        return;
      }
      f.b.localGet(a);
      f.b.localGet(b);
      f.b.op(divide);
      // floor: minus one if r != 0 and the signs differ; ceil: plus one if r != 0 and they agree.
      f.b.localGet(r);
      zero();
      f.b.op(pick(t.is64, Tag.i32_ne, Tag.i64_ne));
      if (t.signed) {
        f.b.localGet(a);
        f.b.localGet(b);
        f.b.op(xor);
        zero();
        f.b.op(kind === 'floor' ? lessThan : pick(t.is64, Tag.i32_ge_s, Tag.i64_ge_s));
        f.b.op(Tag.i32_and);
      }
      if (t.is64) f.b.op(Tag.i64_extend_i32_u);
      op(f, kind === 'floor' ? SUB : ADD, t.is64);
    },
  };
}

function minMax(kind: 'min' | 'max'): Handler {
  return {
    value(f, inst) {
      const type = f.resultType(inst);
      if (isFloat(f, type)) {
        floatBinary(f, inst, kind);
        return;
      }
      const t = integerType(f, type);
      const a = toLocal(f, dataA(f.body, inst) as Ref, t.valueType);
      const b = toLocal(f, dataB(f.body, inst) as Ref, t.valueType);
      f.b.localGet(a);
      f.b.localGet(b);
      f.b.localGet(a);
      f.b.localGet(b);
      if (kind === 'min')
        f.b.op(
          t.signed
            ? pick(t.is64, Tag.i32_lt_s, Tag.i64_lt_s)
            : pick(t.is64, Tag.i32_lt_u, Tag.i64_lt_u),
        );
      else
        f.b.op(
          t.signed
            ? pick(t.is64, Tag.i32_gt_s, Tag.i64_gt_s)
            : pick(t.is64, Tag.i32_gt_u, Tag.i64_gt_u),
        );
      f.b.op(Tag.select);
    },
  };
}

export const integerHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.add, arithmetic(ADD, 'add', false)],
  [AirTag.sub, arithmetic(SUB, 'sub', false)],
  [AirTag.mul, arithmetic(MUL, 'mul', false)],
  [AirTag.add_optimized, arithmetic(ADD, 'add', false)],
  [AirTag.sub_optimized, arithmetic(SUB, 'sub', false)],
  [AirTag.mul_optimized, arithmetic(MUL, 'mul', false)],
  [AirTag.add_wrap, arithmetic(ADD, 'add', true)],
  [AirTag.sub_wrap, arithmetic(SUB, 'sub', true)],
  [AirTag.mul_wrap, arithmetic(MUL, 'mul', true)],
  [AirTag.add_sat, saturating('add')],
  [AirTag.sub_sat, saturating('sub')],
  [AirTag.mul_sat, saturating('mul')],
  [AirTag.add_safe, safe('add')],
  [AirTag.sub_safe, safe('sub')],
  [AirTag.mul_safe, safe('mul')],
  [AirTag.add_with_overflow, tuple('add')],
  [AirTag.sub_with_overflow, tuple('sub')],
  [AirTag.mul_with_overflow, tuple('mul')],
  [AirTag.shl_with_overflow, tuple('shl')],
  [AirTag.shl_sat, shlSat],
  [AirTag.div_trunc, division('trunc')],
  [AirTag.div_trunc_optimized, division('trunc')],
  [AirTag.div_floor, division('floor')],
  [AirTag.div_floor_optimized, division('floor')],
  [AirTag.div_ceil, division('ceil')],
  [AirTag.div_ceil_optimized, division('ceil')],
  [AirTag.div_exact, division('trunc')],
  [AirTag.div_exact_optimized, division('trunc')],
  [AirTag.rem, division('rem')],
  [AirTag.rem_optimized, division('rem')],
  [AirTag.mod, division('mod')],
  [AirTag.mod_optimized, division('mod')],
  [AirTag.min, minMax('min')],
  [AirTag.max, minMax('max')],
])();
