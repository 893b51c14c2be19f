// The `name` section (linking.md 2.7): the debug names of functions; names of globals and segments are only checked (I11).

import { objectCodes } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';
import { readSubsections } from './linking.ts';

/** A name map: what is said about its entries, and which of the valid indices have a name already. */
interface NameMap {
  readonly twice:
    | typeof objectCodes.functionNamedTwice
    | typeof objectCodes.globalNamedTwice
    | typeof objectCodes.segmentNamedTwice;
  readonly invalid:
    | typeof objectCodes.functionNameEntry
    | typeof objectCodes.globalNameEntry
    | typeof objectCodes.segmentNameEntry;
  readonly named: Uint8Array;
  readonly keep?: (index: number, start: number, end: number) => void;
}

/** Reads the `name` section. */
export function readNames(draft: Draft): void {
  const { functions, globals, segments } = draft;
  const imported = importCount(draft, 0);
  const functionNames: NameMap = {
    twice: objectCodes.functionNamedTwice,
    invalid: objectCodes.functionNameEntry,
    named: new Uint8Array(imported + functions.count),
    keep: (index, start, end) => {
      if (index < imported) return;
      functions.debugNameStart[index - imported] = start;
      functions.debugNameEnd[index - imported] = end;
    },
  };
  const globalNames: NameMap = {
    twice: objectCodes.globalNamedTwice,
    invalid: objectCodes.globalNameEntry,
    named: new Uint8Array(importCount(draft, 3) + globals.count),
  };
  const segmentNames: NameMap = {
    twice: objectCodes.segmentNamedTwice,
    invalid: objectCodes.segmentNameEntry,
    named: new Uint8Array(segments.count),
  };
  readSubsections(draft, 'name', (id) => {
    if (id === 1) readNameMap(draft, functionNames);
    else if (id === 7) readNameMap(draft, globalNames);
    else if (id === 9) readNameMap(draft, segmentNames);
    else return false;
    return true;
  });
}

function readNameMap(draft: Draft, { twice, invalid, named, keep }: NameMap): void {
  const { input } = draft;
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) {
    const at = input.pos;
    const index = input.u32();
    const start = input.string();
    if (!input.ok) return;
    const end = input.pos;
    if (named[index] === 1) input.fail(twice, {}, at);
    else if (index >= named.length || start === end) input.fail(invalid, {}, at);
    else {
      named[index] = 1;
      keep?.(index, start, end);
    }
  }
}
