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

/** Data word or payload word: an operand. */
const REF = 'r';
/** Data word: the block or loop a branch goes to. */
const TARGET = 't';
/** Second data word: index of the payload in `extra`. */
const PAYLOAD = 'p';
/** Payload: a number, then so many operands; so many plain words; so many instructions. */
const REFS = 'R';
const WORDS = 'W';
const BODY = 'B';
/** Payload of `cond_br`, of switches, of `assembly`. */
const TWO_BODIES = 'C';
const CASES = 'S';
const ASSEMBLY = 'A';

/** The two data words, then the payload. A point is a word that stays as it is. */
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

/** Branch hints in a word of a switch payload. */
const HINTS_PER_WORD = 10;

/** An instruction and where it comes from. */
export interface Original {
  readonly body: FunctionBody;
  readonly source: InstId;
  /** Operands that stand for the results of the original's instructions. */
  readonly refs: Uint32Array;
}

/** The operand in the copy for an operand of the original. */
export function mapped(refs: Uint32Array, ref: Ref): Ref {
  return isInst(ref) ? (refs[instOf(ref)]! as Ref) : ref;
}

/** Writes data and payload of an instruction; `lists` are its bodies, which are written already. */
export function copyWords(
  draft: Draft,
  inst: InstId,
  original: Original,
  lists: readonly (readonly number[])[],
): void {
  const { body, source, refs } = original;
  const pattern = patterns[tagRows[body.tags[source]!]!.form];
  const word = (kind: string, value: number): number => {
    if (kind === REF) return mapped(refs, value as Ref);
    return kind === TARGET ? instOf(refs[value]! as Ref) : value;
  };
  const a = word(pattern[0]!, dataA(body, source));
  if (pattern[1] !== PAYLOAD) {
    draft.set(inst, a, word(pattern[1]!, dataB(body, source)));
    return;
  }
  draft.set(inst, a, draft.end);
  const { extra } = body;
  let at = dataB(body, source);
  for (const kind of pattern.slice(2)) {
    switch (kind) {
      case REFS:
      case WORDS: {
        const list = Array.from(extra.subarray(at + 1, at + 1 + extra[at]!));
        draft.emitList(kind === WORDS ? list : list.map((ref) => mapped(refs, ref as Ref)));
        at += 1 + list.length;
        break;
      }
      case BODY:
        draft.emitList(lists[0]!);
        break;
      case TWO_BODIES:
        draft.emit([lists[0]!.length, lists[1]!.length, extra[at + 2]!]);
        draft.emit(lists[0]!);
        draft.emit(lists[1]!);
        break;
      case CASES:
        copyCases(draft, original, lists);
        break;
      case ASSEMBLY:
        copyAssembly(draft, original);
        break;
      default:
        draft.emit([word(kind, extra[at++]!)]);
    }
  }
}

/** Payload of a switch: see `switchBr` of the package air. */
function copyCases(
  draft: Draft,
  { body, source }: Original,
  lists: readonly (readonly number[])[],
): void {
  const { extra } = body;
  const { cases } = switchBr(body, source);
  const start = dataB(body, source);
  const otherwise = lists[cases.length] ?? [];
  draft.emit([cases.length, otherwise.length]);
  draft.emit(extra.subarray(start + 2, start + 3 + Math.floor(cases.length / HINTS_PER_WORD)));
  cases.forEach(({ items, itemCount, rangeCount, body: { start: end } }, index) => {
    draft.emit([itemCount, rangeCount, lists[index]!.length]);
    draft.emit(extra.subarray(items, end));
    draft.emit(lists[index]!);
  });
  draft.emit(otherwise);
}

/** Payload of an `assembly`: see there. */
function copyAssembly(draft: Draft, { body, source, refs }: Original): void {
  const { outputs, inputs, clobbers } = assembly(body, source);
  const start = dataB(body, source);
  draft.emit(body.extra.subarray(start, start + 4));
  for (const { name, constraint, operand } of [...outputs, ...inputs]) {
    draft.emit([name, constraint, mapped(refs, operand)]);
  }
  draft.emit(clobbers);
}
