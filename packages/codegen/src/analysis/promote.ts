// Which allocs become wasm locals: those whose address is only used to load and store scalars at constant offsets
// (mem2reg for scalars, scalar replacement for aggregates).
//   reads:  the instructions of one function, Uses
//   writes: Promoted

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
import { forEachOperand } from './operands.ts';
import { typeOfRef, type Uses } from './uses.ts';

/** A scalar inside a promoted alloc. */
export interface Component {
  /** Bytes from the start of the alloc. */
  readonly offset: number;
  readonly type: TypeId;
}

/** Components by alloc; allocs that stay in memory have no entry. */
export type Promoted = ReadonlyMap<InstId, readonly Component[]>;

/** An aggregate is replaced by at most this many scalars. */
const MAX_COMPONENTS = 16;

export function analysePromotion(module: Module, body: FunctionBody, uses: Uses): Promoted {
  const { layout, types, values } = module;
  const candidates = new Map<InstId, Component[]>();
  for (let inst = 0 as InstId; inst < body.length; inst++) {
    if (body.tags[inst] === Tag.alloc && uses.count[inst]! > 0) candidates.set(inst, []);
  }
  if (candidates.size === 0) return candidates;

  for (let inst = 0 as InstId; inst < body.length; inst++) {
    const tag = body.tags[inst]!;
    if (tag === Tag.dbg_var_ptr || tag === Tag.dbg_var_val) continue;
    // An alias is judged by what uses it; one with an effect writes through its pointer.
    if (uses.root[inst] !== None && !writesThrough(tag)) continue;
    let position = 0;
    forEachOperand(body, inst, (operand) => {
      const alloc = allocOf(operand);
      if (alloc !== undefined && !allowed(inst, tag, position, operand, alloc))
        candidates.delete(alloc);
      position++;
    });
  }
  return candidates;

  /** The candidate an operand is the address of (aliases followed). */
  function allocOf(operand: Ref): InstId | undefined {
    const root = rootOf(operand);
    if (!isInst(root)) return undefined;
    const id = instOf(root);
    return candidates.has(id) ? id : undefined;
  }

  function rootOf(operand: Ref): Ref {
    if (!isInst(operand)) return operand;
    const found = uses.root[instOf(operand)]!;
    return found === None ? operand : (found as Ref);
  }

  function offsetOf(operand: Ref): number {
    return isInst(operand) ? uses.offset[instOf(operand)]! : 0;
  }

  function allowed(
    inst: InstId,
    tag: number,
    position: number,
    operand: Ref,
    alloc: InstId,
  ): boolean {
    const pointer = typeOfRef(module, body, operand);
    if (types.kind(pointer) !== TypeKind.pointer || types.isVolatile(pointer)) return false;
    if (types.hostSize(pointer) !== 0 || types.vectorIndex(pointer) !== None) return false;
    switch (tag) {
      case Tag.load:
        return component(alloc, offsetOf(operand), typeOfInst(body, inst));
      case Tag.store:
      case Tag.store_safe: {
        if (position !== 0) return false; // the address itself is stored
        const value = dataB(body, inst) as Ref;
        const type = typeOfRef(module, body, value);
        if (layout.sizeOf(type) === 0) return true;
        if (isValue(value) && values.isUndef(valueOf(value))) {
          return layout.representation(type) === Representation.memory
            ? offsetOf(operand) === 0
            : component(alloc, offsetOf(operand), type);
        }
        return component(alloc, offsetOf(operand), type);
      }
      default:
        return false;
    }
  }

  /** Notes an access to a scalar; false if it overlaps another component in part. */
  function component(alloc: InstId, offset: number, type: TypeId): boolean {
    const representation = layout.representation(type);
    const size = layout.sizeOf(type);
    if (size === 0) return true;
    if (representation === Representation.memory || representation === Representation.v128)
      return false;
    const whole = layout.sizeOf(types.child(dataA(body, alloc) as TypeId));
    if (offset < 0 || offset + size > whole) return false;
    const components = candidates.get(alloc)!;
    for (const known of components) {
      const knownSize = layout.sizeOf(known.type);
      if (offset + size <= known.offset || known.offset + knownSize <= offset) continue;
      return known.offset === offset && isSameScalar(known.type, type);
    }
    if (components.length === MAX_COMPONENTS) return false;
    components.push({ offset, type });
    return true;
  }

  /** True if a value of one type stored is the value of the other loaded. */
  function isSameScalar(a: TypeId, b: TypeId): boolean {
    if (layout.representation(a) !== layout.representation(b)) return false;
    const bits = layout.integerBits(a);
    return (
      bits === layout.integerBits(b) && (bits < 0 || layout.isSigned(a) === layout.isSigned(b))
    );
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
