/**
 * What the output exports (linking.md E1, E2, N2).
 *   reads:  symbols, live sets, numbers
 *   writes: `exports`, `dataGlobals`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import {
  decodeUtf8,
  encodeUtf8,
  ExternalKind,
  isUtf8,
  SymbolFlag,
  SymbolKind,
} from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import type { Link } from './link.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** E2: whether a symbol is exported if it is live. */
export function isExported(link: Link, symbol: SymbolId): boolean {
  const { symbols, settings } = link;
  if (symbols.state[symbol] !== State.defined || symbols.isLocal(symbol)) return false;
  if (settings.exportAll) return true;
  if (settings.exportDynamic && !symbols.has(symbol, SymbolFlag.HIDDEN)) return true;
  return symbols.has(symbol, SymbolFlag.EXPORTED | Mark.FORCE_EXPORT);
}

/** Lists the exports: the memory, then live exported symbols in symtab order. */
export function listExports(flush: Flush): void {
  const { link, exports, dataGlobals } = flush;
  const { symbols, symtab, settings } = link;
  if (settings.exportMemory !== undefined) {
    const name = encodeUtf8(settings.exportMemory);
    exports.push({ name, kind: ExternalKind.memory, index: 0 });
  }
  const firstDataGlobal = flush.importCounts[3] + flush.globals.length + flush.gotEntries.length;
  for (const symbol of symtab.order.view()) {
    if (!isExported(link, symbol) || !flush.isLive(symbol)) continue;
    const element = symbols.element[symbol]!;
    let name = link.nameBytes(symbol);
    switch (symbols.kind[symbol]) {
      case SymbolKind.function: {
        if (flush.wrapped.has(element)) break;
        name = flush.wrapperExports.get(element) ?? exportName(link, element) ?? name;
        exports.push({ name, kind: ExternalKind.function, index: flush.functionIndex[element]! });
        break;
      }
      case SymbolKind.data:
        exports.push({
          name,
          kind: ExternalKind.global,
          index: firstDataGlobal + dataGlobals.push(symbol) - 1,
        });
        break;
      case SymbolKind.global: {
        const isOwn = symbols.owner[symbol] === NONE;
        const isForced = symbols.has(symbol, Mark.FORCE_EXPORT) || exportsOwnMutable(flush);
        if (isOwn && !isForced && link.globalType(symbol).mutable) break;
        exports.push({ name, kind: ExternalKind.global, index: flush.globalIndex[element]! });
        flush.exportedGlobals.push(symbol);
        break;
      }
      case SymbolKind.tag:
        exports.push({ name, kind: ExternalKind.tag, index: flush.tagIndex[element]! });
        break;
      case SymbolKind.table:
        exports.push({ name, kind: ExternalKind.table, index: flush.tableIndex[element]! });
        break;
    }
  }
  for (const { name } of exports) {
    if (isUtf8(name)) continue;
    const what = decodeUtf8(name, 0, name.length);
    link.report(linkerCodes.notUtf8, { kind: 'export', name: what });
  }
}

/** E2: 22 exports linker-made mutable globals like others if the feature is there. */
function exportsOwnMutable(flush: Flush): boolean {
  return flush.link.settings.compat === 22 && flush.features.has('mutable-globals');
}

/** I17: the name the object's export section gives a function. */
export function exportName(link: Link, row: number): Uint8Array | undefined {
  const owner = link.functions.owner.data[row]!;
  if (owner === NONE) return undefined;
  const { file } = link.objectOf(owner);
  const { exported, exportNameStart, exportNameEnd } = file.functions;
  const local = link.functions.local.data[row]!;
  if (exported[local] === 0) return undefined;
  return file.bytes.subarray(exportNameStart[local], exportNameEnd[local]);
}
