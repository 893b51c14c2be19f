import { ByteReader } from '@wasmwright/wasm';
import { isText } from './names.ts';

/**
 * Walks the section headers of a wasm file and skips everything else: for questions that one section answers. It ends at
 * the end and at a header that makes no sense; what is wrong there, `parseObject` says.
 */
export class SectionWalk {
  readonly bytes: Uint8Array;
  private readonly reader: ByteReader;
  private nameStart = 0;
  private nameEnd = 0;
  /** Id of the section `next` found, the start of its payload (after the name) and its end. */
  id = 0;
  start = 0;
  end = 8;
  /** True after `next` met a header that makes no sense. */
  damaged = false;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.reader = new ByteReader(bytes);
  }

  /** Moves to the next section; false when there is none. */
  next(): boolean {
    if (this.end === this.bytes.length || this.damaged) return false;
    this.damaged = this.end > this.bytes.length || !this.readHeader();
    return !this.damaged;
  }

  private readHeader(): boolean {
    const { reader } = this;
    reader.end = this.bytes.length;
    reader.pos = this.end;
    this.id = reader.byte();
    const size = reader.u32();
    if (size === 0 || size > reader.end - reader.pos) return false;
    this.start = reader.pos;
    this.end = this.start + size;
    if (this.id !== 0) return true;
    reader.end = this.end;
    const length = reader.u32();
    if (length > reader.end - reader.pos) return false;
    this.nameStart = reader.pos;
    this.nameEnd = this.start = reader.pos + length;
    return reader.failed === '';
  }

  /** True if the section `next` found is a custom section of this (ASCII) name. */
  isNamed(name: string): boolean {
    return this.id === 0 && isText(this.bytes, this.nameStart, this.nameEnd, name);
  }
}
