/**
 * MIR to code bytes (codegen.md section 7). One encoder serves both modes: an executable gets final numbers in their
 * shortest form, an object gets fixed-width fields and a relocation for each.
 *
 *   reads:  a function's MIR, the numbers (and symbols) of its rows
 *   writes: `bytes`, `relocations`, `hints`, `lines`
 */
import { formOf, NONE, subFormOf, UAV, type Mir, type Prologue } from '@wasmwright/mir';
import {
  sizeOfU32,
  writeS32,
  writeS32Padded,
  writeS64Padded,
  writeS64Words,
  writeU32,
  writeU32Padded,
  writeU64Padded,
  writeU64Words,
} from '@wasmwright/wasm';
import { HintList, LineList, LineMark } from './positions.ts';
import type { Numbers, Symbols } from './numbers.ts';
import { RelocationList } from './relocation-list.ts';

const TWO_32 = 0x1_0000_0000;
/** No instruction without a list takes more bytes than this. */
const LONGEST = 48;

/**
 * Encodes functions one behind the other. Offsets in the lists count from the start of `bytes`.
 *
 * @example
 * const encoder = new CodeEncoder();
 * encoder.emit(mir, numbers);
 * encoder.view(); // size, locals, instructions
 */
export class CodeEncoder {
  /** Bytes written. */
  length = 0;
  /** Object mode only. */
  readonly relocations: RelocationList = new RelocationList();
  /** Branch hints by byte offset. */
  readonly hints: HintList = new HintList();
  /** Source positions by byte offset, recorded if `recordLines`. */
  readonly lines: LineList = new LineList();
  recordLines = false;
  /** Number of memory immediates outside the memory's address range; the bytes are not usable if it is not 0. */
  overflows = 0;

  private bytes: Uint8Array;
  private numbers!: Numbers;
  private symbols: Symbols | null = null;
  private is64 = false;

  /** @param capacity - bytes to start with */
  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(capacity + LONGEST);
  }

  /** Forgets everything written. */
  reset(): void {
    this.length = this.overflows = 0;
    this.relocations.reset();
    this.hints.reset();
    this.lines.reset();
  }

  /** The bytes written, without a copy; valid until the next `emit` or `reset`. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /**
   * Appends a function: size, locals, prologue, instructions. The same MIR and numbers always give the same bytes.
   *
   * @param symbols - object mode: write padded fields and a relocation for each
   * @returns size of the body in bytes, without the size field
   */
  emit(mir: Mir, numbers: Numbers, symbols: Symbols | null = null): number {
    const start = this.length;
    const firstRelocation = this.relocations.count;
    const firstHint = this.hints.count;
    const firstLine = this.lines.count;
    this.numbers = numbers;
    this.symbols = symbols;
    this.is64 = mir.is64;
    // One byte is left for the size; a longer one moves the body once its length is known.
    this.length = start + 1;
    this.emitLocals(mir.locals);
    if (mir.prologue !== null) this.emitPrologue(mir.prologue);
    this.emitInstructions(mir);
    const size = this.length - start - 1;
    const width = sizeOfU32(size);
    if (width > 1) {
      this.reserve(width);
      this.bytes.copyWithin(start + width, start + 1, this.length);
      this.length += width - 1;
      this.relocations.shift(firstRelocation, width - 1);
      this.hints.shift(firstHint, width - 1);
      this.lines.shift(firstLine, width - 1);
    }
    writeU32(this.bytes, start, size);
    return size;
  }

  private reserve(count: number): void {
    const need = this.length + count + LONGEST;
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2));
    // All of it: an instruction may have begun behind `length`.
    grown.set(this.bytes);
    this.bytes = grown;
  }

  /** Runs of equal type: count of runs, then (count, type) pairs. */
  private emitLocals(locals: Uint8Array): void {
    let runs = 0;
    for (let i = 0; i < locals.length; i++) if (i === 0 || locals[i] !== locals[i - 1]) runs++;
    this.reserve(5 + runs * 6);
    let at = writeU32(this.bytes, this.length, runs);
    for (let i = 0; i < locals.length;) {
      let end = i + 1;
      while (end < locals.length && locals[end] === locals[i]) end++;
      at = writeU32(this.bytes, at, end - i);
      this.bytes[at++] = locals[i]!;
      i = end;
    }
    this.length = at;
  }

  /** Moves the stack pointer down by the frame (codegen.md 5.3). */
  private emitPrologue({ savedLocal, bottomLocal, alignment, size }: Prologue): void {
    this.reserve(2 * LONGEST);
    const { bytes, is64 } = this;
    bytes[this.length] = 0x23; // global.get
    let at = this.tee(this.stackPointer(this.length + 1), savedLocal);
    at = this.constant(at, size);
    bytes[at++] = is64 ? 0x7d : 0x6b; // sub
    if (alignment > 16) {
      at = this.constant(at, -alignment);
      bytes[at++] = is64 ? 0x83 : 0x71; // and
    }
    at = this.tee(at, bottomLocal);
    bytes[at] = 0x24; // global.set
    this.length = this.stackPointer(at + 1);
  }

  private tee(at: number, local: number): number {
    if (local === NONE) return at;
    this.bytes[at] = 0x22;
    return writeU32(this.bytes, at + 1, local);
  }

  private constant(at: number, value: number): number {
    this.bytes[at] = this.is64 ? 0x42 : 0x41;
    return writeS64Words(this.bytes, at + 1, value, value < 0 ? -1 : 0);
  }

  private emitInstructions(mir: Mir): void {
    const { tags, data, extra, hints } = mir;
    let hint = 0;
    let nextHint = hints.at.length > 0 ? hints.at[0]! : NONE;
    let bytes = this.bytes;
    let at = this.length;
    for (let i = 0; i < tags.length; i++) {
      if (at + LONGEST > bytes.length) {
        this.length = at;
        this.reserve(LONGEST);
        bytes = this.bytes;
      }
      const tag = tags[i]!;
      const word = data[i]!;
      if (i === nextHint) {
        this.hints.add(at, hints.likely[hint]!);
        nextHint = ++hint < hints.at.length ? hints.at[hint]! : NONE;
      }
      bytes[at] = tag; // pseudo instructions write over it
      switch (formOf[tag]) {
        case 0: // none
          at = tag < 0x100 ? at + 1 : this.plain(at, tag);
          break;
        case 1: // block
          at = this.blockType(at + 1, word);
          break;
        case 2: // label
        case 5: // local
        case 6: // memory
          if (word < 0x80) {
            bytes[at + 1] = word;
            at += 2;
          } else {
            at = writeU32(bytes, at + 1, word);
          }
          break;
        case 3: // labels
          this.length = at;
          this.reserve(5 + extra[word]! * 5);
          bytes = this.bytes;
          at = this.labels(at + 1, extra, word);
          break;
        case 4: // tryTable
          this.length = at;
          this.reserve(16 + extra[word + 1]! * 11);
          bytes = this.bytes;
          at = this.tryTable(at + 1, extra, word);
          break;
        case 7: // i32
          at = writeS32(bytes, at + 1, word);
          break;
        case 8: // f32
          at = this.word(at + 1, word);
          break;
        case 9: // i64
          at = writeS64Words(bytes, at + 1, extra[word]!, extra[word + 1]!);
          break;
        case 10: // f64
          at = this.word(this.word(at + 1, extra[word]!), extra[word + 1]!);
          break;
        case 11: // access
          at = this.access(at + 1, extra, word);
          break;
        case 12: // nav
          at = this.nav(at, tag, word);
          break;
        case 13: // navOffset
          at = this.navOffset(at, tag, extra[word]!, extra[word + 1]! | 0);
          break;
        case 14: // uav
          at = this.uavOffset(at, word, 0);
          break;
        case 15: // uavOffset
          at = this.uavOffset(at, extra[word]!, extra[word + 1]! | 0);
          break;
        case 16: // signature
          at = this.indirectTable(this.typeIndex(at + 1, word));
          break;
        case 17: // intrinsic
          bytes[at] = 0x10;
          at = this.intrinsic(at + 1, word);
          break;
        case 18: // tagName
          at = this.tagName(at, tag, word);
          break;
        case 19: // type
          if (tag === 0x1c /* select_t */) bytes[++at] = 1;
          bytes[at + 1] = word;
          at += 2;
          break;
        case 20: // prefixed
          at = this.prefixed(at + 1, tag, extra, word);
          break;
        case 21: // position
          if (this.recordLines) {
            this.lines.add(at, extra[word]!, extra[word + 1]!, LineMark.position);
          }
          break;
        default:
          throw new RangeError(`function ${mir.name}: instruction ${i} has the unknown tag ${tag}`);
      }
    }
    this.length = at;
  }

  // Fields. Final mode writes the number in its shortest form; object mode writes it with fixed width, as a
  // placeholder, and a relocation.

  private index(at: number, type: number, value: number, symbol: number): number {
    if (this.symbols === null) return writeU32(this.bytes, at, value);
    this.relocations.add(type, at, symbol, 0);
    writeU32Padded(this.bytes, at, value);
    return at + 5;
  }

  /** `i32.const` or `i64.const` of a number only the linker knows. */
  private symbolic(
    at: number,
    type: number,
    value: number,
    symbol: number,
    addend: number,
  ): number {
    const { bytes, is64 } = this;
    bytes[at++] = is64 ? 0x42 : 0x41;
    if (this.symbols === null) {
      if (!is64) return writeS32(bytes, at, value);
      return writeS64Words(bytes, at, value >>> 0, Math.floor(value / TWO_32));
    }
    this.relocations.add(type, at, symbol, addend);
    if (!is64) {
      writeS32Padded(bytes, at, value);
      return at + 5;
    }
    writeS64Padded(bytes, at, value);
    return at + 10;
  }

  private address(at: number, address: number, addend: number, symbol: number): number {
    return this.symbolic(at, this.is64 ? 15 : 4, address + addend, symbol, addend);
  }

  private typeIndex(at: number, row: number): number {
    const index = this.numbers.signatureIndex[row]!;
    return this.index(at, 6, index, index);
  }

  private stackPointer(at: number): number {
    return this.index(at, 7, this.numbers.stackPointer, this.symbols?.stackPointer ?? NONE);
  }

  private indirectTable(at: number): number {
    const symbol = this.symbols?.indirectTable ?? NONE;
    if (symbol !== NONE) return this.index(at, 20, this.numbers.indirectTable, symbol);
    return writeU32(this.bytes, at, this.numbers.indirectTable);
  }

  private word(at: number, word: number): number {
    const { bytes } = this;
    bytes[at] = word;
    bytes[at + 1] = word >>> 8;
    bytes[at + 2] = word >>> 16;
    bytes[at + 3] = word >>> 24;
    return at + 4;
  }

  // Operands.

  private plain(at: number, tag: number): number {
    const { bytes, numbers, symbols } = this;
    switch (tag) {
      case 0x108: // global_get_sp
      case 0x109: // global_set_sp
        bytes[at] = tag === 0x108 ? 0x23 : 0x24;
        return this.stackPointer(at + 1);
      case 0x10d: // errors_len
        bytes[at] = 0x41;
        return writeS32(bytes, at + 1, numbers.errorsLength);
      case 0x10e: // error_name_table_ref
        return this.address(at, numbers.errorNameTable, 0, symbols?.errorNameTable ?? NONE);
      case 0x110: // dbg_prologue_end
        if (this.recordLines) this.lines.add(at, 0, 0, LineMark.prologueEnd);
        return at;
      default: // dbg_epilogue_begin
        if (this.recordLines) this.lines.add(at, 0, 0, LineMark.epilogueBegin);
        return at;
    }
  }

  private blockType(at: number, type: number): number {
    if (type >= 0x100) {
      // A type index here is a signed 33-bit LEB128; the padded form has room for the sign.
      if (this.symbols !== null) return this.typeIndex(at, type - 0x100);
      return writeS64Words(this.bytes, at, this.numbers.signatureIndex[type - 0x100]!, 0);
    }
    this.bytes[at] = type;
    return at + 1;
  }

  private labels(at: number, extra: Uint32Array, word: number): number {
    const count = extra[word]!;
    at = writeU32(this.bytes, at, count - 1);
    for (let k = 1; k <= count; k++) at = writeU32(this.bytes, at, extra[word + k]!);
    return at;
  }

  private tryTable(at: number, extra: Uint32Array, word: number): number {
    at = this.blockType(at, extra[word]!);
    const count = extra[word + 1]!;
    at = writeU32(this.bytes, at, count);
    for (let k = 0, row = word + 2; k < count; k++, row += 3) {
      const kind = extra[row]!;
      this.bytes[at++] = kind;
      if (kind < 2) at = this.navIndex(at, 10, extra[row + 1]!);
      at = writeU32(this.bytes, at, extra[row + 2]!);
    }
    return at;
  }

  private navIndex(at: number, type: number, nav: number): number {
    const symbol = this.symbols === null ? NONE : this.symbols.nav[nav]!;
    return this.index(at, type, this.numbers.navIndex[nav]!, symbol);
  }

  private nav(at: number, tag: number, nav: number): number {
    const { bytes, is64 } = this;
    const symbol = this.symbols === null ? NONE : this.symbols.nav[nav]!;
    switch (tag) {
      case 0x100: // call_nav
      case 0x101: // return_call_nav
        bytes[at] = tag === 0x100 ? 0x10 : 0x12;
        return this.navIndex(at + 1, 0, nav);
      case 0x102: // func_ref
        return this.symbolic(at, is64 ? 18 : 1, this.numbers.navSlot[nav]!, symbol, 0);
      case 0x103: // nav_ref
        return this.address(at, this.numbers.navAddress[nav]!, 0, symbol);
      case 0x23: // global_get
      case 0x24: // global_set
        return this.navIndex(at + 1, 7, nav);
      case 0x25: // table_get
      case 0x26: // table_set
        return this.navIndex(at + 1, 20, nav);
      case 0xd2: // ref_func
        return this.navIndex(at + 1, 0, nav);
      default: // throw, catch
        return this.navIndex(at + 1, 10, nav);
    }
  }

  private navOffset(at: number, tag: number, nav: number, offset: number): number {
    const address = this.numbers.navAddress[nav]!;
    const symbol = this.symbols === null ? NONE : this.symbols.nav[nav]!;
    if (tag === 0x104 /* nav_ref_off */) return this.address(at, address, offset, symbol);
    return this.symbolic(at, this.is64 ? 25 : 21, address + offset, symbol, offset);
  }

  private uavOffset(at: number, uav: number, offset: number): number {
    const symbol = this.symbols === null ? NONE : this.symbols.uav[uav]!;
    return this.address(at, this.numbers.uavAddress[uav]!, offset, symbol);
  }

  private intrinsic(at: number, id: number): number {
    const symbol = this.symbols === null ? NONE : this.symbols.intrinsic[id]!;
    return this.index(at, 0, this.numbers.intrinsicIndex[id]!, symbol);
  }

  private tagName(at: number, tag: number, row: number): number {
    const { numbers, symbols } = this;
    if (tag === 0x10b /* call_tag_index */) {
      this.bytes[at] = 0x10;
      const symbol = symbols === null ? NONE : symbols.tagIndexFunction[row]!;
      return this.index(at + 1, 0, numbers.tagIndexFunction[row]!, symbol);
    }
    const symbol = symbols === null ? NONE : symbols.tagNameTable[row]!;
    const offset = symbols === null ? 0 : symbols.tagNameTableOffset[row]!;
    return this.address(at, numbers.tagNameTable[row]! - offset, offset, symbol);
  }

  /** Memory immediate at `extra[word]`: log2 of the alignment, memory index if not 0, offset. */
  private access(at: number, extra: Uint32Array, word: number): number {
    const { bytes, is64 } = this;
    const low = extra[word]!;
    const high = extra[word + 1]!;
    const alignment = extra[word + 2]!;
    const base = extra[word + 3]!;
    const log2 = 31 - Math.clz32(alignment & 0xff);
    if (alignment < 0x100) {
      bytes[at++] = log2;
    } else {
      bytes[at] = log2 | 0x40;
      at = writeU32(bytes, at + 1, alignment >>> 8);
    }
    if (base === NONE) return writeU64Words(bytes, at, low, high);
    const addend = (high | 0) * TWO_32 + low;
    const row = base >= UAV ? base - UAV : base;
    const { numbers, symbols } = this;
    const value = (base >= UAV ? numbers.uavAddress[row]! : numbers.navAddress[row]!) + addend;
    if (symbols === null) {
      if (value < 0 || (!is64 && value >= TWO_32)) this.overflows++;
      return writeU64Words(bytes, at, value >>> 0, is64 ? Math.floor(value / TWO_32) >>> 0 : 0);
    }
    const symbol = base >= UAV ? symbols.uav[row]! : symbols.nav[row]!;
    this.relocations.add(is64 ? 14 : 3, at, symbol, addend);
    if (is64) writeU64Padded(bytes, at, value);
    else writeU32Padded(bytes, at, value);
    return at + (is64 ? 10 : 5);
  }

  private prefixed(at: number, prefix: number, extra: Uint32Array, word: number): number {
    const sub = extra[word]!;
    const { bytes } = this;
    at = writeU32(bytes, at, sub);
    switch (subFormOf(prefix, sub)) {
      case 0: // none
        return at;
      case 1: // access
        return this.access(at, extra, word + 1);
      case 2: // accessLane
        at = this.access(at, extra, word + 1);
        bytes[at] = extra[word + 5]!;
        return at + 1;
      case 3: // lane
        bytes[at] = extra[word + 1]!;
        return at + 1;
      case 4: // bytes
        for (let k = 1; k <= 4; k++) at = this.word(at, extra[word + k]!);
        return at;
      case 5: // index
        return writeU32(bytes, at, extra[word + 1]!);
      case 6: // indexes
        return writeU32(bytes, writeU32(bytes, at, extra[word + 1]!), extra[word + 2]!);
      case 7: // table
        return this.navIndex(at, 20, extra[word + 1]!);
      case 8: // tables
        return this.navIndex(this.navIndex(at, 20, extra[word + 1]!), 20, extra[word + 2]!);
      case 9: // segmentTable
        return this.navIndex(writeU32(bytes, at, extra[word + 1]!), 20, extra[word + 2]!);
      case 10: // fence
        bytes[at] = 0;
        return at + 1;
      default:
        throw new RangeError(`unknown sub-opcode ${sub} of prefix ${prefix}`);
    }
  }
}
