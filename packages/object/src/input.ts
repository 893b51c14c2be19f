import { diagnose, objectCodes } from '@wasmwright/diagnostics';
import type { Arguments, CodeRow, Diagnostic } from '@wasmwright/diagnostics';
import { ByteReader, decodeUtf8 } from '@wasmwright/wasm';

/**
 * The reader of one input file. The first failure becomes the input's only diagnostic (I9); from then on every read returns 0 and
 * the position is at the end, so a parser needs no check after each read: it looks at `ok` where it would
 * loop on a count, allocate by one or use a number as an index.
 */
export class Input {
  readonly bytes: Uint8Array;
  /** Prefix of the messages. */
  readonly name: string;
  /** The first failure. */
  diagnostic: Diagnostic | undefined;
  /** For loops that check for failure once per item; they call `explain` on one. */
  readonly reader: ByteReader;

  /** What `describe` was told. The name is decoded only for a diagnostic. */
  private sectionLabel = '';
  private sectionStart = 0;
  private sectionEnd = 0;

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes;
    this.name = name;
    this.reader = new ByteReader(bytes);
  }

  /** True until something failed. */
  get ok(): boolean {
    return this.diagnostic === undefined;
  }

  /** Offset of the next byte. */
  get pos(): number {
    return this.reader.pos;
  }

  /** Offset after the last byte that may be read: the end of the section or subsection. */
  get end(): number {
    return this.reader.end;
  }

  /** Reads on at `start` and not past `end`; both are inside the file. No effect after a failure. */
  enter(start: number, end: number): void {
    if (!this.ok) return;
    this.reader.pos = start;
    this.reader.end = end;
  }

  /** Records a failure found at `offset`, unless there is one already, and ends all reading. */
  fail<Row extends CodeRow>(
    row: Row,
    values: Omit<Arguments<Row>, 'file'>,
    offset: number = this.reader.pos,
  ): void {
    if (this.diagnostic !== undefined) return;
    const section = this.sectionLabel + this.text(this.sectionStart, this.sectionEnd);
    this.diagnostic = diagnose(row, { ...values, file: this.name } as Arguments<Row>, {
      input: this.name,
      offset,
      ...(section === '' ? {} : { section }),
    });
    this.reader.pos = this.reader.end;
    if (this.reader.failed === '') this.reader.fail('truncated');
  }

  /** Says which section is being read: a label, the name at a range, or both together. */
  describe(label: string, start = 0, end = 0): void {
    this.sectionLabel = label;
    this.sectionStart = start;
    this.sectionEnd = end;
  }

  /** Reads the item at `offset` again, after `reader` failed in it, so that the failure gets its text. */
  explain(offset: number, read: () => void): void {
    this.reader.failed = '';
    this.reader.pos = offset;
    read();
  }

  byte(): number {
    const value = this.reader.byte();
    if (this.reader.failed !== '') this.scalarFailed(objectCodes.eofByte, objectCodes.eofByte);
    return value;
  }

  u32(): number {
    const value = this.reader.u32();
    if (this.reader.failed !== '') {
      this.scalarFailed(objectCodes.unsignedPastEnd, objectCodes.outsideUnsigned32);
    }
    return value;
  }

  s32(): number {
    const value = this.reader.s32();
    if (this.reader.failed !== '') {
      this.scalarFailed(objectCodes.signedPastEnd, objectCodes.outsideSigned32);
    }
    return value;
  }

  /** An unsigned 64-bit number of at most 2^53 - 1. */
  u64(): number {
    const value = this.reader.u53();
    if (this.reader.failed !== '') {
      this.scalarFailed(objectCodes.unsignedPastEnd, objectCodes.unsignedTooBig);
    }
    return value;
  }

  /** A signed 64-bit number; beyond 2^53 it is rounded. */
  s64(): number {
    const { reader } = this;
    reader.s64Words();
    if (reader.failed !== '') {
      this.scalarFailed(objectCodes.signedPastEnd, objectCodes.signedTooBig);
    }
    return (reader.high | 0) * 0x1_0000_0000 + reader.low;
  }

  /** An unsigned number that is 0 or 1. */
  u1(): number {
    const at = this.pos;
    const value = this.u32();
    if (value > 1) this.fail(objectCodes.outsideUnsigned1, {}, at);
    return value;
  }

  /** Moves past a float of `width` bytes. */
  float(width: 4 | 8): void {
    this.reader.skip(width);
    if (this.reader.failed !== '') this.scalarFailed(objectCodes.eofFloat, objectCodes.eofFloat);
  }

  /** Moves past a string; returns the offset of its first byte. It ends at the new position. */
  string(): number {
    const at = this.reader.pos;
    const length = this.u32();
    const start = this.reader.pos;
    if (length > this.reader.end - start) this.fail(objectCodes.eofString, {}, at);
    else this.reader.pos = start + length;
    return this.ok ? start : this.reader.pos;
  }

  /** A string, decoded. */
  stringText(): string {
    const start = this.string();
    return this.text(start, this.pos);
  }

  /** Moves on; the caller has checked that `count` bytes are left. */
  advance(count: number): void {
    this.reader.pos += count;
  }

  /**
   * How many rows to allocate for `count` items of at least `size` bytes each. Not more than fit in the rest of the
   * section: with a higher count the reading fails before the last row is used.
   */
  rows(count: number, size: number): number {
    return Math.min(count, Math.floor((this.reader.end - this.reader.pos) / size));
  }

  /** The text of a range, for messages and small tables. */
  text(start: number, end: number): string {
    return decodeUtf8(this.bytes, start, end);
  }

  private scalarFailed(truncated: CodeRow, outside: CodeRow): void {
    const { failed, failedAt } = this.reader;
    this.fail(failed === 'truncated' ? truncated : outside, {}, failedAt);
  }
}
