// The details of one section as lines.
import { SectionId } from '@wasmwright/wasm';
import type { Details, EntityReport, SectionReport } from './report.ts';

/** Lines of a core section by id. */
const coreLines: Readonly<Record<number, (details: Details) => readonly string[]>> = {
  [SectionId.type]: ({ types }) =>
    types.map(({ index, text, group }) => {
      return `type ${index} ${text}${group === undefined ? '' : ` in group ${group}`}`;
    }),
  [SectionId.import]: ({ imports }) =>
    imports.map(({ module, field, kind, index, text }) => {
      return `${kind} ${index} ${text} <- ${module}.${field}`;
    }),
  [SectionId.function]: ({ functions }) =>
    functions.map(({ index, name, type }) => `function ${index}${angled(name)} (type ${type})`),
  [SectionId.table]: ({ tables }) => entities('table', tables),
  [SectionId.memory]: ({ memories }) => entities('memory', memories),
  [SectionId.tag]: ({ tags }) => entities('tag', tags),
  [SectionId.global]: ({ globals }) => entities('global', globals),
  [SectionId.export]: ({ exports }) =>
    exports.map(({ name, kind, index }) => `${kind} ${index} -> "${name}"`),
  [SectionId.start]: ({ start }) => (start === undefined ? [] : [`function ${start}`]),
  [SectionId.element]: ({ elements }) =>
    elements.flatMap(({ index, name, mode, table, init, type, items }) => [
      `segment ${index}${angled(name)} ${place(mode, 'table', table, init)}, ${items.length} ${type}`,
      ...items.map((item, i) => `  ${i}: ${typeof item === 'number' ? `function ${item}` : item}`),
    ]),
  [SectionId.dataCount]: ({ dataCount }) =>
    dataCount === undefined ? [] : [`${dataCount} segments`],
  [SectionId.code]: ({ functions }) =>
    functions.map(({ index, name, offset, size }) => {
      const where = offset === undefined ? 'no body' : `at ${offset.toString(16)}, ${size} bytes`;
      return `function ${index}${angled(name)} ${where}`;
    }),
  [SectionId.data]: ({ data }) =>
    data.map(({ index, name, mode, memory, init, offset, size, alignment, flags }) => {
      const info = alignment === undefined ? '' : `, alignment ${alignment}`;
      const words = flags === undefined || flags.length === 0 ? '' : `, ${flags.join(' ')}`;
      const where = place(mode, 'memory', memory, init);
      const at = `${size} bytes at ${offset.toString(16)}`;
      return `segment ${index}${angled(name)} ${where}, ${at}${info}${words}`;
    }),
};

/** Lines of a custom section by name. */
const customLines: ReadonlyMap<string, (details: Details) => readonly string[]> = new Map<
  string,
  (details: Details) => readonly string[]
>([
  [
    'name',
    ({ names, notes }) => [
      ...noteLines(notes, 'module name'),
      ...Object.entries(names).flatMap(([space, map]) =>
        Object.entries(map).map(([index, name]) => `${space} ${index} <${name}>`),
      ),
    ],
  ],
  [
    'producers',
    ({ producers }) =>
      Object.entries(producers).flatMap(([field, values]) =>
        values.map(([name, version]) => `${field}: ${name} ${version}`.trimEnd()),
      ),
  ],
  ['target_features', ({ features }) => features],
  [
    'linking',
    ({ initFunctions, comdats }) => [
      ...initFunctions.map(
        ({ priority, symbol }) => `init function ${symbol} priority ${priority}`,
      ),
      ...comdats.flatMap(({ name, members }) => [
        `comdat ${name}`,
        ...members.map(({ kind, index }) => `  ${kind} ${index}`),
      ]),
    ],
  ],
  ['dylink.0', dylinkLines],
  ...['sourceMappingURL', 'external_debug_info', 'build_id'].map(
    (name) => [name, ({ notes }: Details) => noteLines(notes, name)] as const,
  ),
]);

/** What a section says, a line per entry; `undefined` for custom sections of unknown format. */
export function sectionLines(
  section: SectionReport,
  details: Details,
): readonly string[] | undefined {
  const lines = section.id === 0 ? customLines.get(section.name) : coreLines[section.id];
  return lines?.(details);
}

function angled(name: string | undefined): string {
  return name === undefined ? '' : ` <${name}>`;
}

function entities(kind: string, rows: readonly EntityReport[]): string[] {
  return rows.map(({ index, name, text, init }) => {
    return `${kind} ${index}${angled(name)} ${text}${init === undefined ? '' : ` = ${init}`}`;
  });
}

function place(
  mode: string,
  kind: string,
  index: number | undefined,
  init: string | undefined,
): string {
  return mode === 'active' ? `${kind} ${index} at ${init}` : mode;
}

function noteLines(notes: Details['notes'], key: string): string[] {
  const text = notes[key];
  return text === undefined ? [] : [`${key} ${text}`];
}

function dylinkLines({ dylink }: Details): string[] {
  if (dylink === undefined) return [];
  const { memorySize, memoryAlignment, tableSize, tableAlignment } = dylink;
  return [
    `memory ${memorySize} bytes, alignment ${memoryAlignment}`,
    `table ${tableSize} elements, alignment ${tableAlignment}`,
    ...dylink.needed.map((name) => `needed ${name}`),
    ...dylink.exports.map(({ name, flags }) => `export ${name} [${flags.join(' ')}]`),
    ...dylink.imports.map(({ module, field, flags }) => {
      return `import ${module}.${field} [${flags.join(' ')}]`;
    }),
    ...dylink.runtimePaths.map((path) => `runtime path ${path}`),
  ];
}
