/**
 * The numbers relocations put into fields (linking.md 2.4, V1 to V7).
 *   reads:  symbols, segment addresses, indexes, slots, code and section offsets
 *   writes: nothing
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import { type LinkedObject, sectionName, segmentName } from './inputs.ts';
import { functionIndexOf, slotOf } from './number.ts';
import type { Settings } from './settings.ts';
import { State, type SymbolId } from './symbols.ts';

/**
 * `va(S)` of a data symbol (V6): its address, or its offset in `.tdata` for TLS symbols (`tlsIsOffset`); 0 if
 * undefined. A symbol past the end of merged strings is fatal (M4).
 */
export function addressOf(flush: Flush, symbol: SymbolId): number {
  const { symbols, settings } = flush.link;
  if (symbols.state[symbol] !== State.defined) return 0;
  const element = symbols.element[symbol]!;
  if (element === NONE) return symbols.offset[symbol]!;
  const segment = flush.outputSegments[flush.segmentOutput[element]!];
  // Only a symbol of a dead chunk has no segment.
  if (segment === undefined) return 0;
  const isOffset = tlsIsOffset(settings) && symbols.has(symbol, SymbolFlag.TLS);
  const base = isOffset ? 0 : segment.address;
  const offset = symbols.offset[symbol]!;
  return base + flush.segmentOffset[element]! + offsetInChunk(flush, element, offset);
}

/** V6: whether TLS symbols have offsets in `.tdata`; 19 does so only with shared memory. */
function tlsIsOffset({ sharedMemory, compat }: Settings): boolean {
  return sharedMemory || compat !== 19;
}

/** Address of `.tdata`; 0 without TLS data. */
function tlsAddress(flush: Flush): number {
  return flush.outputSegments.find((segment) => segment.isTls)?.address ?? 0;
}

/** Value of the internal GOT entry of a data symbol: without shared memory always an absolute address (T6). */
export function gotAddressOf(flush: Flush, symbol: SymbolId): number {
  const { symbols, settings } = flush.link;
  const address = addressOf(flush, symbol);
  const isShifted = !settings.sharedMemory && tlsIsOffset(settings);
  if (!isShifted || !symbols.isDefined(symbol) || !symbols.has(symbol, SymbolFlag.TLS)) {
    return address;
  }
  return address + tlsAddress(flush);
}

/** An offset into an input segment as an offset into its output chunk (M4). */
function offsetInChunk(flush: Flush, row: number, offset: number): number {
  const merged = flush.segmentMerged[row]!;
  if (merged === NONE) return offset;
  const mapped = flush.mergedStrings[merged]!.map(flush.segmentMergedInput[row]!, offset);
  if (mapped !== NONE) return mapped;
  const { link } = flush;
  const owner = link.segments.owner.data[row]!;
  const { file } = link.objectOf(owner);
  const section = segmentName(file, link.segments.local.data[row]!);
  return link.fatal(linkerCodes.offsetOutsideSection, { file: file.name, section }, owner);
}

/** The values of symbols as columns, computed once so that a relocation is a few array loads. */
export class SymbolValues {
  /** Function, global (also of a GOT entry), tag or table index; `NONE` if the symbol has none. */
  readonly index: Uint32Array;
  /** Slot of a function, 0 without one. */
  readonly slot: Uint32Array;
  /** `addressOf` of live data symbols. */
  readonly address: Float64Array;
  private readonly flush: Flush;
  /** Address of `.tdata` where TLS symbols have absolute addresses (V6). */
  private readonly tlsBase: number;

  constructor(flush: Flush) {
    const { symbols, settings } = flush.link;
    const { count } = symbols;
    this.flush = flush;
    this.index = new Uint32Array(count).fill(NONE);
    this.slot = new Uint32Array(count);
    this.address = new Float64Array(count);
    this.tlsBase = tlsIsOffset(settings) ? 0 : tlsAddress(flush);
    for (let symbol = 0; symbol < count; symbol++) this.fill(symbol);
    for (const [symbol, index] of flush.gotIndex) {
      if (symbols.kind[symbol] !== SymbolKind.function) this.index[symbol] = index;
    }
  }

  private fill(symbol: SymbolId): void {
    const { flush, index } = this;
    const { symbols } = flush.link;
    const isDefined = symbols.state[symbol] === State.defined;
    const element = symbols.element[symbol]!;
    switch (symbols.kind[symbol]) {
      case SymbolKind.function:
        // A GOT entry of a function is used instead of its index only by GLOBAL_INDEX; see `globalIndex`.
        index[symbol] = functionIndexOf(flush, symbol);
        this.slot[symbol] = slotOf(flush, symbol);
        break;
      case SymbolKind.data:
        if (flush.isLive(symbol)) this.address[symbol] = addressOf(flush, symbol);
        break;
      case SymbolKind.global:
        index[symbol] = isDefined ? flush.globalIndex[element]! : flush.importIndex[symbol]!;
        break;
      case SymbolKind.tag:
        index[symbol] = isDefined ? flush.tagIndex[element]! : flush.importIndex[symbol]!;
        break;
      case SymbolKind.table:
        index[symbol] = isDefined ? flush.tableIndex[element]! : flush.importIndex[symbol]!;
        break;
    }
  }

  /**
   * Value of one relocation.
   *
   * @param address - address of the field, for LOCREL
   */
  of(object: LinkedObject, type: number, index: number, addend: number, address: number): number {
    const { flush } = this;
    const { link } = flush;
    if (type === 6) return flush.typeOf(object.signatures[index]!);
    const symbol = link.references.data[object.symbolBase + index]!;
    switch (type) {
      case 0:
      case 10:
      case 20:
      case 26:
        return this.index[symbol]!;
      case 7:
      case 13:
        return link.symbols.kind[symbol] === 0 ? flush.gotIndex.get(symbol)! : this.index[symbol]!;
      case 1:
      case 2:
      case 18:
      case 19:
        return this.slot[symbol]!;
      case 12:
      case 24:
        return this.slot[symbol] === 0 ? 0 : this.slot[symbol]! - link.settings.tableBase;
      case 3:
      case 4:
      case 5:
      case 11:
      case 14:
      case 15:
      case 16:
      case 17:
        if (link.symbols.state[symbol] !== State.defined) return 0;
        return this.address[symbol]! + addend;
      case 23:
        if (link.symbols.state[symbol] !== State.defined) return 0;
        return this.address[symbol]! + addend - address;
      case 21:
      case 25:
        if (link.symbols.state[symbol] !== State.defined) return 0;
        return this.address[symbol]! - this.tlsBase + addend;
      case 8:
      case 22:
        return this.codeOffset(symbol) + addend;
      default:
        return this.sectionOffset(symbol, addend);
    }
  }

  /** V7: offset of a function's body in the code section's payload, by the width of the input's size field. */
  private codeOffset(symbol: SymbolId): number {
    const { flush } = this;
    const row = flush.link.symbols.element[symbol]!;
    const owner = flush.link.functions.owner.data[row]!;
    if (owner === NONE) return flush.codeOffset[row]!;
    const { functions } = flush.link.objectOf(owner).file;
    const local = flush.link.functions.local.data[row]!;
    return flush.codeOffset[row]! + functions.bodyStart[local]! - functions.start[local]!;
  }

  /** V7: output offset of an offset into an input section, through the merge map for strings. */
  private sectionOffset(symbol: SymbolId, offset: number): number {
    const { flush } = this;
    const { link } = flush;
    const row = link.symbols.element[symbol]!;
    const base = flush.sectionOffset[row]!;
    const merged = flush.sectionMerged[row]!;
    if (merged === NONE) return base + offset;
    const mapped = flush.mergedStrings[merged]!.map(flush.sectionMergedInput[row]!, offset);
    if (mapped !== NONE) return base + mapped;
    const owner = link.sections.owner.data[row]!;
    const { file } = link.objectOf(owner);
    const section = sectionName(file, link.sections.local.data[row]!);
    return link.fatal(linkerCodes.offsetOutsideSection, { file: file.name, section }, owner);
  }
}
