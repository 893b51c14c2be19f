// Scalar constants as the words of a wasm constant, computed once per value of a module.

import {
  type Module,
  Representation,
  TypeKind,
  type TypeId,
  type ValueId,
  ValueKind,
} from '@wasmwright/air';
import { hasAddress, zeroSizeAddress } from '../constants.ts';
import { growBytes, growWords } from '../grow.ts';
import type { TypeFactsCache } from '../type-facts.ts';

/** What it takes to push a constant. */
export const ConstantForm = {
  unknown: 0,
  /** Size 0: nothing. */
  none: 1,
  /** `i32.const`: one word. */
  i32: 2,
  /** `i64.const`: two words. */
  i64: 3,
  f32: 4,
  f64: 5,
  /** The address or table index of something, or a value in memory. */
  symbolic: 6,
} as const;
export type ConstantForm = (typeof ConstantForm)[keyof typeof ConstantForm];

/** 0xAA… (codegen.md 9). */
const UNDEFINED = 0xaaaa_aaaa_aaaa_aaaan;

export class ScalarConstants {
  /** By value; valid where `form` was asked for. */
  low: Uint32Array = new Uint32Array(0);
  high: Uint32Array = new Uint32Array(0);
  #forms: Uint8Array = new Uint8Array(0);
  readonly #module: Module;
  readonly #facts: TypeFactsCache;

  constructor(module: Module, facts: TypeFactsCache) {
    this.#module = module;
    this.#facts = facts;
  }

  /** Form of a constant; its words are in `low` and `high`. */
  form(value: ValueId): ConstantForm {
    const known = value < this.#forms.length ? this.#forms[value]! : ConstantForm.unknown;
    return known === ConstantForm.unknown ? this.#compute(value) : (known as ConstantForm);
  }

  #compute(value: ValueId): ConstantForm {
    if (value >= this.#forms.length) {
      this.#forms = growBytes(this.#forms, value + 1);
      this.low = growWords(this.low, value + 1);
      this.high = growWords(this.high, value + 1);
    }
    const type = this.#module.values.type(value);
    const form = formOf(this.#facts.of(type).representation);
    const bits = form === ConstantForm.none ? 0n : this.#bits(value, type);
    this.low[value] = Number(BigInt.asUintN(32, bits ?? 0n));
    this.high[value] = Number(BigInt.asUintN(32, (bits ?? 0n) >> 32n));
    return (this.#forms[value] = bits === undefined ? ConstantForm.symbolic : form);
  }

  /** Bits of a scalar, canonical for its type; undefined if the linker decides them or they are read from memory. */
  #bits(value: ValueId, type: TypeId): bigint | undefined {
    const { values, types, navs } = this.#module;
    if (this.#facts.of(type).representation === Representation.memory) return undefined;
    switch (values.kind(value)) {
      case ValueKind.undef:
        return this.undefinedBits(type);
      case ValueKind.bool:
        return values.boolValue(value) ? 1n : 0n;
      case ValueKind.int:
        return values.intValue(value);
      case ValueKind.float:
        return values.floatBits(value);
      case ValueKind.null:
      case ValueKind.void:
      case ValueKind.success:
        return 0n;
      case ValueKind.some: {
        const child = types.child(type);
        return this.#facts.of(child).size === 0 ? 1n : this.#bits(values.payload(value), child);
      }
      case ValueKind.error:
      case ValueKind.failure:
        return BigInt(values.errorOf(value));
      case ValueKind.enum:
      case ValueKind.packed: {
        const integer = values.payload(value);
        return values.isUndef(integer) ? this.undefinedBits(type) : values.intValue(integer);
      }
      case ValueKind.addressPointer:
        return values.address(value);
      case ValueKind.navPointer: {
        const pointee = navs.type(values.navOf(value));
        if (types.kind(pointee) === TypeKind.function || hasAddress(this.#module, pointee)) {
          return undefined;
        }
        return zeroSizeAddress(this.#module, pointee);
      }
      case ValueKind.uavPointer: {
        const pointee = values.type(values.uavOf(value));
        return hasAddress(this.#module, pointee)
          ? undefined
          : zeroSizeAddress(this.#module, pointee);
      }
      default:
        return undefined;
    }
  }

  /** Undefined scalars are 0xAA…, canonical for the type (codegen.md 9). */
  undefinedBits(type: TypeId): bigint {
    const { representation, bits, signed } = this.#facts.of(type);
    if (representation === Representation.f32 || representation === Representation.f64) {
      return UNDEFINED;
    }
    const width = Math.max(0, bits);
    return signed ? BigInt.asIntN(width, UNDEFINED) : BigInt.asUintN(width, UNDEFINED);
  }
}

function formOf(representation: Representation): ConstantForm {
  switch (representation) {
    case Representation.none:
      return ConstantForm.none;
    case Representation.i64:
      return ConstantForm.i64;
    case Representation.f32:
      return ConstantForm.f32;
    case Representation.f64:
      return ConstantForm.f64;
    default:
      return ConstantForm.i32;
  }
}
