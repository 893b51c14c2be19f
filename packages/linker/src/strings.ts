/**
 * Merging of NUL-terminated strings (linking.md M1-M4). An input is cut after each NUL into pieces; equal pieces are
 * kept once and a piece that is the tail of another is placed inside it.
 */
import { rehashed } from './column.ts';
import { copy } from './copy.ts';
import { tailSort } from './tail-sort.ts';

/** "No offset", and "no input" in `MergedStrings.unterminated`. */
const NONE = 0xffff_ffff;

/** One section or segment: the strings in `bytes[start .. end)`. */
export interface StringInput {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Merges the strings of all inputs into one chunk.
 *
 * @param inputs - the order does not show in the result
 * @example
 * const text = (s: string) => ({ bytes: new TextEncoder().encode(s), start: 0, end: s.length });
 * const merged = mergeStrings([text('abc\0b\0'), text('\0xabc\0')]);
 * merged.size; // 7: 'xabc\0b\0'
 * merged.map(0, 0); // 1: 'abc' lies inside 'xabc'
 */
export function mergeStrings(inputs: readonly StringInput[]): MergedStrings {
  const table = new StringTable();
  const pieces = new Pieces(inputs.length);
  let unterminated = NONE;
  for (let i = 0; i < inputs.length; i++) {
    const rest = table.addPieces(inputs[i]!, pieces);
    pieces.endInput(i, inputs[i]!.end - inputs[i]!.start - rest);
    if (rest !== 0 && unterminated === NONE) unterminated = i;
  }
  const offsets = new Uint32Array(table.count);
  const placed = tailSort(table.pool, table.ends, table.count);
  const layout = place(table, placed, offsets);
  pieces.resolve(offsets);
  return new MergedStrings(
    table,
    placed.slice(0, layout.placed),
    layout.size,
    pieces,
    unterminated,
  );
}

/** A merged chunk: its size, its bytes, and where each input offset went. */
export class MergedStrings {
  /** Size of the chunk in bytes. */
  readonly size: number;
  /** First input whose last piece has no NUL (an error by M1; that piece is left out), else 0xffffffff. */
  readonly unterminated: number;
  private readonly table: StringTable;
  private readonly placed: Uint32Array;
  private readonly pieces: Pieces;

  /** @internal */
  constructor(
    table: StringTable,
    placed: Uint32Array,
    size: number,
    pieces: Pieces,
    unterminated: number,
  ) {
    this.table = table;
    this.placed = placed;
    this.size = size;
    this.pieces = pieces;
    this.unterminated = unterminated;
  }

  /**
   * Offset in the chunk of an offset into an input (M4). Ascending queries of one input take constant time, others
   * a binary search.
   *
   * @param input - row in the list given to `mergeStrings`
   * @param offset - bytes from the start of that input
   * @returns 0xffffffff for an offset at or past the end of the input
   */
  map(input: number, offset: number): number {
    return this.pieces.map(input, offset);
  }

  /** Writes the chunk to `target[at .. at + size)`. */
  write(target: Uint8Array, at: number): void {
    const { pool } = this.table;
    for (const id of this.placed) {
      const start = this.table.start(id);
      const end = this.table.ends[id]! + 1;
      copy(pool, start, end, target, at);
      at += end - start;
    }
  }
}

/** Walks the sorted strings and gives each its offset; the strings placed anew move to the front of `order`. */
function place(
  table: StringTable,
  order: Uint32Array,
  offsets: Uint32Array,
): { placed: number; size: number } {
  const { pool, ends } = table;
  let size = 0;
  let placed = 0;
  let lastStart = 0;
  let lastEnd = -1;
  for (const id of order) {
    const start = table.start(id);
    const end = ends[id]!;
    const isTail = end - start <= lastEnd - lastStart && endsWith(pool, lastEnd, start, end);
    if (!isTail) {
      size += end - start + 1;
      lastStart = start;
      lastEnd = end;
      order[placed++] = id;
    }
    offsets[id] = size - (end - start + 1);
  }
  return { placed, size };
}

/** Whether the bytes before `at` are those of `start .. end`. */
function endsWith(pool: Uint8Array, at: number, start: number, end: number): boolean {
  for (let i = end - 1, j = at - 1; i >= start; i--, j--) if (pool[i] !== pool[j]) return false;
  return true;
}

/** The distinct strings: their bytes one after the other in `pool`, each with its NUL, found by open addressing. */
class StringTable {
  count = 0;
  pool: Uint8Array = new Uint8Array(256);
  private poolView: DataView = new DataView(this.pool.buffer);
  /** Offset of the NUL of each string; the next string starts after it. */
  ends: Uint32Array = new Uint32Array(16);
  private hashes: Uint32Array = new Uint32Array(16);
  /** String number + 1, or 0; at most half full, a power of two. */
  private slots: Uint32Array = new Uint32Array(32);

  start(id: number): number {
    return id === 0 ? 0 : this.ends[id - 1]! + 1;
  }

  /**
   * Cuts an input into pieces. Returns the number of bytes after its last NUL. Reads four bytes at a time; the words of
   * a piece are counted from its start, so equal pieces have equal hashes wherever they stand.
   */
  addPieces({ bytes, start, end }: StringInput, pieces: Pieces): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = start;
    let hash = SEED;
    for (let at = start; ;) {
      let word = 0;
      let length = 0;
      if (at + 4 <= end) {
        word = view.getInt32(at, true);
        // The lowest 0x80 bit marks the first zero byte.
        const zeros = (word - 0x0101_0101) & ~word & 0x8080_8080;
        if (zeros === 0) {
          hash = mix(hash, word);
          at += 4;
          continue;
        }
        length = (31 - Math.clz32(zeros & -zeros)) >> 3;
        word &= (1 << (8 * length)) - 1;
      } else {
        while (at + length < end && bytes[at + length] !== 0) {
          word |= bytes[at + length]! << (8 * length++);
        }
        if (at + length === end) return end - from;
      }
      if (length > 0) hash = mix(hash, word);
      at += length;
      pieces.push(from - start, this.intern(bytes, view, from, at, finish(hash)));
      from = ++at;
      hash = SEED;
    }
  }

  private intern(
    bytes: Uint8Array,
    view: DataView,
    from: number,
    to: number,
    hash: number,
  ): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot]! - 1;
      if (id < 0) {
        this.slots[slot] = this.count + 1;
        return this.append(bytes, from, to, hash);
      }
      if (this.hashes[id] === hash && this.equals(id, bytes, view, from, to)) return id;
    }
  }

  private equals(id: number, bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    const { pool, poolView } = this;
    let at = this.start(id);
    if (this.ends[id]! - at !== to - from) return false;
    let i = from;
    for (; i + 4 <= to; i += 4, at += 4) {
      if (view.getInt32(i, true) !== poolView.getInt32(at, true)) return false;
    }
    for (; i < to; i++) if (bytes[i] !== pool[at++]) return false;
    return true;
  }

  private append(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const id = this.count++;
    const start = this.start(id);
    const end = start + to - from;
    if (end >= this.pool.length) {
      this.pool = grown(this.pool, Uint8Array, end + 1);
      this.poolView = new DataView(this.pool.buffer);
    }
    copy(bytes, from, to, this.pool, start);
    if (id === this.ends.length) {
      this.ends = grown(this.ends, Uint32Array, id + 1);
      this.hashes = grown(this.hashes, Uint32Array, id + 1);
    }
    this.ends[id] = end;
    this.hashes[id] = hash;
    if (2 * this.count > this.slots.length) {
      this.slots = rehashed(this.slots, this.hashes, this.count);
    }
    return id;
  }
}

/** Constants that spread bits; the hash is only for this table. */
const SEED = 0x3c6ef372;
const FACTOR = 0x85eb_ca6b;

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, FACTOR);
  return mixed ^ (mixed >>> 15);
}

function finish(hash: number): number {
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** All pieces of all inputs; those of input i are rows `first[i] .. first[i + 1]`. */
class Pieces {
  private count = 0;
  /** Offset of the piece in its input. */
  private starts: Uint32Array = new Uint32Array(16);
  /** Number of its string, after `resolve` its offset in the merged chunk. */
  private targets: Uint32Array = new Uint32Array(16);
  private readonly first: Uint32Array;
  /** Bytes of each input that belong to a piece. */
  private readonly sizes: Float64Array;
  /** The piece of the last query. */
  private cursor = 0;
  /** See `lookUp`: input of the last queries and their number, the table and its input. */
  private hotInput: number = NONE;
  private hotQueries = 0;
  private byOffset: Uint32Array = new Uint32Array(0);
  private tableInput: number = NONE;

  constructor(inputs: number) {
    this.first = new Uint32Array(inputs + 1);
    this.sizes = new Float64Array(inputs);
  }

  push(start: number, id: number): void {
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts, Uint32Array, this.count + 1);
      this.targets = grown(this.targets, Uint32Array, this.count + 1);
    }
    this.starts[this.count] = start;
    this.targets[this.count++] = id;
  }

  endInput(input: number, size: number): void {
    this.first[input + 1] = this.count;
    this.sizes[input] = size;
  }

  resolve(offsets: Uint32Array): void {
    for (let i = 0; i < this.count; i++) this.targets[i] = offsets[this.targets[i]!]!;
  }

  /**
   * The piece that starts at an offset, from a table by offset; `NONE` if none does or the table is not made. It is
   * made for one input at a time, once that input had an eighth as many queries as it has pieces: so it pays.
   */
  private lookUp(input: number, offset: number): number {
    const first = this.first[input]!;
    const last = this.first[input + 1]!;
    if (input !== this.hotInput) {
      this.hotInput = input;
      this.hotQueries = 0;
    }
    if (++this.hotQueries * 8 < last - first) return NONE;
    if (this.tableInput !== input) {
      const size = this.starts[last - 1]! + 1;
      if (size > this.byOffset.length) this.byOffset = new Uint32Array(size);
      for (let i = first; i < last; i++) this.byOffset[this.starts[i]!] = i;
      this.tableInput = input;
    }
    // Entries of earlier inputs are left in the table; the piece itself tells.
    const piece = this.byOffset[offset] ?? NONE;
    const isStart = piece >= first && piece < last && this.starts[piece] === offset;
    return isStart ? piece : NONE;
  }

  map(input: number, offset: number): number {
    if (!(offset >= 0 && offset < this.sizes[input]!)) return NONE;
    const { starts } = this;
    let low = this.first[input]!;
    let high = this.first[input + 1]!;
    const { cursor } = this;
    if (cursor >= low && cursor < high && starts[cursor]! <= offset) {
      // The piece of the last query, or the one after it?
      low = cursor;
      for (let next = cursor + 1; next <= cursor + 2; next++) {
        if (next >= high || starts[next]! > offset) {
          high = next;
          break;
        }
        low = next;
      }
    }
    if (high - low > 1) {
      const found = this.lookUp(input, offset);
      if (found !== NONE) low = found;
      else {
        while (high - low > 1) {
          const middle = (low + high) >>> 1;
          if (starts[middle]! <= offset) low = middle;
          else high = middle;
        }
      }
    }
    this.cursor = low;
    return this.targets[low]! + (offset - starts[low]!);
  }
}

/** A copy of at least `needed` and at least twice the elements. */
function grown<T extends Uint8Array | Uint32Array>(
  old: T,
  constructor: new (length: number) => T,
  needed: number,
): T {
  const copy = new constructor(Math.max(2 * old.length, needed));
  copy.set(old);
  return copy;
}
