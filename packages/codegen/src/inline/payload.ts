// The words of instructions by form: what changes when an instruction is copied into another function.

import {
  assembly,
  dataA,
  dataB,
  type FormName,
  type FunctionBody,
  type InstId,
  instOf,
  isInst,
  type Ref,
  switchBr,
  tagRows,
} from '@wasmwright/air';
import type { Draft } from './draft.ts';

/**
 * The two data words, then the payload:
 *
 * - `.` a word that stays as it is
 * - `r` an operand
 * - `t` the block or loop a branch goes to
 * - `p` the index of the payload in `extra`
 * - `R` a number, then so many operands; `W` so many words that stay; `B` so many instructions
 * - `C` the payload of `cond_br`, `S` that of switches, `A` that of `assembly`
 */
const patterns: Readonly<Record<FormName, string>> = {
  none: '..',
  arg: '..',
  un: 'r.',
  unTy: '.r',
  bin: 'rr',
  tyOp: '.r',
  ty: '..',
  tyBin: '.prr',
  fieldVal: '.pr.',
  fieldPtr: '.pr.',
  aggregate: '.pR',
  unionInit: '.p.r',
  block: '.pB',
  loop: '.pB',
  inlineBlock: '.p...B',
  repeat: 't.',
  br: 'tr',
  condBr: 'rpC',
  switchBr: 'rpS',
  try: 'rpB',
  tryPtr: '.prB',
  call: 'rpR',
  select: 'rprr',
  mulAdd: 'rprr',
  cmpVector: '.prr.',
  reduce: 'r.',
  shuffleOne: '.pWr',
  shuffleTwo: '.pWrr',
  atomicLoad: 'r.',
  atomicRmw: 'rpr.',
  cmpxchg: '.prrr.',
  prefetch: 'r.',
  memorySize: '..',
  memoryGrow: 'r.',
  tyNav: '..',
  dbgStmt: '..',
  dbgVar: 'r.',
  fieldIndex: '..',
  assembly: '.pA',
  storeElement: 'rprr',
};

/** Pattern by tag, as numbers that the walk below dispatches on. */
const patternOf: readonly (readonly number[])[] = /* @__PURE__ */ tagRows.map(({ form }) =>
  Array.from(patterns[form], (kind) => kind.charCodeAt(0)),
);

/** Branch hints in a word of a switch payload. */
const HINTS_PER_WORD = 10;

/** An instruction and where it comes from. */
export interface Original {
  readonly body: FunctionBody;
  /** Operands that stand for the results of the original's instructions. */
  readonly refs: Uint32Array;
}

/** The operand in the copy for an operand of the original. */
export function mapped(refs: Uint32Array, ref: Ref): Ref {
  return isInst(ref) ? (refs[instOf(ref)]! as Ref) : ref;
}

function wordOf(refs: Uint32Array, kind: number, word: number): number {
  switch (kind) {
    case 0x72: // REF
      return mapped(refs, word as Ref);
    case 0x74: // TARGET
      return instOf(refs[word]! as Ref);
    default:
      return word;
  }
}

/** Writes data and payload of the copy of an instruction; `lists` are its bodies, which are written already. */
export function copyWords(
  draft: Draft,
  inst: InstId,
  original: Original,
  source: InstId,
  lists: readonly (readonly number[])[],
): void {
  const { body, refs } = original;
  const { extra } = body;
  const pattern = patternOf[body.tags[source]!]!;
  const a = wordOf(refs, pattern[0]!, dataA(body, source));
  const b = dataB(body, source);
  draft.set(inst, a, pattern[1] === 0x70 /* PAYLOAD */ ? draft.end : wordOf(refs, pattern[1]!, b));
  let at = b;
  for (let index = 2; index < pattern.length; index++) {
    const kind = pattern[index]!;
    switch (kind) {
      case 0x52: // REFS
      case 0x57: {
        // WORDS
        const end = at + 1 + extra[at]!;
        draft.emit(extra[at++]!);
        for (; at < end; at++)
          draft.emit(kind === 0x57 ? extra[at]! : mapped(refs, extra[at]! as Ref));
        break;
      }
      case 0x42: // BODY
        draft.emitList(lists[0]!);
        break;
      case 0x43: // TWO_BODIES
        draft.emit(lists[0]!.length);
        draft.emit(lists[1]!.length);
        draft.emit(extra[at + 2]!);
        draft.emitRange(lists[0]!);
        draft.emitRange(lists[1]!);
        break;
      case 0x53: // CASES
        copyCases(draft, body, source, lists);
        break;
      case 0x41: // ASSEMBLY
        copyAssembly(draft, original, source);
        break;
      default:
        draft.emit(wordOf(refs, kind, extra[at++]!));
    }
  }
}

/** Payload of a switch: see `switchBr` of the package air. */
function copyCases(
  draft: Draft,
  body: FunctionBody,
  source: InstId,
  lists: readonly (readonly number[])[],
): void {
  const { extra } = body;
  const { cases } = switchBr(body, source);
  const start = dataB(body, source);
  const otherwise = lists[cases.length] ?? [];
  draft.emit(cases.length);
  draft.emit(otherwise.length);
  draft.emitRange(extra, start + 2, start + 3 + Math.floor(cases.length / HINTS_PER_WORD));
  cases.forEach(({ items, itemCount, rangeCount, body: { start: end } }, index) => {
    const list = lists[index]!;
    draft.emitRange([itemCount, rangeCount, list.length]);
    draft.emitRange(extra, items, end);
    draft.emitRange(list);
  });
  draft.emitRange(otherwise);
}

/** Payload of an `assembly`: see there. */
function copyAssembly(draft: Draft, { body, refs }: Original, source: InstId): void {
  const { outputs, inputs, clobbers } = assembly(body, source);
  const start = dataB(body, source);
  draft.emitRange(body.extra, start, start + 4);
  for (const { name, constraint, operand } of [...outputs, ...inputs]) {
    draft.emitRange([name, constraint, mapped(refs, operand)]);
  }
  draft.emitRange(clobbers);
}
