// Results with two outcomes - an error union, an optional, a bool - that are tested where the call stands. A copy of the
// callee need not make such a result: each return leaves for the right place at once.

import {
  blockBody,
  type BodyRange,
  condBr,
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  instOf,
  instRef,
  isInst,
  type Module,
  None,
  Operands,
  type Ref,
  Tag,
  tryBody,
  type TypeId,
  TypeKind,
  typeOfInst,
  ValueKind,
  valueOf,
} from '@wasmwright/air';

/** How a kind of result is tested and taken apart. */
export interface OutcomeTags {
  /** `None`: the result is its own test. */
  readonly isGood: number;
  readonly isBad: number;
  readonly payload: number;
  readonly error: number;
}

const TAGS: ReadonlyMap<TypeKind, OutcomeTags> = /* @__PURE__ */ new Map([
  [
    TypeKind.errorUnion,
    {
      isGood: Tag.is_non_err,
      isBad: Tag.is_err,
      payload: Tag.unwrap_errunion_payload,
      error: Tag.unwrap_errunion_err,
    },
  ],
  [
    TypeKind.optional,
    { isGood: Tag.is_non_null, isBad: Tag.is_null, payload: Tag.optional_payload, error: None },
  ],
  [TypeKind.bool, { isGood: None, isBad: None, payload: None, error: None }],
]);

/** How results of a type are tested, undefined for types with another number of outcomes. */
export function outcomeTags(module: Module, type: TypeId): OutcomeTags | undefined {
  return TAGS.get(module.types.kind(type));
}

/** Types of the payload and of the error as far as a test needs them: void where it does not. */
export function partTypes(
  module: Module,
  type: TypeId,
  { needsPayload, needsError }: { readonly needsPayload: boolean; readonly needsError: boolean },
): { readonly payload: TypeId; readonly error: TypeId } {
  const { types } = module;
  const isUnion = types.kind(type) === TypeKind.errorUnion;
  const payload = (): TypeId => (isUnion ? types.payloadOf(type) : types.child(type));
  return {
    payload: needsPayload ? payload() : types.void,
    error: needsError ? types.errorSetOf(type) : types.void,
  };
}

/** What a `ret` is known to return. */
export interface Outcome {
  readonly isGood: boolean;
  /** The payload or the error, an operand of the function; `None` for an error that is part of a constant. */
  readonly value: Ref | typeof None;
}

/** The outcome of a returned operand, if the function says it. */
export function outcomeOf(module: Module, body: FunctionBody, whole: Ref): Outcome | undefined {
  const { values } = module;
  if (isInst(whole)) {
    const inst = instOf(whole);
    switch (body.tags[inst]) {
      case Tag.wrap_errunion_payload:
      case Tag.wrap_optional:
        return { isGood: true, value: dataB(body, inst) as Ref };
      case Tag.wrap_errunion_err:
        return { isGood: false, value: dataB(body, inst) as Ref };
      default:
        return undefined;
    }
  }
  const value = valueOf(whole);
  switch (values.kind(value)) {
    case ValueKind.success:
    case ValueKind.some:
      return { isGood: true, value: values.payload(value) as number as Ref };
    case ValueKind.failure:
    case ValueKind.null:
      return { isGood: false, value: None };
    case ValueKind.bool:
      return { isGood: values.boolValue(value), value: None };
    default:
      return undefined;
  }
}

/** What follows a call: its result is tested at once, and each use of it knows the outcome. */
export interface OutcomeTest {
  /** What tests the result: `try`, `is_err` and the like, or the call itself when its result is the condition. */
  readonly test: InstId;
  /** The `try`, or the block around the `cond_br`, or `None` when the `cond_br` ends the list of the call. */
  readonly owner: InstId | typeof None;
  readonly isTry: boolean;
  /** What runs when the result is good and what when it is bad. `good` is empty for `try`: the rest of the list. */
  readonly good: BodyRange;
  readonly bad: BodyRange;
  /** True if somebody looks at the payload, at the error. */
  readonly needsPayload: boolean;
  readonly needsError: boolean;
  /** Index in `extra` behind the last instruction that is part of it. */
  readonly end: number;
}

/** The instructions that use each call and each test of one, debug instructions left out. */
export type Users = ReadonlyMap<InstId, readonly InstId[]>;

export function usersOf(body: FunctionBody): Users {
  const users = new Map<InstId, InstId[]>();
  const operands = new Operands();
  for (let inst = 0 as InstId; inst < body.length; inst++) {
    if (isDebug(body.tags[inst]!)) continue;
    const count = operands.read(body, inst);
    for (let at = 0; at < count; at++) {
      const operand = operands.refs[at]! as Ref;
      if (!isInst(operand) || !TESTED.has(body.tags[instOf(operand)]!)) continue;
      const known = users.get(instOf(operand));
      if (known === undefined) users.set(instOf(operand), [inst]);
      else known.push(inst);
    }
  }
  return users;
}

const TESTED: ReadonlySet<number> = /* @__PURE__ */ new Set([
  ...[Tag.call, Tag.call_never_tail],
  ...[Tag.is_non_err, Tag.is_err, Tag.is_non_null, Tag.is_null],
]);

/** Instructions that only a debugger sees. */
export function isDebug(tag: number): boolean {
  return (
    tag === Tag.dbg_stmt ||
    tag === Tag.dbg_empty_stmt ||
    tag === Tag.dbg_var_ptr ||
    tag === Tag.dbg_var_val ||
    tag === Tag.dbg_arg_inline
  );
}

const NOTHING: BodyRange = { start: 0, length: 0 };

/**
 * The test of a call's result, or undefined when something else needs the result.
 *
 * @param start - index in `extra` of what follows the call in its list
 * @param end - index in `extra` of the end of this list
 */
export function testOf(
  module: Module,
  body: FunctionBody,
  users: Users,
  call: InstId,
  start: number,
  end: number,
): OutcomeTest | undefined {
  const tags = outcomeTags(module, typeOfInst(body, call));
  if (tags === undefined) return undefined;
  const { extra } = body;
  const skip = (from: number): number => {
    while (from < end && isDebug(body.tags[extra[from]!]!)) from++;
    return from;
  };
  let at = skip(start);
  let inst = extra[at]! as InstId;
  if (at === end) return undefined;
  const isTry = body.tags[inst] === Tag.try || body.tags[inst] === Tag.try_cold;
  if (isTry) {
    if (dataA(body, inst) !== instRef(call)) return undefined;
    // Bodies are numbered in the order of the text: this one ends where the next instruction begins.
    const arms: Arms = { good: [0, 0], bad: [inst + 1, idBehind(body, at, end)] };
    const needs = needsOf(body, users, tags, call, inst, arms);
    const bad = tryBody(body, inst, false);
    if (needs === undefined) return undefined;
    const { needsError } = needs;
    return {
      test: inst,
      owner: inst,
      isTry,
      good: NOTHING,
      bad,
      needsPayload: true,
      needsError,
      end: at + 1,
    };
  }

  let test = call;
  let isSwapped = false;
  if (tags.isGood !== None) {
    const tag = body.tags[inst]!;
    isSwapped = tag === tags.isBad;
    if ((!isSwapped && tag !== tags.isGood) || users.get(inst)?.length !== 1) return undefined;
    test = inst;
    at = skip(at + 1);
    if (at === end) return undefined;
    inst = extra[at]! as InstId;
  }
  const isBlock = body.tags[inst] === Tag.block;
  const branch = isBlock ? firstOf(body, blockBody(body, inst)) : inst;
  if (body.tags[branch] !== Tag.cond_br || dataA(body, branch) !== instRef(test)) return undefined;
  const { then, else: otherwise } = condBr(body, branch);
  const split = extra[otherwise.start]!;
  const first: Numbers = [branch + 1, split];
  const second: Numbers = [split, idBehind(body, at, end)];
  const arms = isSwapped ? { good: second, bad: first } : { good: first, bad: second };
  const needs = needsOf(body, users, tags, call, test === call ? branch : test, arms);
  const [good, bad] = isSwapped ? [otherwise, then] : [then, otherwise];
  return needs && { test, owner: isBlock ? inst : None, isTry, good, bad, ...needs, end: at + 1 };
}

/** Numbers of the instructions from one to another, which is not one of them. */
type Numbers = readonly [number, number];

/** The instructions that run after a test. */
interface Arms {
  readonly good: Numbers;
  readonly bad: Numbers;
}

/** What is asked of a result besides its test; undefined when something needs the whole of it. */
function needsOf(
  body: FunctionBody,
  users: Users,
  tags: OutcomeTags,
  call: InstId,
  test: InstId,
  { good, bad }: Arms,
): { readonly needsPayload: boolean; readonly needsError: boolean } | undefined {
  const isIn = (inst: InstId, [from, to]: Numbers): boolean => inst >= from && inst < to;
  let needsPayload = false;
  let needsError = false;
  for (const user of users.get(call) ?? []) {
    if (user === test) continue;
    const tag = body.tags[user];
    if (tag === tags.payload && isIn(user, good)) needsPayload = true;
    else if (tag === tags.error && isIn(user, bad)) needsError = true;
    else return undefined;
  }
  return { needsPayload, needsError };
}

/** Number of the instruction behind the one at an index of a list; Infinity when it is the last. */
function idBehind(body: FunctionBody, at: number, end: number): number {
  return at + 1 < end ? body.extra[at + 1]! : Infinity;
}

/** The first instruction of a body that is not for a debugger. */
function firstOf(body: FunctionBody, { start, length }: BodyRange): InstId {
  let at = start;
  while (at < start + length - 1 && isDebug(body.tags[body.extra[at]!]!)) at++;
  return body.extra[at]! as InstId;
}
