// Instructions as text. Bodies nest to any depth, so what is still to print waits on a stack.

import {
  assembly,
  condBr,
  localNumber,
  switchBr,
  type BodyRange,
  type FunctionBody,
} from '../function.ts';
import { None, instOf, isInst, valueOf } from '../ids.ts';
import type { InstId, NameId, NavId, Ref, TypeId, ValueId } from '../ids.ts';
import type { Module } from '../module.ts';
import {
  branchHints,
  compareOperations,
  memoryOrders,
  reduceOperations,
  rmwOperations,
  tagRows,
} from '../tags.ts';
import { usedInstructions } from '../visit.ts';
import { nameText, operandText, partTypeText, quoteText, valueText } from './print-terms.ts';

/** Text, or instructions of `extra` to print a line each. */
type Part = string | { at: number; readonly end: number; readonly indent: string };

/** Bodies deeper inside than this are not indented further, so that the text grows with the module only. */
const DEEPEST_INDENT = 200;

/** Prints the instructions of a body, two columns in. */
export function printBody(module: Module, body: FunctionBody): string {
  const printer = new BodyPrinter(module, body);
  return printer.print();
}

class BodyPrinter {
  readonly #module: Module;
  readonly #body: FunctionBody;
  readonly #used: Uint8Array;
  /** Texts of types, kept because most are written often. */
  readonly #types: string[] = [];

  constructor(module: Module, body: FunctionBody) {
    this.#module = module;
    this.#body = body;
    this.#used = usedInstructions(body);
  }

  print(): string {
    const { extra } = this.#body;
    const main = extra[0]!;
    const stack: Part[] = [{ at: main + 1, end: main + 1 + extra[main]!, indent: '  ' }];
    let out = '';
    while (stack.length > 0) {
      const part = stack[stack.length - 1]!;
      if (typeof part === 'string') {
        out += part;
        stack.pop();
        continue;
      }
      if (part.at >= part.end) {
        stack.pop();
        continue;
      }
      const inst = extra[part.at++]! as InstId;
      out += part.indent;
      if (this.#used[inst] === 1) out += `%${localNumber(this.#body, inst)} = `;
      out += `${tagRows[this.#body.tags[inst]!]!.name}(`;
      const parts = this.#parts(inst, part.indent);
      stack.push(')\n');
      for (let at = parts.length - 1; at >= 0; at--) stack.push(parts[at]!);
    }
    return out;
  }

  #type(type: number): string {
    return (this.#types[type] ??= partTypeText(this.#module, type as TypeId));
  }

  #ref(ref: number): string {
    if (isInst(ref as Ref)) return `%${localNumber(this.#body, instOf(ref as Ref))}`;
    return operandText(this.#module, valueOf(ref as Ref));
  }

  #refs(start: number, length: number): string {
    const texts: string[] = [];
    for (let at = start; at < start + length; at++) texts.push(this.#ref(this.#body.extra[at]!));
    return `[${texts.join(', ')}]`;
  }

  #quote(name: number): string {
    return quoteText(this.#module.text(name as NameId));
  }

  /** `{ … }` over several lines. */
  #block(range: BodyRange, indent: string): Part[] {
    const { start, length } = range;
    const deeper = indent.length < DEEPEST_INDENT ? `${indent}  ` : indent;
    return ['{\n', { at: start, end: start + length, indent: deeper }, `${indent}}`];
  }

  #hint(hint: number): string {
    return hint === 0 ? '' : `${branchHints[hint]!} `;
  }

  /** What stands between the parentheses of an instruction. */
  #parts(inst: InstId, indent: string): Part[] {
    const { data, extra, tags } = this.#body;
    const a = data[2 * inst]!;
    const b = data[2 * inst + 1]!;
    const word = (index: number): number => extra[b + index]!;
    switch (tagRows[tags[inst]!]!.form) {
      case 'none':
        return [];
      case 'arg':
        return [`${b}`];
      case 'un':
        return [this.#ref(a)];
      case 'unTy':
        return [this.#ref(b)];
      case 'bin':
        return [`${this.#ref(a)}, ${this.#ref(b)}`];
      case 'tyOp':
        return [`${this.#type(a)}, ${this.#ref(b)}`];
      case 'ty':
        return [this.#type(a)];
      case 'tyBin':
        return [`${this.#type(a)}, ${this.#ref(word(0))}, ${this.#ref(word(1))}`];
      case 'fieldVal':
        return [`${this.#ref(word(0))}, ${word(1)}`];
      case 'fieldPtr':
        return [`${this.#type(a)}, ${this.#ref(word(0))}, ${word(1)}`];
      case 'aggregate':
        return [`${this.#type(a)}, ${this.#refs(b + 1, word(0))}`];
      case 'unionInit':
        return [`${this.#type(a)}, ${word(0)}, ${this.#ref(word(1))}`];
      case 'block':
        return [`${this.#type(a)}, `, ...this.#block({ start: b + 1, length: word(0) }, indent)];
      case 'loop':
        return this.#block({ start: b + 1, length: word(0) }, indent);
      case 'inlineBlock': {
        const head = `${this.#quote(word(0))} at ${this.#quote(word(1))}:${word(2)}`;
        const range = { start: b + 4, length: word(3) };
        return [`${this.#type(a)}, ${head}, `, ...this.#block(range, indent)];
      }
      case 'repeat':
        return [`%${localNumber(this.#body, a as InstId)}`];
      case 'br':
        return [`%${localNumber(this.#body, a as InstId)}, ${this.#ref(b)}`];
      case 'condBr': {
        const parts = condBr(this.#body, inst);
        return [
          `${this.#ref(a)}, ${this.#hint(parts.thenHint)}`,
          ...this.#block(parts.then, indent),
          `, ${this.#hint(parts.elseHint)}`,
          ...this.#block(parts.else, indent),
        ];
      }
      case 'switchBr':
        return this.#switch(inst, indent);
      case 'try':
        return [`${this.#ref(a)}, `, ...this.#block({ start: b + 1, length: word(0) }, indent)];
      case 'tryPtr': {
        const range = { start: b + 2, length: word(1) };
        return [`${this.#type(a)}, ${this.#ref(word(0))}, `, ...this.#block(range, indent)];
      }
      case 'call':
        return [`${this.#ref(a)}, ${this.#refs(b + 1, word(0))}`];
      case 'select':
      case 'storeElement':
        return [`${this.#ref(a)}, ${this.#ref(word(0))}, ${this.#ref(word(1))}`];
      case 'mulAdd':
        return [`${this.#ref(word(0))}, ${this.#ref(word(1))}, ${this.#ref(a)}`];
      case 'cmpVector':
        return [`${compareOperations[word(2)]!}, ${this.#ref(word(0))}, ${this.#ref(word(1))}`];
      case 'reduce':
        return [`${reduceOperations[b]!}, ${this.#ref(a)}`];
      case 'shuffleOne':
      case 'shuffleTwo':
        return [this.#shuffle(inst)];
      case 'atomicLoad':
        return [`${memoryOrders[b]!}, ${this.#ref(a)}`];
      case 'atomicRmw': {
        const op = rmwOperations[word(1) >>> 3]!;
        return [`${op}, ${memoryOrders[word(1) & 7]!}, ${this.#ref(a)}, ${this.#ref(word(0))}`];
      }
      case 'cmpxchg': {
        const orders = `${memoryOrders[word(3) & 7]!}, ${memoryOrders[word(3) >>> 3]!}`;
        const refs = `${this.#ref(word(0))}, ${this.#ref(word(1))}, ${this.#ref(word(2))}`;
        return [`${this.#type(a)}, ${orders}, ${refs}`];
      }
      case 'prefetch': {
        const cache = (b & 8) === 0 ? 'data' : 'instruction';
        return [`${this.#ref(a)}, ${(b & 1) === 0 ? 'read' : 'write'}, ${(b >>> 1) & 3}, ${cache}`];
      }
      case 'memorySize':
        return [`${b}`];
      case 'memoryGrow':
        return [`${b}, ${this.#ref(a)}`];
      case 'tyNav': {
        const name = nameText(this.#module, this.#module.navs.name(b as NavId));
        return [`${this.#type(a)}, ${name}`];
      }
      case 'dbgStmt':
        return [`${a}:${b}`];
      case 'dbgVar':
        return [`${this.#ref(a)}, ${this.#quote(b)}`];
      case 'fieldIndex':
        return [`${this.#type(a)}, ${b}`];
      case 'assembly':
        return [this.#assembly(inst)];
    }
  }

  #switch(inst: InstId, indent: string): Part[] {
    const { extra } = this.#body;
    const { operand, cases, else: rest, elseHint } = switchBr(this.#body, inst);
    const value = (at: number): string => valueText(this.#module, extra[at]! as ValueId);
    const parts: Part[] = [this.#ref(operand)];
    for (const { items, itemCount, ranges, rangeCount, body, hint } of cases) {
      const texts: string[] = [];
      for (let at = 0; at < itemCount; at++) texts.push(value(items + at));
      for (let at = 0; at < rangeCount; at++) {
        texts.push(`${value(ranges + 2 * at)}...${value(ranges + 2 * at + 1)}`);
      }
      parts.push(`, case(${texts.join(', ')}) ${this.#hint(hint)}`, ...this.#block(body, indent));
    }
    if (rest.length > 0) {
      parts.push(`, else ${this.#hint(elseHint)}`, ...this.#block(rest, indent));
    }
    return parts;
  }

  #shuffle(inst: InstId): string {
    const { data, extra, tags } = this.#body;
    const { form } = tagRows[tags[inst]!]!;
    const at = data[2 * inst + 1]!;
    const count = extra[at]!;
    const lanes: string[] = [];
    for (let lane = at + 1; lane <= at + count; lane++) {
      const word = extra[lane]!;
      if (form === 'shuffleTwo') {
        lanes.push(word === None ? 'undef' : `${(word & 1) === 0 ? 'a' : 'b'}${word >>> 1}`);
      } else if (word < 0x8000_0000) lanes.push(`${word}`);
      else {
        const value = (word & 0x7fff_ffff) as ValueId;
        const undef = this.#module.values.isUndef(value);
        lanes.push(undef ? 'undef' : operandText(this.#module, value));
      }
    }
    const operands = [this.#ref(extra[at + 1 + count]!)];
    if (form === 'shuffleTwo') operands.push(this.#ref(extra[at + 2 + count]!));
    return `${this.#type(data[2 * inst]!)}, [${lanes.join(', ')}], ${operands.join(', ')}`;
  }

  #assembly(inst: InstId): string {
    const { source, volatile, outputs, inputs, clobbers } = assembly(this.#body, inst);
    const type = this.#type(this.#body.data[2 * inst]!);
    const name = (id: number): string => nameText(this.#module, id as NameId);
    let out = `${volatile ? 'volatile ' : ''}${type}, ${this.#quote(source)}`;
    for (const { name: id, constraint, operand } of outputs) {
      const target = operand === None ? 'ret' : this.#ref(operand);
      out += `, out [${name(id)}](${this.#quote(constraint)}, ${target})`;
    }
    for (const { name: id, constraint, operand } of inputs) {
      out += `, in [${name(id)}](${this.#quote(constraint)}, ${this.#ref(operand)})`;
    }
    for (const clobber of clobbers) out += `, clobber ${this.#quote(clobber)}`;
    return out;
  }
}
