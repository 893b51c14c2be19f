import {
  FunctionTypes,
  hasFeature,
  intrinsics,
  NavFlag,
  NavKind,
  NONE,
  Tag,
  tagNamesAt,
  UAV,
  type Mir,
  type MirData,
  type References,
  type TagNames,
} from '@wasmwright/mir';
import { SegmentFlag, SymbolFlag, SymbolKind, ValueType } from '@wasmwright/wasm';
import {
  errorNameSymbols,
  nameTable,
  sliceSize,
  tagNameSymbols,
  type NameTableSymbols,
} from '../name-tables.ts';
import { tagIndexFunction, tagIndexName, tagIndexSignature } from '../tag-index.ts';
import { assembleObject } from './assemble.ts';
import { LinkableObject } from './linkable.ts';
import {
  type CustomSection,
  type GlobalDefinition,
  type ObjectModel,
  OwnerRows,
  type ProducerField,
  type SegmentDefinition,
} from './model.ts';
import type { Owner } from './rows.ts';
import { ObjectSymbols } from './symbols.ts';

/** Options of an object. */
export interface ObjectWriterOptions {
  /** wasm64: addresses and table indexes are i64. @default false */
  readonly is64?: boolean;
  /**
   * Enabled features, such as `bulk-memory`, for `target_features`; those the code needs are added. With
   * `reference-types` or `call-indirect-overlong`, `call_indirect` names its table by a relocation. @default none
   */
  readonly features?: readonly string[];
  /** Contents of `producers`. @default none */
  readonly producers?: readonly ProducerField[];
  /** Write a `name` section with function, global and data segment names. @default false */
  readonly names?: boolean;
  /** Names of the error values 1, 2, …, for `errors_len` and the table of error names. @default none */
  readonly errorNames?: readonly string[];
}

/** How a definition is seen by other objects. */
export interface SymbolOptions {
  /** @default 'global' */
  readonly binding?: 'global' | 'weak' | 'local';
  /** Not exported unless named explicitly. @default false */
  readonly hidden?: boolean;
  /** Exported by the linker, hence kept. @default false */
  readonly exported?: boolean;
  /** Kept by the linker even if nothing refers to it. @default false */
  readonly noStrip?: boolean;
}

/** A function or an object in memory. */
export interface DefinitionOptions extends SymbolOptions {
  /** COMDAT group: of all objects with a group of this name, one contributes its members. @default none */
  readonly comdat?: string;
}

/** An object in memory. */
export interface DataOptions extends DefinitionOptions {
  /** @default 'data' */
  readonly section?: 'data' | 'rodata' | 'tls';
  /** Name of the segment. @default `.data.NAME`, or `.bss`, `.rodata`, `.tdata`, `.tbss` as the object is */
  readonly segment?: string;
  /** The object is NUL-terminated strings the linker may merge with equal ones. @default false */
  readonly strings?: boolean;
  /** Kept if the object is linked in at all. @default false */
  readonly retain?: boolean;
}

/**
 * Writes a relocatable object: what an assembler makes, and any wasm linker takes. Functions are MIR, data is MIR data;
 * whatever they name and nobody defines becomes an undefined symbol. The same calls give the same bytes.
 *
 * @example
 * const object = new ObjectWriter({ features: ['mutable-globals'] });
 * object.addFunction(mir, { exported: true });
 * const bytes = object.finish();
 */
export class ObjectWriter {
  private readonly is64: boolean;
  private readonly options: ObjectWriterOptions;
  private readonly symbols = new ObjectSymbols();
  private readonly types = new FunctionTypes();
  private readonly rows = new OwnerRows();
  private readonly functions: { mir: Mir[]; rows: number[]; comdat: number[] } = {
    mir: [],
    rows: [],
    comdat: [],
  };
  private readonly segments: SegmentDefinition[] = [];
  /** Symbol by number of the nav, where one was given. */
  private readonly symbolOfId: number[] = [];
  private readonly globals: GlobalDefinition[] = [];
  private readonly tags: number[] = [];
  private readonly comdats = new Map<string, number>();
  private readonly initFunctions: { readonly symbol: number; readonly priority: number }[] = [];
  private readonly customSections: CustomSection[] = [];
  private readonly elements = new Set<number>();
  private readonly features = new Set<string>();
  private readonly intrinsics = new Uint32Array(intrinsics.length).fill(NONE);
  /** Symbol by contents of an unnamed constant. */
  private readonly constants = new Map<string, number>();
  /** Number of each enum by its id, and by number what there is to know about it. */
  private readonly enums = new Map<number, number>();
  private readonly enumNames: TagNames[] = [];
  private readonly tagIndexFunction: number[] = [];
  private readonly tagNameOffset: number[] = [];
  private enumSlices = 0;
  /** The list of features that was added last: functions share them. */
  private lastFeatures: readonly string[] | undefined;
  private table = NONE;
  private stackPointer = NONE;
  private errorNameTable = NONE;
  private tagNameTable = NONE;
  private finished = false;

  constructor(options: ObjectWriterOptions = {}) {
    this.options = options;
    this.is64 = options.is64 ?? false;
    for (const feature of options.features ?? []) this.features.add(feature);
  }

  /**
   * Defines a function.
   *
   * @throws RangeError if its symbol is defined already
   */
  addFunction(mir: Mir, options: DefinitionOptions = {}): void {
    const { functions } = this;
    const rows = this.addRows(mir, NONE);
    this.useInstructions(mir);
    if (mir.features !== this.lastFeatures) {
      this.lastFeatures = mir.features;
      for (const feature of mir.features) {
        if (!hasFeature(this.features, feature)) this.features.add(feature);
      }
    }
    this.symbols.define(
      mir.name,
      SymbolKind.function,
      this.rows.words[rows]!,
      flagsOf(options),
      functions.mir.length,
    );
    functions.mir.push(mir);
    functions.rows.push(rows);
    functions.comdat.push(this.comdat(options.comdat));
  }

  /**
   * Defines an object in memory.
   *
   * @throws RangeError if its symbol is defined already
   */
  addData(data: MirData, options: DataOptions = {}): void {
    const rows = this.addRows(data, data.value);
    const { uavs, value } = data;
    const section = options.section ?? 'data';
    const isZero =
      uavs.start[value] === uavs.start[value + 1] &&
      uavs.relocationStart[value] === uavs.relocationStart[value + 1];
    const isTls = section === 'tls';
    const flags = flagsOf(options) | (isTls ? SymbolFlag.TLS : 0);
    const symbol = this.symbols.define(
      data.name,
      SymbolKind.data,
      NONE,
      flags,
      this.segments.length,
    );
    this.symbols.size[symbol] = uavs.size[value]!;
    this.segments.push({
      name: options.segment ?? `${segmentPrefixes[section][isZero ? 1 : 0]!}.${data.name}`,
      owner: data,
      row: value,
      rows,
      alignment: uavs.alignment[value]!,
      flags:
        (options.strings === true ? SegmentFlag.STRINGS : 0) |
        (isTls ? SegmentFlag.TLS : 0) |
        (options.retain === true ? SegmentFlag.RETAIN : 0),
      comdat: this.comdat(options.comdat),
    });
  }

  /** Defines a wasm global. @param value - initial value, as the bits of its type */
  addGlobal(
    name: string,
    type: number,
    mutable: boolean,
    value: bigint,
    options: SymbolOptions = {},
  ): void {
    const packed = type + (mutable ? 0x100 : 0);
    this.symbols.define(name, SymbolKind.global, packed, flagsOf(options), this.globals.length);
    this.globals.push({ type, mutable, value });
  }

  /** Defines an exception tag. */
  addTag(name: string, params: ArrayLike<number>, options: SymbolOptions = {}): void {
    const type = this.types.add({ params, results: [] });
    this.symbols.define(name, SymbolKind.tag, type, flagsOf(options), this.tags.length);
    this.tags.push(type);
  }

  /**
   * A second name for a defined function or object.
   *
   * @throws RangeError if the target is not defined (yet)
   */
  addAlias(name: string, target: string, options: SymbolOptions = {}): void {
    const { symbols } = this;
    const old = symbols.find(target);
    if (old === undefined || !symbols.isDefined(old))
      throw new RangeError(`alias ${name}: ${target} is not defined`);
    const tls = symbols.flags[old]! & SymbolFlag.TLS;
    const row = symbols.define(
      name,
      symbols.kind[old]!,
      symbols.type[old]!,
      flagsOf(options) | tls,
      symbols.definition[old]!,
    );
    symbols.offset[row] = symbols.offset[old]!;
    symbols.size[row] = symbols.size[old]!;
  }

  /**
   * Has a function run before the program starts, lower priorities first. C constructors have 65535.
   *
   * @throws RangeError if no function of that name is mentioned before
   */
  addInitFunction(name: string, priority = 65535): void {
    const symbol = this.symbols.find(name);
    if (symbol === undefined || this.symbols.kind[symbol] !== SymbolKind.function) {
      throw new RangeError(`init function ${name} is not a function of this object`);
    }
    this.initFunctions.push({ symbol, priority });
  }

  /** Adds a custom section as it is. */
  addCustomSection(name: string, bytes: Uint8Array): void {
    this.customSections.push({ name, bytes });
  }

  /**
   * The object's bytes. The writer cannot be used afterwards.
   *
   * @throws TypeError if it was called before
   */
  finish(): Uint8Array {
    return assembleObject(this.model());
  }

  /**
   * The object with its functions as MIR, for a linker that writes them in final form. The writer cannot be used afterwards.
   *
   * @throws TypeError if it was finished before
   */
  finishLinkable(): LinkableObject {
    return new LinkableObject(this.model());
  }

  private model(): ObjectModel {
    if (this.finished) throw new TypeError('the object is finished already');
    this.addNameTables();
    this.finished = true;
    const { options, symbols, features } = this;
    const tableRelocations =
      features.has('reference-types') || features.has('call-indirect-overlong');
    if (this.elements.size > 0) {
      this.useTable();
      symbols.flags[this.table]! |= SymbolFlag.NO_STRIP;
    }
    return {
      is64: this.is64,
      symbols,
      types: this.types,
      functions: this.functions,
      rows: this.rows,
      segments: this.segments,
      globals: this.globals,
      tags: this.tags,
      comdats: [...this.comdats.keys()],
      initFunctions: this.initFunctions,
      customSections: this.customSections,
      elements: [...this.elements],
      table: this.table,
      tableRelocations,
      intrinsics: this.intrinsics,
      stackPointer: this.stackPointer,
      errorNameTable: this.errorNameTable,
      errorsLength: (options.errorNames?.length ?? 0) + 1,
      tagNameTable: this.tagNameTable,
      tagIndexFunction: this.tagIndexFunction,
      tagNameOffset: this.tagNameOffset,
      dataCount: features.has('bulk-memory'),
      features: [...features].sort(),
      producers: options.producers ?? [],
      names: options.names ?? false,
    };
  }

  private comdat(name: string | undefined): number {
    if (name === undefined) return NONE;
    const known = this.comdats.get(name);
    if (known !== undefined) return known;
    this.comdats.set(name, this.comdats.size);
    return this.comdats.size - 1;
  }

  /**
   * Finds or makes symbols and types for the rows of a function's or constant's tables.
   *
   * @param own - row of its own value, which needs no symbol
   * @returns where its words are in `OwnerRows`
   */
  private addRows(owner: Owner & Named, own: number): number {
    if (this.finished) throw new TypeError('the object is finished already');
    if (owner.is64 !== this.is64)
      throw new TypeError(`${owner.name}: made for another pointer width`);
    const { signatures, navs, uavs, indirectFunctions, tagNames } = owner;
    const enums = tagNames?.count ?? 0;
    const start = this.rows.add(signatures.count + navs.count + uavs.count + enums);
    const { words } = this.rows;
    let at = start;
    for (let row = 0; row < signatures.count; row++) {
      words[at++] = this.types.addRow(signatures, row);
    }
    const navWords = at;
    for (let row = 0; row < navs.count; row++) words[at++] = this.navSymbol(owner, row, start);
    const uavWords = at;
    words.fill(NONE, uavWords, uavWords + uavs.count);
    for (let row = 0; row < uavs.count; row++, at++) {
      if (row !== own) words[at] = this.constantSymbol(owner, row, start);
    }
    for (const nav of indirectFunctions) this.elements.add(words[navWords + nav]!);
    for (let row = 0; row < enums; row++) {
      words[at++] = this.enumNumber(tagNamesAt(tagNames!, row));
    }
    return start;
  }

  private navSymbol({ navs }: References, row: number, start: number): number {
    const { symbols, symbolOfId } = this;
    const name = navs.names[row]!;
    const id = navs.id[row]!;
    const kind = symbolKinds[navs.kind[row]!]!;
    // Functions of a unit have the same number for the same thing; those of another unit may use it for another one.
    const known = id === NONE ? undefined : symbolOfId[id];
    if (known !== undefined && symbols.names[known] === name && symbols.kind[known] === kind) {
      return known;
    }
    const flags = navs.flags[row]!;
    let type = navs.type[row]!;
    if (kind === SymbolKind.function || kind === SymbolKind.tag) {
      type = this.rows.words[start + type]!;
    }
    const symbolFlags =
      ((flags & NavFlag.weak) !== 0 ? SymbolFlag.WEAK : 0) |
      ((flags & NavFlag.hidden) !== 0 ? SymbolFlag.HIDDEN : 0) |
      (navs.kind[row] === NavKind.tls ? SymbolFlag.TLS : 0) |
      // A named import module says that the symbol is meant to be imported, which an import name allows (U2).
      (navs.modules[row] !== '' ? SymbolFlag.EXPLICIT_NAME : 0);
    const symbol = symbols.reference(name, kind, type, navs.modules[row]!, symbolFlags);
    if (id !== NONE) symbolOfId[id] = symbol;
    return symbol;
  }

  /** Symbol of an unnamed constant; equal constants share one, with the larger alignment. */
  private constantSymbol(owner: References, row: number, start: number): number {
    const key = constantKey(owner, row, this.rows.words.subarray(start + owner.signatures.count));
    const known = this.constants.get(key);
    const alignment = owner.uavs.alignment[row]!;
    if (known !== undefined) {
      const segment = this.segments[this.symbols.definition[known]!]!;
      segment.alignment = Math.max(segment.alignment, alignment);
      return known;
    }
    const name = `.L__anon_${this.constants.size}`;
    const symbol = this.symbols.anonymous(name, SymbolKind.data, this.segments.length);
    this.symbols.size[symbol] = owner.uavs.size[row]!;
    this.constants.set(key, symbol);
    this.segments.push({
      name: `.rodata.${name}`,
      owner,
      row,
      rows: start,
      alignment,
      flags: 0,
      comdat: NONE,
    });
    return symbol;
  }

  /** Notes what the instructions need beyond the rows of the tables. */
  private useInstructions(mir: Mir): void {
    const { tags, data } = mir;
    if (mir.prologue !== null) this.useStackPointer();
    for (let i = 0; i < tags.length; i++) {
      switch (tags[i]) {
        case Tag.global_get_sp:
        case Tag.global_set_sp:
          this.useStackPointer();
          break;
        case Tag.call_indirect:
        case Tag.return_call_indirect:
          this.useTable();
          break;
        case Tag.error_name_table_ref:
          this.useErrorNameTable();
          break;
        case Tag.call_intrinsic:
          this.useIntrinsic(data[i]!);
          break;
      }
    }
  }

  private useErrorNameTable(): void {
    if (this.errorNameTable !== NONE) return;
    this.errorNameTable = this.symbols.reference(errorNameSymbols.table, SymbolKind.data, NONE);
  }

  private useStackPointer(): void {
    if (this.stackPointer !== NONE) return;
    const type = (this.is64 ? ValueType.i64 : ValueType.i32) + 0x100;
    this.stackPointer = this.symbols.reference('__stack_pointer', SymbolKind.global, type);
  }

  private useTable(): void {
    if (this.table !== NONE) return;
    this.table = this.symbols.reference(
      '__indirect_function_table',
      SymbolKind.table,
      ValueType.funcref,
    );
  }

  private useIntrinsic(id: number): void {
    if (this.intrinsics[id] !== NONE) return;
    const { name, signatures } = intrinsics[id]!;
    const type = this.types.add(signatures[this.is64 ? 1 : 0]);
    this.intrinsics[id] = this.symbols.reference(name, SymbolKind.function, type);
  }

  /** Number of an enum, new or known. */
  private enumNumber(names: TagNames): number {
    const known = this.enums.get(names.id);
    if (known !== undefined) return known;
    const number = this.enumNames.push(names) - 1;
    this.enums.set(names.id, number);
    this.tagNameOffset.push(this.enumSlices * sliceSize(this.is64));
    this.enumSlices += names.fields.length;
    const { symbols } = this;
    const type = this.types.add(tagIndexSignature(names, this.is64));
    this.tagIndexFunction.push(symbols.reference(tagIndexName(names), SymbolKind.function, type));
    this.tagNameTable = symbols.reference(tagNameSymbols.table, SymbolKind.data, NONE);
    return number;
  }

  /** Defines what `error_name_table_ref` and the instructions on enums refer to; local to the object. */
  private addNameTables(): void {
    const add = (symbols: NameTableSymbols, names: readonly string[], first: number): void => {
      const { strings, table } = nameTable(symbols, names, first, this.is64);
      this.addData(strings, { binding: 'local', section: 'rodata' });
      this.addData(table, { binding: 'local', section: 'rodata' });
    };
    if (this.errorNameTable !== NONE) add(errorNameSymbols, this.options.errorNames ?? [], 1);
    if (this.enumNames.length === 0) return;
    add(
      tagNameSymbols,
      this.enumNames.flatMap(({ fields }) => fields.map(({ name }) => name)),
      0,
    );
    for (const names of this.enumNames) {
      this.addFunction(tagIndexFunction(names, this.is64), { binding: 'local' });
    }
  }
}

type Named = Pick<Mir, 'name' | 'indirectFunctions'>;

/** Names of segments begin with the first; with the second if the object is zero. */
const segmentPrefixes: Readonly<Record<'data' | 'rodata' | 'tls', readonly [string, string]>> = {
  data: ['.data', '.bss'],
  rodata: ['.rodata', '.rodata'],
  tls: ['.tdata', '.tbss'],
};

/** `SymbolKind` by `NavKind`. */
const symbolKinds: readonly number[] = [
  SymbolKind.function,
  SymbolKind.data,
  SymbolKind.data,
  SymbolKind.global,
  SymbolKind.table,
  SymbolKind.tag,
];

function flagsOf({ binding, hidden, exported, noStrip }: SymbolOptions): number {
  return (
    (binding === 'weak' ? SymbolFlag.WEAK : binding === 'local' ? SymbolFlag.LOCAL : 0) |
    (hidden === true ? SymbolFlag.HIDDEN : 0) |
    (exported === true ? SymbolFlag.EXPORTED : 0) |
    (noStrip === true ? SymbolFlag.NO_STRIP : 0)
  );
}

/**
 * Equal for constants of equal contents: size, bytes and what the pointers point at.
 *
 * @param symbols - symbols of the navs, then of the constants
 */
function constantKey({ uavs, navs }: References, row: number, symbols: Uint32Array): string {
  let key = `${uavs.size[row]!} `;
  for (let i = uavs.start[row]!; i < uavs.start[row + 1]!; i++)
    key += String.fromCharCode(uavs.bytes[i]!);
  for (let i = uavs.relocationStart[row]!; i < uavs.relocationStart[row + 1]!; i++) {
    const target = uavs.relocationTarget[i]!;
    const symbol = symbols[target < UAV ? target : navs.count + target - UAV]!;
    key += ` ${uavs.relocationOffset[i]!}:${symbol}+${uavs.relocationAddend[i]!}`;
  }
  return key;
}
