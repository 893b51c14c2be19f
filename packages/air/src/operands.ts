// What the operands of instructions must be: a function for each operand rule of `tags.ts`.

import { agree } from './agree.ts';
import { None, instOf, isInst, isValue, valueOf } from './ids.ts';
import type { InstId, NavId, Ref, TypeId, ValueId } from './ids.ts';
import { listPayload, type FunctionBody } from './function.ts';
import { StateClass } from './layout.ts';
import type { Module } from './module.ts';
import { elementType, signatureOf } from './results.ts';
import { Tag, type OperandRule } from './tags.ts';
import { PointerSize, TypeKind } from './types.ts';

/** The instruction that is checked. One object serves a whole module. */
export interface Checked {
  readonly module: Module;
  /** Signature of the function. */
  readonly signature: TypeId;
  readonly body: FunctionBody;
  readonly inst: InstId;
  /** Records that the operands are wrong. */
  wrong(problem: string): void;
  /** A type in a message. */
  show(type: TypeId): string;
}

// Words and types of the instruction at hand.

const a = (c: Checked): number => c.body.data[2 * c.inst]!;
const b = (c: Checked): number => c.body.data[2 * c.inst + 1]!;
const word = (c: Checked, index: number): number => c.body.extra[b(c) + index]!;
const stated = (c: Checked): TypeId => a(c) as TypeId;

/** Type of an operand; `void` for one that is not there, which another check reports. */
export function typeOfRef(module: Module, body: FunctionBody, ref: number): TypeId {
  if (isInst(ref as Ref)) {
    const inst = instOf(ref as Ref);
    return inst < body.length ? (body.types[inst]! as TypeId) : module.types.void;
  }
  return isValue(ref as Ref) ? module.values.type(valueOf(ref as Ref)) : module.types.void;
}

const typeOf = (c: Checked, ref: number): TypeId => typeOfRef(c.module, c.body, ref);
const typeOfA = (c: Checked): TypeId => typeOf(c, a(c));
const typeOfB = (c: Checked): TypeId => typeOf(c, b(c));

// Properties of types. `lane` is the element of a vector, or the type itself.

const kindOf = (c: Checked, type: TypeId): TypeKind => c.module.types.kind(type);

function lane(c: Checked, type: TypeId): TypeId {
  return kindOf(c, type) === TypeKind.vector ? c.module.types.child(type) : type;
}

const isInteger = (c: Checked, type: TypeId): boolean =>
  c.module.layout.integerBits(lane(c, type)) >= 0;
const isFloat = (c: Checked, type: TypeId): boolean => kindOf(c, lane(c, type)) === TypeKind.float;
const isNumber = (c: Checked, type: TypeId): boolean => isInteger(c, type) || isFloat(c, type);

/** A pointer that is one address: not a slice. */
function isAddress(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) !== PointerSize.slice;
}

function isSlice(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) === PointerSize.slice;
}

/** The pointer in an optional pointer, or the type itself. */
function withoutOptional(c: Checked, type: TypeId): TypeId {
  return kindOf(c, type) === TypeKind.optional ? c.module.types.child(type) : type;
}

function isCPointer(c: Checked, type: TypeId): boolean {
  const { types } = c.module;
  return types.kind(type) === TypeKind.pointer && types.pointerSize(type) === PointerSize.c;
}

const isNullable = (c: Checked, type: TypeId): boolean =>
  kindOf(c, type) === TypeKind.optional || isCPointer(c, type);

/** Lanes of a vector, 0 for anything else. */
function lanes(c: Checked, type: TypeId): number {
  return kindOf(c, type) === TypeKind.vector ? c.module.types.arrayLength(type) : 0;
}

// Checks that record what is wrong.

function must(c: Checked, holds: boolean, expected: string, found: TypeId): boolean {
  if (!holds) c.wrong(`expected ${expected}, found ${c.show(found)}`);
  return holds;
}

function mustAgree(c: Checked, expected: TypeId, found: TypeId): void {
  if (!agree(c.module.types, expected, found)) {
    c.wrong(`expected ${c.show(expected)}, found ${c.show(found)}`);
  }
}

function mustBeUsize(c: Checked, ref: number): void {
  const type = typeOf(c, ref);
  must(c, type === c.module.types.usize, 'usize', type);
}

/** What an address points to; records it when the type is no address. */
function pointeeOf(c: Checked, type: TypeId, what = 'a pointer'): TypeId | undefined {
  return must(c, isAddress(c, type), what, type) ? c.module.types.child(type) : undefined;
}

function pointsTo(c: Checked, type: TypeId, kind: TypeKind, what: string): TypeId | undefined {
  const child = pointeeOf(c, type, `a pointer to ${what}`);
  if (child === undefined) return undefined;
  return must(c, kindOf(c, child) === kind, `a pointer to ${what}`, type) ? child : undefined;
}

/** Two operands of one type with a property. */
function both(c: Checked, holds: (c: Checked, type: TypeId) => boolean, what: string): void {
  const left = typeOfA(c);
  if (must(c, holds(c, left), what, left)) mustAgree(c, left, typeOfB(c));
}

function shift(c: Checked, left: TypeId, right: TypeId): void {
  if (!must(c, isInteger(c, left), 'an integer', left)) return;
  const count = lane(c, right);
  const unsigned = c.module.layout.integerBits(count) >= 0 && !c.module.layout.isSigned(count);
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

/** Source and result both scalars, or vectors of the same number of lanes. */
function sameLanes(c: Checked, from: TypeId, to: TypeId): void {
  if (lanes(c, from) !== lanes(c, to)) {
    c.wrong(`${c.show(from)} and ${c.show(to)} differ in the number of lanes`);
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

/** Lane bits of a scalar or vector of floats or integers. */
function laneBits(c: Checked, type: TypeId): number {
  return c.module.layout.bitsOf(lane(c, type));
}

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

/** A pointer result whose child is `child` or agrees with it. */
function resultPointsTo(c: Checked, child: TypeId): void {
  const target = stated(c);
  const found = pointeeOf(c, target, 'a pointer as result');
  if (found !== undefined) mustAgree(c, child, found);
}

/** The element pointer of `slice_elem_ptr` and `ptr_elem_ptr`. */
function elementPointer(c: Checked, element: TypeId | typeof None, operand: TypeId): void {
  if (must(c, element !== None, 'a pointer to elements', operand)) {
    resultPointsTo(c, element as TypeId);
  }
  mustBeUsize(c, word(c, 1));
}

function element(c: Checked, type: TypeId, good: boolean, what: string, index: number): void {
  must(c, good && elementType(c.module, type) !== None, what, type);
  mustBeUsize(c, index);
}

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

function call(c: Checked): void {
  const { types } = c.module;
  const callee = typeOfA(c);
  const signature = signatureOf(c.module, callee) as TypeId;
  if (!must(c, (signature as number) !== None, 'a function', callee)) return;
  const { start, length } = listPayload(c.body, c.inst);
  const expected = types.parameterCount(signature);
  if (length < expected || (length > expected && !types.isVariadic(signature))) {
    c.wrong(`the function takes ${expected} arguments, found ${length}`);
    return;
  }
  for (let at = 0; at < expected; at++) {
    mustAgree(c, types.parameter(signature, at), typeOf(c, c.body.extra[start + at]!));
  }
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

function errorCast(c: Checked): void {
  const { types } = c.module;
  const from = typeOfB(c);
  const to = stated(c);
  if (types.kind(from) === TypeKind.errorSet && types.kind(to) === TypeKind.errorSet) return;
  if (must(c, types.kind(from) === TypeKind.errorUnion, 'an error set or error union', from)) {
    mustAgree(c, from, to);
  }
}

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

function parameter(c: Checked): void {
  const { types } = c.module;
  const index = b(c);
  if (index >= types.parameterCount(c.signature)) {
    c.wrong(`there is no parameter ${index}`);
  } else if (types.parameter(c.signature, index) !== a(c)) {
    c.wrong(`parameter ${index} is of type ${c.show(types.parameter(c.signature, index))}`);
  }
}

/** A function for each operand rule. */
export const operandRules: { readonly [Name in OperandRule]: (c: Checked) => void } = {
  any: () => undefined,
  parameter,
  float: (c) => must(c, isFloat(c, typeOfA(c)), 'a float', typeOfA(c)),
  nullable: (c) => {
    const type = typeOf(c, c.body.tags[c.inst] === Tag.optional_payload ? b(c) : a(c));
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
  returned: (c) => mustAgree(c, c.module.types.resultOf(c.signature), typeOfA(c)),
  returnedPtr: (c) => {
    const child = pointeeOf(c, typeOfA(c));
    if (child !== undefined) mustAgree(c, c.module.types.resultOf(c.signature), child);
  },
  enum: (c) => must(c, kindOf(c, typeOfA(c)) === TypeKind.enum, 'an enum', typeOfA(c)),
  errorSet: (c) => must(c, kindOf(c, typeOfA(c)) === TypeKind.errorSet, 'an error', typeOfA(c)),
  errorInt: (c) => {
    const bits = c.module.layout.integerBits(typeOfA(c));
    must(c, bits === c.module.errorBits, `an error or u${c.module.errorBits}`, typeOfA(c));
  },
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
  integer: (c) => must(c, isInteger(c, typeOfB(c)), 'an integer', typeOfB(c)),
  number: (c) => must(c, isNumber(c, typeOfB(c)), 'a number', typeOfB(c)),
  byteSwap: (c) => {
    const type = typeOfB(c);
    if (!must(c, isInteger(c, type), 'an integer', type)) return;
    must(c, laneBits(c, type) % 8 === 0, 'an integer of whole bytes', type);
  },
  taggedUnion: (c) => {
    const { types } = c.module;
    const type = typeOfB(c);
    const tagged =
      types.kind(type) === TypeKind.union && types.declared.tag(types.declaredOf(type)) !== None;
    must(c, tagged, 'a tagged union', type);
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
  stored: (c) => {
    const child = pointeeOf(c, typeOfA(c));
    if (child !== undefined) mustAgree(c, child, typeOfB(c));
  },
  unionTag: (c) => {
    const { types } = c.module;
    const child = pointsTo(c, typeOfA(c), TypeKind.union, 'a union');
    if (child === undefined) return;
    // A union with one field may have lost its tag: then the instruction does nothing.
    const tag = types.declared.tag(types.declaredOf(child));
    if (tag !== None) mustAgree(c, tag as TypeId, typeOfB(c));
  },
  arrayElement: (c) => {
    const kind = kindOf(c, typeOfA(c));
    const good = kind === TypeKind.array || kind === TypeKind.vector;
    element(c, typeOfA(c), good, 'an array or vector', b(c));
  },
  sliceElement: (c) => element(c, typeOfA(c), isSlice(c, typeOfA(c)), 'a slice', b(c)),
  pointerElement: (c) =>
    element(c, typeOfA(c), isAddress(c, typeOfA(c)), 'a pointer to elements', b(c)),
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
  atomicStore: (c) => atomicPointer(c, a(c), b(c)),
  bitCast,
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
  errorSetHasValue: (c) => {
    must(c, kindOf(c, stated(c)) === TypeKind.errorSet, 'an error set', stated(c));
    const bits = c.module.layout.integerBits(typeOfB(c));
    must(c, bits === c.module.errorBits, `an error or u${c.module.errorBits}`, typeOfB(c));
  },
  vaList: (c) => must(c, isAddress(c, typeOfB(c)), 'a pointer to a va_list', typeOfB(c)),
  statedPointer: (c) =>
    must(c, isAddress(c, withoutOptional(c, stated(c))), 'a pointer', stated(c)),
  variadic: (c) => {
    if (!c.module.types.isVariadic(c.signature)) c.wrong('the function is not variadic');
  },
  pointerStep: (c) => {
    const from = typeOf(c, word(c, 0));
    mustBeUsize(c, word(c, 1));
    must(c, kindOf(c, from) === TypeKind.pointer, 'a pointer', from);
    must(c, isAddress(c, stated(c)), 'a pointer as result', stated(c));
  },
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
  repeat: () => undefined,
  branch: (c) => {
    const target = a(c);
    if (target < c.body.length) mustAgree(c, c.body.types[target]! as TypeId, typeOfB(c));
  },
  dispatch: (c) => {
    const target = a(c);
    if (target < c.body.length) mustAgree(c, typeOf(c, c.body.data[2 * target]!), typeOfB(c));
  },
  condition: (c) => must(c, typeOfA(c) === c.module.types.bool, 'bool', typeOfA(c)),
  switch: (c) =>
    must(c, isInteger(c, typeOfA(c)), 'an integer, enum, error or pointer', typeOfA(c)),
  call,
  select: (c) => {
    const mask = typeOfA(c);
    const left = typeOf(c, word(c, 0));
    mustAgree(c, left, typeOf(c, word(c, 1)));
    must(c, lane(c, mask) === c.module.types.bool, 'a vector of bool', mask);
    sameLanes(c, mask, left);
  },
  mulAdd: (c) => {
    const left = typeOf(c, word(c, 0));
    if (!must(c, isFloat(c, left), 'a float', left)) return;
    mustAgree(c, left, typeOf(c, word(c, 1)));
    mustAgree(c, left, typeOfA(c));
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
    must(c, isNumber(c, type), 'a vector of numbers', type);
  },
  shuffle,
  atomicLoad: (c) => atomicPointer(c, a(c)),
  atomicRmw: (c) => atomicPointer(c, a(c), word(c, 0)),
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
  memoryGrow: (c) => mustBeUsize(c, a(c)),
  navPointer: (c) => {
    const { navs } = c.module;
    const nav = b(c);
    if (nav >= navs.length) c.wrong(`there is no nav ${nav}`);
    else resultPointsTo(c, navs.type(nav as NavId));
  },
  assembly: () => undefined,
};

function isTryPtr(c: Checked): boolean {
  const tag = c.body.tags[c.inst];
  return tag === Tag.try_ptr || tag === Tag.try_ptr_cold;
}

/** Types with one value compare equal. */
function isVoid(c: Checked, type: TypeId): boolean {
  return c.module.layout.classOf(type) === StateClass.one;
}
