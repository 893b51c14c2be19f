// The code that gives the stack pointer back stands once, behind a block around the function, and returns branch there.
//
//   epilogue, return   becomes   br      and     body   becomes   block, body, end, epilogue

import { type MirDraft, NONE, REMOVED, Tag } from '@wasmwright/mir';
import type { Scratch } from './scratch.ts';
import { Surround } from './surround.ts';

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
  const around = new Surround(draft, scratch, 1, draft.resultType);
  for (let at = 0; at < around.count - 1; at++) {
    around.place(at);
    if (around.tags[at] !== Tag.global_set_sp) {
      around.keep(at);
      continue;
    }
    // The epilogue but for this instruction is written already.
    draft.count -= length - 1;
    if (around.tags[at + 1] === Tag.return) {
      draft.push(Tag.br, around.depth);
      at++;
    }
  }
  around.behind(first, length);
  around.finish();
}
