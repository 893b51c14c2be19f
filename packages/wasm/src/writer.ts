import {
  highWord,
  lowWord,
  maxSize32,
  maxSize64,
  writeS32,
  writeS32Padded,
  writeS64Padded,
  writeS64Words,
  writeU32,
  writeU32Padded,
  writeU64Padded,
  writeU64Words,
} from './leb128.ts';
import { encodeUtf8 } from './text.ts';

/** Under this many bytes a loop copies faster than `set(subarray)`, whose cost is that of the view. */
const LOOP_COPY = 24;

/**
 * A growable byte buffer. Capacity doubles; every method makes its own room, so `reserve` is only an optimisation.
 * Methods named after integer types write the shortest LEB128, the padded ones the fixed width a relocation patches.
 * Numbers are taken modulo 2^32 or 2^64.
 *
 * @example
 * const writer = new ByteWriter();
 * writer.u32(624485);
 * writer.name('main');
 * writer.toBytes(); // e5 8e 26 04 6d 61 69 6e
 */
export class ByteWriter {
  /** Bytes written. May be set back to an earlier value to drop what follows. */
  length = 0;
  private bytes: Uint8Array;

  /** @param capacity bytes to start with */
  constructor(capacity = 256) {
    this.bytes = new Uint8Array(Math.max(capacity, 16));
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const need = this.length + count;
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2));
    grown.set(this.view());
    this.bytes = grown;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  u32(value: number): void {
    this.reserve(maxSize32);
    this.length = writeU32(this.bytes, this.length, value);
  }

  s32(value: number): void {
    this.reserve(maxSize32);
    this.length = writeS32(this.bytes, this.length, value);
  }

  u64(value: bigint | number): void {
    this.reserve(maxSize64);
    this.length = writeU64Words(this.bytes, this.length, lowWord(value), highWord(value));
  }

  s64(value: bigint | number): void {
    this.reserve(maxSize64);
    this.length = writeS64Words(this.bytes, this.length, lowWord(value), highWord(value));
  }

  /** Five bytes. */
  u32Padded(value: number): void {
    this.reserve(maxSize32);
    writeU32Padded(this.bytes, this.length, value);
    this.length += maxSize32;
  }

  /** Five bytes. */
  s32Padded(value: number): void {
    this.reserve(maxSize32);
    writeS32Padded(this.bytes, this.length, value);
    this.length += maxSize32;
  }

  /** Ten bytes. */
  u64Padded(value: bigint | number): void {
    this.reserve(maxSize64);
    writeU64Padded(this.bytes, this.length, value);
    this.length += maxSize64;
  }

  /** Ten bytes. */
  s64Padded(value: bigint | number): void {
    this.reserve(maxSize64);
    writeS64Padded(this.bytes, this.length, value);
    this.length += maxSize64;
  }

  /** Four bytes, little-endian. */
  fixed32(value: number): void {
    this.reserve(4);
    const { bytes, length } = this;
    bytes[length] = value;
    bytes[length + 1] = value >>> 8;
    bytes[length + 2] = value >>> 16;
    bytes[length + 3] = value >>> 24;
    this.length = length + 4;
  }

  /** Eight bytes, little-endian. */
  fixed64(value: bigint | number): void {
    this.fixed32(lowWord(value));
    this.fixed32(highWord(value));
  }

  /** The bytes `start` to `end` of `source`. */
  raw(source: Uint8Array, start = 0, end: number = source.length): void {
    const count = end - start;
    this.reserve(count);
    const { bytes, length } = this;
    if (count < LOOP_COPY) {
      for (let i = 0; i < count; i++) bytes[length + i] = source[start + i]!;
    } else {
      bytes.set(source.subarray(start, end), length);
    }
    this.length = length + count;
  }

  /** A u32 length and the UTF-8 bytes of `text`. */
  name(text: string): void {
    const count = text.length;
    this.reserve(maxSize32 + count);
    const { bytes } = this;
    const start = writeU32(bytes, this.length, count);
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const unit = text.charCodeAt(i);
      bytes[start + i] = unit;
      seen |= unit;
    }
    if (seen < 0x80) {
      this.length = start + count;
      return;
    }
    const utf8 = encodeUtf8(text);
    this.u32(utf8.length);
    this.raw(utf8);
  }

  /** Overwrites the five bytes at `at`, written before as a padded u32 (a size that is known only later). */
  patchU32Padded(at: number, value: number): void {
    if (!(at >= 0 && at + maxSize32 <= this.length)) {
      throw new RangeError(`patchU32Padded: offset ${at} of ${this.length} bytes`);
    }
    writeU32Padded(this.bytes, at, value);
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** What was written, without a copy: valid until the next write. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
