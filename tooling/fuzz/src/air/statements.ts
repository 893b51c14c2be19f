// Statements: stores, control flow with bounded trip counts, calls, and the observation of values by imported calls.

import type { Random } from '../random.ts';
import { Observations } from './observations.ts';
import type { Surroundings } from './memory-statements.ts';
import type { Body, Part } from './tree.ts';
import { boolType, intType, pointerTo, usize } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

/** Appends statements to the current body of one function. */
export class Statements extends Observations {
  /** Result of the function, for `ret` inside a `try`. */
  protected readonly result: AirType;

  constructor(random: Random, budget: number, around: Surroundings, result: AirType) {
    super(random, budget, around);
    this.result = result;
  }

  /** Some statements. */
  protected statements(most: number): void {
    for (let rest = 1 + this.random.below(most); rest > 0 && this.budget > 0; rest--)
      this.statement();
  }

  private statement(): void {
    const choice = this.random.below(this.depth > 3 ? 10 : 17);
    switch (choice) {
      case 0:
      case 1:
      case 2:
        this.make(this.randomType());
        return;
      case 3:
        this.observe(this.pick(this.randomInt()));
        return;
      case 4:
        this.observe(this.pick(this.randomType()));
        return;
      case 5:
        this.write();
        return;
      case 6:
        this.globalAccess();
        return;
      case 7:
        this.bulk();
        return;
      case 8:
        this.fieldAccess();
        return;
      case 9:
        this.inPlace();
        return;
      case 10:
      case 11:
        this.choose(this.randomType());
        return;
      case 12:
        this.loop();
        return;
      case 13:
        this.switchOn(this.randomType());
        return;
      case 14:
        this.machine();
        return;
      case 15:
        this.unwrapError();
        return;
      default:
        this.call();
    }
  }

  private inPlace(): void {
    switch (this.random.below(7)) {
      case 0:
        return this.packedField();
      case 1:
        return this.optionalInPlace();
      case 2:
        return this.successInPlace();
      case 3:
        return this.unionInPlace();
      case 4:
        return this.parent();
      case 5:
        return this.around.atomics ? this.atomic() : this.name();
      default:
        return this.name();
    }
  }

  // Control flow.

  private choose(type: AirType): void {
    const condition = this.pick(boolType);
    const block = this.reserve();
    const side = (): Body => this.nested(() => this.breakWith(block, type));
    const inner = this.nested(() => {
      const hints = ['', 'likely ', 'unlikely ', 'cold '];
      return [
        'cond_br(',
        condition,
        `, ${this.random.pick(hints)}`,
        side(),
        `, ${this.random.pick(hints)}`,
        side(),
        ')',
      ];
    });
    this.emit(type, [`block(${type.text}, `, inner, ')'], block);
  }

  /** Some statements, then `br(%block, value)`. */
  private breakWith(block: number, type: AirType): readonly Part[] {
    this.statements(3);
    return ['br(', { kind: 'label', local: block }, ', ', this.pick(type), ')'];
  }

  /** A loop of a few rounds, which may be left early. */
  private loop(): void {
    const counter = this.emit(pointerTo(usize), ['alloc(*usize)']);
    this.emit(undefined, ['store(', counter, ', <usize, 0>)']);
    this.scope.pop(); // nobody else may change it
    const [block, loop] = [this.reserve(), this.reserve()];
    const label = (local: number): Part => ({ kind: 'label', local });
    const leave = (): readonly Part[] => ['br(', label(block), ', void_value)'];
    const round = this.nested(() => {
      const count = { ...this.emit(usize, ['load(', counter, ')']), constant: '<usize, 9>' };
      const limit = 1 + this.random.below(6);
      const isLess = this.emit(boolType, ['cmp_lt(', count, `, <usize, ${limit}>)`]);
      const again = this.nested(() => {
        const next = this.emit(usize, ['add(', count, ', <usize, 1>)']);
        this.emit(undefined, ['store(', counter, ', ', { ...next, constant: '<usize, 9>' }, ')']);
        this.statements(4);
        if (this.chance(1, 4)) this.leaveIf(leave);
        return ['repeat(', label(loop), ')'];
      });
      return [
        'cond_br(',
        { ...isLess, constant: 'false' },
        ', ',
        again,
        ', ',
        this.nested(leave),
        ')',
      ];
    });
    const end: Part[] = [label(loop), ' = loop(', round, ')'];
    this.emit(undefined, ['block(void, ', { kind: 'body', instructions: [], end }, ')'], block);
  }

  private leaveIf(leave: () => readonly Part[]): void {
    const go = this.reserve();
    const inner = this.nested(() => {
      const stay: readonly Part[] = ['br(', { kind: 'label', local: go }, ', void_value)'];
      return [
        'cond_br(',
        this.pick(boolType),
        ', ',
        this.nested(leave),
        ', ',
        this.nested(() => stay),
        ')',
      ];
    });
    this.emit(undefined, ['block(void, ', inner, ')'], go);
  }

  /** A switch over an integer or enum, with a value. */
  private switchOn(type: AirType): void {
    const enums = this.around.types.filter(({ kind }) => kind === 'enum') as CompoundType[];
    const useEnum = enums.length > 0 && this.chance(1, 3);
    const operandType = useEnum ? this.random.pick(enums) : this.randomInt();
    const operand = this.pick(operandType);
    const block = this.reserve();
    const inner = this.nested(() => {
      const parts: Part[] = ['switch_br(', operand];
      const cases = useEnum
        ? (operandType as CompoundType).names.map((name) => `.${name}`)
        : this.switchCases(operandType as IntType);
      for (const items of cases) {
        parts.push(
          `, case(${items}) `,
          this.nested(() => this.breakWith(block, type)),
        );
      }
      if (!useEnum)
        parts.push(
          ', else ',
          this.nested(() => this.breakWith(block, type)),
        );
      return [...parts, ')'];
    });
    this.emit(type, [`block(${type.text}, `, inner, ')'], block);
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
  private machine(): void {
    const type = intType(8, false);
    const counter = this.emit(pointerTo(type), ['alloc(*u8)']);
    this.emit(undefined, ['store(', counter, ', <u8, 0>)']);
    this.scope.pop();
    const [block, loop] = [this.reserve(), this.reserve()];
    const label = (local: number): Part => ({ kind: 'label', local });
    const operand = this.pick(type);
    const state = (): Body =>
      this.nested(() => {
        const count = { ...this.emit(type, ['load(', counter, ')']), constant: '<u8, 99>' };
        this.statements(2);
        const more = this.emit(boolType, [
          'cmp_lt(',
          count,
          `, <u8, ${2 + this.random.below(6)}>)`,
        ]);
        const again = this.nested(() => {
          const next = this.emit(type, ['add(', count, ', <u8, 1>)']);
          this.emit(undefined, ['store(', counter, ', ', { ...next, constant: '<u8, 99>' }, ')']);
          const target = this.chance(1, 3)
            ? this.constant(type, String(this.random.below(4)))
            : this.emit(type, ['rem(', this.pick(type), ', <u8, 4>)']);
          return ['switch_dispatch(', label(loop), ', ', target, ')'];
        });
        const stop = this.nested(() => ['br(', label(block), ', void_value)']);
        return ['cond_br(', { ...more, constant: 'false' }, ', ', again, ', ', stop, ')'];
      });
    const end: Part[] = [label(loop), ' = loop_switch_br(', operand];
    for (let at = 0; at < 3; at++) end.push(`, case(${at}) `, state());
    end.push(', else ', state(), ')');
    this.emit(undefined, ['block(void, ', { kind: 'body', instructions: [], end }, ')'], block);
  }

  // Calls and errors.

  /** A call of an earlier function, directly or through a pointer; gives its result. */
  protected call(): void {
    if (this.around.functions.length === 0) return;
    const { name, parameters, result } = this.random.pick(this.around.functions);
    const args = parameters.flatMap((type, at): Part[] =>
      at === 0 ? [this.pick(type)] : [', ', this.pick(type)],
    );
    let callee: Part = name;
    if (this.chance(1, 4)) {
      const text = `*const fn (${parameters.map((type) => type.text).join(', ')}) ${result.text}`;
      const pointer: AirType = { text, kind: 'pointer', constant: () => `&${name}` };
      const slot = this.emit(pointerTo(pointer), [`alloc(*${text})`]);
      this.emit(undefined, ['store(', slot, `, <${text}, &${name}>)`], undefined, name);
      callee = this.emit(pointer, ['load(', slot, ')']);
      this.scope.length -= 2;
    }
    this.emit(result, ['call(', callee, ', [', ...args, '])'], undefined, name);
  }

  /** The payload of an error union: by `try` where the function can return the error, else by a test. */
  private unwrapError(): void {
    const unions = this.around.types.filter(({ kind }) => kind === 'errorUnion') as CompoundType[];
    if (unions.length === 0) return;
    const type = this.random.pick(unions);
    const [set, payload] = type.parts as [AirType, AirType];
    const value = this.pick(type);
    const own = this.result as CompoundType;
    if (own.kind === 'errorUnion' && own.parts[0]!.text === set.text && this.chance(2, 3)) {
      const onError = this.nested(() => {
        const error = this.emit(set, ['unwrap_errunion_err(', value, ')']);
        const wrapped = this.emit(own, [`wrap_errunion_err(${own.text}, `, error, ')']);
        return ['ret(', wrapped, ')'];
      });
      this.emit(payload, ['try(', value, ', ', onError, ')']);
      return;
    }
    const block = this.reserve();
    const inner = this.nested(() => {
      const isError = this.emit(boolType, ['is_err(', value, ')']);
      const onError = this.nested(() => {
        this.emit(set, ['unwrap_errunion_err(', value, ')']);
        return this.breakWith(block, payload);
      });
      const onSuccess = this.nested(() => {
        const taken = this.emit(payload, ['unwrap_errunion_payload(', value, ')']);
        return [
          'br(',
          { kind: 'label', local: block },
          ', ',
          payload.kind === 'void' ? this.pick(payload) : taken,
          ')',
        ];
      });
      return ['cond_br(', isError, ', ', onError, ', ', onSuccess, ')'];
    });
    this.emit(payload, [`block(${payload.text}, `, inner, ')'], block);
  }
}
