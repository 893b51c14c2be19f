// Constants to values and bytes: codegen.md section 9. Nested constants are written from a list of pending parts, not
// by recursion, because they nest as deep as the input says.

import { None } from '../ids.ts';
import type { ValueId } from '../ids.ts';
import { ValueKind } from '../values.ts';
import { TypeKind } from '../types.ts';
import type { Program } from './program.ts';
import { bitsAndMask, partial, Shape } from './unit.ts';
import type { TypeInfo, Unit } from './unit.ts';
import { Image, markUndefined, NULL, Pointer, UNDEFINED } from './value.ts';
import type { Bytes, MemoryObject, Value } from './value.ts';

/** A constant still to be written, and where. */
interface Part {
  readonly value: ValueId;
  readonly offset: number;
}

/** The constants of one unit. */
export class ConstantWriter {
  readonly #unit: Unit;
  readonly #program: Program;
  readonly #values: (Value | undefined)[] = [];
  /** Objects of unnamed constants: by value id, one per alignment that was larger than all before. */
  readonly #objects: Map<ValueId, MemoryObject> = new Map();
  readonly #strings: Map<string, Pointer> = new Map();

  constructor(unit: Unit, program: Program) {
    this.#unit = unit;
    this.#program = program;
  }

  /** The value of a constant. */
  value(id: ValueId): Value {
    return (this.#values[id] ??= this.#make(id));
  }

  #make(id: ValueId): Value {
    const info = this.#unit.info(this.#unit.module.values.type(id));
    if (info.shape !== Shape.memory) return this.#scalar(id, info);
    const image = new Image(info.size);
    this.write(id, image, 0);
    return image;
  }

  #scalar(root: ValueId, info: TypeInfo): Value {
    const { values } = this.#unit.module;
    let id = root;
    // A present optional without a flag, an enum and a packed container are their inner constant.
    for (;;) {
      const kind = values.kind(id);
      if (kind !== ValueKind.some && kind !== ValueKind.enum && kind !== ValueKind.packed) break;
      id = values.payload(id);
    }
    switch (values.kind(id)) {
      case ValueKind.undef:
        return info.size === 0 ? 0n : UNDEFINED;
      case ValueKind.bool:
        return values.boolValue(id) ? 1n : 0n;
      case ValueKind.int: {
        const value = values.intValue(id);
        return info.signed ? BigInt.asIntN(info.bits, value) : BigInt.asUintN(info.bits, value);
      }
      case ValueKind.float:
        return values.floatBits(id);
      case ValueKind.error:
        return BigInt(values.errorOf(id));
      case ValueKind.null:
        return info.shape === Shape.pointer ? NULL : 0n;
      case ValueKind.navPointer:
        return this.#moved(this.#program.addressOf(this.#unit, values.navOf(id)), id);
      case ValueKind.function:
        return this.#program.addressOf(this.#unit, values.navOf(id));
      case ValueKind.uavPointer:
        return this.#moved(this.#unnamed(values.uavOf(id), this.#wantedAlign(id)), id);
      case ValueKind.addressPointer:
        return new Pointer(values.address(id));
      case ValueKind.aggregate:
      case ValueKind.union:
      case ValueKind.unionBytes:
        return this.#packedValue(id, info);
      default:
        return 0n; // the one value of its type
    }
  }

  /** A packed struct or union that is given by its fields. */
  #packedValue(root: ValueId, info: TypeInfo): Value {
    const { values, types, layout } = this.#unit.module;
    let bits = 0n;
    let mask = 0n;
    // Here the offsets count bits.
    const pending: Part[] = [{ value: root, offset: 0 }];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      const { value, offset } = part;
      const type = values.type(value);
      switch (values.kind(value)) {
        case ValueKind.aggregate:
          for (let field = 0; field < types.fieldCount(type); field++) {
            const at = offset + layout.bitOffset(type, field);
            pending.push({ value: values.element(value, field), offset: at });
          }
          break;
        case ValueKind.union:
          pending.push({ value: values.unionValue(value), offset });
          break;
        case ValueKind.unionBytes:
          pending.push({ value: values.payload(value), offset });
          break;
        default: {
          const field = bitsAndMask(this.#unit.info(type), this.value(value));
          bits |= field.bits << BigInt(offset);
          mask |= field.mask << BigInt(offset);
        }
      }
    }
    return partial(info, bits, mask);
  }

  #moved(base: Pointer, id: ValueId): Pointer {
    const offset = this.#unit.module.values.pointerOffset(id);
    return offset === 0 ? base : new Pointer(base.address + BigInt(offset), base.object);
  }

  /** Alignment a pointer asks of an unnamed constant: its own statement, or that of its type. */
  #wantedAlign(id: ValueId): number {
    const { values, types } = this.#unit.module;
    const type = values.type(id);
    const stated = types.kind(type) === TypeKind.pointer ? types.statedAlign(type) : 0;
    return Math.max(values.uavAlign(id), stated);
  }

  #unnamed(id: ValueId, align: number): Pointer {
    const { values } = this.#unit.module;
    const info = this.#unit.info(values.type(id));
    const wanted = Math.max(align, info.align);
    const known = this.#objects.get(id);
    if (known !== undefined && known.address % BigInt(wanted) === 0n) {
      return new Pointer(known.address, known);
    }
    const object = this.#program.memory.addGlobal(info.size, wanted, false, 'a constant');
    this.#objects.set(id, object);
    this.#program.initialize(() => this.write(id, object, 0));
    return new Pointer(object.address, object);
  }

  /** A read-only string with a zero behind it. */
  string(text: string): Pointer {
    let pointer = this.#strings.get(text);
    if (pointer === undefined) {
      const bytes = encodeText(text);
      const object = this.#program.memory.addGlobal(bytes.length + 1, 1, false, 'a name');
      object.bytes.set(bytes);
      pointer = new Pointer(object.address, object);
      this.#strings.set(text, pointer);
    }
    return pointer;
  }

  /** Writes a constant into bytes that are zero and defined. */
  write(root: ValueId, to: Bytes, start: number): void {
    const pending: Part[] = [{ value: root, offset: start }];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      this.#writePart(part.value, to, part.offset, pending);
    }
  }

  /** Writes one constant, or what of it is not a constant itself, and pushes the others. */
  #writePart(id: ValueId, to: Bytes, offset: number, pending: Part[]): void {
    const { values, types, layout } = this.#unit.module;
    const type = values.type(id);
    const info = this.#unit.info(type);
    if (info.size === 0) return;
    const push = (value: ValueId, at: number): void => {
      pending.push({ value, offset: offset + at });
    };
    if (info.shape !== Shape.memory) {
      this.#unit.write(info, to, offset, this.value(id));
      return;
    }
    switch (values.kind(id)) {
      case ValueKind.undef:
        markUndefined(to, offset, info.size);
        return;
      case ValueKind.null:
        if (!layout.isPayloadOptional(type)) {
          markUndefined(to, offset, layout.optionalFlagOffset(type));
        }
        return;
      case ValueKind.some:
        push(values.payload(id), 0);
        if (!layout.isPayloadOptional(type)) {
          to.bytes[offset + layout.optionalFlagOffset(type)] = 1;
        }
        return;
      case ValueKind.failure: {
        const payload = this.#unit.info(types.payloadOf(type));
        const error = this.#unit.info(types.errorSetOf(type));
        markUndefined(to, offset + layout.errorPayloadOffset(type), payload.size);
        const at = offset + layout.errorOffset(type);
        this.#unit.write(error, to, at, BigInt(values.errorOf(id)));
        return;
      }
      case ValueKind.success:
        push(values.payload(id), layout.errorPayloadOffset(type));
        return;
      case ValueKind.union: {
        const field = values.unionField(id);
        const payload = values.unionValue(id);
        const at = layout.payloadOffset(type);
        const tag = layout.tagOffset(type);
        const used = at + layout.sizeOf(values.type(payload));
        markUndefined(to, offset + used, (tag > at && tag !== None ? tag : info.size) - used);
        push(payload, at);
        this.#unit.writeTag(info, to, offset, field);
        return;
      }
      case ValueKind.unionBytes:
        push(values.payload(id), 0);
        return;
      case ValueKind.slice:
        push(values.slicePointer(id), 0);
        push(values.sliceLength(id), layout.pointerBytes);
        return;
      case ValueKind.aggregate:
      case ValueKind.repeat:
      case ValueKind.bytes:
        break;
      default:
        return;
    }
    if (info.kind === TypeKind.struct || info.kind === TypeKind.tuple) {
      for (let field = 0; field < types.fieldCount(type); field++) {
        if (this.#unit.comptimeField(type, field) !== undefined) continue;
        push(values.element(id, field), layout.fieldOffset(type, field));
      }
      return;
    }
    this.#writeElements(id, info, to, offset, push);
  }

  /** The elements of an array or vector, and the sentinel. */
  #writeElements(
    id: ValueId,
    info: TypeInfo,
    to: Bytes,
    offset: number,
    push: (value: ValueId, at: number) => void,
  ): void {
    const { values, types } = this.#unit.module;
    const count = types.arrayLength(info.type);
    const child = this.#unit.info(types.child(info.type));
    const sentinel = info.kind === TypeKind.array ? types.sentinel(info.type) : None;
    if (sentinel !== None) push(sentinel as ValueId, count * child.size);
    const kind = values.kind(id);
    if (kind === ValueKind.bytes) {
      to.bytes.set(values.bytesOf(id), offset);
    } else if (kind === ValueKind.repeat && child.shape === Shape.memory) {
      for (let at = 0; at < count; at++) push(values.payload(id), at * child.size);
    } else if (kind === ValueKind.repeat) {
      const element = this.value(values.payload(id));
      for (let at = 0; at < count; at++) {
        this.#unit.write(child, to, offset + at * child.size, element);
      }
    } else {
      for (let at = 0; at < count; at++) push(values.element(id, at), at * child.size);
    }
  }
}

/** UTF-8. */
export function encodeText(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f));
      bytes.push(0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    }
  }
  return Uint8Array.from(bytes);
}
