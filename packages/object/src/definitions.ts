// The function, table, memory, tag and global sections (linking.md 2.1): what a module defines, without the bodies.

import { objectCodes } from '@wasmwright/diagnostics';
import type { Draft } from './draft.ts';
import { skipInitializer } from './initializers.ts';
import { readElementType, readLimits, readTagType } from './limits.ts';
import { NONE } from './tables.ts';
import { readValueType } from './types.ts';

/** Reads the function section; the code section fills in the bodies. */
export function readFunctions(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const rows = input.rows(count, 1);
  const type = new Uint32Array(rows);
  for (let row = 0; row < count && input.ok; row++) {
    type[row] = input.u32();
    if (type[row]! >= draft.types.count) input.fail(objectCodes.invalidFunctionType, {});
  }
  if (!input.ok) return;
  const column = (): Uint32Array => new Uint32Array(rows);
  draft.functions = {
    count,
    type,
    start: column(),
    bodyStart: column(),
    end: column(),
    comdat: column().fill(NONE),
    debugNameStart: column(),
    debugNameEnd: column(),
    exported: new Uint8Array(rows),
    exportNameStart: column(),
    exportNameEnd: column(),
    relocationStart: new Uint32Array(rows + 1),
  };
}

/** Reads the table section. */
export function readTables(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const columns = limitsColumns(input.rows(count, 3));
  for (let row = 0; row < count && input.ok; row++) {
    columns.type[row] = readElementType(input);
    readLimits(input, columns, row);
  }
  if (input.ok) draft.tables = { count, ...columns };
}

/** Reads the memory section. A 64-bit memory makes the object a 64-bit one (I3). */
export function readMemories(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const columns = limitsColumns(input.rows(count, 2));
  for (let row = 0; row < count && input.ok; row++) {
    readLimits(input, columns, row);
    if ((columns.flags[row]! & 4) !== 0) draft.is64 = true;
  }
  if (input.ok) draft.memories = { count, ...columns };
}

function limitsColumns(rows: number): {
  type: Uint8Array;
  flags: Uint8Array;
  minimum: Float64Array;
  maximum: Float64Array;
} {
  return {
    type: new Uint8Array(rows),
    flags: new Uint8Array(rows),
    minimum: new Float64Array(rows),
    maximum: new Float64Array(rows),
  };
}

/** Reads the tag section. */
export function readTags(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const type = new Uint32Array(input.rows(count, 2));
  for (let row = 0; row < count && input.ok; row++)
    type[row] = readTagType(input, draft.types.count);
  if (input.ok) draft.tags = { count, type };
}

/** Reads the global section; initializers stay ranges of bytes. */
export function readGlobals(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const rows = input.rows(count, 4);
  const type = new Uint8Array(rows);
  const mutable = new Uint8Array(rows);
  const initStart = new Uint32Array(rows);
  const initEnd = new Uint32Array(rows);
  for (let row = 0; row < count && input.ok; row++) {
    type[row] = readValueType(input);
    mutable[row] = input.u1();
    initStart[row] = input.pos;
    skipInitializer(input);
    initEnd[row] = input.pos;
  }
  if (input.ok) draft.globals = { count, type, mutable, initStart, initEnd };
}

/** Number of imports of a kind (`ExternalKind`). */
export function importCount(draft: Draft, kind: 0 | 1 | 2 | 3 | 4): number {
  return draft.imports.byKind[kind].length;
}
