// States and frames of the machine that reads types and constants (terms.ts).

/** What the machine does next. */
export const TYPE = 0;
export const VALUE = 1;
export const RESULT = 2;
export type Mode = typeof TYPE | typeof VALUE | typeof RESULT;

// Frames: what happens with a result. The kind is on top of its words, which the comments name from the bottom up.

/** Pointer: size | flags << 8, align, host size, bit offset, lane, address space, offset of the sentinel's text or None. */
export const F_POINTER = 0;
/** Pointer with sentinel: the same without the last, child, where to go on. The result is the sentinel. */
export const F_POINTER_SENTINEL = 1;
/** Array: length low, high, offset of the sentinel's text or None. */
export const F_ARRAY = 2;
/** Array with sentinel: length low, high, child, where to go on. The result is the sentinel. */
export const F_ARRAY_SENTINEL = 3;
export const F_OPTIONAL = 4;
/** Vector: length. */
export const F_VECTOR = 5;
/** Error union: set. */
export const F_ERROR_UNION = 6;
/** Parameter of a function type: first word of the list. The list holds (noalias, type) pairs. */
export const F_PARAMETER = 7;
/** Result of a function type: first word of the list, convention, variadic. */
export const F_FUNCTION = 8;
/** Type of a tuple field: first word of the list. The list holds (type, comptime value) pairs. */
export const F_TUPLE = 9;
/** Value of a comptime tuple field: first word of the list. */
export const F_TUPLE_VALUE = 10;
/** Alias whose text is read now, the last of the active declarations: where to go on. */
export const F_ALIAS = 11;
/** `<T, v>` whose T is the result: type around it or None. */
export const F_TYPED = 12;
/** `<T, v>` whose v is the result: type around it or None, T. */
export const F_TYPED_VALUE = 13;
/** Payload of an optional: its type. */
export const F_SOME = 14;
/** Payload of an error union: its type. */
export const F_SUCCESS = 15;
/** Element of an array or vector: its type, first word of the list. */
export const F_ELEMENT = 16;
/** Positional field: type, first word of the list. */
export const F_FIELD = 17;
/** Named field: type, first word of the list, field. */
export const F_NAMED_FIELD = 18;
/** Active field of a union: type, field. */
export const F_UNION = 19;
/** Bytes of a union: type. */
export const F_UNION_BYTES = 20;
/** Pointer of a slice: type. */
export const F_SLICE_POINTER = 21;
/** Length of a slice: type, pointer. */
export const F_SLICE_LENGTH = 22;
/** `&<T, v>` whose T is the result: pointer type, alignment. */
export const F_UAV = 23;
/** `&<T, v>` whose v is the result: pointer type, alignment. */
export const F_UAV_VALUE = 24;
