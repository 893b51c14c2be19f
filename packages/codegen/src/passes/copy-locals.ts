// Copies between locals that both keep their value: `local.get a, local.set b` vanishes, and b is a from there on.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';
import { armEnds } from './extents.ts';
import type { Scratch } from './scratch.ts';

export function copyLocals(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count, prologue } = draft;
  const { params, count: locals } = draft.locals;
  const sets = scratch.filled(0, locals, 0);
  const setAt = scratch.filled(1, locals, NONE);
  const firstGet = scratch.filled(2, locals, NONE);
  const lastGet = scratch.filled(3, locals, 0);
  let hasCopies = false;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag < Tag.local_get || tag > Tag.local_tee) continue;
    const local = data[at]!;
    if (tag === Tag.local_get) {
      if (firstGet[local] === NONE) firstGet[local] = at;
      lastGet[local] = at;
      if (tags[at + 1] === Tag.local_set) hasCopies = true;
    } else {
      sets[local]!++;
      setAt[local] = at;
    }
  }
  if (!hasCopies) return false;

  /** The local holds one value from `at` on. */
  const isStable = (local: number, at: number): boolean => {
    const isGiven =
      local < params || local === prologue?.bottomLocal || local === prologue?.savedLocal;
    return isGiven ? sets[local] === 0 : sets[local] === 1 && setAt[local]! < at;
  };
  const ends = armEnds(draft, scratch);
  const target = scratch.column(4, locals);
  for (let local = 0; local < locals; local++) target[local] = local;
  let changed = false;
  for (let at = 0; at + 1 < count; at++) {
    if (tags[at] !== Tag.local_get || tags[at + 1] !== Tag.local_set) continue;
    const from = data[at]!;
    const to = data[at + 1]!;
    if (to < params || sets[to] !== 1 || !isStable(from, at)) continue;
    if (firstGet[to]! < at || (firstGet[to] !== NONE && lastGet[to]! >= ends[at]!)) continue;
    target[to] = target[from]!;
    draft.remove(at);
    draft.remove(at + 1);
    changed = true;
  }
  if (!changed) return false;
  for (let at = 0; at < count; at++) {
    if (tags[at] === Tag.local_get) data[at] = target[data[at]!]!;
  }
  return true;
}
