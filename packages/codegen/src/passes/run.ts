// The passes over MIR: one table, and the order they run in. Each pass is a file of its own and can be read alone.

import type { MirDraft } from '@wasmwright/mir';
import { simplifyBranches } from './branches.ts';
import { coalesceLocals } from './coalesce-locals.ts';
import { copyLocals } from './copy-locals.ts';
import { dropDeadLocals } from './dead-locals.ts';
import { mergePanics } from './merge-panics.ts';
import { mergeReturns } from './merge-returns.ts';
import { peephole } from './peephole.ts';
import { renumberLocals } from './renumber-locals.ts';
import { Scratch } from './scratch.ts';
import { dropUnusedBlocks } from './unused-blocks.ts';
import { dropZeroSets } from './zero-locals.ts';

/** Edits a draft; says whether it changed anything. A pass without a change leaves the draft as it was. */
export type Pass = (draft: MirDraft, scratch: Scratch) => boolean;

/** Name of a pass in `CodegenOptions.passes`. */
export type PassName =
  | 'peephole'
  | 'copyLocals'
  | 'deadLocals'
  | 'branches'
  | 'mergeReturns'
  | 'mergePanics'
  | 'unusedBlocks'
  | 'coalesceLocals'
  | 'zeroLocals'
  | 'renumberLocals';

/** Every pass. */
export const passes: Readonly<Record<PassName, Pass>> = {
  /** Local rewrites: constants, comparisons, masks nobody sees, unreachable code. Closes the gaps other passes leave. */
  peephole,
  /** A local that only holds what another one holds is that one. */
  copyLocals,
  /** Nothing is written to a local that is not read. */
  deadLocals: dropDeadLocals,
  /** Jumps to jumps, arms without code or with a jump only, negated conditions. */
  branches: simplifyBranches,
  /** The code that gives the stack pointer back stands once. */
  mergeReturns,
  /** Equal reports of failed checks stand once. */
  mergePanics,
  /** No block that no branch leaves. */
  unusedBlocks: dropUnusedBlocks,
  /** Locals whose lives do not overlap share one. */
  coalesceLocals,
  /** No zero is written to a local that starts at zero. */
  zeroLocals: dropZeroSets,
  /** Unused locals vanish; the others are numbered for short indexes and few runs of declarations. */
  renumberLocals,
};

const order: readonly PassName[] = [
  'peephole',
  'mergeReturns',
  'mergePanics',
  'branches',
  'copyLocals',
  'deadLocals',
  'peephole',
  'unusedBlocks',
  'coalesceLocals',
  'peephole',
  'deadLocals',
  'peephole',
  'zeroLocals',
  'renumberLocals',
];

/** Told after each pass that ran. */
type AfterPass = (pass: PassName) => void;

/** Runs the passes that are switched on over one function after the other. */
export class PassRunner {
  readonly #order: readonly PassName[];
  readonly #scratch = new Scratch();
  /** Number of edits when each pass ran last; -1 if it did not. */
  readonly #seen: Record<PassName, number>;

  /** @param isOn - whether a pass is switched on */
  constructor(isOn: (pass: PassName) => boolean) {
    this.#order = order.filter(isOn);
    const names = Object.keys(passes) as PassName[];
    this.#seen = Object.fromEntries(names.map((pass) => [pass, -1])) as Record<PassName, number>;
  }

  run(draft: MirDraft, after?: AfterPass): void {
    const seen = this.#seen;
    for (const pass of this.#order) seen[pass] = -1;
    let edits = 0;
    for (const pass of this.#order) {
      // A second time finds something new only where another pass changed something.
      if (seen[pass] === edits) continue;
      if (passes[pass](draft, this.#scratch)) edits++;
      seen[pass] = edits;
      after?.(pass);
    }
  }
}
