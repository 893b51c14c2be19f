// Loads, stores, addresses, bulk memory: codegen.md 3.7.

import { interpretCodes } from '@wasmwright/diagnostics';
import { dataA, dataB } from '../function.ts';
import { None } from '../ids.ts';
import type { InstId, Ref, TypeId } from '../ids.ts';
import { PointerSize, TypeKind } from '../types.ts';
import { fault } from './fault.ts';
import { tagName } from './integer-operations.ts';
import { isVector, lane, laneInfo, secondOperand, statedInfo } from './lanes.ts';
import type { Operation } from './lanes.ts';
import type { Machine } from './machine.ts';
import { bitsAndMask, partial, Shape } from './unit.ts';
import type { TypeInfo } from './unit.ts';
import { copyBytes, Image, Pointer, readBits, Undefined, UNDEFINED, writeBits } from './value.ts';
import type { Value } from './value.ts';

/** A pointer moved by bytes; the object stays the same. */
export function moved(pointer: Pointer, bytes: bigint | number): Pointer {
  return bytes === 0 || bytes === 0n
    ? pointer
    : new Pointer(pointer.address + BigInt(bytes), pointer.object);
}

/** Pointee of a load or store: the lane of a `vector_index` pointer, the child of every other. */
interface Place {
  readonly pointer: Pointer;
  readonly info: TypeInfo;
  readonly align: number;
  /** Bytes of the host integer of a bit-pointer, or 0. */
  readonly hostSize: number;
  readonly bitOffset: number;
}

/** Where a pointer operand leads. */
function placeOf(machine: Machine, ref: Ref): Place {
  const { unit } = machine.frame;
  const { types, layout } = unit.module;
  const type = machine.typeOf(ref);
  const info = unit.info(types.child(type));
  const laneIndex = types.vectorIndex(type);
  const align = laneIndex === None ? layout.pointerAlign(type) : info.align;
  const offset = laneIndex === None ? 0 : laneIndex * info.size;
  const pointer = info.size === 0 ? machine.value(ref) : moved(machine.pointer(ref), offset);
  return {
    pointer: pointer as Pointer,
    info,
    align,
    hostSize: types.hostSize(type),
    bitOffset: types.bitOffset(type),
  };
}

/** Loads through a pointer operand. */
export function loadFrom(machine: Machine, ref: Ref): Value {
  const place = placeOf(machine, ref);
  const { info, hostSize } = place;
  if (hostSize === 0) return machine.load(place.pointer, info, place.align);
  if (info.bits === 0) return machine.frame.unit.undefinedValue(info);
  const offset = machine.memory.locate(place.pointer, hostSize, place.align, false);
  const { object } = machine.memory;
  const shift = BigInt(place.bitOffset);
  const bits = readBits(object.bytes, offset, hostSize) >> shift;
  const mask = readBits(object.undefinedBits, offset, hostSize) >> shift;
  return partial(info, BigInt.asUintN(info.bits, bits), BigInt.asUintN(info.bits, mask));
}

/** Stores through a pointer operand. */
export function storeTo(machine: Machine, ref: Ref, value: Value): void {
  const place = placeOf(machine, ref);
  const { info, hostSize } = place;
  if (hostSize === 0) {
    machine.store(place.pointer, info, place.align, value);
    return;
  }
  if (info.bits === 0) return;
  const offset = machine.memory.locate(place.pointer, hostSize, place.align, true);
  const { object } = machine.memory;
  const shift = BigInt(place.bitOffset);
  const field = ((1n << BigInt(info.bits)) - 1n) << shift;
  const { bits, mask } = bitsAndMask(info, value);
  const oldBits = readBits(object.bytes, offset, hostSize) & ~field;
  const oldMask = readBits(object.undefinedBits, offset, hostSize) & ~field;
  writeBits(object.bytes, offset, hostSize, oldBits | (bits << shift));
  writeBits(object.undefinedBits, offset, hostSize, oldMask | (mask << shift));
}

export const load: Operation = (machine, inst) =>
  loadFrom(machine, dataB(machine.frame.body, inst) as Ref);

/** `store` and the atomic stores. */
export const store: Operation = (machine, inst) => {
  const { body } = machine.frame;
  storeTo(machine, dataA(body, inst) as Ref, machine.value(dataB(body, inst) as Ref));
  return undefined;
};

/** `store_safe`. */
export const storeSafe: Operation = (machine, inst) => {
  const { body } = machine.frame;
  storeTo(machine, dataA(body, inst) as Ref, machine.filledValue(dataB(body, inst) as Ref));
  return undefined;
};

/** `alloc(*T)`: a slot of the pointee with the pointer's alignment. */
export const alloc: Operation = (machine, inst) => {
  const type = dataA(machine.frame.body, inst) as TypeId;
  return slotFor(machine, type);
};

function slotFor(machine: Machine, pointer: TypeId): Pointer {
  const { unit, callee } = machine.frame;
  const { types, layout } = unit.module;
  const { size } = unit.info(types.child(pointer));
  return machine.memory.addSlot(size, layout.pointerAlign(pointer), callee.slotName);
}

/** `ret_ptr(*T)`: the one slot of the frame for its result. */
export const resultPointer: Operation = (machine, inst) => {
  const { frame } = machine;
  return (frame.resultSlot ??= slotFor(machine, dataA(frame.body, inst) as TypeId));
};

// Addresses.

/** Size of an element that a pointer type steps over: of the child, or of an array's or vector's child. */
function elementInfo(machine: Machine, pointer: TypeId): TypeInfo {
  const { unit } = machine.frame;
  const { types } = unit.module;
  const child = types.child(pointer);
  const kind = types.kind(child);
  const one = types.pointerSize(pointer) === PointerSize.one;
  const through = one && (kind === TypeKind.array || kind === TypeKind.vector);
  return unit.info(through ? types.child(child) : child);
}

/** The pointer of a pointer operand or the pointer word of a slice; undefined ones stay so. */
function basePointer(machine: Machine, ref: Ref): Value {
  const value = machine.value(ref);
  return value instanceof Image ? slicePointer(machine, value) : value;
}

/** The pointer word of a slice. */
export function slicePointer(machine: Machine, slice: Image): Value {
  const { unit } = machine.frame;
  const usize = unit.info(unit.module.types.usize);
  return unit.read({ ...usize, shape: Shape.pointer }, slice, 0);
}

/** The length word of a slice. */
export function sliceLength(machine: Machine, slice: Image): Value {
  const { unit } = machine.frame;
  return unit.read(unit.info(unit.module.types.usize), slice, unit.module.layout.pointerBytes);
}

/** A slice value. */
export function sliceOf(machine: Machine, info: TypeInfo, pointer: Value, length: Value): Image {
  const { unit } = machine.frame;
  const usize = unit.info(unit.module.types.usize);
  const image = new Image(info.size);
  unit.write(usize, image, 0, pointer);
  unit.write(usize, image, usize.size, length);
  return image;
}

/** `ptr_add` (sign 1) and `ptr_sub` (sign -1): elements further, staying inside the object or at its end. */
export function pointerStep(sign: bigint): Operation {
  return (machine, inst) => {
    const { body } = machine.frame;
    const payload = dataB(body, inst);
    const base = body.extra[payload]! as Ref;
    const pointer = basePointer(machine, base);
    const count = machine.value(body.extra[payload + 1]! as Ref);
    if (pointer instanceof Undefined || count instanceof Undefined) return UNDEFINED;
    const { size } = elementInfo(machine, machine.typeOf(base));
    const result = moved(pointer as Pointer, sign * (count as bigint) * BigInt(size));
    const { object } = result;
    if (object !== undefined) {
      const offset = result.address - object.address;
      if (offset < 0n || offset > BigInt(object.size)) {
        const values = { tag: tagName(machine), object: object.name, offset, length: object.size };
        fault(interpretCodes.leftObject, values);
      }
    }
    return result;
  };
}

/** Address of an element; the bounds are checked when it is used. */
function elementPointer(machine: Machine, base: Ref, index: Ref): Value {
  const pointer = basePointer(machine, base);
  if (pointer instanceof Undefined) return pointer;
  const { size } = elementInfo(machine, machine.typeOf(base));
  const count = machine.integer(index, 'an index');
  const { address } = pointer as Pointer;
  const bits = machine.frame.unit.module.layout.pointerBytes * 8;
  const target = BigInt.asUintN(bits, address + count * BigInt(size));
  return new Pointer(target, (pointer as Pointer).object);
}

/** `ptr_elem_ptr` and `slice_elem_ptr`. */
export const elementAddress: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const payload = dataB(body, inst);
  const base = body.extra[payload]! as Ref;
  const stated = dataA(body, inst) as TypeId;
  // A pointer to a lane keeps the vector's address.
  if (unit.module.types.vectorIndex(stated) !== None) return basePointer(machine, base);
  return elementPointer(machine, base, body.extra[payload + 1]! as Ref);
};

/** `ptr_elem_val` and `slice_elem_val`. */
export const elementLoad: Operation = (machine, inst) => {
  const { body } = machine.frame;
  const base = dataA(body, inst) as Ref;
  const info = machine.resultInfo(inst);
  const pointer = elementPointer(machine, base, dataB(body, inst) as Ref);
  if (pointer instanceof Undefined) {
    return fault(interpretCodes.undefinedUse, { use: 'an address' });
  }
  return machine.load(pointer as Pointer, info, info.align);
};

/** `slice_len(s)`. */
export const sliceLengthValue: Operation = (machine) =>
  sliceLength(machine, machine.value(secondOperand(machine)) as Image);

/** `slice_ptr(s)`. */
export const slicePointerValue: Operation = (machine) =>
  slicePointer(machine, machine.value(secondOperand(machine)) as Image);

/** `slice(T, pointer, length)`. */
export const makeSlice: Operation = (machine, inst) => {
  const { body } = machine.frame;
  const payload = dataB(body, inst);
  const pointer = machine.value(body.extra[payload]! as Ref);
  const length = machine.value(body.extra[payload + 1]! as Ref);
  return sliceOf(machine, statedInfo(machine, inst), pointer, length);
};

/** `array_to_slice(T, pointer)`. */
export const arrayToSlice: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const ref = dataB(body, inst) as Ref;
  const { types } = unit.module;
  const length = BigInt(types.arrayLength(types.child(machine.typeOf(ref))));
  return sliceOf(machine, statedInfo(machine, inst), machine.value(ref), length);
};

/** `ptr_slice_ptr_ptr` (word 0) and `ptr_slice_len_ptr` (word 1). */
export function sliceWordPointer(word: 0 | 1): Operation {
  return (machine, inst) => {
    const { body, unit } = machine.frame;
    const pointer = machine.value(dataB(body, inst) as Ref);
    if (pointer instanceof Undefined) return pointer;
    return moved(pointer as Pointer, word * unit.module.layout.pointerBytes);
  };
}

// Bulk memory.

/** The elements a slice or array pointer operand spans. */
interface Span {
  readonly pointer: Value;
  readonly element: TypeInfo;
  /** `undefined` for a many-item pointer. */
  readonly count: bigint | undefined;
  readonly align: number;
}

function spanOf(machine: Machine, ref: Ref): Span {
  const { unit } = machine.frame;
  const { types, layout } = unit.module;
  const type = machine.typeOf(ref);
  const value = machine.value(ref);
  const element = elementInfo(machine, type);
  const align = layout.pointerAlign(type);
  if (value instanceof Image) {
    const length = sliceLength(machine, value);
    if (length instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'a length' });
    return { pointer: slicePointer(machine, value), element, count: length as bigint, align };
  }
  const child = types.child(type);
  const isArray =
    types.kind(child) === TypeKind.array && types.pointerSize(type) === PointerSize.one;
  const count = isArray ? BigInt(types.arrayLength(child)) : undefined;
  return { pointer: value, element, count, align };
}

/** Offset of the first byte of a span in `machine.memory.object`; the span is not empty. */
function locateSpan(machine: Machine, span: Span, bytes: number, write: boolean): number {
  const { pointer } = span;
  if (pointer instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'an address' });
  return machine.memory.locate(pointer as Pointer, bytes, span.align, write);
}

/** `memset` and `memset_safe`. */
export function fill(safe: boolean): Operation {
  return (machine, inst) => {
    const { body } = machine.frame;
    const ref = dataB(body, inst) as Ref;
    fillWith(machine, inst, safe ? machine.filledValue(ref) : machine.value(ref));
    return undefined;
  };
}

function fillWith(machine: Machine, inst: InstId, value: Value): void {
  const { body, unit } = machine.frame;
  const span = spanOf(machine, dataA(body, inst) as Ref);
  const { element } = span;
  const count = Number(span.count ?? 0n);
  const bytes = count * element.size;
  if (bytes === 0) return;
  const offset = locateSpan(machine, span, bytes, true);
  const { object } = machine.memory;
  unit.write(element, object, offset, value);
  for (let done = element.size; done < bytes;) {
    const step = Math.min(done, bytes - done);
    copyBytes(object, offset, object, offset + done, step);
    done += step;
  }
}

/** `memcpy` (where overlap is an error) and `memmove`. */
export function copy(mayOverlap: boolean): Operation {
  return (machine, inst) => {
    const { body } = machine.frame;
    const to = spanOf(machine, dataA(body, inst) as Ref);
    const from = spanOf(machine, dataB(body, inst) as Ref);
    if (to.count !== undefined && from.count !== undefined && to.count !== from.count) {
      const values = { tag: tagName(machine), a: to.count, b: from.count };
      fault(interpretCodes.lengthMismatch, values);
    }
    const bytes = Number(to.count ?? from.count ?? 0n) * to.element.size;
    if (bytes === 0) return undefined;
    const source = locateSpan(machine, from, bytes, false);
    const { object } = machine.memory;
    const target = locateSpan(machine, to, bytes, true);
    const same = object === machine.memory.object && Math.abs(source - target) < bytes;
    if (same && !mayOverlap) fault(interpretCodes.overlap, {});
    copyBytes(object, source, machine.memory.object, target, bytes);
    return undefined;
  };
}

/** `array_elem_val` and lanes: an element of an array or vector value. */
export const arrayElement: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const ref = dataA(body, inst) as Ref;
  const array = machine.infoOf(ref);
  const index = machine.integer(dataB(body, inst) as Ref, 'an index');
  const element = isVector(array)
    ? laneInfo(unit, array)
    : unit.info(unit.module.types.child(array.type));
  if (element.size === 0) return unit.undefinedValue(element);
  if ((index + 1n) * BigInt(element.size) > BigInt(array.size)) {
    const values = { size: element.size, offset: index * BigInt(element.size) };
    fault(interpretCodes.outOfBounds, { ...values, object: 'an array value', length: array.size });
  }
  return lane(unit, element, machine.value(ref), Number(index));
};
