// What a link tells about itself, beside wasm-ld 19 where it is installed: the map file (linking.md Q1), --why-extract
// (Q2), traces (Q3), removed sections (G7). Where wasm-ld 19 is missing it is a failure if WASMWRIGHT_NATIVE=required (CI).
import { buildProgram, nativeTool, programs } from '@wasmwright/tooling-fixtures';
import { describe, expect, test } from 'vitest';
import { linkNative, linkOurs } from '../src/link.ts';

const required = process.env['WASMWRIGHT_NATIVE'] === 'required';

const MAP_FLAGS: readonly (readonly string[])[] = [
  [],
  ['--strip-all'],
  ['--no-gc-sections'],
  ['-O0'],
  ['--export-all', '--no-demangle'],
  ['--stack-first', '--import-memory'],
  ['--no-merge-data-segments', '--growable-table'],
  ['--strip-debug', '--compress-relocations'],
];
const OTHER_LISTINGS: readonly (readonly string[])[] = [
  ['--why-extract=-'],
  ['--why-extract=-', '--no-demangle', '-u', 'qsort', '--export=malloc', '--export=free'],
  ['--trace', '--trace-symbol=malloc', '--trace-symbol=main', '--trace-symbol=_start'],
  ['--print-gc-sections', '--print-map'],
];

for (const compiler of ['native', 'yowasp'] as const) {
  for (const program of programs) {
    // Only Debian's rustc makes objects of Rust.
    if (program.language === 'rust' && compiler === 'yowasp') continue;
    describe(`${program.name}, ${compiler}`, async () => {
      const built = await buildProgram(program, compiler);
      if (built === undefined || nativeTool('wasm-ld-19') === undefined) {
        test('wasm-ld 19 and the tool chain are installed', ({ skip }) => {
          if (!required) skip();
          expect.unreachable();
        });
        return;
      }
      const flagSets = [...MAP_FLAGS.map((flags) => ['--Map=-', ...flags]), ...OTHER_LISTINGS];
      test.each(flagSets.map((flags) => ({ flags, name: flags.join(' ') })))(
        '$name',
        async ({ flags }) => {
          const prefix = built.args[0] === '-flavor' ? 2 : 0;
          const args = [
            ...built.args.slice(0, prefix),
            ...flags,
            ...built.args.slice(prefix),
            '-o',
            'out.wasm',
          ];
          const ours = await linkOurs(built.directory, args);
          const theirs = linkNative(built.directory, args);
          expect([ours.status, ours.stderr]).toEqual([theirs.status, theirs.stderr]);
          expect(ours.stdout === theirs.stdout ? '' : firstLine(ours.stdout, theirs.stdout)).toBe(
            '',
          );
        },
      );
    });
  }
}

/** The first line in which two listings differ. */
function firstLine(ours: string, theirs: string): string {
  const a = ours.split('\n');
  const b = theirs.split('\n');
  const at = a.findIndex((line, i) => line !== b[i]);
  return `line ${at + 1}: ours ${JSON.stringify(a[at])}, theirs ${JSON.stringify(b[at])}`;
}
