// Locals whose lives do not overlap share one: colouring of live ranges in order of their start.
//   reads and writes: a function's MIR
//
// A live range is the span of instructions from the first to the last mention, widened to every loop that it enters
// from outside or whose start it reaches with a value of the round before.

import { countLocalUses, type Mir, Tag } from '@wasmwright/mir';
import { armEnds, opensBlock } from './extents.ts';

const NEVER = 0xffff_ffff;

export function coalesceLocals(mir: Mir): Mir {
  const uses = countLocalUses(mir);
  const count = uses.length;
  const params = mir.signatures.params[0]!;
  if (count - params < 1) return mir;
  const { start, end } = liveRanges(mir, count);
  const typeOf = (local: number): number =>
    local < params ? mir.signatures.types[local]! : mir.locals[local - params]!;

  // Prologue locals live everywhere.
  for (const local of [mir.prologue?.savedLocal, mir.prologue?.bottomLocal]) {
    if (local === undefined || local === NEVER) continue;
    start[local] = 0;
    end[local] = mir.tags.length;
  }
  for (let local = 0; local < params; local++) start[local] = 0;

  const order: number[] = [];
  for (let local = 0; local < count; local++)
    if (local < params || uses[local]! > 0) order.push(local);
  order.sort((a, b) => start[a]! - start[b]! || a - b);
  /** Per value type: locals in use, by the end of their range. */
  const taken = new Map<number, { local: number; end: number }[]>();
  const target = Uint32Array.from({ length: count }, (_, local) => local);
  for (const local of order) {
    const type = typeOf(local);
    let homes = taken.get(type);
    if (homes === undefined) taken.set(type, (homes = []));
    const home = local < params ? undefined : homes.find((one) => one.end <= start[local]!);
    if (home === undefined) homes.push({ local, end: end[local]! });
    else {
      target[local] = home.local;
      home.end = end[local]!;
    }
  }
  const { tags } = mir;
  const data = mir.data.slice();
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) data[at] = target[data[at]!]!;
  }
  const move = (local: number): number => (local === NEVER ? NEVER : target[local]!);
  const prologue = mir.prologue && {
    ...mir.prologue,
    savedLocal: move(mir.prologue.savedLocal),
    bottomLocal: move(mir.prologue.bottomLocal),
  };
  return { ...mir, data, prologue };
}

interface Loop {
  readonly start: number;
  readonly end: number;
}

/** Half-open ranges [start, end) of instruction indexes. */
function liveRanges(
  mir: Mir,
  count: number,
): { readonly start: Uint32Array; readonly end: Uint32Array } {
  const { tags, data } = mir;
  const start = new Uint32Array(count).fill(NEVER);
  const end = new Uint32Array(count);
  /** Index of the first set, and the end of the arm it stands in: from there to here every get sees it. */
  const dominatedUntil = new Uint32Array(count);
  const ends = armEnds(mir);
  const loops: Loop[] = [];
  const stack: number[] = [];
  /** Locals with a get that no earlier set in the same or an outer arm dominates: they carry values around loops. */
  const exposed = new Uint8Array(count);
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (opensBlock(tag)) stack.push(tag === Tag.loop ? at : NEVER);
    else if (tag === Tag.end && at < tags.length - 1) {
      const opened = stack.pop()!;
      if (opened !== NEVER) loops.push({ start: opened, end: at });
    } else if (tag >= Tag.local_get && tag <= Tag.local_tee) {
      const local = data[at]!;
      if (start[local] === NEVER) start[local] = at;
      if (tag !== Tag.local_get)
        dominatedUntil[local] = Math.max(dominatedUntil[local]!, ends[at]!);
      else if (at >= dominatedUntil[local]!) exposed[local] = 1;
      end[local] = at + 1;
    }
  }
  for (let local = 0; local < count; local++) {
    if (start[local] === NEVER) start[local] = end[local] = 0;
    else if (exposed[local] === 1) start[local] = 0; // reads what a declared local starts with
  }
  // Inner loops come first; widening to an outer one may follow. Once per local: a local stops at the first loop that
  // holds its whole range.
  for (let local = 0; local < count; local++) {
    for (const loop of loops) {
      const touches = start[local]! < loop.end && end[local]! > loop.start;
      if (!touches) continue;
      const isInside = start[local]! > loop.start && end[local]! <= loop.end;
      if (isInside && exposed[local] === 0) continue;
      if (end[local]! > loop.start) end[local] = Math.max(end[local]!, loop.end + 1);
      if (exposed[local] === 1) start[local] = Math.min(start[local]!, loop.start);
    }
  }
  return { start, end };
}
