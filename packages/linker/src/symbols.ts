/**
 * The symbols of a link, one row each, as parallel columns. A non-local symbol of any number of inputs is one row; a
 * local symbol has a row of its own. `link.references` maps the symbol numbers of the inputs to rows.
 */
import { NONE } from '@wasmwright/object';
import { SymbolFlag } from '@wasmwright/wasm';
import { grow } from './column.ts';

/** Row of `Symbols`. */
export type SymbolId = number;

/** What is known about a symbol. */
export const State = {
  undefined: 0,
  defined: 1,
  /** Defined by an input that was not parsed in full (S11). */
  lazy: 2,
} as const;

/** Flags of a symbol: the low bits are those of the linking section (`SymbolFlag`), these are the linker's own. */
export const Mark: {
  readonly [
    name in 'USED' | 'FORCE_EXPORT' | 'FORCE_IMPORT' | 'CALLED' | 'STUB' | 'TRACED'
  ]: number;
} = {
  /** A relocatable object, or the linker, names it (U4, W1, S16). */
  USED: 1 << 16,
  /** Exported because an option, the entry or a stub library says so (E2). */
  FORCE_EXPORT: 1 << 17,
  /** Import forced by a stub library (B2). */
  FORCE_IMPORT: 1 << 18,
  /** Some reference to the undefined function calls it (S6, S9). */
  CALLED: 1 << 19,
  /** A function that traps: no slot, address 0 (S7, U3, W1). */
  STUB: 1 << 20,
  /** Named by `--trace-symbol`. */
  TRACED: 1 << 21,
};

/** Marks that survive when a symbol gets a new meaning. */
const LASTING = Mark.USED | Mark.FORCE_EXPORT | Mark.FORCE_IMPORT | Mark.TRACED;
const FORMAT_FLAGS = 0xffff;

/** The symbol columns. */
export class Symbols {
  count = 0;
  /** `State`. */
  state: Uint8Array = new Uint8Array(64);
  /** 0 function, 1 data, 2 global, 3 section, 4 tag, 5 table. */
  kind: Uint8Array = new Uint8Array(64);
  /** `SymbolFlag` and `Mark`. */
  flags: Uint32Array = new Uint32Array(64);
  /** Input that defined it, else the first that named it; `NONE` for linker-made symbols. */
  owner: Uint32Array = new Uint32Array(64);
  /**
   * Defined: row of `link.functions`, `link.segments` (`NONE` for absolute data), `link.globals`, `link.sections`,
   * `link.tags` or `link.tables`. Undefined: index of the import in the owner, `NONE` for data.
   */
  element: Uint32Array = new Uint32Array(64);
  /** Functions and tags: `link.signatures` number, `NONE` if unknown. */
  signature: Uint32Array = new Uint32Array(64);
  /** The name is `link.sources[source]` from `nameStart` to `nameEnd`. */
  source: Uint32Array = new Uint32Array(64);
  nameStart: Uint32Array = new Uint32Array(64);
  nameEnd: Uint32Array = new Uint32Array(64);
  /** Import field of an EXPLICIT_NAME reference and import module: numbers of `link.strings`, else `NONE`. */
  importName: Uint32Array = new Uint32Array(64);
  importModule: Uint32Array = new Uint32Array(64);
  /** Data: offset in the segment, or the address of absolute data. */
  offset: Float64Array = new Float64Array(64);
  size: Float64Array = new Float64Array(64);

  /** Appends an undefined function without name, owner or signature. */
  add(): SymbolId {
    const id = this.count++;
    if (id === this.state.length) this.growColumns(id + 1);
    this.state[id] = State.undefined;
    this.kind[id] = 0;
    this.flags[id] = 0;
    this.owner[id] = NONE;
    this.element[id] = NONE;
    this.signature[id] = NONE;
    this.importName[id] = NONE;
    this.importModule[id] = NONE;
    this.offset[id] = 0;
    this.size[id] = 0;
    return id;
  }

  /** Gives a symbol a new meaning. Name and lasting marks stay; everything not passed is cleared. */
  replace(
    id: SymbolId,
    state: number,
    kind: number,
    flags: number,
    owner: number,
    element: number,
    signature: number,
  ): void {
    this.state[id] = state;
    this.kind[id] = kind;
    this.flags[id] = (flags & FORMAT_FLAGS) | (this.flags[id]! & LASTING);
    this.owner[id] = owner;
    this.element[id] = element;
    this.signature[id] = signature;
    this.importName[id] = NONE;
    this.importModule[id] = NONE;
    this.offset[id] = 0;
    this.size[id] = 0;
  }

  has(id: SymbolId, flag: number): boolean {
    return (this.flags[id]! & flag) !== 0;
  }

  isWeak(id: SymbolId): boolean {
    return (this.flags[id]! & SymbolFlag.BINDING_MASK) === SymbolFlag.WEAK;
  }

  isLocal(id: SymbolId): boolean {
    return (this.flags[id]! & SymbolFlag.BINDING_MASK) === SymbolFlag.LOCAL;
  }

  isDefined(id: SymbolId): boolean {
    return this.state[id] === State.defined;
  }

  isUndefined(id: SymbolId): boolean {
    return this.state[id] === State.undefined;
  }

  /** Weak and not defined; lazy counts (S14). */
  isUndefinedWeak(id: SymbolId): boolean {
    return this.state[id] !== State.defined && this.isWeak(id);
  }

  /** An independent copy, for a flush to write on. */
  fork(): Symbols {
    const copy = new Symbols();
    copy.count = this.count;
    for (const column of COLUMNS) (copy[column] as unknown) = this[column].slice(0, this.count);
    return copy;
  }

  private growColumns(needed: number): void {
    for (const column of COLUMNS) (this[column] as unknown) = grow(this[column], needed);
  }
}

const COLUMNS = [
  'state',
  'kind',
  'flags',
  'owner',
  'element',
  'signature',
  'source',
  'nameStart',
  'nameEnd',
  'importName',
  'importModule',
  'offset',
  'size',
] as const satisfies readonly (keyof Symbols)[];
