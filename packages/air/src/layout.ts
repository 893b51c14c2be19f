// Sizes, alignments, offsets and wasm representations of types: codegen.md section 1.

import { ContainerLayout } from './declared.ts';
import { None, type TypeId } from './ids.ts';
import { PointerSize, TypeKind, type TypeTable } from './types.ts';

/** How many values a type has (codegen.md 1.1). Its size is 0 exactly when it is not `runtime`. */
export const StateClass = { none: 0, one: 1, runtime: 2 } as const;
export type StateClass = (typeof StateClass)[keyof typeof StateClass];

/** What holds a value of a type in wasm (1.7). */
export const Representation = {
  /** Size 0: nothing. */
  none: 0,
  i32: 1,
  i64: 2,
  f32: 3,
  f64: 4,
  v128: 5,
  /** By reference: the address of memory that nobody writes. */
  memory: 6,
} as const;
export type Representation = (typeof Representation)[keyof typeof Representation];

/** What of the target decides about layouts. */
export interface LayoutOptions {
  readonly pointerBytes: 4 | 8;
  /** Width of error integers. */
  readonly errorBits: number;
  readonly simd128: boolean;
  /** There `f128` has alignment 8. */
  readonly emscripten: boolean;
}

/** `value` rounded up to a multiple of `align`, a power of two. Exact below 2^53. */
export function alignUp(value: number, align: number): number {
  const rest = value % align;
  return rest === 0 ? value : value + align - rest;
}

const NOT_YET = 0;
const ACTIVE = 1;
const DONE = 2;

/** Size in bytes of an integer of `bits` bits in memory. */
export function integerSize(bits: number): number {
  return alignUp(Math.ceil(bits / 8), integerAlign(bits));
}

/** Alignment of an integer of `bits` bits. */
export function integerAlign(bits: number): number {
  let align = 1;
  while (align < 16 && align * 8 < bits) align *= 2;
  return align;
}

/**
 * The layout engine. A layout is computed on the first question about its type and then kept; types nest to any depth. Sizes are numbers
 * of bytes, exact below 2^53.
 */
export class Layout {
  readonly #types: TypeTable;
  readonly #options: LayoutOptions;
  #capacity = 0;
  #state: Uint8Array = new Uint8Array(0);
  #class: Uint8Array = new Uint8Array(0);
  #representation: Uint8Array = new Uint8Array(0);
  #align: Uint32Array = new Uint32Array(0);
  #size: Float64Array = new Float64Array(0);
  /** Logical bits. */
  #bits: Float64Array = new Float64Array(0);
  /** First word in `#offsets` of a struct, tuple or union. */
  #first: Uint32Array = new Uint32Array(0);
  /** Struct and tuple: offset per field (packed: in bits). Union: tag offset (`None` without run-time tag), payload offset. */
  readonly #offsets: number[] = [];
  /** Types that contain themselves by value; the verifier reports them. */
  readonly cyclic: Set<TypeId> = new Set();

  constructor(types: TypeTable, options: LayoutOptions) {
    this.#types = types;
    this.#options = options;
  }

  /** Forgets all layouts. Needed after a type was defined whose layout, or that of a type around it, was asked for before. */
  reset(): void {
    this.#state.fill(NOT_YET);
    this.#offsets.length = 0;
    this.cyclic.clear();
  }

  /** Bytes of a pointer. */
  get pointerBytes(): number {
    return this.#options.pointerBytes;
  }

  /** Size in bytes. */
  sizeOf(type: TypeId): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.#size[type]!;
  }

  /** Alignment in bytes; also types of size 0 have one. */
  alignOf(type: TypeId): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.#align[type]!;
  }

  classOf(type: TypeId): StateClass {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.#class[type]! as StateClass;
  }

  /** Logical bits, as `bit_cast` and packed fields count them. */
  bitsOf(type: TypeId): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.#bits[type]!;
  }

  /** Offset in bytes of a field of a struct, tuple or union; of a packed struct use `bitOffset`. */
  fieldOffset(type: TypeId, index: number): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    if (this.#types.kind(type) === TypeKind.union) return this.payloadOffset(type);
    return this.isPacked(type) ? 0 : this.#offsets[this.#first[type]! + index]!;
  }

  /** Lowest bit of a field in the integer of a packed struct; 0 in a packed union. */
  bitOffset(type: TypeId, index: number): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    if (this.#types.kind(type) === TypeKind.union) return 0;
    return this.#offsets[this.#first[type]! + index]!;
  }

  /** Offset of the run-time tag of a union, `None` when it has none. */
  tagOffset(type: TypeId): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.isPacked(type) ? None : this.#offsets[this.#first[type]!]!;
  }

  /** Offset of the fields of a union. */
  payloadOffset(type: TypeId): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.isPacked(type) ? 0 : this.#offsets[this.#first[type]! + 1]!;
  }

  /** True for packed structs and unions: they are their integer. */
  isPacked(type: TypeId): boolean {
    const kind = this.#types.kind(type);
    if (kind !== TypeKind.struct && kind !== TypeKind.union) return false;
    const { declared } = this.#types;
    return declared.layout(this.#types.declaredOf(type)) === ContainerLayout.packed;
  }

  /** True when null is the all-zero payload and there is no flag (1.6). */
  isPayloadOptional(type: TypeId): boolean {
    const child = this.#types.child(type);
    switch (this.#types.kind(child)) {
      case TypeKind.pointer:
        return !this.#types.isAllowZero(child) && this.#types.pointerSize(child) !== PointerSize.c;
      case TypeKind.errorSet:
        return true;
      default:
        return false;
    }
  }

  /** Offset of the flag byte of an optional that has one. */
  optionalFlagOffset(type: TypeId): number {
    return this.sizeOf(this.#types.child(type));
  }

  /** Offset of the error integer of an error union. */
  errorOffset(type: TypeId): number {
    const payload = this.#types.payloadOf(type);
    const size = this.sizeOf(payload);
    const error = integerSize(this.#options.errorBits);
    return size > 0 && this.alignOf(payload) >= error ? alignUp(size, Math.max(error, 1)) : 0;
  }

  /** Offset of the payload of an error union. */
  errorPayloadOffset(type: TypeId): number {
    const payload = this.#types.payloadOf(type);
    const align = this.alignOf(payload);
    const error = integerSize(this.#options.errorBits);
    return this.sizeOf(payload) === 0 || align >= error ? 0 : alignUp(error, align);
  }

  /** Alignment a pointer promises: the stated one, or its child's. */
  pointerAlign(pointer: TypeId): number {
    const stated = this.#types.statedAlign(pointer);
    return stated === 0 ? this.alignOf(this.#types.child(pointer)) : stated;
  }

  /**
   * Bits of a type that is an integer to wasm: int, bool, enum, error set, packed container, pointer (not slice); -1 for others.
   */
  integerBits(type: TypeId): number {
    const types = this.#types;
    switch (types.kind(type)) {
      case TypeKind.bool:
        return 1;
      case TypeKind.int:
        return types.bits(type);
      case TypeKind.errorSet:
        return this.#options.errorBits;
      case TypeKind.pointer:
        return types.pointerSize(type) === PointerSize.slice ? -1 : this.pointerBytes * 8;
      case TypeKind.enum:
        return this.bitsOf(type);
      case TypeKind.struct:
      case TypeKind.union:
        return this.isPacked(type) ? this.bitsOf(type) : -1;
      default:
        return -1;
    }
  }

  /** Signedness of a type for which `integerBits` is not negative. */
  isSigned(type: TypeId): boolean {
    const types = this.#types;
    const kind = types.kind(type);
    if (kind === TypeKind.int) return types.signed(type);
    if (kind === TypeKind.enum) {
      const tag = types.declared.tag(types.declaredOf(type));
      return tag !== None && types.signed(tag as TypeId);
    }
    if ((kind === TypeKind.struct || kind === TypeKind.union) && this.isPacked(type)) {
      const backing = types.declared.backing(types.declaredOf(type));
      return backing !== None && types.signed(backing as TypeId);
    }
    return false;
  }

  /** What holds a value of the type in wasm. */
  representation(type: TypeId): Representation {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.#representation[type]! as Representation;
  }

  /** The same of a type whose layout, and that of its parts, is computed. */
  #representationOf(type: TypeId): Representation {
    if (this.#size[type] === 0) return Representation.none;
    const bits = this.integerBits(type);
    if (bits >= 0) return integerRepresentation(bits);
    const types = this.#types;
    switch (types.kind(type)) {
      case TypeKind.float:
        switch (types.bits(type)) {
          case 16:
            return Representation.i32;
          case 32:
            return Representation.f32;
          case 64:
            return Representation.f64;
          default:
            return Representation.memory;
        }
      case TypeKind.optional:
        if (this.sizeOf(types.child(type)) === 0) return Representation.i32;
        return this.isPayloadOptional(type)
          ? this.representation(types.child(type))
          : Representation.memory;
      case TypeKind.errorUnion:
        return this.sizeOf(types.payloadOf(type)) === 0
          ? Representation.i32
          : Representation.memory;
      case TypeKind.vector:
        return this.#options.simd128 && this.sizeOf(type) === 16 && this.bitsOf(type) === 128
          ? Representation.v128
          : Representation.memory;
      default:
        return Representation.memory;
    }
  }

  /** Computes the layout of a type and of all it contains by value, children first, without recursion. */
  #ensure(root: TypeId): void {
    if (!(root < this.#types.length)) throw new RangeError(`no type ${root}`);
    this.#reserve();
    const stack: TypeId[] = [root];
    while (stack.length > 0) {
      const type = stack[stack.length - 1]!;
      const state = this.#state[type]!;
      if (state === NOT_YET) {
        this.#state[type] = ACTIVE;
        this.#pushParts(type, stack);
        continue;
      }
      stack.pop();
      if (state === DONE) continue;
      this.#compute(type);
      this.#state[type] = DONE;
      this.#representation[type] = this.#representationOf(type);
    }
  }

  #reserve(): void {
    const { length } = this.#types;
    if (length <= this.#capacity) return;
    const capacity = Math.max(64, length, this.#capacity * 2);
    const grow = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#state = grow(this.#state, new Uint8Array(capacity));
    this.#class = grow(this.#class, new Uint8Array(capacity));
    this.#representation = grow(this.#representation, new Uint8Array(capacity));
    this.#align = grow(this.#align, new Uint32Array(capacity).fill(1));
    this.#size = grow(this.#size, new Float64Array(capacity));
    this.#bits = grow(this.#bits, new Float64Array(capacity));
    this.#first = grow(this.#first, new Uint32Array(capacity));
    this.#capacity = capacity;
  }

  /** Pushes the types whose layout must be known first. */
  #pushParts(type: TypeId, stack: TypeId[]): void {
    const types = this.#types;
    const push = (part: TypeId): void => {
      const state = this.#state[part]!;
      if (state === NOT_YET) stack.push(part);
      else if (state === ACTIVE) this.cyclic.add(part);
    };
    switch (types.kind(type)) {
      case TypeKind.array:
      case TypeKind.vector:
      case TypeKind.optional:
        push(types.child(type));
        break;
      case TypeKind.errorUnion:
        push(types.payloadOf(type));
        break;
      case TypeKind.enum:
      case TypeKind.union: {
        const tag = types.declared.tag(types.declaredOf(type));
        if (tag !== None) push(tag as TypeId);
        if (types.kind(type) === TypeKind.enum) break;
        for (let at = 0; at < types.fieldCount(type); at++) push(types.fieldType(type, at));
        break;
      }
      case TypeKind.struct:
      case TypeKind.tuple:
        for (let at = 0; at < types.fieldCount(type); at++) {
          if (types.fieldComptime(type, at) === None) push(types.fieldType(type, at));
        }
        break;
    }
  }

  #set(type: TypeId, size: number, align: number, bits = size * 8): void {
    this.#size[type] = size;
    this.#align[type] = align;
    this.#bits[type] = bits;
    this.#class[type] = size === 0 ? StateClass.one : StateClass.runtime;
  }

  #setInteger(type: TypeId, bits: number): void {
    this.#set(type, integerSize(bits), integerAlign(bits), bits);
  }

  #compute(type: TypeId): void {
    const types = this.#types;
    const { pointerBytes, errorBits } = this.#options;
    switch (types.kind(type)) {
      case TypeKind.void:
        this.#set(type, 0, 1);
        break;
      case TypeKind.noreturn:
      case TypeKind.anyopaque:
      case TypeKind.opaque:
      case TypeKind.function:
        this.#set(type, 0, 1);
        this.#class[type] = StateClass.none;
        break;
      case TypeKind.bool:
        this.#set(type, 1, 1, 1);
        break;
      case TypeKind.int:
        this.#setInteger(type, types.bits(type));
        break;
      case TypeKind.float:
        this.#computeFloat(type, types.bits(type));
        break;
      case TypeKind.pointer: {
        const words = types.pointerSize(type) === PointerSize.slice ? 2 : 1;
        this.#set(type, words * pointerBytes, pointerBytes);
        break;
      }
      case TypeKind.errorSet:
        this.#setInteger(type, errorBits);
        break;
      case TypeKind.array:
      case TypeKind.vector:
        this.#computeArray(type);
        break;
      case TypeKind.optional:
        this.#computeOptional(type);
        break;
      case TypeKind.errorUnion:
        this.#computeErrorUnion(type);
        break;
      case TypeKind.enum: {
        const tag = types.declared.tag(types.declaredOf(type));
        this.#setInteger(type, tag === None ? 0 : this.#bits[tag]!);
        break;
      }
      case TypeKind.tuple:
        this.#computeStruct(type, ContainerLayout.extern);
        break;
      case TypeKind.struct: {
        const layout = types.declared.layout(types.declaredOf(type));
        if (layout === ContainerLayout.packed) this.#computePacked(type);
        else this.#computeStruct(type, layout);
        break;
      }
      case TypeKind.union:
        if (this.isPacked(type)) this.#computePacked(type);
        else this.#computeUnion(type);
        break;
    }
  }

  #computeFloat(type: TypeId, bits: number): void {
    if (bits === 80) this.#set(type, 16, 8, 80);
    else if (bits === 128) this.#set(type, 16, this.#options.emscripten ? 8 : 16);
    else this.#set(type, bits / 8, bits / 8);
  }

  #computeArray(type: TypeId): void {
    const types = this.#types;
    const child = types.child(type);
    const stored = types.kind(type) === TypeKind.array && types.sentinel(type) !== None ? 1 : 0;
    const count = types.arrayLength(type) + stored;
    this.#set(type, count * this.#size[child]!, this.#align[child]!, count * this.#bits[child]!);
    if (count > 0 && this.#class[child] === StateClass.none) this.#class[type] = StateClass.none;
  }

  #computeOptional(type: TypeId): void {
    const child = this.#types.child(type);
    const size = this.#size[child]!;
    const align = this.#align[child]!;
    if (this.#class[child] === StateClass.none) this.#set(type, 0, align);
    else this.#set(type, this.isPayloadOptional(type) ? size : size + align, align);
  }

  #computeErrorUnion(type: TypeId): void {
    const payload = this.#types.payloadOf(type);
    const error = integerSize(this.#options.errorBits);
    const align = Math.max(this.#align[payload]!, integerAlign(this.#options.errorBits));
    this.#set(type, alignUp(error + this.#size[payload]!, align), align);
  }

  /** Tuples are laid out as extern structs: declaration order. */
  #computeStruct(type: TypeId, layout: ContainerLayout): void {
    const types = this.#types;
    const { declared } = types;
    const id = types.kind(type) === TypeKind.struct ? types.declaredOf(type) : undefined;
    const count = types.fieldCount(type);
    const first = this.#offsets.length;
    this.#first[type] = first;
    const order: number[] = [];
    let align = 1;
    let end = 0;
    let stated = false;
    let inhabited = true;
    for (let at = 0; at < count; at++) {
      this.#offsets.push(0);
      if (types.fieldComptime(type, at) !== None) continue;
      if (this.#class[types.fieldType(type, at)] === StateClass.none) inhabited = false;
      const offset = id === undefined ? None : declared.fieldOffset(id, at);
      align = Math.max(align, this.#fieldAlign(type, at));
      if (offset === None) {
        order.push(at);
        continue;
      }
      stated = true;
      this.#offsets[first + at] = offset;
      end = Math.max(end, offset + this.#size[types.fieldType(type, at)]!);
    }
    if (layout === ContainerLayout.auto) {
      order.sort((a, b) => this.#fieldAlign(type, b) - this.#fieldAlign(type, a) || a - b);
    }
    for (const at of stated ? [] : order) {
      const offset = alignUp(end, this.#fieldAlign(type, at));
      this.#offsets[first + at] = offset;
      end = offset + this.#size[types.fieldType(type, at)]!;
    }
    if (id !== undefined && declared.align(id) !== 0) align = declared.align(id);
    const size =
      id === undefined || declared.size(id) === None ? alignUp(end, align) : declared.size(id);
    this.#set(type, inhabited ? size : 0, align);
    if (!inhabited) this.#class[type] = StateClass.none;
  }

  /** Alignment of a field: the stated one, or its type's. */
  fieldAlign(type: TypeId, index: number): number {
    if (this.#state[type] !== DONE) this.#ensure(type);
    return this.#fieldAlign(type, index);
  }

  /** The same for a type whose parts are known. */
  #fieldAlign(type: TypeId, index: number): number {
    const types = this.#types;
    const kind = types.kind(type);
    if (kind === TypeKind.struct || kind === TypeKind.union) {
      const stated = types.declared.fieldAlign(types.declaredOf(type), index);
      if (stated !== 0) return stated;
    }
    return this.#align[types.fieldType(type, index)]!;
  }

  #computePacked(type: TypeId): void {
    const types = this.#types;
    const id = types.declaredOf(type);
    const union = types.kind(type) === TypeKind.union;
    this.#first[type] = this.#offsets.length;
    let sum = 0;
    let widest = 0;
    for (let at = 0; at < types.fieldCount(type); at++) {
      this.#offsets.push(sum);
      if (types.fieldComptime(type, at) !== None) continue;
      const bits = this.#bits[types.fieldType(type, at)]!;
      sum += bits;
      widest = Math.max(widest, bits);
    }
    const backing = types.declared.backing(id);
    const bits = union ? widest : sum;
    this.#setInteger(
      type,
      backing === None ? Math.min(bits, 65535) : types.bits(backing as TypeId),
    );
  }

  #computeUnion(type: TypeId): void {
    const types = this.#types;
    const { declared } = types;
    const id = types.declaredOf(type);
    let size = 0;
    let align = 1;
    let inhabited = 0;
    for (let at = 0; at < types.fieldCount(type); at++) {
      const field = types.fieldType(type, at);
      if (this.#class[field] === StateClass.none) continue;
      inhabited++;
      size = Math.max(size, this.#size[field]!);
      align = Math.max(align, this.#fieldAlign(type, at));
    }
    const tag = declared.tag(id) as TypeId;
    const tagSize = (tag as number) === None || inhabited <= 1 ? 0 : this.#size[tag]!;
    let tagOffset = None;
    let payloadOffset = 0;
    let total = size;
    if (tagSize > 0) {
      const tagAlign = this.#align[tag]!;
      tagOffset = tagAlign >= align ? 0 : size;
      payloadOffset = tagAlign >= align ? tagSize : 0;
      if (declared.tagOffset(id) !== None) tagOffset = declared.tagOffset(id);
      if (declared.payloadOffset(id) !== None) payloadOffset = declared.payloadOffset(id);
      align = Math.max(align, tagAlign);
      total += tagSize;
    }
    this.#first[type] = this.#offsets.length;
    this.#offsets.push(tagOffset, payloadOffset);
    if (declared.align(id) !== 0) align = declared.align(id);
    const whole = declared.size(id) === None ? alignUp(total, align) : declared.size(id);
    this.#set(type, inhabited === 0 ? 0 : whole, align);
    if (inhabited === 0) this.#class[type] = StateClass.none;
  }
}

/** What holds an integer of `bits` bits, at least one. */
export function integerRepresentation(bits: number): Representation {
  if (bits <= 32) return Representation.i32;
  return bits <= 64 ? Representation.i64 : Representation.memory;
}
