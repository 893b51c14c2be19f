// The data section and the data count (linking.md 2.6): ranges of the contents.

import { objectCodes } from '@wasmwright/diagnostics';
import type { Draft } from './draft.ts';
import { skipInitializer } from './initializers.ts';
import { NONE } from './tables.ts';

/** Reads the data count section. */
export function readDataCount(draft: Draft): void {
  draft.dataCount = draft.input.u32();
}

/** Reads the data section; `linking` adds names, alignments and flags. */
export function readData(draft: Draft): void {
  const { input } = draft;
  draft.dataSection = draft.sections.count - 1;
  const at = input.pos;
  const count = input.u32();
  if (draft.dataCount !== NONE && count !== draft.dataCount) {
    input.fail(objectCodes.dataCount, {}, at);
  }
  const rows = input.rows(count, 2);
  const start = new Uint32Array(rows);
  const end = new Uint32Array(rows);
  for (let row = 0; row < count && input.ok; row++) {
    const flags = input.u32();
    if ((flags & 2) !== 0) input.u32(); // memory index
    if ((flags & 1) === 0) skipInitializer(input);
    const sizeAt = input.pos;
    const size = input.u32();
    if (size > input.end - input.pos) input.fail(objectCodes.segmentSize, {}, sizeAt);
    if (!input.ok) return;
    start[row] = input.pos;
    input.advance(size);
    end[row] = input.pos;
  }
  if (!input.ok) return;
  draft.segments = {
    count,
    start,
    end,
    nameStart: new Uint32Array(rows),
    nameEnd: new Uint32Array(rows),
    alignment: new Uint8Array(rows),
    flags: new Uint32Array(rows),
    comdat: new Uint32Array(rows).fill(NONE),
    relocationStart: new Uint32Array(rows + 1),
  };
}
