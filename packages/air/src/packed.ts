import { None, type TypeId, type ValueId } from './ids.ts';
import type { Module } from './module.ts';
import { TypeKind } from './types.ts';
import { ValueKind } from './values.ts';

/** What an undefined bit of a constant becomes (codegen.md section 9). */
const UNDEFINED_BYTE = 0xaan;

/** Bits of the constant of a packed field: bool, int, float, enum, packed, or undefined. */
function bitsOf(module: Module, value: ValueId): bigint {
  const { values, layout } = module;
  const width = layout.bitsOf(values.type(value));
  switch (values.kind(value)) {
    case ValueKind.bool:
      return values.boolValue(value) ? 1n : 0n;
    case ValueKind.int:
      return BigInt.asUintN(width, values.intValue(value));
    case ValueKind.float:
      return values.floatBits(value);
    case ValueKind.enum:
    case ValueKind.packed:
      return bitsOf(module, values.payload(value));
    case ValueKind.undef: {
      let bits = 0n;
      for (let at = 0; at < width; at += 8) bits = (bits << 8n) | UNDEFINED_BYTE;
      return BigInt.asUintN(width, bits);
    }
    default:
      return 0n;
  }
}

/**
 * A packed struct from the constants of its fields, or a packed union from that of its one field: its backing integer, so that
 * each value has one spelling. Undefined fields become 0xAA.
 */
export function packedConstant(module: Module, type: TypeId, fields: readonly ValueId[]): ValueId {
  const { types, values, layout } = module;
  let bits = 0n;
  fields.forEach((value, index) => {
    const isUnion = types.kind(type) === TypeKind.union;
    if (!isUnion && types.fieldComptime(type, index) !== None) return;
    bits |= bitsOf(module, value) << BigInt(layout.bitOffset(type, index));
  });
  const stated = types.declared.backing(types.declaredOf(type));
  const width = layout.bitsOf(type);
  const backing = stated === None ? types.int(false, width) : (stated as TypeId);
  const signed = types.signed(backing);
  const integer = signed ? BigInt.asIntN(width, bits) : bits;
  return values.packed(type, values.int(backing, integer));
}
