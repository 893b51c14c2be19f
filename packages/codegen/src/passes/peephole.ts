// Local rewrites, left to right over the instructions, looking back at what was just written.

import { type MirDraft, NONE, REMOVED, Tag } from '@wasmwright/mir';
import { foldI32, identityOf, invertComparison } from './algebra.ts';
import { opensBlock } from './extents.ts';
import type { Scratch } from './scratch.ts';

/** How far `#trim` follows operands. */
const MAX_STEPS = 8;

/** Applies the rewrites once. */
export function peephole(draft: MirDraft, scratch: Scratch): boolean {
  return new Peephole(draft).run(scratch);
}

/** Instructions are written anew from the front, never more than were read. */
class Peephole {
  readonly #draft: MirDraft;
  readonly #tags: Uint16Array;
  readonly #data: Uint32Array;
  /** Instructions written. */
  #count = 0;

  constructor(draft: MirDraft) {
    this.#draft = draft;
    this.#tags = draft.tags;
    this.#data = draft.data;
  }

  run(scratch: Scratch): boolean {
    const tags = this.#tags;
    const data = this.#data;
    const draft = this.#draft;
    const before = draft.count;
    /** New index of each instruction, where somebody wants to know. */
    const hasPositions = draft.hintCount > 0 || draft.debug !== null;
    const to = hasPositions ? scratch.filled(0, before, NONE) : null;
    /** Tags of the open blocks. */
    const open = scratch.column(1, before);
    let depth = 0;
    for (let at = 0; at < before; at++) {
      const tag = tags[at]!;
      const word = data[at]!;
      if (tag <= Tag.try_table) {
        if (tag === Tag.nop) continue;
        if (opensBlock(tag)) open[depth++] = tag;
        else if (tag === Tag.end) depth--;
        // A jump to the end it stands before; the end of a loop is not where its label is.
        else if (tag === Tag.br && word === 0 && depth > 0 && open[depth - 1] !== Tag.loop) {
          if (this.#next(at) === Tag.end) continue;
        }
      } else if (tag === REMOVED) continue;
      this.#write(tag, word);
      if (to !== null) to[at] = this.#count - 1;
      if (leaves(tag)) at = this.#skipDead(at + 1) - 1;
    }
    draft.count = this.#count;
    if (to !== null) draft.moved(to, before);
    return this.#count < before;
  }

  /** Tag of the instruction behind one that was read. */
  #next(at: number): number {
    do at++;
    while (this.#tags[at] === REMOVED);
    return this.#tags[at]!;
  }

  /** Index of the instruction that ends unreachable code starting at `at`. */
  #skipDead(at: number): number {
    const tags = this.#tags;
    const { count } = this.#draft;
    let depth = 0;
    for (let next = at; next < count; next++) {
      const tag = tags[next]!;
      if (opensBlock(tag)) depth++;
      else if (tag === Tag.end || tag === Tag.delegate) {
        if (depth === 0) return next;
        depth--;
      } else if (depth === 0 && (tag === Tag.else || tag === Tag.catch || tag === Tag.catch_all))
        return next;
    }
    return count;
  }

  #tag(back: number): number {
    return this.#count >= back ? this.#tags[this.#count - back]! : -1;
  }

  #word(back: number): number {
    return this.#data[this.#count - back]!;
  }

  #put(tag: number, data: number): void {
    this.#tags[this.#count] = tag;
    this.#data[this.#count++] = data;
  }

  #write(tag: number, data: number): void {
    if (!this.#rewrite(tag, data)) this.#put(tag, data);
  }

  /** True if the instruction was merged with what was written before. */
  #rewrite(tag: number, data: number): boolean {
    const last = this.#tag(1);
    switch (tag) {
      case Tag.local_get:
        if (last !== Tag.local_set || this.#word(1) !== data) return false;
        this.#tags[this.#count - 1] = Tag.local_tee;
        return true;
      case Tag.local_tee:
      case Tag.local_set:
        // A local set to itself.
        if (last !== Tag.local_get || this.#word(1) !== data) return false;
        if (tag === Tag.local_set) this.#count--;
        return true;
      case Tag.drop:
        if (last === Tag.local_tee) this.#tags[this.#count - 1] = Tag.local_set;
        else if (isPush(last)) this.#count--;
        else return false;
        return true;
      case Tag.i32_eqz:
        return this.#negate(last);
      case Tag.br_if:
      case Tag.if:
        this.#condition();
        return false;
      case Tag.i32_wrap_i64:
        if (last !== Tag.i64_extend_i32_s && last !== Tag.i64_extend_i32_u) return false;
        this.#count--;
        return true;
      case Tag.i32_store8:
      case Tag.i32_extend8_s:
        this.#trim(this.#count, 8);
        return false;
      case Tag.i32_store16:
      case Tag.i32_extend16_s:
        this.#trim(this.#count, 16);
        return false;
      case Tag.i32_shl:
        if (last === Tag.i32_const) this.#trim(this.#count - 1, 32 - (this.#word(1) & 31));
        return this.#arithmetic(tag, this.#tag(1));
      case Tag.i32_eq:
      case Tag.i32_ne:
        if (last !== Tag.i32_const || this.#word(1) !== 0 || tag !== Tag.i32_eq) return false;
        this.#count--;
        this.#write(Tag.i32_eqz, 0);
        return true;
      default:
        return this.#arithmetic(tag, last);
    }
  }

  /** Negation of a comparison is the opposite comparison; of floats it is not, for NaN. */
  #negate(last: number): boolean {
    const inverse = invertComparison(last);
    if (inverse >= 0) {
      this.#tags[this.#count - 1] = inverse;
      return true;
    }
    if (last === Tag.i32_eqz && this.#tag(2) === Tag.i32_eqz) {
      this.#count--;
      return true;
    }
    return false;
  }

  /** What only matters as zero or not zero. */
  #condition(): void {
    for (;;) {
      if (this.#tag(1) === Tag.i32_eqz && this.#tag(2) === Tag.i32_eqz) this.#count -= 2;
      else if (
        this.#tag(1) === Tag.i32_ne &&
        this.#tag(2) === Tag.i32_const &&
        this.#word(2) === 0
      ) {
        this.#count -= 2;
      } else return;
    }
  }

  /**
   * Of the value that ends before `end` only the low `bits` bits matter: drops the masks and sign extensions it ends with,
   * also behind operations whose low bits depend on low bits only, if their right operand is a single instruction.
   */
  #trim(end: number, bits: number): void {
    const tags = this.#tags;
    const data = this.#data;
    for (let steps = 0; steps < MAX_STEPS && end > 1; steps++) {
      const tag = tags[end - 1]!;
      const isConstant = tags[end - 2] === Tag.i32_const;
      const right = data[end - 2]!;
      const mask = 2 ** bits - 1;
      let dropped = 0;
      if (tag === Tag.i32_extend8_s) dropped = bits <= 8 ? 1 : 0;
      else if (tag === Tag.i32_extend16_s) dropped = bits <= 16 ? 1 : 0;
      else if (tag === Tag.i32_and && isConstant && (right & mask) >>> 0 === mask) dropped = 2;
      else if (tag === Tag.i32_shr_s || tag === Tag.i32_shr_u) {
        const isPair =
          isConstant &&
          end > 3 &&
          tags[end - 3] === Tag.i32_shl &&
          tags[end - 4] === Tag.i32_const &&
          data[end - 4] === right &&
          right < 32;
        dropped = isPair && bits <= 32 - right ? 4 : 0;
      }
      if (dropped > 0) {
        tags.copyWithin(end - dropped, end, this.#count);
        data.copyWithin(end - dropped, end, this.#count);
        this.#count -= dropped;
        end -= dropped;
        continue;
      }
      if (!isConstant && tags[end - 2] !== Tag.local_get) return;
      if (tag === Tag.i32_shl) {
        if (!isConstant || right >= bits) return;
        bits -= right;
      } else if (!keepsLowBits(tag)) return;
      end -= 2;
    }
  }

  #arithmetic(tag: number, last: number): boolean {
    if (last !== Tag.i32_const) return false;
    const right = this.#word(1);
    if (right === identityOf(tag)) {
      this.#count--;
      return true;
    }
    if (this.#tag(2) === Tag.i32_const) {
      const value = foldI32(tag, this.#word(2), right);
      if (value === undefined) return false;
      this.#count -= 2;
      this.#put(Tag.i32_const, value);
      return true;
    }
    // (x + a) + b
    if (tag === Tag.i32_add && this.#tag(2) === Tag.i32_add && this.#tag(3) === Tag.i32_const) {
      const sum = (this.#word(3) + right) >>> 0;
      this.#count -= 3;
      this.#put(Tag.i32_const, sum);
      return this.#arithmetic(tag, Tag.i32_const);
    }
    // A mask of what was just loaded, or masked already.
    if (tag === Tag.i32_and) {
      this.#trim(this.#count - 1, 32 - Math.clz32(right));
      const known =
        this.#tag(2) === Tag.i32_load8_u ? 0xff : this.#tag(2) === Tag.i32_load16_u ? 0xffff : -1;
      if (known > 0 && (right & known) === known) {
        this.#count--;
        return true;
      }
    }
    return false;
  }
}

/** Operations whose low bits depend on no other bits of their operands. */
function keepsLowBits(tag: number): boolean {
  switch (tag) {
    case Tag.i32_add:
    case Tag.i32_sub:
    case Tag.i32_mul:
    case Tag.i32_and:
    case Tag.i32_or:
    case Tag.i32_xor:
      return true;
    default:
      return false;
  }
}

/** Instructions that only push. */
function isPush(tag: number): boolean {
  return tag === Tag.local_get || (tag >= Tag.i32_const && tag <= Tag.f64_const);
}

function leaves(tag: number): boolean {
  switch (tag) {
    case Tag.br:
    case Tag.br_table:
    case Tag.return:
    case Tag.unreachable:
    case Tag.return_call_nav:
    case Tag.return_call_indirect:
      return true;
    default:
      return false;
  }
}
