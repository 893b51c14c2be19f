// Locals that are written but never read: a `local.tee` vanishes, a `local.set` becomes a `drop`.
//   reads and writes: a function's MIR

import { compactMir, countLocalUses, type Mir, Tag } from '@wasmwright/mir';

export function dropDeadLocals(mir: Mir): Mir {
  const gets = new Uint32Array(countLocalUses(mir).length);
  for (let at = 0; at < mir.tags.length; at++) {
    if (mir.tags[at] === Tag.local_get) gets[mir.data[at]!]!++;
  }
  const keep = new Uint8Array(mir.tags.length).fill(1);
  const tags = mir.tags.slice();
  const data = mir.data.slice();
  let changed = false;
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if ((tag !== Tag.local_set && tag !== Tag.local_tee) || gets[data[at]!] !== 0) continue;
    changed = true;
    if (tag === Tag.local_tee) keep[at] = 0;
    else {
      tags[at] = Tag.drop;
      data[at] = 0;
    }
  }
  return changed ? compactMir({ ...mir, tags, data }, keep) : mir;
}
