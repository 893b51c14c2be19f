// The program as AIR text, in the way front ends write it: every variable is an `alloc`.
import {
  bodyOf,
  calleeOf,
  COUNTER,
  type Expression,
  isExported,
  LOCALS,
  type Operation,
  type Statement,
  X,
  Y,
} from './air-program.ts';

/** Instructions of integers; those of floats have the names of the operations. */
export const integerTags = {
  add: 'add_wrap',
  sub: 'sub_wrap',
  mul: 'mul_wrap',
  and: 'bit_and',
  or: 'bit_or',
  xor: 'xor',
  shl: 'shl',
  shr: 'shr',
} as const satisfies Record<Operation, string>;

/** Types of shift amounts. */
const SHIFT_TYPES = { i32: 'u5', i64: 'u6', f64: '' };

/** A module of `count` functions `fn0`, `fn1`, …, the last ones exported. */
export function airText(count: number): string {
  const parts = ['target wasm32-freestanding\n'];
  for (let index = 0; index < count; index++) {
    parts.push(new Writer(index).function(isExported(index, count)));
  }
  return parts.join('');
}

class Writer {
  readonly #index: number;
  #lines = '';
  #indent = '  ';
  #next = 0;
  /** Numbers of the allocs. */
  readonly #locals: number[] = [];

  constructor(index: number) {
    this.#index = index;
  }

  function(exported: boolean): string {
    const head = `${exported ? 'export ' : ''}fn fn${this.#index}([*]i32, i32, f64) callconv(c) i32 {\n`;
    for (let parameter = 0; parameter < 3; parameter++) this.#add(`arg(${parameter})`);
    LOCALS.forEach((type, local) => {
      const alloc = this.#add(`alloc(*${type})`);
      this.#locals.push(alloc);
      const initial = local === X ? '%1' : local === Y ? '%2' : `<${type}, 0>`;
      this.#line(`store(%${alloc}, ${initial})`);
    });
    this.#body(bodyOf(this.#index));
    this.#line(`ret(${this.#expression({ kind: 'local', type: 'i32', local: X })})`);
    return `\n${head}${this.#lines}}\n`;
  }

  #line(text: string): void {
    this.#lines += `${this.#indent}${text}\n`;
  }

  #add(text: string): number {
    const number = this.#next++;
    this.#line(`%${number} = ${text}`);
    return number;
  }

  #nested(write: () => void): void {
    const around = this.#indent;
    this.#indent += '  ';
    write();
    this.#indent = around;
  }

  #body(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'set': {
        const value = this.#expression(statement.value);
        this.#line(`store(%${this.#locals[statement.local]!}, ${value})`);
        return;
      }
      case 'store': {
        const index = this.#add(`bit_cast(usize, ${this.#expression(statement.index)})`);
        const pointer = this.#add(`ptr_elem_ptr(*i32, %0, %${index})`);
        this.#line(`store(%${pointer}, ${this.#expression(statement.value)})`);
        return;
      }
      case 'if': {
        const left = this.#expression(statement.left);
        const right = this.#expression(statement.right);
        const condition = this.#add(`cmp_${statement.comparison}(${left}, ${right})`);
        const block = this.#next++;
        const end = `br(%${block}, void_value)`;
        this.#line(`%${block} = block(void, {`);
        this.#nested(() => {
          this.#line(`cond_br(%${condition}, {`);
          this.#nested(() => {
            this.#body(statement.then);
            this.#line(end);
          });
          this.#line('}, {');
          this.#nested(() => {
            this.#body(statement.else);
            this.#line(end);
          });
          this.#line('})');
        });
        this.#line('})');
        return;
      }
      case 'loop': {
        const counter = this.#locals[COUNTER]!;
        this.#line(`store(%${counter}, <i32, 0>)`);
        const block = this.#next++;
        const loop = this.#next++;
        this.#line(`%${block} = block(void, {`);
        this.#nested(() => {
          this.#line(`%${loop} = loop({`);
          this.#nested(() => {
            const before = this.#add(`load(%${counter})`);
            const condition = this.#add(`cmp_lt(%${before}, <i32, ${statement.times}>)`);
            this.#line(`cond_br(%${condition}, {`);
            this.#nested(() => {
              this.#body(statement.body);
              const value = this.#add(`load(%${counter})`);
              const next = this.#add(`add_wrap(%${value}, <i32, 1>)`);
              this.#line(`store(%${counter}, %${next})`);
              this.#line(`repeat(%${loop})`);
            });
            this.#line('}, {');
            this.#nested(() => this.#line(`br(%${block}, void_value)`));
            this.#line('})');
          });
          this.#line('})');
        });
        this.#line('})');
      }
    }
  }

  /** Writes what computes it, and returns the operand. */
  #expression(expression: Expression): string {
    const { type } = expression;
    switch (expression.kind) {
      case 'const':
        return `<${type}, ${expression.value}>`;
      case 'local':
        return `%${this.#add(`load(%${this.#locals[expression.local]!})`)}`;
      case 'binary': {
        const { operation, right } = expression;
        const left = this.#expression(expression.left);
        const isShift = operation === 'shl' || operation === 'shr';
        const amount =
          isShift && right.kind === 'const'
            ? `<${SHIFT_TYPES[type]}, ${right.value}>`
            : this.#expression(right);
        const tag = type === 'f64' ? operation : integerTags[operation];
        return `%${this.#add(`${tag}(${left}, ${amount})`)}`;
      }
      case 'convert': {
        const from = this.#expression(expression.from);
        const tag = type === 'f64' ? 'float_from_int' : type === 'i64' ? 'int_cast' : 'trunc';
        return `%${this.#add(`${tag}(${type}, ${from})`)}`;
      }
      case 'load': {
        const index = this.#add(`bit_cast(usize, ${this.#expression(expression.index)})`);
        return `%${this.#add(`ptr_elem_val(%0, %${index})`)}`;
      }
      case 'call': {
        const x = this.#expression(expression.x);
        const y = this.#expression(expression.y);
        const callee = calleeOf(this.#index, expression.distance);
        return `%${this.#add(`call(fn${callee}, [%0, ${x}, ${y}])`)}`;
      }
    }
  }
}
