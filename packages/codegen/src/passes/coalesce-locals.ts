// Locals whose lives do not overlap share one: colouring of live ranges in order of their start.
//
// A live range is the span of instructions from the first to the last mention, widened to every loop that it enters
// from outside or whose start it reaches with a value of the round before.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';
import { armEnds } from './extents.ts';
import { Loops } from './loops.ts';
import type { Scratch } from './scratch.ts';

export function coalesceLocals(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count, prologue } = draft;
  const { params, count: locals } = draft.locals;
  if (locals - params < 2 && (locals === params || params === 0)) return false;
  const { start, end, order } = liveRanges(draft, scratch);

  /** Locals whose lives end before each instruction, as lists: the first one, and the next of each. */
  const firstEnding = scratch.filled(5, count + 1, NONE);
  const nextEnding = scratch.column(6, locals);
  for (let i = order.length - 1; i >= 0; i--) {
    const local = order[i]!;
    nextEnding[local] = firstEnding[end[local]!]!;
    firstEnding[end[local]!] = local;
  }
  /** Locals nobody lives in at the moment, as one list per value type. */
  const free = scratch.filled(7, FREE_LISTS, NONE);
  const nextFree = scratch.column(8, locals);
  const target = scratch.column(9, locals);
  for (let local = 0; local < locals; local++) target[local] = local;
  let changed = false;
  let ended = 0;
  for (const local of order) {
    for (; ended <= start[local]!; ended++) {
      for (let gone = firstEnding[ended]!; gone !== NONE; gone = nextEnding[gone]!) {
        const home = target[gone]!;
        const list = freeList(draft.locals.typeOf(home));
        nextFree[home] = free[list]!;
        free[list] = home;
      }
    }
    const list = freeList(draft.locals.typeOf(local));
    const home = free[list]!;
    if (local < params || home === NONE) continue;
    free[list] = nextFree[home]!;
    target[local] = home;
    changed = true;
  }
  if (!changed) return false;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) data[at] = target[data[at]!]!;
  }
  if (prologue !== null) {
    const move = (local: number): number => (local === NONE ? NONE : target[local]!);
    draft.prologue = {
      ...prologue,
      savedLocal: move(prologue.savedLocal),
      bottomLocal: move(prologue.bottomLocal),
    };
  }
  return true;
}

/** Value type bytes differ in these bits. */
const FREE_LISTS = 32;
const freeList = (type: number): number => type & (FREE_LISTS - 1);

interface LiveRanges {
  /** Half-open ranges [start, end) of instruction indexes, by local. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Parameters and mentioned locals by ascending start. */
  readonly order: readonly number[];
}

function liveRanges(draft: MirDraft, scratch: Scratch): LiveRanges {
  const { tags, data, count, prologue } = draft;
  const { params, count: locals } = draft.locals;
  const start = scratch.filled(0, locals, NONE);
  const end = scratch.filled(1, locals, 0);
  /** Index of the first set, and the end of the arm it stands in: from there to here every get sees it. */
  const dominatedUntil = scratch.filled(2, locals, 0);
  /** Mentioned locals in the order of their first mention. */
  const mentioned = scratch.column(3, locals);
  let mentionedCount = 0;
  let loopCount = 0;
  const ends = armEnds(draft, scratch);
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag === Tag.loop) loopCount++;
    if (tag < Tag.local_get || tag > Tag.local_tee) continue;
    const local = data[at]!;
    if (start[local] === NONE) {
      start[local] = at;
      mentioned[mentionedCount++] = local;
    }
    if (tag !== Tag.local_get) dominatedUntil[local] = Math.max(dominatedUntil[local]!, ends[at]!);
    // A get that no earlier set in the same or an outer arm dominates reads what a declared local starts with, or
    // a value carried around a loop.
    else if (at >= dominatedUntil[local]!) start[local] = 0;
    end[local] = at + 1;
  }
  if (loopCount > 0) {
    const loops = new Loops(draft, loopCount, scratch);
    for (let i = 0; i < mentionedCount; i++) {
      const local = mentioned[i]!;
      const last = loops.outermost(end[local]! - 1, start[local]!);
      if (last !== NONE) end[local] = last + 1;
    }
  }
  for (let local = 0; local < params; local++) start[local] = 0;
  if (prologue !== null) {
    // Prologue locals live everywhere.
    for (const local of [prologue.savedLocal, prologue.bottomLocal]) {
      if (local === NONE) continue;
      start[local] = 0;
      end[local] = count;
    }
  }
  const order: number[] = [];
  for (let local = 0; local < locals; local++) if (start[local] === 0) order.push(local);
  for (let i = 0; i < mentionedCount; i++) {
    if (start[mentioned[i]!]! > 0) order.push(mentioned[i]!);
  }
  return { start, end, order };
}
