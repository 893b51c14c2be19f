/**
 * The map file (linking.md Q1): where each section, chunk and symbol of the output is.
 *   reads:  the planned sections, output lists, addresses
 *   writes: nothing
 */
import { NONE } from '@wasmwright/object';
import { SectionId, sizeOfU32, SymbolKind } from '@wasmwright/wasm';
import { type Flush, MERGED, type OutputSegment } from './flush-state.ts';
import { segmentName, symbolName } from './inputs.ts';
import { segmentHeader } from './sections.ts';
import { addressOf } from './values.ts';
import type { PlannedSection } from './write.ts';

const HEADING = '    Addr      Off     Size Out     In      Symbol\n';
/** Indents of the columns In and Symbol. */
const CHUNK = ' '.repeat(8);
const SYMBOL = ' '.repeat(16);
/** Address of what has none. */
const NO_ADDRESS = '       -';
/** Size of a module's magic and version, where the first section starts. */
const PREAMBLE = 8;

/** Names of the sections that are not custom, by id. */
const sectionNames: Readonly<Record<number, string>> = /* @__PURE__ */ {
  [SectionId.type]: 'TYPE',
  [SectionId.import]: 'IMPORT',
  [SectionId.function]: 'FUNCTION',
  [SectionId.table]: 'TABLE',
  [SectionId.memory]: 'MEMORY',
  [SectionId.tag]: 'TAG',
  [SectionId.global]: 'GLOBAL',
  [SectionId.export]: 'EXPORT',
  [SectionId.start]: 'START',
  [SectionId.element]: 'ELEM',
  [SectionId.dataCount]: 'DATACOUNT',
  [SectionId.code]: 'CODE',
  [SectionId.data]: 'DATA',
};

/**
 * The text of the map file.
 *
 * @param sections - all sections of the output with their final offsets
 */
export function mapText(flush: Flush, sections: readonly PlannedSection[]): string {
  const map = new MapText(flush);
  let start = PREAMBLE;
  for (const section of sections) {
    map.addSection(section, start);
    start = section.offset + section.size;
  }
  return HEADING + map.lines.join('');
}

class MapText {
  readonly lines: string[] = [];
  private readonly flush: Flush;

  constructor(flush: Flush) {
    this.flush = flush;
  }

  /** Adds a section that starts, with its header, at `start`, and what is in it. */
  addSection({ id, name, offset, size }: PlannedSection, start: number): void {
    const title = id === SectionId.custom ? `CUSTOM(${name})` : sectionNames[id]!;
    this.add(NO_ADDRESS, start, offset + size - start, title);
    // Offsets of what is inside do not count the section's header.
    if (id === SectionId.global) this.addGlobals();
    else if (id === SectionId.code) this.addFunctions(start, size);
    else if (id === SectionId.data) this.addSegments(start);
  }

  private add(address: string, offset: number, size: number, text: string): void {
    this.lines.push(`${address} ${hex(offset)} ${hex(size)} ${text}\n`);
  }

  /** The defined globals of objects and of the linker, but no GOT entries and data addresses. */
  private addGlobals(): void {
    const { link, globals, globalIndex } = this.flush;
    for (const row of globals.view()) {
      const owner = link.globals.owner.data[row]!;
      const local = link.globals.local.data[row]!;
      const object = owner === NONE ? undefined : link.objectOf(owner);
      const name =
        object === undefined
          ? link.syntheticGlobals[local]!.name
          : symbolName(object, object.globalNames[local]!);
      this.add(hex(globalIndex[row]!), 0, 0, CHUNK + name);
    }
  }

  private addFunctions(start: number, size: number): void {
    const { link, functions, codeOffset } = this.flush;
    const symbols = this.symbolsByChunk(SymbolKind.function, link.functions.count);
    for (let i = 0; i < functions.length; i++) {
      const row = functions.data[i]!;
      const offset = codeOffset[row]!;
      const end = i + 1 < functions.length ? codeOffset[functions.data[i + 1]!]! : size;
      const file = link.fileOf(link.functions.owner.data[row]!);
      const chunk = `${CHUNK}${file}:(${link.functionName(row)})`;
      this.add(NO_ADDRESS, start + offset, end - offset, chunk);
      for (const symbol of symbols.of(row)) {
        this.add(NO_ADDRESS, start + offset, end - offset, SYMBOL + link.displayOf(symbol));
      }
    }
  }

  /** All segments, also those that are not in the file: their offset in the section is 0. */
  private addSegments(start: number): void {
    const { flush } = this;
    const symbols = this.symbolsByChunk(SymbolKind.data, flush.link.segments.count);
    const written = flush.outputSegments.filter((segment) => flush.isWritten(segment));
    let at = sizeOfU32(written.length);
    for (const segment of flush.outputSegments) {
      const isWritten = flush.isWritten(segment);
      const { address, size, name } = segment;
      this.add(hex(address), start + (isWritten ? at : 0), size, name);
      const header = isWritten ? segmentHeader(flush, address, size).length : 0;
      this.addChunks(segment, isWritten ? start + at + header : NaN, symbols);
      if (isWritten) at += header + size;
    }
  }

  /** @param base - offset of the segment's first byte in the file, NaN if it is not written */
  private addChunks(segment: OutputSegment, base: number, symbols: SymbolsByChunk): void {
    const { link, mergedStrings } = this.flush;
    segment.chunks.view().forEach((chunk, i) => {
      const inSegment = segment.offsets.data[i]!;
      const address = hex(segment.address + inSegment);
      const offset = Number.isNaN(base) ? 0 : base + inSegment;
      if (chunk >= MERGED) {
        const { size } = mergedStrings[chunk - MERGED]!;
        this.add(address, offset, size, `${CHUNK}<internal>:(${segment.name})`);
        return;
      }
      const owner = link.segments.owner.data[chunk]!;
      const local = link.segments.local.data[chunk]!;
      const { file } = link.objectOf(owner);
      const size = file.segments.end[local]! - file.segments.start[local]!;
      const name = `${link.fileOf(owner)}:(${segmentName(file, local)})`;
      this.add(address, offset, size, CHUNK + name);
      for (const symbol of symbols.of(chunk)) {
        this.addDataSymbol(symbol, offset + link.symbols.offset[symbol]!);
      }
    });
  }

  private addDataSymbol(symbol: number, offset: number): void {
    const { link } = this.flush;
    const address = hex(addressOf(this.flush, symbol));
    this.add(address, offset, link.symbols.size[symbol]!, SYMBOL + link.displayOf(symbol));
  }

  /** The symbols of one kind that the objects' own symbol tables define, per row of `link.functions` or `link.segments`. */
  private symbolsByChunk(kind: number, rows: number): SymbolsByChunk {
    const { link } = this.flush;
    const { symbols, references } = link;
    const result = new SymbolsByChunk(rows);
    for (const pass of ['count', 'fill'] as const) {
      for (const { input, file, symbolBase } of link.linkOrder) {
        for (let i = symbolBase; i < symbolBase + file.symbols.count; i++) {
          const symbol = references.data[i]!;
          if (symbol === NONE || symbols.kind[symbol] !== kind) continue;
          if (symbols.owner[symbol] !== input.row || !symbols.isDefined(symbol)) continue;
          if (symbols.element[symbol] === NONE) continue;
          result[pass](symbols.element[symbol]!, symbol);
        }
      }
      if (pass === 'count') result.allocate();
    }
    return result;
  }
}

/** Lists of symbols, one per chunk, in one array: those of chunk `c` are `symbols[starts[c] .. starts[c + 1])`. */
class SymbolsByChunk {
  /** While counting, the count of chunk `c` is at `c + 1`; while filling, its next free place is at `c`. */
  private starts: Uint32Array;
  private symbols: Uint32Array = new Uint32Array(0);
  private ends: Uint32Array;

  constructor(chunks: number) {
    this.starts = new Uint32Array(chunks + 1);
    this.ends = this.starts;
  }

  count(chunk: number): void {
    this.starts[chunk + 1]!++;
  }

  allocate(): void {
    for (let i = 1; i < this.starts.length; i++) this.starts[i]! += this.starts[i - 1]!;
    this.symbols = new Uint32Array(this.starts[this.starts.length - 1]!);
    this.ends = this.starts.slice();
  }

  fill(chunk: number, symbol: number): void {
    this.symbols[this.ends[chunk]!++] = symbol;
  }

  of(chunk: number): Uint32Array {
    return this.symbols.subarray(this.starts[chunk], this.starts[chunk + 1]);
  }
}

/** Eight columns, right-aligned, as `%8llx`. */
function hex(value: number): string {
  return value.toString(16).padStart(8);
}
