import type { Signature } from './function-types.ts';
import { LocalAllocator } from './locals.ts';
import { NONE, type DebugTable, type Mir, type Prologue } from './mir.ts';
import { signatureAt } from './signatures.ts';
import { BLOCK_EMPTY, Tag } from './tags.ts';

/** Tag of an instruction that a pass took out; only drafts have it. */
export const REMOVED = 0xffff;

/**
 * The working form of a function: what is written and edited before it becomes a `Mir`. Columns grow and are used again for
 * the next function; only the first `count` instructions and the first `extraCount` words of `extra` are valid.
 *
 * Passes edit a draft in place. They may
 * - replace an instruction: write `tags` and `data`; words of `extra` nobody refers to any more vanish in the end;
 * - take one out: `remove`, which leaves a gap that passes step over;
 * - write all instructions anew from the front, which closes the gaps, and then say so with `moved`.
 *
 * The side tables (navs, constants, types) are not part of it: passes do not add rows.
 */
export class MirDraft {
  /** One `Tag` per instruction, or `REMOVED`; the last is the function's `end`. */
  tags: Uint16Array = new Uint16Array(256);
  data: Uint32Array = new Uint32Array(256);
  extra: Uint32Array = new Uint32Array(256);
  count = 0;
  extraCount = 0;
  /** Parameters and declared locals. */
  readonly locals: LocalAllocator = new LocalAllocator();
  prologue: Prologue | null = null;
  debug: DebugTable | null = null;
  /** Addresses are i64. */
  is64 = false;
  /** What a block around the whole function is: `BLOCK_EMPTY` or a value type; `NONE` if it has several results. */
  resultType: number = BLOCK_EMPTY;
  /** Hints on `if` and `br_if`, ascending by instruction, as in `HintTable`. A hint on a removed instruction says nothing. */
  hintAt: Uint32Array = new Uint32Array(16);
  hintLikely: Uint8Array = new Uint8Array(16);
  hintCount = 0;

  /** Starts a function. */
  reset({ params, results }: Signature): void {
    this.resultType =
      results.length === 0 ? BLOCK_EMPTY : results.length === 1 ? results[0]! : NONE;
    this.count = this.extraCount = this.hintCount = 0;
    this.prologue = this.debug = null;
    this.locals.reset(params);
  }

  /** Takes over a finished function, to edit a copy of it. */
  load(mir: Mir): void {
    const { signatures, hints } = mir;
    this.reset(signatureAt(signatures, 0));
    for (let i = 0; i < mir.locals.length; i++) this.locals.fresh(mir.locals[i]!);
    this.is64 = mir.is64;
    this.prologue = mir.prologue;
    this.debug = mir.debug;
    while (this.tags.length < mir.tags.length) this.growInstructions();
    while (this.extra.length < mir.extra.length) this.growExtra();
    this.tags.set(mir.tags);
    this.data.set(mir.data);
    this.extra.set(mir.extra);
    this.count = mir.tags.length;
    this.extraCount = mir.extra.length;
    for (let row = 0; row < hints.at.length; row++) this.hint(hints.at[row]!, hints.likely[row]!);
  }

  /** Appends an instruction. */
  push(tag: number, data: number): void {
    const at = this.count;
    if (at === this.tags.length) this.growInstructions();
    this.tags[at] = tag;
    this.data[at] = data;
    this.count = at + 1;
  }

  /** Appends a word of `extra`. */
  word(value: number): void {
    const at = this.extraCount;
    if (at === this.extra.length) this.growExtra();
    this.extra[at] = value;
    this.extraCount = at + 1;
  }

  /** Appends a hint on an instruction behind those with hints. */
  hint(at: number, likely: number): void {
    const row = this.hintCount++;
    if (row === this.hintAt.length) {
      this.hintAt = grown(this.hintAt, new Uint32Array(row * 2));
      this.hintLikely = grown(this.hintLikely, new Uint8Array(row * 2));
    }
    this.hintAt[row] = at;
    this.hintLikely[row] = likely;
  }

  /** Takes an instruction out. Blocks must stay balanced. */
  remove(at: number): void {
    this.tags[at] = REMOVED;
  }

  /** Makes room for `more` instructions behind the last one. */
  reserve(more: number): void {
    while (this.tags.length < this.count + more) this.growInstructions();
  }

  /**
   * Says where the instructions are after all of them were written anew: hints and debug ranges follow.
   *
   * @param to - new index of each old instruction, `NONE` if it is gone; `count` is the new count. It is overwritten.
   * @param before - number of instructions before
   */
  moved(to: Uint32Array, before: number): void {
    let kept = 0;
    for (let row = 0; row < this.hintCount; row++) {
      const at = to[this.hintAt[row]!]!;
      if (at === NONE || !takesHint(this.tags[at]!)) continue;
      this.hintAt[kept] = at;
      this.hintLikely[kept++] = this.hintLikely[row]!;
    }
    this.hintCount = kept;
    if (this.debug !== null) this.debug = moveRanges(this.debug, to, before, this.count);
  }

  private growInstructions(): void {
    const room = this.tags.length * 2;
    this.tags = grown(this.tags, new Uint16Array(room));
    this.data = grown(this.data, new Uint32Array(room));
  }

  private growExtra(): void {
    this.extra = grown(this.extra, new Uint32Array(this.extra.length * 2));
  }
}

/** Instructions that hints are for. */
export function takesHint(tag: number): boolean {
  return tag === Tag.if || tag === Tag.br_if;
}

/**
 * Debug ranges after instructions moved. Where one is gone, a range begins or ends with what follows.
 *
 * @param to - new index of each old instruction, or `NONE`; overwritten
 */
export function moveRanges(
  debug: DebugTable,
  to: Uint32Array,
  before: number,
  after: number,
): DebugTable {
  // A pass may have put an instruction before one that came earlier; ranges must not turn around.
  let next = after;
  for (let at = before - 1; at >= 0; at--) to[at] = next = Math.min(to[at]!, next);
  const move = (column: Uint32Array): Uint32Array =>
    column.map((index) => (index < before ? to[index]! : after));
  return {
    ...debug,
    variableStart: move(debug.variableStart),
    variableEnd: move(debug.variableEnd),
    inlinedStart: move(debug.inlinedStart),
    inlinedEnd: move(debug.inlinedEnd),
  };
}

/** Copies a full column into a larger one. */
function grown<Column extends Uint8Array | Uint16Array | Uint32Array>(
  old: Column,
  larger: Column,
): Column {
  larger.set(old);
  return larger;
}
