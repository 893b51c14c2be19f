// Declared locals start at zero: setting one to zero before anything else mentions it says nothing.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';
import { LoopTracker } from './extents.ts';
import type { Scratch } from './scratch.ts';

export function dropZeroSets(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count, locals, prologue } = draft;
  const mentioned = scratch.filled(0, locals.count, 0);
  mentioned.fill(1, 0, locals.params);
  if (prologue !== null) {
    for (const local of [prologue.bottomLocal, prologue.savedLocal]) {
      if (local !== NONE) mentioned[local] = 1;
    }
  }
  const loops = new LoopTracker();
  let changed = false;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag <= Tag.try_table) loops.step(tag);
    if (tag < Tag.local_get || tag > Tag.local_tee) continue;
    const local = data[at]!;
    if (tag === Tag.local_set && mentioned[local] === 0 && !loops.inLoop && isZero(draft, at - 1)) {
      draft.remove(at - 1);
      draft.remove(at);
      changed = true;
    }
    mentioned[local] = 1;
  }
  return changed;
}

/** Whether an instruction pushes a zero; of floats the positive one. */
function isZero({ tags, data, extra }: MirDraft, at: number): boolean {
  const word = data[at]!;
  switch (tags[at]) {
    case Tag.i32_const:
    case Tag.f32_const:
      return word === 0;
    case Tag.i64_const:
    case Tag.f64_const:
      return extra[word] === 0 && extra[word + 1] === 0;
    default:
      return false;
  }
}
