// Instructions that are only another name for an address or value: an operand plus a constant number of bytes.

import {
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  type Module,
  None,
  PointerSize,
  type Ref,
  Representation,
  Tag,
  TypeKind,
  type TypeId,
  typeOfInst,
} from '@wasmwright/air';
import type { TypeFactsCache } from '../type-facts.ts';
import { hasSameBytes } from './leaves.ts';
import { constantIndex, elementOf, fieldOffset, typeOfRef } from './refs.ts';

/** Tags that may be aliases. */
const mayAlias: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256);
  for (const tag of [
    Tag.ptr_cast,
    Tag.addrspace_cast,
    Tag.ptr_from_int,
    Tag.int_from_ptr,
    Tag.error_from_int,
    Tag.int_from_error,
    Tag.error_cast,
    Tag.ptr_slice_ptr_ptr,
    Tag.ptr_slice_len_ptr,
    Tag.optional_payload_ptr,
    Tag.optional_payload_ptr_set,
    Tag.try,
    Tag.try_cold,
    Tag.try_ptr,
    Tag.try_ptr_cold,
    Tag.errunion_payload_ptr_set,
    Tag.unwrap_errunion_payload_ptr,
    Tag.bit_cast,
    Tag.struct_field_ptr,
    Tag.field_parent_ptr,
    Tag.ptr_elem_ptr,
    Tag.agg_field_val,
    Tag.optional_payload,
    Tag.unwrap_errunion_payload,
    Tag.array_elem_val,
  ]) {
    table[tag] = 1;
  }
  return table;
})();

/** Finds what an instruction is another name for. */
export class AliasFinder {
  /** What the alias found last adds to its operand. */
  offset = 0;
  readonly #module: Module;
  readonly #facts: TypeFactsCache;

  constructor(module: Module, facts: TypeFactsCache) {
    this.#module = module;
    this.#facts = facts;
  }

  /** The operand an instruction is another name for, with `offset`; `None` if it computes something. */
  find(body: FunctionBody, inst: InstId): number {
    const tag = body.tags[inst]!;
    return mayAlias[tag] === 0 ? None : this.#find(body, inst, tag);
  }

  #is(operand: number, offset: number): number {
    this.offset = offset;
    return operand;
  }

  #find(body: FunctionBody, inst: InstId, tag: number): number {
    const module = this.#module;
    const facts = this.#facts;
    const { layout, types } = module;
    const type = typeOfInst(body, inst);
    switch (tag) {
      case Tag.ptr_cast:
      case Tag.addrspace_cast:
      case Tag.ptr_from_int:
      case Tag.int_from_ptr:
      case Tag.error_from_int:
      case Tag.int_from_error:
      case Tag.ptr_slice_ptr_ptr:
      case Tag.optional_payload_ptr:
      case Tag.optional_payload_ptr_set:
        return this.#is(dataB(body, inst), 0);
      case Tag.error_cast:
        return this.#is(dataB(body, inst), 0);
      case Tag.ptr_slice_len_ptr:
        return this.#is(dataB(body, inst), layout.pointerBytes);
      case Tag.try_ptr:
      case Tag.try_ptr_cold: {
        const operand = body.extra[dataB(body, inst)]! as Ref;
        const union = types.child(typeOfRef(module, body, operand));
        return this.#is(operand, layout.errorPayloadOffset(union));
      }
      case Tag.try:
      case Tag.try_cold: {
        const operand = dataA(body, inst) as Ref;
        if (!facts.of(type).isMemory) return None;
        return this.#is(operand, layout.errorPayloadOffset(typeOfRef(module, body, operand)));
      }
      case Tag.errunion_payload_ptr_set:
      case Tag.unwrap_errunion_payload_ptr: {
        const operand = dataB(body, inst) as Ref;
        const union = types.child(typeOfRef(module, body, operand));
        return this.#is(operand, layout.errorPayloadOffset(union));
      }
      case Tag.bit_cast: {
        const operand = dataB(body, inst) as Ref;
        return isFreeCast(module, typeOfRef(module, body, operand), type)
          ? this.#is(operand, 0)
          : None;
      }
      case Tag.struct_field_ptr: {
        const at = dataB(body, inst);
        const operand = body.extra[at]! as Ref;
        const field = body.extra[at + 1]!;
        const container = types.child(typeOfRef(module, body, operand));
        return this.#is(operand, fieldPointerOffset(module, container, type, field));
      }
      case Tag.field_parent_ptr: {
        const at = dataB(body, inst);
        const operand = body.extra[at]! as Ref;
        const field = body.extra[at + 1]!;
        const pointer = typeOfRef(module, body, operand);
        return this.#is(operand, -fieldPointerOffset(module, types.child(type), pointer, field));
      }
      case Tag.ptr_elem_ptr: {
        const at = dataB(body, inst);
        const base = body.extra[at]! as Ref;
        const index = constantIndex(module, body.extra[at + 1]! as Ref);
        const pointer = typeOfRef(module, body, base);
        if (index === undefined || types.pointerSize(pointer) === PointerSize.slice) return None;
        const offset = index * layout.sizeOf(elementOf(module, pointer));
        return offset < 0x4000_0000 ? this.#is(base, offset) : None;
      }
      case Tag.agg_field_val: {
        const at = dataB(body, inst);
        const operand = body.extra[at]! as Ref;
        const container = typeOfRef(module, body, operand);
        if (!facts.of(type).isMemory) return None;
        if (!facts.of(container).isMemory) return None;
        return this.#is(operand, fieldOffset(module, container, body.extra[at + 1]!));
      }
      case Tag.optional_payload: {
        const operand = dataB(body, inst) as Ref;
        const isMemory = facts.of(type).isMemory;
        const optional = typeOfRef(module, body, operand);
        if (isMemory) return this.#is(operand, 0);
        return facts.of(optional).representation === facts.of(type).representation &&
          (types.kind(optional) === TypeKind.pointer || layout.isPayloadOptional(optional))
          ? this.#is(operand, 0)
          : None;
      }
      case Tag.unwrap_errunion_payload: {
        const operand = dataB(body, inst) as Ref;
        if (!facts.of(type).isMemory) return None;
        return this.#is(operand, layout.errorPayloadOffset(typeOfRef(module, body, operand)));
      }
      case Tag.array_elem_val: {
        const index = constantIndex(module, dataB(body, inst) as Ref);
        if (index === undefined || !facts.of(type).isMemory) return None;
        return this.#is(dataA(body, inst), index * layout.sizeOf(type));
      }
      default:
        return None;
    }
  }
}

/** What `struct_field_ptr` adds: a packed field adds bytes only when its pointer is an ordinary one (codegen.md 3.8). */
function fieldPointerOffset(
  module: Module,
  container: TypeId,
  pointer: TypeId,
  field: number,
): number {
  const { types, layout } = module;
  const kind = types.kind(container);
  if ((kind === TypeKind.struct || kind === TypeKind.union) && layout.isPacked(container)) {
    return types.hostSize(pointer) === 0 ? layout.bitOffset(container, field) / 8 : 0;
  }
  return fieldOffset(module, container, field);
}

/** True if a `bit_cast` changes neither the wasm value nor its canonical form. */
function isFreeCast(module: Module, from: TypeId, to: TypeId): boolean {
  const { layout } = module;
  const a = layout.representation(from);
  if (a !== layout.representation(to) || a === Representation.none) return false;
  if (a === Representation.memory) return hasSameBytes(module, from, to);
  const bits = layout.integerBits(from);
  if (bits < 0 || layout.integerBits(to) < 0) return a === layout.representation(to) && bits < 0;
  const full = a === Representation.i32 ? 32 : 64;
  return layout.isSigned(from) === layout.isSigned(to) || bits === full;
}
