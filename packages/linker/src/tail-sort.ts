/** The order of rule M3 over strings of one pool. */

/** Ranges shorter than this are sorted by insertion. */
const SMALL = 48;

/**
 * Sorts strings by their bytes from the last to the first, larger byte first; a string that is a tail of another comes
 * after it. Time is linear in the bytes that tell the strings apart: each round sorts a range by the next four bytes,
 * packed into a key, and leaves the runs of equal keys to the next round. No byte is 0, so 0 pads a string that has
 * ended and equal padded keys can only be equal strings.
 *
 * @param pool - the bytes of all strings
 * @param ends - end of string i in the pool; strings follow each other from 0, each with one byte (its NUL) after it
 * @param count - number of strings; all are different
 * @returns the string numbers in order
 */
export function tailSort(pool: Uint8Array, ends: Uint32Array, count: number): Uint32Array {
  const sorter = new Sorter(count);
  const { order, keys } = sorter;
  for (let i = 0; i < count; i++) order[i] = i;
  // Ranges still to sort, as (first, end, depth): strings of a range agree in their last `depth` bytes.
  const ranges: number[] = [0, count, 0];
  while (ranges.length > 0) {
    const depth = ranges.pop()!;
    const end = ranges.pop()!;
    const first = ranges.pop()!;
    for (let i = first; i < end; i++) {
      const id = order[i]!;
      const start = id === 0 ? 0 : ends[id - 1]! + 1;
      keys[i] = tailKey(pool, start, ends[id]! - depth);
    }
    if (end - first < SMALL) sorter.byInsertion(first, end);
    else sorter.byRadix(first, end);
    for (let i = first, run = first; i < end; i = run) {
      const key = keys[i]!;
      do run++;
      while (run < end && keys[run] === key);
      if (run - i > 1) ranges.push(i, run, depth + 4);
    }
  }
  return order;
}

/** The four bytes before `end`, last byte on top, inverted so that larger bytes sort first. */
function tailKey(pool: Uint8Array, start: number, end: number): number {
  if (end - start >= 4) {
    const high = (pool[end - 1]! << 24) | (pool[end - 2]! << 16);
    return ~(high | (pool[end - 3]! << 8) | pool[end - 4]!);
  }
  let key = 0;
  for (let i = end - 1, shift = 24; i >= start; i--, shift -= 8) key |= pool[i]! << shift;
  return ~key;
}

/** Sorts ranges of `order` by the parallel `keys`, ascending. */
class Sorter {
  readonly order: Uint32Array;
  readonly keys: Uint32Array;
  private readonly spareOrder: Uint32Array;
  private readonly spareKeys: Uint32Array;
  private readonly counts: Uint32Array = new Uint32Array(256);

  constructor(count: number) {
    this.order = new Uint32Array(count);
    this.keys = new Uint32Array(count);
    this.spareOrder = new Uint32Array(count);
    this.spareKeys = new Uint32Array(count);
  }

  byInsertion(first: number, end: number): void {
    const { order, keys } = this;
    for (let i = first + 1; i < end; i++) {
      const key = keys[i]!;
      const id = order[i]!;
      let j = i;
      for (; j > first && keys[j - 1]! > key; j--) {
        keys[j] = keys[j - 1]!;
        order[j] = order[j - 1]!;
      }
      keys[j] = key;
      order[j] = id;
    }
  }

  /** One stable counting pass per key byte, lowest first; passes in which all bytes agree are skipped. */
  byRadix(first: number, end: number): void {
    let fromOrder = this.order;
    let fromKeys = this.keys;
    let toOrder = this.spareOrder;
    let toKeys = this.spareKeys;
    const { counts } = this;
    for (let shift = 0; shift < 32; shift += 8) {
      counts.fill(0);
      for (let i = first; i < end; i++) counts[(fromKeys[i]! >>> shift) & 0xff]!++;
      if (counts[(fromKeys[first]! >>> shift) & 0xff] === end - first) continue;
      for (let i = 0, at = first; i < 256; i++) {
        const size = counts[i]!;
        counts[i] = at;
        at += size;
      }
      for (let i = first; i < end; i++) {
        const key = fromKeys[i]!;
        const at = counts[(key >>> shift) & 0xff]!++;
        toKeys[at] = key;
        toOrder[at] = fromOrder[i]!;
      }
      [fromOrder, toOrder] = [toOrder, fromOrder];
      [fromKeys, toKeys] = [toKeys, fromKeys];
    }
    if (fromOrder !== this.order) {
      this.order.set(fromOrder.subarray(first, end), first);
      this.keys.set(fromKeys.subarray(first, end), first);
    }
  }
}
