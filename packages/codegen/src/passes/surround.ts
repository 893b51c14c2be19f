// Blocks around a whole function, for code that stands behind them.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

/** Writes a function anew inside of blocks. Uses the columns 1 to 3. */
export class Surround {
  /** The instructions as they were. */
  readonly tags: Uint32Array;
  readonly data: Uint32Array;
  readonly count: number;
  /** Blocks of the function, without the new ones, that are open. */
  depth = 0;
  readonly #draft: MirDraft;
  readonly #added: number;
  readonly #to: Uint32Array;

  /** Empties the draft and opens `added` blocks in it. */
  constructor(draft: MirDraft, scratch: Scratch, added: number, type: number) {
    const { count } = draft;
    this.tags = scratch.column(1, count);
    this.data = scratch.column(2, count);
    this.tags.set(draft.tags.subarray(0, count));
    this.data.set(draft.data.subarray(0, count));
    this.count = count;
    this.#draft = draft;
    this.#added = added;
    this.#to = scratch.filled(3, count, NONE);
    draft.count = 0;
    for (let i = 0; i < added; i++) draft.push(Tag.block, type);
  }

  /** Notes that what replaces an instruction is written next. */
  place(at: number): void {
    this.#to[at] = this.#draft.count;
  }

  /** Writes an instruction; branches that leave the function cross the new blocks too. */
  keep(at: number): void {
    const { extra } = this.#draft;
    const tag = this.tags[at]!;
    let word = this.data[at]!;
    if (opensBlock(tag)) this.depth++;
    else if (tag === Tag.end) this.depth--;
    else if (tag === Tag.br || tag === Tag.br_if) word = this.#label(word);
    else if (tag === Tag.br_table) {
      for (let k = word + 1; k <= word + extra[word]!; k++) extra[k] = this.#label(extra[k]!);
    }
    this.#draft.push(tag, word);
  }

  /** Closes the innermost new block and writes instructions behind it, as they were. */
  behind(start: number, length: number): void {
    this.#draft.push(Tag.end, 0);
    for (let at = start; at < start + length; at++) {
      this.#draft.push(this.tags[at]!, this.data[at]!);
    }
  }

  /** Writes the `end` of the function. */
  finish(): void {
    this.place(this.count - 1);
    this.#draft.push(Tag.end, 0);
    this.#draft.moved(this.#to, this.count);
  }

  #label(old: number): number {
    return old >= this.depth ? old + this.#added : old;
  }
}
