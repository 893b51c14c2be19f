// One instruction after the other: evaluated where it stands if it has an effect, else where it is used.

import { dataB, type InstId, instOf, isInst, None, type Ref, Tag as AirTag } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { readsMemory } from '../analysis/uses.ts';
import { setDestination, unborrow } from './destination.ts';
import type { FunctionLowering } from './function.ts';
import { partsOf, setSplit, snapshot, storeParts } from './parts.ts';
import { NO_REF, type Part, Place } from './places.ts';
import { mayWait, wait } from './waiting.ts';

/** A deferred expression may nest this deep; deeper ones go to locals, which bounds our own recursion. */
export const MAX_DEPTH = 64;

/** Lowers one instruction where it stands: at once if it has an effect, else when it is used. */
export function statement(f: FunctionLowering, inst: InstId): void {
  const handler = f.handlers[f.body.tags[inst]!];
  if (handler?.effect !== undefined) {
    handler.effect(f, inst);
    return;
  }
  if (f.uses.root[inst] !== None) return;
  const isVolatile = f.uses.effect[inst] === 1;
  if (f.uses.count[inst] === 0 && !isVolatile) return;
  const { size, isMemory } = f.resultFacts(inst);
  if (size === 0) f.place[inst] = Place.none;
  else if (isMemory) makeAggregate(f, inst);
  // A volatile read happens here and once.
  else if (isVolatile || !defer(f, inst)) {
    emit(f, inst);
    keep(f, inst);
  }
}

/** Leaves a value to its only user, if that is possible. */
function defer(f: FunctionLowering, inst: InstId): boolean {
  const { count, user } = f.uses;
  const { loop } = f.structure;
  if (!f.options.defer || count[inst] !== 1 || loop[user[inst]!] !== loop[inst]) return false;
  if (f.body.tags[inst] === AirTag.arg) return false;
  const depth = noteOperands(f, inst);
  if (depth >= MAX_DEPTH) return false;
  if (readsMemory(f.body, inst)) {
    if (!mayWait(f)) return false;
    wait(f, inst);
  }
  f.depth[inst] = depth;
  return true;
}

/** How deep the deferred operands of an instruction nest; notes in `Waiting.reads` whether any of them reads. */
function noteOperands(f: FunctionLowering, inst: InstId): number {
  const { operands } = f;
  const count = operands.read(f.body, inst);
  let depth = 0;
  let reads = readsMemory(f.body, inst) ? 1 : 0;
  for (let at = 0; at < count; at++) {
    const root = f.rootOf(operands.refs[at]! as Ref);
    if (!isInst(root)) continue;
    const id = instOf(root);
    const place = f.place[id];
    if (place !== Place.deferred && place !== Place.split) continue;
    depth = Math.max(depth, f.depth[id]! + 1);
    if (place === Place.split || f.waiting.reads[id] === 1) reads = 1;
  }
  f.waiting.reads[inst] = reads;
  return depth;
}

function makeAggregate(f: FunctionLowering, inst: InstId): void {
  const handler = f.handlers[f.body.tags[inst]!]!;
  const parts = handler.split?.(f, inst);
  if (parts !== undefined) {
    const nesting = nestingOf(f, parts);
    f.nesting[inst] = nesting;
    if (nesting < MAX_DEPTH) setSplit(f, inst, parts);
    else storeParts(f, parts, setDestination(f, inst));
  } else if (f.body.tags[inst] === AirTag.load) borrow(f, inst);
  else handler.into!(f, inst, setDestination(f, inst));
}

/** How deep split aggregates nest in these parts. */
function nestingOf(f: FunctionLowering, parts: readonly Part[]): number {
  let nesting = 0;
  for (const part of parts) {
    const root = part.local >= 0 ? NO_REF : f.rootOf(part.ref);
    if (!isInst(root)) continue;
    const inst = instOf(root);
    if (f.place[inst] === Place.split) nesting = Math.max(nesting, f.nesting[inst]! + 1);
  }
  return nesting;
}

/** An aggregate that is loaded stays where it is until that is written. */
function borrow(f: FunctionLowering, inst: InstId): void {
  const pointer = dataB(f.body, inst) as Ref;
  const root = f.rootOf(pointer);
  const offset = f.offsetOf(pointer);
  const alloc = isInst(root) ? instOf(root) : undefined;
  const isConstant = alloc !== undefined && f.allocs.isConstant(alloc);
  if (alloc !== undefined && f.place[alloc] === Place.variable) {
    f.place[inst] = Place.split;
    f.splits.set(inst, partsOf(f, alloc, offset, f.resultFacts(inst).size));
    if (isConstant) return;
    if (mayWait(f)) wait(f, inst);
    else snapshot(f, inst);
  } else if (isConstant && f.place[alloc] === Place.frame) {
    f.setFrame(inst, f.slot[alloc]! + offset);
  } else if (!mayWait(f)) unborrow(f, inst);
  else {
    f.place[inst] = Place.borrowed;
    wait(f, inst);
  }
}

/** Pushes the scalar result of an instruction. Every aggregate has a place once its instruction was lowered. */
export function emit(f: FunctionLowering, inst: InstId): void {
  f.waiting.emitted[inst] = 1;
  f.handlers[f.body.tags[inst]!]!.value!(f, inst);
}

/** Puts the scalar on the stack into a local of the instruction, or drops it if nobody wants it. */
export function keep(f: FunctionLowering, inst: InstId): void {
  if (f.uses.count[inst] === 0) {
    f.b.op(Tag.drop);
    f.place[inst] = Place.none;
    return;
  }
  const local = f.b.locals.fresh(f.resultFacts(inst).valueType);
  f.b.localSet(local);
  f.setLocal(inst, local);
}

/** Makes sure that a ref can be pushed any number of times. */
export function pin(f: FunctionLowering, ref: Ref): void {
  const root = f.rootOf(ref);
  if (!isInst(root)) return;
  const inst = instOf(root);
  if (f.place[inst] !== Place.deferred || f.resultFacts(inst).isMemory) return;
  emit(f, inst);
  keep(f, inst);
}
