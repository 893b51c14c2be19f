import {
  ByteReader,
  type DecodeFailure,
  formatInstruction,
  type IndexNames,
  InstructionDecoder,
  LimitsFlag,
  REF,
  REF_NULL,
  isAbstractHeapType,
  isValueType,
  valueTypeName,
} from '@wasmwright/wasm';

/** What can be wrong inside a section; `unknown` is a flag, form or kind no version of the format has. */
export type Failure = DecodeFailure | 'unknown';

/** A failure in words. */
export const failureTexts: Readonly<Record<Failure, string>> = {
  truncated: 'a number, name or list goes past the end',
  overlong: 'a LEB128 number has too many bytes',
  overflow: 'a number is too large for its type',
  opcode: 'unknown instruction',
  immediate: 'impossible immediate of an instruction',
  unterminated: 'the code ends without `end`',
  unknown: 'unknown kind or flag',
};

/** Reads the parts that several sections share. After a failure everything is 0 or empty and `ok` is false. */
export class Cursor {
  readonly reader: ByteReader;
  private readonly decoder: InstructionDecoder;
  private failure: '' | Failure = '';
  private failureAt = -1;

  constructor(bytes: Uint8Array) {
    this.reader = new ByteReader(bytes);
    this.decoder = new InstructionDecoder(bytes);
  }

  /** Starts on another range. */
  seek(start: number, end: number): void {
    this.reader.seek(start, end);
    this.failure = '';
    this.failureAt = -1;
  }

  get ok(): boolean {
    return this.failure === '' && this.reader.failed === '';
  }

  get failed(): '' | Failure {
    return this.failure || this.reader.failed;
  }

  get failedAt(): number {
    return this.failure === '' ? this.reader.failedAt : this.failureAt;
  }

  fail(failure: Failure, at: number): void {
    if (!this.ok) return;
    this.failure = failure;
    this.failureAt = at;
    this.reader.pos = this.reader.end;
  }

  /** Reads a count, then calls `entry` that often or until something fails. */
  list(entry: (i: number) => void): void {
    const count = this.reader.u32();
    for (let i = 0; i < count && this.ok; i++) {
      if (this.reader.atEnd) this.reader.fail('truncated');
      else entry(i);
    }
  }

  /** A value, storage or reference type, as text. */
  type(): string {
    const { reader } = this;
    const at = reader.pos;
    const type = reader.s33();
    if (type === REF || type === REF_NULL) return valueTypeName(type, this.heapType());
    const isStorage = type === -0x08 || type === -0x09;
    if (!isValueType(type) && !isStorage) this.fail('unknown', at);
    return valueTypeName(type);
  }

  /** `5`, `1 16`, `i64 1 2 shared`. */
  limits(): string {
    const { reader } = this;
    const at = reader.pos;
    const flags = reader.byte();
    if (flags > 15) this.fail('unknown', at);
    const words = (flags & LimitsFlag.IS_64) === 0 ? [] : ['i64'];
    words.push(String(reader.u64()));
    if ((flags & LimitsFlag.HAS_MAX) !== 0) words.push(String(reader.u64()));
    if ((flags & LimitsFlag.SHARED) !== 0) words.push('shared');
    if ((flags & LimitsFlag.CUSTOM_PAGE_SIZE) !== 0) {
      words.push(`(pagesize ${2 ** reader.u32()})`);
    }
    return words.join(' ');
  }

  /** An initializer as text, its instructions separated by blanks: `i32.const 4 global.get 1 i32.add`. */
  initializer(names?: IndexNames): string {
    const { reader, decoder } = this;
    decoder.seek(reader.pos, reader.end);
    const words: string[] = [];
    while (decoder.next() && !decoder.finished) words.push(formatInstruction(decoder, names));
    if (decoder.failed !== '') this.fail(decoder.failed, decoder.failedAt);
    else reader.pos = decoder.pos;
    return words.join(' ');
  }

  private heapType(): number {
    const at = this.reader.pos;
    const type = this.reader.s33();
    if (type < 0 && !isAbstractHeapType(type)) this.fail('unknown', at);
    return type;
  }
}
