// A local that was given the value of another one is that one as long as both keep the value: gets of the copy become gets of
// the original, if that goes for all gets that see the copy: else both would live on. What is not read any more is left to
// `deadLocals`.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';
import { armEnds, opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

export function copyLocals(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count } = draft;
  const locals = draft.locals.count;
  /** Index of the last instruction that writes each local. */
  const lastSet = scratch.filled(0, locals, NONE);
  let hasCopies = false;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag !== Tag.local_set && tag !== Tag.local_tee) continue;
    lastSet[data[at]!] = at;
    if (isSource(tags[at - 1])) hasCopies = true;
  }
  if (!hasCopies) return false;

  const ends = armEnds(draft, scratch);
  /** Number of writes to each local so far. */
  const version = scratch.filled(1, locals, 0);
  /** What each local is a copy of, or `NONE`; the version of that; where it was copied. */
  const original = scratch.filled(2, locals, NONE);
  const originalVersion = scratch.column(3, locals);
  const copiedAt = scratch.column(4, locals);
  /** The innermost loop around here starts behind this instruction; for each open block that of the place before it. */
  let loop = 0;
  const outer = scratch.column(5, count);
  let depth = 0;
  /** Marks of copies that some get needs, by where they were made. */
  const isNeeded = scratch.filled(6, count, 0);
  /** Gets that could get the original instead. */
  const gets = scratch.column(7, count);
  const wanted = scratch.column(8, count);
  const madeAt = scratch.column(9, count);
  let getCount = 0;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag <= Tag.try_table) {
      if (opensBlock(tag)) {
        outer[depth++] = loop;
        if (tag === Tag.loop) loop = at;
      } else if ((tag === Tag.end || tag === Tag.delegate) && depth > 0) loop = outer[--depth]!;
      continue;
    }
    if (tag > Tag.local_tee) continue;
    const local = data[at]!;
    if (tag === Tag.local_get) {
      const from = original[local]!;
      if (from === NONE) continue;
      const copied = copiedAt[local]!;
      // A loop around this place but not around the copy comes here again after all it writes.
      const isChanged =
        version[from] !== originalVersion[local] ||
        (copied < loop && (lastSet[local] !== copied || isSetAfter(lastSet[from]!, copied)));
      if (at > ends[copied]! || isChanged) isNeeded[copied] = 1;
      else {
        gets[getCount] = at;
        madeAt[getCount] = copied;
        wanted[getCount++] = from;
      }
    } else {
      version[local]!++;
      let from = local;
      if (isSource(tags[at - 1])) {
        const isCopy = getCount > 0 && gets[getCount - 1] === at - 1;
        from = isCopy ? wanted[getCount - 1]! : data[at - 1]!;
      }
      original[local] = from === local ? NONE : from;
      originalVersion[local] = version[from]!;
      copiedAt[local] = at;
    }
  }
  let changed = false;
  for (let i = 0; i < getCount; i++) {
    const at = gets[i]!;
    if (isNeeded[madeAt[i]!] === 1) continue;
    data[at] = wanted[i]!;
    changed = true;
  }
  return changed;
}

/** Instructions that leave the value of a local on the stack. */
function isSource(tag: number | undefined): boolean {
  return tag === Tag.local_get || tag === Tag.local_tee;
}

function isSetAfter(lastSet: number, at: number): boolean {
  return lastSet !== NONE && lastSet > at;
}
