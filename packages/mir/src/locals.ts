import type { Columns } from './columns.ts';
import { NONE } from './mir.ts';

/**
 * Hands out locals (codegen.md 5.2). Indexes count the parameters first. Freed locals of a value type are reused, the last
 * freed first; a caller that relies on the implicit zero asks for a fresh one.
 */
export class LocalAllocator {
  /** Value type byte of every local, parameters included. */
  private types = new Uint8Array(64);
  /** Next free local of the same type behind a free one. */
  private next = new Uint32Array(64);
  /** First free local of each value type byte, by its low bits: they tell the types apart. */
  private readonly free = new Uint32Array(32).fill(NONE);
  private paramCount = 0;
  private length = 0;

  /** Starts a function. */
  reset(params: ArrayLike<number>): void {
    this.free.fill(NONE);
    this.length = 0;
    for (let i = 0; i < params.length; i++) this.fresh(params[i]!);
    this.paramCount = params.length;
  }

  /** Number of locals, parameters included. */
  get count(): number {
    return this.length;
  }

  /** Number of parameters. */
  get params(): number {
    return this.paramCount;
  }

  /** Value type byte of a local. */
  typeOf(local: number): number {
    return this.types[local]!;
  }

  /** A local nobody had before: it holds zero at function entry. */
  fresh(type: number): number {
    const local = this.length++;
    if (local === this.types.length) this.grow();
    this.types[local] = type;
    return local;
  }

  /** A free local of the type, or a fresh one. */
  take(type: number): number {
    const local = this.free[type & 31]!;
    if (local === NONE) return this.fresh(type);
    this.free[type & 31] = this.next[local]!;
    return local;
  }

  /** Gives a local back. It must not be given back twice, and its value is lost with the next `take`. */
  release(local: number): void {
    const type = this.types[local]!;
    this.next[local] = this.free[type & 31]!;
    this.free[type & 31] = local;
  }

  /**
   * Declares the locals anew, in another order and without some; nothing is free afterwards.
   *
   * @param order - the locals to keep, parameters not counted, in their new order
   */
  arrange(order: readonly number[]): void {
    const { types } = this;
    const kept = order.map((local) => types[local]!);
    types.set(kept, this.paramCount);
    this.length = this.paramCount + kept.length;
    this.free.fill(NONE);
  }

  /** Value type bytes of the declared locals. */
  declared(columns: Columns): Uint8Array {
    const declared = columns.bytes(this.length - this.paramCount);
    for (let i = 0; i < declared.length; i++) declared[i] = this.types[this.paramCount + i]!;
    return declared;
  }

  private grow(): void {
    const types = new Uint8Array(this.types.length * 2);
    types.set(this.types);
    this.types = types;
    const next = new Uint32Array(this.next.length * 2);
    next.set(this.next);
    this.next = next;
  }
}
