import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/driver`: codes WW3000 to WW3999. */
export const driverCodes = {
  // WW30xx: the command line (linking.md section 5.1).
  unknownArgument: {
    code: 'WW3001',
    severity: 'error',
    text: 'unknown argument: {argument}',
    hint: 'see --help; some options belong to another --compat level, and -Wl, is for the compiler driver',
  },
  missingArgument: {
    code: 'WW3002',
    severity: 'error',
    text: '{argument}: missing argument',
  },
  numberExpected: {
    code: 'WW3003',
    severity: 'error',
    text: "{argument}: number expected, but got '{value}'",
    hint: 'write the number in decimal',
  },
  invalidQuoting: {
    code: 'WW3004',
    severity: 'error',
    text: 'invalid response file quoting: {value}',
    hint: 'the styles are posix and windows',
  },
  recursiveResponseFile: {
    code: 'WW3005',
    severity: 'warning',
    text: "recursive expansion of: '{file}'",
    hint: 'a response file must not name itself, directly or through another one',
  },
  unknownZ: {
    code: 'WW3006',
    severity: 'warning',
    text: 'unknown -z value: {value}',
    hint: 'only stack-size=N means something',
  },
  invalidStackSize: {
    code: 'WW3007',
    severity: 'error',
    text: 'invalid stack-size: {value}',
  },
  invalidThreads: {
    code: 'WW3008',
    severity: 'error',
    text: "{option}: expected a positive integer, but got '{value}'",
  },
  invalidArchitecture: {
    code: 'WW3009',
    severity: 'error',
    text: 'invalid target architecture: {value}',
    hint: 'the architectures are wasm32 and wasm64',
  },
  unknownUnresolvedPolicy: {
    code: 'WW3010',
    severity: 'error',
    text: 'unknown --unresolved-symbols value: {value}',
    hint: 'the policies are report-all, ignore-all and import-dynamic',
  },
  unknownColors: {
    code: 'WW3011',
    severity: 'error',
    text: 'unknown option: --color-diagnostics={value}',
    hint: 'the choices are auto, always and never',
  },
  unknownBuildId: {
    code: 'WW3012',
    severity: 'error',
    text: 'unknown --build-id style: {value}',
    hint: 'the styles are none, fast, sha1, tree, uuid and 0xHEX',
  },
  notHexadecimal: {
    code: 'WW3013',
    severity: 'error',
    text: 'not a hexadecimal value: {pair}',
  },
  invalidLtoLevel: {
    code: 'WW3014',
    severity: 'error',
    text: 'invalid optimization level for LTO: {value}',
  },
  invalidLtoCodegenLevel: {
    code: 'WW3015',
    severity: 'error',
    text: 'invalid codegen optimization level for LTO: {value}',
  },
  zeroLtoPartitions: {
    code: 'WW3016',
    severity: 'error',
    text: '--lto-partitions: number of threads must be > 0',
  },
  invalidJobCount: {
    code: 'WW3017',
    severity: 'error',
    text: '--thinlto-jobs: invalid job count: {value}',
  },
  unknownCompat: {
    code: 'WW3018',
    severity: 'error',
    text: 'unknown --compat level: {value}',
    hint: 'the levels are 19, 21 and 22',
  },
  ignoredGnuOption: {
    code: 'WW3019',
    severity: 'warning',
    text: 'ignored GNU option: {argument}',
  },
  randomUnavailable: {
    code: 'WW3020',
    severity: 'error',
    text: '--build-id=uuid needs a source of random bytes',
    hint: 'pass `random` to link()',
  },

  // WW31xx: files (linking.md sections 1.1, 1.3, 5.1).
  cannotOpen: {
    code: 'WW3101',
    severity: 'error',
    text: 'cannot open {file}: {reason}',
  },
  unknownFileType: {
    code: 'WW3102',
    severity: 'error',
    text: 'unknown file type: {file}',
    hint: 'inputs are wasm objects, archives, shared objects and #STUB libraries',
  },
  bitcode: {
    code: 'WW3103',
    severity: 'error',
    text: '{file}: LLVM bitcode is not supported; recompile without -flto',
  },
  libraryNotFound: {
    code: 'WW3104',
    severity: 'error',
    text: 'unable to find library -l{name}',
    hint: 'add its directory with -L',
  },
  nestedStartLib: {
    code: 'WW3105',
    severity: 'error',
    text: 'nested --start-lib',
  },
  strayEndLib: {
    code: 'WW3106',
    severity: 'error',
    text: 'stray --end-lib',
  },
  noInputFiles: {
    code: 'WW3107',
    severity: 'error',
    text: 'no input files',
  },
  noOutputFile: {
    code: 'WW3108',
    severity: 'error',
    text: 'no output file specified',
    hint: 'pass -o FILE',
  },
  cannotOpenOutput: {
    code: 'WW3109',
    severity: 'error',
    text: 'cannot open output file {file}: {reason}',
  },
  cannotOpenMap: {
    code: 'WW3110',
    severity: 'error',
    text: 'cannot open map file {file}: {reason}',
  },
  cannotOpenWhyExtract: {
    code: 'WW3111',
    severity: 'error',
    text: 'cannot open --why-extract= file {file}: {reason}',
  },
  cannotOpenReproduce: {
    code: 'WW3112',
    severity: 'error',
    text: '--reproduce: cannot open {file}',
  },
  cannotWriteOutput: {
    code: 'WW3113',
    severity: 'fatal',
    text: "failed to write output '{file}': {reason}",
  },
  thinMember: {
    code: 'WW3114',
    severity: 'fatal',
    text: "{file}: could not get the buffer for a child of the archive: '{path}': {reason}",
    hint: 'a thin archive holds only the names of its members; the files have to be where they were',
  },

  // WW32xx: options that exclude each other (linking.md P10, R2, D6, O9, L5).
  compressNeedsStrip: {
    code: 'WW3201',
    severity: 'error',
    text: '--compress-relocations is incompatible with output debug information. Please pass --strip-debug or --strip-all',
  },
  sharedAndPie: {
    code: 'WW3202',
    severity: 'error',
    text: '-shared and -pie may not be used together',
  },
  importAndExportTable: {
    code: 'WW3203',
    severity: 'error',
    text: '--import-table and --export-table may not be used together',
  },
  picExportTable: {
    code: 'WW3204',
    severity: 'error',
    text: '-shared/-pie is incompatible with --export-table',
  },
  sharedExportMemory: {
    code: 'WW3205',
    severity: 'error',
    text: '--export-memory is incompatible with --shared',
  },
  picGlobalBase: {
    code: 'WW3206',
    severity: 'error',
    text: '--global-base may not be used with -shared/-pie',
  },
  picTableBase: {
    code: 'WW3207',
    severity: 'error',
    text: '--table-base may not be used with -shared/-pie',
  },
  maxMemoryNotGrowable: {
    code: 'WW3208',
    severity: 'error',
    text: '--max-memory is incompatible with --no-growable-memory',
  },
  relocatableEntry: {
    code: 'WW3209',
    severity: 'error',
    text: 'entry point specified for relocatable output file',
  },
  relocatableGc: {
    code: 'WW3210',
    severity: 'error',
    text: '-r and --gc-sections may not be used together',
  },
  relocatableCompress: {
    code: 'WW3211',
    severity: 'error',
    text: '-r -and --compress-relocations may not be used together',
  },
  relocatableUndefined: {
    code: 'WW3212',
    severity: 'error',
    text: '-r -and --undefined may not be used together',
  },
  relocatablePie: {
    code: 'WW3213',
    severity: 'error',
    text: '-r and -pie may not be used together',
  },
  relocatableSharedMemory: {
    code: 'WW3214',
    severity: 'error',
    text: '-r and --shared-memory may not be used together',
  },
  relocatableGlobalBase: {
    code: 'WW3215',
    severity: 'error',
    text: '-r and --global-base may not by used together',
  },
  relocatableExportTable: {
    code: 'WW3216',
    severity: 'error',
    text: '--relocatable is incompatible with --export-table',
  },
  relocatableGrowableTable: {
    code: 'WW3217',
    severity: 'error',
    text: '--relocatable is incompatible with --growable-table',
  },
  sharedUnstable: {
    code: 'WW3218',
    severity: 'warning',
    text: 'creating shared libraries, with -shared, is not yet stable',
    hint: 'pass --experimental-pic to silence this',
  },
  pieUnstable: {
    code: 'WW3219',
    severity: 'warning',
    text: 'creating PIEs, with -pie, is not yet stable',
    hint: 'pass --experimental-pic to silence this',
  },
  dynamicImportsUnstable: {
    code: 'WW3220',
    severity: 'warning',
    text: 'dynamic imports are not yet stable (--unresolved-symbols=import-dynamic)',
    hint: 'pass --experimental-pic to silence this',
  },
  bsymbolicWithoutShared: {
    code: 'WW3221',
    severity: 'warning',
    text: '-Bsymbolic is only meaningful when combined with -shared',
  },
  oneObject: {
    code: 'WW3301',
    severity: 'error',
    text: '{file}: several modules make several objects',
    hint: 'leave out -o, or build one module at a time',
  },
  mixedTargets: {
    code: 'WW3305',
    severity: 'error',
    text: 'the module is for {arch}; {other} is for {wanted}',
    hint: 'compile all modules of a program for one architecture',
  },
  needsRuntime: {
    code: 'WW3306',
    severity: 'error',
    text: "function '{name}' needs '{symbol}' of the compiler run-time library",
    hint: 'add that library to the inputs, or libc where it has the function',
  },
  notDefined: {
    code: 'WW3302',
    severity: 'error',
    text: "nothing defines '{symbol}'",
    hint: 'add the module, object or library that defines it, or import it from the host: `from "module"`, or --allow-undefined',
  },
  definedTwice: {
    code: 'WW3303',
    severity: 'error',
    text: "'{symbol}' is defined more than once",
    hint: 'rename one of the definitions, or make one of them weak',
  },
  declaredDifferently: {
    code: 'WW3304',
    severity: 'warning',
    text: "'{symbol}' is declared with another signature than its definition has: calls trap",
    hint: 'give the declaration the types of the definition, and callconv(c) if it is written in C',
  },
} as const satisfies Record<string, CodeRow>;
