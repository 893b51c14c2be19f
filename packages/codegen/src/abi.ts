// Calling conventions (codegen.md section 2): how parameters and results of a function type travel as wasm values.

import {
  CallingConvention,
  type Module,
  None,
  Representation,
  StateClass,
  TypeKind,
  type TypeId,
} from '@wasmwright/air';
import type { Signature } from '@wasmwright/mir';
import { ValueType } from '@wasmwright/wasm';

/** How one value travels. */
export const Passing = {
  /** Size 0: not at all. */
  none: 0,
  /** As one wasm value of its representation. */
  direct: 1,
  /** As the address of memory the callee must not write (internal convention). */
  reference: 2,
  /** As the address of a copy the callee may write (C convention). */
  copy: 3,
  /** As two i64, low half first (C convention, 65 to 128 bits). */
  pair: 4,
  /** An aggregate as the one scalar in it, at `AbiValue.scalar` (C convention). */
  scalar: 5,
  /** A result stored through a pointer that is the first parameter. */
  sret: 6,
} as const;
export type Passing = (typeof Passing)[keyof typeof Passing];

/** How one parameter or the result travels. */
export interface AbiValue {
  readonly type: TypeId;
  readonly passing: Passing;
  /** Type of the scalar inside the aggregate when `passing` is `scalar`, else the type itself. It stands at offset 0. */
  readonly scalar: TypeId;
  /** First wasm parameter it takes; meaningless when it takes none. */
  readonly local: number;
}

/** The wasm shape of a function type. */
export interface FunctionAbi {
  readonly params: readonly AbiValue[];
  readonly result: AbiValue;
  /** The wasm signature: value type bytes. */
  readonly wasmParams: readonly number[];
  readonly wasmResults: readonly number[];
  /** The two together; one object for all who refer to functions of the type. */
  readonly signature: Signature;
  /** Narrow values from outside are re-canonicalised by the receiver (2.2). */
  readonly isC: boolean;
  /** Wasm parameter that holds the pointer to the variadic arguments, or -1. */
  readonly variadicLocal: number;
}

/** Value type of a representation that is one wasm value; addresses for `memory`. */
export function valueTypeOf(representation: Representation, pointerBytes: number): number {
  switch (representation) {
    case Representation.i32:
      return ValueType.i32;
    case Representation.i64:
      return ValueType.i64;
    case Representation.f32:
      return ValueType.f32;
    case Representation.f64:
      return ValueType.f64;
    case Representation.v128:
      return ValueType.v128;
    default:
      return pointerBytes === 8 ? ValueType.i64 : ValueType.i32;
  }
}

/** Computes and keeps the shapes of the function types of one module. */
export class Abi {
  readonly #module: Module;
  readonly #known: Map<TypeId, FunctionAbi> = new Map();

  constructor(module: Module) {
    this.#module = module;
  }

  /** Shape of a function type. */
  of(type: TypeId): FunctionAbi {
    let abi = this.#known.get(type);
    if (abi === undefined) {
      abi = this.#compute(type);
      this.#known.set(type, abi);
    }
    return abi;
  }

  #compute(type: TypeId): FunctionAbi {
    const { types, layout } = this.#module;
    const convention = types.convention(type);
    const isC = convention === CallingConvention.c;
    const { pointerBytes } = layout;
    const pointer = valueTypeOf(Representation.memory, pointerBytes);
    const wasmParams: number[] = [];
    const wasmResults: number[] = [];

    const resultType = types.resultOf(type);
    let passing = this.#resultPassing(resultType, isC);
    const scalar = this.#scalarOf(resultType, isC);
    if (passing === Passing.sret) wasmParams.push(pointer);
    else if (passing !== Passing.none) {
      wasmResults.push(valueTypeOf(layout.representation(scalar), pointerBytes));
    } else if (this.#isEmptyError(resultType)) {
      passing = Passing.direct;
      wasmResults.push(ValueType.i32);
    }
    const result: AbiValue = { type: resultType, passing, scalar, local: 0 };

    const params: AbiValue[] = [];
    if (convention !== CallingConvention.naked) {
      for (let index = 0; index < types.parameterCount(type); index++) {
        const param = types.parameter(type, index);
        const value: AbiValue = {
          type: param,
          passing: this.#paramPassing(param, isC),
          scalar: this.#scalarOf(param, isC),
          local: wasmParams.length,
        };
        params.push(value);
        switch (value.passing) {
          case Passing.none:
            break;
          case Passing.pair:
            wasmParams.push(ValueType.i64, ValueType.i64);
            break;
          default:
            wasmParams.push(valueTypeOf(layout.representation(value.scalar), pointerBytes));
        }
      }
    }
    const variadicLocal = types.isVariadic(type) ? wasmParams.push(pointer) - 1 : -1;
    const signature = { params: wasmParams, results: wasmResults };
    return { params, result, wasmParams, wasmResults, signature, isC, variadicLocal };
  }

  /** An error set or error union without any bits still returns an i32 zero (2.1). */
  #isEmptyError(type: TypeId): boolean {
    const kind = this.#module.types.kind(type);
    const isError = kind === TypeKind.errorSet || kind === TypeKind.errorUnion;
    return isError && this.#module.layout.sizeOf(type) === 0;
  }

  #paramPassing(type: TypeId, isC: boolean): Passing {
    const { layout } = this.#module;
    if (layout.sizeOf(type) === 0) return Passing.none;
    if (layout.representation(type) !== Representation.memory) {
      return isC && this.#scalarOf(type, true) !== type ? Passing.scalar : Passing.direct;
    }
    if (!isC) return Passing.reference;
    if (this.#isPair(type)) return Passing.pair;
    return this.#scalarOf(type, true) === type ? Passing.copy : Passing.scalar;
  }

  #resultPassing(type: TypeId, isC: boolean): Passing {
    const passing = this.#paramPassing(type, isC);
    switch (passing) {
      case Passing.reference:
      case Passing.copy:
      case Passing.pair:
        return Passing.sret;
      default:
        return passing;
    }
  }

  /** Integers of 65 to 128 bits and f128 (2.2). */
  #isPair(type: TypeId): boolean {
    const { types, layout } = this.#module;
    const bits = layout.integerBits(type);
    if (bits > 64) return bits <= 128;
    return types.kind(type) === TypeKind.float && types.bits(type) === 128;
  }

  /** The scalar an extern aggregate reduces to in the C convention, or the type itself (2.2). */
  #scalarOf(type: TypeId, isC: boolean): TypeId {
    if (!isC) return type;
    const { types, layout } = this.#module;
    let inner = type;
    for (;;) {
      switch (types.kind(inner)) {
        case TypeKind.struct:
        case TypeKind.union:
        case TypeKind.tuple:
        case TypeKind.array: {
          if (layout.isPacked(inner)) return this.#fits(inner, type);
          const member = this.#onlyMember(inner);
          if (member === undefined) return type;
          inner = member;
          continue;
        }
        default:
          return this.#fits(inner, type);
      }
    }
  }

  /** `inner` if it is a scalar of the size of the whole aggregate, else the aggregate. */
  #fits(inner: TypeId, whole: TypeId): TypeId {
    const { layout } = this.#module;
    const isScalar = layout.representation(inner) !== Representation.memory;
    return isScalar && layout.sizeOf(inner) === layout.sizeOf(whole) ? inner : whole;
  }

  /** The one member of an aggregate that is not empty, or undefined when there is none or another. */
  #onlyMember(type: TypeId): TypeId | undefined {
    const { types, layout } = this.#module;
    if (types.kind(type) === TypeKind.array) {
      const single = types.arrayLength(type) === 1 && types.sentinel(type) === None;
      return single ? types.child(type) : undefined;
    }
    if (types.kind(type) === TypeKind.union) {
      if (layout.tagOffset(type) !== None) return undefined;
    }
    let only: TypeId | undefined;
    for (let index = 0; index < types.fieldCount(type); index++) {
      const field = types.fieldType(type, index);
      if (types.kind(type) !== TypeKind.union && types.fieldComptime(type, index) !== None)
        continue;
      if (layout.classOf(field) !== StateClass.runtime) continue;
      if (only !== undefined) return undefined;
      only = field;
    }
    return only;
  }
}
