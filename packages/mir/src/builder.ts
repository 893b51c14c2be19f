import { ConstantBuilder, indirectFunctions, type Constant } from './constants.ts';
import { Columns } from './columns.ts';
import { MirDraft } from './draft.ts';
import { freezeCode, reserveAll, reserveCode } from './freeze.ts';
import type { LocalAllocator } from './locals.ts';
import { NONE, type BaseRef, type DebugTable, type Mir, type Prologue } from './mir.ts';
import { NavBuilder, type NavInfo } from './navs.ts';
import type { Signature } from './function-types.ts';
import { SignatureBuilder } from './signatures.ts';
import { TagNameBuilder, type TagNames } from './tag-names.ts';
import { BLOCK_EMPTY, BLOCK_SIGNATURE, Tag } from './tags.ts';

/**
 * Height of a control frame: the function's own is 0, the first block's is 1. A label stays valid until its block ends.
 */
export type Label = number;

/** Options of a builder, the same for all functions of a unit. */
export interface MirBuilderOptions {
  /** Addresses are i64. @default false */
  readonly is64?: boolean;
}

/**
 * Writes machine instructions into growing arrays. One builder serves any number of functions, one after the other; an
 * instruction allocates nothing. Instructions are not checked here: `verifyMir` does that.
 *
 * @example
 * const b = new MirBuilder();
 * b.begin('add_one', { params: [ValueType.i32], results: [ValueType.i32] });
 * b.localGet(0);
 * b.i32Const(1);
 * b.op(Tag.i32_add);
 * const mir = b.finish();
 */
export class MirBuilder {
  /** Locals of the function being built. */
  readonly locals: LocalAllocator;
  private readonly draft = new MirDraft();
  private readonly signatures = new SignatureBuilder();
  private readonly navs = new NavBuilder(this.signatures);
  private readonly uavs = new ConstantBuilder();
  private readonly tagNames = new TagNameBuilder();
  private readonly columns = new Columns();
  private readonly scratch = new DataView(new ArrayBuffer(8));
  private readonly is64: boolean;
  private height = 0;
  private isClosed = false;
  private name = '';
  private own: Signature = { params: [], results: [] };

  constructor(options: MirBuilderOptions = {}) {
    this.is64 = this.draft.is64 = options.is64 ?? false;
    this.locals = this.draft.locals;
  }

  /** Starts a function. Its parameters are locals 0 and up, its type is row 0 of the signatures. */
  begin(name: string, signature: Signature): void {
    this.name = name;
    this.height = 0;
    this.isClosed = false;
    this.draft.reset(signature);
    this.signatures.reset();
    this.navs.reset();
    this.uavs.reset();
    this.tagNames.reset();
    this.own = signature;
    this.signatures.add(signature);
  }

  /**
   * Ends the function for passes to work on it: writes its `end`. What is added now is an edit of the draft; `finish` gives
   * the result.
   *
   * @throws RangeError if a block is still open
   */
  close(): MirDraft {
    if (this.height !== 0)
      throw new RangeError(`function ${this.name}: ${this.height} blocks are open`);
    if (!this.isClosed) this.draft.push(Tag.end, 0);
    this.isClosed = true;
    return this.draft;
  }

  /**
   * Ends the function and returns its MIR, which shares nothing with the builder but small tables that never change. May be
   * called again after further passes.
   *
   * @throws RangeError if a block is still open
   */
  finish(): Mir {
    const { columns, is64 } = this;
    const isEdited = this.isClosed;
    const draft = this.close();
    const size = isEdited ? reserveCode(draft, columns) : reserveAll(draft, columns);
    this.navs.reserve(columns);
    this.signatures.reserve(columns);
    columns.allocate();
    const signatures = this.signatures.table(columns);
    const navs = this.navs.table(columns);
    const uavs = this.uavs.table();
    const functionRefs: number[] = [];
    const code = freezeCode(draft, size, columns, signatures, functionRefs);
    return {
      name: this.name,
      is64,
      tags: code.tags,
      data: code.data,
      extra: code.extra,
      locals: code.locals,
      prologue: code.prologue,
      signatures,
      navs,
      uavs,
      indirectFunctions: indirectFunctions(uavs, navs, functionRefs),
      errorNameRefs: code.errorNameRefs,
      tagNames: this.tagNames.table(),
      features: code.features,
      debug: code.debug,
      hints: code.hints,
    };
  }

  // Rows of the side tables.

  /** Row of a nav, new or known. */
  nav(info: NavInfo): number {
    return this.navs.add(info);
  }

  /** Number of navs so far. */
  get navCount(): number {
    return this.navs.count;
  }

  /** New row of an unnamed constant. Telling equal ones apart is the caller's choice: the linker merges them. */
  uav(constant: Constant): number {
    return this.uavs.add(constant);
  }

  /** Asks for at least this alignment of an unnamed constant. */
  raiseAlignment(uav: number, alignment: number): void {
    this.uavs.raiseAlignment(uav, alignment);
  }

  /** Row of a function type, new or known. */
  signature(signature: Signature): number {
    return this.signatures.add(signature);
  }

  /** Type of the function being built. */
  get ownSignature(): Signature {
    return this.own;
  }

  /** Row of an enum with tag names, new or known. */
  tagNameType(names: TagNames): number {
    return this.tagNames.add(names);
  }

  /** Declares the stack frame. */
  setPrologue(prologue: Prologue | null): void {
    this.draft.prologue = prologue;
  }

  setDebug(debug: DebugTable | null): void {
    this.draft.debug = debug;
  }

  // Position, for peephole work on what was just written.

  /** Number of instructions written. */
  get position(): number {
    return this.draft.count;
  }

  /** Number of words of `extra` written. */
  get extraPosition(): number {
    return this.draft.extraCount;
  }

  /** Number of open blocks: the label of the innermost. */
  get depth(): Label {
    return this.height;
  }

  /** Tag of an instruction already written. */
  tagAt(index: number): number {
    return this.draft.tags[index]!;
  }

  /** Data word of an instruction already written. */
  dataAt(index: number): number {
    return this.draft.data[index]!;
  }

  /** Replaces an instruction already written; it must not open or close a block. */
  replace(index: number, tag: number, data: number): void {
    this.draft.tags[index] = tag;
    this.draft.data[index] = data;
  }

  /** Takes back the instructions from a position on. None of them may have opened or closed a block. */
  rewind(position: number, extraPosition: number): void {
    this.draft.count = position;
    this.draft.extraCount = extraPosition;
  }

  // Instructions.

  /** An instruction without operands, such as `i32_add`, `drop`, `return` or `global_get_sp`. */
  op(tag: number): void {
    this.draft.push(tag, 0);
  }

  /** An instruction whose data word is given as it is. */
  opWord(tag: number, word: number): void {
    this.draft.push(tag, word);
  }

  /** An instruction whose operands are in `extra`, given as they are. */
  opWords(tag: number, words: ArrayLike<number>): void {
    this.draft.push(tag, this.draft.extraCount);
    for (let i = 0; i < words.length; i++) this.draft.word(words[i]!);
  }

  /** Opens a block. @param type - `BLOCK_EMPTY` or a value type byte; see `blockOf` */
  block(type: number = BLOCK_EMPTY): Label {
    this.draft.push(Tag.block, type);
    return ++this.height;
  }

  loop(type: number = BLOCK_EMPTY): Label {
    this.draft.push(Tag.loop, type);
    return ++this.height;
  }

  if(type: number = BLOCK_EMPTY): Label {
    this.draft.push(Tag.if, type);
    return ++this.height;
  }

  else(): void {
    this.draft.push(Tag.else, 0);
  }

  /** Closes the innermost block. The function's own `end` is written by `finish`. */
  end(): void {
    this.draft.push(Tag.end, 0);
    this.height--;
  }

  /** Block type with the parameters and results of a function type. */
  blockOf(signature: Signature): number {
    return BLOCK_SIGNATURE + this.signatures.add(signature);
  }

  /** Legacy exception handling: opens `try`; `catch` of a tag nav and `catch_all` follow inside it. */
  try(type: number = BLOCK_EMPTY): Label {
    this.draft.push(Tag.try, type);
    return ++this.height;
  }

  /** Closes the innermost `try` and forwards its exceptions to an outer label. */
  delegate(label: Label): void {
    this.draft.push(Tag.delegate, this.height - 1 - label);
    this.height--;
  }

  /**
   * Opens `try_table`. @param catches - (kind, tag nav or NONE, label) triples; kind 0 catch, 1 catch_ref, 2 catch_all, 3 catch_all_ref
   */
  tryTable(
    type: number,
    catches: readonly (readonly [kind: number, nav: number, label: Label])[],
  ): Label {
    this.draft.push(Tag.try_table, this.draft.extraCount);
    this.draft.word(type);
    this.draft.word(catches.length);
    for (const [kind, nav, label] of catches) {
      this.draft.word(kind);
      this.draft.word(nav);
      this.draft.word(this.height - label);
    }
    return ++this.height;
  }

  br(label: Label): void {
    this.draft.push(Tag.br, this.height - label);
  }

  brIf(label: Label): void {
    this.draft.push(Tag.br_if, this.height - label);
  }

  /** @param fallback - label of every index past the list */
  brTable(labels: ArrayLike<Label>, fallback: Label): void {
    this.draft.push(Tag.br_table, this.draft.extraCount);
    this.draft.word(labels.length + 1);
    for (let i = 0; i < labels.length; i++) this.draft.word(this.height - labels[i]!);
    this.draft.word(this.height - fallback);
  }

  /** Hints that the last instruction, an `if` or `br_if`, is likely or unlikely taken. */
  hint(likely: boolean): void {
    this.draft.hint(this.draft.count - 1, likely ? 1 : 0);
  }

  localGet(local: number): void {
    this.draft.push(Tag.local_get, local);
  }

  localSet(local: number): void {
    this.draft.push(Tag.local_set, local);
  }

  localTee(local: number): void {
    this.draft.push(Tag.local_tee, local);
  }

  /** @param value - any integer; its low 32 bits count */
  i32Const(value: number): void {
    this.draft.push(Tag.i32_const, value >>> 0);
  }

  /** @param value - any integer (a number must be safe); its low 64 bits count */
  i64Const(value: number | bigint): void {
    if (typeof value === 'number') {
      this.i64ConstWords(value >>> 0, Math.floor(value / 0x1_0000_0000) >>> 0);
    } else {
      this.i64ConstWords(
        Number(BigInt.asUintN(32, value)),
        Number(BigInt.asUintN(32, value >> 32n)),
      );
    }
  }

  i64ConstWords(low: number, high: number): void {
    this.draft.push(Tag.i64_const, this.draft.extraCount);
    this.draft.word(low);
    this.draft.word(high);
  }

  /** @param value - rounded to f32; use the bits for a NaN with a payload */
  f32Const(value: number): void {
    this.scratch.setFloat32(0, value, true);
    this.draft.push(Tag.f32_const, this.scratch.getUint32(0, true));
  }

  f32ConstBits(bits: number): void {
    this.draft.push(Tag.f32_const, bits >>> 0);
  }

  /** @param value - use the words for a NaN with a payload */
  f64Const(value: number): void {
    this.scratch.setFloat64(0, value, true);
    this.f64ConstWords(this.scratch.getUint32(0, true), this.scratch.getUint32(4, true));
  }

  f64ConstWords(low: number, high: number): void {
    this.draft.push(Tag.f64_const, this.draft.extraCount);
    this.draft.word(low);
    this.draft.word(high);
  }

  /** A constant of the address type. @param value - a safe integer */
  addressConst(value: number): void {
    if (this.is64) this.i64Const(value);
    else this.i32Const(value);
  }

  /**
   * A load or store without prefix byte.
   *
   * @param offset - added to the address; negative only with a base
   * @param alignment - in bytes
   * @param base - nav or `UAV + uav` whose address is added as well
   */
  access(tag: number, offset: number, alignment: number, base: BaseRef = NONE): void {
    this.draft.push(tag, this.draft.extraCount);
    this.accessWords(offset, alignment, base);
  }

  call(nav: number): void {
    this.draft.push(Tag.call_nav, nav);
  }

  returnCall(nav: number): void {
    this.draft.push(Tag.return_call_nav, nav);
  }

  /** @param signature - row given by `signature` */
  callIndirect(signature: number): void {
    this.draft.push(Tag.call_indirect, signature);
  }

  returnCallIndirect(signature: number): void {
    this.draft.push(Tag.return_call_indirect, signature);
  }

  /** Pushes the table index of a function nav. */
  funcRef(nav: number): void {
    this.draft.push(Tag.func_ref, nav);
  }

  /** Pushes the address of a data nav. @param offset - signed 32 bits */
  navRef(nav: number, offset: number = 0): void {
    if (offset === 0) this.draft.push(Tag.nav_ref, nav);
    else this.offsetRef(Tag.nav_ref_off, nav, offset);
  }

  /** Pushes the address of an unnamed constant. @param offset - signed 32 bits */
  uavRef(uav: number, offset: number = 0): void {
    if (offset === 0) this.draft.push(Tag.uav_ref, uav);
    else this.offsetRef(Tag.uav_ref_off, uav, offset);
  }

  /** Pushes the offset of a thread-local from `__tls_base`. @param offset - signed 32 bits */
  tlsRef(nav: number, offset: number = 0): void {
    this.offsetRef(Tag.tls_ref, nav, offset);
  }

  /** @param nav - a nav of kind global */
  globalGet(nav: number): void {
    this.draft.push(Tag.global_get, nav);
  }

  globalSet(nav: number): void {
    this.draft.push(Tag.global_set, nav);
  }

  /** @param id - row of `intrinsics` */
  callIntrinsic(id: number): void {
    this.draft.push(Tag.call_intrinsic, id);
  }

  /** @param row - row given by `tagNameType` */
  callTagIndex(row: number): void {
    this.draft.push(Tag.call_tag_index, row);
  }

  enumTagNameTableRef(row: number): void {
    this.draft.push(Tag.enum_tag_name_table_ref, row);
  }

  memorySize(memory: number = 0): void {
    this.draft.push(Tag.memory_size, memory);
  }

  memoryGrow(memory: number = 0): void {
    this.draft.push(Tag.memory_grow, memory);
  }

  /** Source position of the code that follows; line and column from 1. */
  dbgLine(line: number, column: number): void {
    this.draft.push(Tag.dbg_line, this.draft.extraCount);
    this.draft.word(line);
    this.draft.word(column);
  }

  // Instructions with a prefix byte: the tag is the prefix, `extra` holds the sub-opcode and the immediates. `code` is a
  // number of `Opcode` in @wasmwright/wasm, such as `Opcode.memory_copy`.

  /** An instruction with a prefix byte and no immediates. */
  prefixed(code: number): void {
    this.draft.push(code >>> 12, this.draft.extraCount);
    this.draft.word(code & 0xfff);
  }

  /** With one immediate word: a lane, the index of a memory or segment, or a table nav. */
  prefixedWord(code: number, word: number): void {
    this.prefixed(code);
    this.draft.word(word);
  }

  /** With two immediate words, such as `memory_copy` (destination and source memory). */
  prefixedWords(code: number, first: number, second: number): void {
    this.prefixed(code);
    this.draft.word(first);
    this.draft.word(second);
  }

  /** A load, store or atomic access with a prefix byte; operands as in `access`. */
  prefixedAccess(code: number, offset: number, alignment: number, base: BaseRef = NONE): void {
    this.prefixed(code);
    this.accessWords(offset, alignment, base);
  }

  /** `v128_load8_lane` and its kin. */
  prefixedAccessLane(
    code: number,
    offset: number,
    alignment: number,
    lane: number,
    base: BaseRef = NONE,
  ): void {
    this.prefixedAccess(code, offset, alignment, base);
    this.draft.word(lane);
  }

  /** `v128_const` and `i8x16_shuffle`: 16 immediate bytes. */
  prefixedBytes(code: number, bytes: ArrayLike<number>): void {
    this.prefixed(code);
    for (let i = 0; i < 16; i += 4) {
      const low = (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8);
      this.draft.word((low | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24)) >>> 0);
    }
  }

  private accessWords(offset: number, alignment: number, base: BaseRef): void {
    this.draft.word(offset >>> 0);
    this.draft.word(Math.floor(offset / 0x1_0000_0000) >>> 0);
    this.draft.word(alignment);
    this.draft.word(base);
  }

  private offsetRef(tag: number, row: number, offset: number): void {
    this.draft.push(tag, this.draft.extraCount);
    this.draft.word(row);
    this.draft.word(offset >>> 0);
  }
}
