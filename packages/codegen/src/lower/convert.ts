// Conversions (codegen.md 3.5).

import { dataB, type Ref, Tag as AirTag, TypeKind, type TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { Opcode, ValueType } from '@wasmwright/wasm';
import { bitCast, bitCastInto, bitCastValue } from './bit-cast.ts';
import { integerType, pick } from './integer-type.ts';
import { pushIsNamed } from './enum.ts';
import { panicIf } from './panic.ts';
import { wrapType } from './scalar.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { push } from './push.ts';
import { keep, pin } from './statement.ts';
import { flush } from './waiting.ts';

/** Pushes an integer as the class (i32 or i64) of another type, extended by its own sign or cut. */
function pushAs(f: FunctionLowering, operand: Ref, to64: boolean): void {
  const from = f.typeOf(operand);
  if (f.sizeOf(from) === 0) {
    if (to64) f.b.i64Const(0n);
    else f.b.i32Const(0);
    return;
  }
  const from64 = f.valueType(from) === ValueType.i64;
  push(f, operand);
  if (to64 && !from64)
    f.b.op(f.module.layout.isSigned(from) ? Tag.i64_extend_i32_s : Tag.i64_extend_i32_u);
  else if (!to64 && from64) f.b.op(Tag.i32_wrap_i64);
}

/** The value fits, so its canonical form in the new type follows from extension; only sign changes matter to no bit. */
const intCast: Handler = {
  value(f, inst) {
    const to = f.resultType(inst);
    const operand = dataB(f.body, inst) as Ref;
    pushAs(f, operand, f.valueType(to) === ValueType.i64);
  },
};

const trunc: Handler = {
  value(f, inst) {
    const to = f.resultType(inst);
    pushAs(f, dataB(f.body, inst) as Ref, f.valueType(to) === ValueType.i64);
    wrapType(f, to);
  },
};

/** `int_cast_safe`: panics when the value does not fit, or has no name in an exhaustive enum. */
const intCastSafe: Handler = {
  effect(f, inst) {
    flush(f, inst);
    const operand = dataB(f.body, inst) as Ref;
    const toType = f.resultType(inst);
    const isEnum = f.module.types.kind(toType) === TypeKind.enum;
    const id = isEnum ? 'invalid_enum_value' : 'integer_out_of_bounds';
    const from = integerType(f, f.typeOf(operand));
    const to = integerType(f, toType);
    pin(f, operand);
    const constant = (value: bigint): void =>
      from.is64 ? f.b.i64Const(value) : f.b.i32Const(Number(BigInt.asIntN(32, value)));
    const tooLow = from.min < to.min;
    const tooHigh = from.max > to.max;
    if (from.bits > 0 && (tooLow || tooHigh)) {
      panicIf(f, id, () => {
        if (tooLow) {
          push(f, operand);
          constant(to.min);
          f.b.op(pick(from.is64, Tag.i32_lt_s, Tag.i64_lt_s));
        }
        if (tooHigh) {
          push(f, operand);
          constant(to.max);
          if (from.signed) f.b.op(pick(from.is64, Tag.i32_gt_s, Tag.i64_gt_s));
          else f.b.op(pick(from.is64, Tag.i32_gt_u, Tag.i64_gt_u));
          if (tooLow) f.b.op(Tag.i32_or);
        }
      });
    }
    if (f.sizeOf(toType) === 0) return;
    const local = f.b.locals.fresh(f.valueType(toType));
    pushAs(f, operand, to.is64);
    f.b.localSet(local);
    if (isEnum) checkNamed(f, local, toType);
    f.setLocal(inst, local);
  },
};

/** Panics unless the enum value in a local has a name; open enums take everything. */
function checkNamed(f: FunctionLowering, local: number, type: TypeId): void {
  if (!f.module.types.declared.isExhaustive(f.module.types.declaredOf(type))) return;
  panicIf(f, 'invalid_enum_value', () => {
    pushIsNamed(f, type, local);
    f.b.op(Tag.i32_eqz);
  });
}

const bitCastSafe: Handler = {
  effect(f, inst) {
    flush(f, inst);
    const type = f.resultType(inst);
    if (f.sizeOf(type) === 0) return;
    if (f.isMemory(type)) {
      const offset = f.allocateFor(type, inst);
      bitCastInto(f, inst, { kind: 'frame', offset });
      f.setFrame(inst, offset);
      return;
    }
    bitCastValue(f, inst);
    const local = f.b.locals.fresh(f.valueType(type));
    f.b.localSet(local);
    if (f.module.types.kind(type) === TypeKind.enum) checkNamed(f, local, type);
    f.setLocal(inst, local);
  },
};

const fpext: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    push(f, operand);
    if (f.valueType(f.typeOf(operand)) !== f.valueType(f.resultType(inst)))
      f.b.op(Tag.f64_promote_f32);
  },
};

const fptrunc: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    push(f, operand);
    if (f.valueType(f.typeOf(operand)) !== f.valueType(f.resultType(inst)))
      f.b.op(Tag.f32_demote_f64);
  },
};

/** Sub-opcodes of saturating truncation: i32 from f32 s/u, f64 s/u, then i64. */
function emitTruncate(f: FunctionLowering, from64: boolean, to64: boolean, signed: boolean): void {
  const index = (to64 ? 4 : 0) + (from64 ? 2 : 0) + (signed ? 0 : 1);
  if (f.module.target.features.includes('nontrapping_fptoint'))
    f.b.prefixed(Opcode.i32_trunc_sat_f32_s + index);
  else
    f.b.op(
      (to64 ? Tag.i64_trunc_f32_s : Tag.i32_trunc_f32_s) + (from64 ? 2 : 0) + (signed ? 0 : 1),
    );
}

const intFromFloat: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const t = integerType(f, f.resultType(inst));
    push(f, operand);
    emitTruncate(f, f.valueType(f.typeOf(operand)) === ValueType.f64, t.is64, t.signed);
  },
};

/** Panics unless min - 1 < x < max + 1; NaN fails both. */
const intFromFloatSafe: Handler = {
  effect(f, inst) {
    flush(f, inst);
    const operand = dataB(f.body, inst) as Ref;
    const type = f.resultType(inst);
    const t = integerType(f, type);
    const is64 = f.valueType(f.typeOf(operand)) === ValueType.f64;
    pin(f, operand);
    // Bounds that are no floats: x > min - 1 is x >= min then, as min is a power of two.
    const low = t.min - 1n;
    const exact = is64 ? BigInt(Number(low)) === low : BigInt(Math.fround(Number(low))) === low;
    const constant = (value: number): void => (is64 ? f.b.f64Const(value) : f.b.f32Const(value));
    panicIf(f, 'integer_part_out_of_bounds', () => {
      push(f, operand);
      constant(exact ? Number(low) : Number(t.min));
      if (exact) f.b.op(is64 ? Tag.f64_gt : Tag.f32_gt);
      else f.b.op(is64 ? Tag.f64_ge : Tag.f32_ge);
      push(f, operand);
      constant(Number(t.max + 1n));
      f.b.op(is64 ? Tag.f64_lt : Tag.f32_lt);
      f.b.op(Tag.i32_and);
      f.b.op(Tag.i32_eqz);
    });
    if (f.sizeOf(type) === 0) return;
    push(f, operand);
    emitTruncate(f, is64, t.is64, t.signed);
    keep(f, inst);
  },
};

const floatFromInt: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const from = integerType(f, f.typeOf(operand));
    const is64 = f.valueType(f.resultType(inst)) === ValueType.f64;
    if (from.bits === 0) {
      if (is64) f.b.f64Const(0);
      else f.b.f32Const(0);
      return;
    }
    push(f, operand);
    const base = is64 ? Tag.f64_convert_i32_s : Tag.f32_convert_i32_s;
    f.b.op(base + (from.is64 ? 2 : 0) + (from.signed ? 0 : 1));
  },
};

export const convertHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.int_cast, intCast],
  [AirTag.int_cast_safe, intCastSafe],
  [AirTag.trunc, trunc],
  [AirTag.bit_cast, bitCast],
  [AirTag.bit_cast_safe, bitCastSafe],
  [AirTag.fpext, fpext],
  [AirTag.fptrunc, fptrunc],
  [AirTag.int_from_float, intFromFloat],
  [AirTag.int_from_float_optimized, intFromFloat],
  [AirTag.int_from_float_safe, intFromFloatSafe],
  [AirTag.int_from_float_optimized_safe, intFromFloatSafe],
  [AirTag.float_from_int, floatFromInt],
])();
