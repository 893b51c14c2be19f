/**
 * Stub libraries (linking.md B2, B3): names the host provides and what the program must then export.
 *   reads:  stub inputs, the symbol table after all files
 *   writes: import and export marks; extracts lazy dependencies
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { parseStub, type StubLibrary } from '@wasmwright/object';
import { orderTable2 } from './hash/order.ts';
import type { Input } from './inputs.ts';
import type { Link } from './link.ts';
import { loadObject } from './load.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** Claims undefined symbols for the stub libraries until nothing more is extracted. */
export function processStubLibraries(link: Link): void {
  const libraries = link.inputs
    .filter((input) => input.kind === 'stub')
    .map((input) => ({ input, names: parseStub(input.bytes) }));
  const claimed = new Set<SymbolId>();
  let extracted: boolean;
  do {
    extracted = false;
    for (const { input, names } of libraries) {
      for (const name of orderTable2([...names.keys()])) {
        const symbol = link.find(name);
        if (symbol === undefined || !link.symbols.isUndefined(symbol)) {
          if (symbol !== undefined && link.symbols.has(symbol, Mark.TRACED)) {
            link.stdout.push(`${input.name}: stub symbol not needed: ${name}`);
          }
          continue;
        }
        extracted = claim(link, input, symbol, names.get(name)!, claimed) || extracted;
      }
      extracted = claimByImportName(link, input, names, claimed) || extracted;
    }
  } while (extracted);
}

/** Undefined symbols whose import name is in the library. */
function claimByImportName(
  link: Link,
  input: Input,
  names: StubLibrary,
  claimed: Set<SymbolId>,
): boolean {
  const { symbols, symtab } = link;
  let extracted = false;
  for (const symbol of symtab.order.view().slice()) {
    if (!symbols.isUndefined(symbol)) continue;
    const importName = symbols.importName[symbol]!;
    if (importName >= link.strings.count) continue;
    const dependencies = names.get(link.stringOf(importName));
    if (dependencies === undefined) continue;
    extracted = claim(link, input, symbol, dependencies, claimed) || extracted;
  }
  return extracted;
}

/** Makes a symbol a forced import and exports what it depends on. Returns whether a member was extracted. */
function claim(
  link: Link,
  input: Input,
  symbol: SymbolId,
  dependencies: readonly string[],
  claimed: Set<SymbolId>,
): boolean {
  if (claimed.has(symbol)) return false;
  claimed.add(symbol);
  const { symbols } = link;
  const name = link.nameOf(symbol);
  if (symbols.has(symbol, Mark.TRACED)) link.stdout.push(`${input.name}: importing ${name}`);
  symbols.flags[symbol]! |= Mark.FORCE_IMPORT;
  let extracted = false;
  for (const dependency of dependencies) {
    const needed = link.find(dependency);
    if (needed === undefined || symbols.isUndefined(needed)) {
      link.report(
        linkerCodes.undefinedStubDependency,
        { file: input.name, symbol: dependency, by: link.displayOf(symbol) },
        input.row,
      );
      continue;
    }
    if (symbols.has(needed, Mark.TRACED)) {
      link.stdout.push(`${input.name}: exported ${dependency} due to import of ${name}`);
    }
    symbols.flags[needed]! |= Mark.FORCE_EXPORT;
    if (symbols.state[needed] !== State.lazy) continue;
    extracted = true;
    loadObject(link, symbols.owner[needed]!);
    // wasm-ld 19 prints the importing file and symbol here (Q2).
    link.recordExtraction(input.name, link.settings.compat === 19 ? symbol : needed);
  }
  return extracted;
}
