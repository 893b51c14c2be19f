// Optionals, errors, enums, unions, aggregates and their fields.

import { listPayload } from '../function.ts';
import { None, type TypeId } from '../ids.ts';
import { Tag } from '../tags.ts';
import { PointerSize, TypeKind } from '../types.ts';
import {
  type Checked,
  first,
  second,
  word,
  stated,
  typeOf,
  typeOfA,
  typeOfB,
  kindOf,
  isAddress,
  isSlice,
  isCPointer,
  isNullable,
  must,
  mustAgree,
  pointeeOf,
  pointsTo,
  resultPointsTo,
} from './checked.ts';
import type { Rules } from './rules.ts';

function aggregate(c: Checked): void {
  const { types } = c.module;
  const type = stated(c);
  const { start, length } = listPayload(c.body, c.inst);
  const item = (at: number): TypeId => typeOf(c, c.body.extra[start + at]!);
  switch (types.kind(type)) {
    case TypeKind.array:
    case TypeKind.vector: {
      const expected = types.arrayLength(type);
      if (expected !== length) c.wrong(`${c.show(type)} has ${expected} elements, found ${length}`);
      for (let at = 0; at < length; at++) mustAgree(c, types.child(type), item(at));
      return;
    }
    case TypeKind.struct:
    case TypeKind.tuple: {
      // Front ends give comptime fields an operand each, or leave all of them out.
      const all = length === types.fieldCount(type);
      let at = 0;
      for (let field = 0; field < types.fieldCount(type); field++) {
        if (!all && types.fieldComptime(type, field) !== None) continue;
        if (at < length) mustAgree(c, types.fieldType(type, field), item(at));
        at++;
      }
      if (at !== length) c.wrong(`${c.show(type)} has ${at} run-time fields, found ${length}`);
      return;
    }
    default:
      must(c, false, 'an array, vector, struct or tuple', type);
  }
}

/** Type of a field of what a pointer addresses: structs, tuples, unions, and the two words of a slice. */
function fieldOfPointee(c: Checked, child: TypeId, index: number): TypeId | undefined {
  const { types } = c.module;
  switch (types.kind(child)) {
    case TypeKind.struct:
    case TypeKind.tuple:
    case TypeKind.union:
      if (index < types.fieldCount(child)) return types.fieldType(child, index);
      break;
    case TypeKind.pointer:
      if (!isSlice(c, child) || index > 1) break;
      if (index === 1) return types.usize;
      return types.pointer({ ...types.pointerAttributes(child), size: PointerSize.many });
  }
  c.wrong(`${c.show(child)} has no field ${index}`);
  return undefined;
}

function errorCast(c: Checked): void {
  const { types } = c.module;
  const from = typeOfB(c);
  const to = stated(c);
  if (types.kind(from) === TypeKind.errorSet && types.kind(to) === TypeKind.errorSet) return;
  if (must(c, types.kind(from) === TypeKind.errorUnion, 'an error set or error union', from)) {
    mustAgree(c, from, to);
  }
}

function isTryPtr(c: Checked): boolean {
  const tag = c.body.tags[c.inst];
  return tag === Tag.try_ptr || tag === Tag.try_ptr_cold;
}

/** Rules about optionals, errors, enums, unions, aggregates and their fields. */
export const containerRules: Rules<
  | 'nullable'
  | 'nullablePtr'
  | 'errorUnion'
  | 'errorUnionPtr'
  | 'enum'
  | 'errorSet'
  | 'errorInt'
  | 'taggedUnion'
  | 'unionTag'
  | 'errorCast'
  | 'errorFromInt'
  | 'intFromError'
  | 'unionFromEnum'
  | 'optionalPayloadPtr'
  | 'wrapOptional'
  | 'errorPayloadPtr'
  | 'errorPtrError'
  | 'wrapPayload'
  | 'wrapError'
  | 'errorSetHasValue'
  | 'fieldOfValue'
  | 'fieldOfPointer'
  | 'fieldParent'
  | 'aggregate'
  | 'unionInit'
> = {
  nullable: (c) => {
    const type = typeOf(c, c.body.tags[c.inst] === Tag.optional_payload ? second(c) : first(c));
    must(c, isNullable(c, type), 'an optional', type);
  },
  nullablePtr: (c) => {
    const child = pointeeOf(c, typeOfA(c), 'a pointer to an optional');
    if (child !== undefined) must(c, isNullable(c, child), 'a pointer to an optional', typeOfA(c));
  },
  errorUnion: (c) => {
    const { tags } = c.body;
    const second =
      tags[c.inst] === Tag.unwrap_errunion_payload || tags[c.inst] === Tag.unwrap_errunion_err;
    const type = second ? typeOfB(c) : typeOfA(c);
    must(c, kindOf(c, type) === TypeKind.errorUnion, 'an error union', type);
  },
  errorUnionPtr: (c) => pointsTo(c, typeOfA(c), TypeKind.errorUnion, 'an error union'),
  enum: (c) => must(c, kindOf(c, typeOfA(c)) === TypeKind.enum, 'an enum', typeOfA(c)),
  errorSet: (c) => must(c, kindOf(c, typeOfA(c)) === TypeKind.errorSet, 'an error', typeOfA(c)),
  errorInt: (c) => {
    const bits = c.module.layout.integerBits(typeOfA(c));
    must(c, bits === c.module.errorBits, `an error or u${c.module.errorBits}`, typeOfA(c));
  },
  taggedUnion: (c) => {
    const { types } = c.module;
    const type = typeOfB(c);
    const tagged =
      types.kind(type) === TypeKind.union && types.declared.tag(types.declaredOf(type)) !== None;
    must(c, tagged, 'a tagged union', type);
  },
  unionTag: (c) => {
    const { types } = c.module;
    const child = pointsTo(c, typeOfA(c), TypeKind.union, 'a union');
    if (child === undefined) return;
    // A union with one field may have lost its tag: then the instruction does nothing.
    const tag = types.declared.tag(types.declaredOf(child));
    if (tag !== None) mustAgree(c, tag as TypeId, typeOfB(c));
  },
  errorCast,
  errorFromInt: (c) => {
    const bits = c.module.layout.integerBits(typeOfB(c));
    must(c, bits === c.module.errorBits, `u${c.module.errorBits}`, typeOfB(c));
    must(c, kindOf(c, stated(c)) === TypeKind.errorSet, 'an error set as result', stated(c));
  },
  intFromError: (c) => {
    must(c, kindOf(c, typeOfB(c)) === TypeKind.errorSet, 'an error', typeOfB(c));
    const bits = c.module.layout.integerBits(stated(c));
    must(c, bits === c.module.errorBits, `u${c.module.errorBits} as result`, stated(c));
  },
  unionFromEnum: (c) => {
    const { types } = c.module;
    const type = stated(c);
    const tag =
      types.kind(type) === TypeKind.union ? types.declared.tag(types.declaredOf(type)) : None;
    if (must(c, tag !== None, 'a tagged union as result', type)) {
      mustAgree(c, tag as TypeId, typeOfB(c));
    }
  },
  optionalPayloadPtr: (c) => {
    const child = pointeeOf(c, typeOfB(c), 'a pointer to an optional');
    if (child === undefined) return;
    if (!must(c, isNullable(c, child), 'a pointer to an optional', typeOfB(c))) return;
    resultPointsTo(c, isCPointer(c, child) ? child : c.module.types.child(child));
  },
  wrapOptional: (c) => {
    const type = stated(c);
    if (must(c, kindOf(c, type) === TypeKind.optional, 'an optional as result', type)) {
      mustAgree(c, c.module.types.child(type), typeOfB(c));
    }
  },
  errorPayloadPtr: (c) => {
    const pointer = isTryPtr(c) ? typeOf(c, word(c, 0)) : typeOfB(c);
    const union = pointsTo(c, pointer, TypeKind.errorUnion, 'an error union');
    if (union !== undefined) resultPointsTo(c, c.module.types.payloadOf(union));
  },
  errorPtrError: (c) => {
    const union = pointsTo(c, typeOfB(c), TypeKind.errorUnion, 'an error union');
    if (union !== undefined) mustAgree(c, c.module.types.errorSetOf(union), stated(c));
  },
  wrapPayload: (c) => {
    const type = stated(c);
    if (must(c, kindOf(c, type) === TypeKind.errorUnion, 'an error union as result', type)) {
      mustAgree(c, c.module.types.payloadOf(type), typeOfB(c));
    }
  },
  wrapError: (c) => {
    const type = stated(c);
    if (must(c, kindOf(c, type) === TypeKind.errorUnion, 'an error union as result', type)) {
      mustAgree(c, c.module.types.errorSetOf(type), typeOfB(c));
    }
  },
  errorSetHasValue: (c) => {
    must(c, kindOf(c, stated(c)) === TypeKind.errorSet, 'an error set', stated(c));
    const bits = c.module.layout.integerBits(typeOfB(c));
    must(c, bits === c.module.errorBits, `an error or u${c.module.errorBits}`, typeOfB(c));
  },
  fieldOfValue: (c) => {
    const { types } = c.module;
    const type = typeOf(c, word(c, 0));
    const kind = types.kind(type);
    const good = kind === TypeKind.struct || kind === TypeKind.tuple || kind === TypeKind.union;
    if (must(c, good, 'a struct, tuple or union', type) && word(c, 1) >= types.fieldCount(type)) {
      c.wrong(`${c.show(type)} has no field ${word(c, 1)}`);
    }
  },
  fieldOfPointer: (c) => {
    const child = pointeeOf(c, typeOf(c, word(c, 0)));
    if (child === undefined) return;
    const field = fieldOfPointee(c, child, word(c, 1));
    if (field !== undefined) resultPointsTo(c, field);
  },
  fieldParent: (c) => {
    const field = typeOf(c, word(c, 0));
    must(c, isAddress(c, field), 'a pointer to a field', field);
    const parent = pointeeOf(c, stated(c), 'a pointer as result');
    if (parent !== undefined) fieldOfPointee(c, parent, word(c, 1));
  },
  aggregate,
  unionInit: (c) => {
    const { types } = c.module;
    const type = stated(c);
    if (!must(c, types.kind(type) === TypeKind.union, 'a union', type)) return;
    if (word(c, 0) >= types.fieldCount(type)) c.wrong(`${c.show(type)} has no field ${word(c, 0)}`);
    else mustAgree(c, types.fieldType(type, word(c, 0)), typeOf(c, word(c, 1)));
  },
};
