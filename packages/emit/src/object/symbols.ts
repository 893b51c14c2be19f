import { NONE } from '@wasmwright/mir';
import { SymbolFlag, SymbolKind } from '@wasmwright/wasm';

/** The symbols of an object under construction, one row each in the order they are first mentioned (linking.md 2.3). */
export class ObjectSymbols {
  readonly names: string[] = [];
  /** `SymbolKind`. */
  readonly kind: number[] = [];
  /** `SymbolFlag` bits; UNDEFINED until the symbol is defined. */
  readonly flags: number[] = [];
  /** Import module of an undefined symbol; `''` is `env`. */
  readonly modules: string[] = [];
  /** Function and tag: type index. Global: value type byte, plus 0x100 if mutable. Table: reference type byte. */
  readonly type: number[] = [];
  /** Defined: row in the list of definitions of its kind, for data the segment. Else `NONE`. */
  readonly definition: number[] = [];
  /** Data: offset in the segment and size, in bytes. */
  readonly offset: number[] = [];
  readonly size: number[] = [];
  private readonly byName = new Map<string, number>();

  get count(): number {
    return this.names.length;
  }

  /**
   * Row of a symbol; an unknown name gets an undefined symbol.
   *
   * @throws RangeError if the name is taken by another kind of thing
   */
  reference(name: string, kind: number, type: number, module = '', flags = 0): number {
    const known = this.byName.get(name);
    if (known === undefined) {
      const row = this.push(name, kind, flags | SymbolFlag.UNDEFINED, type, module);
      this.byName.set(name, row);
      return row;
    }
    if (this.kind[known] !== kind) {
      throw new RangeError(
        `symbol ${name}: used as ${kindName(kind)} and ${kindName(this.kind[known]!)}`,
      );
    }
    return known;
  }

  /**
   * Defines a symbol, mentioned before or not.
   *
   * @throws RangeError if it is defined already, or the name is taken by another kind of thing
   */
  define(name: string, kind: number, type: number, flags: number, definition: number): number {
    const row = this.reference(name, kind, type);
    if (this.isDefined(row)) throw new RangeError(`symbol ${name} is defined twice`);
    this.flags[row] = flags;
    this.modules[row] = '';
    this.type[row] = type;
    this.definition[row] = definition;
    return row;
  }

  /** A local symbol nobody can mention by name. */
  anonymous(name: string, kind: number, definition: number): number {
    const row = this.push(name, kind, SymbolFlag.LOCAL, NONE, '');
    this.definition[row] = definition;
    return row;
  }

  /** Row of a symbol by name. */
  find(name: string): number | undefined {
    return this.byName.get(name);
  }

  isDefined(row: number): boolean {
    return (this.flags[row]! & SymbolFlag.UNDEFINED) === 0;
  }

  private push(name: string, kind: number, flags: number, type: number, module: string): number {
    this.kind.push(kind);
    this.flags.push(flags);
    this.modules.push(module);
    this.type.push(type);
    this.definition.push(NONE);
    this.offset.push(0);
    this.size.push(0);
    return this.names.push(name) - 1;
  }
}

function kindName(kind: number): string {
  return Object.entries(SymbolKind).find(([, value]) => value === kind)?.[0] ?? String(kind);
}
