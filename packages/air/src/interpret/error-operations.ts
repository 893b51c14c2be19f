// Error unions and error sets: codegen.md 1.6 and 3.8.

import { interpretCodes } from '@wasmwright/diagnostics';
import { dataA } from '../function.ts';
import type { ErrorId, Ref, TypeId } from '../ids.ts';
import { fault } from './fault.ts';
import { firstOperand, secondOperand, statedInfo, truth } from './lanes.ts';
import type { Operation } from './lanes.ts';
import type { Machine } from './machine.ts';
import { moved } from './memory-operations.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, markUndefined, Pointer, Undefined, UNDEFINED } from './value.ts';
import type { Bytes, Value } from './value.ts';

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
    const ref = firstOperand(machine);
    const union = machine.typeOf(ref);
    const error = errorIn(machine.frame.unit, union, machine.value(ref) as Image, 0);
    return truth(error instanceof Undefined ? undefined : error !== 0n, wanted);
  };
}

/** `is_err_ptr` and `is_non_err_ptr`. */
export function errorTestThrough(wanted: boolean): Operation {
  return (machine) => {
    const error = errorThrough(machine, firstOperand(machine));
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
  const ref = secondOperand(machine);
  const union = machine.typeOf(ref);
  const value = machine.value(ref);
  requireState(errorOf(unit, union, value) === 0n, 'unwrap_errunion_payload', 'an error');
  return payloadOf(unit, union, value);
};

/** `unwrap_errunion_err(e)`. Of a success it is 0, no error: front ends test for that afterwards. */
export const unwrapError: Operation = (machine) => {
  const ref = secondOperand(machine);
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
  const ref = secondOperand(machine);
  requireState(definedError(machine, ref) === 0n, 'unwrap_errunion_payload_ptr', 'an error');
  return payloadPointer(machine, ref);
};

/** `unwrap_errunion_err_ptr(E, p)`: the error behind a pointer, 0 of a success. */
export const unwrapErrorThrough: Operation = (machine) =>
  errorThrough(machine, secondOperand(machine));

/** `errunion_payload_ptr_set`: makes it a success. */
export const setSuccess: Operation = (machine) => {
  const { unit } = machine.frame;
  const { types, layout } = unit.module;
  const ref = secondOperand(machine);
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
  errorUnion(
    machine.frame.unit,
    statedInfo(machine, inst),
    0n,
    machine.value(secondOperand(machine)),
  );

export const wrapError: Operation = (machine, inst) =>
  errorUnion(
    machine.frame.unit,
    statedInfo(machine, inst),
    machine.value(secondOperand(machine)),
    undefined,
  );

/** `error_set_has_value(E, e)`. */
export const errorInSet: Operation = (machine, inst) => {
  const set = dataA(machine.frame.body, inst) as TypeId;
  const error = machine.value(secondOperand(machine));
  if (error instanceof Undefined) return UNDEFINED;
  const { types } = machine.frame.unit.module;
  return types.hasError(set, Number(error as bigint) as ErrorId) ? 1n : 0n;
};
