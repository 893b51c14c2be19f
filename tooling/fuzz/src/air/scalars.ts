// Bools, floats, enum values and errors.

import { Integers } from './integers.ts';
import type { Operand } from './tree.ts';
import {
  anyError,
  boolType,
  f32,
  f64,
  hasKnownBits,
  intType,
  optionalOf,
  pointerTo,
} from './types.ts';
import type { AirType, CompoundType, IntType } from './types.ts';

const equality = ['cmp_eq', 'cmp_neq'];
const comparisons = ['cmp_lt', 'cmp_lte', 'cmp_gte', 'cmp_gt', ...equality];

/** Makes scalars. */
export abstract class Scalars extends Integers {
  // Bools.

  protected boolean(): Operand {
    const compare = (type: AirType, tags: readonly string[]): Operand =>
      this.make1(boolType, this.random.pick(tags), this.pick(type), this.pick(type));
    switch (this.random.below(13)) {
      case 0:
      case 1:
      case 2:
        return compare(this.randomInt(), comparisons);
      case 3:
        return compare(this.random.pick([f32, f64]), comparisons);
      case 4:
        return compare(boolType, ['bit_and', 'bit_or', 'xor', ...equality]);
      case 5:
        return this.make1(boolType, 'not', this.pick(boolType));
      case 6: {
        const tags = comparisons.map((tag) => `${tag}_optimized`);
        const type = this.random.pick([f32, f64]);
        return this.make1(boolType, this.random.pick(tags), this.finite(type), this.finite(type));
      }
      case 7:
        return compare(this.equatable(), equality);
      case 8:
        return this.samePlace();
      case 9:
        return this.isThere();
      case 10: {
        const bit = this.make1(
          intType(1, false),
          'bit_and',
          this.pick(intType(1, false)),
          '<u1, 1>',
        );
        return this.make1(boolType, 'bit_cast(bool', bit);
      }
      default:
        return this.isNamed();
    }
  }

  /** A type with equality that is neither a number nor a bool. */
  private equatable(): AirType {
    const scalar = [boolType, this.randomInt()];
    const enumType = this.ofKind('enum');
    if (enumType !== undefined) scalar.push(enumType as never);
    const set = this.ofKind('errorSet') ?? anyError;
    const packed = this.around.types.filter(
      (type) => (type as CompoundType).isPacked && hasKnownBits(type),
    );
    return this.random.pick([
      set,
      ...(enumType === undefined ? [] : [enumType]),
      ...packed,
      optionalOf(this.random.pick(scalar)),
      optionalOf(set),
    ]);
  }

  /** Whether two pointers of one type are equal: a pointer to itself, or to two slots. */
  private samePlace(): Operand {
    const type = pointerTo(this.randomInt());
    const [a, b] = [this.pick(type), this.pick(type)];
    if (this.chance(1, 3)) {
      // In one array, addresses have an order.
      const at = this.make1(pointerTo(type.parts[0]!), `ptr_cast(${type.text}`, a);
      return this.make1(boolType, this.random.pick(comparisons), a, at);
    }
    return this.make1(boolType, this.random.pick(equality), a, b);
  }

  /** Whether an optional or error union holds a payload. */
  private isThere(): Operand {
    const optional = this.ofKind('optional');
    if (optional !== undefined && this.chance(1, 2)) {
      return this.make1(
        boolType,
        this.random.pick(['is_null', 'is_non_null']),
        this.pick(optional),
      );
    }
    const union = this.ofKind('errorUnion');
    if (union === undefined) return this.make1(boolType, 'not', this.pick(boolType));
    return this.make1(boolType, this.random.pick(['is_err', 'is_non_err']), this.pick(union));
  }

  /** Whether a number means a name. */
  private isNamed(): Operand {
    const { errorInt } = this.around;
    switch (this.random.below(3)) {
      case 0:
        return this.make1(boolType, 'cmp_lte_errors_len', this.pick(errorInt));
      case 1: {
        const set = this.ofKind('errorSet') ?? anyError;
        return this.make1(boolType, `error_set_has_value(${set.text}`, this.pick(anyError));
      }
      default: {
        const type = this.ofKind('enum');
        if (type === undefined) return this.make1(boolType, 'not', this.pick(boolType));
        return this.make1(boolType, 'is_named_enum_value', this.pick(type));
      }
    }
  }

  // Floats.

  protected float(type: AirType): Operand {
    const one = (tags: readonly string[]): Operand =>
      this.make1(type, this.random.pick(tags), this.pick(type));
    const two = (tags: readonly string[]): Operand =>
      this.make1(type, this.random.pick(tags), this.pick(type), this.pick(type));
    switch (this.random.below(9)) {
      case 0:
      case 1:
        return two([
          ...['add', 'sub', 'mul', 'div_float', 'min', 'max'],
          ...['div_trunc', 'div_floor', 'div_ceil', 'rem', 'mod'],
        ]);
      case 2:
        return one(['neg', 'abs', 'sqrt', 'floor', 'ceil', 'trunc_float', 'round']);
      case 3:
        return this.make1(type, `float_from_int(${type.text}`, this.pick(this.randomInt()));
      case 4:
        return type.text === 'f32'
          ? this.make1(type, 'fptrunc(f32', this.pick(f64))
          : this.make1(type, 'fpext(f64', this.pick(f32));
      case 5:
        return this.relaxed(type);
      case 6: {
        const bits = intType(type.text === 'f32' ? 32 : 64, this.chance(1, 2));
        return this.make1(type, `bit_cast(${type.text}`, this.pick(bits));
      }
      case 7:
        return this.chance(1, 2)
          ? this.make1(type, 'mul_add', this.pick(type), this.pick(type), this.pick(type))
          : one(['sin', 'cos', 'tan', 'exp', 'exp2', 'log', 'log2', 'log10']);
      default:
        return two(['add', 'sub', 'mul', 'min', 'max']);
    }
  }

  /** Optimised arithmetic of numbers that are no NaN and give none. */
  private relaxed(type: AirType): Operand {
    const head = this.random.pick([
      ...['neg', 'add', 'sub', 'mul', 'div_float', 'div_trunc', 'div_floor', 'div_ceil'],
      ...['div_exact', 'rem', 'mod'],
    ]);
    const tag = `${head}_optimized`;
    const number = this.finite(type);
    if (head === 'neg') return this.make1(type, tag, number);
    if (!/^(div|rem|mod)/.test(head)) return this.make1(type, tag, number, this.finite(type));
    const three = `<${type.text}, 3.0>`;
    if (head !== 'div_exact') return this.make1(type, tag, number, three);
    return this.make1(type, tag, this.or(this.make1(type, 'mul', number, three), '9.0'), three);
  }

  /** A small whole number. */
  private finite(type: AirType): Operand {
    const value = this.pick(intType(this.random.pick([7, 8, 15, 16]), this.chance(1, 2)));
    return this.or(this.make1(type, `float_from_int(${type.text}`, value), '2.0');
  }

  // Enum values and errors.

  protected enumValue(type: CompoundType): Operand {
    const tag = type.parts[0] as IntType;
    const union = this.around.types.filter(
      (other) => (other as CompoundType).tag?.text === type.text,
    );
    switch (this.random.below(4)) {
      case 0:
        if (union.length > 0) {
          return this.make1(type, 'get_union_tag', this.pick(this.random.pick(union)));
        }
        break;
      case 1: {
        // Of an exhaustive enum only the numbers of its values; a checked cast of another panics.
        const any = type.isOpen || this.chance(1, 30);
        const number = any
          ? this.pick(tag)
          : this.make1(tag, `bit_cast(${tag.text}`, this.pick(type));
        const safe = { ...number, constant: `<${tag.text}, ${type.values[0]}>` };
        const cast = this.random.pick(type.isOpen ? ['bit_cast', 'int_cast'] : ['bit_cast_safe']);
        return this.make1(type, `${cast}(${type.text}`, safe);
      }
      case 2: {
        const number = this.make1(tag, `int_cast(${tag.text}`, this.pick(type));
        const safe = { ...number, constant: `<${tag.text}, ${type.values[0]}>` };
        return this.make1(type, `int_cast_safe(${type.text}`, safe);
      }
    }
    return this.constant(type);
  }

  protected error(type: CompoundType): Operand {
    const { errorInt, types } = this.around;
    const isWithin = (other: AirType): boolean =>
      other.kind === 'errorSet' &&
      (type.isOpen ||
        (!(other as CompoundType).isOpen &&
          (other as CompoundType).names.every((name) => type.names.includes(name))));
    const narrower = types.filter(isWithin);
    switch (this.random.below(4)) {
      case 0:
        if (narrower.length === 0) break;
        return this.make1(type, `error_cast(${type.text}`, this.pick(this.random.pick(narrower)));
      case 1: {
        const number = this.make1(errorInt, `int_from_error(${errorInt.text}`, this.pick(type));
        return this.make1(type, `error_from_int(${type.text}`, this.or(number, '1'));
      }
    }
    return this.constant(type);
  }
}
