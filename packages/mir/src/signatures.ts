import type { Columns } from './columns.ts';
import { NONE, type SignatureTable } from './mir.ts';

/** A function type: value type bytes of the parameters and of the results. */
export interface Signature {
  readonly params: ArrayLike<number>;
  readonly results: ArrayLike<number>;
}

/**
 * Collects the distinct function types of one value; rows are numbered in order of first use. Types are known from one value
 * to the next, so that a type is compared byte by byte and no key is made for it.
 */
export class SignatureBuilder {
  /** Every type seen: its value type bytes start at `start`, `start[id + 1]` is their end. */
  private types = new Uint8Array(256);
  private readonly start: number[] = [0];
  private readonly params: number[] = [];
  /** Last type of each hash, and the one before with the same hash, or `NONE`. */
  private readonly byHash = new Map<number, number>();
  private readonly before: number[] = [];
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
    const id = this.idOf(signature);
    if (this.generation[id] !== this.present) {
      this.generation[id] = this.present;
      this.row[id] = this.rows.push(id) - 1;
    }
    return this.row[id]!;
  }

  /** Asks for the room of `table`. */
  reserve(columns: Columns): void {
    if (this.rows.length === 1) return;
    let bytes = 0;
    for (const id of this.rows) bytes += this.start[id + 1]! - this.start[id]!;
    columns.reserve(2 * this.rows.length + 1, 0, bytes);
  }

  /** The rows. Values with one and the same type share its table. */
  table(columns: Columns): SignatureTable {
    const { rows, types } = this;
    if (rows.length === 1) return (this.single[rows[0]!] ??= this.singleTable(rows[0]!));
    const start = columns.words(rows.length + 1);
    const params = columns.words(rows.length);
    let size = 0;
    for (const id of rows) size += this.start[id + 1]! - this.start[id]!;
    const out = columns.bytes(size);
    let at = 0;
    for (let row = 0; row < rows.length; row++) {
      const id = rows[row]!;
      params[row] = this.params[id]!;
      for (let from = this.start[id]!; from < this.start[id + 1]!; from++) out[at++] = types[from]!;
      start[row + 1] = at;
    }
    return { count: rows.length, types: out, start, params };
  }

  private singleTable(id: number): SignatureTable {
    const types = this.types.slice(this.start[id], this.start[id + 1]);
    const start = Uint32Array.of(0, types.length);
    return { count: 1, types, start, params: Uint32Array.of(this.params[id]!) };
  }

  private idOf({ params, results }: Signature): number {
    let hash = params.length;
    for (let i = 0; i < params.length; i++) hash = (Math.imul(hash, 31) + params[i]!) | 0;
    for (let i = 0; i < results.length; i++) hash = (Math.imul(hash, 31) + results[i]!) | 0;
    hash &= 0x3fff_ffff;
    const last = this.byHash.get(hash) ?? NONE;
    for (let id = last; id !== NONE; id = this.before[id]!) {
      if (this.isType(id, params, results)) return id;
    }
    const id = this.params.length;
    this.byHash.set(hash, id);
    this.before.push(last);
    this.append(params, results);
    return id;
  }

  private isType(id: number, params: ArrayLike<number>, results: ArrayLike<number>): boolean {
    const { types } = this;
    let at = this.start[id]!;
    if (this.params[id] !== params.length) return false;
    if (this.start[id + 1]! - at !== params.length + results.length) return false;
    for (let i = 0; i < params.length; i++) if (types[at++] !== params[i]) return false;
    for (let i = 0; i < results.length; i++) if (types[at++] !== results[i]) return false;
    return true;
  }

  private append(params: ArrayLike<number>, results: ArrayLike<number>): void {
    let at = this.start[this.params.length]!;
    const end = at + params.length + results.length;
    if (end > this.types.length) {
      const grown = new Uint8Array(Math.max(end, this.types.length * 2));
      grown.set(this.types);
      this.types = grown;
    }
    for (let i = 0; i < params.length; i++) this.types[at++] = params[i]!;
    for (let i = 0; i < results.length; i++) this.types[at++] = results[i]!;
    this.params.push(params.length);
    this.start.push(end);
    this.generation.push(-1);
    this.row.push(0);
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
