// Saturating arithmetic (codegen.md 3.2).

import { dataA, dataB, type Ref } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import type { IntegerType } from '../type-facts.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { ADD, integerType, MUL, op, pick, push64, SUB } from './integer-type.ts';
import { overflow64, shiftOverflow } from './overflow.ts';
import { push } from './push.ts';
import { pin } from './statement.ts';

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

/** `add_sat` and its kin. */
export function saturating(operation: 'add' | 'sub' | 'mul'): Handler {
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

/** `shl_sat`: the count is an unsigned integer of any width and is compared in its own type. */
export const shlSat: Handler = {
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
