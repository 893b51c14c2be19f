// The program through the builder of `@wasmwright/air`: the instructions `air-text.ts` writes.
import {
  CallingConvention,
  defineFunction,
  type FunctionBuilder,
  type InstId,
  Module,
  NavFlag,
  type NavId,
  type Operand,
  PointerSize,
  type TypeId,
  valueRef,
} from '@wasmwright/air';
import {
  bodyOf,
  calleeOf,
  COUNTER,
  type Expression,
  isExported,
  LOCALS,
  type Scalar,
  type Statement,
  X,
  Y,
} from './air-program.ts';
import { integerTags } from './air-text.ts';

/** The module `airText` describes. */
export function airModule(count: number): Module {
  const module = new Module({ arch: 'wasm32', os: 'freestanding', features: [] });
  const { types } = module;
  const scalars: Record<Scalar, TypeId> = {
    i32: types.int(true, 32),
    i64: types.int(true, 64),
    f64: types.float(64),
  };
  const pointer = types.pointer({ size: PointerSize.many, child: scalars.i32 });
  const signature = types.function({
    parameters: [pointer, scalars.i32, scalars.f64],
    result: scalars.i32,
    convention: CallingConvention.c,
  });
  const navs: NavId[] = [];
  for (let index = 0; index < count; index++) {
    const flags = isExported(index, count) ? NavFlag.export : 0;
    const build = (f: FunctionBuilder): void => new Writer(f, scalars, navs, index).function();
    navs.push(defineFunction(module, `fn${index}`, signature, build, flags));
  }
  return module;
}

class Writer {
  readonly #f: FunctionBuilder;
  readonly #types: Readonly<Record<Scalar, TypeId>>;
  readonly #navs: readonly NavId[];
  readonly #index: number;
  readonly #arguments: Operand[];
  readonly #locals: Operand[] = [];

  constructor(
    f: FunctionBuilder,
    types: Readonly<Record<Scalar, TypeId>>,
    navs: readonly NavId[],
    index: number,
  ) {
    this.#f = f;
    this.#types = types;
    this.#navs = navs;
    this.#index = index;
    this.#arguments = [f.arg(0), f.arg(1), f.arg(2)];
  }

  function(): void {
    const { types } = this.#f.module;
    LOCALS.forEach((type, local) => {
      const alloc = this.#f.ty('alloc', types.pointerTo(this.#types[type]));
      this.#locals.push(alloc);
      const parameter = local === X ? 1 : local === Y ? 2 : undefined;
      const initial =
        parameter === undefined ? this.#constant(type, 0) : this.#arguments[parameter]!;
      this.#f.bin('store', alloc, initial);
    });
    this.#body(bodyOf(this.#index));
    this.#f.un('ret', this.#load(X));
  }

  #constant(type: Scalar, value: number): Operand {
    const { values } = this.#f.module;
    return type === 'f64'
      ? values.floatNumber(this.#types.f64, value)
      : values.int(this.#types[type], value);
  }

  #load(local: number): Operand {
    return this.#f.un('load', this.#locals[local]!);
  }

  #body(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #leave(block: InstId): void {
    this.#f.br(block, valueRef(this.#f.module.values.void));
  }

  #element(index: Expression): Operand {
    return this.#f.tyOp('bit_cast', this.#f.module.types.usize, this.#expression(index));
  }

  #statement(statement: Statement): void {
    const f = this.#f;
    const { types } = f.module;
    switch (statement.kind) {
      case 'set':
        f.bin('store', this.#locals[statement.local]!, this.#expression(statement.value));
        return;
      case 'store': {
        const element = this.#element(statement.index);
        const type = types.pointerTo(this.#types.i32);
        const pointer = f.tyBin('ptr_elem_ptr', type, this.#arguments[0]!, element);
        f.bin('store', pointer, this.#expression(statement.value));
        return;
      }
      case 'if': {
        const left = this.#expression(statement.left);
        const right = this.#expression(statement.right);
        const condition = f.bin(`cmp_${statement.comparison}`, left, right);
        f.block(types.void, (block) => {
          const arm = (body: readonly Statement[]) => (): void => {
            this.#body(body);
            this.#leave(block);
          };
          f.condBr(condition, arm(statement.then), arm(statement.else));
        });
        return;
      }
      case 'loop': {
        const counter = this.#locals[COUNTER]!;
        f.bin('store', counter, this.#constant('i32', 0));
        f.block(types.void, (block) => {
          f.loop((loop) => {
            const times = this.#constant('i32', statement.times);
            const condition = f.bin('cmp_lt', this.#load(COUNTER), times);
            const again = (): void => {
              this.#body(statement.body);
              const next = f.bin('add_wrap', this.#load(COUNTER), this.#constant('i32', 1));
              f.bin('store', counter, next);
              f.repeat(loop);
            };
            f.condBr(condition, again, () => this.#leave(block));
          });
        });
      }
    }
  }

  #expression(expression: Expression): Operand {
    const f = this.#f;
    const { type } = expression;
    switch (expression.kind) {
      case 'const':
        return this.#constant(type, expression.value);
      case 'local':
        return this.#load(expression.local);
      case 'binary': {
        const { operation, right } = expression;
        const left = this.#expression(expression.left);
        const isShift = operation === 'shl' || operation === 'shr';
        const amount =
          isShift && right.kind === 'const'
            ? f.module.values.int(f.module.types.int(false, type === 'i32' ? 5 : 6), right.value)
            : this.#expression(right);
        if (type !== 'f64') return f.bin(integerTags[operation], left, amount);
        return f.bin(operation === 'add' || operation === 'sub' ? operation : 'mul', left, amount);
      }
      case 'convert': {
        const from = this.#expression(expression.from);
        const tag = type === 'f64' ? 'float_from_int' : type === 'i64' ? 'int_cast' : 'trunc';
        return f.tyOp(tag, this.#types[type], from);
      }
      case 'load':
        return f.bin('ptr_elem_val', this.#arguments[0]!, this.#element(expression.index));
      case 'call': {
        const operands = [
          this.#arguments[0]!,
          this.#expression(expression.x),
          this.#expression(expression.y),
        ];
        const callee = this.#navs[calleeOf(this.#index, expression.distance)]!;
        return f.call(f.functionRef(callee), operands);
      }
    }
  }
}
