// Aggregate constants as scalars, so that they can be stored, or kept in locals, without being data.

import {
  type Module,
  None,
  Representation,
  TypeKind,
  type TypeId,
  type ValueId,
  ValueKind,
} from '@wasmwright/air';

/** A scalar inside an aggregate constant. */
export interface ConstantLeaf {
  /** Bytes from the start of the constant. */
  readonly offset: number;
  readonly value: ValueId;
}

/** The defined scalars of a constant, or undefined if they are more than `max` or cannot be told apart. */
export function constantLeaves(
  module: Module,
  root: ValueId,
  max: number,
): readonly ConstantLeaf[] | undefined {
  const { layout, values, types } = module;
  const leaves: ConstantLeaf[] = [];
  const stack: ConstantLeaf[] = [{ offset: 0, value: root }];
  const push = (value: ValueId, offset: number): void => void stack.push({ value, offset });
  const error = (value: number | bigint): ValueId =>
    values.int(types.int(false, module.errorBits), value);
  for (let leaf = stack.pop(); leaf !== undefined; leaf = stack.pop()) {
    const { offset, value } = leaf;
    const type = values.type(value);
    if (layout.sizeOf(type) === 0 || values.isUndef(value)) continue;
    if (layout.representation(type) !== Representation.memory) {
      if (leaves.length === max) return undefined;
      leaves.push(leaf);
      continue;
    }
    switch (values.kind(value)) {
      case ValueKind.slice:
        push(values.slicePointer(value), offset);
        push(values.sliceLength(value), offset + layout.pointerBytes);
        break;
      case ValueKind.null:
        if (layout.isPayloadOptional(type)) push(values.int(types.usize, 0), offset);
        else push(values.false, offset + layout.optionalFlagOffset(type));
        break;
      case ValueKind.some:
        push(values.payload(value), offset);
        if (!layout.isPayloadOptional(type))
          push(values.true, offset + layout.optionalFlagOffset(type));
        break;
      case ValueKind.failure:
        push(error(values.errorOf(value)), offset + layout.errorOffset(type));
        break;
      case ValueKind.success:
        push(values.payload(value), offset + layout.errorPayloadOffset(type));
        push(error(0), offset + layout.errorOffset(type));
        break;
      case ValueKind.union: {
        const tag = layout.tagOffset(type);
        if (tag !== None) push(unionTag(module, type, values.unionField(value)), offset + tag);
        push(values.unionValue(value), offset + layout.payloadOffset(type));
        break;
      }
      case ValueKind.aggregate: {
        const kind = types.kind(type);
        if (kind === TypeKind.struct || kind === TypeKind.tuple) {
          const count = types.fieldCount(type);
          if (count > 4 * max) return undefined;
          for (let at = 0; at < count; at++) {
            if (types.fieldComptime(type, at) !== None) continue;
            push(values.element(value, at), offset + layout.fieldOffset(type, at));
          }
          break;
        }
        if (kind !== TypeKind.array || types.sentinel(type) !== None) return undefined;
        const count = values.elementCount(value);
        if (count > max) return undefined;
        const stride = layout.sizeOf(types.child(type));
        for (let at = 0; at < count; at++) push(values.element(value, at), offset + at * stride);
        break;
      }
      default:
        return undefined;
    }
  }
  return leaves;
}

/** Tag value of a field of a tagged union. */
export function unionTag(module: Module, union: TypeId, field: number): ValueId {
  const { declared } = module.types;
  const id = module.types.declaredOf(union);
  const tagType = module.types.declaredOf(declared.tag(id) as TypeId);
  return declared.enumValue(tagType, declared.findField(tagType, declared.fieldName(id, field)));
}
