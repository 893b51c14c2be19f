// What the interpreter knows about one module: the shape of each type, and its values in memory.

import { formatOfBits } from '../float/index.ts';
import type { FloatFormat } from '../float/index.ts';
import { None } from '../ids.ts';
import type { TypeId, ValueId } from '../ids.ts';
import type { Module } from '../module.ts';
import { PointerSize, TypeKind } from '../types.ts';
import {
  copyBytes,
  Image,
  imageOf,
  markUndefined,
  Pointer,
  readBits,
  Undefined,
  UNDEFINED,
  UNDEFINED_BYTE,
  writeBits,
} from './value.ts';
import type { Bytes, Value } from './value.ts';

/** How values of a type are held; see `value.ts`. */
export const Shape = { integer: 0, float: 1, pointer: 2, memory: 3 } as const;
export type Shape = (typeof Shape)[keyof typeof Shape];

/** What operations ask about a type, gathered once. */
export interface TypeInfo {
  readonly type: TypeId;
  readonly kind: TypeKind;
  readonly shape: Shape;
  /** Bytes in memory. */
  readonly size: number;
  readonly align: number;
  /** Width of integers, floats and pointers; logical bits of others. */
  readonly bits: number;
  readonly signed: boolean;
  /** Smallest and largest integer; 0 for other shapes. */
  readonly min: bigint;
  readonly max: bigint;
  readonly format: FloatFormat | undefined;
}

const ALL_DEFINED = 0n;

/** One module and its cached facts. */
export class Unit {
  readonly module: Module;
  readonly #infos: (TypeInfo | undefined)[] = [];

  constructor(module: Module) {
    this.module = module;
  }

  /** Facts about a type. */
  info(type: TypeId): TypeInfo {
    return (this.#infos[type] ??= this.#describe(type));
  }

  #describe(type: TypeId): TypeInfo {
    const { types, layout } = this.module;
    const kind = types.kind(type);
    const shape = this.#shapeOf(type);
    const carrier = kind === TypeKind.optional && shape !== Shape.memory ? types.child(type) : type;
    const bits =
      shape === Shape.integer || shape === Shape.pointer
        ? layout.integerBits(carrier)
        : layout.bitsOf(type);
    const signed = shape === Shape.integer && layout.isSigned(carrier);
    const integer = shape === Shape.integer;
    const half = integer && bits > 0 ? 1n << BigInt(bits - 1) : 0n;
    return {
      type,
      kind,
      shape,
      size: layout.sizeOf(type),
      align: layout.alignOf(type),
      bits,
      signed,
      min: signed ? -half : 0n,
      max: half === 0n ? 0n : signed ? half - 1n : 2n * half - 1n,
      format: shape === Shape.float ? formatOfBits(bits) : undefined,
    };
  }

  #shapeOf(type: TypeId): Shape {
    const { types, layout } = this.module;
    switch (types.kind(type)) {
      case TypeKind.float:
        return Shape.float;
      case TypeKind.pointer:
        return types.pointerSize(type) === PointerSize.slice ? Shape.memory : Shape.pointer;
      case TypeKind.optional:
        return layout.isPayloadOptional(type) ? this.#shapeOf(types.child(type)) : Shape.memory;
      default:
        return layout.integerBits(type) >= 0 ? Shape.integer : Shape.memory;
    }
  }

  /** Reads a value of a type from bytes. */
  read(info: TypeInfo, from: Bytes, offset: number): Value {
    const { shape } = info;
    if (shape === Shape.memory) return imageOf(from, offset, info.size);
    if (info.size === 0) return 0n;
    // f80 stores ten of its sixteen bytes.
    const size = shape === Shape.float ? info.bits / 8 : info.size;
    const bits = readBits(from.bytes, offset, size);
    const mask = undefinedMask(from, offset, size);
    if (mask !== ALL_DEFINED) return partial(info, bits, BigInt.asUintN(info.bits, mask));
    if (shape === Shape.float) return bits;
    if (shape === Shape.pointer) {
      const stored = from.pointers?.get(offset);
      return stored !== undefined && stored.address === bits ? stored : new Pointer(bits);
    }
    if (info.kind === TypeKind.bool && bits > 1n) return UNDEFINED;
    return info.signed ? BigInt.asIntN(info.bits, bits) : BigInt.asUintN(info.bits, bits);
  }

  /** Writes a value of a type into bytes: all of its size, integers with their extension. */
  write(info: TypeInfo, to: Bytes, offset: number, value: Value): void {
    const { size } = info;
    if (value instanceof Image) {
      copyBytes(value, 0, to, offset, size);
      return;
    }
    if (size === 0) return;
    to.pointers?.delete(offset);
    if (value instanceof Undefined) {
      markUndefined(to, offset, size);
      if (value === UNDEFINED) return;
      const mask = BigInt.asUintN(info.bits, value.mask);
      const filler = readBits(to.bytes, offset, size) & mask;
      writeBits(to.bytes, offset, size, value.bits | filler);
      writeBits(to.undefinedBits, offset, size, mask);
      return;
    }
    if (value instanceof Pointer) {
      writeBits(to.bytes, offset, size, value.address);
      if (value.object !== undefined) (to.pointers ??= new Map()).set(offset, value);
    } else {
      writeBits(to.bytes, offset, size, value);
    }
    to.undefinedBits.fill(0, offset, offset + size);
  }

  /** An image with one value in it. */
  imageOf(info: TypeInfo, value: Value): Image {
    if (value instanceof Image) return value;
    const image = new Image(info.size);
    this.write(info, image, 0, value);
    return image;
  }

  /** The value in an image, the reverse of `imageOf`. */
  valueOf(info: TypeInfo, image: Bytes): Value {
    return this.read(info, image, 0);
  }

  /** A value all of whose bits are undefined. */
  undefinedValue(info: TypeInfo): Value {
    if (info.shape !== Shape.memory) return info.size === 0 ? 0n : UNDEFINED;
    const image = new Image(info.size);
    markUndefined(image, 0, info.size);
    return image;
  }

  /** What checked instructions make of an undefined constant: 0xAA in every byte, and defined. */
  filledValue(info: TypeInfo): Value {
    const image = new Image(info.size);
    image.bytes.fill(UNDEFINED_BYTE);
    return info.shape === Shape.memory ? image : this.read(info, image, 0);
  }

  /** The integer of an enum's field, in the enum's tag type. */
  enumInteger(type: TypeId, field: number): bigint {
    const { types, values } = this.module;
    return values.intValue(types.declared.enumValue(types.declaredOf(type), field));
  }

  /** Index of the first field of an enum with an integer value, or -1. */
  enumField(type: TypeId, integer: bigint): number {
    const { types } = this.module;
    let byInteger = this.#enums.get(type);
    if (byInteger === undefined) {
      byInteger = new Map();
      for (let field = types.fieldCount(type) - 1; field >= 0; field--) {
        byInteger.set(this.enumInteger(type, field), field);
      }
      this.#enums.set(type, byInteger);
    }
    return byInteger.get(integer) ?? -1;
  }
  readonly #enums: Map<TypeId, Map<bigint, number>> = new Map();

  /** Tag enum of a tagged union. */
  tagType(union: TypeId): TypeId | undefined {
    const { declared } = this.module.types;
    const tag = declared.tag(this.module.types.declaredOf(union));
    return tag === None ? undefined : (tag as TypeId);
  }

  /** Tag integer of a field of a tagged union: that of the enum field with its name. */
  tagOfField(union: TypeId, field: number): bigint | undefined {
    const tag = this.tagType(union);
    if (tag === undefined) return undefined;
    const { types } = this.module;
    const { declared } = types;
    const name = declared.fieldName(types.declaredOf(union), field);
    const named = declared.findField(types.declaredOf(tag), name);
    return named < 0 ? undefined : this.enumInteger(tag, named);
  }

  /** Writes the run-time tag of a union for an active field, if the union has one. */
  writeTag(union: TypeInfo, to: Bytes, offset: number, field: number): void {
    const at = this.module.layout.tagOffset(union.type);
    const tag = this.tagOfField(union.type, field);
    if (at === None || tag === undefined) return;
    this.write(this.info(this.tagType(union.type)!), to, offset + at, tag);
  }

  /** Comptime value of a field of a struct or tuple, if it has one. */
  comptimeField(type: TypeId, field: number): ValueId | undefined {
    const { types } = this.module;
    if (types.kind(type) === TypeKind.union) return undefined;
    const value = types.fieldComptime(type, field);
    return value === None ? undefined : (value as ValueId);
  }
}

/** A pointer type seen as the unsigned integer it is where an integer is expected; other types as they are. */
export function integerView(info: TypeInfo): TypeInfo {
  if (info.shape !== Shape.pointer) return info;
  return { ...info, shape: Shape.integer, signed: false, max: (1n << BigInt(info.bits)) - 1n };
}

/** The undefined bits of `size` bytes as an integer. */
function undefinedMask(from: Bytes, offset: number, size: number): bigint {
  for (let at = offset; at < offset + size; at++) {
    if (from.undefinedBits[at] !== 0) return readBits(from.undefinedBits, offset, size);
  }
  return ALL_DEFINED;
}

/**
 * A scalar from its bit pattern and its undefined bits, `mask` within the width of the type. Only integers may be
 * undefined in part; a float or pointer with an undefined bit is undefined.
 */
export function partial(info: TypeInfo, bits: bigint, mask: bigint): Value {
  if (info.shape === Shape.integer) {
    if (mask === 0n) {
      return info.signed ? BigInt.asIntN(info.bits, bits) : BigInt.asUintN(info.bits, bits);
    }
    const all = (1n << BigInt(info.bits)) - 1n;
    return mask === all ? UNDEFINED : new Undefined(BigInt.asUintN(info.bits, bits) & ~mask, mask);
  }
  if (mask !== 0n) return UNDEFINED;
  return info.shape === Shape.pointer ? new Pointer(bits) : bits;
}

/** The bit pattern of a scalar and which of its bits are undefined. */
export function bitsAndMask(info: TypeInfo, value: Value): { bits: bigint; mask: bigint } {
  if (value instanceof Undefined) {
    const mask = BigInt.asUintN(info.bits, value.mask);
    return { bits: value.bits & ~mask, mask };
  }
  const whole = value instanceof Pointer ? value.address : (value as bigint);
  return { bits: BigInt.asUintN(info.bits, whole), mask: 0n };
}
