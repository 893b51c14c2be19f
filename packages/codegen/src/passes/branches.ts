// Structured control flow in its shortest form. The function is written anew, arms perhaps in another order.
//
//   an `if` without code is a drop; an empty `else` is none
//   if, br d, end                      br_if d-1
//   if, br d, else, B, end             br_if d-1, block, B, end
//   if, A, else, br d, end             eqz, br_if d-1, block, A, end
//   if, else, B, end                   eqz, if, B, end
//   eqz, if, A, else, B, end           if, B, else, A, end
//   br_if 0, br d, end                 eqz, br_if d, end
//   a condition that is a constant is none
//   a branch to where there is only another one goes where that one goes, and vanishes if code gets there by itself
//
// `d-1` counts without the `if`. Blocks that are not branched to any more are left to `unusedBlocks`.

import { BLOCK_EMPTY, BLOCK_SIGNATURE, type MirDraft, NONE, REMOVED, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

/** How many jumps to jumps are followed, and ends of blocks looked behind. */
const MAX_STEPS = 16;

export function simplifyBranches(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, count } = draft;
  let hasBlocks = false;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag === Tag.try || tag === Tag.try_table || tag === REMOVED) return false;
    if (opensBlock(tag)) hasBlocks = true;
  }
  return hasBlocks && new BranchSimplifier(draft, scratch).run();
}

class BranchSimplifier {
  readonly #draft: MirDraft;
  /** The function as it was. The first of instructions that are not to be written is `REMOVED`, its word is what follows. */
  readonly #tags: Uint32Array;
  readonly #data: Uint32Array;
  readonly #count: number;
  /** By instruction that opens a block: its `end`, and its `else` or `NONE`. */
  readonly #endOf: Uint32Array;
  readonly #elseOf: Uint32Array;
  /** By instruction: 0 without a hint, 1 for an unlikely branch, 2 for a likely one. */
  readonly #hintOf: Uint32Array;
  /** Hints in the order they are written. */
  readonly #hintAt: Uint32Array;
  readonly #hintLikely: Uint32Array;
  #hintCount = 0;
  /** New index of each instruction. */
  readonly #to: Uint32Array;
  /** Blocks around the place where code is written: what opened them before, the tag and type they have now. */
  readonly #opener: Uint32Array;
  readonly #opened: Uint32Array;
  readonly #type: Uint32Array;
  #depth = 0;
  #changed = false;

  constructor(draft: MirDraft, scratch: Scratch) {
    const { count } = draft;
    this.#draft = draft;
    this.#count = count;
    this.#tags = scratch.column(0, count);
    this.#data = scratch.column(1, count);
    this.#endOf = scratch.column(2, count);
    this.#elseOf = scratch.column(3, count);
    this.#hintOf = scratch.filled(4, count, 0);
    this.#hintAt = scratch.column(5, draft.hintCount);
    this.#hintLikely = scratch.column(6, draft.hintCount);
    this.#to = scratch.filled(7, count, NONE);
    this.#opener = scratch.column(8, count);
    this.#opened = scratch.column(9, count);
    this.#type = scratch.column(10, count);
  }

  run(): boolean {
    const draft = this.#draft;
    const count = this.#count;
    this.#tags.set(draft.tags.subarray(0, count));
    this.#data.set(draft.data.subarray(0, count));
    for (let row = 0; row < draft.hintCount; row++) {
      this.#hintOf[draft.hintAt[row]!] = 1 + draft.hintLikely[row]!;
    }
    this.#findPartners();
    draft.count = draft.hintCount = 0;
    this.#writeAll();
    draft.moved(this.#to, count);
    for (let row = 0; row < this.#hintCount; row++) {
      draft.hint(this.#hintAt[row]!, this.#hintLikely[row]!);
    }
    return this.#changed;
  }

  #findPartners(): void {
    let depth = 0;
    const open = this.#opener;
    for (let at = 0; at < this.#count; at++) {
      const tag = this.#tags[at]!;
      if (opensBlock(tag)) {
        open[depth++] = at;
        this.#elseOf[at] = NONE;
      } else if (tag === Tag.else) this.#elseOf[open[depth - 1]!] = at;
      else if (tag === Tag.end && depth > 0) this.#endOf[open[--depth]!] = at;
    }
  }

  #writeAll(): void {
    /** Ranges still to be written, as (end, start) pairs; the next one is on top. */
    const ranges: number[] = [];
    let at = 0;
    let end = this.#count;
    for (;;) {
      while (at === end) {
        if (ranges.length === 0) return;
        at = ranges.pop()!;
        end = ranges.pop()!;
      }
      const otherwise = this.#tags[at] === Tag.if ? this.#swappedElse(at) : NONE;
      if (otherwise === NONE) {
        at = this.#write(at);
        continue;
      }
      // The second arm, the `else`, the first arm, and what begins with the `end`.
      const close = this.#endOf[at]!;
      this.#changed = true;
      this.#negate();
      this.#open(at, Tag.if, -1);
      ranges.push(end, close, otherwise, at + 1, otherwise + 1, otherwise);
      at = otherwise + 1;
      end = close;
    }
  }

  /** The `else` of an `if` whose condition was negated, or `NONE`. */
  #swappedElse(at: number): number {
    if (this.#last() !== Tag.i32_eqz || this.#draft.debug !== null) return NONE;
    const otherwise = this.#elseOf[at]!;
    if (otherwise === NONE || this.#hasShortArm(at)) return NONE;
    return otherwise;
  }

  /** Writes an instruction. @returns the next one */
  #write(at: number): number {
    const tag = this.#tags[at]!;
    const word = this.#data[at]!;
    switch (tag) {
      case REMOVED:
        return word;
      case Tag.block:
      case Tag.loop:
        this.#open(at, tag, 0);
        return at + 1;
      case Tag.if:
        return this.#if(at);
      case Tag.end:
        this.#depth--;
        break;
      case Tag.br:
        if (this.#isPassed(at, word)) {
          this.#changed = true;
          return at + 1;
        }
        this.#put(tag, this.#target(word), at);
        return at + 1;
      case Tag.br_if: {
        if (this.#last() === Tag.i32_const) {
          this.#changed = true;
          if (this.#takeConstant()) this.#put(Tag.br, this.#target(word), at);
          return at + 1;
        }
        const next = this.#inverted(at);
        if (next !== NONE) return next;
        this.#put(tag, this.#target(word), at);
        this.#hint(at, 1);
        return at + 1;
      }
      case Tag.br_table: {
        const { extra } = this.#draft;
        for (let k = word + 1; k <= word + extra[word]!; k++) extra[k] = this.#target(extra[k]!);
        break;
      }
    }
    this.#put(tag, word, at);
    return at + 1;
  }

  /** Writes an `if`, or what replaces it. @returns the next instruction */
  #if(at: number): number {
    const end = this.#endOf[at]!;
    const otherwise = this.#elseOf[at]!;
    if (this.#last() === Tag.i32_const) return this.#decided(at);
    if (!this.#hasShortArm(at)) {
      this.#open(at, Tag.if, 1);
      return at + 1;
    }
    this.#changed = true;
    const first = this.#armLabel(at + 1, otherwise === NONE ? end : otherwise);
    const second = otherwise === NONE ? 0 : this.#armLabel(otherwise + 1, end);
    if (second === 0) {
      // No `else`.
      if (first === 0) this.#put(Tag.drop, 0, at);
      else if (first !== NONE) {
        this.#put(Tag.br_if, this.#target(first - 1), at);
        this.#hint(at, 1);
      } else {
        this.#skip(otherwise, end);
        this.#open(at, Tag.if, 1);
        return at + 1;
      }
      return end + 1;
    }
    if (first === 0) {
      this.#negate();
      this.#open(at, Tag.if, -1);
      return otherwise + 1;
    }
    if (first !== NONE) {
      this.#put(Tag.br_if, this.#target(first - 1), at);
      this.#hint(at, 1);
    } else {
      this.#negate();
      this.#put(Tag.br_if, this.#target(second - 1), at);
      this.#hint(at, -1);
      this.#skip(otherwise, end);
    }
    this.#open(at, Tag.block, 0);
    return first !== NONE ? otherwise + 1 : at + 1;
  }

  /** Writes the arm of an `if` that is always taken. @returns the next instruction */
  #decided(at: number): number {
    const end = this.#endOf[at]!;
    const otherwise = this.#elseOf[at]!;
    this.#changed = true;
    const isTaken = this.#takeConstant();
    this.#open(at, Tag.block, 0);
    if (!isTaken) return otherwise === NONE ? end : otherwise + 1;
    if (otherwise !== NONE) this.#skip(otherwise, end);
    return at + 1;
  }

  /** Takes back the constant written last. @returns whether it is not zero */
  #takeConstant(): boolean {
    const draft = this.#draft;
    draft.count--;
    return draft.data[draft.count] !== 0;
  }

  /** An arm of the `if` has no code, or only a branch. */
  #hasShortArm(at: number): boolean {
    const end = this.#endOf[at]!;
    const otherwise = this.#elseOf[at]!;
    if (otherwise === NONE) return this.#armLabel(at + 1, end) !== NONE;
    return (
      this.#armLabel(at + 1, otherwise) !== NONE || this.#armLabel(otherwise + 1, end) !== NONE
    );
  }

  /** Where an arm goes that has at most one branch: 0 is the end of the `if`. `NONE` for other arms. */
  #armLabel(from: number, to: number): number {
    if (from === to) return 0;
    return to === from + 1 && this.#tags[from] === Tag.br ? this.#data[from]! : NONE;
  }

  /** `br_if 0, br d` before the end of a block. @returns what follows, or `NONE` if it is something else */
  #inverted(at: number): number {
    const jump = at + 1;
    const depth = this.#depth;
    if (this.#data[at] !== 0 || this.#tags[jump] !== Tag.br || depth === 0) return NONE;
    const close = this.#next(jump);
    const isLast = this.#tags[close] === Tag.end || this.#tags[close] === Tag.else;
    const level = depth - 1 - this.#data[jump]!;
    if (!isLast || level < 0 || !this.#isForward(depth - 1) || !this.#isVoid(level)) return NONE;
    this.#changed = true;
    this.#negate();
    this.#put(Tag.br_if, this.#target(this.#data[jump]!), at);
    this.#hint(at, -1);
    return jump + 1;
  }

  /** The label that has the same effect as another one in the end. */
  #target(label: number): number {
    let level = this.#depth - 1 - label;
    if (level < 0) return label;
    for (let steps = 0; steps < MAX_STEPS && this.#isForward(level); steps++) {
      const next = this.#next(this.#endOf[this.#opener[level]!]!);
      const tag = this.#tags[next]!;
      let further = -1;
      if (tag === Tag.br) further = level - 1 - this.#data[next]!;
      else if ((tag === Tag.end || tag === Tag.else) && level > 0) {
        further = this.#isForward(level - 1) ? level - 1 : -1;
      }
      if (further < 0 || !this.#isVoid(further)) break;
      level = further;
    }
    const target = this.#depth - 1 - level;
    if (target !== label) this.#changed = true;
    return target;
  }

  /** Whether code gets to a label by itself from a branch to it. */
  #isPassed(at: number, label: number): boolean {
    const target = this.#depth - 1 - label;
    if (target < 0) return false;
    let next = this.#next(at);
    for (let level = this.#depth - 1; level >= this.#depth - MAX_STEPS; level--) {
      const tag = this.#tags[next]!;
      if (!this.#isForward(level) || (tag !== Tag.end && tag !== Tag.else)) return false;
      if (level === target) return true;
      next = this.#next(this.#endOf[this.#opener[level]!]!);
    }
    return false;
  }

  /** The label of an open block is its end, and takes no values. */
  #isForward(level: number): boolean {
    return this.#opened[level] !== Tag.loop && this.#type[level] === BLOCK_EMPTY;
  }

  /** Branches to the label of an open block take no values. The one of a loop takes parameters only. */
  #isVoid(level: number): boolean {
    const type = this.#type[level]!;
    return type === BLOCK_EMPTY || (this.#opened[level] === Tag.loop && type < BLOCK_SIGNATURE);
  }

  /** Index of the next instruction that is to be written. */
  #next(at: number): number {
    at++;
    while (this.#tags[at] === REMOVED) at = this.#data[at]!;
    return at;
  }

  /** Leaves instructions out that are not written yet. */
  #skip(from: number, to: number): void {
    this.#tags[from] = REMOVED;
    this.#data[from] = to;
  }

  /** Tag of the instruction written last, or -1. */
  #last(): number {
    const { tags, count } = this.#draft;
    return count > 0 ? tags[count - 1]! : -1;
  }

  /** Negates the condition that was just written. */
  #negate(): void {
    if (this.#last() === Tag.i32_eqz) this.#draft.count--;
    else this.#draft.push(Tag.i32_eqz, 0);
  }

  #put(tag: number, word: number, at: number): void {
    this.#to[at] = this.#draft.count;
    this.#draft.push(tag, word);
  }

  /** Opens a block. @param hint - as in `#hint` */
  #open(at: number, tag: number, hint: number): void {
    const depth = this.#depth++;
    this.#opener[depth] = at;
    this.#opened[depth] = tag;
    this.#type[depth] = this.#data[at]!;
    this.#put(tag, this.#data[at]!, at);
    this.#hint(at, hint);
  }

  /** Writes the hint of an instruction: the same for 1, the opposite for -1, none for 0. */
  #hint(at: number, direction: number): void {
    const hint = this.#hintOf[at]!;
    if (hint === 0 || direction === 0) return;
    this.#hintAt[this.#hintCount] = this.#draft.count - 1;
    this.#hintLikely[this.#hintCount++] = direction > 0 ? hint - 1 : 2 - hint;
  }
}
