// Enums: named values and names (codegen.md 3.8, 5.10).

import { dataA, type Ref, Tag as AirTag, type TypeId } from '@wasmwright/air';
import { Tag, type TagNames } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { integerType, pick, toLocal } from './integer-type.ts';
import { loadScalar, storeScalar } from './scalar.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import type { Destination } from './places.ts';
import { push } from './push.ts';

/** Row of the MIR's tag name table for an enum. */
function tagNameRow(f: FunctionLowering, type: TypeId): number {
  const { types, values } = f.module;
  const declared = types.declaredOf(type);
  const count = types.fieldCount(type);
  const names: TagNames = {
    id: declared,
    bits: f.module.layout.integerBits(type),
    signed: f.module.layout.isSigned(type),
    fields: Array.from({ length: count }, (_, index) => ({
      name: f.module.text(types.declared.fieldName(declared, index)),
      value: values.intValue(types.declared.enumValue(declared, index)),
    })),
  };
  return f.b.tagNameType(names);
}

/** First value and number of values when they are consecutive and ascending, else undefined. */
function contiguous(
  f: FunctionLowering,
  type: TypeId,
): { readonly first: bigint; readonly count: number } | undefined {
  const { types, values } = f.module;
  const declared = types.declaredOf(type);
  const count = types.fieldCount(type);
  if (count === 0) return undefined;
  const all = Array.from({ length: count }, (_, index) =>
    values.intValue(types.declared.enumValue(declared, index)),
  );
  all.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return all.every((value, index) => value === all[0]! + BigInt(index))
    ? { first: all[0]!, count }
    : undefined;
}

/** Pushes whether the enum value in a local has a name. */
export function pushIsNamed(f: FunctionLowering, type: TypeId, local: number): void {
  const t = integerType(f, type);
  const range = contiguous(f, type);
  const constant = (value: bigint): void =>
    t.is64 ? f.b.i64Const(value) : f.b.i32Const(Number(BigInt.asIntN(32, value)));
  f.b.localGet(local);
  if (range !== undefined) {
    if (range.first !== 0n) {
      constant(range.first);
      f.b.op(pick(t.is64, Tag.i32_sub, Tag.i64_sub));
    }
    constant(BigInt(range.count));
    f.b.op(pick(t.is64, Tag.i32_lt_u, Tag.i64_lt_u));
    return;
  }
  f.b.callTagIndex(tagNameRow(f, type));
  f.b.i32Const(0);
  f.b.op(Tag.i32_ge_s);
}

const isNamed: Handler = {
  value(f, inst) {
    const operand = dataA(f.body, inst) as Ref;
    const type = f.typeOf(operand);
    if (f.sizeOf(type) === 0) {
      f.b.i32Const(f.module.types.fieldCount(type) > 0 ? 1 : 0);
      return;
    }
    pushIsNamed(f, type, toLocal(f, operand, f.valueType(type)));
  },
};

/** Copies a slice {pointer, length} from an address on the stack. */
function copySlice(f: FunctionLowering, to: Destination, pushAddress: () => void): void {
  const { types, layout } = f.module;
  const local = f.b.locals.fresh(f.addressType);
  pushAddress();
  f.b.localSet(local);
  for (const offset of [0, layout.pointerBytes]) {
    const at = { ...to, offset: to.offset + offset };
    storeScalar(f, at, types.usize, () =>
      loadScalar(f, { kind: 'local', local, offset }, types.usize),
    );
  }
}

function scaleBy(f: FunctionLowering, bytes: number): void {
  if (f.is64) f.b.op(Tag.i64_extend_i32_u);
  f.b.addressConst(bytes);
  f.b.op(f.is64 ? Tag.i64_mul : Tag.i32_mul);
}

/** `tag_name`: the slice at tag name table + declaration index * size of a slice. */
const tagName: Handler = {
  into(f, inst, to) {
    const operand = dataA(f.body, inst) as Ref;
    const type = f.typeOf(operand);
    const row = tagNameRow(f, type);
    copySlice(f, to, () => {
      f.b.enumTagNameTableRef(row);
      if (f.sizeOf(type) > 0) {
        push(f, operand);
        f.b.callTagIndex(row);
        scaleBy(f, 2 * f.module.layout.pointerBytes);
        f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
      }
    });
  },
};

const errorName: Handler = {
  into(f, inst, to) {
    const operand = dataA(f.body, inst) as Ref;
    copySlice(f, to, () => {
      f.b.op(Tag.error_name_table_ref);
      push(f, operand);
      scaleBy(f, 2 * f.module.layout.pointerBytes);
      f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
    });
  },
};

/** Chains of at most this many compares test for membership; larger sets use bits or a binary search by plan. */
const errorSetHasValue: Handler = {
  value(f, inst) {
    const operand = f.body.data[2 * inst + 1]! as Ref;
    const set = f.body.data[2 * inst]! as TypeId;
    const { types } = f.module;
    const count = types.errorCount(set);
    if (types.isAnyError(set)) {
      f.b.i32Const(1);
      return;
    }
    const errors = Array.from({ length: count }, (_, index) => types.errorAt(set, index));
    const local = toLocal(f, operand, ValueType.i32);
    f.b.i32Const(0);
    for (let at = 0; at < errors.length;) {
      // One test per run of consecutive numbers, or per 32 numbers by bits.
      const first = errors[at]!;
      let end = at;
      while (end < errors.length && errors[end]! - first < 32) end++;
      let mask = 0;
      for (let one = at; one < end; one++) mask |= 1 << (errors[one]! - first);
      const isRun = errors[end - 1]! - first === end - at - 1;
      f.b.localGet(local);
      f.b.i32Const(first);
      f.b.op(Tag.i32_sub);
      if (isRun) {
        f.b.i32Const(end - at);
        f.b.op(Tag.i32_lt_u);
      } else {
        const distance = f.b.locals.fresh(ValueType.i32);
        f.b.localTee(distance);
        f.b.i32Const(32);
        f.b.op(Tag.i32_lt_u);
        f.b.i32Const(mask);
        f.b.localGet(distance);
        f.b.op(Tag.i32_shr_u);
        f.b.op(Tag.i32_and);
      }
      f.b.op(Tag.i32_or);
      at = end;
    }
  },
};

export const enumHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.is_named_enum_value, isNamed],
  [AirTag.tag_name, tagName],
  [AirTag.error_name, errorName],
  [AirTag.error_set_has_value, errorSetHasValue],
])();
