/**
 * What the relocations of live chunks need: types, slots, GOT entries, stubs (linking.md O2, U1, U3, D4, T7).
 *   reads:  live sets, relocations
 *   writes: `types`, `slots`, `functionSlot`, `undefinedSlot`, `gotEntries`, `replacement`, diagnostics
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { decodeRelocations, NONE, type RelocationTable } from '@wasmwright/object';
import { relocationTypes, SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import { isAllowed } from './imports.ts';
import type { LinkedObject } from './inputs.ts';
import { addFunctionRow } from './synthetic.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** What a relocation type asks for besides its symbol being defined. */
const NOTHING = 0;
const TYPE = 1;
const SLOT = 2;
const GLOBAL = 3;
const TLS = 4;
/** Relative to a base that exists only for defined symbols (U5). */
const RELATIVE = 5;
const RELATIVE_SLOT = 6;

const NEEDS = /* @__PURE__ */ Uint8Array.from(relocationTypes, ({ name }) => {
  if (name.startsWith('R_WASM_TABLE_INDEX_REL')) return RELATIVE_SLOT;
  if (name.startsWith('R_WASM_TABLE_INDEX')) return SLOT;
  if (name.startsWith('R_WASM_GLOBAL_INDEX')) return GLOBAL;
  if (name.startsWith('R_WASM_MEMORY_ADDR_TLS')) return TLS;
  if (name.startsWith('R_WASM_MEMORY_ADDR_REL')) return RELATIVE;
  return name === 'R_WASM_TYPE_INDEX_LEB' ? TYPE : NOTHING;
});

/** Walks the relocations of all live chunks in output order. */
export function scanRelocations(flush: Flush): void {
  for (const object of flush.link.linkOrder) {
    flush.link.checkAbort();
    const { file } = object;
    const { functions, segments, codeRelocations, dataRelocations } = file;
    for (let i = 0; i < functions.count; i++) {
      if (flush.functionLive[object.functionBase + i] === 0) continue;
      const { relocationStart } = functions;
      scan(flush, object, codeRelocations, relocationStart[i]!, relocationStart[i + 1]!, i);
    }
    for (let i = 0; i < segments.count; i++) {
      if (flush.segmentLive[object.segmentBase + i] === 0) continue;
      const { relocationStart } = segments;
      scan(flush, object, dataRelocations, relocationStart[i]!, relocationStart[i + 1]!);
    }
    if (!flush.link.settings.gcSections) scanCustomSections(flush, object);
  }
}

/** Custom sections count as live only without GC (U1). */
function scanCustomSections(flush: Flush, object: LinkedObject): void {
  const { file } = object;
  const { relocationSections } = file;
  for (let row = 0; row < relocationSections.count; row++) {
    const section = relocationSections.target[row]!;
    if (section === file.codeSection || section === file.dataSection) continue;
    const comdat = file.sections.comdat[section]!;
    if (comdat !== NONE && object.keptComdats[comdat] === 0) continue;
    const { table, diagnostics } = decodeRelocations(file, row);
    flush.link.diagnostics.push(...diagnostics);
    scan(flush, object, table, 0, table.count);
  }
}

function scan(
  flush: Flush,
  object: LinkedObject,
  { type: types, index }: RelocationTable,
  from: number,
  to: number,
  chunk: number = NONE,
): void {
  const { references, symbols } = flush.link;
  const { symbolBase, signatures } = object;
  for (let i = from; i < to; i++) {
    const type = types[i]!;
    const needs = NEEDS[type]!;
    if (needs === TYPE) {
      flush.typeOf(signatures[index[i]!]!);
      continue;
    }
    const symbol = references.data[symbolBase + index[i]!]!;
    if (needs === SLOT || needs === RELATIVE_SLOT) addSlot(flush, symbol);
    else if (needs === GLOBAL && symbols.kind[symbol] !== SymbolKind.global) addGot(flush, symbol);
    else if (needs === TLS) checkTls(flush, object, type, symbol);
    if (symbols.state[symbol] === State.defined || symbols.isWeak(symbol)) continue;
    if (needs === RELATIVE || needs === RELATIVE_SLOT) {
      const values = relocationValues(flush, object, type, symbol);
      flush.link.report(linkerCodes.relativeAgainstUndefined, values, object.input.row);
    }
    reportUndefined(flush, object, symbol, () => unitPlace(object, chunk, index[i]!));
  }
}

/** E7: aliases share a slot, stubs get none. */
function addSlot(flush: Flush, symbol: SymbolId): void {
  const { symbols, settings } = flush.link;
  if (symbols.has(symbol, Mark.STUB)) return;
  const next = settings.tableBase + flush.slots.length;
  if (symbols.state[symbol] === State.defined) {
    const row = symbols.element[symbol]!;
    if (flush.functionSlot[row] !== NONE) return;
    flush.functionSlot[row] = next;
  } else {
    if (flush.undefinedSlot.has(symbol)) return;
    flush.undefinedSlot.set(symbol, next);
  }
  flush.slots.push(symbol);
}

/** D4: a global that holds the address of data or the slot of a function. */
function addGot(flush: Flush, symbol: SymbolId): void {
  if (flush.gotIndex.has(symbol)) return;
  // The number is known when all other globals are.
  flush.gotIndex.set(symbol, NONE);
  if (flush.link.symbols.kind[symbol] === SymbolKind.function) addSlot(flush, symbol);
  flush.gotEntries.push(symbol);
}

function relocationValues(
  flush: Flush,
  object: LinkedObject,
  type: number,
  symbol: SymbolId,
): { file: string; relocation: string; symbol: string } {
  return {
    file: object.input.name,
    relocation: relocationTypes[type]!.name,
    symbol: flush.link.displayOf(symbol),
  };
}

/** T7. */
function checkTls(flush: Flush, object: LinkedObject, type: number, symbol: SymbolId): void {
  const { link } = flush;
  const { symbols } = link;
  const values = relocationValues(flush, object, type, symbol);
  const { row } = object.input;
  if (!symbols.isDefined(symbol)) link.report(linkerCodes.tlsAgainstUndefined, values, row);
  if (!link.settings.sharedMemory) return;
  if (!symbols.has(symbol, SymbolFlag.TLS)) link.report(linkerCodes.tlsAgainstNonTls, values, row);
  const element = symbols.element[symbol]!;
  if (!symbols.isDefined(symbol) || element === NONE) return;
  const segment = flush.outputSegments[flush.segmentOutput[element]!];
  if (segment === undefined || segment.isTls) return;
  link.report(linkerCodes.tlsInNonTlsSection, { ...values, section: segment.name }, row);
}

/** U1, U3. */
function reportUndefined(
  flush: Flush,
  object: LinkedObject,
  symbol: SymbolId,
  place: () => UnitPlace | undefined,
): void {
  const { link } = flush;
  const { settings, symbols } = link;
  const isFunction = symbols.kind[symbol] === SymbolKind.function;
  if ((isFunction && settings.importUndefined) || isAllowed(link, symbol)) return;
  if (!settings.ignoreUnresolved) reportOnce(flush, object, symbol, place());
  if (!isFunction || flush.replacement.has(symbol)) return;
  flush.replacement.set(symbol, stubFor(flush, symbols.signature[symbol]!));
  symbols.flags[symbol]! |= Mark.STUB;
}

/** Where a unit refers to an undefined symbol. */
interface UnitPlace {
  /** The function; undefined in data. */
  readonly function: string | undefined;
  readonly isIntrinsic: boolean;
}

/** @param index - symbol number of the unit */
function unitPlace({ unit }: LinkedObject, chunk: number, index: number): UnitPlace | undefined {
  if (unit === undefined) return undefined;
  return { function: unit.mirs[chunk]?.name, isIntrinsic: unit.intrinsics.has(index) };
}

function reportOnce(
  flush: Flush,
  object: LinkedObject,
  symbol: SymbolId,
  place: UnitPlace | undefined,
): void {
  const { link } = flush;
  if (place?.isIntrinsic === true) {
    // J14: once per function of the run-time library.
    const name = link.nameOf(symbol);
    if (!flush.replacement.has(symbol)) {
      link.report(linkerCodes.missingIntrinsic, { symbol: name }, object.input.row);
    }
    return;
  }
  const { warnUnresolvedSymbols } = link.settings;
  const row = warnUnresolvedSymbols
    ? linkerCodes.undefinedSymbolWarning
    : linkerCodes.undefinedSymbol;
  const members = link.skippedBitcode.map((member) => `\n>>> skipped bitcode member ${member}`);
  const name = link.displayOf(symbol) + members.join('');
  const where = place?.function === undefined ? '' : `:(${place.function})`;
  link.report(row, { file: object.input.name + where, symbol: name }, object.input.row);
}

/** The trapping function of a signature, made at first need. */
function stubFor(flush: Flush, signature: number): number {
  let row = flush.undefinedStubs.get(signature);
  if (row === undefined) {
    row = addFunctionRow(flush.link, 'undefined_stub', signature, 'undefined_stub').row;
    flush.undefinedStubs.set(signature, row);
    flush.track();
  }
  return row;
}
