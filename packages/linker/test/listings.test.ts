// What a link prints besides messages: map (linking.md Q1), --why-extract (Q2), traces (Q3, B3), removed sections (G7).
// Small links with the text written out; the conformance suite compares the listings of whole programs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeTool, runNative } from '@wasmwright/tooling-fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectSpec } from '../../object/test/build.ts';
import type { LinkOptions, LinkResult } from '../src/index.ts';
import { bytesOf, type Files, linkFiles } from './files.ts';
import { caller, data, definer, EXPORTED, signature, STRINGS, UNDEFINED, user } from './objects.ts';

interface Listing {
  readonly rule: string;
  readonly inputs: Files;
  readonly options: LinkOptions;
  readonly args: readonly string[];
  /** The text among what the link gave. */
  readonly of: (result: LinkResult) => string | undefined;
  readonly text: string;
}

const stdout = (result: LinkResult): string => result.stdout.map((line) => `${line}\n`).join('');

/** Strings that are merged, data, zeros and an unused segment. */
const segments: ObjectSpec = user(
  'run',
  [
    data('_ZN3app5tableE'),
    data('zeros', { element: 1, size: 100 }),
    data('text', { element: 2, size: 6 }),
    data('unused', { element: 3 }),
    { kind: 'global', name: 'counter', element: 0, flags: EXPORTED },
  ],
  [
    [4, 0, 0],
    [4, 1, 0],
    [4, 2, 0],
  ],
  {
    globals: [{ type: 0x7f, mutable: true, init: [0x41, 7, 0x0b] }],
    segments: [
      { bytes: [1, 2, 3, 4], name: '.data.table', alignment: 2 },
      { bytes: Array<number>(100).fill(0), name: '.bss.zeros', alignment: 4 },
      { bytes: [104, 101, 108, 108, 111, 0], name: '.rodata.text', flags: STRINGS },
      { bytes: [0, 0, 0, 0], name: '.data.unused' },
    ],
    features: [['+', 'mutable-globals']],
  },
);

const archives: Files = {
  'a.o': caller('run', '_Z5outerv'),
  'lib.a': {
    members: {
      'outer.o': caller('_Z5outerv', 'inner'),
      'inner.o': definer('inner', ''),
      'late.o': definer('late', ''),
      'rest.o': definer('rest', ''),
    },
  },
};

const unusedKinds: ObjectSpec = {
  types: [signature('')],
  functions: [{ type: 0, body: [0, 0x0b] }],
  tags: [0],
  globals: [{ type: 0x7f, mutable: false, init: [0x41, 0, 0x0b] }],
  segments: [{ bytes: [1], name: '.data.d' }],
  symbols: [
    { kind: 'function', name: 'f', element: 0 },
    data('d', { size: 1 }),
    { kind: 'global', name: 'g', element: 0 },
    { kind: 'tag', name: 't', element: 0 },
  ],
};

const listings: readonly Listing[] = [
  {
    rule: 'Q1',
    inputs: { 'a.o': segments },
    options: { map: true },
    args: ['--Map=-'],
    of: ({ map }) => map,
    text: [
      '    Addr      Off     Size Out     In      Symbol',
      '       -        8        6 TYPE',
      '       -        e        4 FUNCTION',
      '       -       12        5 MEMORY',
      '       -       17        f GLOBAL',
      '       0        0        0         __stack_pointer',
      '       1        0        0         counter',
      '       -       26       1c EXPORT',
      '       -       42       19 CODE',
      '       -       43       16         a.o:(run)',
      '       -       43       16                 run',
      '       -       5b       19 DATA',
      '     400       5c        6 .rodata',
      '     400       62        6         <internal>:(.rodata)',
      '     408       68        4 .data',
      '     408       6e        4         a.o:(.data.table)',
      '     408       6e        4                 app::table',
      '     410       5b       64 .bss',
      '     410        0       64         a.o:(.bss.zeros)',
      '     410        0       64                 zeros',
      '       -       74       4a CUSTOM(name)',
      '       -       be       24 CUSTOM(target_features)',
    ]
      .map((line) => `${line}\n`)
      .join(''),
  },
  {
    rule: 'Q2',
    inputs: archives,
    options: { whyExtract: true, undefined: ['late'], exportsIfDefined: ['rest'] },
    args: ['--why-extract=-', '-u', 'late', '--export-if-defined=rest'],
    of: ({ whyExtract }) => whyExtract,
    text: [
      'reference\textracted\tsymbol',
      'a.o\tlib.a(outer.o)\touter()',
      'lib.a(outer.o)\tlib.a(inner.o)\tinner',
      '<internal>\tlib.a(late.o)\tlate',
      '--export\tlib.a(rest.o)\trest',
      '',
    ].join('\n'),
  },
  {
    rule: 'Q2 without extractions',
    inputs: { 'a.o': definer('f', '') },
    options: { whyExtract: true },
    args: ['--why-extract=-'],
    of: ({ whyExtract }) => whyExtract,
    text: 'reference\textracted\tsymbol\n',
  },
  {
    rule: 'Q3',
    inputs: archives,
    options: { trace: true, traceSymbols: ['inner', '_Z5outerv', 'rest'] },
    args: ['--trace', '--trace-symbol=inner', '--trace-symbol=_Z5outerv', '--trace-symbol=rest'],
    of: stdout,
    text: [
      'a.o',
      'a.o: reference to _Z5outerv',
      'lib.a(outer.o)',
      'lib.a(outer.o): reference to inner',
      'lib.a(outer.o): definition of _Z5outerv',
      'lib.a(inner.o)',
      'lib.a(inner.o): definition of inner',
      'lib.a(rest.o): lazy definition of rest',
    ]
      .map((line) => `${line}\n`)
      .join(''),
  },
  {
    rule: 'B3',
    inputs: {
      'a.o': caller('run', 'f'),
      'b.o': definer('needed', ''),
      'stub.so': '#STUB\nf: needed\nother\n',
    },
    options: { traceSymbols: ['f', 'needed', 'other'] },
    args: ['--trace-symbol=f', '--trace-symbol=needed', '--trace-symbol=other'],
    of: stdout,
    text: [
      'a.o: reference to f',
      'b.o: definition of needed',
      'stub.so: importing f',
      'stub.so: exported needed due to import of f',
    ]
      .map((line) => `${line}\n`)
      .join(''),
  },
  {
    rule: 'B3 of a function that is defined',
    inputs: { 'a.o': caller('run', 'f'), 'b.o': definer('f', ''), 'stub.so': '#STUB\nf\n' },
    options: { traceSymbols: ['f'] },
    args: ['--trace-symbol=f'],
    of: stdout,
    text: 'a.o: reference to f\nb.o: definition of f\nstub.so: stub symbol not needed: f\n',
  },
  {
    rule: 'G7',
    inputs: {
      'a.o': definer('run', '', { flags: EXPORTED }),
      'b.o': unusedKinds,
      'lib.a': { members: { 'm.o': definer('_Z1fv', '') } },
      'c.o': user('run2', [{ kind: 'function', flags: UNDEFINED | 1, element: 0 }], [[0, 0]], {
        imports: [{ module: 'env', field: 'weak', kind: 'function', type: 0 }],
      }),
    },
    options: { printGcSections: true, undefined: ['_Z1fv'] },
    args: ['--print-gc-sections', '-u', '_Z1fv'],
    of: stdout,
    text: [
      'removing unused section b.o:(f)',
      'removing unused section b.o:(.data.d)',
      'removing unused section b.o:(g)',
      'removing unused section b.o:(t)',
      'removing unused section lib.a(m.o):(_Z1fv)',
      'removing unused section <internal>:(__wasm_call_ctors)',
    ]
      .map((line) => `${line}\n`)
      .join(''),
  },
];

describe('listings', () => {
  it.each(listings.map((one) => [one.rule, one] as const))('%s', (_, one) => {
    const result = linkFiles(one.inputs, one.options);
    expect(result.diagnostics).toEqual([]);
    expect(one.of(result)).toBe(one.text);
  });

  it('gives no listing that was not asked for', () => {
    const result = linkFiles(archives);
    expect([result.map, result.whyExtract, result.stdout]).toEqual([undefined, undefined, []]);
  });

  it('says why members were extracted although the link fails', () => {
    const { whyExtract, bytes } = linkFiles({ 'a.o': caller('run', 'f') }, { whyExtract: true });
    expect([whyExtract, bytes]).toEqual(['reference\textracted\tsymbol\n', undefined]);
  });
});

const native = nativeTool('wasm-ld-19');
const required = process.env['WASMWRIGHT_NATIVE'] === 'required';

describe('wasm-ld 19 prints the same', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasmwright-listings-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it
    .skipIf(native === undefined && !required)
    .each(listings.map((one) => [one.rule, one] as const))('%s', (_, { inputs, args, text }) => {
    for (const [name, input] of Object.entries(inputs)) {
      writeFileSync(join(directory, name), bytesOf(input));
    }
    const line = [...Object.keys(inputs), '--no-entry', ...args, '-o', 'out.wasm'];
    const run = runNative(native!, line, { cwd: directory });
    expect([run.stderr, run.status]).toEqual(['', 0]);
    expect(run.stdout).toBe(text);
  });
});
