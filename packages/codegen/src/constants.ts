// Constants to bytes and relocations (codegen.md section 9).

import {
  type Module,
  type NavId,
  None,
  TypeKind,
  type TypeId,
  ValueKind,
  type ValueId,
} from '@wasmwright/air';
import type { BaseRef, Constant, ConstantRelocation, NavInfo } from '@wasmwright/mir';
import { UAV } from '@wasmwright/mir';

/** Where named things and unnamed constants get their rows: a `MirBuilder` or a `DataBuilder`. */
export interface ConstantSink {
  nav(info: NavInfo): number;
  uav(constant: Constant): number;
  raiseAlignment(uav: number, alignment: number): void;
}

/** A pointer inside a constant, before its target has a row. */
interface PendingPointer {
  readonly offset: number;
  /** `NavId`, or `ValueId` of an unnamed constant. */
  readonly target: number;
  readonly isNav: boolean;
  readonly addend: number;
  /** Alignment the pointer asks of an unnamed constant. */
  readonly align: number;
}

interface Lowered {
  readonly bytes: Uint8Array;
  readonly pointers: readonly PendingPointer[];
}

/** Byte of undefined memory. */
const UNDEF = 0xaa;

/**
 * The unnamed constants of one function or data value: each gets one row, with everything it points to, however often
 * it is asked for.
 */
export class Constants {
  readonly #module: Module;
  readonly #sink: ConstantSink;
  readonly #navInfo: (nav: NavId) => NavInfo;
  readonly #rows: Map<ValueId, number> = new Map();

  constructor(module: Module, sink: ConstantSink, navInfo: (nav: NavId) => NavInfo) {
    this.#module = module;
    this.#sink = sink;
    this.#navInfo = navInfo;
  }

  /** Forgets all rows: for the next function or data value. */
  reset(): void {
    this.#rows.clear();
  }

  /** Row of a constant in memory with at least this alignment (0 for its natural one). */
  row(value: ValueId, align = 0): number {
    const known = this.#rows.get(value);
    if (known === undefined) this.#add(value);
    const row = known ?? this.#rows.get(value)!;
    if (align > 0) this.#sink.raiseAlignment(row, align);
    return row;
  }

  /** A value as it lies in memory, its pointers resolved to rows: the initial value of a named object. */
  constant(value: ValueId, alignment: number): Constant {
    const lowered = lowerValue(this.#module, value);
    for (const pointer of lowered.pointers) {
      if (!pointer.isNav) this.row(pointer.target as ValueId, pointer.align);
    }
    return this.#resolved(value, lowered, alignment);
  }

  /** Adds a constant after everything it points to; pointers nest to any depth, so with a stack of our own. */
  #add(root: ValueId): void {
    const pending = new Map<ValueId, Lowered>();
    const stack: ValueId[] = [root];
    while (stack.length > 0) {
      const value = stack[stack.length - 1]!;
      if (this.#rows.has(value)) {
        stack.pop();
        continue;
      }
      const lowered = pending.get(value);
      if (lowered === undefined) {
        const fresh = lowerValue(this.#module, value);
        pending.set(value, fresh);
        for (const { isNav, target } of fresh.pointers) {
          if (!isNav && !this.#rows.has(target as ValueId)) stack.push(target as ValueId);
        }
        continue;
      }
      stack.pop();
      pending.delete(value);
      const { layout, values } = this.#module;
      const alignment = layout.alignOf(values.type(value));
      this.#rows.set(value, this.#sink.uav(this.#resolved(value, lowered, alignment)));
    }
  }

  #resolved(value: ValueId, { bytes, pointers }: Lowered, alignment: number): Constant {
    const { layout, values } = this.#module;
    const relocations: ConstantRelocation[] = pointers
      .map(({ offset, target, isNav, addend, align }) => ({
        offset,
        addend,
        target: isNav
          ? this.#sink.nav(this.#navInfo(target as NavId))
          : this.#uavRef(target as ValueId, align),
      }))
      .sort((a, b) => a.offset - b.offset);
    return { size: layout.sizeOf(values.type(value)), alignment, bytes, relocations };
  }

  #uavRef(value: ValueId, align: number): BaseRef {
    const row = this.#rows.get(value)!;
    if (align > 0) this.#sink.raiseAlignment(row, align);
    return UAV + row;
  }
}

/** Alignment a pointer to an unnamed constant asks of it, by itself or by its type; 0 for the natural one. */
export function alignmentAsked(module: Module, pointer: ValueId): number {
  const { types, values } = module;
  const type = values.type(pointer);
  const byType = types.kind(type) === TypeKind.pointer ? types.statedAlign(type) : 0;
  return Math.max(values.uavAlign(pointer), byType);
}

/** Address given to pointers to objects of size 0: 0xAAAA… rounded up to their alignment (section 9). */
export function zeroSizeAddress(module: Module, pointee: TypeId): bigint {
  const { layout } = module;
  const align = BigInt(layout.alignOf(pointee));
  const base = layout.pointerBytes === 8 ? 0xaaaa_aaaa_aaaa_aaaan : 0xaaaa_aaaan;
  return ((base + align - 1n) / align) * align;
}

/** True if a nav or unnamed constant of the type has an address of its own. */
export function hasAddress(module: Module, type: TypeId): boolean {
  return module.types.kind(type) === TypeKind.function || module.layout.sizeOf(type) > 0;
}

/** Writes a value over zeroed bytes. A container is filled before its parts, which a stack of (value, offset) visits. */
function lowerValue(module: Module, root: ValueId): Lowered {
  const { layout, values, types } = module;
  const bytes = new Uint8Array(layout.sizeOf(values.type(root)));
  const pointers: PendingPointer[] = [];
  const stack: number[] = [root, 0];
  const push = (value: ValueId, offset: number): void => void stack.push(value, offset);

  const putInteger = (value: bigint, offset: number, size: number): void => {
    for (let at = 0, rest = value; at < size; at++, rest >>= 8n)
      bytes[offset + at] = Number(rest & 0xffn);
  };
  const putPointer = (pointer: PendingPointer): void => void pointers.push(pointer);

  while (stack.length > 0) {
    const offset = stack.pop()!;
    const value = stack.pop()! as ValueId;
    const type = values.type(value);
    const size = layout.sizeOf(type);
    if (size === 0) continue;
    switch (values.kind(value)) {
      case ValueKind.undef:
        bytes.fill(UNDEF, offset, offset + size);
        break;
      case ValueKind.void: {
        // The one value of a type that still stores something: `[0:s]T` holds its sentinel.
        const sentinel = types.kind(type) === TypeKind.array ? types.sentinel(type) : None;
        if (sentinel !== None) push(sentinel as ValueId, offset);
        break;
      }
      case ValueKind.bool:
        bytes[offset] = values.boolValue(value) ? 1 : 0;
        break;
      case ValueKind.int:
        putInteger(values.intValue(value), offset, size);
        break;
      case ValueKind.float:
        putInteger(values.floatBits(value), offset, Math.ceil(types.bits(type) / 8));
        break;
      case ValueKind.null:
        // The payload of a null with a flag is undefined; payload-represented null is all zero.
        if (!layout.isPayloadOptional(type)) {
          bytes.fill(UNDEF, offset, offset + layout.optionalFlagOffset(type));
        }
        break;
      case ValueKind.some:
        if (!layout.isPayloadOptional(type)) bytes[offset + layout.optionalFlagOffset(type)] = 1;
        push(values.payload(value), offset);
        break;
      case ValueKind.error:
        putInteger(BigInt(values.errorOf(value)), offset, size);
        break;
      case ValueKind.failure: {
        const payload = layout.errorPayloadOffset(type);
        const payloadSize = layout.sizeOf(types.payloadOf(type));
        bytes.fill(UNDEF, offset + payload, offset + payload + payloadSize);
        const errorSize = layout.sizeOf(types.errorSetOf(type));
        putInteger(BigInt(values.errorOf(value)), offset + layout.errorOffset(type), errorSize);
        break;
      }
      case ValueKind.success:
        push(values.payload(value), offset + layout.errorPayloadOffset(type));
        break;
      case ValueKind.enum:
      case ValueKind.packed: {
        const integer = values.payload(value);
        if (values.isUndef(integer)) bytes.fill(UNDEF, offset, offset + size);
        else putInteger(values.intValue(integer), offset, size);
        break;
      }
      case ValueKind.aggregate:
        if (types.kind(type) === TypeKind.array || types.kind(type) === TypeKind.vector) {
          const count = values.elementCount(value);
          const stride = layout.sizeOf(types.child(type));
          for (let at = 0; at < count; at++) push(values.element(value, at), offset + at * stride);
          pushSentinel(type, offset + count * stride);
        } else {
          const count = types.fieldCount(type);
          for (let at = 0; at < count; at++) {
            if (types.fieldComptime(type, at) !== None) continue;
            push(values.element(value, at), offset + layout.fieldOffset(type, at));
          }
        }
        break;
      case ValueKind.repeat:
        repeat(value, type, offset);
        break;
      case ValueKind.bytes: {
        const count = values.elementCount(value);
        for (let at = 0; at < count; at++) bytes[offset + at] = values.byte(value, at);
        pushSentinel(type, offset + count);
        break;
      }
      case ValueKind.union: {
        const field = values.unionField(value);
        const active = types.fieldType(type, field);
        const start = offset + layout.payloadOffset(type);
        if (layout.sizeOf(active) === 0) fillPayload(type, offset);
        const tag = layout.tagOffset(type);
        if (tag !== None) {
          const tagType = types.declared.tag(types.declaredOf(type)) as TypeId;
          const names = types.declared;
          const position = names.findField(
            types.declaredOf(tagType),
            names.fieldName(types.declaredOf(type), field),
          );
          push(names.enumValue(types.declaredOf(tagType), position), offset + tag);
        }
        push(values.unionValue(value), start);
        break;
      }
      case ValueKind.unionBytes: {
        const content = values.payload(value);
        if (values.isUndef(content)) bytes.fill(UNDEF, offset, offset + size);
        else push(content, offset);
        break;
      }
      case ValueKind.navPointer: {
        const nav = values.navOf(value);
        const addend = values.pointerOffset(value);
        const pointee = module.navs.type(nav);
        if (hasAddress(module, pointee)) {
          putPointer({ offset, target: nav, isNav: true, addend, align: 0 });
        } else putInteger(zeroSizeAddress(module, pointee) + BigInt(addend), offset, size);
        break;
      }
      case ValueKind.uavPointer: {
        const target = values.uavOf(value);
        const addend = values.pointerOffset(value);
        const pointee = values.type(target);
        if (hasAddress(module, pointee)) {
          putPointer({
            offset,
            target,
            isNav: false,
            addend,
            align: alignmentAsked(module, value),
          });
        } else putInteger(zeroSizeAddress(module, pointee) + BigInt(addend), offset, size);
        break;
      }
      case ValueKind.addressPointer:
        putInteger(values.address(value), offset, size);
        break;
      case ValueKind.slice:
        push(values.slicePointer(value), offset);
        push(values.sliceLength(value), offset + layout.pointerBytes);
        break;
      case ValueKind.function:
        putPointer({ offset, target: values.navOf(value), isNav: true, addend: 0, align: 0 });
        break;
    }
  }
  return { bytes, pointers };

  function pushSentinel(type: TypeId, at: number): void {
    const sentinel = types.kind(type) === TypeKind.array ? types.sentinel(type) : None;
    if (sentinel !== None) push(sentinel as ValueId, at);
  }

  /** Unused payload bytes of a union are zero, but all undefined when the active field has no bits. */
  function fillPayload(type: TypeId, offset: number): void {
    let largest = 0;
    for (let at = 0; at < types.fieldCount(type); at++) {
      largest = Math.max(largest, layout.sizeOf(types.fieldType(type, at)));
    }
    const start = offset + layout.payloadOffset(type);
    bytes.fill(UNDEF, start, start + largest);
  }

  /** Equal elements: lowered once, then copied; pointers in them are repeated. */
  function repeat(value: ValueId, type: TypeId, offset: number): void {
    const count = values.elementCount(value);
    const element = values.payload(value);
    const stride = layout.sizeOf(types.child(type));
    if (count > 0 && stride > 0) {
      if (isLeaf(element)) {
        const one = lowerValue(module, element);
        for (let at = 0; at < count; at++) {
          bytes.set(one.bytes, offset + at * stride);
          for (const pointer of one.pointers) {
            putPointer({ ...pointer, offset: offset + at * stride + pointer.offset });
          }
        }
      } else for (let at = 0; at < count; at++) push(element, offset + at * stride);
    }
    pushSentinel(type, offset + count * stride);
  }

  /** True for values without parts, whose lowering cannot nest. */
  function isLeaf(value: ValueId): boolean {
    switch (values.kind(value)) {
      case ValueKind.undef:
      case ValueKind.bool:
      case ValueKind.int:
      case ValueKind.float:
      case ValueKind.enum:
      case ValueKind.packed:
      case ValueKind.error:
      case ValueKind.navPointer:
      case ValueKind.uavPointer:
      case ValueKind.addressPointer:
        return true;
      default:
        return false;
    }
  }
}
