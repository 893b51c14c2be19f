import type { ObjectFile } from '@wasmwright/object';
import { SymbolKind } from '@wasmwright/wasm';
import type { Model } from './model.ts';
import { symbolName } from './object.ts';

/** Spaces of the symbols that have an index. */
const symbolSpaces: Readonly<Record<number, string>> = {
  [SymbolKind.function]: 'function',
  [SymbolKind.global]: 'global',
  [SymbolKind.tag]: 'tag',
  [SymbolKind.table]: 'table',
};

/** A longer name is cut where instructions show it: there may be as many as the name has letters. */
const LONGEST = 1000;

/**
 * Names of indexes: those of the `name` section, else of symbols, else of exports, else `module.field` of imports. Sources are
 * asked for in this order; the first name of an index stays.
 */
export class IndexNameTable {
  private readonly spaces: Map<string, Map<number, string>> = new Map();

  constructor(model: Model, object: ObjectFile | undefined) {
    for (const [space, names] of model.names) {
      for (const [index, name] of names) this.add(space, index, name);
    }
    if (object !== undefined) this.addSymbols(object);
    for (const { name, kind, index } of model.exports) this.add(kind, index, name);
    for (const { module, field, kind, index } of model.imports) {
      this.add(kind, index, `${module}.${field}`);
    }
    for (const { index, name } of model.data) if (name !== undefined) this.add('data', index, name);
  }

  get(space: string, index: number): string | undefined {
    return this.spaces.get(space)?.get(index);
  }

  /** `3 <puts>` */
  show(index: number, name: string): string {
    return `${index} <${name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name}>`;
  }

  /** All names of a space, by index. */
  all(space: string): ReadonlyMap<number, string> {
    return this.spaces.get(space) ?? new Map<number, string>();
  }

  private addSymbols(object: ObjectFile): void {
    const { symbols } = object;
    for (let row = 0; row < symbols.count; row++) {
      const space = symbolSpaces[symbols.kind[row]!];
      if (space === undefined) continue;
      this.add(space, symbols.element[row]!, symbolName(object, row));
    }
  }

  private add(space: string, index: number, name: string): void {
    let names = this.spaces.get(space);
    if (names === undefined) this.spaces.set(space, (names = new Map()));
    if (!names.has(index)) names.set(index, name);
  }
}
