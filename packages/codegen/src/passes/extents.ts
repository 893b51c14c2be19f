// Nesting of finished MIR: where blocks end.

import { type Mir, Tag } from '@wasmwright/mir';

/** True for instructions that open a block. */
export function opensBlock(tag: number): boolean {
  return (
    tag === Tag.block ||
    tag === Tag.loop ||
    tag === Tag.if ||
    tag === Tag.try ||
    tag === Tag.try_table
  );
}

/**
 * For each instruction the index of the `end`, `else` or `catch` that closes the arm it stands in. An instruction
 * dominates what follows it up to there.
 */
export function armEnds(mir: Mir): Uint32Array {
  const { tags } = mir;
  const ends = new Uint32Array(tags.length);
  const stack: number[] = [];
  let current = tags.length - 1;
  for (let at = tags.length - 1; at >= 0; at--) {
    const tag = tags[at]!;
    if (tag === Tag.end || tag === Tag.delegate) {
      ends[at] = current;
      if (at < tags.length - 1) {
        stack.push(current);
        current = at;
      }
    } else if (tag === Tag.else || tag === Tag.catch || tag === Tag.catch_all) {
      ends[at] = stack[stack.length - 1]!;
      current = at;
    } else if (opensBlock(tag)) {
      current = stack.pop()!;
      ends[at] = current;
    } else ends[at] = current;
  }
  return ends;
}
