// Locals that are written but not read any more: a `local.tee` vanishes, a `local.set` becomes a `drop`.

import { type MirDraft, Tag } from '@wasmwright/mir';
import { LoopTracker } from './extents.ts';
import type { Scratch } from './scratch.ts';

export function dropDeadLocals(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count } = draft;
  /** One past the last read of each local. */
  const readUntil = scratch.filled(0, draft.locals.count, 0);
  for (let at = 0; at < count; at++) {
    if (tags[at] === Tag.local_get) readUntil[data[at]!] = at + 1;
  }
  const loops = new LoopTracker();
  let changed = false;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag <= Tag.try_table) {
      loops.step(tag);
      continue;
    }
    if (tag !== Tag.local_set && tag !== Tag.local_tee) continue;
    // In a loop the next round may read what this one writes.
    const until = readUntil[data[at]!]!;
    if (until > 0 && (loops.inLoop || until > at)) continue;
    changed = true;
    if (tag === Tag.local_tee) draft.remove(at);
    else {
      tags[at] = Tag.drop;
      data[at] = 0;
    }
  }
  return changed;
}
