// Control flow: choices, loops with bounded trip counts, switches, state machines.

import { Observations } from './observations.ts';
import type { Body, Operand, Part } from './tree.ts';
import { boolType, intType, pointerTo } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

const hints = ['', '', 'likely ', 'unlikely ', 'cold ', 'unpredictable '];

/** Appends control flow. */
export abstract class ControlStatements extends Observations {
  /** Some statements. */
  protected abstract statements(most: number): void;

  private hint(): string {
    return this.random.pick(hints);
  }

  protected label(local: number): Part {
    return { kind: 'label', local };
  }

  /** `br(%block, void_value)` */
  protected leave(block: number): readonly Part[] {
    return ['br(', this.label(block), ', void_value)'];
  }

  /** Some statements, then `br(%block, value)`. */
  protected breakWith(block: number, type: AirType): readonly Part[] {
    if (this.chance(1, 3)) this.observeAny();
    this.statements(3);
    return ['br(', this.label(block), ', ', this.pick(type), ')'];
  }

  /** `cond_br` of a condition that is false where its instruction is cut out. */
  private branch(condition: Operand, then: Body, otherwise: Body): readonly Part[] {
    const safe = { ...condition, constant: 'false' };
    return ['cond_br(', safe, `, ${this.hint()}`, then, `, ${this.hint()}`, otherwise, ')'];
  }

  protected choose(type: AirType): void {
    const condition = this.pick(boolType);
    const block = this.reserve();
    const side = (): Body => this.nested(() => this.breakWith(block, type));
    const head = this.chance(1, 8)
      ? `dbg_inline_block(${type.text}, "inlined" at "inlined.zig":7, `
      : `block(${type.text}, `;
    const inner = this.nested(() => this.branch(condition, side(), side()));
    this.emit(type, [head, inner, ')'], block);
  }

  /** Something that rarely happens and does not come back. */
  protected rarely(): void {
    const block = this.reserve();
    const type = intType(this.random.pick([8, 16, 24, 32, 64]), this.chance(1, 2));
    const isRare = this.make1(boolType, 'cmp_eq', this.pick(type), this.constant(type));
    const never = this.nested(() => this.stop());
    const inner = this.nested(() =>
      this.branch(
        isRare,
        never,
        this.nested(() => this.leave(block)),
      ),
    );
    this.emit(undefined, ['block(void, ', inner, ')'], block);
  }

  /** What ends the program. */
  protected abstract stop(): readonly Part[];

  /** A branch that is never taken. */
  protected never(): void {
    const block = this.reserve();
    const type = this.randomInt();
    const small = this.make1(type, 'bit_and', this.pick(type), `<${type.text}, 0>`);
    const isOther = this.make1(boolType, 'cmp_neq', this.or(small, '0'), `<${type.text}, 0>`);
    const inner = this.nested(() => {
      const unreachable = this.nested(() => ['unreach()']);
      return this.branch(
        isOther,
        unreachable,
        this.nested(() => this.leave(block)),
      );
    });
    this.emit(undefined, ['block(void, ', inner, ')'], block);
  }

  /** A loop of a few rounds, which may be left early. */
  protected loop(): void {
    const counter = this.counter(this.usize);
    const [block, loop] = [this.reserve(), this.reserve()];
    const round = this.nested(() => {
      const count = this.or(this.make1(this.usize, 'load', counter), '9');
      const limit = 1 + this.random.below(6);
      const isLess = this.make1(boolType, 'cmp_lt', count, `<usize, ${limit}>`);
      const again = this.nested(() => {
        const next = this.make1(this.usize, 'add', count, '<usize, 1>');
        this.do1('store', counter, this.or(next, '9'));
        if (this.chance(1, 2)) this.observeAny();
        this.statements(4);
        if (this.chance(1, 4)) this.leaveIf(block);
        return ['repeat(', this.label(loop), ')'];
      });
      return this.branch(
        isLess,
        again,
        this.nested(() => this.leave(block)),
      );
    });
    const end: Part[] = [this.label(loop), ' = loop(', round, ')'];
    this.emit(undefined, ['block(void, ', { kind: 'body', instructions: [], end }, ')'], block);
  }

  /** A slot that starts at 0 and that nobody else may change. */
  private counter(type: IntType): Operand {
    const counter = this.hidden(() => this.emit(pointerTo(type), [`alloc(*${type.text})`]));
    this.do1('store', counter, `<${type.text}, 0>`);
    return counter;
  }

  private leaveIf(target: number): void {
    const go = this.reserve();
    const inner = this.nested(() => {
      const out = this.nested(() => this.leave(target));
      return this.branch(
        this.pick(boolType),
        out,
        this.nested(() => this.leave(go)),
      );
    });
    this.emit(undefined, ['block(void, ', inner, ')'], go);
  }

  /** A switch over an integer, bool, error or enum, with a value. */
  protected switchOn(type: AirType): void {
    const named = [this.ofKind('enum'), this.ofKind('errorSet'), boolType];
    const operandType = (this.chance(2, 5) && this.random.pick(named)) || this.randomInt();
    const { items, isComplete } = this.casesOf(operandType);
    const operand = this.pick(operandType);
    const block = this.reserve();
    const inner = this.nested(() => {
      const parts: Part[] = ['switch_br(', operand];
      const body = (): Body => this.nested(() => this.breakWith(block, type));
      for (const list of items) parts.push(`, case(${list}) ${this.hint()}`, body());
      if (!isComplete) parts.push(`, else ${this.hint()}`, body());
      return [...parts, ')'];
    });
    this.emit(type, [`block(${type.text}, `, inner, ')'], block);
  }

  /** What stands in the cases of a switch, and whether they are all there are. */
  private casesOf(type: AirType): { items: readonly string[]; isComplete: boolean } {
    const { names = [], isOpen = false } = type as Partial<CompoundType>;
    switch (type.kind) {
      case 'bool':
        return { items: ['true', 'false'], isComplete: true };
      case 'int':
        return { items: this.switchCases(type as IntType), isComplete: false };
      default: {
        const prefix = type.kind === 'enum' ? '.' : 'error.';
        const items = names.map((name) => `${prefix}${name}`);
        const isPart = items.length > 1 && this.chance(1, 3);
        return { items: isPart ? items.slice(1) : items, isComplete: !isPart && !isOpen };
      }
    }
  }

  /** Values and ranges of a few cases, in ascending order, so that none overlap. */
  private switchCases(type: IntType): string[] {
    const high = (1n << BigInt(type.signed ? type.bits - 1 : type.bits)) - 1n;
    const low = type.signed ? -high - 1n : 0n;
    const isDense = this.chance(1, 2);
    const points = new Set<bigint>();
    for (let at = 0; at < 2 + this.random.below(8); at++) {
      const dense = BigInt(this.random.below(12)) + (type.signed ? -4n : 0n);
      const value = isDense ? dense : BigInt(type.constant(this.random));
      if (value >= low && value <= high) points.add(value);
    }
    const sorted = [...points].sort((a, b) => (a < b ? -1 : 1));
    const cases: string[] = [];
    for (let at = 0; at < sorted.length; at++) {
      const next = sorted[at + 1];
      if (next !== undefined && this.chance(1, 4)) {
        cases.push(`${sorted[at]}...${next}`);
        at++;
      } else if (next !== undefined && this.chance(1, 4)) {
        cases.push(`${sorted[at]}, ${next}`);
        at++;
      } else {
        cases.push(`${sorted[at]}`);
      }
    }
    return cases;
  }

  /** A labelled switch loop that ends after a few dispatches. */
  protected machine(): void {
    const type = this.randomInt();
    if (type.bits < 7) return;
    const counter = this.counter(type);
    const [block, loop] = [this.reserve(), this.reserve()];
    const operand = this.pick(type);
    const base = type.signed ? -2 : 0;
    const state = (): Body =>
      this.nested(() => {
        const count = this.or(this.make1(type, 'load', counter), '63');
        if (this.chance(1, 3)) this.observeAny();
        this.statements(2);
        const limit = `<${type.text}, ${2 + this.random.below(6)}>`;
        const more = this.make1(boolType, 'cmp_lt', count, limit);
        const again = this.nested(() => {
          const next = this.make1(type, 'add', count, `<${type.text}, 1>`);
          this.do1('store', counter, this.or(next, '63'));
          const target = this.chance(1, 3)
            ? this.constant(type, String(base + this.random.below(4)))
            : this.make1(type, 'rem', this.pick(type), `<${type.text}, 4>`);
          return ['switch_dispatch(', this.label(loop), ', ', target, ')'];
        });
        return this.branch(
          more,
          again,
          this.nested(() => this.leave(block)),
        );
      });
    const end: Part[] = [this.label(loop), ' = loop_switch_br(', operand];
    for (let at = 0; at < 3; at++) end.push(`, case(${base + at}) ${this.hint()}`, state());
    end.push(', else ', state(), ')');
    this.emit(undefined, ['block(void, ', { kind: 'body', instructions: [], end }, ')'], block);
  }
}
