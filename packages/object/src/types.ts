// The type section (linking.md 2.1): one row per function type, and the shapes of GC types as far as they must be skipped.

import { objectCodes } from '@wasmwright/diagnostics';
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
      skipValueTypes(input);
      skipValueTypes(input);
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

function skipValueTypes(input: Input): void {
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) skipValueType(input);
}

/** One value type: a byte, or a reference to a heap type that follows. */
export function skipValueType(input: Input): void {
  const code = input.byte();
  if (code === 0x63 || code === 0x64) input.s64();
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

function skipField(input: Input): void {
  skipValueType(input);
  input.u32();
}
