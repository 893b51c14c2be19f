// Vectors.

import { listPayload } from '../function.ts';
import { None, type ValueId } from '../ids.ts';
import { Tag, reduceOperations } from '../tags.ts';
import { TypeKind } from '../types.ts';
import {
  type Checked,
  second,
  word,
  stated,
  typeOf,
  typeOfA,
  typeOfB,
  kindOf,
  lane,
  isInteger,
  isNumber,
  lanes,
  must,
  mustAgree,
  mustBeUsize,
  pointsTo,
  sameLanes,
} from './checked.ts';
import type { Rules } from './rules.ts';

function shuffle(c: Checked): void {
  const { types } = c.module;
  const type = stated(c);
  const { start, length } = listPayload(c.body, c.inst);
  const two = c.body.tags[c.inst] === Tag.shuffle_two;
  if (!must(c, types.kind(type) === TypeKind.vector, 'a vector as result', type)) return;
  if (types.arrayLength(type) !== length) {
    c.wrong(`${c.show(type)} has ${types.arrayLength(type)} lanes, the mask has ${length}`);
  }
  const operands = [c.body.extra[start + length]!];
  if (two) operands.push(c.body.extra[start + length + 1]!);
  const sources = operands.map((ref) => typeOf(c, ref));
  for (const source of sources) {
    if (!must(c, types.kind(source) === TypeKind.vector, 'a vector', source)) return;
    mustAgree(c, types.child(type), types.child(source));
  }
  for (let at = start; at < start + length; at++) {
    const mask = c.body.extra[at]!;
    if (two && mask === None) continue;
    if (!two && mask >= 0x8000_0000) {
      mustAgree(c, types.child(type), c.module.values.type((mask & 0x7fff_ffff) as ValueId));
      continue;
    }
    const source = sources[two ? mask & 1 : 0]!;
    const index = two ? mask >>> 1 : mask;
    if (index >= types.arrayLength(source)) c.wrong(`${c.show(source)} has no lane ${index}`);
  }
}

/** Reductions of bits; the others are arithmetic. */
const BITWISE: readonly string[] = ['and', 'or', 'xor'];

/** Rules about vectors. */
export const vectorRules: Rules<
  'arrayToVector' | 'splat' | 'select' | 'compareVectors' | 'reduce' | 'shuffle' | 'storeElement'
> = {
  arrayToVector: (c) => {
    const { types } = c.module;
    const from = typeOfB(c);
    const to = stated(c);
    const good =
      must(c, types.kind(from) === TypeKind.array, 'an array', from) &&
      must(c, types.kind(to) === TypeKind.vector, 'a vector as result', to);
    if (!good) return;
    mustAgree(c, types.child(to), types.child(from));
    if (types.arrayLength(from) !== types.arrayLength(to)) {
      c.wrong(`${c.show(from)} and ${c.show(to)} differ in length`);
    }
  },
  splat: (c) => {
    const type = stated(c);
    const kind = kindOf(c, type);
    const good = kind === TypeKind.vector || kind === TypeKind.array;
    if (must(c, good, 'a vector as result', type)) {
      mustAgree(c, c.module.types.child(type), typeOfB(c));
    }
  },
  select: (c) => {
    const mask = typeOfA(c);
    const left = typeOf(c, word(c, 0));
    mustAgree(c, left, typeOf(c, word(c, 1)));
    must(c, lane(c, mask) === c.module.types.bool, 'a vector of bool', mask);
    sameLanes(c, mask, left);
  },
  compareVectors: (c) => {
    const left = typeOf(c, word(c, 0));
    must(c, lanes(c, left) > 0 || kindOf(c, left) === TypeKind.vector, 'a vector', left);
    mustAgree(c, left, typeOf(c, word(c, 1)));
  },
  reduce: (c) => {
    const type = typeOfA(c);
    if (!must(c, kindOf(c, type) === TypeKind.vector, 'a vector', type)) return;
    must(c, lanes(c, type) > 0, 'a vector with lanes', type);
    const operation = reduceOperations[second(c)]!;
    if (BITWISE.includes(operation)) {
      must(c, isInteger(c, type), 'a vector of integers', type);
    } else must(c, isNumber(c, type), 'a vector of numbers', type);
  },
  shuffle,
  storeElement: (c) => {
    const vector = pointsTo(c, typeOfA(c), TypeKind.vector, 'a vector');
    mustBeUsize(c, word(c, 0));
    if (vector !== undefined) mustAgree(c, c.module.types.child(vector), typeOf(c, word(c, 1)));
  },
};
