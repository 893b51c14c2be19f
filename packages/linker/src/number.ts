/**
 * Index spaces of the output (linking.md O3, O4).
 *   reads:  live sets, `imports`, `gotEntries`
 *   writes: output lists and indexes of functions, globals, tags and tables; `types`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { SymbolKind } from '@wasmwright/wasm';
import type { U32Column } from './column.ts';
import type { Flush } from './flush-state.ts';
import { unitFunctionOrder } from './unit/popularity.ts';

/** Numbers functions, globals, tags and tables: imports, linker-made ones, then objects in link order, units with popular ones first (J5). */
export function assignNumbers(flush: Flush): void {
  const { link, importCounts } = flush;
  for (const made of link.syntheticFunctions) addFunction(flush, made.row);
  for (const object of link.linkOrder) {
    const { functionBase, file, unit } = object;
    if (unit === undefined) {
      for (let i = 0; i < file.functions.count; i++) addFunction(flush, functionBase + i);
    } else {
      for (const row of unitFunctionOrder(flush, flush.popularity!, object))
        addFunction(flush, row);
    }
  }
  const add = (list: U32Column, index: Uint32Array, row: number, imported: number) => {
    index[row] = imported + list.push(row);
  };
  const { globals, tags, tables } = flush;
  for (const { row } of link.syntheticGlobals) {
    if (flush.globalLive[row] === 1) add(globals, flush.globalIndex, row, importCounts[3]);
  }
  for (const { globalBase, tagBase, tableBase, file } of link.linkOrder) {
    for (let i = globalBase; i < globalBase + file.globals.count; i++) {
      if (flush.globalLive[i] === 1) add(globals, flush.globalIndex, i, importCounts[3]);
    }
    for (let i = tagBase; i < tagBase + file.tags.count; i++) {
      if (flush.tagLive[i] === 1) add(tags, flush.tagIndex, i, importCounts[4]);
    }
    for (let i = tableBase; i < tableBase + file.tables.count; i++) {
      if (flush.tableLive[i] === 1) tables.push(i);
    }
  }
  numberTables(flush);
  flush.gotEntries.view().forEach((symbol, i) => {
    flush.gotIndex.set(symbol, importCounts[3] + globals.length + i);
  });
}

/** Gives a live function the next index. */
export function addFunction(flush: Flush, row: number): void {
  if (flush.functionLive[row] === 0) return;
  flush.functionIndex[row] = flush.importCounts[0] + flush.functions.push(row);
}

/** The indirect table comes last, or first if an MVP object was linked (E6). */
function numberTables(flush: Flush): void {
  const { link, tables, importCounts } = flush;
  const table = flush.indirectTable;
  if (table !== undefined && !table.isImport) {
    const row = link.symbols.element[table.symbol]!;
    if (link.legacyTable && importCounts[1] > 0) reportLegacyConflict(flush);
    const others = tables.view().slice();
    tables.length = 0;
    for (const other of link.legacyTable ? [row, ...others] : [...others, row]) tables.push(other);
  }
  tables.view().forEach((row, i) => {
    flush.tableIndex[row] = importCounts[1] + i;
  });
}

function reportLegacyConflict(flush: Flush): void {
  const { link } = flush;
  const { symbols, settings } = link;
  const culprit = flush.imports.view().find((symbol) => symbols.kind[symbol] === SymbolKind.table);
  if (culprit === undefined) return;
  const feature =
    settings.compat === 19
      ? "'reference-types' feature"
      : "'reference-types' or 'call-indirect-overlong' feature";
  const owner = symbols.owner[culprit]!;
  const values = { feature, table: link.nameOf(culprit), file: link.fileOf(owner) };
  link.report(linkerCodes.legacyTableConflict, values, owner);
}

/** Adds the types that no relocation named: of imports, functions and tags (O4). */
export function collectTypes(flush: Flush): void {
  const { link } = flush;
  const { symbols } = link;
  for (const symbol of flush.imports.view()) {
    const kind = symbols.kind[symbol];
    if (kind !== SymbolKind.function && kind !== SymbolKind.tag) continue;
    flush.typeOf(symbols.signature[symbol]!);
  }
  for (const row of flush.functions.view()) flush.typeOf(link.functionSignature(row));
  for (const row of flush.tags.view()) flush.typeOf(tagSignature(flush, row));
}

/** Type of a row of `link.tags`. */
export function tagSignature(flush: Flush, row: number): number {
  const { tags } = flush.link;
  const object = flush.link.objectOf(tags.owner.data[row]!);
  return object.signatures[object.file.tags.type[tags.local.data[row]!]!]!;
}

/** Index of the function a symbol means, `NONE` if it has none (U3: a stub's). */
export function functionIndexOf(flush: Flush, symbol: number): number {
  const { symbols } = flush.link;
  if (symbols.isDefined(symbol)) return flush.functionIndex[symbols.element[symbol]!]!;
  const stub = flush.replacement.get(symbol);
  return stub === undefined ? flush.importIndex[symbol]! : flush.functionIndex[stub]!;
}

/** Slot of a function symbol, 0 without one (V5). */
export function slotOf(flush: Flush, symbol: number): number {
  const { symbols } = flush.link;
  const slot = symbols.isDefined(symbol)
    ? flush.functionSlot[symbols.element[symbol]!]!
    : (flush.undefinedSlot.get(symbol) ?? NONE);
  return slot === NONE ? 0 : slot;
}
