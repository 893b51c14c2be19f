// What random programs are made of: for each instruction the types it works on and where its operands come from.

import {
  collectBodies,
  instOf,
  isInst,
  mainBody,
  None,
  Operands,
  Representation,
  Tag,
  tagRows,
  TypeKind,
  typeOfInst,
} from '@wasmwright/air';
import type { FunctionBody, InstId, Module, Ref, TagName, TypeId } from '@wasmwright/air';

/** Instructions that random programs do not have, by reason. */
export const outOfScope: Readonly<Record<string, readonly TagName[]>> = {
  'not in code generation yet: atomics': [
    'atomic_store_unordered', 'atomic_store_monotonic', 'atomic_store_release', 'atomic_store_seq_cst',
    'atomic_load', 'atomic_rmw', 'cmpxchg_weak', 'cmpxchg_strong',
  ],
  'not in code generation yet: vectors': [
    'array_to_vector', 'splat', 'select', 'cmp_vector', 'cmp_vector_optimized', 'reduce', 'reduce_optimized',
    'shuffle_one', 'shuffle_two',
  ],
  'not in code generation yet': [
    'c_va_start', 'c_va_arg', 'c_va_copy', 'c_va_end', 'prefetch', 'assembly',
    'err_return_trace', 'set_err_return_trace', 'save_err_return_trace_index',
  ],
  'made by legalization only': ['legalize_vec_elem_val', 'legalize_vec_store_elem'],
}; // prettier-ignore

/** Where an operand comes from, and what lies between its definition and its use. */
export const placements = [
  ...['constant', 'argument', 'argument by reference', 'local variable', 'memory', 'volatile'],
  ...['fresh aggregate', 'field', 'packed field', 'array element', 'slice element', 'element'],
  ...['union payload', 'optional', 'error union', 'result', 'result by sret', 'block', 'computed'],
  ...['into loop', 'into switch', 'into try', 'into dispatch', 'into branch'],
] as const;
export type Placement = (typeof placements)[number];

/** What was seen of one instruction. */
export interface TagCoverage {
  count: number;
  /** Kinds of its operands and result. */
  readonly kinds: Set<string>;
  /** `u7`, `i33`: integers among them. */
  readonly integers: Set<string>;
  readonly placements: Set<Placement>;
}

/** What was seen of the programs so far. */
export class Coverage {
  readonly tags: ReadonlyMap<TagName, TagCoverage> = new Map(
    tagRows.map(({ name }) => [
      name,
      { count: 0, kinds: new Set(), integers: new Set(), placements: new Set() },
    ]),
  );
  /** Kinds of the operands at each placement. */
  readonly kindsAt: ReadonlyMap<Placement, Set<string>> = new Map(
    placements.map((placement) => [placement, new Set<string>()]),
  );
  readonly #operands = new Operands();

  /** Adds all functions of a program. */
  add(module: Module): void {
    for (const { body } of module.functions) this.#function(module, body);
  }

  #function(module: Module, body: FunctionBody): void {
    const bodies = new Bodies(body);
    for (let inst = 0 as InstId; inst < body.length; inst++) {
      const seen = this.tags.get(tagRows[body.tags[inst]!]!.name)!;
      seen.count++;
      this.#type(module, seen, typeOfInst(body, inst));
      const count = this.#operands.read(body, inst);
      for (let at = 0; at < count; at++) {
        const ref = this.#operands.refs[at]! as Ref;
        if (ref === None) continue;
        const type = typeOf(module, body, ref);
        this.#type(module, seen, type);
        for (const placement of [placeOf(module, body, ref), ...bodies.between(ref, inst)]) {
          seen.placements.add(placement);
          this.kindsAt.get(placement)!.add(kindOf(module, type));
        }
      }
    }
  }

  #type(module: Module, seen: TagCoverage, type: TypeId): void {
    const kind = kindOf(module, type);
    seen.kinds.add(kind);
    if (kind !== 'int') return;
    const sign = module.layout.isSigned(type) ? 'i' : 'u';
    seen.integers.add(`${sign}${module.types.bits(type)}`);
  }
}

const kindNames: readonly string[] = Object.keys(TypeKind);

/** Name of a kind; a slice and an optional pointer are kinds of their own. */
function kindOf({ types, layout }: Module, type: TypeId): string {
  const kind = types.kind(type);
  if (kind === TypeKind.pointer && layout.representation(type) === Representation.memory) {
    return 'slice';
  }
  return kindNames[kind]!;
}

function typeOf({ values }: Module, body: FunctionBody, ref: Ref): TypeId {
  return isInst(ref) ? typeOfInst(body, instOf(ref)) : values.type(ref as never);
}

/** Where an operand comes from, by the instruction that makes it. */
function placeOf(module: Module, body: FunctionBody, ref: Ref): Placement {
  if (!isInst(ref)) return 'constant';
  const inst = instOf(ref);
  const isMemory = module.layout.representation(typeOfInst(body, inst)) === Representation.memory;
  const operands = new Operands();
  operands.read(body, inst);
  const source = operands.refs[0]! as Ref;
  switch (body.tags[inst]) {
    case Tag.arg:
      return isMemory ? 'argument by reference' : 'argument';
    case Tag.load:
      return loadedFrom(module, body, source);
    case Tag.agg_field_val:
      return fieldOf(module, body, source);
    case Tag.array_elem_val:
      return 'array element';
    case Tag.slice_elem_val:
      return 'slice element';
    case Tag.ptr_elem_val:
      return 'element';
    case Tag.optional_payload:
      return 'optional';
    case Tag.unwrap_errunion_payload:
    case Tag.unwrap_errunion_err:
    case Tag.try:
    case Tag.try_cold:
      return 'error union';
    case Tag.call:
    case Tag.call_never_tail:
    case Tag.call_never_inline:
      return isMemory ? 'result by sret' : 'result';
    case Tag.block:
    case Tag.dbg_inline_block:
      return 'block';
    default:
      return 'computed';
  }
}

function loadedFrom(module: Module, body: FunctionBody, pointer: Ref): Placement {
  const type = typeOf(module, body, pointer);
  if (module.types.hostSize(type) > 0) return 'packed field';
  if (module.types.isVolatile(type)) return 'volatile';
  return isInst(pointer) && body.tags[instOf(pointer)] === Tag.alloc ? 'local variable' : 'memory';
}

function fieldOf(module: Module, body: FunctionBody, aggregate: Ref): Placement {
  const type = typeOf(module, body, aggregate);
  if (module.layout.isPacked(type)) return 'packed field';
  if (module.types.kind(type) === TypeKind.union) return 'union payload';
  const isFresh = isInst(aggregate) && body.tags[instOf(aggregate)] === Tag.aggregate_init;
  return isFresh ? 'fresh aggregate' : 'field';
}

/** What the bodies of an instruction are inside of. */
const between: ReadonlyMap<number, Placement> = new Map<number, Placement>([
  [Tag.loop, 'into loop'],
  [Tag.switch_br, 'into switch'],
  [Tag.loop_switch_br, 'into dispatch'],
  [Tag.cond_br, 'into branch'],
  [Tag.try, 'into try'],
  [Tag.try_cold, 'into try'],
  [Tag.try_ptr, 'into try'],
  [Tag.try_ptr_cold, 'into try'],
]);

/** The bodies of one function. */
class Bodies {
  readonly #body: FunctionBody;
  /** Body each instruction stands in. */
  readonly #of: Int32Array;
  /** Instruction each body belongs to, and the body that one stands in; -1 for the main body. */
  readonly #owners: { readonly inst: number; readonly outer: number }[] = [];

  constructor(body: FunctionBody) {
    this.#body = body;
    this.#of = new Int32Array(body.length).fill(-1);
    const { start, length } = mainBody(body);
    const pending = [{ start, length, inst: -1, outer: -1 }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const index = this.#owners.push({ inst: next.inst, outer: next.outer }) - 1;
      for (let at = next.start; at < next.start + next.length; at++) {
        const inst = body.extra[at]! as InstId;
        this.#of[inst] = index;
        const inner: number[] = [];
        collectBodies(body, inst, inner);
        for (let pair = 0; pair < inner.length; pair += 2) {
          pending.push({ start: inner[pair]!, length: inner[pair + 1]!, inst, outer: index });
        }
      }
    }
  }

  /** What a value made outside is carried into to be used. */
  between(ref: Ref, use: InstId): Placement[] {
    if (!isInst(ref)) return [];
    const found: Placement[] = [];
    const home = this.#of[instOf(ref)]!;
    for (let at = this.#of[use]!; at !== home && at > 0; at = this.#owners[at]!.outer) {
      const placement = between.get(this.#body.tags[this.#owners[at]!.inst]!);
      if (placement !== undefined) found.push(placement);
    }
    return found;
  }
}
