/**
 * The one global list of non-local symbols in order of first insertion (S1) and the map from names to it. Names are
 * compared as bytes where they lie in the inputs and are decoded only for messages.
 */
import { U32Column } from './column.ts';
import { hashName } from '@wasmwright/object';
import { equalBytes } from './interner.ts';
import { Symbols, type SymbolId } from './symbols.ts';

/** Position in `Symtab.order`. */
export type Position = number;

/** Names, their order and what they mean. */
export class Symtab {
  /** Symbol at each position; a name's meaning changes when a variant takes its place (S7). */
  readonly order: U32Column;
  /** True if the last `insert` added the name. */
  inserted = false;
  private readonly symbols: Symbols;
  private readonly sources: readonly Uint8Array[];
  /** Hash of each name; parallel to `keys`. */
  private readonly hashes: U32Column;
  /** Symbol whose name is the key of each entry. */
  private readonly keys: U32Column;
  /** Position each entry means: its own, except after `--wrap` (S18). */
  private readonly positions: U32Column;
  /** Entry + 1, or 0; a power of two, at most half full. */
  private slots: Uint32Array;

  constructor(symbols: Symbols, sources: readonly Uint8Array[], from?: Symtab) {
    this.symbols = symbols;
    this.sources = sources;
    this.order = from === undefined ? new U32Column() : from.order.fork();
    this.hashes = from === undefined ? new U32Column() : from.hashes.fork();
    this.keys = from === undefined ? new U32Column() : from.keys.fork();
    this.positions = from === undefined ? new U32Column() : from.positions.fork();
    this.slots = from === undefined ? new Uint32Array(1024) : from.slots.slice();
  }

  /**
   * The symbol named `sources[source][start .. end)`; a new undefined one, at the end of the order, if there is none.
   *
   * @param hash - `hashName` of the name
   */
  insert(source: number, start: number, end: number, hash: number): SymbolId {
    const bytes = this.sources[source]!;
    const found = this.probe(bytes, start, end, hash);
    this.inserted = found < 0;
    if (found >= 0) return this.order.data[this.positions.data[found]!]!;
    const { symbols } = this;
    const symbol = symbols.add();
    symbols.source[symbol] = source;
    symbols.nameStart[symbol] = start;
    symbols.nameEnd[symbol] = end;
    this.slots[~found] = this.keys.push(symbol) + 1;
    this.hashes.push(hash);
    this.positions.push(this.order.push(symbol));
    if (2 * this.keys.length > this.slots.length) this.rehash();
    return symbol;
  }

  /** The symbol of a name, or undefined. */
  find(name: Uint8Array): SymbolId | undefined {
    const position = this.position(name);
    return position === undefined ? undefined : this.order.data[position]!;
  }

  /** Position a name means, or undefined. */
  position(name: Uint8Array): Position | undefined {
    const entry = this.probe(name, 0, name.length, hashName(name, 0, name.length));
    return entry < 0 ? undefined : this.positions.data[entry]!;
  }

  /** Makes a known name mean another position (S18). */
  redirect(name: Uint8Array, position: Position): void {
    const entry = this.probe(name, 0, name.length, hashName(name, 0, name.length));
    if (entry >= 0) this.positions.data[entry] = position;
  }

  /** Entry of a name, or the complement of the free slot where it would go. */
  private probe(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]! - 1;
      if (entry < 0) return ~slot;
      if (this.hashes.data[entry] === hash && this.equals(entry, bytes, start, end)) return entry;
    }
  }

  private equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const { symbols } = this;
    const key = this.keys.data[entry]!;
    const own = this.sources[symbols.source[key]!]!;
    return equalBytes(own, symbols.nameStart[key]!, symbols.nameEnd[key]!, bytes, start, end);
  }

  private rehash(): void {
    const slots = new Uint32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.keys.length; entry++) {
      const hash = this.hashes.data[entry]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.slots = slots;
  }
}
