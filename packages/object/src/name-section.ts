// The `name` section (linking.md 2.7): the debug names of functions; names of globals and segments are only checked (I11).

import { objectCodes } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';
import { readSubsections } from './linking.ts';

/** What is said about the entries of a name map, and how many indices are valid. */
interface NameMap {
  readonly twice:
    | typeof objectCodes.functionNamedTwice
    | typeof objectCodes.globalNamedTwice
    | typeof objectCodes.segmentNamedTwice;
  readonly invalid:
    | typeof objectCodes.functionNameEntry
    | typeof objectCodes.globalNameEntry
    | typeof objectCodes.segmentNameEntry;
  readonly indices: number;
}

/** Reads the `name` section. */
export function readNames(draft: Draft): void {
  readSubsections(draft, 'name', (id) => {
    if (id === 1) readFunctionNames(draft);
    else if (id === 7) {
      const indices = importCount(draft, 3) + draft.globals.count;
      readNameMap(draft, {
        twice: objectCodes.globalNamedTwice,
        invalid: objectCodes.globalNameEntry,
        indices,
      });
    } else if (id === 9) {
      readNameMap(draft, {
        twice: objectCodes.segmentNamedTwice,
        invalid: objectCodes.segmentNameEntry,
        indices: draft.segments.count,
      });
    } else return false;
    return true;
  });
}

function readFunctionNames(draft: Draft): void {
  const { functions } = draft;
  const imported = importCount(draft, 0);
  const map = {
    twice: objectCodes.functionNamedTwice,
    invalid: objectCodes.functionNameEntry,
    indices: imported + functions.count,
  };
  readNameMap(draft, map, (index, start, end) => {
    if (index < imported) return;
    functions.debugNameStart[index - imported] = start;
    functions.debugNameEnd[index - imported] = end;
  });
}

function readNameMap(
  draft: Draft,
  { twice, invalid, indices }: NameMap,
  keep?: (index: number, start: number, end: number) => void,
): void {
  const { input } = draft;
  const seen = new Uint8Array(indices);
  const count = input.u32();
  for (let i = 0; i < count && input.ok; i++) {
    const at = input.pos;
    const index = input.u32();
    const start = input.string();
    if (!input.ok) return;
    const end = input.pos;
    if (seen[index] === 1) input.fail(twice, {}, at);
    else if (index >= indices || start === end) input.fail(invalid, {}, at);
    else {
      seen[index] = 1;
      keep?.(index, start, end);
    }
  }
}
