// How often each result is used, and which instructions are only another name for an address or value.
//   reads:  the instructions of one function, layouts
//   writes: Uses

import {
  dataB,
  type FunctionBody,
  type InstId,
  instOf,
  isInst,
  isValue,
  type Module,
  None,
  PointerSize,
  type Ref,
  Representation,
  Tag,
  tagRows,
  TypeKind,
  type TypeId,
  typeOfInst,
  ValueKind,
  valueOf,
} from '@wasmwright/air';
import { hasSameBytes } from './leaves.ts';
import { forEachOperand } from './operands.ts';

/** Facts about the results of one function, by instruction. */
export interface Uses {
  /**
   * Number of uses by instructions that are lowered. An alias hands its uses to its root; results nobody needs of
   * instructions without effect have none, nor do their operands count.
   */
  readonly count: Uint32Array;
  /** Root of an alias, `None` for instructions that compute something. */
  readonly root: Uint32Array;
  /** What an alias adds to its root: bytes, to an address or to the address of a value in memory. */
  readonly offset: Float64Array;
  /** The one instruction that uses a result, when `count` is 1 (aliases in between left out). */
  readonly user: Uint32Array;
}

/** Effect by tag: 0 pure, 1 reads memory, 2 effect or end. */
const effectOf: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256);
  for (const row of tagRows)
    table[row.tag] = row.effect === 'pure' ? 0 : row.effect === 'read' ? 1 : 2;
  return table;
})();

/** True if an instruction must be kept though nobody uses its result. */
export function hasEffect(module: Module, body: FunctionBody, inst: InstId): boolean {
  const effect = effectOf[body.tags[inst]!]!;
  if (effect !== 1) return effect === 2;
  return readsVolatile(module, body, inst);
}

/** True for instructions that only name values: nothing is computed for them (codegen.md 5.16). */
function isDebug(tag: number): boolean {
  return tag === Tag.dbg_var_ptr || tag === Tag.dbg_var_val || tag === Tag.dbg_arg_inline;
}

/** True if an instruction reads memory others may write. */
export function readsMemory(body: FunctionBody, inst: InstId): boolean {
  return effectOf[body.tags[inst]!] === 1;
}

function readsVolatile(module: Module, body: FunctionBody, inst: InstId): boolean {
  if (body.tags[inst] === Tag.atomic_load) return dataB(body, inst) > 1; // stronger than monotonic
  let isVolatile = false;
  forEachOperand(body, inst, (operand) => {
    const type = typeOfRef(module, body, operand);
    if (module.types.kind(type) === TypeKind.pointer && module.types.isVolatile(type))
      isVolatile = true;
  });
  return isVolatile;
}

/** Type of an operand. */
export function typeOfRef(module: Module, body: FunctionBody, ref: Ref): TypeId {
  return isValue(ref) ? module.values.type(valueOf(ref)) : typeOfInst(body, instOf(ref));
}

export function analyseUses(module: Module, body: FunctionBody): Uses {
  const { length } = body;
  const count = new Uint32Array(length);
  const root = new Uint32Array(length).fill(None);
  const offset = new Float64Array(length);
  const user = new Uint32Array(length).fill(None);

  for (let inst = 0 as InstId; inst < length; inst++) {
    const alias = aliasOf(module, body, inst);
    if (alias === undefined) continue;
    const { operand } = alias;
    const inner = isInst(operand) ? root[instOf(operand)]! : None;
    root[inst] = inner === None ? operand : inner;
    offset[inst] = alias.offset + (inner === None ? 0 : offset[instOf(operand)]!);
  }

  for (let inst = (length - 1) as InstId; inst >= 0; inst--) {
    // An alias with an effect (`try`, `*_ptr_set`) uses its operand for the effect too.
    if (isDebug(body.tags[inst]!)) continue;
    const effect = hasEffect(module, body, inst);
    if (!effect && (root[inst] !== None || count[inst] === 0)) continue;
    forEachOperand(body, inst, (operand) => {
      const target = rootOf(operand);
      if (!isInst(target)) return;
      const id = instOf(target);
      count[id] = count[id]! + 1;
      user[id] = inst;
    });
  }
  return { count, root, offset, user };

  function rootOf(operand: Ref): Ref {
    if (!isInst(operand)) return operand;
    const found = root[instOf(operand)]!;
    return found === None ? operand : (found as Ref);
  }
}

interface Alias {
  readonly operand: Ref;
  readonly offset: number;
}

/** What an instruction is another name for, if it computes nothing. */
function aliasOf(module: Module, body: FunctionBody, inst: InstId): Alias | undefined {
  const { layout, types } = module;
  const tag = body.tags[inst]!;
  const type = typeOfInst(body, inst);
  const same = (operand: Ref, offset = 0): Alias => ({ operand, offset });
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
      return same(dataB(body, inst) as Ref);
    case Tag.error_cast:
      return same(dataB(body, inst) as Ref);
    case Tag.ptr_slice_len_ptr:
      return same(dataB(body, inst) as Ref, layout.pointerBytes);
    case Tag.try_ptr:
    case Tag.try_ptr_cold: {
      const operand = body.extra[dataB(body, inst)]! as Ref;
      const union = types.child(typeOfRef(module, body, operand));
      return same(operand, layout.errorPayloadOffset(union));
    }
    case Tag.try:
    case Tag.try_cold: {
      const operand = body.data[2 * inst]! as Ref;
      if (layout.representation(type) !== Representation.memory) return undefined;
      return same(operand, layout.errorPayloadOffset(typeOfRef(module, body, operand)));
    }
    case Tag.errunion_payload_ptr_set:
    case Tag.unwrap_errunion_payload_ptr: {
      const operand = dataB(body, inst) as Ref;
      const union = types.child(typeOfRef(module, body, operand));
      return same(operand, layout.errorPayloadOffset(union));
    }
    case Tag.bit_cast: {
      const operand = dataB(body, inst) as Ref;
      return isFreeCast(module, typeOfRef(module, body, operand), type) ? same(operand) : undefined;
    }
    case Tag.struct_field_ptr: {
      const at = dataB(body, inst);
      const operand = body.extra[at]! as Ref;
      const field = body.extra[at + 1]!;
      const container = types.child(typeOfRef(module, body, operand));
      return same(operand, fieldPointerOffset(module, container, type, field));
    }
    case Tag.field_parent_ptr: {
      const at = dataB(body, inst);
      const operand = body.extra[at]! as Ref;
      const field = body.extra[at + 1]!;
      const pointer = typeOfRef(module, body, operand);
      return same(operand, -fieldPointerOffset(module, types.child(type), pointer, field));
    }
    case Tag.ptr_elem_ptr: {
      const at = dataB(body, inst);
      const base = body.extra[at]! as Ref;
      const index = constantIndex(module, body.extra[at + 1]! as Ref);
      const pointer = typeOfRef(module, body, base);
      if (index === undefined || types.pointerSize(pointer) === PointerSize.slice) return undefined;
      const offset = index * layout.sizeOf(elementOf(module, pointer));
      return offset < 0x4000_0000 ? same(base, offset) : undefined;
    }
    case Tag.agg_field_val: {
      const at = dataB(body, inst);
      const operand = body.extra[at]! as Ref;
      const container = typeOfRef(module, body, operand);
      if (layout.representation(type) !== Representation.memory) return undefined;
      if (layout.representation(container) !== Representation.memory) return undefined;
      return same(operand, fieldOffset(module, container, body.extra[at + 1]!));
    }
    case Tag.optional_payload: {
      const operand = dataB(body, inst) as Ref;
      const isMemory = layout.representation(type) === Representation.memory;
      const optional = typeOfRef(module, body, operand);
      if (isMemory) return same(operand);
      return layout.representation(optional) === layout.representation(type) &&
        (types.kind(optional) === TypeKind.pointer || layout.isPayloadOptional(optional))
        ? same(operand)
        : undefined;
    }
    case Tag.unwrap_errunion_payload: {
      const operand = dataB(body, inst) as Ref;
      if (layout.representation(type) !== Representation.memory) return undefined;
      return same(operand, layout.errorPayloadOffset(typeOfRef(module, body, operand)));
    }
    case Tag.array_elem_val: {
      const index = constantIndex(module, dataB(body, inst) as Ref);
      if (index === undefined || layout.representation(type) !== Representation.memory)
        return undefined;
      return same(body.data[2 * inst]! as Ref, index * layout.sizeOf(type));
    }
    default:
      return undefined;
  }
}

/** Element type a pointer steps over: the child, or the child of an array it points to. */
export function elementOf(module: Module, pointer: TypeId): TypeId {
  const { types } = module;
  const child = types.child(pointer);
  if (types.pointerSize(pointer) !== PointerSize.one) return child;
  const kind = types.kind(child);
  return kind === TypeKind.array || kind === TypeKind.vector ? types.child(child) : child;
}

/** Value of a constant index, if it is one. */
export function constantIndex(module: Module, ref: Ref): number | undefined {
  if (!isValue(ref)) return undefined;
  const value = valueOf(ref);
  return module.values.kind(value) === ValueKind.int ? module.values.intNumber(value) : undefined;
}

/** Offset of a field of a struct, tuple, union or slice in memory. */
export function fieldOffset(module: Module, container: TypeId, field: number): number {
  const { types, layout } = module;
  if (types.kind(container) === TypeKind.pointer) return field * layout.pointerBytes; // of a slice
  return layout.fieldOffset(container, field);
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
