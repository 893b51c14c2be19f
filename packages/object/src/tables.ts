/**
 * The flat tables of one relocatable object (linking.md section 2). Nothing is copied: names, bodies and payloads are
 * ranges (start, end) of byte offsets into `ObjectFile.bytes`. A table is a set of parallel typed arrays; the row
 * number is the index. Index spaces that the format counts with imports (functions, globals, tables, tags, memories)
 * keep that numbering: row `i` of a table of definitions is index `importCount + i`. Columns may be longer than `count`.
 */

/** "No row" in every column that holds a row number. */
export const NONE = 0xffff_ffff;

/** Every section of the file, in file order; the row number is the section number relocations and symbols use. */
export interface SectionTable {
  readonly count: number;
  /** Section id (`SectionId` in `@wasmwright/wasm`). */
  readonly id: Uint8Array;
  /** First byte of the payload (after the size field; for custom sections after the name). */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Name of a custom section; an empty range for the others. */
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  /** COMDAT group of a custom section, else `NONE`. */
  readonly comdat: Uint32Array;
  /** Row in `ObjectFile.relocationSections` that applies to this section, else `NONE`. */
  readonly relocations: Uint32Array;
}

/** Function types; a row is the range of the encoded parameter and result lists, without the form byte 0x60. */
export interface TypeTable {
  readonly count: number;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** All imports, in file order. */
export interface ImportTable {
  readonly count: number;
  /** 0 function, 1 table, 2 memory, 3 global, 4 tag. */
  readonly kind: Uint8Array;
  readonly moduleStart: Uint32Array;
  readonly moduleEnd: Uint32Array;
  readonly fieldStart: Uint32Array;
  readonly fieldEnd: Uint32Array;
  /** Function and tag: type index. Global: value type byte. Table: element type byte. */
  readonly type: Uint32Array;
  /** Global: 1 if mutable. Table and memory: limits flags. */
  readonly flags: Uint8Array;
  /** Table and memory: minimum and maximum (Infinity without one). */
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  /** Rows of this table per kind: `byKind[kind][i]` is the import that index `i` of that kind means. */
  readonly byKind: readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array];
}

/** Defined functions. */
export interface FunctionTable {
  readonly count: number;
  readonly type: Uint32Array;
  /** Start of the size field, start of the body (after the size field), end of the body. */
  readonly start: Uint32Array;
  readonly bodyStart: Uint32Array;
  readonly end: Uint32Array;
  readonly comdat: Uint32Array;
  /** Name given by the `name` section; an empty range without one. */
  readonly debugNameStart: Uint32Array;
  readonly debugNameEnd: Uint32Array;
  /** Export name (I17); an empty range without one. `exported` is 1 when there is one. */
  readonly exported: Uint8Array;
  readonly exportNameStart: Uint32Array;
  readonly exportNameEnd: Uint32Array;
  /** Relocations of body `i` are rows `relocationStart[i] .. relocationStart[i + 1]` of `codeRelocations`. */
  readonly relocationStart: Uint32Array;
}

/** Defined globals; the initializer is the range of its bytes including the final `0b`. */
export interface GlobalTable {
  readonly count: number;
  readonly type: Uint8Array;
  readonly mutable: Uint8Array;
  readonly initStart: Uint32Array;
  readonly initEnd: Uint32Array;
}

/** Defined tables, or memories (whose `type` is 0). */
export interface LimitsTable {
  readonly count: number;
  readonly type: Uint8Array;
  readonly flags: Uint8Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
}

/** Defined tags. */
export interface TagTable {
  readonly count: number;
  readonly type: Uint32Array;
}

/** The export section. What an object exports is decided by its symbols (I17); what a shared object defines is this. */
export interface ExportTable {
  readonly count: number;
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  /** 0 function, 1 table, 2 memory, 3 global, 4 tag. */
  readonly kind: Uint8Array;
  /** Index in the space of the kind, imports first. */
  readonly index: Uint32Array;
}

/** Data segments with their segment info. */
export interface SegmentTable {
  readonly count: number;
  /** Range of the payload bytes. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  /** Alignment as an exponent of two. */
  readonly alignment: Uint8Array;
  /** 1 STRINGS, 2 TLS, 4 RETAIN. I19 is applied. */
  readonly flags: Uint32Array;
  readonly comdat: Uint32Array;
  /** Relocations of segment `i` are rows `relocationStart[i] .. relocationStart[i + 1]` of `dataRelocations`. */
  readonly relocationStart: Uint32Array;
}

/** The symbol table, with the symbol I20 synthesizes at its end. */
export interface SymbolTable {
  readonly count: number;
  /** 0 function, 1 data, 2 global, 3 section, 4 tag, 5 table. */
  readonly kind: Uint8Array;
  /** Flags with the bits of linking.md 2.3. */
  readonly flags: Uint32Array;
  /** Name; of an undefined symbol without EXPLICIT_NAME its import field; of a section symbol the section's name. */
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  /** 32-bit FNV-1a of the name (`hashName`) of a symbol that is not local; 0 for a local one. */
  readonly hash: Uint32Array;
  /** Function, global, tag, table: index counting imports. Data: segment, `NONE` if undefined or ABSOLUTE. Section: section number. */
  readonly element: Uint32Array;
  /** Data: offset in the segment, or the address of an ABSOLUTE symbol. */
  readonly offset: Float64Array;
  /** Data: size in bytes. */
  readonly size: Float64Array;
}

/** Relocations of one section, in offset order. */
export interface RelocationTable {
  readonly count: number;
  readonly type: Uint8Array;
  /** Byte offset from the start of `ObjectFile.bytes` (not of the section). */
  readonly offset: Uint32Array;
  /** Symbol, or type index for R_WASM_TYPE_INDEX_LEB. */
  readonly index: Uint32Array;
  /** Addend; 64-bit addends are exact to 2^53. */
  readonly addend: Float64Array;
}

/** Where the relocations of one section are; decoded only when asked for (`decodeRelocations`). */
export interface RelocationSectionTable {
  readonly count: number;
  /** The section they apply to. */
  readonly target: Uint32Array;
  /** Range of the entries, after the section number and the count. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Number of entries. */
  readonly entries: Uint32Array;
}

/** Init functions in file order. */
export interface InitFunctionTable {
  readonly count: number;
  readonly priority: Uint32Array;
  readonly symbol: Uint32Array;
}

/** COMDAT groups; members point back through the `comdat` columns. */
export interface ComdatTable {
  readonly count: number;
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
}

/** One entry of `target_features`. */
export interface FeatureEntry {
  /** `+` used, `-` disallowed, `=` required (19 only). */
  readonly prefix: '+' | '-' | '=';
  readonly name: string;
}

/** One field of `producers` with its (name, version) pairs. */
export interface ProducerField {
  readonly field: 'language' | 'processed-by' | 'sdk';
  readonly values: readonly (readonly [name: string, version: string])[];
}

/** A parsed relocatable object. */
export interface ObjectFile {
  /** Display name: the path as given, or `archive(member)`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** True if a memory has limits flag 4 (I3). */
  readonly is64: boolean;
  readonly sections: SectionTable;
  readonly types: TypeTable;
  readonly imports: ImportTable;
  readonly functions: FunctionTable;
  readonly tables: LimitsTable;
  readonly memories: LimitsTable;
  readonly globals: GlobalTable;
  readonly tags: TagTable;
  readonly exports: ExportTable;
  readonly segments: SegmentTable;
  readonly symbols: SymbolTable;
  /** True if the last symbol is the table symbol that I20 adds to objects without table symbols (E6). */
  readonly legacyTable: boolean;
  readonly relocationSections: RelocationSectionTable;
  /** Relocations of the code and of the data section; empty tables without any. */
  readonly codeRelocations: RelocationTable;
  readonly dataRelocations: RelocationTable;
  readonly initFunctions: InitFunctionTable;
  readonly comdats: ComdatTable;
  readonly features: readonly FeatureEntry[];
  /** True if there is a `target_features` section. */
  readonly hasFeatures: boolean;
  readonly producers: readonly ProducerField[];
  /** Number of the code section and of the data section, else `NONE`. */
  readonly codeSection: number;
  readonly dataSection: number;
}
