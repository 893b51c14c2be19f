// Structs, unions, optionals, error unions, enums: codegen.md 3.8.

import { interpretCodes } from '@wasmwright/diagnostics';
import { dataA, dataB, listPayload } from '../function.ts';
import { None } from '../ids.ts';
import type { ErrorId, Ref, TypeId, ValueId } from '../ids.ts';
import { TypeKind } from '../types.ts';
import { fault } from './fault.ts';
import { asInteger } from './integer-operations.ts';
import { statedInfo } from './lanes.ts';
import type { Operation } from './lanes.ts';
import type { Machine } from './machine.ts';
import { loadFrom, moved, sliceLength, sliceOf, slicePointer } from './memory-operations.ts';
import { bitsAndMask, partial, Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, markUndefined, NULL, Pointer, Undefined, UNDEFINED } from './value.ts';
import type { Bytes, Value } from './value.ts';

const first = (machine: Machine): Ref => dataA(machine.frame.body, machine.inst) as Ref;
const second = (machine: Machine): Ref => dataB(machine.frame.body, machine.inst) as Ref;

// Fields.

/** `struct_field_ptr(T, p, i)`. */
export const fieldPointer: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const payload = dataB(body, inst);
  const ref = body.extra[payload]! as Ref;
  const field = body.extra[payload + 1]!;
  const pointer = machine.value(ref);
  if (pointer instanceof Undefined) return pointer;
  const { types, layout } = unit.module;
  const parent = types.child(machine.typeOf(ref));
  const stated = dataA(body, inst) as TypeId;
  if (types.kind(parent) === TypeKind.pointer) {
    return moved(pointer as Pointer, field * layout.pointerBytes); // a word of a slice
  }
  if (!layout.isPacked(parent)) {
    return moved(pointer as Pointer, layout.fieldOffset(parent, field));
  }
  // A field with a host integer of its own starts on a byte; the others keep the host's address.
  const isPlain = types.hostSize(stated) === 0;
  return moved(pointer as Pointer, isPlain ? layout.bitOffset(parent, field) / 8 : 0);
};

/** `field_parent_ptr(T, p, i)`: the reverse. */
export const parentPointer: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const payload = dataB(body, inst);
  const ref = body.extra[payload]! as Ref;
  const field = body.extra[payload + 1]!;
  const pointer = machine.value(ref);
  if (pointer instanceof Undefined) return pointer;
  const { types, layout } = unit.module;
  const stated = dataA(body, inst) as TypeId;
  const parent = types.child(stated);
  if (!layout.isPacked(parent)) {
    return moved(pointer as Pointer, -layout.fieldOffset(parent, field));
  }
  const ofField = types.bitOffset(machine.typeOf(ref));
  const bits = layout.bitOffset(parent, field) + types.bitOffset(stated) - ofField;
  return moved(pointer as Pointer, -bits / 8);
};

/** `agg_field_val(a, i)`. */
export const fieldValue: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const payload = dataB(body, inst);
  const ref = body.extra[payload]! as Ref;
  const field = body.extra[payload + 1]!;
  const info = machine.infoOf(ref);
  const to = machine.resultInfo(inst);
  const comptime =
    info.kind === TypeKind.pointer ? undefined : unit.comptimeField(info.type, field);
  if (comptime !== undefined) return machine.program.constant(unit, comptime);
  if (to.size === 0) return unit.undefinedValue(to);
  const value = machine.value(ref);
  if (info.kind === TypeKind.pointer) {
    const slice = value as Image;
    return field === 0 ? slicePointer(machine, slice) : sliceLength(machine, slice);
  }
  const { layout } = unit.module;
  if (layout.isPacked(info.type)) {
    const { bits, mask } = bitsAndMask(info, value);
    const shift = BigInt(layout.bitOffset(info.type, field));
    const width = (x: bigint): bigint => BigInt.asUintN(to.bits, x >> shift);
    return partial(to, width(bits), width(mask));
  }
  if (info.kind === TypeKind.union) requireActive(unit, info, value as Image, field);
  return unit.read(to, value as Image, layout.fieldOffset(info.type, field));
};

/**
 * The tag of a tagged union says which field may be read. A field held in the same way may be read in its place: a switch
 * case for both has one instruction.
 */
function requireActive(unit: Unit, info: TypeInfo, value: Image, field: number): void {
  const at = unit.module.layout.tagOffset(info.type);
  if (at === None) return;
  const tag = unit.read(unit.info(unit.tagType(info.type)!), value, at);
  if (tag instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'a union tag' });
  if (tag === unit.tagOfField(info.type, field)) return;
  const { types } = unit.module;
  const wanted = unit.info(types.fieldType(info.type, field));
  for (let other = 0; other < types.fieldCount(info.type); other++) {
    const { shape, size, bits } = unit.info(types.fieldType(info.type, other));
    const isSame = shape === wanted.shape && size === wanted.size && bits === wanted.bits;
    if (isSame && tag === unit.tagOfField(info.type, other)) return;
  }
  fault(interpretCodes.wrongState, { tag: 'agg_field_val', state: 'an inactive union field' });
}

// Making aggregates.

/** `aggregate_init(T, […])`: padding stays undefined. */
export const makeAggregate: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const info = statedInfo(machine, inst);
  const list = listPayload(body, inst);
  const { types, layout } = unit.module;
  const operand = (at: number): Value => machine.value(body.extra[list.start + at]! as Ref);
  if (info.shape !== Shape.memory) return packAggregate(unit, info, operand);
  const image = new Image(info.size);
  markUndefined(image, 0, info.size);
  if (info.kind === TypeKind.struct || info.kind === TypeKind.tuple) {
    for (let field = 0; field < list.length; field++) {
      if (unit.comptimeField(info.type, field) !== undefined) continue;
      const fieldInfo = unit.info(types.fieldType(info.type, field));
      unit.write(fieldInfo, image, layout.fieldOffset(info.type, field), operand(field));
    }
    return image;
  }
  const element = unit.info(types.child(info.type));
  for (let at = 0; at < list.length; at++) {
    unit.write(element, image, at * element.size, operand(at));
  }
  const sentinel = info.kind === TypeKind.array ? types.sentinel(info.type) : None;
  if (sentinel !== None) {
    const value = machine.program.constant(unit, sentinel as ValueId);
    unit.write(element, image, list.length * element.size, value);
  }
  return image;
};

/** A packed struct from its fields: the first in the lowest bits. */
function packAggregate(unit: Unit, info: TypeInfo, operand: (at: number) => Value): Value {
  const { types, layout } = unit.module;
  let bits = 0n;
  let mask = 0n;
  for (let field = 0; field < types.fieldCount(info.type); field++) {
    const fieldInfo = unit.info(types.fieldType(info.type, field));
    if (fieldInfo.bits === 0) continue;
    const shift = BigInt(layout.bitOffset(info.type, field));
    const part = bitsAndMask(fieldInfo, operand(field));
    bits |= part.bits << shift;
    mask |= part.mask << shift;
  }
  return partial(info, bits, mask);
}

/** `union_init(T, i, a)`. */
export const makeUnion: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const info = statedInfo(machine, inst);
  const payload = dataB(body, inst);
  const field = body.extra[payload]!;
  const value = machine.value(body.extra[payload + 1]! as Ref);
  const { types, layout } = unit.module;
  const fieldInfo = unit.info(types.fieldType(info.type, field));
  if (info.shape !== Shape.memory) {
    if (fieldInfo.bits === 0) return 0n;
    const { bits, mask } = bitsAndMask(fieldInfo, value);
    return partial(info, bits, mask);
  }
  const image = new Image(info.size);
  markUndefined(image, 0, info.size);
  if (info.size === 0) return image;
  unit.write(fieldInfo, image, layout.payloadOffset(info.type), value);
  unit.writeTag(info, image, 0, field);
  return image;
};

/** `union_from_enum(T, tag)`: a union without payload bits. */
export const unionFromTag: Operation = (machine, inst) => {
  const { unit } = machine.frame;
  const info = statedInfo(machine, inst);
  const image = new Image(info.size);
  markUndefined(image, 0, info.size);
  const at = unit.module.layout.tagOffset(info.type);
  if (at !== None) {
    unit.write(unit.info(unit.tagType(info.type)!), image, at, machine.value(second(machine)));
  }
  return image;
};

/** `get_union_tag(u)`. Without a run-time tag the only field that can be active decides. */
export const unionTag: Operation = (machine, inst) => {
  const { unit } = machine.frame;
  const ref = second(machine);
  const info = machine.infoOf(ref);
  const at = unit.module.layout.tagOffset(info.type);
  const to = machine.resultInfo(inst);
  if (at !== None) return unit.read(to, machine.value(ref) as Image, at);
  const { types, layout } = unit.module;
  for (let field = 0; field < types.fieldCount(info.type); field++) {
    const inhabited = layout.classOf(types.fieldType(info.type, field)) !== 0;
    if (inhabited) return unit.tagOfField(info.type, field) ?? 0n;
  }
  return fault(interpretCodes.unreachable, { what: 'a value of a type without values' });
};

/** `set_union_tag(p, tag)`. */
export const setUnionTag: Operation = (machine) => {
  const { unit } = machine.frame;
  const ref = first(machine);
  const union = unit.module.types.child(machine.typeOf(ref));
  const at = unit.module.layout.tagOffset(union);
  if (at === None) return undefined;
  const info = unit.info(unit.tagType(union)!);
  const value = machine.value(second(machine));
  // A tag behind the payload may be misaligned (1.5).
  machine.store(moved(machine.pointer(ref), at), info, 1, value);
  return undefined;
};

// Optionals.

/** Whether an optional or C pointer in bytes is null; `undefined` when that is undefined. */
export function isNull(
  unit: Unit,
  info: TypeInfo,
  from: Bytes,
  offset: number,
): boolean | undefined {
  const { layout, types } = unit.module;
  const word = { ...unit.info(types.usize), shape: Shape.pointer };
  let flag: Value;
  if (info.shape === Shape.pointer) flag = unit.read(word, from, offset);
  else if (info.shape === Shape.integer) flag = unit.read(info, from, offset);
  else if (layout.isPayloadOptional(info.type)) flag = unit.read(word, from, offset);
  else if (info.size === 0)
    return true; // ?noreturn
  else {
    const at = offset + layout.optionalFlagOffset(info.type);
    flag = unit.read(unit.info(types.bool), from, at);
  }
  return flag instanceof Undefined ? undefined : asInteger(flag) === 0n;
}

function valueIsNull(unit: Unit, info: TypeInfo, value: Value): boolean | undefined {
  if (value instanceof Image) return isNull(unit, info, value, 0);
  return value instanceof Undefined ? undefined : asInteger(value) === 0n;
}

const truth = (value: boolean | undefined, wanted: boolean): Value =>
  value === undefined ? UNDEFINED : value === wanted ? 1n : 0n;

/** `is_null` and `is_non_null`. */
export function nullTest(wanted: boolean): Operation {
  return (machine) => {
    const ref = first(machine);
    const value = machine.value(ref);
    return truth(valueIsNull(machine.frame.unit, machine.infoOf(ref), value), wanted);
  };
}

/** `is_null_ptr` and `is_non_null_ptr`. */
export function nullTestThrough(wanted: boolean): Operation {
  return (machine) => {
    const { unit } = machine.frame;
    const ref = first(machine);
    const info = unit.info(unit.module.types.child(machine.typeOf(ref)));
    return truth(valueIsNull(unit, info, loadFrom(machine, ref)), wanted);
  };
}

/** `optional_payload(o)`. */
export const optionalPayload: Operation = (machine, inst) => {
  const { unit } = machine.frame;
  const ref = second(machine);
  const info = machine.infoOf(ref);
  const value = machine.value(ref);
  requirePresent(valueIsNull(unit, info, value), 'optional_payload');
  if (!(value instanceof Image)) return value;
  return unit.read(machine.resultInfo(inst), value, 0);
};

function requirePresent(isNullValue: boolean | undefined, tag: string): void {
  if (isNullValue === undefined) fault(interpretCodes.undefinedUse, { use: 'an optional' });
  if (isNullValue) fault(interpretCodes.wrongState, { tag, state: 'null' });
}

/** `optional_payload_ptr`: the payload is at offset 0. */
export const optionalPayloadPointer: Operation = (machine) => {
  const { unit } = machine.frame;
  const ref = second(machine);
  const info = unit.info(unit.module.types.child(machine.typeOf(ref)));
  requirePresent(valueIsNull(unit, info, loadFrom(machine, ref)), 'optional_payload_ptr');
  return machine.value(ref);
};

/** `optional_payload_ptr_set`: makes it present. */
export const setPresent: Operation = (machine) => {
  const { unit } = machine.frame;
  const { layout, types } = unit.module;
  const ref = second(machine);
  const optional = types.child(machine.typeOf(ref));
  const info = unit.info(optional);
  if (info.shape === Shape.memory && info.size > 0 && !layout.isPayloadOptional(optional)) {
    const flag = moved(machine.pointer(ref), layout.optionalFlagOffset(optional));
    machine.store(flag, unit.info(types.bool), 1, 1n);
  }
  return machine.value(ref);
};

/** A present optional. */
export function present(unit: Unit, info: TypeInfo, payload: Value): Value {
  if (info.shape !== Shape.memory) return payload;
  const { layout, types } = unit.module;
  const image = new Image(info.size);
  markUndefined(image, 0, info.size);
  unit.write(unit.info(types.child(info.type)), image, 0, payload);
  if (!layout.isPayloadOptional(info.type) && info.size > 0) {
    unit.write(unit.info(types.bool), image, layout.optionalFlagOffset(info.type), 1n);
  }
  return image;
}

/** A null. */
export function absent(unit: Unit, info: TypeInfo): Value {
  if (info.shape === Shape.pointer) return NULL;
  if (info.shape === Shape.integer) return 0n;
  const { layout, types } = unit.module;
  const image = new Image(info.size);
  if (layout.isPayloadOptional(info.type) || info.size === 0) return image;
  markUndefined(image, 0, info.size);
  unit.write(unit.info(types.bool), image, layout.optionalFlagOffset(info.type), 0n);
  return image;
}

export const wrapOptional: Operation = (machine, inst) =>
  present(machine.frame.unit, statedInfo(machine, inst), machine.value(second(machine)));

// Error unions.

/** Error number of an error union in bytes; 0 is success. */
function errorIn(unit: Unit, union: TypeId, from: Bytes, offset: number): Value {
  const { types, layout } = unit.module;
  const set = unit.info(types.errorSetOf(union));
  return unit.read(set, from, offset + layout.errorOffset(union));
}

/** As `errorIn`, for a value that decides something. */
export function errorOf(unit: Unit, union: TypeId, value: Value): bigint {
  const error = errorIn(unit, union, value as Image, 0);
  if (error instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'an error union' });
  return error as bigint;
}

/** `is_err` and `is_non_err`. */
export function errorTest(wanted: boolean): Operation {
  return (machine) => {
    const ref = first(machine);
    const union = machine.typeOf(ref);
    const error = errorIn(machine.frame.unit, union, machine.value(ref) as Image, 0);
    return truth(error instanceof Undefined ? undefined : error !== 0n, wanted);
  };
}

/** `is_err_ptr` and `is_non_err_ptr`. */
export function errorTestThrough(wanted: boolean): Operation {
  return (machine) => {
    const error = errorThrough(machine, first(machine));
    return truth(error instanceof Undefined ? undefined : error !== 0n, wanted);
  };
}

/** Error number of the error union a pointer operand points to. */
export function errorThrough(machine: Machine, ref: Ref): Value {
  const { unit } = machine.frame;
  const { types, layout } = unit.module;
  const union = types.child(machine.typeOf(ref));
  const set = unit.info(types.errorSetOf(union));
  return machine.load(moved(machine.pointer(ref), layout.errorOffset(union)), set, 1);
}

/** Payload of an error union value. */
export function payloadOf(unit: Unit, union: TypeId, value: Value): Value {
  const { types, layout } = unit.module;
  const info = unit.info(types.payloadOf(union));
  if (info.size === 0) return unit.undefinedValue(info);
  return unit.read(info, value as Image, layout.errorPayloadOffset(union));
}

/** `unwrap_errunion_payload(e)`. */
export const unwrapPayload: Operation = (machine) => {
  const { unit } = machine.frame;
  const ref = second(machine);
  const union = machine.typeOf(ref);
  const value = machine.value(ref);
  requireState(errorOf(unit, union, value) === 0n, 'unwrap_errunion_payload', 'an error');
  return payloadOf(unit, union, value);
};

/** `unwrap_errunion_err(e)`. Of a success it is 0, no error: front ends test for that afterwards. */
export const unwrapError: Operation = (machine) => {
  const ref = second(machine);
  return errorIn(machine.frame.unit, machine.typeOf(ref), machine.value(ref) as Image, 0);
};

function requireState(holds: boolean, tag: string, state: string): void {
  if (!holds) fault(interpretCodes.wrongState, { tag, state });
}

function definedError(machine: Machine, ref: Ref): bigint {
  const error = errorThrough(machine, ref);
  if (error instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'an error union' });
  return error as bigint;
}

/** Pointer to the payload of an error union. */
export function payloadPointer(machine: Machine, ref: Ref): Pointer {
  const { types, layout } = machine.frame.unit.module;
  const union = types.child(machine.typeOf(ref));
  return moved(machine.pointer(ref), layout.errorPayloadOffset(union));
}

export const unwrapPayloadPointer: Operation = (machine) => {
  const ref = second(machine);
  requireState(definedError(machine, ref) === 0n, 'unwrap_errunion_payload_ptr', 'an error');
  return payloadPointer(machine, ref);
};

/** `unwrap_errunion_err_ptr(E, p)`: the error behind a pointer, 0 of a success. */
export const unwrapErrorThrough: Operation = (machine) => errorThrough(machine, second(machine));

/** `errunion_payload_ptr_set`: makes it a success. */
export const setSuccess: Operation = (machine) => {
  const { unit } = machine.frame;
  const { types, layout } = unit.module;
  const ref = second(machine);
  const union = types.child(machine.typeOf(ref));
  const error = moved(machine.pointer(ref), layout.errorOffset(union));
  machine.store(error, unit.info(types.errorSetOf(union)), 1, 0n);
  return payloadPointer(machine, ref);
};

function errorUnion(unit: Unit, info: TypeInfo, error: Value, payload: Value | undefined): Image {
  const { types, layout } = unit.module;
  const image = new Image(info.size);
  markUndefined(image, 0, info.size);
  const set = unit.info(types.errorSetOf(info.type));
  unit.write(set, image, layout.errorOffset(info.type), error);
  if (payload !== undefined) {
    const payloadInfo = unit.info(types.payloadOf(info.type));
    unit.write(payloadInfo, image, layout.errorPayloadOffset(info.type), payload);
  }
  return image;
}

export const wrapPayload: Operation = (machine, inst) =>
  errorUnion(machine.frame.unit, statedInfo(machine, inst), 0n, machine.value(second(machine)));

export const wrapError: Operation = (machine, inst) =>
  errorUnion(
    machine.frame.unit,
    statedInfo(machine, inst),
    machine.value(second(machine)),
    undefined,
  );

// Names and sets.

/** `error_set_has_value(E, e)`. */
export const errorInSet: Operation = (machine, inst) => {
  const set = dataA(machine.frame.body, inst) as TypeId;
  const error = machine.value(second(machine));
  if (error instanceof Undefined) return UNDEFINED;
  const { types } = machine.frame.unit.module;
  return types.hasError(set, Number(error as bigint) as ErrorId) ? 1n : 0n;
};

/** A slice of a read-only name. */
function nameSlice(machine: Machine, text: string): Image {
  const { unit } = machine.frame;
  const pointer = machine.program.string(unit, text);
  const length = BigInt(pointer.object!.size - 1);
  return sliceOf(machine, machine.resultInfo(machine.inst), pointer, length);
}

/** `error_name(e)`. */
export const errorName: Operation = (machine) => {
  const { module } = machine.frame.unit;
  const error = machine.integer(first(machine), 'an error');
  if (error < 1n || error > BigInt(module.errors.length)) {
    fault(interpretCodes.invalidValue, { value: error, type: 'error set' });
  }
  return nameSlice(machine, module.text(module.errors.name(Number(error) as ErrorId)));
};

/** `tag_name(e)`. */
export const enumName: Operation = (machine) => {
  const { unit } = machine.frame;
  const type = machine.typeOf(first(machine));
  const value = machine.integer(first(machine), 'an enum value');
  const field = unit.enumField(type, value);
  if (field < 0) fault(interpretCodes.invalidValue, { value, type: 'enum' });
  const { types } = unit.module;
  return nameSlice(
    machine,
    unit.module.text(types.declared.fieldName(types.declaredOf(type), field)),
  );
};

/** `is_named_enum_value(e)`. */
export const isNamed: Operation = (machine) => {
  const ref = first(machine);
  const value = machine.value(ref);
  if (value instanceof Undefined) return UNDEFINED;
  return machine.frame.unit.enumField(machine.typeOf(ref), value as bigint) >= 0 ? 1n : 0n;
};

// Slices.

export const sliceLengthValue: Operation = (machine) => {
  const slice = machine.value(second(machine)) as Image;
  return sliceLength(machine, slice);
};

export const slicePointerValue: Operation = (machine) => {
  const slice = machine.value(second(machine)) as Image;
  return slicePointer(machine, slice);
};
