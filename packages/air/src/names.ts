import { doubledI32, rehashed, reserveU32 } from './interner.ts';
import type { NameId } from './ids.ts';

/** What the hash of a name begins with. */
export const HASH_SEED: number = 0x11c_9dc5;
export const HASH_PRIME: number = 0x0100_0193;

/** FNV-1a over UTF-16 units, mixed once: a signed number, which V8 keeps without a box. The lexer computes it while it scans a name. */
function hashRange(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), HASH_PRIME);
  return hash ^ (hash >>> 15);
}

/**
 * Interned strings: names of types, navs and fields, file names, assembly text. A name is stored once and compared by id.
 *
 * The hash is FNV-1a over UTF-16 units, so that the parser can look a name up in its text without making a string.
 */
export class NameTable {
  readonly #texts: string[] = [];
  /** UTF-16 units of all names, one name after the other: comparing with them is faster than with strings. */
  #units: Uint16Array = new Uint16Array(4096);
  /** First unit of each name, and the end of the last. */
  #starts: Uint32Array = new Uint32Array(257);
  /** Hash of each name. */
  #hashes: Int32Array = new Int32Array(256);
  /** Open addressing, load at most 1/2; a slot holds id + 1, 0 is free. */
  #slots: Int32Array = new Int32Array(512);

  /** Number of names. */
  get length(): number {
    return this.#texts.length;
  }

  /** The string of a name. */
  text(id: NameId): string {
    const text = this.#texts[id];
    if (text === undefined) throw new RangeError(`no name ${id}`);
    return text;
  }

  /** The id of `text`, a new one when it was not there. */
  intern(text: string): NameId {
    return this.internRange(text, 0, text.length);
  }

  /** `intern(text.slice(start, end))`, without the slice when the name is known. */
  internRange(text: string, start: number, end: number): NameId {
    const hash = hashRange(text, start, end);
    const slot = this.#probe(hash, text, start, end);
    const found = this.#slots[slot]!;
    return found !== 0 ? ((found - 1) as NameId) : this.#add(slot, text, start, end, hash);
  }

  /**
   * `internRange` for the lexer: `units` are those of the text, ASCII from `start` to `end`, and `hash` is computed as `hashRange` does.
   */
  internUnits(units: Uint8Array, text: string, start: number, end: number, hash: number): NameId {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
      if (this.#hashes[found - 1] === hash && this.#sameUnits(found - 1, units, start, end)) {
        return (found - 1) as NameId;
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(slot, text, start, end, hash);
  }

  /** A new name, for the free slot where it belongs. */
  #add(slot: number, text: string, start: number, end: number, hash: number): NameId {
    const id = this.#texts.length;
    this.#texts.push(text.slice(start, end));
    this.#keepUnits(id, text, start, end);
    if (id >= this.#hashes.length) this.#hashes = doubledI32(this.#hashes);
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    if (id * 2 >= this.#slots.length) this.#slots = rehashed(this.#slots, this.#hashes, id + 1);
    return id as NameId;
  }

  /** The id of `text` if it is interned. */
  find(text: string): NameId | undefined {
    const found = this.#slots[this.#probe(hashRange(text, 0, text.length), text, 0, text.length)]!;
    return found === 0 ? undefined : ((found - 1) as NameId);
  }

  /** The slot that holds the name, or the free slot where it belongs. */
  #probe(hash: number, text: string, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]!; found !== 0; found = this.#slots[slot]!) {
      if (this.#hashes[found - 1] === hash && this.#equals(found - 1, text, start, end)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #keepUnits(id: number, text: string, start: number, end: number): void {
    const first = this.#starts[id]!;
    const last = first + end - start;
    if (last > this.#units.length) {
      const units = new Uint16Array(Math.max(last, 2 * this.#units.length));
      units.set(this.#units);
      this.#units = units;
    }
    for (let at = 0; at < end - start; at++) this.#units[first + at] = text.charCodeAt(start + at);
    this.#starts = reserveU32(this.#starts, id + 2);
    this.#starts[id + 1] = last;
  }

  #sameUnits(id: number, units: Uint8Array, start: number, end: number): boolean {
    let own = this.#starts[id]!;
    if (this.#starts[id + 1]! - own !== end - start) return false;
    for (let at = start; at < end; at++) if (this.#units[own++] !== units[at]) return false;
    return true;
  }

  #equals(id: number, text: string, start: number, end: number): boolean {
    const first = this.#starts[id]!;
    const length = end - start;
    if (this.#starts[id + 1]! - first !== length) return false;
    const units = this.#units;
    for (let at = 0; at < length; at++) {
      if (units[first + at] !== text.charCodeAt(start + at)) return false;
    }
    return true;
  }
}
