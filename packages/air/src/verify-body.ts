// Function bodies: structure (bodies, terminators, branches), dominance, operands and results of every instruction.

import { airCodes } from '@wasmwright/diagnostics';
import type { Arguments, CodeRow } from '@wasmwright/diagnostics';
import { localNumber, switchBr, type FunctionBody } from './function.ts';
import { None, instOf, isInst } from './ids.ts';
import type { InstId, NavId, Ref, TypeId, ValueId } from './ids.ts';
import type { Module } from './module.ts';
import { typeOfRef, type Checked } from './operands/checked.ts';
import { operandRuleOf } from './operands/rules.ts';
import { resultRuleOf } from './results.ts';
import { DataForm, Tag, memoryOrders, tagRows, type TagRow } from './tags.ts';
import { agree } from './agree.ts';
import { shortTypeText } from './text/print-terms.ts';
import { ValueKind } from './values.ts';
import { damageOf } from './verify-arrays.ts';
import type { Findings } from './verify.ts';
import { branchTarget, collectBodies, Operands } from './visit.ts';

/** States of an instruction while bodies are walked. */
const UNSEEN = 0;
/** Its result may be used. */
const VISIBLE = 1;
/** One of its bodies is being walked. */
const OPEN = 2;
/** Its body is over. */
const GONE = 3;

/** A list of instructions being walked. */
interface Walk {
  /** The instruction it belongs to, or `None` for the main body. */
  readonly owner: number;
  readonly start: number;
  readonly end: number;
  at: number;
}

/** Checks one function after the other; reuses its arrays. */
export class BodyVerifier implements Checked {
  readonly module: Module;
  readonly #findings: Findings;
  signature: TypeId = 0 as TypeId;
  body!: FunctionBody;
  inst: InstId = 0 as InstId;
  #nav: NavId = 0 as NavId;
  #states: Uint8Array = new Uint8Array(1024);
  readonly #operands: Operands = new Operands();
  readonly #bodies: number[] = [];
  readonly #walks: Walk[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
    this.module = findings.module;
  }

  verify(nav: NavId, body: FunctionBody): void {
    const { module } = this;
    this.#nav = nav;
    this.signature = module.navs.type(nav);
    this.body = body;
    if (body.length > this.#states.length) this.#states = new Uint8Array(body.length * 2);
    else this.#states.fill(UNSEEN, 0, body.length);
    const problem = damageOf(module, body);
    if (problem !== '') {
      this.#damaged(problem, 0);
      return;
    }
    const main = body.extra[0]!;
    this.#walks.length = 0;
    this.#enter(None, main + 1, body.extra[main]!);
    while (this.#walks.length > 0) this.#step(this.#walks[this.#walks.length - 1]!);
  }

  // Findings.

  wrong(problem: string): void {
    this.#report(airCodes.operandType, { tag: this.#shown(this.inst), problem });
  }

  show(type: TypeId): string {
    return shortTypeText(this.module, type);
  }

  #report<Row extends CodeRow>(row: Row, values: Arguments<Row>, inst: number = this.inst): void {
    const offset = this.body.positions[inst] ?? None;
    const { navs } = this.module;
    const name = this.module.text(navs.name(this.#nav));
    this.#findings.about(row, values, name, offset);
  }

  /** An instruction in a message: `%5 add`, or `store` without result. */
  #shown(inst: InstId): string {
    const { void: none, noreturn } = this.module.types;
    const type = this.body.types[inst]!;
    const number = localNumber(this.body, inst);
    const { name } = tagRows[this.body.tags[inst]!]!;
    return number === None || type === none || type === noreturn ? name : `%${number} ${name}`;
  }

  /** Reports arrays that do not hang together, and ends the walk: what follows would mean nothing. */
  #damaged(problem: string, inst: number): void {
    this.#report(airCodes.badBody, { problem }, inst);
    this.#walks.length = 0;
  }

  // Structure.

  #enter(owner: number, start: number, length: number): void {
    this.#walks.push({ owner, start, end: start + length, at: start });
  }

  /** Handles the next instruction of the innermost body, or its end. */
  #step(walk: Walk): void {
    if (walk.at === walk.end) {
      this.#leave(walk);
      return;
    }
    const inst = this.body.extra[walk.at++]! as InstId;
    this.inst = inst;
    if (inst >= this.body.length || this.#states[inst] !== UNSEEN) {
      this.#damaged(`it lists instruction ${inst} twice or too much`, 0);
      return;
    }
    if (walk.at - 1 > walk.start) this.#afterTerminator(this.body.extra[walk.at - 2]! as InstId);
    this.#instruction(inst, walk.owner === None);
    if (this.#walks.length === 0) return;
    this.#bodies.length = 0;
    collectBodies(this.body, inst, this.#bodies);
    this.#states[inst] = this.#bodies.length > 0 ? OPEN : VISIBLE;
    for (let at = this.#bodies.length - 2; at >= 0; at -= 2) {
      this.#enter(inst, this.#bodies[at]!, this.#bodies[at + 1]!);
    }
  }

  #leave(walk: Walk): void {
    this.#walks.pop();
    const { extra } = this.body;
    const last = walk.end > walk.start ? extra[walk.end - 1]! : None;
    if (last === None || !this.#ends(last as InstId)) {
      this.#report(airCodes.noTerminator, {}, last === None ? walk.owner : last);
    }
    for (let at = walk.start; at < walk.end; at++) {
      if (extra[at]! < this.body.length) this.#states[extra[at]!] = GONE;
    }
    const { owner } = walk;
    const next = this.#walks[this.#walks.length - 1];
    if (owner !== None && next?.owner !== owner) this.#states[owner] = VISIBLE;
  }

  /** True for a terminator, or a block that is one. */
  #ends(inst: InstId): boolean {
    const { body } = this;
    if (inst >= body.length) return true;
    if (tagRows[body.tags[inst]!]!.effect === 'end') return true;
    return this.#isBlock(inst) && body.types[inst] === this.module.types.noreturn;
  }

  #isBlock(inst: InstId): boolean {
    const tag = this.body.tags[inst];
    return tag === Tag.block || tag === Tag.dbg_inline_block;
  }

  #afterTerminator(before: InstId): void {
    if (before >= this.body.length || tagRows[this.body.tags[before]!]!.effect !== 'end') return;
    this.#report(airCodes.afterTerminator, { tag: this.#shown(this.inst) });
  }

  // Instructions.

  #instruction(inst: InstId, main: boolean): void {
    const { body } = this;
    const row = tagRows[body.tags[inst]!]!;
    const count = this.#operands.read(body, inst);
    const { refs } = this.#operands;
    for (let at = 0; at < count; at++) if (!this.#dominates(refs[at]!)) return;
    if (!this.#branches(inst, row)) return;
    if (row.form === 'arg') this.#argument(inst, main);
    operandRuleOf[row.tag]!(this);
    this.#result(inst, row, count);
    switch (row.form) {
      case 'switchBr':
        this.#switch(inst);
        break;
      case 'atomicLoad':
      case 'atomicRmw':
      case 'cmpxchg':
        this.#orders(inst, row);
        break;
      case 'call':
        if (body.tags[inst] === Tag.call_always_tail) this.#feature('tail_call');
    }
  }

  #feature(feature: string): void {
    if (this.module.target.features.includes(feature)) return;
    this.#report(airCodes.missingFeature, { what: this.#shown(this.inst), feature });
  }

  /** Checks that an operand is there: a constant, or a result whose body is open. */
  #dominates(ref: number): boolean {
    if (!isInst(ref as Ref)) {
      if (ref < this.module.values.length) return true;
      this.#damaged(`there is no value ${ref}`, this.inst);
      return false;
    }
    const inst = instOf(ref as Ref);
    if (inst < this.body.length && this.#states[inst] === VISIBLE) return true;
    const tag = this.#shown(this.inst);
    const local = inst < this.body.length ? localNumber(this.body, inst) : inst;
    this.#report(airCodes.notDominating, { tag, local });
    return false;
  }

  /** Checks that a branch leaves a body around it. */
  #branches(inst: InstId, row: TagRow): boolean {
    const { body } = this;
    const target = branchTarget(body, inst);
    if (target === None) return true;
    const tag = this.#shown(inst);
    if (target >= body.length || this.#states[target] !== OPEN) {
      this.#report(airCodes.badBranch, { tag, problem: 'its target is not around it' });
      return false;
    }
    const found = body.tags[target]!;
    const good =
      row.data === DataForm.repeat
        ? found === Tag.loop
        : row.name === 'br'
          ? this.#isBlock(target as InstId)
          : found === Tag.loop_switch_br;
    if (good) return true;
    const problem = `its target is a ${tagRows[found]!.name}`;
    this.#report(airCodes.badBranch, { tag, problem });
    return false;
  }

  #argument(inst: InstId, main: boolean): void {
    const { body } = this;
    if (!main) {
      this.#report(airCodes.badArgument, { problem: 'it stands inside of another instruction' });
      return;
    }
    const before = inst > 0 ? inst - 1 : None;
    if (before === None) return;
    if (body.tags[before] !== Tag.arg) {
      this.#report(airCodes.badArgument, { problem: 'it stands behind other instructions' });
    } else if (body.data[2 * before + 1]! >= body.data[2 * inst + 1]!) {
      this.#report(airCodes.badArgument, { problem: 'the indexes are not ascending' });
    }
  }

  /** Checks the recorded result type against the rule of the instruction, which has `count` operands. */
  #result(inst: InstId, row: TagRow, count: number): void {
    const { body, module } = this;
    const recorded = body.types[inst]! as TypeId;
    let expected: number;
    if (row.result === 'stated') expected = body.data[2 * inst]!;
    else {
      const at = row.form === 'select' ? 1 : 0;
      const ref = at < count ? this.#operands.refs[at]! : None;
      const index = row.form === 'fieldVal' ? body.extra[body.data[2 * inst + 1]! + 1]! : 0;
      expected = resultRuleOf[row.tag]!(module, typeOfRef(module, body, ref), index);
    }
    if (expected === None || expected === recorded) return;
    const found = this.show(expected as TypeId);
    this.#report(airCodes.resultType, {
      tag: this.#shown(inst),
      found,
      recorded: this.show(recorded),
    });
  }

  #orders(inst: InstId, row: TagRow): void {
    const { data, extra } = this.body;
    const at = data[2 * inst + 1]!;
    const tag = this.#shown(inst);
    const bad = (problem: string): void => this.#report(airCodes.badAtomic, { tag, problem });
    if (row.form === 'atomicLoad') {
      const order = memoryOrders[at];
      if (order === undefined) bad('unknown order');
      else if (order === 'release' || order === 'acq_rel') bad(`a load cannot be ${order}`);
    } else if (row.form === 'atomicRmw') {
      const order = memoryOrders[extra[at + 1]! & 7];
      if (order === undefined || order === 'unordered') bad('it is at least monotonic');
    } else {
      const success = memoryOrders[extra[at + 3]! & 7];
      const failure = memoryOrders[extra[at + 3]! >>> 3];
      if (success === undefined || success === 'unordered') bad('it is at least monotonic');
      if (failure === undefined || failure === 'unordered') bad('it is at least monotonic');
      if (failure === 'release' || failure === 'acq_rel') bad(`a failure cannot be ${failure}`);
    }
  }

  /** Checks the values of a switch: of the operand's type, ranges in order, no overlap. */
  #switch(inst: InstId): void {
    const { body, module } = this;
    const { extra } = body;
    const { cases } = switchBr(body, inst);
    const type = typeOfRef(module, body, body.data[2 * inst]!);
    const tag = this.#shown(inst);
    const intervals: { low: bigint; high: bigint }[] = [];
    const number = (at: number): bigint | undefined => {
      const value = extra[at]!;
      const found = module.values.type(value as ValueId);
      if (!agree(module.types, type, found)) {
        const problem = `expected a value of ${this.show(type)}, found ${this.show(found)}`;
        this.#report(airCodes.badSwitch, { tag, problem });
        return undefined;
      }
      return switchNumber(module, value as ValueId);
    };
    for (const { items, itemCount, ranges, rangeCount } of cases) {
      if (itemCount + rangeCount === 0) {
        this.#report(airCodes.badSwitch, { tag, problem: 'a case has no values' });
      }
      for (let at = 0; at < itemCount; at++) {
        const low = number(items + at);
        if (low !== undefined) intervals.push({ low, high: low });
      }
      for (let at = 0; at < rangeCount; at++) {
        const low = number(ranges + 2 * at);
        const high = number(ranges + 2 * at + 1);
        if (low === undefined || high === undefined) continue;
        if (low <= high) intervals.push({ low, high });
        else
          this.#report(airCodes.badSwitch, { tag, problem: `the range ${low}...${high} is empty` });
      }
    }
    intervals.sort((x, y) => (x.low < y.low ? -1 : x.low > y.low ? 1 : 0));
    for (let at = 1; at < intervals.length; at++) {
      const { low } = intervals[at]!;
      if (low > intervals[at - 1]!.high) continue;
      this.#report(airCodes.badSwitch, { tag, problem: `the value ${low} has two cases` });
      return;
    }
  }
}

/** The number by which switch values are compared; undefined for pointers to navs, whose addresses are not known. */
function switchNumber(module: Module, value: ValueId): bigint | undefined {
  const { values } = module;
  switch (values.kind(value)) {
    case ValueKind.int:
      return values.intValue(value);
    case ValueKind.bool:
      return values.boolValue(value) ? 1n : 0n;
    case ValueKind.enum:
    case ValueKind.packed:
      return switchNumber(module, values.payload(value));
    case ValueKind.error:
      return BigInt(values.errorOf(value));
    case ValueKind.addressPointer:
      return values.address(value);
    default:
      return undefined;
  }
}
