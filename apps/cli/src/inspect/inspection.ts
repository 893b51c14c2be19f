import { diagnose, inspectCodes, type Diagnostic } from '@wasmwright/diagnostics';
import {
  detectKind,
  parseArchive,
  parseObject,
  type ArchiveMember,
  type ObjectFile,
} from '@wasmwright/object';
import { ByteReader, decodeUtf8, SectionWalker } from '@wasmwright/wasm';
import { coreSections, hasCount } from './core-sections.ts';
import { Cursor, type Failure, failureTexts } from './cursor.ts';
import { customSection } from './custom-sections.ts';
import { createModel, type Model, sectionNames } from './model.ts';
import { IndexNameTable } from './names.ts';
import { segmentInfo } from './object.ts';
import type { FileKind } from './report.ts';

/** What was found out about one file; the parts that take long (code, relocations) are made when they are asked for. */
export interface Inspection {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly kind: FileKind;
  readonly diagnostics: Diagnostic[];
  readonly members: readonly ArchiveMember[];
  /** Set when a member that was reported has an error. */
  memberFailed?: boolean;
  /** Modules only. */
  readonly model?: Model;
  readonly names?: IndexNameTable;
  readonly object?: ObjectFile;
}

/** Looks at one file. Damaged files give what stands in front of the damage, and diagnostics. */
export function examine(bytes: Uint8Array, file: string): Inspection {
  const detected = detectKind(bytes);
  switch (detected) {
    case 'archive':
    case 'thin-archive': {
      const { members, diagnostics } = parseArchive(bytes, file);
      return { file, bytes, kind: 'archive', diagnostics: [...diagnostics], members };
    }
    case 'bitcode':
      return other('bitcode', diagnose(inspectCodes.bitcode, { file }, { input: file }));
    case 'stub':
      return other('stub');
    case 'unknown':
      return other('unknown', diagnose(inspectCodes.unknownFile, { file }, { input: file }));
    default:
      return examineModule(bytes, file);
  }

  function other(kind: FileKind, ...diagnostics: Diagnostic[]): Inspection {
    return { file, bytes, kind, diagnostics, members: [] };
  }
}

function examineModule(bytes: Uint8Array, file: string): Inspection {
  const model = createModel(bytes, file);
  const { diagnostics } = model;
  const kind = readSections(model);
  if (kind === 'component' || kind === 'unknown') {
    return { file, bytes, kind, diagnostics, members: [] };
  }
  let object: ObjectFile | undefined;
  if (kind === 'object') {
    const parsed = parseObject(bytes, { name: file });
    object = parsed.object;
    // What is wrong with a section is said already, and where; the object parser adds what only objects may not have.
    if (diagnostics.length === 0) diagnostics.push(...parsed.diagnostics);
  }
  const data = model.names.get('data');
  for (const [i, row] of model.data.entries()) {
    const name = data?.get(row.index);
    const info = object === undefined ? {} : segmentInfo(object, row.index);
    model.data[i] = { ...row, ...(name === undefined ? {} : { name }), ...info };
  }
  const names = new IndexNameTable(model, object);
  return {
    file,
    bytes,
    kind,
    diagnostics,
    members: [],
    model,
    names,
    ...(object === undefined ? {} : { object }),
  };
}

/** Reads every section into the model and says what kind of file it is. */
function readSections(model: Model): FileKind {
  const { bytes, file, sections, diagnostics } = model;
  const walker = new SectionWalker(bytes);
  const cursor = new Cursor(bytes);
  let kind: FileKind = 'module';
  while (walker.next()) {
    const { id, number, start: offset, end } = walker;
    const name =
      id === 0
        ? decodeUtf8(bytes, walker.nameStart, walker.nameEnd)
        : (sectionNames[id] ?? `section ${id}`);
    const count = hasCount(id) ? new ByteReader(bytes, offset, end).u32() : undefined;
    const size = end - offset;
    sections.push({ number, id, name, offset, size, ...(count === undefined ? {} : { count }) });
    if (id === 0 && name === 'linking') kind = 'object';
    if (id === 0 && name.startsWith('dylink') && kind === 'module') kind = 'shared';
    const read = id === 0 ? customSection(name) : coreSections[id];
    cursor.seek(offset, end);
    if (read !== undefined) read(cursor, model);
    else if (id !== 0) cursor.fail('unknown', walker.headerStart);
    const { failed, failedAt } = cursor;
    const place = { input: file, section: name };
    if (failed !== '') {
      const what = failureTexts[failed];
      const at = { ...place, offset: failedAt };
      diagnostics.push(diagnose(inspectCodes.section, { file, section: name, what }, at));
    } else if (read !== undefined && !cursor.reader.atEnd) {
      const at = { ...place, offset: cursor.reader.pos };
      const left = end - cursor.reader.pos;
      diagnostics.push(diagnose(inspectCodes.trailing, { file, section: name, count: left }, at));
    }
  }
  const { failed, failedAt: offset, number } = walker;
  const at = { input: file, offset };
  if (failed === 'header') return badHeader(model, at);
  if (failed !== '') {
    const what = failureTexts[failed satisfies Failure];
    diagnostics.push(diagnose(inspectCodes.sectionHeader, { file, number, what }, at));
  } else checkBodies(model);
  return kind;
}

/** No magic number, another version, or a component (version 13, layer 1). */
function badHeader({ bytes, file, diagnostics }: Model, at: { offset: number }): FileKind {
  if (at.offset === 0 || bytes.length < 8) {
    diagnostics.push(diagnose(inspectCodes.unknownFile, { file }, at));
    return 'unknown';
  }
  if (bytes[6] === 1) {
    diagnostics.push(diagnose(inspectCodes.component, { file }, at));
    return 'component';
  }
  const version = new ByteReader(bytes, 4).fixed32();
  diagnostics.push(diagnose(inspectCodes.version, { file, version }, at));
  return 'unknown';
}

function checkBodies({ file, diagnostics, functionTypes, imports, bodies }: Model): void {
  const imported = imports.filter(({ kind }) => kind === 'function').length;
  const functions = functionTypes.length - imported;
  if (functions === bodies.length) return;
  const values = { file, functions, bodies: bodies.length };
  diagnostics.push(diagnose(inspectCodes.bodyCount, values, { input: file }));
}
