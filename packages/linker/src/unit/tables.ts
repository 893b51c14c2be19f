/**
 * A unit as the tables of an object (linking.md J7, J9 to J14), so that resolution, liveness, scan and layout treat it as one.
 * What differs: functions have no bytes, they stay MIR until the write phase; their relocations say what they refer to but not
 * where (the offset and addend columns of `codeRelocations` are empty).
 *   reads:  the state of a unit
 *   writes: `UnitTables`
 */
import {
  errorNameSymbols,
  nameTable,
  tagIndexFunction,
  tagIndexName,
  tagNameSymbols,
  type NameTableSymbols,
} from '@wasmwright/emit';
import {
  hasFeature,
  intrinsics,
  type Mir,
  type MirData,
  NavFlag,
  NavKind,
  tagNamesAt,
  UAV,
} from '@wasmwright/mir';
import { NONE, type ObjectFile } from '@wasmwright/object';
import {
  ByteWriter,
  encodeUtf8,
  SegmentFlag,
  SymbolFlag,
  SymbolKind,
  ValueType,
} from '@wasmwright/wasm';
import { U32Column } from '../column.ts';
import { Interner } from '../interner.ts';
import { emptyTables } from './empty.ts';
import type { UnitDataOptions } from './options.ts';
import { type MirSymbols, ReferenceList } from './references.ts';
import { SegmentList } from './segments.ts';
import { linkageFlags, UnitSymbols } from './symbols.ts';
import { byId, type Unit } from './unit.ts';

/** A unit as tables. Functions are in order of id, then those of enums; segments are the unit's objects, then constants. */
export interface UnitTables {
  readonly file: ObjectFile;
  /** The functions. */
  readonly mirs: readonly Mir[];
  /**
   * What the rows of each function's tables are in the unit: types of its signatures, symbols of its navs and its constants,
   * then per enum the symbols of `__zig_tag_index_N` and of its slices. Function `f` starts at `rowStart[f]`.
   */
  readonly rows: Uint32Array;
  readonly rowStart: Uint32Array;
  /** Per row of `codeRelocations`: how often the function does it. */
  readonly uses: Uint32Array;
  /** Run-time functions that `call_intrinsic` calls (J14): rows of `intrinsics` by symbol. */
  readonly intrinsics: ReadonlyMap<number, number>;
  /** First segment that is an unnamed constant; the rest are too. */
  readonly firstConstant: number;
  /** Symbol of each unnamed constant, in segment order. */
  readonly constantSymbols: Uint32Array;
  /** Symbol of the table of error names, or `NONE`. */
  readonly errorNameTable: number;
  /** Number of error values plus one. */
  readonly errorsLength: number;
}

/** `SymbolKind` by `NavKind`. */
const symbolKinds: readonly number[] = [
  SymbolKind.function,
  SymbolKind.data,
  SymbolKind.data,
  SymbolKind.global,
  SymbolKind.table,
  SymbolKind.tag,
];

/** Makes the tables of a unit's present state. The same state gives the same tables. */
export function buildTables(unit: Unit): UnitTables {
  return new Builder(unit).build();
}

/** Symbols of an enum. */
interface EnumSymbols {
  readonly index: number;
  readonly table: number;
}

class Builder implements MirSymbols {
  private readonly unit: Unit;
  private readonly bytes = new ByteWriter(4096);
  private readonly symbols = new UnitSymbols(this.bytes);
  /** The unit's own objects, and unnamed constants. */
  private readonly objects = new SegmentList(this.bytes);
  private readonly constants = new SegmentList(this.bytes);
  private readonly types = new Interner();
  private readonly scratch = new ByteWriter(64);
  private readonly references = new ReferenceList();
  private readonly mirs: Mir[] = [];
  private readonly functionSymbols = new Map<number, number>();
  private readonly dataSymbols = new Map<number, number>();
  private readonly externSymbols = new Map<number, number>();
  private readonly constantSymbols: number[] = [];
  private readonly enums = new Map<number, EnumSymbols>();
  private readonly comdats = new Map<string, number>();
  private readonly functionComdats: number[] = [];
  private readonly initFunctions: { priority: number; symbol: number }[] = [];
  private readonly intrinsicSymbols = new Map<number, number>();
  private readonly intrinsicById = new Map<number, number>();
  private readonly rows = new U32Column(1024);
  private readonly rowStart: number[] = [];
  private readonly relocationStart: number[] = [0];
  private errorNames = NONE;
  /** Where the rows of the owner that is being read start, by table. */
  private typeBase = 0;
  private navBase = 0;
  private uavBase = 0;
  private tagBase = 0;

  constructor(unit: Unit) {
    this.unit = unit;
  }

  build(): UnitTables {
    this.define();
    // Functions of enums are added on the way.
    for (let i = 0; i < this.mirs.length; i++) this.readFunction(this.mirs[i]!);
    for (const [, { data, options }] of byId(this.unit.data)) this.readData(data, options);
    return this.finish();
  }

  /** Definitions of the unit, in order of id, so that every reference finds them. */
  private define(): void {
    const { unit, symbols } = this;
    for (const [id, { mir, options }] of byId(unit.functions)) {
      const flags = linkageFlags(options);
      const symbol = symbols.define(mir.name, SymbolKind.function, flags, this.mirs.length);
      this.functionSymbols.set(id, symbol);
      this.mirs.push(mir);
      this.functionComdats.push(this.comdat(options.linkage, mir.name));
      const { initPriority } = options;
      if (initPriority !== undefined) this.initFunctions.push({ priority: initPriority, symbol });
    }
    let segment = 0;
    for (const [id, { data, options }] of byId(unit.data)) {
      const flags = linkageFlags(options) | (options.isTls === true ? SymbolFlag.TLS : 0);
      const size = data.uavs.size[data.value]!;
      const symbol = symbols.define(data.name, SymbolKind.data, flags, segment++, size);
      this.dataSymbols.set(id, symbol);
    }
    for (const [owner, list] of byId(unit.exports)) {
      const target = this.functionSymbols.get(owner) ?? this.dataSymbols.get(owner);
      if (target === undefined) continue;
      const kind = symbols.kind.data[target]!;
      const own = symbols.flags.data[target]! & SymbolFlag.LOCAL ? '' : this.nameOf(owner);
      const element = symbols.element.data[target]!;
      const tls = symbols.flags.data[target]! & SymbolFlag.TLS;
      for (const { name, ...options } of list) {
        if (name === own) continue;
        const flags = linkageFlags(options) | tls;
        symbols.define(name, kind, flags, element, symbols.size[target]);
      }
    }
  }

  private nameOf(id: number): string {
    return (this.unit.functions.get(id)?.mir ?? this.unit.data.get(id)!.data).name;
  }

  /** Number of the COMDAT group of a `link_once` definition. */
  private comdat(linkage: string | undefined, name: string): number {
    if (linkage !== 'link_once') return NONE;
    const known = this.comdats.get(name);
    if (known !== undefined) return known;
    this.comdats.set(name, this.comdats.size);
    return this.comdats.size - 1;
  }

  private readFunction(mir: Mir): void {
    this.rowStart.push(this.rows.length);
    this.readRows(mir, NONE);
    const { tagNames } = mir;
    for (let i = 0; i < tagNames.count; i++) {
      const { index, table } = this.enumSymbols(mir, i);
      this.rows.push(index);
      this.rows.push(table);
    }
    this.references.add(mir, this);
    this.relocationStart.push(this.references.count);
  }

  private readData(data: MirData, options: UnitDataOptions): void {
    const { uavs, value } = data;
    const start = this.rows.length;
    this.readRows(data, value);
    const isTls = options.isTls === true;
    const isZero =
      uavs.start[value] === uavs.start[value + 1] &&
      uavs.relocationStart[value] === uavs.relocationStart[value + 1];
    let prefix = isZero ? '.bss' : '.data';
    if (isTls) prefix = isZero ? '.tbss' : '.tdata';
    else if (options.isConst === true) prefix = '.rodata';
    this.objects.add(
      data,
      value,
      (base) => this.base(base),
      options.section || `${prefix}.${data.name}`,
      isTls ? SegmentFlag.TLS : 0,
      this.comdat(options.linkage, data.name),
    );
    this.rows.length = start;
  }

  /** Appends the rows of an owner's signatures, navs and constants. @param own - constant that is the owner's own value */
  private readRows(owner: Mir | MirData, own: number): void {
    const { rows } = this;
    const { signatures, navs, uavs } = owner;
    this.typeBase = rows.length;
    for (let i = 0; i < signatures.count; i++) {
      const start = signatures.start[i]!;
      const middle = start + signatures.params[i]!;
      rows.push(this.typeOf(signatures.types, start, middle, signatures.start[i + 1]!));
    }
    this.navBase = rows.length;
    for (let i = 0; i < navs.count; i++) rows.push(this.navSymbol(owner, i));
    this.uavBase = rows.length;
    for (let i = 0; i < uavs.count; i++) {
      rows.push(i === own ? NONE : this.constant(owner, i, (base) => this.base(base)));
    }
    this.tagBase = rows.length;
  }

  /** Number of the type that is `types[start .. middle)` to `types[middle .. end)`. */
  private typeOf(types: Uint8Array, start: number, middle: number, end: number): number {
    const { scratch } = this;
    scratch.length = 0;
    scratch.u32(middle - start);
    scratch.raw(types, start, middle);
    scratch.u32(end - middle);
    scratch.raw(types, middle, end);
    return this.types.intern(scratch.view());
  }

  /** Symbol of a nav: the unit's own by id, else by name. */
  private navSymbol({ navs }: Mir | MirData, row: number): number {
    const id = navs.id[row]!;
    const kind = symbolKinds[navs.kind[row]!]!;
    if (id !== NONE) {
      const own = kind === SymbolKind.function ? this.functionSymbols : this.dataSymbols;
      const known = own.get(id) ?? this.externSymbols.get(id);
      if (known !== undefined) return known;
    }
    const bits = navs.flags[row]!;
    const hasType = kind === SymbolKind.function || kind === SymbolKind.tag;
    const reference = {
      name: navs.names[row]!,
      kind,
      flags:
        ((bits & NavFlag.weak) !== 0 ? SymbolFlag.WEAK : 0) |
        ((bits & NavFlag.hidden) !== 0 ? SymbolFlag.HIDDEN : 0) |
        (navs.kind[row] === NavKind.tls ? SymbolFlag.TLS : 0),
      module: navs.modules[row]!,
      type: hasType ? this.rows.data[this.typeBase + navs.type[row]!]! : navs.type[row]!,
    };
    const symbol = this.symbols.refer(reference, (bits & NavFlag.extern) !== 0);
    if (id !== NONE) this.externSymbols.set(id, symbol);
    return symbol;
  }

  private constant(owner: Mir | MirData, row: number, symbolOf: (base: number) => number): number {
    const known = this.constants.count;
    const number = this.constants.addConstant(owner, row, symbolOf);
    if (number === known) {
      const segment = this.unit.data.size + number;
      const size = owner.uavs.size[row]!;
      this.constantSymbols.push(
        this.symbols.anonymous(`__anon_${number}`, SymbolKind.data, 0, segment, size),
      );
    }
    return this.constantSymbols[number]!;
  }

  private enumSymbols(mir: Mir, row: number): EnumSymbols {
    const names = tagNamesAt(mir.tagNames, row);
    const known = this.enums.get(names.id);
    if (known !== undefined) return known;
    const table = this.nameTable(
      tagNameSymbols,
      names.fields.map(({ name }) => name),
      0,
    );
    const name = tagIndexName(names);
    const made = this.symbols.anonymous(name, SymbolKind.function, 0, this.mirs.length, 0);
    this.mirs.push(tagIndexFunction(names, this.unit.is64));
    this.functionComdats.push(NONE);
    const symbols = { index: made, table };
    this.enums.set(names.id, symbols);
    return symbols;
  }

  /** Adds a table of names (J13) and returns its symbol. It is live if something live refers to it, as any constant. */
  private nameTable(symbols: NameTableSymbols, names: readonly string[], first: number): number {
    const { strings, table } = nameTable(symbols, names, first, this.unit.is64);
    const text = this.constant(strings, strings.value, () => NONE);
    return this.constant(table, table.value, () => text);
  }

  private base(base: number): number {
    return base >= UAV ? this.uav(base - UAV) : this.nav(base);
  }

  // --- MirSymbols, of the function that is being read

  nav(row: number): number {
    return this.rows.data[this.navBase + row]!;
  }

  uav(row: number): number {
    return this.rows.data[this.uavBase + row]!;
  }

  type(row: number): number {
    return this.rows.data[this.typeBase + row]!;
  }

  tagFunction(row: number): number {
    return this.rows.data[this.tagBase + 2 * row]!;
  }

  tagTable(row: number): number {
    return this.rows.data[this.tagBase + 2 * row + 1]!;
  }

  intrinsic(id: number): number {
    let symbol = this.intrinsicById.get(id);
    if (symbol === undefined) {
      const { name, signatures } = intrinsics[id]!;
      const { params, results } = signatures[this.unit.is64 ? 1 : 0];
      const types = Uint8Array.from([...Array.from(params), ...Array.from(results)]);
      const type = this.typeOf(types, 0, params.length, types.length);
      symbol = this.external(name, SymbolKind.function, type);
      this.intrinsicById.set(id, symbol);
      this.intrinsicSymbols.set(symbol, id);
    }
    return symbol;
  }

  stackPointer(): number {
    const type = (this.unit.is64 ? ValueType.i64 : ValueType.i32) + 0x100;
    return this.external('__stack_pointer', SymbolKind.global, type);
  }

  indirectTable(): number {
    return this.external('__indirect_function_table', SymbolKind.table, ValueType.funcref);
  }

  errorNameTable(): number {
    if (this.errorNames === NONE) {
      this.errorNames = this.nameTable(errorNameSymbols, this.unit.errorNames, 1);
    }
    return this.errorNames;
  }

  private external(name: string, kind: number, type: number): number {
    return this.symbols.refer({ name, kind, flags: 0, module: '', type }, true);
  }

  // --- the result

  private finish(): UnitTables {
    const { unit, symbols, bytes, mirs, references, types, comdats } = this;
    const imports = symbols.importTable();
    const typeStart = bytes.length;
    const typePool = types.count === 0 ? 0 : types.end(types.count - 1);
    bytes.raw(types.pool, 0, typePool);
    const groups = [...comdats.keys()].map((name) => {
      const start = bytes.length;
      bytes.raw(encodeUtf8(name));
      return [start, bytes.length] as const;
    });
    const all = bytes.toBytes();
    const { segments, relocations } = SegmentList.join([this.objects, this.constants], all.length);
    const none = (count: number) => new Uint32Array(count);
    const rows = this.rows.view().slice();
    const file: ObjectFile = {
      ...emptyTables(),
      name: unit.name,
      bytes: all,
      is64: unit.is64,
      types: {
        count: types.count,
        start: Uint32Array.from({ length: types.count }, (_, i) => typeStart + types.start(i)),
        end: Uint32Array.from({ length: types.count }, (_, i) => typeStart + types.end(i)),
      },
      imports,
      functions: {
        count: mirs.length,
        type: Uint32Array.from(this.rowStart, (start) => rows[start]!),
        start: none(mirs.length),
        bodyStart: none(mirs.length),
        end: none(mirs.length),
        comdat: Uint32Array.from(this.functionComdats),
        debugNameStart: none(mirs.length),
        debugNameEnd: none(mirs.length),
        exported: new Uint8Array(mirs.length),
        exportNameStart: none(mirs.length),
        exportNameEnd: none(mirs.length),
        relocationStart: Uint32Array.from(this.relocationStart),
      },
      segments,
      symbols: symbols.table(all),
      codeRelocations: {
        count: references.count,
        type: Uint8Array.from(references.type.view()),
        offset: none(0),
        index: references.index.view().slice(),
        addend: new Float64Array(0),
      },
      dataRelocations: relocations,
      initFunctions: {
        count: this.initFunctions.length,
        priority: Uint32Array.from(this.initFunctions, ({ priority }) => priority),
        symbol: Uint32Array.from(this.initFunctions, ({ symbol }) => symbol),
      },
      comdats: {
        count: groups.length,
        nameStart: Uint32Array.from(groups, ([start]) => start),
        nameEnd: Uint32Array.from(groups, ([, end]) => end),
      },
      features: this.features().map((name) => ({ prefix: '+', name })),
      hasFeatures: true,
    };
    return {
      file,
      mirs,
      rows,
      rowStart: Uint32Array.from(this.rowStart),
      uses: references.uses.view().slice(),
      intrinsics: this.intrinsicSymbols,
      firstConstant: unit.data.size,
      constantSymbols: Uint32Array.from(this.constantSymbols),
      errorNameTable: this.errorNames,
      errorsLength: unit.errorNames.length + 1,
    };
  }

  /** The unit's features and what its functions need. */
  private features(): readonly string[] {
    const features = new Set(this.unit.features);
    for (const mir of this.mirs) {
      for (const feature of mir.features) if (!hasFeature(features, feature)) features.add(feature);
    }
    return [...features].sort();
  }
}
