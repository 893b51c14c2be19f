// Atomics, as seen by a single thread: codegen.md 3.9.

import * as float from '../float/index.ts';
import { dataA, dataB } from '../function.ts';
import type { Ref } from '../ids.ts';
import { rmwOperations } from '../tags.ts';
import { absent, present } from './optional-operations.ts';
import { numeric } from './float-operations.ts';
import * as integer from './integer-operations.ts';
import { applyBinary, statedInfo } from './lanes.ts';
import type { Binary, Operation } from './lanes.ts';
import { loadFrom, storeTo } from './memory-operations.ts';
import { Undefined } from './value.ts';

/** `atomic_load(order, p)`. */
export const atomicLoad: Operation = (machine, inst) =>
  loadFrom(machine, dataA(machine.frame.body, inst) as Ref);

const nand: Binary = (a, b, left, right, machine) =>
  integer.bitNot(integer.bitAnd(a, b, left, right, machine), left, left, machine);

const updates: Record<
  Exclude<(typeof rmwOperations)[number], 'xchg'>,
  Binary
> = /* @__PURE__ */ (() => ({
  add: numeric(integer.addWrap, float.add),
  sub: numeric(integer.subtractWrap, float.subtract),
  and: integer.bitAnd,
  nand,
  or: integer.bitOr,
  xor: integer.bitXor,
  max: numeric(integer.maximum, float.maximum),
  min: numeric(integer.minimum, float.minimum),
}))();

/** `atomic_rmw(op, order, p, a)`: the result is the old value. */
export const atomicUpdate: Operation = (machine, inst) => {
  const { body } = machine.frame;
  const pointer = dataA(body, inst) as Ref;
  const payload = dataB(body, inst);
  const operand = machine.value(body.extra[payload]! as Ref);
  const name = rmwOperations[(body.extra[payload + 1]! >>> 3) & 15]!;
  const info = machine.resultInfo(inst);
  const old = loadFrom(machine, pointer);
  const updated =
    name === 'xchg' ? operand : applyBinary(machine, old, operand, info, info, info, updates[name]);
  storeTo(machine, pointer, updated);
  return old;
};

/** `cmpxchg(T, success, failure, p, expected, new)`: null on success, otherwise what was there. */
export const compareExchange: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const payload = dataB(body, inst);
  const pointer = body.extra[payload]! as Ref;
  const expected = machine.integer(body.extra[payload + 1]! as Ref, 'an expected value');
  const replacement = machine.value(body.extra[payload + 2]! as Ref);
  const optional = statedInfo(machine, inst);
  const old = loadFrom(machine, pointer);
  if (old instanceof Undefined) return unit.undefinedValue(optional);
  if (integer.asInteger(old) !== expected) return present(unit, optional, old);
  storeTo(machine, pointer, replacement);
  return absent(unit, optional);
};
