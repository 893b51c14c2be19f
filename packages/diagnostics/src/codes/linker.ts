import type { CodeRow } from '../table.ts';

const SAME_HEADERS =
  'build all inputs against the same header, so that callers and definition agree on the type';
const SUPPRESS = 'rebuild the object with the feature flags of the others, or turn the check off';
const PAGE_MULTIPLE = 'sizes of memory are multiples of the page size; give a rounded number';

/**
 * Diagnostics of `@wasmwright/linker`: codes WW2000 to WW2999. The texts are those of linking.md sections 3 and 4
 * (rule ids in the comments). `fatal` is what stops wasm-ld at once.
 */
export const linkerCodes = {
  // Not in this release
  notImplemented: {
    code: 'WW2000',
    severity: 'fatal',
    text: '{what} is not implemented yet',
    hint: 'this release links static executables; see the limits in the README of @wasmwright/linker',
  },

  // Inputs (1.3)
  notWasmMember: {
    code: 'WW2001',
    severity: 'warning',
    text: "{file}: archive member '{member}' is neither Wasm object file nor LLVM bitcode",
    hint: 'the member is skipped; an archive built for another target gives this for each of its objects',
  },
  wasm64NeedsOption: {
    code: 'WW2002',
    severity: 'fatal',
    text: '{file}: must specify -mwasm64 to process wasm64 object files',
    hint: 'link with -mwasm64, or compile the object for wasm32',
  },
  wasm32InWasm64: {
    code: 'WW2003',
    severity: 'fatal',
    text: "{file}: wasm32 object file can't be linked in wasm64 mode",
    hint: 'all objects of a link have the same pointer size; compile this one again',
  },
  thinMember: {
    code: 'WW2004',
    severity: 'error',
    text: 'cannot open {file}: No such file or directory',
    hint: 'a thin archive only names its members; keep the object files beside it',
  },

  // Resolution (S)
  duplicateSymbol: {
    code: 'WW2100',
    severity: 'error',
    text: 'duplicate symbol: {symbol}\n>>> defined in {first}\n>>> defined in {second}',
    hint: 'keep one definition, or make the others static, inline or weak',
  },
  duplicateSymbolIgnored: {
    code: 'WW2101',
    severity: 'warning',
    text: 'duplicate symbol: {symbol}\n>>> defined in {first}\n>>> defined in {second}',
  },
  symbolTypeMismatch: {
    code: 'WW2102',
    severity: 'error',
    text: 'symbol type mismatch: {symbol}\n>>> defined as {firstKind} in {first}\n>>> defined as {secondKind} in {second}',
    hint: 'one input takes the name for data and another for a function; rename one of them',
  },
  globalTypeMismatch: {
    code: 'WW2103',
    severity: 'error',
    text: 'Global type mismatch: {symbol}\n>>> defined as {firstType} in {first}\n>>> defined as {secondType} in {second}',
    hint: SAME_HEADERS,
  },
  tableTypeMismatch: {
    code: 'WW2104',
    severity: 'error',
    text: 'Table type mismatch: {symbol}\n>>> defined as {firstType} in {first}\n>>> defined as {secondType} in {second}',
    hint: SAME_HEADERS,
  },
  tagSignatureMismatch: {
    code: 'WW2105',
    severity: 'warning',
    text: 'Tag signature mismatch: {symbol}\n>>> defined as {firstType} in {first}\n>>> defined as {secondType} in {second}',
    hint: SAME_HEADERS,
  },
  functionSignatureMismatch: {
    code: 'WW2106',
    severity: 'warning',
    text: 'function signature mismatch: {symbol}\n>>> defined as {firstType} in {first}\n>>> defined as {secondType} in {second}',
    hint: 'calls with the wrong type trap; include the header that declares the function in the caller',
  },
  functionSignatureMismatchUndefined: {
    code: 'WW2107',
    severity: 'error',
    text: 'function signature mismatch: {symbol}\n>>> defined as {firstType} in {first}\n>>> defined as {secondType} in {second}',
    hint: SAME_HEADERS,
  },
  importNameMismatch: {
    code: 'WW2108',
    severity: 'error',
    text: 'import name mismatch for symbol: {symbol}\n>>> defined as {firstName} in {first}\n>>> defined as {secondName} in {second}',
    hint: 'give the import_name attribute the same value in every declaration',
  },
  importModuleMismatch: {
    code: 'WW2109',
    severity: 'error',
    text: 'import module mismatch for symbol: {symbol}\n>>> defined as {firstName} in {first}\n>>> defined as {secondName} in {second}',
    hint: 'give the import_module attribute the same value in every declaration',
  },

  // Undefined symbols (U)
  undefinedSymbol: {
    code: 'WW2110',
    severity: 'error',
    text: '{file}: undefined symbol: {symbol}',
    hint: 'add the object or library that defines it, or allow it with --allow-undefined-file or an import_module attribute',
  },
  undefinedSymbolWarning: {
    code: 'WW2111',
    severity: 'warning',
    text: '{file}: undefined symbol: {symbol}',
  },
  undefinedStubDependency: {
    code: 'WW2112',
    severity: 'error',
    text: '{file}: undefined symbol: {symbol}. Required by {by}',
    hint: 'the stub library needs this symbol from the program; add the library that defines it',
  },
  missingIntrinsic: {
    code: 'WW2126',
    severity: 'error',
    text: "missing compiler runtime intrinsic '{symbol}' (undefined linker symbol)",
    hint: 'add the compiler run-time library to the link',
  },
  exportNotFound: {
    code: 'WW2113',
    severity: 'error',
    text: 'symbol exported via --export not found: {symbol}',
    hint: 'check the spelling, or use --export-if-defined',
  },
  exportNotFoundWarning: {
    code: 'WW2114',
    severity: 'warning',
    text: 'symbol exported via --export not found: {symbol}',
  },
  entryNotDefined: {
    code: 'WW2115',
    severity: 'error',
    text: 'entry symbol not defined (pass --no-entry to suppress): {symbol}',
    hint: 'link crt1 or name another entry with --entry',
  },
  tlsAgainstUndefined: {
    code: 'WW2116',
    severity: 'error',
    text: '{file}: relocation {relocation} cannot be used against an undefined symbol `{symbol}`',
  },
  tlsAgainstNonTls: {
    code: 'WW2117',
    severity: 'error',
    text: '{file}: relocation {relocation} cannot be used against non-TLS symbol `{symbol}`',
    hint: 'declare the variable thread_local in every file',
  },
  tlsInNonTlsSection: {
    code: 'WW2118',
    severity: 'error',
    text: '{file}: relocation {relocation} cannot be used against `{symbol}` in non-TLS section: {section}',
  },
  relativeAgainstUndefined: {
    code: 'WW2119',
    severity: 'error',
    text: '{file}: relocation {relocation} is not supported against an undefined symbol `{symbol}`',
    hint: 'position-independent code needs the symbol in the same link; add the object that defines it',
  },

  // Init functions, command exports, tables (N, E)
  constructorWithArguments: {
    code: 'WW2120',
    severity: 'error',
    text: 'constructor functions cannot take arguments: {symbol}',
  },
  dtorsNotFunction: {
    code: 'WW2121',
    severity: 'error',
    text: '__wasm_call_dtors must be a function',
  },
  dtorsSignature: {
    code: 'WW2122',
    severity: 'error',
    text: '__wasm_call_dtors must have no argument or return values',
  },
  reservedNotTable: {
    code: 'WW2123',
    severity: 'error',
    text: 'reserved symbol must be of type table: `__indirect_function_table`',
    hint: 'the name belongs to the linker; rename the symbol',
  },
  reservedDefined: {
    code: 'WW2124',
    severity: 'error',
    text: 'reserved symbol must not be defined in input files: `__indirect_function_table`',
    hint: 'the name belongs to the linker; rename the symbol',
  },
  legacyTableConflict: {
    code: 'WW2125',
    severity: 'error',
    text: 'object file not built with {feature} conflicts with import of table {table} by file {file}',
    hint: 'rebuild the object with -mreference-types: without it the indirect table must be table 0',
  },

  // Memory layout (L)
  stackAlignment: {
    code: 'WW2200',
    severity: 'error',
    text: 'stack size must be 16-byte aligned',
    hint: 'give -z stack-size a multiple of 16',
  },
  globalBaseBelowStack: {
    code: 'WW2201',
    severity: 'error',
    text: '--global-base cannot be less than stack size when --stack-first is used',
  },
  memoryAlignment: {
    code: 'WW2202',
    severity: 'error',
    text: '{what} must be {alignment}',
    hint: PAGE_MULTIPLE,
  },
  memoryTooLarge: {
    code: 'WW2203',
    severity: 'error',
    text: '{what} too large, cannot be greater than {limit}',
  },
  memoryTooSmall: {
    code: 'WW2204',
    severity: 'error',
    text: '{what} too small, {needed} bytes needed',
    hint: 'raise the size, or leave the option out to have it computed',
  },

  // Features (F)
  sharedMemoryDisallowed: {
    code: 'WW2300',
    severity: 'error',
    text: "--shared-memory is disallowed by {file} because it was not compiled with 'atomics' or 'bulk-memory' features.",
    hint: 'compile every object with -pthread, or with -matomics -mbulk-memory',
  },
  featureForSharedMemory: {
    code: 'WW2301',
    severity: 'error',
    text: "'{feature}' feature must be used in order to use shared memory",
    hint: 'compile with -pthread, or with -matomics -mbulk-memory',
  },
  featureForTls: {
    code: 'WW2302',
    severity: 'error',
    text: "'{feature}' feature must be used in order to use thread-local storage",
    hint: 'compile with -pthread, or with -matomics -mbulk-memory',
  },
  featureNotAllowed: {
    code: 'WW2303',
    severity: 'error',
    text: "Target feature '{feature}' used by {file} is not allowed.",
    hint: 'add the feature to --features, or compile the object without it',
  },
  featureDisallowed: {
    code: 'WW2304',
    severity: 'error',
    text: "Target feature '{feature}' used in {file} is disallowed by {by}. Use --no-check-features to suppress.",
    hint: SUPPRESS,
  },
  featureMissing: {
    code: 'WW2305',
    severity: 'error',
    text: "Missing target feature '{feature}' in {file}, required by {by}. Use --no-check-features to suppress.",
    hint: SUPPRESS,
  },
  mutableGlobal: {
    code: 'WW2306',
    severity: 'error',
    text: "mutable global {direction} but 'mutable-globals' feature not present in inputs: `{symbol}`. Use --no-check-features to suppress.",
    hint: 'compile with -mmutable-globals (on by default since LLVM 12)',
  },

  // Strings and relocations (M, V, O9)
  notTerminated: {
    code: 'WW2400',
    severity: 'fatal',
    text: '{file}:({section}): string is not null terminated',
    hint: 'the section is marked as strings but its last string has no NUL; link with -O0 to copy it as it is',
  },
  offsetOutsideSection: {
    code: 'WW2401',
    severity: 'fatal',
    text: '{file}:({section}): offset is outside the section',
  },
  outOfRange: {
    code: 'WW2402',
    severity: 'error',
    text: '{file}: relocation {relocation} value {value} out of range',
    hint: 'the program is larger than the field can address',
  },
  cannotCompress: {
    code: 'WW2403',
    severity: 'fatal',
    text: 'relocation compression not supported for {relocation}',
  },
  initializerGlobal: {
    code: 'WW2404',
    severity: 'error',
    text: '{file}: global initializer uses global {index}, which cannot be relocated',
    hint: 'no relocation exists for initializers; set the global at start-up instead',
  },
  notUtf8: {
    code: 'WW2407',
    severity: 'error',
    text: 'name of an {kind} is not valid UTF-8: {name}',
    hint: 'a module cannot name it; the object is damaged, or its symbol names are in another encoding',
  },
  tooLarge: {
    code: 'WW2405',
    severity: 'fatal',
    text: "section '{section}' too large to encode",
  },
  memoryOffset: {
    code: 'WW2406',
    severity: 'error',
    text: '{file}:({function}): memory offset outside the address space',
    hint: 'the offset of a load or store from a symbol is negative or past the end of memory; compute the address instead',
  },
} as const satisfies Record<string, CodeRow>;
