// What wasm-ld 19 says about the malformed inputs, where it is installed. Where it differs, `DIFFERENT` says why we do not follow.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { archives, objects, tableErrors, unusable } from './cases.ts';

/** Texts that wasm-ld 19 does not print for the same bytes, by reason. */
const DIFFERENT: Readonly<Record<string, readonly string[]>> = {
  'linking.md is followed where 19 has other words': [
    'unexpected import kind: 5',
    'remaining size of archive too small for next archive member header at offset 70',
    "characters in size field in archive header are not all decimal numbers: '1x' for archive member header at offset 8",
    "long name offset characters after the '/' are not all decimal numbers: 'q' for archive member header at offset 8",
    'long name offset 5 past the end of the string table for archive member header at offset 72',
    'string table at long name offset 0 not terminated',
    'offset to next archive member past the end of the archive after member a.o',
  ],
  'linking.md is stricter': [
    'invalid table element type',
    'relocation at offset 0 crosses a chunk boundary',
    'relocation at offset 6 crosses a chunk boundary',
    'relocation at offset 9 crosses a chunk boundary',
    'relocation at offset 10 crosses a chunk boundary',
  ],
  '19 reads on with wrong numbers': [
    'invalid limits flags: 16',
    'invalid value type: 0',
    'invalid value type: 64',
    'invalid value type: 99',
    'LEB is outside Varuint32 range',
    'invalid data segment name entry',
    'section 3 has two relocation sections',
    'linking sub-section 8 appears twice',
    'invalid segment alignment: 32',
    'long names overlap at offset 1 of the string table',
    'invalid opcode in init_expr: 1',
    'name sub-section ended prematurely',
  ],
  '19 crashes, or names a symbol that is not there': [
    'section symbols must have local binding',
    'invalid function count',
    'invalid section symbol index',
    'invalid table relocation: linking',
    'invalid global relocation: linking',
    'invalid tag relocation: linking',
    'invalid data relocation: linking',
    'invalid data relocation: #7',
    'invalid relocation type index: #1',
  ],
  'wasm-ld looks at the kind of the file first': ['invalid magic number'],
};
/** Texts with several cases, some of which agree. */
const SOME: ReadonlySet<string> = new Set([
  'section symbols must have local binding',
  'LEB is outside Varuint32 range',
  'invalid function count',
  'name sub-section ended prematurely',
  'invalid table element type',
]);
const different = new Set(Object.values(DIFFERENT).flat());

/** First lines of the report: wasm-ld aborts with `LLVM ERROR: ` on malformed scalars (I9). */
function report(args: readonly string[], directory: string): string {
  const { stderr } = spawnSync('wasm-ld-19', ['--no-entry', ...args, '-o', 'out.wasm'], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, LLVM_DISABLE_SYMBOLIZATION: '1' }, // of the stack, when it aborts
  });
  return stderr.split('\n')[0]!.replace(/^wasm-ld-19: error: |^LLVM ERROR: /, '');
}

const installed = existsSync('/usr/bin/wasm-ld-19');

describe.runIf(installed)('wasm-ld 19 gives the same message', () => {
  const directory = mkdtempSync(join(tmpdir(), 'wasmwright-object-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const agreeing = new Set<string>();

  const prefixed = objects.map(([text, bytes, compat]) => [`a.o: ${text}`, bytes, compat] as const);
  const all = [...prefixed, ...unusable, ...tableErrors].filter(
    ([, , compat = 19]) => compat === 19,
  );

  it.each(all.map(([text, bytes]) => ({ text, bytes })))('$text', ({ text, bytes }) => {
    writeFileSync(join(directory, 'a.o'), bytes);
    const theirs = report(['a.o'], directory);
    const bare = text.replace(/^a\.o: /, '');
    if (theirs === text || theirs === bare) agreeing.add(bare);
    else expect(different, theirs).toContain(bare);
  });

  it.each(archives.map(([text, bytes]) => ({ text, bytes })))('$text', ({ text, bytes }) => {
    writeFileSync(join(directory, 'l.a'), bytes);
    const theirs = report(['--whole-archive', 'l.a'], directory);
    const ours = `l.a: failed to parse archive: truncated or malformed archive (${text})`;
    if (theirs === ours) agreeing.add(text);
    else expect(different, theirs).toContain(text);
  });

  it('differs in nothing that agrees', () => {
    const stale = [...different].filter((text) => agreeing.has(text) && !SOME.has(text));
    expect(stale).toEqual([]);
  });
});
