// The type section (linking.md 2.1): one row per function type, and the shapes of GC types as far as they must be skipped.

import { objectCodes } from '@wasmwright/diagnostics';
import { isAbstractHeapType, REF, REF_NULL, ValueType } from '@wasmwright/wasm';
import type { Draft } from './draft.ts';
import type { Input } from './input.ts';

/** Reads the type section. A GC type gets an empty row and makes the object unlinkable (I4). */
export function readTypes(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  // A recursion group takes one row itself and announces more, each of which has at least one byte.
  const rows = input.rows(0xffff_ffff, 1);
  const capacity = Math.min(count, rows);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let row = 0;
  for (let left = count; left > 0 && input.ok; left--, row++) {
    if (row === starts.length) {
      starts = grown(starts, rows);
      ends = grown(ends, rows);
    }
    const form = input.byte();
    starts[row] = input.pos;
    if (form === 0x60) {
      // A reference to a type of the file would need its number in the output, as GC types do.
      if (skipValueTypes(input)) draft.unmodeledTypes = true;
      if (skipValueTypes(input)) draft.unmodeledTypes = true;
      ends[row] = input.pos;
    } else {
      draft.unmodeledTypes = true;
      ends[row] = input.pos;
      if (form === 0x4e) left += recursionGroup(input);
      else skipComposite(input, form);
    }
  }
  draft.types = { count: row, start: starts, end: ends };
}

function grown(column: Uint32Array<ArrayBuffer>, rows: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(Math.min(rows, 2 * column.length + 16));
  wider.set(column);
  return wider;
}

/** Number of further rows a recursion group adds. */
function recursionGroup(input: Input): number {
  const at = input.pos;
  const size = input.u32();
  if (size === 0) input.fail(objectCodes.emptyRecursionGroup, {}, at);
  return size;
}

/** The value types of objects (linking.md 2.1). The GC proposal's have more forms than linkers know. */
const known: readonly number[] = [
  ValueType.i32,
  ValueType.i64,
  ValueType.f32,
  ValueType.f64,
  ValueType.v128,
  ValueType.funcref,
  ValueType.externref,
  ValueType.exnref,
];

const isKnown = (type: number): boolean => known.includes(type);

/** A list of value types; true if one refers to a type by its number. */
function skipValueTypes(input: Input): boolean {
  const count = input.u32();
  let numbered = false;
  for (let i = 0; i < count && input.ok; i++) if (skipValueType(input)) numbered = true;
  return numbered;
}

/** One value type: a byte, or a reference to a heap type that follows; true if that is the number of a type. */
export function skipValueType(input: Input): boolean {
  const at = input.pos;
  const type = input.byte();
  if (type - 0x80 !== REF && type - 0x80 !== REF_NULL) {
    if (!isKnown(type)) input.fail(objectCodes.invalidValueType, { type }, at);
    return false;
  }
  const heapType = input.s64();
  if (heapType < 0 && !isAbstractHeapType(heapType)) {
    input.fail(objectCodes.invalidValueType, { type }, at);
  }
  return heapType >= 0;
}

/** Reads a value type of one byte, which is what globals of objects have. */
export function readValueType(input: Input): number {
  const at = input.pos;
  const type = input.byte();
  if (!isKnown(type)) input.fail(objectCodes.invalidValueType, { type }, at);
  return type;
}

/** A struct, an array, or a subtype of either. */
function skipComposite(input: Input, first: number): void {
  const at = input.pos - 1;
  let form = first;
  if (form === 0x50 || form === 0x4f) {
    const supertypes = input.u32();
    if (supertypes > 1) input.fail(objectCodes.supertypeCount, {}, at);
    if (supertypes === 1) input.u32();
    form = input.byte();
  }
  if (form === 0x5f) {
    const fields = input.u32();
    for (let i = 0; i < fields && input.ok; i++) skipField(input);
  } else if (form === 0x5e) skipField(input);
  else if (form === 0x60 && first !== form) {
    skipValueTypes(input);
    skipValueTypes(input);
  } else input.fail(objectCodes.badForm, {}, at);
}

/** i8, i16 or a value type, and whether it is mutable. */
function skipField(input: Input): void {
  const packed = input.bytes[input.pos];
  if (packed === 0x78 || packed === 0x77) input.byte();
  else skipValueType(input);
  input.u32();
}
