import { Columns } from './columns.ts';
import { indirectFunctions } from './constants.ts';
import { MirDraft } from './draft.ts';
import { freezeCode, reserveCode } from './freeze.ts';
import type { Mir } from './mir.ts';

/**
 * An edited copy of a finished function. Its operands must exist (`verifyMir`). Rows of the side tables stay, used or not,
 * and are shared with the original.
 *
 * @example
 * const shorter = editMir(mir, (draft) => {
 *   for (let at = 0; at < draft.count; at++) if (draft.tags[at] === Tag.nop) draft.remove(at);
 * });
 */
export function editMir(mir: Mir, edit: (draft: MirDraft) => void): Mir {
  const draft = new MirDraft();
  draft.load(mir);
  edit(draft);
  const columns = new Columns();
  const size = reserveCode(draft, columns);
  columns.allocate();
  const functionRefs: number[] = [];
  const code = freezeCode(draft, size, columns, mir.signatures, functionRefs);
  const { uavs, navs } = mir;
  return { ...mir, ...code, indirectFunctions: indirectFunctions(uavs, navs, functionRefs) };
}
