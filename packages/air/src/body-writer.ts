import type { FunctionBody } from './function.ts';
import { None, type InstId, type Ref, type TypeId } from './ids.ts';
import { reserveU32 } from './interner.ts';

/** A local with a name, or with a number too large to keep. */
export const NAMED = 0xffff_0000;

/** The arrays of a function body while they grow. Parser and builder write through it; it can be used for one body after the other. */
export class BodyWriter {
  /** Number of instructions. */
  length = 0;
  tags: Uint8Array = new Uint8Array(1024);
  data: Uint32Array = new Uint32Array(2048);
  types: Uint32Array = new Uint32Array(1024);
  positions: Uint32Array = new Uint32Array(1024);
  /** Number of each local; `None` without one, `NAMED` for one that gets a number at the end. */
  locals: Uint32Array = new Uint32Array(1024);
  extra: Uint32Array = new Uint32Array(4096);
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
    const { length } = this;
    return {
      length,
      tags: this.tags.slice(0, length),
      data: this.data.slice(0, 2 * length),
      extra: this.extra.slice(0, this.extraLength),
      types: this.types.slice(0, length),
      positions: parsed ? this.positions.slice(0, length) : new Uint32Array(0),
      locals: parsed ? this.#finishLocals() : new Uint32Array(0),
    };
  }

  /** Numbers the named locals behind the others; nothing when every number is the instruction's id. */
  #finishLocals(): Uint32Array {
    const locals = this.locals.slice(0, this.length);
    let plain = true;
    let next = 0;
    for (let inst = 0; inst < locals.length; inst++) {
      const local = locals[inst]!;
      if (local !== None && local !== inst) plain = false;
      if (local < NAMED) next = Math.max(next, local + 1);
    }
    if (plain) return new Uint32Array(0);
    for (let inst = 0; inst < locals.length; inst++)
      if (locals[inst] === NAMED) locals[inst] = next++;
    return locals;
  }
}
