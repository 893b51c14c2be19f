import { WordInterner, reserveU32, reserveU8 } from './interner.ts';
import type { ErrorId, NavId, TypeId, ValueId } from './ids.ts';
import { TypeKind, type TypeTable } from './types.ts';

/** Kinds of constants. The words after (kind, type) are given with each. */
export const ValueKind = {
  /** No words. */
  undef: 0,
  /** The value of `void` and of every other type with one value. No words. */
  void: 1,
  /** 0 or 1. */
  bool: 2,
  /** Two's complement, least significant word first, as few words as keep the sign. */
  int: 3,
  /** Bits of the representation, least significant word first; 16 bits take one word, 80 bits three. */
  float: 4,
  /** Null of an optional. No words. */
  null: 5,
  /** Present optional: the payload. */
  some: 6,
  /** Of an error set: `ErrorId`. */
  error: 7,
  /** Error in an error union: `ErrorId`. */
  failure: 8,
  /** Success of an error union: the payload. */
  success: 9,
  /** Integer of the tag type. */
  enum: 10,
  /** One word per field of a struct or tuple, per element of an array (sentinel excluded) or vector. */
  aggregate: 11,
  /** Array or vector whose elements are all equal, at least one: the element. */
  repeat: 12,
  /** Array of `u8` elements that are not all equal: four bytes to a word. */
  bytes: 13,
  /** Union: field index, value. */
  union: 14,
  /** Union whose active field is not known: value (an array of `u8`, or undef of the union's type). */
  unionBytes: 15,
  /** Packed struct or union: its backing integer. */
  packed: 16,
  /** Address of a nav: `NavId`, offset low, offset high (signed bytes). */
  navPointer: 17,
  /** Address of an unnamed constant: `ValueId`, offset low, offset high, stated alignment or 0. */
  uavPointer: 18,
  /** Fixed address: low, high. */
  addressPointer: 19,
  /** Slice: pointer value, length value (`usize`). */
  slice: 20,
  /** A function itself, as the callee of a call: `NavId`. */
  function: 21,
} as const;
export type ValueKind = (typeof ValueKind)[keyof typeof ValueKind];

/** First word after (kind, type). */
const PAYLOAD = 2;

/** What the column of kinds holds behind its end. */
const NO_KIND = 255;

/** A float and its words, least significant first. */
const floatWords = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/**
 * The constants of a module. Each is a record of words: kind, type, then the payload its kind names. Equal (type, payload) pairs have
 * equal ids, because each payload has one spelling: `aggregate` turns equal elements into `repeat` and bytes into `bytes`.
 */
export class ValueTable {
  readonly #table = new WordInterner();
  // Columns of what is asked most.
  #kinds: Uint8Array = new Uint8Array(1024).fill(NO_KIND);
  #typeOf: Uint32Array = new Uint32Array(1024);
  readonly #types: TypeTable;
  readonly #listed: Set<ValueId> = new Set();
  /** `true`, `false`, `void_value`: the constants that need no type. */
  readonly true: ValueId;
  readonly false: ValueId;
  readonly void: ValueId;

  constructor(types: TypeTable) {
    this.#types = types;
    this.false = this.#record1(ValueKind.bool, types.bool, 0);
    this.true = this.#record1(ValueKind.bool, types.bool, 1);
    this.void = this.#record(ValueKind.void, types.void);
  }

  /** Number of constants. */
  get length(): number {
    return this.#table.length;
  }

  /** @throws RangeError when there is no such constant */
  kind(value: ValueId): ValueKind {
    const kind = this.#kinds[value];
    if (kind === undefined || kind === NO_KIND) throw new RangeError(`no constant ${value}`);
    return kind as ValueKind;
  }

  /** @throws RangeError when there is no such constant */
  type(value: ValueId): TypeId {
    if (!(value < this.#table.length)) throw new RangeError(`no constant ${value}`);
    return this.#typeOf[value]! as TypeId;
  }

  // Construction.

  /** The constant of the words put, with its columns when it is new. */
  #take(): ValueId {
    const known = this.#table.length;
    const value = this.#table.take();
    if (value === known) this.#describe(value);
    return value as ValueId;
  }

  /** Fills the columns of a new constant. */
  #describe(value: number): void {
    if (value >= this.#kinds.length) {
      this.#kinds = reserveU8(this.#kinds, value + 1).fill(NO_KIND, value);
      this.#typeOf = reserveU32(this.#typeOf, value + 1);
    }
    const { starts, words } = this.#table;
    const at = starts[value]!;
    this.#kinds[value] = words[at]!;
    this.#typeOf[value] = words[at + 1]!;
  }

  #record(kind: ValueKind, type: TypeId): ValueId {
    this.#table.put(kind);
    this.#table.put(type);
    return this.#take();
  }

  #record1(kind: ValueKind, type: TypeId, a: number): ValueId {
    const known = this.#table.length;
    const value = this.#table.take3(kind, type, a >>> 0);
    if (value === known) this.#describe(value);
    return value as ValueId;
  }

  undef(type: TypeId): ValueId {
    return this.#record(ValueKind.undef, type);
  }

  /** The value of a type with one value. */
  one(type: TypeId): ValueId {
    return this.#record(ValueKind.void, type);
  }

  bool(value: boolean): ValueId {
    return value ? this.true : this.false;
  }

  /** An integer of an integer type. Whether it fits is the verifier's business. */
  int(type: TypeId, value: number | bigint): ValueId {
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no safe integer`);
      if (value === (value | 0)) return this.#record1(ValueKind.int, type, value | 0);
      this.#table.put(ValueKind.int);
      this.#table.put(type);
      this.#table.put(value >>> 0);
      this.#table.put(Math.floor(value / 0x1_0000_0000));
      return this.#take();
    }
    this.#table.put(ValueKind.int);
    this.#table.put(type);
    let rest = value;
    for (;;) {
      const word = Number(rest & 0xffff_ffffn);
      this.#table.put(word);
      rest >>= 32n;
      if (rest === (word >>> 31 === 0 ? 0n : -1n)) break;
    }
    return this.#take();
  }

  /** A float of a float type from its bits. */
  float(type: TypeId, bits: bigint): ValueId {
    this.#table.put(ValueKind.float);
    this.#table.put(type);
    const width = this.#types.bits(type);
    for (let at = 0; at < width; at += 32) {
      this.#table.put(Number((bits >> BigInt(at)) & 0xffff_ffffn));
    }
    return this.#take();
  }

  /** The `f32` or `f64` nearest to a number. @throws TypeError for other types */
  floatNumber(type: TypeId, value: number): ValueId {
    const bits = this.#types.bits(type);
    if (bits === 32) floatWords.setFloat32(0, value, true);
    else if (bits === 64) floatWords.setFloat64(0, value, true);
    else throw new TypeError('floatNumber makes f32 and f64');
    this.#table.put(ValueKind.float);
    this.#table.put(type);
    this.#table.put(floatWords.getUint32(0, true));
    if (bits === 64) this.#table.put(floatWords.getUint32(4, true));
    return this.#take();
  }

  null(optional: TypeId): ValueId {
    return this.#record(ValueKind.null, optional);
  }

  some(optional: TypeId, payload: ValueId): ValueId {
    return this.#record1(ValueKind.some, optional, payload);
  }

  error(set: TypeId, error: ErrorId): ValueId {
    return this.#record1(ValueKind.error, set, error);
  }

  /** An error in an error union. */
  failure(union: TypeId, error: ErrorId): ValueId {
    return this.#record1(ValueKind.failure, union, error);
  }

  /** Success of an error union. */
  success(union: TypeId, payload: ValueId): ValueId {
    return this.#record1(ValueKind.success, union, payload);
  }

  /** An enum value from its integer, a value of the tag type. */
  enum(type: TypeId, integer: ValueId): ValueId {
    return this.#record1(ValueKind.enum, type, integer);
  }

  /**
   * A struct, tuple, array or vector of its fields or elements; a packed struct becomes its integer by `packed`. Equal elements of an
   * array or vector become a `repeat`, bytes become `bytes`, and no elements the one value of the type.
   */
  aggregate(type: TypeId, elements: ArrayLike<ValueId>): ValueId {
    const { length } = elements;
    const kind = this.#types.kind(type);
    if (length === 0 && kind !== TypeKind.array) return this.one(type);
    if (length > 0 && (kind === TypeKind.array || kind === TypeKind.vector)) {
      let same = 1;
      while (same < length && elements[same] === elements[0]) same++;
      if (same === length) {
        const known = this.length;
        const value = this.repeat(type, elements[0]!);
        if (value === known && length > 1) this.#listed.add(value);
        return value;
      }
      if (kind === TypeKind.array && this.#allBytes(type, elements)) {
        return this.bytes(
          type,
          Uint8Array.from(elements, (element) => this.intNumber(element)!),
        );
      }
    }
    this.#table.put(ValueKind.aggregate);
    this.#table.put(type);
    for (let at = 0; at < length; at++) this.#table.put(elements[at]!);
    return this.#take();
  }

  #allBytes(type: TypeId, elements: ArrayLike<ValueId>): boolean {
    const child = this.#types.child(type);
    if (this.#types.kind(child) !== TypeKind.int) return false;
    if (this.#types.bits(child) !== 8 || this.#types.signed(child)) return false;
    for (let at = 0; at < elements.length; at++) {
      if (this.kind(elements[at]!) !== ValueKind.int) return false;
    }
    return true;
  }

  /** An array or vector of at least one element with the same value everywhere. */
  repeat(type: TypeId, element: ValueId): ValueId {
    return this.#record1(ValueKind.repeat, type, element);
  }

  /** An array of `u8`, without its sentinel. */
  bytes(type: TypeId, bytes: Uint8Array): ValueId {
    const { length } = bytes;
    if (length === 0) return this.aggregate(type, []);
    let same = 1;
    while (same < length && bytes[same] === bytes[0]) same++;
    if (same === length) return this.repeat(type, this.int(this.#types.child(type), bytes[0]!));
    this.#table.put(ValueKind.bytes);
    this.#table.put(type);
    for (let at = 0; at < length; at += 4) {
      const high = ((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16);
      this.#table.put(high | ((bytes[at + 1] ?? 0) << 8) | bytes[at]!);
    }
    return this.#take();
  }

  union(type: TypeId, field: number, value: ValueId): ValueId {
    this.#table.put(ValueKind.union);
    this.#table.put(type);
    this.#table.put(field);
    this.#table.put(value);
    return this.#take();
  }

  /** A union whose active field is unknown: `value` is undef of the union's type, or an array of bytes. */
  unionBytes(type: TypeId, value: ValueId): ValueId {
    return this.#record1(ValueKind.unionBytes, type, value);
  }

  /** A packed struct or union from its integer, a value of an integer type of the backing width. */
  packed(type: TypeId, integer: ValueId): ValueId {
    return this.#record1(ValueKind.packed, type, integer);
  }

  /** The address of a nav, `offset` bytes further. The type is a pointer, or a function pointer. */
  navPointer(type: TypeId, nav: NavId, offset: number | bigint = 0): ValueId {
    this.#table.put(ValueKind.navPointer);
    this.#table.put(type);
    this.#table.put(nav);
    this.#putWide(offset);
    return this.#take();
  }

  /** The address of an unnamed constant. `align` is what this pointer asks of it in bytes, 0 the natural alignment. */
  uavPointer(type: TypeId, value: ValueId, offset: number | bigint = 0, align = 0): ValueId {
    this.#table.put(ValueKind.uavPointer);
    this.#table.put(type);
    this.#table.put(value);
    this.#putWide(offset);
    this.#table.put(align);
    return this.#take();
  }

  /** A pointer with a fixed address; address 0 is `null` of `[*c]` and `allowzero` pointers. */
  addressPointer(type: TypeId, address: number | bigint): ValueId {
    this.#table.put(ValueKind.addressPointer);
    this.#table.put(type);
    this.#putWide(address);
    return this.#take();
  }

  #putWide(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value === (value | 0)) {
      this.#table.put(value);
      this.#table.put(0);
      return;
    }
    const wide = BigInt(value);
    this.#table.put(Number(wide & 0xffff_ffffn));
    this.#table.put(Number((wide >> 32n) & 0xffff_ffffn));
  }

  slice(type: TypeId, pointer: ValueId, length: ValueId): ValueId {
    this.#table.put(ValueKind.slice);
    this.#table.put(type);
    this.#table.put(pointer);
    this.#table.put(length);
    return this.#take();
  }

  /** A function itself; the type is its signature. */
  function(type: TypeId, nav: NavId): ValueId {
    return this.#record1(ValueKind.function, type, nav);
  }

  /** repeat: true when its elements were first given one by one; only a printer cares. */
  isListed(value: ValueId): boolean {
    return this.#listed.has(value);
  }

  // Access. Each belongs to the kinds its comment names.

  #word(value: ValueId, index: number): number {
    return this.#table.words[this.#table.starts[value]! + PAYLOAD + index]!;
  }

  isUndef(value: ValueId): boolean {
    return this.kind(value) === ValueKind.undef;
  }

  /** int: the exact value. */
  intValue(value: ValueId): bigint {
    const count = this.#table.size(value) - PAYLOAD;
    let result = BigInt(this.#word(value, count - 1) | 0);
    for (let at = count - 2; at >= 0; at--) {
      result = (result << 32n) | BigInt(this.#word(value, at));
    }
    return result;
  }

  /** int: the value when it is a safe integer, else undefined. */
  intNumber(value: ValueId): number | undefined {
    const count = this.#table.size(value) - PAYLOAD;
    if (count === 1) return this.#word(value, 0) | 0;
    if (count > 2) return undefined;
    const wide = (this.#word(value, 1) | 0) * 0x1_0000_0000 + this.#word(value, 0);
    return Number.isSafeInteger(wide) ? wide : undefined;
  }

  /** float: the bits of the representation. */
  floatBits(value: ValueId): bigint {
    let bits = 0n;
    for (let at = this.#table.size(value) - PAYLOAD - 1; at >= 0; at--) {
      bits = (bits << 32n) | BigInt(this.#word(value, at));
    }
    return bits;
  }

  /** float of 32 or 64 bits: the number. */
  floatValue(value: ValueId): number {
    floatWords.setUint32(0, this.#word(value, 0), true);
    if (this.#table.size(value) - PAYLOAD === 1) return floatWords.getFloat32(0, true);
    floatWords.setUint32(4, this.#word(value, 1), true);
    return floatWords.getFloat64(0, true);
  }

  boolValue(value: ValueId): boolean {
    return this.#word(value, 0) !== 0;
  }

  /** some, success: the payload. enum, packed: the integer. repeat: the element. unionBytes: the bytes or undef. */
  payload(value: ValueId): ValueId {
    return this.#word(value, 0) as ValueId;
  }

  /** error, failure: the error. */
  errorOf(value: ValueId): ErrorId {
    return this.#word(value, 0) as ErrorId;
  }

  /** aggregate, repeat, bytes: number of elements or fields (without a sentinel). */
  elementCount(value: ValueId): number {
    switch (this.kind(value)) {
      case ValueKind.aggregate:
        return this.#table.size(value) - PAYLOAD;
      case ValueKind.repeat:
      case ValueKind.bytes:
        return this.#types.arrayLength(this.type(value));
      default:
        return 0;
    }
  }

  /** aggregate, repeat, bytes: element `index`. */
  element(value: ValueId, index: number): ValueId {
    switch (this.kind(value)) {
      case ValueKind.repeat:
        return this.payload(value);
      case ValueKind.bytes:
        return this.int(this.#types.child(this.type(value)), this.byte(value, index));
      default:
        return this.#word(value, index) as ValueId;
    }
  }

  /** bytes: byte `index`. */
  byte(value: ValueId, index: number): number {
    return (this.#word(value, index >>> 2) >>> ((index & 3) * 8)) & 0xff;
  }

  /** bytes: a copy of all of them. */
  bytesOf(value: ValueId): Uint8Array {
    const bytes = new Uint8Array(this.elementCount(value));
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.byte(value, at);
    return bytes;
  }

  /** union: index of the active field. */
  unionField(value: ValueId): number {
    return this.#word(value, 0);
  }

  /** union: value of the active field. */
  unionValue(value: ValueId): ValueId {
    return this.#word(value, 1) as ValueId;
  }

  /** navPointer, function: the nav. */
  navOf(value: ValueId): NavId {
    return this.#word(value, 0) as NavId;
  }

  /** uavPointer: the constant it points to. */
  uavOf(value: ValueId): ValueId {
    return this.#word(value, 0) as ValueId;
  }

  /** uavPointer: the alignment asked of the constant, 0 for its natural one. */
  uavAlign(value: ValueId): number {
    return this.#word(value, 3);
  }

  /** navPointer, uavPointer: distance in bytes, may be negative. Exact below 2^53. */
  pointerOffset(value: ValueId): number {
    return (this.#word(value, 2) | 0) * 0x1_0000_0000 + this.#word(value, 1);
  }

  /** addressPointer: the address. */
  address(value: ValueId): bigint {
    return (BigInt(this.#word(value, 1)) << 32n) | BigInt(this.#word(value, 0));
  }

  /** slice: its pointer. */
  slicePointer(value: ValueId): ValueId {
    return this.#word(value, 0) as ValueId;
  }

  /** slice: its length. */
  sliceLength(value: ValueId): ValueId {
    return this.#word(value, 1) as ValueId;
  }
}
