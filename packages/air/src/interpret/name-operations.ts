// Names of enum values and errors: codegen.md 3.8.

import { interpretCodes } from '@wasmwright/diagnostics';
import type { ErrorId } from '../ids.ts';
import { fault } from './fault.ts';
import { firstOperand } from './lanes.ts';
import type { Operation } from './lanes.ts';
import type { Machine } from './machine.ts';
import { sliceOf } from './memory-operations.ts';
import { Image, Undefined, UNDEFINED } from './value.ts';

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
  const error = machine.integer(firstOperand(machine), 'an error');
  if (error < 1n || error > BigInt(module.errors.length)) {
    fault(interpretCodes.invalidValue, { value: error, type: 'error set' });
  }
  return nameSlice(machine, module.text(module.errors.name(Number(error) as ErrorId)));
};

/** `tag_name(e)`. */
export const enumName: Operation = (machine) => {
  const { unit } = machine.frame;
  const type = machine.typeOf(firstOperand(machine));
  const value = machine.integer(firstOperand(machine), 'an enum value');
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
  const ref = firstOperand(machine);
  const value = machine.value(ref);
  if (value instanceof Undefined) return UNDEFINED;
  return machine.frame.unit.enumField(machine.typeOf(ref), value as bigint) >= 0 ? 1n : 0n;
};
