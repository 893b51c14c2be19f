// Comparison: codegen.md 3.4.

import { interpretCodes } from '@wasmwright/diagnostics';
import { compare } from '../float/index.ts';
import { dataA, dataB } from '../function.ts';
import type { Ref } from '../ids.ts';
import { compareOperations } from '../tags.ts';
import { TypeKind } from '../types.ts';
import { isNull } from './optional-operations.ts';
import { fault } from './fault.ts';
import { asInteger } from './integer-operations.ts';
import { applyBinary, binary } from './lanes.ts';
import type { Binary, Operation } from './lanes.ts';
import { Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, Undefined, UNDEFINED } from './value.ts';
import type { Value } from './value.ts';

/** Order of two values: -1, 0, 1; `undefined` for unordered floats; `null` when a value is undefined. */
function order(unit: Unit, info: TypeInfo, a: Value, b: Value): -1 | 0 | 1 | undefined | null {
  if (a instanceof Undefined || b instanceof Undefined) return null;
  if (info.shape === Shape.float) return compare(info.format!, a as bigint, b as bigint);
  if (info.shape === Shape.memory) return optionalOrder(unit, info, a as Image, b as Image);
  const [x, y] = [asInteger(a), asInteger(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** 0 when both are null or both present with equal payloads, otherwise 1. */
function optionalOrder(unit: Unit, root: TypeInfo, a: Image, b: Image): 0 | 1 | undefined | null {
  let info = root;
  while (info.kind === TypeKind.optional && info.shape === Shape.memory) {
    const [aNull, bNull] = [isNull(unit, info, a, 0), isNull(unit, info, b, 0)];
    if (aNull === undefined || bNull === undefined) return null;
    if (aNull || bNull) return aNull === bNull ? 0 : 1;
    info = unit.info(unit.module.types.child(info.type)); // the payload is at offset 0
  }
  if (info.shape === Shape.memory) {
    if (info.size === 0) return 0;
    return fault(interpretCodes.unsupported, { what: 'comparing aggregates' });
  }
  const result = order(unit, info, unit.read(info, a, 0), unit.read(info, b, 0));
  return result === 0 ? 0 : result === null ? null : 1;
}

/** Whether a comparison holds, by the order of its operands. */
const holds: Record<(typeof compareOperations)[number], (order: number | undefined) => boolean> = {
  lt: (x) => x === -1,
  lte: (x) => x === -1 || x === 0,
  eq: (x) => x === 0,
  gte: (x) => x === 1 || x === 0,
  gt: (x) => x === 1,
  neq: (x) => x !== 0,
};

function comparison(name: keyof typeof holds): Binary {
  const test = holds[name];
  return (a, b, info, _, machine) => {
    const result = order(machine.frame.unit, info, a, b);
    return result === null ? UNDEFINED : test(result) ? 1n : 0n;
  };
}

/** A `cmp_*` instruction. */
export function compareScalars(name: keyof typeof holds): Operation {
  return binary(comparison(name));
}

/** `cmp_vector(op, a, b)`. */
export const compareVectors: Operation = (machine, inst) => {
  const { body } = machine.frame;
  const payload = dataB(body, inst);
  const left = body.extra[payload]! as Ref;
  const right = body.extra[payload + 1]! as Ref;
  const name = compareOperations[body.extra[payload + 2]!]!;
  const info = machine.infoOf(left);
  const to = machine.resultInfo(inst);
  const [a, b] = [machine.value(left), machine.value(right)];
  return applyBinary(machine, a, b, to, info, info, comparison(name));
};

/** `cmp_lte_errors_len(e)`: the number is at most the number of errors of the module. */
export const isErrorNumber: Operation = (machine, inst) => {
  const value = machine.value(dataA(machine.frame.body, inst) as Ref);
  if (value instanceof Undefined) return UNDEFINED;
  return (value as bigint) <= BigInt(machine.frame.unit.module.errors.length) ? 1n : 0n;
};
