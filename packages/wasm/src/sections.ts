import { moduleMagic, moduleVersion } from './constants.ts';
import { ByteReader, type ReadFailure } from './reader.ts';

/** `header`: not a module of version 1 (`failedAt` 0: no magic number, 4: other version, or a component). */
export type SectionFailure = ReadFailure | 'header';

/**
 * Walks the sections of a module. `next` overwrites the fields; nothing is thrown.
 *
 * @example
 * const walker = new SectionWalker(bytes);
 * while (walker.next()) if (walker.id === SectionId.code) walker.start; // first byte of the code section's payload
 */
export class SectionWalker {
  /** Number of the section in the file. */
  number = -1;
  id = 0;
  /** Offset of the id byte. */
  headerStart = 0;
  /** Payload: after the size field, and for custom sections after the name. */
  start = 0;
  end = 0;
  /** Name of a custom section; an empty range for the others. */
  nameStart = 0;
  nameEnd = 0;
  failed: '' | SectionFailure = '';
  /** Offset of what is wrong; -1 while nothing is. */
  failedAt = -1;

  private readonly reader: ByteReader;

  constructor(bytes: Uint8Array) {
    const reader = (this.reader = new ByteReader(bytes));
    if (reader.fixed32() !== moduleMagic) this.stop('header', 0);
    else if (reader.fixed32() !== moduleVersion) this.stop('header', 4);
  }

  /** Moves to the next section; false at the end and after a failure. */
  next(): boolean {
    const { reader } = this;
    if (this.failed !== '' || reader.atEnd) return false;
    this.number++;
    this.headerStart = reader.pos;
    this.id = reader.byte();
    const size = reader.u32();
    this.start = this.nameStart = this.nameEnd = reader.pos;
    reader.skip(size);
    if (reader.failed !== '') return this.stop(reader.failed, reader.failedAt);
    this.end = reader.pos;
    return this.id !== 0 || this.name();
  }

  /** Sets the range of a custom section's name. */
  private name(): boolean {
    const reader = new ByteReader(this.reader.bytes, this.start, this.end);
    const length = reader.u32();
    this.nameStart = reader.pos;
    reader.skip(length);
    this.nameEnd = this.start = reader.pos;
    return reader.failed === '' || this.stop(reader.failed, reader.failedAt);
  }

  private stop(failure: SectionFailure, at: number): false {
    this.failed = failure;
    this.failedAt = at;
    return false;
  }
}
