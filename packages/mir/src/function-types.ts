import { NONE, type SignatureTable } from './mir.ts';

/** A function type: value type bytes of the parameters and of the results. */
export interface Signature {
  readonly params: ArrayLike<number>;
  readonly results: ArrayLike<number>;
}

/**
 * Distinct function types, numbered in order of first use. They are compared byte by byte: no key is made for a type that is
 * known.
 */
export class FunctionTypes {
  /** Number of types. */
  count = 0;
  /** Value type bytes of all types: parameters, then results. */
  types: Uint8Array = new Uint8Array(256);
  /** Type `id` is in `types` from `start[id]` to `start[id + 1]`. */
  start: Uint32Array = new Uint32Array(17);
  /** Number of parameters of each type. */
  params: Uint32Array = new Uint32Array(16);
  /** Last type of each hash, and of each type the one before with the same hash, or `NONE`. */
  private readonly byHash = new Map<number, number>();
  private before = new Uint32Array(16);

  /** Number of a type, new or known. */
  add({ params, results }: Signature): number {
    let at = this.start[this.count]!;
    this.reserve(at + params.length + results.length);
    // Written behind the last type, where it stays if it is new.
    for (let i = 0; i < params.length; i++) this.types[at++] = params[i]!;
    for (let i = 0; i < results.length; i++) this.types[at++] = results[i]!;
    return this.intern(params.length, at);
  }

  /** Number of the type in a row of a table, new or known. */
  addRow({ types, start, params }: SignatureTable, row: number): number {
    let at = this.start[this.count]!;
    const end = start[row + 1]!;
    this.reserve(at + end - start[row]!);
    for (let from = start[row]!; from < end; from++) this.types[at++] = types[from]!;
    return this.intern(params[row]!, at);
  }

  /** @param end - of the bytes written behind the last type */
  private intern(params: number, end: number): number {
    const { types } = this;
    const at = this.start[this.count]!;
    let hash = params;
    for (let i = at; i < end; i++) hash = (Math.imul(hash, 31) + types[i]!) & 0x3fff_ffff;
    const last = this.byHash.get(hash) ?? NONE;
    for (let id = last; id !== NONE; id = this.before[id]!) {
      if (this.params[id] === params && this.isEqual(id, at, end)) return id;
    }
    const id = this.count;
    if (id === this.params.length) this.grow();
    this.count = id + 1;
    this.params[id] = params;
    this.start[id + 1] = end;
    this.before[id] = last;
    this.byHash.set(hash, id);
    return id;
  }

  private isEqual(id: number, at: number, end: number): boolean {
    const { types } = this;
    let other = this.start[id]!;
    if (this.start[id + 1]! - other !== end - at) return false;
    for (let i = at; i < end; i++) if (types[i] !== types[other++]) return false;
    return true;
  }

  private reserve(bytes: number): void {
    if (bytes <= this.types.length) return;
    const types = new Uint8Array(Math.max(bytes, this.types.length * 2));
    types.set(this.types);
    this.types = types;
  }

  private grow(): void {
    const room = this.count * 2;
    const start = new Uint32Array(room + 1);
    start.set(this.start);
    this.start = start;
    const params = new Uint32Array(room);
    params.set(this.params);
    this.params = params;
    const before = new Uint32Array(room);
    before.set(this.before);
    this.before = before;
  }
}
