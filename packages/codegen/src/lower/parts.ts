// Aggregates that are not in memory: their parts are values of their own, or locals.

import {
  type InstId,
  instOf,
  isInst,
  isValue,
  type Ref,
  type TypeId,
  valueOf,
  valueRef,
} from '@wasmwright/air';
import { isSameScalar } from '../analysis/leaves.ts';
import { constantLeaves } from './constant-leaves.ts';
import { MAX_CONSTANT_LEAVES, storeTo } from './destination.ts';
import type { FunctionLowering } from './function.ts';
import { type Destination, moved, NO_REF, type Part, Place } from './places.ts';
import { push, pushUndef } from './push.ts';
import { loadScalar, storeScalar } from './scalar.ts';
import { MAX_DEPTH, pin } from './statement.ts';

/** The locals of what lies behind a pointer to a promoted alloc. */
export function variableParts(f: FunctionLowering, pointer: Ref, size: number): Part[] {
  return partsOf(f, instOf(f.rootOf(pointer)), f.offsetOf(pointer), size);
}

/** The locals of a part of a promoted alloc. */
export function partsOf(f: FunctionLowering, alloc: InstId, offset: number, size: number): Part[] {
  const { leafOffset, leafType, leafLocal } = f.allocs;
  const first = f.slot[alloc]!;
  const parts: Part[] = [];
  for (let leaf = first; leaf < first + f.allocs.leafCount(alloc); leaf++) {
    const at = leafOffset[leaf]! - offset;
    if (at < 0 || at >= size) continue;
    const type = leafType[leaf]! as TypeId;
    parts.push({ offset: at, type, local: leafLocal[leaf]!, ref: NO_REF });
  }
  return parts;
}

/** Keeps the parts of a result; operands of parts are evaluated once though the aggregate may be read more often. */
export function setSplit(f: FunctionLowering, inst: InstId, parts: readonly Part[]): void {
  f.place[inst] = Place.split;
  const user = f.uses.user[inst]!;
  const isOnce = f.uses.count[inst] === 1 && f.structure.loop[user] === f.structure.loop[inst];
  let depth = 0;
  for (const part of parts) {
    if (part.local >= 0) continue;
    const root = f.rootOf(part.ref);
    if (!isInst(root)) continue;
    const value = instOf(root);
    const isPure = f.place[value] !== Place.deferred || f.waiting.reads[value] === 0;
    if (!isOnce || !isPure || f.depth[value]! >= MAX_DEPTH - 1) pinParts(f, part.ref);
    else depth = Math.max(depth, f.depth[value]! + 1);
  }
  f.depth[inst] = depth;
  f.splits.set(inst, parts);
}

/** `pin`, also for the parts of a split aggregate. */
function pinParts(f: FunctionLowering, ref: Ref): void {
  const root = f.rootOf(ref);
  if (!isInst(root) || f.place[instOf(root)] !== Place.split) {
    pin(f, ref);
    return;
  }
  for (const part of f.splits.get(instOf(root))!) {
    if (part.local < 0) pinParts(f, part.ref);
  }
}

/** Copies the parts of a promoted alloc that a load gave to locals of their own. */
export function snapshot(f: FunctionLowering, inst: InstId): void {
  const parts = f.splits.get(inst)!.map((part) => {
    const local = f.b.locals.fresh(f.valueType(part.type));
    f.b.localGet(part.local);
    f.b.localSet(local);
    return { ...part, local };
  });
  f.splits.set(inst, parts);
}

/** Stores the parts of an aggregate. */
export function storeParts(f: FunctionLowering, parts: readonly Part[], to: Destination): void {
  for (const part of parts) {
    const at = moved(to, part.offset);
    if (part.local >= 0) storeScalar(f, at, part.type, () => f.b.localGet(part.local));
    else storeTo(f, at, part.ref);
  }
}

/** Sets each of these locals to the scalar at its place in a value. The value does not depend on them. */
export function assignParts(f: FunctionLowering, parts: readonly Part[], ref: Ref): void {
  for (const part of parts) {
    if (locate(f, ref, part.offset, part.type) === 'undefined') continue;
    pushField(f, ref, part.offset, part.type);
    f.b.localSet(part.local);
  }
}

/** Pushes a scalar that lies in a value in memory (or in the parts of a split one). */
export function pushField(f: FunctionLowering, ref: Ref, offset: number, type: TypeId): void {
  const found = locate(f, ref, offset, type);
  if (found === 'undefined') pushUndef(f, type);
  else if (!('type' in found)) {
    loadScalar(f, { kind: 'ref', ref: found.root, offset: found.offset }, type);
  } else if (found.local >= 0) f.b.localGet(found.local);
  else push(f, found.ref);
}

/** The part of a split aggregate or constant that is exactly this field. */
export function partAt(
  f: FunctionLowering,
  ref: Ref,
  offset: number,
  type: TypeId,
): Part | undefined {
  const found = locate(f, ref, offset, type);
  return found !== 'undefined' && 'type' in found ? found : undefined;
}

/** Where a scalar of an aggregate is: a part, somewhere in memory, or nowhere because nothing defines it. */
function locate(
  f: FunctionLowering,
  ref: Ref,
  offset: number,
  type: TypeId,
): Part | { readonly root: Ref; readonly offset: number } | 'undefined' {
  let root = f.rootOf(ref);
  let at = f.offsetOf(ref) + offset;
  for (;;) {
    if (isValue(root)) return locateConstant(f, root, at, type);
    if (f.place[instOf(root)] !== Place.split) return { root, offset: at };
    const parts = f.splits.get(instOf(root))!;
    const position = at;
    const end = at + f.sizeOf(type);
    const part = parts.find(
      (one) => one.offset < end && position < one.offset + f.sizeOf(one.type),
    );
    if (part === undefined) return 'undefined';
    if (part.local < 0 && f.isMemory(part.type)) {
      const isInside = at >= part.offset && end <= part.offset + f.sizeOf(part.type);
      if (!isInside) return { root, offset: at };
      root = f.rootOf(part.ref);
      at += f.offsetOf(part.ref) - part.offset;
      continue;
    }
    return part.offset === at && isSameScalar(f.module, part.type, type)
      ? part
      : { root, offset: at };
  }
}

function locateConstant(
  f: FunctionLowering,
  root: Ref,
  offset: number,
  type: TypeId,
): Part | { readonly root: Ref; readonly offset: number } {
  const leaves = constantLeaves(f.module, valueOf(root), MAX_CONSTANT_LEAVES);
  const leaf = leaves?.find((one) => one.offset === offset);
  if (leaf === undefined) return { root, offset };
  const known = f.module.values.type(leaf.value);
  if (!isSameScalar(f.module, known, type)) return { root, offset };
  return { offset, type: known, local: -1, ref: valueRef(leaf.value) };
}
