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
  /** First free local of each value type byte. */
  private readonly free = new Uint32Array(256).fill(NONE);
  private params = 0;
  private length = 0;

  /** Starts a function. */
  reset(params: ArrayLike<number>): void {
    this.free.fill(NONE);
    this.length = 0;
    for (let i = 0; i < params.length; i++) this.fresh(params[i]!);
    this.params = params.length;
  }

  /** Number of locals, parameters included. */
  get count(): number {
    return this.length;
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
    const local = this.free[type]!;
    if (local === NONE) return this.fresh(type);
    this.free[type] = this.next[local]!;
    return local;
  }

  /** Gives a local back. It must not be given back twice, and its value is lost with the next `take`. */
  release(local: number): void {
    const type = this.types[local]!;
    this.next[local] = this.free[type]!;
    this.free[type] = local;
  }

  /** Value type bytes of the declared locals. */
  declared(): Uint8Array {
    return this.types.slice(this.params, this.length);
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
