// Locals that are written but not read any more: a `local.tee` vanishes, a `local.set` becomes a `drop`.
//   reads and writes: a function's MIR

import { compactMir, countLocalUses, type Mir, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';

export function dropDeadLocals(mir: Mir): Mir {
  /** One past the last read of each local. */
  const readUntil = new Uint32Array(countLocalUses(mir).length);
  for (let at = 0; at < mir.tags.length; at++) {
    if (mir.tags[at] === Tag.local_get) readUntil[mir.data[at]!] = at + 1;
  }
  const keep = new Uint8Array(mir.tags.length).fill(1);
  const tags = mir.tags.slice();
  const data = mir.data.slice();
  const open: number[] = [];
  let loops = 0;
  let changed = false;
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (opensBlock(tag)) {
      open.push(tag);
      if (tag === Tag.loop) loops++;
    } else if (tag === Tag.end && open.pop() === Tag.loop) loops--;
    if (tag !== Tag.local_set && tag !== Tag.local_tee) continue;
    // In a loop the next round may read what this one writes.
    const until = readUntil[data[at]!]!;
    if (until > 0 && (loops > 0 || until > at)) continue;
    changed = true;
    if (tag === Tag.local_tee) keep[at] = 0;
    else {
      tags[at] = Tag.drop;
      data[at] = 0;
    }
  }
  return changed ? compactMir({ ...mir, tags, data }, keep) : mir;
}
