/**
 * What one flush finds out: live sets, addresses, numbers. Columns are indexed by the rows of a fork of the link, and
 * all of it is dropped when the flush ends. Each phase file says which fields it fills.
 */
import { NONE } from '@wasmwright/object';
import { SymbolKind } from '@wasmwright/wasm';
import { grow, U32Column } from './column.ts';
import type { Link, TableType } from './link.ts';
import type { MergedStrings } from './strings.ts';
import type { SignatureId } from './signatures.ts';
import { State, type SymbolId } from './symbols.ts';
import type { Popularity } from './unit/popularity.ts';

/** One segment of the output (L3). */
export interface OutputSegment {
  readonly name: string;
  /** Position in `Flush.outputSegments`, which is its number in the file. */
  index: number;
  /** As an exponent of two. */
  alignment: number;
  /** True for names starting `.bss` (L4). */
  readonly isZero: boolean;
  readonly isTls: boolean;
  /** Size and, from the layout on, address. */
  size: number;
  address: number;
  /** Its chunks in order: rows of `link.segments`, or `MERGED + n` for `Flush.mergedStrings[n]`. */
  chunks: U32Column;
  /** Offset of each chunk. */
  offsets: U32Column;
}

/** Marks a chunk of merged strings in `OutputSegment.chunks` and in section inputs. */
export const MERGED = 0x8000_0000;

/** One custom section of the output (M6). */
export interface OutputSection {
  readonly name: string;
  /** Rows of `link.sections`, or `MERGED + n`. */
  chunks: U32Column;
  /** Offset of each chunk in the payload. */
  offsets: Float64Array;
  size: number;
}

/** A trapping function in the place of undefined ones of one signature (U3). */
export type UndefinedStubs = Map<SignatureId, number>;

/** One export, in output order. */
export interface OutputExport {
  readonly name: Uint8Array;
  /** External kind. */
  readonly kind: number;
  readonly index: number;
}

/** Table type and symbol of the indirect function table of the output, once it is decided (E5). */
export interface IndirectTable {
  readonly symbol: SymbolId;
  readonly isImport: boolean;
  type: TableType;
}

/** The state of a flush. */
export class Flush {
  readonly link: Link;

  // --- mark: 1 for what reaches the output
  functionLive: Uint8Array;
  segmentLive: Uint8Array;
  globalLive: Uint8Array;
  tableLive: Uint8Array;
  tagLive: Uint8Array;
  /** Symbols without a chunk (imports, absolute data) that something refers to. */
  referenced: Uint8Array;

  // --- popularity
  /** How often units use functions and data; undefined without units. */
  popularity: Popularity | undefined;

  // --- segments
  outputSegments: OutputSegment[] = [];
  /** Merged string chunks of segments and custom sections (M2). */
  mergedStrings: MergedStrings[] = [];
  /** Per row of `link.segments`: output segment, else `NONE`; offset of its chunk in it. */
  segmentOutput: Uint32Array;
  segmentOffset: Uint32Array;
  /** Per row of `link.segments`: merged chunk and input number in it, if it was merged; else `NONE`. */
  segmentMerged: Uint32Array;
  segmentMergedInput: Uint32Array;

  // --- layout
  /** Pages of memory at the start, and at most (undefined: no limit). */
  memoryPages = 0;
  maxMemoryPages: number | undefined;
  /** Address of the flag of `__wasm_init_memory` (L1 d). */
  initFlagAddress = 0;
  /** Values of `link.syntheticGlobals`. */
  globalValues: number[] = [];

  // --- features
  features: ReadonlySet<string> = new Set();
  /** True if `.bss` segments are written (L4). */
  writesZeroSegments = false;

  // --- imports and scan
  /** Symbols imported, one per import, in order. */
  imports: U32Column = new U32Column();
  importKeys: Map<string, number> = new Map();
  importCounts: [
    functions: number,
    tables: number,
    memories: number,
    globals: number,
    tags: number,
  ] = [0, 0, 0, 0, 0];
  /** Symbols with an internal GOT entry, in order (D4). */
  gotEntries: U32Column = new U32Column();
  /** Functions in the indirect table, as symbols, in slot order (E7). */
  slots: U32Column = new U32Column();
  /** Output types in order: `link.signatures` numbers; and the way back. */
  types: U32Column = new U32Column();
  typeIndex: Map<SignatureId, number> = new Map();
  undefinedStubs: UndefinedStubs = new Map();
  indirectTable: IndirectTable | undefined;

  // --- numbering
  /** Output lists: rows of `link.functions`, `globals`, `tags`, `tables`. */
  functions: U32Column = new U32Column();
  globals: U32Column = new U32Column();
  tags: U32Column = new U32Column();
  tables: U32Column = new U32Column();
  /** Index in the output per row. */
  functionIndex: Uint32Array;
  globalIndex: Uint32Array;
  tagIndex: Uint32Array;
  tableIndex: Uint32Array;
  /** Slot per row of `link.functions`, else `NONE`. */
  functionSlot: Uint32Array;
  /** Import index per symbol; slot of an undefined function; function it is replaced by (U3); GOT index. */
  importIndex: Uint32Array;
  undefinedSlot: Map<SymbolId, number> = new Map();
  replacement: Map<SymbolId, number> = new Map();
  gotIndex: Map<SymbolId, number> = new Map();

  // --- synthesize
  /** Bodies of linker-made functions (with the locals, without the size), by number in `syntheticFunctions`. */
  bodies: (Uint8Array | undefined)[] = [];
  /** Init functions in the order they run (N1). */
  initFunctions: SymbolId[] = [];
  /** Row of the start function, else `NONE`. */
  startFunction: number = NONE;
  /** Rows of the functions of T4 and T5, else `NONE`. */
  initMemory: number = NONE;
  applyGlobalTlsRelocs: number = NONE;
  applyTlsRelocs: number = NONE;
  /** Export name of each command wrapper, and the rows of the functions they wrap (N2). */
  wrapperExports: Map<number, Uint8Array> = new Map();
  wrapped: Set<number> = new Set();

  // --- exports
  exports: OutputExport[] = [];
  /** Data symbols exported as globals, in order (E1). */
  dataGlobals: SymbolId[] = [];
  /** Global symbols that are exported, in order (F6). */
  exportedGlobals: SymbolId[] = [];

  // --- sections
  customSections: OutputSection[] = [];
  /** Per row of `link.sections`: offset of its chunk in its output section, and merge data as for segments. */
  sectionOffset: Float64Array;
  sectionMerged: Uint32Array;
  sectionMergedInput: Uint32Array;
  /** Offset in the code section's payload of each function's size field, and of its body, per row. */
  codeOffset: Float64Array;

  constructor(link: Link) {
    this.link = link;
    const { functions, segments, globals, tables, tags, sections, symbols, settings } = link;
    const live = settings.gcSections ? 0 : 1;
    this.functionLive = new Uint8Array(functions.count).fill(live);
    this.segmentLive = new Uint8Array(segments.count).fill(live);
    this.globalLive = new Uint8Array(globals.count).fill(live);
    this.tableLive = new Uint8Array(tables.count).fill(live);
    this.tagLive = new Uint8Array(tags.count).fill(live);
    this.referenced = new Uint8Array(symbols.count).fill(live);
    this.segmentOutput = new Uint32Array(segments.count).fill(NONE);
    this.segmentOffset = new Uint32Array(segments.count);
    this.segmentMerged = new Uint32Array(segments.count).fill(NONE);
    this.segmentMergedInput = new Uint32Array(segments.count);
    this.functionIndex = new Uint32Array(functions.count).fill(NONE);
    this.globalIndex = new Uint32Array(globals.count).fill(NONE);
    this.tagIndex = new Uint32Array(tags.count).fill(NONE);
    this.tableIndex = new Uint32Array(tables.count).fill(NONE);
    this.functionSlot = new Uint32Array(functions.count).fill(NONE);
    this.importIndex = new Uint32Array(symbols.count).fill(NONE);
    this.sectionOffset = new Float64Array(sections.count).fill(NaN);
    this.sectionMerged = new Uint32Array(sections.count).fill(NONE);
    this.sectionMergedInput = new Uint32Array(sections.count);
    this.codeOffset = new Float64Array(functions.count);
  }

  /** Makes room in the columns for rows the link got since, marked live. */
  track(): void {
    const { functions, tables, globals, symbols } = this.link;
    if (functions.count > this.functionLive.length) {
      const from = this.functionLive.length;
      this.functionLive = grow(this.functionLive, functions.count).fill(1, from);
      this.functionIndex = grow(this.functionIndex, functions.count).fill(NONE, from);
      this.functionSlot = grow(this.functionSlot, functions.count).fill(NONE, from);
      this.codeOffset = grow(this.codeOffset, functions.count);
    }
    if (tables.count > this.tableLive.length) {
      const from = this.tableLive.length;
      this.tableLive = grow(this.tableLive, tables.count).fill(1, from);
      this.tableIndex = grow(this.tableIndex, tables.count).fill(NONE, from);
    }
    if (globals.count > this.globalLive.length) {
      const from = this.globalLive.length;
      this.globalLive = grow(this.globalLive, globals.count).fill(1, from);
      this.globalIndex = grow(this.globalIndex, globals.count).fill(NONE, from);
    }
    if (symbols.count > this.referenced.length) {
      const from = this.referenced.length;
      this.referenced = grow(this.referenced, symbols.count).fill(1, from);
      this.importIndex = grow(this.importIndex, symbols.count).fill(NONE, from);
    }
  }

  /** Whether a symbol's chunk, or the symbol itself if it has none, is live. */
  isLive(symbol: SymbolId): boolean {
    const { symbols } = this.link;
    const element = symbols.element[symbol]!;
    if (symbols.state[symbol] !== State.defined || element === NONE) {
      return this.referenced[symbol] === 1;
    }
    switch (symbols.kind[symbol]) {
      case SymbolKind.function:
        return this.functionLive[element] === 1;
      case SymbolKind.data:
        return this.segmentLive[element] === 1;
      case SymbolKind.global:
        return this.globalLive[element] === 1;
      case SymbolKind.tag:
        return this.tagLive[element] === 1;
      case SymbolKind.table:
        return this.tableLive[element] === 1;
      default:
        return true;
    }
  }

  /** Number of an output type, added if it is new (O4). */
  typeOf(signature: SignatureId): number {
    let index = this.typeIndex.get(signature);
    if (index === undefined) {
      index = this.types.push(signature);
      this.typeIndex.set(signature, index);
    }
    return index;
  }

  /** Whether a segment's bytes are in the file (L4). */
  isWritten(segment: OutputSegment): boolean {
    return !segment.isZero || this.writesZeroSegments;
  }

  /** T2. */
  needsInitialization(segment: OutputSegment): boolean {
    const { settings } = this.link;
    if (settings.importMemory !== undefined && !this.isWritten(segment)) return true;
    return settings.sharedMemory;
  }
}
