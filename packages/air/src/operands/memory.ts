// Bulk operations and atomics.

import { None, type TypeId } from '../ids.ts';
import { elementType } from '../results.ts';
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
  isSlice,
  withoutOptional,
  must,
  mustAgree,
  pointeeOf,
} from './checked.ts';
import type { Rules } from './rules.ts';

const atomicKinds: readonly TypeKind[] = /* @__PURE__ */ (() => [
  TypeKind.bool,
  TypeKind.int,
  TypeKind.float,
  TypeKind.enum,
  TypeKind.errorSet,
  TypeKind.pointer,
])();

/** A type atomics work on: a scalar of 1, 2, 4, 8 or 16 bytes. */
function atomicType(c: Checked, type: TypeId): void {
  const { layout } = c.module;
  const inner = layout.isPacked(type) ? c.module.types.bool : withoutOptional(c, type);
  const size = layout.sizeOf(type);
  const known = atomicKinds.includes(kindOf(c, inner)) && !isSlice(c, inner);
  if (!known || ![1, 2, 4, 8, 16].includes(size)) {
    c.wrong(`no atomic access has type ${c.show(type)} (${size} bytes)`);
  }
}

function atomicPointer(c: Checked, pointer: number, value?: number): void {
  const child = pointeeOf(c, typeOf(c, pointer));
  if (child === undefined) return;
  atomicType(c, child);
  if (value !== undefined) mustAgree(c, child, typeOf(c, value));
}

/** Type of the elements between two bulk operations, or of what a pointer to one addresses. */
function bulkElement(c: Checked, type: TypeId): TypeId | undefined {
  const { types } = c.module;
  const element = elementType(c.module, type);
  if (types.kind(type) === TypeKind.pointer && element !== None) return element as TypeId;
  must(c, false, 'a slice or a pointer to elements', type);
  return undefined;
}

function hasLength(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  if (types.pointerSize(type) === PointerSize.slice) return true;
  return types.pointerSize(type) === PointerSize.one;
}

/** Rules about bulk operations and atomics. */
export const memoryRules: Rules<
  'memset' | 'memcpy' | 'atomicStore' | 'atomicLoad' | 'atomicRmw' | 'cmpxchg'
> = {
  memset: (c) => {
    const item = bulkElement(c, typeOfA(c));
    if (item === undefined) return;
    must(c, hasLength(c, typeOfA(c)), 'a slice or a pointer to an array', typeOfA(c));
    mustAgree(c, item, typeOfB(c));
  },
  memcpy: (c) => {
    const to = bulkElement(c, typeOfA(c));
    const from = bulkElement(c, typeOfB(c));
    if (to === undefined || from === undefined) return;
    mustAgree(c, to, from);
    const known = hasLength(c, typeOfA(c)) || hasLength(c, typeOfB(c));
    must(c, known, 'a slice or a pointer to an array on one side', typeOfA(c));
  },
  atomicStore: (c) => atomicPointer(c, first(c), second(c)),
  atomicLoad: (c) => atomicPointer(c, first(c)),
  atomicRmw: (c) => atomicPointer(c, first(c), word(c, 0)),
  cmpxchg: (c) => {
    const { types } = c.module;
    atomicPointer(c, word(c, 0), word(c, 1));
    const type = typeOf(c, word(c, 1));
    mustAgree(c, type, typeOf(c, word(c, 2)));
    const result = stated(c);
    if (must(c, types.kind(result) === TypeKind.optional, 'an optional as result', result)) {
      mustAgree(c, type, types.child(result));
    }
  },
};
