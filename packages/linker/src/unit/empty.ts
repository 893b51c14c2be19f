/** The tables of an object that a unit has none of. */
import { NONE, type ObjectFile } from '@wasmwright/object';

/** Fresh empty tables for every part of an object that a unit does not have. */
export function emptyTables(): Pick<
  ObjectFile,
  | 'sections'
  | 'tables'
  | 'memories'
  | 'globals'
  | 'tags'
  | 'exports'
  | 'legacyTable'
  | 'relocationSections'
  | 'producers'
  | 'codeSection'
  | 'dataSection'
> {
  const u32 = new Uint32Array(0);
  const u8 = new Uint8Array(0);
  const f64 = new Float64Array(0);
  const limits = { count: 0, type: u8, flags: u8, minimum: f64, maximum: f64 };
  return {
    sections: {
      count: 0,
      id: u8,
      start: u32,
      end: u32,
      nameStart: u32,
      nameEnd: u32,
      comdat: u32,
      relocations: u32,
    },
    tables: limits,
    memories: limits,
    globals: { count: 0, type: u8, mutable: u8, initStart: u32, initEnd: u32 },
    tags: { count: 0, type: u32 },
    exports: { count: 0, nameStart: u32, nameEnd: u32, kind: u8, index: u32 },
    // Numbers of tables are exact in code from MIR, so it does not matter which table is the first (E6).
    legacyTable: false,
    relocationSections: { count: 0, target: u32, start: u32, end: u32, entries: u32 },
    producers: [],
    codeSection: NONE,
    dataSection: NONE,
  };
}
