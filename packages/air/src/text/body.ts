// Function bodies. Instructions have bodies inside them to any depth: those that are open are frames on a stack.

import { airCodes } from '@wasmwright/diagnostics';
import { BodyWriter, NAMED } from '../body-writer.ts';
import { HINTS_PER_WORD, type FunctionBody } from '../function.ts';
import { None, instOf, instRef, isInst, valueOf, valueRef } from '../ids.ts';
import type { InstId, NameId, NavId, Ref, TypeId, ValueId } from '../ids.ts';
import { NavKind } from '../module.ts';
import { resultRules } from '../results.ts';
import {
  Tag,
  branchHints,
  compareOperations,
  memoryOrders,
  reduceOperations,
  rmwOperations,
  tagRows,
} from '../tags.ts';
import type { FormName, TagRow } from '../tags.ts';
import type { Context } from './context.ts';
import { ELLIPSIS, END, INTEGER, LOCAL, LOCAL_NAME, NAME } from './lexer.ts';
import { Locals } from './locals.ts';
import type { TermParser } from './terms.ts';
import { Word, tagOfName } from './words.ts';

const COMMA = 44;
const CLOSE = 41;
const LANE_IS_VALUE = 0x8000_0000;

/** An instruction one of whose bodies is being read. */
interface Frame {
  readonly inst: InstId;
  readonly form: FormName;
  /** First word of this instruction's bodies in the open ids. */
  readonly base: number;
  /** First word of the body at hand. */
  start: number;
  /** True when the body at hand is the else body. */
  inElse: boolean;
  /** cond_br, switch: hint of each body so far. Others: words of the payload before the body. */
  readonly words: number[];
  /** switch: type of the operand. */
  operand: TypeId;
  /** switch: number of cases, and first word of the header of the case at hand. */
  cases: number;
  header: number;
  /** try: the local, defined when the instruction ends, for its result does not exist in its body. -1 and `None` for others. */
  readonly localNumber: number;
  readonly localName: number;
}

export class BodyParser {
  readonly #context: Context;
  readonly #terms: TermParser;
  readonly #writer: BodyWriter = new BodyWriter();
  readonly #locals: Locals = new Locals();
  readonly #frames: Frame[] = [];
  /** Instructions of all open bodies, the outermost first. A switch keeps its finished cases between, as its payload has them. */
  readonly #ids: number[] = [];
  #signature: TypeId = 0 as TypeId;
  /** The local in front of the instruction at hand: a number or -1, a name or `None`. */
  #localNumber = -1;
  #localName: number = None;
  /** What reads the operands of each tag. */
  readonly #readers: ((inst: InstId) => void)[];
  /** The result rule of each tag. */
  readonly #rules = tagRows.map((row) => resultRules[row.result]);

  constructor(context: Context, terms: TermParser) {
    this.#context = context;
    this.#terms = terms;
    const readers = this.#formReaders();
    this.#readers = tagRows.map((row) => readers[row.form]);
  }

  /** Reads the body whose `{` is the current token. */
  parse(signature: TypeId): FunctionBody {
    const { lexer } = this.#context;
    this.#signature = signature;
    this.#writer.begin();
    this.#locals.clear();
    this.#frames.length = 0;
    this.#ids.length = 0;
    this.#brace();
    for (;;) {
      if (lexer.kind !== 125) {
        if (lexer.kind === END) this.#context.unexpected('`}`');
        this.#instruction();
        continue;
      }
      const frame = this.#frames[this.#frames.length - 1];
      if (frame === undefined) return this.#writer.finish(this.#ids);
      lexer.next();
      this.#closeBody(frame);
    }
  }

  // Locals and types.

  #define(inst: InstId, number: number, name: number): void {
    if (number < 0 && name === None) return;
    const known =
      number >= 0 ? this.#locals.findNumber(number) : this.#locals.findName(name as NameId);
    if (known !== None) {
      const shown = number >= 0 ? `${number}` : this.#context.lexer.names.text(name as NameId);
      const position = this.#writer.positions[inst]!;
      this.#context.report(airCodes.duplicateLocal, { name: `%${shown}` }, position);
      return;
    }
    if (number >= 0) this.#locals.defineNumber(number, inst);
    else this.#locals.defineName(name as NameId, inst);
    this.#writer.locals[inst] = number >= 0 && number < NAMED ? number : NAMED;
  }

  /** The instruction of the local that is the current token. */
  #takeLocal(): InstId {
    const { lexer } = this.#context;
    let inst = None;
    if (lexer.kind === LOCAL) inst = this.#locals.findNumber(lexer.number);
    else if (lexer.kind === LOCAL_NAME) inst = this.#locals.findName(lexer.name);
    else this.#context.unexpected('a local such as %5');
    if (inst === None) this.#context.fail(airCodes.unknownLocal, { name: lexer.found() });
    lexer.next();
    return inst as InstId;
  }

  #typeOf(ref: Ref): TypeId {
    if (isInst(ref)) return this.#writer.types[instOf(ref)]! as TypeId;
    return this.#context.module.values.type(valueOf(ref));
  }

  #row(inst: InstId): TagRow {
    return tagRows[this.#writer.tags[inst]!]!;
  }

  /** Result type by the rule of the instruction; a wrong operand gives a diagnostic and `void`. */
  #result(inst: InstId, operand: TypeId, index = 0): TypeId {
    const { module } = this.#context;
    const row = this.#row(inst);
    const type = this.#rules[row.tag]!(module, operand, index);
    if (type !== None) return type as TypeId;
    const problem = `there is no result for an operand of type ${this.#terms.describe(operand)}`;
    const position = this.#writer.positions[inst]!;
    this.#context.report(airCodes.operandType, { tag: row.name, problem }, position);
    return module.types.void;
  }

  // Operands.

  #operand(): Ref {
    const { lexer } = this.#context;
    switch (lexer.kind) {
      case LOCAL:
      case LOCAL_NAME:
        return instRef(this.#takeLocal());
      case 60:
        return valueRef(this.#terms.typedValue());
      case NAME: {
        const plain = lexer.quoted ? None : this.#plainValue(lexer.name);
        if (plain === None) return valueRef(this.#navValue(this.#terms.nav()));
        lexer.next();
        return valueRef(plain as ValueId);
      }
      default:
        return this.#context.unexpected('an operand');
    }
  }

  /** The constant of a word that needs no type, or `None`. */
  #plainValue(word: NameId): ValueId | typeof None {
    const { values } = this.#context.module;
    switch (word) {
      case Word.void_value:
        return values.void;
      case Word.true:
        return values.true;
      case Word.false:
        return values.false;
      default:
        return None;
    }
  }

  /** A bare name: a function itself, or the address of a const or var. */
  #navValue(nav: NavId): ValueId {
    const { navs, types, values } = this.#context.module;
    const child = navs.type(nav);
    const kind = navs.kind(nav);
    if (kind === NavKind.function) return values.function(child, nav);
    const constant = kind === NavKind.const;
    const pointer = types.pointer({ size: 0, child, const: constant, align: navs.align(nav) });
    return values.navPointer(pointer, nav);
  }

  #comma(): void {
    this.#context.expect(COMMA);
  }

  #brace(): void {
    this.#context.expect(123);
  }

  #nextOperand(): Ref {
    this.#comma();
    return this.#operand();
  }

  #index(what: string): number {
    return this.#context.takeNumber(what, 0x7fff_ffff);
  }

  /** Reads `[a, …]` into the open ids, takes them off and emits them with their number. */
  #operandList(): number {
    const { lexer } = this.#context;
    const base = this.#ids.length;
    this.#context.expect(91);
    while (lexer.kind !== 93) {
      this.#ids.push(this.#operand());
      if (!this.#context.accept(COMMA)) break;
    }
    this.#context.expect(93);
    const at = this.#writer.emitList(this.#ids, base);
    this.#ids.length = base;
    return at;
  }

  /** A word from a list, as its position. */
  #choice(list: readonly string[], what: string): number {
    const { lexer } = this.#context;
    const { start } = lexer;
    const name = lexer.names.text(this.#context.takeWord(what));
    const index = list.indexOf(name);
    if (index < 0) {
      this.#context.fail(airCodes.unknownWord, { what, name, list: list.join(' ') }, start);
    }
    return index;
  }

  #hint(): number {
    if (this.#context.lexer.kind !== NAME) return 0;
    return this.#choice(branchHints, 'branch hint');
  }

  // Instructions.

  #instruction(): void {
    const { lexer } = this.#context;
    const { start } = lexer;
    this.#localNumber = -1;
    this.#localName = None;
    if (lexer.kind === LOCAL || lexer.kind === LOCAL_NAME) {
      if (lexer.kind === LOCAL) this.#localNumber = lexer.number;
      else this.#localName = lexer.name;
      lexer.next();
      this.#context.expect(61);
    }
    if (lexer.kind !== NAME) this.#context.unexpected('an instruction');
    const tag = lexer.quoted ? -1 : tagOfName(lexer.name);
    if (tag < 0) {
      this.#context.fail(airCodes.unknownInstruction, { name: lexer.names.text(lexer.name) });
    }
    const inst = this.#writer.add(tag, start);
    this.#ids.push(inst);
    lexer.next();
    this.#context.expect(40);
    this.#readers[tag]!(inst);
  }

  /** Ends an instruction without bodies. */
  #end(inst: InstId, a: number, b: number, type: TypeId): void {
    this.#context.expect(CLOSE);
    this.#writer.set(inst, a, b, type);
    this.#define(inst, this.#localNumber, this.#localName);
  }

  /** Begins the first body of an instruction, behind its hint if it has one. */
  #open(inst: InstId, form: FormName, localNumber = -1, localName: number = None): Frame {
    const start = this.#ids.length;
    const frame: Frame = {
      inst,
      form,
      base: start,
      start,
      inElse: false,
      words: [],
      operand: None as TypeId,
      cases: 0,
      header: start,
      localNumber,
      localName,
    };
    this.#frames.push(frame);
    return frame;
  }

  /** What follows the `}` of a body: the next body of the instruction, or its end. */
  #closeBody(frame: Frame): void {
    const { form, inst } = frame;
    if (form === 'condBr') {
      if (!this.#closeBranch(frame)) return;
    } else if (form === 'switchBr') {
      if (!this.#closeCase(frame)) return;
    } else {
      const writer = this.#writer;
      writer.data[2 * inst + 1] = writer.extraLength;
      writer.emitRange(frame.words);
      writer.emitList(this.#ids, frame.base);
    }
    this.#context.expect(CLOSE);
    this.#ids.length = frame.base;
    this.#frames.pop();
    this.#define(inst, frame.localNumber, frame.localName);
  }

  /** Ends a body of a cond_br. True after the second. */
  #closeBranch(frame: Frame): boolean {
    if (!frame.inElse) {
      frame.inElse = true;
      frame.header = this.#ids.length;
      this.#comma();
      frame.words.push(this.#hint());
      this.#brace();
      return false;
    }
    const writer = this.#writer;
    writer.data[2 * frame.inst + 1] = writer.emit(frame.header - frame.base);
    writer.emit(this.#ids.length - frame.header);
    writer.emit(frame.words[0]! | (frame.words[1]! << 3));
    writer.emitRange(this.#ids, frame.base);
    return true;
  }

  /** Begins a case or the else body of a switch. */
  #openCase(frame: Frame): void {
    const context = this.#context;
    const { lexer } = context;
    if (context.acceptWord(Word.else)) frame.inElse = true;
    else {
      if (!context.acceptWord(Word.case)) context.unexpected('`case` or `else`');
      frame.cases++;
      frame.header = this.#ids.length;
      this.#ids.push(0, 0, 0);
      context.expect(40);
      const ranges: number[] = [];
      while (lexer.kind !== CLOSE) {
        const low = this.#terms.value(frame.operand);
        if (lexer.kind === ELLIPSIS) {
          lexer.next();
          ranges.push(low, this.#terms.value(frame.operand));
        } else {
          this.#ids[frame.header]!++;
          this.#ids.push(low);
        }
        if (!context.accept(COMMA)) break;
      }
      context.expect(CLOSE);
      this.#ids[frame.header + 1] = ranges.length / 2;
      for (const value of ranges) this.#ids.push(value);
    }
    frame.words.push(this.#hint());
    this.#brace();
    frame.start = this.#ids.length;
  }

  /** Ends a body of a switch. True after the last. */
  #closeCase(frame: Frame): boolean {
    if (!frame.inElse) {
      this.#ids[frame.header + 2] = this.#ids.length - frame.start;
      if (this.#context.accept(COMMA)) {
        this.#openCase(frame);
        return false;
      }
    }
    this.#finishSwitch(frame);
    return true;
  }

  /** Emits the payload of a switch: see `switchBr` in function.ts. */
  #finishSwitch(frame: Frame): void {
    const writer = this.#writer;
    writer.data[2 * frame.inst + 1] = writer.emit(frame.cases);
    writer.emit(frame.inElse ? this.#ids.length - frame.start : 0);
    if (!frame.inElse) frame.words.push(0);
    for (let at = 0; at < frame.words.length; at += HINTS_PER_WORD) {
      let word = 0;
      for (let bit = 0; bit < HINTS_PER_WORD; bit++) {
        word |= (frame.words[at + bit] ?? 0) << (3 * bit);
      }
      writer.emit(word);
    }
    writer.emitRange(this.#ids, frame.base);
  }

  /** A function for each text form, which reads what stands behind the `(`. */
  #formReaders(): Record<FormName, (inst: InstId) => void> {
    const context = this.#context;
    const terms = this.#terms;
    const writer = this.#writer;
    const noreturn = (): TypeId => context.module.types.noreturn;
    /** Emits two words of a payload and returns where they are. */
    const pair = (first: number, second: number): number => {
      const at = writer.emit(first);
      writer.emit(second);
      return at;
    };
    return {
      none: (inst) => this.#end(inst, 0, 0, this.#result(inst, context.module.types.void)),
      arg: (inst) => {
        const { types } = context.module;
        const index = this.#index('a parameter index');
        let type = types.void;
        if (index < types.parameterCount(this.#signature)) {
          type = types.parameter(this.#signature, index);
        } else context.report(airCodes.badArgument, { problem: `there is no parameter ${index}` });
        this.#end(inst, type, index, type);
      },
      un: (inst) => {
        const a = this.#operand();
        this.#end(inst, a, 0, this.#result(inst, this.#typeOf(a)));
      },
      unTy: (inst) => {
        const a = this.#operand();
        const type = this.#result(inst, this.#typeOf(a));
        this.#end(inst, type, a, type);
      },
      bin: (inst) => {
        const a = this.#operand();
        const b = this.#nextOperand();
        this.#end(inst, a, b, this.#result(inst, this.#typeOf(a)));
      },
      tyOp: (inst) => {
        const type = terms.type();
        const a = this.#nextOperand();
        const stated = this.#row(inst).result === 'stated';
        this.#end(inst, type, a, stated ? type : context.module.types.bool);
      },
      ty: (inst) => {
        const type = terms.type();
        this.#end(inst, type, 0, type);
      },
      tyBin: (inst) => {
        const type = terms.type();
        const a = this.#nextOperand();
        const b = this.#nextOperand();
        this.#end(inst, type, pair(a, b), type);
      },
      fieldVal: (inst) => {
        const a = this.#operand();
        this.#comma();
        const field = this.#index('a field index');
        const type = this.#result(inst, this.#typeOf(a), field);
        this.#end(inst, type, pair(a, field), type);
      },
      fieldPtr: (inst) => {
        const type = terms.type();
        const a = this.#nextOperand();
        this.#comma();
        this.#end(inst, type, pair(a, this.#index('a field index')), type);
      },
      aggregate: (inst) => {
        const type = terms.type();
        this.#comma();
        this.#end(inst, type, this.#operandList(), type);
      },
      unionInit: (inst) => {
        const type = terms.type();
        this.#comma();
        const field = this.#index('a field index');
        this.#end(inst, type, pair(field, this.#nextOperand()), type);
      },
      block: (inst) => {
        const type = terms.type();
        this.#comma();
        this.#brace();
        writer.set(inst, type, 0, type);
        this.#define(inst, this.#localNumber, this.#localName);
        this.#open(inst, 'block');
      },
      loop: (inst) => {
        this.#brace();
        writer.set(inst, noreturn(), 0, noreturn());
        this.#define(inst, this.#localNumber, this.#localName);
        this.#open(inst, 'loop');
      },
      inlineBlock: (inst) => {
        const type = terms.type();
        this.#comma();
        const name = context.takeString('the name of a function');
        if (!context.acceptWord(Word.at)) context.unexpected('`at`');
        const file = context.takeString('the name of a file');
        context.expect(58);
        const line = this.#index('a line');
        this.#comma();
        this.#brace();
        this.#define(inst, this.#localNumber, this.#localName);
        writer.set(inst, type, 0, type);
        this.#open(inst, 'inlineBlock').words.push(name, file, line);
      },
      repeat: (inst) => this.#end(inst, this.#takeLocal(), 0, noreturn()),
      br: (inst) => {
        const target = this.#takeLocal();
        this.#end(inst, target, this.#nextOperand(), noreturn());
      },
      condBr: (inst) => {
        writer.set(inst, this.#operand(), 0, noreturn());
        this.#comma();
        const hint = this.#hint();
        this.#brace();
        this.#open(inst, 'condBr').words.push(hint);
      },
      switchBr: (inst) => {
        const operand = this.#operand();
        writer.set(inst, operand, 0, noreturn());
        if (this.#writer.tags[inst] === Tag.loop_switch_br)
          this.#define(inst, this.#localNumber, this.#localName);
        const frame = this.#open(inst, 'switchBr');
        frame.operand = this.#typeOf(operand);
        if (context.accept(COMMA)) this.#openCase(frame);
        else {
          this.#finishSwitch(frame);
          context.expect(CLOSE);
          this.#frames.pop();
        }
      },
      try: (inst) => {
        const a = this.#operand();
        this.#comma();
        this.#brace();
        writer.set(inst, a, 0, this.#result(inst, this.#typeOf(a)));
        this.#open(inst, 'try', this.#localNumber, this.#localName);
      },
      tryPtr: (inst) => {
        const type = terms.type();
        const a = this.#nextOperand();
        this.#comma();
        this.#brace();
        writer.set(inst, type, 0, type);
        this.#open(inst, 'tryPtr', this.#localNumber, this.#localName).words.push(a);
      },
      call: (inst) => {
        const callee = this.#operand();
        this.#comma();
        const list = this.#operandList();
        this.#end(inst, callee, list, this.#result(inst, this.#typeOf(callee)));
      },
      select: (inst) => {
        const mask = this.#operand();
        const a = this.#nextOperand();
        const b = this.#nextOperand();
        this.#end(inst, mask, pair(a, b), this.#result(inst, this.#typeOf(a)));
      },
      mulAdd: (inst) => {
        const a = this.#operand();
        const b = this.#nextOperand();
        const addend = this.#nextOperand();
        this.#end(inst, addend, pair(a, b), this.#result(inst, this.#typeOf(a)));
      },
      cmpVector: (inst) => {
        const op = this.#choice(compareOperations, 'comparison');
        const a = this.#nextOperand();
        const b = this.#nextOperand();
        const type = this.#result(inst, this.#typeOf(a));
        const at = pair(a, b);
        writer.emit(op);
        this.#end(inst, type, at, type);
      },
      reduce: (inst) => {
        const op = this.#choice(reduceOperations, 'reduction');
        const a = this.#nextOperand();
        this.#end(inst, a, op, this.#result(inst, this.#typeOf(a)));
      },
      shuffleOne: (inst) => this.#shuffle(inst, (type) => this.#laneOrValue(type), 1),
      shuffleTwo: (inst) => this.#shuffle(inst, () => this.#laneOfTwo(), 2),
      atomicLoad: (inst) => {
        const order = this.#choice(memoryOrders, 'memory order');
        const a = this.#nextOperand();
        this.#end(inst, a, order, this.#result(inst, this.#typeOf(a)));
      },
      atomicRmw: (inst) => {
        const op = this.#choice(rmwOperations, 'operation');
        this.#comma();
        const order = this.#choice(memoryOrders, 'memory order');
        const pointer = this.#nextOperand();
        const a = this.#nextOperand();
        const type = this.#result(inst, this.#typeOf(pointer));
        this.#end(inst, pointer, pair(a, order | (op << 3)), type);
      },
      cmpxchg: (inst) => {
        const type = terms.type();
        this.#comma();
        const success = this.#choice(memoryOrders, 'memory order');
        this.#comma();
        const failure = this.#choice(memoryOrders, 'memory order');
        const at = pair(this.#nextOperand(), this.#nextOperand());
        writer.emit(this.#nextOperand());
        writer.emit(success | (failure << 3));
        this.#end(inst, type, at, type);
      },
      prefetch: (inst) => {
        const a = this.#operand();
        this.#comma();
        const write = this.#choice(['read', 'write'], 'kind of access');
        this.#comma();
        const locality = context.takeNumber('a locality of at most 3', 3);
        this.#comma();
        const cache = this.#choice(['data', 'instruction'], 'cache');
        this.#end(inst, a, write | (locality << 1) | (cache << 3), context.module.types.void);
      },
      memorySize: (inst) => {
        const index = this.#index('a memory index');
        this.#end(inst, None, index, this.#result(inst, context.module.types.void));
      },
      memoryGrow: (inst) => {
        const index = this.#index('a memory index');
        const a = this.#nextOperand();
        this.#end(inst, a, index, this.#result(inst, context.module.types.void));
      },
      tyNav: (inst) => {
        const type = terms.type();
        this.#comma();
        this.#end(inst, type, terms.nav(), type);
      },
      dbgStmt: (inst) => {
        const line = this.#index('a line');
        context.expect(58);
        this.#end(inst, line, this.#index('a column'), context.module.types.void);
      },
      dbgVar: (inst) => {
        const a = this.#operand();
        this.#comma();
        const name = context.takeString('the name of a variable');
        this.#end(inst, a, name, context.module.types.void);
      },
      fieldIndex: (inst) => {
        const type = terms.type();
        this.#comma();
        const index = this.#index('a field index');
        this.#end(inst, type, index, context.module.types.usize);
      },
      assembly: (inst) => this.#assembly(inst),
      storeElement: (inst) => {
        const pointer = this.#operand();
        const at = pair(this.#nextOperand(), this.#nextOperand());
        this.#end(inst, pointer, at, context.module.types.void);
      },
    };
  }

  #shuffle(inst: InstId, lane: (type: TypeId) => number, operands: number): void {
    const context = this.#context;
    const type = this.#terms.type();
    const base = this.#ids.length;
    this.#comma();
    context.expect(91);
    while (context.lexer.kind !== 93) {
      this.#ids.push(lane(type));
      if (!context.accept(COMMA)) break;
    }
    context.expect(93);
    const list = this.#ids.splice(base);
    const refs: Ref[] = [];
    for (let at = 0; at < operands; at++) refs.push(this.#nextOperand());
    const payload = this.#writer.emitList(list);
    this.#writer.emitRange(refs);
    this.#end(inst, type, payload, type);
  }

  /** A lane of `shuffle_one`. */
  #laneOrValue(type: TypeId): number {
    const { lexer, module } = this.#context;
    if (lexer.kind === INTEGER) return this.#index('a lane');
    if (!this.#context.acceptWord(Word.undef)) {
      if (lexer.kind !== 60) this.#context.unexpected('a lane, a value or undef');
      return (this.#terms.typedValue() | LANE_IS_VALUE) >>> 0;
    }
    const element = resultRules.element(module, type, 0);
    const undef = module.values.undef(element === None ? type : (element as TypeId));
    return (undef | LANE_IS_VALUE) >>> 0;
  }

  /** A lane of `shuffle_two`: `a0`, `b3` or `undef`. */
  #laneOfTwo(): number {
    const { lexer } = this.#context;
    if (this.#context.acceptWord(Word.undef)) return None;
    const { start } = lexer;
    const text = lexer.names.text(this.#context.takeWord('a lane such as a0 or b3, or undef'));
    const lane = /^([ab])(\d{1,9})$/.exec(text);
    if (lane === null) {
      this.#context.fail(airCodes.badNumber, { found: `\`${text}\``, what: 'lane' }, start);
    }
    return ((Number(lane[2]) << 1) | (lane[1] === 'b' ? 1 : 0)) >>> 0;
  }

  /** `assembly([volatile] T, "text", out [name]("=r", p|ret), …, in [name]("r", a), …, clobber "name", …)` */
  #assembly(inst: InstId): void {
    const context = this.#context;
    const writer = this.#writer;
    const volatile = context.acceptWord(Word.volatile);
    const type = this.#terms.type();
    this.#comma();
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
        this.#comma();
        const ref = output && context.acceptWord(Word.ret) ? None : this.#operand();
        context.expect(CLOSE);
        (output ? outputs : inputs).push(name, constraint, ref);
      } else if (context.acceptWord(Word.clobber)) {
        clobbers.push(context.takeString('the name of a clobber'));
      } else context.unexpected('out, in or clobber');
    }
    const at = writer.emit(source);
    writer.emit((outputs.length / 3 + (volatile ? LANE_IS_VALUE : 0)) >>> 0);
    writer.emit(inputs.length / 3);
    writer.emit(clobbers.length);
    writer.emitRange(outputs);
    writer.emitRange(inputs);
    writer.emitRange(clobbers);
    this.#end(inst, type, at, type);
  }
}
