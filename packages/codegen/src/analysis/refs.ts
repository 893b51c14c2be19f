// What the types of operands and constant operands say.

import {
  type FunctionBody,
  instOf,
  isValue,
  type Module,
  PointerSize,
  type Ref,
  TypeKind,
  type TypeId,
  typeOfInst,
  ValueKind,
  valueOf,
} from '@wasmwright/air';

/** Type of an operand. */
export function typeOfRef(module: Module, body: FunctionBody, ref: Ref): TypeId {
  return isValue(ref) ? module.values.type(valueOf(ref)) : typeOfInst(body, instOf(ref));
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
