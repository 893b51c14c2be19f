import type { FunctionTypes, Mir, References } from '@wasmwright/mir';
import type { ObjectSymbols } from './symbols.ts';

/**
 * What the rows of all functions' and constants' tables are in the object, one after the other in one column. The words of one
 * owner are: the type index of each signature, the symbol of each nav, the symbol of each unnamed constant (`NONE` for its own
 * value), the number of each enum of `tagNames`.
 */
export class OwnerRows {
  words: Uint32Array = new Uint32Array(1024);
  count = 0;

  /** Makes room for the words of an owner. @returns where they start */
  add(words: number): number {
    const start = this.count;
    this.count += words;
    if (this.count > this.words.length) {
      const grown = new Uint32Array(Math.max(this.count, this.words.length * 2));
      grown.set(this.words);
      this.words = grown;
    }
    return start;
  }
}

/** The functions to write, one row each. */
interface FunctionColumns {
  readonly mir: readonly Mir[];
  /** Where the words of each function start in `OwnerRows`. */
  readonly rows: readonly number[];
  /** Row of `comdats`, or `NONE`. */
  readonly comdat: readonly number[];
}

/** A data segment to write: one constant. */
export interface SegmentDefinition {
  readonly name: string;
  readonly owner: References;
  /** Row of `owner.uavs`. */
  readonly row: number;
  /** Where the owner's words start in `OwnerRows`. */
  readonly rows: number;
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
  readonly types: FunctionTypes;
  readonly functions: FunctionColumns;
  readonly rows: OwnerRows;
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
  /** By number of the enum: symbol of `__zig_tag_index_N`, and offset of its slices in `__zig_tag_name_table`. */
  readonly tagIndexFunction: readonly number[];
  readonly tagNameOffset: readonly number[];
  /** Write a data count section (bulk memory). */
  readonly dataCount: boolean;
  /** Feature names, sorted. */
  readonly features: readonly string[];
  readonly producers: readonly ProducerField[];
  /** Write a `name` section. */
  readonly names: boolean;
}
