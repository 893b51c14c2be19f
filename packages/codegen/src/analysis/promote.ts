// Which allocs become wasm locals: those whose address is only used to load and store, so that every access means
// whole scalars of them (mem2reg for scalars, scalar replacement for aggregates); and which of those that stay in memory
// nobody else can see.
//   reads:  the instructions of one function, Uses, Structure
//   writes: Allocs

import {
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  instOf,
  isInst,
  isValue,
  type Module,
  None,
  type Ref,
  Representation,
  Tag,
  TypeKind,
  type TypeId,
  typeOfInst,
  valueOf,
} from '@wasmwright/air';
import { isSameScalar, type Leaf, leavesOf } from './leaves.ts';
import { forEachOperand } from './operands.ts';
import type { Structure } from './structure.ts';
import { typeOfRef, type Uses } from './uses.ts';

/** Facts about the allocs of one function. */
export interface Allocs {
  /** Scalars of each alloc that becomes locals; the others stay in memory. */
  readonly promoted: ReadonlyMap<InstId, readonly Leaf[]>;
  /**
   * Allocs whose address does not escape and that are written once in each life: what is read from them never changes,
   * and may as well be written earlier.
   */
  readonly constant: ReadonlySet<InstId>;
  /** Allocs whose address does not escape: no called function reads or writes them. */
  readonly hidden: ReadonlySet<InstId>;
}

/** Nothing is promoted. */
export const NO_ALLOCS: Allocs = {
  promoted: new Map(),
  constant: new Set(),
  hidden: new Set(),
};

/** An aggregate is replaced by at most this many scalars. */
const MAX_LEAVES = 16;

interface Candidate {
  readonly leaves: Leaf[];
  /** Number of instructions that write it, and one of them. */
  stores: number;
  store: InstId;
  /** False once an access was seen that is not of whole scalars. */
  isSplit: boolean;
}

export function analyseAllocs(
  module: Module,
  body: FunctionBody,
  uses: Uses,
  structure: Structure,
): Allocs {
  const { layout, types, values } = module;
  const candidates = new Map<InstId, Candidate>();
  for (let inst = 0 as InstId; inst < body.length; inst++) {
    if (body.tags[inst] === Tag.alloc && uses.count[inst]! > 0)
      candidates.set(inst, { leaves: [], stores: 0, store: inst, isSplit: true });
  }
  if (candidates.size === 0) return NO_ALLOCS;

  for (let inst = 0 as InstId; inst < body.length; inst++) {
    const tag = body.tags[inst]!;
    if (tag === Tag.dbg_var_ptr || tag === Tag.dbg_var_val) continue;
    // An alias is judged by what uses it; one with an effect writes through its pointer.
    if (uses.root[inst] !== None && !writesThrough(tag)) continue;
    let position = 0;
    forEachOperand(body, inst, (operand) => {
      const root = rootOf(operand);
      if (isInst(root)) {
        const alloc = instOf(root);
        const candidate = candidates.get(alloc);
        if (candidate !== undefined && !isAccess(inst, tag, position, operand, alloc, candidate))
          candidates.delete(alloc);
      }
      position++;
    });
  }

  const promoted = new Map<InstId, readonly Leaf[]>();
  const constant = new Set<InstId>();
  for (const [alloc, { leaves, stores, store, isSplit }] of candidates) {
    if (isSplit) promoted.set(alloc, leaves);
    if (stores === 1 && structure.loop[store] === structure.loop[alloc]) constant.add(alloc);
  }
  return { promoted, constant, hidden: new Set(candidates.keys()) };

  function rootOf(operand: Ref): Ref {
    if (!isInst(operand)) return operand;
    const found = uses.root[instOf(operand)]!;
    return found === None ? operand : (found as Ref);
  }

  function offsetOf(operand: Ref): number {
    return isInst(operand) ? uses.offset[instOf(operand)]! : 0;
  }

  /** Notes a load or store through an address of the alloc; false if the address goes elsewhere. */
  function isAccess(
    inst: InstId,
    tag: number,
    position: number,
    operand: Ref,
    alloc: InstId,
    candidate: Candidate,
  ): boolean {
    const isStore = tag === Tag.store || tag === Tag.store_safe;
    if (tag !== Tag.load && !(isStore && position === 0)) return false;
    const pointer = typeOfRef(module, body, operand);
    if (types.kind(pointer) !== TypeKind.pointer || types.isVolatile(pointer)) return false;
    if (types.vectorIndex(pointer) !== None) return false;
    const offset = offsetOf(operand);
    const whole = types.child(dataA(body, alloc) as TypeId);
    const value = isStore ? (dataB(body, inst) as Ref) : undefined;
    const type = value === undefined ? typeOfInst(body, inst) : typeOfRef(module, body, value);
    if (layout.sizeOf(type) === 0) return true;
    if (offset < 0 || offset + layout.sizeOf(type) > layout.sizeOf(whole)) return false;
    const isUndef = value !== undefined && isValue(value) && values.isUndef(valueOf(value));
    if (isStore && !(isUndef && tag === Tag.store)) {
      candidate.stores++;
      candidate.store = inst;
    }
    if (candidate.isSplit) {
      const isNothing = isUndef && layout.representation(type) === Representation.memory;
      if (types.hostSize(pointer) !== 0) {
        candidate.isSplit = addHost(candidate, whole, offset, types.hostSize(pointer));
      } else if (!isNothing) candidate.isSplit = addAll(candidate, type, offset);
    }
    return true;
  }

  /** Adds the scalars of a value that is accessed as a whole. */
  function addAll(candidate: Candidate, type: TypeId, offset: number): boolean {
    const leaves = leavesOf(module, type, MAX_LEAVES);
    return leaves?.every((leaf) => add(candidate, leaf.type, offset + leaf.offset)) === true;
  }

  /** Adds the integer some of whose bits are accessed. */
  function addHost(candidate: Candidate, whole: TypeId, offset: number, size: number): boolean {
    const host = leavesOf(module, whole, MAX_LEAVES)?.find((leaf) => leaf.offset === offset);
    if (host === undefined) return false;
    const bits = layout.integerBits(host.type);
    return bits > 0 && Math.ceil(bits / 8) === size && add(candidate, host.type, offset);
  }

  /** Adds a scalar; false if it overlaps another one in part. */
  function add({ leaves }: Candidate, type: TypeId, offset: number): boolean {
    if (layout.representation(type) === Representation.v128) return false;
    const end = offset + layout.sizeOf(type);
    for (const known of leaves) {
      const knownEnd = known.offset + layout.sizeOf(known.type);
      if (end <= known.offset || knownEnd <= offset) continue;
      return known.offset === offset && isSameScalar(module, known.type, type);
    }
    if (leaves.length === MAX_LEAVES) return false;
    leaves.push({ offset, type });
    return true;
  }
}

/** Aliases that also store through their pointer. */
function writesThrough(tag: number): boolean {
  switch (tag) {
    case Tag.optional_payload_ptr_set:
    case Tag.errunion_payload_ptr_set:
    case Tag.try_ptr:
    case Tag.try_ptr_cold:
      return true;
    default:
      return false;
  }
}
