// The parsers of @wasmwright/object.

import {
  decodeRelocations,
  definedSymbols,
  detectKind,
  parseArchive,
  parseNameList,
  parseObject,
  parseShared,
  parseStub,
} from '@wasmwright/object';
import type { ObjectFile, RelocationTable } from '@wasmwright/object';
import type { Diagnostic } from '@wasmwright/diagnostics';
import {
  custom,
  mkArchive,
  mkModule,
  section,
  str,
  uleb,
  vec,
} from '../../../../packages/object/test/build.ts';
import type { FuzzTarget } from '../target.ts';

const options = { name: 'fuzz.o' };

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`wrong: ${what}`);
}

/** Every diagnostic has a text and a place inside the input. */
function checkDiagnostics(diagnostics: readonly Diagnostic[], bytes: Uint8Array): void {
  for (const { text, at } of diagnostics) {
    check(text !== '' && !/\{\w+\}/.test(text.replace(/`.*`/s, '')), `text ${text}`);
    const { offset = 0 } = at;
    check(offset >= 0 && offset <= bytes.length, `offset ${offset} of ${text}`);
  }
}

/** A part of the file: `start <= end <= length`. */
function checkRanges(
  count: number,
  start: Uint32Array,
  end: Uint32Array,
  bytes: Uint8Array,
  what: string,
): void {
  check(start.length >= count && end.length >= count, `columns of ${what}`);
  for (let i = 0; i < count; i++) {
    check(start[i]! <= end[i]! && end[i]! <= bytes.length, `range ${i} of ${what}`);
  }
}

function checkRelocations(object: ObjectFile, table: RelocationTable, what: string): void {
  const { bytes, symbols, types } = object;
  for (let i = 0; i < table.count; i++) {
    const limit = table.type[i] === 6 ? types.count : symbols.count;
    check(table.index[i]! < limit, `index of relocation ${i} of ${what}`);
    check(table.offset[i]! + 4 <= bytes.length, `offset of relocation ${i} of ${what}`);
    check(i === 0 || table.offset[i - 1]! <= table.offset[i]!, `order of ${what}`);
  }
}

/** Indices a linker uses without looking are in range. */
function checkObject(object: ObjectFile): void {
  const { bytes, sections, imports, functions, segments, symbols, globals, comdats } = object;
  checkRanges(sections.count, sections.start, sections.end, bytes, 'sections');
  checkRanges(sections.count, sections.nameStart, sections.nameEnd, bytes, 'section names');
  checkRanges(object.types.count, object.types.start, object.types.end, bytes, 'types');
  checkRanges(imports.count, imports.moduleStart, imports.moduleEnd, bytes, 'import modules');
  checkRanges(imports.count, imports.fieldStart, imports.fieldEnd, bytes, 'import fields');
  checkRanges(functions.count, functions.bodyStart, functions.end, bytes, 'functions');
  checkRanges(functions.count, functions.debugNameStart, functions.debugNameEnd, bytes, 'names');
  checkRanges(globals.count, globals.initStart, globals.initEnd, bytes, 'initializers');
  checkRanges(segments.count, segments.start, segments.end, bytes, 'segments');
  checkRanges(segments.count, segments.nameStart, segments.nameEnd, bytes, 'segment names');
  checkRanges(symbols.count, symbols.nameStart, symbols.nameEnd, bytes, 'symbol names');
  checkRanges(comdats.count, comdats.nameStart, comdats.nameEnd, bytes, 'COMDAT names');
  const imported = (kind: number): number => imports.byKind[kind]!.length;
  const limits = [
    imported(0) + functions.count,
    segments.count,
    imported(3) + globals.count,
    sections.count,
    imported(4) + object.tags.count,
    imported(1) + object.tables.count,
  ];
  for (let i = 0; i < symbols.count; i++) {
    const element = symbols.element[i]!;
    const kind = symbols.kind[i]!;
    const none = kind === 1 && (symbols.flags[i]! & 0x210) !== 0;
    check(none ? element === 0xffff_ffff : element < limits[kind]!, `element of symbol ${i}`);
  }
  for (let i = 0; i < object.initFunctions.count; i++) {
    check(symbols.kind[object.initFunctions.symbol[i]!] === 0, `init function ${i}`);
  }
  checkRelocations(object, object.codeRelocations, 'code');
  checkRelocations(object, object.dataRelocations, 'data');
  for (const [chunks, table] of [
    [functions, object.codeRelocations],
    [segments, object.dataRelocations],
  ] as const) {
    check(chunks.relocationStart[chunks.count] === table.count, 'relocations of chunks');
  }
}

function runObject(bytes: Uint8Array): void {
  const { object, diagnostics } = parseObject(bytes, options);
  check(object !== undefined || diagnostics.length > 0, 'neither object nor diagnostic');
  checkDiagnostics(diagnostics, bytes);
  if (object === undefined) return;
  checkObject(object);
  let scratch: RelocationTable | undefined;
  for (let row = 0; row < object.relocationSections.count; row++) {
    const decoded = decodeRelocations(object, row, scratch);
    scratch = decoded.table;
    checkDiagnostics(decoded.diagnostics, bytes);
    checkRelocations(object, scratch, `relocation section ${row}`);
  }
  const listed = definedSymbols(bytes, options);
  const { symbols } = object;
  let defined = 0;
  for (let i = 0; i < symbols.count; i++) {
    if ((symbols.flags[i]! & 0x10) === 0 && (symbols.flags[i]! & 3) !== 2) defined++;
  }
  check(listed.count === defined, 'defined symbols');
  check(listed.diagnostics.length === 0, 'diagnostics of defined symbols');
}

function runDefined(bytes: Uint8Array): void {
  const listed = definedSymbols(bytes, options);
  checkRanges(listed.count, listed.start, listed.end, bytes, 'defined symbols');
  checkDiagnostics(listed.diagnostics, bytes);
}

function runShared(bytes: Uint8Array): void {
  const { shared, diagnostics } = parseShared(bytes, options);
  check(shared !== undefined || diagnostics.length > 0, 'neither file nor diagnostic');
  checkDiagnostics(diagnostics, bytes);
  if (shared === undefined) return;
  const { symbols, types } = shared;
  checkRanges(symbols.count, symbols.nameStart, symbols.nameEnd, bytes, 'shared symbols');
  for (let i = 0; i < symbols.count; i++) {
    check(symbols.kind[i] === 1 || symbols.type[i]! < types.count, `type of symbol ${i}`);
  }
}

function runArchive(bytes: Uint8Array): void {
  const { members, diagnostics } = parseArchive(bytes, 'fuzz.a');
  checkDiagnostics(diagnostics, bytes);
  let last = 0;
  for (const { start, end } of members) {
    check(last <= start && start <= end && end <= bytes.length, 'range of a member');
    last = end;
  }
}

function runText(bytes: Uint8Array): void {
  for (const name of parseNameList(bytes)) check(name !== '' && name.trim() === name, 'name');
  for (const [name, dependencies] of parseStub(bytes)) {
    check(name.trim() === name && dependencies.every((one) => one !== ''), 'stub');
  }
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const archives = (): Uint8Array[] => [
  mkArchive([
    { name: '/', bytes: [0, 0, 0, 0] },
    { name: '//', bytes: ascii('a_long_member_name.o/\nanother_long_name.o/\n') },
    { name: '/0', bytes: mkModule() },
    { name: '/22', bytes: [1] },
    { name: 'short.o/', bytes: [1, 2, 3] },
  ]),
  mkArchive([
    { name: '__.SYMDEF', bytes: [0, 0, 0, 0] },
    { name: '#1/12', bytes: [...ascii('long name.o\0'), 1, 2, 3] },
  ]),
  mkArchive([{ name: 'thin.o/', bytes: [], size: '12345', data: false }], '!<thin>\n'),
];

const sharedObjects = (): Uint8Array[] => [
  mkModule(
    custom('dylink.0', [
      ...section(1, [...uleb(1000), 4, 7, 0]),
      ...section(2, vec([str('libc.so')])),
      ...section(3, vec([[...str('x'), 1]])),
      ...section(4, vec([[...str('env'), ...str('y'), 1]])),
    ]),
    section(1, vec([[0x60, 1, 0x7f, 0]])),
    section(2, vec([[...str('env'), ...str('f'), 0, 0]])),
    section(3, vec([[0]])),
    section(6, vec([[0x7f, 0, 0x41, 0, 0x0b]])),
    section(
      7,
      vec([
        [...str('g'), 0, 1],
        [...str('x'), 3, 0],
      ]),
    ),
    section(10, vec([[2, 0, 0x0b]])),
  ),
  mkModule(custom('dylink', [8, 2, 1, 0, ...vec([str('a.so')])])),
];

export const targets: readonly FuzzTarget[] = [
  { name: 'kind', run: (bytes) => void detectKind(bytes) },
  { name: 'object', run: runObject },
  { name: 'defined', run: runDefined },
  { name: 'shared', run: runShared, seeds: sharedObjects },
  { name: 'archive', run: runArchive, seeds: archives },
  {
    name: 'stub',
    run: runText,
    seeds: () => [ascii('#STUB\n# comment\nname: dep, other\n\nlone\n')],
  },
];
