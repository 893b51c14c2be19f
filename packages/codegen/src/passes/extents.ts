// Nesting of instructions: which open blocks, and where arms end.

import { type MirDraft, Tag } from '@wasmwright/mir';
import { ANALYSIS, type Scratch } from './scratch.ts';

/** True for instructions that open a block. */
export function opensBlock(tag: number): boolean {
  return (
    tag <= Tag.try_table &&
    (tag === Tag.block ||
      tag === Tag.loop ||
      tag === Tag.if ||
      tag === Tag.try ||
      tag === Tag.try_table)
  );
}

/**
 * For each instruction the index of the `end`, `else` or `catch` that closes the arm it stands in. An instruction
 * dominates what follows it up to there.
 */
export function armEnds({ tags, count }: MirDraft, scratch: Scratch): Uint32Array {
  const ends = scratch.column(ANALYSIS, count);
  const stack = scratch.column(ANALYSIS + 1, count);
  let depth = 0;
  let current = count - 1;
  for (let at = count - 1; at >= 0; at--) {
    const tag = tags[at]!;
    if (tag > Tag.try_table) ends[at] = current;
    else if (tag === Tag.end || tag === Tag.delegate) {
      ends[at] = current;
      if (at < count - 1) {
        stack[depth++] = current;
        current = at;
      }
    } else if (tag === Tag.else || tag === Tag.catch || tag === Tag.catch_all) {
      ends[at] = stack[depth - 1]!;
      current = at;
    } else if (opensBlock(tag)) {
      current = stack[--depth]!;
      ends[at] = current;
    } else ends[at] = current;
  }
  return ends;
}

/** Follows a walk from the first instruction on and tells which ones stand in a loop. */
export class LoopTracker {
  #depth = 0;
  /** Depth of the outermost open loop, or -1. */
  #outermost = -1;

  /** @param tag - of the next instruction, if it opens or closes a block */
  step(tag: number): void {
    if (opensBlock(tag)) {
      if (tag === Tag.loop && this.#outermost < 0) this.#outermost = this.#depth;
      this.#depth++;
    } else if (tag === Tag.end || tag === Tag.delegate) {
      this.#depth--;
      if (this.#depth === this.#outermost) this.#outermost = -1;
    }
  }

  get inLoop(): boolean {
    return this.#outermost >= 0;
  }
}
