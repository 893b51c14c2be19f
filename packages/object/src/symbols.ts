// The symbol table (linking.md 2.3, I12).

import { objectCodes } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';
import type { Input } from './input.ts';
import { NameSet } from './name-set.ts';
import { NONE } from './tables.ts';
import type { SymbolTable } from './tables.ts';

/** Least size of a symbol: kind, flags and an index or an empty name. */
const LEAST = 3;

const WEAK = 0x1;
const LOCAL = 0x2;
const BINDING = 0x3;
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;
const ABSOLUTE = 0x200;

/** Kinds of symbols that are an index in a space with imports. */
type ElementKind = 0 | 2 | 4 | 5;

/** `ExternalKind` of such a kind. */
const EXTERNAL = { 0: 0, 2: 3, 4: 4, 5: 1 } as const;

type Columns = Omit<SymbolTable, 'count'>;

/** Columns of a symbol table, without symbols. */
export function symbolColumns(rows: number): Columns {
  return {
    kind: new Uint8Array(rows),
    flags: new Uint32Array(rows),
    nameStart: new Uint32Array(rows),
    nameEnd: new Uint32Array(rows),
    hash: new Uint32Array(rows),
    element: new Uint32Array(rows).fill(NONE),
    offset: new Float64Array(rows),
    size: new Float64Array(rows),
  };
}

/** Reads the symbol table. The columns have room for the symbol that I20 may add. */
export function readSymbols(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const rows = input.rows(count, LEAST) + 1;
  const table = symbolColumns(rows);
  const names = new NameSet(input.bytes, table.nameStart, table.nameEnd, table.hash);
  for (let row = 0; row < count && input.ok; row++) {
    const at = input.pos;
    const kind = input.byte();
    const flags = input.u32();
    if (!input.ok) return;
    table.kind[row] = kind;
    table.flags[row] = flags;
    switch (kind) {
      case 0:
      case 2:
      case 4:
      case 5:
        readElement(draft, table, row, kind, at);
        break;
      case 1:
        readData(draft, table, row, at);
        break;
      case 3:
        readSection(draft, table, row, at);
        break;
      default:
        input.fail(objectCodes.symbolType, { type: kind }, at);
    }
    if ((flags & BINDING) !== LOCAL && input.ok && !names.add(row)) {
      failDuplicate(input, table, row);
    }
  }
  const isNonLocal = (row: number): boolean =>
    row < count && (table.flags[row]! & BINDING) !== LOCAL;
  const repeated = input.ok ? names.repeated(isNonLocal) : -1;
  if (repeated >= 0) failDuplicate(input, table, repeated);
  if (input.ok) draft.symbols = { count, ...table };
}

function failDuplicate(input: Input, table: Columns, row: number): void {
  const start = table.nameStart[row]!;
  input.fail(
    objectCodes.duplicateSymbolName,
    { symbol: input.text(start, table.nameEnd[row]!) },
    start,
  );
}

/** A function, global, tag or table. */
function readElement(
  draft: Draft,
  table: Columns,
  row: number,
  kind: ElementKind,
  at: number,
): void {
  const { input } = draft;
  const external = EXTERNAL[kind];
  const flags = table.flags[row]!;
  const isUndefined = (flags & UNDEFINED) !== 0;
  const index = input.u32();
  if (!input.ok) return;
  const imported = importCount(draft, external);
  const isImport = index < imported;
  if (index >= imported + definedCount(draft, kind) || isImport !== isUndefined) {
    failIndex(input, kind, at);
    return;
  }
  if (isUndefined && kind !== 0 && (flags & BINDING) === WEAK) {
    const weak = kind === 5 ? objectCodes.undefinedWeakTable : objectCodes.undefinedWeakGlobal;
    input.fail(weak, {}, at);
    return;
  }
  table.element[row] = index;
  if (isImport && (flags & EXPLICIT_NAME) === 0) {
    const { imports } = draft;
    const from = imports.byKind[external][index]!;
    table.nameStart[row] = imports.fieldStart[from]!;
    table.nameEnd[row] = imports.fieldEnd[from]!;
  } else {
    table.nameStart[row] = input.string();
    table.nameEnd[row] = input.pos;
  }
}

function failIndex(input: Input, kind: ElementKind, at: number): void {
  if (kind === 0) input.fail(objectCodes.functionSymbolIndex, {}, at);
  else if (kind === 2) input.fail(objectCodes.globalSymbolIndex, {}, at);
  else if (kind === 4) input.fail(objectCodes.tagSymbolIndex, {}, at);
  else input.fail(objectCodes.tableSymbolIndex, {}, at);
}

function definedCount(draft: Draft, kind: ElementKind): number {
  if (kind === 0) return draft.functions.count;
  if (kind === 2) return draft.globals.count;
  return kind === 4 ? draft.tags.count : draft.tables.count;
}

function readData(draft: Draft, table: Columns, row: number, at: number): void {
  const { input, segments } = draft;
  const flags = table.flags[row]!;
  const start = input.string();
  const end = input.pos;
  table.nameStart[row] = start;
  table.nameEnd[row] = end;
  if ((flags & UNDEFINED) !== 0) return;
  const index = input.u32();
  const offset = input.u64();
  table.size[row] = input.u64();
  if (!input.ok) return;
  table.offset[row] = offset;
  if ((flags & ABSOLUTE) !== 0) return;
  table.element[row] = index;
  if (index >= segments.count) {
    input.fail(objectCodes.dataSymbolSegment, { index }, at);
    return;
  }
  const size = segments.end[index]! - segments.start[index]!;
  if (offset > size) {
    input.fail(objectCodes.dataSymbolOffset, { symbol: input.text(start, end), offset, size }, at);
  }
}

/** A section symbol: it is named after its section. */
function readSection(draft: Draft, table: Columns, row: number, at: number): void {
  const { input, sections } = draft;
  if ((table.flags[row]! & (BINDING | UNDEFINED)) !== LOCAL) {
    input.fail(objectCodes.sectionSymbolBinding, {}, at);
  }
  const index = input.u32();
  if (index >= sections.count) input.fail(objectCodes.sectionSymbolIndex, {}, at);
  if (!input.ok) return;
  table.element[row] = index;
  table.nameStart[row] = sections.nameStart[index]!;
  table.nameEnd[row] = sections.nameEnd[index]!;
}
