// What obj2yaml prints of an object, from our tables: the same keys and values, so that the two can be compared as data. Parts that our
// tables do not hold (initializers of segments, element contents, locals) are left out of both by `comparable`.

import { createHash } from 'node:crypto';
import { relocationTypes } from '@wasmwright/wasm';
import type { ObjectFile, RelocationTable } from '@wasmwright/object';
import { decodeRelocations } from '@wasmwright/object';
import { readBack } from './read-back.ts';
import type { LimitsSpec, SymbolSpec } from './build.ts';

export type Yaml =
  string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };
type Fields = { [key: string]: Yaml };

const TYPES: Readonly<Record<number, string>> = {
  0x7f: 'I32',
  0x7e: 'I64',
  0x7d: 'F32',
  0x7c: 'F64',
  0x7b: 'V128',
  0x70: 'FUNCREF',
  0x6f: 'EXTERNREF',
  0x69: 'EXNREF',
};
const SECTIONS = [
  'CUSTOM',
  'TYPE',
  'IMPORT',
  'FUNCTION',
  'TABLE',
  'MEMORY',
  'GLOBAL',
  'EXPORT',
  'START',
  'ELEM',
  'CODE',
  'DATA',
  'DATACOUNT',
  'TAG',
];
const EXTERNALS = ['FUNCTION', 'TABLE', 'MEMORY', 'GLOBAL', 'TAG'];
const SYMBOL_FLAGS = [
  [0x4, 'VISIBILITY_HIDDEN'],
  [0x10, 'UNDEFINED'],
  [0x20, 'EXPORTED'],
  [0x40, 'EXPLICIT_NAME'],
  [0x80, 'NO_STRIP'],
  [0x100, 'TLS'],
  [0x200, 'ABSOLUTE'],
] as const;

const hex = (bytes: readonly number[]): string =>
  bytes
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
/** Long payloads as their length and hash, so that a difference stays readable. */
const digest = (payload: string): string =>
  payload.length < 100
    ? payload
    : `${payload.length / 2} bytes ${createHash('sha1').update(payload).digest('hex')}`;
const type = (code: number): string => TYPES[code] ?? `0x${code.toString(16)}`;
const flagNames = (flags: number, names: readonly (readonly [number, string])[]): string[] =>
  names.flatMap(([bit, name]) => ((flags & bit) !== 0 ? [name] : []));

function limits({ minimum, maximum, flags = 0 }: LimitsSpec): Fields {
  const names = flagNames(flags | (maximum === undefined ? 0 : 1), [
    [1, 'HAS_MAX'],
    [2, 'IS_SHARED'],
    [4, 'IS_64'],
  ]);
  return {
    ...(names.length > 0 ? { Flags: names } : {}),
    Minimum: minimum,
    ...(maximum === undefined ? {} : { Maximum: maximum }),
  };
}

function relocations(table: RelocationTable, base: number): Yaml[] {
  return Array.from({ length: table.count }, (_, i) => ({
    Type: relocationTypes[table.type[i]!]!.name,
    Index: table.index[i]!,
    Offset: table.offset[i]! - base,
    ...(table.addend[i] === 0 ? {} : { Addend: table.addend[i]! }),
  }));
}

function symbol(spec: SymbolSpec, Index: number): Yaml {
  const { kind, flags = 0, name = '', element = 0, offset = 0, size = 0 } = spec;
  const binding = ['', 'BINDING_WEAK', 'BINDING_LOCAL'][flags & 3]!;
  const common = {
    Index,
    Kind: kind.toUpperCase(),
    Flags: [...(binding === '' ? [] : [binding]), ...flagNames(flags, SYMBOL_FLAGS)],
  };
  if (kind === 'section') return { ...common, Section: element };
  if (kind !== 'data') {
    const key = kind[0]!.toUpperCase() + kind.slice(1);
    return { ...common, Name: name, [key]: element };
  }
  if ((flags & 0x10) !== 0) return { ...common, Name: name };
  return {
    ...common,
    Name: name,
    Segment: element,
    ...(offset === 0 ? {} : { Offset: offset }),
    Size: size,
  };
}

/** All sections of an object but `reloc.*`, as obj2yaml has them. */
export function describeObject(object: ObjectFile): Yaml[] {
  const { sections, imports } = object;
  const all = readBack(object);
  // The symbol of I20 is ours.
  const back = object.legacyTable ? { ...all, symbols: all.symbols.slice(0, -1) } : all;
  const text = new TextDecoder();
  const names = Array.from({ length: sections.count }, (_, i) =>
    text.decode(object.bytes.subarray(sections.nameStart[i], sections.nameEnd[i])),
  );
  const made: Yaml[] = [];
  for (let i = 0; i < sections.count; i++) {
    const id = sections.id[i]!;
    if (id === 0 && names[i]!.startsWith('reloc.')) continue;
    const payload = object.bytes.subarray(sections.start[i], sections.end[i]);
    const row = sections.relocations[i]!;
    const entries =
      row === 0xffff_ffff
        ? {}
        : { Relocations: relocations(decodeRelocations(object, row).table, sections.start[i]!) };
    const content =
      id === 0 ? custom(names[i]!, [...payload], object, back) : known(id, back, imports);
    made.push({ Type: SECTIONS[id]!, ...entries, ...content });
  }
  return made;
}

function known(
  id: number,
  back: ReturnType<typeof readBack>,
  imports: ObjectFile['imports'],
): Fields {
  const imported = (kind: number): number => imports.byKind[kind]!.length;
  switch (id) {
    case 1:
      return {
        Signatures: back.types.map(({ params, results }, Index) => ({
          Index,
          ParamTypes: params.map(type),
          ReturnTypes: results.map(type),
        })),
      };
    case 2:
      return { Imports: importsOf(back) };
    case 3:
      return { FunctionTypes: back.functions.map((entry) => entry.type) };
    case 4:
      return {
        Tables: back.tables.map((table, i) => ({
          Index: imported(1) + i,
          ElemType: type(table.element),
          Limits: limits(table.limits),
        })),
      };
    case 5:
      return { Memories: back.memories.map(limits) };
    case 6:
      return {
        Globals: back.globals.map((global, i) => ({
          Index: imported(3) + i,
          Type: type(global.type),
          Mutable: global.mutable,
        })),
      };
    case 7:
      return {
        Exports: back.exports.map(({ name, kind, index }) => ({
          Name: name,
          Kind: EXTERNALS[kind]!,
          Index: index,
        })),
      };
    case 10:
      return {
        Functions: back.functions.map(({ body }, i) => ({
          Index: imported(0) + i,
          Body: hex(body),
        })),
      };
    case 11:
      return { Segments: back.segments.map(({ bytes }) => ({ Content: hex(bytes) })) };
    case 12:
      return { Count: back.segments.length };
    case 13:
      return { TagTypes: [...back.tags] };
    default:
      return {};
  }
}

function importsOf(back: ReturnType<typeof readBack>): Yaml {
  let tables = 0;
  return back.imports.map((entry) => {
    const head = { Module: entry.module, Field: entry.field, Kind: entry.kind.toUpperCase() };
    switch (entry.kind) {
      case 'table': {
        const { element } = entry;
        const Table = { Index: tables++, ElemType: type(element), Limits: limits(entry.limits) };
        return { ...head, Table };
      }
      case 'memory':
        return { ...head, Memory: limits(entry.limits) };
      case 'global':
        return { ...head, GlobalType: type(entry.type), GlobalMutable: entry.mutable };
      default:
        return { ...head, SigIndex: entry.type };
    }
  });
}

function custom(
  name: string,
  payload: readonly number[],
  object: ObjectFile,
  back: ReturnType<typeof readBack>,
): Fields {
  const Name = name;
  switch (name) {
    case 'linking':
      return { Name, ...linking(back) };
    case 'producers': {
      const keys = { language: 'Languages', 'processed-by': 'Tools', sdk: 'SDKs' };
      return {
        Name,
        ...Object.fromEntries(
          object.producers.map(({ field, values }) => [
            keys[field],
            values.map(([tool, Version]) => ({ Name: tool, Version })),
          ]),
        ),
      };
    }
    case 'target_features': {
      const prefixes = { '+': 'USED', '-': 'DISALLOWED', '=': 'REQUIRED' };
      return {
        Name,
        Features: object.features.map((entry) => ({
          Prefix: prefixes[entry.prefix],
          Name: entry.name,
        })),
      };
    }
    case 'name':
      return {
        Name,
        FunctionNames: back.functionNames.map(([Index, text]) => ({ Index, Name: text })),
      };
    default:
      return { Name, Payload: digest(hex(payload)) };
  }
}

function linking(back: ReturnType<typeof readBack>): Fields {
  const COMDAT_KINDS: Readonly<Record<number, string>> = { 0: 'DATA', 1: 'FUNCTION', 5: 'SECTION' };
  const parts: Fields = { Version: 2 };
  const add = (key: string, list: readonly Yaml[]): void => {
    if (list.length > 0) parts[key] = list;
  };
  add(
    'SymbolTable',
    back.symbols.map((entry, i) => symbol(entry, i)),
  );
  add(
    'SegmentInfo',
    back.segments.map(({ name = '', alignment = 0, flags = 0 }, Index) => ({
      Index,
      Name: name,
      Alignment: alignment,
      Flags: flagNames(flags, [
        [1, 'STRINGS'],
        [2, 'TLS'],
        [4, 'RETAIN'],
      ]),
    })),
  );
  add(
    'InitFunctions',
    back.initFunctions.map(({ priority, symbol: Symbol }) => ({ Priority: priority, Symbol })),
  );
  add(
    'Comdats',
    back.comdats.map(({ name, members }) => ({
      Name: name,
      Entries: members.map(([kind, Index]) => ({ Kind: COMDAT_KINDS[kind]!, Index })),
    })),
  );
  return parts;
}

/** Sections as obj2yaml prints them (parsed), without what our tables do not hold. */
export function comparable(sections: readonly Fields[]): Yaml[] {
  return sections.map((section) => {
    const made: Fields = { ...section };
    const list = (key: string): Fields[] => (section[key] ?? []) as Fields[];
    if (section['Type'] === 'ELEM') delete made['Segments'];
    if (section['Type'] === 'DATA') {
      made['Segments'] = list('Segments').map(({ Content }) => ({
        Content: String(Content ?? ''),
      }));
    }
    if (section['Type'] === 'GLOBAL') {
      made['Globals'] = list('Globals').map(({ Index, Type, Mutable }) => ({
        Index: Index!,
        Type: Type!,
        Mutable: Mutable!,
      }));
    }
    if (section['Type'] === 'CODE') {
      made['Functions'] = list('Functions').map(({ Index, Locals, Body }) => ({
        Index: Index!,
        Body: locals((Locals ?? []) as Fields[]) + String(Body),
      }));
    }
    if (section['Name'] === 'linking' && section['Comdats'] !== undefined) {
      made['Comdats'] = list('Comdats').map(({ Name, Entries }) => ({
        Name: Name!,
        Entries: [...(Entries as { Kind: string; Index: number }[])].sort(
          (a, b) => ORDER[a.Kind]! - ORDER[b.Kind]! || a.Index - b.Index,
        ),
      }));
    }
    if (section['Payload'] !== undefined) made['Payload'] = digest(String(section['Payload']));
    return made;
  });
}

const ORDER: Readonly<Record<string, number>> = { DATA: 0, FUNCTION: 1, SECTION: 2 };

/** The declarations of locals as the body begins with them. */
function locals(list: readonly Fields[]): string {
  const codes = new Map(Object.entries(TYPES).map(([code, name]) => [name, Number(code)]));
  const uleb = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...uleb(value >>> 7)];
  const bytes = list.flatMap(({ Type, Count }) => [
    ...uleb(Number(Count)),
    codes.get(String(Type)) ?? 0,
  ]);
  return hex([...uleb(list.length), ...bytes]);
}
