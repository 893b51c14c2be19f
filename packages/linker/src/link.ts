/**
 * Everything a link knows before a flush: inputs, symbols and what they mean. Flat tables of numbers over all inputs
 * together; an input owns ranges of rows (`LinkedObject`). A flush works on a fork and never changes the original.
 */
import { type Arguments, type CodeRow, type Diagnostic, diagnose } from '@wasmwright/diagnostics';
import { hashName, NONE } from '@wasmwright/object';
import { decodeUtf8, encodeUtf8, SymbolKind } from '@wasmwright/wasm';
import { U32Column } from './column.ts';
import { demangle } from './demangle/index.ts';
import { type Input, type InputId, type LinkedObject, symbolName } from './inputs.ts';
import { Interner } from './interner.ts';
import type { LinkOptions } from './options.ts';
import { Rows } from './rows.ts';
import { type Settings, settingsOf } from './settings.ts';
import { type SignatureId, Signatures } from './signatures.ts';
import { Mark, State, type SymbolId, Symbols } from './symbols.ts';
import { Symtab } from './symtab.ts';

/** A function the linker makes. Its body is made in the flush. */
export interface SyntheticFunction {
  readonly row: number;
  /** Name of the chunk; `debugName` replaces it in the name section. */
  readonly name: string;
  readonly debugName: string;
  readonly signature: SignatureId;
}

/** A global the linker makes. Its value is found in the flush. */
export interface SyntheticGlobal {
  readonly row: number;
  readonly name: string;
  readonly mutable: boolean;
}

/** Symbols the linker made and later asks for. Undefined where this link has none. */
export interface WellKnown {
  callCtors: SymbolId;
  stackPointer: SymbolId;
  callDtors?: SymbolId;
  tlsBase?: SymbolId;
  tlsSize?: SymbolId;
  tlsAlign?: SymbolId;
  initTls?: SymbolId;
  dsoHandle?: SymbolId;
  dataEnd?: SymbolId;
  stackLow?: SymbolId;
  stackHigh?: SymbolId;
  globalBase?: SymbolId;
  heapBase?: SymbolId;
  heapEnd?: SymbolId;
  tableBase?: SymbolId;
  firstPageEnd?: SymbolId;
  indirectTable?: SymbolId;
}

/** Thrown inside the linker to stop at a fatal diagnostic; never leaves the package. */
export class Stop extends Error {}

/** Variants of one name, one symbol per signature (S7), in order of appearance. */
export interface Variants {
  readonly name: string;
  readonly symbols: SymbolId[];
}

/** One line of `--why-extract`: display names. */
export interface Extraction {
  readonly reference: string;
  readonly extracted: string;
  readonly symbol: string;
}

/** The state of a link. */
export class Link {
  readonly options: LinkOptions;
  readonly settings: Settings;
  readonly diagnostics: Diagnostic[] = [];
  /** Lines for standard output: traces and removed sections. */
  readonly stdout: string[] = [];

  /** Byte arrays that names point into. */
  sources: Uint8Array[] = [];
  inputs: Input[] = [];
  /** Parsed objects in link order (S13). */
  linkOrder: LinkedObject[] = [];
  /** Import names and modules. */
  strings: Interner = new Interner();
  signatures: Signatures = new Signatures();
  /** COMDAT groups named so far. */
  comdats: Interner = new Interner();
  symbols: Symbols = new Symbols();
  symtab: Symtab = new Symtab(this.symbols, this.sources);
  /** `references[object.symbolBase + n]` is what symbol `n` of an object means. */
  references: U32Column = new U32Column();
  functions: Rows = new Rows();
  segments: Rows = new Rows();
  globals: Rows = new Rows();
  tables: Rows = new Rows();
  tags: Rows = new Rows();
  sections: Rows = new Rows();
  syntheticFunctions: SyntheticFunction[] = [];
  syntheticGlobals: SyntheticGlobal[] = [];
  /** Names of `--export-if-defined` and `--export`, in that order. */
  exportSet: ReadonlySet<string>;
  allowedUndefined: ReadonlySet<string>;
  tracedNames: ReadonlySet<string>;
  variants: Map<string, Variants> = new Map();
  wellKnown: WellKnown = { callCtors: NONE, stackPointer: NONE };
  /** True once an MVP object (I20) was linked: the indirect table must be table 0 (E6). */
  legacyTable = false;
  /** Display names of LLVM bitcode members that were skipped (I29). */
  skippedBitcode: string[] = [];
  /** What `--why-extract` prints, in order (Q2). */
  extractions: Extraction[] = [];
  /** Text of `--why-extract`, if it was asked for, from the point on where nothing more is extracted. */
  whyExtract: string | undefined;

  constructor(options: LinkOptions) {
    this.options = options;
    this.settings = settingsOf(options);
    const { exports, exportsIfDefined, allowUndefinedNames, traceSymbols } = this.settings;
    this.exportSet = new Set([...exportsIfDefined, ...exports]);
    this.allowedUndefined = new Set(allowUndefinedNames);
    this.tracedNames = new Set(traceSymbols);
  }

  /** A link of the same inputs with nothing resolved. Units are as they are when they are loaded. */
  restart(): Link {
    const copy = new Link(this.options);
    copy.diagnostics.push(...this.diagnostics);
    copy.sources.push(...this.sources);
    copy.inputs = this.inputs.map((input) => ({ ...input }));
    copy.skippedBitcode = this.skippedBitcode;
    return copy;
  }

  /** A copy whose growing tables are its own; what only prelink changes is shared. */
  fork(): Link {
    const copy = new Link(this.options);
    copy.sources = this.sources.slice();
    copy.inputs = this.inputs;
    copy.linkOrder = this.linkOrder;
    copy.strings = this.strings;
    copy.signatures = this.signatures;
    copy.comdats = this.comdats;
    copy.symbols = this.symbols.fork();
    copy.symtab = new Symtab(copy.symbols, copy.sources, this.symtab);
    copy.references = this.references;
    copy.functions = this.functions.fork();
    copy.segments = this.segments;
    copy.globals = this.globals.fork();
    copy.tables = this.tables.fork();
    copy.tags = this.tags;
    copy.sections = this.sections;
    copy.syntheticFunctions = this.syntheticFunctions.slice();
    copy.syntheticGlobals = this.syntheticGlobals.slice();
    copy.variants = this.variants;
    copy.wellKnown = { ...this.wellKnown };
    copy.legacyTable = this.legacyTable;
    copy.skippedBitcode = this.skippedBitcode;
    copy.extractions = this.extractions;
    copy.whyExtract = this.whyExtract;
    return copy;
  }

  // --- diagnostics

  report<Row extends CodeRow>(row: Row, values: Arguments<Row>, input?: InputId): void {
    const name = input === undefined || input === NONE ? undefined : this.inputs[input]!.name;
    this.diagnostics.push(diagnose(row, values, name === undefined ? {} : { input: name }));
  }

  /** Reports and stops the link. */
  fatal<Row extends CodeRow>(row: Row, values: Arguments<Row>, input?: InputId): never {
    this.report(row, values, input);
    throw new Stop();
  }

  get hasUnits(): boolean {
    return this.linkOrder.some(({ unit }) => unit !== undefined);
  }

  get failed(): boolean {
    return this.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  }

  /** Stops if an error was reported. */
  stopOnError(): void {
    if (this.failed) throw new Stop();
  }

  /** Throws the signal's reason if the link was aborted. */
  checkAbort(): void {
    const { signal } = this.options;
    if (signal?.aborted === true) throw signal.reason ?? new Error('The link was aborted');
  }

  /** Announces a phase. */
  phase(name: string): void {
    this.checkAbort();
    this.options.onPhase?.(name);
  }

  // --- names

  /** Adds bytes that names may point into. */
  addSource(bytes: Uint8Array): number {
    return this.sources.push(bytes) - 1;
  }

  /** Name of a symbol as it is in the input. */
  nameOf(symbol: SymbolId): string {
    const { symbols } = this;
    const bytes = this.sources[symbols.source[symbol]!]!;
    return decodeUtf8(bytes, symbols.nameStart[symbol]!, symbols.nameEnd[symbol]!);
  }

  /** The bytes of a symbol's name, without a copy. */
  nameBytes(symbol: SymbolId): Uint8Array {
    const { symbols } = this;
    const bytes = this.sources[symbols.source[symbol]!]!;
    return bytes.subarray(symbols.nameStart[symbol]!, symbols.nameEnd[symbol]!);
  }

  /** Renames a symbol. */
  setName(symbol: SymbolId, name: string): void {
    const bytes = encodeUtf8(name);
    this.symbols.source[symbol] = this.addSource(bytes);
    this.symbols.nameStart[symbol] = 0;
    this.symbols.nameEnd[symbol] = bytes.length;
  }

  /** Display name of a symbol name: demangled, and `main` for `__main_argc_argv`. */
  display(name: string): string {
    if (name === '__main_argc_argv') return 'main';
    return this.settings.demangle ? demangle(name) : name;
  }

  displayOf(symbol: SymbolId): string {
    return this.display(this.nameOf(symbol));
  }

  /** The text of a number of `strings`. */
  stringOf(id: number): string {
    return decodeUtf8(this.strings.pool, this.strings.start(id), this.strings.end(id));
  }

  /** Display name of a symbol's file, or of an input. */
  fileOf(owner: InputId): string {
    return owner === NONE ? '<internal>' : this.inputs[owner]!.name;
  }

  find(name: string): SymbolId | undefined {
    return this.symtab.find(encodeUtf8(name));
  }

  /** The symbol of a name, inserted as an undefined one if there is none (`symtab.inserted` tells). */
  insert(name: string): SymbolId {
    const bytes = encodeUtf8(name);
    const found = this.symtab.find(bytes);
    if (found !== undefined) {
      this.symtab.inserted = false;
      return found;
    }
    const hash = hashName(bytes, 0, bytes.length);
    const symbol = this.symtab.insert(this.addSource(bytes), 0, bytes.length, hash);
    this.traceNew(symbol);
    return symbol;
  }

  /** Notes for `--why-extract` that a reference made the linker extract the file that now defines the symbol. */
  recordExtraction(referrer: string, symbol: SymbolId): void {
    if (!this.settings.whyExtract) return;
    this.extractions.push({
      reference: referrer,
      extracted: this.fileOf(this.symbols.owner[symbol]!),
      symbol: this.displayOf(symbol),
    });
  }

  /** Marks a symbol that was just inserted if `--trace-symbol` names it (Q3). */
  traceNew(symbol: SymbolId): void {
    if (this.tracedNames.size === 0 || !this.tracedNames.has(this.nameOf(symbol))) return;
    this.symbols.flags[symbol]! |= Mark.TRACED;
  }

  /** Tells what a traced symbol became, after it got a new meaning (Q3). */
  announce(symbol: SymbolId): void {
    const { symbols } = this;
    if (!symbols.has(symbol, Mark.TRACED)) return;
    const what = symbols.state[symbol] === State.lazy ? 'lazy definition' : 'definition';
    const file = this.fileOf(symbols.owner[symbol]!);
    this.stdout.push(`${file}: ${what} of ${this.nameOf(symbol)}`);
  }

  // --- types of symbols

  /** Value type and mutability of a global symbol. */
  globalType(symbol: SymbolId): { type: number; mutable: boolean } {
    const { symbols } = this;
    const element = symbols.element[symbol]!;
    if (symbols.state[symbol] === State.defined) return this.globalRowType(element);
    const { imports } = this.objectOf(symbols.owner[symbol]!).file;
    const row = imports.byKind[3][element]!;
    return { type: imports.type[row]!, mutable: imports.flags[row] === 1 };
  }

  /** Value type and mutability of a row of `globals`. */
  globalRowType(row: number): { type: number; mutable: boolean } {
    const owner = this.globals.owner.data[row]!;
    const local = this.globals.local.data[row]!;
    if (owner === NONE) {
      return {
        type: this.settings.is64 ? 0x7e : 0x7f,
        mutable: this.syntheticGlobals[local]!.mutable,
      };
    }
    const { globals } = this.objectOf(owner).file;
    return { type: globals.type[local]!, mutable: globals.mutable[local] === 1 };
  }

  /** Element type and limits of a table symbol. */
  tableType(symbol: SymbolId): TableType {
    const { symbols } = this;
    const owner = symbols.owner[symbol]!;
    const element = symbols.element[symbol]!;
    if (owner === NONE) return { type: 0x70, flags: 0, minimum: 0, maximum: Infinity };
    const { file } = this.objectOf(owner);
    const isDefined = symbols.state[symbol] === State.defined;
    const table = isDefined ? file.tables : file.imports;
    const row = isDefined ? this.tables.local.data[element]! : file.imports.byKind[1][element]!;
    return {
      type: table.type[row]!,
      flags: table.flags[row]!,
      minimum: table.minimum[row]!,
      maximum: table.maximum[row]!,
    };
  }

  /** The object behind an input that was parsed. */
  objectOf(input: InputId): LinkedObject {
    return this.inputs[input]!.object!;
  }

  /** Whether a symbol is a defined function or data symbol whose chunk was discarded with its COMDAT (C2). */
  isDiscarded(symbol: SymbolId): boolean {
    const { symbols } = this;
    if (symbols.state[symbol] !== State.defined) return false;
    const element = symbols.element[symbol]!;
    switch (symbols.kind[symbol]) {
      case SymbolKind.function:
        return this.isDiscardedRow(this.functions, element, 'functions');
      case SymbolKind.data:
        return element !== NONE && this.isDiscardedRow(this.segments, element, 'segments');
      default:
        return false;
    }
  }

  private isDiscardedRow(rows: Rows, row: number, table: 'functions' | 'segments'): boolean {
    const owner = rows.owner.data[row]!;
    if (owner === NONE) return false;
    const object = this.objectOf(owner);
    const comdat = object.file[table].comdat[rows.local.data[row]!]!;
    return comdat !== NONE && object.keptComdats[comdat] === 0;
  }

  /** Type of a row of `functions`. */
  functionSignature(row: number): SignatureId {
    const owner = this.functions.owner.data[row]!;
    const local = this.functions.local.data[row]!;
    if (owner === NONE) return this.syntheticFunctions[local]!.signature;
    const object = this.objectOf(owner);
    return object.signatures[object.file.functions.type[local]!]!;
  }

  /** Name of the chunk in a row of `functions`: the first symbol that defines it (I18). */
  functionName(row: number): string {
    const owner = this.functions.owner.data[row]!;
    const local = this.functions.local.data[row]!;
    if (owner === NONE) return this.syntheticFunctions[local]!.name;
    const object = this.objectOf(owner);
    return symbolName(object, object.functionNames[local]!);
  }
}

/** Element type and limits of a table. */
export interface TableType {
  readonly type: number;
  readonly flags: number;
  readonly minimum: number;
  readonly maximum: number;
}
