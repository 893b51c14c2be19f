// The table of all instructions. A tag without an entry does not compile.

import * as float from '../float/index.ts';
import { tagRows } from '../tags.ts';
import type { TagName } from '../tags.ts';
import * as aggregate from './aggregate-operations.ts';
import * as atomic from './atomic-operations.ts';
import * as compare from './compare-operations.ts';
import * as control from './control-operations.ts';
import * as convert from './conversion-operations.ts';
import * as error from './error-operations.ts';
import {
  divideThen,
  floatBinary,
  floatUnary,
  multiplyAdd,
  numeric,
  withoutNaN,
} from './float-operations.ts';
import * as integer from './integer-operations.ts';
import { binary, strictUnary, unary } from './lanes.ts';
import type { Operation, Unary } from './lanes.ts';
import * as memory from './memory-operations.ts';
import * as name from './name-operations.ts';
import * as optional from './optional-operations.ts';
import * as system from './system-operations.ts';
import { Shape } from './unit.ts';
import { nextVariadic } from './variadic.ts';
import * as vector from './vector-operations.ts';

/** `tag(a)` of floats. */
const ofFloat = (operation: (format: float.FloatFormat, a: bigint) => bigint): Operation =>
  unary(floatUnary(operation));

/** `tag(a)` of integers, whose result type is kept beside the operand. */
const ofInteger = (operation: Unary): Operation => unary(strictUnary(operation), true);

const arithmetic = (
  integers: Parameters<typeof numeric>[0],
  floats: Parameters<typeof numeric>[1],
): Operation => binary(numeric(integers, floats));

const floats = (operation: Parameters<typeof floatBinary>[0]): Operation =>
  binary(floatBinary(operation));

const absolute: Unary = (value, to, from, machine) =>
  from.shape === Shape.float
    ? float.absolute(from.format!, value as bigint)
    : integer.absolute(value, to, from, machine);

function table(): Record<TagName, Operation> {
  const divideTrunc = divideThen(float.truncate);
  const divideFloor = divideThen(float.floor);
  const divideCeil = divideThen(float.ceil);
  return {
    trap: control.trap,
    breakpoint: control.trap,
    unreach: control.unreachable,
    ret_addr: system.returnAddress,
    frame_addr: system.frameAddress,
    dbg_empty_stmt: control.nothing,
    arg: control.argument,
    sqrt: ofFloat(float.squareRoot),
    sin: ofFloat(float.sin),
    cos: ofFloat(float.cos),
    tan: ofFloat(float.tan),
    exp: ofFloat(float.exp),
    exp2: ofFloat(float.exp2),
    log: ofFloat(float.log),
    log2: ofFloat(float.log2),
    log10: ofFloat(float.log10),
    floor: ofFloat(float.floor),
    ceil: ofFloat(float.ceil),
    round: ofFloat(float.round),
    trunc_float: ofFloat(float.truncate),
    neg: ofFloat(float.negate),
    neg_optimized: ofFloat(float.negate),
    is_null: optional.nullTest(true),
    is_non_null: optional.nullTest(false),
    is_null_ptr: optional.nullTestThrough(true),
    is_non_null_ptr: optional.nullTestThrough(false),
    is_err: error.errorTest(true),
    is_non_err: error.errorTest(false),
    is_err_ptr: error.errorTestThrough(true),
    is_non_err_ptr: error.errorTestThrough(false),
    ret: control.returnValue,
    ret_safe: control.returnSafe,
    ret_load: control.returnLoad,
    is_named_enum_value: name.isNamed,
    tag_name: name.enumName,
    error_name: name.errorName,
    cmp_lte_errors_len: compare.isErrorNumber,
    c_va_end: control.nothing,
    set_err_return_trace: system.setErrorTrace,
    slice_len: memory.sliceLengthValue,
    slice_ptr: memory.slicePointerValue,
    load: memory.load,
    not: unary(integer.bitNot, true),
    abs: ofInteger(absolute),
    clz: ofInteger(integer.countLeadingZeros),
    ctz: ofInteger(integer.countTrailingZeros),
    popcount: ofInteger(integer.populationCount),
    byte_swap: ofInteger(integer.byteSwap),
    bit_reverse: ofInteger(integer.bitReverse),
    get_union_tag: aggregate.unionTag,
    optional_payload: optional.optionalPayload,
    unwrap_errunion_payload: error.unwrapPayload,
    unwrap_errunion_err: error.unwrapError,
    add: arithmetic(integer.add, float.add),
    add_safe: integer.addSafe,
    add_optimized: binary(withoutNaN(float.add)),
    add_wrap: binary(integer.addWrap),
    add_sat: binary(integer.addSaturate),
    sub: arithmetic(integer.subtract, float.subtract),
    sub_safe: integer.subtractSafe,
    sub_optimized: binary(withoutNaN(float.subtract)),
    sub_wrap: binary(integer.subtractWrap),
    sub_sat: binary(integer.subtractSaturate),
    mul: arithmetic(integer.multiply, float.multiply),
    mul_safe: integer.multiplySafe,
    mul_optimized: binary(withoutNaN(float.multiply)),
    mul_wrap: binary(integer.multiplyWrap),
    mul_sat: binary(integer.multiplySaturate),
    div_float: floats(float.divide),
    div_float_optimized: floats(float.divide),
    div_trunc: arithmetic(integer.divideTruncate, divideTrunc),
    div_trunc_optimized: floats(divideTrunc),
    div_floor: arithmetic(integer.divideFloor, divideFloor),
    div_floor_optimized: floats(divideFloor),
    div_ceil: arithmetic(integer.divideCeil, divideCeil),
    div_ceil_optimized: floats(divideCeil),
    div_exact: arithmetic(integer.divideExact, float.divide),
    div_exact_optimized: floats(float.divide),
    rem: arithmetic(integer.remainder, float.remainder),
    rem_optimized: floats(float.remainder),
    mod: arithmetic(integer.modulo, float.modulo),
    mod_optimized: floats(float.modulo),
    max: arithmetic(integer.maximum, float.maximum),
    min: arithmetic(integer.minimum, float.minimum),
    bit_and: binary(integer.bitAnd),
    bit_or: binary(integer.bitOr),
    xor: binary(integer.bitXor),
    shr: binary(integer.shiftRight),
    shr_exact: binary(integer.shiftRightExact),
    shl: binary(integer.shiftLeft),
    shl_exact: binary(integer.shiftLeftExact),
    shl_sat: binary(integer.shiftSaturate),
    cmp_lt: compare.compareScalars('lt'),
    cmp_lt_optimized: compare.compareScalars('lt'),
    cmp_lte: compare.compareScalars('lte'),
    cmp_lte_optimized: compare.compareScalars('lte'),
    cmp_eq: compare.compareScalars('eq'),
    cmp_eq_optimized: compare.compareScalars('eq'),
    cmp_gte: compare.compareScalars('gte'),
    cmp_gte_optimized: compare.compareScalars('gte'),
    cmp_gt: compare.compareScalars('gt'),
    cmp_gt_optimized: compare.compareScalars('gt'),
    cmp_neq: compare.compareScalars('neq'),
    cmp_neq_optimized: compare.compareScalars('neq'),
    store: memory.store,
    store_safe: memory.storeSafe,
    set_union_tag: aggregate.setUnionTag,
    array_elem_val: memory.arrayElement,
    slice_elem_val: memory.elementLoad,
    ptr_elem_val: memory.elementLoad,
    memset: memory.fill(false),
    memset_safe: memory.fill(true),
    memcpy: memory.copy(false),
    memmove: memory.copy(true),
    atomic_store_unordered: memory.store,
    atomic_store_monotonic: memory.store,
    atomic_store_release: memory.store,
    atomic_store_seq_cst: memory.store,
    bit_cast: convert.bitCastOperation,
    bit_cast_safe: convert.bitCastSafe,
    ptr_cast: convert.same,
    ptr_from_int: convert.pointerFromInteger,
    int_from_ptr: convert.integerFromPointer,
    error_cast: convert.errorCast,
    error_from_int: convert.errorFromInteger,
    int_from_error: convert.same,
    union_from_enum: aggregate.unionFromTag,
    fptrunc: convert.conversion(convert.convertFloat),
    fpext: convert.conversion(convert.convertFloat),
    int_cast: convert.conversion(convert.integerCast),
    int_cast_safe: convert.integerCastSafe,
    trunc: convert.conversion(convert.truncateInteger),
    int_from_float: convert.conversion(convert.integerFromFloat),
    int_from_float_optimized: convert.conversion(convert.integerFromFloat),
    int_from_float_safe: convert.integerFromFloatSafe,
    int_from_float_optimized_safe: convert.integerFromFloatSafe,
    float_from_int: convert.conversion(convert.floatFromInteger),
    optional_payload_ptr: optional.optionalPayloadPointer,
    optional_payload_ptr_set: optional.setPresent,
    wrap_optional: optional.wrapOptional,
    unwrap_errunion_payload_ptr: error.unwrapPayloadPointer,
    unwrap_errunion_err_ptr: error.unwrapErrorThrough,
    errunion_payload_ptr_set: error.setSuccess,
    wrap_errunion_payload: error.wrapPayload,
    wrap_errunion_err: error.wrapError,
    ptr_slice_len_ptr: memory.sliceWordPointer(1),
    ptr_slice_ptr_ptr: memory.sliceWordPointer(0),
    array_to_slice: memory.arrayToSlice,
    array_to_vector: convert.arrayToVector,
    splat: vector.splat,
    error_set_has_value: error.errorInSet,
    addrspace_cast: convert.same,
    c_va_arg: nextVariadic,
    c_va_copy: system.variadicCopy,
    alloc: memory.alloc,
    ret_ptr: memory.resultPointer,
    c_va_start: system.variadicStart,
    err_return_trace: system.errorTrace,
    ptr_add: memory.pointerStep(1n),
    ptr_sub: memory.pointerStep(-1n),
    add_with_overflow: integer.addOverflow,
    sub_with_overflow: integer.subtractOverflow,
    mul_with_overflow: integer.multiplyOverflow,
    shl_with_overflow: integer.shiftOverflow,
    slice: memory.makeSlice,
    slice_elem_ptr: memory.elementAddress,
    ptr_elem_ptr: memory.elementAddress,
    agg_field_val: aggregate.fieldValue,
    struct_field_ptr: aggregate.fieldPointer,
    field_parent_ptr: aggregate.parentPointer,
    aggregate_init: aggregate.makeAggregate,
    union_init: aggregate.makeUnion,
    block: control.block(false),
    loop: control.loop,
    dbg_inline_block: control.block(true),
    repeat: control.repeat,
    br: control.branch,
    switch_dispatch: control.switchDispatch,
    cond_br: control.conditionalBranch,
    switch_br: control.switchBranch,
    loop_switch_br: control.switchBranch,
    try: control.tryValue,
    try_cold: control.tryValue,
    try_ptr: control.tryPointer,
    try_ptr_cold: control.tryPointer,
    call: control.call,
    call_always_tail: control.tailCall,
    call_never_tail: control.call,
    call_never_inline: control.call,
    select: vector.select,
    mul_add: multiplyAdd,
    cmp_vector: compare.compareVectors,
    cmp_vector_optimized: compare.compareVectors,
    reduce: vector.reduce,
    reduce_optimized: vector.reduce,
    shuffle_one: vector.shuffleOne,
    shuffle_two: vector.shuffleTwo,
    atomic_load: atomic.atomicLoad,
    atomic_rmw: atomic.atomicUpdate,
    cmpxchg_weak: atomic.compareExchange,
    cmpxchg_strong: atomic.compareExchange,
    prefetch: control.nothing,
    wasm_memory_size: system.memorySize,
    wasm_memory_grow: system.memoryGrow,
    runtime_nav_ptr: system.navPointer,
    dbg_stmt: control.nothing,
    dbg_var_ptr: control.nothing,
    dbg_var_val: control.nothing,
    dbg_arg_inline: control.nothing,
    save_err_return_trace_index: system.errorTraceIndex,
    assembly: system.assembly,
    legalize_vec_elem_val: memory.arrayElement,
    legalize_vec_store_elem: vector.storeElement,
  };
}

let known: readonly Operation[] | undefined;

/** The operations by tag number, made on first use. */
export function operations(): readonly Operation[] {
  if (known === undefined) {
    const byName = table();
    known = tagRows.map((row) => byName[row.name]);
  }
  return known;
}
