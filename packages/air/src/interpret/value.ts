// Run-time values. How a value of a type is held follows from the type's shape (`unit.ts`):
//
// - integers, bools, enums, error sets, packed containers: the mathematical integer as a BigInt;
// - floats: their bit pattern as a BigInt;
// - pointers and optional pointers without a flag: a `Pointer`; null has address 0;
// - everything else: an `Image`, its bytes in memory;
// - any of the first three may be `Undefined`; an image has undefined bits.

/**
 * Bytes with two shadows. `undefinedBits[i]` marks the bits of byte `i` that are undefined. `pointers` keeps, by
 * offset, the pointer that was stored there, because bytes alone do not say which object a pointer belongs to; an
 * entry counts only while the bytes still spell its address.
 */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly undefinedBits: Uint8Array;
  pointers: Map<number, Pointer> | undefined;
}

/** An object in memory: a global, a constant, a stack slot, or the heap. */
export interface MemoryObject extends Bytes {
  readonly address: bigint;
  /** Bytes in use; `bytes` may be longer. */
  readonly size: number;
  readonly writable: boolean;
  /** False once the frame that owns it is gone. */
  readonly live: boolean;
  /** For diagnostics, such as "`counter`" or "a stack slot of `main`". */
  readonly name: string;
}

/**
 * An address and the object it was made from. Without an object (made from an integer, or null) an access looks for
 * whatever is at the address. A function pointer's address is its index in the function table.
 */
export class Pointer {
  readonly address: bigint;
  readonly object: MemoryObject | undefined;

  constructor(address: bigint, object?: MemoryObject) {
    this.address = address;
    this.object = object;
  }
}

/** A scalar some of whose bits are undefined: those set in `mask`; `bits` holds the others. */
export class Undefined {
  readonly bits: bigint;
  readonly mask: bigint;

  constructor(bits: bigint, mask: bigint) {
    this.bits = bits;
    this.mask = mask;
  }
}

/** A scalar with no defined bit. */
export const UNDEFINED: Undefined = /* @__PURE__ */ new Undefined(0n, -1n);

/** Null, and the pointer to offset 0 of nothing. */
export const NULL: Pointer = /* @__PURE__ */ new Pointer(0n);

/** The bytes of an aggregate value. An image is never changed after the operation that made it. */
export class Image implements Bytes {
  readonly bytes: Uint8Array;
  readonly undefinedBits: Uint8Array;
  pointers: Map<number, Pointer> | undefined = undefined;

  /** `size` zero bytes, all defined. */
  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.undefinedBits = new Uint8Array(size);
  }
}

/** A run-time value. */
export type Value = bigint | Pointer | Image | Undefined;

/** What undefined memory holds, so that relying on it shows (codegen.md section 9). */
export const UNDEFINED_BYTE = 0xaa;

/** Makes `size` bytes undefined. */
export function markUndefined(store: Bytes, offset: number, size: number): void {
  store.bytes.fill(UNDEFINED_BYTE, offset, offset + size);
  store.undefinedBits.fill(0xff, offset, offset + size);
}

/** Copies bytes with both shadows; the ranges may overlap. */
export function copyBytes(
  from: Bytes,
  fromOffset: number,
  to: Bytes,
  toOffset: number,
  size: number,
): void {
  // The pointers first: `from` and `to` may be the same.
  const moved: [number, Pointer][] = [];
  if (from.pointers !== undefined) {
    if (from.pointers.size < size) {
      for (const [at, pointer] of from.pointers) {
        if (at >= fromOffset && at < fromOffset + size) moved.push([at - fromOffset, pointer]);
      }
    } else {
      for (let at = 0; at < size; at++) {
        const pointer = from.pointers.get(fromOffset + at);
        if (pointer !== undefined) moved.push([at, pointer]);
      }
    }
  }
  if (size <= 16 && from !== to) {
    for (let at = 0; at < size; at++) {
      to.bytes[toOffset + at] = from.bytes[fromOffset + at]!;
      to.undefinedBits[toOffset + at] = from.undefinedBits[fromOffset + at]!;
    }
  } else {
    to.bytes.set(from.bytes.subarray(fromOffset, fromOffset + size), toOffset);
    to.undefinedBits.set(from.undefinedBits.subarray(fromOffset, fromOffset + size), toOffset);
  }
  if (moved.length === 0) return;
  to.pointers ??= new Map();
  for (const [at, pointer] of moved) to.pointers.set(toOffset + at, pointer);
}

/** A copy of `size` bytes as a value. */
export function imageOf(from: Bytes, offset: number, size: number): Image {
  const image = new Image(size);
  copyBytes(from, offset, image, 0, size);
  return image;
}

/** `size` bytes as an unsigned little-endian integer. */
export function readBits(bytes: Uint8Array, offset: number, size: number): bigint {
  if (size <= 6) {
    let value = 0;
    for (let at = offset + size - 1; at >= offset; at--) value = value * 256 + bytes[at]!;
    return BigInt(value);
  }
  let value = 0n;
  let at = offset + size;
  for (let rest = size % 4; rest > 0; rest--) value = (value << 8n) | BigInt(bytes[--at]!);
  while (at > offset) {
    at -= 4;
    const word =
      bytes[at]! + bytes[at + 1]! * 0x100 + bytes[at + 2]! * 0x1_0000 + bytes[at + 3]! * 0x100_0000;
    value = (value << 32n) | BigInt(word);
  }
  return value;
}

/** Writes the low `size` bytes of an integer, two's complement. */
export function writeBits(bytes: Uint8Array, offset: number, size: number, value: bigint): void {
  if (size <= 4) {
    let rest = Number(BigInt.asUintN(32, value));
    for (let at = offset; at < offset + size; at++) {
      bytes[at] = rest & 0xff;
      rest >>>= 8;
    }
    return;
  }
  let rest = BigInt.asUintN(size * 8, value);
  for (let at = offset; at < offset + size; at += 4) {
    let word = Number(rest & 0xffff_ffffn);
    for (let i = at; i < Math.min(at + 4, offset + size); i++) {
      bytes[i] = word & 0xff;
      word >>>= 8;
    }
    rest >>= 32n;
  }
}
