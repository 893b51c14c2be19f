// Promoted allocs: what goes through a pointer to one means its locals.

import { type InstId, instOf, isInst, type Ref, type TypeId } from '@wasmwright/air';
import type { FunctionLowering } from './function.ts';
import { Place } from './places.ts';
import { loadAt, storeScalar } from './scalar.ts';
import { flush, Written } from './waiting.ts';

/** The promoted alloc a pointer leads to, or -1. */
export function variableOf(f: FunctionLowering, pointer: Ref): InstId | -1 {
  const root = f.rootOf(pointer);
  if (!isInst(root)) return -1;
  const alloc = instOf(root);
  return f.place[alloc] === Place.variable ? alloc : -1;
}

/** The leaf of a promoted alloc so many bytes from where a pointer points; -1 if there are several. */
export function leafAt(f: FunctionLowering, alloc: InstId, pointer: Ref, at = 0): number {
  const { leafOffset } = f.allocs;
  const offset = f.offsetOf(pointer) + at;
  const first = f.slot[alloc]!;
  for (let leaf = first; leaf < first + f.allocs.leafCount(alloc); leaf++) {
    if (leafOffset[leaf] === offset) return leaf;
  }
  return -1;
}

/** Pushes a scalar so many bytes from where a pointer points. */
export function loadThrough(f: FunctionLowering, pointer: Ref, at: number, type: TypeId): void {
  const alloc = variableOf(f, pointer);
  if (alloc < 0) loadAt(f, pointer, at, type);
  else f.b.localGet(f.allocs.leafLocal[leafAt(f, alloc as InstId, pointer, at)]!);
}

/** Stores the scalar that `pushScalar` pushes so many bytes from where a pointer points. */
export function storeThrough(
  f: FunctionLowering,
  inst: InstId,
  pointer: Ref,
  at: number,
  type: TypeId,
  pushScalar: () => void,
): void {
  const alloc = variableOf(f, pointer);
  if (alloc < 0) {
    flush(f, inst, Written.memory);
    storeScalar(f, { kind: 'ref', ref: pointer, offset: at }, type, pushScalar);
    return;
  }
  flush(f, inst, alloc);
  pushScalar();
  f.b.localSet(f.allocs.leafLocal[leafAt(f, alloc as InstId, pointer, at)]!);
}
