/**
 * Value and heap types as the binary format numbers them. A type is kept as the s33 it is read as: a type index from 0
 * up, or a negative number, the type's byte minus 0x80 (i32 is -0x01, byte 7f). `(ref ht)` and `(ref null ht)` are -0x1c
 * and -0x1d with a heap type beside them.
 */
export const REF = -0x1c;
export const REF_NULL = -0x1d;
/** Block type without parameters and results. */
export const EMPTY_BLOCK = -0x40;

/** Numbers and vectors by byte, from 7f down; i8 and i16 are storage types only. */
const numberNames: readonly string[] = ['i32', 'i64', 'f32', 'f64', 'v128', '', '', 'i8', 'i16'];

/** Abstract heap types from byte 75 down. The value type of the same byte is a nullable reference to it. */
const heapNames: readonly string[] = [
  'nocont',
  'noexn',
  'nofunc',
  'noextern',
  'none',
  'func',
  'extern',
  'any',
  'eq',
  'i31',
  'struct',
  'array',
  'exn',
  'cont',
];

/** Names of the bottom references, which are not the heap type's name and `ref`. */
const bottomNames: readonly string[] = [
  'nullcontref',
  'nullexnref',
  'nullfuncref',
  'nullexternref',
  'nullref',
];

/** Gives a type index a name; `undefined` prints the number. */
export type TypeNames = (index: number) => string | undefined;

/** True for the s33 of a value type of one byte (not a storage type). */
export function isValueType(type: number): boolean {
  return (type >= -0x05 && type <= -0x01) || isAbstractHeapType(type);
}

/** True for the s33 of an abstract heap type. */
export function isAbstractHeapType(type: number): boolean {
  return type >= -0x18 && type <= -0x0b;
}

/** `func`, `extern`, or the type index; an unknown number as `0x…?`. */
export function heapTypeName(type: number, names?: TypeNames): string {
  if (type >= 0) return names?.(type) ?? String(type);
  return heapNames[-0x0b - type] ?? unknown(type);
}

/**
 * Name of a value or storage type; `heapType` matters only for `REF` and `REF_NULL`.
 *
 * @param type - an s33, or the byte itself (0x7f)
 * @example
 * valueTypeName(0x7f); // 'i32'
 * valueTypeName(REF_NULL, 3); // '(ref null 3)'
 */
export function valueTypeName(type: number, heapType = 0, names?: TypeNames): string {
  const code = type >= 0 ? type - 0x80 : type;
  if (code === REF) return `(ref ${heapTypeName(heapType, names)})`;
  if (code === REF_NULL) return `(ref null ${heapTypeName(heapType, names)})`;
  const bottom = bottomNames[-0x0b - code];
  if (bottom !== undefined) return bottom;
  const heap = heapNames[-0x0b - code];
  if (heap !== undefined) return `${heap}ref`;
  return numberNames[-1 - code] || unknown(code);
}

function unknown(type: number): string {
  return `0x${(type & 0x7f).toString(16)}?`;
}
