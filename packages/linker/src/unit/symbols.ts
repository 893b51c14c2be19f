/**
 * The symbols of a unit while its tables are made, and the imports that its undefined symbols need (linking.md 2.3). Rows
 * are numbered in order of first mention; definitions come first.
 */
import { hashName, NONE, type ImportTable, type SymbolTable } from '@wasmwright/object';
import { type ByteWriter, encodeUtf8, SymbolFlag, SymbolKind } from '@wasmwright/wasm';
import { U32Column } from '../column.ts';
import type { UnitLinkage } from './options.ts';

/** Import kind by `SymbolKind`; data and sections have none. */
const EXTERNAL: readonly number[] = [0, NONE, 3, NONE, 4, 1];

/** What a reference by name says about its target. */
export interface SymbolReference {
  readonly name: string;
  /** `SymbolKind`. */
  readonly kind: number;
  /** `SymbolFlag` bits. */
  readonly flags: number;
  /** Import module; '' is `env`. */
  readonly module: string;
  /** Function and tag: type number of the unit. Global: value type byte, plus 0x100 if mutable. Table: reference type byte. */
  readonly type: number;
}

/** Symbols of a unit. */
export class UnitSymbols {
  readonly kind: U32Column = new U32Column();
  readonly flags: U32Column = new U32Column();
  readonly nameStart: U32Column = new U32Column();
  readonly nameEnd: U32Column = new U32Column();
  /** Defined: number of the definition; functions without the imports. Undefined: import number of its kind. */
  readonly element: U32Column = new U32Column();
  /** Data: size in bytes. */
  readonly size: number[] = [];
  private readonly text: ByteWriter;
  /** Symbols other inputs see, by kind and name. */
  private readonly shared = new Map<string, number>();
  /** Definitions that only the unit sees, by kind and name; the first of equal names. */
  private readonly local = new Map<string, number>();
  private readonly imports: { symbol: number; reference: SymbolReference }[] = [];
  private readonly importCounts: [number, number, number, number, number] = [0, 0, 0, 0, 0];

  /** @param text - the bytes of the unit, to which names are added */
  constructor(text: ByteWriter) {
    this.text = text;
  }

  get count(): number {
    return this.kind.length;
  }

  /** Adds a definition. @param element - as the column */
  define(name: string, kind: number, flags: number, element: number, size = 0): number {
    const row = this.push(name, kind, flags, element, size);
    const isLocal = (flags & SymbolFlag.BINDING_MASK) === SymbolFlag.LOCAL;
    const names = isLocal ? this.local : this.shared;
    const key = `${kind}${name}`;
    if (!names.has(key)) names.set(key, row);
    return row;
  }

  /** A local definition nobody mentions by name. */
  anonymous(name: string, kind: number, flags: number, element: number, size: number): number {
    return this.push(name, kind, flags | SymbolFlag.LOCAL, element, size);
  }

  /** Whether a name that other inputs see is defined. */
  has(kind: number, name: string): boolean {
    return this.shared.has(`${kind}${name}`);
  }

  /**
   * The symbol of a name, undefined if the unit does not define it. A strong reference makes a weak one strong.
   *
   * @param isExtern - the name is not one of the unit's local definitions
   */
  refer(reference: SymbolReference, isExtern: boolean): number {
    const { name, kind, flags, type } = reference;
    const key = `${kind}${name}`;
    if (!isExtern) {
      const own = this.local.get(key);
      if (own !== undefined) return own;
    }
    const known = this.shared.get(key);
    if (known !== undefined) {
      const old = this.flags.data[known]!;
      const isStrong = (flags & SymbolFlag.WEAK) === 0 && (old & SymbolFlag.UNDEFINED) !== 0;
      if (isStrong) this.flags.data[known] = old & ~SymbolFlag.WEAK;
      return known;
    }
    const external = EXTERNAL[kind]!;
    const element = external === NONE ? NONE : this.importCounts[external]!++;
    const explicit = reference.module === '' ? 0 : SymbolFlag.EXPLICIT_NAME;
    const row = this.push(name, kind, flags | SymbolFlag.UNDEFINED | explicit, element, 0);
    this.shared.set(key, row);
    if (external !== NONE) this.imports.push({ symbol: row, reference: { ...reference, type } });
    return row;
  }

  private push(name: string, kind: number, flags: number, element: number, size: number): number {
    const start = this.text.length;
    this.text.raw(encodeUtf8(name));
    this.flags.push(flags);
    this.nameStart.push(start);
    this.nameEnd.push(this.text.length);
    this.element.push(element);
    this.size.push(size);
    return this.kind.push(kind);
  }

  /** The symbol table. @param bytes - the finished bytes of the unit */
  table(bytes: Uint8Array): SymbolTable {
    const { count } = this;
    const flags = this.flags.view().slice();
    const nameStart = this.nameStart.view().slice();
    const nameEnd = this.nameEnd.view().slice();
    const element = this.element.view().slice();
    const hash = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      if ((flags[i]! & SymbolFlag.BINDING_MASK) !== SymbolFlag.LOCAL) {
        hash[i] = hashName(bytes, nameStart[i]!, nameEnd[i]!);
      }
      const isFunction = this.kind.data[i] === SymbolKind.function;
      if (isFunction && (flags[i]! & SymbolFlag.UNDEFINED) === 0)
        element[i]! += this.importCounts[0];
    }
    return {
      count,
      kind: Uint8Array.from(this.kind.view()),
      flags,
      nameStart,
      nameEnd,
      hash,
      element,
      offset: new Float64Array(count),
      size: Float64Array.from(this.size),
    };
  }

  /** The imports of the undefined symbols. Adds the names of modules to the bytes. */
  importTable(): ImportTable {
    const { imports, text } = this;
    const count = imports.length;
    const table = {
      count,
      kind: new Uint8Array(count),
      moduleStart: new Uint32Array(count),
      moduleEnd: new Uint32Array(count),
      fieldStart: new Uint32Array(count),
      fieldEnd: new Uint32Array(count),
      type: new Uint32Array(count),
      flags: new Uint8Array(count),
      minimum: new Float64Array(count),
      maximum: new Float64Array(count).fill(Infinity),
    };
    const byKind: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
    const modules = new Map<string, readonly [number, number]>();
    imports.forEach(({ symbol, reference }, row) => {
      const { kind, type } = reference;
      const external = EXTERNAL[kind]!;
      const name = reference.module || 'env';
      let module = modules.get(name);
      if (module === undefined) {
        const start = text.length;
        text.raw(encodeUtf8(name));
        module = [start, text.length];
        modules.set(name, module);
      }
      table.kind[row] = external;
      [table.moduleStart[row], table.moduleEnd[row]] = module;
      table.fieldStart[row] = this.nameStart.data[symbol]!;
      table.fieldEnd[row] = this.nameEnd.data[symbol]!;
      table.type[row] = kind === SymbolKind.global ? type & 0xff : type;
      table.flags[row] = kind === SymbolKind.global ? type >>> 8 : 0;
      byKind[external]!.push(row);
    });
    const rows = (kind: 0 | 1 | 2 | 3 | 4) => Uint32Array.from(byKind[kind]);
    return { ...table, byKind: [rows(0), rows(1), rows(2), rows(3), rows(4)] };
  }
}

/** Symbol flags of a definition. */
export function linkageFlags({ linkage, hidden, exported, keep }: UnitLinkage): number {
  const isLocal = linkage === undefined || linkage === 'local';
  if (isLocal) return SymbolFlag.LOCAL;
  const isExported = exported ?? hidden !== true;
  return (
    (linkage === 'strong' ? 0 : SymbolFlag.WEAK) |
    (hidden === true ? SymbolFlag.HIDDEN : 0) |
    (isExported ? SymbolFlag.EXPORTED : 0) |
    (keep === true ? SymbolFlag.NO_STRIP : 0)
  );
}
