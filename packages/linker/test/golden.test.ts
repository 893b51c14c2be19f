// Links recorded from wasm-ld 19 (golden/record.mjs): messages, standard output and bytes must be the same.
import { readFileSync } from 'node:fs';
import { detectKind } from '@wasmwright/object';
import { describe, expect, it } from 'vitest';
import { createLinker, type LinkOptions, type LinkResult } from '../src/index.ts';

interface Case {
  readonly name: string;
  /** The command line, for record.mjs. */
  readonly args: readonly string[];
  readonly options: LinkOptions;
  readonly inputs: readonly { file: string; lazy?: boolean; whole?: boolean }[];
}

interface Expected {
  readonly name: string;
  readonly messages: readonly string[];
  readonly stdout: string;
  readonly bytes?: string;
}

/** Cases where wasm-ld 19 is wrong and not followed (linking.md section 6). */
const FIXES: Readonly<Record<string, string>> = {
  tls3: 'types 21 and 25 without shared memory are offsets',
  shlazy: 'a reference that extracts its definition is compared with it',
  'sig-arch2':
    'a call that extracts its definition is compared with it; 19 writes an invalid module',
  dis3: 'types 21 and 25 without shared memory are offsets',
};

const read = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url));
const parse = <T>(name: string) => JSON.parse(read(name).toString()) as T;
const cases = parse<Case[]>('cases.json');
const expected = new Map(
  parse<Expected[]>('expected/wasm-ld-19.json').map((row) => [row.name, row]),
);

function run({ options, inputs }: Case, repeat = 1): LinkResult {
  const { buildId } = options;
  const linker = createLinker({
    ...options,
    ...(typeof buildId === 'object' ? { buildId: { hex: Uint8Array.from(buildId.hex) } } : {}),
  });
  for (const { file, lazy = false, whole = false } of inputs) {
    const bytes = new Uint8Array(read(`objects/${file}`));
    const kind = detectKind(bytes);
    if (kind === 'stub') linker.addStub(file, bytes);
    else if (kind === 'wasm-object') linker.addObject(file, bytes, { lazy });
    else {
      const thinMember = (path: string) => new Uint8Array(read(`objects/${path}`));
      linker.addArchive(file, bytes, { wholeArchive: whole, thinMember });
    }
  }
  let result = linker.flush();
  for (let i = 1; i < repeat; i++) result = linker.flush();
  return result;
}

const base64 = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');

describe('same as wasm-ld 19', () => {
  it.each(cases)('$name: $args', (link) => {
    const want = expected.get(link.name)!;
    const { bytes, diagnostics, stdout, whyExtract = '', map = '' } = run(link);
    if (link.name in FIXES) {
      expect(base64(bytes)).not.toBe(want.bytes);
      return;
    }
    const messages = diagnostics.map(({ severity, text }) => `${severity}: ${text}`);
    expect(messages).toEqual(want.messages);
    const lines = stdout.map((line) => `${line}\n`).join('');
    expect(lines + whyExtract + map).toBe(want.stdout);
    expect(base64(bytes)).toBe(want.bytes);
    // Node 20 knows no 64-bit memories without a flag; wasm-ld 19 itself leaves undefined globals dangling.
    const isKnown = link.options.target !== 'wasm64' && !INVALID.has(link.name);
    if (bytes !== undefined && isKnown) {
      expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true);
    }
  });

  it('gives the same bytes when flushed again', () => {
    for (const link of cases) {
      expect(base64(run(link, 3).bytes)).toBe(base64(run(link).bytes));
    }
  });
});

/** Links whose output wasm-ld 19 makes invalid, too. */
const INVALID = new Set(['tag2', 'refund3', 'refund4']);
