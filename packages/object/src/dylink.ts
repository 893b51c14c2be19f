// The `dylink.0` section and its old form `dylink` (linking.md 2.7): what a shared object says to the dynamic linker.

import type { Draft } from './draft.ts';
import type { Input } from './input.ts';
import { readSubsections } from './linking.ts';

/** Contents of `dylink.0` or `dylink`. */
export interface DylinkInfo {
  /** Bytes of memory and elements of the table the module needs, with alignments as exponents of two. */
  memorySize: number;
  memoryAlignment: number;
  tableSize: number;
  tableAlignment: number;
  /** Names of the shared objects this one needs. */
  needed: string[];
  /** Symbol flags of exports, by name. */
  exportFlags: Map<string, number>;
  /** Symbol flags of imports. */
  importFlags: { module: string; field: string; flags: number }[];
  runtimePaths: string[];
}

/** A module that says nothing. */
export function emptyDylink(): DylinkInfo {
  return {
    memorySize: 0,
    memoryAlignment: 0,
    tableSize: 0,
    tableAlignment: 0,
    needed: [],
    exportFlags: new Map(),
    importFlags: [],
    runtimePaths: [],
  };
}

/** Reads the old form: the four numbers, then the needed names. */
export function readDylink(draft: Draft): void {
  const { input, dylink } = draft;
  draft.isShared = true;
  readMemoryInfo(input, dylink);
  dylink.needed = readStrings(input);
}

/** Reads `dylink.0`. Unknown subsections are skipped. */
export function readDylink0(draft: Draft): void {
  const { input, dylink } = draft;
  draft.isShared = true;
  readSubsections(draft, 'dylink.0', (id) => {
    if (id === 1) readMemoryInfo(input, dylink);
    else if (id === 2) dylink.needed = readStrings(input);
    else if (id === 3) {
      repeat(input, () => dylink.exportFlags.set(input.stringText(), input.u32()));
    } else if (id === 4) {
      repeat(input, () => {
        const module = input.stringText();
        const field = input.stringText();
        dylink.importFlags.push({ module, field, flags: input.u32() });
      });
    } else if (id === 5) dylink.runtimePaths = readStrings(input);
    else return false;
    return true;
  });
}

function readMemoryInfo(input: Input, dylink: DylinkInfo): void {
  dylink.memorySize = input.u32();
  dylink.memoryAlignment = input.u32();
  dylink.tableSize = input.u32();
  dylink.tableAlignment = input.u32();
}

function repeat(input: Input, read: () => void): void {
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) read();
}

function readStrings(input: Input): string[] {
  const strings: string[] = [];
  repeat(input, () => strings.push(input.stringText()));
  return strings;
}
