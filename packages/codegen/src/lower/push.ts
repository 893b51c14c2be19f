// Values and addresses onto the operand stack.

import {
  dataB,
  instOf,
  isValue,
  type Ref,
  Representation,
  TypeKind,
  type TypeId,
  ValueKind,
  type ValueId,
  valueOf,
} from '@wasmwright/air';
import { NONE, Tag, UAV } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { alignmentAsked, hasAddress } from '../constants.ts';
import { storeParts } from './parts.ts';
import type { FunctionLowering } from './function.ts';
import { type Destination, Place } from './places.ts';
import { ConstantForm } from './scalar-constants.ts';
import { emit } from './statement.ts';

/** Loads and stores whose offset is below this never wrap around for an address that is in bounds. */
const MAX_FOLD = 0x1_0000;

/** Pushes a scalar, or the address of a value in memory. Pushes nothing for a value of size 0. */
export function push(f: FunctionLowering, ref: Ref): void {
  if (isValue(ref)) {
    pushConstant(f, valueOf(ref));
    return;
  }
  const root = f.rootOf(ref);
  if (f.offsetOf(ref) !== 0) pushAddress(f, ref);
  else if (isValue(root)) pushConstant(f, valueOf(root));
  else {
    const inst = instOf(root);
    switch (f.place[inst]) {
      case Place.local:
        f.b.localGet(f.slot[inst]!);
        break;
      case Place.none:
        break;
      case Place.deferred:
        emit(f, inst);
        break;
      default:
        pushAddress(f, ref);
    }
  }
}

/** Pushes the whole address of a value in memory, or that a pointer is. */
function pushAddress(f: FunctionLowering, ref: Ref): void {
  const offset = pushBase(f, ref);
  finishAddress(f, offset);
}

/** Turns what `pushBase` or `pushDestination` just pushed into the whole address. */
export function finishAddress(f: FunctionLowering, offset: number): void {
  const { base } = f;
  if (base !== NONE) {
    // The pushed part is zero: replace it by the symbol's address.
    f.b.rewind(f.b.position - 1, f.b.extraPosition);
    if (base >= UAV) f.b.uavRef(base - UAV, offset);
    else f.b.navRef(base, offset);
  } else if (offset !== 0) {
    f.b.addressConst(offset);
    f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
  }
}

/**
 * Pushes an address for a memory instruction and returns the offset it has to add; the symbol it has to add is in `f.base`
 * then. A symbol is pushed as zero plus itself.
 */
export function pushBase(f: FunctionLowering, ref: Ref): number {
  const total = pushRoot(f, f.rootOf(ref)) + f.offsetOf(ref);
  if (f.base !== NONE || (total >= 0 && total < MAX_FOLD)) return total;
  f.b.addressConst(total);
  f.b.op(f.is64 ? Tag.i64_add : Tag.i32_add);
  return 0;
}

function pushRoot(f: FunctionLowering, root: Ref): number {
  if (isValue(root)) return pushConstantBase(f, valueOf(root));
  f.base = NONE;
  const inst = instOf(root);
  switch (f.place[inst]) {
    case Place.local:
      f.b.localGet(f.slot[inst]!);
      return 0;
    case Place.frame:
      f.b.localGet(f.bottom);
      return f.slot[inst]!;
    case Place.borrowed:
      return pushBase(f, dataB(f.body, inst) as Ref);
    case Place.split: {
      // Its parts go to memory, for somebody who needs an address.
      if (f.slot[inst]! < 0) f.slot[inst] = f.allocateFor(f.resultType(inst), inst);
      const offset = f.slot[inst]!;
      storeParts(f, f.splits.get(inst)!, { kind: 'frame', offset });
      f.b.localGet(f.bottom);
      f.base = NONE;
      return offset;
    }
    case Place.none:
      f.b.addressConst(0);
      return 0;
    default:
      emit(f, inst);
      f.base = NONE;
      return 0;
  }
}

/** `pushBase` for a constant. */
function pushConstantBase(f: FunctionLowering, value: ValueId): number {
  const offset = symbolBase(f, value);
  if (offset === undefined) {
    pushConstant(f, value);
    f.base = NONE;
    return 0;
  }
  f.b.addressConst(0);
  return offset;
}

/** The symbol (in `f.base`) and the offset from it that a constant address is; undefined for other constants. Pushes nothing. */
function symbolBase(f: FunctionLowering, value: ValueId): number | undefined {
  const { values, navs, types } = f.module;
  switch (values.kind(value)) {
    case ValueKind.navPointer: {
      const type = navs.type(values.navOf(value));
      if (types.kind(type) === TypeKind.function || !hasAddress(f.module, type)) return undefined;
      f.base = f.navRow(values.navOf(value));
      return values.pointerOffset(value);
    }
    case ValueKind.uavPointer:
      if (!hasAddress(f.module, values.type(values.uavOf(value)))) return undefined;
      f.base = UAV + f.constants.row(values.uavOf(value), alignmentAsked(f.module, value));
      return values.pointerOffset(value);
    default:
      if (!f.isMemory(values.type(value))) return undefined;
      f.base = UAV + f.constants.row(value);
      return 0;
  }
}

/** `pushBase` for an address that is a symbol and an offset, where nothing has to be pushed; undefined for others. */
export function symbolicBase(f: FunctionLowering, ref: Ref): number | undefined {
  const root = f.rootOf(ref);
  const offset = isValue(root) ? symbolBase(f, valueOf(root)) : undefined;
  return offset === undefined ? undefined : offset + f.offsetOf(ref);
}

/** `pushBase` for a destination. */
export function pushDestination(f: FunctionLowering, to: Destination): number {
  switch (to.kind) {
    case 'frame':
      f.b.localGet(f.bottom);
      f.base = NONE;
      return to.offset;
    case 'local':
      f.b.localGet(to.local);
      f.base = NONE;
      return to.offset;
    case 'ref':
      return pushBase(f, to.ref) + to.offset;
  }
}

/** Pushes a constant: a scalar, or the address of one in memory. */
export function pushConstant(f: FunctionLowering, value: ValueId): void {
  const { scalars } = f;
  switch (scalars.form(value)) {
    case ConstantForm.none:
      break;
    case ConstantForm.i32:
      f.b.i32Const(scalars.low[value]!);
      break;
    case ConstantForm.i64:
      f.b.i64ConstWords(scalars.low[value]!, scalars.high[value]!);
      break;
    case ConstantForm.f32:
      f.b.f32ConstBits(scalars.low[value]!);
      break;
    case ConstantForm.f64:
      f.b.f64ConstWords(scalars.low[value]!, scalars.high[value]!);
      break;
    default:
      pushSymbolic(f, value);
  }
}

/** Pushes a constant that the linker decides, or that is read from memory. */
function pushSymbolic(f: FunctionLowering, value: ValueId): void {
  const { values, navs, types } = f.module;
  const type = values.type(value);
  if (f.isMemory(type)) {
    const offset = pushConstantBase(f, value);
    finishAddress(f, offset);
    return;
  }
  switch (values.kind(value)) {
    case ValueKind.some:
      pushConstant(f, values.payload(value));
      return;
    case ValueKind.function:
      f.b.funcRef(f.navRow(values.navOf(value)));
      return;
    case ValueKind.navPointer: {
      const nav = values.navOf(value);
      if (types.kind(navs.type(nav)) === TypeKind.function) f.b.funcRef(f.navRow(nav));
      else f.b.navRef(f.navRow(nav), values.pointerOffset(value));
      return;
    }
    case ValueKind.uavPointer: {
      const row = f.constants.row(values.uavOf(value), alignmentAsked(f.module, value));
      f.b.uavRef(row, values.pointerOffset(value));
      return;
    }
    default: {
      // An aggregate represented by one scalar: the tag of a union without payload.
      const { load, align } = f.facts.of(type);
      f.b.addressConst(0);
      f.b.access(load, 0, align, UAV + f.constants.row(value));
    }
  }
}

/** Pushes an integer constant in the canonical form of a type. */
export function pushInteger(f: FunctionLowering, type: TypeId, value: bigint): void {
  if (f.valueType(type) === ValueType.i32) f.b.i32Const(Number(BigInt.asIntN(32, value)));
  else f.b.i64Const(BigInt.asIntN(64, value));
}

/** Pushes an undefined scalar. */
export function pushUndef(f: FunctionLowering, type: TypeId): void {
  const bits = f.scalars.undefinedBits(type);
  const low = Number(BigInt.asUintN(32, bits));
  const high = Number(BigInt.asUintN(32, bits >> 32n));
  switch (f.representation(type)) {
    case Representation.f32:
      f.b.f32ConstBits(low);
      break;
    case Representation.f64:
      f.b.f64ConstWords(low, high);
      break;
    case Representation.i64:
      f.b.i64ConstWords(low, high);
      break;
    default:
      f.b.i32Const(low);
  }
}
