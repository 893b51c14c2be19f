// Instructions with bodies, and those that branch to them.

import type { TypeId } from '../ids.ts';
import { Tag } from '../tags.ts';
import type { Forms } from './forms.ts';
import type { InstructionReader } from './instruction-reader.ts';
import { Word } from './words.ts';

const COLON = 58;
const COMMA = 44;

/** Readers of the forms with bodies. */
export function bodyForms(
  r: InstructionReader,
): Forms<
  'block' | 'loop' | 'inlineBlock' | 'condBr' | 'switchBr' | 'try' | 'tryPtr' | 'repeat' | 'br'
> {
  const { context, terms, writer } = r;
  const noreturn = (): TypeId => context.module.types.noreturn;
  return {
    block: (inst) => {
      const type = terms.type();
      r.comma();
      r.brace();
      writer.set(inst, type, 0, type);
      r.define(inst, r.localNumber, r.localName);
      r.open(inst, 'block');
    },
    loop: (inst) => {
      r.brace();
      writer.set(inst, noreturn(), 0, noreturn());
      r.define(inst, r.localNumber, r.localName);
      r.open(inst, 'loop');
    },
    inlineBlock: (inst) => {
      const type = terms.type();
      r.comma();
      const name = context.takeString('the name of a function');
      if (!context.acceptWord(Word.at)) context.unexpected('`at`');
      const file = context.takeString('the name of a file');
      context.expect(COLON);
      const line = r.index('a line');
      r.comma();
      r.brace();
      r.define(inst, r.localNumber, r.localName);
      writer.set(inst, type, 0, type);
      r.open(inst, 'inlineBlock').words.push(name, file, line);
    },
    condBr: (inst) => {
      writer.set(inst, r.operand(), 0, noreturn());
      r.comma();
      const hint = r.hint();
      r.brace();
      r.open(inst, 'condBr').words.push(hint);
    },
    switchBr: (inst) => {
      const operand = r.operand();
      writer.set(inst, operand, 0, noreturn());
      if (writer.tags[inst] === Tag.loop_switch_br) r.define(inst, r.localNumber, r.localName);
      const frame = r.open(inst, 'switchBr');
      frame.operand = r.typeOf(operand);
      if (context.accept(COMMA)) r.openCase(frame);
      else {
        r.finishSwitch(frame);
        r.closeInstruction(frame);
      }
    },
    try: (inst) => {
      const a = r.operand();
      r.comma();
      r.brace();
      writer.set(inst, a, 0, r.result(inst, r.typeOf(a)));
      r.open(inst, 'try', r.localNumber, r.localName);
    },
    tryPtr: (inst) => {
      const type = terms.type();
      const a = r.nextOperand();
      r.comma();
      r.brace();
      writer.set(inst, type, 0, type);
      r.open(inst, 'tryPtr', r.localNumber, r.localName).words.push(a);
    },
    repeat: (inst) => r.end(inst, r.local(), 0, noreturn()),
    br: (inst) => {
      const target = r.local();
      r.end(inst, target, r.nextOperand(), noreturn());
    },
  };
}
