// Two shifts that are one rotation: `x << n | x >> (width - n)`, for constants and for `0 - n` in a local, as far as the counts
// count, which is modulo the width. `x` is a local, so that it is known to be the same.

import { type MirDraft, Tag } from '@wasmwright/mir';
import { narrowOf } from './algebra.ts';

/** The last of the instructions that push the count of a shift, and what they push. */
interface Count {
  /** Number of instructions. */
  readonly length: number;
  /** A constant, or `undefined` for a local. */
  readonly constant: number | undefined;
  readonly local: number;
  readonly isNegated: boolean;
}

/** A rotation in place of instructions at the end. */
export interface Rotation {
  /** Where the instructions begin; the first of them, which pushes the value, stays. */
  readonly start: number;
  readonly isLeft: boolean;
  /** What pushes the count: an instruction index. */
  readonly count: number;
}

/**
 * The rotation that the instructions before an `or` are, if they are one.
 *
 * @param end - index behind the second shift
 */
export function rotationBefore(draft: MirDraft, end: number, wide: boolean): Rotation | undefined {
  const { tags, data } = draft;
  const second = shiftAt(tags[end - 1]!, wide);
  const secondCount = second === 0 ? undefined : countBefore(draft, end - 1, wide);
  if (secondCount === undefined) return undefined;
  const secondValue = end - 2 - secondCount.length;
  const first = shiftAt(tags[secondValue - 1]!, wide);
  if (first !== -second) return undefined;
  const firstCount = countBefore(draft, secondValue - 1, wide);
  if (firstCount === undefined) return undefined;
  const start = secondValue - 2 - firstCount.length;
  if (start < 0 || tags[start] !== Tag.local_get || tags[secondValue] !== Tag.local_get)
    return undefined;
  if (data[start] !== data[secondValue] || !areOpposite(firstCount, secondCount, wide))
    return undefined;
  return firstCount.isNegated
    ? { start, isLeft: second < 0, count: end - 2 }
    : { start, isLeft: first < 0, count: secondValue - 2 };
}

/** -1 for a shift to the left, 1 for one to the right, 0 for anything else. */
function shiftAt(tag: number, wide: boolean): -1 | 0 | 1 {
  const operation = wide ? narrowOf(tag) : tag;
  if (wide === (operation === tag)) return 0;
  return operation === Tag.i32_shl ? -1 : operation === Tag.i32_shr_u ? 1 : 0;
}

function countBefore(
  { tags, data, extra }: MirDraft,
  end: number,
  wide: boolean,
): Count | undefined {
  const tag = tags[end - 1];
  const word = data[end - 1]!;
  if (tag === (wide ? Tag.i64_const : Tag.i32_const)) {
    const constant = wide ? extra[word]! : word;
    return { length: 1, constant, local: -1, isNegated: false };
  }
  if (tag === Tag.local_get)
    return { length: 1, constant: undefined, local: word, isNegated: false };
  // 0 - n; the width minus n is the same.
  const isDifference =
    tag === (wide ? Tag.i64_sub : Tag.i32_sub) &&
    tags[end - 2] === Tag.local_get &&
    tags[end - 3] === (wide ? Tag.i64_const : Tag.i32_const);
  if (!isDifference) return undefined;
  const from = wide ? extra[data[end - 3]!]! : data[end - 3]!;
  if (from % (wide ? 64 : 32) !== 0) return undefined;
  return { length: 3, constant: undefined, local: data[end - 2]!, isNegated: true };
}

function areOpposite(a: Count, b: Count, wide: boolean): boolean {
  if (a.constant !== undefined && b.constant !== undefined)
    return (a.constant + b.constant) % (wide ? 64 : 32) === 0;
  return a.local === b.local && a.isNegated !== b.isNegated;
}
