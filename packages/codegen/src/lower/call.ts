// Calls and parameters (codegen.md 2, 5.8).

import {
  callArguments,
  dataA,
  dataB,
  type InstId,
  isValue,
  PointerSize,
  type Ref,
  Tag as AirTag,
  TypeKind,
  type TypeId,
  ValueKind,
  valueOf,
} from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { type AbiValue, type FunctionAbi, Passing } from '../abi.ts';
import { pushAddress } from './copy.ts';
import { storeScalar, wrapType } from './scalar.ts';
import { isExposed, setDestination, storeTo } from './destination.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { pushField } from './parts.ts';
import { Place } from './places.ts';
import { push, pushDestination } from './push.ts';
import { keep, pin } from './statement.ts';
import { flush } from './waiting.ts';

const arg: Handler = {
  effect(f, inst) {
    if (f.uses.count[inst] === 0) return;
    const value = f.abi.params[dataB(f.body, inst)]!;
    switch (value.passing) {
      case Passing.none:
        f.place[inst] = Place.none;
        break;
      case Passing.scalar:
        f.setFrame(inst, storeUnwrapped(f, value, value.local));
        break;
      case Passing.pair: {
        const offset = f.allocateFor(value.type, inst);
        for (const half of [0, 1]) {
          const at = pushDestination(f, { kind: 'frame', offset: offset + 8 * half });
          f.b.localGet(value.local + half);
          f.b.access(Tag.i64_store, at, 8, f.base);
        }
        f.setFrame(inst, offset);
        break;
      }
      default:
        if (f.abi.isC && needsCanonical(f, value.type)) {
          f.b.localGet(value.local);
          wrapType(f, value.type);
          f.b.localSet(value.local);
        }
        f.setLocal(inst, value.local);
    }
  },
};

/**
 * Puts the scalar that came for an aggregate into the frame. Its upper bits are unspecified (2.2): a narrow store drops
 * them, and loads wrap what does not fill its storage, except for bool.
 */
function storeUnwrapped(f: FunctionLowering, { type, scalar }: AbiValue, local: number): number {
  const offset = f.allocateFor(type, f.current);
  storeScalar(f, { kind: 'frame', offset }, scalar, () => {
    f.b.localGet(local);
    if (f.module.types.kind(scalar) === TypeKind.bool) wrapType(f, scalar);
  });
  return offset;
}

/** Values from outside that the sender need not extend: everything narrow but bool, 8 and 16 bits (2.2). */
function needsCanonical(f: FunctionLowering, type: TypeId): boolean {
  const bits = f.module.layout.integerBits(type);
  if (f.isMemory(type) || f.module.types.kind(type) === TypeKind.bool) return false;
  return bits > 0 && bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64;
}

/** The function a callee names directly, or undefined for an indirect call. */
function directCallee(f: FunctionLowering, callee: Ref): number | undefined {
  if (!isValue(callee)) return undefined;
  const { values, navs, types } = f.module;
  const value = valueOf(callee);
  const kind = values.kind(value);
  if (kind !== ValueKind.function && kind !== ValueKind.navPointer) return undefined;
  const nav = values.navOf(value);
  return types.kind(navs.type(nav)) === TypeKind.function ? f.navRow(nav) : undefined;
}

/** Type of the function a callee is or points to. */
function calleeType(f: FunctionLowering, callee: Ref): TypeId {
  const { types } = f.module;
  const type = f.typeOf(callee);
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) !== PointerSize.slice
    ? types.child(type)
    : type;
}

function pushArgument(f: FunctionLowering, value: AbiValue, ref: Ref): void {
  switch (value.passing) {
    case Passing.none:
      break;
    case Passing.scalar:
      pushField(f, ref, 0, value.scalar);
      break;
    case Passing.pair:
      pin(f, ref);
      for (const half of [0, 8]) {
        const offset = pushDestination(f, { kind: 'ref', ref, offset: half });
        f.b.access(Tag.i64_load, offset, 8, f.base);
      }
      break;
    case Passing.copy:
      pushCopy(f, value.type, ref); // the callee may write to it
      break;
    case Passing.reference:
      if (isExposed(f, ref)) pushCopy(f, value.type, ref);
      else push(f, ref);
      break;
    default:
      push(f, ref);
  }
}

/** Pushes the address of a copy that nobody else knows. */
function pushCopy(f: FunctionLowering, type: TypeId, ref: Ref): void {
  const offset = f.allocateFor(type, f.current);
  storeTo(f, { kind: 'frame', offset }, ref);
  pushAddress(f, { kind: 'frame', offset });
}

function emitCall(f: FunctionLowering, inst: InstId, isTail: boolean): void {
  const callee = dataA(f.body, inst) as Ref;
  const type = calleeType(f, callee);
  const abi = f.abis.of(type);
  const { start, length } = callArguments(f.body, inst);
  flush(f, inst);
  if (abi.result.passing === Passing.sret) {
    if (isTail) f.b.localGet(0);
    else pushAddress(f, setDestination(f, inst));
  }
  for (let at = 0; at < length; at++) {
    const value = abi.params[at];
    if (value !== undefined) pushArgument(f, value, f.body.extra[start + at]! as Ref);
  }
  if (isTail) f.b.op(Tag.dbg_epilogue_begin);
  const direct = directCallee(f, callee);
  if (direct === undefined) {
    push(f, callee);
    const signature = f.b.signature(abi.signature);
    if (isTail) f.b.returnCallIndirect(signature);
    else f.b.callIndirect(signature);
  } else if (isTail) f.b.returnCall(direct);
  else f.b.call(direct);
  if (!isTail) receive(f, inst, abi);
}

/** Puts the result of a call where its users find it. */
function receive(f: FunctionLowering, inst: InstId, abi: FunctionAbi): void {
  const { result } = abi;
  if (f.module.types.kind(result.type) === TypeKind.noreturn) {
    f.b.op(Tag.unreachable);
    return;
  }
  switch (result.passing) {
    case Passing.none:
      f.place[inst] = Place.none;
      break;
    case Passing.sret:
      break; // where `setDestination` said
    case Passing.scalar: {
      const local = f.b.locals.fresh(f.valueType(result.scalar));
      f.b.localSet(local);
      if (f.uses.count[inst]! > 0) f.setFrame(inst, storeUnwrapped(f, result, local));
      break;
    }
    default:
      if (f.sizeOf(result.type) === 0) {
        f.b.op(Tag.drop);
        f.place[inst] = Place.none;
        break;
      }
      if (abi.isC && f.uses.count[inst]! > 0 && needsCanonical(f, result.type))
        wrapType(f, result.type);
      keep(f, inst);
  }
}

const call: Handler = {
  effect(f, inst) {
    emitCall(f, inst, false);
  },
};

const tailCall: Handler = {
  effect(f, inst) {
    emitCall(f, inst, true);
  },
};

export const callHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.arg, arg],
  [AirTag.call, call],
  [AirTag.call_never_tail, call],
  [AirTag.call_never_inline, call],
  [AirTag.call_always_tail, tailCall],
])();
