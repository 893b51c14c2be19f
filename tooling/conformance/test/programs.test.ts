// Links real programs with every flag set, beside wasm-ld 22 (everywhere) and wasm-ld 19 (where it is installed): same
// bytes, valid, and the right output when run. What a tool chain cannot build here is counted and printed, and is a
// failure where WASMWRIGHT_NATIVE=required (CI).
import {
  buildProgram,
  type BuiltProgram,
  nativeTool,
  programs,
} from '@wasmwright/tooling-fixtures';
import { describe, expect, test } from 'vitest';
import {
  firstDifference,
  linkNative,
  linkOurs,
  linkYowasp,
  type LinkRun,
  runProgram,
} from '../src/link.ts';

const FLAG_SETS: readonly (readonly string[])[] = [
  [],
  ['--strip-all'],
  ['--strip-debug'],
  ['--no-gc-sections'],
  ['-O0'],
  ['-O2'],
  ['--stack-first'],
  ['--export-all'],
  ['--import-memory'],
  ['--growable-table', '--export-table'],
  ['--no-merge-data-segments'],
  ['--whole-archive'],
  ['--strip-debug', '--compress-relocations'],
  ['--build-id=sha1'],
  ['--build-id'],
  ['--export-dynamic', '--no-demangle'],
  ['--print-gc-sections'],
  [
    '--initial-memory=4194304',
    '--max-memory=8388608',
    '-z',
    'stack-size=131072',
    '--global-base=4096',
  ],
  ['--import-table', '--table-base=16'],
  ['--no-entry', '--export=main', '--export-if-defined=no_such_symbol'],
];

/** Links that cannot be run as a command, with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  '--import-table --table-base=16': 'the table belongs to the host',
  '--no-entry --export=main --export-if-defined=no_such_symbol': 'there is no _start',
};
/** wasi-libc of 2022 does not call constructors once `__wasm_call_ctors` is exported; wasm-ld 19 has the same result. */
const NO_CONSTRUCTORS = 'native --export-all';

/** Documented differences: wasm-ld 19 refuses, we link. */
const ONLY_OURS: Readonly<Record<string, string>> = {
  'rust-std --whole-archive':
    'lib.rmeta in every .rlib is warned about and skipped (linking.md I26)',
};

const required = process.env['WASMWRIGHT_NATIVE'] === 'required';

/** Options go behind `-flavor wasm` and before the inputs, because --whole-archive acts on what follows. */
function argumentsOf(
  built: BuiltProgram,
  flags: readonly string[],
  more: readonly string[] = [],
): string[] {
  const prefix = built.args[0] === '-flavor' ? 2 : 0;
  return [
    ...built.args.slice(0, prefix),
    ...more,
    ...flags,
    ...built.args.slice(prefix),
    '-o',
    'out.wasm',
  ];
}

function expectSame(ours: LinkRun, theirs: LinkRun, messages: boolean): void {
  expect({ status: ours.status, stderr: ours.status === theirs.status ? '' : ours.stderr }).toEqual(
    {
      status: theirs.status,
      stderr: '',
    },
  );
  if (messages) {
    expect(ours.stderr).toBe(theirs.stderr);
    expect(ours.stdout).toBe(theirs.stdout);
  }
  if (theirs.output === undefined) expect(ours.output).toBeUndefined();
  else expect(firstDifference(ours.output!, theirs.output)).toBe('');
}

for (const compiler of ['yowasp', 'native'] as const) {
  for (const program of programs) {
    const built = await buildProgram(program, compiler);
    if (built === undefined) {
      const isPossible = program.language !== 'rust' || compiler === 'native';
      if (required && isPossible)
        test(`${program.name}, ${compiler}`, () => expect(built).toBeDefined());
      else console.log(`${program.name}, ${compiler}: the tool chain is not installed`);
      continue;
    }
    describe(`${program.name}, ${compiler}`, () => {
      test.each(FLAG_SETS.map((flags) => ({ flags, name: flags.join(' ') || 'default' })))(
        '$name',
        async ({ flags, name }) => {
          const ours = await linkOurs(built.directory, argumentsOf(built, flags));
          if (nativeTool('wasm-ld-19') !== undefined) {
            const theirs = linkNative(built.directory, argumentsOf(built, flags));
            if (`${program.name} ${name}` in ONLY_OURS) {
              expect([ours.status, theirs.status]).toEqual([0, 1]);
            } else expectSame(ours, theirs, true);
          } else expect(required).toBe(false);
          if (ours.output === undefined) {
            // A name two libraries define, or an option the program cannot take: an error, and nothing written.
            expect(ours.status).toBe(1);
            expect(ours.stderr).toMatch(/: error: /);
            return;
          }
          expect(WebAssembly.validate(ours.output as BufferSource)).toBe(true);
          if (name in NOT_RUN || `${compiler} ${name}` === NO_CONSTRUCTORS) return;
          const run = runProgram(built, ours.output);
          expect({ stdout: run.stdout, exitCode: run.exitCode }).toEqual({
            stdout: program.stdout,
            exitCode: program.exitCode,
          });
        },
      );
      if (compiler === 'yowasp') {
        test.each(FLAG_SETS.map((flags) => ({ flags, name: flags.join(' ') || 'default' })))(
          'wasm-ld 22: $name',
          async ({ flags }) => {
            const ours = await linkOurs(
              built.directory,
              argumentsOf(built, flags, ['--compat=22']),
            );
            expectSame(ours, await linkYowasp(built, argumentsOf(built, flags)), false);
          },
        );
      }
    });
  }
}
