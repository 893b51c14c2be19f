// Division and remainders (codegen.md 3.2).

import { dataA, dataB, type Ref, TypeKind } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { floatBinary } from './float.ts';
import type { Handler } from './handler.ts';
import { ADD, integerType, op, pick, SUB, toLocal } from './integer-type.ts';
import { push } from './push.ts';

/** Integer division in its forms; float operands go to float.ts. */
export function division(kind: 'trunc' | 'floor' | 'ceil' | 'rem' | 'mod'): Handler {
  return {
    value(f, inst) {
      const type = f.resultType(inst);
      if (f.facts.of(type).kind === TypeKind.float) {
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
