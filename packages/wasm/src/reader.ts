import { decodeUtf8 } from './text.ts';

/**
 * Why a read failed. `truncated`: the input ends inside the value. `overlong`: a LEB128 has more bytes than its type
 * allows. `overflow`: the last byte of a LEB128 has bits beyond the type's width (or not a sign extension).
 */
export type ReadFailure = 'truncated' | 'overlong' | 'overflow';

/**
 * Reads numbers and names from a range of bytes. It never throws on bad input: a failing read returns 0 (or ''), keeps
 * the first failure in `failed` and `failedAt`, and moves to `end`, so a loop on `atEnd` stops. A loop on a count must
 * look at `failed`.
 *
 * Methods named after integer types read LEB128 in any valid form, shortest or padded.
 *
 * @example
 * const reader = new ByteReader(Uint8Array.of(0xe5, 0x8e, 0x26));
 * reader.u32(); // 624485
 * reader.u32(); // 0, and reader.failed is 'truncated', reader.failedAt is 3
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  /** Offset of the next byte. */
  pos: number;
  /** Offset after the last readable byte. */
  end: number;
  /** The first failure, '' while there is none. */
  failed: '' | ReadFailure = '';
  /** Offset of the first byte of the value that failed; -1 while none has. */
  failedAt = -1;
  /** Words of the value that `u64Words` or `s64Words` read last, both as u32. */
  low = 0;
  high = 0;

  /** @throws RangeError if the range is not inside `bytes` */
  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    this.seek(start, end);
  }

  /**
   * Starts over on another range of the same bytes, without the failure of the last one.
   *
   * @throws RangeError if the range is not inside the bytes
   */
  seek(start: number, end: number): void {
    const { length } = this.bytes;
    if (!(start >= 0 && start <= end && end <= length)) {
      throw new RangeError(`ByteReader: range ${start}..${end} of ${length} bytes`);
    }
    this.pos = start;
    this.end = end;
    this.failed = '';
    this.failedAt = -1;
  }

  get atEnd(): boolean {
    return this.pos >= this.end;
  }

  /** Records a failure (the first one stays) and moves to the end. Returns 0. */
  fail(failure: ReadFailure, at: number = this.pos): number {
    if (this.failed === '') {
      this.failed = failure;
      this.failedAt = at;
    }
    this.pos = this.end;
    return 0;
  }

  byte(): number {
    if (this.pos >= this.end) return this.fail('truncated');
    return this.bytes[this.pos++]!;
  }

  u32(): number {
    const { bytes, pos: start, end } = this;
    let result = 0;
    let shift = 0;
    for (let pos = start; pos < end; shift += 7) {
      const byte = bytes[pos++]!;
      if (shift === 28 && byte > 0x0f) return this.fail(lastByteFailure(byte), start);
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = pos;
        return result >>> 0;
      }
    }
    return this.fail('truncated', start);
  }

  s32(): number {
    return this.signed(0x07);
  }

  /** A 33-bit signed integer (block types, heap types), exact: -2^32 to 2^32 - 1. */
  s33(): number {
    return this.signed(0x0f);
  }

  /** Reads a 64-bit unsigned LEB128 into `low` and `high` without a BigInt. */
  u64Words(): void {
    this.words64(1, 1);
  }

  /** Reads a 64-bit signed LEB128 into `low` and `high` (two's complement) without a BigInt. */
  s64Words(): void {
    this.words64(0, 0x7f);
  }

  u64(): bigint {
    this.words64(1, 1);
    return this.high === 0 ? BigInt(this.low) : (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  s64(): bigint {
    this.words64(0, 0x7f);
    return (BigInt(this.high | 0) << 32n) | BigInt(this.low);
  }

  /** A 64-bit unsigned LEB128 that must be at most 2^53 - 1; more is an `overflow`. */
  u53(): number {
    const start = this.pos;
    this.words64(1, 1);
    if (this.high > 0x1f_ffff) return this.fail('overflow', start);
    return this.high * 0x1_0000_0000 + this.low;
  }

  /** Four bytes, little-endian, as u32. */
  fixed32(): number {
    const { bytes, pos } = this;
    if (this.end - pos < 4) return this.fail('truncated');
    this.pos = pos + 4;
    return (
      (bytes[pos]! | (bytes[pos + 1]! << 8) | (bytes[pos + 2]! << 16) | (bytes[pos + 3]! << 24)) >>>
      0
    );
  }

  /** Eight bytes, little-endian, unsigned. */
  fixed64(): bigint {
    if (this.end - this.pos < 8) return BigInt(this.fail('truncated'));
    const low = this.fixed32();
    return (BigInt(this.fixed32()) << 32n) | BigInt(low);
  }

  /** Moves `count` bytes on. */
  skip(count: number): void {
    if (count > this.end - this.pos) this.fail('truncated');
    else this.pos += count;
  }

  /** Moves past one LEB128 of any integer type without checking its last byte: at most ten bytes. */
  skipLeb(): void {
    const { bytes, pos: start, end } = this;
    for (let pos = start; pos < end;) {
      if (bytes[pos++]! < 0x80) {
        this.pos = pos;
        return;
      }
      if (pos - start === 10) {
        this.fail('overlong', start);
        return;
      }
    }
    this.fail('truncated', start);
  }

  /** A u32 length and that many bytes of UTF-8; invalid sequences become U+FFFD. */
  name(): string {
    const start = this.pos;
    const length = this.u32();
    if (length > this.end - this.pos) this.fail('truncated', start);
    if (this.failed !== '') return '';
    const from = this.pos;
    this.pos = from + length;
    return decodeUtf8(this.bytes, from, this.pos);
  }

  /** `lastMax` is the greatest fifth byte of a positive value: the bits that remain there, less the sign. */
  private signed(lastMax: number): number {
    const { bytes, pos: start, end } = this;
    let result = 0;
    let shift = 0;
    for (let pos = start; pos < end; shift += 7) {
      const byte = bytes[pos++]!;
      if (shift === 28) {
        if (byte > lastMax && (byte < 0x7f - lastMax || byte > 0x7f)) {
          return this.fail(lastByteFailure(byte), start);
        }
        this.pos = pos;
        return result + ((byte << 25) >> 25) * 0x1000_0000;
      }
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = pos;
        return (result << (25 - shift)) >> (25 - shift);
      }
    }
    return this.fail('truncated', start);
  }

  /**
   * Ten groups into two words. The tenth byte carries bit 63 alone: it must be at most `lastPositive`, or exactly
   * `lastOther` (0x7f, the extension of a set sign bit). A signed value is extended from its last group.
   */
  private words64(lastPositive: number, lastOther: number): void {
    const { bytes, pos: start, end } = this;
    const signed = lastOther === 0x7f;
    let low = 0;
    let high = 0;
    let shift = 0;
    for (let pos = start; pos < end; shift += 7) {
      const byte = bytes[pos++]!;
      if (shift === 63 && byte > lastPositive && byte !== lastOther) {
        this.low = this.high = this.fail(lastByteFailure(byte), start);
        return;
      }
      const group = byte & 0x7f;
      if (shift < 28) low |= group << shift;
      else if (shift === 28) {
        low |= group << 28;
        high = group >>> 4;
      } else high |= group << (shift - 32);
      if (byte < 0x80) {
        if (signed && byte > 0x3f) {
          const used = shift + 7; // bits read; the ones above repeat the sign
          if (used < 32) {
            low |= -1 << used;
            high = -1;
          } else if (used < 64) high |= -1 << (used - 32);
        }
        this.low = low >>> 0;
        this.high = high >>> 0;
        this.pos = pos;
        return;
      }
    }
    this.low = this.high = this.fail('truncated', start);
  }
}

/** Why the last byte a LEB128 may have is wrong: it asks for another byte, or its bits do not fit. */
function lastByteFailure(byte: number): ReadFailure {
  return byte > 0x7f ? 'overlong' : 'overflow';
}
