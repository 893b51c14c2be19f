// Conversions: codegen.md 3.5.

import { interpretCodes } from '@wasmwright/diagnostics';
import * as float from '../float/index.ts';
import { dataB } from '../function.ts';
import { None } from '../ids.ts';
import type { ErrorId, Ref } from '../ids.ts';
import type { PanicId } from '../tags.ts';
import { TypeKind } from '../types.ts';
import { fault } from './fault.ts';
import { asInteger, fits, tagName, wrap } from './integer-operations.ts';
import { applyUnary, isVector, lane, laneCount, laneInfo, strictUnary } from './lanes.ts';
import { statedInfo } from './lanes.ts';
import type { Operation, Unary } from './lanes.ts';

import { errorOf } from './error-operations.ts';
import { bitsAndMask, partial, Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { copyBytes, Image, Pointer, Undefined } from './value.ts';
import type { Value } from './value.ts';

/** True for an exhaustive enum that has no such value. */
function isUnnamed(unit: Unit, info: TypeInfo, value: bigint): boolean {
  if (info.kind !== TypeKind.enum) return false;
  const { declared } = unit.module.types;
  const id = unit.module.types.declaredOf(info.type);
  return declared.isExhaustive(id) && unit.enumField(info.type, value) < 0;
}

/** `int_cast`: the value must fit. */
export const integerCast: Unary = (value, to, from, machine) => {
  if (value instanceof Undefined) return castBits(value, to, from);
  const integer = asInteger(value);
  if (!fits(to, integer) || isUnnamed(machine.frame.unit, to, integer)) {
    fault(interpretCodes.outOfRange, { tag: tagName(machine), value: integer });
  }
  return integer;
};

/** `trunc`: the low bits. */
export const truncateInteger: Unary = (value, to, from) =>
  value instanceof Undefined ? castBits(value, to, from) : wrap(to, value as bigint);

/** The bits of a partly undefined integer, extended by the source's sign or cut off. */
function castBits(value: Undefined, to: TypeInfo, from: TypeInfo): Value {
  const { bits, mask } = bitsAndMask(from, value);
  const extend = (x: bigint): bigint => (from.signed ? BigInt.asIntN(from.bits, x) : x);
  const width = (x: bigint): bigint => BigInt.asUintN(to.bits, extend(x));
  return partial(to, width(bits), width(mask));
}

export const convertFloat: Unary = strictUnary((value, to, from) =>
  float.convert(from.format!, to.format!, value as bigint),
);

export const floatFromInteger: Unary = strictUnary((value, to) =>
  float.fromInteger(to.format!, value as bigint),
);

/** `int_from_float`: toward zero; what does not fit, and NaN, is undefined behaviour. */
export const integerFromFloat: Unary = strictUnary((value, to, from, machine) => {
  const integer = float.toInteger(from.format!, value as bigint);
  if (integer === undefined || !fits(to, integer)) {
    const shown = integer ?? float.printFloat(from.format!, value as bigint);
    fault(interpretCodes.outOfRange, { tag: tagName(machine), value: shown });
  }
  return integer;
});

/** A conversion `tag(T, a)`. */
export function conversion(scalar: Unary): Operation {
  return (machine, inst) => {
    const ref = dataB(machine.frame.body, inst) as Ref;
    const to = statedInfo(machine, inst);
    return applyUnary(machine, machine.value(ref), to, machine.infoOf(ref), scalar);
  };
}

/** A conversion that panics where `isValid` does not hold, in any lane. */
function safely(
  panic: (to: TypeInfo) => PanicId,
  isValid: (unit: Unit, value: Value, to: TypeInfo, from: TypeInfo) => boolean,
  convert: Operation,
): Operation {
  return (machine, inst) => {
    const { body, unit } = machine.frame;
    const ref = dataB(body, inst) as Ref;
    const to = statedInfo(machine, inst);
    const from = machine.infoOf(ref);
    const value = machine.value(ref);
    const vector = isVector(to);
    const toScalar = vector ? laneInfo(unit, to) : to;
    const fromScalar = vector ? laneInfo(unit, from) : from;
    const count = vector ? laneCount(unit, to) : 1;
    for (let at = 0; at < count; at++) {
      const scalar = vector ? lane(unit, fromScalar, value, at) : value;
      if (scalar instanceof Undefined) {
        fault(interpretCodes.undefinedUse, { use: 'an operand of a checked conversion' });
      }
      if (!isValid(unit, scalar, toScalar, fromScalar)) {
        machine.panic(panic(toScalar));
        return undefined;
      }
    }
    return convert(machine, inst);
  };
}

const enumOr =
  (other: PanicId) =>
  (to: TypeInfo): PanicId =>
    to.kind === TypeKind.enum ? 'invalid_enum_value' : other;

export const integerCastSafe: Operation = /* @__PURE__ */ safely(
  enumOr('integer_out_of_bounds'),
  (unit, value, to) => fits(to, asInteger(value)) && !isUnnamed(unit, to, asInteger(value)),
  conversion(integerCast),
);

export const integerFromFloatSafe: Operation = /* @__PURE__ */ safely(
  () => 'integer_part_out_of_bounds',
  (_, value, to, from) => {
    const integer = float.toInteger(from.format!, value as bigint);
    return integer !== undefined && fits(to, integer);
  },
  conversion(integerFromFloat),
);

// Pointers and errors: the same bits as another type.

/** A value taken as another type of the same shape. */
export const same: Operation = (machine, inst) =>
  machine.value(dataB(machine.frame.body, inst) as Ref);

export const pointerFromInteger: Operation = /* @__PURE__ */ conversion(
  strictUnary((value) => (value instanceof Pointer ? value : new Pointer(value as bigint))),
);

export const integerFromPointer: Operation = /* @__PURE__ */ conversion(strictUnary(asInteger));

/** `error_cast`: of an error set or an error union; the error must belong to the result's set. */
export const errorCast: Operation = (machine, inst) => {
  const { unit, body } = machine.frame;
  const { types } = unit.module;
  const ref = dataB(body, inst) as Ref;
  const value = machine.value(ref);
  const to = statedInfo(machine, inst);
  const isUnion = to.kind === TypeKind.errorUnion;
  if (value instanceof Undefined) return value;
  const error = isUnion ? errorOf(unit, machine.typeOf(ref), value) : asInteger(value);
  const set = isUnion ? types.errorSetOf(to.type) : to.type;
  const isMember = to.kind === TypeKind.optional || types.hasError(set, Number(error) as ErrorId);
  if (error !== 0n && !isMember) {
    fault(interpretCodes.invalidValue, { value: `error ${error}`, type: 'error set' });
  }
  return value;
};

/** `error_from_int(E, n)`. */
export const errorFromInteger: Operation = /* @__PURE__ */ conversion(
  strictUnary((value, _, __, machine) => {
    const error = value as bigint;
    if (error === 0n || error > BigInt(machine.frame.unit.module.errors.length)) {
      fault(interpretCodes.invalidValue, { value: error, type: 'error set' });
    }
    return error;
  }),
);

// bit_cast.

/** Scalars that a value of a type consists of, without nested arrays and vectors. */
interface Leaves {
  readonly info: TypeInfo;
  readonly count: number;
}

function leavesOf(unit: Unit, root: TypeInfo): Leaves {
  const { types } = unit.module;
  let info = root;
  let count = 1;
  while (info.kind === TypeKind.array || info.kind === TypeKind.vector) {
    const sentinel = info.kind === TypeKind.array && types.sentinel(info.type) !== None ? 1 : 0;
    count *= types.arrayLength(info.type) + sentinel;
    info = unit.info(types.child(info.type));
  }
  return { info, count };
}

/** Reinterprets the bits of a value; element 0 is the least significant. */
function bitCast(unit: Unit, from: TypeInfo, to: TypeInfo, value: Value): Value {
  if (from.shape === to.shape && from.shape !== Shape.memory) {
    if (from.bits === to.bits && from.signed === to.signed) return value;
  }
  if (to.size === 0) return unit.undefinedValue(to);
  const source = leavesOf(unit, from);
  const target = leavesOf(unit, to);
  const isWhole = (leaves: Leaves): boolean => leaves.info.bits === leaves.info.size * 8;
  if (from.shape === Shape.memory && to.shape === Shape.memory && isWhole(source)) {
    if (isWhole(target) && from.size === to.size) return value;
  }
  const { bits, mask } = concatenated(unit, from, source, value);
  if (to.shape !== Shape.memory) return partial(to, bits, mask);
  const image = new Image(to.size);
  for (let at = 0; at < target.count; at++) {
    const shift = BigInt(at * target.info.bits);
    const part = (x: bigint): bigint => BigInt.asUintN(target.info.bits, x >> shift);
    const element = partial(target.info, part(bits), part(mask));
    unit.write(target.info, image, at * target.info.size, element);
  }
  return image;
}

function concatenated(
  unit: Unit,
  from: TypeInfo,
  leaves: Leaves,
  value: Value,
): { bits: bigint; mask: bigint } {
  if (!(value instanceof Image)) return bitsAndMask(from, value);
  let bits = 0n;
  let mask = 0n;
  for (let at = leaves.count - 1; at >= 0; at--) {
    const element = unit.read(leaves.info, value, at * leaves.info.size);
    if (element instanceof Image) {
      fault(interpretCodes.unsupported, { what: 'bit_cast of an aggregate' });
    }
    const part = bitsAndMask(leaves.info, element);
    bits = (bits << BigInt(leaves.info.bits)) | part.bits;
    mask = (mask << BigInt(leaves.info.bits)) | part.mask;
  }
  return { bits, mask };
}

export const bitCastOperation: Operation = (machine, inst) => {
  const ref = dataB(machine.frame.body, inst) as Ref;
  const to = statedInfo(machine, inst);
  return bitCast(machine.frame.unit, machine.infoOf(ref), to, machine.value(ref));
};

/** `bit_cast_safe`: panics on a value an exhaustive enum does not have. */
export const bitCastSafe: Operation = (machine, inst) => {
  const { unit } = machine.frame;
  const to = statedInfo(machine, inst);
  const value = bitCastOperation(machine, inst)!;
  if (to.shape === Shape.integer && value instanceof Undefined) {
    fault(interpretCodes.undefinedUse, { use: 'an operand of a checked conversion' });
  }
  if (!isUnnamed(unit, to, value as bigint)) return value;
  machine.panic('invalid_enum_value');
  return undefined;
};

/** `array_to_vector`: the layouts agree; a sentinel is left behind. */
export const arrayToVector: Operation = (machine, inst) => {
  const to = statedInfo(machine, inst);
  const value = machine.value(dataB(machine.frame.body, inst) as Ref) as Image;
  const image = new Image(to.size);
  copyBytes(value, 0, image, 0, to.size);
  return image;
};
