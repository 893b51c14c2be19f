/**
 * LEB128 of integers of any size, for formats that have them and for tests. Time is linear in the length: the value
 * travels as hexadecimal text, which BigInt reads and writes in one pass, not as a sum of shifted groups.
 */
import type { ReadFailure } from './reader.ts';

/**
 * The shortest unsigned LEB128, or one of `width` bytes if that is longer.
 *
 * @throws RangeError if `value` is negative
 * @example
 * encodeUnsigned(624485n); // e5 8e 26
 * encodeUnsigned(3n, 5); // 83 80 80 80 00
 */
export function encodeUnsigned(value: bigint, width = 0): Uint8Array {
  if (value < 0n) throw new RangeError('encodeUnsigned: negative value');
  const bits = bitLength(value);
  return groups(value, Math.max(1, width, Math.ceil(bits / 7)), 0);
}

/**
 * The shortest signed LEB128, or one of `width` bytes if that is longer.
 *
 * @example
 * encodeSigned(-1n, 5); // ff ff ff ff 7f
 */
export function encodeSigned(value: bigint, width = 0): Uint8Array {
  const magnitude = value < 0n ? ~value : value;
  const size = Math.max(1, width, Math.floor(bitLength(magnitude) / 7) + 1);
  return groups(magnitude, size, value < 0n ? 0x7f : 0);
}

/** What a checked read found: the value and the offset after it, or the failure and the offset of the first byte. */
export type BigRead =
  | { readonly value: bigint; readonly next: number; readonly failed: '' }
  | { readonly failed: ReadFailure; readonly failedAt: number };

/** How to read: the range of bytes, the width of the type (default: any), and whether only the shortest form is valid. */
export interface BigReadOptions {
  readonly start?: number;
  readonly end?: number;
  readonly bits?: number;
  readonly shortest?: boolean;
}

/**
 * Reads an unsigned LEB128.
 *
 * @example
 * decodeUnsigned(Uint8Array.of(0xe5, 0x8e, 0x26)); // { value: 624485n, next: 3, failed: '' }
 */
export function decodeUnsigned(bytes: Uint8Array, options: BigReadOptions = {}): BigRead {
  return decode(bytes, options, false);
}

/** Reads a signed LEB128. */
export function decodeSigned(bytes: Uint8Array, options: BigReadOptions = {}): BigRead {
  return decode(bytes, options, true);
}

function decode(bytes: Uint8Array, options: BigReadOptions, signed: boolean): BigRead {
  const { start = 0, end = bytes.length, bits = Infinity, shortest = false } = options;
  const limit = start + Math.ceil(bits / 7);
  let next = start;
  while (next < end && next < limit && bytes[next]! > 0x7f) next++;
  if (next === limit) return { failed: 'overlong', failedAt: start };
  if (next >= end) return { failed: 'truncated', failedAt: start };
  const last = bytes[next++]!;
  const negative = signed && last > 0x3f;
  const fill = negative ? 0x7f : 0;
  const before = next - start > 1 ? bytes[next - 2]! & 0x7f : 0;
  const redundant = signed ? last === fill && before > 0x3f === negative : last === 0;
  if (shortest && next - start > 1 && redundant) return { failed: 'overlong', failedAt: start };
  if (next === limit) {
    const used = bits - 7 * (next - start - 1) - (signed ? 1 : 0);
    if ((last ^ fill) >> used !== 0) return { failed: 'overflow', failedAt: start };
  }
  const magnitude = fromGroups(bytes, start, next, fill);
  return { value: negative ? ~magnitude : magnitude, next, failed: '' };
}

function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return hex.length * 4 - Math.clz32(parseInt(hex[0]!, 16)) + 28;
}

/** `size` groups of seven bits of a non-negative value, each exclusive-ored with `fill`. */
function groups(value: bigint, size: number, fill: number): Uint8Array {
  const hex = value.toString(16);
  const out = new Uint8Array(size);
  let pending = 0; // bits not yet written, `have` of them
  let have = 0;
  let digit = hex.length;
  for (let i = 0; i < size; i++) {
    while (have < 7 && digit > 0) {
      pending |= parseInt(hex[--digit]!, 16) << have;
      have += 4;
    }
    out[i] = ((pending & 0x7f) ^ fill) | (i + 1 < size ? 0x80 : 0);
    pending >>>= 7;
    have -= 7;
  }
  return out;
}

/** The value of the groups, each exclusive-ored with `fill`; the inverse of `groups`. */
function fromGroups(bytes: Uint8Array, start: number, end: number, fill: number): bigint {
  const digits: string[] = [];
  let pending = 0;
  let have = 0;
  for (let i = start; i < end; i++) {
    pending |= ((bytes[i]! & 0x7f) ^ fill) << have;
    have += 7;
    for (; have >= 4; have -= 4) {
      digits.push((pending & 0xf).toString(16));
      pending >>>= 4;
    }
  }
  digits.push(pending.toString(16));
  return BigInt(`0x${digits.reverse().join('')}`);
}
