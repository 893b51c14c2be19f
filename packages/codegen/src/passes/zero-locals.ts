// Declared locals start at zero: setting one to zero before anything else mentions it says nothing.
//   reads and writes: a function's MIR

import { compactMir, countLocalUses, type Mir, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';

export function dropZeroSets(mir: Mir): Mir {
  const { tags, data, extra, prologue } = mir;
  const mentioned = new Uint8Array(countLocalUses(mir).length);
  mentioned.fill(1, 0, mir.signatures.params[0]!);
  for (const local of [prologue?.bottomLocal, prologue?.savedLocal]) {
    if (local !== undefined && local < mentioned.length) mentioned[local] = 1;
  }
  const isZero = (at: number): boolean => {
    const word = data[at]!;
    switch (tags[at]) {
      case Tag.i32_const:
      case Tag.f32_const:
        return word === 0;
      case Tag.i64_const:
      case Tag.f64_const:
        return extra[word] === 0 && extra[word + 1] === 0;
      default:
        return false;
    }
  };
  const keep = new Uint8Array(tags.length).fill(1);
  const open: number[] = [];
  let loops = 0;
  let changed = false;
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (opensBlock(tag)) {
      open.push(tag);
      if (tag === Tag.loop) loops++;
    } else if (tag === Tag.end && open.pop() === Tag.loop) loops--;
    if (tag < Tag.local_get || tag > Tag.local_tee) continue;
    const local = data[at]!;
    if (
      tag === Tag.local_set &&
      mentioned[local] === 0 &&
      loops === 0 &&
      at > 0 &&
      isZero(at - 1)
    ) {
      keep[at - 1] = keep[at] = 0;
      changed = true;
    }
    mentioned[local] = 1;
  }
  return changed ? compactMir(mir, keep) : mir;
}
