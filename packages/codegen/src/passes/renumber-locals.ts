// Final numbers of locals (codegen.md 5.2): unused ones vanish, the most used get the indexes that take one byte, and equal
// types stand together, so that their declarations form few runs.

import { type MirDraft, NONE, Tag, VariablePlace } from '@wasmwright/mir';
import type { Scratch } from './scratch.ts';

/** Local indexes below this take one byte. */
const ONE_BYTE = 128;

export function renumberLocals(draft: MirDraft, scratch: Scratch): boolean {
  const { tags, data, count, prologue, locals } = draft;
  const { params, count: before } = locals;
  if (before === params) return false;
  const uses = countUses(draft, scratch);
  const order = localOrder(draft, uses);
  if (order.length === before - params && order.every((local, i) => local === params + i)) {
    return false;
  }
  const moved = scratch.filled(1, before, NONE);
  for (let local = 0; local < params; local++) moved[local] = local;
  for (let i = 0; i < order.length; i++) moved[order[i]!] = params + i;
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) data[at] = moved[data[at]!]!;
  }
  locals.arrange(order);
  if (prologue !== null) {
    const move = (local: number): number => (local === NONE ? NONE : moved[local]!);
    draft.prologue = {
      ...prologue,
      savedLocal: move(prologue.savedLocal),
      bottomLocal: move(prologue.bottomLocal),
    };
  }
  if (draft.debug !== null) draft.debug = moveVariables(draft.debug, moved);
  return true;
}

/** Number of instructions that name each local; the prologue's count once each. */
function countUses(
  { tags, data, count, prologue, locals }: MirDraft,
  scratch: Scratch,
): Uint32Array {
  const uses = scratch.filled(0, locals.count, 0);
  for (let at = 0; at < count; at++) {
    const tag = tags[at]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) uses[data[at]!]!++;
  }
  if (prologue !== null) {
    for (const local of [prologue.savedLocal, prologue.bottomLocal]) {
      if (local !== NONE) uses[local]!++;
    }
  }
  return uses;
}

/** Declared locals in their new order. */
function localOrder({ locals }: MirDraft, uses: Uint32Array): number[] {
  const { params, count } = locals;
  const used: number[] = [];
  for (let local = params; local < count; local++) if (uses[local]! > 0) used.push(local);
  if (used.length < 2) return used;
  const byUse = (a: number, b: number): number => uses[b]! - uses[a]! || a - b;
  const type = (local: number): number => locals.typeOf(local);
  // i32 has the largest type byte.
  const hotOrder = (a: number, b: number): number => type(b) - type(a) || byUse(a, b);
  if (params + used.length <= ONE_BYTE) return used.sort(hotOrder);
  used.sort(byUse);
  const hot = used.slice(0, Math.max(0, ONE_BYTE - params)).sort(hotOrder);
  // The cold ones start with the type the hot ones end with.
  const cold = used.slice(hot.length).sort((a, b) => type(a) - type(b) || byUse(a, b));
  return [...hot, ...cold];
}

type Debug = NonNullable<MirDraft['debug']>;

/** Variables in locals that vanish are dropped. */
function moveVariables(debug: Debug, moved: Uint32Array): Debug {
  const { variablePlace: place, variableValue: value } = debug;
  const isFrame = (row: number): boolean => place[row] === VariablePlace.frame;
  const kept = (_: unknown, row: number): boolean => isFrame(row) || moved[value[row]!] !== NONE;
  return {
    ...debug,
    variableNames: debug.variableNames.filter(kept),
    variableIsParameter: debug.variableIsParameter.filter(kept),
    variablePlace: place.filter(kept),
    variableValue: value
      .map((local, row) => (isFrame(row) ? local : moved[local]!))
      .filter((_, row) => kept(_, row)),
    variableStart: debug.variableStart.filter(kept),
    variableEnd: debug.variableEnd.filter(kept),
  };
}
