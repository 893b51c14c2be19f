// Lane by lane: every scalar operation also works on vectors.

import { dataA, dataB } from '../function.ts';
import type { InstId, Ref, TypeId } from '../ids.ts';
import { TypeKind } from '../types.ts';
import type { Machine } from './machine.ts';
import { integerView, Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, Pointer, Undefined, UNDEFINED } from './value.ts';
import type { Value } from './value.ts';

/** What an instruction does; a result of `undefined` is none, or comes later. */
export type Operation = (machine: Machine, inst: InstId) => Value | undefined;

/** A scalar operation of one operand; `from` and `to` describe the operand's and the result's type. */
export type Unary = (value: Value, to: TypeInfo, from: TypeInfo, machine: Machine) => Value;

/** A scalar operation of two operands; `left` and `right` describe their types. */
export type Binary = (
  a: Value,
  b: Value,
  left: TypeInfo,
  right: TypeInfo,
  machine: Machine,
) => Value;

export const isVector = (info: TypeInfo): boolean => info.kind === TypeKind.vector;

/** Facts about the lanes of a vector type. */
export function laneInfo(unit: Unit, vector: TypeInfo): TypeInfo {
  return unit.info(unit.module.types.child(vector.type));
}

/** Number of lanes. */
export function laneCount(unit: Unit, vector: TypeInfo): number {
  return unit.module.types.arrayLength(vector.type);
}

/** Lane `index` of a vector value. */
export function lane(unit: Unit, info: TypeInfo, vector: Value, index: number): Value {
  return unit.read(info, vector as Image, index * info.size);
}

/** A vector from a function of the lane number. */
export function vectorOf(unit: Unit, vector: TypeInfo, make: (index: number) => Value): Image {
  const image = new Image(vector.size);
  const info = laneInfo(unit, vector);
  const count = laneCount(unit, vector);
  for (let at = 0; at < count; at++) unit.write(info, image, at * info.size, make(at));
  return image;
}

const addressOf = (value: Value): Value => (value instanceof Pointer ? value.address : value);

/** A result as a pointer into the object of an operand, if a pointer is wanted. */
function asPointer(to: TypeInfo, result: Value, operand: Value): Value {
  if (to.shape !== Shape.pointer || typeof result !== 'bigint') return result;
  return new Pointer(result, operand instanceof Pointer ? operand.object : undefined);
}

/** Applies a scalar operation to a scalar or to each lane of a vector of type `to`. */
export function applyUnary(
  machine: Machine,
  value: Value,
  to: TypeInfo,
  from: TypeInfo,
  scalar: Unary,
): Value {
  if (!isVector(to)) {
    if (from.shape !== Shape.pointer && to.shape !== Shape.pointer) {
      return scalar(value, to, from, machine);
    }
    const result = scalar(addressOf(value), integerView(to), integerView(from), machine);
    return asPointer(to, result, value);
  }
  const { unit } = machine.frame;
  const toLane = laneInfo(unit, to);
  const fromLane = laneInfo(unit, from);
  return vectorOf(unit, to, (at) =>
    scalar(lane(unit, fromLane, value, at), toLane, fromLane, machine),
  );
}

/** As `applyUnary`; a scalar right operand goes with every lane of the left one. */
export function applyBinary(
  machine: Machine,
  a: Value,
  b: Value,
  to: TypeInfo,
  left: TypeInfo,
  right: TypeInfo,
  scalar: Binary,
): Value {
  if (!isVector(left)) {
    if (left.shape !== Shape.pointer) return scalar(a, b, left, right, machine);
    // Pointers take part as their addresses.
    const [x, y] = [addressOf(a), addressOf(b)];
    const result = scalar(x, y, integerView(left), integerView(right), machine);
    return asPointer(to, result, a);
  }
  const { unit } = machine.frame;
  const leftLane = laneInfo(unit, left);
  const rightLane = isVector(right) ? laneInfo(unit, right) : right;
  return vectorOf(unit, to, (at) => {
    const y = isVector(right) ? lane(unit, rightLane, b, at) : b;
    return scalar(lane(unit, leftLane, a, at), y, leftLane, rightLane, machine);
  });
}

/** An instruction `tag(a)`; the operand is in the first data word, or behind the type. */
export function unary(scalar: Unary, behindType = false): Operation {
  return (machine, inst) => {
    const { body } = machine.frame;
    const ref = (behindType ? dataB(body, inst) : dataA(body, inst)) as Ref;
    const from = machine.infoOf(ref);
    return applyUnary(machine, machine.value(ref), machine.resultInfo(inst), from, scalar);
  };
}

/** An instruction `tag(a, b)` in the two data words. */
export function binary(scalar: Binary): Operation {
  return (machine, inst) => {
    const { body } = machine.frame;
    const left = dataA(body, inst) as Ref;
    const right = dataB(body, inst) as Ref;
    const leftInfo = machine.infoOf(left);
    const a = machine.value(left);
    const b = machine.value(right);
    if (leftInfo.shape !== Shape.memory && leftInfo.shape !== Shape.pointer) {
      return scalar(a, b, leftInfo, machine.infoOf(right), machine);
    }
    const to = machine.resultInfo(inst);
    return applyBinary(machine, a, b, to, leftInfo, machine.infoOf(right), scalar);
  };
}

/** Makes the result undefined when an operand is. */
export function strict(scalar: Binary): Binary {
  return (a, b, left, right, machine) =>
    a instanceof Undefined || b instanceof Undefined
      ? UNDEFINED
      : scalar(a, b, left, right, machine);
}

/** As `strict`, for one operand. */
export function strictUnary(scalar: Unary): Unary {
  return (value, to, from, machine) =>
    value instanceof Undefined ? UNDEFINED : scalar(value, to, from, machine);
}

/** The type of a `tyOp` or `ty` instruction. */
export function statedInfo(machine: Machine, inst: InstId): TypeInfo {
  return machine.frame.unit.info(dataA(machine.frame.body, inst) as TypeId);
}

/** The operand in the first data word of the current instruction. */
export const firstOperand = (machine: Machine): Ref =>
  dataA(machine.frame.body, machine.inst) as Ref;

/** The operand in the second data word of the current instruction. */
export const secondOperand = (machine: Machine): Ref =>
  dataB(machine.frame.body, machine.inst) as Ref;

/** A test's result as a value: undefined when it depends on undefined bits. */
export const truth = (value: boolean | undefined, wanted: boolean): Value =>
  value === undefined ? UNDEFINED : value === wanted ? 1n : 0n;
