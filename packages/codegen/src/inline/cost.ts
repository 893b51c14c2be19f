// What a function costs where it is copied to, in bytes of wasm as they come out on average, and whether it can be copied.

import {
  CallingConvention,
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  instOf,
  isInst,
  isValue,
  type Module,
  NavFlag,
  type NavId,
  Operands,
  type Ref,
  Representation,
  switchBr,
  Tag,
  tagRows,
  type TypeId,
  TypeKind,
  valueOf,
} from '@wasmwright/air';
import { calleeOf } from './callers.ts';
import { outcomeOf } from './outcome.ts';

/** What inlining asks of a callee, found once for each body. */
export interface CalleeFacts {
  readonly body: FunctionBody;
  /** False when a copy would mean something else, or would cost too much stack. */
  readonly canCopy: boolean;
  /** Bytes of a copy. */
  readonly copy: number;
  /** Bytes of a call. */
  readonly call: number;
  /** True if control leaves only at the end of the main body: a copy needs no block. */
  readonly isStraight: boolean;
  /** True if some returns say whether the result is good or bad (`outcome.ts`). */
  readonly knowsOutcome: boolean;
  /** True if the result is one that is better called for than copied, unless its test goes away. */
  readonly needsTest: boolean;
  /** Type of its `ret_ptr`, or `undefined`. */
  readonly resultPointer: TypeId | undefined;
}

/** A `local.get`, or a small constant. */
const PUSH = 2;
const CALL = 2;
/** Result in memory: an address in the frame is passed, and read from later. */
const MEMORY_RESULT = 10;
/** A wasm block and the branches to it. */
const BLOCK = 5;
/** Memory of a copy's variables, which becomes part of the caller's frame. */
const MAX_FRAME = 256;

/** Instructions of about these many bytes without their operands; the others take one. */
const COSTS: readonly (readonly [number, RegExp])[] = [
  [0, /^(arg|alloc|ret_ptr|br|dbg_(?!inline_block).*|(ptr|error|bit|addrspace)_cast|ptr_from_int|int_from_ptr|(error_from_int|int_from_error)|\w+_payload_ptr|struct_field_ptr|field_parent_ptr|slice_(ptr|len)|ptr_slice_\w+|repeat)$/],
  [2, /^(loop|cond_br|(un)?wrap_\w+|is_\w+|switch_dispatch)$/],
  [3, /^(block|dbg_inline_block|load|store|\w+_elem_(ptr|val)|agg_field_val|int_cast|trunc|set_union_tag|get_union_tag|optional_payload|abs|min|max|union_init|call(_never_\w+)?)$/],
  [6, /^((loop_)?switch_br|try(_ptr)?(_cold)?|aggregate_init|union_from_enum|mem(set|cpy|move)\w*|slice)$/],
  [12, /_safe$|_sat$|_with_overflow$|^(div_(floor|ceil)|mod|error_name|tag_name|byte_swap|bit_reverse|atomic_rmw|cmpxchg_\w+)/],
]; // prettier-ignore

const costOf: Uint8Array = /* @__PURE__ */ (() =>
  Uint8Array.from(
    tagRows,
    ({ name }) => COSTS.findLast(([, pattern]) => pattern.test(name))?.[0] ?? 1,
  ))();

/** Instructions that belong to one function, or say something about it. */
const STAYS: ReadonlySet<number> = /* @__PURE__ */ new Set([
  Tag.call_always_tail,
  Tag.frame_addr,
  Tag.ret_addr,
  Tag.c_va_start,
  Tag.assembly,
]);

export function calleeFacts(module: Module, nav: NavId, body: FunctionBody): CalleeFacts {
  const { layout, navs, types } = module;
  const type = navs.type(nav);
  const returned = types.resultOf(type);
  let canCopy =
    (navs.flags(nav) & NavFlag.noinline) === 0 &&
    types.convention(type) !== CallingConvention.naked &&
    !types.isVariadic(type) &&
    types.kind(returned) !== TypeKind.noreturn;
  let copy = 0;
  let frame = 0;
  let returns = 0;
  let knowsOutcome = false;
  let resultPointer: TypeId | undefined;
  const { tags, length } = body;
  const operands = new Operands();
  for (let inst = 0 as InstId; inst < length; inst++) {
    const tag = tags[inst]!;
    copy += costOf[tag]!;
    const count = operands.read(body, inst);
    for (let at = 0; at < count; at++) {
      if (isPushed(module, body, operands.refs[at]! as Ref)) copy += PUSH;
    }
    switch (tag) {
      case Tag.ret_safe:
        // An undefined value becomes bytes of 0xAA.
        if (isUndef(module, dataA(body, inst) as Ref)) canCopy = false;
        returns++;
        break;
      case Tag.ret:
        knowsOutcome ||= outcomeOf(module, body, dataA(body, inst) as Ref) !== undefined;
        returns++;
        break;
      case Tag.ret_load:
        returns++;
        break;
      case Tag.ret_ptr: {
        const pointer = dataA(body, inst) as TypeId;
        if (resultPointer !== undefined && resultPointer !== pointer) canCopy = false;
        resultPointer = pointer;
        break;
      }
      case Tag.alloc:
        frame += layout.sizeOf(types.child(dataA(body, inst) as TypeId));
        break;
      case Tag.switch_br:
      case Tag.loop_switch_br:
        copy += PUSH * switchBr(body, inst).cases.length;
        break;
      case Tag.load:
      case Tag.store:
        // Most variables become locals.
        if (isVariable(body, (tag === Tag.load ? dataB : dataA)(body, inst) as Ref))
          copy -= costOf[tag]!;
        break;
      case Tag.call:
        if (calleeOf(module, body, inst) === nav) canCopy = false;
        break;
      default:
        if (STAYS.has(tag)) canCopy = false;
    }
  }
  const main = body.extra[0]!;
  const last = body.extra[main + body.extra[main]!]! as InstId;
  const isStraight = returns === 1 && isReturn(tags[last]!);
  const inMemory = layout.representation(returned) === Representation.memory;
  return {
    body,
    canCopy: canCopy && frame <= MAX_FRAME,
    copy: copy + (isStraight ? 0 : BLOCK),
    call: CALL + PUSH * types.parameterCount(type) + (inMemory ? MEMORY_RESULT : 0),
    isStraight,
    knowsOutcome: knowsOutcome && !isStraight,
    needsTest: inMemory && types.kind(returned) === TypeKind.errorUnion,
    resultPointer,
  };
}

/** Instructions that end a call and come back. */
export function isReturn(tag: number): boolean {
  return tag === Tag.ret || tag === Tag.ret_safe || tag === Tag.ret_load;
}

/** True for operands that are no results on the operand stack. */
function isPushed(module: Module, body: FunctionBody, operand: Ref): boolean {
  if (isInst(operand)) {
    const tag = body.tags[instOf(operand)]!;
    return tag === Tag.arg || tag === Tag.alloc;
  }
  return isValue(operand) && module.layout.sizeOf(module.values.type(valueOf(operand))) > 0;
}

function isVariable(body: FunctionBody, pointer: Ref): boolean {
  return isInst(pointer) && body.tags[instOf(pointer)] === Tag.alloc;
}

function isUndef(module: Module, operand: Ref): boolean {
  return isValue(operand) && module.values.isUndef(valueOf(operand));
}
