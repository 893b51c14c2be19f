import { reserveU32 } from './interner.ts';

/** A growing table of fixed-size records in one array of words: word `w` of row `r` is `words[r * stride + w]`. */
export class Rows {
  words: Uint32Array;
  /** Number of rows. */
  length = 0;
  readonly stride: number;

  constructor(stride: number) {
    this.stride = stride;
    this.words = new Uint32Array(32 * stride);
  }

  /** Appends a row with every word set to `fill`. */
  add(fill: number): number {
    const row = this.length++;
    this.words = reserveU32(this.words, this.length * this.stride);
    this.words.fill(fill, row * this.stride, this.length * this.stride);
    return row;
  }

  get(row: number, word: number): number {
    if (row >= this.length) throw new RangeError(`no row ${row}`);
    return this.words[row * this.stride + word]!;
  }

  set(row: number, word: number, value: number): void {
    if (row >= this.length) throw new RangeError(`no row ${row}`);
    this.words[row * this.stride + word] = value;
  }
}
