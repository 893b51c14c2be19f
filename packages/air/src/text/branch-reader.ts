// Instructions with bodies. They nest to any depth: those that are open are frames on a stack.

import { HINTS_PER_WORD } from '../function.ts';
import type { InstId, TypeId } from '../ids.ts';
import type { FormName } from '../tags.ts';
import { ELLIPSIS } from './lexer.ts';
import { OperandReader } from './operand-reader.ts';
import { Word } from './words.ts';

const COMMA = 44;
const CLOSE = 41;

/** An instruction one of whose bodies is being read. Frames are used again: one for each depth. */
export class Frame {
  inst: InstId = 0 as InstId;
  form: FormName = 'block';
  /** Length of the open ids where this instruction's bodies begin. */
  base = 0;
  /** The same for the body at hand. */
  start = 0;
  /** True when the body at hand is the else body. */
  inElse = false;
  /** cond_br, switch: hint of each body so far. Others: words of the payload before the body. */
  readonly words: number[] = [];
  /** switch: type of the operand. */
  operand: TypeId = 0 as TypeId;
  /** switch: number of cases, and place of the header of the case at hand in the open ids. */
  cases = 0;
  header = 0;
  /** try: the local, defined when the instruction ends, for its result does not exist in its body. -1 for others. */
  localNumber = -1;
  localName = -1;
}

/** Reads bodies, and ends the instructions around them. */
export class BranchReader extends OperandReader {
  readonly #frames: Frame[] = [];
  #depth = 0;

  override begin(signature: TypeId): void {
    super.begin(signature);
    this.#depth = 0;
  }

  /** The instruction whose body is being read; undefined in the main body. */
  get frame(): Frame | undefined {
    return this.#depth === 0 ? undefined : this.#frames[this.#depth - 1];
  }

  /** Begins the first body of an instruction, behind its hint if it has one. */
  open(inst: InstId, form: FormName, localNumber = -1, localName = -1): Frame {
    const depth = this.#depth++;
    if (depth === this.#frames.length) this.#frames.push(new Frame());
    const frame = this.#frames[depth]!;
    frame.inst = inst;
    frame.form = form;
    frame.base = frame.start = frame.header = this.ids.length;
    frame.inElse = false;
    frame.words.length = 0;
    frame.cases = 0;
    frame.localNumber = localNumber;
    frame.localName = localName;
    return frame;
  }

  /** What follows the `}` of a body: the next body of the instruction, or its end. */
  closeBody(frame: Frame): void {
    const { form } = frame;
    if (form === 'condBr') {
      if (!this.#closeBranch(frame)) return;
    } else if (form === 'switchBr') {
      if (!this.#closeCase(frame)) return;
    } else {
      const { writer } = this;
      const at = writer.extraLength;
      for (const word of frame.words) writer.emit(word);
      writer.emitList(frame.base);
      writer.data[2 * frame.inst + 1] = at;
    }
    this.closeInstruction(frame);
  }

  /** The `)` behind the last body. */
  closeInstruction(frame: Frame): void {
    this.context.expect(CLOSE);
    this.ids.length = frame.base;
    this.#depth--;
    this.define(frame.inst, frame.localNumber, frame.localName);
  }

  /** Ends a body of a cond_br. True after the second. */
  #closeBranch(frame: Frame): boolean {
    const { ids, writer } = this;
    if (!frame.inElse) {
      frame.inElse = true;
      frame.header = ids.length;
      this.comma();
      frame.words.push(this.hint());
      this.brace();
      return false;
    }
    const at = writer.emit2(frame.header - frame.base, ids.length - frame.header);
    writer.emit(frame.words[0]! | (frame.words[1]! << 3));
    writer.emitIds(frame.base);
    writer.data[2 * frame.inst + 1] = at;
    return true;
  }

  /** Begins a case or the else body of a switch. */
  openCase(frame: Frame): void {
    const { context, ids } = this;
    if (context.acceptWord(Word.else)) frame.inElse = true;
    else {
      if (!context.acceptWord(Word.case)) context.unexpected('`case` or `else`');
      frame.cases++;
      frame.header = ids.length;
      ids.push3(0, 0, 0);
      context.expect(40);
      this.#caseValues(frame);
      context.expect(CLOSE);
    }
    frame.words.push(this.hint());
    this.brace();
    frame.start = ids.length;
  }

  /** Single values first, then the bounds of ranges, behind the header with their numbers. */
  #caseValues({ header, operand }: Frame): void {
    const { context, ids, terms } = this;
    const { lexer } = context;
    const bounds: number[] = [];
    while (lexer.kind !== CLOSE) {
      const low = terms.value(operand);
      if (lexer.kind === ELLIPSIS) {
        lexer.next();
        bounds.push(low, terms.value(operand));
      } else ids.push(low);
      if (!context.accept(COMMA)) break;
    }
    ids.words[header] = ids.length - header - 3;
    ids.words[header + 1] = bounds.length / 2;
    for (const value of bounds) ids.push(value);
  }

  /** Ends a body of a switch. True after the last. */
  #closeCase(frame: Frame): boolean {
    if (!frame.inElse) {
      this.ids.words[frame.header + 2] = this.ids.length - frame.start;
      if (this.context.accept(COMMA)) {
        this.openCase(frame);
        return false;
      }
    }
    this.finishSwitch(frame);
    return true;
  }

  /** Emits the payload of a switch: see `switchBr` in function.ts. */
  finishSwitch(frame: Frame): void {
    const { ids, writer } = this;
    const { words } = frame;
    const at = writer.emit2(frame.cases, frame.inElse ? ids.length - frame.start : 0);
    if (!frame.inElse) words.push(0);
    for (let first = 0; first < words.length; first += HINTS_PER_WORD) {
      let word = 0;
      const end = Math.min(first + HINTS_PER_WORD, words.length);
      for (let hint = first; hint < end; hint++) word |= words[hint]! << (3 * (hint - first));
      writer.emit(word);
    }
    writer.emitIds(frame.base);
    writer.data[2 * frame.inst + 1] = at;
  }
}
