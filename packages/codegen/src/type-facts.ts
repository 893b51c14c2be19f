// What lowering asks about a type, computed once: one object per type instead of a chain of look-ups per question.

import { type Module, None, Representation, TypeKind, type TypeId } from '@wasmwright/air';
import { Tag } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';
import { valueTypeOf } from './abi.ts';
import { type Leaf, leavesOf } from './analysis/leaves.ts';

/** Facts about one type (codegen.md 1). */
export interface TypeFacts {
  readonly kind: TypeKind;
  /** Bytes. */
  readonly size: number;
  readonly representation: Representation;
  /** By reference: represented by the address of memory nobody writes. */
  readonly isMemory: boolean;
  /** Value type byte of what represents it: its scalar, or its address. */
  readonly valueType: number;
  /** `Layout.integerBits`: -1 for types that are no integers to wasm. */
  readonly bits: number;
  readonly signed: boolean;
  /** A pointer to volatile memory. */
  readonly isVolatile: boolean;
  /** A pointer to bits of a host integer. */
  readonly isBitPointer: boolean;
  /** A type of which any instruction can take and give values; of others only some can (unsupported.ts). */
  readonly isPlain: boolean;

  // Its access in memory, when it is a scalar.

  readonly load: number;
  readonly store: number;
  /** Natural alignment of the access in bytes, or the type's if that is smaller. */
  readonly align: number;
  /** Bits to wrap to after a load, or 0: the width fills the storage. */
  readonly wrap: number;
}

/** What arithmetic needs to know of an integer type of at most 64 bits. */
export interface IntegerType {
  readonly type: TypeId;
  readonly bits: number;
  readonly signed: boolean;
  readonly is64: boolean;
  readonly valueType: number;
  readonly min: bigint;
  readonly max: bigint;
}

/** An aggregate is replaced by at most this many scalars. */
export const MAX_LEAVES = 16;

/** The facts of the types of one module. */
export class TypeFactsCache {
  readonly #module: Module;
  /** By type. */
  readonly #facts: (TypeFacts | undefined)[] = [];
  readonly #integers: Map<TypeId, IntegerType> = new Map();
  readonly #leaves: Map<TypeId, readonly Leaf[] | undefined> = new Map();

  constructor(module: Module) {
    this.#module = module;
  }

  of(type: TypeId): TypeFacts {
    return this.#facts[type] ?? this.#make(type);
  }

  /** The range of an integer type of at most 64 bits. */
  integer(type: TypeId): IntegerType {
    const known = this.#integers.get(type);
    if (known !== undefined) return known;
    const { bits, signed } = this.of(type);
    const is64 = bits > 32;
    const wide = BigInt(bits);
    const integer: IntegerType = {
      type,
      bits,
      signed,
      is64,
      valueType: is64 ? ValueType.i64 : ValueType.i32,
      min: signed && bits > 0 ? -(1n << (wide - 1n)) : 0n,
      max: bits === 0 ? 0n : signed ? (1n << (wide - 1n)) - 1n : (1n << wide) - 1n,
    };
    this.#integers.set(type, integer);
    return integer;
  }

  /** The scalars of a type, at most `max` of them (itself at most `MAX_LEAVES`); see `leavesOf`. */
  leaves(type: TypeId, max: number = MAX_LEAVES): readonly Leaf[] | undefined {
    let leaves = this.#leaves.get(type);
    if (leaves === undefined && !this.#leaves.has(type)) {
      leaves = leavesOf(this.#module, type, MAX_LEAVES);
      this.#leaves.set(type, leaves);
    }
    return leaves === undefined || leaves.length > max ? undefined : leaves;
  }

  #make(type: TypeId): TypeFacts {
    const { layout, types } = this.#module;
    // An array without holes is the fastest to read.
    while (this.#facts.length < type) this.#facts.push(undefined);
    const kind = types.kind(type);
    const representation = layout.representation(type);
    const size = layout.sizeOf(type);
    const bits = layout.integerBits(type);
    const facts: TypeFacts = {
      kind,
      size,
      representation,
      isMemory: representation === Representation.memory,
      valueType: valueTypeOf(representation, layout.pointerBytes),
      bits,
      signed: layout.isSigned(type),
      isVolatile: kind === TypeKind.pointer && types.isVolatile(type),
      isBitPointer: kind === TypeKind.pointer && types.hostSize(type) > 0,
      isPlain: isPlain(this.#module, type, representation, bits),
      ...accessOf(representation, size, layout.isSigned(type)),
      align: Math.min(layout.alignOf(type), size),
      wrap: kind === TypeKind.bool ? 0 : wrapBits(representation, size, bits),
    };
    this.#facts[type] = facts;
    return facts;
  }
}

function accessOf(
  representation: Representation,
  size: number,
  signed: boolean,
): { readonly load: number; readonly store: number } {
  switch (representation) {
    case Representation.f32:
      return { load: Tag.f32_load, store: Tag.f32_store };
    case Representation.f64:
      return { load: Tag.f64_load, store: Tag.f64_store };
    case Representation.i64:
      return { load: Tag.i64_load, store: Tag.i64_store };
    default:
      break;
  }
  if (size === 1)
    return { load: signed ? Tag.i32_load8_s : Tag.i32_load8_u, store: Tag.i32_store8 };
  if (size === 2) {
    return { load: signed ? Tag.i32_load16_s : Tag.i32_load16_u, store: Tag.i32_store16 };
  }
  return { load: Tag.i32_load, store: Tag.i32_store };
}

/** Bits of an integer that does not fill its storage; bools and floats as bits are always canonical in memory. */
function wrapBits(representation: Representation, size: number, bits: number): number {
  if (representation === Representation.f32 || representation === Representation.f64) return 0;
  const storage =
    representation === Representation.i64 ? 64 : size === 1 ? 8 : size === 2 ? 16 : 32;
  return bits > 0 && bits < storage ? bits : 0;
}

function isPlain(
  { types }: Module,
  type: TypeId,
  representation: Representation,
  bits: number,
): boolean {
  switch (types.kind(type)) {
    case TypeKind.pointer:
      return types.hostSize(type) <= 8 && types.vectorIndex(type) === None;
    case TypeKind.vector:
      return false;
    case TypeKind.float:
      return types.bits(type) === 32 || types.bits(type) === 64;
    default:
      return bits <= 64 && representation !== Representation.v128;
  }
}
