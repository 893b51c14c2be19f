// Integer values: each method appends the instructions that make one, so that they have no undefined behaviour whatever
// their operands are (divisors are not zero, shift counts in range, sums of halves).

import { Core } from './core.ts';
import type { Operand } from './tree.ts';
import { f32, f64, hasKnownBits, integerWidths, intType, tupleOf } from './types.ts';
import type { AirType, IntType } from './types.ts';

const bitLength = (value: number): number => 32 - Math.clz32(value);

/** Type of the shift counts of an integer. */
const countOf = (bits: number): IntType => intType(bitLength(bits - 1), false);

const highOf = ({ bits, signed }: IntType): bigint => (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
const lowOf = (type: IntType): bigint => (type.signed ? -highOf(type) - 1n : 0n);

/** Makes integers. */
export abstract class Integers extends Core {
  protected integer(type: IntType): Operand {
    const { bits, text } = type;
    const two = (tag: string): Operand => this.make1(type, tag, this.pick(type), this.pick(type));
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
        return this.make1(type, 'not', this.pick(type));
      case 7:
        return this.halves(type);
      case 8:
        return this.overflow(type);
      case 9:
        return this.resized(type);
      case 10:
        return this.make1(type, 'bit_reverse', this.pick(type));
      case 11:
        return bits % 8 === 0 ? this.make1(type, 'byte_swap', this.pick(type)) : two('xor');
      case 12:
        if (type.signed) return two('sub_wrap');
        return this.make1(type, 'abs', this.pick(intType(bits, true)));
      case 13:
        return this.make1(type, `bit_cast(${text}`, this.pick(intType(bits, !type.signed)));
      case 14:
        return this.fromFloat(type);
      case 15:
        return this.counted(type);
      case 16:
        return this.exact(type);
      case 17:
      case 18:
        return this.narrowed(type);
      case 19:
        return this.fromBits(type);
      default:
        // Mostly a value that does not overflow: one that does ends the program.
        return this.chance(1, 24) ? two(this.checkedTag()) : this.halves(type, '_safe');
    }
  }

  private checkedTag(): string {
    return this.random.pick(['add_safe', 'sub_safe', 'mul_safe']);
  }

  /** A divisor that is neither 0 nor -1. */
  private division(type: IntType): Operand {
    const { bits, signed, text } = type;
    if (signed && bits < 4) return this.constant(type);
    const low = signed ? (1n << BigInt(bits - 2)) - 1n : highOf(type);
    const masked = this.make1(type, 'bit_and', this.pick(type), `<${text}, ${low}>`);
    const positive = this.make1(type, 'bit_or', masked, `<${text}, ${signed ? 2 : 1}>`);
    const constant = this.constant(type, signed ? this.random.pick(['-2', '-3', '-7', '3']) : '1');
    // Where the instruction that makes it is cut out, its constant must be no worse.
    const divisor =
      signed && this.chance(1, 3) ? constant : { ...positive, constant: constant.constant };
    const tag = this.random.pick(['div_trunc', 'div_floor', 'div_ceil', 'rem', 'mod']);
    return this.make1(type, tag, this.pick(type), divisor);
  }

  /** A value limited to 0 … limit of an unsigned type. */
  protected limited(type: IntType, limit: number): Operand {
    const value = this.make1(type, 'min', this.pick(type), `<${type.text}, ${limit}>`);
    return this.or(value, `${this.random.below(limit + 1)}`);
  }

  private shift(type: IntType): Operand {
    if (this.chance(1, 4)) {
      const any = intType(this.random.pick(integerWidths), false);
      return this.make1(type, 'shl_sat', this.pick(type), this.pick(any));
    }
    const tag = this.random.pick(['shl', 'shr', 'shl', 'shr', 'shl_with_overflow']);
    const { bits } = type;
    const count = bits === 1 ? '<u0, 0>' : this.limited(countOf(bits), bits - 1);
    if (tag !== 'shl_with_overflow') return this.make1(type, tag, this.pick(type), count);
    const pair = tupleOf([type, intType(1, false)]);
    return this.fieldsOf(this.make1(pair, `${tag}(${pair.text}`, this.pick(type), count));
  }

  /** `add`, `sub` and `mul`, checked or not, without overflow: on halves, sorted operands, short factors. */
  private halves(type: IntType, suffix: '' | '_safe' = ''): Operand {
    const { bits, text } = type;
    if (bits < 7) return this.constant(type);
    const short = (by: number): Operand =>
      this.or(this.make1(type, 'shr', this.pick(type), `<${countOf(bits).text}, ${by}>`), '1');
    if (this.chance(1, 3)) {
      const by = Math.floor(bits / 2) + 1;
      return this.make1(type, `mul${suffix}`, short(by), short(by));
    }
    if (type.signed || this.chance(1, 2)) {
      const tag = type.signed ? this.random.pick(['add', 'sub']) : 'add';
      return this.make1(type, `${tag}${suffix}`, short(1), short(1));
    }
    const [a, b] = [this.pick(type), this.pick(type)];
    const high = { ...this.make1(type, 'max', a, b), constant: `<${text}, 3>` };
    const low = { ...this.make1(type, 'min', a, b), constant: `<${text}, 0>` };
    return this.make1(type, `sub${suffix}`, high, low);
  }

  private overflow(type: IntType): Operand {
    const tag = this.random.pick(['add', 'sub', 'mul']);
    const pair = tupleOf([type, intType(1, false)]);
    const head = `${tag}_with_overflow(${pair.text}`;
    return this.fieldsOf(this.make1(pair, head, this.pick(type), this.pick(type)));
  }

  /** Both fields of the result of an overflow instruction. */
  private fieldsOf(pair: Operand): Operand {
    const [type] = (pair.type as AirType & { parts: readonly AirType[] }).parts;
    this.make1(intType(1, false), 'agg_field_val', pair, '1');
    return this.make1(type!, 'agg_field_val', pair, '0');
  }

  /** `shl_exact`, `shr_exact` and `div_exact` of values without low bits. */
  private exact(type: IntType): Operand {
    const { bits, text } = type;
    if (bits < 7) return this.constant(type);
    const by = 1 + this.random.below(3);
    const shift = (tag: string, value: Operand): Operand =>
      this.make1(type, tag, value, `<${countOf(bits).text}, ${by}>`);
    const high = this.or(shift('shr', this.pick(type)), '5');
    const even = this.or(shift('shl_exact', high), '16');
    if (this.chance(1, 2)) return shift('shr_exact', even);
    return this.make1(type, 'div_exact', even, `<${text}, ${1 << by}>`);
  }

  /** `int_cast` of a wider value that is known to fit; a checked one may panic. */
  private narrowed(type: IntType): Operand {
    const wider = integerWidths.filter((bits) => bits > type.bits);
    if (wider.length === 0) return this.constant(type);
    const source = intType(this.random.pick(wider), this.chance(1, 4) ? !type.signed : type.signed);
    const isChecked = this.chance(1, 3);
    const head = `int_cast${isChecked ? '_safe' : ''}(${type.text}`;
    if (isChecked && this.chance(1, 32)) return this.make1(type, head, this.pick(source));
    const low = source.signed ? lowOf(type) : 0n;
    const below = this.make1(source, 'min', this.pick(source), `<${source.text}, ${highOf(type)}>`);
    const between = this.make1(source, 'max', this.or(below, '0'), `<${source.text}, ${low}>`);
    return this.make1(type, head, this.or(between, '0'));
  }

  /** Another width: cut off, or extended. */
  private resized(type: IntType): Operand {
    const source = this.random.pick(integerWidths);
    if (source > type.bits) {
      return this.make1(type, `trunc(${type.text}`, this.pick(intType(source, type.signed)));
    }
    const signed = source < type.bits ? type.signed && this.chance(1, 2) : type.signed;
    return this.make1(type, `int_cast(${type.text}`, this.pick(intType(source, signed)));
  }

  private fromFloat(type: IntType): Operand {
    if (type.bits < 8) return this.constant(type);
    const float = this.random.pick([f32, f64]);
    const tags = [
      'int_from_float',
      'int_from_float_optimized',
      'int_from_float_safe',
      'int_from_float_optimized_safe',
    ];
    const tag = this.random.pick(tags);
    const head = `${tag}(${type.text}`;
    if (tag === 'int_from_float_safe' && this.chance(1, 24)) {
      return this.make1(type, head, this.pick(float));
    }
    const [low, high] = type.signed ? ['-100.0', '100.0'] : ['0.0', '200.0'];
    const above = this.make1(float, 'max', this.pick(float), `<${float.text}, ${low}>`);
    const between = this.make1(float, 'min', this.or(above, '1.0'), `<${float.text}, ${high}>`);
    return this.make1(type, head, this.or(between, '2.5'));
  }

  /** `clz`, `ctz`, `popcount`, made as wide as asked. */
  private counted(type: IntType): Operand {
    const source = this.chance(1, 2) ? type : this.randomInt();
    const count = intType(bitLength(source.bits), false);
    const value = this.make1(
      count,
      this.random.pick(['clz', 'ctz', 'popcount']),
      this.pick(source),
    );
    if (count.bits < type.bits || (count.bits === type.bits && !type.signed)) {
      return this.make1(type, `int_cast(${type.text}`, value);
    }
    return this.make1(
      type,
      `int_cast_safe(${type.text}`,
      this.or(this.limitedTo(value, type), '0'),
    );
  }

  /** An unsigned value that fits into a type of fewer bits. */
  private limitedTo(value: Operand, type: IntType): Operand {
    return this.make1(value.type, 'min', value, `<${value.type.text}, ${highOf(type)}>`);
  }

  /** The bits of a value that is not an integer. */
  private fromBits(type: IntType): Operand {
    const { bits, signed, text } = type;
    const sources = this.around.types.filter(
      (source) => source.kind !== 'int' && source.bits === bits && hasKnownBits(source),
    );
    if (bits === 32 || bits === 64) {
      const float = bits === 32 ? f32 : f64;
      // The bits of a NaN are the engine's choice.
      if (this.chance(1, 2) || sources.length === 0) {
        const number = this.make1(float, 'max', this.pick(float), `<${float.text}, -inf>`);
        return this.make1(type, `bit_cast(${text}`, this.or(number, '-1.5'));
      }
    }
    if (sources.length > 0) {
      return this.make1(type, `bit_cast(${text}`, this.pick(this.random.pick(sources)));
    }
    if (bits === this.around.errorInt.bits && !signed) {
      const set = this.ofKind('errorSet');
      if (set !== undefined) return this.make1(type, `int_from_error(${text}`, this.pick(set));
    }
    return this.make1(type, 'not', this.pick(type));
  }

  /** A `usize` of moderate size. */
  protected index(): Operand {
    const source = this.random.pick([8, 16, 24, 32]);
    return this.make1(this.usize, 'int_cast(usize', this.pick(intType(source, false)));
  }

  protected abstract readonly usize: IntType;

  /** An index below a length that is at least 1. */
  protected indexBelow(length: Operand | string): Operand {
    return this.or(this.make1(this.usize, 'rem', this.pick(this.usize), length), '0');
  }
}
