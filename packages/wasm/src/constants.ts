// The numbers of the binary format (core specification 5, tool-conventions Linking.md and DynamicLinking.md) by name.
// Members become literals in the bundles (tooling/inline-constants.ts): in a hot switch an imported member costs ten times as much.

/** `\0asm` and version 1, as the first eight bytes of a module. A component has version 13 and layer 1 instead. */
export const moduleMagic = 0x6d73_6100;
export const moduleVersion = 1;

/** Section ids. */
export const SectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** Kinds of imports and exports. */
export const ExternalKind = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;

/** Value types of one byte. `ref` and `refNull` are prefixes: a heap type follows. */
export const ValueType = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  /** Packed storage types, only in struct fields and arrays. */
  i8: 0x78,
  i16: 0x77,
  nullcontref: 0x75,
  nullexnref: 0x74,
  nullfuncref: 0x73,
  nullexternref: 0x72,
  nullref: 0x71,
  funcref: 0x70,
  externref: 0x6f,
  anyref: 0x6e,
  eqref: 0x6d,
  i31ref: 0x6c,
  structref: 0x6b,
  arrayref: 0x6a,
  exnref: 0x69,
  contref: 0x68,
  ref: 0x64,
  refNull: 0x63,
  /** Block type without parameters and results. */
  empty: 0x40,
} as const;

/** First byte of an entry of the type section. */
export const TypeForm = {
  func: 0x60,
  struct: 0x5f,
  array: 0x5e,
  cont: 0x5d,
  sub: 0x50,
  subFinal: 0x4f,
  rec: 0x4e,
} as const;

/** Bits of the flags byte of limits. After the maximum, CUSTOM_PAGE_SIZE adds a u32 log2 of the page size. */
export const LimitsFlag = { HAS_MAX: 1, SHARED: 2, IS_64: 4, CUSTOM_PAGE_SIZE: 8 } as const;

/** Subsections of the custom section `linking` (version 2). */
export const LinkingSubsection = {
  segmentInfo: 5,
  initFunctions: 6,
  comdatInfo: 7,
  symbolTable: 8,
} as const;

/** Subsections of the custom section `dylink.0`. */
export const DylinkSubsection = {
  memoryInfo: 1,
  needed: 2,
  exportInfo: 3,
  importInfo: 4,
  runtimePath: 5,
} as const;

/** Subsections of the custom section `name` (core, extended-name-section and tool-conventions). */
export const NameSubsection = {
  module: 0,
  function: 1,
  local: 2,
  label: 3,
  type: 4,
  table: 5,
  memory: 6,
  global: 7,
  element: 8,
  data: 9,
  field: 10,
  tag: 11,
} as const;

/** Kinds of symbols. */
export const SymbolKind = {
  function: 0,
  data: 1,
  global: 2,
  section: 3,
  tag: 4,
  table: 5,
} as const;

/** Bits of a symbol's flags (linking.md 2.3). BINDING_MASK covers the two-bit binding: 0 global, 1 weak, 2 local. */
export const SymbolFlag = {
  WEAK: 0x1,
  LOCAL: 0x2,
  BINDING_MASK: 0x3,
  HIDDEN: 0x4,
  UNDEFINED: 0x10,
  EXPORTED: 0x20,
  EXPLICIT_NAME: 0x40,
  NO_STRIP: 0x80,
  TLS: 0x100,
  ABSOLUTE: 0x200,
} as const;

/** Bits of a data segment's flags in segment info. */
export const SegmentFlag = { STRINGS: 1, TLS: 2, RETAIN: 4 } as const;

/** Kinds of COMDAT members. */
export const ComdatKind = {
  data: 0,
  function: 1,
  global: 2,
  tag: 3,
  table: 4,
  section: 5,
} as const;
