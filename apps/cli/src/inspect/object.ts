// What only objects have: symbols, segment info, COMDAT groups, init functions, relocations, read by `@wasmwright/object`.
import { decodeRelocations, NONE, type ObjectFile } from '@wasmwright/object';
import {
  decodeUtf8,
  RelocationType,
  relocationTypes,
  SegmentFlag,
  SymbolFlag,
  SymbolKind,
} from '@wasmwright/wasm';
import { symbolFlags } from './custom-sections.ts';
import type { Model } from './model.ts';
import type { ComdatReport, DataReport, RelocationReport, SymbolReport } from './report.ts';

/** Kinds of symbols by number. */
const symbolKinds = Object.keys(SymbolKind) as SymbolReport['kind'][];

export function symbolName({ bytes, symbols }: ObjectFile, row: number): string {
  return decodeUtf8(bytes, symbols.nameStart[row]!, symbols.nameEnd[row]!);
}

/** The symbol table, in file order. */
export function symbolsOf(object: ObjectFile, model: Model): SymbolReport[] {
  const { symbols, imports } = object;
  const rows: SymbolReport[] = [];
  // The file itself has no row for the table symbol of I20.
  const count = object.legacyTable ? symbols.count - 1 : symbols.count;
  for (let index = 0; index < count; index++) {
    const kind = symbolKinds[symbols.kind[index]!]!;
    const flags = symbols.flags[index]!;
    const element = symbols.element[index]!;
    const isUndefined = (flags & SymbolFlag.UNDEFINED) !== 0;
    const external = { function: 0, table: 1, global: 3, tag: 4, data: -1, section: -1 }[kind];
    const row = isUndefined && external >= 0 ? imports.byKind[external]?.[element] : undefined;
    const from = row === undefined ? undefined : model.imports[row];
    const isData = kind === 'data' && !isUndefined;
    rows.push({
      index,
      kind,
      name: symbolName(object, index),
      binding: bindingOf(flags),
      flags: symbolFlags(flags, false),
      ...(element === NONE ? {} : { element }),
      ...(isData ? { offset: symbols.offset[index]!, size: symbols.size[index]! } : {}),
      ...(from === undefined ? {} : { import: `${from.module}.${from.field}` }),
    });
  }
  return rows;
}

function bindingOf(flags: number): SymbolReport['binding'] {
  if ((flags & SymbolFlag.LOCAL) !== 0) return 'local';
  return (flags & SymbolFlag.WEAK) !== 0 ? 'weak' : 'global';
}

/** What segment info adds to a data segment. */
export function segmentInfo(object: ObjectFile, index: number): Partial<DataReport> {
  const { segments, bytes } = object;
  if (index >= segments.count) return {};
  const bits = segments.flags[index]!;
  const flags = Object.entries(SegmentFlag)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name.toLowerCase());
  const name = decodeUtf8(bytes, segments.nameStart[index]!, segments.nameEnd[index]!);
  return { ...(name === '' ? {} : { name }), alignment: 2 ** segments.alignment[index]!, flags };
}

export function comdatsOf(object: ObjectFile): ComdatReport[] {
  const { comdats, functions, segments, sections, imports, bytes } = object;
  const groups: { name: string; members: ComdatReport['members'][number][] }[] = [];
  for (let row = 0; row < comdats.count; row++) {
    const name = decodeUtf8(bytes, comdats.nameStart[row]!, comdats.nameEnd[row]!);
    groups.push({ name, members: [] });
  }
  const collect = (
    kind: 'function' | 'data' | 'section',
    column: Uint32Array,
    count: number,
    first: number,
  ): void => {
    for (let row = 0; row < count; row++) {
      if (column[row] !== NONE) groups[column[row]!]?.members.push({ kind, index: first + row });
    }
  };
  collect('function', functions.comdat, functions.count, imports.byKind[0].length);
  collect('data', segments.comdat, segments.count, 0);
  collect('section', sections.comdat, sections.count, 0);
  return groups;
}

export function initFunctionsOf(object: ObjectFile): { priority: number; symbol: string }[] {
  const { count, priority, symbol } = object.initFunctions;
  return Array.from({ length: count }, (_, row) => ({
    priority: priority[row]!,
    symbol: symbolName(object, symbol[row]!),
  }));
}

/** What a relocation points at, without its addend. */
function targetOf(object: ObjectFile, type: number, index: number): string {
  return relocationTypes[type]!.symbols[0] === 'type' ? `type ${index}` : symbolName(object, index);
}

/** The relocations of the sections `wants` selects, in file order. */
export function* relocationsOf(
  object: ObjectFile,
  wants: (section: number) => boolean,
): Generator<RelocationReport> {
  const { relocationSections, sections } = object;
  for (let row = 0; row < relocationSections.count; row++) {
    const section = relocationSections.target[row]!;
    if (!wants(section)) continue;
    const start = sections.start[section]!;
    const { table } = decodeRelocations(object, row);
    for (let i = 0; i < table.count; i++) {
      const type = table.type[i]!;
      const { name, hasAddend } = relocationTypes[type]!;
      const index = table.index[i]!;
      yield {
        section,
        type: name,
        offset: table.offset[i]! - start,
        index,
        target: targetOf(object, type, index),
        ...(hasAddend ? { addend: table.addend[i]! } : {}),
      };
    }
  }
}

/** Walks the code relocations beside the instructions: both are in offset order. */
export class CodeTargets {
  private readonly object: ObjectFile;
  private row = 0;

  constructor(object: ObjectFile) {
    this.object = object;
  }

  /** What the relocation inside these bytes points at (`printf`, `table+4`), if there is one. Types are left out. */
  within(start: number, end: number): string | undefined {
    const { count, offset, type, index, addend } = this.object.codeRelocations;
    const isSkipped = (row: number): boolean =>
      offset[row]! < start || type[row] === RelocationType.TYPE_INDEX_LEB;
    while (this.row < count && isSkipped(this.row)) this.row++;
    const { row } = this;
    if (row >= count || offset[row]! >= end) return undefined;
    const name = targetOf(this.object, type[row]!, index[row]!);
    const plus = addend[row]!;
    return plus === 0 ? name : `${name}${plus < 0 ? '' : '+'}${plus}`;
  }
}
