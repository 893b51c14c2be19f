// Random modules made with the builder: types of every kind, constants of those types, functions with nested bodies.

import {
  CallingConvention,
  ContainerLayout,
  FunctionBuilder,
  Module,
  NavFlag,
  NavKind,
  None,
  PointerSize,
  TypeKind,
  declareNav,
  type InstId,
  type Operand,
  type TypeId,
  type ValueId,
} from '../src/index.ts';

/** Numbers below a bound, from one random stream. */
class Choices {
  readonly #next: () => number;

  constructor(seed: number) {
    let state = seed >>> 0 || 1;
    this.#next = () => {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x9e37_79b9;
      state ^= state >>> 12;
      return state >>> 0;
    };
  }

  below(bound: number): number {
    return this.#next() % bound;
  }

  pick<Item>(list: readonly Item[]): Item {
    return list[this.below(list.length)]!;
  }
}

const NAMES = ['a', 'b', 'x.y', 'with space', 'u8', 'data', '_', 'é', 'q"uote', 'tab\t'];

class Generator {
  readonly #random: Choices;
  readonly module: Module;
  /** Types that can be stored. */
  readonly #types: TypeId[];
  #unique = 0;

  constructor(seed: number) {
    this.#random = new Choices(seed);
    const os = this.#random.pick(['wasi', 'freestanding']);
    const arch = this.#random.pick(['wasm32', 'wasm64'] as const);
    this.module = new Module(
      { arch, os, features: ['simd128'] },
      this.#random.pick([16, 16, 8, 32]),
    );
    const { types } = this.module;
    this.#types = [
      types.bool, types.usize, types.void, types.anyerror, types.int(false, 8), types.int(true, 33), types.int(false, 200),
      types.float(16), types.float(32), types.float(64), types.float(80), types.float(128), types.namedInt('c_int'),
    ]; // prettier-ignore
  }

  #name(): string {
    return `${this.#random.pick(NAMES)}${this.#unique++}`;
  }

  #intern(): ReturnType<Module['names']['intern']> {
    return this.module.names.intern(this.#name());
  }

  build(): Module {
    const { module } = this;
    module.source = this.#random.pick(['', 'main.zig']);
    for (let count = this.#random.below(30); count > 0; count--) this.#types.push(this.#type());
    if (this.#random.below(3) === 0) {
      module.addAlias(this.#intern(), this.#random.pick(this.#types));
    }
    for (let count = this.#random.below(6); count > 0; count--) this.#global();
    for (let count = this.#random.below(4); count > 0; count--) this.#function();
    return module;
  }

  #type(): TypeId {
    const { types, errors } = this.module;
    const random = this.#random;
    const child = random.pick(this.#types);
    const fields = (): TypeId[] =>
      Array.from({ length: random.below(6) }, () => random.pick(this.#types));
    switch (random.below(11)) {
      case 0:
        return types.optional(child);
      case 1:
        return types.array(child, random.below(4), this.#sentinel(child));
      case 2:
        return types.pointer({
          size: random.pick(Object.values(PointerSize)), child, const: random.below(2) === 0, align: random.pick([0, 0, 4]),
          volatile: random.below(4) === 0, allowzero: random.below(4) === 0,
        }); // prettier-ignore
      case 3:
        return types.errorUnion(random.pick([types.anyerror, this.#errorSet()]), child);
      case 4:
        return this.#errorSet();
      case 5:
        return types.tuple(fields().map((type) => ({ type })));
      case 6:
        return types.pointerTo(
          types.function({
            parameters: fields(),
            result: child,
            convention: random.pick([0, 1] as CallingConvention[]),
          }),
        );
      case 7: {
        const type = types.declare('struct', this.#intern());
        const layout = random.pick([ContainerLayout.auto, ContainerLayout.extern]);
        types.declared.defineContainer(types.declaredOf(type), {
          layout,
          fields: fields().map((inner) => ({
            name: this.#intern(),
            type: inner,
            align: random.pick([0, 0, 8]),
          })),
        });
        return type;
      }
      case 8: {
        const tag = types.int(random.below(2) === 0, 8);
        const type = types.declare('enum', this.#intern());
        const names = Array.from({ length: 1 + random.below(5) }, (_, at) => ({
          name: this.#intern(),
          value: this.module.values.int(tag, at * 3),
        }));
        types.declared.defineEnum(types.declaredOf(type), tag, names, random.below(2) === 0);
        return type;
      }
      case 9: {
        const type = types.declare('union', this.#intern());
        const layout = random.pick([ContainerLayout.auto, ContainerLayout.extern]);
        const list = [child, ...fields()].map((inner) => ({ name: this.#intern(), type: inner }));
        types.declared.defineContainer(types.declaredOf(type), { layout, fields: list });
        return type;
      }
      default:
        void errors;
        return types.vector(
          random.pick([types.bool, types.int(false, 8), types.float(32)]),
          random.below(5),
        );
    }
  }

  #sentinel(child: TypeId): ValueId | typeof None {
    const { types, values } = this.module;
    return types.kind(child) === TypeKind.int && this.#random.below(2) === 0
      ? values.int(child, 0)
      : None;
  }

  #errorSet(): TypeId {
    const { errors, names, types } = this.module;
    const list = Array.from({ length: 1 + this.#random.below(3) }, () =>
      errors.intern(names.intern(`Error${this.#random.below(5)}`)),
    );
    return types.errorSet(list);
  }

  /** A constant of a type. */
  #value(type: TypeId, depth = 0): ValueId {
    const { errors, layout, navs, types, values } = this.module;
    const random = this.#random;
    if (random.below(8) === 0 || depth > 5) return values.undef(type);
    switch (types.kind(type)) {
      case TypeKind.bool:
        return values.bool(random.below(2) === 0);
      case TypeKind.int: {
        const bits = BigInt(types.bits(type));
        const raw = (BigInt(random.below(2 ** 31)) << (bits / 2n)) + BigInt(random.below(9));
        return values.int(
          type,
          types.signed(type) ? BigInt.asIntN(Number(bits), raw) : BigInt.asUintN(Number(bits), raw),
        );
      }
      case TypeKind.float:
        return values.float(
          type,
          BigInt.asUintN(types.bits(type), BigInt(random.below(2 ** 32)) * 0x1234_5678_9abc_def1n),
        );
      case TypeKind.optional:
        if (random.below(3) === 0) return values.null(type);
        return values.some(type, this.#value(types.child(type), depth + 1));
      case TypeKind.errorSet:
        return values.error(type, this.#error(type));
      case TypeKind.errorUnion:
        if (random.below(3) === 0) return values.failure(type, this.#error(types.errorSetOf(type)));
        return values.success(type, this.#value(types.payloadOf(type), depth + 1));
      case TypeKind.enum: {
        const id = types.declaredOf(type);
        return values.enum(
          type,
          types.declared.enumValue(id, random.below(types.declared.fieldCount(id))),
        );
      }
      case TypeKind.array:
      case TypeKind.vector: {
        const count = types.arrayLength(type);
        return values.aggregate(
          type,
          Array.from({ length: count }, () => this.#value(types.child(type), depth + 1)),
        );
      }
      case TypeKind.struct:
      case TypeKind.tuple: {
        const count = types.fieldCount(type);
        return values.aggregate(
          type,
          Array.from({ length: count }, (_, at) =>
            this.#value(types.fieldType(type, at), depth + 1),
          ),
        );
      }
      case TypeKind.union: {
        const field = random.below(types.fieldCount(type));
        if (random.below(4) === 0) return values.unionBytes(type, values.undef(type));
        return values.union(type, field, this.#value(types.fieldType(type, field), depth + 1));
      }
      case TypeKind.pointer: {
        if (types.pointerSize(type) === PointerSize.slice) {
          const pointer = types.pointer({
            ...types.pointerAttributes(type),
            size: PointerSize.many,
          });
          return values.slice(
            type,
            this.#value(pointer, depth + 1),
            values.int(types.usize, random.below(9)),
          );
        }
        if (random.below(3) === 0) return values.addressPointer(type, random.below(3) * 16 || 8);
        const child = types.child(type);
        if (types.kind(child) === TypeKind.function || layout.classOf(child) === 0)
          return values.undef(type);
        if (navs.length > 0 && random.below(2) === 0) {
          return values.navPointer(type, random.below(navs.length) as never, random.below(3) * 4);
        }
        return values.uavPointer(
          type,
          this.#value(child, depth + 1),
          random.below(2) * 4,
          random.pick([0, 16]),
        );
      }
      default:
        void errors;
        return values.one(type);
    }
  }

  #error(set: TypeId): ReturnType<Module['errors']['intern']> {
    const { errors, names, types } = this.module;
    if (types.isAnyError(set)) return errors.intern(names.intern(`Error${this.#random.below(5)}`));
    return types.errorAt(set, this.#random.below(types.errorCount(set)));
  }

  #global(): void {
    const random = this.#random;
    const type = random.pick(this.#types);
    const external = random.below(4) === 0;
    const value = external ? None : this.#value(type);
    declareNav(this.module, this.#name(), {
      kind: random.pick([NavKind.const, NavKind.var]),
      type,
      value,
      flags: external ? NavFlag.extern : random.pick([0, NavFlag.export]),
      align: random.pick([0, 16]),
      section: random.below(4) === 0 ? this.#intern() : None,
      linkName: external && random.below(2) === 0 ? this.#intern() : None,
    });
  }

  #function(): void {
    const { module } = this;
    const { types } = module;
    const u32 = types.int(false, 32);
    const extra = Array.from({ length: this.#random.below(3) }, () =>
      this.#random.pick(this.#types),
    );
    const signature = types.function({ parameters: [u32, types.bool, ...extra], result: u32 });
    const nav = declareNav(module, this.#name(), { kind: NavKind.function, type: signature });
    const builder = new FunctionBuilder(module, signature);
    const numbers: Operand[] = [builder.arg(0)];
    const flag = builder.arg(1);
    extra.forEach((_, at) => builder.arg(at + 2));
    this.#statements(builder, numbers, flag, 0);
    builder.un('ret', this.#random.pick(numbers));
    module.addFunction(nav, builder.finish());
  }

  /** Some statements; results of inner bodies are not visible outside. */
  #statements(builder: FunctionBuilder, numbers: Operand[], flag: Operand, depth: number): void {
    const { types, values } = this.module;
    const random = this.#random;
    const u32 = types.int(false, 32);
    for (let count = random.below(depth > 3 ? 2 : 6); count > 0; count--) {
      const a = random.pick(numbers);
      switch (random.below(9)) {
        case 0:
          numbers.push(
            builder.bin(
              random.pick(['add', 'xor', 'mul_wrap', 'sub_sat']),
              a,
              random.pick(numbers),
            ),
          );
          break;
        case 1:
          numbers.push(builder.bin('add_wrap', a, values.int(u32, random.below(1000))));
          break;
        case 2:
          numbers.push(this.#value(u32) as Operand);
          break;
        case 3:
          builder.dbgVar('dbg_var_val', this.#value(random.pick(this.#types)), this.#name());
          break;
        case 4: {
          const slot = builder.ty('alloc', types.pointerTo(u32));
          builder.bin('store', slot, a);
          numbers.push(builder.un('load', slot));
          break;
        }
        case 5:
          numbers.push(
            builder.block(u32, (block) => {
              const inner = [...numbers];
              this.#statements(builder, inner, flag, depth + 1);
              this.#leave(builder, inner, flag, block, depth);
            }),
          );
          break;
        case 6:
          builder.block(types.void, (block) => {
            builder.loop((loop) => {
              const inner = [...numbers];
              this.#statements(builder, inner, flag, depth + 1);
              builder.condBr(
                flag,
                () => builder.repeat(loop),
                () => builder.br(block, values.void),
                { then: 'likely' },
              );
            });
          });
          break;
        case 7: {
          const pair = types.tuple([{ type: u32 }, { type: types.int(false, 1) }]);
          numbers.push(builder.fieldVal(builder.tyBin('add_with_overflow', pair, a, a), 0));
          break;
        }
        default:
          builder.dbgStmt(random.below(100), random.below(100));
      }
    }
  }

  #leave(
    builder: FunctionBuilder,
    numbers: Operand[],
    flag: Operand,
    block: InstId,
    depth: number,
  ): void {
    const random = this.#random;
    const { values, types } = this.module;
    const u32 = types.int(false, 32);
    const out = (): void => void builder.br(block, random.pick(numbers));
    if (depth > 3 || random.below(3) === 0) {
      out();
    } else if (random.below(2) === 0) {
      builder.condBr(flag, out, () => {
        this.#statements(builder, [...numbers], flag, depth + 1);
        builder.none('unreach');
      });
    } else {
      builder.switchBr(
        'switch_br',
        random.pick(numbers),
        () => [
          {
            values: [values.int(u32, 1), values.int(u32, 2)],
            ranges: [[values.int(u32, 5), values.int(u32, 9)]],
            hint: 'cold',
            body: out,
          },
          { values: [values.int(u32, 3)], body: () => builder.un('ret', random.pick(numbers)) },
        ],
        { body: out },
      );
    }
  }
}

/** A module that verifies, made from a number. */
export function generateModule(seed: number): Module {
  return new Generator(seed).build();
}
