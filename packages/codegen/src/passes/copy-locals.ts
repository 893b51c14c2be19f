// Copies between locals that both keep their value: `local.get a, local.set b` vanishes, and b is a from there on.
//   reads and writes: a function's MIR

import { compactMir, countLocalUses, type Mir, Tag } from '@wasmwright/mir';
import { armEnds } from './extents.ts';

const NEVER = 0xffff_ffff;

export function copyLocals(mir: Mir): Mir {
  const { tags } = mir;
  const count = countLocalUses(mir).length;
  const params = mir.signatures.params[0]!;
  const sets = new Uint32Array(count);
  const setAt = new Uint32Array(count).fill(NEVER);
  const firstGet = new Uint32Array(count).fill(NEVER);
  const lastGet = new Uint32Array(count);
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    const local = mir.data[at]!;
    if (tag === Tag.local_get) {
      if (firstGet[local] === NEVER) firstGet[local] = at;
      lastGet[local] = at;
    } else if (tag === Tag.local_set || tag === Tag.local_tee) {
      sets[local]!++;
      setAt[local] = at;
    }
  }
  const { prologue } = mir;
  /** The local holds one value from `at` on. */
  const isStable = (local: number, at: number): boolean => {
    const isGiven =
      local < params || local === prologue?.bottomLocal || local === prologue?.savedLocal;
    return isGiven ? sets[local] === 0 : sets[local] === 1 && setAt[local]! < at;
  };

  const ends = armEnds(mir);
  const target = Uint32Array.from({ length: count }, (_, local) => local);
  const keep = new Uint8Array(tags.length).fill(1);
  let changed = false;
  for (let at = 0; at + 1 < tags.length; at++) {
    if (tags[at] !== Tag.local_get || tags[at + 1] !== Tag.local_set) continue;
    const from = mir.data[at]!;
    const to = mir.data[at + 1]!;
    if (to < params || sets[to] !== 1 || !isStable(from, at)) continue;
    if (firstGet[to]! < at || (firstGet[to] !== NEVER && lastGet[to]! >= ends[at]!)) continue;
    target[to] = target[from]!;
    keep[at] = keep[at + 1] = 0;
    changed = true;
  }
  if (!changed) return mir;
  const data = mir.data.slice();
  for (let at = 0; at < tags.length; at++) {
    if (tags[at] === Tag.local_get) data[at] = target[data[at]!]!;
  }
  return compactMir({ ...mir, data }, keep);
}
