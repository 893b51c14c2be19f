import { emptyDylink } from './dylink.ts';
import type { DylinkInfo } from './dylink.ts';
import type { Input } from './input.ts';
import { NONE } from './tables.ts';
import type { LimitsTable, ObjectFile, RelocationTable, SectionTable } from './tables.ts';

/** Release of LLVM whose rules apply where they differ (linking.md section 6). */
export type Compat = 19 | 21 | 22;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * An `ObjectFile` while its sections are read, in file order. Every table is there from the start, empty; a section
 * replaces its own, and the sections after it use it to check their indices.
 */
export interface Draft extends Mutable<ObjectFile> {
  readonly input: Input;
  readonly compat: Compat;
  readonly sections: Mutable<SectionTable>;
  /** True after a `linking` section. */
  isRelocatable: boolean;
  /** True after `dylink.0` or `dylink`. */
  isShared: boolean;
  readonly dylink: DylinkInfo;
  /** True if a type is none that can be linked (I4). */
  unmodeledTypes: boolean;
  /** What the datacount section says, else `NONE`. */
  dataCount: number;
  /** The worst form of an offset of an active element segment (I16). */
  elementOffset: 'constant' | 'extended' | 'other';
}

// Empty columns and tables, shared by all drafts: they have no elements to write.
const none32 = /* @__PURE__ */ new Uint32Array(0);
const none8 = /* @__PURE__ */ new Uint8Array(0);
const none64 = /* @__PURE__ */ new Float64Array(0);
/** `relocationStart` of no chunks; nothing writes its element. */
const noChunks = /* @__PURE__ */ new Uint32Array(1);
const noLimits: LimitsTable = {
  count: 0,
  type: none8,
  flags: none8,
  minimum: none64,
  maximum: none64,
};
const noRelocations: RelocationTable = {
  count: 0,
  type: none8,
  offset: none32,
  index: none32,
  addend: none64,
};

/** Columns of the sections: `rows` is the number of headers in the file. */
function sectionTable(rows: number): Mutable<SectionTable> {
  return {
    count: 0,
    id: new Uint8Array(rows),
    start: new Uint32Array(rows),
    end: new Uint32Array(rows),
    nameStart: new Uint32Array(rows),
    nameEnd: new Uint32Array(rows),
    comdat: new Uint32Array(rows).fill(NONE),
    relocations: new Uint32Array(rows).fill(NONE),
  };
}

/** A draft without content. */
export function createDraft(input: Input, compat: Compat, sections: number): Draft {
  return {
    input,
    compat,
    isRelocatable: false,
    isShared: false,
    dylink: emptyDylink(),
    unmodeledTypes: false,
    dataCount: NONE,
    elementOffset: 'constant',
    name: input.name,
    bytes: input.bytes,
    is64: false,
    sections: sectionTable(sections),
    types: { count: 0, start: none32, end: none32 },
    imports: {
      count: 0,
      kind: none8,
      moduleStart: none32,
      moduleEnd: none32,
      fieldStart: none32,
      fieldEnd: none32,
      type: none32,
      flags: none8,
      minimum: none64,
      maximum: none64,
      byKind: [none32, none32, none32, none32, none32],
    },
    functions: {
      count: 0,
      type: none32,
      start: none32,
      bodyStart: none32,
      end: none32,
      comdat: none32,
      debugNameStart: none32,
      debugNameEnd: none32,
      exported: none8,
      exportNameStart: none32,
      exportNameEnd: none32,
      relocationStart: noChunks,
    },
    tables: noLimits,
    memories: noLimits,
    globals: {
      count: 0,
      type: none8,
      mutable: none8,
      initStart: none32,
      initEnd: none32,
    },
    tags: { count: 0, type: none32 },
    exports: {
      count: 0,
      nameStart: none32,
      nameEnd: none32,
      kind: none8,
      index: none32,
    },
    segments: {
      count: 0,
      start: none32,
      end: none32,
      nameStart: none32,
      nameEnd: none32,
      alignment: none8,
      flags: none32,
      comdat: none32,
      relocationStart: noChunks,
    },
    legacyTable: false,
    symbols: {
      count: 0,
      kind: none8,
      flags: none32,
      nameStart: none32,
      nameEnd: none32,
      hash: none32,
      element: none32,
      offset: none64,
      size: none64,
    },
    relocationSections: {
      count: 0,
      target: none32,
      start: none32,
      end: none32,
      entries: none32,
    },
    codeRelocations: noRelocations,
    dataRelocations: noRelocations,
    initFunctions: { count: 0, priority: none32, symbol: none32 },
    comdats: { count: 0, nameStart: none32, nameEnd: none32 },
    features: [],
    hasFeatures: false,
    producers: [],
    codeSection: NONE,
    dataSection: NONE,
  };
}
