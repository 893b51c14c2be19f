// An inspection as the value `--json` prints.
import { diagnose, inspectCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { disassemble } from './disassemble.ts';
import { examine, type Inspection } from './inspection.ts';
import { countOf, type Model } from './model.ts';
import type { IndexNameTable } from './names.ts';
import { CodeTargets, comdatsOf, initFunctionsOf, relocationsOf, symbolsOf } from './object.ts';
import type { Parts } from './options.ts';
import type {
  ContentsReport,
  Details,
  FunctionReport,
  MemberReport,
  Report,
  SectionReport,
} from './report.ts';

/** A field of a report. Lists that may be long are made entry by entry, as they are asked for. */
type Field = readonly [key: keyof Report, value: unknown];

/**
 * Looks at one file and reports the parts asked for.
 *
 * @param file - display name
 * @example
 * inspect(bytes, 'main.o', { ...noParts, symbols: true }).symbols?.map(({ name }) => name);
 */
export function inspect(bytes: Uint8Array, file: string, parts: Parts): Report {
  const report: Partial<Record<keyof Report, unknown>> = {};
  for (const [key, value] of reportFields(examine(bytes, file), parts)) {
    report[key] = isLazy(value) ? [...value] : value;
  }
  return report as Report;
}

/** True for the lists `reportFields` gives as generators. */
export function isLazy(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/**
 * The report of an inspection, field by field. Each list must be used up before the next field's: the diagnostics, at the end,
 * include what was found on the way.
 */
export function* reportFields(inspection: Inspection, parts: Parts): Generator<Field> {
  const { file, kind, bytes, model, names, object, diagnostics } = inspection;
  yield ['file', file];
  yield ['kind', kind];
  yield ['size', bytes.length];
  if (kind === 'archive') yield ['members', membersOf(inspection, parts)];
  if (model !== undefined && names !== undefined) {
    const wants = sectionFilter(inspection, parts);
    const sections = model.sections.filter(({ number }) => wants(number));
    if (parts.headers) yield ['sections', sections];
    if (parts.details) yield ['details', detailsOf(model, names, object)];
    if (parts.symbols) yield ['symbols', object === undefined ? [] : symbolsOf(object, model)];
    if (parts.relocations) {
      yield ['relocations', object === undefined ? [] : relocationsOf(object, wants)];
    }
    if (parts.disassemble) yield ['code', codeOf(inspection)];
    if (parts.contents) yield ['contents', contentsOf(bytes, sections)];
  }
  yield ['diagnostics', diagnostics];
}

function* contentsOf(
  bytes: Uint8Array,
  sections: readonly SectionReport[],
): Generator<ContentsReport> {
  for (const { number, name, offset, size } of sections) {
    const hex = Buffer.from(bytes.buffer, bytes.byteOffset + offset, size).toString('hex');
    yield { number, name, offset, hex };
  }
}

/** Which sections to show; a name that no section has is a warning. */
export function sectionFilter(
  { model, file, diagnostics }: Inspection,
  { section }: Parts,
): (number: number) => boolean {
  if (section === undefined) return () => true;
  const wanted = new Set(
    model?.sections
      .filter(({ id, name }) => name === section || (id !== 0 && name === section.toLowerCase()))
      .map(({ number }) => number),
  );
  const isKnown = diagnostics.some(({ code }) => code === inspectCodes.noSection.code);
  if (wanted.size === 0 && !isKnown) {
    diagnostics.push(diagnose(inspectCodes.noSection, { file, section }, { input: file }));
  }
  return (number) => wanted.has(number);
}

/** The functions, disassembled one after the other. */
export function codeOf({ model, names, object }: Inspection): ReturnType<typeof disassemble> {
  const targets = object === undefined ? undefined : new CodeTargets(object);
  return disassemble(model!, names!, targets);
}

function* membersOf(archive: Inspection, parts: Parts): Generator<MemberReport> {
  const { bytes, file, members } = archive;
  for (const { name, start, end, thin } of members) {
    const head = { name, offset: start, size: end - start };
    if (thin) yield head;
    else {
      const report = inspect(bytes.subarray(start, end), `${file}(${name})`, parts);
      if (report.diagnostics.some(isError)) archive.memberFailed = true;
      yield { ...head, report };
    }
  }
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** Everything the sections list. */
export function detailsOf(
  model: Model,
  names: IndexNameTable,
  object: Inspection['object'],
): Details {
  const named = <Row extends { readonly index: number }>(
    space: string,
    rows: readonly Row[],
  ): Row[] =>
    rows.map((row) => {
      const name = names.get(space, row.index);
      return name === undefined ? row : { ...row, name };
    });
  const { start, dataCount, dylink } = model;
  return {
    types: model.types,
    imports: model.imports,
    functions: named('function', functionsOf(model)),
    tables: named('table', model.tables),
    memories: named('memory', model.memories),
    tags: named('tag', model.tags),
    globals: named('global', model.globals),
    exports: model.exports,
    ...(start === undefined ? {} : { start }),
    elements: named('element', model.elements),
    ...(dataCount === undefined ? {} : { dataCount }),
    data: model.data,
    names: Object.fromEntries(
      [...model.names].map(([space, map]) => [space, Object.fromEntries(map)]),
    ),
    producers: Object.fromEntries(model.producers),
    features: model.features,
    ...(dylink === undefined ? {} : { dylink }),
    initFunctions: object === undefined ? [] : initFunctionsOf(object),
    comdats: object === undefined ? [] : comdatsOf(object),
    notes: Object.fromEntries(model.notes),
  };
}

/** Defined functions with the ranges of their bodies. */
function functionsOf({ imports, functionTypes, bodies }: Model): FunctionReport[] {
  const imported = countOf(imports, 'function');
  return functionTypes.slice(imported).map((type, row) => {
    const body = bodies[row];
    const place = body === undefined ? {} : { offset: body.start, size: body.end - body.start };
    return { index: imported + row, type, ...place };
  });
}
