// Values: each method appends the instructions that make a value of a type, so that they have no undefined behaviour
// whatever their operands are (divisors are not zero, shift counts and indexes in range, sums of halves).

import type { Random } from '../random.ts';
import type { Body, Instruction, Operand, Part } from './tree.ts';
import {
  arrayOf,
  boolType,
  constantOf,
  f32,
  f64,
  integerWidths,
  intType,
  pointerTo,
  sliceOf,
  usize,
} from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

const bitLength = (value: number): number => 32 - Math.clz32(value);

/** Appends instructions to the current body of one function. */
export class Expressions {
  readonly random: Random;
  /** Values that may be used here, innermost last. */
  protected scope: Operand[] = [];
  protected body: Body = { kind: 'body', instructions: [], end: [] };
  /** Instructions that may still be made. */
  protected budget: number;
  /** Bodies around the current one. */
  protected depth = 0;
  #locals = 0;

  constructor(random: Random, budget: number) {
    this.random = random;
    this.budget = budget;
  }

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
    const instruction: Instruction = { local, hasResult, parts, callee };
    this.body.instructions.push(instruction);
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

  /** Takes a value out of use. */
  protected forget(operand: Operand): void {
    this.scope = this.scope.filter((other) => other !== operand);
  }

  protected constant(type: AirType, value?: string): Operand {
    const text = value === undefined ? constantOf(type, this.random) : `<${type.text}, ${value}>`;
    return { kind: 'operand', type, local: undefined, constant: text };
  }

  protected chance(one: number, of: number): boolean {
    return this.random.below(of) < one;
  }

  protected randomInt(): IntType {
    return intType(this.random.pick(integerWidths), this.chance(1, 2));
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
    if (type.kind === 'pointer' || type.kind === 'slice') return this.make(type);
    return this.constant(type);
  }

  /** A new value of a type. */
  make(type: AirType): Operand {
    const compound = type as CompoundType;
    switch (type.kind) {
      case 'int':
        return type.text === 'usize' ? this.index() : this.integer(type as IntType);
      case 'bool':
        return this.boolean();
      case 'float':
        return this.float(type);
      case 'enum':
      case 'errorSet':
        return this.constant(type);
      case 'struct':
        return this.chance(1, 5) ? this.loaded(type) : this.aggregate(compound, compound.parts);
      case 'array':
        if (this.chance(1, 4)) return this.loaded(type);
        return this.aggregate(
          compound,
          Array.from({ length: compound.length }, () => compound.parts[0]!),
        );
      case 'optional':
        return this.emit(type, [
          `wrap_optional(${type.text}, `,
          this.pick(compound.parts[0]!),
          ')',
        ]);
      case 'errorUnion':
        return this.chance(1, 3)
          ? this.emit(type, [
              `wrap_errunion_err(${type.text}, `,
              this.pick(compound.parts[0]!),
              ')',
            ])
          : this.emit(type, [
              `wrap_errunion_payload(${type.text}, `,
              this.pick(compound.parts[1]!),
              ')',
            ]);
      case 'union': {
        const at = this.random.below(compound.parts.length);
        return this.emit(type, [
          `union_init(${type.text}, ${at}, `,
          this.pick(compound.parts[at]!),
          ')',
        ]);
      }
      case 'pointer':
        return this.slot(compound.parts[0]!);
      case 'slice': {
        const length = 1 + this.random.below(5);
        const array = this.slot(arrayOf(length, compound.parts[0]!));
        return this.emit(type, [`array_to_slice(${type.text}, `, array, ')']);
      }
      case 'void':
        return { kind: 'operand', type, local: undefined, constant: 'void_value' };
    }
  }

  private aggregate(type: CompoundType, parts: readonly AirType[]): Operand {
    const list: Part[] = parts.flatMap((part, at) =>
      at === 0 ? [this.pick(part)] : [', ', this.pick(part)],
    );
    return this.emit(type, [`aggregate_init(${type.text}, [`, ...list, '])']);
  }

  /** A stack slot with a value in it. */
  protected slot(child: AirType): Operand {
    const value = this.pick(child);
    const slot = this.emit(pointerTo(child), [`alloc(*${child.text})`]);
    this.emit(undefined, ['store(', slot, ', ', value, ')']);
    return slot;
  }

  protected loaded(type: AirType): Operand {
    return this.emit(type, ['load(', this.pick(pointerTo(type)), ')']);
  }

  // Integers.

  private integer(type: IntType): Operand {
    const t = type.text;
    const two = (tag: string): Operand =>
      this.emit(type, [`${tag}(`, this.pick(type), ', ', this.pick(type), ')']);
    switch (this.random.below(21)) {
      case 0:
      case 1:
        return two(this.random.pick(['add_wrap', 'sub_wrap', 'mul_wrap']));
      case 2:
        return two(this.random.pick(['add_sat', 'sub_sat', 'mul_sat']));
      case 3:
        return two(this.random.pick(['bit_and', 'bit_or', 'xor', 'min', 'max']));
      case 4:
        return this.division(type);
      case 5:
        return this.shift(type);
      case 6:
        return this.emit(type, ['not(', this.pick(type), ')']);
      case 7:
        return this.halves(type);
      case 8:
        return this.overflow(type);
      case 9:
        return this.resized(type);
      case 10:
        return this.emit(type, ['bit_reverse(', this.pick(type), ')']);
      case 11:
        if (type.bits % 8 !== 0) return two('xor');
        return this.emit(type, ['byte_swap(', this.pick(type), ')']);
      case 12: {
        if (type.signed) return two('sub_wrap');
        const source = intType(type.bits, true);
        return this.emit(type, ['abs(', this.pick(source), ')']);
      }
      case 13: {
        const other = intType(type.bits, !type.signed);
        return this.emit(type, [`bit_cast(${t}, `, this.pick(other), ')']);
      }
      case 14:
        return this.fromFloat(type);
      case 15:
        return this.counted(type);
      case 16:
        return this.loaded(type);
      case 17:
        return this.element(type);
      case 18:
        return this.exact(type);
      case 19:
        return this.narrowed(type);
      default:
        return this.chance(1, 4)
          ? two(this.random.pick(['add_safe', 'sub_safe', 'mul_safe']))
          : two('add_wrap');
    }
  }

  /** A divisor that is neither 0 nor -1. */
  private division(type: IntType): Operand {
    const { bits, signed, text } = type;
    if (signed && bits < 4) return this.constant(type);
    const low = signed ? (1n << BigInt(bits - 2)) - 1n : (1n << BigInt(bits)) - 1n;
    const masked = this.emit(type, ['bit_and(', this.pick(type), `, <${text}, ${low}>)`]);
    const one = signed ? 2 : 1;
    const positive = this.emit(type, ['bit_or(', masked, `, <${text}, ${one}>)`]);
    const constant = this.constant(type, signed ? this.random.pick(['-2', '-3', '-7', '3']) : '1');
    // Where the instruction that makes it is cut out, its constant must be no worse.
    const divisor =
      signed && this.chance(1, 3) ? constant : { ...positive, constant: constant.constant };
    const tag = this.random.pick(['div_trunc', 'div_floor', 'div_ceil', 'rem', 'mod']);
    return this.emit(type, [`${tag}(`, this.pick(type), ', ', divisor, ')']);
  }

  /** A value limited to 0 … limit of an unsigned type. */
  private limited(type: IntType, limit: number): Operand {
    const value = this.emit(type, ['min(', this.pick(type), `, <${type.text}, ${limit}>)`]);
    return { ...value, constant: `<${type.text}, ${this.random.below(limit + 1)}>` };
  }

  private shift(type: IntType): Operand {
    if (type.bits === 1) return this.constant(type);
    const count = intType(bitLength(type.bits - 1), false);
    if (this.chance(1, 4)) {
      const any = intType(this.random.pick(integerWidths), false);
      return this.emit(type, ['shl_sat(', this.pick(type), ', ', this.pick(any), ')']);
    }
    const tag = this.random.pick(['shl', 'shr']);
    return this.emit(type, [
      `${tag}(`,
      this.pick(type),
      ', ',
      this.limited(count, type.bits - 1),
      ')',
    ]);
  }

  /** `add`, `sub` and `mul` without overflow: on halves, sorted operands, short factors. */
  private halves(type: IntType): Operand {
    const { bits, text } = type;
    if (bits < 7) return this.constant(type);
    const count = intType(bitLength(bits - 1), false).text;
    const short = (by: number): Operand => ({
      ...this.emit(type, ['shr(', this.pick(type), `, <${count}, ${by}>)`]),
      constant: `<${text}, 1>`,
    });
    if (this.chance(1, 3)) {
      const by = Math.floor(bits / 2) + 1;
      return this.emit(type, ['mul(', short(by), ', ', short(by), ')']);
    }
    if (type.signed || this.chance(1, 2)) {
      const tag = type.signed ? this.random.pick(['add', 'sub']) : 'add';
      return this.emit(type, [`${tag}(`, short(1), ', ', short(1), ')']);
    }
    const [a, b] = [this.pick(type), this.pick(type)];
    const high = { ...this.emit(type, ['max(', a, ', ', b, ')']), constant: `<${text}, 3>` };
    const low = { ...this.emit(type, ['min(', a, ', ', b, ')']), constant: `<${text}, 0>` };
    return this.emit(type, ['sub(', high, ', ', low, ')']);
  }

  private overflow(type: IntType): Operand {
    const tag = this.random.pick(['add', 'sub', 'mul']);
    const tuple: AirType = {
      text: `struct { ${type.text}, u1 }`,
      kind: 'struct',
      constant: (random) => `.{ ${type.constant(random)}, 0 }`,
    };
    const pair = this.emit(tuple, [
      `${tag}_with_overflow(${tuple.text}, `,
      this.pick(type),
      ', ',
      this.pick(type),
      ')',
    ]);
    this.scope.pop(); // no type the rest knows of
    this.emit(intType(1, false), ['agg_field_val(', pair, ', 1)']);
    return this.emit(type, ['agg_field_val(', pair, ', 0)']);
  }

  /** `shl_exact`, `shr_exact` and `div_exact` of values without low bits. */
  private exact(type: IntType): Operand {
    const { bits, text } = type;
    if (bits < 7) return this.constant(type);
    const count = intType(bitLength(bits - 1), false).text;
    const by = 1 + this.random.below(3);
    const shift = (tag: string, value: Operand): Operand =>
      this.emit(type, [`${tag}(`, value, `, <${count}, ${by}>)`]);
    const high = { ...shift('shr', this.pick(type)), constant: `<${text}, 5>` };
    const even = { ...shift('shl_exact', high), constant: `<${text}, 16>` };
    if (this.chance(1, 2)) return shift('shr_exact', even);
    return this.emit(type, ['div_exact(', even, `, <${text}, ${1 << by}>)`]);
  }

  /** `int_cast` of a wider value that is known to fit. */
  private narrowed(type: IntType): Operand {
    const wider = integerWidths.filter((bits) => bits > type.bits);
    if (wider.length === 0) return this.constant(type);
    const source = intType(this.random.pick(wider), type.signed);
    const high = (1n << BigInt(type.signed ? type.bits - 1 : type.bits)) - 1n;
    const low = type.signed ? -high - 1n : 0n;
    const below = this.emit(source, ['min(', this.pick(source), `, <${source.text}, ${high}>)`]);
    const between = this.emit(source, [
      'max(',
      { ...below, constant: `<${source.text}, 0>` },
      `, <${source.text}, ${low}>)`,
    ]);
    return this.emit(type, [
      `int_cast(${type.text}, `,
      { ...between, constant: `<${source.text}, 0>` },
      ')',
    ]);
  }

  /** Another width: cut off, or extended. */
  private resized(type: IntType): Operand {
    const source = this.random.pick(integerWidths);
    if (source > type.bits) {
      return this.emit(type, [
        `trunc(${type.text}, `,
        this.pick(intType(source, type.signed)),
        ')',
      ]);
    }
    const signed = source < type.bits ? type.signed && this.chance(1, 2) : type.signed;
    return this.emit(type, [`int_cast(${type.text}, `, this.pick(intType(source, signed)), ')']);
  }

  private fromFloat(type: IntType): Operand {
    if (type.bits < 8) return this.constant(type);
    const float = this.random.pick([f32, f64]);
    const [low, high] = type.signed ? ['-100.0', '100.0'] : ['0.0', '200.0'];
    const above = this.emit(float, ['max(', this.pick(float), `, <${float.text}, ${low}>)`]);
    const between = this.emit(float, [
      'min(',
      { ...above, constant: `<${float.text}, 1.0>` },
      `, <${float.text}, ${high}>)`,
    ]);
    return this.emit(type, [
      `int_from_float(${type.text}, `,
      { ...between, constant: `<${float.text}, 2.5>` },
      ')',
    ]);
  }

  /** `clz`, `ctz`, `popcount`, made as wide as asked. */
  private counted(type: IntType): Operand {
    const source = this.randomInt();
    const count = intType(bitLength(source.bits), false);
    const tag = this.random.pick(['clz', 'ctz', 'popcount']);
    const value = this.emit(count, [`${tag}(`, this.pick(source), ')']);
    if (count.bits < type.bits) return this.emit(type, [`int_cast(${type.text}, `, value, ')']);
    return this.constant(type);
  }

  /** A `usize` of moderate size. */
  private index(): Operand {
    const source = this.random.pick([8, 16, 24, 32]);
    return this.emit(usize, ['int_cast(usize, ', this.pick(intType(source, false)), ')']);
  }

  /** An index below a length that is at least 1. */
  protected indexBelow(length: Operand | string): Operand {
    const value = this.emit(usize, ['rem(', this.pick(usize), ', ', length, ')']);
    return { ...value, constant: '<usize, 0>' };
  }

  /** An element of an array value, or through an array pointer or slice. */
  protected element(type: AirType): Operand {
    const array = arrayOf(1 + this.random.below(5), type);
    const bound = `<usize, ${array.length}>`;
    switch (this.random.below(5)) {
      case 0:
        return this.emit(type, [
          'array_elem_val(',
          this.pick(array),
          ', ',
          this.indexBelow(bound),
          ')',
        ]);
      case 1: {
        const pointer = this.pick(pointerTo(array));
        const place = this.emit(pointerTo(type), [
          `ptr_elem_ptr(*${type.text}, `,
          pointer,
          ', ',
          this.indexBelow(bound),
          ')',
        ]);
        return this.emit(type, ['load(', place, ')']);
      }
      case 2: {
        const slice = this.pick(sliceOf(type));
        const length = this.emit(usize, ['slice_len(', slice, ')']);
        return this.emit(type, [
          'slice_elem_val(',
          slice,
          ', ',
          this.indexBelow({ ...length, constant: '<usize, 1>' }),
          ')',
        ]);
      }
      case 3: {
        const slice = this.pick(sliceOf(type));
        const length = this.emit(usize, ['slice_len(', slice, ')']);
        const at = this.indexBelow({ ...length, constant: '<usize, 1>' });
        const place = this.emit(pointerTo(type), [
          `slice_elem_ptr(*${type.text}, `,
          slice,
          ', ',
          at,
          ')',
        ]);
        return this.emit(type, ['load(', place, ')']);
      }
      default:
        return this.emit(type, ['load(', this.pick(pointerTo(type)), ')']);
    }
  }

  // Booleans and floats.

  private boolean(): Operand {
    const compare = (type: AirType, tags: readonly string[]): Operand =>
      this.emit(boolType, [
        `${this.random.pick(tags)}(`,
        this.pick(type),
        ', ',
        this.pick(type),
        ')',
      ]);
    const all = ['cmp_lt', 'cmp_lte', 'cmp_eq', 'cmp_gte', 'cmp_gt', 'cmp_neq'];
    switch (this.random.below(6)) {
      case 0:
      case 1:
      case 2:
        return compare(this.randomInt(), all);
      case 3:
        return compare(this.random.pick([f32, f64]), all);
      case 4:
        return compare(boolType, ['bit_and', 'bit_or', 'xor', 'cmp_eq', 'cmp_neq']);
      default:
        return this.emit(boolType, ['not(', this.pick(boolType), ')']);
    }
  }

  private float(type: AirType): Operand {
    const one = (tags: readonly string[]): Operand =>
      this.emit(type, [`${this.random.pick(tags)}(`, this.pick(type), ')']);
    switch (this.random.below(7)) {
      case 0:
      case 1:
        return this.emit(type, [
          `${this.random.pick(['add', 'sub', 'mul', 'div_float', 'min', 'max', 'div_trunc', 'div_floor', 'div_ceil'])}(`,
          this.pick(type),
          ', ',
          this.pick(type),
          ')',
        ]);
      case 2:
        return one(['neg', 'abs', 'sqrt', 'floor', 'ceil', 'trunc_float', 'round']);
      case 3:
        return this.emit(type, [`float_from_int(${type.text}, `, this.pick(this.randomInt()), ')']);
      case 4:
        return type.text === 'f32'
          ? this.emit(type, ['fptrunc(f32, ', this.pick(f64), ')'])
          : this.emit(type, ['fpext(f64, ', this.pick(f32), ')']);
      case 5:
        return this.element(type);
      default:
        return this.loaded(type);
    }
  }
}
