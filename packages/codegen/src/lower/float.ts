// Arithmetic of f32 and f64 (codegen.md 3.1, 3.2).

import { dataA, dataB, type InstId, type Ref, Tag as AirTag, type TypeId } from '@wasmwright/air';
import { intrinsicId, Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { pick, toLocal } from './integer-type.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { push } from './push.ts';

function call(f: FunctionLowering, name: string, is64: boolean): void {
  f.b.callIntrinsic(intrinsicId(is64 ? name : `${name}f`)!);
}

/** Binary float operations: what `kind` means for floats. */
export function floatBinary(
  f: FunctionLowering,
  inst: InstId,
  kind: 'add' | 'sub' | 'mul' | 'trunc' | 'floor' | 'ceil' | 'rem' | 'mod' | 'min' | 'max',
): void {
  const type = f.resultType(inst);
  const is64 = f.valueType(type) === ValueType.f64;
  const lhs = dataA(f.body, inst) as Ref;
  const rhs = dataB(f.body, inst) as Ref;
  if (kind === 'min' || kind === 'max') {
    minMax(f, kind, lhs, rhs, type);
    return;
  }
  if (kind === 'mod') {
    mod(f, lhs, rhs, type);
    return;
  }
  push(f, lhs);
  push(f, rhs);
  switch (kind) {
    case 'add':
      f.b.op(pick(is64, Tag.f32_add, Tag.f64_add));
      break;
    case 'sub':
      f.b.op(pick(is64, Tag.f32_sub, Tag.f64_sub));
      break;
    case 'mul':
      f.b.op(pick(is64, Tag.f32_mul, Tag.f64_mul));
      break;
    case 'rem':
      call(f, 'fmod', is64);
      break;
    default:
      f.b.op(pick(is64, Tag.f32_div, Tag.f64_div));
      if (kind === 'trunc') f.b.op(pick(is64, Tag.f32_trunc, Tag.f64_trunc));
      else if (kind === 'floor') f.b.op(pick(is64, Tag.f32_floor, Tag.f64_floor));
      else f.b.op(pick(is64, Tag.f32_ceil, Tag.f64_ceil));
  }
}

/** A NaN operand is ignored, -0 is below +0: a != a ? b : b != b ? a : fN.max(a, b). */
function minMax(f: FunctionLowering, kind: 'min' | 'max', lhs: Ref, rhs: Ref, type: TypeId): void {
  const valueType = f.valueType(type);
  const is64 = valueType === ValueType.f64;
  const a = toLocal(f, lhs, valueType);
  const b = toLocal(f, rhs, valueType);
  const ne = pick(is64, Tag.f32_ne, Tag.f64_ne);
  f.b.localGet(b);
  f.b.localGet(a);
  f.b.localGet(a);
  f.b.localGet(b);
  if (kind === 'min') f.b.op(pick(is64, Tag.f32_min, Tag.f64_min));
  else f.b.op(pick(is64, Tag.f32_max, Tag.f64_max));
  f.b.localGet(b);
  f.b.localGet(b);
  f.b.op(ne);
  f.b.op(Tag.select);
  f.b.localGet(a);
  f.b.localGet(a);
  f.b.op(ne);
  f.b.op(Tag.select);
}

/** r = fmod(a, b); NaN stays; 0 gets the sign of b; r of the other sign becomes fmod(r + b, b). */
function mod(f: FunctionLowering, lhs: Ref, rhs: Ref, type: TypeId): void {
  const valueType = f.valueType(type);
  const is64 = valueType === ValueType.f64;
  const a = toLocal(f, lhs, valueType);
  const b = toLocal(f, rhs, valueType);
  const r = f.b.locals.fresh(valueType);
  const zero = (): void => (is64 ? f.b.f64Const(0) : f.b.f32Const(0));
  const copysign = pick(is64, Tag.f32_copysign, Tag.f64_copysign);
  f.b.localGet(a);
  f.b.localGet(b);
  call(f, 'fmod', is64);
  f.b.localTee(r);
  zero();
  f.b.op(pick(is64, Tag.f32_eq, Tag.f64_eq));
  f.b.if(valueType);
  f.b.localGet(r);
  f.b.localGet(b);
  f.b.op(copysign);
  f.b.else();
  // Signs differ exactly if one of r and b is below zero (r is not zero here); NaN compares false twice.
  f.b.localGet(r);
  zero();
  f.b.op(pick(is64, Tag.f32_lt, Tag.f64_lt));
  f.b.localGet(b);
  zero();
  f.b.op(pick(is64, Tag.f32_lt, Tag.f64_lt));
  f.b.op(Tag.i32_ne);
  f.b.if(valueType);
  f.b.localGet(r);
  f.b.localGet(b);
  f.b.op(pick(is64, Tag.f32_add, Tag.f64_add));
  f.b.localGet(b);
  call(f, 'fmod', is64);
  f.b.else();
  f.b.localGet(r);
  f.b.end();
  f.b.end();
}

function unary(f32: number, f64: number): Handler {
  return {
    value(f, inst) {
      push(f, dataA(f.body, inst) as Ref);
      f.b.op(pick(f.valueType(f.resultType(inst)) === ValueType.f64, f32, f64));
    },
  };
}

function library(name: string): Handler {
  return {
    value(f, inst) {
      push(f, dataA(f.body, inst) as Ref);
      call(f, name, f.valueType(f.resultType(inst)) === ValueType.f64);
    },
  };
}

const divFloat: Handler = {
  value(f, inst) {
    push(f, dataA(f.body, inst) as Ref);
    push(f, dataB(f.body, inst) as Ref);
    f.b.op(pick(f.valueType(f.resultType(inst)) === ValueType.f64, Tag.f32_div, Tag.f64_div));
  },
};

/** Halves away from zero: t = trunc(x); |x - t| >= 0.5 ? t + copysign(1, x) : copysign(t, x). */
const round: Handler = {
  value(f, inst) {
    const type = f.resultType(inst);
    const valueType = f.valueType(type);
    const is64 = valueType === ValueType.f64;
    const x = toLocal(f, dataA(f.body, inst) as Ref, valueType);
    const t = f.b.locals.fresh(valueType);
    const constant = (value: number): void => (is64 ? f.b.f64Const(value) : f.b.f32Const(value));
    const copysign = pick(is64, Tag.f32_copysign, Tag.f64_copysign);
    f.b.localGet(x);
    f.b.op(pick(is64, Tag.f32_trunc, Tag.f64_trunc));
    f.b.localTee(t);
    constant(1);
    f.b.localGet(x);
    f.b.op(copysign);
    f.b.op(pick(is64, Tag.f32_add, Tag.f64_add));
    f.b.localGet(t);
    f.b.localGet(x);
    f.b.op(copysign);
    f.b.localGet(x);
    f.b.localGet(t);
    f.b.op(pick(is64, Tag.f32_sub, Tag.f64_sub));
    f.b.op(pick(is64, Tag.f32_abs, Tag.f64_abs));
    constant(0.5);
    f.b.op(pick(is64, Tag.f32_ge, Tag.f64_ge));
    f.b.op(Tag.select);
  },
};

/** a * b + c with one rounding. */
const mulAdd: Handler = {
  value(f, inst) {
    const at = dataB(f.body, inst);
    push(f, f.body.extra[at]! as Ref);
    push(f, f.body.extra[at + 1]! as Ref);
    push(f, dataA(f.body, inst) as Ref);
    call(f, 'fma', f.valueType(f.resultType(inst)) === ValueType.f64);
  },
};

export const floatHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.div_float, divFloat],
  [AirTag.div_float_optimized, divFloat],
  [AirTag.neg, unary(Tag.f32_neg, Tag.f64_neg)],
  [AirTag.neg_optimized, unary(Tag.f32_neg, Tag.f64_neg)],
  [AirTag.sqrt, unary(Tag.f32_sqrt, Tag.f64_sqrt)],
  [AirTag.floor, unary(Tag.f32_floor, Tag.f64_floor)],
  [AirTag.ceil, unary(Tag.f32_ceil, Tag.f64_ceil)],
  [AirTag.trunc_float, unary(Tag.f32_trunc, Tag.f64_trunc)],
  [AirTag.round, round],
  [AirTag.mul_add, mulAdd],
  [AirTag.sin, library('sin')],
  [AirTag.cos, library('cos')],
  [AirTag.tan, library('tan')],
  [AirTag.exp, library('exp')],
  [AirTag.exp2, library('exp2')],
  [AirTag.log, library('log')],
  [AirTag.log2, library('log2')],
  [AirTag.log10, library('log10')],
])();
