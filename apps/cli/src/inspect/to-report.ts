// An inspection as the value `--json` prints.
import { diagnose, inspectCodes } from '@wasmwright/diagnostics';
import { disassemble } from './disassemble.ts';
import { examine, type Inspection } from './inspection.ts';
import { countOf, type Model } from './model.ts';
import type { IndexNameTable } from './names.ts';
import { CodeTargets, comdatsOf, initFunctionsOf, relocationsOf, symbolsOf } from './object.ts';
import type { Parts } from './options.ts';
import type { Details, FunctionReport, MemberReport, Report } from './report.ts';

/**
 * Looks at one file and reports the parts asked for.
 *
 * @param file - display name
 * @example
 * inspect(bytes, 'main.o', { ...noParts, symbols: true }).symbols?.map(({ name }) => name);
 */
export function inspect(bytes: Uint8Array, file: string, parts: Parts): Report {
  return toReport(examine(bytes, file), parts);
}

/** Reports what an inspection found. */
export function toReport(inspection: Inspection, parts: Parts): Report {
  const { file, kind, bytes, model, names, object, diagnostics } = inspection;
  const head = { file, kind, size: bytes.length, diagnostics };
  if (kind === 'archive') return { ...head, members: membersOf(inspection, parts) };
  if (model === undefined || names === undefined) return head;
  const wants = sectionFilter(inspection, parts);
  const sections = model.sections.filter(({ number }) => wants(number));
  return {
    ...head,
    ...(parts.headers ? { sections } : {}),
    ...(parts.details ? { details: detailsOf(model, names, object) } : {}),
    ...(parts.symbols ? { symbols: object === undefined ? [] : symbolsOf(object, model) } : {}),
    ...(parts.relocations
      ? { relocations: object === undefined ? [] : [...relocationsOf(object, wants)] }
      : {}),
    ...(parts.disassemble ? { code: [...codeOf(inspection)] } : {}),
    ...(parts.contents
      ? {
          contents: sections.map(({ number, name, offset, size }) => {
            return { number, name, offset, hex: hexText(bytes.subarray(offset, offset + size)) };
          }),
        }
      : {}),
  };
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

function membersOf({ bytes, file, members }: Inspection, parts: Parts): MemberReport[] {
  return members.map(({ name, start, end, thin }) => {
    const head = { name, offset: start, size: end - start };
    if (thin) return head;
    return { ...head, report: inspect(bytes.subarray(start, end), `${file}(${name})`, parts) };
  });
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

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** Two digits per byte. */
export function hexText(bytes: Uint8Array, separator = ''): string {
  const digits: string[] = [];
  for (const byte of bytes) digits.push(HEX[byte]!);
  return digits.join(separator);
}
