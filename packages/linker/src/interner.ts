/** Byte strings by number: each distinct string is stored once and gets the next number. */
import { grow, rehashed } from './column.ts';

/** Odd constants that spread bits; any would do. */
const SEED = 0x9e3779b1;
const FACTOR = 0x85ebca6b;

/** A hash of `bytes[start .. end)`, four bytes at a time; only for tables of this file. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    hash = Math.imul(hash ^ word, FACTOR);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, FACTOR);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Whether two ranges hold the same bytes. */
export function equalBytes(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let i = aStart, j = bStart; i < aEnd; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}

/**
 * A set of byte strings. The bytes are copied into one pool; string `id` is `pool[ends[id - 1] .. ends[id])`.
 * Open addressing over a table that is at most half full.
 */
export class Interner {
  count = 0;
  pool: Uint8Array = new Uint8Array(256);
  private ends: Uint32Array = new Uint32Array(64);
  private hashes: Uint32Array = new Uint32Array(64);
  /** Number + 1, or 0. */
  private slots: Uint32Array = new Uint32Array(128);

  start(id: number): number {
    return id === 0 ? 0 : this.ends[id - 1]!;
  }

  end(id: number): number {
    return this.ends[id]!;
  }

  /** The bytes of a string, without a copy: valid until the next `intern`. */
  bytes(id: number): Uint8Array {
    return this.pool.subarray(this.start(id), this.end(id));
  }

  /** The number of `bytes[start .. end)`, which is added if it is new: compare with `count` from before. */
  intern(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
    const hash = hashBytes(bytes, start, end);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]! - 1;
      if (id < 0) {
        this.slots[slot] = this.count + 1;
        return this.append(bytes, start, end, hash);
      }
      if (
        this.hashes[id] === hash &&
        equalBytes(this.pool, this.start(id), this.end(id), bytes, start, end)
      ) {
        return id;
      }
    }
  }

  private append(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const id = this.count++;
    const at = this.start(id);
    const next = at + end - start;
    if (next > this.pool.length) this.pool = grow(this.pool, next);
    for (let i = start, to = at; i < end; i++) this.pool[to++] = bytes[i]!;
    if (id === this.ends.length) {
      this.ends = grow(this.ends, id + 1);
      this.hashes = grow(this.hashes, id + 1);
    }
    this.ends[id] = next;
    this.hashes[id] = hash;
    if (2 * this.count > this.slots.length) {
      this.slots = rehashed(this.slots, this.hashes, this.count);
    }
    return id;
  }
}
