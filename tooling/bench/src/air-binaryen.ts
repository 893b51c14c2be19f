// The program built through binaryen.js: its variables are wasm locals, which the others have to find out.
import binaryen from 'binaryen';
import {
  bodyOf,
  calleeOf,
  COUNTER,
  type Comparison,
  type Expression,
  isExported,
  LOCALS,
  type Operation,
  type Statement,
  X,
  Y,
} from './air-program.ts';

const COMPARISONS = { lt: 'lt_s', gt: 'gt_s', eq: 'eq', neq: 'ne' } as const satisfies Record<
  Comparison,
  string
>;
const integerNames = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  and: 'and',
  or: 'or',
  xor: 'xor',
  shl: 'shl',
  shr: 'shr_s',
} as const satisfies Record<Operation, string>;
const floatName = (operation: Operation): 'add' | 'sub' | 'mul' =>
  operation === 'add' || operation === 'sub' ? operation : 'mul';

/** Parameters come before the locals; `X` and `Y` are variables of their own, as with the others. */
const PARAMETERS = 3;

/** Builds the module and gives its bytes, unoptimised. Memory is imported as `env.memory`. */
export function binaryenModule(count: number, lap: (phase: string) => void): Uint8Array {
  const module = new binaryen.Module();
  module.setMemory(1, -1);
  module.addMemoryImport('0', 'env', 'memory');
  const builder = new Builder(module);
  for (let index = 0; index < count; index++) {
    builder.function(index);
    if (isExported(index, count)) module.addFunctionExport(`fn${index}`, `fn${index}`);
  }
  lap('builder');
  const bytes = module.emitBinary();
  lap('emit');
  module.dispose();
  return bytes;
}

class Builder {
  readonly #module: binaryen.Module;
  readonly #parameters: number;
  readonly #locals: readonly number[];
  #index = 0;
  #labels = 0;

  constructor(module: binaryen.Module) {
    this.#module = module;
    this.#parameters = binaryen.createType([binaryen.i32, binaryen.i32, binaryen.f64]);
    this.#locals = LOCALS.map((type) => binaryen[type]);
  }

  function(index: number): void {
    const { local } = this.#module;
    const { i32 } = binaryen;
    this.#index = index;
    this.#labels = 0;
    const body = this.#module.block(
      null,
      [
        local.set(X + PARAMETERS, local.get(1, i32)),
        local.set(Y + PARAMETERS, local.get(2, binaryen.f64)),
        ...this.#body(bodyOf(index)),
        local.get(X + PARAMETERS, i32),
      ],
      i32,
    );
    this.#module.addFunction(`fn${index}`, this.#parameters, i32, [...this.#locals], body);
  }

  #body(statements: readonly Statement[]): number[] {
    return statements.map((statement) => this.#statement(statement));
  }

  #block(statements: readonly Statement[]): number {
    return this.#module.block(null, this.#body(statements));
  }

  #statement(statement: Statement): number {
    const { i32, local } = this.#module;
    switch (statement.kind) {
      case 'set':
        return local.set(statement.local + PARAMETERS, this.#expression(statement.value));
      case 'store':
        return i32.store(0, 4, this.#address(statement.index), this.#expression(statement.value));
      case 'if': {
        const left = this.#expression(statement.left);
        const right = this.#expression(statement.right);
        const condition = i32[COMPARISONS[statement.comparison]](left, right);
        return this.#module.if(condition, this.#block(statement.then), this.#block(statement.else));
      }
      case 'loop': {
        const label = this.#labels++;
        const counter = COUNTER + PARAMETERS;
        const get = (): number => local.get(counter, binaryen.i32);
        const ends = i32.ge_s(get(), i32.const(statement.times));
        const loop = this.#module.loop(
          `loop${label}`,
          this.#module.block(null, [
            this.#module.br_if(`end${label}`, ends),
            ...this.#body(statement.body),
            local.set(counter, i32.add(get(), i32.const(1))),
            this.#module.br(`loop${label}`),
          ]),
        );
        return this.#module.block(`end${label}`, [local.set(counter, i32.const(0)), loop]);
      }
    }
  }

  #address(index: Expression): number {
    const { i32, local } = this.#module;
    const offset = i32.shl(this.#expression(index), i32.const(2));
    return i32.add(local.get(0, binaryen.i32), offset);
  }

  #expression(expression: Expression): number {
    const { i32, i64, f64, local } = this.#module;
    const { type } = expression;
    switch (expression.kind) {
      case 'const':
        return this.#module[type].const(expression.value);
      case 'local':
        return local.get(expression.local + PARAMETERS, binaryen[type]);
      case 'binary': {
        const left = this.#expression(expression.left);
        const right = this.#expression(expression.right);
        return type === 'f64'
          ? f64[floatName(expression.operation)](left, right)
          : this.#module[type][integerNames[expression.operation]](left, right);
      }
      case 'convert': {
        const from = this.#expression(expression.from);
        if (type === 'f64') return f64.convert_s.i32(from);
        return type === 'i64' ? i64.extend_s(from) : i32.wrap(from);
      }
      case 'load':
        return i32.load(0, 4, this.#address(expression.index));
      case 'call': {
        const operands = [
          local.get(0, binaryen.i32),
          this.#expression(expression.x),
          this.#expression(expression.y),
        ];
        const callee = calleeOf(this.#index, expression.distance);
        return this.#module.call(`fn${callee}`, operands, binaryen.i32);
      }
    }
  }
}
