// Optionals: codegen.md 1.6 and 3.8.

import { interpretCodes } from '@wasmwright/diagnostics';
import { fault } from './fault.ts';
import { asInteger } from './integer-operations.ts';
import { firstOperand, secondOperand, statedInfo, truth } from './lanes.ts';
import type { Operation } from './lanes.ts';
import { loadFrom, moved } from './memory-operations.ts';
import { Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, markUndefined, NULL, Undefined } from './value.ts';
import type { Bytes, Value } from './value.ts';

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

/** `is_null` and `is_non_null`. */
export function nullTest(wanted: boolean): Operation {
  return (machine) => {
    const ref = firstOperand(machine);
    const value = machine.value(ref);
    return truth(valueIsNull(machine.frame.unit, machine.infoOf(ref), value), wanted);
  };
}

/** `is_null_ptr` and `is_non_null_ptr`. */
export function nullTestThrough(wanted: boolean): Operation {
  return (machine) => {
    const { unit } = machine.frame;
    const ref = firstOperand(machine);
    const info = unit.info(unit.module.types.child(machine.typeOf(ref)));
    return truth(valueIsNull(unit, info, loadFrom(machine, ref)), wanted);
  };
}

/** `optional_payload(o)`. */
export const optionalPayload: Operation = (machine, inst) => {
  const { unit } = machine.frame;
  const ref = secondOperand(machine);
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
  const ref = secondOperand(machine);
  const info = unit.info(unit.module.types.child(machine.typeOf(ref)));
  requirePresent(valueIsNull(unit, info, loadFrom(machine, ref)), 'optional_payload_ptr');
  return machine.value(ref);
};

/** `optional_payload_ptr_set`: makes it present. */
export const setPresent: Operation = (machine) => {
  const { unit } = machine.frame;
  const { layout, types } = unit.module;
  const ref = secondOperand(machine);
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
  present(machine.frame.unit, statedInfo(machine, inst), machine.value(secondOperand(machine)));
