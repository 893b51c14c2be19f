// The names an archive member defines (S11), without parsing the member: one walk over the section headers and one over the
// symbol table.

import type { Diagnostic } from '@wasmwright/diagnostics';
import { ByteReader, SectionWalker } from '@wasmwright/wasm';
import { isText } from './names.ts';
import { parseObject } from './object.ts';
import type { ParseOptions } from './object.ts';

/** The defined, non-local symbols of a file, in symbol table order. Names are ranges of its bytes. */
export interface DefinedSymbolTable {
  readonly count: number;
  /** `SymbolKind`. */
  readonly kind: Uint8Array;
  /** Flags with the bits of linking.md 2.3. */
  readonly flags: Uint32Array;
  /** Range of the name. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Why the list may be incomplete: what `parseObject` finds, if the way to the symbols is damaged. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lists what a wasm file defines. A module without a `linking` section defines its exports (I2): who needs one of them gets the error
 * when the file is parsed. Only the bytes that lead to the symbols are checked.
 *
 * @example
 * const member = bytes.subarray(start, end);
 * const symbols = definedSymbols(member, { name: 'libc.a(printf.o)', member: 'printf.o' });
 * for (let i = 0; i < symbols.count; i++) insertLazy(symbols.start[i], symbols.end[i]);
 */
export function definedSymbols(bytes: Uint8Array, options: ParseOptions): DefinedSymbolTable {
  const walker = new SectionWalker(bytes);
  const exports = new ByteReader(bytes, 0, 0);
  let damaged = false;
  while (walker.next()) {
    const { id, start, end } = walker;
    if (id !== 0 && start === end) damaged = true; // a zero length section
    if (id === 7) {
      exports.pos = start;
      exports.end = end;
    } else if (id === 0 && isText(bytes, walker.nameStart, walker.nameEnd, 'linking')) {
      const reader = new ByteReader(bytes, start, end);
      return checked(fromLinking(reader), damaged || reader.failed !== '', bytes, options);
    }
  }
  const listed = fromExports(exports);
  damaged ||= walker.failed !== '' || exports.failed !== '';
  return checked(listed, damaged, bytes, options);
}

type Listed = Omit<DefinedSymbolTable, 'diagnostics'>;

/** Adds the diagnostics: none, or those of a full parse. */
function checked(
  table: Listed,
  damaged: boolean,
  bytes: Uint8Array,
  options: ParseOptions,
): DefinedSymbolTable {
  return { ...table, diagnostics: damaged ? parseObject(bytes, options).diagnostics : [] };
}

/** Finds the symbol table among the subsections and lists its definitions. */
function fromLinking(reader: ByteReader): Listed {
  reader.u32(); // version
  while (!reader.atEnd) {
    const id = reader.byte();
    const size = reader.u32();
    if (id === 8) break;
    reader.skip(size);
  }
  const count = reader.atEnd ? 0 : reader.u32();
  const table = columns(Math.min(count, Math.floor((reader.end - reader.pos) / 3)));
  let rows = 0;
  for (let i = 0; i < count; i++) {
    const kind = reader.byte();
    const flags = reader.u32();
    const isUndefined = (flags & 0x10) !== 0;
    if (kind !== 1) reader.u32(); // index, or section number
    let nameStart = 0;
    let nameEnd = 0;
    // Data symbols have a name always, sections never, others if defined or EXPLICIT_NAME.
    if (kind === 1 || (kind !== 3 && (flags & 0x50) !== 0x10)) {
      const length = reader.u32();
      nameStart = reader.pos;
      reader.skip(length);
      nameEnd = reader.pos;
    }
    if (kind === 1 && !isUndefined) {
      reader.skipLeb();
      reader.skipLeb();
      reader.skipLeb();
    }
    if (reader.failed !== '') break;
    if (isUndefined || (flags & 3) === 2) continue;
    table.kind[rows] = kind;
    table.flags[rows] = flags;
    table.start[rows] = nameStart;
    table.end[rows] = nameEnd;
    rows++;
  }
  return { ...table, count: rows };
}

/** `SymbolKind` of an export by `ExternalKind`; memories are no symbols. Globals of a linked module are data. */
const KIND_OF_EXPORT = [0, 5, -1, 1, 4] as const;

function fromExports(reader: ByteReader): Listed {
  const count = reader.atEnd ? 0 : reader.u32();
  const table = columns(Math.min(count, Math.floor((reader.end - reader.pos) / 3)));
  let rows = 0;
  for (let i = 0; i < count; i++) {
    const length = reader.u32();
    const nameStart = reader.pos;
    reader.skip(length);
    const nameEnd = reader.pos;
    const kind = KIND_OF_EXPORT[reader.byte()] ?? -1;
    reader.u32();
    if (reader.failed !== '') break;
    if (kind < 0) continue;
    table.kind[rows] = kind;
    table.start[rows] = nameStart;
    table.end[rows] = nameEnd;
    rows++;
  }
  return { ...table, count: rows };
}

function columns(rows: number): Omit<Listed, 'count'> {
  return {
    kind: new Uint8Array(rows),
    flags: new Uint32Array(rows),
    start: new Uint32Array(rows),
    end: new Uint32Array(rows),
  };
}
