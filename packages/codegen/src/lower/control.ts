// Structured control flow: blocks, loops, branches, returns (codegen.md 3.6, 5.4). AIR bodies always end by leaving;
// where they leave to what follows anyway, control simply falls through (analysis/structure.ts).

import {
  blockBody,
  type BodyRange,
  condBr,
  dataA,
  dataB,
  type InstId,
  None,
  instOf,
  isInst,
  isValue,
  mainBody,
  type Ref,
  Representation,
  Tag as AirTag,
  TypeKind,
  tryBody,
  valueOf,
} from '@wasmwright/air';
import { BLOCK_EMPTY, Tag } from '@wasmwright/mir';
import { Passing } from '../abi.ts';
import { FallTo, type FallTarget } from '../analysis/structure.ts';
import { canFail } from './aggregate.ts';
import { copyMemory, fillUndefined } from './copy.ts';
import { loadScalar } from './scalar.ts';
import { prepareResult, setResult, storeTo } from './destination.ts';
import { ANYWHERE, type FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { pushField } from './parts.ts';
import { Place } from './places.ts';
import { push } from './push.ts';
import { keep, pin, statement } from './statement.ts';
import { TaskKind } from './tasks.ts';
import { loadThrough } from './variables.ts';
import { flush, waitsAgain } from './waiting.ts';

/** Lowers the main body and all that is inside it. */
export function lowerFunction(f: FunctionLowering): void {
  const { start, length } = mainBody(f.body);
  lowerBody(f, start, start + length, FallTo.functionEnd);
  const { tasks } = f;
  while (tasks.take()) {
    switch (tasks.kind) {
      case TaskKind.body:
        lowerBody(f, tasks.a, tasks.b, tasks.c);
        break;
      case TaskKind.close:
        close(f);
        break;
      case TaskKind.else:
        f.b.else();
        break;
      case TaskKind.finishBlock:
        finishBlock(f, tasks.a as InstId);
        break;
      default:
        tasks.closure()();
    }
  }
}

/** Lowers a body later, after the work pushed after this. */
export function laterBody(f: FunctionLowering, body: BodyRange, fallTo: FallTarget): void {
  f.tasks.push(TaskKind.body, body.start, body.start + body.length, fallTo);
}

/** Lowers the instructions that `extra` lists from `start` to `end`; control falls to `fallTo` at their end. */
function lowerBody(f: FunctionLowering, start: number, end: number, fallTo: FallTarget): void {
  const { body } = f;
  for (let at = start; at < end; at++) {
    const inst = body.extra[at]! as InstId;
    const isLast = at === end - 1;
    f.current = inst;
    f.fallTo = isLast ? fallTo : FallTo.nothing;
    switch (body.tags[inst]) {
      case AirTag.block:
      case AirTag.dbg_inline_block: {
        const isNever = isNoReturn(f, inst) || f.structure.breaks[inst] === 0;
        if (!isNever && !isLast) f.tasks.push(TaskKind.body, at + 1, end, fallTo);
        lowerBlock(f, inst, isNever, isNever && isLast ? fallTo : FallTo.nothing);
        return;
      }
      case AirTag.try:
      case AirTag.try_cold:
      case AirTag.try_ptr:
      case AirTag.try_ptr_cold:
        if (!isLast) f.tasks.push(TaskKind.body, at + 1, end, fallTo);
        lowerTry(f, inst);
        return;
      case AirTag.call:
      case AirTag.call_never_tail:
      case AirTag.call_never_inline:
        statement(f, inst);
        if (isNoReturn(f, inst)) return;
        break;
      case AirTag.call_always_tail:
        statement(f, inst);
        return; // the `ret` that follows is never reached
      default:
        statement(f, inst);
    }
  }
}

function isNoReturn(f: FunctionLowering, inst: InstId): boolean {
  return f.resultFacts(inst).kind === TypeKind.noreturn;
}

/** Block type of a wasm block around code that falls to a target: the value it leaves. */
function blockTypeFor(f: FunctionLowering, target: FallTarget): number {
  if (target === FallTo.functionEnd) return f.abi.wasmResults[0] ?? BLOCK_EMPTY;
  if (target === FallTo.nothing) return f.frameTypes[f.frameTypes.length - 1] ?? BLOCK_EMPTY;
  const { representation, valueType } = f.resultFacts(target as InstId);
  if (representation === Representation.none || representation === Representation.memory)
    return BLOCK_EMPTY;
  if (f.uses.count[target] === 0) return BLOCK_EMPTY;
  return valueType;
}

/** Block type for a construct whose parts fall to `target`, or never end at all. */
function constructType(f: FunctionLowering, target: FallTarget, falls: boolean): number {
  return blockTypeFor(f, falls ? target : FallTo.nothing);
}

/** Opens a wasm block and notes what dead ends inside it pretend to leave. */
export function open(f: FunctionLowering, kind: 'block' | 'loop' | 'if', type: number): number {
  f.frameTypes.push(type);
  if (kind === 'block') return f.b.block(type);
  return kind === 'loop' ? f.b.loop(type) : f.b.if(type);
}

function close(f: FunctionLowering): void {
  f.b.end();
  f.frameTypes.pop();
}

function lowerBlock(f: FunctionLowering, inst: InstId, isNever: boolean, outer: FallTarget): void {
  const range = blockBody(f.body, inst, f.body.tags[inst] === AirTag.dbg_inline_block);
  if (isNever) {
    laterBody(f, range, outer);
    return;
  }
  if (f.resultFacts(inst).isMemory && f.uses.count[inst]! > 0) prepareResult(f, inst);
  if (f.structure.labelled[inst] === 1) f.label[inst] = open(f, 'block', blockTypeFor(f, inst));
  f.tasks.push(TaskKind.finishBlock, inst);
  laterBody(f, range, inst);
}

/** Behind a block: closes its wasm block and keeps its result. */
function finishBlock(f: FunctionLowering, inst: InstId): void {
  if (f.structure.labelled[inst] === 1) close(f);
  if (blockTypeFor(f, inst) !== BLOCK_EMPTY) keep(f, inst);
  else if (!f.resultFacts(inst).isMemory) f.place[inst] = Place.none;
}

/** Stores a block's or function's value where its user finds it; a scalar stays on the stack. */
function pushBlockValue(f: FunctionLowering, block: InstId, value: Ref): void {
  const { size, isMemory } = f.resultFacts(block);
  if (f.uses.count[block] === 0 || size === 0) return;
  if (!isMemory) push(f, value);
  else setResult(f, block, value);
}

const br: Handler = {
  effect(f, inst) {
    const target = dataA(f.body, inst) as InstId;
    const value = dataB(f.body, inst) as Ref;
    const falls = f.fallTo === target;
    pushBlockValue(f, target, value);
    if (!falls) f.b.br(f.label[target]!);
  },
};

const loop: Handler = {
  effect(f, inst) {
    flush(f, -1);
    const range = blockBody(f.body, inst);
    const target = f.fallTo;
    f.label[inst] = open(f, 'loop', constructType(f, target, f.structure.falls(inst)));
    f.tasks.push(TaskKind.close);
    laterBody(f, range, target);
  },
};

const repeat: Handler = {
  effect(f, inst) {
    f.b.br(f.label[dataA(f.body, inst)]!);
  },
};

/** Label of a body that does nothing but go there without a value, or undefined. */
function jumpOf(f: FunctionLowering, range: BodyRange): number | undefined {
  for (let at = 0; at < range.length; at++) {
    const inst = f.body.extra[range.start + at]! as InstId;
    const tag = f.body.tags[inst]!;
    if (tag === AirTag.dbg_stmt || tag === AirTag.dbg_empty_stmt || tag === AirTag.dbg_var_val)
      continue;
    const target = dataA(f.body, inst) as InstId;
    if (tag === AirTag.repeat) return f.label[target]!;
    if (tag !== AirTag.br || f.fallTo === target) return undefined;
    const isVoid = f.sizeOf(f.resultType(target)) === 0 || f.uses.count[target] === 0;
    return isVoid ? f.label[target]! : undefined;
  }
  return undefined;
}

/** True for a body that only falls off its end, without a value. */
function isEmptyFall(f: FunctionLowering, range: BodyRange): boolean {
  for (let at = 0; at < range.length; at++) {
    const inst = f.body.extra[range.start + at]! as InstId;
    const tag = f.body.tags[inst]!;
    if (tag === AirTag.dbg_stmt || tag === AirTag.dbg_empty_stmt || tag === AirTag.dbg_var_val)
      continue;
    const target = dataA(f.body, inst) as InstId;
    if (tag !== AirTag.br || f.fallTo !== target) return false;
    return f.sizeOf(f.resultType(target)) === 0 || f.uses.count[target] === 0;
  }
  return false;
}

const COLD = [false, false, true, true, false];

const condBrHandler: Handler = {
  effect(f, inst) {
    const branch = condBr(f.body, inst);
    flush(f, inst);
    const target = f.fallTo;
    const { then, else: otherwise } = branch;
    if (isValue(branch.condition) && !f.module.values.isUndef(valueOf(branch.condition))) {
      const taken = f.module.values.boolValue(valueOf(branch.condition)) ? then : otherwise;
      laterBody(f, taken, target);
      return;
    }
    push(f, branch.condition);
    const thenJump = jumpOf(f, then);
    if (thenJump !== undefined) {
      f.b.brIf(thenJump);
      hint(f, branch.thenHint, branch.elseHint);
      laterBody(f, otherwise, target);
      return;
    }
    const elseJump = jumpOf(f, otherwise);
    if (elseJump !== undefined) {
      f.b.op(Tag.i32_eqz);
      f.b.brIf(elseJump);
      hint(f, branch.elseHint, branch.thenHint);
      laterBody(f, then, target);
      return;
    }
    const thenFalls = f.structure.falls(inst, 0);
    const elseFalls = f.structure.falls(inst, 1);
    if (!thenFalls || (isEmptyFall(f, otherwise) && blockTypeFor(f, target) === BLOCK_EMPTY)) {
      // `if` without `else`: the other arm follows, or is nothing.
      open(f, 'if', BLOCK_EMPTY);
      hint(f, branch.thenHint, branch.elseHint);
      if (!isEmptyFall(f, otherwise)) laterBody(f, otherwise, target);
      f.tasks.push(TaskKind.close);
      laterBody(f, then, thenFalls ? target : FallTo.nothing);
      return;
    }
    if (!elseFalls || (isEmptyFall(f, then) && blockTypeFor(f, target) === BLOCK_EMPTY)) {
      f.b.op(Tag.i32_eqz);
      open(f, 'if', BLOCK_EMPTY);
      hint(f, branch.elseHint, branch.thenHint);
      if (!isEmptyFall(f, then)) laterBody(f, then, target);
      f.tasks.push(TaskKind.close);
      laterBody(f, otherwise, elseFalls ? target : FallTo.nothing);
      return;
    }
    open(f, 'if', blockTypeFor(f, target));
    hint(f, branch.thenHint, branch.elseHint);
    f.tasks.push(TaskKind.close);
    laterBody(f, otherwise, target);
    f.tasks.push(TaskKind.else);
    laterBody(f, then, target);
  },
};

/** Emits a branch hint for the `if` or `br_if` just written, when one side is cold. */
function hint(f: FunctionLowering, taken: number, other: number): void {
  const takenCold = COLD[taken] === true;
  const otherCold = COLD[other] === true;
  if (takenCold !== otherCold) f.b.hint(otherCold);
  else if (taken === 1 && other !== 1) f.b.hint(true);
  else if (other === 1 && taken !== 1) f.b.hint(false);
}

/** `try`: on an error the body runs, which always leaves; else the payload is the result. */
function lowerTry(f: FunctionLowering, inst: InstId): void {
  const { body, module } = f;
  const tag = body.tags[inst]!;
  const isPointer = tag === AirTag.try_ptr || tag === AirTag.try_ptr_cold;
  const operand = (isPointer ? body.extra[dataB(body, inst)]! : dataA(body, inst)) as Ref;
  const operandType = f.typeOf(operand);
  const union = isPointer ? module.types.child(operandType) : operandType;
  const set = module.types.errorSetOf(union);
  const range = tryBody(body, inst, isPointer);
  flush(f, inst);
  const wantsValue = f.uses.root[inst] === None && f.uses.count[inst]! > 0;
  // The operand is needed twice: for the error, then for the payload.
  if (wantsValue) pin(f, operand);
  const finish = (): void => {
    if (f.uses.root[inst] !== None) return;
    const type = f.resultType(inst);
    if (f.uses.count[inst] === 0 || f.sizeOf(type) === 0) f.place[inst] = Place.none;
    else if (
      f.uses.count[inst] !== 1 ||
      !f.options.defer ||
      f.structure.region[f.uses.user[inst]!] !== f.structure.region[inst] ||
      !isStable(f, operand)
    ) {
      tryPayload.value!(f, inst);
      keep(f, inst);
    }
  };
  if (!canFail(f, set)) {
    finish();
    return;
  }
  if (!f.isMemory(union) && !isPointer) push(f, operand);
  else if (isPointer) loadThrough(f, operand, module.layout.errorOffset(union), set);
  else pushField(f, operand, module.layout.errorOffset(union), set);
  open(f, 'if', BLOCK_EMPTY);
  if (tag === AirTag.try_cold || tag === AirTag.try_ptr_cold) f.b.hint(false);
  const wait = waitsAgain(f, operand);
  f.later(() => {
    close(f);
    wait();
    finish();
  });
  laterBody(f, range, FallTo.nothing);
}

/** True if an aggregate lies where nobody writes any more. */
function isStable(f: FunctionLowering, ref: Ref): boolean {
  const root = f.rootOf(ref);
  return !isInst(root) || f.place[instOf(root)] !== Place.borrowed;
}

/** The payload of a `try` that did not fail: a load from memory nobody writes. */
const tryPayload: Handler = {
  value(f, inst) {
    const operand = dataA(f.body, inst) as Ref;
    const union = f.typeOf(operand);
    pushField(f, operand, f.module.layout.errorPayloadOffset(union), f.resultType(inst));
  },
};

/** Leaves the function with what is on the stack, or falls off its end. */
function leave(f: FunctionLowering): void {
  f.b.op(Tag.dbg_epilogue_begin); // `placeEpilogues` puts the code here
  if (f.fallTo !== FallTo.functionEnd) f.b.op(Tag.return);
}

function returnValue(f: FunctionLowering, value: Ref): void {
  const { result } = f.abi;
  switch (result.passing) {
    case Passing.none:
      break;
    case Passing.sret:
      storeTo(f, { kind: 'local', local: 0, offset: 0 }, value);
      break;
    case Passing.scalar:
      pushField(f, value, 0, result.scalar);
      break;
    default:
      if (f.sizeOf(result.type) === 0) f.b.i32Const(0);
      else push(f, value);
  }
}

const ret: Handler = {
  effect(f, inst) {
    const value = dataA(f.body, inst) as Ref;
    returnValue(f, value);
    leave(f);
  },
};

const retSafe: Handler = {
  effect(f, inst) {
    const value = dataA(f.body, inst) as Ref;
    if (
      f.abi.result.passing === Passing.sret &&
      isValue(value) &&
      f.module.values.isUndef(valueOf(value))
    ) {
      fillUndefined(f, { kind: 'local', local: 0, offset: 0 }, f.sizeOf(f.typeOf(value)));
      leave(f);
    } else ret.effect!(f, inst);
  },
};

const retPtr: Handler = {
  effect(f, inst) {
    if (f.uses.count[inst] === 0) return;
    if (f.abi.result.passing === Passing.sret) f.setLocal(inst, 0);
    else f.setFrame(inst, f.allocateFor(f.allocType(inst), ANYWHERE));
  },
};

const retLoad: Handler = {
  effect(f, inst) {
    const pointer = dataA(f.body, inst) as Ref;
    const { result } = f.abi;
    flush(f, inst);
    if (result.passing === Passing.sret) {
      const root = f.rootOf(pointer);
      const isResult =
        isInst(root) &&
        f.offsetOf(pointer) === 0 &&
        f.place[instOf(root)] === Place.local &&
        f.slot[instOf(root)] === 0;
      if (!isResult)
        copyMemory(
          f,
          { kind: 'local', local: 0, offset: 0 },
          { kind: 'ref', ref: pointer, offset: 0 },
          result.type,
        );
    } else if (f.sizeOf(result.type) > 0) {
      loadScalar(f, { kind: 'ref', ref: pointer, offset: 0 }, result.scalar);
    } else if (result.passing === Passing.direct) f.b.i32Const(0);
    leave(f);
  },
};

const trap: Handler = {
  effect(f) {
    f.b.op(Tag.unreachable);
  },
};

const breakpoint: Handler = {
  effect(f) {
    if (f.options.breakpointTraps) f.b.op(Tag.unreachable);
  },
};

const frameAddr: Handler = {
  value(f) {
    if (f.frame.size === 0) f.allocate(1, 1, ANYWHERE); // only a frame with something in it is set up
    f.b.localGet(f.bottom);
  },
};

const retAddr: Handler = {
  value(f) {
    f.b.addressConst(0);
  },
};

const nothing: Handler = { effect() {} };

/** Handlers of control flow and of the tags that emit nothing here, by AIR tag. */
export const controlHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.br, br],
  [AirTag.loop, loop],
  [AirTag.repeat, repeat],
  [AirTag.cond_br, condBrHandler],
  [AirTag.ret, ret],
  [AirTag.ret_safe, retSafe],
  [AirTag.ret_ptr, retPtr],
  [AirTag.ret_load, retLoad],
  [AirTag.trap, trap],
  [AirTag.unreach, trap],
  [AirTag.breakpoint, breakpoint],
  [AirTag.frame_addr, frameAddr],
  [AirTag.ret_addr, retAddr],
  [AirTag.try, tryPayload],
  [AirTag.try_cold, tryPayload],
  [AirTag.dbg_stmt, nothing],
  [AirTag.dbg_empty_stmt, nothing],
  [AirTag.dbg_var_ptr, nothing],
  [AirTag.dbg_var_val, nothing],
  [AirTag.dbg_arg_inline, nothing],
])();
