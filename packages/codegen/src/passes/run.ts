// The passes over MIR, in order. Each is a file of its own and can be read alone.

import type { MirDraft } from '@wasmwright/mir';
import { coalesceLocals } from './coalesce-locals.ts';
import { copyLocals } from './copy-locals.ts';
import { dropDeadLocals } from './dead-locals.ts';
import { peephole } from './peephole.ts';
import { renumberLocals } from './renumber-locals.ts';
import type { Scratch } from './scratch.ts';
import { dropUnusedBlocks } from './unused-blocks.ts';
import { dropZeroSets } from './zero-locals.ts';

/** Edits a draft; says whether it changed anything. */
export type Pass = (draft: MirDraft, scratch: Scratch) => boolean;

const order: readonly Pass[] = [
  peephole,
  copyLocals,
  peephole,
  dropDeadLocals,
  peephole,
  dropUnusedBlocks,
  dropDeadLocals,
  coalesceLocals,
  peephole,
  dropDeadLocals,
  peephole,
  dropZeroSets,
  renumberLocals,
];

/** Runs all passes. */
export function optimizeDraft(draft: MirDraft, scratch: Scratch): void {
  for (const pass of order) pass(draft, scratch);
}
