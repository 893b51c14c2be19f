// Numbers: arithmetic, shifts, comparisons, conversions.

import { agree } from '../agree.ts';
import type { TypeId } from '../ids.ts';
import { StateClass } from '../layout.ts';
import { TypeKind } from '../types.ts';
import {
  type Checked,
  word,
  stated,
  typeOf,
  typeOfA,
  typeOfB,
  lane,
  isInteger,
  isFloat,
  isNumber,
  withoutOptional,
  lanes,
  must,
  mustAgree,
  both,
  sameLanes,
  laneBits,
} from './checked.ts';
import type { Rules } from './rules.ts';

function shift(c: Checked, left: TypeId, right: TypeId): void {
  if (!must(c, isInteger(c, left), 'an integer', left)) return;
  const count = lane(c, right);
  const unsigned = isInteger(c, count) && !c.module.layout.isSigned(count);
  if (!must(c, unsigned, 'an unsigned shift count', right)) return;
  if (lanes(c, right) !== 0 && lanes(c, right) !== lanes(c, left)) {
    c.wrong(`the shift count has ${lanes(c, right)} lanes, the operand ${lanes(c, left)}`);
  }
}

/** A shift whose count must have the width of the operand's bit index. */
function narrowShift(c: Checked, left: TypeId, right: TypeId): void {
  shift(c, left, right);
  const bits = c.module.layout.integerBits(lane(c, left));
  const count = lane(c, right);
  if (bits < 0 || c.module.layout.integerBits(count) < 0) return;
  const expected = bits <= 1 ? 0 : 32 - Math.clz32(bits - 1);
  if (c.module.layout.integerBits(count) !== expected) {
    c.wrong(`the shift count of ${c.show(left)} is of type u${expected}, found ${c.show(right)}`);
  }
}

/** The result of an overflow instruction: a tuple of the operand's type and u1, or vectors of them. */
function overflowResult(c: Checked, operand: TypeId): void {
  const { types } = c.module;
  const result = stated(c);
  const good =
    types.kind(result) === TypeKind.tuple &&
    types.fieldCount(result) === 2 &&
    agree(types, types.fieldType(result, 0), operand) &&
    lane(c, types.fieldType(result, 1)) === types.int(false, 1) &&
    lanes(c, types.fieldType(result, 1)) === lanes(c, operand);
  if (!good) {
    const one = c.show(operand);
    c.wrong(`expected the result type struct { ${one}, u1 }, found ${c.show(result)}`);
  }
}

function convert(
  c: Checked,
  from: (c: Checked, type: TypeId) => boolean,
  fromWhat: string,
  to: (c: Checked, type: TypeId) => boolean,
  toWhat: string,
): boolean {
  const source = typeOfB(c);
  const target = stated(c);
  const good =
    must(c, from(c, source), fromWhat, source) &&
    must(c, to(c, target), `${toWhat} as result`, target);
  if (good) sameLanes(c, source, target);
  return good;
}

/** Types with one value compare equal. */
function isVoid(c: Checked, type: TypeId): boolean {
  return c.module.layout.classOf(type) === StateClass.one;
}

function bitCast(c: Checked): void {
  const { layout, types } = c.module;
  const from = typeOfB(c);
  const to = stated(c);
  if (agree(types, from, to)) return;
  for (const type of [from, to]) {
    const kind = types.kind(type);
    const aggregateKind =
      kind === TypeKind.tuple ||
      kind === TypeKind.errorUnion ||
      kind === TypeKind.noreturn ||
      kind === TypeKind.function ||
      ((kind === TypeKind.struct || kind === TypeKind.union) && !layout.isPacked(type));
    if (!must(c, !aggregateKind, 'a type that is bits', type)) return;
  }
  if (layout.bitsOf(from) !== layout.bitsOf(to)) {
    c.wrong(
      `${c.show(from)} has ${layout.bitsOf(from)} bits, ${c.show(to)} has ${layout.bitsOf(to)}`,
    );
  }
}

/** Rules about numbers: arithmetic, shifts, comparisons, conversions. */
export const numberRules: Rules<
  | 'float'
  | 'integer'
  | 'number'
  | 'byteSwap'
  | 'numbers'
  | 'integers'
  | 'floats'
  | 'shift'
  | 'shiftAny'
  | 'ordered'
  | 'equatable'
  | 'bitCast'
  | 'floatNarrow'
  | 'floatWiden'
  | 'intCast'
  | 'truncate'
  | 'intFromFloat'
  | 'floatFromInt'
  | 'overflow'
  | 'shiftOverflow'
  | 'mulAdd'
> = {
  float: (c) => must(c, isFloat(c, typeOfA(c)), 'a float', typeOfA(c)),
  integer: (c) => must(c, isInteger(c, typeOfB(c)), 'an integer', typeOfB(c)),
  number: (c) => must(c, isNumber(c, typeOfB(c)), 'a number', typeOfB(c)),
  byteSwap: (c) => {
    const type = typeOfB(c);
    if (!must(c, isInteger(c, type), 'an integer', type)) return;
    must(c, laneBits(c, type) % 8 === 0, 'an integer of whole bytes', type);
  },
  numbers: (c) => both(c, isNumber, 'a number'),
  integers: (c) => both(c, isInteger, 'an integer'),
  floats: (c) => both(c, isFloat, 'a float'),
  shift: (c) => narrowShift(c, typeOfA(c), typeOfB(c)),
  shiftAny: (c) => shift(c, typeOfA(c), typeOfB(c)),
  ordered: (c) => both(c, isNumber, 'a number'),
  equatable: (c) =>
    both(
      c,
      (checked, type) => {
        const inner = withoutOptional(checked, type);
        return isNumber(checked, inner) || isVoid(checked, inner);
      },
      'a type with equality',
    ),
  bitCast,
  floatNarrow: (c) => {
    if (!convert(c, isFloat, 'a float', isFloat, 'a float')) return;
    const narrower = laneBits(c, stated(c)) <= laneBits(c, typeOfB(c));
    must(c, narrower, 'a narrower float as result', stated(c));
  },
  floatWiden: (c) => {
    if (!convert(c, isFloat, 'a float', isFloat, 'a float')) return;
    const wider = laneBits(c, stated(c)) >= laneBits(c, typeOfB(c));
    must(c, wider, 'a wider float as result', stated(c));
  },
  intCast: (c) => convert(c, isInteger, 'an integer', isInteger, 'an integer'),
  truncate: (c) => {
    if (!convert(c, isInteger, 'an integer', isInteger, 'an integer')) return;
    const narrower = laneBits(c, stated(c)) <= laneBits(c, typeOfB(c));
    must(c, narrower, 'a narrower integer as result', stated(c));
  },
  intFromFloat: (c) => convert(c, isFloat, 'a float', isInteger, 'an integer'),
  floatFromInt: (c) => convert(c, isInteger, 'an integer', isFloat, 'a float'),
  overflow: (c) => {
    const left = typeOf(c, word(c, 0));
    if (!must(c, isInteger(c, left), 'an integer', left)) return;
    mustAgree(c, left, typeOf(c, word(c, 1)));
    overflowResult(c, left);
  },
  shiftOverflow: (c) => {
    const left = typeOf(c, word(c, 0));
    narrowShift(c, left, typeOf(c, word(c, 1)));
    overflowResult(c, left);
  },
  mulAdd: (c) => {
    const left = typeOf(c, word(c, 0));
    if (!must(c, isFloat(c, left), 'a float', left)) return;
    mustAgree(c, left, typeOf(c, word(c, 1)));
    mustAgree(c, left, typeOfA(c));
  },
};
