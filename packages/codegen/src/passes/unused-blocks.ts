// A `block` that no branch leaves is no block: `block` and `end` vanish, and branches that cross it count one level less.

import { type MirDraft, REMOVED, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

export function dropUnusedBlocks(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, extra, count } = draft;
  const used = scratch.filled(0, count, 0);
  /** Open blocks from the outside: where each begins, and how many kept ones are around it. */
  const open = scratch.column(1, count);
  const level = scratch.column(2, count);
  if (!markTargets(draft, used, open)) return false;
  let depth = 0;
  let kept = 0;
  const depthOf = (label: number): number => {
    const index = depth - 1 - label;
    return kept - 1 - (index < 0 ? -1 : level[index]!);
  };
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag > Tag.try_table) continue;
    if (opensBlock(tag)) {
      open[depth] = at;
      level[depth++] = kept;
      if (tag === Tag.block && used[at] === 0) draft.remove(at);
      else kept++;
    } else if (tag === Tag.end && depth > 0) {
      kept = level[--depth]!;
      if (tags[open[depth]!] === REMOVED) draft.remove(at);
    } else if (tag === Tag.br || tag === Tag.br_if) data[at] = depthOf(data[at]!);
    else if (tag === Tag.br_table) {
      const list = data[at]!;
      for (let word = list + 1; word <= list + extra[list]!; word++)
        extra[word] = depthOf(extra[word]!);
    }
  }
  return true;
}

/**
 * Marks the instructions that open blocks some branch leaves.
 *
 * @returns whether there are others; false too where exceptions have labels of their own kinds
 */
function markTargets(
  { tags, data, extra, count }: MirDraft,
  used: Uint32Array,
  open: Uint32Array,
): boolean {
  let depth = 0;
  let unused = 0;
  const mark = (label: number): void => {
    const index = depth - 1 - label;
    if (index < 0) return;
    const start = open[index]!;
    if (tags[start] === Tag.block && used[start] === 0) unused--;
    used[start] = 1;
  };
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag > Tag.try_table) continue;
    if (opensBlock(tag)) {
      if (tag === Tag.try || tag === Tag.try_table) return false;
      if (tag === Tag.block) unused++;
      open[depth++] = at;
    } else if (tag === Tag.end) depth--;
    else if (tag === Tag.br || tag === Tag.br_if) mark(data[at]!);
    else if (tag === Tag.br_table) {
      const list = data[at]!;
      for (let word = list + 1; word <= list + extra[list]!; word++) mark(extra[word]!);
    }
  }
  return unused > 0;
}
