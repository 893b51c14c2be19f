// Code that only reports a failed check stands once at the end of the function, and the checks branch there (codegen.md 5.11).
//
//   a check:   if, a call without operands but constants, unreachable, end
//   becomes:   br_if, out of a block around the whole function, behind which the call stands
//
// A check takes three bytes less then, plus what the call takes; the block and what is behind it cost as much as one check.
// Checks that occur once stay where they are.

import { BLOCK_EMPTY, type MirDraft, NONE, REMOVED, Tag } from '@wasmwright/mir';
import type { Scratch } from './scratch.ts';
import { Surround } from './surround.ts';

/** Instructions between `if` and `end` of a check; longer ones are left alone. */
const LONGEST = 8;
/** Different reports of a function that are told apart. */
const MOST_REPORTS = 16;

/** What one or more checks of a function do. */
interface Report {
  /** First instruction behind the `if` of the first of them, and number of instructions up to the `unreachable`. */
  readonly start: number;
  readonly length: number;
  /** Bytes of these instructions, about. */
  readonly size: number;
  checks: number;
}

export function mergePanics(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, count } = draft;
  const reports: Report[] = [];
  /** By `if`: row of `reports`, or `NONE`. */
  const reportOf = scratch.column(0, count);
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag === Tag.try || tag === Tag.try_table || tag === REMOVED) return false;
    if (tag === Tag.if) reportOf[at] = findReport(draft, at, reports);
  }
  const last = tags[count - 2];
  const fallsThrough = last !== Tag.unreachable && last !== Tag.return && last !== Tag.br;
  const kept: Report[] = [];
  const blocks = reports.map((report) => (savedBytes(report) > 0 ? kept.push(report) - 1 : NONE));
  // Code that gets to the end of the function leaves by a `return` now.
  const saved = kept.reduce((sum, report) => sum + savedBytes(report), fallsThrough ? -1 : 0);
  if (saved <= 0) return false;
  rewrite(draft, scratch, { reportOf, reports, blocks, kept, fallsThrough });
  return true;
}

/** Bytes a check takes in place, less those of the branch; less those of the block and the report behind it. */
function savedBytes({ checks, size }: Report): number {
  return checks * (size + 1) - (size + 3);
}

/** Row of what a check does, new or known; `NONE` if the `if` is none. */
function findReport(draft: MirDraft, at: number, reports: Report[]): number {
  const { tags, data } = draft;
  if (data[at] !== BLOCK_EMPTY) return NONE;
  const start = at + 1;
  let size = 0;
  let next = start;
  for (; tags[next] !== Tag.unreachable; next++) {
    const tag = tags[next]!;
    const isPart = tag === Tag.i32_const || tag === Tag.i64_const || tag === Tag.call_nav;
    if (!isPart || next - start === LONGEST) return NONE;
    size += 2;
  }
  if (tags[next + 1] !== Tag.end) return NONE;
  const length = next + 1 - start;
  for (let row = 0; row < reports.length; row++) {
    if (reports[row]!.length !== length || !isEqual(draft, reports[row]!.start, start, length)) {
      continue;
    }
    reports[row]!.checks++;
    return row;
  }
  if (reports.length === MOST_REPORTS) return NONE;
  return reports.push({ start, length, size: size + 1, checks: 1 }) - 1;
}

function isEqual({ tags, data, extra }: MirDraft, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (tags[a + i] !== tags[b + i]) return false;
    const x = data[a + i]!;
    const y = data[b + i]!;
    if (tags[a + i] !== Tag.i64_const) {
      if (x !== y) return false;
    } else if (extra[x] !== extra[y] || extra[x + 1] !== extra[y + 1]) return false;
  }
  return true;
}

interface Plan {
  readonly reportOf: Uint32Array;
  readonly reports: readonly Report[];
  /** By report: number of its block from the outside, or `NONE`. */
  readonly blocks: readonly number[];
  /** Reports with blocks, the outermost first. */
  readonly kept: readonly Report[];
  /** The end of the function can be reached. */
  readonly fallsThrough: boolean;
}

/** Writes the function anew; it has no more instructions than before. */
function rewrite(draft: MirDraft, scratch: Scratch, plan: Plan): void {
  const { reportOf, reports, blocks, kept } = plan;
  const added = kept.length;
  const around = new Surround(draft, scratch, added, BLOCK_EMPTY);
  for (let at = 0; at < around.count - 1; at++) {
    const row = around.tags[at] === Tag.if ? reportOf[at]! : NONE;
    const block = row === NONE ? NONE : blocks[row]!;
    around.place(at);
    if (block === NONE) around.keep(at);
    else {
      draft.push(Tag.br_if, around.depth + added - 1 - block);
      at += reports[row]!.length + 1;
    }
  }
  if (plan.fallsThrough) draft.push(Tag.return, 0);
  for (let block = added - 1; block >= 0; block--) {
    around.behind(kept[block]!.start, kept[block]!.length);
  }
  around.finish();
}
