// Readers of custom sections with a known format (core specification appendix, tool-conventions).
import { DylinkSubsection, NameSubsection, SymbolFlag } from '@wasmwright/wasm';
import type { Cursor } from './cursor.ts';
import type { Model, Space } from './model.ts';
import type { DylinkReport } from './report.ts';

type SectionReader = (cursor: Cursor, model: Model) => void;

/** Reader by section name. */
const readers: ReadonlyMap<string, SectionReader> = new Map([
  ['name', readNames],
  ['producers', readProducers],
  ['target_features', readFeatures],
  ['dylink.0', readDylink],
  ['sourceMappingURL', note('sourceMappingURL', (cursor) => cursor.reader.name())],
  ['external_debug_info', note('external_debug_info', (cursor) => cursor.reader.name())],
  ['build_id', note('build_id', hexBytes)],
]);

/** The reader of a custom section, if its format is known. */
export function customSection(name: string): SectionReader | undefined {
  return readers.get(name);
}

/** Names of symbol flags, in the order of their bits. */
const flagNames: readonly (readonly [bit: number, name: string])[] = Object.entries(SymbolFlag)
  .filter(([key]) => key !== 'BINDING_MASK')
  .map(([key, bit]) => [bit, key.toLowerCase()]);

/** The flags of a symbol in words, without its binding if `withBinding` is false. */
export function symbolFlags(flags: number, withBinding: boolean): string[] {
  return flagNames
    .filter(([bit]) => (flags & bit) !== 0 && (withBinding || bit > SymbolFlag.BINDING_MASK))
    .map(([, name]) => name);
}

/** Index space of each `name` subsection that is one map from index to name. */
const nameSpaces: ReadonlyMap<number, Space> = new Map<number, Space>([
  [NameSubsection.function, 'function'],
  [NameSubsection.type, 'type'],
  [NameSubsection.table, 'table'],
  [NameSubsection.memory, 'memory'],
  [NameSubsection.global, 'global'],
  [NameSubsection.element, 'element'],
  [NameSubsection.data, 'data'],
  [NameSubsection.tag, 'tag'],
]);

/** Calls `read` for each subsection, on its range. */
function subsections(cursor: Cursor, read: (id: number) => void): void {
  const { reader } = cursor;
  const { end } = reader;
  while (!reader.atEnd && cursor.ok) {
    const id = reader.byte();
    const size = reader.u32();
    const next = reader.pos + size;
    if (next > end) reader.fail('truncated');
    else {
      reader.end = next;
      read(id);
      if (!cursor.ok) return;
      reader.end = end;
      reader.pos = next;
    }
  }
}

function readNames(cursor: Cursor, { names, notes }: Model): void {
  const { reader } = cursor;
  const map = (space: string): void => {
    const known = names.get(space) ?? new Map<number, string>();
    names.set(space, known);
    cursor.list(() => {
      const index = reader.u32();
      const name = reader.name();
      if (cursor.ok) known.set(index, name);
    });
  };
  subsections(cursor, (id) => {
    const space = nameSpaces.get(id);
    if (space !== undefined) map(space);
    else if (id === NameSubsection.module) notes.set('module name', reader.name());
    else if (id === NameSubsection.local) cursor.list(() => map(`local.${reader.u32()}`));
    else if (id === NameSubsection.label) cursor.list(() => map(`label.${reader.u32()}`));
    else if (id === NameSubsection.field) cursor.list(() => map(`field.${reader.u32()}`));
  });
}

function readProducers(cursor: Cursor, { producers }: Model): void {
  const { reader } = cursor;
  cursor.list(() => {
    const field = reader.name();
    const values: (readonly [string, string])[] = [];
    cursor.list(() => {
      const name = reader.name();
      values.push([name, reader.name()]);
    });
    if (cursor.ok) producers.set(field, values);
  });
}

function readFeatures(cursor: Cursor, { features }: Model): void {
  const { reader } = cursor;
  cursor.list(() => {
    const prefix = String.fromCharCode(reader.byte());
    const name = reader.name();
    if (cursor.ok) features.push(prefix + name);
  });
}

function readDylink(cursor: Cursor, model: Model): void {
  const { reader } = cursor;
  const found = {
    memorySize: 0,
    memoryAlignment: 0,
    tableSize: 0,
    tableAlignment: 0,
    needed: [] as string[],
    exports: [] as DylinkReport['exports'][number][],
    imports: [] as DylinkReport['imports'][number][],
    runtimePaths: [] as string[],
  };
  model.dylink = found;
  subsections(cursor, (id) => {
    switch (id) {
      case DylinkSubsection.memoryInfo:
        found.memorySize = reader.u32();
        found.memoryAlignment = 2 ** reader.u32();
        found.tableSize = reader.u32();
        found.tableAlignment = 2 ** reader.u32();
        break;
      case DylinkSubsection.needed:
        cursor.list(() => found.needed.push(reader.name()));
        break;
      case DylinkSubsection.exportInfo:
        cursor.list(() => {
          const name = reader.name();
          found.exports.push({ name, flags: symbolFlags(reader.u32(), true) });
        });
        break;
      case DylinkSubsection.importInfo:
        cursor.list(() => {
          const module = reader.name();
          const field = reader.name();
          found.imports.push({ module, field, flags: symbolFlags(reader.u32(), true) });
        });
        break;
      case DylinkSubsection.runtimePath:
        cursor.list(() => found.runtimePaths.push(reader.name()));
        break;
    }
  });
}

/** A section that is one value. */
function note(key: string, read: (cursor: Cursor) => string): SectionReader {
  return (cursor, { notes }) => {
    const text = read(cursor);
    if (cursor.ok) notes.set(key, text);
  };
}

/** A length and that many bytes, as hexadecimal text. */
function hexBytes(cursor: Cursor): string {
  let text = '';
  cursor.list(() => (text += cursor.reader.byte().toString(16).padStart(2, '0')));
  return text;
}
