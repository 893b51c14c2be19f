// Switches (codegen.md 3.6, 5.7): a decision over the operand jumps out of nested blocks, one per case.

import {
  dataA,
  dataB,
  type InstId,
  type Ref,
  switchBr,
  type SwitchCase,
  Tag as AirTag,
  type TypeId,
  ValueKind,
  type ValueId,
} from '@wasmwright/air';
import { BLOCK_EMPTY, type Label, Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { FallTo } from '../analysis/structure.ts';
import {
  type Cluster,
  clusterRanges,
  decide,
  type Decision,
  DEFAULT,
  mergeRanges,
  type SwitchRange,
} from '../switch-plan.ts';
import { laterBody, open } from './control.ts';
import { TaskKind } from './tasks.ts';
import { integerType, pick, toLocal } from './integer-type.ts';
import { pushChosen, valueSwitch } from './value-switch.ts';
import type { FunctionLowering } from './function.ts';
import type { Handler } from './handler.ts';
import { push, pushConstant } from './push.ts';
import { flush } from './waiting.ts';

/** The integer of a switch item, canonical for its type. */
function itemValue(f: FunctionLowering, value: ValueId): bigint | undefined {
  const { values } = f.module;
  switch (values.kind(value)) {
    case ValueKind.int:
      return values.intValue(value);
    case ValueKind.bool:
      return values.boolValue(value) ? 1n : 0n;
    case ValueKind.enum:
    case ValueKind.packed:
      return values.intValue(values.payload(value));
    case ValueKind.error:
      return BigInt(values.errorOf(value));
    case ValueKind.addressPointer:
      return values.address(value);
    case ValueKind.void:
      return 0n;
    default:
      return undefined;
  }
}

/** Longest chain of tests where size counts. */
const SMALL_CHAIN = 6;

interface SymbolicItem {
  readonly value: ValueId;
  readonly target: number;
}

function lowerSwitch(f: FunctionLowering, inst: InstId, isLoop: boolean): void {
  const parts = switchBr(f.body, inst);
  const type = f.typeOf(parts.operand);
  const hasElse = parts.else.length > 0;
  const fallTo = FallTo.nothing;
  flush(f, inst);
  const ranges: SwitchRange[] = [];
  const symbolic: SymbolicItem[] = [];
  parts.cases.forEach((one, target) => collectRanges(f, one, target, ranges, symbolic));

  if (f.sizeOf(type) === 0 || parts.cases.length === 0) {
    const body = parts.cases[0]?.body ?? parts.else;
    if (isLoop) openLoop(f, inst, -1);
    if (body.length === 0) f.b.op(Tag.unreachable);
    if (isLoop) f.tasks.push(TaskKind.close);
    if (body.length > 0) laterBody(f, body, fallTo);
    return;
  }

  const local = toLocal(f, parts.operand, f.valueType(type));
  const { defer, optimize } = f.options;
  if (defer && !isLoop && symbolic.length === 0) {
    const chosen = valueSwitch(f, parts.cases, parts.else);
    if (chosen !== undefined) {
      const clusters = clusterRanges(mergeRanges(ranges));
      if (pushChosen(f, chosen, clusters, local, f.valueType(type) === ValueType.i64)) {
        f.b.br(f.label[chosen.block]!);
        return;
      }
    }
  }
  if (isLoop) openLoop(f, inst, local);

  // Without `else` other operands do not occur, so one case needs no test.
  const free = hasElse || symbolic.length > 0 || !defer ? DEFAULT : mostRanges(ranges);
  const tested = free === DEFAULT ? ranges : ranges.filter((range) => range.target !== free);
  // A block for each body, the one that needs no test innermost: the decision falls through to it.
  const labels: Label[] = [];
  const openCase = (): Label => open(f, 'block', BLOCK_EMPTY);
  for (let index = parts.cases.length - 1; index >= 0; index--) {
    if (index !== free) labels[index] = openCase();
  }
  const freeLabel = openCase();
  const target = (index: number): Label =>
    index === DEFAULT || index === free ? freeLabel : labels[index]!;
  const chain = optimize === 'size' ? SMALL_CHAIN : undefined;
  emitDecision(f, decide(clusterRanges(mergeRanges(tested)), chain), local, type, target);
  for (const item of symbolic) {
    f.b.localGet(local);
    pushConstant(f, item.value);
    f.b.op(f.is64 ? Tag.i64_eq : Tag.i32_eq);
    f.b.brIf(target(item.target));
  }

  if (isLoop) f.tasks.push(TaskKind.close);
  for (let index = parts.cases.length - 1; index >= 0; index--) {
    if (index === free) continue;
    laterBody(f, parts.cases[index]!.body, fallTo);
    f.tasks.push(TaskKind.close);
  }
  const body = free === DEFAULT ? parts.else : parts.cases[free]!.body;
  if (body.length > 0) laterBody(f, body, fallTo);
  else f.later(() => f.b.op(Tag.unreachable));
  f.tasks.push(TaskKind.close);
}

/** The case with the most ranges. */
function mostRanges(ranges: readonly SwitchRange[]): number {
  const counts = new Map<number, number>();
  let best = DEFAULT;
  for (const { target } of ranges) {
    const count = (counts.get(target) ?? 0) + 1;
    counts.set(target, count);
    if (best === DEFAULT || count > counts.get(best)!) best = target;
  }
  return best;
}

/** The loop around a `loop_switch_br`, with the local that holds the operand of the next round. */
function openLoop(f: FunctionLowering, inst: InstId, local: number): void {
  const type = f.frameTypes[f.frameTypes.length - 1] ?? f.abi.wasmResults[0] ?? BLOCK_EMPTY;
  f.label[inst] = open(f, 'loop', type);
  f.switchOperands.set(inst, local);
}

function collectRanges(
  f: FunctionLowering,
  one: SwitchCase,
  target: number,
  ranges: SwitchRange[],
  symbolic: SymbolicItem[],
): void {
  const { extra } = f.body;
  for (let at = one.items; at < one.items + one.itemCount; at++) {
    const value = extra[at]! as ValueId;
    const integer = itemValue(f, value);
    if (integer === undefined) symbolic.push({ value, target });
    else ranges.push({ low: integer, high: integer, target });
  }
  for (let at = one.ranges; at < one.ranges + 2 * one.rangeCount; at += 2) {
    const low = itemValue(f, extra[at]! as ValueId)!;
    const high = itemValue(f, extra[at + 1]! as ValueId)!;
    if (low <= high) ranges.push({ low, high, target });
  }
}

/** Depth-first over the decision tree, which is balanced: its depth is logarithmic in the number of clusters. */
function emitDecision(
  f: FunctionLowering,
  decision: Decision,
  local: number,
  type: TypeId,
  target: (index: number) => Label,
): void {
  const t = integerType(f, type);
  const constant = (value: bigint): void =>
    t.is64
      ? f.b.i64Const(BigInt.asIntN(64, value))
      : f.b.i32Const(Number(BigInt.asIntN(32, value)));
  if (decision.kind === 'split') {
    f.b.localGet(local);
    constant(decision.pivot);
    f.b.op(
      t.signed
        ? pick(t.is64, Tag.i32_lt_s, Tag.i64_lt_s)
        : pick(t.is64, Tag.i32_lt_u, Tag.i64_lt_u),
    );
    f.b.if(BLOCK_EMPTY);
    emitDecision(f, decision.below, local, type, target);
    f.b.br(target(DEFAULT));
    f.b.end();
    emitDecision(f, decision.above, local, type, target);
    return;
  }
  for (const cluster of decision.clusters) emitCluster(f, cluster, local, t.is64, constant, target);
}

function emitCluster(
  f: FunctionLowering,
  cluster: Cluster,
  local: number,
  is64: boolean,
  constant: (value: bigint) => void,
  target: (index: number) => Label,
): void {
  f.b.localGet(local);
  if (cluster.kind === 'range') {
    if (cluster.low === cluster.high) {
      if (cluster.low === 0n) f.b.op(pick(is64, Tag.i32_eqz, Tag.i64_eqz));
      else {
        constant(cluster.low);
        f.b.op(pick(is64, Tag.i32_eq, Tag.i64_eq));
      }
    } else {
      if (cluster.low !== 0n) {
        constant(cluster.low);
        f.b.op(pick(is64, Tag.i32_sub, Tag.i64_sub));
      }
      constant(cluster.high - cluster.low);
      f.b.op(pick(is64, Tag.i32_le_u, Tag.i64_le_u));
    }
    f.b.brIf(target(cluster.target));
    return;
  }
  if (cluster.low !== 0n) {
    constant(cluster.low);
    f.b.op(pick(is64, Tag.i32_sub, Tag.i64_sub));
  }
  // The whole operand is compared before it is cut to 32 bits; values past the table go on to the next cluster.
  const index = f.b.locals.fresh(is64 ? 0x7e : 0x7f);
  const width = BigInt(cluster.targets.length);
  f.b.localTee(index);
  constant(width);
  f.b.op(pick(is64, Tag.i32_lt_u, Tag.i64_lt_u));
  f.b.if(BLOCK_EMPTY);
  f.b.localGet(index);
  if (is64) f.b.op(Tag.i32_wrap_i64);
  f.b.brTable(cluster.targets.map(target), target(DEFAULT));
  f.b.end();
}

const switchHandler: Handler = {
  effect(f, inst) {
    lowerSwitch(f, inst, false);
  },
};

const loopSwitch: Handler = {
  effect(f, inst) {
    lowerSwitch(f, inst, true);
  },
};

const switchDispatch: Handler = {
  effect(f, inst) {
    const loop = dataA(f.body, inst) as InstId;
    const operand = dataB(f.body, inst) as Ref;
    const local = f.switchOperands.get(loop)!;
    if (local >= 0) {
      push(f, operand);
      f.b.localSet(local);
    }
    f.b.br(f.label[loop]!);
  },
};

export const switchHandlers: readonly (readonly [number, Handler])[] = /* @__PURE__ */ (() => [
  [AirTag.switch_br, switchHandler],
  [AirTag.loop_switch_br, loopSwitch],
  [AirTag.switch_dispatch, switchDispatch],
])();
