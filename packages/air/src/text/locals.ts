import { None, type InstId, type NameId } from '../ids.ts';
import { reserveU32 } from '../interner.ts';

/** Numbers below this are looked up in an array, others in a map: the text may use any number. */
const DENSE = 1 << 18;

/** The locals of one function at a time: `%5` and `%name`, two name spaces. */
export class Locals {
  #insts: Uint32Array = new Uint32Array(256);
  /** The entry of a number is valid where its stamp is that of the function at hand. */
  #stamps: Uint32Array = new Uint32Array(256);
  #stamp = 0;
  readonly #sparse: Map<number, InstId> = new Map();
  readonly #named: Map<NameId, InstId> = new Map();

  /** Forgets all locals. */
  clear(): void {
    this.#stamp++;
    this.#sparse.clear();
    this.#named.clear();
  }

  /** The instruction of a number, or `None`. */
  findNumber(number: number): number {
    if (number >= DENSE) return this.#sparse.get(number) ?? None;
    return this.#stamps[number] === this.#stamp ? this.#insts[number]! : None;
  }

  /** The instruction of a name, or `None`. */
  findName(name: NameId): number {
    return this.#named.get(name) ?? None;
  }

  defineNumber(number: number, inst: InstId): void {
    if (number >= DENSE) {
      this.#sparse.set(number, inst);
      return;
    }
    this.#insts = reserveU32(this.#insts, number + 1);
    this.#stamps = reserveU32(this.#stamps, number + 1);
    this.#insts[number] = inst;
    this.#stamps[number] = this.#stamp;
  }

  defineName(name: NameId, inst: InstId): void {
    this.#named.set(name, inst);
  }
}
