// What an instruction uses, by text form: operands, bodies, branch targets. Printer, verifier and liveness share it.

import { assembly, condBr, switchBr, type FunctionBody } from './function.ts';
import { None, type InstId } from './ids.ts';
import { DataForm, tagRows } from './tags.ts';

const LANE_IS_VALUE = 0x8000_0000;

/** Appends the operands of an instruction to `out`, in the order of the text; constants of switch cases and masks are not operands. */
export function collectOperands(body: FunctionBody, inst: InstId, out: number[]): void {
  const { data, extra } = body;
  const row = tagRows[body.tags[inst]!]!;
  const a = data[2 * inst]!;
  const b = data[2 * inst + 1]!;
  switch (row.form) {
    case 'tyBin':
    case 'cmpVector':
      out.push(extra[b]!, extra[b + 1]!);
      return;
    case 'fieldVal':
    case 'fieldPtr':
    case 'tryPtr':
      out.push(extra[b]!);
      return;
    case 'aggregate':
      pushList(extra, b, out);
      return;
    case 'unionInit':
      out.push(extra[b + 1]!);
      return;
    case 'call':
      out.push(a);
      pushList(extra, b, out);
      return;
    case 'mulAdd':
      out.push(extra[b]!, extra[b + 1]!, a);
      return;
    case 'select':
    case 'storeElement':
      out.push(a, extra[b]!, extra[b + 1]!);
      return;
    case 'atomicRmw':
      out.push(a, extra[b]!);
      return;
    case 'shuffleOne':
      out.push(extra[b + 1 + extra[b]!]!);
      return;
    case 'shuffleTwo':
      out.push(extra[b + 1 + extra[b]!]!, extra[b + 2 + extra[b]!]!);
      return;
    case 'cmpxchg':
      out.push(extra[b]!, extra[b + 1]!, extra[b + 2]!);
      return;
    case 'assembly': {
      const { outputs, inputs } = assembly(body, inst);
      for (const { operand } of outputs) if (operand !== None) out.push(operand);
      for (const { operand } of inputs) out.push(operand);
      return;
    }
    case 'memorySize':
      return;
  }
  switch (row.data) {
    case DataForm.unOp:
    case DataForm.plOp:
    case DataForm.atomicLoad:
    case DataForm.prefetch:
    case DataForm.reduce:
      out.push(a);
      return;
    case DataForm.binOp:
      out.push(a, b);
      return;
    case DataForm.tyOp:
    case DataForm.br:
      out.push(b);
  }
}

function pushList(extra: Uint32Array, at: number, out: number[]): void {
  const end = at + 1 + extra[at]!;
  for (let word = at + 1; word < end; word++) out.push(extra[word]!);
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
      const parts = condBr(body, inst);
      out.push(parts.then.start, parts.then.length, parts.else.start, parts.else.length);
      return;
    }
    case 'switchBr': {
      const parts = switchBr(body, inst);
      for (const { body: range } of parts.cases) out.push(range.start, range.length);
      if (parts.else.length > 0) out.push(parts.else.start, parts.else.length);
    }
  }
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
  const operands: number[] = [];
  for (let inst = 0; inst < body.length; inst++) {
    operands.length = 0;
    collectOperands(body, inst as InstId, operands);
    for (const ref of operands) {
      if (ref >= LANE_IS_VALUE && ref !== None) used[ref & 0x7fff_ffff] = 1;
    }
    const target = branchTarget(body, inst as InstId);
    if (target !== None) used[target] = 1;
  }
  return used;
}
