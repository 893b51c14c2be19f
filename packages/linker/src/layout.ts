/**
 * Addresses in linear memory (linking.md L1, L2, L5 to L8).
 *   reads:  `outputSegments`, options
 *   writes: segment addresses, `memoryPages`, `globalValues`, values of layout symbols, `__start_` and `__stop_` symbols
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import { addOptionalData } from './synthetic.ts';
import { alignTo } from './segments.ts';
import type { Flush, OutputSegment } from './flush-state.ts';
import { State, type SymbolId } from './symbols.ts';

const STACK_ALIGNMENT = 16;
const HEAP_ALIGNMENT = 16;
const DEFAULT_GLOBAL_BASE = 1024;
/** Size and alignment of the flag of `__wasm_init_memory`. */
const FLAG_SIZE = 4;

/** Gives every segment and layout symbol its address and finds the size of memory. */
export function layOut(flush: Flush): void {
  const { link, outputSegments } = flush;
  const { settings, wellKnown } = link;
  const { stackFirst, globalBase } = settings;
  let at = 0;
  if (stackFirst) {
    at = placeStack(flush, at);
    if (globalBase !== undefined && globalBase !== 0) {
      if (globalBase < at) return link.report(linkerCodes.globalBaseBelowStack, {});
      at = globalBase;
    }
  } else {
    at = globalBase ?? DEFAULT_GLOBAL_BASE;
  }
  setAddress(flush, wellKnown.globalBase, at);
  setAddress(flush, wellKnown.dsoHandle, at);
  setAddress(flush, wellKnown.tableBase, settings.tableBase);
  setAddress(flush, wellKnown.firstPageEnd, settings.pageSize);
  for (const segment of outputSegments) {
    at = alignTo(at, 2 ** segment.alignment);
    segment.address = at;
    if (segment.isTls) setTlsGlobals(flush, segment);
    at += segment.size;
  }
  if (settings.sharedMemory && outputSegments.length > 0) {
    at = alignTo(at, FLAG_SIZE);
    addInitFlag(flush, at);
    at += FLAG_SIZE;
  }
  setAddress(flush, wellKnown.dataEnd, at);
  if (!stackFirst) at = placeStack(flush, at);
  if (wellKnown.heapBase !== undefined) {
    at = alignTo(at, HEAP_ALIGNMENT);
    setAddress(flush, wellKnown.heapBase, at);
  }
  sizeMemory(flush, at);
  addBoundarySymbols(flush);
}

/** L1 (d): the flag that tells threads whether memory is initialized (T4). */
function addInitFlag(flush: Flush, address: number): void {
  const { link } = flush;
  const symbol = link.insert('__wasm_init_memory_flag');
  const { HIDDEN } = SymbolFlag;
  link.symbols.replace(symbol, State.defined, SymbolKind.data, HIDDEN, NONE, NONE, NONE);
  setAddress(flush, symbol, address);
  flush.initFlagAddress = address;
  flush.track();
}

function setAddress(flush: Flush, symbol: SymbolId | undefined, address: number): void {
  if (symbol !== undefined) flush.link.symbols.offset[symbol] = address;
}

/** Sets the value of a linker-made global. */
function setGlobal(flush: Flush, symbol: SymbolId | undefined, value: number): void {
  if (symbol === undefined) return;
  const { symbols, globals } = flush.link;
  flush.globalValues[globals.local.data[symbols.element[symbol]!]!] = value;
}

/** L2. */
function placeStack(flush: Flush, at: number): number {
  const { link } = flush;
  const { stackSize } = link.settings;
  const low = alignTo(at, STACK_ALIGNMENT);
  if (stackSize % STACK_ALIGNMENT !== 0) link.report(linkerCodes.stackAlignment, {});
  setAddress(flush, link.wellKnown.stackLow, low);
  setAddress(flush, link.wellKnown.stackHigh, low + stackSize);
  setGlobal(flush, link.wellKnown.stackPointer, low + stackSize);
  return low + stackSize;
}

/** T3, T6. */
function setTlsGlobals(flush: Flush, { size, alignment, address }: OutputSegment): void {
  const { wellKnown, settings } = flush.link;
  setGlobal(flush, wellKnown.tlsSize, size);
  setGlobal(flush, wellKnown.tlsAlign, 2 ** alignment);
  if (!settings.sharedMemory) setGlobal(flush, wellKnown.tlsBase, address);
}

/** L1 (h) to (j), L5. */
function sizeMemory(flush: Flush, dataEnd: number): void {
  const { link } = flush;
  const { settings, wellKnown } = link;
  const { pageSize, initialHeap, initialMemory, maxMemory } = settings;
  const cap = settings.is64 ? 2 ** 34 : 2 ** 32;
  let at = dataEnd;
  checkLimit(flush, 'initial memory', dataEnd, cap);
  if (initialHeap !== 0) {
    checkAlignment(flush, 'initial heap', initialHeap);
    checkLimit(flush, 'initial heap', initialHeap, cap - at);
    at += initialHeap;
  }
  if (initialMemory !== 0) {
    checkSize(flush, 'initial memory', initialMemory, at);
    checkLimit(flush, 'initial memory', initialMemory, cap);
    at = initialMemory;
  }
  at = alignTo(at, pageSize);
  flush.memoryPages = at / pageSize;
  setAddress(flush, wellKnown.heapEnd, at);
  let max: number | undefined;
  if (maxMemory !== 0) {
    checkSize(flush, 'maximum memory', maxMemory, at);
    checkLimit(flush, 'maximum memory', maxMemory, cap);
    max = maxMemory;
  } else if (!settings.growableMemory || settings.sharedMemory) {
    max = at;
  }
  flush.maxMemoryPages = max === undefined ? undefined : Math.floor(max / pageSize);
}

function checkSize(flush: Flush, what: string, size: number, needed: number): void {
  checkAlignment(flush, what, size);
  if (needed > size) flush.link.report(linkerCodes.memoryTooSmall, { what, needed });
}

function checkAlignment(flush: Flush, what: string, size: number): void {
  const { pageSize, compat } = flush.link.settings;
  if (size % pageSize === 0) return;
  const alignment =
    compat === 19 ? `${pageSize}-byte aligned` : `aligned to the page size (${pageSize} bytes)`;
  flush.link.report(linkerCodes.memoryAlignment, { what, alignment });
}

function checkLimit(flush: Flush, what: string, size: number, limit: number): void {
  if (size > limit) flush.link.report(linkerCodes.memoryTooLarge, { what, limit });
}

/** `__start_NAME` and `__stop_NAME` of segments whose names are C identifiers (L7). */
function addBoundarySymbols(flush: Flush): void {
  for (const { name, address, size } of flush.outputSegments) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    setAddress(flush, addOptionalData(flush.link, `__start_${name}`), address);
    setAddress(flush, addOptionalData(flush.link, `__stop_${name}`), address + size);
  }
  flush.track();
}
