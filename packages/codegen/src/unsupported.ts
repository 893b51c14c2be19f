// What code generation does not do yet: found before lowering, so that lowering meets only what it can do.

import {
  callArguments,
  CallingConvention,
  dataA,
  type FunctionBody,
  type InstId,
  instOf,
  isInst,
  type Module,
  None,
  Operands,
  type Ref,
  Representation,
  Tag,
  tagRows,
  TypeKind,
  type TypeId,
  typeOfInst,
} from '@wasmwright/air';
import { elementsOf } from './analysis/leaves.ts';
import { isBlock } from './analysis/structure.ts';
import { typeOfRef } from './analysis/refs.ts';
import type { Uses } from './analysis/uses.ts';
import { handlers } from './handlers.ts';
import type { TypeFactsCache } from './type-facts.ts';

/** Something a function needs that is not implemented. */
export interface Unsupported {
  readonly inst: InstId;
  readonly what: string;
}

/** Tags whose operands and results may have any type: they move values and look inside none. */
const MOVES: ReadonlySet<number> = /* @__PURE__ */ new Set([
  Tag.arg,
  Tag.alloc,
  Tag.ret_ptr,
  Tag.ret_load,
  Tag.load,
  Tag.store,
  Tag.store_safe,
  Tag.ret,
  Tag.ret_safe,
  Tag.br,
  Tag.block,
  Tag.dbg_inline_block,
  Tag.call,
  Tag.call_never_tail,
  Tag.call_never_inline,
  Tag.call_always_tail,
  Tag.aggregate_init,
  Tag.union_init,
  Tag.agg_field_val,
  Tag.struct_field_ptr,
  Tag.ptr_cast,
  Tag.wrap_optional,
  Tag.optional_payload,
  Tag.wrap_errunion_payload,
  Tag.unwrap_errunion_payload,
  Tag.memset,
  Tag.memset_safe,
  Tag.memcpy,
  Tag.memmove,
  Tag.array_elem_val,
  Tag.slice_elem_val,
  Tag.ptr_elem_val,
  Tag.ptr_elem_ptr,
  Tag.slice_elem_ptr,
  Tag.dbg_var_ptr,
  Tag.dbg_var_val,
  Tag.dbg_arg_inline,
  Tag.try,
  Tag.try_cold,
]);

/** Tags that are lowered whatever else is true of an instruction, as far as its types are. */
const isLowered: (tag: number) => boolean = (tag) =>
  (handlers[tag] !== undefined || isBlock(tag) || isTry(tag)) &&
  tag !== Tag.call_always_tail &&
  !isCast(tag);

/** Casts look into arrays and vectors, unless they are another name for the same bytes. */
const isCast = (tag: number): boolean => tag === Tag.bit_cast || tag === Tag.bit_cast_safe;

const isTry = (tag: number): boolean => tag === Tag.try_ptr || tag === Tag.try_ptr_cold;

/** Why a tail call cannot be one: it returns something else, or passes memory of the frame that is given up before it. */
function tailProblem(
  module: Module,
  caller: TypeId,
  body: FunctionBody,
  inst: InstId,
  uses: Uses,
): string | undefined {
  const { layout, types } = module;
  const named = typeOfRef(module, body, dataA(body, inst) as Ref);
  const callee = types.kind(named) === TypeKind.pointer ? types.child(named) : named;
  const isC = types.convention(callee) === CallingConvention.c;
  if (
    types.resultOf(callee) !== types.resultOf(caller) ||
    types.convention(callee) !== types.convention(caller)
  ) {
    return 'a tail call of a function with another result';
  }
  const { start, length } = callArguments(body, inst);
  for (let at = start; at < start + length; at++) {
    const operand = body.extra[at]! as Ref;
    const type = typeOfRef(module, body, operand);
    const isMemory = layout.representation(type) === Representation.memory;
    const made = isInst(operand) ? instOf(operand) : undefined;
    const root =
      made === undefined || uses.root[made] === None ? operand : (uses.root[made] as Ref);
    const rootTag = isInst(root) ? body.tags[instOf(root)] : undefined;
    const isGiven = rootTag === undefined || rootTag === Tag.arg;
    if (isMemory ? isC || !isGiven : rootTag === Tag.alloc) {
      return 'a tail call with an argument in the frame';
    }
  }
  return undefined;
}

/** Finds what of the functions of one module is not implemented. */
export class Support {
  readonly #module: Module;
  readonly #facts: TypeFactsCache;
  readonly #uses: Uses;
  readonly #operands: Operands = new Operands();
  /** 1 by tag: `isLowered`. */
  readonly #lowered: Uint8Array = Uint8Array.from({ length: 256 }, (_, tag) =>
    isLowered(tag) ? 1 : 0,
  );

  constructor(module: Module, facts: TypeFactsCache, uses: Uses) {
    this.#module = module;
    this.#facts = facts;
    this.#uses = uses;
  }

  /** The first instruction of a function of a type that cannot be lowered yet. */
  findUnsupported(type: TypeId, body: FunctionBody): Unsupported | undefined {
    const { count, effect, root, arePlain } = this.#uses;
    for (let inst = 0 as InstId; inst < body.length; inst++) {
      const tag = body.tags[inst]!;
      if (arePlain && this.#lowered[tag] === 1) continue;
      if (count[inst] === 0 && effect[inst] === 0 && root[inst] === None) continue;
      if (handlers[tag] === undefined && root[inst] === None && !isBlock(tag) && !isTry(tag)) {
        return { inst, what: `'${tagRows[tag]!.name}'` };
      }
      const what =
        this.#typeProblem(body, inst, tag) ??
        (tag === Tag.call_always_tail
          ? tailProblem(this.#module, type, body, inst, this.#uses)
          : undefined);
      if (what !== undefined) return { inst, what };
    }
    return undefined;
  }

  #typeProblem(body: FunctionBody, inst: InstId, tag: number): string | undefined {
    const module = this.#module;
    const facts = this.#facts;
    const looksInside = isCast(tag) && this.#uses.root[inst] === None;
    const check = (whole: TypeId): string | undefined => {
      const isInside = looksInside && facts.of(whole).isMemory;
      const type = isInside ? elementsOf(module, whole).type : whole;
      return valueProblem(module, facts, type, tag);
    };
    let problem = check(typeOfInst(body, inst));
    const length = this.#operands.read(body, inst);
    for (let at = 0; at < length && problem === undefined; at++) {
      const operand = this.#operands.refs[at]! as Ref;
      if (operand === None) continue;
      problem = check(typeOfRef(module, body, operand));
    }
    return problem;
  }
}

/** Why an instruction cannot take or give values of a type. */
function valueProblem(
  { types }: Module,
  facts: TypeFactsCache,
  type: TypeId,
  tag: number,
): string | undefined {
  const { kind, representation, bits } = facts.of(type);
  if (kind === TypeKind.pointer) {
    if (types.hostSize(type) > 8) return 'a bit-pointer into an integer of more than 64 bits';
    if (types.vectorIndex(type) !== None) return 'a pointer to a lane of a vector';
    return undefined;
  }
  if (representation === Representation.v128) return 'a vector';
  if (MOVES.has(tag)) {
    // Fields of a wide packed struct are not simply moved.
    const isField =
      tag === Tag.agg_field_val || tag === Tag.aggregate_init || tag === Tag.union_init;
    return bits > 64 && isField ? 'a packed value of more than 64 bits' : undefined;
  }
  if (bits > 64) return `an integer of ${bits} bits`;
  if (kind === TypeKind.vector) return 'a vector';
  if (kind === TypeKind.float && types.bits(type) !== 32 && types.bits(type) !== 64) {
    return `f${types.bits(type)}`;
  }
  return undefined;
}
