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
  const byEnd = [...order].sort((a, b) => end[a]! - end[b]!);
  let ended = 0;
  /** Per value type: locals nobody lives in at the moment. */
  const free = new Map<number, number[]>();
  const target = Uint32Array.from({ length: count }, (_, local) => local);
  for (const local of order) {
    for (; ended < byEnd.length && end[byEnd[ended]!]! <= start[local]!; ended++) {
      const gone = byEnd[ended]!;
      const homes = free.get(typeOf(gone));
      if (homes === undefined) free.set(typeOf(gone), [target[gone]!]);
      else homes.push(target[gone]!);
    }
    if (local >= params) target[local] = free.get(typeOf(local))?.pop() ?? local;
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

/** The loops of a function, numbered in the order of their starts. */
class Loops {
  /** Innermost loop around each instruction, plus one; 0 outside loops. */
  readonly #around: Uint32Array;
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #parent: number[] = [];
  /** An ancestor further up; following it where possible finds any ancestor in a logarithmic number of steps. */
  readonly #jump: number[] = [];

  constructor(mir: Mir) {
    const { tags } = mir;
    this.#around = new Uint32Array(tags.length);
    const open: number[] = [];
    const depth: number[] = [];
    let current = 0;
    for (let at = 0; at < tags.length; at++) {
      const tag = tags[at]!;
      if (opensBlock(tag)) {
        open.push(current);
        if (tag === Tag.loop) {
          const loop = this.#start.push(at) - 1;
          this.#end.push(at);
          this.#parent.push(current);
          // Skew-binary jump pointers: two jumps of equal length join to one.
          const up = current === 0 ? 0 : this.#jump[current - 1]!;
          const upper = up === 0 ? 0 : this.#jump[up - 1]!;
          const deep = (id: number): number => (id === 0 ? 0 : depth[id - 1]!);
          const isEqual = deep(current) - deep(up) === deep(up) - deep(upper);
          this.#jump.push(isEqual ? upper : current);
          depth.push(deep(current) + 1);
          current = loop + 1;
        }
      } else if (tag === Tag.end && open.length > 0) {
        const outer = open.pop()!;
        if (outer !== current) this.#end[current - 1] = at;
        current = outer;
      }
      this.#around[at] = current;
    }
  }

  /** End of the outermost loop around `at` that starts at `from` or later, or `NEVER`. */
  outermost(at: number, from: number): number {
    const isInside = (id: number): boolean => id !== 0 && this.#start[id - 1]! >= from;
    let id = this.#around[at]!;
    if (!isInside(id)) return NEVER;
    while (isInside(this.#parent[id - 1]!)) {
      const jump = this.#jump[id - 1]!;
      id = isInside(jump) ? jump : this.#parent[id - 1]!;
    }
    return this.#end[id - 1]!;
  }
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
  const loops = new Loops(mir);
  /** Locals with a get that no earlier set in the same or an outer arm dominates: they carry values around loops. */
  const exposed = new Uint8Array(count);
  for (let at = 0; at < tags.length; at++) {
    const tag = tags[at]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) {
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
  for (let local = 0; local < count; local++) {
    if (end[local] === 0) continue;
    const last = loops.outermost(end[local]! - 1, start[local]!);
    if (last !== NEVER) end[local] = last + 1;
  }
  return { start, end };
}
