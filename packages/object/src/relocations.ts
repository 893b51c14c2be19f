// Relocation sections (linking.md 2.4, I14, I15). Those of code and data are decoded when the object is parsed, those of custom
// sections (debug information, most of an object compiled with -g) when `decodeRelocations` asks for them.

import { objectCodes } from '@wasmwright/diagnostics';
import type { Diagnostic } from '@wasmwright/diagnostics';
import { relocationTypes } from '@wasmwright/wasm';
import type { Draft } from './draft.ts';
import { Input } from './input.ts';
import { NONE } from './tables.ts';
import type { ObjectFile, RelocationTable } from './tables.ts';

/** Least size of an entry: type, offset, index. */
const LEAST = 3;

/** Bits of `SHAPE`: kinds of symbol an entry may point at, bit `k` for `SymbolKind` k. */
const KIND_BITS = { function: 1, data: 2, global: 4, section: 8, tag: 16, table: 32, type: 0 };
const KINDS = 0x3f;
const HAS_ADDEND = 0x40;
const ADDEND_64 = 0x80;

/** What the decoder has to know of a relocation type, packed: allowed kinds, addend, and the field's width from bit 8. */
const SHAPE = /* @__PURE__ */ Uint16Array.from(relocationTypes, (row) => {
  const kinds = row.symbols.reduce((bits, kind) => bits | KIND_BITS[kind], 0);
  const addend = row.hasAddend ? HAS_ADDEND | (row.is64 ? ADDEND_64 : 0) : 0;
  return kinds | addend | (row.width << 8);
});

/** Result of `decodeRelocations`. */
export interface DecodedRelocations {
  /** Empty if there are diagnostics. */
  readonly table: RelocationTable;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Decodes the relocations of one section.
 *
 * @param object - a parsed object
 * @param relocationSection - row of `object.relocationSections`
 * @param into - an earlier result that is no longer needed: its columns are used again if they are long enough
 * @throws RangeError if there is no such row
 * @example
 * const { relocationSections } = object;
 * let scratch: RelocationTable | undefined;
 * for (let row = 0; row < relocationSections.count; row++) {
 *   scratch = decodeRelocations(object, row, scratch).table;
 * }
 */
export function decodeRelocations(
  object: ObjectFile,
  relocationSection: number,
  into?: RelocationTable,
): DecodedRelocations {
  const rows = object.relocationSections;
  if (!(relocationSection >= 0 && relocationSection < rows.count)) {
    throw new RangeError(`decodeRelocations: no relocation section ${relocationSection}`);
  }
  const input = new Input(object.bytes, object.name);
  const { sections } = object;
  const target = rows.target[relocationSection]!;
  input.describe('reloc.', sections.nameStart[target]!, sections.nameEnd[target]!);
  const table = decode(input, object, relocationSection, into);
  return { table, diagnostics: input.diagnostic === undefined ? [] : [input.diagnostic] };
}

/** Reads the header of a relocation section, and the entries if they are those of code or data. */
export function readRelocations(draft: Draft): void {
  const { input, sections } = draft;
  const at = input.pos;
  const target = input.u32();
  const entries = input.u32();
  if (!input.ok) return;
  if (target >= sections.count - 1) {
    input.fail(objectCodes.relocationSection, {}, at);
    return;
  }
  if (sections.relocations[target] !== NONE) {
    input.fail(objectCodes.relocationSectionTwice, { section: target }, at);
    return;
  }
  const row = addRow(draft, target, entries);
  sections.relocations[target] = row;
  if (target === draft.codeSection) {
    draft.codeRelocations = decode(input, draft, row);
    const { bodyStart, end, relocationStart, count } = draft.functions;
    assignChunks(draft, draft.codeRelocations, { start: bodyStart, end, count }, relocationStart);
  } else if (target === draft.dataSection) {
    draft.dataRelocations = decode(input, draft, row);
    assignChunks(draft, draft.dataRelocations, draft.segments, draft.segments.relocationStart);
  } else input.enter(input.end, input.end);
}

/** Appends to `relocationSections`, whose columns grow by doubling: files have a handful of them. */
function addRow(draft: Draft, target: number, entries: number): number {
  const { relocationSections: old, input } = draft;
  const row = old.count;
  const length = row < old.target.length ? row : 2 * row + 8;
  const column = (values: Uint32Array, value: number): Uint32Array => {
    const wide = row < values.length ? values : new Uint32Array(length);
    if (wide !== values) wide.set(values);
    wide[row] = value;
    return wide;
  };
  draft.relocationSections = {
    count: row + 1,
    target: column(old.target, target),
    start: column(old.start, input.pos),
    end: column(old.end, input.end),
    entries: column(old.entries, entries),
  };
  return row;
}

/** What decoding needs of an object; all of it is known before the first relocation section. */
type Referred = Pick<ObjectFile, 'sections' | 'symbols' | 'types' | 'relocationSections' | 'bytes'>;

/** Decodes and checks the entries of row `row`. */
function decode(
  input: Input,
  object: Referred,
  row: number,
  into?: RelocationTable,
): RelocationTable {
  const { sections, symbols, types, relocationSections } = object;
  const target = relocationSections.target[row]!;
  const count = relocationSections.entries[row]!;
  input.enter(relocationSections.start[row]!, relocationSections.end[row]!);
  const table = columns(input.rows(count, LEAST), into);
  const {
    type: typeColumn,
    offset: offsetColumn,
    index: indexColumn,
    addend: addendColumn,
  } = table;
  const { reader } = input;
  const base = sections.start[target]!;
  const size = sections.end[target]! - base;
  const { kind: kinds, count: symbolCount } = symbols;
  let previous = 0;
  for (let i = 0; i < count; i++) {
    const at = reader.pos;
    const type = reader.u32();
    const offset = reader.u32();
    const index = reader.u32();
    const shape = SHAPE[type] ?? 0;
    let addend = 0;
    if ((shape & HAS_ADDEND) !== 0) {
      addend = (shape & ADDEND_64) !== 0 ? input.s64() : reader.s32();
    }
    const kindMatches = index < symbolCount && ((shape >> kinds[index]!) & 1) !== 0;
    const isValid =
      reader.failed === '' &&
      offset >= previous &&
      (kindMatches || ((shape & KINDS) === 0 && index < types.count)) &&
      shape !== 0 &&
      offset + (shape >> 8) <= size;
    if (!isValid) {
      input.explain(at, () => explainEntry(input, object, previous, size));
      break;
    }
    typeColumn[i] = type;
    offsetColumn[i] = base + offset;
    indexColumn[i] = index;
    addendColumn[i] = addend;
    previous = offset;
  }
  if (input.pos !== input.end) input.fail(objectCodes.sectionEnd, { section: 'reloc' });
  return { ...table, count: input.ok ? count : 0 };
}

/** Reads an entry that `decode` does not accept and reports the first thing that is wrong with it (I14). */
function explainEntry(input: Input, object: Referred, previous: number, size: number): void {
  const { symbols, types } = object;
  const at = input.pos;
  const type = input.u32();
  const offset = input.u32();
  if (offset < previous) input.fail(objectCodes.relocationOrder, {}, at);
  const index = input.u32();
  const row = relocationTypes[type];
  const shape = SHAPE[type];
  if (row === undefined || shape === undefined) {
    input.fail(objectCodes.relocationType, { type }, at);
    return;
  }
  const symbol = symbolText(input, object, index);
  if ((shape & KINDS) === 0) {
    if (index >= types.count) input.fail(objectCodes.relocationTypeIndex, { symbol }, at);
  } else if (index >= symbols.count || ((shape >> symbols.kind[index]!) & 1) === 0) {
    input.fail(objectCodes.relocationSymbol, { kind: row.symbols[0], symbol }, at);
  }
  if (row.hasAddend) {
    if (row.is64) input.s64();
    else input.s32();
  }
  if (offset + row.width > size) input.fail(objectCodes.relocationOffset, {}, at);
}

function columns(rows: number, into?: RelocationTable): Omit<RelocationTable, 'count'> {
  if (into !== undefined && into.type.length >= rows) return into;
  return {
    type: new Uint8Array(rows),
    offset: new Uint32Array(rows),
    index: new Uint32Array(rows),
    addend: new Float64Array(rows),
  };
}

/** Name of a symbol for a message; its number if there is no such symbol. */
function symbolText(input: Input, object: Referred, index: number): string {
  const { symbols } = object;
  if (index >= symbols.count) return `#${index}`;
  return input.text(symbols.nameStart[index]!, symbols.nameEnd[index]!);
}

/** Ranges of the functions or segments of a section, in file order. */
interface Chunks {
  readonly count: number;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** Fills `first[i] .. first[i + 1]` with the entries of chunk i; an entry that is not inside one chunk is an error. */
function assignChunks(
  draft: Draft,
  table: RelocationTable,
  chunks: Chunks,
  first: Uint32Array,
): void {
  const { input, sections, codeSection, dataSection } = draft;
  let chunk = 0;
  for (let i = 0; i < table.count; i++) {
    const offset = table.offset[i]!;
    while (chunk < chunks.count && offset >= chunks.end[chunk]!) first[++chunk] = i;
    const end = offset + (SHAPE[table.type[i]!]! >> 8);
    if (chunk === chunks.count || offset < chunks.start[chunk]! || end > chunks.end[chunk]!) {
      const section = table === draft.codeRelocations ? codeSection : dataSection;
      const place = offset - sections.start[section]!;
      input.fail(objectCodes.relocationCrosses, { offset: place }, offset);
      return;
    }
  }
  while (chunk < chunks.count) first[++chunk] = table.count;
}
