// The opposite of `mkObject`: the tables of a parsed object as the specification it was written from.

import { decodeUtf8 } from '@wasmwright/wasm';
import { decodeRelocations } from '@wasmwright/object';
import type { ObjectFile, RelocationTable } from '@wasmwright/object';
import type { ImportSpec, LimitsSpec, ObjectSpec, RelocationSpec, SymbolSpec } from './build.ts';

const SYMBOL_KINDS = ['function', 'data', 'global', 'section', 'tag', 'table'] as const;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

interface LimitsColumns {
  readonly flags: Uint8Array;
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
}

function limitsOf(columns: LimitsColumns, row: number): LimitsSpec {
  const maximum = columns.maximum[row]!;
  const flags = columns.flags[row]! & ~1;
  const minimum = columns.minimum[row]!;
  return { minimum, flags, ...(maximum === Infinity ? {} : { maximum }) };
}

function importOf(object: ObjectFile, row: number): ImportSpec {
  const { imports, bytes } = object;
  const names = {
    module: decodeUtf8(bytes, imports.moduleStart[row]!, imports.moduleEnd[row]!),
    field: decodeUtf8(bytes, imports.fieldStart[row]!, imports.fieldEnd[row]!),
  };
  const type = imports.type[row]!;
  switch (imports.kind[row]) {
    case 0:
      return { ...names, kind: 'function', type };
    case 1:
      return { ...names, kind: 'table', element: type, limits: limitsOf(imports, row) };
    case 2:
      return { ...names, kind: 'memory', limits: limitsOf(imports, row) };
    case 3:
      return { ...names, kind: 'global', type, mutable: imports.flags[row] === 1 };
    default:
      return { ...names, kind: 'tag', type };
  }
}

function symbolOf(object: ObjectFile, row: number): SymbolSpec {
  const { symbols, bytes } = object;
  const kind = SYMBOL_KINDS[symbols.kind[row]!]!;
  const flags = symbols.flags[row]!;
  const element = symbols.element[row]!;
  const name = decodeUtf8(bytes, symbols.nameStart[row]!, symbols.nameEnd[row]!);
  if (kind === 'section') return { kind, flags, element };
  if (kind !== 'data') return { kind, flags, element, name };
  if ((flags & 0x10) !== 0) return { kind, flags, name };
  const place = { offset: symbols.offset[row]!, size: symbols.size[row]! };
  return { kind, flags, name, element: (flags & 0x200) !== 0 ? 0 : element, ...place };
}

export function relocationsOf(table: RelocationTable, base: number): RelocationSpec[] {
  return range(table.count).map((row) => ({
    type: table.type[row]!,
    offset: table.offset[row]! - base,
    index: table.index[row]!,
    addend: table.addend[row]!,
  }));
}

/** Members of each COMDAT group, ordered by kind and index. */
function comdatsOf(object: ObjectFile): NonNullable<ObjectSpec['comdats']> {
  const { comdats, segments, functions, sections, imports, bytes } = object;
  const spaces = [
    [0, segments, 0],
    [1, functions, imports.byKind[0].length],
    [5, sections, 0],
  ] as const;
  return range(comdats.count).map((group) => ({
    name: decodeUtf8(bytes, comdats.nameStart[group]!, comdats.nameEnd[group]!),
    members: spaces.flatMap(([kind, table, base]) =>
      range(table.count)
        .filter((row) => table.comdat[row] === group)
        .map((row) => [kind, base + row] as const),
    ),
  }));
}

/** Everything `mkObject` was given, as the parser understood it. Empty parts are empty, not missing. */
export function readBack(object: ObjectFile): Required<ObjectSpec> {
  const { bytes, types, functions, tables, memories, globals, tags, segments, symbols } = object;
  const list = (start: number, end: number): number[] => [...bytes.subarray(start, end)];
  const debugNames = range(functions.count).filter(
    (row) => functions.debugNameEnd[row]! > functions.debugNameStart[row]!,
  );
  return {
    types: range(types.count).map((row) => {
      const encoded = list(types.start[row]!, types.end[row]!);
      const params = encoded.slice(1, 1 + encoded[0]!);
      return { params, results: encoded.slice(2 + encoded[0]!) };
    }),
    imports: range(object.imports.count).map((row) => importOf(object, row)),
    functions: range(functions.count).map((row) => ({
      type: functions.type[row]!,
      body: list(functions.bodyStart[row]!, functions.end[row]!),
    })),
    tables: range(tables.count).map((row) => ({
      element: tables.type[row]!,
      limits: limitsOf(tables, row),
    })),
    memories: range(memories.count).map((row) => limitsOf(memories, row)),
    tags: range(tags.count).map((row) => tags.type[row]!),
    globals: range(globals.count).map((row) => ({
      type: globals.type[row]!,
      mutable: globals.mutable[row] === 1,
      init: list(globals.initStart[row]!, globals.initEnd[row]!),
    })),
    exports: range(object.exports.count).map((row) => ({
      name: decodeUtf8(bytes, object.exports.nameStart[row]!, object.exports.nameEnd[row]!),
      kind: object.exports.kind[row]!,
      index: object.exports.index[row]!,
    })),
    segments: range(segments.count).map((row) => ({
      bytes: list(segments.start[row]!, segments.end[row]!),
      name: decodeUtf8(bytes, segments.nameStart[row]!, segments.nameEnd[row]!),
      alignment: segments.alignment[row]!,
      flags: segments.flags[row]!,
    })),
    symbols: range(symbols.count).map((row) => symbolOf(object, row)),
    initFunctions: range(object.initFunctions.count).map((row) => ({
      priority: object.initFunctions.priority[row]!,
      symbol: object.initFunctions.symbol[row]!,
    })),
    comdats: comdatsOf(object),
    customs: customsOf(object),
    relocations: new Map(
      range(object.relocationSections.count).map((row) => {
        const target = object.relocationSections.target[row]!;
        const { table } = decodeRelocations(object, row);
        return [target, relocationsOf(table, object.sections.start[target]!)];
      }),
    ),
    functionNames: debugNames.map((row) => [
      object.imports.byKind[0].length + row,
      decodeUtf8(bytes, functions.debugNameStart[row]!, functions.debugNameEnd[row]!),
    ]),
    features: object.features.map(({ prefix, name }) => [prefix, name]),
    producers: object.producers.map(({ field, values }) => [field, values]),
  };
}

/** Custom sections before `linking`. */
function customsOf({ sections, bytes }: ObjectFile): NonNullable<ObjectSpec['customs']> {
  const rows = range(sections.count).map((row) => ({
    id: sections.id[row],
    name: decodeUtf8(bytes, sections.nameStart[row]!, sections.nameEnd[row]!),
    bytes: [...bytes.subarray(sections.start[row]!, sections.end[row]!)],
  }));
  return rows
    .slice(
      0,
      rows.findIndex(({ name }) => name === 'linking'),
    )
    .filter(({ id }) => id === 0)
    .map(({ name, bytes: payload }) => ({ name, bytes: payload }));
}
