// What an instruction uses, by text form: operands, bodies, branch targets. Printer, verifier, liveness and code generation
// share it.

import { HINTS_PER_WORD, type FunctionBody } from './function.ts';
import { instOf, isInst, None, type InstId, type Ref } from './ids.ts';
import { DataForm, tagRows, type FormName } from './tags.ts';

/**
 * Where a form keeps its operands. `a` and `b` are the data words of the instruction, `x0`, `x1`, … the words at `extra[b]`.
 * The order is that of the text.
 * The walk below dispatches on the numbers: members of a local object cost as much as the walk itself.
 */
const Shape = {
  none: 0,
  a: 1,
  b: 2,
  ab: 3,
  x0: 4,
  x0x1: 5,
  x0x1x2: 6,
  ax0: 7,
  ax0x1: 8,
  x0x1a: 9,
  x1: 10,
  /** Count, then operands. */
  list: 11,
  aList: 12,
  /** A list of other words, then one operand. */
  listX0: 13,
  listX0x1: 14,
  assembly: 15,
} as const;

const shapes: Readonly<Record<FormName, number>> = {
  none: Shape.none,
  arg: Shape.none,
  un: Shape.a,
  unTy: Shape.b,
  bin: Shape.ab,
  tyOp: Shape.b,
  ty: Shape.none,
  tyBin: Shape.x0x1,
  fieldVal: Shape.x0,
  fieldPtr: Shape.x0,
  aggregate: Shape.list,
  unionInit: Shape.x1,
  block: Shape.none,
  loop: Shape.none,
  inlineBlock: Shape.none,
  repeat: Shape.none,
  br: Shape.b,
  condBr: Shape.a,
  switchBr: Shape.a,
  try: Shape.a,
  tryPtr: Shape.x0,
  call: Shape.aList,
  select: Shape.ax0x1,
  mulAdd: Shape.x0x1a,
  cmpVector: Shape.x0x1,
  reduce: Shape.a,
  shuffleOne: Shape.listX0,
  shuffleTwo: Shape.listX0x1,
  atomicLoad: Shape.a,
  atomicRmw: Shape.ax0,
  cmpxchg: Shape.x0x1x2,
  prefetch: Shape.a,
  memorySize: Shape.none,
  memoryGrow: Shape.a,
  tyNav: Shape.none,
  dbgStmt: Shape.none,
  dbgVar: Shape.a,
  fieldIndex: Shape.none,
  assembly: Shape.assembly,
  storeElement: Shape.ax0x1,
};

const shapeOf: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256);
  for (const row of tagRows) table[row.tag] = shapes[row.form];
  return table;
})();

/**
 * Reads the operands of one instruction after the other into a buffer of its own.
 *
 * @example
 * const operands = new Operands();
 * const count = operands.read(body, inst);
 * for (let at = 0; at < count; at++) visit(operands.refs[at]! as Ref);
 */
export class Operands {
  /** The first words are the operands read last. Another array after a longer list was read. */
  refs: Uint32Array = new Uint32Array(64);

  /**
   * Reads the operands of an instruction in the order of the text, constants included; constants of switch cases and of
   * masks are not operands. Returns their number.
   */
  read(body: FunctionBody, inst: InstId): number {
    const { data, extra } = body;
    const { refs } = this;
    const a = data[2 * inst]!;
    const b = data[2 * inst + 1]!;
    const shape = shapeOf[body.tags[inst]!]!;
    switch (shape) {
      case 0: // none
        return 0;
      case 1: // a
        refs[0] = a;
        return 1;
      case 2: // b
        refs[0] = b;
        return 1;
      case 3: // ab
        refs[0] = a;
        refs[1] = b;
        return 2;
      case 4: // x0
        refs[0] = extra[b]!;
        return 1;
      case 5: // x0x1
        refs[0] = extra[b]!;
        refs[1] = extra[b + 1]!;
        return 2;
      case 6: // x0x1x2
        refs[0] = extra[b]!;
        refs[1] = extra[b + 1]!;
        refs[2] = extra[b + 2]!;
        return 3;
      case 7: // ax0
        refs[0] = a;
        refs[1] = extra[b]!;
        return 2;
      case 8: // ax0x1
        refs[0] = a;
        refs[1] = extra[b]!;
        refs[2] = extra[b + 1]!;
        return 3;
      case 9: // x0x1a
        refs[0] = extra[b]!;
        refs[1] = extra[b + 1]!;
        refs[2] = a;
        return 3;
      case 10: // x1
        refs[0] = extra[b + 1]!;
        return 1;
      case 11: // list
        return this.#readList(extra, b, 0);
      case 12: {
        // aList
        const count = this.#readList(extra, b, 1);
        this.refs[0] = a;
        return count;
      }
      case 13: // listX0
        refs[0] = extra[b + 1 + extra[b]!]!;
        return 1;
      case 14: // listX0x1
        refs[0] = extra[b + 1 + extra[b]!]!;
        refs[1] = extra[b + 2 + extra[b]!]!;
        return 2;
      default:
        return this.#readAssembly(extra, b);
    }
  }

  /** Reads a list behind `at` operands. */
  #readList(extra: Uint32Array, start: number, at: number): number {
    const end = at + extra[start]!;
    const refs = this.#reserve(end);
    for (let word = start + 1; at < end; word++, at++) refs[at] = extra[word]!;
    return end;
  }

  /** Payload: see `assembly` in function.ts. The output that is the result has no operand. */
  #readAssembly(extra: Uint32Array, payload: number): number {
    const outputs = extra[payload + 1]! & 0x7fff_ffff;
    const count = outputs + extra[payload + 2]!;
    const refs = this.#reserve(count);
    let at = 0;
    for (let index = 0; index < count; index++) {
      const operand = extra[payload + 6 + 3 * index]!;
      if (index >= outputs || operand !== None) refs[at++] = operand;
    }
    return at;
  }

  #reserve(count: number): Uint32Array {
    if (count > this.refs.length) this.refs = new Uint32Array(2 * count);
    return this.refs;
  }
}

/** Appends (start, length) in `extra` of each body of an instruction to `out`. */
export function collectBodies(body: FunctionBody, inst: InstId, out: number[]): void {
  const { extra } = body;
  const at = body.data[2 * inst + 1]!;
  switch (tagRows[body.tags[inst]!]!.form) {
    case 'block':
    case 'loop':
    case 'try':
      out.push(at + 1, extra[at]!);
      return;
    case 'tryPtr':
      out.push(at + 2, extra[at + 1]!);
      return;
    case 'inlineBlock':
      out.push(at + 4, extra[at + 3]!);
      return;
    case 'condBr': {
      const thenLength = extra[at]!;
      out.push(at + 3, thenLength, at + 3 + thenLength, extra[at + 1]!);
      return;
    }
    case 'switchBr':
      collectSwitchBodies(extra, at, out);
  }
}

/** Payload: see `switchBr` in function.ts. */
function collectSwitchBodies(extra: Uint32Array, payload: number, out: number[]): void {
  const caseCount = extra[payload]!;
  let at = payload + 2 + Math.floor(caseCount / HINTS_PER_WORD) + 1;
  for (let index = 0; index < caseCount; index++) {
    const start = at + 3 + extra[at]! + 2 * extra[at + 1]!;
    const length = extra[at + 2]!;
    out.push(start, length);
    at = start + length;
  }
  const elseLength = extra[payload + 1]!;
  if (elseLength > 0) out.push(at, elseLength);
}

/** The block, loop or loop_switch_br that an instruction branches to, or `None`. */
export function branchTarget(body: FunctionBody, inst: InstId): InstId | typeof None {
  const { data } = tagRows[body.tags[inst]!]!;
  const branches = data === DataForm.br || data === DataForm.repeat;
  return branches ? (body.data[2 * inst]! as InstId) : None;
}

/** One byte per instruction: 1 where an operand or a branch names it. */
export function usedInstructions(body: FunctionBody): Uint8Array {
  const used = new Uint8Array(body.length);
  const operands = new Operands();
  for (let inst = 0; inst < body.length; inst++) {
    const count = operands.read(body, inst as InstId);
    for (let at = 0; at < count; at++) {
      const ref = operands.refs[at]!;
      if (isInst(ref as Ref)) used[instOf(ref as Ref)] = 1;
    }
    const target = branchTarget(body, inst as InstId);
    if (target !== None) used[target] = 1;
  }
  return used;
}
