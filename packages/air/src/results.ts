// Result types of instructions that follow from their operands: the result rules of `tags.ts`.

import { None, type TypeId } from './ids.ts';
import type { Module } from './module.ts';
import { tagRows, type ResultRule } from './tags.ts';
import { PointerSize, TypeKind } from './types.ts';

/** `operand` is the type of the operand the rule looks at, `index` a field index where there is one. `None`: no result type. */
type Rule = (module: Module, operand: TypeId, index: number) => TypeId | typeof None;

/** Smallest unsigned type that holds `bits`. */
function countType(module: Module, bits: number): TypeId {
  return module.types.int(false, bits === 0 ? 0 : 32 - Math.clz32(bits));
}

/** Applies `scalar` to a type, or to the element of a vector type. */
function perLane(
  module: Module,
  type: TypeId,
  scalar: (type: TypeId) => TypeId | typeof None,
): TypeId | typeof None {
  const { types } = module;
  if (types.kind(type) !== TypeKind.vector) return scalar(type);
  const lane = scalar(types.child(type));
  return lane === None ? None : types.vector(lane as TypeId, types.arrayLength(type));
}

/** What a pointer addresses. */
function pointee(module: Module, type: TypeId): TypeId | typeof None {
  return module.types.kind(type) === TypeKind.pointer ? module.types.child(type) : None;
}

/** Element of an array, vector, slice, many-pointer, C pointer, or pointer to an array or vector. */
export function elementType(module: Module, type: TypeId): TypeId | typeof None {
  const { types } = module;
  switch (types.kind(type)) {
    case TypeKind.array:
    case TypeKind.vector:
      return types.child(type);
    case TypeKind.pointer: {
      const child = types.child(type);
      if (types.pointerSize(type) !== PointerSize.one) return child;
      const kind = types.kind(child);
      return kind === TypeKind.array || kind === TypeKind.vector ? types.child(child) : None;
    }
    default:
      return None;
  }
}

/** The error union `type` is, or points to. */
function errorUnionOf(module: Module, type: TypeId): TypeId | typeof None {
  return module.types.kind(type) === TypeKind.errorUnion ? type : None;
}

/** Signature of a callee: a function, or a pointer to one. */
export function signatureOf(module: Module, type: TypeId): TypeId | typeof None {
  const { types } = module;
  if (types.kind(type) === TypeKind.function) return type;
  if (types.kind(type) !== TypeKind.pointer) return None;
  const child = types.child(type);
  return types.kind(child) === TypeKind.function ? child : None;
}

/** `[:0]const u8` */
export function nameType(module: Module): TypeId {
  const u8 = module.types.int(false, 8);
  return module.types.pointer({
    size: PointerSize.slice,
    child: u8,
    const: true,
    sentinel: module.values.int(u8, 0),
  });
}

/** A function for each result rule. */
export const resultRules: { readonly [Name in ResultRule]: Rule } = {
  stated: () => None,
  void: (module) => module.types.void,
  noreturn: (module) => module.types.noreturn,
  usize: (module) => module.types.usize,
  isize: (module) => module.types.isize,
  bool: (module, type) => perLane(module, type, () => module.types.bool),
  bools: (module, type) => perLane(module, type, () => module.types.bool),
  operand: (_module, type) => type,
  lhs: (_module, type) => type,
  name: (module) => nameType(module),
  pointee,
  element: elementType,
  slicePtr: (module, type) => {
    const { types } = module;
    if (types.kind(type) !== TypeKind.pointer) return None;
    return types.pointer({ ...types.pointerAttributes(type), size: PointerSize.many });
  },
  abs: (module, type) =>
    perLane(module, type, (lane) => {
      const { types } = module;
      if (types.kind(lane) !== TypeKind.int || !types.signed(lane)) return lane;
      const name = types.integerName(lane);
      if (name === undefined) return types.int(false, types.bits(lane));
      return unsignedTwin(module, lane, name);
    }),
  count: (module, type) =>
    perLane(module, type, (lane) => {
      const bits = module.layout.integerBits(lane);
      return bits < 0 ? None : countType(module, bits);
    }),
  unionTag: (module, type) => {
    const { types } = module;
    if (types.kind(type) !== TypeKind.union) return None;
    return types.declared.tag(types.declaredOf(type));
  },
  optionalPayload: (module, type) => {
    const { types } = module;
    if (types.kind(type) === TypeKind.optional) return types.child(type);
    const isC = types.kind(type) === TypeKind.pointer && types.pointerSize(type) === PointerSize.c;
    return isC ? type : None;
  },
  errorPayload: (module, type) => {
    const union = errorUnionOf(module, type);
    return union === None ? None : module.types.payloadOf(union as TypeId);
  },
  errorSet: (module, type) => {
    const union = errorUnionOf(module, type);
    return union === None ? None : module.types.errorSetOf(union as TypeId);
  },
  field: (module, type, index) => {
    const { types } = module;
    switch (types.kind(type)) {
      case TypeKind.struct:
      case TypeKind.tuple:
      case TypeKind.union:
        return index < types.fieldCount(type) ? types.fieldType(type, index) : None;
      default:
        return None;
    }
  },
  call: (module, type) => {
    const signature = signatureOf(module, type);
    return signature === None ? None : module.types.resultOf(signature as TypeId);
  },
};

/** The result rule of each tag. */
export const resultRuleOf: readonly Rule[] = /* @__PURE__ */ tagRows.map(
  (row) => resultRules[row.result],
);

/** `usize` of `isize`, `c_uint` of `c_int`. */
function unsignedTwin(module: Module, type: TypeId, name: string): TypeId {
  const { types } = module;
  switch (name) {
    case 'isize':
      return types.usize;
    case 'c_char':
      return types.int(false, types.bits(type));
    default:
      return types.namedInt(`c_u${name.slice(2)}` as 'c_uint');
  }
}
