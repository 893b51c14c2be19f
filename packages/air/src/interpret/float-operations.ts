// Float arithmetic, and the operations that exist for integers and floats: codegen.md 3.2.

import { interpretCodes } from '@wasmwright/diagnostics';
import * as float from '../float/index.ts';
import type { FloatFormat } from '../float/index.ts';
import { dataA, dataB } from '../function.ts';
import type { Ref } from '../ids.ts';
import { fault } from './fault.ts';
import { strict, strictUnary, vectorOf, isVector, lane, laneInfo } from './lanes.ts';
import type { Binary, Operation, Unary } from './lanes.ts';
import { Shape } from './unit.ts';
import { Undefined, UNDEFINED } from './value.ts';
import type { Value } from './value.ts';

type FloatBinary = (format: FloatFormat, a: bigint, b: bigint) => bigint;
type FloatUnary = (format: FloatFormat, a: bigint) => bigint;

/** A float operation as a scalar operation. */
export function floatBinary(operation: FloatBinary): Binary {
  return strict((a, b, info) => operation(info.format!, a as bigint, b as bigint));
}

/** A float operation of one operand. */
export function floatUnary(operation: FloatUnary): Unary {
  return strictUnary((value, _, info) => operation(info.format!, value as bigint));
}

/** The operation for floats, or the one for integers, by the type of the left operand. */
export function numeric(integers: Binary, floats: FloatBinary): Binary {
  const ofFloats = floatBinary(floats);
  return (a, b, left, right, machine) =>
    left.shape === Shape.float
      ? ofFloats(a, b, left, right, machine)
      : integers(a, b, left, right, machine);
}

/** Optimised float operations may assume that no operand is NaN. */
export function withoutNaN(operation: FloatBinary): Binary {
  return strict((a, b, info) => {
    const format = info.format!;
    if (float.isNaN(format, a as bigint) || float.isNaN(format, b as bigint)) {
      fault(interpretCodes.invalidValue, {
        value: 'NaN',
        type: 'operand of an optimized operation',
      });
    }
    return operation(format, a as bigint, b as bigint);
  });
}

/** Division followed by a rounding of the rounded quotient. */
export const divideThen =
  (rounding: FloatUnary): FloatBinary =>
  (format, a, b) =>
    rounding(format, float.divide(format, a, b));

/** `mul_add(a, b, addend)`: the addend is the operand, the factors are behind it. */
export const multiplyAdd: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const payload = dataB(body, inst);
  const factor = body.extra[payload]! as Ref;
  const info = machine.infoOf(factor);
  const operands = [factor, body.extra[payload + 1]! as Ref, dataA(body, inst) as Ref];
  const values = operands.map((ref) => machine.value(ref));
  const fused = (format: FloatFormat, [a, b, c]: readonly Value[]): Value => {
    if (a instanceof Undefined || b instanceof Undefined || c instanceof Undefined)
      return UNDEFINED;
    return float.fusedMultiplyAdd(format, a as bigint, b as bigint, c as bigint);
  };
  if (!isVector(info)) return fused(info.format!, values);
  const scalar = laneInfo(unit, info);
  return vectorOf(unit, info, (at) =>
    fused(
      scalar.format!,
      values.map((vector) => lane(unit, scalar, vector, at)),
    ),
  );
};
