// The `linking` section (linking.md 2.2): segment info and init functions here, symbols and COMDAT groups in their files.

import { objectCodes } from '@wasmwright/diagnostics';
import { readComdats } from './comdat.ts';
import type { Draft } from './draft.ts';
import { readSymbols } from './symbols.ts';

/** Reads the `linking` section. Unknown subsections are skipped. */
export function readLinking(draft: Draft): void {
  const { input } = draft;
  draft.isRelocatable = true;
  const at = input.pos;
  const version = input.u32();
  if (version !== 2) input.fail(objectCodes.metadataVersion, { version }, at);
  const seen = new Set<number>();
  readSubsections(draft, 'linking', (id) => {
    if (seen.has(id)) input.fail(objectCodes.repeatedSubsection, { id });
    seen.add(id);
    if (id === 8) readSymbols(draft);
    else if (id === 5) readSegmentInfo(draft);
    else if (id === 6) readInitFunctions(draft);
    else if (id === 7) readComdats(draft);
    else return false;
    return true;
  });
}

/**
 * Reads subsections (id byte, u32 size, payload) up to the end of the section. `read` reads one payload, or returns false to
 * have it skipped; what it leaves unread is an error.
 */
export function readSubsections(
  draft: Draft,
  section: string,
  read: (id: number) => boolean,
): void {
  const { input } = draft;
  const sectionEnd = input.end;
  while (input.ok && input.pos < sectionEnd) {
    const id = input.byte();
    const at = input.pos;
    const size = input.u32();
    if (!input.ok) return;
    const start = input.pos;
    if (size > sectionEnd - start) {
      input.fail(objectCodes.subsectionEnd, { section }, at);
      return;
    }
    input.enter(start, start + size);
    if (!read(id)) input.enter(start + size, start + size);
    if (input.pos !== input.end) input.fail(objectCodes.subsectionEnd, { section });
    input.enter(start + size, sectionEnd);
  }
}

function readSegmentInfo(draft: Draft): void {
  const { input, segments } = draft;
  const at = input.pos;
  const count = input.u32();
  if (count > segments.count) input.fail(objectCodes.tooManySegmentNames, {}, at);
  for (let row = 0; row < count && input.ok; row++) {
    segments.nameStart[row] = input.string();
    segments.nameEnd[row] = input.pos;
    const alignmentAt = input.pos;
    const alignment = input.u32();
    if (alignment > 31) input.fail(objectCodes.segmentAlignment, { alignment }, alignmentAt);
    segments.alignment[row] = alignment;
    segments.flags[row] = input.u32();
  }
}

function readInitFunctions(draft: Draft): void {
  const { input, symbols } = draft;
  const count = input.u32();
  const rows = input.rows(count, 2);
  const priority = new Uint32Array(rows);
  const symbol = new Uint32Array(rows);
  for (let row = 0; row < count && input.ok; row++) {
    priority[row] = input.u32();
    const at = input.pos;
    const index = input.u32();
    symbol[row] = index;
    if (index >= symbols.count || symbols.kind[index] !== 0) {
      input.fail(objectCodes.initFunctionSymbol, { index }, at);
    }
  }
  if (input.ok) draft.initFunctions = { count, priority, symbol };
}
