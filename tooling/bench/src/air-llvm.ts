// The program as LLVM IR text: the same variables, branches and memory as in `air-text.ts`.
import {
  bodyOf,
  calleeOf,
  COUNTER,
  type Comparison,
  type Expression,
  LOCALS,
  type Scalar,
  type Statement,
  X,
  Y,
} from './air-program.ts';

const TYPES: Record<Scalar, string> = { i32: 'i32', i64: 'i64', f64: 'double' };
const FLOATS: Partial<Record<string, string>> = { add: 'fadd', sub: 'fsub', mul: 'fmul' };
const COMPARISONS: Record<Comparison, string> = { lt: 'slt', gt: 'sgt', eq: 'eq', neq: 'ne' };

/** A module of `count` functions, as `airText` gives it. */
export function llvmText(count: number): string {
  const parts = ['target triple = "wasm32-unknown-unknown"\n'];
  for (let index = 0; index < count; index++) parts.push(new Writer(index).function());
  return parts.join('');
}

class Writer {
  readonly #index: number;
  #lines = '';
  #next = 0;

  constructor(index: number) {
    this.#index = index;
  }

  function(): string {
    LOCALS.forEach((type, local) => this.#line(`%l${local} = alloca ${TYPES[type]}`));
    LOCALS.forEach((type, local) => {
      const zero = type === 'f64' ? '0.0' : '0';
      const initial = local === X ? '%x' : local === Y ? '%y' : zero;
      this.#line(`store ${TYPES[type]} ${initial}, ptr %l${local}`);
    });
    this.#body(bodyOf(this.#index));
    this.#line(`ret i32 ${this.#expression({ kind: 'local', type: 'i32', local: X })}`);
    return `\ndefine i32 @fn${this.#index}(ptr %p, i32 %x, double %y) {\n${this.#lines}}\n`;
  }

  #line(text: string): void {
    this.#lines += `  ${text}\n`;
  }

  #add(text: string): string {
    const name = `%v${this.#next++}`;
    this.#line(`${name} = ${text}`);
    return name;
  }

  #label(label: string): void {
    this.#lines += `${label}:\n`;
  }

  #body(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #element(index: Expression): string {
    return this.#add(`getelementptr i32, ptr %p, i32 ${this.#expression(index)}`);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'set': {
        const value = this.#expression(statement.value);
        this.#line(`store ${TYPES[statement.value.type]} ${value}, ptr %l${statement.local}`);
        return;
      }
      case 'store': {
        const pointer = this.#element(statement.index);
        this.#line(`store i32 ${this.#expression(statement.value)}, ptr ${pointer}`);
        return;
      }
      case 'if': {
        const left = this.#expression(statement.left);
        const right = this.#expression(statement.right);
        const condition = this.#add(
          `icmp ${COMPARISONS[statement.comparison]} i32 ${left}, ${right}`,
        );
        const number = this.#next++;
        this.#line(`br i1 ${condition}, label %then${number}, label %else${number}`);
        this.#label(`then${number}`);
        this.#body(statement.then);
        this.#line(`br label %end${number}`);
        this.#label(`else${number}`);
        this.#body(statement.else);
        this.#line(`br label %end${number}`);
        this.#label(`end${number}`);
        return;
      }
      case 'loop': {
        const number = this.#next++;
        this.#line(`store i32 0, ptr %l${COUNTER}`);
        this.#line(`br label %loop${number}`);
        this.#label(`loop${number}`);
        const before = this.#add(`load i32, ptr %l${COUNTER}`);
        const condition = this.#add(`icmp slt i32 ${before}, ${statement.times}`);
        this.#line(`br i1 ${condition}, label %body${number}, label %end${number}`);
        this.#label(`body${number}`);
        this.#body(statement.body);
        const value = this.#add(`load i32, ptr %l${COUNTER}`);
        this.#line(`store i32 ${this.#add(`add i32 ${value}, 1`)}, ptr %l${COUNTER}`);
        this.#line(`br label %loop${number}`);
        this.#label(`end${number}`);
      }
    }
  }

  #expression(expression: Expression): string {
    const { type } = expression;
    switch (expression.kind) {
      case 'const':
        return type === 'f64' ? `${expression.value}.0` : String(expression.value);
      case 'local':
        return this.#add(`load ${TYPES[type]}, ptr %l${expression.local}`);
      case 'binary': {
        const left = this.#expression(expression.left);
        const right = this.#expression(expression.right);
        const integer = expression.operation === 'shr' ? 'ashr' : expression.operation;
        const operation = type === 'f64' ? FLOATS[expression.operation]! : integer;
        return this.#add(`${operation} ${TYPES[type]} ${left}, ${right}`);
      }
      case 'convert': {
        const from = this.#expression(expression.from);
        const operation = type === 'f64' ? 'sitofp' : type === 'i64' ? 'sext' : 'trunc';
        return this.#add(`${operation} ${TYPES[expression.from.type]} ${from} to ${TYPES[type]}`);
      }
      case 'load':
        return this.#add(`load i32, ptr ${this.#element(expression.index)}`);
      case 'call': {
        const x = this.#expression(expression.x);
        const y = this.#expression(expression.y);
        const callee = calleeOf(this.#index, expression.distance);
        return this.#add(`call i32 @fn${callee}(ptr %p, i32 ${x}, double ${y})`);
      }
    }
  }
}
