// What all methods of the builder share: writing an instruction and checking its operands.

import { BodyWriter } from '../body-writer.ts';
import type { FunctionBody } from '../function.ts';
import {
  None,
  instOf,
  instRef,
  isInst,
  valueOf,
  type InstId,
  type NameId,
  type Ref,
  type TypeId,
} from '../ids.ts';
import type { Module } from '../module.ts';
import type { Checked } from '../operands/checked.ts';
import { operandRuleOf } from '../operands/rules.ts';
import { resultRuleOf } from '../results.ts';
import { tagByName, tagRows, type TagName } from '../tags.ts';
import { shortTypeText } from '../text/print-terms.ts';
import { TypeKind } from '../types.ts';
import type { Operand } from './options.ts';

/** Writes instructions one after the other. */
export class InstructionBuilder implements Checked {
  readonly module: Module;
  readonly signature: TypeId;
  /** @internal The instruction that is checked. */
  inst: InstId = 0 as InstId;
  /** The arrays; one writer serves one function after the other. */
  protected readonly writer: BodyWriter;
  /** The body when it is finished: the writer may belong to another function then. */
  #finished: FunctionBody | undefined = undefined;

  /** @throws TypeError when `signature` is no function type */
  constructor(module: Module, signature: TypeId) {
    if (module.types.kind(signature) !== TypeKind.function) {
      throw new TypeError(`${shortTypeText(module, signature)} is no function type`);
    }
    this.module = module;
    this.signature = signature;
    this.writer = module.writers.pop() ?? new BodyWriter();
    this.writer.begin();
  }

  /** The arrays so far. */
  get body(): FunctionBody {
    return this.#finished ?? this.writer;
  }

  /** @internal Called by the operand rules. */
  wrong(problem: string): never {
    throw new TypeError(`${tagRows[this.writer.tags[this.inst]!]!.name}: ${problem}`);
  }

  /** @internal Called by the operand rules. */
  show(type: TypeId): string {
    return shortTypeText(this.module, type);
  }

  /** Type of an operand. */
  typeOf(operand: Operand): TypeId {
    return this.typeOfRef(this.operand(operand));
  }

  /** Type of an operand that is known to be there. */
  protected typeOfRef(ref: Ref): TypeId {
    if (isInst(ref)) return this.writer.types[instOf(ref)]! as TypeId;
    return this.module.values.type(valueOf(ref));
  }

  /** The finished body. @throws TypeError when it was taken before */
  finish(): FunctionBody {
    this.open();
    this.#finished = this.writer.finish(false);
    this.module.writers.push(this.writer);
    return this.#finished;
  }

  /** Throws when the body is finished. */
  protected open(): void {
    if (this.#finished !== undefined) throw new TypeError('the body is finished');
  }

  protected operand(operand: Operand): Ref {
    const known = isInst(operand as Ref)
      ? instOf(operand as Ref) < this.writer.length
      : operand < this.module.values.length;
    if (!known)
      throw new RangeError(
        `operand ${operand} is neither an instruction of this function nor a constant`,
      );
    return operand as Ref;
  }

  protected add(tag: number): InstId {
    if (this.#finished !== undefined) this.open();
    const inst = this.writer.add(tag, None);
    this.writer.ids.push(inst);
    return inst;
  }

  /** Number of an instruction. */
  protected tag(name: TagName): number {
    const tag = tagByName.get(name);
    if (tag === undefined) throw new RangeError(`no instruction ${name}`);
    return tag;
  }

  /** Sets data and type, then checks the operands. */
  protected set(inst: InstId, a: number, b: number, type: TypeId): Ref {
    this.writer.set(inst, a, b, type);
    this.inst = inst;
    operandRuleOf[this.writer.tags[inst]!]!(this);
    return instRef(inst);
  }

  /** Appends an instruction and sets all of it. */
  protected put(tag: number, a: number, b: number, type: TypeId): Ref {
    return this.set(this.add(tag), a, b, type);
  }

  /** Result type by the rule of the instruction. */
  protected result(tag: number, operand: TypeId, index = 0): TypeId {
    const type = resultRuleOf[tag]!(this.module, operand, index);
    if (type === None) {
      const { name } = tagRows[tag]!;
      throw new TypeError(`${name}: no result for an operand of type ${this.show(operand)}`);
    }
    return type as TypeId;
  }

  /** Emits two operands and returns where they are. */
  protected pair(first: Operand, second: Operand): number {
    return this.writer.emit2(this.operand(first), this.operand(second));
  }

  /** Emits the number of operands, then the operands. */
  protected operands(operands: readonly Operand[]): number {
    const { writer } = this;
    const at = writer.emit(operands.length);
    for (let index = 0; index < operands.length; index++)
      writer.emit(this.operand(operands[index]!));
    return at;
  }

  protected choice(list: readonly string[], word: string): number {
    const index = list.indexOf(word);
    if (index < 0) throw new RangeError(`${word} is none of ${list.join(' ')}`);
    return index;
  }

  protected name(text: string): NameId {
    return this.module.names.intern(text);
  }

  protected index(index: number, what: string): number {
    if (!Number.isInteger(index) || index < 0 || index > 0x7fff_ffff)
      throw new RangeError(`${what} ${index}`);
    return index;
  }
}
