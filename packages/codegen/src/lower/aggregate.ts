// Aggregates: structs, tuples, arrays, slices, unions, optionals, error unions (codegen.md 3.8, 1.4 to 1.6).

import {
  dataA,
  dataB,
  type InstId,
  listPayload,
  None,
  type Ref,
  Representation,
  Tag as AirTag,
  TypeKind,
  type TypeId,
  type ValueId,
  valueRef,
} from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { loadThrough, storeThrough } from './variables.ts';
import { fieldOffset } from '../analysis/refs.ts';
import { unionTag } from './constant-leaves.ts';
import { pick } from './integer-type.ts';
import { extractBits, insertBits } from './packed.ts';
import { storeTo } from './destination.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { pushField, storeParts } from './parts.ts';
import type { Part } from './places.ts';
import { push, pushConstant, pushInteger } from './push.ts';

/** An aggregate of at most this many parts is not put into memory until somebody needs its address. */
const MAX_PARTS = 8;

const part = (ref: Ref, offset: number, type: TypeId): Part => ({ offset, type, local: -1, ref });

// Fields.

const fieldValue: Handler = {
  value(f, inst) {
    const at = dataB(f.body, inst);
    const operand = f.body.extra[at]! as Ref;
    const field = f.body.extra[at + 1]!;
    const container = f.typeOf(operand);
    const type = f.resultType(inst);
    if (f.representation(container) === Representation.memory) {
      pushField(f, operand, fieldOffset(f.module, container, field), type);
      return;
    }
    push(f, operand);
    const is64 = f.valueType(container) === ValueType.i64;
    if (f.module.layout.isPacked(container)) {
      extractBits(f, type, f.module.layout.bitOffset(container, field), is64);
    }
  },
};

/** Elements of an `aggregate_init` with their places; comptime fields have none. */
function elements(f: FunctionLowering, inst: InstId): Part[] {
  const { types, layout } = f.module;
  const type = f.resultType(inst);
  const kind = types.kind(type);
  const { start, length } = listPayload(f.body, inst);
  const parts: Part[] = [];
  const isArray = kind === TypeKind.array || kind === TypeKind.vector;
  const stride = isArray ? f.sizeOf(types.child(type)) : 0;
  for (let at = 0; at < length; at++) {
    const ref = f.body.extra[start + at]! as Ref;
    const element = f.typeOf(ref);
    if (!isArray && types.fieldComptime(type, at) !== None) continue;
    if (f.sizeOf(element) === 0) continue;
    parts.push(part(ref, isArray ? at * stride : layout.fieldOffset(type, at), element));
  }
  const sentinel = kind === TypeKind.array ? types.sentinel(type) : None;
  if (sentinel !== None) {
    parts.push(part(valueRef(sentinel as ValueId), length * stride, types.child(type)));
  }
  return parts;
}

/** A packed struct is the or of its fields at their places. */
function packedInit(f: FunctionLowering, inst: InstId): void {
  const { layout } = f.module;
  const type = f.resultType(inst);
  const is64 = f.valueType(type) === ValueType.i64;
  const { start, length } = listPayload(f.body, inst);
  let pushed = 0;
  for (let at = 0; at < length; at++) {
    const ref = f.body.extra[start + at]! as Ref;
    if (f.sizeOf(f.typeOf(ref)) === 0) continue;
    insertBits(f, ref, layout.bitOffset(type, at), is64);
    if (pushed++ > 0) f.b.op(pick(is64, Tag.i32_or, Tag.i64_or));
  }
  if (pushed === 0) pushInteger(f, type, 0n);
  if (layout.isSigned(type)) extractBits(f, type, 0, is64);
}

const aggregateInit: Handler = {
  value(f, inst) {
    if (f.module.layout.isPacked(f.resultType(inst))) {
      packedInit(f, inst);
      return;
    }
    // The only other aggregates that are scalars hold a single one.
    const [only] = elements(f, inst);
    if (only !== undefined) push(f, only.ref);
  },
  split(f, inst) {
    const parts = elements(f, inst);
    return parts.length <= MAX_PARTS ? parts : undefined;
  },
  into(f, inst, to) {
    storeParts(f, elements(f, inst), to);
  },
};

// Slices.

const slice: Handler = {
  split(f, inst) {
    const { types, layout } = f.module;
    const at = dataB(f.body, inst);
    return [
      part(f.body.extra[at]! as Ref, 0, types.usize),
      part(f.body.extra[at + 1]! as Ref, layout.pointerBytes, types.usize),
    ];
  },
};

const arrayToSlice: Handler = {
  split(f, inst) {
    const { types, values, layout } = f.module;
    const operand = dataB(f.body, inst) as Ref;
    const length = types.arrayLength(types.child(f.typeOf(operand)));
    const constant = valueRef(values.int(types.usize, length));
    return [part(operand, 0, types.usize), part(constant, layout.pointerBytes, types.usize)];
  },
};

const sliceWord = (index: 0 | 1): Handler => ({
  value(f, inst) {
    const { types, layout } = f.module;
    pushField(f, dataB(f.body, inst) as Ref, index * layout.pointerBytes, types.usize);
  },
});

const arrayToVector: Handler = {
  into(f, inst, to) {
    storeTo(f, to, dataB(f.body, inst) as Ref);
  },
};

// Unions.

const unionInit: Handler = {
  value(f, inst) {
    const { layout } = f.module;
    const at = dataB(f.body, inst);
    const field = f.body.extra[at]!;
    const value = f.body.extra[at + 1]! as Ref;
    const type = f.resultType(inst);
    if (layout.isPacked(type)) {
      insertBits(f, value, 0, f.valueType(type) === ValueType.i64);
      if (layout.isSigned(type)) extractBits(f, type, 0, f.valueType(type) === ValueType.i64);
    } else if (layout.tagOffset(type) !== None) pushConstant(f, unionTag(f.module, type, field));
    else if (f.sizeOf(f.typeOf(value)) > 0) push(f, value);
  },
  split(f, inst) {
    const { layout } = f.module;
    const at = dataB(f.body, inst);
    const field = f.body.extra[at]!;
    const value = f.body.extra[at + 1]! as Ref;
    const type = f.resultType(inst);
    const parts: Part[] = [];
    if (f.sizeOf(f.typeOf(value)) > 0)
      parts.push(part(value, layout.payloadOffset(type), f.typeOf(value)));
    const tag = layout.tagOffset(type);
    if (tag !== None) {
      const constant = unionTag(f.module, type, field);
      parts.push(part(valueRef(constant), tag, f.module.values.type(constant)));
    }
    return parts;
  },
};

const tagTypeOf = (f: FunctionLowering, union: TypeId): TypeId =>
  f.module.types.declared.tag(f.module.types.declaredOf(union)) as TypeId;

const getUnionTag: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    const union = f.typeOf(operand);
    if (f.isMemory(union))
      pushField(f, operand, f.module.layout.tagOffset(union), f.resultType(inst));
    else push(f, operand);
  },
};

const setUnionTag: Handler = {
  effect(f, inst) {
    const pointer = dataA(f.body, inst) as Ref;
    const tag = dataB(f.body, inst) as Ref;
    const union = f.module.types.child(f.typeOf(pointer));
    const offset = f.module.layout.tagOffset(union);
    if (offset === None || f.sizeOf(f.typeOf(tag)) === 0) return;
    storeThrough(f, inst, pointer, offset, tagTypeOf(f, union), () => push(f, tag));
  },
};

// Optionals. A payload-represented null is zero at the payload's own width; a slice is null when its pointer is.

function pushIsNull(
  f: FunctionLowering,
  optional: TypeId,
  from: (offset: number, type: TypeId) => void,
  scalar: (() => void) | undefined,
): void {
  const { types, layout } = f.module;
  const isPointer = types.kind(optional) === TypeKind.pointer;
  const payload = isPointer ? optional : types.child(optional);
  if (isPointer || layout.isPayloadOptional(optional)) {
    const isSlice = f.isMemory(payload);
    const type = isSlice ? types.usize : payload;
    if (scalar !== undefined) scalar();
    else from(0, type);
    f.b.op(f.valueType(type) === ValueType.i64 ? Tag.i64_eqz : Tag.i32_eqz);
    return;
  }
  if (scalar !== undefined) scalar();
  else from(layout.optionalFlagOffset(optional), types.bool);
  f.b.op(Tag.i32_eqz);
}

const isNull = (negate: boolean, isPointer: boolean): Handler => ({
  value(f, inst) {
    const operand = dataA(f.body, inst) as Ref;
    const type = f.typeOf(operand);
    const optional = isPointer ? f.module.types.child(type) : type;
    if (f.sizeOf(optional) === 0)
      f.b.i32Const(1); // ?noreturn
    else if (isPointer) {
      pushIsNull(f, optional, (offset, field) => loadThrough(f, operand, offset, field), undefined);
    } else {
      const scalar = f.isMemory(optional) ? undefined : (): void => push(f, operand);
      pushIsNull(f, optional, (offset, field) => pushField(f, operand, offset, field), scalar);
    }
    if (negate) f.b.op(Tag.i32_eqz);
  },
});

const optionalPayload: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    if (f.isMemory(f.typeOf(operand))) pushField(f, operand, 0, f.resultType(inst));
    else push(f, operand);
  },
};

const optionalPayloadPtrSet: Handler = {
  effect(f, inst) {
    const { types, layout } = f.module;
    const pointer = dataB(f.body, inst) as Ref;
    const optional = types.child(f.typeOf(pointer));
    if (layout.isPayloadOptional(optional) || types.kind(optional) === TypeKind.pointer) return;
    const flag = layout.optionalFlagOffset(optional);
    storeThrough(f, inst, pointer, flag, types.bool, () => f.b.i32Const(1));
  },
};

const wrapOptional: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    if (f.sizeOf(f.typeOf(operand)) === 0) f.b.i32Const(1);
    else push(f, operand);
  },
  split(f, inst) {
    const { layout, values } = f.module;
    const operand = dataB(f.body, inst) as Ref;
    const optional = f.resultType(inst);
    const payload = part(operand, 0, f.typeOf(operand));
    if (layout.isPayloadOptional(optional)) return undefined;
    return [
      payload,
      part(valueRef(values.true), layout.optionalFlagOffset(optional), f.module.types.bool),
    ];
  },
  into(f, inst, to) {
    storeTo(f, to, dataB(f.body, inst) as Ref); // a payload-represented slice
  },
};

// Error unions.

function pushError(f: FunctionLowering, operand: Ref, isPointer: boolean): void {
  const { types, layout } = f.module;
  const type = f.typeOf(operand);
  const union = isPointer ? types.child(type) : type;
  const set = types.kind(union) === TypeKind.errorUnion ? types.errorSetOf(union) : union;
  if (types.kind(union) !== TypeKind.errorUnion) push(f, operand);
  else if (isPointer) loadThrough(f, operand, layout.errorOffset(union), set);
  else if (f.isMemory(union)) pushField(f, operand, layout.errorOffset(union), set);
  else push(f, operand);
}

/** False for sets without an error, and for all where errors have no bits. */
export function canFail(f: FunctionLowering, set: TypeId): boolean {
  const { types } = f.module;
  return f.sizeOf(set) > 0 && (types.isAnyError(set) || types.errorCount(set) > 0);
}

const isErr = (negate: boolean, isPointer: boolean): Handler => ({
  value(f, inst) {
    const { types } = f.module;
    const operand = dataA(f.body, inst) as Ref;
    const type = f.typeOf(operand);
    const union = isPointer ? types.child(type) : type;
    const set = types.kind(union) === TypeKind.errorUnion ? types.errorSetOf(union) : union;
    if (!canFail(f, set)) {
      f.b.i32Const(negate ? 1 : 0);
      return;
    }
    pushError(f, operand, isPointer);
    f.b.op(Tag.i32_eqz);
    if (!negate) f.b.op(Tag.i32_eqz);
  },
});

const unwrapError = (isPointer: boolean): Handler => ({
  value(f, inst) {
    pushError(f, dataB(f.body, inst) as Ref, isPointer);
  },
});

const unwrapPayload: Handler = {
  value(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    pushField(
      f,
      operand,
      f.module.layout.errorPayloadOffset(f.typeOf(operand)),
      f.resultType(inst),
    );
  },
};

const errunionPayloadPtrSet: Handler = {
  effect(f, inst) {
    const { types, layout } = f.module;
    const pointer = dataB(f.body, inst) as Ref;
    const union = types.child(f.typeOf(pointer));
    const set = types.errorSetOf(union);
    if (f.sizeOf(set) === 0) return;
    storeThrough(f, inst, pointer, layout.errorOffset(union), set, () => f.b.i32Const(0));
  },
};

const wrapPayload: Handler = {
  value(f) {
    f.b.i32Const(0);
  },
  split(f, inst) {
    const { types, layout, values } = f.module;
    const operand = dataB(f.body, inst) as Ref;
    const union = f.resultType(inst);
    const success = valueRef(values.int(types.int(false, f.module.errorBits), 0));
    return [
      part(operand, layout.errorPayloadOffset(union), f.typeOf(operand)),
      part(success, layout.errorOffset(union), f.typeOf(success)),
    ];
  },
};

const wrapError: Handler = {
  value(f, inst) {
    push(f, dataB(f.body, inst) as Ref);
  },
  split(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    return [part(operand, f.module.layout.errorOffset(f.resultType(inst)), f.typeOf(operand))];
  },
};

/** `select` with scalar condition does not occur; `splat`, shuffles and reductions belong to vectors. */
const unionFromEnum: Handler = {
  value(f, inst) {
    push(f, dataB(f.body, inst) as Ref);
  },
  split(f, inst) {
    const operand = dataB(f.body, inst) as Ref;
    return [part(operand, f.module.layout.tagOffset(f.resultType(inst)), f.typeOf(operand))];
  },
};

export const aggregateHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.agg_field_val, fieldValue],
  [AirTag.aggregate_init, aggregateInit],
  [AirTag.slice, slice],
  [AirTag.array_to_slice, arrayToSlice],
  [AirTag.array_to_vector, arrayToVector],
  [AirTag.slice_ptr, sliceWord(0)],
  [AirTag.slice_len, sliceWord(1)],
  [AirTag.union_init, unionInit],
  [AirTag.union_from_enum, unionFromEnum],
  [AirTag.get_union_tag, getUnionTag],
  [AirTag.set_union_tag, setUnionTag],
  [AirTag.is_null, isNull(false, false)],
  [AirTag.is_non_null, isNull(true, false)],
  [AirTag.is_null_ptr, isNull(false, true)],
  [AirTag.is_non_null_ptr, isNull(true, true)],
  [AirTag.optional_payload, optionalPayload],
  [AirTag.optional_payload_ptr_set, optionalPayloadPtrSet],
  [AirTag.wrap_optional, wrapOptional],
  [AirTag.is_err, isErr(false, false)],
  [AirTag.is_non_err, isErr(true, false)],
  [AirTag.is_err_ptr, isErr(false, true)],
  [AirTag.is_non_err_ptr, isErr(true, true)],
  [AirTag.unwrap_errunion_err, unwrapError(false)],
  [AirTag.unwrap_errunion_err_ptr, unwrapError(true)],
  [AirTag.unwrap_errunion_payload, unwrapPayload],
  [AirTag.errunion_payload_ptr_set, errunionPayloadPtrSet],
  [AirTag.wrap_errunion_payload, wrapPayload],
  [AirTag.wrap_errunion_err, wrapError],
])();
