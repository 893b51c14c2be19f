/** Typed arrays that grow by doubling. A hot loop takes `data` into a local and indexes it directly. */

/** A growable column of u32. */
export class U32Column {
  data: Uint32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Uint32Array(capacity);
  }

  /** Appends a value and returns its row. */
  push(value: number): number {
    if (this.length === this.data.length) this.reserve(1);
    this.data[this.length] = value;
    return this.length++;
  }

  /** Appends `count` rows of `value` and returns the first. */
  fill(count: number, value: number): number {
    this.reserve(count);
    const first = this.length;
    this.length += count;
    this.data.fill(value, first, this.length);
    return first;
  }

  /** Makes room for `count` more rows. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.data.length) this.data = grow(this.data, needed);
  }

  /** The rows in use, without a copy. */
  view(): Uint32Array {
    return this.data.subarray(0, this.length);
  }

  /** An independent copy. */
  fork(): U32Column {
    const copy = new U32Column(0);
    copy.data = this.data.slice(0, this.length);
    copy.length = this.length;
    return copy;
  }
}

type Column = Uint8Array | Uint32Array | Float64Array;

/** A copy with room for `needed` elements and at least twice as many as before. */
export function grow<T extends Column>(old: T, needed: number): T {
  const capacity = Math.max(needed, 2 * old.length, 16);
  const copy = new (old.constructor as new (length: number) => T)(capacity);
  copy.set(old);
  return copy;
}

/**
 * A table of twice the size with the same ids. Slots hold id + 1, 0 is free; a collision goes to the next slot.
 *
 * @param hashes - hash per id
 */
export function rehashed(slots: Uint32Array, hashes: Uint32Array, count: number): Uint32Array {
  const larger = new Uint32Array(2 * slots.length);
  const mask = larger.length - 1;
  for (let id = 0; id < count; id++) {
    let slot = hashes[id]! & mask;
    while (larger[slot] !== 0) slot = (slot + 1) & mask;
    larger[slot] = id + 1;
  }
  return larger;
}
