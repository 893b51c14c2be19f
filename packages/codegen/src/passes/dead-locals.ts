// Writes to locals that nobody reads afterwards: a `local.tee` vanishes, a `local.set` becomes a `drop`.
//
// Liveness in one walk from the end: a set of locals for the present place, and one for each label around it. What is live at
// the start of a loop is not known when the walk enters it from the end; it is taken to be all the loop reads and all that is
// live at any place it may leave to.

import { type MirDraft, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

/** Functions whose sets need more words than this are left alone: many locals in many nested blocks. */
const MOST_WORDS = 1 << 22;
/** The same for the words that are read or written at blocks and branches. */
const MOST_WORK = 1 << 25;

export function dropDeadLocals(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, count } = draft;
  /** By instruction: of an `end` the one that opened its block, of a `loop` its number. */
  const partner = scratch.column(0, count);
  const open = scratch.column(1, count);
  let loops = 0;
  let depth = 0;
  let deepest = 0;
  let work = 0;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag > Tag.try_table) continue;
    work += tag === Tag.br_table ? draft.extra[draft.data[at]!]! : 1;
    if (opensBlock(tag)) {
      // The paths of exceptions are not followed.
      if (tag === Tag.try || tag === Tag.try_table) return false;
      if (tag === Tag.loop) partner[at] = loops++;
      open[depth++] = at;
      if (depth > deepest) deepest = depth;
    } else if (tag === Tag.end && depth > 0) partner[at] = open[--depth]!;
  }
  const words = (draft.locals.count + 31) >>> 5;
  if ((loops + 3 * deepest) * words > MOST_WORDS || work * words > MOST_WORK) return false;
  const reads = loops === 0 ? undefined : readsOfLoops(draft, partner, loops, scratch);
  return new Liveness(draft, partner, reads, deepest, scratch).run();
}

/** Sets of the locals each loop reads, one behind the other by number. */
function readsOfLoops(
  { tags, data, count, locals }: MirDraft,
  partner: Uint32Array,
  loops: number,
  scratch: Scratch,
): Uint32Array {
  const words = (locals.count + 31) >>> 5;
  const reads = scratch.filled(2, loops * words, 0);
  /** Numbers of the open loops. */
  const open = scratch.column(1, loops);
  let depth = 0;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag === Tag.loop) open[depth++] = partner[at]!;
    else if (tag === Tag.end && at < count - 1 && tags[partner[at]!] === Tag.loop) {
      const inner = open[--depth]! * words;
      const outer = depth === 0 ? -1 : open[depth - 1]! * words;
      if (outer >= 0) for (let i = 0; i < words; i++) reads[outer + i]! |= reads[inner + i]!;
    } else if (tag === Tag.local_get && depth > 0) {
      const local = data[at]!;
      reads[open[depth - 1]! * words + (local >>> 5)]! |= 1 << (local & 31);
    }
  }
  return reads;
}

class Liveness {
  readonly #draft: MirDraft;
  readonly #partner: Uint32Array;
  readonly #reads: Uint32Array | undefined;
  /** Words of a set. */
  readonly #words: number;
  /** Number of open blocks. */
  #depth = 0;
  /** What is live at the present place. */
  readonly #live: Uint32Array;
  /** By open block, the outermost first: what is live at its label. */
  readonly #label: Uint32Array;
  /** What is live at its label or at one around it. */
  readonly #labels: Uint32Array;
  /** Of an `if`: what is live where its condition does not hold. */
  readonly #otherwise: Uint32Array;

  constructor(
    draft: MirDraft,
    partner: Uint32Array,
    reads: Uint32Array | undefined,
    deepest: number,
    scratch: Scratch,
  ) {
    this.#draft = draft;
    this.#partner = partner;
    this.#reads = reads;
    const words = (this.#words = (draft.locals.count + 31) >>> 5);
    this.#live = scratch.filled(3, words, 0);
    this.#label = scratch.column(4, deepest * words);
    this.#labels = scratch.column(5, deepest * words);
    this.#otherwise = scratch.column(6, deepest * words);
  }

  run(): boolean {
    const { tags, data, count } = this.#draft;
    const live = this.#live;
    let changed = false;
    for (let at = count - 2; at >= 0; at--) {
      const tag = tags[at]!;
      if (tag <= Tag.try_table) {
        this.#control(tag, at);
        continue;
      }
      if (tag > Tag.local_tee) {
        if (tag === Tag.return_call_nav) live.fill(0, 0, this.#words);
        continue;
      }
      const local = data[at]!;
      const word = local >>> 5;
      const bit = 1 << (local & 31);
      if (tag === Tag.local_get) live[word]! |= bit;
      else if ((live[word]! & bit) !== 0) live[word]! &= ~bit;
      else {
        changed = true;
        if (tag === Tag.local_tee) this.#draft.remove(at);
        else {
          tags[at] = Tag.drop;
          data[at] = 0;
        }
      }
    }
    return changed;
  }

  #control(tag: number, at: number): void {
    const { data, extra } = this.#draft;
    switch (tag) {
      case Tag.end:
        this.#enter(this.#partner[at]!);
        return;
      case Tag.else:
        this.#copy(this.#otherwise, this.#depth - 1, this.#live, 0);
        this.#copy(this.#live, 0, this.#label, this.#depth - 1);
        return;
      case Tag.if:
        this.#depth--;
        this.#join(this.#otherwise, this.#depth);
        return;
      case Tag.block:
      case Tag.loop:
        this.#depth--;
        return;
      case Tag.br:
        this.#live.fill(0, 0, this.#words);
        this.#branch(data[at]!);
        return;
      case Tag.br_if:
        this.#branch(data[at]!);
        return;
      case Tag.br_table: {
        const list = data[at]!;
        this.#live.fill(0, 0, this.#words);
        for (let word = list + 1; word <= list + extra[list]!; word++) this.#branch(extra[word]!);
        return;
      }
      case Tag.return:
      case Tag.unreachable:
      case Tag.return_call_indirect:
        this.#live.fill(0, 0, this.#words);
        return;
    }
  }

  /** Enters a block from its end. */
  #enter(opener: number): void {
    const words = this.#words;
    const live = this.#live;
    const depth = this.#depth++;
    this.#copy(this.#label, depth, live, 0);
    this.#copy(this.#otherwise, depth, live, 0);
    const at = depth * words;
    const reads = this.#draft.tags[opener] === Tag.loop ? this.#partner[opener]! * words : -1;
    for (let i = 0; i < words; i++) {
      const around = depth === 0 ? 0 : this.#labels[at - words + i]!;
      if (reads >= 0) this.#label[at + i]! |= around | this.#reads![reads + i]!;
      this.#labels[at + i] = around | this.#label[at + i]!;
    }
  }

  /** What is live at a label is live here; leaving the function needs no local. */
  #branch(label: number): void {
    const depth = this.#depth - 1 - label;
    if (depth >= 0) this.#join(this.#label, depth);
  }

  #join(sets: Uint32Array, depth: number): void {
    const from = depth * this.#words;
    for (let i = 0; i < this.#words; i++) this.#live[i]! |= sets[from + i]!;
  }

  #copy(to: Uint32Array, toDepth: number, from: Uint32Array, fromDepth: number): void {
    const words = this.#words;
    for (let i = 0; i < words; i++) to[toDepth * words + i] = from[fromDepth * words + i]!;
  }
}
