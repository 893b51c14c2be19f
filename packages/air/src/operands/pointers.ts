// Pointers and slices: loads, stores, elements, casts.

import { None, type NavId, type TypeId } from '../ids.ts';
import { StateClass } from '../layout.ts';
import { elementType } from '../results.ts';
import { TypeKind } from '../types.ts';
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
  withoutOptional,
  must,
  mustAgree,
  mustBeUsize,
  pointeeOf,
  pointsTo,
  resultPointsTo,
} from './checked.ts';
import type { Rules } from './rules.ts';

function element(c: Checked, type: TypeId, good: boolean, what: string, index: number): void {
  must(c, good && elementType(c.module, type) !== None, what, type);
  mustBeUsize(c, index);
}

/** The element pointer of `slice_elem_ptr` and `ptr_elem_ptr`. */
function elementPointer(c: Checked, element: TypeId | typeof None, operand: TypeId): void {
  if (must(c, element !== None, 'a pointer to elements', operand)) {
    resultPointsTo(c, element as TypeId);
  }
  mustBeUsize(c, word(c, 1));
}

function pointerCast(c: Checked): void {
  const from = withoutOptional(c, typeOfB(c));
  const to = withoutOptional(c, stated(c));
  const good =
    must(c, kindOf(c, from) === TypeKind.pointer, 'a pointer', from) &&
    must(c, kindOf(c, to) === TypeKind.pointer, 'a pointer as result', to);
  if (good && isSlice(c, from) !== isSlice(c, to)) {
    c.wrong(`${c.show(from)} and ${c.show(to)} are a slice and an address`);
  }
}

/** Rules about pointers and slices: loads, stores, elements, casts. */
export const pointerRules: Rules<
  | 'pointer'
  | 'slice'
  | 'loadable'
  | 'stored'
  | 'arrayElement'
  | 'sliceElement'
  | 'pointerElement'
  | 'pointerCast'
  | 'pointerFromInt'
  | 'intFromPointer'
  | 'sliceWordPtr'
  | 'arrayToSlice'
  | 'vaList'
  | 'statedPointer'
  | 'pointerStep'
  | 'makeSlice'
  | 'sliceElementPtr'
  | 'pointerElementPtr'
  | 'memoryGrow'
  | 'navPointer'
> = {
  pointer: (c) => {
    const type = withoutOptional(c, typeOfA(c));
    must(c, kindOf(c, type) === TypeKind.pointer, 'a pointer', typeOfA(c));
  },
  slice: (c) => must(c, isSlice(c, typeOfB(c)), 'a slice', typeOfB(c)),
  loadable: (c) => {
    const child = pointeeOf(c, typeOfB(c));
    if (child === undefined) return;
    const opaque =
      c.module.layout.classOf(child) === StateClass.none && kindOf(c, child) !== TypeKind.noreturn;
    must(c, !opaque, 'a pointer to something with a value', typeOfB(c));
  },
  stored: (c) => {
    const child = pointeeOf(c, typeOfA(c));
    if (child !== undefined) mustAgree(c, child, typeOfB(c));
  },
  arrayElement: (c) => {
    const kind = kindOf(c, typeOfA(c));
    const good = kind === TypeKind.array || kind === TypeKind.vector;
    element(c, typeOfA(c), good, 'an array or vector', second(c));
  },
  sliceElement: (c) => element(c, typeOfA(c), isSlice(c, typeOfA(c)), 'a slice', second(c)),
  pointerElement: (c) =>
    element(c, typeOfA(c), isAddress(c, typeOfA(c)), 'a pointer to elements', second(c)),
  pointerCast,
  pointerFromInt: (c) => {
    const bits = c.module.types.pointerBits;
    must(c, c.module.layout.integerBits(typeOfB(c)) === bits, 'usize', typeOfB(c));
    const to = withoutOptional(c, stated(c));
    must(c, isAddress(c, to), 'a pointer as result', to);
  },
  intFromPointer: (c) => {
    const from = withoutOptional(c, typeOfB(c));
    must(c, kindOf(c, from) === TypeKind.pointer, 'a pointer', from);
    must(c, stated(c) === c.module.types.usize, 'usize as result', stated(c));
  },
  sliceWordPtr: (c) => {
    const child = pointeeOf(c, typeOfB(c), 'a pointer to a slice');
    if (child === undefined) return;
    must(c, isSlice(c, withoutOptional(c, child)), 'a pointer to a slice', typeOfB(c));
    must(c, isAddress(c, stated(c)), 'a pointer as result', stated(c));
  },
  arrayToSlice: (c) => {
    const array = pointsTo(c, typeOfB(c), TypeKind.array, 'an array');
    const type = stated(c);
    if (!must(c, isSlice(c, type), 'a slice as result', type) || array === undefined) return;
    mustAgree(c, c.module.types.child(array), c.module.types.child(type));
  },
  vaList: (c) => must(c, isAddress(c, typeOfB(c)), 'a pointer to a va_list', typeOfB(c)),
  statedPointer: (c) =>
    must(c, isAddress(c, withoutOptional(c, stated(c))), 'a pointer', stated(c)),
  pointerStep: (c) => {
    const from = typeOf(c, word(c, 0));
    mustBeUsize(c, word(c, 1));
    must(c, kindOf(c, from) === TypeKind.pointer, 'a pointer', from);
    must(c, isAddress(c, stated(c)), 'a pointer as result', stated(c));
  },
  makeSlice: (c) => {
    const pointer = typeOf(c, word(c, 0));
    must(c, isAddress(c, withoutOptional(c, pointer)), 'a pointer', pointer);
    mustBeUsize(c, word(c, 1));
    must(c, isSlice(c, withoutOptional(c, stated(c))), 'a slice as result', stated(c));
  },
  sliceElementPtr: (c) => {
    const slice = typeOf(c, word(c, 0));
    const good = isSlice(c, slice);
    elementPointer(c, good ? elementType(c.module, slice) : None, slice);
  },
  pointerElementPtr: (c) => {
    const pointer = typeOf(c, word(c, 0));
    elementPointer(c, isAddress(c, pointer) ? elementType(c.module, pointer) : None, pointer);
  },
  memoryGrow: (c) => mustBeUsize(c, first(c)),
  navPointer: (c) => {
    const { navs } = c.module;
    const nav = second(c);
    if (nav >= navs.length) c.wrong(`there is no nav ${nav}`);
    else resultPointsTo(c, navs.type(nav as NavId));
  },
};
