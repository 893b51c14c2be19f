// Values that wait: reads of memory and of variables are evaluated where they are used, unless something is written before
// that they might see.

import { dataB, type InstId, instOf, isInst, type Ref, Tag as AirTag } from '@wasmwright/air';
import { growBytes, growWords } from '../grow.ts';
import { unborrow } from './destination.ts';
import type { FunctionLowering } from './function.ts';
import { snapshot } from './parts.ts';
import { Place } from './places.ts';
import { emit, keep } from './statement.ts';

/** So many reads of memory or variables may wait at a time. */
const MAX_WAITING = 64;

/** The waiting reads of one function. */
export class Waiting {
  /** Results that read memory or a variable and are not evaluated yet, oldest first. */
  list: Uint32Array = new Uint32Array(MAX_WAITING);
  /** Number of them. */
  length = 0;
  /** 1 for deferred values that read memory or variables themselves or through their deferred operands. */
  reads: Uint8Array = new Uint8Array(0);
  /** 1 for deferred values whose only user has evaluated them. */
  emitted: Uint8Array = new Uint8Array(0);
  /** Number of the last flush that met a value among what its instruction evaluates. Never cleared: no flush has number 0. */
  consumed: Uint32Array = new Uint32Array(0);
  /** Number of the last flush. */
  stamp = 0;
  /** Values whose operands `collect` has not looked at. */
  readonly stack: InstId[] = [];

  begin(length: number): void {
    if (length > this.reads.length) {
      this.reads = growBytes(this.reads, length);
      this.emitted = growBytes(this.emitted, length);
      this.consumed = growWords(this.consumed, length);
    }
    this.length = 0;
    this.reads.fill(0, 0, length);
    this.emitted.fill(0, 0, length);
  }
}

/** What a flush is about to let be written; an alloc means the locals of a promoted one. */
export const Written = { memory: -1, all: -2 } as const;

/**
 * Before something is written: evaluates every waiting read that the writing instruction does not itself consume.
 *
 * @param consumer - the writing instruction, or -1
 * @param written - what it writes: one of `Written`, or a promoted alloc
 */
export function flush(f: FunctionLowering, consumer: number, written: number = Written.all): void {
  if (f.waiting.length === 0 || !forgetDone(f, written)) return;
  const { list } = f.waiting;
  f.waiting.stamp++;
  if (consumer >= 0) collect(f, consumer as InstId);
  let kept = 0;
  for (let at = 0; at < f.waiting.length; at++) {
    const inst = list[at]! as InstId;
    if (!isHit(f, inst, written) || (isWaiting(f, inst) && keepsWaiting(f, inst, written))) {
      list[kept++] = inst;
    }
  }
  f.waiting.length = kept;
}

/**
 * Notes how an aggregate waits; what is returned lets it wait so again, for code that what is lowered in between does not
 * lead to.
 */
export function waitsAgain(f: FunctionLowering, ref: Ref): () => void {
  const root = f.rootOf(ref);
  if (!isInst(root)) return () => undefined;
  const inst = instOf(root);
  const place = f.place[inst]!;
  const slot = f.slot[inst]!;
  const parts = f.splits.get(inst);
  return () => {
    if (f.place[inst] === place && f.splits.get(inst) === parts) return;
    f.place[inst] = place;
    f.slot[inst] = slot;
    if (parts !== undefined) f.splits.set(inst, parts);
    if (!f.waiting.list.subarray(0, f.waiting.length).includes(inst)) wait(f, inst);
  };
}

/** Room for one more waiting read, so that `flush` takes bounded time; false if it must be evaluated at once. */
export function mayWait(f: FunctionLowering): boolean {
  if (f.waiting.length >= MAX_WAITING) forgetDone(f, Written.all);
  return f.waiting.length < MAX_WAITING;
}

/** Lets a value wait. */
export function wait(f: FunctionLowering, inst: InstId): void {
  const { waiting } = f;
  if (waiting.length === waiting.list.length) {
    waiting.list = growWords(waiting.list, waiting.length + 1);
  }
  waiting.list[waiting.length++] = inst;
}

/** Drops what was read, or cannot be any more, from the list; true if what is written touches any of the others. */
function forgetDone(f: FunctionLowering, written: number): boolean {
  const { list, length } = f.waiting;
  let kept = 0;
  let isAnyHit = false;
  for (let at = 0; at < length; at++) {
    const inst = list[at]! as InstId;
    if (!isWaiting(f, inst)) continue;
    list[kept++] = inst;
    isAnyHit ||= isHit(f, inst, written);
  }
  f.waiting.length = kept;
  return isAnyHit;
}

/** True if a waiting instruction reads what is written. */
function isHit(f: FunctionLowering, inst: InstId, written: number): boolean {
  return written === Written.all || written === readBy(f, inst);
}

/** True if a value is still to be read, by somebody who can. */
function isWaiting(f: FunctionLowering, inst: InstId): boolean {
  const place = f.place[inst]!;
  if (place === Place.deferred) {
    if (f.waiting.emitted[inst] === 1) return false;
  } else if (place !== Place.borrowed && place !== Place.split) return false;
  return isInScope(f, inst); // else nobody can use it any more, and its operands may not exist
}

/** Evaluates a waiting read that sees what is written, unless the writing instruction does; true if it waits on. */
function keepsWaiting(f: FunctionLowering, inst: InstId, written: number): boolean {
  const isConsumed = f.waiting.consumed[inst] === f.waiting.stamp;
  const isOnly = isConsumed && f.uses.count[inst] === 1;
  switch (f.place[inst]) {
    case Place.split:
      if (written === Written.all && isOnly) return true;
      snapshot(f, inst);
      return false;
    case Place.borrowed:
      if (isOnly) return true;
      unborrow(f, inst);
      return false;
    default:
      if (isConsumed) return true;
      emit(f, inst);
      keep(f, inst);
      return false;
  }
}

/** True if the body of an instruction is the current one or around it. */
function isInScope(f: FunctionLowering, inst: InstId): boolean {
  const { region, parent } = f.structure;
  const wanted = region[inst]!;
  let body = region[f.current]!;
  while (body > wanted) body = parent[body]!;
  return body === wanted;
}

/** What a waiting instruction reads: a promoted alloc, or `Written.memory`. */
function readBy(f: FunctionLowering, inst: InstId): number {
  // What else reads variables reads a flag or an error behind its first operand.
  const isLoad = f.body.tags[inst] === AirTag.load;
  if (!isLoad && f.operands.read(f.body, inst) === 0) return Written.memory;
  const root = f.rootOf((isLoad ? dataB(f.body, inst) : f.operands.refs[0]!) as Ref);
  return isInst(root) && f.place[instOf(root)] === Place.variable ? instOf(root) : Written.memory;
}

/** Marks what an instruction evaluates itself. */
function collect(f: FunctionLowering, inst: InstId): void {
  const { stack, stamp, consumed } = f.waiting;
  const { operands } = f;
  stack.push(inst);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const count = operands.read(f.body, next);
    for (let at = 0; at < count; at++) {
      const root = f.rootOf(operands.refs[at]! as Ref);
      if (!isInst(root)) continue;
      const id = instOf(root);
      if (consumed[id] === stamp) continue;
      const place = f.place[id];
      if (place === Place.split) consumed[id] = stamp;
      else if (place === Place.deferred || place === Place.borrowed) {
        consumed[id] = stamp;
        stack.push(id);
      }
    }
  }
}
