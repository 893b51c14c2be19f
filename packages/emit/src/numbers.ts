/**
 * What the rows of one function's or constant's tables are in the output. The caller fills the columns, one row per row of
 * the `Mir`'s own tables, just before emission; buffers may be longer than needed and used again for the next function.
 * Rows that are not referred to are not read.
 */
export interface Numbers {
  /** Index of a nav in its index space, imports counted: function, global, table or tag. */
  readonly navIndex: Uint32Array;
  /** Function navs: table index. */
  readonly navSlot: Uint32Array;
  /** Data navs: address. Thread-locals: offset from `__tls_base`. */
  readonly navAddress: Float64Array;
  /** Address of each unnamed constant. */
  readonly uavAddress: Float64Array;
  /** Index in the type section of each signature. */
  readonly signatureIndex: Uint32Array;
  /** Per row of `tagNames`: function index of `__zig_tag_index_N`. */
  readonly tagIndexFunction: Uint32Array;
  /** Per row of `tagNames`: address of the enum's slices in `__zig_tag_name_table`. */
  readonly tagNameTable: Float64Array;
  /** Function index by row of `intrinsics`. */
  readonly intrinsicIndex: Uint32Array;
  /** Global index of `__stack_pointer`. */
  readonly stackPointer: number;
  /** Table of `call_indirect`. */
  readonly indirectTable: number;
  /** Number of error values plus one. */
  readonly errorsLength: number;
  /** Address of the table of error names. */
  readonly errorNameTable: number;
}

/** Object mode: the symbol of each row, for relocations. `Numbers` then holds the placeholder values. */
export interface Symbols {
  readonly nav: Uint32Array;
  readonly uav: Uint32Array;
  /** Per row of `tagNames`: symbol of `__zig_tag_index_N`. */
  readonly tagIndexFunction: Uint32Array;
  /** Per row of `tagNames`: symbol the address of the slices counts from, and the offset from it. */
  readonly tagNameTable: Uint32Array;
  readonly tagNameTableOffset: Float64Array;
  /** By row of `intrinsics`. */
  readonly intrinsic: Uint32Array;
  readonly stackPointer: number;
  /** Symbol of the table, or `NONE` to write a plain table number (without call-indirect-overlong). */
  readonly indirectTable: number;
  readonly errorNameTable: number;
}
