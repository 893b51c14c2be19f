// Local rewrites, left to right over the instructions, looking back at what was just written.

import { type MirDraft, NONE, REMOVED, Tag } from '@wasmwright/mir';
import {
  foldI32,
  foldI64,
  identityOf,
  invertComparison,
  isWide,
  keepsLowBits,
  knownBits,
  narrowOf,
} from './algebra.ts';
import { opensBlock } from './extents.ts';
import { rotationBefore } from './rotation.ts';
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
  #changed = false;

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
    return this.#changed || this.#count < before;
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
    if (this.#rewrite(tag, data)) this.#changed = true;
    else this.#put(tag, data);
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
      case Tag.i64_eqz:
        return this.#isZero(last);
      case Tag.br_if:
      case Tag.if:
        this.#condition();
        return false;
      case Tag.i32_wrap_i64:
        return this.#wrap(last);
      case Tag.i64_extend_i32_s:
      case Tag.i64_extend_i32_u:
        if (last !== Tag.i32_const) return false;
        this.#extend(tag === Tag.i64_extend_i32_s);
        return true;
      case Tag.i32_store8:
      case Tag.i32_extend8_s:
        this.#trim(this.#count, 8, false);
        return false;
      case Tag.i32_store16:
      case Tag.i32_extend16_s:
        this.#trim(this.#count, 16, false);
        return false;
      case Tag.i64_store8:
      case Tag.i64_extend8_s:
        this.#trim(this.#count, 8, true);
        return false;
      case Tag.i64_store16:
      case Tag.i64_extend16_s:
        this.#trim(this.#count, 16, true);
        return false;
      case Tag.i64_store32:
      case Tag.i64_extend32_s:
        this.#trim(this.#count, 32, true);
        return false;
      case Tag.i32_or:
      case Tag.i64_or:
        if (this.#rotate(tag === Tag.i64_or)) return true;
        break;
      case Tag.i32_shl:
      case Tag.i32_shr_s:
      case Tag.i32_shr_u:
        this.#trim(this.#count, 5, false);
        break;
      case Tag.i64_shl:
      case Tag.i64_shr_s:
      case Tag.i64_shr_u:
        this.#trim(this.#count, 6, true);
        break;
    }
    return this.#operation(tag);
  }

  /** An operation on constants. */
  #operation(tag: number): boolean {
    const last = this.#tag(1);
    if (last === Tag.i32_const) return this.#arithmetic(tag);
    return last === Tag.i64_const && isWide(tag) && this.#wideArithmetic(tag);
  }

  /** Two shifts become a rotation. */
  #rotate(wide: boolean): boolean {
    const found = rotationBefore(this.#draft, this.#count, wide);
    if (found === undefined) return false;
    const tag = this.#tags[found.count]!;
    const word = this.#data[found.count]!;
    this.#count = found.start + 1;
    this.#put(tag, word);
    if (wide) this.#put(found.isLeft ? Tag.i64_rotl : Tag.i64_rotr, 0);
    else this.#put(found.isLeft ? Tag.i32_rotl : Tag.i32_rotr, 0);
    return true;
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
    if (last !== Tag.i32_const) return false;
    this.#data[this.#count - 1] = this.#word(1) === 0 ? 1 : 0;
    return true;
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

  /** An i64 is zero if the i32 it was widened from is. */
  #isZero(last: number): boolean {
    if (last === Tag.i64_const) {
      const value = this.#constant(1);
      this.#count--;
      this.#put(Tag.i32_const, value === 0n ? 1 : 0);
      return true;
    }
    if (last !== Tag.i64_extend_i32_s && last !== Tag.i64_extend_i32_u) return false;
    this.#count--;
    this.#write(Tag.i32_eqz, 0);
    return true;
  }

  #wrap(last: number): boolean {
    if (last === Tag.i64_const) {
      const low = this.#draft.extra[this.#word(1)]!;
      this.#count--;
      this.#put(Tag.i32_const, low);
      return true;
    }
    this.#trim(this.#count, 32, true);
    const now = this.#tag(1);
    if (now !== Tag.i64_extend_i32_s && now !== Tag.i64_extend_i32_u) return false;
    this.#count--;
    return true;
  }

  /** The i32 constant written last becomes an i64 constant. */
  #extend(isSigned: boolean): void {
    const low = this.#word(1);
    this.#count--;
    this.#putWide(low, isSigned && low >>> 31 === 1 ? 0xffff_ffff : 0);
  }

  /** Writes an i64 constant. Its words are new: instructions may have theirs in common. */
  #putWide(low: number, high: number): void {
    const draft = this.#draft;
    this.#put(Tag.i64_const, draft.extraCount);
    draft.word(low);
    draft.word(high);
  }

  #constant(back: number): bigint {
    const { extra } = this.#draft;
    const word = this.#word(back);
    return (BigInt(extra[word + 1]!) << 32n) | BigInt(extra[word]!);
  }

  /**
   * Of the value that ends before `end` only the low `bits` bits matter: drops the masks and sign extensions it ends with,
   * also behind operations whose low bits depend on low bits only, if their right operand is a single instruction.
   *
   * @param wide - the value is an i64
   */
  #trim(end: number, bits: number, wide: boolean): void {
    const tags = this.#tags;
    const data = this.#data;
    const { extra } = this.#draft;
    const constant = wide ? Tag.i64_const : Tag.i32_const;
    const width = wide ? 64 : 32;
    for (let steps = 0; steps < MAX_STEPS && end > 1; steps++) {
      const tag = tags[end - 1]!;
      const operation = wide ? narrowOf(tag) : tag;
      const isConstant = tags[end - 2] === constant;
      const word = data[end - 2]!;
      const low = isConstant && wide ? extra[word]! : word;
      const high = isConstant && wide ? extra[word + 1]! : 0;
      let dropped = 0;
      if (extendedBits(tag) <= bits) dropped = 1;
      else if (operation === Tag.i32_and && isConstant && covers(low, high, bits)) dropped = 2;
      else if (operation === Tag.i32_shr_s || operation === Tag.i32_shr_u) {
        const isPair =
          isConstant &&
          end > 3 &&
          narrowOf(tags[end - 3]!) === Tag.i32_shl &&
          tags[end - 4] === constant &&
          (wide ? extra[data[end - 4]!] : data[end - 4]) === low &&
          low < width;
        dropped = isPair && bits <= width - low ? 4 : 0;
      }
      if (dropped > 0) {
        tags.copyWithin(end - dropped, end, this.#count);
        data.copyWithin(end - dropped, end, this.#count);
        this.#count -= dropped;
        end -= dropped;
        continue;
      }
      if (!isConstant && tags[end - 2] !== Tag.local_get) return;
      if (wide !== isWide(tag)) return;
      if (operation === Tag.i32_shl) {
        if (!isConstant || low >= bits) return;
        bits -= low;
      } else if (!keepsLowBits(operation)) return;
      end -= 2;
    }
  }

  /** An operation with an i32 constant on the right. */
  #arithmetic(tag: number): boolean {
    const right = this.#word(1);
    const identity = identityOf(tag);
    if (identity !== undefined && right === identity >>> 0) {
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
    const power = 31 - Math.clz32(right);
    switch (tag) {
      case Tag.i32_add:
      case Tag.i32_sub: {
        // (x + a) + b
        const before = this.#tag(2);
        const isSum = before === Tag.i32_add || before === Tag.i32_sub;
        if (!isSum || this.#tag(3) !== Tag.i32_const) return false;
        const first = before === Tag.i32_add ? this.#word(3) : -this.#word(3);
        const sum = (first + (tag === Tag.i32_add ? right : -right)) >>> 0;
        this.#count -= 3;
        this.#put(Tag.i32_const, sum);
        this.#write(Tag.i32_add, 0);
        return true;
      }
      case Tag.i32_eq:
        if (right !== 0) return false;
        this.#count--;
        this.#write(Tag.i32_eqz, 0);
        return true;
      case Tag.i32_mul:
      case Tag.i32_div_u:
        if (right !== 2 ** power) return false;
        this.#data[this.#count - 1] = power;
        this.#write(tag === Tag.i32_mul ? Tag.i32_shl : Tag.i32_shr_u, 0);
        return true;
      case Tag.i32_rem_u:
        if (right !== 2 ** power) return false;
        this.#data[this.#count - 1] = right - 1;
        this.#write(Tag.i32_and, 0);
        return true;
      case Tag.i32_shl:
        this.#trim(this.#count - 1, 32 - (right & 31), false);
        return false;
      case Tag.i32_and:
        return this.#mask(power + 1, right, 0, false);
      default:
        return false;
    }
  }

  /** An operation with an i64 constant on the right. */
  #wideArithmetic(tag: number): boolean {
    const { extra } = this.#draft;
    const operation = narrowOf(tag);
    const low = extra[this.#word(1)]!;
    const high = extra[this.#word(1) + 1]!;
    const identity = identityOf(operation);
    if (identity !== undefined && low === identity >>> 0 && high === (identity < 0 ? low : 0)) {
      this.#count--;
      return true;
    }
    const isComparison = tag <= Tag.i64_ge_u;
    if (this.#tag(2) === Tag.i64_const) {
      const value = foldI64(operation, this.#constant(2), this.#constant(1));
      if (value === undefined) return false;
      this.#count -= 2;
      if (isComparison) this.#put(Tag.i32_const, Number(value));
      else this.#putWide(Number(value & 0xffff_ffffn), Number(value >> 32n));
      return true;
    }
    const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
    switch (operation) {
      case Tag.i32_add:
      case Tag.i32_sub:
        return this.#wideSum(tag);
      case Tag.i32_eq:
        if (bits !== 0) return false;
        this.#count--;
        this.#write(Tag.i64_eqz, 0);
        return true;
      case Tag.i32_mul:
      case Tag.i32_div_u: {
        const isPower =
          high === 0 ? low === 2 ** (bits - 1) : low === 0 && high === 2 ** (bits - 33);
        if (!isPower) return false;
        this.#count--;
        this.#putWide(bits - 1, 0);
        this.#write(operation === Tag.i32_mul ? Tag.i64_shl : Tag.i64_shr_u, 0);
        return true;
      }
      case Tag.i32_shl:
        this.#trim(this.#count - 1, 64 - (low & 63), true);
        return false;
      case Tag.i32_and:
        return this.#mask(bits, low, high, true);
      default:
        return false;
    }
  }

  /** (x + a) + b of i64 */
  #wideSum(tag: number): boolean {
    const before = this.#tag(2);
    const isSum = before === Tag.i64_add || before === Tag.i64_sub;
    if (!isSum || this.#tag(3) !== Tag.i64_const) return false;
    const first = before === Tag.i64_add ? this.#constant(3) : -this.#constant(3);
    const second = tag === Tag.i64_add ? this.#constant(1) : -this.#constant(1);
    const sum = BigInt.asUintN(64, first + second);
    this.#count -= 3;
    this.#putWide(Number(sum & 0xffff_ffffn), Number(sum >> 32n));
    this.#write(Tag.i64_add, 0);
    return true;
  }

  /** A mask of what was just loaded, or masked already. @param bits - number of the highest bit of the mask, from 1 */
  #mask(bits: number, low: number, high: number, wide: boolean): boolean {
    this.#trim(this.#count - 1, bits, wide);
    const known = knownBits(this.#tag(2));
    if (known === undefined || !covers(low, high, known)) return false;
    this.#count--;
    return true;
  }
}

/** All of the low `bits` bits of a constant are ones. */
function covers(low: number, high: number, bits: number): boolean {
  if (bits <= 32) {
    const mask = 2 ** bits - 1;
    return (low & mask) >>> 0 === mask;
  }
  const mask = 2 ** (bits - 32) - 1;
  return low === 0xffff_ffff && (high & mask) >>> 0 === mask;
}

/** Bits a sign extension keeps; more than any value has for other instructions. */
function extendedBits(tag: number): number {
  switch (tag) {
    case Tag.i32_extend8_s:
    case Tag.i64_extend8_s:
      return 8;
    case Tag.i32_extend16_s:
    case Tag.i64_extend16_s:
      return 16;
    case Tag.i64_extend32_s:
      return 32;
    default:
      return 128;
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
