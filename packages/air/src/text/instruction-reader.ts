import { airCodes } from '@wasmwright/diagnostics';
import type { InstId, TypeId } from '../ids.ts';
import { tagRows } from '../tags.ts';
import { BranchReader } from './branch-reader.ts';
import type { Context } from './context.ts';
import { formReaders, type FormReader } from './forms.ts';
import { LOCAL, LOCAL_NAME, NAME } from './lexer.ts';
import type { TermParser } from './terms.ts';
import { tagOfName } from './words.ts';

/** Reads instructions: the local in front, the tag, then what its form says. */
export class InstructionReader extends BranchReader {
  /** The local in front of the instruction at hand: a number or -1, a name or -1. */
  localNumber = -1;
  localName = -1;
  /** What reads the operands of each tag. */
  readonly #readers: readonly FormReader[];

  constructor(context: Context, terms: TermParser) {
    super(context, terms);
    const readers = formReaders(this);
    this.#readers = tagRows.map((row) => readers[row.form]);
  }

  /** Reads an instruction, up to the `{` of its first body if it has one. */
  instruction(): void {
    const { context } = this;
    const { lexer } = context;
    const { start } = lexer;
    this.localNumber = -1;
    this.localName = -1;
    if (lexer.kind === LOCAL || lexer.kind === LOCAL_NAME) {
      if (lexer.kind === LOCAL) this.localNumber = lexer.number;
      else this.localName = lexer.name;
      lexer.next();
      context.expect(61);
    }
    if (lexer.kind !== NAME) context.unexpected('an instruction');
    const tag = lexer.quoted ? -1 : tagOfName(lexer.name);
    if (tag < 0) {
      context.fail(airCodes.unknownInstruction, { name: lexer.names.text(lexer.name) });
    }
    const inst = this.writer.add(tag, start);
    this.ids.push(inst);
    lexer.next();
    context.expect(40);
    this.#readers[tag]!(inst);
  }

  /** Ends an instruction without bodies. */
  end(inst: InstId, a: number, b: number, type: TypeId): void {
    this.context.expect(41);
    this.writer.set(inst, a, b, type);
    this.define(inst, this.localNumber, this.localName);
  }
}
