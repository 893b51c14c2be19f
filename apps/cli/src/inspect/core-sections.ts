// Readers of the sections of the core specification. Each gets a cursor on the payload and appends to the model; the
// cursor says whether it got through.
import { SectionId, TypeForm } from '@wasmwright/wasm';
import type { Cursor } from './cursor.ts';
import { countOf, externalKinds, type Model } from './model.ts';
import type { EntityReport, SegmentMode } from './report.ts';

type SectionReader = (cursor: Cursor, model: Model) => void;

/** Reader by section id. */
export const coreSections: Readonly<Record<number, SectionReader>> = {
  [SectionId.type]: readTypes,
  [SectionId.import]: readImports,
  [SectionId.function]: (cursor, model) =>
    cursor.list(() => model.functionTypes.push(cursor.reader.u32())),
  [SectionId.table]: readTables,
  [SectionId.memory]: (cursor, model) =>
    define(cursor, model, 'memory', model.memories, () => ({ text: cursor.limits() })),
  [SectionId.tag]: (cursor, model) =>
    define(cursor, model, 'tag', model.tags, () => ({ text: tagType(cursor).text })),
  [SectionId.global]: (cursor, model) =>
    define(cursor, model, 'global', model.globals, () => {
      const text = globalType(cursor);
      return { text, init: cursor.initializer() };
    }),
  [SectionId.export]: readExports,
  [SectionId.start]: (cursor, model) => {
    model.start = cursor.reader.u32();
  },
  [SectionId.element]: readElements,
  [SectionId.dataCount]: (cursor, model) => {
    model.dataCount = cursor.reader.u32();
  },
  [SectionId.code]: (cursor, model) =>
    cursor.list(() => {
      const size = cursor.reader.u32();
      const start = cursor.reader.pos;
      cursor.reader.skip(size);
      if (cursor.ok) model.bodies.push({ start, end: start + size });
    }),
  [SectionId.data]: readData,
};

/** Ids whose payload begins with a count of entries. */
export function hasCount(id: number): boolean {
  return id > 0 && id <= SectionId.tag && id !== SectionId.start;
}

function readTypes(cursor: Cursor, { types }: Model): void {
  const { reader } = cursor;
  let groups = 0;
  const add = (group?: number): void => {
    const text = subType(cursor);
    if (!cursor.ok) return;
    types.push({ index: types.length, text, ...(group === undefined ? {} : { group }) });
  };
  cursor.list(() => {
    if (reader.bytes[reader.pos] !== TypeForm.rec) return add();
    reader.byte();
    const group = groups++;
    cursor.list(() => add(group));
  });
}

/** `(sub final 1 (struct …))`, or the composite type alone. */
function subType(cursor: Cursor): string {
  const { reader } = cursor;
  const form = reader.byte();
  if (form !== TypeForm.sub && form !== TypeForm.subFinal) return compositeType(cursor, form);
  const words = form === TypeForm.subFinal ? ['sub', 'final'] : ['sub'];
  cursor.list(() => words.push(String(reader.u32())));
  words.push(compositeType(cursor, reader.byte()));
  return `(${words.join(' ')})`;
}

function compositeType(cursor: Cursor, form: number): string {
  const { reader } = cursor;
  switch (form) {
    case TypeForm.func: {
      const params = typeList(cursor, 'param');
      return `(func${params}${typeList(cursor, 'result')})`;
    }
    case TypeForm.struct: {
      const fields: string[] = [];
      cursor.list(() => fields.push(` (field ${fieldType(cursor)})`));
      return `(struct${fields.join('')})`;
    }
    case TypeForm.array:
      return `(array ${fieldType(cursor)})`;
    case TypeForm.cont:
      return `(cont ${reader.s33()})`;
    default:
      cursor.fail('unknown', reader.pos - 1);
      return '';
  }
}

/** ` (param i32 i64)`, or nothing for an empty list. */
function typeList(cursor: Cursor, word: string): string {
  const types: string[] = [];
  cursor.list(() => types.push(cursor.type()));
  return types.length === 0 ? '' : ` (${word} ${types.join(' ')})`;
}

function fieldType(cursor: Cursor): string {
  return mutable(cursor, cursor.type());
}

function globalType(cursor: Cursor): string {
  return mutable(cursor, cursor.type());
}

function mutable(cursor: Cursor, type: string): string {
  const flags = cursor.reader.byte();
  if (flags > 3) cursor.fail('unknown', cursor.reader.pos - 1);
  const shared = (flags & 2) === 0 ? type : `shared ${type}`;
  return (flags & 1) === 0 ? shared : `(mut ${shared})`;
}

function tagType(cursor: Cursor): { type: number; text: string } {
  const attribute = cursor.reader.byte();
  if (attribute !== 0) cursor.fail('unknown', cursor.reader.pos - 1);
  const type = cursor.reader.u32();
  return { type, text: `(type ${type})` };
}

/** Element type, then limits; written the other way round. */
function tableType(cursor: Cursor): string {
  const type = cursor.type();
  return `${cursor.limits()} ${type}`;
}

function readImports(cursor: Cursor, { imports, functionTypes }: Model): void {
  const { reader } = cursor;
  const counts = [0, 0, 0, 0, 0];
  cursor.list(() => {
    const module = reader.name();
    const field = reader.name();
    const code = reader.byte();
    const kind = externalKinds[code];
    if (kind === undefined) return cursor.fail('unknown', reader.pos - 1);
    const { type, text } = importType(cursor, kind);
    if (!cursor.ok) return;
    if (kind === 'function') functionTypes.push(type!);
    const index = counts[code]!++;
    imports.push({ module, field, kind, index, ...(type === undefined ? {} : { type }), text });
  });
}

function importType(
  cursor: Cursor,
  kind: (typeof externalKinds)[number],
): { type?: number; text: string } {
  switch (kind) {
    case 'function': {
      const type = cursor.reader.u32();
      return { type, text: `(type ${type})` };
    }
    case 'table':
      return { text: tableType(cursor) };
    case 'memory':
      return { text: cursor.limits() };
    case 'global':
      return { text: globalType(cursor) };
    case 'tag':
      return tagType(cursor);
  }
}

/** A section of definitions: their indexes follow those of the imports. */
function define(
  cursor: Cursor,
  model: Model,
  kind: string,
  into: EntityReport[],
  read: () => Omit<EntityReport, 'index'>,
): void {
  const imported = countOf(model.imports, kind);
  cursor.list(() => {
    const entity = { index: imported + into.length, ...read() };
    if (cursor.ok) into.push(entity);
  });
}

/** Tables; `40 00` in front means that an initializer follows the type. */
function readTables(cursor: Cursor, model: Model): void {
  const { reader } = cursor;
  define(cursor, model, 'table', model.tables, () => {
    const hasInit = reader.bytes[reader.pos] === 0x40;
    if (hasInit) reader.skip(2);
    const text = tableType(cursor);
    return hasInit ? { text, init: cursor.initializer() } : { text };
  });
}

function readExports(cursor: Cursor, { exports }: Model): void {
  const { reader } = cursor;
  cursor.list(() => {
    const name = reader.name();
    const kind = externalKinds[reader.byte()];
    if (kind === undefined) return cursor.fail('unknown', reader.pos - 1);
    const index = reader.u32();
    if (cursor.ok) exports.push({ name, kind, index });
  });
}

/** Flags: 1 not active, 2 table index or declarative, 4 initializers instead of function indexes. */
function readElements(cursor: Cursor, { elements }: Model): void {
  const { reader } = cursor;
  cursor.list((index) => {
    const at = reader.pos;
    const flags = reader.u32();
    if (flags > 7) return cursor.fail('unknown', at);
    const mode = segmentMode(flags & 3);
    const table = mode !== 'active' ? undefined : (flags & 2) === 0 ? 0 : reader.u32();
    const init = mode === 'active' ? cursor.initializer() : undefined;
    let type = 'funcref';
    if ((flags & 3) !== 0) {
      if ((flags & 4) !== 0) type = cursor.type();
      else if (reader.byte() !== 0) return cursor.fail('unknown', reader.pos - 1);
    }
    const items: (number | string)[] = [];
    cursor.list(() => items.push((flags & 4) === 0 ? reader.u32() : cursor.initializer()));
    if (!cursor.ok) return;
    elements.push({
      index,
      mode,
      ...(table === undefined ? {} : { table }),
      ...(init === undefined ? {} : { init }),
      type,
      items,
    });
  });
}

function segmentMode(bits: number): SegmentMode {
  return (bits & 1) === 0 ? 'active' : bits === 3 ? 'declarative' : 'passive';
}

function readData(cursor: Cursor, { data }: Model): void {
  const { reader } = cursor;
  cursor.list((index) => {
    const at = reader.pos;
    const flags = reader.u32();
    if (flags > 2) return cursor.fail('unknown', at);
    const memory = flags === 1 ? undefined : flags === 2 ? reader.u32() : 0;
    const init = flags === 1 ? undefined : cursor.initializer();
    const size = reader.u32();
    const offset = reader.pos;
    reader.skip(size);
    if (!cursor.ok) return;
    const constant = init === undefined ? null : /^i(?:32|64)\.const (-?\d+)$/.exec(init);
    data.push({
      index,
      mode: flags === 1 ? 'passive' : 'active',
      ...(memory === undefined ? {} : { memory }),
      ...(init === undefined ? {} : { init }),
      ...(constant === null ? {} : { address: address(constant[1]!) }),
      offset,
      size,
    });
  });
}

/** An i32 address is unsigned. */
function address(text: string): number {
  const value = Number(text);
  return value < 0 ? value + 2 ** 32 : value;
}
