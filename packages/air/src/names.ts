import { reserveU32 } from './interner.ts';
import type { NameId } from './ids.ts';

/** FNV-1a over UTF-16 units, mixed once. The lexer computes it while it scans a name. */
function hashRange(text: string, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return (hash ^ (hash >>> 15)) >>> 0;
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
  #hashes: Uint32Array = new Uint32Array(256);
  /** Open addressing, load at most 1/2; a slot holds id + 1, 0 is free. */
  #slots: Uint32Array = new Uint32Array(512);

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
    return this.internHashed(text, start, end, hashRange(text, start, end));
  }

  /** `internRange` for a caller that has computed the hash as `hashRange` does. */
  internHashed(text: string, start: number, end: number, hash: number): NameId {
    const slot = this.#probe(hash, text, start, end);
    const found = this.#slots[slot]!;
    if (found !== 0) return (found - 1) as NameId;
    const id = this.#texts.length;
    this.#texts.push(text.slice(start, end));
    this.#keepUnits(id, text, start, end);
    this.#hashes = reserveU32(this.#hashes, id + 1);
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    if (id * 2 >= this.#slots.length) this.#rehash();
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

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#texts.length; id++) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}
