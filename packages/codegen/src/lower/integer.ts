// Integer arithmetic up to 64 bits (codegen.md 3.1, 3.2).

import { dataA, dataB, type Ref, Tag as AirTag, type TypeId, TypeKind } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { division } from './division.ts';
import { floatBinary } from './float.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { ADD, integerType, MUL, op, type Operation, pick, SUB, toLocal } from './integer-type.ts';
import { safe, tuple } from './overflow.ts';
import { push } from './push.ts';
import { saturating, shlSat } from './saturating.ts';
import { wrapType } from './scalar.ts';

const isFloat = (f: FunctionLowering, type: TypeId): boolean =>
  f.module.types.kind(type) === TypeKind.float;

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

/** `min` and `max`. */
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
