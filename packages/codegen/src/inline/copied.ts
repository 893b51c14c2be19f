// One copy of a body, and what the instructions of the original are in it.

import {
  dataA,
  dataB,
  type FunctionBody,
  type FunctionId,
  type InstId,
  instOf,
  isInst,
  None,
  type Ref,
  Tag,
  type TypeId,
} from '@wasmwright/air';
import type { CalleeFacts } from './cost.ts';
import type { OutcomeTest } from './outcome.ts';

/** A function to copy in place of a call. */
export interface Callee {
  readonly id: FunctionId;
  readonly facts: CalleeFacts;
}

/** One copy of a body. */
export interface Copied {
  readonly body: FunctionBody;
  /** What the body belongs to; undefined for the caller of all. */
  readonly callee: Callee | undefined;
  /** The copy that holds the call. */
  readonly around: Copied | undefined;
  /** Operands that stand for the results of its instructions; `None` for calls whose result is only tested. */
  readonly refs: Uint32Array;
  /** Arguments of the call. */
  readonly args: readonly Ref[];
  /** Where control goes with the result. */
  readonly exit: Exit;
  /** Memory of the result, for `ret_ptr`. */
  readonly resultPointer: Ref;
  /** False when debug instructions would name lines of another function. */
  readonly keepsDebug: boolean;
  /** Results of calls that are only tested, by call. */
  readonly tested: Map<InstId, Parts>;
}

/** Payload and error of a result that is never made. */
interface Parts {
  readonly payload: Ref;
  readonly error: Ref;
}

export type Exit =
  /** Nowhere: it is the caller of all. */
  | { readonly kind: 'return' }
  /** To the end of the copy; the result stands for that of the call. */
  | { readonly kind: 'fall'; readonly call: InstId; readonly type: TypeId }
  /** Out of a block, with the result. */
  | { readonly kind: 'block'; readonly block: InstId }
  /** Out of one block or another, by the outcome, with payload or error if they are needed. */
  | {
      readonly kind: 'outcome';
      readonly good: InstId;
      readonly bad: InstId;
      readonly type: TypeId;
      readonly test: OutcomeTest;
    };

/** False for debug instructions of other lines, and for those that show a result that is never made. */
export function isKept({ body, keepsDebug, refs }: Copied, source: InstId): boolean {
  if (!keepsDebug) return false;
  const tag = body.tags[source];
  if (tag === Tag.dbg_stmt || tag === Tag.dbg_empty_stmt) return true;
  const shown = dataA(body, source) as Ref;
  return !isInst(shown) || refs[instOf(shown)] !== None;
}

/** The payload or the error that an instruction takes out of a result that is never made. */
export function partOf({ body, tested }: Copied, source: InstId): Ref | undefined {
  const tag = body.tags[source];
  const isError = tag === Tag.unwrap_errunion_err;
  if (!isError && tag !== Tag.unwrap_errunion_payload && tag !== Tag.optional_payload)
    return undefined;
  const operand = dataB(body, source) as Ref;
  const parts = isInst(operand) ? tested.get(instOf(operand)) : undefined;
  return isError ? parts?.error : parts?.payload;
}
