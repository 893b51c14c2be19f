/**
 * Final numbers of locals (codegen.md 5.2): unused ones vanish, the most used get the indexes that take one byte, and equal
 * types stand together, so that their declarations form few runs.
 */
import { NONE, VariablePlace, type Mir } from './mir.ts';
import { Tag } from './tags.ts';

/** Local indexes below this take one byte. */
const ONE_BYTE = 128;

/** Number of instructions that name each local, parameters included; the prologue's count once each. */
export function countLocalUses(mir: Mir): Uint32Array {
  const { tags, data, prologue } = mir;
  const uses = new Uint32Array(mir.signatures.params[0]! + mir.locals.length);
  for (let i = 0; i < tags.length; i++) {
    const tag = tags[i]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) uses[data[i]!]!++;
  }
  if (prologue !== null) {
    for (const local of [prologue.savedLocal, prologue.bottomLocal]) {
      if (local !== NONE) uses[local]!++;
    }
  }
  return uses;
}

/** The same function with its declared locals renumbered. Variables in locals that vanish are dropped. */
export function renumberLocals(mir: Mir): Mir {
  const params = mir.signatures.params[0]!;
  const uses = countLocalUses(mir);
  const order = localOrder(mir.locals, uses, params);
  const moved = new Uint32Array(uses.length).fill(NONE);
  for (let local = 0; local < params; local++) moved[local] = local;
  order.forEach((declared, i) => (moved[params + declared] = params + i));
  const { tags, prologue } = mir;
  const data = mir.data.slice();
  for (let i = 0; i < tags.length; i++) {
    const tag = tags[i]!;
    if (tag >= Tag.local_get && tag <= Tag.local_tee) data[i] = moved[data[i]!]!;
  }
  const move = (local: number): number => (local === NONE ? NONE : moved[local]!);
  return {
    ...mir,
    data,
    locals: Uint8Array.from(order, (declared) => mir.locals[declared]!),
    prologue:
      prologue === null
        ? null
        : {
            ...prologue,
            savedLocal: move(prologue.savedLocal),
            bottomLocal: move(prologue.bottomLocal),
          },
    debug: mir.debug === null ? null : moveVariables(mir.debug, moved),
  };
}

/** Declared locals in their new order. */
function localOrder(locals: Uint8Array, uses: Uint32Array, params: number): number[] {
  const used: number[] = [];
  for (let i = 0; i < locals.length; i++) if (uses[params + i]! > 0) used.push(i);
  const byUse = (a: number, b: number): number => uses[params + b]! - uses[params + a]! || a - b;
  used.sort(byUse);
  const hot = used.slice(0, Math.max(0, ONE_BYTE - params));
  const cold = used.slice(hot.length);
  // i32 has the largest type byte. The cold ones start with the type the hot ones end with.
  hot.sort((a, b) => locals[b]! - locals[a]! || byUse(a, b));
  cold.sort((a, b) => locals[a]! - locals[b]! || byUse(a, b));
  return [...hot, ...cold];
}

function moveVariables(debug: NonNullable<Mir['debug']>, moved: Uint32Array): Mir['debug'] {
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
