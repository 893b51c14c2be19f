/**
 * Names with several signatures (linking.md S7) and weak functions nobody defines (W1, S14).
 *   reads:  `link.variants`, the symbol table
 *   writes: `link.symbols`: traps in the place of what cannot be called
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import { orderTable2 } from './hash/order.ts';
import type { Link, Variants } from './link.ts';
import { makeStub } from './synthetic.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** S7: every variant but the first defined one becomes a function that traps. */
export function resolveVariants(link: Link): void {
  for (const name of orderTable2([...link.variants.keys()])) {
    if (!resolveName(link, link.variants.get(name)!)) return;
  }
}

/** Returns false if no variant is a definition, which ends the pass. */
function resolveName(link: Link, { name, symbols: variants }: Variants): boolean {
  const { symbols } = link;
  const defined = variants.find((variant) => symbols.isDefined(variant));
  if (defined === undefined) {
    reportMismatch(link, name, variants[0]!, variants[1]!, true);
    return false;
  }
  for (const variant of variants) {
    if (variant === defined) continue;
    reportMismatch(link, name, variant, defined, false);
    makeStub(
      link,
      variant,
      symbols.signature[variant]!,
      `signature_mismatch:${link.displayOf(variant)}`,
    );
  }
  return true;
}

function reportMismatch(
  link: Link,
  symbol: string,
  first: SymbolId,
  second: SymbolId,
  isError: boolean,
): void {
  const { symbols, signatures } = link;
  const firstOwner = symbols.owner[first]!;
  link.report(
    isError
      ? linkerCodes.functionSignatureMismatchUndefined
      : linkerCodes.functionSignatureMismatch,
    {
      symbol,
      firstType: signatures.text(symbols.signature[first]!),
      first: link.fileOf(firstOwner),
      secondType: signatures.text(symbols.signature[second]!),
      second: link.fileOf(symbols.owner[second]!),
    },
    firstOwner,
  );
}

/** W1: weak undefined functions, lazy ones included, become functions that trap. */
export function stubWeakUndefined(link: Link): void {
  const { symbols, symtab } = link;
  for (const symbol of symtab.order.view()) {
    if (!symbols.isUndefinedWeak(symbol) || !symbols.has(symbol, Mark.USED)) continue;
    const signature = symbols.signature[symbol]!;
    if (symbols.kind[symbol] !== SymbolKind.function || signature === NONE) continue;
    makeStub(link, symbol, signature, `undefined_weak:${link.displayOf(symbol)}`);
    symbols.flags[symbol]! |= SymbolFlag.HIDDEN;
  }
}

/** S14: lazy entries that were never needed are as if absent. */
export function dropLazy(link: Link): void {
  const { symbols, symtab } = link;
  for (const symbol of symtab.order.view()) {
    if (symbols.state[symbol] !== State.lazy) continue;
    symbols.state[symbol] = State.undefined;
    symbols.kind[symbol] = SymbolKind.data;
  }
}
