// Parameters, calls, returns and branches.

import { listPayload } from '../function.ts';
import { None, type TypeId } from '../ids.ts';
import { signatureOf } from '../results.ts';
import {
  type Checked,
  first,
  second,
  typeOf,
  typeOfA,
  typeOfB,
  isInteger,
  must,
  mustAgree,
  pointeeOf,
} from './checked.ts';
import type { Rules } from './rules.ts';

function call(c: Checked): void {
  const { types } = c.module;
  const callee = typeOfA(c);
  const signature = signatureOf(c.module, callee) as TypeId;
  if (!must(c, (signature as number) !== None, 'a function', callee)) return;
  const { start, length } = listPayload(c.body, c.inst);
  const expected = types.parameterCount(signature);
  if (length < expected || (length > expected && !types.isVariadic(signature))) {
    c.wrong(`the function takes ${expected} arguments, found ${length}`);
    return;
  }
  for (let at = 0; at < expected; at++) {
    mustAgree(c, types.parameter(signature, at), typeOf(c, c.body.extra[start + at]!));
  }
}

function parameter(c: Checked): void {
  const { types } = c.module;
  const index = second(c);
  if (index >= types.parameterCount(c.signature)) {
    c.wrong(`there is no parameter ${index}`);
  } else if (types.parameter(c.signature, index) !== first(c)) {
    c.wrong(`parameter ${index} is of type ${c.show(types.parameter(c.signature, index))}`);
  }
}

/** Rules about parameters, calls, returns and branches. */
export const controlRules: Rules<
  | 'any'
  | 'parameter'
  | 'returned'
  | 'returnedPtr'
  | 'variadic'
  | 'repeat'
  | 'branch'
  | 'dispatch'
  | 'condition'
  | 'switch'
  | 'call'
  | 'assembly'
> = {
  any: () => undefined,
  parameter,
  returned: (c) => mustAgree(c, c.module.types.resultOf(c.signature), typeOfA(c)),
  returnedPtr: (c) => {
    const child = pointeeOf(c, typeOfA(c));
    if (child !== undefined) mustAgree(c, c.module.types.resultOf(c.signature), child);
  },
  variadic: (c) => {
    if (!c.module.types.isVariadic(c.signature)) c.wrong('the function is not variadic');
  },
  repeat: () => undefined,
  branch: (c) => {
    const target = first(c);
    if (target < c.body.length) mustAgree(c, c.body.types[target]! as TypeId, typeOfB(c));
  },
  dispatch: (c) => {
    const target = first(c);
    if (target < c.body.length) mustAgree(c, typeOf(c, c.body.data[2 * target]!), typeOfB(c));
  },
  condition: (c) => must(c, typeOfA(c) === c.module.types.bool, 'bool', typeOfA(c)),
  switch: (c) =>
    must(c, isInteger(c, typeOfA(c)), 'an integer, enum, error or pointer', typeOfA(c)),
  call,
  assembly: () => undefined,
};
