// COMDAT groups (linking.md 2.2, I13).

import { objectCodes } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';
import { NameSet } from './name-set.ts';
import { NONE } from './tables.ts';

/** Least size of a group: a name of one byte with its length, flags, member count. */
const LEAST = 4;

/** Reads the COMDAT subsection; the members point back at their group. */
export function readComdats(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const rows = input.rows(count, LEAST);
  const nameStart = new Uint32Array(rows);
  const nameEnd = new Uint32Array(rows);
  const names = new NameSet(input.bytes, nameStart, nameEnd, new Uint32Array(rows));
  for (let group = 0; group < count && input.ok; group++) {
    const start = input.string();
    const end = input.pos;
    if (!input.ok) return;
    // An empty name is reported before the columns, which have no room for one, are written.
    if (start === end) input.fail(objectCodes.comdatName, { name: '' }, start);
    nameStart[group] = start;
    nameEnd[group] = end;
    if (group < rows && !names.add(group)) {
      input.fail(objectCodes.comdatName, { name: input.text(start, end) }, start);
    }
    const at = input.pos;
    if (input.u32() !== 0) input.fail(objectCodes.comdatFlags, {}, at);
    const members = input.u32();
    for (let i = 0; i < members && input.ok; i++) readMember(draft, group);
  }
  const repeated = input.ok ? names.repeated((group) => group < count) : -1;
  if (repeated >= 0) {
    const start = nameStart[repeated]!;
    input.fail(objectCodes.comdatName, { name: input.text(start, nameEnd[repeated]!) }, start);
  }
  if (input.ok) draft.comdats = { count, nameStart, nameEnd };
}

function readMember(draft: Draft, group: number): void {
  const { input, segments, functions, sections } = draft;
  const at = input.pos;
  const kind = input.u32();
  const index = input.u32();
  if (!input.ok) return;
  if (kind === 0) {
    if (index >= segments.count) input.fail(objectCodes.comdatDataRange, {}, at);
    else if (segments.comdat[index] !== NONE) input.fail(objectCodes.comdatDataTwice, {}, at);
    else segments.comdat[index] = group;
  } else if (kind === 1) {
    const defined = index - importCount(draft, 0);
    if (defined < 0 || defined >= functions.count) {
      input.fail(objectCodes.comdatFunctionRange, {}, at);
    } else if (functions.comdat[defined] !== NONE) {
      input.fail(objectCodes.comdatFunctionTwice, {}, at);
    } else functions.comdat[defined] = group;
  } else if (kind === 5) {
    if (index >= sections.count) input.fail(objectCodes.comdatSectionRange, {}, at);
    else if (sections.id[index] !== 0) input.fail(objectCodes.comdatSectionKind, {}, at);
    else sections.comdat[index] = group;
  } else input.fail(objectCodes.comdatEntryType, {}, at);
}
