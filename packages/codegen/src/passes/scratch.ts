/** First column of the analyses in `extents.ts`; passes use those below. */
export const ANALYSIS = 12;

/**
 * Columns of words that passes fill and forget, used again for every function. They are told apart by number; a pass finds
 * anything in them.
 */
export class Scratch {
  readonly #columns: Uint32Array[] = [];

  /** A column of at least `length` words. It stays valid until the same one is asked for with a greater length. */
  column(which: number, length: number): Uint32Array {
    const known = this.#columns[which];
    if (known !== undefined && known.length >= length) return known;
    let room = 64;
    while (room < length) room *= 2;
    return (this.#columns[which] = new Uint32Array(room));
  }

  /** The same with the first `length` words set. */
  filled(which: number, length: number, value: number): Uint32Array {
    const column = this.column(which, length);
    if (length > 32) return column.fill(value, 0, length);
    for (let i = 0; i < length; i++) column[i] = value;
    return column;
  }
}
