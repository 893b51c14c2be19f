// Arbitrary well-formed objects for properties: every index points at something that exists and has the right kind.

import fc from 'fast-check';
import { relocationTypes } from '@wasmwright/wasm';
import { sectionNumber } from './build.ts';
import type { ImportSpec, LimitsSpec, ObjectSpec, RelocationSpec, SymbolSpec } from './build.ts';

const valueType = fc.constantFrom(0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f, 0x69);
const name = fc.string({ unit: 'grapheme', maxLength: 12 });
const bytes = (maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength });
const u32 = fc.oneof(
  fc.nat(300),
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.constant(0xffff_ffff),
);

const limits: fc.Arbitrary<LimitsSpec> = fc
  .record({ minimum: u32, maximum: fc.option(u32), flags: fc.constantFrom(0, 2, 4, 6) })
  .map(({ minimum, maximum, flags }) => ({
    minimum,
    flags,
    ...(maximum === null ? {} : { maximum }),
  }));

function importOf(types: number): fc.Arbitrary<ImportSpec> {
  const names = { module: name, field: name };
  const type = fc.nat(types - 1);
  const element = fc.constantFrom(0x70, 0x6f, 0x69);
  return fc.oneof(
    fc.record({ ...names, kind: fc.constantFrom('function' as const, 'tag' as const), type }),
    fc.record({ ...names, kind: fc.constant('table' as const), element, limits }),
    fc.record({ ...names, kind: fc.constant('memory' as const), limits }),
    fc.record({
      ...names,
      kind: fc.constant('global' as const),
      type: valueType,
      mutable: fc.boolean(),
    }),
  );
}

const init = fc.constantFrom(
  [0x41, 0, 0x0b],
  [0x42, 0x80, 0x7f, 0x0b],
  [0x43, 1, 2, 3, 4, 0x0b],
  [0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0x0b],
  [0x23, 5, 0x0b],
  [0xd0, 0x70, 0x0b],
  [0xd2, 1, 0x0b],
  [0x41, 1, 0x41, 2, 0x6a, 0x0b],
);

/** Everything but symbols and what refers to them. */
const contents = fc
  .array(
    fc.record({
      params: fc.array(valueType, { maxLength: 4 }),
      results: fc.array(valueType, { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .chain((types) => {
    const type = fc.nat(types.length - 1);
    return fc.record({
      types: fc.constant(types),
      imports: fc.array(importOf(types.length), { maxLength: 6 }),
      functions: fc.array(fc.record({ type, body: bytes(40) }), { maxLength: 5 }),
      tables: fc.array(fc.record({ element: fc.constantFrom(0x70, 0x6f, 0x69), limits }), {
        maxLength: 3,
      }),
      memories: fc.array(limits, { maxLength: 2 }),
      tags: fc.array(type, { maxLength: 2 }),
      globals: fc.array(fc.record({ type: valueType, mutable: fc.boolean(), init }), {
        maxLength: 4,
      }),
      segments: fc.array(
        fc.record({
          bytes: bytes(40),
          name: name.filter((text) => !text.startsWith('.t')),
          alignment: fc.nat(12),
          flags: fc.constantFrom(0, 1, 4, 5),
        }),
        { maxLength: 4 },
      ),
      customs: fc.array(
        fc.record({ name: name.map((text) => `.debug_${text}`), bytes: bytes(30) }),
        { maxLength: 3 },
      ),
      functionNamesFrom: fc.array(name, { maxLength: 3 }),
      featuresFrom: fc.uniqueArray(
        fc.record({ prefix: fc.constantFrom('+', '-', '='), text: name }),
        {
          selector: ({ text }) => text,
          maxLength: 4,
        },
      ),
      sdk: fc.uniqueArray(fc.tuple(name, name), { selector: ([key]) => key, maxLength: 3 }),
    });
  });

type Contents = typeof contents extends fc.Arbitrary<infer T> ? T : never;

const importsOf = (spec: Contents, kind: ImportSpec['kind']): number =>
  spec.imports.filter((entry) => entry.kind === kind).length;

/** Indices in the space of a kind of symbol, imports first. */
function spaceOf(
  spec: Contents,
  kind: 'function' | 'global' | 'tag' | 'table',
): {
  readonly imported: number;
  readonly total: number;
} {
  const defined = {
    function: spec.functions,
    global: spec.globals,
    tag: spec.tags,
    table: spec.tables,
  };
  const imported = importsOf(spec, kind);
  return { imported, total: imported + defined[kind].length };
}

/** One symbol for every table, and some of everything else. Names of non-local symbols differ by their number. */
function symbolsOf(spec: Contents): fc.Arbitrary<SymbolSpec[]> {
  const options: fc.Arbitrary<SymbolSpec>[] = [];
  for (const kind of ['function', 'global', 'tag'] as const) {
    const { imported, total } = spaceOf(spec, kind);
    if (total === 0) continue;
    options.push(
      fc
        .record({
          element: fc.nat(total - 1),
          binding: fc.nat(2),
          flags: fc.constantFrom(0, 4, 0x20, 0x80),
        })
        .map(({ element, binding, flags }) =>
          elementSymbol(kind, element, imported, binding, flags),
        ),
    );
  }
  if (spec.segments.length > 0) {
    options.push(
      fc
        .record({
          element: fc.nat(spec.segments.length - 1),
          at: fc.nat(40),
          size: u32,
          binding: fc.nat(2),
        })
        .map(({ element, at, size, binding }) => ({
          kind: 'data' as const,
          flags: binding,
          element,
          offset: Math.min(at, spec.segments[element]!.bytes.length),
          size,
        })),
    );
  }
  options.push(fc.constant({ kind: 'data' as const, flags: 0x10 }));
  options.push(
    fc.record({ offset: u32, size: u32 }).map((place) => ({
      kind: 'data' as const,
      flags: 0x200,
      element: 0,
      ...place,
    })),
  );
  const sections = sectionCount(spec);
  options.push(
    fc.nat(sections - 1).map((element) => ({ kind: 'section' as const, flags: 2, element })),
  );
  const tables = spaceOf(spec, 'table');
  const tableSymbols = Array.from({ length: tables.total }, (_, element) =>
    elementSymbol('table', element, tables.imported, 0, 0),
  );
  return fc
    .array(fc.oneof(...options), { maxLength: 10 })
    .map((list) =>
      [...tableSymbols, ...list].map((symbol, i) =>
        symbol.kind === 'section' ? symbol : { ...symbol, name: `s${i}` },
      ),
    );
}

/** An undefined symbol names itself, since two imports of one field would repeat the name; weak ones are functions only. */
function elementSymbol(
  kind: 'function' | 'global' | 'tag' | 'table',
  element: number,
  imported: number,
  binding: number,
  flags: number,
): SymbolSpec {
  const isUndefined = element < imported;
  const weak = binding === 1 && isUndefined && kind !== 'function' ? 0 : binding;
  return { kind, element, flags: flags | weak | (isUndefined ? 0x50 : 0) };
}

function sectionCount(spec: Contents): number {
  return sectionNumber({ ...spec, customs: [{ name: 'last', bytes: [] }] }, 'last');
}

/** Entries for one section whose chunks are these ranges of its payload. */
function relocationsIn(
  chunks: readonly (readonly [start: number, end: number])[],
  symbols: readonly SymbolSpec[],
  types: number,
): fc.Arbitrary<RelocationSpec[]> {
  const candidates = chunks.flatMap(([start, end]) =>
    relocationTypes.flatMap((row) => {
      const kinds: readonly string[] = row.symbols;
      const targets = kinds.includes('type')
        ? Array.from({ length: types }, (_, i) => i)
        : symbols.flatMap(({ kind }, i) => (kinds.includes(kind) ? [i] : []));
      const last = end - row.width;
      return last < start || targets.length === 0 ? [] : [{ row, start, last, targets }];
    }),
  );
  if (candidates.length === 0) return fc.constant([]);
  const entry = fc.constantFrom(...candidates).chain(({ row, start, last, targets }) =>
    fc.record({
      type: fc.constant(row.number as number),
      offset: fc.integer({ min: start, max: last }),
      index: fc.constantFrom(...targets),
      addend: !row.hasAddend
        ? fc.constant(undefined)
        : row.is64
          ? fc.maxSafeInteger()
          : fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
    }),
  );
  return fc
    .array(entry, { maxLength: 8 })
    .map((list) => list.sort((a, b) => a.offset - b.offset) as RelocationSpec[]);
}

/** Ranges of items that begin after `head` bytes and have `between` bytes in front of each. */
function ranges(lengths: readonly number[], between: number): [number, number][] {
  let at = 1;
  return lengths.map((length) => {
    const start = at + between;
    at = start + length;
    return [start, at];
  });
}

/** A complete object: what `mkObject` takes and `readBack` returns, with no optional part missing. */
export const objectSpec: fc.Arbitrary<Required<ObjectSpec>> = contents.chain((spec) =>
  symbolsOf(spec).chain((symbols) => {
    const functions = symbols.flatMap(({ kind }, i) => (kind === 'function' ? [i] : []));
    const code = ranges(
      spec.functions.map(({ body }) => body.length),
      1,
    );
    const data = ranges(
      spec.segments.map((segment) => segment.bytes.length),
      5,
    );
    const types = spec.types.length;
    return fc
      .record({
        code: relocationsIn(code, symbols, types),
        data: relocationsIn(data, symbols, types),
        custom: relocationsIn([[0, spec.customs[0]?.bytes.length ?? 0]], symbols, types),
        initFunctions: initFunctionsOf(functions),
        groups: fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
        exportsFrom: fc.array(name, { maxLength: 3 }),
      })
      .map((rest) => complete(spec, symbols, rest));
  }),
);

function initFunctionsOf(
  functions: readonly number[],
): fc.Arbitrary<{ priority: number; symbol: number }[]> {
  if (functions.length === 0) return fc.constant([]);
  const entry = fc.record({ priority: u32, symbol: fc.constantFrom(...functions) });
  return fc.array(entry, { maxLength: 3 });
}

function complete(
  spec: Contents,
  symbols: SymbolSpec[],
  rest: {
    readonly code: RelocationSpec[];
    readonly data: RelocationSpec[];
    readonly custom: RelocationSpec[];
    readonly initFunctions: { priority: number; symbol: number }[];
    readonly groups: number[];
    readonly exportsFrom: string[];
  },
): Required<ObjectSpec> {
  const { functionNamesFrom, featuresFrom, sdk, ...parts } = spec;
  const imported = importsOf(spec, 'function');
  const relocations = new Map<number, RelocationSpec[]>();
  const made: ObjectSpec = { ...parts, exports: [] };
  for (const key of ['code', 'data', 'custom'] as const) {
    const section = key === 'custom' ? (spec.customs[0]?.name ?? '') : key;
    const number = sectionNumber(made, section);
    if (number >= 0) relocations.set(number, rest[key]);
  }
  // Each function and segment joins group 0 or 1, or none (2).
  const member = (kind: number, index: number, group: number) => ({ kind, index, group });
  const members = [
    ...spec.segments.map((_, i) => member(0, i, rest.groups[i]!)),
    ...spec.functions.map((_, i) => member(1, imported + i, rest.groups[10 + i]!)),
  ];
  return {
    ...made,
    ...parts,
    symbols,
    relocations,
    exports: rest.exportsFrom
      .slice(0, spec.functions.length)
      .map((text, i) => ({ name: text, kind: 0, index: imported + i })),
    initFunctions: rest.initFunctions,
    comdats: ['a', 'b'].map((group, number) => ({
      name: group,
      members: members
        .filter((entry) => entry.group === number)
        .map(({ kind, index }) => [kind, index] as const),
    })),
    functionNames: functionNamesFrom
      .slice(0, spec.functions.length)
      .map((text, i) => [imported + i, `n${text}`] as const),
    features: featuresFrom.map(({ prefix, text }) => [prefix, text] as const),
    producers: [['sdk', sdk]],
  };
}
