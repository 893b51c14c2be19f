// What the words of instructions are, by form: what has to change when an instruction is copied into another function.

import type { FormName } from '@wasmwright/air';

/** Data word or payload word: an operand. */
export const REF = 'r';
/** Data word: the block or loop a branch goes to. */
export const TARGET = 't';
/** Second data word: index of the payload in `extra`. */
export const PAYLOAD = 'p';
/** Payload: a number, then so many operands; so many plain words; so many instructions. */
export const REFS = 'R';
export const WORDS = 'W';
export const BODY = 'B';
/** Payload of `cond_br`, of switches, of `assembly`. */
export const TWO_BODIES = 'C';
export const CASES = 'S';
export const OPERANDS = 'A';

/** The two data words, then the payload. A point is a word that stays as it is. */
export const patterns: Readonly<Record<FormName, string>> = {
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
