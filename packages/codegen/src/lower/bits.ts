// Bitwise operations, shifts and bit counting (codegen.md 3.3).

import { dataA, dataB, type Ref, Tag as AirTag, TypeKind } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { integerType, pick, pushShiftCount } from './integer-type.ts';
import type { IntegerType } from '../type-facts.ts';
import { wrapTo, wrapType } from './scalar.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { push } from './push.ts';
import { pin } from './statement.ts';

function bitwise(i32: number, i64: number): Handler {
  return {
    value(f, inst) {
      push(f, dataA(f.body, inst) as Ref);
      push(f, dataB(f.body, inst) as Ref);
      f.b.op(pick(f.valueType(f.resultType(inst)) === ValueType.i64, i32, i64));
    },
  };
}

function shift(left: boolean, wraps: boolean): Handler {
  return {
    value(f, inst) {
      const t = integerType(f, f.resultType(inst));
      push(f, dataA(f.body, inst) as Ref);
      pushShiftCount(f, dataB(f.body, inst) as Ref, t.is64);
      if (left) f.b.op(pick(t.is64, Tag.i32_shl, Tag.i64_shl));
      else if (t.signed) f.b.op(pick(t.is64, Tag.i32_shr_s, Tag.i64_shr_s));
      else f.b.op(pick(t.is64, Tag.i32_shr_u, Tag.i64_shr_u));
      if (wraps) wrapType(f, t.type);
    },
  };
}

const not: Handler = {
  value(f, inst) {
    const type = f.resultType(inst);
    const t = integerType(f, type);
    push(f, dataB(f.body, inst) as Ref);
    if (t.bits === 1 && !t.signed) {
      f.b.op(Tag.i32_eqz);
      return;
    }
    const mask = t.signed ? -1n : t.max;
    if (t.is64) f.b.i64Const(mask);
    else f.b.i32Const(Number(BigInt.asIntN(32, mask)));
    f.b.op(pick(t.is64, Tag.i32_xor, Tag.i64_xor));
  },
};

/** Pushes an operand zero-extended: its low `bits` bits, and nothing above. */
function pushUnsigned(f: FunctionLowering, ref: Ref): void {
  const t = integerType(f, f.typeOf(ref));
  push(f, ref);
  if (t.signed) wrapTo(f, t.valueType, t.bits, false);
}

/** The count on the stack becomes the result type's value type. */
function countResult(f: FunctionLowering, is64: boolean): void {
  if (is64) f.b.op(Tag.i32_wrap_i64);
}

const clz: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const t = integerType(f, f.typeOf(operand));
    pushUnsigned(f, operand);
    f.b.op(pick(t.is64, Tag.i32_clz, Tag.i64_clz));
    countResult(f, t.is64);
    const spare = (t.is64 ? 64 : 32) - t.bits;
    if (spare > 0) {
      f.b.i32Const(spare);
      f.b.op(Tag.i32_sub);
    }
  },
};

const ctz: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const t = integerType(f, f.typeOf(operand));
    push(f, operand);
    if (t.bits < (t.is64 ? 64 : 32)) {
      if (t.is64) f.b.i64Const(1n << BigInt(t.bits));
      else f.b.i32Const(2 ** t.bits);
      f.b.op(pick(t.is64, Tag.i32_or, Tag.i64_or));
    }
    f.b.op(pick(t.is64, Tag.i32_ctz, Tag.i64_ctz));
    countResult(f, t.is64);
  },
};

const popcount: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const t = integerType(f, f.typeOf(operand));
    pushUnsigned(f, operand);
    f.b.op(pick(t.is64, Tag.i32_popcnt, Tag.i64_popcnt));
    countResult(f, t.is64);
  },
};

/** Leaves the i32 in `local` with its bytes swapped. */
function swapBytes32(f: FunctionLowering, local: number): void {
  f.b.localGet(local);
  f.b.i32Const(8);
  f.b.op(Tag.i32_rotl);
  f.b.i32Const(0x00ff00ff);
  f.b.op(Tag.i32_and);
  f.b.localGet(local);
  f.b.i32Const(8);
  f.b.op(Tag.i32_rotr);
  f.b.i32Const(0xff00ff00);
  f.b.op(Tag.i32_and);
  f.b.op(Tag.i32_or);
}

/** Exchanges neighbouring groups of bits of the i32 or i64 in `local`: `mask` selects the lower group of each pair. */
function exchange(
  f: FunctionLowering,
  local: number,
  is64: boolean,
  distance: number,
  mask: bigint,
): void {
  const constant = (value: bigint): void =>
    is64 ? f.b.i64Const(value) : f.b.i32Const(Number(BigInt.asIntN(32, value)));
  f.b.localGet(local);
  constant(BigInt(distance));
  f.b.op(pick(is64, Tag.i32_shr_u, Tag.i64_shr_u));
  constant(mask);
  f.b.op(pick(is64, Tag.i32_and, Tag.i64_and));
  f.b.localGet(local);
  constant(mask);
  f.b.op(pick(is64, Tag.i32_and, Tag.i64_and));
  constant(BigInt(distance));
  f.b.op(pick(is64, Tag.i32_shl, Tag.i64_shl));
  f.b.op(pick(is64, Tag.i32_or, Tag.i64_or));
  f.b.localSet(local);
}

const MASK8 = 0x00ff_00ff_00ff_00ffn;
const MASK16 = 0x0000_ffff_0000_ffffn;

/** Swaps all bytes of the value on the stack, then shifts its `bits` bits down and makes them canonical. */
function finishReverse(f: FunctionLowering, bits: number, is64: boolean, signed: boolean): void {
  const width = is64 ? 64 : 32;
  if (bits === width) return;
  if (is64) f.b.i64Const(64 - bits);
  else f.b.i32Const(32 - bits);
  if (signed) f.b.op(pick(is64, Tag.i32_shr_s, Tag.i64_shr_s));
  else f.b.op(pick(is64, Tag.i32_shr_u, Tag.i64_shr_u));
}

/** Pushes the value in `local` with all bytes of its class swapped, its `bits` bits moved down and canonical. */
function reverseBytes(f: FunctionLowering, local: number, t: IntegerType): void {
  if (t.is64) {
    exchange(f, local, true, 8, MASK8);
    exchange(f, local, true, 16, MASK16);
    f.b.localGet(local);
    f.b.i64Const(32n);
    f.b.op(Tag.i64_rotl);
  } else swapBytes32(f, local);
  finishReverse(f, t.bits, t.is64, t.signed);
}

const byteSwap: Handler = {
  value(f, inst) {
    const t = integerType(f, f.resultType(inst));
    push(f, dataB(f.body, inst) as Ref);
    if (t.bits === 8) return;
    const local = f.b.locals.fresh(t.valueType);
    f.b.localSet(local);
    reverseBytes(f, local, t);
  },
};

const bitReverse: Handler = {
  value(f, inst) {
    const t = integerType(f, f.resultType(inst));
    push(f, dataB(f.body, inst) as Ref);
    if (t.bits === 1) return;
    const local = f.b.locals.fresh(t.valueType);
    f.b.localSet(local);
    exchange(f, local, t.is64, 1, 0x5555_5555_5555_5555n);
    exchange(f, local, t.is64, 2, 0x3333_3333_3333_3333n);
    exchange(f, local, t.is64, 4, 0x0f0f_0f0f_0f0f_0f0fn);
    reverseBytes(f, local, t);
  },
};

/** |x|: (x ^ m) - m with m = x >> (width - 1); floats clear their sign. */
const abs: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const type = f.typeOf(operand);
    if (f.module.types.kind(type) === TypeKind.float) {
      push(f, operand);
      f.b.op(f.valueType(type) === ValueType.f64 ? Tag.f64_abs : Tag.f32_abs);
      return;
    }
    const t = integerType(f, type);
    if (!t.signed) {
      push(f, operand);
      return;
    }
    pin(f, operand);
    const mask = f.b.locals.fresh(t.valueType);
    push(f, operand);
    push(f, operand);
    if (t.is64) f.b.i64Const(63n);
    else f.b.i32Const(31);
    f.b.op(pick(t.is64, Tag.i32_shr_s, Tag.i64_shr_s));
    f.b.localTee(mask);
    f.b.op(pick(t.is64, Tag.i32_xor, Tag.i64_xor));
    f.b.localGet(mask);
    f.b.op(pick(t.is64, Tag.i32_sub, Tag.i64_sub));
  },
};

export const bitHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.bit_and, bitwise(Tag.i32_and, Tag.i64_and)],
  [AirTag.bit_or, bitwise(Tag.i32_or, Tag.i64_or)],
  [AirTag.xor, bitwise(Tag.i32_xor, Tag.i64_xor)],
  [AirTag.shl, shift(true, true)],
  [AirTag.shl_exact, shift(true, false)],
  [AirTag.shr, shift(false, false)],
  [AirTag.shr_exact, shift(false, false)],
  [AirTag.not, not],
  [AirTag.clz, clz],
  [AirTag.ctz, ctz],
  [AirTag.popcount, popcount],
  [AirTag.byte_swap, byteSwap],
  [AirTag.bit_reverse, bitReverse],
  [AirTag.abs, abs],
])();
