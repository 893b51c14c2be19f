/**
 * What `wasmwright inspect --json` prints: one `Report` per file, in an array. The shape is stable: fields are added, never
 * renamed. Offsets are bytes from the start of the file (of the member, for archive members). A field stands only if the
 * part it belongs to was asked for and the file has it. 64-bit numbers beyond 2^53 are rounded, except in texts.
 */
import type { Diagnostic } from '@wasmwright/diagnostics';

/** What a file is. `module` is every module that is neither an object nor a shared object. */
export type FileKind =
  'object' | 'shared' | 'module' | 'archive' | 'component' | 'bitcode' | 'stub' | 'unknown';

export interface Report {
  /** Path as given, or `archive(member)`. */
  readonly file: string;
  readonly kind: FileKind;
  readonly size: number;
  /** Archives. */
  readonly members?: readonly MemberReport[];
  /** Modules: `--headers`. */
  readonly sections?: readonly SectionReport[];
  /** Modules: `--details`. */
  readonly details?: Details;
  /** Modules: `--symbols`. */
  readonly symbols?: readonly SymbolReport[];
  /** Modules: `--relocations`. */
  readonly relocations?: readonly RelocationReport[];
  /** Modules: `--disassemble`. */
  readonly code?: readonly CodeReport[];
  /** Modules: `--contents`. */
  readonly contents?: readonly ContentsReport[];
  /** What is wrong with the file; everything in front of the damage is reported all the same. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A member of an archive; `report` is missing for members of thin archives, whose bytes are other files. */
export interface MemberReport {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly report?: Report;
}

export interface SectionReport {
  /** Number in the file, as relocations and symbols use it. */
  readonly number: number;
  readonly id: number;
  /** `type`, `code`, …; the name of a custom section. */
  readonly name: string;
  /** First byte of the payload: after the size field, for custom sections after the name. */
  readonly offset: number;
  readonly size: number;
  /** Number of entries, for sections that begin with it. */
  readonly count?: number;
}

/** The sections of the core specification and the custom sections with a known format. */
export interface Details {
  readonly types: readonly TypeReport[];
  readonly imports: readonly ImportReport[];
  readonly functions: readonly FunctionReport[];
  readonly tables: readonly EntityReport[];
  readonly memories: readonly EntityReport[];
  readonly tags: readonly EntityReport[];
  readonly globals: readonly EntityReport[];
  readonly exports: readonly ExportReport[];
  readonly start?: number;
  readonly elements: readonly ElementReport[];
  readonly dataCount?: number;
  readonly data: readonly DataReport[];
  /** Names by space (`function`, `local` as `function.local`, …) and index. */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly producers: Readonly<
    Record<string, readonly (readonly [name: string, version: string])[]>
  >;
  /** `+` used, `-` disallowed, `=` required. */
  readonly features: readonly string[];
  readonly dylink?: DylinkReport;
  /** Objects: init functions, COMDAT groups. */
  readonly initFunctions: readonly { readonly priority: number; readonly symbol: string }[];
  readonly comdats: readonly ComdatReport[];
  /** Custom sections that are one text or a hash: `sourceMappingURL`, `external_debug_info`, `build_id`. */
  readonly notes: Readonly<Record<string, string>>;
}

/** A type; `text` is in the text format: `(func (param i32) (result i32))`. */
export interface TypeReport {
  readonly index: number;
  readonly text: string;
  /** Recursion group, for types inside an explicit one. */
  readonly group?: number;
}

export interface ImportReport {
  readonly module: string;
  readonly field: string;
  readonly kind: string;
  /** Index in the space of the kind. */
  readonly index: number;
  /** Functions and tags: type index. */
  readonly type?: number;
  /** As the text format writes it. */
  readonly text: string;
}

export interface FunctionReport {
  readonly index: number;
  readonly name?: string;
  readonly type: number;
  /** Body, after its size field; missing if the code section is. */
  readonly offset?: number;
  readonly size?: number;
}

/** A defined table, memory, tag or global. */
export interface EntityReport {
  readonly index: number;
  readonly name?: string;
  /** `1 funcref`, `2 16 shared`, `(mut i32)`, `(type 3)`: as the text format writes it. */
  readonly text: string;
  /** Initializer of a global or table. */
  readonly init?: string;
}

export interface ExportReport {
  readonly name: string;
  readonly kind: string;
  readonly index: number;
}

export type SegmentMode = 'active' | 'passive' | 'declarative';

export interface ElementReport {
  readonly index: number;
  readonly name?: string;
  readonly mode: SegmentMode;
  readonly table?: number;
  /** Initializer of the offset. */
  readonly init?: string;
  readonly type: string;
  /** Function indexes, or initializers. */
  readonly items: readonly (number | string)[];
}

export interface DataReport {
  readonly index: number;
  readonly name?: string;
  readonly mode: SegmentMode;
  readonly memory?: number;
  /** Initializer of the address. */
  readonly init?: string;
  /** The address, if it is a constant. */
  readonly address?: number;
  readonly offset: number;
  readonly size: number;
  /** Objects: alignment in bytes and flags (`strings`, `tls`, `retain`). */
  readonly alignment?: number;
  readonly flags?: readonly string[];
}

export interface DylinkReport {
  readonly memorySize: number;
  readonly memoryAlignment: number;
  readonly tableSize: number;
  readonly tableAlignment: number;
  readonly needed: readonly string[];
  readonly exports: readonly { readonly name: string; readonly flags: readonly string[] }[];
  readonly imports: readonly {
    readonly module: string;
    readonly field: string;
    readonly flags: readonly string[];
  }[];
  readonly runtimePaths: readonly string[];
}

export interface ComdatReport {
  readonly name: string;
  readonly members: readonly {
    readonly kind: 'function' | 'data' | 'section';
    readonly index: number;
  }[];
}

export interface SymbolReport {
  readonly index: number;
  readonly kind: 'function' | 'data' | 'global' | 'section' | 'tag' | 'table';
  readonly name: string;
  readonly binding: 'global' | 'weak' | 'local';
  /** `undefined`, `hidden`, `exported`, `explicit_name`, `no_strip`, `tls`, `absolute`. */
  readonly flags: readonly string[];
  /** Function, global, table, tag: index. Data: segment. Section: number. */
  readonly element?: number;
  /** Data: offset in the segment, or the address of an absolute symbol; size in bytes. */
  readonly offset?: number;
  readonly size?: number;
  /** Undefined: `module.field` of the import. */
  readonly import?: string;
}

export interface RelocationReport {
  /** Section it applies to. */
  readonly section: number;
  /** `R_WASM_…`. */
  readonly type: string;
  /** Offset in that section, as the file has it. */
  readonly offset: number;
  /** Symbol, or type index. */
  readonly index: number;
  readonly target: string;
  readonly addend?: number;
}

export interface CodeReport {
  readonly index: number;
  readonly name?: string;
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** `2 i32`: count and type. */
  readonly locals: readonly string[];
  readonly instructions: readonly InstructionReport[];
}

export interface InstructionReport {
  readonly offset: number;
  readonly size: number;
  /** Blocks around it. */
  readonly depth: number;
  readonly text: string;
  /** What the relocated field means: `printf`, `table+4`. */
  readonly target?: string;
}

export interface ContentsReport {
  readonly number: number;
  readonly name: string;
  readonly offset: number;
  /** Bytes as hexadecimal text. */
  readonly hex: string;
}
