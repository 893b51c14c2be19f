import type { Mir, References, Signature } from '@wasmwright/mir';
import type { ObjectSymbols } from './symbols.ts';

/** What the rows of one function's or constant's tables are in the object: columns like `Symbols`. */
export interface OwnerRows {
  /** Symbol of each nav. */
  readonly nav: Uint32Array;
  /** Symbol of each unnamed constant; its own value has none. */
  readonly uav: Uint32Array;
  /** Type index of each signature. */
  readonly signature: Uint32Array;
  /** Per row of `tagNames`: symbol of `__zig_tag_index_N`. */
  readonly tagIndex: Uint32Array;
  /** Per row of `tagNames`: offset of its slices in `__zig_tag_name_table`. */
  readonly tagOffset: Float64Array;
}

/** A function to write. */
export interface FunctionDefinition {
  readonly mir: Mir;
  readonly rows: OwnerRows;
  readonly symbol: number;
  /** Row of `comdats`, or `NONE`. */
  readonly comdat: number;
}

/** A data segment to write: one constant. */
export interface SegmentDefinition {
  readonly name: string;
  readonly owner: References;
  /** Row of `owner.uavs`. */
  readonly row: number;
  readonly rows: OwnerRows;
  /** In bytes; the largest asked for. */
  alignment: number;
  /** `SegmentFlag` bits. */
  readonly flags: number;
  readonly comdat: number;
}

/** A global to write. */
export interface GlobalDefinition {
  readonly type: number;
  readonly mutable: boolean;
  /** Initial value: bits of the type. */
  readonly value: bigint;
}

/** One field of `producers` with its (name, version) pairs. */
export interface ProducerField {
  readonly field: 'language' | 'processed-by' | 'sdk';
  readonly values: readonly (readonly [name: string, version: string])[];
}

/** A custom section copied to the object. */
export interface CustomSection {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Everything `assembleObject` writes. */
export interface ObjectModel {
  readonly is64: boolean;
  readonly symbols: ObjectSymbols;
  /** Function types in order of first use; the row is the type index. */
  readonly types: readonly Signature[];
  readonly functions: readonly FunctionDefinition[];
  readonly segments: readonly SegmentDefinition[];
  readonly globals: readonly GlobalDefinition[];
  /** Type index of each defined tag. */
  readonly tags: readonly number[];
  readonly comdats: readonly string[];
  readonly initFunctions: readonly { readonly symbol: number; readonly priority: number }[];
  readonly customSections: readonly CustomSection[];
  /** Symbols whose table index is used, in order of first use. */
  readonly elements: readonly number[];
  /** Symbol of `__indirect_function_table`, or `NONE`. */
  readonly table: number;
  /** The table is named by relocations (call-indirect-overlong); else instructions say table 0. */
  readonly tableRelocations: boolean;
  /** Symbols by row of `intrinsics`; `NONE` where unused. */
  readonly intrinsics: Uint32Array;
  readonly stackPointer: number;
  readonly errorNameTable: number;
  readonly errorsLength: number;
  readonly tagNameTable: number;
  /** Write a data count section (bulk memory). */
  readonly dataCount: boolean;
  /** Feature names, sorted. */
  readonly features: readonly string[];
  readonly producers: readonly ProducerField[];
  /** Write a `name` section. */
  readonly names: boolean;
}
