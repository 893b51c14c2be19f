import type { FunctionBody } from './function.ts';
import { None, type InstId, type Ref, type TypeId } from './ids.ts';
import { reserveU32 } from './interner.ts';

/** A local with a name, or with a number too large to keep. */
export const NAMED = 0xffff_0000;

/** Instructions and words there is room for at first: most functions made one by one are small. */
const CAPACITY = 32;

/** The arrays of a function body while they grow. Parser and builder write through it; it can be used for one body after the other. */
export class BodyWriter {
  /** Number of instructions. */
  length = 0;
  tags: Uint8Array = new Uint8Array(CAPACITY);
  data: Uint32Array = new Uint32Array(2 * CAPACITY);
  types: Uint32Array = new Uint32Array(CAPACITY);
  positions: Uint32Array = new Uint32Array(CAPACITY);
  /** Number of each local; `None` without one, `NAMED` for one that gets a number at the end. */
  locals: Uint32Array = new Uint32Array(CAPACITY);
  extra: Uint32Array = new Uint32Array(CAPACITY);
  extraLength = 1;

  /** Starts an empty body. Word 0 of `extra` is kept for the main body. */
  begin(): void {
    this.length = 0;
    this.extraLength = 1;
  }

  /** Appends an instruction whose data `set` gives later. */
  add(tag: number, position: number = None): InstId {
    const inst = this.length++;
    if (inst >= this.tags.length) {
      const tags = new Uint8Array(2 * inst);
      tags.set(this.tags);
      this.tags = tags;
      this.data = reserveU32(this.data, 4 * inst);
      this.types = reserveU32(this.types, 2 * inst);
      this.positions = reserveU32(this.positions, 2 * inst);
      this.locals = reserveU32(this.locals, 2 * inst);
    }
    this.tags[inst] = tag;
    this.positions[inst] = position;
    this.locals[inst] = None;
    return inst as InstId;
  }

  /** Data words and result type of an instruction. */
  set(inst: InstId, a: number, b: number, type: TypeId | Ref | number): void {
    this.data[2 * inst] = a;
    this.data[2 * inst + 1] = b;
    this.types[inst] = type;
  }

  /** Appends a word to `extra` and returns its index. */
  emit(word: number): number {
    const at = this.extraLength++;
    if (at >= this.extra.length) this.extra = reserveU32(this.extra, at + 1);
    this.extra[at] = word;
    return at;
  }

  /** Appends words of a list, without their number. */
  emitRange(list: readonly number[], start = 0, end: number = list.length): void {
    for (let at = start; at < end; at++) this.emit(list[at]!);
  }

  /** Appends the number of words, then the words of a list; returns the index of the number. */
  emitList(list: readonly number[], start = 0, end: number = list.length): number {
    const at = this.emit(end - start);
    this.emitRange(list, start, end);
    return at;
  }

  /** The body whose main instructions are a list, in arrays of its own. `parsed`: with positions and the numbers of locals. */
  finish(list: readonly number[], parsed = true): FunctionBody {
    this.extra[0] = this.extraLength;
    this.emitList(list);
    const { length, extraLength } = this;
    const locals = parsed && this.#numberLocals() ? length : 0;
    const positions = parsed ? length : 0;
    // One buffer for all arrays of a function: cheaper to make, and transferred as one.
    const words = 3 * length + extraLength + positions + locals;
    const buffer = new ArrayBuffer(4 * words + length);
    let at = 0;
    const take = (from: Uint32Array, count: number): Uint32Array => {
      const view = new Uint32Array(buffer, 4 * at, count);
      at += count;
      for (let word = 0; word < count; word++) view[word] = from[word]!;
      return view;
    };
    const data = take(this.data, 2 * length);
    const extra = take(this.extra, extraLength);
    const types = take(this.types, length);
    const tags = new Uint8Array(buffer, 4 * words, length);
    for (let inst = 0; inst < length; inst++) tags[inst] = this.tags[inst]!;
    return {
      length,
      tags,
      data,
      extra,
      types,
      positions: take(this.positions, positions),
      locals: take(this.locals, locals),
    };
  }

  /** Gives the named locals numbers behind the others. False when every number is the instruction's id. */
  #numberLocals(): boolean {
    const { length, locals } = this;
    let plain = true;
    let next = 0;
    for (let inst = 0; inst < length; inst++) {
      const local = locals[inst]!;
      if (local !== None && local !== inst) plain = false;
      if (local < NAMED) next = Math.max(next, local + 1);
    }
    if (plain) return false;
    for (let inst = 0; inst < length; inst++) if (locals[inst] === NAMED) locals[inst] = next++;
    return true;
  }
}
