import { diagnose, objectCodes } from '@wasmwright/diagnostics';
import type { CodeRow, Diagnostic } from '@wasmwright/diagnostics';
import { ByteReader, SectionWalker } from '@wasmwright/wasm';
import { importCount } from './definitions.ts';
import { createDraft } from './draft.ts';
import type { Compat, Draft } from './draft.ts';
import { Input } from './input.ts';
import { hashName, isText, startsWithText } from './names.ts';
import { readSections } from './sections.ts';
import { symbolColumns } from './symbols.ts';
import { NONE } from './tables.ts';
import type { ObjectFile } from './tables.ts';

/** How `parseObject` reads. */
export interface ParseOptions {
  /** Display name: the path as given, or `archive(member)`. */
  readonly name: string;
  /** Name of the archive member alone: the prefix of messages about malformed bytes (I26). @default name */
  readonly member?: string;
  /** Release of LLVM whose rules apply. @default 19 */
  readonly compat?: Compat;
}

/** Result of `parseObject`. */
export interface ParsedObject {
  /** Missing if a diagnostic is fatal or a scalar is malformed. */
  readonly object?: ObjectFile;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a relocatable object (linking.md 1.2, 2). The bytes are not copied: the tables hold ranges of them, so they must not
 * change as long as the object is used.
 *
 * @returns the object, or the diagnostics that say why there is none; the errors of I20 come with an object
 * @example
 * const { object, diagnostics } = parseObject(bytes, { name: 'main.o' });
 * if (object) console.log(object.functions.count, 'functions');
 * else console.error(diagnostics[0]?.text);
 */
export function parseObject(bytes: Uint8Array, options: ParseOptions): ParsedObject {
  const draft = readModule(bytes, options);
  const malformed = draft.input.diagnostic;
  if (malformed !== undefined) return { diagnostics: [malformed] };
  const unusable = whyUnusable(draft);
  if (unusable !== undefined) {
    const at = { input: options.name };
    return { diagnostics: [diagnose(unusable, { file: options.name }, at)] };
  }
  markTls(draft);
  const diagnostics = addTableSymbol(draft, options.name);
  return { object: finished(draft, options.name), diagnostics };
}

/** Reads all sections of a module, relocatable or not. The draft's input knows whether that worked. */
export function readModule(bytes: Uint8Array, options: ParseOptions): Draft {
  const input = new Input(bytes, options.member ?? options.name);
  const draft = createDraft(input, options.compat ?? 19, countSections(bytes));
  readHeader(input);
  readSections(draft);
  if (draft.codeSection === NONE && draft.functions.count > 0) {
    input.fail(objectCodes.functionCount, {}, bytes.length);
  }
  return draft;
}

/** The first eight bytes (I8). */
function readHeader(input: Input): void {
  const { bytes } = input;
  const hasMagic = startsWithText(bytes, 0, bytes.length, '\0asm');
  if (!hasMagic) input.fail(objectCodes.badMagic, {}, 0);
  else if (bytes.length < 8) input.fail(objectCodes.missingVersion, {}, 4);
  if (!input.ok) return;
  const version = new ByteReader(bytes, 4, 8).fixed32();
  if (version !== 1) input.fail(objectCodes.badVersion, { version }, 4);
  input.enter(8, bytes.length);
}

/** Number of section headers, to size the columns. */
function countSections(bytes: Uint8Array): number {
  const walker = new SectionWalker(bytes);
  let count = 0;
  while (walker.next()) count++;
  return count + 1; // the one that ended the walk may still get a row
}

/** The rules that make a well-formed module unusable as an object (I2, I4, I16). */
function whyUnusable(draft: Draft): (CodeRow & { text: `{file}${string}` }) | undefined {
  if (!draft.isRelocatable) return objectCodes.notRelocatable;
  if (draft.unmodeledTypes) return objectCodes.unmodeledTypes;
  if (draft.elementOffset === 'extended') return objectCodes.elementOffsetExtended;
  if (draft.elementOffset === 'other') return objectCodes.elementOffset;
  return undefined;
}

/** Gives old producers' TLS segments, and the symbols in all TLS segments, the TLS flag (I19). */
function markTls({ bytes, segments, symbols }: Draft): void {
  let any = false;
  for (let row = 0; row < segments.count; row++) {
    const start = segments.nameStart[row]!;
    const end = segments.nameEnd[row]!;
    if (startsWithText(bytes, start, end, '.tdata') || startsWithText(bytes, start, end, '.tbss')) {
      segments.flags[row]! |= 2;
    }
    if ((segments.flags[row]! & 2) !== 0) any = true;
  }
  if (!any) return;
  for (let row = 0; row < symbols.count; row++) {
    const segment = symbols.element[row]!;
    if (symbols.kind[row] !== 1 || segment >= segments.count) continue;
    if ((segments.flags[segment]! & 2) !== 0) symbols.flags[row]! |= 0x100;
  }
}

/** The table symbol that objects of the first version lack (I20). */
function addTableSymbol(draft: Draft, file: string): readonly Diagnostic[] {
  const { imports, symbols, bytes } = draft;
  const imported = importCount(draft, 1);
  const tables = imported + draft.tables.count;
  let tableSymbols = 0;
  for (let row = 0; row < symbols.count; row++) if (symbols.kind[row] === 5) tableSymbols++;
  if (tables === tableSymbols) return [];
  const at = { input: file };
  if (tableSymbols > 0) {
    return [diagnose(objectCodes.tableSymbolCount, { file, tables, symbols: tableSymbols }, at)];
  }
  if (draft.tables.count > 0) return [diagnose(objectCodes.tableDefinitions, { file }, at)];
  if (tables > 1) return [diagnose(objectCodes.tableImports, { file }, at)];
  const row = imports.byKind[1][0]!;
  const start = imports.fieldStart[row]!;
  const end = imports.fieldEnd[row]!;
  if (imports.type[row] !== 0x70 || !isText(bytes, start, end, '__indirect_function_table')) {
    const table = draft.input.text(start, end);
    return [diagnose(objectCodes.tableImportName, { file, table }, at)];
  }
  appendTableSymbol(draft, start, end);
  return [];
}

/** Appends an undefined NO_STRIP table symbol for table 0. A symbol table has room for it; without one, one is made. */
function appendTableSymbol(draft: Draft, nameStart: number, nameEnd: number): void {
  const row = draft.symbols.count;
  const symbols = row < draft.symbols.kind.length ? draft.symbols : symbolColumns(1);
  symbols.kind[row] = 5;
  symbols.flags[row] = 0x10 | 0x80;
  symbols.nameStart[row] = nameStart;
  symbols.nameEnd[row] = nameEnd;
  symbols.hash[row] = hashName(draft.bytes, nameStart, nameEnd);
  symbols.element[row] = 0;
  draft.symbols = { ...symbols, count: row + 1 };
  draft.legacyTable = true;
}

/** The tables of a draft without what only the parser needs. */
function finished(draft: Draft, name: string): ObjectFile {
  return {
    name,
    bytes: draft.bytes,
    is64: draft.is64,
    sections: draft.sections,
    types: draft.types,
    imports: draft.imports,
    functions: draft.functions,
    tables: draft.tables,
    memories: draft.memories,
    globals: draft.globals,
    tags: draft.tags,
    exports: draft.exports,
    segments: draft.segments,
    symbols: draft.symbols,
    legacyTable: draft.legacyTable,
    relocationSections: draft.relocationSections,
    codeRelocations: draft.codeRelocations,
    dataRelocations: draft.dataRelocations,
    initFunctions: draft.initFunctions,
    comdats: draft.comdats,
    features: draft.features,
    hasFeatures: draft.hasFeatures,
    producers: draft.producers,
    codeSection: draft.codeSection,
    dataSection: draft.dataSection,
  };
}
