// Section headers and their order (I7), and which reader gets which section.

import { objectCodes } from '@wasmwright/diagnostics';
import { readCode } from './code.ts';
import { readData, readDataCount } from './data.ts';
import { readFunctions, readGlobals, readMemories, readTables, readTags } from './definitions.ts';
import type { Draft } from './draft.ts';
import { readDylink, readDylink0 } from './dylink.ts';
import { readElements } from './elements.ts';
import { readExports, readStart } from './exports.ts';
import { readImports } from './imports.ts';
import { readLinking } from './linking.ts';
import { readFeatures, readProducers } from './metadata.ts';
import { readNames } from './name-section.ts';
import { isText, startsWithText } from './names.ts';
import { readRelocations } from './relocations.ts';
import { readTypes } from './types.ts';

/** One known section. */
interface SectionKind {
  /** Name in the message about a payload that is longer than its contents; none where that is not checked. */
  readonly name?: string;
  /** Place in the order of known sections. After a section, none of an equal or lower place may follow. */
  readonly order: number;
  readonly read: (draft: Draft) => void;
}

/** Sections with an id of their own; the row number is the id. */
const BY_ID: readonly (SectionKind | undefined)[] = [
  undefined,
  { order: 2, name: 'type', read: readTypes },
  { order: 3, name: 'import', read: readImports },
  { order: 4, name: 'function', read: readFunctions },
  { order: 5, name: 'table', read: readTables },
  { order: 6, name: 'memory', read: readMemories },
  { order: 8, name: 'global', read: readGlobals },
  { order: 9, name: 'export', read: readExports },
  { order: 10, read: readStart },
  { order: 11, name: 'elem', read: readElements },
  { order: 13, name: 'code', read: readCode },
  { order: 14, name: 'data', read: readData },
  { order: 12, read: readDataCount },
  { order: 7, name: 'tag', read: readTags },
];

/** Custom sections with a meaning. */
const BY_NAME: readonly (readonly [name: string, kind: SectionKind])[] = [
  ['dylink', { order: 1, name: 'dylink', read: readDylink }],
  ['dylink.0', { order: 1, name: 'dylink.0', read: readDylink0 }],
  ['linking', { order: 15, name: 'linking', read: readLinking }],
  ['name', { order: 16, name: 'name', read: readNames }],
  ['producers', { order: 17, name: 'producers', read: readProducers }],
  ['target_features', { order: 18, name: 'target features', read: readFeatures }],
];

/** `reloc.*` may stand anywhere and be repeated, but what comes up to `linking` may not follow it. */
const RELOCATIONS: SectionKind = { order: 0, name: 'reloc', read: readRelocations };
const LAST_BEFORE_RELOCATIONS = 15;

/** Names of sections for places of diagnostics, by id. */
const LABELS = [
  '', // custom sections have their names
  'type',
  'import',
  'function',
  'table',
  'memory',
  'global',
  'export',
  'start',
  'elem',
  'code',
  'data',
  'datacount',
  'tag',
];

/** Reads all sections up to the first failure. */
export function readSections(draft: Draft): void {
  const { input, bytes } = draft;
  let highest = 0;
  let seenRelocations = false;
  while (input.ok && input.pos < bytes.length) {
    const at = input.pos;
    const next = readHeader(draft);
    if (!input.ok) return;
    const section = draft.sections.count - 1;
    const id = draft.sections.id[section]!;
    const kind = kindOf(draft, section);
    if (kind === RELOCATIONS) seenRelocations = true;
    else if (kind !== undefined) {
      const late = seenRelocations && kind.order <= LAST_BEFORE_RELOCATIONS;
      if (late || kind.order <= highest) {
        input.fail(objectCodes.outOfOrderSection, { type: id }, at);
      }
      highest = kind.order;
    } else if (id !== 0) input.fail(objectCodes.invalidSectionType, { type: id }, at);
    kind?.read(draft);
    if (kind?.name !== undefined && input.pos !== input.end) {
      input.fail(objectCodes.sectionEnd, { section: kind.name });
    }
    input.enter(next, bytes.length);
  }
}

/** Reads a header into a new row of `sections` and enters the payload. Returns the offset of the next section. */
function readHeader(draft: Draft): number {
  const { input, sections } = draft;
  const at = input.pos;
  input.describe('');
  const id = input.byte();
  const size = input.u32();
  const start = input.pos;
  if (input.ok && size === 0) input.fail(objectCodes.zeroLengthSection, {}, at);
  if (size > input.end - start) input.fail(objectCodes.sectionTooLarge, {}, at);
  if (!input.ok) return start;
  const row = sections.count++;
  input.describe(LABELS[id] ?? '');
  input.enter(start, start + size);
  sections.id[row] = id;
  if (id === 0) {
    sections.nameStart[row] = input.string();
    sections.nameEnd[row] = input.pos;
  }
  sections.start[row] = input.pos;
  sections.end[row] = start + size;
  return start + size;
}

function kindOf(draft: Draft, section: number): SectionKind | undefined {
  const { input, sections, bytes } = draft;
  const id = sections.id[section]!;
  if (id !== 0) return BY_ID[id];
  const start = sections.nameStart[section]!;
  const end = sections.nameEnd[section]!;
  input.describe('', start, end);
  if (startsWithText(bytes, start, end, 'reloc.')) return RELOCATIONS;
  return BY_NAME.find(([name]) => isText(bytes, start, end, name))?.[1];
}
