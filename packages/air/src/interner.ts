/** Grows `array` to hold at least `length` elements, by doubling. */
export function reserveU32(array: Uint32Array, length: number): Uint32Array {
  if (length <= array.length) return array;
  const grown = new Uint32Array(Math.max(length, array.length * 2));
  grown.set(array);
  return grown;
}

/**
 * Interned records of 32-bit words, the storage of types and values: record `id` is
 * `words[start(id)] … words[start(id) + size(id) - 1]`, and two records with the same words have the same id.
 *
 * The caller writes a record into `scratch` with `put` and takes its id with `take`.
 */
export class WordInterner {
  /** All records, one after the other. Reallocated when it grows: do not keep it over a `take`. */
  words: Uint32Array = new Uint32Array(4096);
  /** Number of records. */
  length = 0;
  /** First word of each record; `starts[length]` is the end of the last. */
  #starts: Uint32Array = new Uint32Array(1024);
  #hashes: Uint32Array = new Uint32Array(1024);
  /** Open addressing, load at most 1/2; a slot holds id + 1, 0 is free. */
  #slots: Uint32Array = new Uint32Array(2048);
  /** Words written since the last `take`, already behind the last record. */
  #pending = 0;

  /** Index in `words` of the first word of a record. */
  start(id: number): number {
    if (id >= this.length) throw new RangeError(`no record ${id}`);
    return this.#starts[id]!;
  }

  /** Number of words of a record. */
  size(id: number): number {
    return this.#starts[id + 1]! - this.#starts[id]!;
  }

  /** Appends a word to the record that the next `take` interns. */
  put(word: number): void {
    const at = this.#starts[this.length]! + this.#pending++;
    if (at >= this.words.length) this.words = reserveU32(this.words, at + 1);
    this.words[at] = word;
  }

  /** Drops the words put since the last `take`. */
  drop(): void {
    this.#pending = 0;
  }

  /** The id of the record made of the words put since the last `take`. */
  take(): number {
    const { words } = this;
    const start = this.#starts[this.length]!;
    const size = this.#pending;
    this.#pending = 0;
    let hash = 0x811c_9dc5;
    for (let at = start; at < start + size; at++) {
      hash = Math.imul(hash ^ words[at]!, 0x0100_0193);
      hash ^= hash >>> 15;
    }
    hash >>>= 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]!; found !== 0; found = this.#slots[slot]!) {
      if (this.#hashes[found - 1] === hash && this.#equals(found - 1, start, size))
        return found - 1;
      slot = (slot + 1) & mask;
    }
    const id = this.length++;
    this.#starts = reserveU32(this.#starts, id + 2);
    this.#hashes = reserveU32(this.#hashes, id + 1);
    this.#starts[id + 1] = start + size;
    this.#hashes[id] = hash;
    if (id * 2 >= mask) this.#rehash();
    else this.#slots[slot] = id + 1;
    return id;
  }

  #equals(id: number, start: number, size: number): boolean {
    const other = this.#starts[id]!;
    if (this.#starts[id + 1]! - other !== size) return false;
    for (let at = 0; at < size; at++) {
      if (this.words[other + at] !== this.words[start + at]) return false;
    }
    return true;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.length; id++) {
      let slot = this.#hashes[id]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}
