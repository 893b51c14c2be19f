// What the readers of this directory find in a module, before it becomes a report.
import type { Diagnostic } from '@wasmwright/diagnostics';
import { SectionId } from '@wasmwright/wasm';
import type {
  DataReport,
  DylinkReport,
  ElementReport,
  EntityReport,
  ExportReport,
  ImportReport,
  SectionReport,
  TypeReport,
} from './report.ts';

/** Names of the sections of the core specification by id. */
export const sectionNames: readonly string[] = Object.entries(SectionId)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);

/** Kinds of imports and exports by number. */
export const externalKinds = ['function', 'table', 'memory', 'global', 'tag'] as const;

/** Index spaces that names are kept for; locals have one per function: `local.3`. */
export type Space =
  (typeof externalKinds)[number] | 'type' | 'element' | 'data' | `local.${number}`;

/** A function body without its size field. */
interface Body {
  readonly start: number;
  readonly end: number;
}

/** A module as far as it could be read. */
export interface Model {
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly diagnostics: Diagnostic[];
  readonly sections: SectionReport[];
  readonly types: TypeReport[];
  readonly imports: ImportReport[];
  /** Type index of every function, imports first. */
  readonly functionTypes: number[];
  readonly bodies: Body[];
  readonly tables: EntityReport[];
  readonly memories: EntityReport[];
  readonly tags: EntityReport[];
  readonly globals: EntityReport[];
  readonly exports: ExportReport[];
  start: number | undefined;
  readonly elements: ElementReport[];
  dataCount: number | undefined;
  readonly data: DataReport[];
  /** What the `name` section says. */
  readonly names: Map<Space | string, Map<number, string>>;
  readonly producers: Map<string, (readonly [name: string, version: string])[]>;
  readonly features: string[];
  dylink: DylinkReport | undefined;
  readonly notes: Map<string, string>;
}

export function createModel(bytes: Uint8Array, file: string): Model {
  return {
    bytes,
    file,
    diagnostics: [],
    sections: [],
    types: [],
    imports: [],
    functionTypes: [],
    bodies: [],
    tables: [],
    memories: [],
    tags: [],
    globals: [],
    exports: [],
    start: undefined,
    elements: [],
    dataCount: undefined,
    data: [],
    names: new Map(),
    producers: new Map(),
    features: [],
    dylink: undefined,
    notes: new Map(),
  };
}

/** Number of imports of a kind: the first index of its definitions. */
export function countOf(imports: readonly ImportReport[], kind: string): number {
  let count = 0;
  for (const row of imports) if (row.kind === kind) count++;
  return count;
}
