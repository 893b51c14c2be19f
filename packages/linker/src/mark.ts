/**
 * Which chunks reach the output (linking.md G).
 *   reads:  symbols, relocations, roots
 *   writes: `functionLive`, `segmentLive`, `globalLive`, `tableLive`, `tagLive`, `referenced`
 */
import { NONE, type RelocationTable } from '@wasmwright/object';
import { SegmentFlag, SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import { isExported } from './exports.ts';
import { U32Column } from './column.ts';
import type { Flush } from './flush-state.ts';
import { type LinkedObject, segmentName, symbolName } from './inputs.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** Marks everything reachable from the roots; without GC everything is live from the start (G6). */
export function mark(flush: Flush): void {
  if (!flush.link.settings.gcSections) {
    markOptional(flush);
    return;
  }
  new Marker(flush).run();
  if (flush.link.settings.printGcSections) printRemoved(flush);
}

/** Layout symbols count as referenced as soon as they exist (L7). */
function markOptional(flush: Flush): void {
  const { symbols, symtab } = flush.link;
  for (const symbol of symtab.order.view()) {
    const isOptional = symbols.has(symbol, SymbolFlag.ABSOLUTE) && symbols.owner[symbol] === NONE;
    if (isOptional) flush.referenced[symbol] = 1;
  }
}

class Marker {
  private readonly flush: Flush;
  /** Functions whose relocations are to be followed; data segments have `SEGMENT` added. */
  private readonly functionQueue = new U32Column(1024);
  private readonly segmentQueue = new U32Column(1024);
  /** Per input 1 once it is live (G2). */
  private readonly inputLive: Uint8Array;

  constructor(flush: Flush) {
    this.flush = flush;
    this.inputLive = new Uint8Array(flush.link.inputs.length);
    for (const input of flush.link.inputs) if (input.liveFromStart) this.inputLive[input.row] = 1;
  }

  run(): void {
    const { link } = this.flush;
    const { wellKnown, settings, symbols, symtab } = link;
    markOptional(this.flush);
    this.symbol(wellKnown.stackPointer);
    const entry = settings.entry === null ? undefined : link.find(settings.entry);
    if (entry !== undefined) this.symbol(entry);
    for (const symbol of symtab.order.view()) {
      if (symbols.has(symbol, SymbolFlag.NO_STRIP) || isExported(link, symbol)) this.symbol(symbol);
    }
    if (wellKnown.callDtors !== undefined) this.symbol(wellKnown.callDtors);
    for (const object of link.linkOrder) {
      if (object.input.liveFromStart) this.implicit(object);
    }
    this.follow();
    if (hasLiveInitFunction(this.flush)) this.symbol(wellKnown.callCtors);
  }

  /** Marks a symbol and queues its chunk (G3). */
  private symbol(symbol: SymbolId): void {
    const { flush } = this;
    const { symbols } = flush.link;
    if (flush.isLive(symbol)) return;
    flush.referenced[symbol] = 1;
    if (symbols.state[symbol] !== State.defined) return;
    const element = symbols.element[symbol]!;
    switch (symbols.kind[symbol]) {
      case SymbolKind.function:
        flush.functionLive[element] = 1;
        if (symbols.owner[symbol] !== NONE) this.functionQueue.push(element);
        break;
      case SymbolKind.data:
        if (element === NONE) break;
        flush.segmentLive[element] = 1;
        this.segmentQueue.push(element);
        break;
      case SymbolKind.global:
        flush.globalLive[element] = 1;
        break;
      case SymbolKind.tag:
        flush.tagLive[element] = 1;
        break;
      case SymbolKind.table:
        flush.tableLive[element] = 1;
        break;
    }
    const owner = symbols.owner[symbol]!;
    if (owner === NONE || this.inputLive[owner] === 1) return;
    this.inputLive[owner] = 1;
    this.implicit(flush.link.objectOf(owner));
  }

  /** Init functions and RETAIN segments of an object that became live (G2). */
  private implicit(object: LinkedObject): void {
    const { link } = this.flush;
    const { initFunctions, segments } = object.file;
    for (let i = 0; i < initFunctions.count; i++) {
      const symbol = link.references.data[object.symbolBase + initFunctions.symbol[i]!]!;
      if (!link.isDiscarded(symbol)) this.symbol(symbol);
    }
    for (let i = 0; i < segments.count; i++) {
      if ((segments.flags[i]! & SegmentFlag.RETAIN) === 0) continue;
      const row = object.segmentBase + i;
      if (this.flush.segmentLive[row] === 1) continue;
      this.flush.segmentLive[row] = 1;
      this.segmentQueue.push(row);
    }
  }

  private follow(): void {
    const { functionQueue, segmentQueue } = this;
    const { functions, segments } = this.flush.link;
    while (functionQueue.length + segmentQueue.length > 0) {
      if (functionQueue.length > 0) {
        const row = functionQueue.data[--functionQueue.length]!;
        const object = this.flush.link.objectOf(functions.owner.data[row]!);
        const first = functions.local.data[row]!;
        const { codeRelocations, functions: own } = object.file;
        this.relocations(object, codeRelocations, own.relocationStart, first);
      } else {
        const row = segmentQueue.data[--segmentQueue.length]!;
        const object = this.flush.link.objectOf(segments.owner.data[row]!);
        const first = segments.local.data[row]!;
        const { dataRelocations, segments: own } = object.file;
        this.relocations(object, dataRelocations, own.relocationStart, first);
      }
    }
  }

  private relocations(
    object: LinkedObject,
    { type: types, index }: RelocationTable,
    starts: Uint32Array,
    chunk: number,
  ): void {
    const { symbols, references } = this.flush.link;
    const { symbolBase } = object;
    const end = starts[chunk + 1]!;
    for (let i = starts[chunk]!; i < end; i++) {
      const type = types[i]!;
      if (type === 6) continue;
      const symbol = references.data[symbolBase + index[i]!]!;
      const isSlot = type === 1 || type === 2 || type === 18 || type === 19;
      if (isSlot && symbols.has(symbol, Mark.STUB)) continue;
      this.symbol(symbol);
    }
  }
}

/** G5: whether some init function runs. */
function hasLiveInitFunction(flush: Flush): boolean {
  const { link } = flush;
  for (const object of link.linkOrder) {
    const { initFunctions } = object.file;
    for (let i = 0; i < initFunctions.count; i++) {
      const symbol = link.references.data[object.symbolBase + initFunctions.symbol[i]!]!;
      if (!link.isDiscarded(symbol) && flush.isLive(symbol)) return true;
    }
  }
  return false;
}

/** G7. */
function printRemoved(flush: Flush): void {
  const { link } = flush;
  const print = (file: string, name: string) =>
    link.stdout.push(`removing unused section ${file}:(${name})`);
  for (const object of link.linkOrder) {
    const { file } = object;
    const chunks = [
      [flush.functionLive, object.functionBase, file.functions.count, object.functionNames],
      [flush.segmentLive, object.segmentBase, file.segments.count, undefined],
      [flush.globalLive, object.globalBase, file.globals.count, object.globalNames],
      [flush.tagLive, object.tagBase, file.tags.count, object.tagNames],
      [flush.tableLive, object.tableBase, file.tables.count, object.tableNames],
    ] as const;
    for (const [live, base, count, names] of chunks) {
      for (let i = 0; i < count; i++) {
        if (live[base + i] === 1) continue;
        const name = names === undefined ? segmentName(file, i) : symbolName(object, names[i]!);
        print(object.input.name, name);
      }
    }
  }
  for (const made of link.syntheticFunctions) {
    if (flush.functionLive[made.row] === 0) print('<internal>', made.name);
  }
  for (const made of link.syntheticGlobals) {
    if (flush.globalLive[made.row] === 0) print('<internal>', made.name);
  }
}
