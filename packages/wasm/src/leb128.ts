/**
 * LEB128 on plain byte arrays: sizes and in-place writing. A number is written modulo 2^32 (or 2^64), so a caller may
 * pass a u32 or an i32 and gets the same bits. 64-bit values travel as two u32 words, `low` and `high`: that costs a
 * fifth of BigInt arithmetic. Reading is `ByteReader`'s job: the one checked reader of the repository.
 *
 * The writers do no bounds check: the caller has made room (`maxSize32` or `maxSize64` bytes are always enough).
 */

/** Most bytes a 32-bit LEB128 takes, and the width of a padded (relocatable) one. */
export const maxSize32 = 5;
/** Most bytes a 64-bit LEB128 takes, and the width of a padded (relocatable) one. */
export const maxSize64 = 10;

const TWO_32 = 0x1_0000_0000;

/** Low word of a 64-bit value (modulo 2^64; a number must be a safe integer). */
export function lowWord(value: bigint | number): number {
  return typeof value === 'number' ? value >>> 0 : Number(BigInt.asUintN(32, value));
}

/** High word of a 64-bit value as u32 (modulo 2^64; a number must be a safe integer). */
export function highWord(value: bigint | number): number {
  return typeof value === 'number'
    ? Math.floor(value / TWO_32) >>> 0
    : Number(BigInt.asUintN(32, value >> 32n));
}

/** Bytes of the shortest unsigned LEB128 of `value` modulo 2^32: 1 to 5. */
export function sizeOfU32(value: number): number {
  const v = value >>> 0;
  return v < 0x80 ? 1 : v < 0x4000 ? 2 : v < 0x20_0000 ? 3 : v < 0x1000_0000 ? 4 : 5;
}

/** Bytes of the shortest signed LEB128 of `value` taken as an i32: 1 to 5. */
export function sizeOfS32(value: number): number {
  const v = (value ^ (value >> 31)) >>> 0;
  return v < 0x40 ? 1 : v < 0x2000 ? 2 : v < 0x10_0000 ? 3 : v < 0x800_0000 ? 4 : 5;
}

/** Bytes of the shortest unsigned LEB128 of `value` modulo 2^64: 1 to 10. */
export function sizeOfU64(value: bigint | number): number {
  const high = highWord(value);
  if (high === 0) return sizeOfU32(lowWord(value));
  return Math.ceil((64 - Math.clz32(high)) / 7);
}

/** Bytes of the shortest signed LEB128 of `value` taken as an i64: 1 to 10. */
export function sizeOfS64(value: bigint | number): number {
  const low = lowWord(value);
  const high = highWord(value);
  const sign = (high | 0) >> 31;
  const magnitude = (high ^ sign) >>> 0;
  const bits = magnitude === 0 ? 32 - Math.clz32((low ^ sign) >>> 0) : 64 - Math.clz32(magnitude);
  return Math.floor(bits / 7) + 1;
}

/**
 * Writes the shortest unsigned LEB128 of `value` modulo 2^32 at `at`.
 *
 * @returns the offset after the last byte written
 * @example
 * const bytes = new Uint8Array(5);
 * writeU32(bytes, 0, 624485); // 3, and bytes is e5 8e 26 00 00
 */
export function writeU32(bytes: Uint8Array, at: number, value: number): number {
  let v = value >>> 0;
  while (v > 0x7f) {
    bytes[at++] = v | 0x80;
    v >>>= 7;
  }
  bytes[at++] = v;
  return at;
}

/** Writes the shortest signed LEB128 of `value` taken as an i32 at `at`; returns the offset after it. */
export function writeS32(bytes: Uint8Array, at: number, value: number): number {
  let v = value | 0;
  while (v > 0x3f || v < -0x40) {
    bytes[at++] = v | 0x80;
    v >>= 7;
  }
  bytes[at++] = v & 0x7f;
  return at;
}

/** Writes the shortest unsigned LEB128 of the 64-bit value `high:low` at `at`; returns the offset after it. */
export function writeU64Words(bytes: Uint8Array, at: number, low: number, high: number): number {
  while (high !== 0) {
    bytes[at++] = low | 0x80;
    low = (low >>> 7) | (high << 25);
    high >>>= 7;
  }
  return writeU32(bytes, at, low);
}

/** Writes the shortest signed LEB128 of the 64-bit value `high:low` at `at`; returns the offset after it. */
export function writeS64Words(bytes: Uint8Array, at: number, low: number, high: number): number {
  low |= 0;
  high |= 0;
  while (high !== low >> 31) {
    bytes[at++] = low | 0x80;
    low = (low >>> 7) | (high << 25);
    high >>= 7;
  }
  return writeS32(bytes, at, low);
}

/** Writes the shortest unsigned LEB128 of `value` modulo 2^64 at `at`; returns the offset after it. */
export function writeU64(bytes: Uint8Array, at: number, value: bigint | number): number {
  return writeU64Words(bytes, at, lowWord(value), highWord(value));
}

/** Writes the shortest signed LEB128 of `value` taken as an i64 at `at`; returns the offset after it. */
export function writeS64(bytes: Uint8Array, at: number, value: bigint | number): number {
  return writeS64Words(bytes, at, lowWord(value), highWord(value));
}

/** Writes `value` modulo 2^32 as five bytes of unsigned LEB128 at `at`: the field of an uleb5 relocation. */
export function writeU32Padded(bytes: Uint8Array, at: number, value: number): void {
  writeLowFour(bytes, at, value);
  bytes[at + 4] = value >>> 28;
}

/** Writes `value` as an i32 in five bytes of signed LEB128 at `at`: the field of an sleb5 relocation. */
export function writeS32Padded(bytes: Uint8Array, at: number, value: number): void {
  writeLowFour(bytes, at, value);
  bytes[at + 4] = (value >> 28) & 0x7f;
}

/** Writes `value` modulo 2^64 as ten bytes of unsigned LEB128 at `at`: the field of an uleb10 relocation. */
export function writeU64Padded(bytes: Uint8Array, at: number, value: bigint | number): void {
  writeLowNine(bytes, at, value);
  bytes[at + 9] = highWord(value) >>> 31;
}

/** Writes `value` as an i64 in ten bytes of signed LEB128 at `at`: the field of an sleb10 relocation. */
export function writeS64Padded(bytes: Uint8Array, at: number, value: bigint | number): void {
  writeLowNine(bytes, at, value);
  bytes[at + 9] = (highWord(value) >> 31) & 0x7f;
}

/** The first four groups, each with the continuation bit: bits 0 to 27. */
function writeLowFour(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value | 0x80;
  bytes[at + 1] = (value >> 7) | 0x80;
  bytes[at + 2] = (value >> 14) | 0x80;
  bytes[at + 3] = (value >> 21) | 0x80;
}

/** The first nine groups, each with the continuation bit: bits 0 to 62. */
function writeLowNine(bytes: Uint8Array, at: number, value: bigint | number): void {
  const low = lowWord(value);
  const high = highWord(value);
  writeLowFour(bytes, at, low);
  bytes[at + 4] = (low >>> 28) | (high << 4) | 0x80;
  writeLowFour(bytes, at + 5, high >>> 3);
}
