// A tiny writer of objects, modules and archives for tests: plain arrays of bytes, put together by hand. It knows the
// layout of the format and nothing of the parser, and it checks nothing, so it can write what is wrong, too.

import { encodeUtf8 } from '@wasmwright/wasm';

export type Bytes = readonly number[];

/** Unsigned LEB128, shortest form. */
export function uleb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const group = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? group | 0x80 : group);
  } while (rest > 0);
  return bytes;
}

/** Signed LEB128, shortest form, exact for safe integers. */
export function sleb(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (;;) {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && group < 0x40) || (rest === -1n && group >= 0x40);
    bytes.push(done ? group : group | 0x80);
    if (done) return bytes;
  }
}

export const ascii = (text: string): number[] => [...encodeUtf8(text)];
export const str = (text: string): number[] => {
  const bytes = ascii(text);
  return [...uleb(bytes.length), ...bytes];
};
export const vec = (items: readonly Bytes[]): number[] => [...uleb(items.length), ...items.flat()];
/** An id byte, the size and the payload: a section or a subsection. */
export const section = (id: number, payload: Bytes): number[] => [
  id,
  ...uleb(payload.length),
  ...payload,
];
export const custom = (name: string, payload: Bytes): number[] =>
  section(0, [...str(name), ...payload]);

/** `\0asm`, version 1 and the sections. */
export const mkModule = (...sections: readonly Bytes[]): Uint8Array =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

/** A `linking` section of version 2. */
export const linking = (...subsections: readonly Bytes[]): number[] =>
  custom('linking', [...uleb(2), ...subsections.flat()]);

/** Limits as the format has them; flag 1 is set by a maximum. */
export interface LimitsSpec {
  readonly minimum: number;
  readonly maximum?: number;
  /** Flags other than 1. */
  readonly flags?: number;
}

export type ImportSpec = { readonly module: string; readonly field: string } & (
  | { readonly kind: 'function' | 'tag'; readonly type: number }
  | { readonly kind: 'table'; readonly element: number; readonly limits: LimitsSpec }
  | { readonly kind: 'memory'; readonly limits: LimitsSpec }
  | { readonly kind: 'global'; readonly type: number; readonly mutable: boolean }
);

export interface SymbolSpec {
  readonly kind: 'function' | 'data' | 'global' | 'section' | 'tag' | 'table';
  readonly flags?: number;
  /** Written if the format has a name at this place. */
  readonly name?: string;
  /** Index, segment or section number. */
  readonly element?: number;
  readonly offset?: number;
  readonly size?: number;
}

export interface RelocationSpec {
  readonly type: number;
  /** From the start of the section's payload. */
  readonly offset: number;
  readonly index: number;
  /** Written if given. */
  readonly addend?: number;
}

export interface ObjectSpec {
  readonly types?: readonly { readonly params: Bytes; readonly results: Bytes }[];
  readonly imports?: readonly ImportSpec[];
  readonly functions?: readonly { readonly type: number; readonly body: Bytes }[];
  readonly tables?: readonly { readonly element: number; readonly limits: LimitsSpec }[];
  readonly memories?: readonly LimitsSpec[];
  readonly tags?: readonly number[];
  readonly globals?: readonly {
    readonly type: number;
    readonly mutable: boolean;
    readonly init: Bytes;
  }[];
  readonly exports?: readonly {
    readonly name: string;
    readonly kind: number;
    readonly index: number;
  }[];
  readonly segments?: readonly {
    readonly bytes: Bytes;
    readonly name?: string;
    readonly alignment?: number;
    readonly flags?: number;
  }[];
  readonly symbols?: readonly SymbolSpec[];
  readonly initFunctions?: readonly { readonly priority: number; readonly symbol: number }[];
  readonly comdats?: readonly {
    readonly name: string;
    readonly members: readonly (readonly [kind: number, index: number])[];
  }[];
  /** Written before `linking`. */
  readonly customs?: readonly { readonly name: string; readonly bytes: Bytes }[];
  /** Relocations by section number; see `sectionNumber`. */
  readonly relocations?: ReadonlyMap<number, readonly RelocationSpec[]>;
  readonly functionNames?: readonly (readonly [index: number, name: string])[];
  readonly features?: readonly (readonly [prefix: string, name: string])[];
  readonly producers?: readonly (readonly [
    field: string,
    values: readonly (readonly [name: string, version: string])[],
  ])[];
}

const SYMBOL_KINDS = { function: 0, data: 1, global: 2, section: 3, tag: 4, table: 5 };
const IMPORT_KINDS = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

function limits(spec: LimitsSpec): number[] {
  const { minimum, maximum, flags = 0 } = spec;
  if (maximum === undefined) return [...uleb(flags), ...uleb(minimum)];
  return [...uleb(flags | 1), ...uleb(minimum), ...uleb(maximum)];
}

export function importEntry(spec: ImportSpec): number[] {
  const head = [...str(spec.module), ...str(spec.field), IMPORT_KINDS[spec.kind]];
  switch (spec.kind) {
    case 'function':
      return [...head, ...uleb(spec.type)];
    case 'tag':
      return [...head, 0, ...uleb(spec.type)];
    case 'table':
      return [...head, spec.element, ...limits(spec.limits)];
    case 'memory':
      return [...head, ...limits(spec.limits)];
    case 'global':
      return [...head, spec.type, spec.mutable ? 1 : 0];
  }
}

export function symbolEntry(spec: SymbolSpec): number[] {
  const { kind, flags = 0, name = '', element = 0, offset = 0, size = 0 } = spec;
  const head = [SYMBOL_KINDS[kind], ...uleb(flags)];
  const isUndefined = (flags & 0x10) !== 0;
  if (kind === 'section') return [...head, ...uleb(element)];
  if (kind === 'data') {
    const place = isUndefined ? [] : [...uleb(element), ...uleb(offset), ...uleb(size)];
    return [...head, ...str(name), ...place];
  }
  const hasName = !isUndefined || (flags & 0x40) !== 0;
  return [...head, ...uleb(element), ...(hasName ? str(name) : [])];
}

export function relocationSection(
  name: string,
  target: number,
  entries: readonly RelocationSpec[],
): number[] {
  const list = entries.map(({ type, offset, index, addend }) => [
    ...uleb(type),
    ...uleb(offset),
    ...uleb(index),
    ...(addend === undefined ? [] : sleb(addend)),
  ]);
  return custom(`reloc.${name}`, [...uleb(target), ...vec(list)]);
}

/** Sections of an object in file order. */
function sectionsOf(spec: ObjectSpec): { readonly key: string; readonly bytes: number[] }[] {
  const made: { key: string; bytes: number[] }[] = [];
  const add = (key: string, id: number, items: readonly Bytes[] | undefined): void => {
    if (items !== undefined) made.push({ key, bytes: section(id, vec(items)) });
  };
  add(
    'type',
    1,
    spec.types?.map(({ params, results }) => [
      0x60,
      ...vec(params.map((type) => [type])),
      ...vec(results.map((type) => [type])),
    ]),
  );
  add('import', 2, spec.imports?.map(importEntry));
  add(
    'function',
    3,
    spec.functions?.map(({ type }) => uleb(type)),
  );
  add(
    'table',
    4,
    spec.tables?.map((table) => [table.element, ...limits(table.limits)]),
  );
  add('memory', 5, spec.memories?.map(limits));
  add(
    'tag',
    13,
    spec.tags?.map((type) => [0, ...uleb(type)]),
  );
  add(
    'global',
    6,
    spec.globals?.map(({ type, mutable, init }) => [type, mutable ? 1 : 0, ...init]),
  );
  add(
    'export',
    7,
    spec.exports?.map(({ name, kind, index }) => [...str(name), kind, ...uleb(index)]),
  );
  add(
    'code',
    10,
    spec.functions?.map(({ body }) => [...uleb(body.length), ...body]),
  );
  add(
    'data',
    11,
    spec.segments?.map(({ bytes }) => [0, 0x41, 0, 0x0b, ...uleb(bytes.length), ...bytes]),
  );
  for (const { name, bytes } of spec.customs ?? []) {
    made.push({ key: name, bytes: custom(name, bytes) });
  }
  return made;
}

/** Number of a section of the object that `mkObject` writes, by its name (`code`, `data`, …) or custom name. */
export function sectionNumber(spec: ObjectSpec, name: string): number {
  return sectionsOf(spec).findIndex(({ key }) => key === name);
}

/** Writes an object. A `linking` section is always there. */
export function mkObject(spec: ObjectSpec): Uint8Array {
  const made = sectionsOf(spec);
  const subsections: number[][] = [];
  if (spec.symbols) subsections.push(section(8, vec(spec.symbols.map(symbolEntry))));
  if (spec.segments) {
    const info = spec.segments.map(({ name = '', alignment = 0, flags = 0 }) => [
      ...str(name),
      ...uleb(alignment),
      ...uleb(flags),
    ]);
    subsections.push(section(5, vec(info)));
  }
  if (spec.initFunctions) {
    const list = spec.initFunctions.map(({ priority, symbol }) => [
      ...uleb(priority),
      ...uleb(symbol),
    ]);
    subsections.push(section(6, vec(list)));
  }
  if (spec.comdats) {
    const list = spec.comdats.map(({ name, members }) => [
      ...str(name),
      0,
      ...vec(members.map(([kind, index]) => [...uleb(kind), ...uleb(index)])),
    ]);
    subsections.push(section(7, vec(list)));
  }
  const tail: number[][] = [linking(...subsections)];
  for (const [target, entries] of spec.relocations ?? []) {
    tail.push(relocationSection(made[target]?.key ?? 'none', target, entries));
  }
  if (spec.functionNames) {
    const map = spec.functionNames.map(([index, name]) => [...uleb(index), ...str(name)]);
    tail.push(custom('name', section(1, vec(map))));
  }
  if (spec.producers) {
    const fields = spec.producers.map(([field, values]) => [
      ...str(field),
      ...vec(values.map(([name, version]) => [...str(name), ...str(version)])),
    ]);
    tail.push(custom('producers', vec(fields)));
  }
  if (spec.features) {
    const entries = spec.features.map(([prefix, name]) => [...ascii(prefix), ...str(name)]);
    tail.push(custom('target_features', vec(entries)));
  }
  return mkModule(...made.map(({ bytes }) => bytes), ...tail);
}

/** One member as its header has it: the name field is written as given. */
export interface MemberSpec {
  readonly name: string;
  readonly bytes: Uint8Array | Bytes;
  /** Replaces the size field. */
  readonly size?: string;
  /** Replaces the terminator. */
  readonly terminator?: string;
  /** False: no data follows, as in a thin archive. */
  readonly data?: boolean;
}

/** Writes an archive with exactly these headers. */
export function mkArchive(
  members: readonly MemberSpec[],
  magic: '!<arch>\n' | '!<thin>\n' = '!<arch>\n',
): Uint8Array {
  const out = ascii(magic);
  for (const { name, bytes, size, terminator = '`\n', data = true } of members) {
    const field = size ?? String(bytes.length);
    const head = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'644'.padEnd(8)}${field.padEnd(10)}${terminator}`;
    out.push(...ascii(head));
    if (!data) continue;
    out.push(...bytes);
    if (bytes.length % 2 === 1) out.push(0x0a);
  }
  return Uint8Array.from(out);
}
