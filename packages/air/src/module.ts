import { Rows } from './rows.ts';
import { None } from './ids.ts';
import type { ErrorId, FunctionId, NameId, NavId, TypeId, ValueId } from './ids.ts';
import type { BodyWriter } from './body-writer.ts';
import type { FunctionBody } from './function.ts';
import { Layout } from './layout.ts';
import type { LineMap } from './lines.ts';
import { NameTable } from './names.ts';
import { panicIds, type PanicId } from './tags.ts';
import { TypeTable } from './types.ts';
import { ValueTable } from './values.ts';

/** What a nav is. */
export const NavKind = { function: 0, const: 1, var: 2 } as const;
export type NavKind = (typeof NavKind)[keyof typeof NavKind];

/** Properties of a nav, as bits. */
export const NavFlag = {
  /** Defined elsewhere. */
  extern: 1,
  /** Exported under its own name; the record is in `exports` too. */
  export: 2,
  weak: 4,
  hidden: 8,
  threadlocal: 16,
  noinline: 32,
  cold: 64,
} as const;

/** Linkage of an export. */
export const Linkage = { strong: 0, weak: 1, linkOnce: 2 } as const;
export type Linkage = (typeof Linkage)[keyof typeof Linkage];

/** Visibility of an export. */
export const Visibility = { default: 0, hidden: 1, protected: 2 } as const;
export type Visibility = (typeof Visibility)[keyof typeof Visibility];

/** What a module is compiled for. */
export interface Target {
  readonly arch: 'wasm32' | 'wasm64';
  /** `wasi`, `freestanding`, `emscripten`, … */
  readonly os: string;
  /** Every enabled feature, as in a `target` line: with underscores, in the order given. */
  readonly features: readonly string[];
}

/** A nav to add; `None` and 0 mean not given. */
export interface NavDefinition {
  readonly kind: NavKind;
  readonly type: TypeId;
  /** Bits of `NavFlag`. @default 0 */
  readonly flags?: number;
  /** Bytes; 0 is the natural alignment of the type. @default 0 */
  readonly align?: number;
  readonly section?: NameId | typeof None;
  /** Initial value of a const or var. */
  readonly value?: ValueId | typeof None;
  /** Wasm import module of an extern. */
  readonly importModule?: NameId | typeof None;
  /** Linker symbol of an extern. */
  readonly linkName?: NameId | typeof None;
  /** File and line of a function's line 1. */
  readonly file?: NameId | typeof None;
  readonly line?: number;
}

/** One exported name. */
export interface ExportDefinition {
  readonly nav: NavId;
  readonly name: NameId;
  /** @default Linkage.strong */
  readonly linkage?: Linkage;
  /** @default Visibility.default */
  readonly visibility?: Visibility;
  readonly section?: NameId | typeof None;
}

/** Words of a nav row. */
const NAME = 0;
/** Kind in bits 0 to 7, flags above. */
const KIND = 1;
const TYPE = 2;
const ALIGN = 3;
const SECTION = 4;
/** Initial value of a const or var, `FunctionId` of a function with a body. */
const VALUE = 5;
const IMPORT_MODULE = 6;
const LINK_NAME = 7;
const FILE = 8;
const LINE = 9;
/** Offset of the name in the text. */
const POSITION = 10;
const NAV = 11;

/** The named things of a module, in order of their declaration. */
export class NavTable {
  readonly #rows = new Rows(NAV);
  readonly #byName: Map<NameId, NavId> = new Map();

  /** Number of navs. */
  get length(): number {
    return this.#rows.length;
  }

  /** The nav of a name. */
  find(name: NameId): NavId | undefined {
    return this.#byName.get(name);
  }

  /** A new nav. @throws TypeError when the name is taken */
  add(name: NameId, definition: NavDefinition, position: number = None): NavId {
    if (this.#byName.has(name)) throw new TypeError('the name of a nav is unique');
    const id = this.#rows.add(None) as NavId;
    this.#byName.set(name, id);
    this.#rows.set(id, NAME, name);
    this.define(id, definition);
    this.#rows.set(id, POSITION, position);
    return id;
  }

  /** Says all about a nav that was added with a part of it. */
  define(nav: NavId, definition: NavDefinition): void {
    this.#rows.set(nav, KIND, definition.kind | ((definition.flags ?? 0) << 8));
    this.#rows.set(nav, TYPE, definition.type);
    this.#rows.set(nav, ALIGN, definition.align ?? 0);
    this.#rows.set(nav, SECTION, definition.section ?? None);
    this.#rows.set(nav, VALUE, definition.value ?? None);
    this.#rows.set(nav, IMPORT_MODULE, definition.importModule ?? None);
    this.#rows.set(nav, LINK_NAME, definition.linkName ?? None);
    this.#rows.set(nav, FILE, definition.file ?? None);
    this.#rows.set(nav, LINE, definition.line ?? 0);
  }

  name(nav: NavId): NameId {
    return this.#rows.get(nav, NAME) as NameId;
  }

  kind(nav: NavId): NavKind {
    return (this.#rows.get(nav, KIND) & 0xff) as NavKind;
  }

  /** Bits of `NavFlag`. */
  flags(nav: NavId): number {
    return this.#rows.get(nav, KIND) >>> 8;
  }

  /** Type of a const or var, signature of a function. */
  type(nav: NavId): TypeId {
    return this.#rows.get(nav, TYPE) as TypeId;
  }

  /** Stated alignment in bytes, or 0. */
  align(nav: NavId): number {
    return this.#rows.get(nav, ALIGN);
  }

  section(nav: NavId): NameId | typeof None {
    return this.#rows.get(nav, SECTION) as NameId;
  }

  /** Initial value of a const or var, or `None`. */
  value(nav: NavId): ValueId | typeof None {
    return this.kind(nav) === NavKind.function ? None : (this.#rows.get(nav, VALUE) as ValueId);
  }

  setValue(nav: NavId, value: ValueId): void {
    if (this.kind(nav) === NavKind.function) throw new TypeError('a function has no initial value');
    this.#rows.set(nav, VALUE, value);
  }

  /** The body of a function, or `None` for an extern one. */
  functionOf(nav: NavId): FunctionId | typeof None {
    return this.kind(nav) === NavKind.function ? (this.#rows.get(nav, VALUE) as FunctionId) : None;
  }

  /** Used by `Module.addFunction`. */
  setFunction(nav: NavId, id: FunctionId): void {
    this.#rows.set(nav, VALUE, id);
  }

  importModule(nav: NavId): NameId | typeof None {
    return this.#rows.get(nav, IMPORT_MODULE) as NameId;
  }

  /** Linker symbol of an extern if it differs from the nav's name. */
  linkName(nav: NavId): NameId | typeof None {
    return this.#rows.get(nav, LINK_NAME) as NameId;
  }

  /** File of a function's line 1, or `None`. */
  file(nav: NavId): NameId | typeof None {
    return this.#rows.get(nav, FILE) as NameId;
  }

  line(nav: NavId): number {
    return this.#rows.get(nav, LINE);
  }

  /** Offset in the text, or `None`. */
  position(nav: NavId): number {
    return this.#rows.get(nav, POSITION);
  }
}

/** Errors by number; 0 is success and has no name. */
export class ErrorTable {
  readonly #names: NameId[] = [];
  readonly #byName: Map<NameId, ErrorId> = new Map();

  /** Number of errors; the largest error number. */
  get length(): number {
    return this.#names.length;
  }

  /** The number of an error, the next free one when it is new. */
  intern(name: NameId): ErrorId {
    let id = this.#byName.get(name);
    if (id === undefined) {
      this.#names.push(name);
      id = this.#names.length as ErrorId;
      this.#byName.set(name, id);
    }
    return id;
  }

  /** Name of error `id`, from 1. */
  name(id: ErrorId): NameId {
    const name = this.#names[id - 1];
    if (name === undefined) throw new RangeError(`no error ${id}`);
    return name;
  }
}

/** A function with a body. */
export interface FunctionDefinition {
  readonly nav: NavId;
  readonly body: FunctionBody;
}

/** A whole AIR module: all tables of air.md 1. */
export class Module {
  readonly target: Target;
  /** Width of error integers in bits. */
  readonly errorBits: number;
  /** Name for diagnostics and debug information. */
  source = '';
  readonly names: NameTable;
  readonly types: TypeTable;
  readonly values: ValueTable;
  readonly layout: Layout;
  readonly errors: ErrorTable = new ErrorTable();
  readonly navs: NavTable = new NavTable();
  readonly functions: FunctionDefinition[] = [];
  readonly exports: Required<ExportDefinition>[] = [];
  /** Handlers of panics: function nav by position in `panicIds`, `None` where there is none. */
  readonly panics: (NavId | typeof None)[] = panicIds.map(() => None);
  readonly #aliases: { readonly name: NameId; readonly type: TypeId }[] = [];
  readonly #aliasOf: Map<TypeId, NameId> = new Map();
  /** @internal What builders of functions that are done have written with, for the next ones. */
  readonly writers: BodyWriter[] = [];
  /** Display name of the text; empty for a built module. */
  file = '';
  /** Lines of the text; undefined for a built module. */
  lines: LineMap | undefined;

  /**
   * @param errorBits - width of error integers, 0 to 32. @default 16
   * @param names - a table that holds names already
   */
  constructor(target: Target, errorBits = 16, names: NameTable = new NameTable()) {
    if (!Number.isInteger(errorBits) || errorBits < 0 || errorBits > 32) {
      throw new RangeError('errorBits is 0 to 32');
    }
    this.target = target;
    this.errorBits = errorBits;
    this.names = names;
    this.types = new TypeTable(target.arch === 'wasm64' ? 64 : 32);
    this.values = new ValueTable(this.types);
    this.layout = new Layout(this.types, {
      pointerBytes: target.arch === 'wasm64' ? 8 : 4,
      errorBits,
      simd128: target.features.includes('simd128'),
      emscripten: target.os === 'emscripten',
    });
  }

  /** Type aliases (`type Bytes = []const u8`), in order. The types themselves do not know of them. */
  get aliases(): readonly { readonly name: NameId; readonly type: TypeId }[] {
    return this.#aliases;
  }

  /** Gives a structural type a name for the text form. */
  addAlias(name: NameId, type: TypeId): void {
    this.#aliases.push({ name, type });
    if (!this.#aliasOf.has(type)) this.#aliasOf.set(type, name);
  }

  /** The first alias of a type. */
  aliasOf(type: TypeId): NameId | undefined {
    return this.#aliasOf.get(type);
  }

  /** Gives a function nav its body. */
  addFunction(nav: NavId, body: FunctionBody): FunctionId {
    const id = this.functions.length as FunctionId;
    this.functions.push({ nav, body });
    this.navs.setFunction(nav, id);
    return id;
  }

  addExport(definition: ExportDefinition): void {
    this.exports.push({
      linkage: Linkage.strong,
      visibility: Visibility.default,
      section: None,
      ...definition,
    });
  }

  setPanic(id: PanicId, handler: NavId): void {
    const index = panicIds.indexOf(id);
    if (index < 0) throw new RangeError(`no panic id ${id}`);
    this.panics[index] = handler;
  }

  /** The text of a name. */
  text(name: NameId): string {
    return this.names.text(name);
  }

  /** Line and column, both from 1, of an offset in the text the module was parsed from. */
  lineColumn(offset: number): { readonly line: number; readonly column: number } | undefined {
    return offset === None ? undefined : this.lines?.at(offset);
  }
}
