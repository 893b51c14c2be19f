// Structs, tuples, arrays, unions: codegen.md 3.8.

import { interpretCodes } from '@wasmwright/diagnostics';
import { dataA, dataB, listPayload } from '../function.ts';
import { None } from '../ids.ts';
import type { Ref, TypeId, ValueId } from '../ids.ts';
import type { Module } from '../module.ts';
import { TypeKind } from '../types.ts';
import { fault } from './fault.ts';
import { firstOperand, secondOperand, statedInfo } from './lanes.ts';
import type { Operation } from './lanes.ts';
import { moved, sliceLength, slicePointer } from './memory-operations.ts';
import { bitsAndMask, partial, Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, markUndefined, Pointer, Undefined } from './value.ts';
import type { Value } from './value.ts';

// Fields.

/** Bytes from where a pointer of type `from` points to where the result, of type `to`, does. */
type Distance = (module: Module, from: TypeId, to: TypeId, field: number) => number;

/** An instruction that moves a pointer by the place of a field. */
function movedBy(distance: Distance): Operation {
  return (machine, inst) => {
    const { body, unit } = machine.frame;
    const payload = dataB(body, inst);
    const ref = body.extra[payload]! as Ref;
    const pointer = machine.value(ref);
    if (pointer instanceof Undefined) return pointer;
    const to = dataA(body, inst) as TypeId;
    const field = body.extra[payload + 1]!;
    return moved(pointer as Pointer, distance(unit.module, machine.typeOf(ref), to, field));
  };
}

/** `struct_field_ptr(T, p, i)`. */
export const fieldPointer: Operation = /* @__PURE__ */ movedBy(
  ({ types, layout }, from, to, field) => {
    const parent = types.child(from);
    // A word of a slice.
    if (types.kind(parent) === TypeKind.pointer) return field * layout.pointerBytes;
    if (!layout.isPacked(parent)) return layout.fieldOffset(parent, field);
    // A field with a host integer of its own starts on a byte; the others keep the host's address.
    return types.hostSize(to) === 0 ? layout.bitOffset(parent, field) / 8 : 0;
  },
);

/** `field_parent_ptr(T, p, i)`: the reverse. */
export const parentPointer: Operation = /* @__PURE__ */ movedBy(
  ({ types, layout }, from, to, field) => {
    const parent = types.child(to);
    if (!layout.isPacked(parent)) return -layout.fieldOffset(parent, field);
    const bits = layout.bitOffset(parent, field) + types.bitOffset(to) - types.bitOffset(from);
    return -bits / 8;
  },
);

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
    unit.write(
      unit.info(unit.tagType(info.type)!),
      image,
      at,
      machine.value(secondOperand(machine)),
    );
  }
  return image;
};

/** `get_union_tag(u)`. Without a run-time tag the only field that can be active decides. */
export const unionTag: Operation = (machine, inst) => {
  const { unit } = machine.frame;
  const ref = secondOperand(machine);
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
  const ref = firstOperand(machine);
  const union = unit.module.types.child(machine.typeOf(ref));
  const at = unit.module.layout.tagOffset(union);
  if (at === None) return undefined;
  const info = unit.info(unit.tagType(union)!);
  const value = machine.value(secondOperand(machine));
  // A tag behind the payload may be misaligned (1.5).
  machine.store(moved(machine.pointer(ref), at), info, 1, value);
  return undefined;
};
