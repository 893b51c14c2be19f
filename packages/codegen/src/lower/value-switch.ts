// Switches that only choose a constant (codegen.md 5.7): every case and `else` leave the same block with a constant. A few
// are a chain of `select`, dense ones a table in memory; nothing jumps.

import {
  type BodyRange,
  dataA,
  dataB,
  type InstId,
  isValue,
  type Ref,
  Representation,
  type SwitchCase,
  Tag as AirTag,
  type ValueId,
  ValueKind,
  valueOf,
} from '@wasmwright/air';
import { Tag, UAV } from '@wasmwright/mir';
import { type Cluster, DEFAULT } from '../switch-plan.ts';
import { pick } from './integer-type.ts';
import type { FunctionLowering } from './function.ts';
import { pushConstant } from './push.ts';

/** The constants a switch chooses from. */
export interface ValueSwitch {
  /** Block that all cases leave. */
  readonly block: InstId;
  /** By case. */
  readonly values: readonly ValueId[];
  /** Absent if the switch has no `else`: other operands do not occur. */
  readonly otherwise: ValueId | undefined;
}

/** The block and the constant a body leaves it with, if it does nothing else. */
function constantBreak(
  f: FunctionLowering,
  { start, length }: BodyRange,
): { readonly block: InstId; readonly value: ValueId } | undefined {
  for (let at = start; at < start + length; at++) {
    const inst = f.body.extra[at]! as InstId;
    const tag = f.body.tags[inst]!;
    if (tag === AirTag.dbg_stmt || tag === AirTag.dbg_empty_stmt || tag === AirTag.dbg_var_val)
      continue;
    if (tag !== AirTag.br) return undefined;
    const ref = dataB(f.body, inst) as Ref;
    if (!isValue(ref)) return undefined;
    return { block: dataA(f.body, inst) as InstId, value: valueOf(ref) };
  }
  return undefined;
}

/** Recognises a switch that chooses a scalar constant somebody uses. */
export function valueSwitch(
  f: FunctionLowering,
  cases: readonly SwitchCase[],
  otherwise: BodyRange,
): ValueSwitch | undefined {
  const breaks = cases.map((one) => constantBreak(f, one.body));
  const last = otherwise.length > 0 ? constantBreak(f, otherwise) : undefined;
  const block = breaks[0]?.block;
  if (block === undefined || breaks.some((one) => one?.block !== block)) return undefined;
  if (otherwise.length > 0 && last?.block !== block) return undefined;
  if (f.uses.count[block] === 0) return undefined;
  const representation = f.representation(f.resultType(block));
  if (representation === Representation.none || representation === Representation.memory)
    return undefined;
  return { block, values: breaks.map((one) => one!.value), otherwise: last?.value };
}

/** Leaves the constant on the stack. `operand` is a local; false if the clusters suit neither form. */
export function pushChosen(
  f: FunctionLowering,
  chosen: ValueSwitch,
  clusters: readonly Cluster[],
  operand: number,
  is64: boolean,
): boolean {
  const [first] = clusters;
  if (first?.kind === 'table' && clusters.length === 1) {
    return pushFromTable(f, chosen, first, operand, is64);
  }
  if (clusters.length === 0 && chosen.otherwise === undefined) return false;
  const max = f.options.optimize === 'size' ? 8 : 4;
  if (clusters.length > max || clusters.some((one) => one.kind === 'table')) return false;
  pushChain(f, chosen, clusters, operand, is64);
  return true;
}

function pushChain(
  f: FunctionLowering,
  { values, otherwise }: ValueSwitch,
  clusters: readonly Cluster[],
  operand: number,
  is64: boolean,
): void {
  const constant = (value: bigint): void =>
    is64 ? f.b.i64Const(BigInt.asIntN(64, value)) : f.b.i32Const(Number(BigInt.asIntN(32, value)));
  let isFirst = true;
  if (otherwise !== undefined) {
    pushConstant(f, otherwise);
    isFirst = false;
  }
  for (const cluster of clusters) {
    if (cluster.kind === 'table') continue;
    pushConstant(f, values[cluster.target]!);
    if (isFirst) {
      isFirst = false; // no other operand occurs
      continue;
    }
    // The value so far stays unless the operand is in the cluster.
    f.b.localGet(operand);
    const { low, high } = cluster;
    if (low === high) {
      if (low !== 0n || is64) {
        constant(low);
        f.b.op(pick(is64, Tag.i32_ne, Tag.i64_ne));
      }
    } else {
      if (low !== 0n) {
        constant(low);
        f.b.op(pick(is64, Tag.i32_sub, Tag.i64_sub));
      }
      constant(high - low);
      f.b.op(pick(is64, Tag.i32_gt_u, Tag.i64_gt_u));
    }
    f.b.op(Tag.select);
  }
}

/** A load from a table of the constants, as narrow as they are. */
function pushFromTable(
  f: FunctionLowering,
  { block, values: chosen, otherwise }: ValueSwitch,
  table: Cluster & { readonly kind: 'table' },
  operand: number,
  is64: boolean,
): boolean {
  const { types, values } = f.module;
  const type = f.resultType(block);
  const representation = f.representation(type);
  if (representation !== Representation.i32 && representation !== Representation.i64) return false;
  const integers: bigint[] = [];
  for (const target of table.targets) {
    const value = target === DEFAULT ? otherwise : chosen[target]!;
    if (value === undefined || values.isUndef(value)) integers.push(0n);
    else if (values.kind(value) === ValueKind.int) integers.push(values.intValue(value));
    else if (values.kind(value) === ValueKind.bool)
      integers.push(values.boolValue(value) ? 1n : 0n);
    else return false;
  }
  const fits = (bits: bigint): boolean => integers.every((one) => one >= 0n && one < 1n << bits);
  let element = types.int(true, 64);
  if (representation === Representation.i32) {
    element = fits(8n)
      ? types.int(false, 8)
      : fits(16n)
        ? types.int(false, 16)
        : types.int(true, 32);
  }
  const isSigned = f.module.layout.isSigned(element);
  const bits = types.bits(element);
  const array = values.aggregate(
    types.array(element, integers.length),
    integers.map((one) => values.int(element, isSigned ? BigInt.asIntN(bits, one) : one)),
  );

  const index = f.b.locals.fresh(is64 ? 0x7e : 0x7f);
  f.b.localGet(operand);
  if (table.low !== 0n) {
    if (is64) f.b.i64Const(BigInt.asIntN(64, table.low));
    else f.b.i32Const(Number(BigInt.asIntN(32, table.low)));
    f.b.op(pick(is64, Tag.i32_sub, Tag.i64_sub));
  }
  f.b.localSet(index);
  const load = (): void => {
    f.b.localGet(index);
    if (is64 && !f.is64) f.b.op(Tag.i32_wrap_i64);
    else if (!is64 && f.is64) f.b.op(Tag.i64_extend_i32_u);
    const shift = Math.log2(f.sizeOf(element));
    if (shift > 0) {
      f.b.addressConst(shift);
      f.b.op(pick(f.is64, Tag.i32_shl, Tag.i64_shl));
    }
    const access = f.facts.of(element);
    f.b.access(access.load, 0, access.align, UAV + f.constants.row(array));
  };
  if (otherwise === undefined) {
    load();
    return true;
  }
  f.b.localGet(index);
  const width = table.targets.length;
  if (is64) f.b.i64Const(BigInt(width));
  else f.b.i32Const(width);
  f.b.op(pick(is64, Tag.i32_lt_u, Tag.i64_lt_u));
  f.b.if(f.valueType(type));
  load();
  f.b.else();
  pushConstant(f, otherwise);
  f.b.end();
  return true;
}
