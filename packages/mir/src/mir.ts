/**
 * The machine IR of one function (codegen.md section 6): a struct of arrays that holds everything emission needs but the
 * final indexes and addresses. It may be kept, sent to another thread and emitted any number of times in either mode.
 */

/** "No row", "no local", "no base" in every word that holds one. */
export const NONE = 0xffff_ffff;

/** What a nav names. */
export const NavKind = {
  /** Function; `type` is a row of `signatures`. */
  function: 0,
  /** Object in linear memory. */
  data: 1,
  /** Thread-local object. */
  tls: 2,
  /** Wasm global; `type` is the value type byte, plus 0x100 if it is mutable. */
  global: 3,
  /** Wasm table; `type` is the reference type byte. */
  table: 4,
  /** Exception tag; `type` is a row of `signatures`. */
  tag: 5,
} as const;
export type NavKind = (typeof NavKind)[keyof typeof NavKind];

/** Bits of `NavTable.flags`. */
export const NavFlag = {
  /** Not defined by the compilation unit: resolved by symbol name, or imported. */
  extern: 1,
  /** Weak reference (with `extern`) or weak definition. */
  weak: 2,
  /** Hidden visibility. */
  hidden: 4,
  /** One definition of many units is kept (COMDAT). */
  linkOnce: 8,
  /** Visible to other objects under its name; a definition without it is local to the unit. */
  exported: 16,
} as const;

/** Function types used by the function itself (row 0), by indirect calls, blocks and navs. Rows are distinct. */
export interface SignatureTable {
  readonly count: number;
  /** Value type bytes of all rows: parameters, then results. */
  readonly types: Uint8Array;
  /** `count + 1` offsets into `types`. */
  readonly start: Uint32Array;
  /** Number of parameters of each row. */
  readonly params: Uint32Array;
}

/** The named things a function or a constant refers to. */
export interface NavTable {
  readonly count: number;
  /** Linker symbol. */
  readonly names: readonly string[];
  /** Import module of an extern; `''` is the linker's default (`env`). */
  readonly modules: readonly string[];
  /** The compiler's own number of the nav, the same in every function of a unit; `NONE` if it has none. */
  readonly id: Uint32Array;
  /** `NavKind`. */
  readonly kind: Uint8Array;
  /** `NavFlag` bits. */
  readonly flags: Uint8Array;
  /** Meaning by kind, see `NavKind`; `NONE` for data. */
  readonly type: Uint32Array;
}

/**
 * Something with an address or a table slot: row `n` of `navs` is `n`, row `n` of `uavs` is `UAV + n`; `NONE` is neither.
 */
export type BaseRef = number;
/** Added to the row of an unnamed constant in a `BaseRef`. */
export const UAV = 0x8000_0000;

/** Constants in linear memory. Bytes behind the stored ones are zero, so a zero-filled object stores none. */
export interface ConstantTable {
  readonly count: number;
  /** Size of each object in bytes. */
  readonly size: Float64Array;
  /** Alignment in bytes, a power of two; the largest one asked for. */
  readonly alignment: Uint32Array;
  readonly bytes: Uint8Array;
  /** `count + 1` offsets into `bytes`; a row stores at most `size` bytes. */
  readonly start: Uint32Array;
  /** `count + 1` offsets into the relocation columns; sorted by `offset` inside a row. */
  readonly relocationStart: Uint32Array;
  /** Byte offset of a pointer-sized field inside the object; the field's stored bytes are zero. */
  readonly relocationOffset: Uint32Array;
  /** `BaseRef`: a data object or constant gives its address, a function its table index, a thread-local its offset. */
  readonly relocationTarget: Uint32Array;
  /** Added to an address, exact to 2^53; 0 for functions. */
  readonly relocationAddend: Float64Array;
}

/** The tables a function or a data value brings along. Rows refer to each other, never to another value's tables. */
export interface References {
  /** Addresses are i64, and memory and the function table are 64-bit. */
  readonly is64: boolean;
  readonly navs: NavTable;
  /** Unnamed constants. */
  readonly uavs: ConstantTable;
  readonly signatures: SignatureTable;
}

/** Stack frame of a function that moves the stack pointer (codegen.md 5.3). */
export interface Prologue {
  /** Local that keeps the caller's stack pointer, or `NONE`. */
  readonly savedLocal: number;
  /** Local that holds the frame's lowest address, or `NONE`. */
  readonly bottomLocal: number;
  /** Power of two. Up to 16 needs no masking: the stack pointer is 16-aligned between functions. */
  readonly alignment: number;
  /** Frame size in bytes, a multiple of `alignment`. */
  readonly size: number;
}

/** Enums whose tag names or membership are asked for at run time (codegen.md 5.10). */
export interface TagNameTable {
  readonly count: number;
  /** `N` of `__zig_tag_index_N`, the same in every function of a unit. */
  readonly id: Uint32Array;
  /** Width of the tag integer, 0 to 65535. */
  readonly bits: Uint16Array;
  readonly signed: Uint8Array;
  /** `count + 1` offsets into `names`. */
  readonly fieldStart: Uint32Array;
  /** Field names in declaration order. */
  readonly names: readonly string[];
  /** Values in the same order, canonical, each in `max(1, ceil(bits / 64))` limbs, least significant first. */
  readonly values: BigUint64Array;
}

/** Branch hints on `if` and `br_if`, ascending by instruction (codegen.md 5.13). */
export interface HintTable {
  /** Instruction index. */
  readonly at: Uint32Array;
  /** 1 if the branch is likely taken, 0 if unlikely. */
  readonly likely: Uint8Array;
}

/** Where a variable lives. */
export const VariablePlace = {
  /** The value is in local `value`. */
  local: 0,
  /** The value is in memory at frame bottom + `value`. */
  frame: 1,
  /** Local `value` holds the address of the value. */
  pointer: 2,
} as const;

/** Source information that does not fit an instruction (codegen.md 5.16). Ranges are [start, end) in instructions. */
export interface DebugTable {
  /** Source files; row 0 is the function's. */
  readonly files: readonly string[];
  /** Name of the function in the source. */
  readonly name: string;
  /** Line of the function's declaration, from 1. */
  readonly line: number;
  readonly variableNames: readonly string[];
  /** 1 for a parameter. */
  readonly variableIsParameter: Uint8Array;
  /** `VariablePlace`. */
  readonly variablePlace: Uint8Array;
  readonly variableValue: Uint32Array;
  readonly variableStart: Uint32Array;
  readonly variableEnd: Uint32Array;
  /** Name of the inlined function; inner ranges come after the ones that hold them. */
  readonly inlinedNames: readonly string[];
  /** Row of `files`. */
  readonly inlinedFile: Uint32Array;
  readonly inlinedLine: Uint32Array;
  readonly inlinedStart: Uint32Array;
  readonly inlinedEnd: Uint32Array;
}

/** One function. */
export interface Mir extends References {
  /** Linker symbol of the function. */
  readonly name: string;
  /** One `Tag` per instruction; the last is the function's `end`. */
  readonly tags: Uint16Array;
  /** One word per instruction; its meaning is the `Form` of the tag. */
  readonly data: Uint32Array;
  /** Longer operands, at the offset the data word gives. */
  readonly extra: Uint32Array;
  /** Value type bytes of the declared locals; their indexes follow the parameters'. */
  readonly locals: Uint8Array;
  readonly prologue: Prologue | null;
  /** Rows of `navs` whose table index is used, by code or by constants; ascending. */
  readonly indirectFunctions: Uint32Array;
  /** Number of `error_name_table_ref` instructions. */
  readonly errorNameRefs: number;
  readonly tagNames: TagNameTable;
  /** Names of the features its instructions need, sorted. */
  readonly features: readonly string[];
  readonly debug: DebugTable | null;
  readonly hints: HintTable;
}

/** The initial value of a named object in memory, with the constants it refers to. */
export interface MirData extends References {
  /** Linker symbol of the object. */
  readonly name: string;
  /** Row of `uavs` that is the object itself. */
  readonly value: number;
  /** Rows of `navs` whose table index the constants hold; ascending. */
  readonly indirectFunctions: Uint32Array;
}
