// A `block` that no branch leaves is no block: `block` and `end` vanish, and branches that cross it count one level less.
//   reads and writes: a function's MIR

import { compactMir, type Mir, Tag } from '@wasmwright/mir';
import { opensBlock } from './extents.ts';

export function dropUnusedBlocks(mir: Mir): Mir {
  const { tags, data } = mir;
  // Exceptions have labels of their own kinds; functions with them are left as they are.
  for (const tag of tags) {
    if (tag === Tag.try || tag === Tag.try_table) return mir;
  }
  const used = targets(mir);
  const keep = new Uint8Array(tags.length).fill(1);
  const newData = data.slice();
  const extra = mir.extra.slice();
  /** Open blocks from the outside: where each begins, and how many kept ones are around it. */
  const open: number[] = [];
  const level: number[] = [];
  let kept = 0;
  let changed = false;
  const depthOf = (depth: number): number => {
    const index = open.length - 1 - depth;
    return kept - 1 - (index < 0 ? -1 : level[index]!);
  };
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (opensBlock(tag)) {
      open.push(at);
      level.push(kept);
      if (tag === Tag.block && used[at] === 0) {
        keep[at] = 0;
        changed = true;
      } else kept++;
    } else if (tag === Tag.end && open.length > 0) {
      keep[at] = keep[open.pop()!]!;
      kept = level.pop()!;
    } else if (tag === Tag.br || tag === Tag.br_if) newData[at] = depthOf(data[at]!);
    else if (tag === Tag.br_table) {
      const list = data[at]!;
      for (let word = list + 1; word <= list + mir.extra[list]!; word++)
        extra[word] = depthOf(mir.extra[word]!);
    }
  }
  return changed ? compactMir({ ...mir, data: newData, extra }, keep) : mir;
}

/** Marks the instructions that open blocks some branch leaves. */
function targets({ tags, data, extra }: Mir): Uint8Array {
  const used = new Uint8Array(tags.length);
  const open: number[] = [];
  const mark = (depth: number): void => {
    const index = open.length - 1 - depth;
    if (index >= 0) used[open[index]!] = 1;
  };
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (opensBlock(tag)) open.push(at);
    else if (tag === Tag.end) open.pop();
    else if (tag === Tag.br || tag === Tag.br_if) mark(data[at]!);
    else if (tag === Tag.br_table) {
      const list = data[at]!;
      for (let word = list + 1; word <= list + extra[list]!; word++) mark(extra[word]!);
    }
  }
  return used;
}
