// Types and constants as text. Both nest to any depth, so the parts still to print wait on a stack.

import { formatOfBits, printFloat } from '../float/index.ts';
import { None, type NameId, type TypeId, type ValueId } from '../ids.ts';
import { StateClass } from '../layout.ts';
import type { Module } from '../module.ts';
import { CallingConvention, PointerSize, TypeKind } from '../types.ts';
import { ValueKind } from '../values.ts';
import { needsQuotes } from './words.ts';

/** A part to print: text, a type, a value whose type the text around it gives, or a value as `<T, v>`. */
type Part =
  | string
  | { readonly type: TypeId }
  | { readonly value: ValueId; readonly leaf?: ValueId }
  | { readonly typed: ValueId };

const PLAIN_NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** A name, with quotes where it needs them. */
function quoteName(name: string): string {
  if (PLAIN_NAME.test(name) && !name.split('.').some(needsQuotes)) return name;
  return `@${quoteText(name)}`;
}

/** Text as a string constant. */
export function quoteText(text: string): string {
  return `"${text.replace(/[\u0000-\u001f\u007f"\\]/g, (code) => escapeByte(code.charCodeAt(0)))}"`;
}

function escapeByte(byte: number): string {
  switch (byte) {
    case 10:
      return '\\n';
    case 13:
      return '\\r';
    case 9:
      return '\\t';
    case 34:
      return '\\"';
    case 92:
      return '\\\\';
    default:
      if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
      return `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
}

/** Names as the printer writes them, kept because most are written often. */
const quoted: WeakMap<Module, string[]> = /* @__PURE__ */ new WeakMap();

/** A name of a module, quoted where it needs it. */
export function nameText(module: Module, name: NameId): string {
  let known = quoted.get(module);
  if (known === undefined) quoted.set(module, (known = []));
  return (known[name] ??= quoteName(module.text(name)));
}

/** A type as text. Inside of it, compound types that have an alias are written by its name. */
export function typeText(module: Module, type: TypeId): string {
  return render(module, typeParts(module, type));
}

/** Longest text of a type or value in a message. */
const SHORT = 120;

/** A type in a message: its beginning. Types share parts, so the whole text of one may be of any length. */
export function shortTypeText(module: Module, type: TypeId): string {
  return render(module, typeParts(module, type), SHORT);
}

/** A constant in a message: its beginning. */
export function shortValueText(module: Module, value: ValueId): string {
  return render(module, [{ value }], SHORT);
}

/** A type as part of other text: by the name of its alias if it is compound and has one. */
export function partTypeText(module: Module, type: TypeId): string {
  return render(module, [{ type }]);
}

/** A constant as text, without its type. */
export function valueText(module: Module, value: ValueId): string {
  return render(module, [{ value }]);
}

/** A constant as an operand: `<T, v>`, or less where that says as much. */
export function operandText(module: Module, value: ValueId): string {
  return render(module, [{ typed: value }]);
}

function render(module: Module, root: readonly Part[], limit = Infinity): string {
  let out = '';
  const stack: Part[] = [...root].reverse();
  while (stack.length > 0) {
    const part = stack.pop()!;
    if (typeof part === 'string') {
      out += part;
      if (out.length > limit) return `${out.slice(0, limit)}…`;
      continue;
    }
    let parts: Part[];
    if ('type' in part) parts = aliasParts(module, part.type) ?? typeParts(module, part.type);
    else if ('value' in part) parts = valueParts(module, part.value, part.leaf);
    else parts = typedParts(module, part.typed);
    for (let at = parts.length - 1; at >= 0; at--) stack.push(parts[at]!);
  }
  return out;
}

/** The name of a compound type's alias. */
function aliasParts(module: Module, type: TypeId): Part[] | undefined {
  const alias = module.aliasOf(type);
  if (alias === undefined) return undefined;
  const kind = module.types.kind(type);
  const compound = kind >= TypeKind.pointer && kind <= TypeKind.tuple;
  return compound ? [nameText(module, alias)] : undefined;
}

function typeParts(module: Module, type: TypeId): Part[] {
  const { types } = module;
  switch (types.kind(type)) {
    case TypeKind.void:
      return ['void'];
    case TypeKind.noreturn:
      return ['noreturn'];
    case TypeKind.bool:
      return ['bool'];
    case TypeKind.anyopaque:
      return ['anyopaque'];
    case TypeKind.int:
      return [types.integerName(type) ?? `${types.signed(type) ? 'i' : 'u'}${types.bits(type)}`];
    case TypeKind.float:
      return [types.isLongDouble(type) ? 'c_longdouble' : `f${types.bits(type)}`];
    case TypeKind.pointer:
      return pointerParts(module, type);
    case TypeKind.array: {
      const sentinel = types.sentinel(type);
      const length = types.exactLength(type);
      const child = { type: types.child(type) };
      if (sentinel === None) return [`[${length}]`, child];
      return [`[${length}:`, { value: sentinel as ValueId }, ']', child];
    }
    case TypeKind.vector:
      return [`@Vector(${types.arrayLength(type)}, `, { type: types.child(type) }, ')'];
    case TypeKind.optional:
      return ['?', { type: types.child(type) }];
    case TypeKind.errorSet: {
      if (types.isAnyError(type)) return ['anyerror'];
      const names = types
        .spelledErrors(type)
        .map((error) => nameText(module, module.errors.name(error)));
      return [`error{${names.join(', ')}}`];
    }
    case TypeKind.errorUnion:
      return [{ type: types.errorSetOf(type) }, '!', { type: types.payloadOf(type) }];
    case TypeKind.function:
      return ['fn ', ...signatureParts(module, type)];
    case TypeKind.tuple: {
      const parts: Part[] = [];
      for (let at = 0; at < types.fieldCount(type); at++) {
        parts.push(at === 0 ? ' ' : ', ', { type: types.fieldType(type, at) });
        const comptime = types.fieldComptime(type, at);
        if (comptime !== None) parts.push(' comptime = ', { value: comptime as ValueId });
      }
      return ['struct {', ...parts, parts.length === 0 ? '}' : ' }'];
    }
    default:
      return [nameText(module, types.declared.name(types.declaredOf(type)))];
  }
}

/** `(T, U) callconv(c) R` of a function type. */
function signatureParts(module: Module, type: TypeId): Part[] {
  const { types } = module;
  const parts: Part[] = ['('];
  const count = types.parameterCount(type);
  for (let at = 0; at < count; at++) {
    if (at > 0) parts.push(', ');
    if (types.isNoalias(type, at)) parts.push('noalias ');
    parts.push({ type: types.parameter(type, at) });
  }
  if (types.isVariadic(type)) parts.push(count > 0 ? ', ...' : '...');
  const convention = types.convention(type);
  const name = convention === CallingConvention.c ? 'c' : 'naked';
  parts.push(convention === CallingConvention.auto ? ') ' : `) callconv(${name}) `);
  parts.push({ type: types.resultOf(type) });
  return parts;
}

/** What follows the name of a function: `(T, U) callconv(c) R`. */
export function signatureText(module: Module, type: TypeId): string {
  return typeText(module, type).slice('fn '.length);
}

function pointerParts(module: Module, type: TypeId): Part[] {
  const { types } = module;
  const size = types.pointerSize(type);
  const sentinel = types.sentinel(type);
  const parts: Part[] = [];
  if (size === PointerSize.one) parts.push('*');
  else if (size === PointerSize.c) parts.push('[*c]');
  else {
    parts.push(size === PointerSize.many ? '[*' : '[');
    if (sentinel !== None) parts.push(':', { value: sentinel as ValueId });
    parts.push(']');
  }
  if (types.isAllowZero(type)) parts.push('allowzero ');
  const align = types.statedAlign(type);
  const lane = types.vectorIndex(type);
  if (lane !== None) parts.push(`align(${align}:vec ${lane}) `);
  else if (types.hostSize(type) !== 0) {
    parts.push(`align(${align}:${types.bitOffset(type)}:${types.hostSize(type)}) `);
  } else if (align !== 0) parts.push(`align(${align}) `);
  const space = types.addressSpace(type);
  if (space !== None) parts.push(`addrspace(${nameText(module, space as NameId)}) `);
  if (types.isConst(type)) parts.push('const ');
  if (types.isVolatile(type)) parts.push('volatile ');
  parts.push({ type: types.child(type) });
  return parts;
}

function typedParts(module: Module, value: ValueId): Part[] {
  const { types, values } = module;
  const kind = values.kind(value);
  if (kind === ValueKind.bool || kind === ValueKind.function) return [{ value }];
  const type = values.type(value);
  if (kind === ValueKind.void && types.kind(type) === TypeKind.void) return ['void_value'];
  return ['<', { type }, ', ', { value }, '>'];
}

/** `leaf` is what `leafOf` gives for the value, if it is known. */
function valueParts(module: Module, value: ValueId, leaf?: ValueId): Part[] {
  const { types, values } = module;
  const type = values.type(value);
  switch (values.kind(value)) {
    case ValueKind.undef:
      return ['undef'];
    case ValueKind.void:
      return [types.kind(type) === TypeKind.void ? 'void_value' : '.{}'];
    case ValueKind.bool:
      return [values.boolValue(value) ? 'true' : 'false'];
    case ValueKind.int:
      return [integerText(module, value)];
    case ValueKind.float: {
      const format = formatOfBits(types.bits(type) as 16);
      return [printFloat(format, values.floatBits(value))];
    }
    case ValueKind.null:
      return ['null'];
    case ValueKind.some:
    case ValueKind.success:
      return [payloadPart(module, value, leaf ?? leafOf(module, value))];
    case ValueKind.error:
    case ValueKind.failure:
      return [`error.${nameText(module, module.errors.name(values.errorOf(value)))}`];
    case ValueKind.enum: {
      const id = types.declaredOf(type);
      const field = types.declared.findEnumValue(id, values.payload(value));
      if (field < 0) return [{ value: values.payload(value) }];
      return [`.${nameText(module, types.declared.fieldName(id, field))}`];
    }
    case ValueKind.aggregate: {
      const count = values.elementCount(value);
      if (count === 0) return ['.{}'];
      const parts: Part[] = [];
      for (let at = 0; at < count; at++) {
        parts.push(at === 0 ? '.{ ' : ', ', { value: values.element(value, at) });
      }
      parts.push(' }');
      return parts;
    }
    case ValueKind.repeat:
      return repeatParts(module, value);
    case ValueKind.bytes: {
      let text = '';
      for (const byte of values.bytesOf(value)) text += escapeByte(byte);
      return [`"${text}"`];
    }
    case ValueKind.union: {
      const id = types.declaredOf(type);
      const name = types.declared.fieldName(id, values.unionField(value));
      return [`.{ .${nameText(module, name)} = `, { value: values.unionValue(value) }, ' }'];
    }
    case ValueKind.unionBytes: {
      const bytes = values.payload(value);
      if (values.isUndef(bytes)) return ['.{ undef }'];
      return ['.{ ', { typed: bytes }, ' }'];
    }
    case ValueKind.packed:
      return [{ value: values.payload(value) }];
    case ValueKind.navPointer:
      return [
        `&${nameText(module, module.navs.name(values.navOf(value)))}`,
        offsetText(module, value),
      ];
    case ValueKind.uavPointer: {
      const align = values.uavAlign(value);
      const uav = values.uavOf(value);
      return [
        align === 0 ? '&<' : `&align(${align}) <`,
        { type: values.type(uav) },
        ', ',
        { value: uav },
        '>',
        offsetText(module, value),
      ];
    }
    case ValueKind.addressPointer:
      return [
        isNullPointer(module, value) ? 'null' : `@addr(0x${values.address(value).toString(16)})`,
      ];
    case ValueKind.slice:
      return [
        '.{ ',
        { value: values.slicePointer(value) },
        ', ',
        { value: values.sliceLength(value) },
        ' }',
      ];
    case ValueKind.function:
      return [nameText(module, module.navs.name(values.navOf(value)))];
  }
}

/** `v ** n`; elements without bits one by one if they were written so first. */
function repeatParts(module: Module, value: ValueId): Part[] {
  const { layout, types, values } = module;
  const element = values.payload(value);
  const count = types.arrayLength(values.type(value));
  const bits = layout.classOf(values.type(element)) !== StateClass.one;
  if (bits || !values.isListed(value)) {
    return ['.{ ', { value: element }, ` ** ${types.exactLength(values.type(value))} }`];
  }
  const parts: Part[] = ['.{ ', { value: element }];
  for (let at = 1; at < count; at++) parts.push(', ', { value: element });
  parts.push(' }');
  return parts;
}

function integerText(module: Module, value: ValueId): string {
  const small = module.values.intNumber(value);
  return small === undefined ? module.values.intValue(value).toString() : small.toString();
}

function offsetText(module: Module, value: ValueId): string {
  const offset = module.values.pointerOffset(value);
  return offset === 0 ? '' : ` + ${offset}`;
}

/** True for address 0 of a pointer type that may be null by itself. */
function isNullPointer(module: Module, value: ValueId): boolean {
  const { types, values } = module;
  if (values.kind(value) !== ValueKind.addressPointer || values.address(value) !== 0n) return false;
  const type = values.type(value);
  return types.isAllowZero(type) || types.pointerSize(type) === PointerSize.c;
}

/** What is inside of all optionals and error unions that are present or succeed. */
function leafOf(module: Module, value: ValueId): ValueId {
  const { values } = module;
  let leaf = value;
  for (;;) {
    const kind = values.kind(leaf);
    if (kind !== ValueKind.some && kind !== ValueKind.success) return leaf;
    leaf = values.payload(leaf);
  }
}

/** The payload of an optional or error union: with its type where its text alone would mean something else. */
function payloadPart(module: Module, value: ValueId, leaf: ValueId): Part {
  const { values } = module;
  const payload = values.payload(value);
  const kind = values.kind(leaf);
  const success = values.kind(value) === ValueKind.success;
  const ambiguous =
    values.isUndef(payload) ||
    (success
      ? kind === ValueKind.error || kind === ValueKind.failure
      : kind === ValueKind.null || isNullPointer(module, leaf));
  return ambiguous ? { typed: payload } : { value: payload, leaf };
}
