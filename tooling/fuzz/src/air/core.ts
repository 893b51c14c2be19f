// The core of the generator: instructions are appended to bodies, and operands are chosen from what is in scope.

import type { Random } from '../random.ts';
import type { Body, Instruction, Operand, Part } from './tree.ts';
import { boolType, constantOf, integerWidths, intType } from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

/** A function that may be called. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly AirType[];
  readonly result: AirType;
  readonly convention: '' | 'callconv(c) ';
  /** Its first parameter counts down to the end of a recursion: callers pass at most `FUEL`. */
  readonly isRecursive: boolean;
}

/** Depth of a recursion at most. */
export const FUEL = 3;

/** A global variable or constant. */
export interface Global {
  readonly name: string;
  readonly type: AirType;
  readonly isConst: boolean;
}

/** What the functions of a program share. */
export interface Surroundings {
  readonly types: readonly AirType[];
  readonly functions: readonly Signature[];
  readonly globals: readonly Global[];
  /** Tables of pointers to functions of one signature. */
  readonly tables: readonly { readonly name: string; readonly functions: readonly Signature[] }[];
  /** The integer of errors. */
  readonly errorInt: IntType;
  readonly is64: boolean;
  /** Whether functions are called through pointers. */
  readonly hasPointers: boolean;
  readonly features: ReadonlySet<string>;
}

/** `tag(a, b)`, or `tag(T, a, b)` for a tag that ends in the type: `'trunc(u8'`. */
export function instruction(head: string, operands: readonly Part[]): readonly Part[] {
  const start = head.includes('(') ? `${head}, ` : `${head}(`;
  const list = operands.flatMap((part, at): Part[] => (at === 0 ? [part] : [', ', part]));
  return [start, ...list, ')'];
}

/** Appends instructions to the current body of one function. */
export abstract class Core {
  readonly random: Random;
  protected readonly around: Surroundings;
  /** Values that may be used here, innermost last. */
  protected scope: Operand[] = [];
  protected body: Body = { kind: 'body', instructions: [], end: [] };
  /** Instructions that may still be made. */
  protected budget: number;
  /** Bodies around the current one. */
  protected depth = 0;
  #locals = 0;

  constructor(random: Random, budget: number, around: Surroundings) {
    this.random = random;
    this.budget = budget;
    this.around = around;
  }

  /** A new value of a type. */
  abstract make(type: AirType): Operand;

  /** Reserves a local for a block or loop that is named in its own body. */
  protected reserve(): number {
    return this.#locals++;
  }

  /** A nested body; what it defines is not usable behind it. */
  protected nested(fill: () => readonly Part[]): Body {
    const outer = this.body;
    const mark = this.scope.length;
    const inner: Body = { kind: 'body', instructions: [], end: [] };
    this.body = inner;
    this.depth++;
    inner.end = fill();
    this.depth--;
    this.scope.length = mark;
    this.body = outer;
    return inner;
  }

  /** Appends an instruction and makes its result usable. */
  protected emit(
    type: AirType | undefined,
    parts: readonly Part[],
    local = this.reserve(),
    callee?: string,
  ): Operand {
    const hasResult = type !== undefined && type.kind !== 'void';
    const made: Instruction = { local, hasResult, parts, callee };
    this.body.instructions.push(made);
    this.budget--;
    const known = type ?? boolType;
    const operand: Operand = {
      kind: 'operand',
      type: known,
      local,
      constant: constantOf(known, this.random),
    };
    if (hasResult) this.scope.push(operand);
    return operand;
  }

  /** `emit` of a head and operands. */
  protected make1(type: AirType, head: string, ...operands: readonly Part[]): Operand {
    return this.emit(type, instruction(head, operands));
  }

  /** An instruction that goes when one of its operands does. */
  protected whole(type: AirType, head: string, ...operands: readonly Part[]): Operand {
    const made = this.make1(type, head, ...operands);
    const { instructions } = this.body;
    instructions.push({ ...instructions.pop()!, isWhole: true });
    return made;
  }

  /** `aggregate_init` of all elements or fields. */
  protected aggregate(type: AirType, operands: readonly Operand[]): Operand {
    const list = operands.flatMap((part, at): Part[] => (at === 0 ? [part] : [', ', part]));
    return this.emit(type, [`aggregate_init(${type.text}, [`, ...list, '])']);
  }

  /** An instruction without result. */
  protected do1(head: string, ...operands: readonly Part[]): void {
    this.emit(undefined, instruction(head, operands));
  }

  /** Makes a value that only its maker uses. */
  protected hidden(make: () => Operand): Operand {
    const made = make();
    this.forget(made);
    return made;
  }

  /** Takes a value out of use. */
  protected forget(operand: Operand): void {
    this.scope = this.scope.filter((other) => other !== operand);
  }

  protected constant(type: AirType, value?: string): Operand {
    const text = value === undefined ? constantOf(type, this.random) : `<${type.text}, ${value}>`;
    return { kind: 'operand', type, local: undefined, constant: text };
  }

  /** An operand that becomes a certain constant where the instruction that makes it is cut out. */
  protected or(operand: Operand, value: string): Operand {
    return { ...operand, constant: `<${operand.type.text}, ${value}>` };
  }

  protected chance(one: number, of: number): boolean {
    return this.random.below(of) < one;
  }

  protected randomInt(): IntType {
    return intType(this.random.pick(integerWidths), this.chance(1, 2));
  }

  /** A random type of a kind, if the program has one. */
  protected ofKind(kind: AirType['kind']): CompoundType | undefined {
    const types = this.around.types.filter((type) => type.kind === kind);
    return types.length === 0 ? undefined : (this.random.pick(types) as CompoundType);
  }

  /** A value of a type: one that is there, a new one, or a constant. */
  pick(type: AirType): Operand {
    const there = this.scope.filter((operand) => operand.type.text === type.text);
    if (there.length > 0 && this.chance(2, 3)) {
      // Recent values more often than old ones.
      const back = Math.min(this.random.below(there.length), this.random.below(there.length));
      return there[there.length - 1 - back]!;
    }
    if (this.budget > 0 && this.chance(3, 4)) return this.make(type);
    const isPlace =
      type.kind === 'slice' || (type.kind === 'pointer' && !(type as CompoundType).isConst);
    if (isPlace) return this.make(type);
    return this.constant(type);
  }
}
