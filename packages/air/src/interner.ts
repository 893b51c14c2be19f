/** Grows `array` to hold at least `length` elements, by doubling. */
export function reserveU32(array: Uint32Array, length: number): Uint32Array {
  if (length <= array.length) return array;
  const grown = new Uint32Array(Math.max(length, array.length * 2));
  grown.set(array);
  return grown;
}

/** Likewise for bytes. */
export function reserveU8(array: Uint8Array, length: number): Uint8Array {
  if (length <= array.length) return array;
  const grown = new Uint8Array(Math.max(length, array.length * 2));
  grown.set(array);
  return grown;
}

/** A table of twice the slots for the ids below `length`, whose hashes are given. Slots hold id + 1; 0 is free. */
export function rehashed(slots: Int32Array, hashes: Int32Array, length: number): Int32Array {
  const grown = new Int32Array(slots.length * 2);
  const mask = grown.length - 1;
  for (let id = 0; id < length; id++) {
    let slot = hashes[id]! & mask;
    while (grown[slot] !== 0) slot = (slot + 1) & mask;
    grown[slot] = id + 1;
  }
  return grown;
}

/** Signed 32-bit integers, twice as long. */
export function doubledI32(array: Int32Array): Int32Array {
  const grown = new Int32Array(array.length * 2);
  grown.set(array);
  return grown;
}

const SEED = 0x11c_9dc5;

function mixed(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x0100_0193);
  return mixed ^ (mixed >>> 15);
}

/**
 * Interned records of 32-bit words, the storage of types and values: record `id` is
 * `words[starts[id]] … words[starts[id + 1] - 1]`, and two records with the same words have the same id.
 *
 * The caller writes a record with `put` and takes its id with `take`. Hashes are signed, so that V8 needs no boxes for them.
 */
export class WordInterner {
  /** All records, one after the other. Reallocated when it grows: do not keep it over a `put`. */
  words: Uint32Array = new Uint32Array(4096);
  /** First word of each record; `starts[length]` is the end of the last. Reallocated by `take`. */
  starts: Uint32Array = new Uint32Array(1024);
  /** Number of records. */
  length = 0;
  #hashes: Int32Array = new Int32Array(1024);
  /** Open addressing, load at most 1/2; a slot holds id + 1, 0 is free. */
  #slots: Int32Array = new Int32Array(2048);
  /** Where the next word goes: those since the last `take` are behind the last record already. */
  #end = 0;

  /** Number of words of a record. */
  size(id: number): number {
    return this.starts[id + 1]! - this.starts[id]!;
  }

  /** Appends a word to the record that the next `take` interns. */
  put(word: number): void {
    const at = this.#end++;
    if (at >= this.words.length) this.words = reserveU32(this.words, at + 1);
    this.words[at] = word;
  }

  /** The id of the record made of the words put since the last `take`. */
  take(): number {
    const { words } = this;
    const start = this.starts[this.length]!;
    const end = this.#end;
    let hash = SEED;
    for (let at = start; at < end; at++) hash = mixed(hash, words[at]!);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]!; found !== 0; found = this.#slots[slot]!) {
      if (this.#hashes[found - 1] === hash && this.#equals(found - 1, start, end)) {
        this.#end = start;
        return found - 1;
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(slot, hash);
  }

  /** The id of a record of three words: what `put` of each and `take` give, faster. */
  take3(first: number, second: number, third: number): number {
    const hash = mixed(mixed(mixed(SEED, first), second), third);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]!; found !== 0; found = this.#slots[slot]!) {
      if (this.#hashes[found - 1] === hash) {
        const { words } = this;
        const at = this.starts[found - 1]!;
        const same = words[at] === first && words[at + 1] === second && words[at + 2] === third;
        if (same && this.starts[found] === at + 3) return found - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.put(first);
    this.put(second);
    this.put(third);
    return this.#add(slot, hash);
  }

  /** Makes the words put a new record. */
  #add(slot: number, hash: number): number {
    const id = this.length++;
    if (id + 1 >= this.starts.length) this.starts = reserveU32(this.starts, id + 2);
    if (id >= this.#hashes.length) this.#hashes = doubledI32(this.#hashes);
    this.starts[id + 1] = this.#end;
    this.#hashes[id] = hash;
    this.#slots[slot] = id + 1;
    if (id * 2 >= this.#slots.length - 1) {
      this.#slots = rehashed(this.#slots, this.#hashes, id + 1);
    }
    return id;
  }

  #equals(id: number, start: number, end: number): boolean {
    const { words } = this;
    let other = this.starts[id]!;
    if (this.starts[id + 1]! - other !== end - start) return false;
    for (let at = start; at < end; at++) if (words[other++] !== words[at]) return false;
    return true;
  }
}
