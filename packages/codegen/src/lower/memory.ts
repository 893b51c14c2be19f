// Loads, stores, allocs, element access, copies and fills (codegen.md 3.7, 4.2).

import {
  dataA,
  dataB,
  type InstId,
  isValue,
  PointerSize,
  type Ref,
  Tag as AirTag,
  TypeKind,
  type TypeId,
  ValueKind,
  valueOf,
} from '@wasmwright/air';
import { BLOCK_EMPTY, NONE, Tag } from '@wasmwright/mir';
import { constantIndex, elementOf } from '../analysis/refs.ts';
import { copyMemory, emitCopy, emitFill, fillUndefined } from './copy.ts';
import { assignPacked, extractPacked, loadPacked, storePacked } from './packed.ts';
import { leafAt, variableOf } from './variables.ts';
import { loadAt, loadScalar, storeAt, wrapType } from './scalar.ts';
import { storeTo } from './destination.ts';
import { ANYWHERE, type FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { assignParts, partAt, pushField, variableParts } from './parts.ts';
import { type Destination, moved, Place } from './places.ts';
import { finishAddress, push, pushBase, pushDestination, pushUndef, symbolicBase } from './push.ts';
import { keep, pin } from './statement.ts';
import { flush, Written } from './waiting.ts';

const alloc: Handler = {
  effect(f, inst) {
    if (f.uses.count[inst] === 0) return;
    const type = f.allocType(inst);
    const first = f.allocs.firstLeaf(inst);
    if (first >= 0) {
      f.place[inst] = Place.variable;
      f.slot[inst] = first;
      const { leafType, leafLocal } = f.allocs;
      for (let leaf = first; leaf < first + f.allocs.leafCount(inst); leaf++) {
        leafLocal[leaf] = f.b.locals.fresh(f.valueType(leafType[leaf]! as TypeId));
      }
      return;
    }
    const align = Math.max(f.module.layout.pointerAlign(f.resultType(inst)), 1);
    // An object of size 0 has an address too, and it is not null.
    const owner = f.allocs.isHidden(inst) ? inst : ANYWHERE;
    f.setFrame(inst, f.allocate(Math.max(f.sizeOf(type), 1), align, owner));
  },
};

/** Alignment a pointer type promises. */
const alignOf = (f: FunctionLowering, pointer: Ref): number =>
  f.module.layout.pointerAlign(f.typeOf(pointer));

/** True for a pointer to bits of a host integer. */
const isBitPointer = (f: FunctionLowering, pointer: Ref): boolean =>
  f.factsOf(pointer).isBitPointer;

const load: Handler = {
  value(f, inst) {
    const pointer = dataB(f.body, inst) as Ref;
    const type = f.resultType(inst);
    const alloc = variableOf(f, pointer);
    if (alloc >= 0) {
      f.b.localGet(f.allocs.leafLocal[leafAt(f, alloc as InstId, pointer)]!);
      if (isBitPointer(f, pointer)) extractPacked(f, pointer, type);
    } else if (isBitPointer(f, pointer)) loadPacked(f, pointer, type);
    else loadAt(f, pointer, 0, type, alignOf(f, pointer));
  },
};

const store = (isSafe: boolean): Handler => ({
  effect(f, inst) {
    const pointer = dataA(f.body, inst) as Ref;
    const value = dataB(f.body, inst) as Ref;
    const type = f.typeOf(value);
    const { size, isMemory } = f.facts.of(type);
    if (size === 0) return;
    const isUndef = isValue(value) && f.module.values.isUndef(valueOf(value));
    if (isUndef && !isSafe) return;
    const alloc = variableOf(f, pointer);
    if (alloc >= 0) {
      flush(f, inst, alloc);
      if (isUndef) assignUndefined(f, pointer, size);
      else if (isBitPointer(f, pointer)) {
        assignPacked(f, pointer, value, leafAt(f, alloc as InstId, pointer));
      } else if (isMemory) assignParts(f, variableParts(f, pointer, size), value);
      else {
        push(f, value);
        f.b.localSet(f.allocs.leafLocal[leafAt(f, alloc as InstId, pointer)]!);
      }
      return;
    }
    flush(f, inst, Written.memory);
    if (isBitPointer(f, pointer)) {
      storePacked(f, pointer, value);
      return;
    }
    if (!isMemory && !isUndef) {
      storeAt(f, pointer, type, value, alignOf(f, pointer));
      return;
    }
    const to: Destination = { kind: 'ref', ref: pointer, offset: 0 };
    if (isUndef) fillUndefined(f, to, size);
    else {
      // The address may be needed for every part.
      pin(f, pointer);
      storeTo(f, to, value);
    }
  },
});

/** Programs built with safety may tell the pattern of undefined memory. */
function assignUndefined(f: FunctionLowering, pointer: Ref, size: number): void {
  for (const { type, local } of variableParts(f, pointer, size)) {
    pushUndef(f, type);
    f.b.localSet(local);
  }
}

/** Pushes base + index * size; returns the constant part that was left out. */
function pushElement(
  f: FunctionLowering,
  base: Destination,
  index: Ref,
  element: TypeId,
): Destination {
  const size = f.sizeOf(element);
  const constant = constantIndex(f.module, index);
  if (constant !== undefined) return moved(base, constant * size);
  const offset = pushDestination(f, base);
  const isSymbol = f.base !== NONE;
  const local = f.b.locals.fresh(f.addressType);
  if (isSymbol) finishAddress(f, offset);
  pushScaled(f, index, size);
  f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
  f.b.localSet(local);
  return { kind: 'local', local, offset: isSymbol ? 0 : offset };
}

/** Pushes an index in bytes. */
function pushScaled(f: FunctionLowering, index: Ref, size: number): void {
  push(f, index);
  if (size === 1) return;
  const shift = Math.log2(size);
  if (Number.isInteger(shift)) {
    f.b.addressConst(shift);
    f.b.op(f.is64 ? Tag.i64_shl : Tag.i32_shl);
  } else {
    f.b.addressConst(size);
    f.b.op(f.is64 ? Tag.i64_mul : Tag.i32_mul);
  }
}

/** Where the elements of a pointer, slice, array value or array behind a pointer begin. */
function elementsOf(f: FunctionLowering, ref: Ref): Destination {
  const { types } = f.module;
  const type = f.typeOf(ref);
  if (types.kind(type) !== TypeKind.pointer || types.pointerSize(type) !== PointerSize.slice) {
    return { kind: 'ref', ref, offset: 0 };
  }
  const part = partAt(f, ref, 0, types.usize);
  if (part !== undefined && part.local < 0) return { kind: 'ref', ref: part.ref, offset: 0 };
  const local = f.b.locals.fresh(f.addressType);
  pushField(f, ref, 0, types.usize);
  f.b.localSet(local);
  return { kind: 'local', local, offset: 0 };
}

/** Pushes a scalar element. The address is computed on the stack when the index is not constant. */
function loadElement(f: FunctionLowering, ref: Ref, index: Ref, element: TypeId): void {
  const { types } = f.module;
  const type = f.typeOf(ref);
  const isSlice =
    types.kind(type) === TypeKind.pointer && types.pointerSize(type) === PointerSize.slice;
  const { size, load: opcode, align, wrap } = f.facts.of(element);
  const constant = constantIndex(f.module, index);
  if (constant !== undefined) {
    loadScalar(f, moved(elementsOf(f, ref), constant * size), element);
    return;
  }
  let offset = 0;
  let base = NONE;
  // A symbol and an offset are part of the access: the index is all there is to push.
  const symbolic = isSlice ? undefined : symbolicBase(f, ref);
  if (isSlice) pushField(f, ref, 0, types.usize);
  else {
    offset = symbolic ?? pushBase(f, ref);
    base = f.base;
  }
  pushScaled(f, index, size);
  if (symbolic === undefined) f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
  f.b.access(opcode, offset, align, base);
  if (wrap > 0) wrapType(f, element);
}

const elementValue: Handler = {
  value(f, inst) {
    const ref = dataA(f.body, inst) as Ref;
    loadElement(f, ref, dataB(f.body, inst) as Ref, f.resultType(inst));
  },
  into(f, inst, to) {
    const ref = dataA(f.body, inst) as Ref;
    const type = f.resultType(inst);
    const from = pushElement(f, elementsOf(f, ref), dataB(f.body, inst) as Ref, type);
    copyMemory(f, to, from, type);
  },
};

/** `slice_elem_ptr`, `ptr_elem_ptr` with an index that is not constant. */
const elementPointer: Handler = {
  value(f, inst) {
    const { types } = f.module;
    const at = dataB(f.body, inst);
    const base = f.body.extra[at]! as Ref;
    const index = f.body.extra[at + 1]! as Ref;
    const pointer = f.typeOf(base);
    if (types.pointerSize(pointer) === PointerSize.slice) pushField(f, base, 0, types.usize);
    else push(f, base);
    pushIndexed(f, index, f.sizeOf(elementOf(f.module, pointer)), true);
  },
};

/** Adds index * size to the address on the stack, or subtracts it. */
function pushIndexed(f: FunctionLowering, index: Ref, size: number, isAdd: boolean): void {
  const constant = constantIndex(f.module, index);
  if (constant === 0) return;
  if (constant !== undefined) f.b.addressConst(constant * size);
  else pushScaled(f, index, size);
  if (isAdd) f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
  else f.b.op(f.is64 ? Tag.i64_sub : Tag.i32_sub);
}

const pointerStep = (isAdd: boolean): Handler => ({
  value(f, inst) {
    const { types } = f.module;
    const at = dataB(f.body, inst);
    const base = f.body.extra[at]! as Ref;
    const pointer = f.typeOf(base);
    if (types.pointerSize(pointer) === PointerSize.slice) pushField(f, base, 0, types.usize);
    else push(f, base);
    pushIndexed(f, f.body.extra[at + 1]! as Ref, f.sizeOf(elementOf(f.module, pointer)), isAdd);
  },
});

/** Address and number of elements a slice or a pointer to an array means. */
function pushRange(f: FunctionLowering, ref: Ref): void {
  const { types } = f.module;
  const type = f.typeOf(ref);
  if (types.pointerSize(type) === PointerSize.slice) pushField(f, ref, 0, types.usize);
  else push(f, ref);
}

/** Number of elements, when the type says it. */
function knownLength(f: FunctionLowering, ref: Ref): number | undefined {
  const { types, values } = f.module;
  const type = f.typeOf(ref);
  if (types.pointerSize(type) === PointerSize.one) {
    const child = types.child(type);
    return types.kind(child) === TypeKind.array || types.kind(child) === TypeKind.vector
      ? types.arrayLength(child)
      : 1;
  }
  if (types.pointerSize(type) !== PointerSize.slice) return undefined;
  const part = partAt(f, ref, f.module.layout.pointerBytes, types.usize);
  if (part !== undefined && part.local < 0) return constantIndex(f.module, part.ref);
  if (isValue(ref) && values.kind(valueOf(ref)) === ValueKind.slice) {
    return values.intNumber(values.sliceLength(valueOf(ref)));
  }
  return undefined;
}

/** Pushes the length of a slice. */
function pushLength(f: FunctionLowering, ref: Ref): void {
  const length = knownLength(f, ref);
  if (length !== undefined) f.b.addressConst(length);
  else pushField(f, ref, f.module.layout.pointerBytes, f.module.types.usize);
}

const hasLength = (f: FunctionLowering, ref: Ref): boolean =>
  f.module.types.pointerSize(f.typeOf(ref)) === PointerSize.slice ||
  knownLength(f, ref) !== undefined;

const mayTrapOnZero = (f: FunctionLowering): boolean =>
  !f.module.target.features.includes('nontrapping_bulk_memory_len0');

const copyElements = (function_: 'memcpy' | 'memmove'): Handler => ({
  effect(f, inst) {
    const to = dataA(f.body, inst) as Ref;
    const from = dataB(f.body, inst) as Ref;
    const counted = hasLength(f, to) ? to : from;
    const element = elementOf(f.module, f.typeOf(to));
    const size = f.sizeOf(element);
    if (size === 0) return;
    flush(f, inst);
    pin(f, to);
    pin(f, from);
    const length = knownLength(f, counted);
    if (length !== undefined && length * size <= 64 && function_ === 'memcpy') {
      const target = elementsOf(f, to);
      const source = elementsOf(f, from);
      copyMemory(f, target, source, f.module.types.array(element, length));
      return;
    }
    const bytes = f.b.locals.fresh(f.addressType);
    if (length === undefined) {
      pushLength(f, counted);
      scaleTop(f, size);
      f.b.localSet(bytes);
    }
    guarded(f, length, bytes, () => {
      pushRange(f, to);
      pushRange(f, from);
      if (length === undefined) f.b.localGet(bytes);
      else f.b.addressConst(length * size);
      emitCopy(f, function_);
    });
  },
});

/** Multiplies the length on the stack by the element size. */
function scaleTop(f: FunctionLowering, size: number): void {
  if (size === 1) return;
  f.b.addressConst(size);
  f.b.op(f.is64 ? Tag.i64_mul : Tag.i32_mul);
}

function guarded(
  f: FunctionLowering,
  length: number | undefined,
  bytes: number,
  emit: () => void,
): void {
  if (length === 0) return;
  if (length !== undefined || !mayTrapOnZero(f)) {
    emit();
    return;
  }
  f.b.localGet(bytes);
  if (f.is64) {
    f.b.op(Tag.i64_eqz);
    f.b.op(Tag.i32_eqz);
  }
  f.b.if(BLOCK_EMPTY);
  emit();
  f.b.end();
}

const memset = (isSafe: boolean): Handler => ({
  effect(f, inst) {
    const to = dataA(f.body, inst) as Ref;
    const value = dataB(f.body, inst) as Ref;
    const element = elementOf(f.module, f.typeOf(to));
    const size = f.sizeOf(element);
    if (size === 0) return;
    const isUndef = isValue(value) && f.module.values.isUndef(valueOf(value));
    if (isUndef && !isSafe) return;
    flush(f, inst);
    pin(f, to);
    const length = knownLength(f, to);
    if (length === 0) return;
    const byte = uniformByte(f, value, isUndef);
    const isByte = size === 1 && !f.isMemory(element);
    const bytes = f.b.locals.fresh(f.addressType);
    if (byte !== undefined || isByte) {
      if (length === undefined) {
        pushLength(f, to);
        scaleTop(f, size);
        f.b.localSet(bytes);
      }
      guarded(f, length, bytes, () => {
        pushRange(f, to);
        if (byte !== undefined) f.b.i32Const(byte);
        else push(f, value);
        if (length === undefined) f.b.localGet(bytes);
        else f.b.addressConst(length * size);
        emitFill(f);
      });
      return;
    }
    storeLoop(f, to, value, element, length);
  },
});

/** The byte a constant consists of, when all its bytes are equal. */
function uniformByte(f: FunctionLowering, value: Ref, isUndef: boolean): number | undefined {
  if (isUndef) return 0xaa;
  if (!isValue(value)) return undefined;
  const { values, layout } = f.module;
  const id = valueOf(value);
  const size = layout.sizeOf(values.type(id));
  let integer: bigint;
  switch (values.kind(id)) {
    case ValueKind.int:
      integer = values.intValue(id);
      break;
    case ValueKind.bool:
      integer = values.boolValue(id) ? 1n : 0n;
      break;
    case ValueKind.float:
      integer = values.floatBits(id);
      break;
    default:
      return undefined;
  }
  const bits = BigInt.asUintN(size * 8, integer);
  const byte = bits & 0xffn;
  for (let at = 1; at < size; at++)
    if (((bits >> BigInt(8 * at)) & 0xffn) !== byte) return undefined;
  return Number(byte);
}

/** Stores one element after the other. */
function storeLoop(
  f: FunctionLowering,
  to: Ref,
  value: Ref,
  element: TypeId,
  length: number | undefined,
): void {
  const size = f.sizeOf(element);
  const address = f.b.locals.fresh(f.addressType);
  const end = f.b.locals.fresh(f.addressType);
  pin(f, value);
  const ne = f.is64 ? Tag.i64_ne : Tag.i32_ne;
  const add = f.is64 ? Tag.i64_add : Tag.i32_add;
  pushRange(f, to);
  f.b.localTee(address);
  if (length === undefined) {
    pushLength(f, to);
    scaleTop(f, size);
  } else f.b.addressConst(length * size);
  f.b.op(add);
  f.b.localSet(end);
  const body = (): void => {
    const label = f.b.loop(BLOCK_EMPTY);
    storeTo(f, { kind: 'local', local: address, offset: 0 }, value);
    f.b.localGet(address);
    f.b.addressConst(size);
    f.b.op(add);
    f.b.localTee(address);
    f.b.localGet(end);
    f.b.op(ne);
    f.b.brIf(label);
    f.b.end();
  };
  if (length !== undefined) {
    body();
    return;
  }
  f.b.localGet(address);
  f.b.localGet(end);
  f.b.op(ne);
  f.b.if(BLOCK_EMPTY);
  body();
  f.b.end();
}

const memorySize: Handler = {
  value(f, inst) {
    f.b.memorySize(dataB(f.body, inst));
  },
};

const memoryGrow: Handler = {
  effect(f, inst) {
    flush(f, inst);
    push(f, dataA(f.body, inst) as Ref);
    f.b.memoryGrow(dataB(f.body, inst));
    keep(f, inst);
  },
};

const navPointer: Handler = {
  value(f, inst) {
    f.b.navRef(f.navRow(dataB(f.body, inst) as never));
  },
};

export const memoryHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.alloc, alloc],
  [AirTag.load, load],
  [AirTag.store, store(false)],
  [AirTag.store_safe, store(true)],
  [AirTag.array_elem_val, elementValue],
  [AirTag.slice_elem_val, elementValue],
  [AirTag.ptr_elem_val, elementValue],
  [AirTag.slice_elem_ptr, elementPointer],
  [AirTag.ptr_elem_ptr, elementPointer],
  [AirTag.ptr_add, pointerStep(true)],
  [AirTag.ptr_sub, pointerStep(false)],
  [AirTag.memcpy, copyElements('memcpy')],
  [AirTag.memmove, copyElements('memmove')],
  [AirTag.memset, memset(false)],
  [AirTag.memset_safe, memset(true)],
  [AirTag.wasm_memory_size, memorySize],
  [AirTag.wasm_memory_grow, memoryGrow],
  [AirTag.runtime_nav_ptr, navPointer],
])();
