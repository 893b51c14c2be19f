// Operations that only vectors have: codegen.md 3.10.

import * as float from '../float/index.ts';
import { dataA, dataB, listPayload } from '../function.ts';
import { None } from '../ids.ts';
import type { Ref, ValueId } from '../ids.ts';
import { reduceOperations } from '../tags.ts';
import * as integer from './integer-operations.ts';
import { numeric } from './float-operations.ts';
import { isVector, lane, laneCount, laneInfo, statedInfo, vectorOf } from './lanes.ts';
import type { Binary, Operation } from './lanes.ts';
import { storeTo } from './memory-operations.ts';
import { Image, Undefined } from './value.ts';
import type { Value } from './value.ts';

/** `splat(T, a)`. */
export const splat: Operation = (machine, inst) => {
  const { unit, body } = machine.frame;
  const value = machine.value(dataB(body, inst) as Ref);
  return vectorOf(unit, statedInfo(machine, inst), () => value);
};

/** `select(mask, a, b)`: per lane. */
export const select: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const mask = dataA(body, inst) as Ref;
  const payload = dataB(body, inst);
  const a = machine.value(body.extra[payload]! as Ref);
  const b = machine.value(body.extra[payload + 1]! as Ref);
  const info = machine.resultInfo(inst);
  const maskInfo = machine.infoOf(mask);
  const flags = machine.value(mask);
  const choose = (flag: Value, x: Value, y: Value): Value =>
    flag instanceof Undefined ? flag : flag === 1n ? x : y;
  if (!isVector(maskInfo)) return choose(flags, a, b);
  const bool = laneInfo(unit, maskInfo);
  const scalar = laneInfo(unit, info);
  return vectorOf(unit, info, (at) =>
    choose(lane(unit, bool, flags, at), lane(unit, scalar, a, at), lane(unit, scalar, b, at)),
  );
};

/** `shuffle_one(T, [mask], a)`: a mask word is a lane, or bit 31 and a constant. */
export const shuffleOne: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const info = statedInfo(machine, inst);
  const mask = listPayload(body, inst);
  const source = body.extra[mask.start + mask.length]! as Ref;
  const scalar = laneInfo(unit, info);
  const vector = machine.value(source);
  return vectorOf(unit, info, (at) => {
    const word = body.extra[mask.start + at]!;
    if (word === None) return unit.undefinedValue(scalar);
    if (word >>> 31 === 0) return lane(unit, scalar, vector, word);
    return machine.program.constant(unit, (word & 0x7fff_ffff) as ValueId);
  });
};

/** `shuffle_two(T, [mask], a, b)`: a mask word is lane << 1 | which, or `None`. */
export const shuffleTwo: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const info = statedInfo(machine, inst);
  const mask = listPayload(body, inst);
  const end = mask.start + mask.length;
  const scalar = laneInfo(unit, info);
  const vectors = [0, 1].map((at) => machine.value(body.extra[end + at]! as Ref));
  return vectorOf(unit, info, (at) => {
    const word = body.extra[mask.start + at]!;
    if (word === None) return unit.undefinedValue(scalar);
    return lane(unit, scalar, vectors[word & 1]!, word >>> 1);
  });
};

const folds: Record<(typeof reduceOperations)[number], Binary> = /* @__PURE__ */ (() => ({
  and: integer.bitAnd,
  or: integer.bitOr,
  xor: integer.bitXor,
  min: numeric(integer.minimum, float.minimum),
  max: numeric(integer.maximum, float.maximum),
  add: numeric(integer.addWrap, float.add),
  mul: numeric(integer.multiplyWrap, float.multiply),
}))();

/** `reduce(op, a)`: a left fold without identity. */
export const reduce: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const ref = dataA(body, inst) as Ref;
  const info = machine.infoOf(ref);
  const fold = folds[reduceOperations[dataB(body, inst)]!];
  const vector = machine.value(ref);
  const scalar = laneInfo(unit, info);
  let result = lane(unit, scalar, vector, 0);
  for (let at = 1; at < laneCount(unit, info); at++) {
    result = fold(result, lane(unit, scalar, vector, at), scalar, scalar, machine);
  }
  return result;
};

/** `legalize_vec_store_elem(p, i, a)`: one lane of a vector in memory. */
export const storeElement: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const pointer = dataA(body, inst) as Ref;
  const payload = dataB(body, inst);
  const index = machine.integer(body.extra[payload]! as Ref, 'an index');
  const value = machine.value(body.extra[payload + 1]! as Ref);
  const info = unit.info(unit.module.types.child(machine.typeOf(pointer)));
  const scalar = laneInfo(unit, info);
  const place = machine.pointer(pointer);
  const whole = machine.load(place, info, 1) as Image;
  const changed = vectorOf(unit, info, (at) =>
    BigInt(at) === index ? value : lane(unit, scalar, whole, at),
  );
  storeTo(machine, pointer, changed);
  return undefined;
};
