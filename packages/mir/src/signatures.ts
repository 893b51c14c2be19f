import type { SignatureTable } from './mir.ts';

/** A function type: value type bytes of the parameters and of the results. */
export interface Signature {
  readonly params: ArrayLike<number>;
  readonly results: ArrayLike<number>;
}

/** Collects distinct function types; rows are numbered in order of first use. */
export class SignatureBuilder {
  private readonly rows = new Map<string, number>();
  private readonly params: number[] = [];
  private readonly start: number[] = [0];
  private readonly types: number[] = [];

  /** Forgets all rows. */
  reset(): void {
    this.rows.clear();
    this.params.length = 0;
    this.start.length = 1;
    this.types.length = 0;
  }

  /** Number of rows. */
  get count(): number {
    return this.params.length;
  }

  /** Row of a function type, new or known. */
  add(signature: Signature): number {
    const { params, results } = signature;
    let key = String.fromCharCode(params.length);
    for (let i = 0; i < params.length; i++) key += String.fromCharCode(params[i]!);
    for (let i = 0; i < results.length; i++) key += String.fromCharCode(results[i]!);
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row = this.params.length;
    this.rows.set(key, row);
    this.params.push(params.length);
    for (let i = 0; i < params.length; i++) this.types.push(params[i]!);
    for (let i = 0; i < results.length; i++) this.types.push(results[i]!);
    this.start.push(this.types.length);
    return row;
  }

  table(): SignatureTable {
    return {
      count: this.params.length,
      types: Uint8Array.from(this.types),
      start: Uint32Array.from(this.start),
      params: Uint32Array.from(this.params),
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
