// The passes over MIR, in order. Each is a file of its own and can be read alone.

import { compactMir, type Mir, renumberLocals } from '@wasmwright/mir';
import { coalesceLocals } from './coalesce-locals.ts';
import { copyLocals } from './copy-locals.ts';
import { dropDeadLocals } from './dead-locals.ts';
import { peephole } from './peephole.ts';
import { dropUnusedBlocks } from './unused-blocks.ts';
import { dropZeroSets } from './zero-locals.ts';

/** Runs all passes. */
export function optimizeMir(mir: Mir): Mir {
  let result = copyLocals(peephole(mir));
  result = dropUnusedBlocks(peephole(dropDeadLocals(peephole(result))));
  result = coalesceLocals(dropDeadLocals(result));
  result = dropZeroSets(peephole(dropDeadLocals(peephole(result))));
  result = renumberLocals(result);
  // What the instructions need, features and words of `extra`, is what is left of them.
  return compactMir(result, new Uint8Array(result.tags.length).fill(1));
}
