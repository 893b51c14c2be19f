/** The files of a link, and the ranges of rows a parsed object owns. */
import {
  type DefinedSymbolTable,
  NONE,
  type ObjectFile,
  type ParsedObject,
} from '@wasmwright/object';
import { decodeUtf8 } from '@wasmwright/wasm';
import type { UnitTables } from './unit/tables.ts';
import type { Unit } from './unit/unit.ts';

/** Row of `Link.inputs`. */
export type InputId = number;

/** One file of the link, or one archive member. */
export interface Input {
  readonly row: InputId;
  /** Display name: the path as given, or `archive(member)`. */
  readonly name: string;
  /** Name without the archive, as feature messages (F5) and errors in members (I26) print it. */
  readonly memberName: string;
  readonly kind: 'object' | 'stub' | 'unit';
  /** What a compiler gave, for a unit. */
  readonly unit?: Unit;
  /** What was read of the bytes, kept when names are resolved again. */
  readonly parsed: { object?: ParsedObject; names?: DefinedSymbolTable };
  readonly bytes: Uint8Array;
  /** Row of `Link.sources` that holds `bytes`. */
  readonly source: number;
  /** G2. */
  readonly liveFromStart: boolean;
  /** True until the object is extracted. */
  lazy: boolean;
  /** Set when the object was parsed. */
  object: LinkedObject | undefined;
}

/** A parsed object and the ranges of rows it owns: row = base + number in the object. */
export interface LinkedObject {
  readonly input: Input;
  readonly file: ObjectFile;
  /** The tables `file` is part of, for a unit. */
  readonly unit: UnitTables | undefined;
  /** Rows of `Link.references`, one per symbol. */
  readonly symbolBase: number;
  readonly functionBase: number;
  readonly segmentBase: number;
  readonly globalBase: number;
  readonly tableBase: number;
  readonly tagBase: number;
  /** Rows of `Link.sections`, one per section. */
  readonly sectionBase: number;
  /** Type index -> `Link.signatures`. */
  readonly signatures: Uint32Array;
  /** Per COMDAT group 1 if this object keeps it (C1). */
  readonly keptComdats: Uint8Array;
  /** Symbol that names each function, global, tag and table (I18), else `NONE`; defined ones only. */
  readonly functionNames: Uint32Array;
  readonly globalNames: Uint32Array;
  readonly tagNames: Uint32Array;
  readonly tableNames: Uint32Array;
}

/** Name of a symbol of an object; empty for `NONE`. */
export function symbolName(object: LinkedObject, symbol: number): string {
  if (symbol === NONE) return '';
  const { symbols, bytes } = object.file;
  return decodeUtf8(bytes, symbols.nameStart[symbol]!, symbols.nameEnd[symbol]!);
}

/** Name of a data segment of an object. */
export function segmentName(file: ObjectFile, segment: number): string {
  const { nameStart, nameEnd } = file.segments;
  return decodeUtf8(file.bytes, nameStart[segment]!, nameEnd[segment]!);
}

/** Name of a custom section of an object. */
export function sectionName(file: ObjectFile, section: number): string {
  const { nameStart, nameEnd } = file.sections;
  return decodeUtf8(file.bytes, nameStart[section]!, nameEnd[section]!);
}
