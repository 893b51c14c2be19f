/**
 * `--wrap` (linking.md S18).
 *   reads:  the symbol table after all files
 *   writes: `link.references`, the names of `link.symtab`
 */
import { NONE } from '@wasmwright/object';
import { encodeUtf8, SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import type { Link } from './link.ts';
import { Mark, State, type SymbolId } from './symbols.ts';

/** One wrapped name and the symbols it is about. */
export interface Wrapped {
  readonly name: string;
  readonly symbol: SymbolId;
  readonly real: SymbolId;
  readonly wrap: SymbolId;
}

/** References `__wrap_X` and `__real_X` for each known name. Extraction is the caller's: it gets the symbols. */
export function addWrapped(link: Link): Wrapped[] {
  const { symbols } = link;
  const wrapped: Wrapped[] = [];
  for (const name of new Set(link.settings.wrap)) {
    const symbol = link.find(name);
    if (symbol === undefined) continue;
    const real = referenceFunction(link, `__real_${name}`);
    const wrap = referenceFunction(link, `__wrap_${name}`);
    if (symbols.isUndefined(wrap) && symbols.signature[wrap] === NONE) {
      symbols.signature[wrap] = symbols.signature[symbol]!;
    }
    symbols.flags[symbol]! |= Mark.USED;
    symbols.flags[wrap]! |= Mark.USED;
    symbols.flags[real]! &= ~Mark.USED;
    wrapped.push({ name, symbol, real, wrap });
  }
  return wrapped;
}

/** The symbol of a name, as a strong undefined function if it is new. */
function referenceFunction(link: Link, name: string): SymbolId {
  const symbol = link.insert(name);
  if (link.symtab.inserted) {
    const { UNDEFINED } = SymbolFlag;
    link.symbols.replace(symbol, State.undefined, SymbolKind.function, UNDEFINED, NONE, NONE, NONE);
  }
  return symbol;
}

/** Makes references mean what `--wrap` says: X the wrapper, `__real_X` the original. */
export function applyWrapped(link: Link, wrapped: readonly Wrapped[]): void {
  if (wrapped.length === 0) return;
  const meaning = new Map<SymbolId, SymbolId>();
  for (const { symbol, real, wrap } of wrapped) {
    meaning.set(symbol, wrap);
    meaning.set(real, symbol);
  }
  const references = link.references.view();
  for (let i = 0; i < references.length; i++) {
    const symbol = meaning.get(references[i]!);
    if (symbol !== undefined) references[i] = symbol;
  }
  const { symtab } = link;
  for (const { name } of wrapped) {
    const original = symtab.position(encodeUtf8(name))!;
    symtab.redirect(encodeUtf8(`__real_${name}`), original);
    symtab.redirect(encodeUtf8(name), symtab.position(encodeUtf8(`__wrap_${name}`))!);
  }
}
