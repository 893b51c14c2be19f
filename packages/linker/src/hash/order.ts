/**
 * Orders that wasm-ld takes from walks over its hash tables (linking.md appendix A). A table is an array of buckets
 * probed at distances 1, 3, 6, 10, …; the walk is in bucket order.
 */
import { cityHash } from './city.ts';
import { xxh3 } from './xxh3.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const EMPTY = -1;

/** Buckets of row numbers; `hashes` is indexed by row. The size is a power of two. */
function emptyBuckets(size: number): Int32Array {
  return new Int32Array(size).fill(EMPTY);
}

function insert(buckets: Int32Array, hashes: readonly number[], row: number): void {
  const mask = buckets.length - 1;
  let bucket = hashes[row]! & mask;
  for (let step = 1; buckets[bucket] !== EMPTY; step++) bucket = (bucket + step) & mask;
  buckets[bucket] = row;
}

/** Moves the rows of `old`, in bucket order, to a table of twice the size. */
function grow(old: Int32Array, hashes: readonly number[]): Int32Array {
  const buckets = emptyBuckets(2 * old.length);
  for (const row of old) if (row !== EMPTY) insert(buckets, hashes, row);
  return buckets;
}

function distinctHashes(
  names: readonly string[],
  hash: (bytes: Uint8Array) => bigint,
): [distinct: string[], hashes: number[]] {
  const encoder = new TextEncoder();
  const distinct = [...new Set(names)];
  return [distinct, distinct.map((name) => Number(hash(encoder.encode(name)) & 0xffff_ffffn))];
}

const walk = (buckets: Int32Array, names: readonly string[]): string[] =>
  Array.from(
    buckets.filter((row) => row !== EMPTY),
    (row) => names[row]!,
  );

/**
 * Table 1: the order of the export set (S16) and of feature names in messages (F5). Grows when more than 3/4 full
 * after an insertion; so it is never so full that wasm-ld would rebuild it at the same size.
 *
 * @param names - in insertion order; repeated names count once
 * @example
 * orderTable1(['alpha', 'beta', 'gamma']); // ['beta', 'gamma', 'alpha']
 */
export function orderTable1(names: readonly string[]): string[] {
  const [distinct, hashes] = distinctHashes(names, xxh3);
  let buckets = emptyBuckets(16);
  for (let row = 0; row < distinct.length; row++) {
    insert(buckets, hashes, row);
    if ((row + 1) * 4 > buckets.length * 3) buckets = grow(buckets, hashes);
  }
  return walk(buckets, distinct);
}

/**
 * Table 2: the order of names with signature variants (S7) and of the names of one stub library (B2). Grows before an
 * insertion that would make it 3/4 full.
 *
 * @param names - in insertion order; repeated names count once
 * @example
 * orderTable2(['alpha', 'beta', 'gamma', 'delta', 'eps']); // ['gamma', 'delta', 'eps', 'beta', 'alpha']
 */
export function orderTable2(names: readonly string[]): string[] {
  const [distinct, hashes] = distinctHashes(names, cityHash);
  let buckets = emptyBuckets(64);
  for (let row = 0; row < distinct.length; row++) {
    if ((row + 1) * 4 >= buckets.length * 3) buckets = grow(buckets, hashes);
    insert(buckets, hashes, row);
  }
  return walk(buckets, distinct);
}
