import type { FunctionBody } from './function.ts';
import { None, type InstId } from './ids.ts';
import { reserveU32, reserveU8 } from './interner.ts';
import { WordStack } from './word-stack.ts';

/** A local with a name, or with a number too large to keep. */
export const NAMED = 0xffff_0000;

/** Instructions and words there is room for at first: a writer serves many functions. */
const CAPACITY = 256;

/**
 * The arrays of a function body while they grow. Parser and builder write through it, one function after the other; `finish` copies what
 * is there. Words may be given as signed numbers.
 */
export class BodyWriter {
  /** Number of instructions. */
  length = 0;
  tags: Uint8Array = new Uint8Array(CAPACITY);
  data: Uint32Array = new Uint32Array(2 * CAPACITY);
  types: Uint32Array = new Uint32Array(CAPACITY);
  positions: Uint32Array = new Uint32Array(CAPACITY);
  /** Number of each local; `None` without one, `NAMED` for one that gets a number at the end. */
  locals: Uint32Array = new Uint32Array(CAPACITY);
  extra: Uint32Array = new Uint32Array(2 * CAPACITY);
  extraLength = 1;
  /** Instructions of all open bodies, the outermost first. A switch keeps its finished cases between, as its payload has them. */
  readonly ids: WordStack = new WordStack();

  /** Starts an empty body. Word 0 of `extra` is kept for the main body. */
  begin(): void {
    this.length = 0;
    this.extraLength = 1;
    this.ids.length = 0;
  }

  /** Appends an instruction whose data `set` gives later. */
  add(tag: number, position: number): InstId {
    const inst = this.length++;
    if (inst >= this.tags.length) this.#grow();
    this.tags[inst] = tag;
    this.positions[inst] = position;
    this.locals[inst] = None;
    return inst as InstId;
  }

  #grow(): void {
    const { length } = this;
    this.tags = reserveU8(this.tags, length);
    this.data = reserveU32(this.data, 2 * length);
    this.types = reserveU32(this.types, length);
    this.positions = reserveU32(this.positions, length);
    this.locals = reserveU32(this.locals, length);
  }

  /** Data words and result type of an instruction. */
  set(inst: InstId, a: number, b: number, type: number): void {
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

  /** Appends two words and returns the index of the first. */
  emit2(first: number, second: number): number {
    const at = this.emit(first);
    this.emit(second);
    return at;
  }

  /** Appends the open ids from `start` to `end`. */
  emitIds(start: number, end: number = this.ids.length): void {
    const at = this.extraLength;
    this.extraLength = at + end - start;
    this.extra = reserveU32(this.extra, this.extraLength);
    const { extra } = this;
    const { words } = this.ids;
    for (let word = start; word < end; word++) extra[at + word - start] = words[word]!;
  }

  /** Appends the number of open ids from `start` on, then the ids, and takes them off; returns the index of the number. */
  emitList(start: number): number {
    const at = this.emit(this.ids.length - start);
    this.emitIds(start);
    this.ids.length = start;
    return at;
  }

  /** The body whose main instructions are the open ids, in arrays of its own. `parsed`: with positions and the numbers of locals. */
  finish(parsed: boolean): FunctionBody {
    const main = this.emitList(0);
    this.extra[0] = main;
    const { length, extraLength } = this;
    const locals = parsed && this.#numberLocals() ? length : 0;
    const positions = parsed ? length : 0;
    // One buffer for all arrays of a function: cheaper to make, and transferred as one.
    const words = 3 * length + extraLength + positions + locals;
    const buffer = new ArrayBuffer(4 * words + length);
    const extraAt = 8 * length;
    const typesAt = extraAt + 4 * extraLength;
    const positionsAt = typesAt + 4 * length;
    const body = {
      length,
      tags: new Uint8Array(buffer, 4 * words, length),
      data: new Uint32Array(buffer, 0, 2 * length),
      extra: new Uint32Array(buffer, extraAt, extraLength),
      types: new Uint32Array(buffer, typesAt, length),
      positions: new Uint32Array(buffer, positionsAt, positions),
      locals: new Uint32Array(buffer, positionsAt + 4 * positions, locals),
    };
    copy(this.tags, body.tags, length);
    copy(this.data, body.data, 2 * length);
    copy(this.extra, body.extra, extraLength);
    copy(this.types, body.types, length);
    copy(this.positions, body.positions, positions);
    copy(this.locals, body.locals, locals);
    return body;
  }

  /** Gives the named locals numbers behind the others. False when every number is the instruction's id. */
  #numberLocals(): boolean {
    const { length, locals } = this;
    let plain = true;
    let next = 0;
    for (let inst = 0; inst < length; inst++) {
      const local = locals[inst]!;
      if (local === None) continue;
      if (local !== inst) plain = false;
      if (local < NAMED && local >= next) next = local + 1;
    }
    if (plain) return false;
    for (let inst = 0; inst < length; inst++) if (locals[inst] === NAMED) locals[inst] = next++;
    return true;
  }
}

/** Longer copies are faster with `set`, which costs a view. */
const LOOP = 64;

function copy<Words extends Uint8Array | Uint32Array>(
  from: Words,
  to: Words,
  length: number,
): void {
  if (length > LOOP) to.set(from.subarray(0, length));
  else for (let at = 0; at < length; at++) to[at] = from[at]!;
}
