// Control flow: codegen.md 3.6. Bodies are lists inside `extra`, so a jump is a new `pc`; because control flow is
// structured, the place behind a block is the same each time, and no stack of blocks is needed.

import { interpretCodes } from '@wasmwright/diagnostics';
import { blockBody, condBr, dataA, dataB, switchBr, tryBody } from '../function.ts';
import type { BodyRange } from '../function.ts';
import { valueOf } from '../ids.ts';
import type { InstId, Ref } from '../ids.ts';
import { errorOf, errorThrough, payloadOf, payloadPointer } from './error-operations.ts';
import { fault, Halt } from './fault.ts';
import { asInteger } from './integer-operations.ts';
import type { Operation } from './lanes.ts';
import type { Machine } from './machine.ts';
import { loadFrom } from './memory-operations.ts';
import type { Code, SwitchTable } from './program.ts';
import { Undefined } from './value.ts';

function jump(machine: Machine, body: BodyRange): void {
  machine.frame.pc = body.start;
}

/** `block`, and `dbg_inline_block` with its function, file and line before the body. */
export function block(inline: boolean): Operation {
  return (machine, inst) => {
    const { frame } = machine;
    frame.code.resume[inst] = frame.pc;
    jump(machine, blockBody(frame.body, inst, inline));
    return undefined;
  };
}

/** `br(%block, a)`: goes on behind the block; a branch to a loop_switch_br does not exist. */
export const branch: Operation = (machine, inst) => {
  const { frame } = machine;
  const target = dataA(frame.body, inst);
  frame.values[target] = machine.value(dataB(frame.body, inst) as Ref);
  frame.pc = frame.code.resume[target]!;
  return undefined;
};

export const loop: Operation = (machine, inst) => {
  jump(machine, blockBody(machine.frame.body, inst));
  return undefined;
};

/** `repeat(%loop)`. */
export const repeat: Operation = (machine, inst) => {
  const { body } = machine.frame;
  jump(machine, blockBody(body, dataA(body, inst) as InstId));
  return undefined;
};

export const conditionalBranch: Operation = (machine, inst) => {
  const parts = condBr(machine.frame.body, inst);
  const condition = machine.integer(parts.condition, 'a branch condition');
  jump(machine, condition !== 0n ? parts.then : parts.else);
  return undefined;
};

/** The bodies of a switch by value, made when it first runs. */
function switchTable(machine: Machine, code: Code, inst: InstId): SwitchTable {
  const known = code.switches.get(inst);
  if (known !== undefined) return known;
  const { unit } = machine.frame;
  const { extra } = code.body;
  const parts = switchBr(code.body, inst);
  const constant = (at: number): bigint =>
    asInteger(machine.program.constant(unit, valueOf(extra[at]! as Ref)));
  const items = new Map<bigint, number>();
  const ranges: { low: bigint; high: bigint; start: number }[] = [];
  for (const { items: first, itemCount, ranges: pairs, rangeCount, body } of parts.cases) {
    for (let at = first; at < first + itemCount; at++) {
      const value = constant(at);
      if (!items.has(value)) items.set(value, body.start);
    }
    for (let at = pairs; at < pairs + 2 * rangeCount; at += 2) {
      ranges.push({ low: constant(at), high: constant(at + 1), start: body.start });
    }
  }
  const otherwise = parts.else.length === 0 ? -1 : parts.else.start;
  const table = { items, ranges, otherwise };
  code.switches.set(inst, table);
  return table;
}

function dispatch(machine: Machine, inst: InstId, operand: Ref): void {
  const { frame } = machine;
  const value = machine.integer(operand, 'a switch operand');
  const table = switchTable(machine, frame.code, inst);
  const start =
    table.items.get(value) ??
    table.ranges.find(({ low, high }) => value >= low && value <= high)?.start ??
    table.otherwise;
  if (start < 0)
    fault(interpretCodes.unreachable, { what: `a switch without a case for ${value}` });
  frame.pc = start;
}

/** `switch_br` and `loop_switch_br`. */
export const switchBranch: Operation = (machine, inst) => {
  dispatch(machine, inst, dataA(machine.frame.body, inst) as Ref);
  return undefined;
};

/** `switch_dispatch(%loop, a)`: the switch again, with another operand. */
export const switchDispatch: Operation = (machine, inst) => {
  const { body } = machine.frame;
  dispatch(machine, dataA(body, inst) as InstId, dataB(body, inst) as Ref);
  return undefined;
};

/** `try` and `try_cold`. */
export const tryValue: Operation = (machine, inst) => {
  const { body, unit } = machine.frame;
  const ref = dataA(body, inst) as Ref;
  const union = machine.typeOf(ref);
  const value = machine.value(ref);
  if (errorOf(unit, union, value) === 0n) return payloadOf(unit, union, value);
  jump(machine, tryBody(body, inst, false));
  return undefined;
};

/** `try_ptr` and `try_ptr_cold`. */
export const tryPointer: Operation = (machine, inst) => {
  const { body } = machine.frame;
  const ref = body.extra[dataB(body, inst)]! as Ref;
  const error = errorThrough(machine, ref);
  if (error instanceof Undefined) fault(interpretCodes.undefinedUse, { use: 'an error union' });
  if (error === 0n) return payloadPointer(machine, ref);
  jump(machine, tryBody(body, inst, true));
  return undefined;
};

/** `call`, `call_never_tail`, `call_never_inline`. */
export const call: Operation = (machine, inst) => {
  machine.call(inst, false);
  return undefined;
};

/** `call_always_tail`: the frame is gone before the callee starts. */
export const tailCall: Operation = (machine, inst) => {
  machine.call(inst, true);
  return undefined;
};

/** `ret_safe(a)`. */
export const returnSafe: Operation = (machine, inst) => {
  machine.return(machine.filledValue(dataA(machine.frame.body, inst) as Ref));
  return undefined;
};

/** `ret(a)`. */
export const returnValue: Operation = (machine, inst) => {
  machine.return(machine.value(dataA(machine.frame.body, inst) as Ref));
  return undefined;
};

/** `ret_load(p)`: what the pointer addresses. */
export const returnLoad: Operation = (machine, inst) => {
  machine.return(loadFrom(machine, dataA(machine.frame.body, inst) as Ref));
  return undefined;
};

export const unreachable: Operation = () => fault(interpretCodes.unreachable, { what: 'unreach' });

export const trap: Operation = () => {
  throw new Halt('trap');
};

/** `arg(i)`. */
export const argument: Operation = (machine, inst) => {
  const { frame } = machine;
  return frame.arguments[dataB(frame.body, inst)]!;
};

/** Instructions that do nothing. */
export const nothing: Operation = () => undefined;
