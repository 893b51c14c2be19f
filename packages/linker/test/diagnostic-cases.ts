/**
 * Every error and warning of the linker (linking.md sections 3 and 4, static links), with a link that causes it. The same
 * links run with native wasm-ld 19 where it is installed.
 */
import { linkerCodes, type CodeRow } from '@wasmwright/diagnostics';
import { mkArchive, mkObject, type ImportSpec, type ObjectSpec } from '../../object/test/build.ts';
import type { LinkOptions } from '../src/index.ts';
import type { Files } from './files.ts';
import {
  caller,
  data,
  dataDefiner,
  definer,
  EXPLICIT_NAME,
  EXPORTED,
  signature,
  STRINGS,
  TLS,
  TLS_SEGMENT,
  UNDEFINED,
  user,
} from './objects.ts';

/** One link and all that is reported about it. */
export interface DiagnosticCase {
  /** The rule, and what is special about the case. */
  readonly rule: string;
  /** In command-line order. */
  readonly inputs: Files;
  /** Besides `entry: null`, unless it is given. */
  readonly options?: LinkOptions;
  /** The same for wasm-ld, besides `--no-entry`. */
  readonly args?: readonly string[];
  readonly reports: readonly Report[];
  /** Set when wasm-ld 19 does not report this: the reason; and what it reports instead, if that is to be checked. */
  readonly notNative?: string;
}

type Report = readonly [row: CodeRow, text: string];

const lines = (...parts: string[]): string => parts.join('\n>>> ');
const c = linkerCodes;
const memory64: ObjectSpec = {
  imports: [
    { module: 'env', field: '__linear_memory', kind: 'memory', limits: { minimum: 0, flags: 4 } },
  ],
};
const globalImport = (type: number, mutable: boolean): ImportSpec[] => [
  { module: 'env', field: 'g', kind: 'global', type, mutable },
];
const zero = [0x41, 0, 0x0b];
const tableImport = (field: string, element = 0x70): ImportSpec[] => [
  { module: 'env', field, kind: 'table', element, limits: { minimum: 0 } },
];
const undefinedGlobal = { kind: 'global', flags: UNDEFINED, element: 0 } as const;
const undefinedTable = { kind: 'table', flags: UNDEFINED, element: 0 } as const;
const features = (...list: string[]): ObjectSpec => ({
  features: list.map((text) => [text[0]!, text.slice(1)] as const),
});
const THREADS = features('+atomics', '+bulk-memory', '+mutable-globals');

/** Symbol types differ (S5): two inputs that take `x` for different kinds. Two definitions are duplicates besides. */
const kindMismatch = (
  rule: string,
  first: readonly [ObjectSpec, string],
  second: readonly [ObjectSpec, string],
  isDuplicate = true,
): DiagnosticCase => ({
  rule,
  inputs: { 'a.o': first[0], 'b.o': second[0] },
  reports: [
    [
      c.symbolTypeMismatch,
      lines(
        'symbol type mismatch: x',
        `defined as ${first[1]} in a.o`,
        `defined as ${second[1]} in b.o`,
      ),
    ],
    ...(isDuplicate
      ? [
          [
            c.duplicateSymbol,
            lines('duplicate symbol: x', 'defined in a.o', 'defined in b.o'),
          ] as const,
        ]
      : []),
  ],
});

/** An object of before reference types, and one that imports another table. */
const legacyTable: Files = {
  'a.o': user(
    'run',
    [{ kind: 'function', name: 'f', flags: UNDEFINED | EXPLICIT_NAME, element: 0 }],
    [[0, 0]],
    {
      imports: [
        { module: 'env', field: 'g', kind: 'function', type: 0 },
        ...tableImport('__indirect_function_table'),
      ],
    },
  ),
  'b.o': user(
    'run2',
    [{ ...undefinedTable, flags: UNDEFINED | EXPLICIT_NAME, name: 't' }],
    [[20, 0]],
    {
      imports: tableImport('u'),
    },
  ),
};

/** A memory size that is refused (L5). */
const memorySize = (
  options: LinkOptions,
  args: readonly string[],
  row: CodeRow,
  text: string,
): DiagnosticCase => ({
  rule: `L5 ${args.join(' ')}`,
  inputs: { 'a.o': definer('f', '') },
  options,
  args,
  reports: [[row, text]],
});

export const diagnosticCases: readonly DiagnosticCase[] = [
  // I3, I23, I26
  {
    rule: 'I3 64-bit object without -m',
    inputs: { 'a.o': memory64 },
    reports: [[c.wasm64NeedsOption, 'a.o: must specify -mwasm64 to process wasm64 object files']],
  },
  {
    rule: 'I3 32-bit object in a 64-bit link',
    inputs: { 'a.o': { memories: [{ minimum: 1 }], ...definer('f', '') } },
    options: { target: 'wasm64' },
    args: ['-mwasm64'],
    reports: [[c.wasm32InWasm64, "a.o: wasm32 object file can't be linked in wasm64 mode"]],
  },
  {
    rule: 'I23 member of a thin archive is missing',
    inputs: {
      'lib.a': mkArchive([{ name: 'gone.o/', bytes: [], size: '8', data: false }], '!<thin>\n'),
    },
    reports: [[c.thinMember, 'cannot open gone.o: No such file or directory']],
    notNative: 'reports the archive: lib.a: could not get the buffer for a child of the archive',
  },
  {
    rule: 'I26 archive member of another kind',
    inputs: {
      'a.o': definer('f', ''),
      'lib.a': mkArchive([{ name: 'notes.txt/', bytes: [0x68, 0x65, 0x6c, 0x6c, 0x6f] }]),
    },
    reports: [
      [
        c.notWasmMember,
        "lib.a: archive member 'notes.txt' is neither Wasm object file nor LLVM bitcode",
      ],
    ],
  },

  {
    rule: 'I29 bitcode member that may have held the definition',
    inputs: {
      'a.o': caller('run', 'f'),
      'lib.a': mkArchive([{ name: 'm.o/', bytes: [0x42, 0x43, 0xc0, 0xde] }]),
    },
    reports: [
      [c.undefinedSymbol, lines('a.o: undefined symbol: f', 'skipped bitcode member lib.a(m.o)')],
    ],
    notNative: 'compiles bitcode',
  },

  // S: resolution
  {
    rule: 'S3',
    inputs: { 'a.o': definer('_Z1fi', ''), 'b.o': definer('_Z1fi', '') },
    reports: [
      [c.duplicateSymbol, lines('duplicate symbol: f(int)', 'defined in a.o', 'defined in b.o')],
    ],
  },
  {
    rule: 'S3 in an archive',
    inputs: {
      'a.o': caller('run', 'g'),
      'b.o': definer('f', ''),
      'lib.a': { members: { 'm.o': { ...definer('f', ''), ...bothDefined('f', 'g') } } },
    },
    reports: [
      [c.duplicateSymbol, lines('duplicate symbol: f', 'defined in b.o', 'defined in lib.a(m.o)')],
    ],
  },
  {
    rule: 'S3 [20+] --noinhibit-exec',
    inputs: { 'a.o': definer('f', ''), 'b.o': definer('f', '') },
    options: { noinhibitExec: true, compat: 21 },
    reports: [
      [c.duplicateSymbolIgnored, lines('duplicate symbol: f', 'defined in a.o', 'defined in b.o')],
    ],
    notNative: 'an option of version 20',
  },
  kindMismatch(
    'S5 function, then data',
    [definer('x', ''), 'WASM_SYMBOL_TYPE_FUNCTION'],
    [dataDefiner('x'), 'WASM_SYMBOL_TYPE_DATA'],
  ),
  kindMismatch(
    'S5 global, then function',
    [
      {
        globals: [{ type: 0x7f, mutable: false, init: zero }],
        symbols: [{ kind: 'global', name: 'x', element: 0 }],
      },
      'WASM_SYMBOL_TYPE_GLOBAL',
    ],
    [caller('run', 'x'), 'WASM_SYMBOL_TYPE_FUNCTION'],
    false,
  ),
  kindMismatch(
    'S5 data, then tag',
    [dataDefiner('x'), 'WASM_SYMBOL_TYPE_DATA'],
    [
      { types: [signature('i')], tags: [0], symbols: [{ kind: 'tag', name: 'x', element: 0 }] },
      'WASM_SYMBOL_TYPE_TAG',
    ],
  ),
  kindMismatch(
    'S5 table, then data',
    [
      {
        tables: [{ element: 0x70, limits: { minimum: 0 } }],
        symbols: [{ kind: 'table', name: 'x', element: 0 }],
      },
      'WASM_SYMBOL_TYPE_TABLE',
    ],
    [dataDefiner('x'), 'WASM_SYMBOL_TYPE_DATA'],
  ),
  {
    rule: 'S5 globals',
    inputs: {
      'a.o': {
        globals: [{ type: 0x7e, mutable: false, init: [0x42, 0, 0x0b] }],
        symbols: [{ kind: 'global', name: 'g', element: 0 }],
      },
      'b.o': user('run', [undefinedGlobal], [[7, 0]], { imports: globalImport(0x7f, true) }),
    },
    reports: [
      [
        c.globalTypeMismatch,
        lines(
          'Global type mismatch: g',
          'defined as const i64 in a.o',
          'defined as var i32 in b.o',
        ),
      ],
    ],
  },
  {
    rule: 'S5 tables',
    inputs: {
      'a.o': {
        tables: [{ element: 0x6f, limits: { minimum: 2, maximum: 3 } }],
        symbols: [{ kind: 'table', name: 't', element: 0 }],
      },
      'b.o': user('run', [undefinedTable], [[20, 0]], { imports: tableImport('t') }),
    },
    reports: [
      [
        c.tableTypeMismatch,
        lines(
          'Table type mismatch: t',
          'defined as type=externref; limits=[flags=0x1; min=2; max=3] in a.o',
          'defined as type=funcref; limits=[flags=0x0; min=0] in b.o',
        ),
      ],
    ],
  },
  {
    rule: 'S5 tags',
    inputs: {
      'a.o': {
        types: [signature('i')],
        tags: [0],
        symbols: [{ kind: 'tag', name: 't', element: 0 }],
      },
      'b.o': user('run', [{ kind: 'tag', flags: UNDEFINED, element: 0 }], [[10, 0]], {
        types: [signature(''), signature('l')],
        imports: [{ module: 'env', field: 't', kind: 'tag', type: 1 }],
      }),
    },
    reports: [
      [
        c.tagSignatureMismatch,
        lines(
          'Tag signature mismatch: t',
          'defined as (i32) -> void in a.o',
          'defined as (i64) -> void in b.o',
        ),
      ],
    ],
  },
  {
    rule: 'S7 call and definition',
    inputs: { 'a.o': caller('run', '_Z1fv', 'il:i'), 'b.o': definer('_Z1fv', 'd') },
    reports: [
      [
        c.functionSignatureMismatch,
        lines(
          'function signature mismatch: _Z1fv',
          'defined as (i32, i64) -> i32 in a.o',
          'defined as (f64) -> void in b.o',
        ),
      ],
    ],
  },
  {
    rule: 'S7 two calls, no definition',
    inputs: { 'a.o': caller('run', 'f', 'i'), 'b.o': caller('run2', 'f', ':f') },
    reports: [
      [
        c.functionSignatureMismatchUndefined,
        lines(
          'function signature mismatch: f',
          'defined as (i32) -> void in a.o',
          'defined as () -> f32 in b.o',
        ),
      ],
    ],
  },
  {
    rule: 'S8 names',
    inputs: {
      'a.o': caller('run', 'f', '', { field: 'one' }),
      'b.o': caller('run2', 'f', '', { field: 'two' }),
    },
    reports: [
      [
        c.importNameMismatch,
        lines(
          'import name mismatch for symbol: f',
          'defined as one in a.o',
          'defined as two in b.o',
        ),
      ],
    ],
  },
  {
    rule: 'S8 modules',
    inputs: {
      'a.o': caller('run', 'f', '', { field: 'g', module: 'one' }),
      'b.o': caller('run2', 'f', '', { field: 'g', module: 'two' }),
    },
    reports: [
      [
        c.importModuleMismatch,
        lines(
          'import module mismatch for symbol: f',
          'defined as one in a.o',
          'defined as two in b.o',
        ),
      ],
    ],
  },

  // U: undefined symbols
  {
    rule: 'U1 once for each relocation',
    inputs: {
      'a.o': user(
        'run',
        [
          { kind: 'function', flags: UNDEFINED, element: 0 },
          data('_Z4datai', { flags: UNDEFINED }),
        ],
        [
          [0, 0],
          [4, 1, 0],
          [0, 0],
        ],
        { imports: [{ module: 'env', field: '_Z1fv', kind: 'function', type: 0 }] },
      ),
    },
    reports: [
      [c.undefinedSymbol, 'a.o: undefined symbol: f()'],
      [c.undefinedSymbol, 'a.o: undefined symbol: data(int)'],
      [c.undefinedSymbol, 'a.o: undefined symbol: f()'],
    ],
  },
  {
    rule: 'U1 in an archive',
    inputs: {
      'a.o': caller('run', 'f'),
      'lib.a': { members: { 'm.o': caller('f', 'missing') } },
    },
    reports: [[c.undefinedSymbol, 'lib.a(m.o): undefined symbol: missing']],
  },
  {
    rule: 'U1 --warn-unresolved-symbols',
    inputs: { 'a.o': caller('run', 'f') },
    options: { warnUnresolvedSymbols: true },
    args: ['--warn-unresolved-symbols'],
    reports: [[c.undefinedSymbolWarning, 'a.o: undefined symbol: f']],
  },
  {
    rule: 'U6',
    inputs: { 'a.o': definer('f', '') },
    options: { exports: ['f', 'missing'] },
    args: ['--export=f', '--export=missing'],
    reports: [[c.exportNotFound, 'symbol exported via --export not found: missing']],
  },
  {
    rule: 'U6 --warn-unresolved-symbols',
    inputs: { 'a.o': definer('f', '') },
    options: { exports: ['missing'], warnUnresolvedSymbols: true },
    args: ['--export=missing', '--warn-unresolved-symbols'],
    reports: [[c.exportNotFoundWarning, 'symbol exported via --export not found: missing']],
  },
  {
    rule: 'U7',
    inputs: { 'a.o': definer('f', '') },
    options: { entry: 'begin' },
    args: ['--entry=begin'],
    reports: [[c.entryNotDefined, 'entry symbol not defined (pass --no-entry to suppress): begin']],
  },
  {
    rule: 'B2 dependency of a stub library',
    inputs: { 'a.o': caller('run', 'f'), 'stub.so': '#STUB\nf: needed\n' },
    reports: [[c.undefinedStubDependency, 'stub.so: undefined symbol: needed. Required by f']],
  },
  {
    rule: 'T7 undefined symbol',
    inputs: { 'a.o': user('run', [data('t', { flags: UNDEFINED | TLS })], [[21, 0, 0]]) },
    reports: [
      [
        c.tlsAgainstUndefined,
        'a.o: relocation R_WASM_MEMORY_ADDR_TLS_SLEB cannot be used against an undefined symbol `t`',
      ],
      [c.undefinedSymbol, 'a.o: undefined symbol: t'],
    ],
  },
  {
    rule: 'T7 symbol without TLS',
    inputs: {
      'a.o': user('run', [data('t')], [[21, 0, 0]], {
        segments: [{ bytes: [1, 2, 3, 4], name: '.data.t' }],
        ...THREADS,
      }),
    },
    options: { sharedMemory: true, maxMemory: 131072 },
    args: ['--shared-memory', '--max-memory=131072'],
    reports: [
      [
        c.tlsAgainstNonTls,
        'a.o: relocation R_WASM_MEMORY_ADDR_TLS_SLEB cannot be used against non-TLS symbol `t`',
      ],
      [
        c.tlsInNonTlsSection,
        'a.o: relocation R_WASM_MEMORY_ADDR_TLS_SLEB cannot be used against `t` in non-TLS section: .data',
      ],
    ],
  },
  {
    rule: 'T7 segment without TLS',
    inputs: {
      'a.o': user('run', [data('t', { flags: TLS })], [[21, 0, 0]], {
        segments: [{ bytes: [1, 2, 3, 4], name: '.data.t' }],
        ...THREADS,
      }),
    },
    options: { sharedMemory: true, maxMemory: 131072 },
    args: ['--shared-memory', '--max-memory=131072'],
    reports: [
      [
        c.tlsInNonTlsSection,
        'a.o: relocation R_WASM_MEMORY_ADDR_TLS_SLEB cannot be used against `t` in non-TLS section: .data',
      ],
    ],
  },
  {
    rule: 'U5 [21] relative relocation against an undefined symbol',
    inputs: { 'a.o': user('run', [data('d', { flags: UNDEFINED })], [[11, 0, 0]]) },
    options: { compat: 21 },
    reports: [
      [
        c.relativeAgainstUndefined,
        'a.o: relocation R_WASM_MEMORY_ADDR_REL_SLEB is not supported against an undefined symbol `d`',
      ],
      [c.undefinedSymbol, 'a.o: undefined symbol: d'],
    ],
    notNative: 'a check of version 21',
  },

  // N, E
  {
    rule: 'N1',
    inputs: {
      'a.o': {
        ...definer('_Z4initi', 'i', { flags: EXPORTED }),
        initFunctions: [{ priority: 1, symbol: 0 }],
      },
    },
    reports: [
      [c.constructorWithArguments, 'constructor functions cannot take arguments: init(int)'],
    ],
  },
  {
    rule: 'N3 not a function',
    inputs: { 'a.o': dataDefiner('__wasm_call_dtors') },
    reports: [[c.dtorsNotFunction, '__wasm_call_dtors must be a function']],
  },
  {
    rule: 'N3 with a result',
    inputs: { 'a.o': definer('__wasm_call_dtors', ':i') },
    reports: [[c.dtorsSignature, '__wasm_call_dtors must have no argument or return values']],
  },
  {
    rule: 'E5 not a table',
    inputs: { 'a.o': dataDefiner('__indirect_function_table') },
    reports: [
      [c.reservedNotTable, 'reserved symbol must be of type table: `__indirect_function_table`'],
    ],
  },
  {
    rule: 'E5 defined',
    inputs: {
      'a.o': {
        tables: [{ element: 0x70, limits: { minimum: 0 } }],
        symbols: [
          { kind: 'table', name: '__indirect_function_table', element: 0, flags: EXPORTED },
        ],
      },
    },
    reports: [
      [
        c.reservedDefined,
        'reserved symbol must not be defined in input files: `__indirect_function_table`',
      ],
    ],
  },
  {
    rule: 'E6',
    inputs: legacyTable,
    reports: [
      [
        c.legacyTableConflict,
        "object file not built with 'reference-types' feature conflicts with import of table t by file b.o",
      ],
    ],
  },
  {
    rule: 'E6 [20+]',
    inputs: legacyTable,
    options: { compat: 21 },
    reports: [
      [
        c.legacyTableConflict,
        "object file not built with 'reference-types' or 'call-indirect-overlong' feature conflicts with import of table t by file b.o",
      ],
    ],
    notNative: 'the wording of version 20',
  },

  // L
  {
    rule: 'L2 stack size',
    inputs: { 'a.o': definer('f', '') },
    options: { stackSize: 65537 },
    args: ['-z', 'stack-size=65537'],
    reports: [[c.stackAlignment, 'stack size must be 16-byte aligned']],
  },
  {
    rule: 'L2 global base',
    inputs: { 'a.o': definer('f', '') },
    options: { stackFirst: true, globalBase: 1024 },
    args: ['--stack-first', '--global-base=1024'],
    reports: [
      [
        c.globalBaseBelowStack,
        '--global-base cannot be less than stack size when --stack-first is used',
      ],
    ],
  },
  memorySize(
    { initialHeap: 1 },
    ['--initial-heap=1'],
    c.memoryAlignment,
    'initial heap must be 65536-byte aligned',
  ),
  memorySize(
    { initialHeap: 0x1_0000_0000 },
    ['--initial-heap=4294967296'],
    c.memoryTooLarge,
    'initial heap too large, cannot be greater than 4294900736',
  ),
  memorySize(
    { initialMemory: 131073 },
    ['--initial-memory=131073'],
    c.memoryAlignment,
    'initial memory must be 65536-byte aligned',
  ),
  memorySize(
    { initialMemory: 65536 },
    ['--initial-memory=65536'],
    c.memoryTooSmall,
    'initial memory too small, 66560 bytes needed',
  ),
  memorySize(
    { initialMemory: 0x1_0001_0000 },
    ['--initial-memory=4295032832'],
    c.memoryTooLarge,
    'initial memory too large, cannot be greater than 4294967296',
  ),
  memorySize(
    { maxMemory: 131073 },
    ['--max-memory=131073'],
    c.memoryAlignment,
    'maximum memory must be 65536-byte aligned',
  ),
  memorySize(
    { maxMemory: 65536 },
    ['--max-memory=65536'],
    c.memoryTooSmall,
    'maximum memory too small, 131072 bytes needed',
  ),
  memorySize(
    { maxMemory: 0x1_0001_0000 },
    ['--max-memory=4295032832'],
    c.memoryTooLarge,
    'maximum memory too large, cannot be greater than 4294967296',
  ),
  {
    ...memorySize(
      { initialMemory: 131073, compat: 21 },
      [],
      c.memoryAlignment,
      'initial memory must be aligned to the page size (65536 bytes)',
    ),
    notNative: 'the wording of version 20',
  },
  {
    rule: 'Z1 segment over 4 GiB',
    inputs: {
      'a.o': {
        segments: [0, 1, 2].map((i) => ({ bytes: [1], name: `.data.${i}`, alignment: 31 })),
        symbols: [0, 1, 2].map((i) => data(`d${i}`, { element: i, flags: EXPORTED })),
      },
    },
    reports: [[c.tooLarge, "section '.data' too large to encode"]],
    notNative: 'version 19 counts sizes in 32 bits',
  },

  // F
  {
    rule: 'F3 disallowed',
    inputs: {
      'a.o': { ...definer('f', ''), ...features('-shared-mem', '+atomics', '+bulk-memory') },
    },
    options: { sharedMemory: true, maxMemory: 131072 },
    args: ['--shared-memory', '--max-memory=131072'],
    reports: [
      [
        c.sharedMemoryDisallowed,
        "--shared-memory is disallowed by a.o because it was not compiled with 'atomics' or 'bulk-memory' features.",
      ],
    ],
  },
  {
    rule: 'F3 not used',
    inputs: { 'a.o': definer('f', '') },
    options: { sharedMemory: true, maxMemory: 131072 },
    args: ['--shared-memory', '--max-memory=131072'],
    reports: ['atomics', 'bulk-memory'].map((name): Report => [
      c.featureForSharedMemory,
      `'${name}' feature must be used in order to use shared memory`,
    ]),
  },
  {
    rule: 'F4',
    inputs: { 'a.o': dataDefiner('t', { name: '.tdata.t', flags: TLS_SEGMENT }) },
    reports: ['atomics', 'bulk-memory'].map((name): Report => [
      c.featureForTls,
      `'${name}' feature must be used in order to use thread-local storage`,
    ]),
  },
  {
    rule: 'F5 not allowed',
    inputs: { 'lib.a': { members: { 'm.o': { ...definer('f', ''), ...features('+simd128') } } } },
    options: { features: ['atomics'], exports: ['f'] },
    args: ['--features=atomics', '--export=f'],
    reports: [[c.featureNotAllowed, "Target feature 'simd128' used by m.o is not allowed."]],
  },
  {
    rule: 'F5 disallowed',
    inputs: {
      'a.o': { ...definer('f', ''), ...features('+simd128') },
      'b.o': { ...definer('g', ''), ...features('-simd128') },
    },
    reports: [
      [
        c.featureDisallowed,
        "Target feature 'simd128' used in a.o is disallowed by b.o. Use --no-check-features to suppress.",
      ],
    ],
  },
  {
    rule: 'F5 required',
    inputs: {
      'a.o': { ...definer('f', ''), ...features('=simd128') },
      'b.o': definer('g', ''),
    },
    reports: [
      [
        c.featureMissing,
        "Missing target feature 'simd128' in b.o, required by a.o. Use --no-check-features to suppress.",
      ],
    ],
  },
  {
    rule: 'F6 imported',
    inputs: {
      'a.o': user(
        'run',
        [{ ...undefinedGlobal, flags: UNDEFINED | EXPLICIT_NAME, name: 'g' }],
        [[7, 0]],
        {
          imports: globalImport(0x7f, true),
        },
      ),
    },
    reports: [
      [
        c.mutableGlobal,
        "mutable global imported but 'mutable-globals' feature not present in inputs: `g`. Use --no-check-features to suppress.",
      ],
    ],
  },
  {
    rule: 'F6 exported',
    inputs: {
      'a.o': {
        globals: [{ type: 0x7f, mutable: false, init: zero }],
        symbols: [{ kind: 'global', name: 'g', element: 0, flags: EXPORTED }],
      },
    },
    reports: [
      [
        c.mutableGlobal,
        "mutable global exported but 'mutable-globals' feature not present in inputs: `g`. Use --no-check-features to suppress.",
      ],
    ],
  },

  // M, V, O9
  {
    rule: 'M1 segment',
    inputs: {
      'a.o': dataDefiner('s', { bytes: [0x61, 0], name: '.rodata.s', flags: STRINGS }),
      'b.o': dataDefiner('r', { bytes: [0x61], name: '.rodata.r', flags: STRINGS }),
    },
    reports: [[c.notTerminated, 'b.o:(.rodata.r): string is not null terminated']],
  },
  {
    rule: 'M1 custom section',
    inputs: {
      'a.o': { ...definer('f', ''), customs: [{ name: '.debug_str', bytes: [0x61] }] },
    },
    reports: [[c.notTerminated, 'a.o:(.debug_str): string is not null terminated']],
  },
  {
    rule: 'M4',
    inputs: {
      'a.o': {
        ...dataDefiner('s', { bytes: [0x61, 0], name: '.rodata.s', flags: STRINGS }),
        symbols: [data('s', { offset: 2, size: 0, flags: EXPORTED })],
      },
    },
    reports: [[c.offsetOutsideSection, 'a.o:(.rodata.s): offset is outside the section']],
  },
  {
    rule: 'V1 value out of range',
    inputs: {
      'a.o': user('run', [data('d')], [[4, 0, 0x7fff_ffff]], {
        segments: [{ bytes: [1, 2, 3, 4], name: '.data.d' }],
      }),
    },
    options: { globalBase: 0x8000_0004 },
    reports: [
      [c.outOfRange, 'a.o: relocation R_WASM_MEMORY_ADDR_SLEB value 4294967299 out of range'],
    ],
    notNative: 'not checked',
  },
  {
    rule: '2.5 global.get of another number',
    inputs: {
      'a.o': {
        imports: globalImport(0x7f, false),
        globals: [{ type: 0x7f, mutable: false, init: [0x23, 0, 0x0b] }],
        symbols: [
          { ...undefinedGlobal, flags: UNDEFINED | EXPLICIT_NAME, name: 'other' },
          { kind: 'global', name: 'g', element: 1, flags: EXPORTED },
        ],
        ...features('+mutable-globals'),
      },
    },
    reports: [
      [c.initializerGlobal, 'a.o: global initializer uses global 0, which cannot be relocated'],
    ],
    notNative: 'copies the number',
  },
  {
    rule: 'O9 field that is no LEB',
    inputs: {
      'a.o': user('run', [data('d')], [[5, 0, 0]], {
        segments: [{ bytes: [1, 2, 3, 4], name: '.data.d' }],
      }),
    },
    options: { compressRelocations: true, stripAll: true },
    reports: [
      [c.cannotCompress, 'relocation compression not supported for R_WASM_MEMORY_ADDR_I32'],
    ],
    notNative: 'writes a LEB into the field and goes on',
  },
  {
    rule: 'E2 name that no module can have',
    inputs: { 'a.o': notUtf8(definer('~', '', { flags: EXPORTED })) },
    reports: [[c.notUtf8, 'name of an export is not valid UTF-8: \ufffd']],
    notNative: 'writes the name and an invalid module',
  },
  {
    rule: 'E3 name that no module can have',
    inputs: { 'a.o': notUtf8(caller('run', 'f', '', { flags: EXPLICIT_NAME, field: '~' })) },
    options: { exportAll: true },
    reports: [[c.notUtf8, 'name of an import is not valid UTF-8: \ufffd']],
    notNative: 'writes the name and an invalid module',
  },
];

/** Symbols of one function under two names. */
function bothDefined(...names: string[]): ObjectSpec {
  return { symbols: names.map((name) => ({ kind: 'function', name, element: 0 })) };
}

/** The object with a byte in place of every `~` that begins no UTF-8 sequence. */
function notUtf8(spec: ObjectSpec): Uint8Array {
  return mkObject(spec).map((byte) => (byte === 0x7e ? 0xff : byte));
}
