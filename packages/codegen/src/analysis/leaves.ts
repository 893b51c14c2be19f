// The scalars an aggregate consists of: what it takes to keep one in locals instead of memory.

import { type Module, None, Representation, TypeKind, type TypeId } from '@wasmwright/air';

/** A scalar inside an aggregate. */
export interface Leaf {
  /** Bytes from the start of the aggregate. */
  readonly offset: number;
  readonly type: TypeId;
}

/** Aggregates in aggregates, so deep: bounds the recursion. */
const MAX_DEPTH = 64;

/**
 * The scalars of a type in no particular order, or undefined if they are more than `max` or not known: fields of unions
 * overlap, wide integers and vectors have no scalars. Padding has none. A type that nests too deep is as good as unknown.
 */
export function leavesOf(module: Module, type: TypeId, max: number): readonly Leaf[] | undefined {
  const leaves: Leaf[] = [];
  return collect(module, type, 0, max, leaves, 0) ? leaves : undefined;
}

function collect(
  module: Module,
  type: TypeId,
  offset: number,
  max: number,
  leaves: Leaf[],
  depth: number,
): boolean {
  if (depth > MAX_DEPTH) return false;
  const { layout, types } = module;
  const put = (leaf: TypeId, at: number): boolean =>
    leaves.length < max && leaves.push({ offset: offset + at, type: leaf }) > 0;
  if (layout.sizeOf(type) === 0) return true;
  switch (layout.representation(type)) {
    case Representation.memory:
      break;
    case Representation.v128:
      return false;
    default:
      return put(type, 0);
  }
  switch (types.kind(type)) {
    case TypeKind.pointer: // a slice
      return put(types.usize, 0) && put(types.usize, layout.pointerBytes);
    case TypeKind.optional:
      if (!collect(module, types.child(type), offset, max, leaves, depth + 1)) return false;
      return layout.isPayloadOptional(type) || put(types.bool, layout.optionalFlagOffset(type));
    case TypeKind.errorUnion: {
      const payload = offset + layout.errorPayloadOffset(type);
      if (!collect(module, types.payloadOf(type), payload, max, leaves, depth + 1)) return false;
      return put(types.int(false, module.errorBits), layout.errorOffset(type));
    }
    case TypeKind.struct:
    case TypeKind.tuple: {
      if (layout.isPacked(type)) return false;
      const count = types.fieldCount(type);
      for (let at = 0; at < count; at++) {
        if (types.fieldComptime(type, at) !== None) continue;
        const field = offset + layout.fieldOffset(type, at);
        if (!collect(module, types.fieldType(type, at), field, max, leaves, depth + 1))
          return false;
      }
      return true;
    }
    case TypeKind.array: {
      const element = types.child(type);
      const stride = layout.sizeOf(element);
      const length = stride === 0 ? 0 : layout.sizeOf(type) / stride; // the sentinel is an element too
      if (length > max) return false;
      for (let at = 0; at < length; at++) {
        if (!collect(module, element, offset + at * stride, max, leaves, depth + 1)) return false;
      }
      return true;
    }
    default:
      return false;
  }
}

/** True if a value of one scalar type is the same wasm value as one of the other type with the same bytes. */
export function isSameScalar(module: Module, a: TypeId, b: TypeId): boolean {
  if (a === b) return true;
  const { layout } = module;
  const representation = layout.representation(a);
  if (representation !== layout.representation(b) || layout.sizeOf(a) !== layout.sizeOf(b))
    return false;
  const full = representation === Representation.i64 ? 64 : 32;
  const width = (type: TypeId): number => {
    const bits = layout.integerBits(type);
    return bits < 0 ? full : bits;
  };
  return width(a) === width(b) && (width(a) === full || layout.isSigned(a) === layout.isSigned(b));
}

/** The scalars of an array of any depth, sentinels included, or a scalar as the only one. */
export interface Elements {
  readonly type: TypeId;
  readonly count: number;
  /** Bytes from one to the next. */
  readonly size: number;
  /** Bits of each in a `bit_cast`. */
  readonly bits: number;
}

export function elementsOf({ types, layout }: Module, whole: TypeId): Elements {
  let type = whole;
  while (types.kind(type) === TypeKind.array || types.kind(type) === TypeKind.vector)
    type = types.child(type);
  const size = layout.sizeOf(type);
  const count = size === 0 ? 0 : layout.sizeOf(whole) / size;
  return { type, count, size, bits: layout.bitsOf(type) };
}

/** True if a `bit_cast` of a value in memory changes none of its bytes. */
export function hasSameBytes(module: Module, from: TypeId, to: TypeId): boolean {
  const isWhole = ({ bits, size }: Elements): boolean => bits === 8 * size;
  if (module.layout.sizeOf(from) !== module.layout.sizeOf(to)) return false;
  return isWhole(elementsOf(module, from)) && isWhole(elementsOf(module, to));
}
