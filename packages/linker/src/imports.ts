/**
 * What the output imports (linking.md U4, E3, E5).
 *   reads:  symbols, live sets
 *   writes: `imports`, `importCounts`, `importIndex`, `indirectTable`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import {
  decodeUtf8,
  encodeUtf8,
  ExternalKind,
  isUtf8,
  LimitsFlag,
  SymbolFlag,
  SymbolKind,
  ValueType,
} from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import type { Link } from './link.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

const TABLE_NAME = '__indirect_function_table';
const DEFAULT_MODULE = 'env';

/** External kind of a symbol kind. */
const EXTERNAL: Readonly<Record<number, 0 | 1 | 3 | 4>> = {
  [SymbolKind.function]: 0,
  [SymbolKind.global]: 3,
  [SymbolKind.tag]: 4,
  [SymbolKind.table]: 1,
};

/** E5, first decision: whether there is an indirect function table, or `required` makes one. */
export function resolveIndirectTable(flush: Flush, required: boolean): void {
  if (flush.indirectTable !== undefined) return;
  const { link } = flush;
  const { settings, symbols } = link;
  const existing = link.find(TABLE_NAME);
  if (existing !== undefined) {
    if (symbols.kind[existing] !== SymbolKind.table) {
      return link.report(linkerCodes.reservedNotTable, {});
    }
    if (symbols.isDefined(existing)) return link.report(linkerCodes.reservedDefined, {});
  }
  if (settings.importTable) {
    if (existing === undefined && !required) return;
    importTable(flush, existing ?? link.insert(TABLE_NAME));
  } else if (
    required ||
    settings.exportTable ||
    (existing !== undefined && flush.isLive(existing))
  ) {
    defineTable(flush, link.insert(TABLE_NAME));
  }
}

/** The table is `env.__indirect_function_table`. */
function importTable(flush: Flush, symbol: SymbolId): void {
  const { link } = flush;
  const { symbols, strings } = link;
  if (link.symtab.inserted) {
    const flags = SymbolFlag.HIDDEN | SymbolFlag.UNDEFINED;
    symbols.replace(symbol, State.undefined, SymbolKind.table, flags, NONE, NONE, NONE);
    symbols.flags[symbol]! |= Mark.USED;
    flush.track();
  }
  symbols.importModule[symbol] = strings.intern(encodeUtf8(DEFAULT_MODULE));
  symbols.importName[symbol] = strings.intern(encodeUtf8(TABLE_NAME));
  flush.indirectTable = { symbol, isImport: true, type: emptyTable };
}

const emptyTable = { type: ValueType.funcref, flags: 0, minimum: 0, maximum: Infinity };

function defineTable(flush: Flush, symbol: SymbolId): void {
  const { link } = flush;
  const { symbols, settings } = link;
  const flags = settings.exportTable ? 0 : SymbolFlag.HIDDEN;
  const row = link.tables.push(NONE, 0);
  symbols.replace(symbol, State.defined, SymbolKind.table, flags, NONE, row, NONE);
  if (settings.exportTable) symbols.flags[symbol]! |= Mark.FORCE_EXPORT;
  flush.track();
  flush.indirectTable = { symbol, isImport: false, type: emptyTable };
}

/** Limits of the indirect table once all slots are known (E5). */
export function sizeIndirectTable(flush: Flush): void {
  if (flush.slots.length > 0) resolveIndirectTable(flush, true);
  const table = flush.indirectTable;
  if (table === undefined) return;
  const { settings } = flush.link;
  if (table.isImport && flush.importIndex[table.symbol] === NONE) {
    if (shouldImport(flush, table.symbol)) addImport(flush, table.symbol);
  }
  const minimum = settings.tableBase + flush.slots.length;
  const isBounded = !table.isImport && !settings.growableTable;
  table.type = {
    type: ValueType.funcref,
    flags: (isBounded ? LimitsFlag.HAS_MAX : 0) | (settings.is64 ? LimitsFlag.IS_64 : 0),
    minimum,
    maximum: isBounded ? minimum : Infinity,
  };
}

/** Lists the imports: the indirect table first, then symtab order (E3). The memory is not in the list. */
export function listImports(flush: Flush): void {
  const { link } = flush;
  const table = flush.indirectTable?.symbol;
  if (table !== undefined && shouldImport(flush, table)) addImport(flush, table);
  for (const symbol of link.symtab.order.view()) {
    if (symbol !== table && shouldImport(flush, symbol)) addImport(flush, symbol);
  }
}

/** U4. */
function shouldImport(flush: Flush, symbol: SymbolId): boolean {
  const { link } = flush;
  const { symbols, settings } = link;
  if (symbols.kind[symbol] === SymbolKind.data || symbols.state[symbol] !== State.undefined) {
    return false;
  }
  if (!flush.isLive(symbol) || !symbols.has(symbol, Mark.USED) || symbols.isWeak(symbol)) {
    return false;
  }
  return settings.importUndefined || isAllowed(link, symbol);
}

/** U2: the symbol has an import name, a stub library names it, or it is on the list of allowed names. */
export function isAllowed(link: Link, symbol: SymbolId): boolean {
  const { symbols } = link;
  if (symbols.importName[symbol] !== NONE || symbols.has(symbol, Mark.FORCE_IMPORT)) return true;
  return link.allowedUndefined.size > 0 && link.allowedUndefined.has(link.nameOf(symbol));
}

/** Adds an import; symbols with the same module, field and type share one (E3). */
function addImport(flush: Flush, symbol: SymbolId): void {
  const { link, importCounts, importIndex } = flush;
  const external = EXTERNAL[link.symbols.kind[symbol]!]!;
  const { module, field } = importNames(link, symbol);
  const key = [external, typeKey(link, symbol), module, field].join('\0');
  const shared = flush.importKeys.get(key);
  if (shared !== undefined) {
    importIndex[symbol] = shared;
    return;
  }
  checkImportName(link, symbol);
  importIndex[symbol] = importCounts[external]++;
  flush.importKeys.set(key, importIndex[symbol]!);
  flush.imports.push(symbol);
}

/** `importNames` decodes; what is no UTF-8 would silently get another name. */
function checkImportName(link: Link, symbol: SymbolId): void {
  const { importModule, importName } = link.symbols;
  const module = importModule[symbol]!;
  const field = importName[symbol]!;
  const names = [
    ...(module === NONE ? [] : [link.strings.bytes(module)]),
    field === NONE ? link.nameBytes(symbol) : link.strings.bytes(field),
  ];
  for (const name of names) {
    if (isUtf8(name)) continue;
    const what = decodeUtf8(name, 0, name.length);
    link.report(linkerCodes.notUtf8, { kind: 'import', name: what });
  }
}

/** Module and field of a symbol's import. */
export function importNames(link: Link, symbol: SymbolId): { module: string; field: string } {
  const { importModule, importName } = link.symbols;
  const module = importModule[symbol]!;
  const field = importName[symbol]!;
  return {
    module: module === NONE ? DEFAULT_MODULE : link.stringOf(module),
    field: field === NONE ? link.nameOf(symbol) : link.stringOf(field),
  };
}

function typeKey(link: Link, symbol: SymbolId): string | number {
  switch (EXTERNAL[link.symbols.kind[symbol]!]) {
    case ExternalKind.global: {
      const { type, mutable } = link.globalType(symbol);
      return `${type} ${mutable}`;
    }
    case ExternalKind.table:
      return link.tableType(symbol).type;
    default:
      return link.symbols.signature[symbol]!;
  }
}
