import { ByteReader, type ReadFailure } from './reader.ts';
import { shapePages } from './shapes.gen.ts';
import { EMPTY_BLOCK, isAbstractHeapType, isValueType, REF, REF_NULL } from './types.ts';

/**
 * Why decoding stopped. `opcode`: no such instruction. `immediate`: an immediate no version of the format allows.
 * `unterminated`: the range ends before the last `end`. The others are those of `ByteReader`.
 */
export type DecodeFailure = ReadFailure | 'opcode' | 'immediate' | 'unterminated';

/** Numbers per entry of `list`, for catches, handlers and locals. */
export const LIST_STRIDE = 3;

/**
 * Walks the instructions of a function body or an initializer. `next` overwrites the fields below; only those the
 * instruction's immediates need are meaningful. Nothing is allocated per instruction and nothing is thrown: bad bytes
 * set `failed` and `failedAt`, and `next` returns false.
 *
 * @example
 * const decoder = new InstructionDecoder(Uint8Array.of(0x41, 0x2a, 0x0b)); // i32.const 42; end
 * while (decoder.next()) decoder.code; // Opcode.i32_const with decoder.value 42, then Opcode.end
 */
export class InstructionDecoder {
  /** Number of the instruction (`Opcode`). */
  code = -1;
  /** Offset of its first byte. */
  start: number;
  /** Blocks open around the next instruction; -1 after the `end` that closes the whole. */
  depth = 0;

  /** First u32 immediate: label, function, type, table, memory, global, local, tag, data, element. */
  index = 0;
  /** Second u32 immediate. */
  index2 = 0;
  /** `i32.const`. */
  value = 0;
  /** 64 bits as two u32 words: `i64.const`, the bits of `f64.const`, a memory offset; `low` alone for `f32.const`. */
  low = 0;
  high = 0;
  /** Memory access: alignment as an exponent of two, memory index. */
  align = 0;
  memory = 0;
  /** Lane number, memory order, or the flags of a cast branch (1: source nullable, 2: target nullable). */
  lane = 0;
  /** Type index from 0 up, `EMPTY_BLOCK`, or a value type as s33; `heapType` belongs to `REF` and `REF_NULL`. */
  blockType = 0;
  /** Heap type as s33: type index from 0 up, or an abstract heap type. */
  heapType = 0;
  /** Target of a cast branch. */
  heapType2 = 0;
  /** Offset of the 16 bytes of `v128.const` and `i8x16.shuffle`. */
  vector = 0;
  /**
   * Vector immediates: `br_table` labels, the default last; catches and handlers as (kind, tag, label); result types of
   * `select` as (type, heap type); after `locals` (count, type, heap type). Valid up to `listLength`.
   */
  list: Float64Array = new Float64Array(16);
  /** Numbers in `list` (not entries). */
  listLength = 0;

  failed: '' | DecodeFailure = '';
  /** Offset of the byte, or the first byte of the number, that is wrong; -1 while none is. */
  failedAt = -1;

  private readonly reader: ByteReader;
  private readonly shapes: Uint8Array = shapeTable();

  /** @throws RangeError if the range is not inside `bytes` */
  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.reader = new ByteReader(bytes, start, end);
    this.start = start;
  }

  /**
   * Starts over on another range of the same bytes: one decoder serves all functions of a module.
   *
   * @throws RangeError if the range is not inside the bytes
   */
  seek(start: number, end: number): void {
    this.reader.seek(start, end);
    this.start = start;
    this.code = -1;
    this.depth = 0;
    this.failed = '';
    this.failedAt = -1;
  }

  get bytes(): Uint8Array {
    return this.reader.bytes;
  }

  /** Offset after the last instruction read. */
  get pos(): number {
    return this.reader.pos;
  }

  /** True once the `end` that closes the whole was read. Bytes of the range that remain are not looked at. */
  get finished(): boolean {
    return this.depth < 0;
  }

  /**
   * Reads the local declarations in front of a function body into `list` as (count, type, heap type).
   *
   * @returns false if they are malformed
   */
  locals(): boolean {
    const { reader } = this;
    const entries = this.startList();
    let total = 0;
    for (let i = 0; i < entries; i++) {
      const at = reader.pos;
      const count = reader.u32();
      total += count;
      if (total > 0xffff_ffff) return this.stop('overflow', at);
      this.push(count);
      this.pushType();
    }
    return this.check();
  }

  /** Moves to the next instruction; false at the end and after a failure. */
  next(): boolean {
    const { reader } = this;
    if (this.depth < 0 || this.failed !== '') return false;
    const start = (this.start = reader.pos);
    if (start >= reader.end) return this.stop('unterminated', start);
    let code = reader.byte();
    let slot = code;
    if (code >= 0xfb && code !== 0xff) {
      const sub = reader.u32();
      if (sub > 0x1ff) return this.stop('opcode', start);
      slot = ((code - 0xfa) << 9) | sub;
      code = (code << 12) | sub;
    }
    this.code = code;
    switch (this.shapes[slot]) {
      case 1: // none
        break;
      case 2: // one index
        this.index = reader.u32();
        break;
      case 3: // two indexes
        this.index = reader.u32();
        this.index2 = reader.u32();
        break;
      case 4: // memoryAccess
        this.memoryAccess();
        break;
      case 5: // memoryAccess, lane
        this.memoryAccess();
        this.lane = reader.byte();
        break;
      case 6: // lane, order
        this.lane = reader.byte();
        break;
      case 7: // i32
        this.value = reader.s32();
        break;
      case 8: // i64
        reader.s64Words();
        this.low = reader.low;
        this.high = reader.high;
        break;
      case 9: // f32
        this.low = reader.fixed32();
        break;
      case 10: // f64
        this.low = reader.fixed32();
        this.high = reader.fixed32();
        break;
      case 11: // v128, lanes
        this.vector = reader.pos;
        reader.skip(16);
        break;
      case 12: // blockType
        this.readBlockType();
        this.depth++;
        break;
      case 13: // labels
        this.readLabels();
        break;
      case 14: // blockType, catches
        this.readBlockType();
        this.readClauses(3, 2);
        this.depth++;
        break;
      case 15: // types
        for (let left = this.startList(); left > 0; left--) this.pushType();
        break;
      case 16: // heapType
        this.heapType = this.readHeapType();
        break;
      case 17: // castFlags, label, heapType, heapType
        this.lane = reader.byte();
        if (this.lane > 3) this.stop('immediate', reader.pos - 1);
        this.index = reader.u32();
        this.heapType = this.readHeapType();
        this.heapType2 = this.readHeapType();
        break;
      case 18: // type, handlers
        this.index = reader.u32();
        this.readClauses(1, 1);
        break;
      case 19: // type, tag, handlers
        this.index = reader.u32();
        this.index2 = reader.u32();
        this.readClauses(1, 1);
        break;
      case 20: // end
        this.depth--;
        break;
      case 21: // delegate
        this.index = reader.u32();
        if (this.depth-- === 0) return this.stop('opcode', start);
        break;
      default:
        return reader.failed === '' ? this.stop('opcode', start) : this.check();
    }
    return this.check();
  }

  /** Records the first failure. */
  private stop(failure: DecodeFailure, at: number): false {
    if (this.failed === '') {
      this.failed = failure;
      this.failedAt = at;
    }
    return false;
  }

  /** Takes over a failure of the reader, which may be earlier than one recorded here. */
  private check(): boolean {
    const { reader } = this;
    if (reader.failed === '') return this.failed === '';
    if (this.failed === '' || reader.failedAt < this.failedAt) {
      this.failed = reader.failed;
      this.failedAt = reader.failedAt;
    }
    return false;
  }

  /** Flags (bits 0 to 5 alignment, bit 6 memory index follows), [memory index], offset. */
  private memoryAccess(): void {
    const { reader } = this;
    const at = reader.pos;
    const flags = reader.u32();
    if (flags > 0x7f) this.stop('immediate', at);
    this.align = flags & 0x3f;
    this.memory = (flags & 0x40) === 0 ? 0 : reader.u32();
    reader.u64Words();
    this.low = reader.low;
    this.high = reader.high;
  }

  private readBlockType(): void {
    const { reader } = this;
    const at = reader.pos;
    const type = reader.s33();
    this.blockType = type;
    if (type === REF || type === REF_NULL) this.heapType = this.readHeapType();
    else if (type < 0 && type !== EMPTY_BLOCK && !isValueType(type)) this.stop('immediate', at);
  }

  private readHeapType(): number {
    const { reader } = this;
    const at = reader.pos;
    const type = reader.s33();
    if (type < 0 && !isAbstractHeapType(type)) this.stop('immediate', at);
    return type;
  }

  private readLabels(): void {
    const { reader } = this;
    const entries = this.startList();
    for (let i = 0; i <= entries; i++) this.push(reader.u32());
  }

  /**
   * A vector of (kind byte, [tag], [label]). Catches have kinds 0 to 3, the upper two without a tag; handlers have
   * kinds 0 and 1, the upper one (`switch`) without a label.
   */
  private readClauses(lastKind: number, tagKinds: number): void {
    const { reader } = this;
    for (let left = this.startList(); left > 0; left--) {
      const kind = reader.byte();
      if (kind > lastKind) this.stop('immediate', reader.pos - 1);
      this.push(kind);
      this.push(lastKind === 1 || kind < tagKinds ? reader.u32() : 0);
      this.push(lastKind === 1 && kind === 1 ? 0 : reader.u32());
    }
  }

  /** Empties `list` and reads the count of a vector, which is at most the number of bytes left. */
  private startList(): number {
    const { reader } = this;
    this.listLength = 0;
    const at = reader.pos;
    const entries = reader.u32();
    if (entries <= reader.end - reader.pos) return entries;
    return reader.fail('truncated', at);
  }

  private pushType(): void {
    const { reader } = this;
    const at = reader.pos;
    const type = reader.s33();
    this.push(type);
    const isReference = type === REF || type === REF_NULL;
    if (!isReference && !isValueType(type)) this.stop('immediate', at);
    this.push(isReference ? this.readHeapType() : 0);
  }

  private push(value: number): void {
    if (this.listLength === this.list.length) {
      const grown = new Float64Array(2 * this.listLength);
      grown.set(this.list);
      this.list = grown;
    }
    this.list[this.listLength++] = value;
  }
}

/** Shape by slot: the opcode byte, or 0x200 times (prefix - 0xfa) plus the sub-opcode. Built on first use. */
let shapes: Uint8Array | undefined;

function shapeTable(): Uint8Array {
  if (shapes === undefined) {
    shapes = new Uint8Array(shapePages.length << 9);
    for (const [page, letters] of shapePages.entries()) {
      for (let i = 0; i < letters.length; i++)
        shapes[(page << 9) + i] = letters.charCodeAt(i) - 0x40;
    }
  }
  return shapes;
}
