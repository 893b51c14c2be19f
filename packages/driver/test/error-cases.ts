/**
 * Every message of the command line (linking.md sections 5, 1.1 I5, D6, R2), with the arguments that cause it. The same
 * cases run against native wasm-ld 19 where it is installed.
 */

/** An object with nothing in it: the header and a `linking` section of version 2. */
export const emptyObject: Uint8Array = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x00, 0x09, 0x07, 0x6c, 0x69, 0x6e, 0x6b, 0x69, 0x6e, 0x67, 0x02],
);

/** Files all cases can use. */
export const caseFiles: Readonly<Record<string, Uint8Array | string>> = {
  'a.o': emptyObject,
  'text.txt': 'hello',
  'empty.o': '',
  'short.a': '!<arch>\nfoo',
  'text.a': '!<arch>\nfoo.txt/        0           0     0     644     5         `\nhello\n',
  'options.rsp': '--foo "--b a r"',
};

export interface ErrorCase {
  /** Arguments, separated by blanks; `''` stands for an empty one. */
  readonly line: string;
  /** Messages without the program's name: `error: …`, `warning: …`. */
  readonly messages: readonly string[];
  /** Standard output, when it is not empty. */
  readonly stdout?: string;
  /** Set when wasm-ld 19 does not print this; why. */
  readonly notNative?: string;
}

const error = (text: string): string => `error: ${text}`;
const warning = (text: string): string => `warning: ${text}`;

/** A case with one error. */
const one = (line: string, text: string, notNative?: string): ErrorCase => ({
  line,
  messages: [error(text)],
  ...(notNative === undefined ? {} : { notNative }),
});

const own = 'an option of our own';

export const errorCases: readonly ErrorCase[] = [
  // 5.1: parsing
  one('a.o -o o --foo', 'unknown argument: --foo'),
  {
    line: 'a.o -foo -Wl,-x --bar=1 -o o',
    messages: ['-foo', '-Wl,-x', '--bar=1'].map((x) => error(`unknown argument: ${x}`)),
  },
  one('a.o -o', '-o: missing argument'),
  one('a.o -o o --export', '--export: missing argument'),
  {
    line: '@options.rsp a.o -o o',
    messages: [error('unknown argument: --foo'), error('unknown argument: --b a r')],
  },
  one('a.o -o o --rsp-quoting=dos', 'invalid response file quoting: dos'),
  one('@none.rsp -o o', 'cannot open @none.rsp: No such file or directory'),
  {
    line: 'a.o -o o -flavor gnu',
    messages: [
      error('unknown argument: -flavor'),
      error('cannot open gnu: No such file or directory'),
    ],
  },
  one('a.o -o o --color-diagnostics=blue', 'unknown option: --color-diagnostics=blue'),
  one('a.o -o o --compat=20', 'unknown --compat level: 20', own),

  // P7: numbers
  one('a.o -o o --error-limit=x', "--error-limit=x: number expected, but got 'x'"),
  one('a.o -o o --error-limit x', "--error-limit: number expected, but got 'x'"),
  one('a.o -o o -O x', "-O: number expected, but got 'x'"),
  one('a.o -o o -Oz', "-Oz: number expected, but got 'z'"),
  one('a.o -o o --table-base=0x1', "--table-base=0x1: number expected, but got '0x1'"),
  one('a.o -o o --global-base=0x400', "--global-base=0x400: number expected, but got '0x400'"),
  one('a.o -o o --initial-heap=1k', "--initial-heap=1k: number expected, but got '1k'"),
  one('a.o -o o --initial-memory=', "--initial-memory=: number expected, but got ''"),
  one('a.o -o o -i', "-i: number expected, but got ''"),
  one(
    'a.o -o o --max-memory=9223372036854775808',
    "--max-memory=9223372036854775808: number expected, but got '9223372036854775808'",
  ),
  one('a.o -o o -z stack-size=x', 'invalid stack-size: x'),
  {
    line: 'a.o -o o -z stack-size',
    messages: [warning('unknown -z value: stack-size'), error('invalid stack-size: ')],
  },
  one('a.o -o o --threads=0', "--threads: expected a positive integer, but got '0'"),
  one('a.o -o o -threads 08', "-threads: expected a positive integer, but got '08'"),
  one('a.o -o o --lto-O4', 'invalid optimization level for LTO: 4'),
  one('a.o -o o --lto-O-1', 'invalid optimization level for LTO: 4294967295'),
  one('a.o -o o --lto-CGO9', 'invalid codegen optimization level for LTO: 9'),
  one('a.o -o o --lto-Ox', "--lto-Ox: number expected, but got 'x'"),
  one('a.o -o o --lto-partitions=0', '--lto-partitions: number of threads must be > 0'),
  one('a.o -o o --thinlto-jobs=many', '--thinlto-jobs: invalid job count: many'),
  one('a.o -o o --threads=0x2', '--thinlto-jobs: invalid job count: 0x2'),

  // P10: values
  one('a.o -o o -m wasm', 'invalid target architecture: wasm'),
  one('a.o -o o -max-memory=1', 'invalid target architecture: ax-memory=1'),
  one('a.o -o o --unresolved-symbols=maybe', 'unknown --unresolved-symbols value: maybe'),
  one('a.o -o o --build-id=md5', 'unknown --build-id style: md5'),
  one('a.o -o o --build-id=0xabxy', 'not a hexadecimal value: xy'),
  one('a.o -o o --build-id=0XAB', 'unknown --build-id style: 0XAB'),
  {
    line: 'a.o -z foo -z bar -o o --version',
    messages: [warning('unknown -z value: foo'), warning('unknown -z value: bar')],
    stdout: 'LLD 19.1.7\n',
  },
  {
    line: '--fatal-warnings -z foo --version',
    messages: [error('unknown -z value: foo')],
    stdout: 'LLD 19.1.7\n',
  },

  // The order of value errors is that of the table.
  {
    line: 'a.o -o o --max-memory=65536 --no-growable-memory -m foo --build-id=zz --threads=0 -z stack-size=q --lto-O9 --color-diagnostics=x --rsp-quoting=x --unresolved-symbols=q --export-table --pie',
    messages: [
      'invalid response file quoting: x',
      'unknown option: --color-diagnostics=x',
      'invalid optimization level for LTO: 9',
      'unknown --unresolved-symbols value: q',
      'invalid stack-size: q',
      '--max-memory is incompatible with --no-growable-memory',
      'invalid target architecture: foo',
      "--threads: expected a positive integer, but got '0'",
      'unknown --build-id style: zz',
      '-shared/-pie is incompatible with --export-table',
    ].map(error),
  },

  // P5: early exits
  { line: '--version', messages: [], stdout: 'LLD 19.1.7\n' },
  { line: '-v', messages: [], stdout: 'LLD 19.1.7\n' },
  { line: '--version -o', messages: [error('-o: missing argument')], stdout: 'LLD 19.1.7\n' },
  { line: '--version --lto-O9', messages: [], stdout: 'LLD 19.1.7\n' },
  { line: '--version --foo', messages: [error('unknown argument: --foo')], stdout: 'LLD 19.1.7\n' },

  // 1.1, P4, P8, P9: files
  one('', 'no input files'),
  one('--foo', 'unknown argument: --foo'),
  one('none.o -o o', 'cannot open none.o: No such file or directory'),
  one('. -o o', 'cannot open .: Is a directory'),
  { line: '- -o o', messages: [error('cannot open -: No such file or directory')] },
  one("'' text.txt -o o", 'unknown file type: text.txt'),
  one('empty.o -o o', 'unknown file type: empty.o'),
  one('a.o -o o -lnone', 'unable to find library -lnone'),
  one('a.o -o o -l :none.a', 'unable to find library -l:none.a'),
  one('-L. -l:text.txt -o o', 'unknown file type: ./text.txt'),
  {
    line: 'a.o --start-lib --start-lib --end-lib --end-lib -o o',
    messages: [error('nested --start-lib'), error('stray --end-lib')],
  },
  {
    line: 'none.o --foo -lx text.txt -o o -m y',
    messages: [
      'unknown argument: --foo',
      'invalid target architecture: y',
      'cannot open none.o: No such file or directory',
      'unable to find library -lx',
      'unknown file type: text.txt',
    ].map(error),
  },
  one(
    'short.a none.o -o o',
    'short.a: failed to parse archive: truncated or malformed archive (remaining size of archive too small for next archive member header at offset 8)',
  ),
  {
    line: 'text.a none.o -o o',
    messages: [
      warning("text.a: archive member 'foo.txt' is neither Wasm object file nor LLVM bitcode"),
      error('cannot open none.o: No such file or directory'),
    ],
  },
  one('a.o', 'no output file specified'),
  one('a.o -o no/such/dir', 'cannot open output file no/such/dir: No such file or directory'),
  one('a.o -o .', 'cannot open output file .: Is a directory'),
  {
    line: 'a.o -o no/o --Map=no/map',
    messages: [
      error('cannot open output file no/o: No such file or directory'),
      error('cannot open map file no/map: No such file or directory'),
    ],
  },
  one('a.o -o o --allow-undefined-file=none', 'cannot open none: No such file or directory'),
  one('a.o -o o --reproduce=no/x.tar', '--reproduce: cannot open no/x.tar'),

  // P10, O9, L5: conflicts
  one(
    'a.o -o o --import-table --export-table',
    '--import-table and --export-table may not be used together',
  ),
  one(
    'a.o -o o --compress-relocations',
    '--compress-relocations is incompatible with output debug information. Please pass --strip-debug or --strip-all',
  ),
  one(
    'a.o -o o --max-memory=65536 --no-growable-memory',
    '--max-memory is incompatible with --no-growable-memory',
  ),

  // R2: -r
  one('a.o -o o -r -e f', 'entry point specified for relocatable output file'),
  one('a.o -o o -r --gc-sections', '-r and --gc-sections may not be used together'),
  one(
    'a.o -o o -r -s --compress-relocations',
    '-r -and --compress-relocations may not be used together',
  ),
  one('a.o -o o -r -u f', '-r -and --undefined may not be used together'),
  {
    line: 'a.o -o o -r -pie',
    messages: [
      error('-r and -pie may not be used together'),
      warning('creating PIEs, with -pie, is not yet stable'),
    ],
  },
  one('a.o -o o -r --shared-memory', '-r and --shared-memory may not be used together'),
  one('a.o -o o -r --global-base=8', '-r and --global-base may not by used together'),
  one('a.o -o o -r --export-table', '--relocatable is incompatible with --export-table'),
  one('a.o -o o -r --growable-table', '--relocatable is incompatible with --growable-table'),

  // D6: PIC
  {
    line: 'a.o -o o -shared -pie',
    messages: [
      error('-shared and -pie may not be used together'),
      warning('creating shared libraries, with -shared, is not yet stable'),
      warning('creating PIEs, with -pie, is not yet stable'),
    ],
  },
  one('a.o -o o -pie --export-table', '-shared/-pie is incompatible with --export-table'),
  one('a.o -o o -shared --export-memory', '--export-memory is incompatible with --shared'),
  {
    line: 'a.o -o o -shared --global-base=8',
    messages: [
      warning('creating shared libraries, with -shared, is not yet stable'),
      error('--global-base may not be used with -shared/-pie'),
    ],
  },
  one(
    'a.o -o o -pie --experimental-pic --table-base=8',
    '--table-base may not be used with -shared/-pie',
  ),
  {
    line: 'a.o -o o --unresolved-symbols=import-dynamic -Bsymbolic --compress-relocations',
    messages: [
      error(
        '--compress-relocations is incompatible with output debug information. Please pass --strip-debug or --strip-all',
      ),
      warning('dynamic imports are not yet stable (--unresolved-symbols=import-dynamic)'),
      warning('-Bsymbolic is only meaningful when combined with -shared'),
    ],
  },

  // Q6
  {
    line: '--a --b --c --error-limit=2 a.o',
    messages: ['--a', '--b', '--c'].map((x) => error(`unknown argument: ${x}`)),
  },
  {
    line: 'none1 none2 none3 --error-limit=2',
    messages: [
      error('cannot open none1: No such file or directory'),
      error('cannot open none2: No such file or directory'),
      error('too many errors emitted, stopping now (use -error-limit=0 to see all errors)'),
    ],
  },
  {
    line: 'none1 none2 --error-limit=2',
    messages: [
      error('cannot open none1: No such file or directory'),
      error('cannot open none2: No such file or directory'),
    ],
  },
  {
    line: 'a.o -o o --fatal-warnings -Bsymbolic',
    messages: [error('-Bsymbolic is only meaningful when combined with -shared')],
  },

  // P11
  one('a.o -o o --start-group', 'unknown argument: --start-group'),
  {
    line: 'a.o --gnu-compat --start-group -rpath-link x --end-group --defsym=a=b -o o',
    messages: [
      warning('ignored GNU option: --start-group'),
      warning('ignored GNU option: -rpath-link'),
      warning('ignored GNU option: --end-group'),
      error('unknown argument: --defsym=a=b'),
    ],
    notNative: own,
  },
];
