// Instructions that read or write one scalar behind a pointer to an optional, error union or union: its flag, error or tag.

import { type Module, None, Tag, TypeKind, type TypeId } from '@wasmwright/air';

/** The scalar such an instruction reads or writes. */
export interface FlagAccess {
  /** Bytes from where the pointer points. */
  readonly offset: number;
  readonly type: TypeId;
  readonly isWrite: boolean;
}

/**
 * What an instruction does behind its pointer operand; 'nothing' if it does not touch memory, undefined if it is none of
 * these instructions.
 */
export function flagAccess(
  module: Module,
  tag: number,
  pointee: TypeId,
): FlagAccess | 'nothing' | undefined {
  switch (tag) {
    case Tag.is_null_ptr:
    case Tag.is_non_null_ptr:
      return module.layout.sizeOf(pointee) === 0 ? 'nothing' : nullFlag(module, pointee);
    case Tag.optional_payload_ptr_set: {
      const { layout, types } = module;
      const isFlagless =
        types.kind(pointee) === TypeKind.pointer || layout.isPayloadOptional(pointee);
      return isFlagless ? 'nothing' : { ...nullFlag(module, pointee), isWrite: true };
    }
    case Tag.is_err_ptr:
    case Tag.is_non_err_ptr:
    case Tag.unwrap_errunion_err_ptr:
    case Tag.try_ptr:
    case Tag.try_ptr_cold:
      return errorField(module, pointee, false);
    case Tag.errunion_payload_ptr_set:
      return errorField(module, pointee, true);
    case Tag.set_union_tag: {
      const { layout, types } = module;
      const offset = layout.tagOffset(pointee);
      if (offset === None) return 'nothing';
      const type = types.declared.tag(types.declaredOf(pointee)) as TypeId;
      return { offset, type, isWrite: true };
    }
    default:
      return undefined;
  }
}

/** The scalar that is zero in a null: the pointer or error itself, the pointer word of a slice, or the flag. */
function nullFlag({ layout, types }: Module, optional: TypeId): FlagAccess {
  const isPointer = types.kind(optional) === TypeKind.pointer;
  if (!isPointer && !layout.isPayloadOptional(optional)) {
    return { offset: layout.optionalFlagOffset(optional), type: types.bool, isWrite: false };
  }
  const payload = isPointer ? optional : types.child(optional);
  const isSlice =
    layout.sizeOf(payload) > layout.pointerBytes && types.kind(payload) === TypeKind.pointer;
  return { offset: 0, type: isSlice ? types.usize : payload, isWrite: false };
}

function errorField({ layout, types }: Module, union: TypeId, isWrite: boolean): FlagAccess {
  return { offset: layout.errorOffset(union), type: types.errorSetOf(union), isWrite };
}
