import { emptyDylink } from './dylink.ts';
import type { DylinkInfo } from './dylink.ts';
import type { Input } from './input.ts';
import { symbolColumns } from './symbols.ts';
import { NONE } from './tables.ts';
import type { ObjectFile, SectionTable } from './tables.ts';

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

const empty32 = (): Uint32Array => new Uint32Array(0);
const empty8 = (): Uint8Array => new Uint8Array(0);
const empty64 = (): Float64Array => new Float64Array(0);

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

const emptyLimits = (): ObjectFile['tables'] => ({
  count: 0,
  type: empty8(),
  flags: empty8(),
  minimum: empty64(),
  maximum: empty64(),
});

const emptyRelocations = (): ObjectFile['codeRelocations'] => ({
  count: 0,
  type: empty8(),
  offset: empty32(),
  index: empty32(),
  addend: empty64(),
});

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
    types: { count: 0, start: empty32(), end: empty32() },
    imports: {
      count: 0,
      kind: empty8(),
      moduleStart: empty32(),
      moduleEnd: empty32(),
      fieldStart: empty32(),
      fieldEnd: empty32(),
      type: empty32(),
      flags: empty8(),
      minimum: empty64(),
      maximum: empty64(),
      byKind: [empty32(), empty32(), empty32(), empty32(), empty32()],
    },
    functions: {
      count: 0,
      type: empty32(),
      start: empty32(),
      bodyStart: empty32(),
      end: empty32(),
      comdat: empty32(),
      debugNameStart: empty32(),
      debugNameEnd: empty32(),
      exported: empty8(),
      exportNameStart: empty32(),
      exportNameEnd: empty32(),
      relocationStart: new Uint32Array(1),
    },
    tables: emptyLimits(),
    memories: emptyLimits(),
    globals: {
      count: 0,
      type: empty8(),
      mutable: empty8(),
      initStart: empty32(),
      initEnd: empty32(),
    },
    tags: { count: 0, type: empty32() },
    exports: {
      count: 0,
      nameStart: empty32(),
      nameEnd: empty32(),
      kind: empty8(),
      index: empty32(),
    },
    segments: {
      count: 0,
      start: empty32(),
      end: empty32(),
      nameStart: empty32(),
      nameEnd: empty32(),
      alignment: empty8(),
      flags: empty32(),
      comdat: empty32(),
      relocationStart: new Uint32Array(1),
    },
    legacyTable: false,
    symbols: { count: 0, ...symbolColumns(1) },
    relocationSections: {
      count: 0,
      target: empty32(),
      start: empty32(),
      end: empty32(),
      entries: empty32(),
    },
    codeRelocations: emptyRelocations(),
    dataRelocations: emptyRelocations(),
    initFunctions: { count: 0, priority: empty32(), symbol: empty32() },
    comdats: { count: 0, nameStart: empty32(), nameEnd: empty32() },
    features: [],
    hasFeatures: false,
    producers: [],
    codeSection: NONE,
    dataSection: NONE,
  };
}
