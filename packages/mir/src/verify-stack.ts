/**
 * Operand stack typing of every instruction, as WebAssembly validation does it, and the stack pointer of functions with a
 * prologue. Code after a branch is unreachable: there the stack gives values of any type. After an error the rest of the
 * block counts as unreachable and is silent, so that one mistake is reported once.
 */
import { diagnose, mirCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { valueTypeName } from '@wasmwright/wasm';
import { mirInstruction, type MirInstruction } from './instructions.ts';
import { intrinsics } from './intrinsics.ts';
import { NONE, type Mir } from './mir.ts';
import type { Signature } from './function-types.ts';
import { signatureAt } from './signatures.ts';
import { tagTypes } from './tag-names.ts';
import { BLOCK_EMPTY, BLOCK_SIGNATURE, Tag } from './tags.ts';

/** Type of a value from unreachable code: fits everything. */
const ANY = 0;

const I32 = 0x7f;
const FUNCREF = 0x70;
const EXNREF = 0x69;

const NOTHING: readonly number[] = [];

export function verifyStack(mir: Mir, diagnostics: Diagnostic[]): void {
  new StackVerifier(mir, diagnostics).run();
}

/** A control frame: the function, or an open block. */
interface Frame {
  readonly tag: number;
  readonly params: ArrayLike<number>;
  readonly results: ArrayLike<number>;
  /** Height of the operand stack below the frame. */
  readonly height: number;
  /** The rest of the block cannot be reached. */
  unreachable: boolean;
  /** A mistake in this part of the block is reported: the rest of it says nothing new. */
  failed: boolean;
  /** Stack pointer restored where the frame was entered. */
  readonly restoredAtStart: boolean;
  /** Stack pointer restored on every path to the end so far. */
  restoredAtEnd: boolean;
  /** 0 at first, 1 behind `else` or `catch`, 2 behind `catch_all`. */
  part: number;
}

class StackVerifier {
  private readonly mir: Mir;
  private readonly diagnostics: Diagnostic[];
  private readonly address: number;
  private readonly stack: number[] = [];
  private readonly frames: Frame[] = [];
  private frame!: Frame;
  /** The stack pointer has its value of before the prologue. */
  private restored: boolean;
  private index = 0;
  private row!: MirInstruction;

  constructor(mir: Mir, diagnostics: Diagnostic[]) {
    this.mir = mir;
    this.diagnostics = diagnostics;
    this.address = mir.is64 ? 0x7e : I32;
    this.restored = mir.prologue === null;
  }

  run(): void {
    const { mir } = this;
    const { tags, data, extra } = mir;
    this.open(NONE, NOTHING, signatureAt(mir.signatures, 0).results);
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      const word = data[i]!;
      const isPrefix = tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix;
      this.index = i;
      this.row = mirInstruction(tag, isPrefix ? extra[word]! : NONE)!;
      if (this.frames.length === 0) {
        this.structure('stands behind the `end` of the function');
        return;
      }
      const { operands, results } = this.row;
      if (operands === null || operands.includes('?') || results!.includes('?'))
        this.special(tag, word);
      else {
        for (let k = operands.length - 1; k >= 0; k--) this.pop(this.typeOf(operands[k]!));
        for (const result of results!) this.push(this.typeOf(result));
      }
      if (tag === Tag.global_set_sp) this.restored = true;
    }
    if (this.frames.length > 0) {
      this.diagnostics.push(diagnose(mirCodes.unterminated, {}, { symbol: mir.name }));
    }
  }

  /** Type byte of a column of the instruction table. */
  private typeOf(name: string): number {
    switch (name) {
      case 'i32':
        return I32;
      case 'i64':
        return 0x7e;
      case 'f32':
        return 0x7d;
      case 'f64':
        return 0x7c;
      case 'v128':
        return 0x7b;
      default: // addr, addr2, addrMin
        return this.address;
    }
  }

  // Diagnostics.

  private where(): { readonly index: number; readonly name: string } {
    return { index: this.index, name: this.row.name };
  }

  private report(diagnostic: Diagnostic): void {
    if (!this.frame.failed) this.diagnostics.push({ ...diagnostic, at: { symbol: this.mir.name } });
    this.setUnreachable();
    this.frame.failed = true;
  }

  private structure(problem: string): void {
    this.report(diagnose(mirCodes.structure, { ...this.where(), problem }));
  }

  // The operand stack.

  private push(type: number): void {
    this.stack.push(type);
  }

  private pushAll(types: ArrayLike<number>): void {
    for (let i = 0; i < types.length; i++) this.stack.push(types[i]!);
  }

  /** Takes a value of any type. */
  private popAny(expected: string): number {
    if (this.stack.length > this.frame.height) return this.stack.pop()!;
    if (!this.frame.unreachable) {
      this.report(diagnose(mirCodes.operandType, { ...this.where(), expected, found: 'nothing' }));
    }
    return ANY;
  }

  /** Takes a value of a type. @returns what was there: the type, or `ANY` */
  private pop(type: number): number {
    const found = this.popAny(typeName(type));
    if (found !== type && found !== ANY && type !== ANY) {
      const names = { expected: typeName(type), found: typeName(found) };
      this.report(diagnose(mirCodes.operandType, { ...this.where(), ...names }));
    }
    return found;
  }

  private popAll(types: ArrayLike<number>): void {
    for (let i = types.length - 1; i >= 0; i--) this.pop(types[i]!);
  }

  /** Checks that the types are on top of the stack and leaves them there. */
  private peekAll(types: ArrayLike<number>): void {
    const found: number[] = [];
    for (let i = types.length - 1; i >= 0; i--) found.push(this.pop(types[i]!));
    while (found.length > 0) this.push(found.pop()!);
  }

  private setUnreachable(): void {
    this.stack.length = Math.min(this.stack.length, this.frame.height);
    this.frame.unreachable = true;
  }

  // Control.

  private open(tag: number, params: ArrayLike<number>, results: ArrayLike<number>): void {
    this.frame = {
      tag,
      params,
      results,
      height: this.stack.length,
      unreachable: false,
      failed: false,
      restoredAtStart: this.restored,
      restoredAtEnd: true,
      part: 0,
    };
    this.frames.push(this.frame);
    this.pushAll(params);
  }

  /** Ends the code of the frame: its results, and nothing else, are on the stack. */
  private endOfCode(): void {
    const { frame } = this;
    this.popAll(frame.results);
    const count = this.stack.length - frame.height;
    if (count > 0) this.report(diagnose(mirCodes.leftOver, { ...this.where(), count }));
    if (!frame.unreachable) this.leaveTo(frame);
  }

  /** Control goes to the end of a frame. */
  private leaveTo(frame: Frame): void {
    if (frame === this.frames[0] && !this.restored) this.notRestored();
    frame.restoredAtEnd &&= this.restored;
  }

  private notRestored(): void {
    const { name } = this.mir;
    this.diagnostics.push(
      diagnose(mirCodes.stackPointerNotRestored, this.where(), { symbol: name }),
    );
  }

  /** The next part of an `if` or `try`. */
  private nextPart(part: number, params: ArrayLike<number>): void {
    const { frame } = this;
    this.endOfCode();
    this.stack.length = frame.height;
    frame.unreachable = frame.failed = false;
    frame.part = part;
    this.restored = frame.restoredAtStart;
    this.pushAll(params);
  }

  private close(): void {
    this.endOfCode();
    this.closeFrame();
  }

  private closeFrame(): void {
    const frame = this.frames.pop()!;
    this.restored = frame.restoredAtEnd;
    this.stack.length = frame.height;
    if (this.frames.length === 0) return;
    this.frame = this.frames[this.frames.length - 1]!;
    this.pushAll(frame.results);
  }

  private end(): void {
    const { frame } = this;
    if (frame.tag === Tag.if && frame.part === 0) {
      if (!sameTypes(frame.params, frame.results))
        this.structure('an `if` with results needs an `else`');
      frame.restoredAtEnd &&= frame.restoredAtStart;
    }
    this.close();
  }

  /** Frame of a label depth. */
  private target(depth: number): Frame | undefined {
    const frame = this.frames[this.frames.length - 1 - depth];
    if (frame !== undefined) return frame;
    const count = this.frames.length;
    this.report(
      diagnose(mirCodes.outOfRange, { ...this.where(), what: 'label', value: depth, count }),
    );
    return undefined;
  }

  /** Notes a branch and gives the types it takes along. */
  private branch(depth: number): ArrayLike<number> {
    const frame = this.target(depth);
    if (frame === undefined) return NOTHING;
    if (frame.tag === Tag.loop) return frame.params;
    if (!this.frame.unreachable) this.leaveTo(frame);
    return frame.results;
  }

  /** The values stay, with the types of the label also where any would do. */
  private branchIf(types: ArrayLike<number>): void {
    this.popAll(types);
    this.pushAll(types);
  }

  private branchTable(word: number): void {
    const { extra } = this.mir;
    const count = extra[word]!;
    if (count === 0) {
      this.structure('has no default label');
      return;
    }
    this.pop(I32);
    const arity = this.labelTypes(extra[word + count]!).length;
    // A label that stands in the table many times is checked once.
    const seen = new Set<number>();
    for (let k = 1; k <= count; k++) {
      const depth = extra[word + k]!;
      if (seen.has(depth)) continue;
      seen.add(depth);
      const types = this.branch(depth);
      if (types.length !== arity) this.structure('its labels take different numbers of values');
      else this.peekAll(types);
    }
    this.setUnreachable();
  }

  private labelTypes(depth: number): ArrayLike<number> {
    const frame = this.frames[this.frames.length - 1 - depth];
    if (frame === undefined) return NOTHING;
    return frame.tag === Tag.loop ? frame.params : frame.results;
  }

  /** Leaves the function. */
  private leave(): void {
    if (!this.frame.unreachable && !this.restored) this.notRestored();
    this.setUnreachable();
  }

  private blockSignature(type: number): Signature {
    if (type >= BLOCK_SIGNATURE) return signatureAt(this.mir.signatures, type - BLOCK_SIGNATURE);
    return { params: NOTHING, results: type === BLOCK_EMPTY ? NOTHING : [type] };
  }

  private openBlock(tag: number, type: number): void {
    const { params, results } = this.blockSignature(type);
    this.popAll(params);
    this.open(tag, params, results);
  }

  private call({ params, results }: Signature): void {
    this.popAll(params);
    this.pushAll(results);
  }

  /** A tail call: its results are the function's. */
  private returnCall({ params, results }: Signature): void {
    this.popAll(params);
    if (!sameTypes(results, this.frames[0]!.results)) {
      this.structure('a tail call must have the results of the function');
    }
    this.leave();
  }

  // Instructions whose operands decide what they pop and push.

  private special(tag: number, word: number): void {
    const { navs, signatures, tagNames, extra, is64 } = this.mir;
    switch (tag) {
      case Tag.unreachable:
        this.setUnreachable();
        break;
      case Tag.if:
        this.pop(I32);
        this.openBlock(tag, word);
        break;
      case Tag.block:
      case Tag.loop:
      case Tag.try:
        this.openBlock(tag, word);
        break;
      case Tag.try_table:
        this.tryTable(word);
        break;
      case Tag.else:
        if (this.frame.tag === Tag.if && this.frame.part === 0) {
          this.nextPart(1, this.frame.params);
        } else this.structure('stands in no `if`');
        break;
      case Tag.catch:
      case Tag.catch_all:
        if (this.frame.tag !== Tag.try) this.structure('stands in no `try`');
        else if (this.frame.part === 2) this.structure('stands behind `catch_all`');
        else if (tag === Tag.catch_all) this.nextPart(2, NOTHING);
        else this.nextPart(1, signatureAt(signatures, navs.type[word]!).params);
        break;
      case Tag.delegate:
        if (this.frame.tag !== Tag.try || this.frame.part > 0) this.structure('ends no `try`');
        else {
          this.close();
          this.target(word);
        }
        break;
      case Tag.end:
        this.end();
        break;
      case Tag.rethrow:
        if (!this.isCatch(word)) this.structure('stands in no `catch` of its label');
        this.setUnreachable();
        break;
      case Tag.throw:
        this.popAll(signatureAt(signatures, navs.type[word]!).params);
        this.setUnreachable();
        break;
      case Tag.throw_ref:
        this.pop(EXNREF);
        this.setUnreachable();
        break;
      case Tag.br:
        this.popAll(this.branch(word));
        this.setUnreachable();
        break;
      case Tag.br_if:
        this.pop(I32);
        this.branchIf(this.branch(word));
        break;
      case Tag.br_table:
        this.branchTable(word);
        break;
      case Tag.return:
        this.popAll(this.frames[0]!.results);
        this.leave();
        break;
      case Tag.call_nav:
        this.call(signatureAt(signatures, navs.type[word]!));
        break;
      case Tag.return_call_nav:
        this.returnCall(signatureAt(signatures, navs.type[word]!));
        break;
      case Tag.call_indirect:
        this.pop(this.address);
        this.call(signatureAt(signatures, word));
        break;
      case Tag.return_call_indirect:
        this.pop(this.address);
        this.returnCall(signatureAt(signatures, word));
        break;
      case Tag.call_intrinsic:
        this.call(intrinsics[word]!.signatures[is64 ? 1 : 0]);
        break;
      case Tag.call_tag_index:
        this.call({ params: tagTypes(tagNames.bits[word]!, is64), results: [I32] });
        break;
      case Tag.drop:
        this.popAny('a value');
        break;
      case Tag.select:
        this.select();
        break;
      case Tag.select_t:
        this.popAll([word, word, I32]);
        this.push(word);
        break;
      case Tag.local_get:
        this.push(this.localType(word));
        break;
      case Tag.local_set:
        this.pop(this.localType(word));
        break;
      case Tag.local_tee:
        this.pop(this.localType(word));
        this.push(this.localType(word));
        break;
      case Tag.global_get:
        this.push(navs.type[word]! & 0xff);
        break;
      case Tag.global_set:
        if (navs.type[word]! < 0x100) this.structure('sets a global that is not mutable');
        this.pop(navs.type[word]! & 0xff);
        break;
      case Tag.table_get:
        this.pop(this.address);
        this.push(navs.type[word]!);
        break;
      case Tag.table_set:
        this.popAll([this.address, navs.type[word]!]);
        break;
      case Tag.ref_null:
        this.push(word);
        break;
      case Tag.ref_is_null:
        this.reference();
        break;
      case Tag.ref_func:
        this.push(FUNCREF);
        break;
      default: // table_grow, table_fill
        this.table(this.row.name, navs.type[extra[word + 1]!]!);
    }
  }

  private isCatch(depth: number): boolean {
    const frame = this.target(depth);
    return frame?.tag === Tag.try && frame.part > 0;
  }

  private localType(local: number): number {
    const { signatures, locals } = this.mir;
    const params = signatures.params[0]!;
    return local < params ? signatures.types[local]! : locals[local - params]!;
  }

  /** Without a type: two numbers or vectors of one type. */
  private select(): void {
    this.pop(I32);
    const second = this.popAny('a value');
    const first = this.popAny('a value');
    const type = first === ANY ? second : first;
    const isReference = [first, second].some((one) => one !== ANY && one < 0x7b);
    if (isReference || (first !== ANY && second !== ANY && first !== second)) {
      const names = {
        expected: 'two numbers of one type',
        found: `${typeName(first)} ${typeName(second)}`,
      };
      this.report(diagnose(mirCodes.operandType, { ...this.where(), ...names }));
    }
    this.push(type);
  }

  private reference(): void {
    const found = this.popAny('a reference');
    if (found >= 0x7b) {
      const names = { expected: 'a reference', found: typeName(found) };
      this.report(diagnose(mirCodes.operandType, { ...this.where(), ...names }));
    }
    this.push(I32);
  }

  private table(name: string, type: number): void {
    if (name === 'table_grow') {
      this.popAll([type, this.address]);
      this.push(this.address);
    } else this.popAll([this.address, type, this.address]);
  }

  private tryTable(word: number): void {
    const { extra, navs, signatures } = this.mir;
    for (let k = 0; k < extra[word + 1]!; k++) {
      const [kind = 0, nav = 0, depth = 0] = extra.subarray(word + 2 + 3 * k, word + 5 + 3 * k);
      const given = kind < 2 ? Array.from(signatureAt(signatures, navs.type[nav]!).params) : [];
      if (kind % 2 === 1) given.push(EXNREF);
      if (this.target(depth) !== undefined && !sameTypes(given, this.branch(depth))) {
        this.structure('a catch clause gives other values than its label takes');
      }
    }
    this.openBlock(Tag.try_table, extra[word]!);
  }
}

function sameTypes(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function typeName(type: number): string {
  return type === ANY ? 'any value' : valueTypeName(type);
}
