import type { InstId, NameId } from '../ids.ts';

/** Numbers below this are looked up in an array, others in a map: the text may use any number. */
const DENSE = 1 << 18;

/** The locals of one function at a time: `%5` and `%name`, two name spaces. What is not there is -1. */
export class Locals {
  #insts: Int32Array = new Int32Array(256);
  /** The entry of a number is valid where its stamp is that of the function at hand. */
  #stamps: Int32Array = new Int32Array(256);
  #stamp = 0;
  readonly #sparse: Map<number, InstId> = new Map();
  readonly #named: Map<NameId, InstId> = new Map();

  /** Forgets all locals. */
  clear(): void {
    this.#stamp++;
    if (this.#sparse.size > 0) this.#sparse.clear();
    if (this.#named.size > 0) this.#named.clear();
  }

  /** The instruction of a number, or -1. */
  findNumber(number: number): number {
    if (number >= this.#stamps.length) return this.#sparse.get(number) ?? -1;
    return this.#stamps[number] === this.#stamp ? this.#insts[number]! : -1;
  }

  /** The instruction of a name, or -1. */
  findName(name: NameId): number {
    return this.#named.get(name) ?? -1;
  }

  defineNumber(number: number, inst: InstId): void {
    if (number >= DENSE) {
      this.#sparse.set(number, inst);
      return;
    }
    if (number >= this.#stamps.length) this.#grow(number + 1);
    this.#insts[number] = inst;
    this.#stamps[number] = this.#stamp;
  }

  /** Makes room for numbers below `length`. */
  #grow(length: number): void {
    const capacity = Math.min(DENSE, Math.max(length, 2 * this.#stamps.length));
    const insts = new Int32Array(capacity);
    const stamps = new Int32Array(capacity);
    insts.set(this.#insts);
    stamps.set(this.#stamps);
    this.#insts = insts;
    this.#stamps = stamps;
  }

  defineName(name: NameId, inst: InstId): void {
    this.#named.set(name, inst);
  }
}
