// Aggregates in memory: where a result is made, and how values get there.

import {
  dataA,
  dataB,
  type InstId,
  instOf,
  isInst,
  isValue,
  NavKind,
  type Ref,
  Tag as AirTag,
  type ValueId,
  ValueKind,
  valueOf,
} from '@wasmwright/air';
import { Passing } from '../abi.ts';
import { constantLeaves } from './constant-leaves.ts';
import { copyMemory } from './copy.ts';
import type { FunctionLowering } from './function.ts';
import { assignParts, storeParts } from './parts.ts';
import { type Destination, moved, NO_REF, Place } from './places.ts';
import { push, pushConstant } from './push.ts';
import { storeScalar } from './scalar.ts';

/** The results of blocks of at most this many scalars stay in locals. */
const MAX_RESULT_LEAVES = 8;
/** Constants of at most this many scalars are used scalar by scalar. */
export const MAX_CONSTANT_LEAVES = 8;

/** Chooses where an aggregate result is made: where its only user wants it, if nobody can tell, else in the frame. */
export function setDestination(f: FunctionLowering, inst: InstId): Destination {
  if (isReturned(f, inst)) {
    f.setLocal(inst, 0);
    return { kind: 'local', local: 0, offset: 0 };
  }
  const offset = storedTo(f, inst) ?? f.allocateFor(f.resultType(inst), inst);
  f.setFrame(inst, offset);
  return { kind: 'frame', offset };
}

/** True if a result is only returned through memory, by the end of the body it is made in. */
function isReturned(f: FunctionLowering, inst: InstId): boolean {
  if (f.abi.result.passing !== Passing.sret) return false;
  if (f.uses.count[inst] !== 1 || f.hasResultPointer) return false;
  const user = f.uses.user[inst]! as InstId;
  const tag = f.body.tags[user]!;
  if (tag !== AirTag.ret && tag !== AirTag.ret_safe) return false;
  if (f.structure.region[user] !== f.structure.region[inst]) return false;
  return isWhole(f, inst, dataA(f.body, user) as Ref);
}

/** Offset in the frame of the alloc that a result is stored to and nothing else is (`Allocs.isConstant`). */
function storedTo(f: FunctionLowering, inst: InstId): number | undefined {
  if (f.uses.count[inst] !== 1) return undefined;
  const user = f.uses.user[inst]! as InstId;
  const tag = f.body.tags[user]!;
  if (tag !== AirTag.store && tag !== AirTag.store_safe) return undefined;
  if (f.structure.loop[user] !== f.structure.loop[inst]) return undefined;
  if (!isWhole(f, inst, dataB(f.body, user) as Ref)) return undefined;
  const pointer = dataA(f.body, user) as Ref;
  const root = f.rootOf(pointer);
  if (!isInst(root)) return undefined;
  const alloc = instOf(root);
  if (f.place[alloc] !== Place.frame || !f.allocs.isConstant(alloc)) return undefined;
  return f.slot[alloc]! + f.offsetOf(pointer);
}

/** True if a ref means a whole result and not a part at its beginning. */
function isWhole(f: FunctionLowering, inst: InstId, ref: Ref): boolean {
  return f.offsetOf(ref) === 0 && f.factsOf(ref).size === f.resultFacts(inst).size;
}

/** Gives the aggregate result of a block a place. */
export function prepareResult(f: FunctionLowering, inst: InstId): void {
  const leaves = f.options.promote
    ? f.facts.leaves(f.resultType(inst), MAX_RESULT_LEAVES)
    : undefined;
  if (leaves === undefined || isReturned(f, inst)) {
    setDestination(f, inst);
    return;
  }
  const parts = leaves.map((leaf) => {
    const local = f.b.locals.fresh(f.valueType(leaf.type));
    return { ...leaf, local, ref: NO_REF };
  });
  f.place[inst] = Place.split;
  f.splits.set(inst, parts);
}

/** Stores the aggregate result of a block where `prepareResult` said. */
export function setResult(f: FunctionLowering, inst: InstId, value: Ref): void {
  if (f.place[inst] === Place.split) assignParts(f, f.splits.get(inst)!, value);
  else if (f.place[inst] === Place.local) {
    storeTo(f, { kind: 'local', local: f.slot[inst]!, offset: 0 }, value);
  } else storeTo(f, { kind: 'frame', offset: f.slot[inst]! }, value);
}

/** Copies a borrowed aggregate into the frame. */
export function unborrow(f: FunctionLowering, inst: InstId): void {
  const type = f.resultType(inst);
  const offset = f.allocateFor(type, inst);
  const source = dataB(f.body, inst) as Ref;
  copyMemory(f, { kind: 'frame', offset }, { kind: 'ref', ref: source, offset: 0 }, type);
  f.setFrame(inst, offset);
}

/** True for an aggregate that still lies where a called function may write. */
export function isExposed(f: FunctionLowering, ref: Ref): boolean {
  const root = f.rootOf(ref);
  if (!isInst(root) || f.place[instOf(root)] !== Place.borrowed) return false;
  const source = f.rootOf(dataB(f.body, instOf(root)) as Ref);
  if (isInst(source)) return !f.allocs.isHidden(instOf(source));
  const { values, navs } = f.module;
  const value = valueOf(source);
  switch (values.kind(value)) {
    case ValueKind.uavPointer:
      return false;
    case ValueKind.navPointer:
      return navs.kind(values.navOf(value)) !== NavKind.const;
    default:
      return true;
  }
}

/** Stores any value to a destination. Undefined values are skipped. */
export function storeTo(f: FunctionLowering, to: Destination, ref: Ref): void {
  const type = f.typeOf(ref);
  const { size, isMemory } = f.facts.of(type);
  if (size === 0) return;
  const root = f.rootOf(ref);
  const offset = f.offsetOf(ref);
  if (isValue(root) && f.module.values.isUndef(valueOf(root))) return;
  if (!isMemory) {
    storeScalar(f, to, type, () => push(f, ref));
    return;
  }
  // Not a part at the beginning of something larger.
  const isAll = offset === 0 && f.factsOf(root).size === size;
  if (isInst(root) && isAll && f.place[instOf(root)] === Place.split) {
    storeParts(f, f.splits.get(instOf(root))!, to);
    return;
  }
  if (isValue(root) && isAll && storeConstant(f, to, valueOf(root))) return;
  if (isThere(f, to, root, offset)) return;
  copyMemory(f, to, { kind: 'ref', ref, offset: 0 }, type);
}

/** Stores a small constant scalar by scalar; false if it is better copied. */
function storeConstant(f: FunctionLowering, to: Destination, value: ValueId): boolean {
  const max = f.options.optimize === 'size' ? 2 : MAX_CONSTANT_LEAVES;
  const leaves = constantLeaves(f.module, value, max);
  if (leaves === undefined) return false;
  for (const leaf of leaves) {
    const type = f.module.values.type(leaf.value);
    storeScalar(f, moved(to, leaf.offset), type, () => pushConstant(f, leaf.value));
  }
  return true;
}

/** True if an aggregate was made where it is to be stored (`setDestination`). */
function isThere(f: FunctionLowering, to: Destination, root: Ref, offset: number): boolean {
  if (!isInst(root)) return false;
  const at = f.slot[instOf(root)]! + offset;
  switch (f.place[instOf(root)]) {
    case Place.local:
      return to.kind === 'local' && to.local === f.slot[instOf(root)] && to.offset === offset;
    case Place.frame: {
      if (to.kind === 'frame') return to.offset === at;
      if (to.kind !== 'ref') return false;
      const target = f.rootOf(to.ref);
      if (!isInst(target) || f.place[instOf(target)] !== Place.frame) return false;
      return f.slot[instOf(target)]! + f.offsetOf(to.ref) + to.offset === at;
    }
    default:
      return false;
  }
}
