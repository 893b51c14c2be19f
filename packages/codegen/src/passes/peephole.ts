// Local rewrites, left to right over the instructions, looking back at what was just written.
//   reads and writes: a function's MIR

import { type Mir, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';
import { foldI32, identityOf, invertComparison } from './algebra.ts';

/** How far `#trim` follows operands. */
const MAX_STEPS = 8;

/** Applies the rewrites once. */
export function peephole(mir: Mir): Mir {
  return new Peephole(mir).run();
}

class Peephole {
  readonly #mir: Mir;
  readonly #tags: Uint16Array;
  readonly #data: Uint32Array;
  #count = 0;
  /** New index of each old instruction. */
  readonly #moved: Uint32Array;

  constructor(mir: Mir) {
    this.#mir = mir;
    this.#tags = new Uint16Array(mir.tags.length);
    this.#data = new Uint32Array(mir.tags.length);
    this.#moved = new Uint32Array(mir.tags.length);
  }

  run(): Mir {
    const { tags, data } = this.#mir;
    const last = tags.length - 1;
    const open: number[] = [];
    for (let at = 0; at <= last; at++) {
      const tag = tags[at]!;
      this.#moved[at] = this.#count;
      if (tag === Tag.nop) continue;
      if (opensBlock(tag)) open.push(tag);
      else if (tag === Tag.end) open.pop();
      // A jump to the end it stands before; the end of a loop is not where its label is.
      const isJump = tag === Tag.br && data[at] === 0 && tags[at + 1] === Tag.end;
      if (isJump && open.length > 0 && open[open.length - 1] !== Tag.loop) continue;
      this.#write(tag, data[at]!);
      this.#moved[at] = this.#count - 1;
      if (leaves(tag)) {
        const next = this.#skipDead(at + 1);
        for (let dead = at + 1; dead < next; dead++) this.#moved[dead] = this.#count;
        at = next - 1;
      }
    }
    const { hints } = this.#mir;
    const isBranch = (_: number, row: number): boolean => {
      const tag = this.#tags[this.#moved[hints.at[row]!]!];
      return tag === Tag.if || tag === Tag.br_if;
    };
    return {
      ...this.#mir,
      tags: this.#tags.slice(0, this.#count),
      data: this.#data.slice(0, this.#count),
      hints: {
        at: hints.at.filter(isBranch).map((old) => this.#moved[old]!),
        likely: hints.likely.filter(isBranch),
      },
    };
  }

  /** Index of the instruction that ends unreachable code starting at `at`. */
  #skipDead(at: number): number {
    const { tags } = this.#mir;
    let depth = 0;
    for (let next = at; next < tags.length; next++) {
      const tag = tags[next]!;
      if (opensBlock(tag)) depth++;
      else if (tag === Tag.end || tag === Tag.delegate) {
        if (depth === 0) return next;
        depth--;
      } else if (depth === 0 && (tag === Tag.else || tag === Tag.catch || tag === Tag.catch_all))
        return next;
    }
    return tags.length;
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
