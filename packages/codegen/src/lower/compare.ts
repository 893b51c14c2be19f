// Comparisons (codegen.md 3.4).

import {
  dataA,
  dataB,
  type InstId,
  type Ref,
  Representation,
  Tag as AirTag,
  TypeKind,
  type TypeId,
} from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { pushField } from './parts.ts';
import { push } from './push.ts';

/** Instructions of one comparison: i32 signed, i32 unsigned, i64 signed, i64 unsigned, f32, f64. */
type Row = readonly [number, number, number, number, number, number];

const ROWS: Readonly<Record<'lt' | 'lte' | 'eq' | 'gte' | 'gt' | 'neq', Row>> = {
  lt: [Tag.i32_lt_s, Tag.i32_lt_u, Tag.i64_lt_s, Tag.i64_lt_u, Tag.f32_lt, Tag.f64_lt],
  lte: [Tag.i32_le_s, Tag.i32_le_u, Tag.i64_le_s, Tag.i64_le_u, Tag.f32_le, Tag.f64_le],
  eq: [Tag.i32_eq, Tag.i32_eq, Tag.i64_eq, Tag.i64_eq, Tag.f32_eq, Tag.f64_eq],
  gte: [Tag.i32_ge_s, Tag.i32_ge_u, Tag.i64_ge_s, Tag.i64_ge_u, Tag.f32_ge, Tag.f64_ge],
  gt: [Tag.i32_gt_s, Tag.i32_gt_u, Tag.i64_gt_s, Tag.i64_gt_u, Tag.f32_gt, Tag.f64_gt],
  neq: [Tag.i32_ne, Tag.i32_ne, Tag.i64_ne, Tag.i64_ne, Tag.f32_ne, Tag.f64_ne],
};
type Comparison = keyof typeof ROWS;

/** Compares the two scalars of a type on the stack. */
function emitCompare(f: FunctionLowering, type: TypeId, comparison: Comparison): void {
  const row = ROWS[comparison];
  const unsigned = f.module.layout.isSigned(type) ? 0 : 1;
  switch (f.valueType(type)) {
    case ValueType.i64:
      f.b.op(row[2 + unsigned]!);
      break;
    case ValueType.f32:
      f.b.op(row[4]);
      break;
    case ValueType.f64:
      f.b.op(row[5]);
      break;
    default:
      f.b.op(row[unsigned]!);
  }
}

function compare(comparison: Comparison): Handler {
  return {
    value(f, inst) {
      const lhs = dataA(f.body, inst) as Ref;
      const rhs = dataB(f.body, inst) as Ref;
      const type = f.typeOf(lhs);
      switch (f.representation(type)) {
        case Representation.none:
          f.b.i32Const(comparison === 'eq' || comparison === 'lte' || comparison === 'gte' ? 1 : 0);
          return;
        case Representation.memory:
          compareOptionals(f, lhs, rhs, comparison === 'neq');
          return;
        default:
          push(f, lhs);
          push(f, rhs);
          emitCompare(f, type, comparison);
      }
    },
  };
}

/** eq and neq of optionals with a flag: equal if both are null, or both present with equal payloads. */
function compareOptionals(f: FunctionLowering, lhs: Ref, rhs: Ref, negate: boolean): void {
  const { types, layout } = f.module;
  const type = f.typeOf(lhs);
  if (types.kind(type) !== TypeKind.optional) {
    f.b.op(Tag.unreachable); // the verifier admits no other aggregate
    return;
  }
  const payload = types.child(type);
  const flag = layout.optionalFlagOffset(type);
  const flagOf = (ref: Ref): void => pushField(f, ref, flag, types.bool);
  flagOf(lhs);
  flagOf(rhs);
  f.b.op(Tag.i32_eq);
  f.b.if(ValueType.i32);
  f.b.i32Const(1);
  pushField(f, lhs, 0, payload);
  pushField(f, rhs, 0, payload);
  emitCompare(f, payload, 'eq');
  flagOf(lhs);
  f.b.op(Tag.i32_eqz);
  f.b.op(Tag.i32_or);
  f.b.op(Tag.i32_and);
  f.b.else();
  f.b.i32Const(0);
  f.b.end();
  if (negate) f.b.op(Tag.i32_eqz);
}

/** `cmp_lte_errors_len`: an error number the program knows; the table length is number of errors plus one. */
const errorsLen: Handler = {
  value(f, inst: InstId) {
    push(f, dataA(f.body, inst) as Ref);
    f.b.op(Tag.errors_len);
    f.b.op(Tag.i32_lt_u);
  },
};

export const compareHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.cmp_lt, compare('lt')],
  [AirTag.cmp_lte, compare('lte')],
  [AirTag.cmp_eq, compare('eq')],
  [AirTag.cmp_gte, compare('gte')],
  [AirTag.cmp_gt, compare('gt')],
  [AirTag.cmp_neq, compare('neq')],
  [AirTag.cmp_lt_optimized, compare('lt')],
  [AirTag.cmp_lte_optimized, compare('lte')],
  [AirTag.cmp_eq_optimized, compare('eq')],
  [AirTag.cmp_gte_optimized, compare('gte')],
  [AirTag.cmp_gt_optimized, compare('gt')],
  [AirTag.cmp_neq_optimized, compare('neq')],
  [AirTag.cmp_lte_errors_len, errorsLen],
])();
