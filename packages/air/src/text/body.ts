// Function bodies.
//
//   body.ts                from brace to brace
//   instruction-reader.ts  one instruction
//   forms*.ts              its operands, by text form
//   branch-reader.ts       bodies inside of instructions
//   operand-reader.ts      operands, locals, lists, words

import type { FunctionBody } from '../function.ts';
import type { TypeId } from '../ids.ts';
import type { Context } from './context.ts';
import { InstructionReader } from './instruction-reader.ts';
import { END } from './lexer.ts';
import type { TermParser } from './terms.ts';

/** Reads one function body after the other. */
export class BodyParser {
  readonly #context: Context;
  readonly #reader: InstructionReader;

  constructor(context: Context, terms: TermParser) {
    this.#context = context;
    this.#reader = new InstructionReader(context, terms);
  }

  /** Reads the body whose `{` is the current token; its `}` is the current token then. */
  parse(signature: TypeId): FunctionBody {
    const reader = this.#reader;
    const { lexer } = this.#context;
    reader.begin(signature);
    reader.brace();
    for (;;) {
      if (lexer.kind !== 125) {
        if (lexer.kind === END) this.#context.unexpected('`}`');
        reader.instruction();
        continue;
      }
      const { frame } = reader;
      if (frame === undefined) return reader.writer.finish(true);
      lexer.next();
      reader.closeBody(frame);
    }
  }
}
