import { objectCodes } from '@wasmwright/diagnostics';
import type { Input } from './input.ts';

/** Columns that hold limits, and the row to write. */
interface LimitsColumns {
  readonly flags: Uint8Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
}

/** Reads limits into a row: flags, minimum, and Infinity as the maximum if there is none. */
export function readLimits(input: Input, columns: LimitsColumns, row: number): void {
  const at = input.pos;
  const flags = input.u32();
  if (flags > 15) input.fail(objectCodes.invalidLimits, { flags }, at);
  columns.flags[row] = flags;
  columns.minimum[row] = input.u64();
  columns.maximum[row] = (flags & 1) !== 0 ? input.u64() : Infinity;
  if ((flags & 8) !== 0) input.u32(); // log2 of the page size
}

/** Reads the element type of a table: only funcref, externref and exnref are known. */
export function readElementType(input: Input): number {
  const at = input.pos;
  const type = input.byte();
  if (type !== 0x70 && type !== 0x6f && type !== 0x69) {
    input.fail(objectCodes.invalidTableElementType, {}, at);
  }
  return type;
}

/** Reads the type of a tag: attribute 0 and a type index. */
export function readTagType(input: Input, types: number): number {
  const at = input.pos;
  if (input.byte() !== 0) input.fail(objectCodes.invalidAttribute, {}, at);
  const type = input.u32();
  if (type >= types) input.fail(objectCodes.invalidTagType, {}, at);
  return type;
}
