/**
 * Symbols the linker makes itself (linking.md S15, L7, S7, W1, T6).
 *   reads:  options, the symbol table
 *   writes: `link.symbols`, `link.wellKnown`, rows without owner
 */
import { NONE } from '@wasmwright/object';
import { SymbolFlag, SymbolKind, ValueType } from '@wasmwright/wasm';
import type { Link, SyntheticFunction } from './link.ts';
import type { SignatureId } from './signatures.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** Adds the row of a linker-made function. */
export function addFunctionRow(
  link: Link,
  name: string,
  signature: SignatureId,
  debugName = '',
): SyntheticFunction {
  const row = link.functions.push(NONE, link.syntheticFunctions.length);
  const made = { row, name, debugName, signature };
  link.syntheticFunctions.push(made);
  return made;
}

/** A new symbol for a linker-made function; takes over an existing name. */
export function addSyntheticFunction(
  link: Link,
  name: string,
  signature: SignatureId,
  flags: number = SymbolFlag.HIDDEN,
): SymbolId {
  const { row } = addFunctionRow(link, name, signature);
  const symbol = link.insert(name);
  const { defined } = State;
  link.symbols.replace(symbol, defined, SymbolKind.function, flags, NONE, row, signature);
  link.announce(symbol);
  return symbol;
}

function setSyntheticGlobal(link: Link, symbol: SymbolId, name: string, mutable: boolean): void {
  const row = link.globals.push(NONE, link.syntheticGlobals.length);
  link.syntheticGlobals.push({ row, name, mutable });
  const { symbols } = link;
  const { HIDDEN } = SymbolFlag;
  symbols.replace(symbol, State.defined, SymbolKind.global, HIDDEN, NONE, row, NONE);
  link.announce(symbol);
}

function addSyntheticGlobal(link: Link, name: string, mutable: boolean): SymbolId {
  const symbol = link.insert(name);
  setSyntheticGlobal(link, symbol, name, mutable);
  return symbol;
}

/** S15: the symbols that stand before those of all files. */
export function addFirstSymbols(link: Link): void {
  const { signatures, wellKnown, settings } = link;
  wellKnown.callCtors = addSyntheticFunction(link, '__wasm_call_ctors', signatures.of([], []));
  wellKnown.stackPointer = addSyntheticGlobal(link, '__stack_pointer', true);
  // E2: 22 lets --export-dynamic export it.
  if (settings.compat === 22) link.symbols.flags[wellKnown.stackPointer]! &= ~SymbolFlag.HIDDEN;
  if (!settings.sharedMemory) return;
  wellKnown.tlsBase = addSyntheticGlobal(link, '__tls_base', true);
  wellKnown.tlsSize = addSyntheticGlobal(link, '__tls_size', false);
  wellKnown.tlsAlign = addSyntheticGlobal(link, '__tls_align', false);
  const pointer = settings.is64 ? ValueType.i64 : ValueType.i32;
  wellKnown.initTls = addSyntheticFunction(link, '__wasm_init_tls', signatures.of([pointer], []));
}

/** L7: the layout symbols that something asks for; their addresses are found by the layout. */
export function addOptionalSymbols(link: Link): void {
  const { wellKnown, settings } = link;
  const optional = [
    ['dsoHandle', '__dso_handle'],
    ['dataEnd', '__data_end'],
    ['stackLow', '__stack_low'],
    ['stackHigh', '__stack_high'],
    ['globalBase', '__global_base'],
    ['heapBase', '__heap_base'],
    ['heapEnd', '__heap_end'],
    [undefined, '__memory_base'],
    ['tableBase', '__table_base'],
    ...(settings.compat >= 21 ? ([['firstPageEnd', '__wasm_first_page_end']] as const) : []),
  ] as const;
  for (const [field, name] of optional) {
    const symbol = addOptionalData(link, name);
    if (symbol !== undefined && field !== undefined) wellKnown[field] = symbol;
  }
  if (settings.sharedMemory) return;
  const tlsBase = link.find('__tls_base');
  if (tlsBase === undefined || link.symbols.isDefined(tlsBase)) return;
  setSyntheticGlobal(link, tlsBase, '__tls_base', false);
  wellKnown.tlsBase = tlsBase;
}

/**
 * An absolute hidden data symbol, if the name is undefined or lazy, in the export set, or everything is exported.
 * Its address is 0 until the layout sets it.
 */
export function addOptionalData(link: Link, name: string): SymbolId | undefined {
  const { symbols, settings } = link;
  let symbol = link.find(name);
  if (symbol === undefined) {
    if (!settings.exportAll && !link.exportSet.has(name)) return undefined;
    symbol = link.insert(name);
  } else if (symbols.isDefined(symbol)) {
    return undefined;
  }
  const flags = SymbolFlag.HIDDEN | SymbolFlag.ABSOLUTE;
  symbols.replace(symbol, State.defined, SymbolKind.data, flags, NONE, NONE, NONE);
  link.announce(symbol);
  return symbol;
}

/** Makes a symbol a local function that traps: no slot, address 0 (S7, W1). */
export function makeStub(
  link: Link,
  symbol: SymbolId,
  signature: SignatureId,
  debugName: string,
): void {
  const { symbols } = link;
  const { row } = addFunctionRow(link, link.nameOf(symbol), signature, debugName);
  const { LOCAL } = SymbolFlag;
  symbols.replace(symbol, State.defined, SymbolKind.function, LOCAL, NONE, row, signature);
  symbols.flags[symbol]! |= Mark.STUB;
  link.setName(symbol, debugName);
  link.announce(symbol);
}
