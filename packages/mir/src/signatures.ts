import type { Columns } from './columns.ts';
import { FunctionTypes, type Signature } from './function-types.ts';
import type { SignatureTable } from './mir.ts';

/** Collects the distinct function types of one value; rows are numbered in order of first use. */
export class SignatureBuilder {
  /** Every type seen, in this value or an earlier one. */
  private readonly known = new FunctionTypes();
  /** Row of each type in the value being built, valid if its generation is the present one. */
  private readonly row: number[] = [];
  private readonly generation: number[] = [];
  private present = 0;
  /** Types of the value being built. */
  private readonly rows: number[] = [];
  /** Table of each type that was the only one of a value. */
  private readonly single: (SignatureTable | undefined)[] = [];

  /** Forgets all rows. */
  reset(): void {
    this.present++;
    this.rows.length = 0;
  }

  /** Number of rows. */
  get count(): number {
    return this.rows.length;
  }

  /** Row of a function type, new or known. */
  add(signature: Signature): number {
    const id = this.known.add(signature);
    if (this.generation[id] !== this.present) {
      this.generation[id] = this.present;
      this.row[id] = this.rows.push(id) - 1;
    }
    return this.row[id]!;
  }

  /** Asks for the room of `table`. */
  reserve(columns: Columns): void {
    if (this.rows.length !== 1) columns.reserve(2 * this.rows.length + 1, 0, this.bytes());
  }

  /** The rows. Values with one and the same type share its table. */
  table(columns: Columns): SignatureTable {
    const { rows, known } = this;
    if (rows.length === 1) return (this.single[rows[0]!] ??= this.singleTable(rows[0]!));
    const start = columns.words(rows.length + 1);
    const params = columns.words(rows.length);
    const types = columns.bytes(this.bytes());
    let at = 0;
    for (let row = 0; row < rows.length; row++) {
      const id = rows[row]!;
      params[row] = known.params[id]!;
      for (let from = known.start[id]!; from < known.start[id + 1]!; from++) {
        types[at++] = known.types[from]!;
      }
      start[row + 1] = at;
    }
    return { count: rows.length, types, start, params };
  }

  /** Value type bytes of all rows. */
  private bytes(): number {
    const { start } = this.known;
    let bytes = 0;
    for (const id of this.rows) bytes += start[id + 1]! - start[id]!;
    return bytes;
  }

  private singleTable(id: number): SignatureTable {
    const { types: all, start, params } = this.known;
    const types = all.slice(start[id], start[id + 1]);
    return {
      count: 1,
      types,
      start: Uint32Array.of(0, types.length),
      params: Uint32Array.of(params[id]!),
    };
  }
}

/** One row of a signature table as lists of value type bytes (views, not copies). */
export function signatureAt(
  table: SignatureTable,
  row: number,
): { params: Uint8Array; results: Uint8Array } {
  const start = table.start[row]!;
  const middle = start + table.params[row]!;
  return {
    params: table.types.subarray(start, middle),
    results: table.types.subarray(middle, table.start[row + 1]!),
  };
}
