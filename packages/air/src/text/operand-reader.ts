// What stands in the operand lists of instructions: locals, constants, indexes and words. Operands are signed while they are read: the
// high bit of a `Ref` is their sign, so that V8 keeps them without a box.

import { airCodes } from '@wasmwright/diagnostics';
import { BodyWriter, NAMED } from '../body-writer.ts';
import { None, type InstId, type NameId, type NavId, type TypeId, type ValueId } from '../ids.ts';
import { NavKind } from '../module.ts';
import { resultRuleOf } from '../results.ts';
import { branchHints, tagRows } from '../tags.ts';
import type { WordStack } from '../word-stack.ts';
import type { Context } from './context.ts';
import { LOCAL, LOCAL_NAME, NAME } from './lexer.ts';
import { Locals } from './locals.ts';
import type { TermParser } from './terms.ts';
import { Word } from './words.ts';

const COMMA = 44;
const INSTRUCTION = 0x8000_0000;

/** Reads operands and writes the arrays of one function at a time. */
export class OperandReader {
  readonly context: Context;
  readonly terms: TermParser;
  readonly writer: BodyWriter = new BodyWriter();
  readonly locals: Locals = new Locals();
  /** The instructions of open bodies: those of the writer. */
  readonly ids: WordStack = this.writer.ids;
  /** Type of the function. */
  signature: TypeId = 0 as TypeId;

  constructor(context: Context, terms: TermParser) {
    this.context = context;
    this.terms = terms;
  }

  begin(signature: TypeId): void {
    this.signature = signature;
    this.writer.begin();
    this.locals.clear();
  }

  // Locals and types.

  /** Makes an instruction the one of a local, if there is a local. */
  define(inst: InstId, number: number, name: number): void {
    const { locals, writer } = this;
    if (number < 0 && name < 0) return;
    const known = number >= 0 ? locals.findNumber(number) : locals.findName(name as NameId);
    if (known >= 0) {
      const shown = number >= 0 ? `${number}` : this.context.lexer.names.text(name as NameId);
      this.context.report(airCodes.duplicateLocal, { name: `%${shown}` }, writer.positions[inst]);
      return;
    }
    if (number >= 0) locals.defineNumber(number, inst);
    else locals.defineName(name as NameId, inst);
    writer.locals[inst] = number >= 0 && number < NAMED ? number : NAMED;
  }

  /** The instruction of the local that is the current token. */
  local(): InstId {
    const { lexer } = this.context;
    let inst = -1;
    if (lexer.kind === LOCAL) inst = this.locals.findNumber(lexer.number);
    else if (lexer.kind === LOCAL_NAME) inst = this.locals.findName(lexer.name);
    else this.context.unexpected('a local such as %5');
    if (inst < 0) this.context.fail(airCodes.unknownLocal, { name: lexer.found() });
    lexer.next();
    return inst as InstId;
  }

  /** Type of an operand. */
  typeOf(operand: number): TypeId {
    if (operand < 0) return this.writer.types[operand & 0x7fff_ffff]! as TypeId;
    return this.context.module.values.type(operand as ValueId);
  }

  /**
   * Result type by the rule of the instruction. A wrong operand gives a diagnostic and `noreturn`; what uses such a result is not
   * reported again.
   */
  result(inst: InstId, operand: TypeId, index = 0): TypeId {
    const { module } = this.context;
    const tag = this.writer.tags[inst]!;
    const type = resultRuleOf[tag]!(module, operand, index);
    if (type !== None) return type as TypeId;
    const { noreturn } = module.types;
    if (operand === noreturn) return noreturn;
    const problem = `there is no result for an operand of type ${this.terms.describe(operand)}`;
    const { name } = tagRows[tag]!;
    const position = this.writer.positions[inst]!;
    this.context.report(airCodes.operandType, { tag: name, problem }, position);
    return noreturn;
  }

  // Operands.

  operand(): number {
    const { lexer } = this.context;
    switch (lexer.kind) {
      case LOCAL:
      case LOCAL_NAME:
        return this.local() | INSTRUCTION;
      case 60:
        return this.terms.typedValue();
      case NAME:
        return this.#named();
      default:
        return this.context.unexpected('an operand');
    }
  }

  /** The constant a word or the name of a nav stands for. */
  #named(): ValueId {
    const { lexer, module } = this.context;
    if (!lexer.quoted) {
      const { values } = module;
      let value = -1;
      if (lexer.name === Word.void_value) value = values.void;
      else if (lexer.name === Word.true) value = values.true;
      else if (lexer.name === Word.false) value = values.false;
      if (value >= 0) {
        lexer.next();
        return value as ValueId;
      }
    }
    return this.#navValue(this.terms.nav());
  }

  /** A bare name: a function itself, or the address of a const or var. */
  #navValue(nav: NavId): ValueId {
    const { navs, types, values } = this.context.module;
    const child = navs.type(nav);
    const kind = navs.kind(nav);
    if (kind === NavKind.function) return values.function(child, nav);
    const constant = kind === NavKind.const;
    const pointer = types.pointer({ size: 0, child, const: constant, align: navs.align(nav) });
    return values.navPointer(pointer, nav);
  }

  comma(): void {
    this.context.expect(COMMA);
  }

  brace(): void {
    this.context.expect(123);
  }

  nextOperand(): number {
    this.comma();
    return this.operand();
  }

  index(what: string): number {
    return this.context.takeNumber(what, 0x7fff_ffff);
  }

  /** Reads `[a, …]`, with `item` for each, into the open ids. The caller takes them off. */
  list(item: () => number): void {
    const { context } = this;
    context.expect(91);
    while (context.lexer.kind !== 93) {
      this.ids.push(item());
      if (!context.accept(COMMA)) break;
    }
    context.expect(93);
  }

  /** Reads a list of operands and emits them with their number. */
  operandList(): number {
    const base = this.ids.length;
    this.list(this.#item);
    return this.writer.emitList(base);
  }

  readonly #item = (): number => this.operand();

  /** A word from a list, as its position. */
  choice(list: readonly string[], what: string): number {
    const { lexer } = this.context;
    const { start } = lexer;
    const name = lexer.names.text(this.context.takeWord(what));
    const index = list.indexOf(name);
    if (index < 0) {
      this.context.fail(airCodes.unknownWord, { what, name, list: list.join(' ') }, start);
    }
    return index;
  }

  hint(): number {
    if (this.context.lexer.kind !== NAME) return 0;
    return this.choice(branchHints, 'branch hint');
  }
}
