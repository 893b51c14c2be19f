import { emptyConstants, emptyRows } from './empty.ts';
import { NavKind, UAV, type BaseRef, type ConstantTable, type NavTable } from './mir.ts';

/** A pointer-sized field of a constant. */
export interface ConstantRelocation {
  /** Byte offset in the constant. */
  readonly offset: number;
  readonly target: BaseRef;
  /** @default 0 */
  readonly addend?: number;
}

/** A constant in memory; bytes behind the given ones, up to `size`, are zero. */
export interface Constant {
  /** Size in bytes. @default the length of `bytes` */
  readonly size?: number;
  /** Power of two, in bytes. */
  readonly alignment: number;
  /** @default none, that is all zero */
  readonly bytes?: ArrayLike<number>;
  /** Ascending by offset. @default none */
  readonly relocations?: readonly ConstantRelocation[];
}

/** Collects constants. A constant that refers to another one is added after it. */
export class ConstantBuilder {
  private readonly size: number[] = [];
  private readonly alignment: number[] = [];
  private readonly start: number[] = [0];
  private readonly relocationStart: number[] = [0];
  private readonly offset: number[] = [];
  private readonly target: number[] = [];
  private readonly addend: number[] = [];
  private bytes = new Uint8Array(64);
  private length = 0;

  /** Forgets all rows. */
  reset(): void {
    this.size.length = this.alignment.length = 0;
    this.start.length = this.relocationStart.length = 1;
    this.offset.length = this.target.length = this.addend.length = 0;
    this.length = 0;
  }

  /** Adds a row and returns its number. Trailing zero bytes are not stored. */
  add(constant: Constant): number {
    const bytes = constant.bytes ?? [];
    const size = constant.size ?? bytes.length;
    if (bytes.length > size)
      throw new RangeError(`constant: ${bytes.length} bytes for a size of ${size}`);
    let stored = bytes.length;
    while (stored > 0 && bytes[stored - 1] === 0) stored--;
    if (this.length + stored > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + stored));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    for (let i = 0; i < stored; i++) this.bytes[this.length + i] = bytes[i]!;
    this.length += stored;
    for (const { offset, target, addend } of constant.relocations ?? []) {
      this.offset.push(offset);
      this.target.push(target);
      this.addend.push(addend ?? 0);
    }
    this.size.push(size);
    this.start.push(this.length);
    this.relocationStart.push(this.offset.length);
    return this.alignment.push(constant.alignment) - 1;
  }

  /** Asks for at least this alignment of a row. */
  raiseAlignment(row: number, alignment: number): void {
    if (alignment > this.alignment[row]!) this.alignment[row] = alignment;
  }

  table(): ConstantTable {
    if (this.size.length === 0) return emptyConstants;
    return {
      count: this.size.length,
      size: Float64Array.from(this.size),
      alignment: Uint32Array.from(this.alignment),
      bytes: this.bytes.slice(0, this.length),
      start: Uint32Array.from(this.start),
      relocationStart: Uint32Array.from(this.relocationStart),
      relocationOffset: Uint32Array.from(this.offset),
      relocationTarget: Uint32Array.from(this.target),
      relocationAddend: Float64Array.from(this.addend),
    };
  }
}

/**
 * Rows of the function navs whose table index constants hold or code pushes; ascending.
 *
 * @param refs - navs whose table index the code pushes
 */
export function indirectFunctions(
  uavs: ConstantTable,
  navs: NavTable,
  refs: readonly number[],
): Uint32Array {
  if (refs.length === 0 && uavs.relocationTarget.length === 0) return emptyRows;
  const rows = new Set<number>();
  for (const nav of refs) if (nav < navs.count) rows.add(nav);
  for (const target of uavs.relocationTarget) {
    if (target < UAV && navs.kind[target] === NavKind.function) rows.add(target);
  }
  return rows.size === 0 ? emptyRows : Uint32Array.from(rows).sort();
}
