// Malformed inputs: one or more per error text of linking.md I2 to I25, with the message they give.

import type { Compat } from '@wasmwright/object';
import {
  ascii,
  custom,
  importEntry,
  linking,
  mkArchive,
  mkModule,
  mkObject,
  relocationSection,
  section,
  str,
  symbolEntry,
  uleb,
  vec,
} from './build.ts';
import type { Bytes, MemberSpec, ObjectSpec, SymbolSpec } from './build.ts';

const I32 = 0x7f;
const voidType = [0x60, 0, 0];
export const types = section(1, vec([voidType]));
const oneFunction = section(3, vec([[0]]));
const emptyBody = [2, 0, 0x0b];
const code = section(10, vec([emptyBody]));
const constant = [0x41, 0, 0x0b];
const oneGlobal = section(6, vec([[I32, 0, ...constant]]));
const oneSegment = section(11, vec([[0, ...constant, 2, 1, 2]]));
const oneTable = section(4, vec([[0x70, 0, 0]]));
const module = { types, code: [types, oneFunction, code].flat() };

/** A module with one function and a symbol table of these symbols, and what follows it. */
const withSymbols = (symbols: readonly SymbolSpec[], ...rest: readonly Bytes[]): Uint8Array =>
  mkModule(
    types,
    section(
      2,
      importEntry({ module: 'env', field: 'f', kind: 'function', type: 0 }).toSpliced(0, 0, 1),
    ),
    oneFunction,
    code,
    oneSegment,
    linking(section(8, vec(symbols.map(symbolEntry)))),
    ...rest,
  );
const defined: SymbolSpec = { kind: 'function', name: 'g', element: 1 };
const data: SymbolSpec = { kind: 'data', name: 'd', element: 0, size: 2 };
/** Payload of the code section of `withSymbols`: count, size, no locals, end. */
const CODE = 3;
const DATA = 4;
const comdats = (...groups: readonly Bytes[]): Uint8Array =>
  mkModule(types, oneFunction, code, oneSegment, custom('x', []), linking(section(7, vec(groups))));
const relocated: ObjectSpec = {
  types: [{ params: [], results: [] }],
  functions: [
    { type: 0, body: [0, 1, 1, 1, 1, 1, 1, 0x0b] },
    { type: 0, body: [0, 1, 1, 1, 1, 1, 1, 0x0b] },
  ],
  symbols: [
    { kind: 'function', name: 'f', element: 0 },
    { kind: 'data', name: 'd', flags: 0x10 },
  ],
};
const names = (id: number, ...entries: readonly Bytes[]): Uint8Array =>
  mkModule(
    types,
    oneFunction,
    oneGlobal,
    code,
    oneSegment,
    custom('name', section(id, vec(entries))),
  );
const named = (index: number, name: string): number[] => [...uleb(index), ...str(name)];
const elements = (...segment: Bytes): Uint8Array =>
  mkModule(types, oneTable, section(9, vec([segment])));
const features = (...entries: readonly Bytes[]): Uint8Array =>
  mkModule(custom('target_features', vec(entries)));
const imports = (...entries: readonly Bytes[]): Uint8Array =>
  mkModule(types, section(2, vec(entries)));
const table = (field: string, element = 0x70): Bytes =>
  importEntry({ module: 'env', field, kind: 'table', element, limits: { minimum: 0 } });

/** The text, without `F: ` in `objects` and `archives`; the input; the compatibility level, 19 if not given. */
export type Case = readonly [text: string, bytes: Uint8Array, compat?: Compat];

export const objects: readonly Case[] = [
  // I2, I4, I8
  ['invalid magic number', Uint8Array.of(1, 2, 3, 4)],
  ['missing version number', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1)],
  ['invalid version number: 65549', Uint8Array.of(0, 0x61, 0x73, 0x6d, 0xd, 0, 1, 0)],
  ['not a relocatable wasm file', mkModule(types)],
  // I7
  ['zero length section', mkModule([1, 0])],
  ['section too large', mkModule([1, 9, 0])],
  ['invalid section type: 200', mkModule(section(200, [0]))],
  ['out of order section type: 1', mkModule(types, types)],
  ['out of order section type: 2', mkModule(section(3, [0]), section(2, [0]))],
  ['out of order section type: 0', mkModule(linking(), linking())],
  ['out of order section type: 0', mkModule(custom('target_features', [0]), custom('name', [0]))],
  ['out of order section type: 0', mkModule(types, relocationSection('x', 0, []), linking())],
  // I9
  ['malformed uleb128, extends past end', mkModule([1, 0x80])],
  ['malformed uleb128, extends past end', mkModule(section(3, [0x81]))],
  ['LEB is outside Varuint32 range', mkModule([1, 0x80, 0x80, 0x80, 0x80, 0x10])],
  ['LEB is outside Varuint32 range', mkModule([1, 0x80, 0x80, 0x80, 0x80, 0x80, 0])],
  [
    'uleb128 too big for uint64',
    mkModule(section(5, [1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])),
  ],
  ['LEB is outside Varuint1 range', mkModule(section(6, vec([[I32, 2, ...constant]])))],
  [
    'LEB is outside Varint32 range',
    mkModule(section(6, vec([[I32, 0, 0x41, 0x80, 0x80, 0x80, 0x80, 0x20, 0x0b]]))),
  ],
  ['malformed sleb128, extends past end', mkModule(section(6, [1, I32, 0, 0x41, 0x80]))],
  [
    'sleb128 too big for int64',
    mkModule(
      section(6, [1, I32, 0, 0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]),
    ),
  ],
  ['EOF while reading uint8', mkModule(section(1, [1]))],
  ['EOF while reading string', mkModule(section(7, [1, 4, 97]))],
  ['EOF while reading string', mkModule(section(0, [4, 97]))],
  ['EOF while reading float64', mkModule(section(6, [1, 0x7c, 0, 0x44, 0, 0, 0]))],
  ['EOF while reading float64', mkModule(section(6, [1, 0x7d, 0, 0x43, 0, 0, 0]))],
  // I10
  ...(
    [
      ['type', [1, [0, 0]]],
      ['import', [2, [0, 0]]],
      ['function', [3, [0, 0]]],
      ['table', [4, [0, 0]]],
      ['memory', [5, [0, 0]]],
      ['tag', [13, [0, 0]]],
      ['global', [6, [0, 0]]],
      ['export', [7, [0, 0]]],
      ['code', [10, [0, 0]]],
      ['elem', [9, [0, 0]]],
      ['data', [11, [0, 0]]],
    ] as const
  ).map(([name, [id, payload]]): Case => [
    `${name} section ended prematurely`,
    mkModule(section(id, payload)),
  ]),
  ['dylink section ended prematurely', mkModule(custom('dylink', [0, 0, 0, 0, 0, 0]))],
  ['producers section ended prematurely', mkModule(custom('producers', [0, 0]))],
  ['target features section ended prematurely', mkModule(custom('target_features', [0, 0]))],
  [
    'reloc section ended prematurely',
    mkModule(...[module.code], linking(), custom('reloc.CODE', [2, 0, 0])),
  ],
  ['name sub-section ended prematurely', mkModule(custom('name', section(1, [0, 0])))],
  ['name sub-section ended prematurely', mkModule(custom('name', [1, 9]))],
  ['linking sub-section ended prematurely', mkModule(linking(section(8, [0, 0])))],
  ['dylink.0 sub-section ended prematurely', mkModule(custom('dylink.0', section(2, [0, 0])))],
  // I11: type, import, function, table, tag
  ['bad form', mkModule(section(1, vec([[0x61]])))],
  ['Rec group size cannot be 0', mkModule(section(1, vec([[0x4e, 0]])))],
  ['Invalid number of supertypes', mkModule(section(1, vec([[0x50, 2, 0, 0, 0x5f, 0]])))],
  ['invalid value type: 64', mkModule(section(1, vec([[0x60, 1, 0x40, 0]])))],
  ['invalid value type: 99', mkModule(section(1, vec([[0x60, 0, 1, 0x63, 0x40]])))],
  ['invalid value type: 99', imports([...str('m'), ...str('g'), 3, 0x63, 0])],
  ['invalid function type', imports([...str('m'), ...str('f'), 0, 1])],
  ['invalid table element type', imports(table('t', 0x6e))],
  ['invalid attribute', imports([...str('m'), ...str('f'), 4, 1, 0])],
  ['invalid tag type', imports([...str('m'), ...str('f'), 4, 0, 1])],
  ['unexpected import kind: 5', imports([...str('m'), ...str('f'), 5, 0])],
  ['invalid function type', mkModule(types, section(3, vec([[1]])))],
  ['invalid table element type', mkModule(section(4, vec([[0x40, 0, 0]])))],
  ['invalid limits flags: 16', mkModule(section(5, vec([[16, 0]])))],
  ['invalid attribute', mkModule(types, section(13, vec([[1, 0]])))],
  ['invalid tag type', mkModule(types, section(13, vec([[0, 1]])))],
  // I11: initializers, export, start, elem, code, data
  ['invalid value type: 0', mkModule(section(6, vec([[0, 0, ...constant]])))],
  ['invalid opcode in init_expr: 1', mkModule(section(6, vec([[I32, 0, 1, 0x0b]])))],
  ['invalid opcode in init_expr: 253', mkModule(section(11, vec([[0, 0xfd, 0x0b]])))],
  ['invalid function export', mkModule(section(7, vec([[...str('f'), 0, 0]])))],
  ['invalid global export', mkModule(section(7, vec([[...str('g'), 3, 0]])))],
  ['invalid tag export', mkModule(section(7, vec([[...str('t'), 4, 0]])))],
  ['unexpected export kind', mkModule(section(7, vec([[...str('x'), 5, 0]])))],
  ['invalid start function', mkModule(section(8, [0]))],
  ['Unsupported flags for element segment', elements(8, ...constant, 0)],
  ['invalid TableNumber', elements(2, 1, ...constant, 0, 0)],
  ['invalid elem type', elements(2, 0, ...constant, 1, 0)],
  ['invalid function count', mkModule(types, oneFunction, section(10, [0]))],
  ['invalid function count', mkModule(types, oneFunction, linking())],
  ['Function extends beyond buffer', mkModule(types, oneFunction, section(10, [1, 9, 0, 0x0b]))],
  [
    'number of data segments does not match DataCount section',
    mkModule(section(12, [2]), oneSegment),
  ],
  ['invalid segment size', mkModule(section(11, vec([[0, ...constant, 9, 1]])))],
  // I11: name, linking, producers, target_features
  ['function named more than once', names(1, named(0, 'a'), named(0, 'b'))],
  ['invalid function name entry', names(1, named(1, 'a'))],
  ['invalid function name entry', names(1, named(0, ''))],
  ['global named more than once', names(7, named(0, 'a'), named(0, 'b'))],
  ['invalid global name entry', names(7, named(1, 'a'))],
  ['segment named more than once', names(9, named(0, 'a'), named(0, 'b'))],
  ['invalid data segment name entry', names(9, named(1, 'a'))],
  ['unexpected metadata version: 1 (Expected: 2)', mkModule(custom('linking', [1]))],
  ['too many segment names', mkModule(linking(section(5, vec([[...str('s'), 0, 0]]))))],
  ['linking sub-section 8 appears twice', mkModule(linking(section(8, [0]), section(8, [0])))],
  [
    'invalid segment alignment: 32',
    mkModule(oneSegment, linking(section(5, vec([[...str('s'), 32, 0]])))),
  ],
  ['invalid function symbol: 3', mkModule(linking(section(6, vec([[0, 3]]))))],
  [
    'producers section does not have unique fields',
    mkModule(
      custom(
        'producers',
        vec([
          [...str('sdk'), 0],
          [...str('sdk'), 0],
        ]),
      ),
    ),
  ],
  [
    'producers section field is not named one of language, processed-by, or sdk',
    mkModule(custom('producers', vec([[...str('constructor'), 0]]))),
  ],
  [
    'producers section contains repeated producer',
    mkModule(
      custom(
        'producers',
        vec([
          [
            ...str('sdk'),
            ...vec([
              [...str('x'), 0],
              [...str('x'), 0],
            ]),
          ],
        ]),
      ),
    ),
  ],
  ['unknown feature policy prefix', features([...ascii('*'), ...str('simd128')])],
  ['unknown feature policy prefix', features([...ascii('='), ...str('simd128')]), 21],
  [
    'target features section contains repeated feature "simd128"',
    features([...ascii('+'), ...str('simd128')], [...ascii('-'), ...str('simd128')]),
  ],
  // I12
  ['invalid function symbol index', withSymbols([{ ...defined, element: 2 }])],
  ['invalid function symbol index', withSymbols([{ ...defined, element: 0 }])],
  ['invalid function symbol index', withSymbols([{ ...defined, flags: 0x10 }])],
  ['invalid global symbol index', withSymbols([{ kind: 'global', name: 'x' }])],
  ['invalid table symbol index', withSymbols([{ kind: 'table', name: 'x' }])],
  ['invalid tag symbol index', withSymbols([{ kind: 'tag', name: 'x' }])],
  [
    'undefined weak global symbol',
    mkObject({
      imports: [{ module: 'env', field: 'g', kind: 'global', type: I32, mutable: false }],
      symbols: [{ kind: 'global', flags: 0x11 }],
    }),
  ],
  [
    'undefined weak global symbol',
    mkObject({
      types: [{ params: [], results: [] }],
      imports: [{ module: 'env', field: 'g', kind: 'tag', type: 0 }],
      symbols: [{ kind: 'tag', flags: 0x11 }],
    }),
  ],
  [
    'undefined weak table symbol',
    mkObject({
      imports: [
        { module: 'env', field: 't', kind: 'table', element: 0x70, limits: { minimum: 0 } },
      ],
      symbols: [{ kind: 'table', flags: 0x11 }],
    }),
  ],
  ['invalid data segment index: 1', withSymbols([{ ...data, element: 1 }])],
  [
    'invalid data symbol offset: `d` (offset: 3 segment size: 2)',
    withSymbols([{ ...data, offset: 3 }]),
  ],
  ['section symbols must have local binding', withSymbols([{ kind: 'section' }])],
  ['section symbols must have local binding', withSymbols([{ kind: 'section', flags: 0x12 }])],
  ['invalid section symbol index', withSymbols([{ kind: 'section', flags: 2, element: 99 }])],
  ['invalid symbol type: 6', mkModule(linking(section(8, [1, 6, 0, 0])))],
  ['duplicate symbol name g', withSymbols([defined, { ...defined, flags: 2 }, defined])],
  // I13
  ['bad/duplicate COMDAT name ', comdats([0, 0, 0])],
  ['bad/duplicate COMDAT name c', comdats([...str('c'), 0, 0], [...str('c'), 0, 0])],
  ['unsupported COMDAT flags', comdats([...str('c'), 1, 0])],
  ['invalid COMDAT entry type', comdats([...str('c'), 0, 1, 2, 0])],
  ['COMDAT data index out of range', comdats([...str('c'), 0, 1, 0, 1])],
  ['data segment in two COMDATs', comdats([...str('c'), 0, 1, 0, 0], [...str('d'), 0, 1, 0, 0])],
  ['COMDAT function index out of range', comdats([...str('c'), 0, 1, 1, 1])],
  ['function in two COMDATs', comdats([...str('c'), 0, 2, 1, 0, 1, 0])],
  ['COMDAT section index out of range', comdats([...str('c'), 0, 1, 5, 99])],
  ['non-custom section in a COMDAT', comdats([...str('c'), 0, 1, 5, 0])],
  // I14
  ['invalid section index', withSymbols([defined], relocationSection('X', 99, []))],
  [
    'section 3 has two relocation sections',
    withSymbols(
      [defined],
      relocationSection('CODE', CODE, []),
      relocationSection('CODE', CODE, []),
    ),
  ],
  [
    'relocations not in offset order',
    mkObject({
      ...relocated,
      relocations: new Map([[2, [4, 3].map((offset) => ({ type: 0, offset, index: 0 }))]]),
    }),
  ],
  [
    'invalid relocation type: 27',
    withSymbols([data], relocationSection('DATA', DATA, [{ type: 27, offset: 5, index: 0 }])),
  ],
  [
    'invalid relocation offset',
    withSymbols(
      [data],
      relocationSection('DATA', DATA, [{ type: 5, offset: 5, index: 0, addend: 0 }]),
    ),
  ],
  ...(
    [
      ['function', 0],
      ['table', 20],
      ['global', 7],
      ['global', 13],
      ['tag', 10],
      ['data', 3],
      ['section', 9],
    ] as const
  ).map(([kind, type]): Case => {
    const wrong: SymbolSpec =
      kind === 'section' || kind === 'function' ? data : { kind: 'section', flags: 2, element: 5 };
    const entry = { type, offset: 0, index: 0, addend: 0 };
    const text = wrong === data ? 'd' : 'linking';
    return [
      `invalid ${kind} relocation: ${text}`,
      withSymbols([wrong], relocationSection('CODE', CODE, [entry])),
    ];
  }),
  [
    'invalid data relocation: #7',
    withSymbols(
      [data],
      relocationSection('CODE', CODE, [{ type: 3, offset: 0, index: 7, addend: 0 }]),
    ),
  ],
  [
    'invalid relocation type index: #1',
    withSymbols([data], relocationSection('CODE', CODE, [{ type: 6, offset: 0, index: 1 }])),
  ],
  // The functions are 1 .. 10 and 10 .. 19 with their size fields.
  ...[0, 6, 9, 10].map((offset): Case => [
    `relocation at offset ${offset} crosses a chunk boundary`,
    mkObject({ ...relocated, relocations: new Map([[2, [{ type: 0, offset, index: 0 }]]]) }),
  ]),
];

/** Errors after which the object is there all the same, or whose text is not prefixed `F: `. */
export const unusable: readonly Case[] = [
  [
    'a.ofile has unmodeled reference or GC types',
    mkModule(section(1, vec([[0x5f, 0]])), linking()),
  ],
  [
    'a.o: extended init exprs not supported',
    mkModule(oneTable, section(9, vec([[0, 0x41, 0, 0x41, 0, 0x6a, 0x0b, 0]])), linking()),
  ],
  [
    'a.o: invalid table elements',
    mkModule(oneTable, section(9, vec([[0, 0x23, 0, 0x0b, 0]])), linking()),
  ],
];

/** I20. */
export const tableErrors: readonly Case[] = [
  [
    'a.o: expected one symbol table entry for each of the 2 table(s) present, but got 1 symbol(s) instead.',
    mkModule(
      section(2, vec([table('t')])),
      oneTable,
      linking(section(8, vec([symbolEntry({ kind: 'table', flags: 0x10 })]))),
    ),
  ],
  [
    'a.o: unexpected table definition(s) without corresponding symbol-table entries.',
    mkModule(oneTable, linking()),
  ],
  [
    'a.o: multiple table imports, but no corresponding symbol-table entries.',
    mkModule(section(2, vec([table('t'), table('u')])), linking()),
  ],
  [
    'a.o: table import t is missing a symbol table entry.',
    mkModule(section(2, vec([table('t')])), linking()),
  ],
  [
    'a.o: table import __indirect_function_table is missing a symbol table entry.',
    mkModule(section(2, vec([table('__indirect_function_table', 0x6f)])), linking()),
  ],
];

const long = (text: string): MemberSpec => ({ name: '//', bytes: ascii(text) });
const plain: MemberSpec = { name: 'a.o/', bytes: [1] };

export const archives: readonly Case[] = [
  [
    'terminator characters in archive member "x\\n" not the correct "`\\n" values for the archive member header for a.o',
    mkArchive([{ ...plain, terminator: 'x\n' }]),
  ],
  [
    'terminator characters in archive member "\\001\\"" not the correct "`\\n" values for the archive member header at offset 8',
    mkArchive([{ name: '/7', bytes: [], terminator: '\x01"' }]),
  ],
  [
    'remaining size of archive too small for next archive member header at offset 70',
    Uint8Array.from([...mkArchive([plain]), 1, 2, 3]),
  ],
  [
    "characters in size field in archive header are not all decimal numbers: '1x' for archive member header at offset 8",
    mkArchive([{ ...plain, size: '1x' }]),
  ],
  [
    "long name length characters after the #1/ are not all decimal numbers: 'x' for archive member header at offset 8",
    mkArchive([{ ...plain, name: '#1/x' }]),
  ],
  [
    'long name length: 20 extends past the end of the member or archive for archive member header at offset 8',
    mkArchive([{ ...plain, name: '#1/20' }]),
  ],
  [
    "long name offset characters after the '/' are not all decimal numbers: 'q' for archive member header at offset 8",
    mkArchive([{ ...plain, name: '/q' }]),
  ],
  [
    'long name offset 5 past the end of the string table for archive member header at offset 72',
    mkArchive([long('a/\n'), { ...plain, name: '/5' }]),
  ],
  [
    'string table at long name offset 0 not terminated',
    mkArchive([long('ab'), { ...plain, name: '/0' }]),
  ],
  [
    'long names overlap at offset 1 of the string table',
    mkArchive([long('abcdef/\nx'), { ...plain, name: '/0' }, { ...plain, name: '/1' }]),
  ],
  [
    'offset to next archive member past the end of the archive after member a.o',
    mkArchive([{ ...plain, size: '9' }]),
  ],
];

export const sharedObjects: readonly Case[] = [['a.so: not a shared wasm file', mkModule()]];
