import { hashName } from './names.ts';

/**
 * Slots looked at before an insertion gives up on hashing: names made to collide are sorted instead (`repeated`). At a load of 1/2 at
 * most, real names never come near it.
 */
const PROBE_LIMIT = 256;

/**
 * Finds repeated names among rows whose names are ranges of one file. Open addressing on FNV-1a, so that names are neither decoded
 * nor copied; linear in ordinary files and n log n in hostile ones.
 */
export class NameSet {
  private readonly bytes: Uint8Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  /** Row + 1 per slot, 0 for a free slot; the length is a power of two and at least twice the number of names. */
  private readonly slots: Uint32Array;
  private readonly hashes: Uint32Array;
  private crowded = false;

  /** For the names `bytes[starts[row] .. ends[row]]`; the columns may be filled later. `add` fills `hashes`. */
  constructor(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array, hashes: Uint32Array) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * hashes.length + 2)));
    this.hashes = hashes;
  }

  /** Adds the name of a row; false if a row added earlier has the same name. After crowding only `repeated` knows. */
  add(row: number): boolean {
    const { bytes, slots, hashes } = this;
    const hash = hashName(bytes, this.starts[row]!, this.ends[row]!);
    hashes[row] = hash;
    if (this.crowded) return true;
    const mask = slots.length - 1;
    for (let probe = 0; probe < PROBE_LIMIT; probe++) {
      const slot = (hash + probe) & mask;
      const other = slots[slot]!;
      if (other === 0) {
        slots[slot] = row + 1;
        return true;
      }
      if (hashes[other - 1] === hash && this.compare(other - 1, row) === 0) return false;
    }
    this.crowded = true;
    return true;
  }

  /** The first row whose name an earlier row has, or -1, after `add` returned true for these rows. */
  repeated(wasAdded: (row: number) => boolean): number {
    if (!this.crowded) return -1;
    const rows = Array.from(this.hashes.keys()).filter(wasAdded);
    rows.sort((a, b) => this.hashes[a]! - this.hashes[b]! || this.compare(a, b) || a - b);
    let first = -1;
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!;
      if (this.compare(rows[i - 1]!, row) === 0 && (first < 0 || row < first)) first = row;
    }
    return first;
  }

  private compare(a: number, b: number): number {
    const { bytes, starts, ends } = this;
    const startA = starts[a]!;
    const startB = starts[b]!;
    const length = ends[a]! - startA;
    const difference = length - (ends[b]! - startB);
    if (difference !== 0) return difference;
    for (let i = 0; i < length; i++) {
      const order = bytes[startA + i]! - bytes[startB + i]!;
      if (order !== 0) return order;
    }
    return 0;
  }
}
