// Instructions with lists of their own kind: the lanes of shuffles, the parts of an assembly.

import { airCodes } from '@wasmwright/diagnostics';
import { None, type InstId, type TypeId } from '../ids.ts';
import { resultRules } from '../results.ts';
import type { Context } from './context.ts';
import type { Forms } from './forms.ts';
import type { InstructionReader } from './instruction-reader.ts';
import { INTEGER } from './lexer.ts';
import { Word } from './words.ts';

const CLOSE = 41;
const COMMA = 44;
/** The bit of a lane word that holds a value, and of a number of outputs whose assembly is volatile. */
const HIGH_BIT = 0x8000_0000;

/** Readers of the forms with lists. */
export function listForms(r: InstructionReader): Forms<'shuffleOne' | 'shuffleTwo' | 'assembly'> {
  return {
    shuffleOne: (inst) => shuffle(r, inst, 1, (type) => laneOrValue(r, type)),
    shuffleTwo: (inst) => shuffle(r, inst, 2, () => laneOfTwo(r.context)),
    assembly: (inst) => assembly(r, inst),
  };
}

/** `(T, [lane, …], a)` or `(T, [lane, …], a, b)` */
function shuffle(
  r: InstructionReader,
  inst: InstId,
  operands: 1 | 2,
  lane: (type: TypeId) => number,
): void {
  const { ids, writer } = r;
  const type = r.terms.type();
  const base = ids.length;
  r.comma();
  r.list(() => lane(type));
  const first = r.nextOperand();
  const second = operands === 2 ? r.nextOperand() : None;
  const payload = writer.emitList(base);
  writer.emit(first);
  if (operands === 2) writer.emit(second);
  r.end(inst, type, payload, type);
}

/** A lane of `shuffle_one`. */
function laneOrValue(r: InstructionReader, type: TypeId): number {
  const { context } = r;
  const { lexer, module } = context;
  if (lexer.kind === INTEGER) return r.index('a lane');
  if (!context.acceptWord(Word.undef)) {
    if (lexer.kind !== 60) context.unexpected('a lane, a value or undef');
    return r.terms.typedValue() | HIGH_BIT;
  }
  const element = resultRules.element(module, type, 0);
  return module.values.undef(element === None ? type : (element as TypeId)) | HIGH_BIT;
}

/** A lane of `shuffle_two`: `a0`, `b3` or `undef`. */
function laneOfTwo(context: Context): number {
  const { lexer } = context;
  if (context.acceptWord(Word.undef)) return None;
  const { start } = lexer;
  const text = lexer.names.text(context.takeWord('a lane such as a0 or b3, or undef'));
  const lane = /^([ab])(\d{1,9})$/.exec(text);
  if (lane === null) {
    context.fail(airCodes.badNumber, { found: `\`${text}\``, what: 'lane' }, start);
  }
  return (Number(lane[2]) << 1) | (lane[1] === 'b' ? 1 : 0);
}

/** `assembly([volatile] T, "text", out [name]("=r", p|ret), …, in [name]("r", a), …, clobber "name", …)` */
function assembly(r: InstructionReader, inst: InstId): void {
  const { context, terms, writer } = r;
  const volatile = context.acceptWord(Word.volatile);
  const type = terms.type();
  r.comma();
  const source = context.takeString('the text');
  const outputs: number[] = [];
  const inputs: number[] = [];
  const clobbers: number[] = [];
  while (context.accept(COMMA)) {
    const output = context.acceptWord(Word.out);
    if (output || context.acceptWord(Word.in)) {
      context.expect(91);
      const name = context.takeWord('the name of an operand');
      context.expect(93);
      context.expect(40);
      const constraint = context.takeString('a constraint');
      r.comma();
      const ref = output && context.acceptWord(Word.ret) ? None : r.operand();
      context.expect(CLOSE);
      (output ? outputs : inputs).push(name, constraint, ref);
    } else if (context.acceptWord(Word.clobber)) {
      clobbers.push(context.takeString('the name of a clobber'));
    } else context.unexpected('out, in or clobber');
  }
  const at = writer.emit2(source, (outputs.length / 3) | (volatile ? HIGH_BIT : 0));
  writer.emit2(inputs.length / 3, clobbers.length);
  for (const words of [outputs, inputs, clobbers]) for (const word of words) writer.emit(word);
  r.end(inst, type, at, type);
}
