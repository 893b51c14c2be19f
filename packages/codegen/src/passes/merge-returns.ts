// The code that gives the stack pointer back stands once, behind a block around the function, and returns branch there.
//
//   epilogue, return   becomes   br      and     body   becomes   block, body, end, epilogue

import { type MirDraft, NONE, REMOVED, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

/** Bytes of a block around the function. */
const BLOCK_BYTES = 3;
/** Bytes of an epilogue less the `return`, about, by its number of instructions. */
const epilogueBytes = (length: number): number => (length === 2 ? 4 : 8);

export function mergeReturns(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count, prologue, resultType } = draft;
  if (prologue === null || resultType === NONE) return false;
  const length = prologue.savedLocal === NONE ? 4 : 2;
  /** First instruction of an epilogue. */
  let first = NONE;
  let returns = 0;
  let isLast = false;
  for (let at = length; at < count; at++) {
    const tag = tags[at]!;
    if (tag === Tag.try || tag === Tag.try_table || tag === REMOVED) return false;
    if (tags[at - 1] !== Tag.global_set_sp) continue;
    if (tag !== Tag.return && at !== count - 1) return false;
    const start = at - length;
    if (tags[start] !== Tag.local_get) return false;
    if (first === NONE) first = start;
    for (let i = 0; i < length; i++) {
      if (tags[first + i] !== tags[start + i] || data[first + i] !== data[start + i]) return false;
    }
    if (tag === Tag.return) returns++;
    else isLast = true;
  }
  const bytes = epilogueBytes(length);
  // A return takes one byte, a branch two.
  const saved = returns * (bytes - 1) + (isLast ? bytes : 0) - bytes - BLOCK_BYTES;
  if (saved <= 0) return false;
  rewrite(draft, scratch, first, length);
  return true;
}

/** Writes the function anew. @param first - an epilogue of `length` instructions; all are equal */
function rewrite(draft: MirDraft, scratch: Scratch, first: number, length: number): void {
  const { count, extra } = draft;
  const tags = scratch.column(0, count);
  const data = scratch.column(1, count);
  tags.set(draft.tags.subarray(0, count));
  data.set(draft.data.subarray(0, count));
  const to = scratch.filled(2, count, NONE);
  let depth = 0;
  /** Branches that leave the function cross the new block too. */
  const label = (old: number): number => (old >= depth ? old + 1 : old);
  draft.count = 0;
  draft.push(Tag.block, draft.resultType);
  for (let at = 0; at < count - 1; at++) {
    const tag = tags[at]!;
    let word = data[at]!;
    to[at] = draft.count;
    if (tag === Tag.global_set_sp) {
      // The epilogue but for this instruction is written already.
      draft.count -= length - 1;
      if (tags[at + 1] === Tag.return) {
        draft.push(Tag.br, depth);
        at++;
      }
      continue;
    }
    if (opensBlock(tag)) depth++;
    else if (tag === Tag.end) depth--;
    else if (tag === Tag.br || tag === Tag.br_if) word = label(word);
    else if (tag === Tag.br_table) {
      for (let k = word + 1; k <= word + extra[word]!; k++) extra[k] = label(extra[k]!);
    }
    draft.push(tag, word);
  }
  draft.push(Tag.end, 0);
  for (let at = first; at < first + length; at++) draft.push(tags[at]!, data[at]!);
  to[count - 1] = draft.count;
  draft.push(Tag.end, 0);
  draft.moved(to, count);
}
