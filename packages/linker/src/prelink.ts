/**
 * From inputs to a complete symbol table (linking.md 4.0, steps 2 and 3).
 *   reads:  inputs, options
 *   writes: everything in `Link`; a flush reads it and changes nothing
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import { orderTable1 } from './hash/order.ts';
import type { Link } from './link.ts';
import { loadInputs, loadObject } from './load.ts';
import { processStubLibraries } from './stub-libraries.ts';
import { Mark, State, type SymbolId } from './symbols.ts';
import { addFirstSymbols, addOptionalSymbols } from './synthetic.ts';
import { dropLazy, resolveVariants, stubWeakUndefined } from './variants.ts';
import { whyExtractText } from './why.ts';
import { mergeConstants } from './unit/constants.ts';
import { addWrapped, applyWrapped } from './wrap.ts';

/** Resolves all names. Throws `Stop` after a fatal diagnostic or at the points where wasm-ld stops for errors. */
export function prelink(link: Link): void {
  link.phase('load');
  addFirstSymbols(link);
  loadInputs(link);
  link.stopOnError();
  link.phase('resolve');
  forceNames(link);
  const entry = forceEntry(link);
  findDestructors(link);
  link.stopOnError();
  const wrapped = addWrapped(link);
  processStubLibraries(link);
  if (link.settings.whyExtract) link.whyExtract = whyExtractText(link);
  addOptionalSymbols(link);
  resolveVariants(link);
  link.stopOnError();
  applyWrapped(link, wrapped);
  forceExports(link);
  stubWeakUndefined(link);
  if (entry !== undefined) link.symbols.flags[entry]! &= ~SymbolFlag.HIDDEN;
  link.stopOnError();
  mergeConstants(link);
  dropLazy(link);
}

/** S16: `-u` and the export set use their names, which extracts lazy ones. */
function forceNames(link: Link): void {
  for (const name of link.settings.undefined) useName(link, name, '<internal>');
  for (const name of orderTable1([...link.exportSet])) useName(link, name, '--export');
}

/** Counts a known name as used by a regular object and extracts it if it is lazy. */
function useName(link: Link, name: string, reason: string): SymbolId | undefined {
  const symbol = link.find(name);
  if (symbol === undefined) return undefined;
  const { symbols } = link;
  symbols.flags[symbol]! |= Mark.USED;
  if (symbols.state[symbol] !== State.lazy) return symbol;
  loadObject(link, symbols.owner[symbol]!);
  const extracted = link.find(name)!;
  link.recordExtraction(reason, extracted);
  return extracted;
}

/** U7, N4. */
function forceEntry(link: Link): SymbolId | undefined {
  const { entry } = link.settings;
  if (entry === null || entry === '') return undefined;
  const symbol = useName(link, entry, '--entry');
  if (symbol === undefined || !link.symbols.isDefined(symbol)) {
    link.report(linkerCodes.entryNotDefined, { symbol: entry });
    return undefined;
  }
  link.symbols.flags[symbol]! |= Mark.FORCE_EXPORT;
  return symbol;
}

/** S17, N3: `__wasm_call_dtors` is remembered if the linker wraps the exports of a command. */
function findDestructors(link: Link): void {
  if (!isWithoutConstructorCall(link)) return;
  const symbol = useName(link, '__wasm_call_dtors', '<internal>');
  if (symbol === undefined) return;
  const { symbols, signatures } = link;
  if (!symbols.isDefined(symbol) || symbols.kind[symbol] !== SymbolKind.function) {
    link.report(linkerCodes.dtorsNotFunction, {});
    return;
  }
  if (symbols.signature[symbol] !== signatures.of([], [])) {
    link.report(linkerCodes.dtorsSignature, {});
  }
  link.wellKnown.callDtors = symbol;
}

/** S17: true if nothing in the program calls `__wasm_call_ctors`: no object, and no host through an export. */
function isWithoutConstructorCall({ wellKnown, settings, exportSet, symbols }: Link): boolean {
  const name = '__wasm_call_ctors';
  const isReferenced = symbols.has(wellKnown.callCtors, Mark.USED);
  return !isReferenced && settings.entry !== name && !exportSet.has(name);
}

/** Defined names of the export set are exported. */
export function forceExports(link: Link): void {
  for (const name of link.exportSet) {
    const symbol = link.find(name);
    if (symbol !== undefined && link.symbols.isDefined(symbol)) {
      link.symbols.flags[symbol]! |= Mark.FORCE_EXPORT;
    }
  }
}
