// Which loops an instruction stands in.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import { ANALYSIS, type Scratch } from './scratch.ts';

/** The loops of a function, numbered from 1 in the order of their starts; 0 stands for no loop. */
export class Loops {
  /** Innermost loop around each instruction. */
  readonly #around: Uint32Array;
  readonly #start: Uint32Array;
  readonly #end: Uint32Array;
  readonly #parent: Uint32Array;
  /** An ancestor further up; following it where possible finds any ancestor in a logarithmic number of steps. */
  readonly #jump: Uint32Array;

  /** @param loops - number of `loop` instructions */
  constructor({ tags, count }: MirDraft, loops: number, scratch: Scratch) {
    const around = scratch.column(ANALYSIS + 2, count);
    const open = scratch.column(ANALYSIS + 3, count);
    const start = scratch.column(ANALYSIS + 4, loops + 1);
    const end = scratch.column(ANALYSIS + 5, loops + 1);
    const parent = scratch.column(ANALYSIS + 6, loops + 1);
    const jump = scratch.column(ANALYSIS + 7, loops + 1);
    const depth = scratch.column(ANALYSIS + 8, loops + 1);
    start[0] = end[0] = parent[0] = jump[0] = depth[0] = 0;
    let last = 0;
    let current = 0;
    let blocks = 0;
    for (let at = 0; at < count; at++) {
      const tag = tags[at]!;
      if (opensBlock(tag)) {
        open[blocks++] = current;
        if (tag === Tag.loop) {
          // Skew-binary jump pointers: two jumps of equal length join to one.
          const up = jump[current]!;
          const upper = jump[up]!;
          const isEqual = depth[current]! - depth[up]! === depth[up]! - depth[upper]!;
          last++;
          start[last] = end[last] = at;
          parent[last] = current;
          jump[last] = isEqual ? upper : current;
          depth[last] = depth[current]! + 1;
          current = last;
        }
      } else if (tag === Tag.end && blocks > 0) {
        const outer = open[--blocks]!;
        if (outer !== current) end[current] = at;
        current = outer;
      }
      around[at] = current;
    }
    this.#around = around;
    this.#start = start;
    this.#end = end;
    this.#parent = parent;
    this.#jump = jump;
  }

  /** End of the outermost loop around `at` that starts at `from` or later, or `NONE`. */
  outermost(at: number, from: number): number {
    const isInside = (id: number): boolean => id !== 0 && this.#start[id]! >= from;
    let id = this.#around[at]!;
    if (!isInside(id)) return NONE;
    while (isInside(this.#parent[id]!)) {
      const jump = this.#jump[id]!;
      id = isInside(jump) ? jump : this.#parent[id]!;
    }
    return this.#end[id]!;
  }
}
