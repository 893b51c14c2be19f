// The program of the code generation benchmarks: one description, which every writer (`air-text.ts`, …) turns into its own form.

/** Types of values. Memory holds i32. */
export type Scalar = 'i32' | 'i64' | 'f64';
/** Operations. Shifts have a constant on the right; floats have the first three only. */
export type Operation = 'add' | 'sub' | 'mul' | 'and' | 'or' | 'xor' | 'shl' | 'shr';
/** Comparisons, signed. */
export type Comparison = 'lt' | 'gt' | 'eq' | 'neq';

export type Expression =
  | { readonly kind: 'local'; readonly type: Scalar; readonly local: number }
  | { readonly kind: 'const'; readonly type: Scalar; readonly value: number }
  | {
      readonly kind: 'binary';
      readonly type: Scalar;
      readonly operation: Operation;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Between i32 and i64 (sign extension, truncation), and from i32 to f64. */
  | { readonly kind: 'convert'; readonly type: Scalar; readonly from: Expression }
  /** An element of the memory behind the first parameter. */
  | { readonly kind: 'load'; readonly type: 'i32'; readonly index: Expression }
  /** A function before this one: number `floor(distance * own number)`. */
  | {
      readonly kind: 'call';
      readonly type: 'i32';
      readonly distance: number;
      readonly x: Expression;
      readonly y: Expression;
    };

export type Statement =
  | { readonly kind: 'set'; readonly local: number; readonly value: Expression }
  | { readonly kind: 'store'; readonly index: Expression; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly comparison: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly then: readonly Statement[];
      readonly else: readonly Statement[];
    }
  /** Counts the local `COUNTER` from 0. */
  | { readonly kind: 'loop'; readonly times: number; readonly body: readonly Statement[] };

/** Local variables, the same in every function. The first begins as parameter 1, the last as parameter 2, the others as 0. */
export const LOCALS: readonly Scalar[] = ['i32', 'i32', 'i32', 'i64', 'f64'];
export const X = 0;
export const COUNTER = 2;
export const Y = LOCALS.length - 1;
/** Elements of memory that are used. */
export const CELLS = 256;

/** The last functions are exported, so that what they compute can be compared. */
const EXPORTED = 50;
export function isExported(index: number, count: number): boolean {
  return index >= count - EXPORTED;
}

/** Bodies repeat after so many functions, with other functions called. */
const BODIES = 500;

/**
 * The body of function `index`: parameters are a pointer to i32, an i32 and an f64; the result is local `X`.
 */
export function bodyOf(index: number): readonly Statement[] {
  return (bodies[index % BODIES] ??= new Generator(index % BODIES).body());
}

const bodies: (readonly Statement[])[] = [];

/** Number of the function that function `index` calls. Function 0 calls itself nowhere: `bodyOf(0)` has no call. */
export function calleeOf(index: number, distance: number): number {
  return Math.floor(index * distance);
}

const OPERATIONS: readonly Operation[] = ['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr'];
const COMPARISONS: readonly Comparison[] = ['lt', 'gt', 'eq', 'neq'];

class Generator {
  #state: number;
  readonly #mayCall: boolean;

  constructor(seed: number) {
    this.#state = (seed * 0x9e37_79b9) >>> 0;
    this.#mayCall = seed > 0;
  }

  /** An arithmetic statement, memory, a loop or a branch, and a call now and then. */
  body(): readonly Statement[] {
    const call: Statement[] = [];
    if (this.#mayCall && this.#below(2) === 0) {
      const y = this.#leaf('f64');
      const distance = this.#below(1000) / 1000;
      const value = { kind: 'call', type: 'i32', distance, x: this.#leaf('i32'), y } as const;
      call.push({ kind: 'set', local: 1, value });
    }
    const control: Statement =
      this.#below(2) === 0
        ? { kind: 'loop', times: 2 + this.#below(6), body: [this.#simple()] }
        : {
            kind: 'if',
            comparison: this.#pick(COMPARISONS),
            left: this.#leaf('i32'),
            right: this.#leaf('i32'),
            then: [this.#simple()],
            else: [this.#simple()],
          };
    // The result depends on the parameter, whatever the rest computes.
    const left = { kind: 'local', type: 'i32', local: X } as const;
    const right = this.#inner('i32');
    const result = { kind: 'binary', type: 'i32', operation: 'add', left, right } as const;
    const last: Statement = { kind: 'set', local: X, value: result };
    return [this.#set(this.#pick([3, 4])), ...call, control, last];
  }

  #simple(): Statement {
    if (this.#below(4) > 0) return this.#set(this.#pick([1, 3, 4]));
    return { kind: 'store', index: this.#index(), value: this.#leaf('i32') };
  }

  #set(local: number): Statement {
    return { kind: 'set', local, value: this.#value(LOCALS[local]!) };
  }

  #index(): Expression {
    const right = { kind: 'const', type: 'i32', value: CELLS - 1 } as const;
    return { kind: 'binary', type: 'i32', operation: 'and', left: this.#leaf('i32'), right };
  }

  #value(type: Scalar): Expression {
    const left = this.#inner(type);
    const operation = type === 'f64' ? OPERATIONS[this.#below(3)]! : this.#pick(OPERATIONS);
    const isShift = operation === 'shl' || operation === 'shr';
    const right: Expression = isShift
      ? { kind: 'const', type, value: 1 + this.#below(type === 'i32' ? 31 : 63) }
      : this.#leaf(type);
    return { kind: 'binary', type, operation, left, right };
  }

  #inner(type: Scalar): Expression {
    const choice = this.#below(3);
    if (choice === 0) return this.#leaf(type);
    if (type === 'i32') {
      return choice === 1
        ? { kind: 'load', type, index: this.#index() }
        : { kind: 'convert', type, from: this.#leaf('i64') };
    }
    return { kind: 'convert', type, from: this.#leaf('i32') };
  }

  #leaf(type: Scalar): Expression {
    if (this.#below(3) === 0) return { kind: 'const', type, value: this.#below(1000) - 500 };
    const local = type === 'i32' ? this.#below(3) : LOCALS.indexOf(type);
    return { kind: 'local', type, local };
  }

  #pick<T>(from: readonly T[]): T {
    return from[this.#below(from.length)]!;
  }

  /** The next number of a linear congruential generator, its upper bits. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}
