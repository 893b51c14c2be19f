import { WordInterner, reserveU32, reserveU8 } from './interner.ts';
import {
  None,
  type DeclaredId,
  type ErrorId,
  type NameId,
  type TypeId,
  type ValueId,
} from './ids.ts';
import { DeclaredTypes } from './declared.ts';

/** Kinds of types (codegen.md 1.1). */
export const TypeKind = {
  void: 0,
  noreturn: 1,
  bool: 2,
  /** `u8`, `usize`, `c_int`; words: bits (0 to 65535). */
  int: 3,
  /** Words: bits (16, 32, 64, 80, 128). */
  float: 4,
  anyopaque: 5,
  pointer: 6,
  array: 7,
  vector: 8,
  optional: 9,
  errorSet: 10,
  errorUnion: 11,
  function: 12,
  /** Structural, unlike the declared kinds below. */
  tuple: 13,
  struct: 14,
  union: 15,
  enum: 16,
  opaque: 17,
} as const;
export type TypeKind = (typeof TypeKind)[keyof typeof TypeKind];

/** True for the kinds with a declaration and a name. */
export function isDeclaredKind(kind: TypeKind): boolean {
  return kind >= TypeKind.struct;
}

/** Pointer sizes: `*T`, `[*]T`, `[*c]T`, `[]T`. */
export const PointerSize = { one: 0, many: 1, c: 2, slice: 3 } as const;
export type PointerSize = (typeof PointerSize)[keyof typeof PointerSize];

/** Calling conventions of function types. */
export const CallingConvention = { auto: 0, c: 1, naked: 2 } as const;
export type CallingConvention = (typeof CallingConvention)[keyof typeof CallingConvention];

const CONST = 1;
const VOLATILE = 2;
const ALLOWZERO = 4;

/** What a pointer type says; everything but `size` and `child` may be left out. */
export interface PointerAttributes {
  readonly size: PointerSize;
  readonly child: TypeId;
  readonly const?: boolean;
  readonly volatile?: boolean;
  readonly allowzero?: boolean;
  /** Bytes, a power of two; 0 is the natural alignment of the child. @default 0 */
  readonly align?: number;
  /** `NameId` of the address space; `None` is the generic one. @default None */
  readonly addressSpace?: NameId | typeof None;
  /** Value after the last element (many, slice). @default None */
  readonly sentinel?: ValueId | typeof None;
  /** Size in bytes of the host integer of a bit-pointer; 0 for an ordinary pointer. @default 0 */
  readonly hostSize?: number;
  /** Position of the lowest bit in the host integer. @default 0 */
  readonly bitOffset?: number;
  /** Lane of a pointer into a vector. @default None */
  readonly vectorIndex?: number;
}

/** One field of a tuple type. */
export interface TupleField {
  readonly type: TypeId;
  /** Value of a comptime field, `None` for a run-time one. @default None */
  readonly comptime?: ValueId | typeof None;
}

/** What a function type says. */
export interface FunctionAttributes {
  readonly parameters: readonly TypeId[];
  readonly result: TypeId;
  /** @default CallingConvention.auto */
  readonly convention?: CallingConvention;
  /** `...` after the parameters; only with the C convention. */
  readonly variadic?: boolean;
  /** Indexes of the parameters marked `noalias`, ascending. */
  readonly noalias?: readonly number[];
}

/** Spelling of the named integer types; the position is their number in a type record, 0 is none. */
export const namedIntegers = [
  '',
  'usize',
  'isize',
  'c_char',
  'c_short',
  'c_ushort',
  'c_int',
  'c_uint',
  'c_long',
  'c_ulong',
  'c_longlong',
  'c_ulonglong',
] as const;

/** Name of an integer type with a name. */
export type NamedInteger = Exclude<(typeof namedIntegers)[number], ''>;

/** What the column of kinds holds behind its end. */
const NO_KIND = 255;

/** Words of a pointer record behind the child. */
const POINTER_ALIGN = 2;
const POINTER_SENTINEL = 3;
const POINTER_HOST = 4;
const POINTER_LANE = 5;
const POINTER_SPACE = 6;
/** First parameter in a function record: kind, result, number of parameters, parameters, noalias bits. */
const FUNCTION_PARAMETERS = 3;

/**
 * The types of a module. A record is a word with the kind in bits 0 to 7 and flags above, then the words of the kind.
 * Types with the same record have the same id; a declared type has one record of its own.
 */
export class TypeTable {
  readonly #table = new WordInterner();
  // Columns of what is asked most.
  #kinds: Uint8Array = new Uint8Array(256).fill(NO_KIND);
  /** First word of each record. */
  #heads: Uint32Array = new Uint32Array(256);
  /** Second word of each record that has one. */
  #seconds: Uint32Array = new Uint32Array(256);
  /** `*T` at `2 * T`, `*const T` behind it; 0 before it was asked for. */
  #pointers: Uint32Array = new Uint32Array(512);
  /** Structs, unions, enums and opaques with a name. */
  readonly declared: DeclaredTypes = new DeclaredTypes();
  /** Orders of error sets that were not written in ascending order. */
  readonly #spelling: Map<TypeId, readonly ErrorId[]> = new Map();
  /** Width of a pointer in bits. */
  readonly pointerBits: 32 | 64;

  readonly void: TypeId;
  readonly noreturn: TypeId;
  readonly bool: TypeId;
  readonly anyopaque: TypeId;
  readonly anyerror: TypeId;
  readonly usize: TypeId;
  readonly isize: TypeId;

  constructor(pointerBits: 32 | 64 = 32) {
    if (pointerBits !== 32 && pointerBits !== 64) throw new RangeError('pointerBits is 32 or 64');
    this.pointerBits = pointerBits;
    this.void = this.#plain(TypeKind.void);
    this.noreturn = this.#plain(TypeKind.noreturn);
    this.bool = this.#plain(TypeKind.bool);
    this.anyopaque = this.#plain(TypeKind.anyopaque);
    this.anyerror = this.#plain(TypeKind.errorSet | (1 << 8));
    this.usize = this.namedInt('usize');
    this.isize = this.namedInt('isize');
  }

  /** Number of types. */
  get length(): number {
    return this.#table.length;
  }

  /** @throws RangeError when there is no such type */
  kind(type: TypeId): TypeKind {
    const kind = this.#kinds[type];
    if (kind === undefined || kind === NO_KIND) throw new RangeError(`no type ${type}`);
    return kind as TypeKind;
  }

  // Construction.

  #plain(word: number): TypeId {
    this.#table.put(word);
    return this.#take();
  }

  /** The type of the words put, with its columns when it is new. */
  #take(): TypeId {
    const table = this.#table;
    const known = table.length;
    const type = table.take();
    if (type === known) {
      if (type >= this.#kinds.length) {
        this.#kinds = reserveU8(this.#kinds, type + 1).fill(NO_KIND, type);
        this.#heads = reserveU32(this.#heads, type + 1);
        this.#seconds = reserveU32(this.#seconds, type + 1);
        this.#pointers = reserveU32(this.#pointers, 2 * type + 2);
      }
      const at = table.starts[type]!;
      const head = table.words[at]!;
      this.#kinds[type] = head & 0xff;
      this.#heads[type] = head;
      this.#seconds[type] = table.size(type) > 1 ? table.words[at + 1]! : 0;
    }
    return type as TypeId;
  }

  #unary(kind: TypeKind, a: number): TypeId {
    this.#table.put(kind);
    return this.#plain(a);
  }

  /** `u8`, `i65535`. */
  int(signed: boolean, bits: number): TypeId {
    if (!Number.isInteger(bits) || bits < 0 || bits > 65535) {
      throw new RangeError(`integers have 0 to 65535 bits, not ${bits}`);
    }
    this.#table.put(TypeKind.int | (signed ? 1 << 8 : 0));
    return this.#plain(bits);
  }

  /** `usize`, `c_int`: types of their own, as wide as the target says. */
  namedInt(name: NamedInteger): TypeId {
    const index = namedIntegers.indexOf(name);
    if (index <= 0) throw new RangeError(`no integer type ${name}`);
    const signed = name === 'isize' || (name.startsWith('c_') && !name.startsWith('c_u'));
    this.#table.put(TypeKind.int | (signed ? 1 << 8 : 0) | (index << 16));
    return this.#plain(this.#bitsOfNamed(name));
  }

  #bitsOfNamed(name: NamedInteger): number {
    switch (name) {
      case 'usize':
      case 'isize':
      case 'c_long':
      case 'c_ulong':
        return this.pointerBits;
      case 'c_char':
        return 8;
      case 'c_short':
      case 'c_ushort':
        return 16;
      case 'c_int':
      case 'c_uint':
        return 32;
      case 'c_longlong':
      case 'c_ulonglong':
        return 64;
    }
  }

  /** `f16` to `f128`; `named` makes `c_longdouble`, which is as `f128` but another type. */
  float(bits: 16 | 32 | 64 | 80 | 128, named = false): TypeId {
    this.#table.put(TypeKind.float | (named ? 1 << 8 : 0));
    return this.#plain(bits);
  }

  pointer(attributes: PointerAttributes): TypeId {
    const { size, child, align = 0, sentinel = None, hostSize = 0, bitOffset = 0 } = attributes;
    if (align !== 0 && (align & (align - 1)) !== 0) {
      throw new RangeError(`alignment ${align} is no power of two`);
    }
    const flags =
      (attributes.const ? CONST : 0) |
      (attributes.volatile ? VOLATILE : 0) |
      (attributes.allowzero ? ALLOWZERO : 0);
    this.#table.put(TypeKind.pointer | (size << 8) | (flags << 16));
    this.#table.put(child);
    this.#table.put(align);
    this.#table.put(sentinel);
    this.#table.put((hostSize << 16) | bitOffset);
    this.#table.put(attributes.vectorIndex ?? None);
    return this.#plain(attributes.addressSpace ?? None);
  }

  /** `*T`, or `*const T`. */
  pointerTo(child: TypeId, constant = false): TypeId {
    const at = 2 * child + (constant ? 1 : 0);
    const known = this.#pointers[at];
    if (known !== undefined && known !== 0) return known as TypeId;
    const pointer = this.pointer({ size: PointerSize.one, child, const: constant });
    if (at < this.#pointers.length) this.#pointers[at] = pointer;
    return pointer;
  }

  /** `[length]T`, with a sentinel behind the elements if one is given. Lengths up to 2^64 - 1. */
  array(child: TypeId, length: number | bigint, sentinel: ValueId | typeof None = None): TypeId {
    const wide = BigInt(length);
    if (wide < 0n || wide >> 64n !== 0n) throw new RangeError(`no array has length ${length}`);
    this.#table.put(TypeKind.array);
    this.#table.put(child);
    this.#table.put(Number(wide & 0xffff_ffffn));
    this.#table.put(Number(wide >> 32n));
    return this.#plain(sentinel);
  }

  vector(child: TypeId, length: number): TypeId {
    if (!Number.isInteger(length) || length < 0 || length > None) {
      throw new RangeError(`no vector has length ${length}`);
    }
    this.#table.put(TypeKind.vector);
    this.#table.put(child);
    return this.#plain(length);
  }

  optional(child: TypeId): TypeId {
    return this.#unary(TypeKind.optional, child);
  }

  /** The set of these errors, in any order. */
  errorSet(errors: readonly ErrorId[]): TypeId {
    const unique = [...new Set(errors)];
    const sorted = [...unique].sort((a, b) => a - b);
    this.#table.put(TypeKind.errorSet);
    for (const error of sorted) this.#table.put(error);
    const known = this.#table.length;
    const type = this.#take();
    if (type === known && unique.some((error, at) => error !== sorted[at])) {
      this.#spelling.set(type, unique);
    }
    return type;
  }

  /** The errors of a named set in the order in which it was first written: what a printer shows. */
  spelledErrors(type: TypeId): readonly ErrorId[] {
    const spelled = this.#spelling.get(type);
    if (spelled !== undefined) return spelled;
    return Array.from({ length: this.errorCount(type) }, (_, at) => this.errorAt(type, at));
  }

  errorUnion(set: TypeId, payload: TypeId): TypeId {
    this.#table.put(TypeKind.errorUnion);
    this.#table.put(set);
    return this.#plain(payload);
  }

  function(attributes: FunctionAttributes): TypeId {
    const { parameters, result, convention = CallingConvention.auto, noalias = [] } = attributes;
    if (attributes.variadic && convention !== CallingConvention.c) {
      throw new TypeError('only functions of the C convention are variadic');
    }
    this.#table.put(TypeKind.function | (convention << 8) | (attributes.variadic ? 1 << 16 : 0));
    this.#table.put(result);
    this.#table.put(parameters.length);
    for (const parameter of parameters) this.#table.put(parameter);
    // The bits of `noalias` follow only where there are any.
    if (noalias.length > 0) {
      const bits = new Uint32Array((parameters.length + 31) >>> 5);
      for (const index of noalias) bits[index >>> 5]! |= 1 << (index & 31);
      for (const word of bits) this.#table.put(word);
    }
    return this.#take();
  }

  tuple(fields: readonly TupleField[]): TypeId {
    this.#table.put(TypeKind.tuple);
    for (const field of fields) {
      this.#table.put(field.type);
      this.#table.put(field.comptime ?? None);
    }
    return this.#take();
  }

  /** A new declared type without a definition; `declared.define…` gives it one. */
  declare(
    kind: 'struct' | 'union' | 'enum' | 'opaque',
    name: NameId,
    position: number = None,
  ): TypeId {
    const id = this.declared.add(TypeKind[kind], name, position);
    const type = this.#unary(TypeKind[kind], id);
    this.declared.setType(id, type);
    return type;
  }

  // Access. Each reads one word; asking it of another kind of type is a mistake and gives a meaningless number.

  #word(type: TypeId, index: number): number {
    return this.#table.words[this.#table.starts[type]! + index]!;
  }

  /** `DeclaredId` of a struct, union, enum or opaque. */
  declaredOf(type: TypeId): DeclaredId {
    return this.#seconds[type]! as DeclaredId;
  }

  /** Bits of an integer or float type. */
  bits(type: TypeId): number {
    return this.#seconds[type]!;
  }

  /** Signedness of an integer type. */
  signed(type: TypeId): boolean {
    return (this.#heads[type]! & (1 << 8)) !== 0;
  }

  /** Name of `usize`, `c_int` and the like; undefined for `u32`. */
  integerName(type: TypeId): NamedInteger | undefined {
    return (namedIntegers[this.#heads[type]! >>> 16] || undefined) as NamedInteger | undefined;
  }

  /** True for `c_longdouble`. */
  isLongDouble(type: TypeId): boolean {
    return (this.#heads[type]! & (1 << 8)) !== 0;
  }

  /** Child of a pointer, array, vector or optional. */
  child(type: TypeId): TypeId {
    return this.#seconds[type]! as TypeId;
  }

  pointerSize(type: TypeId): PointerSize {
    return ((this.#heads[type]! >>> 8) & 0xff) as PointerSize;
  }

  isConst(type: TypeId): boolean {
    return ((this.#heads[type]! >>> 16) & CONST) !== 0;
  }

  isVolatile(type: TypeId): boolean {
    return ((this.#heads[type]! >>> 16) & VOLATILE) !== 0;
  }

  isAllowZero(type: TypeId): boolean {
    return ((this.#heads[type]! >>> 16) & ALLOWZERO) !== 0;
  }

  /** Alignment a pointer type states; 0 is the natural one (see `Layout.pointerAlign`). */
  statedAlign(type: TypeId): number {
    return this.#word(type, POINTER_ALIGN);
  }

  /** Sentinel of a pointer or array type, or `None`. */
  sentinel(type: TypeId): ValueId | typeof None {
    const index = this.kind(type) === TypeKind.array ? 4 : POINTER_SENTINEL;
    return this.#word(type, index) as ValueId;
  }

  /** Bytes of the host integer of a bit-pointer; 0 for an ordinary pointer. */
  hostSize(type: TypeId): number {
    return this.#word(type, POINTER_HOST) >>> 16;
  }

  bitOffset(type: TypeId): number {
    return this.#word(type, POINTER_HOST) & 0xffff;
  }

  /** Lane of a pointer into a vector, or `None`. */
  vectorIndex(type: TypeId): number {
    return this.#word(type, POINTER_LANE);
  }

  addressSpace(type: TypeId): NameId | typeof None {
    return this.#word(type, POINTER_SPACE) as NameId;
  }

  /** Everything a pointer type says, to build one that differs in a part. */
  pointerAttributes(type: TypeId): Required<PointerAttributes> {
    return {
      size: this.pointerSize(type),
      child: this.#seconds[type]! as TypeId,
      const: this.isConst(type),
      volatile: this.isVolatile(type),
      allowzero: this.isAllowZero(type),
      align: this.statedAlign(type),
      addressSpace: this.addressSpace(type),
      sentinel: this.sentinel(type),
      hostSize: this.hostSize(type),
      bitOffset: this.bitOffset(type),
      vectorIndex: this.vectorIndex(type),
    };
  }

  /** Elements of an array (without its sentinel) or vector. Exact below 2^53. */
  arrayLength(type: TypeId): number {
    const low = this.#word(type, 2);
    return this.kind(type) === TypeKind.array ? this.#word(type, 3) * 0x1_0000_0000 + low : low;
  }

  /** `arrayLength`, exact beyond 2^53. */
  exactLength(type: TypeId): bigint | number {
    const length = this.arrayLength(type);
    if (Number.isSafeInteger(length)) return length;
    return (BigInt(this.#word(type, 3)) << 32n) | BigInt(this.#word(type, 2));
  }

  /** True for `anyerror`. */
  isAnyError(type: TypeId): boolean {
    return (this.#heads[type]! & (1 << 8)) !== 0;
  }

  /** Number of errors a named error set lists. */
  errorCount(type: TypeId): number {
    return this.#table.size(type) - 1;
  }

  /** Error `index` of a named error set; they are in ascending order. */
  errorAt(type: TypeId, index: number): ErrorId {
    return this.#word(type, 1 + index) as ErrorId;
  }

  /** True if `anyerror` or a set that lists `error`. */
  hasError(type: TypeId, error: ErrorId): boolean {
    if (this.isAnyError(type)) return true;
    let low = 0;
    let high = this.errorCount(type);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.errorAt(type, middle) < error) low = middle + 1;
      else high = middle;
    }
    return low < this.errorCount(type) && this.errorAt(type, low) === error;
  }

  /** Error set of an error union. */
  errorSetOf(type: TypeId): TypeId {
    return this.#seconds[type]! as TypeId;
  }

  /** Payload of an error union. */
  payloadOf(type: TypeId): TypeId {
    return this.#word(type, 2) as TypeId;
  }

  /** Result of a function type. */
  resultOf(type: TypeId): TypeId {
    return this.#seconds[type]! as TypeId;
  }

  parameterCount(type: TypeId): number {
    return this.#word(type, 2);
  }

  parameter(type: TypeId, index: number): TypeId {
    return this.#word(type, FUNCTION_PARAMETERS + index) as TypeId;
  }

  isNoalias(type: TypeId, index: number): boolean {
    const at = FUNCTION_PARAMETERS + this.parameterCount(type) + (index >>> 5);
    return at < this.#table.size(type) && ((this.#word(type, at) >>> (index & 31)) & 1) !== 0;
  }

  convention(type: TypeId): CallingConvention {
    return ((this.#heads[type]! >>> 8) & 0xff) as CallingConvention;
  }

  isVariadic(type: TypeId): boolean {
    return this.#heads[type]! >>> 16 !== 0;
  }

  // Fields of structs, tuples and unions alike.

  /** Number of fields of a struct, tuple, union or enum. */
  fieldCount(type: TypeId): number {
    if (this.kind(type) === TypeKind.tuple) return (this.#table.size(type) - 1) >>> 1;
    return this.declared.fieldCount(this.declaredOf(type));
  }

  /** Type of a field of a struct, tuple or union. */
  fieldType(type: TypeId, index: number): TypeId {
    if (this.kind(type) === TypeKind.tuple) return this.#word(type, 1 + 2 * index) as TypeId;
    return this.declared.fieldType(this.declaredOf(type), index);
  }

  /** Value of a comptime field of a struct or tuple; `None` for a run-time field. */
  fieldComptime(type: TypeId, index: number): ValueId | typeof None {
    if (this.kind(type) === TypeKind.tuple) return this.#word(type, 2 + 2 * index) as ValueId;
    return this.declared.fieldComptime(this.declaredOf(type), index);
  }
}
