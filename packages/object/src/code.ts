// The code section (linking.md 2.1): ranges of the bodies.

import { objectCodes } from '@wasmwright/diagnostics';
import type { Draft } from './draft.ts';

/** Reads the code section. */
export function readCode(draft: Draft): void {
  const { input, functions } = draft;
  draft.codeSection = draft.sections.count - 1;
  const at = input.pos;
  const count = input.u32();
  if (count !== functions.count) input.fail(objectCodes.functionCount, {}, at);
  for (let row = 0; row < count && input.ok; row++) {
    const start = input.pos;
    const size = input.u32();
    if (size > input.end - input.pos) input.fail(objectCodes.functionTooLarge, {}, start);
    if (!input.ok) return;
    functions.start[row] = start;
    functions.bodyStart[row] = input.pos;
    input.advance(size);
    functions.end[row] = input.pos;
  }
}
