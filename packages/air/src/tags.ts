// The one table of AIR instructions. Parser, printer, verifier, builder and liveness derive from it; a new instruction is one row.

/** How the two data words of an instruction are used (codegen.md 3.0), with the payload in `extra` they point to. */
export const DataForm = {
  /** Nothing. */
  none: 0,
  /** Ref. */
  unOp: 1,
  /** lhs Ref, rhs Ref. */
  binOp: 2,
  /** Type. */
  ty: 3,
  /** Type, parameter index. */
  arg: 4,
  /** Type, Ref. */
  tyOp: 5,
  /** Type, index of the payload in `extra`. */
  tyPl: 6,
  /** Instruction (block, or loop_switch_br), Ref. */
  br: 7,
  /** Instruction (loop). */
  repeat: 8,
  /** Ref, index of the payload in `extra` (or the payload itself where it is one word: names, memory index). */
  plOp: 9,
  /** Line, column. */
  dbgStmt: 10,
  /** Pointer Ref, order. */
  atomicLoad: 11,
  /** Pointer Ref; bit 0 write, bits 1 to 2 locality, bit 3 instruction cache. */
  prefetch: 12,
  /** Ref, operation. */
  reduce: 13,
  /** Type, nav. */
  tyNav: 14,
} as const;
export type DataForm = (typeof DataForm)[keyof typeof DataForm];

/** Text forms (air.md 7), each with its data form and payload. */
export const forms = {
  /** `tag()` */
  none: 'none',
  /** `arg(i)` */
  arg: 'arg',
  /** `tag(a)` */
  un: 'unOp',
  /** `tag(a)`, with the result type kept beside the operand. */
  unTy: 'tyOp',
  /** `tag(a, b)` */
  bin: 'binOp',
  /** `tag(T, a)` */
  tyOp: 'tyOp',
  /** `tag(T)` */
  ty: 'ty',
  /** `tag(T, a, b)`: lhs, rhs. */
  tyBin: 'tyPl',
  /** `tag(a, i)`: operand, field. */
  fieldVal: 'tyPl',
  /** `tag(T, p, i)`: pointer, field. */
  fieldPtr: 'tyPl',
  /** `tag(T, [a, …])`: n, elements. */
  aggregate: 'tyPl',
  /** `tag(T, i, a)`: field, init. */
  unionInit: 'tyPl',
  /** `block(T, B)`: n, body. */
  block: 'tyPl',
  /** `loop(B)`: n, body. */
  loop: 'tyPl',
  /** `dbg_inline_block(T, "f" at "file":line, B)`: function name, file name, line, n, body. */
  inlineBlock: 'tyPl',
  /** `repeat(%loop)` */
  repeat: 'repeat',
  /** `br(%block, a)` */
  br: 'br',
  /** `cond_br(a, [hint] B, [hint] B)`: then n, else n, hints (then in bits 0 to 2, else in 3 to 5), bodies. */
  condBr: 'plOp',
  /** `switch_br(a, case(…) [hint] B, …, else [hint] B)`: see `switchBr` in function.ts. */
  switchBr: 'plOp',
  /** `try(a, B)`: n, body. */
  try: 'plOp',
  /** `try_ptr(T, p, B)`: pointer, n, body. */
  tryPtr: 'tyPl',
  /** `call(f, [a, …])`: n, arguments. */
  call: 'plOp',
  /** `select(mask, a, b)`: the operand is the mask; a, b. */
  select: 'plOp',
  /** `mul_add(a, b, addend)`: the operand is the addend; a, b. */
  mulAdd: 'plOp',
  /** `cmp_vector(op, a, b)`: lhs, rhs, op. */
  cmpVector: 'tyPl',
  /** `reduce(op, a)` */
  reduce: 'reduce',
  /** `shuffle_one(T, [0, <E, v>, undef], a)`: n, mask words (lane, or bit 31 and a value), a. */
  shuffleOne: 'tyPl',
  /** `shuffle_two(T, [a0, b3, undef], a, b)`: n, mask words (lane << 1 | which, or `None`), a, b. */
  shuffleTwo: 'tyPl',
  /** `atomic_load(order, p)` */
  atomicLoad: 'atomicLoad',
  /** `atomic_rmw(op, order, p, a)`: the operand is the pointer; a, order in bits 0 to 2 and op in bits 3 to 6. */
  atomicRmw: 'plOp',
  /** `cmpxchg(T, success, failure, p, expected, new)`: pointer, expected, new, orders in bits 0 to 2 and 3 to 5. */
  cmpxchg: 'tyPl',
  /** `prefetch(p, read|write, 0-3, data|instruction)` */
  prefetch: 'prefetch',
  /** `wasm_memory_size(i)`: the operand is `None`, the payload the memory index. */
  memorySize: 'plOp',
  /** `wasm_memory_grow(i, a)`: the payload is the memory index. */
  memoryGrow: 'plOp',
  /** `runtime_nav_ptr(T, name)` */
  tyNav: 'tyNav',
  /** `dbg_stmt(line:column)` */
  dbgStmt: 'dbgStmt',
  /** `dbg_var_ptr(a, "name")`: the payload is the name. */
  dbgVar: 'plOp',
  /** `save_err_return_trace_index(T, i)`: the payload is the field index. */
  fieldIndex: 'tyPl',
  /** `assembly(…)`: see `assembly` in function.ts. */
  assembly: 'tyPl',
  /** `legalize_vec_store_elem(p, i, a)`: the operand is the vector pointer; index, value. Only legalization makes it. */
  storeElement: 'plOp',
} as const;
export type FormName = keyof typeof forms;

/** What an instruction does besides giving a result. */
export type Effect =
  /** Nothing: dropped when its result is unused. */
  | 'pure'
  /** Depends on what was written before; kept only where the pointer is volatile (or an atomic order above monotonic). */
  | 'read'
  /** Always kept. */
  | 'effect'
  /** Ends its body. */
  | 'end';

/**
 * Rows: text form, operand rule (`operands/rules.ts`), result rule (`results.ts`), effect. The tag number is the position of the row.
 */
const rows = {
  trap: ['none', 'any', 'noreturn', 'end'],
  breakpoint: ['none', 'any', 'void', 'effect'],
  unreach: ['none', 'any', 'noreturn', 'end'],
  ret_addr: ['none', 'any', 'usize', 'pure'],
  frame_addr: ['none', 'any', 'usize', 'pure'],
  dbg_empty_stmt: ['none', 'any', 'void', 'effect'],
  arg: ['arg', 'parameter', 'stated', 'pure'],
  sqrt: ['un', 'float', 'operand', 'pure'],
  sin: ['un', 'float', 'operand', 'pure'],
  cos: ['un', 'float', 'operand', 'pure'],
  tan: ['un', 'float', 'operand', 'pure'],
  exp: ['un', 'float', 'operand', 'pure'],
  exp2: ['un', 'float', 'operand', 'pure'],
  log: ['un', 'float', 'operand', 'pure'],
  log2: ['un', 'float', 'operand', 'pure'],
  log10: ['un', 'float', 'operand', 'pure'],
  floor: ['un', 'float', 'operand', 'pure'],
  ceil: ['un', 'float', 'operand', 'pure'],
  round: ['un', 'float', 'operand', 'pure'],
  trunc_float: ['un', 'float', 'operand', 'pure'],
  neg: ['un', 'float', 'operand', 'pure'],
  neg_optimized: ['un', 'float', 'operand', 'pure'],
  is_null: ['un', 'nullable', 'bool', 'pure'],
  is_non_null: ['un', 'nullable', 'bool', 'pure'],
  is_null_ptr: ['un', 'nullablePtr', 'bool', 'read'],
  is_non_null_ptr: ['un', 'nullablePtr', 'bool', 'read'],
  is_err: ['un', 'errorUnion', 'bool', 'pure'],
  is_non_err: ['un', 'errorUnion', 'bool', 'pure'],
  is_err_ptr: ['un', 'errorUnionPtr', 'bool', 'read'],
  is_non_err_ptr: ['un', 'errorUnionPtr', 'bool', 'read'],
  ret: ['un', 'returned', 'noreturn', 'end'],
  ret_safe: ['un', 'returned', 'noreturn', 'end'],
  ret_load: ['un', 'returnedPtr', 'noreturn', 'end'],
  is_named_enum_value: ['un', 'enum', 'bool', 'pure'],
  tag_name: ['un', 'enum', 'name', 'pure'],
  error_name: ['un', 'errorSet', 'name', 'pure'],
  cmp_lte_errors_len: ['un', 'errorInt', 'bool', 'pure'],
  c_va_end: ['un', 'pointer', 'void', 'effect'],
  set_err_return_trace: ['un', 'pointer', 'void', 'effect'],
  slice_len: ['unTy', 'slice', 'usize', 'pure'],
  slice_ptr: ['unTy', 'slice', 'slicePtr', 'pure'],
  load: ['unTy', 'loadable', 'pointee', 'read'],
  not: ['unTy', 'integer', 'operand', 'pure'],
  abs: ['unTy', 'number', 'abs', 'pure'],
  clz: ['unTy', 'integer', 'count', 'pure'],
  ctz: ['unTy', 'integer', 'count', 'pure'],
  popcount: ['unTy', 'integer', 'count', 'pure'],
  byte_swap: ['unTy', 'byteSwap', 'operand', 'pure'],
  bit_reverse: ['unTy', 'integer', 'operand', 'pure'],
  get_union_tag: ['unTy', 'taggedUnion', 'unionTag', 'pure'],
  optional_payload: ['unTy', 'nullable', 'optionalPayload', 'pure'],
  unwrap_errunion_payload: ['unTy', 'errorUnion', 'errorPayload', 'pure'],
  unwrap_errunion_err: ['unTy', 'errorUnion', 'errorSet', 'pure'],
  add: ['bin', 'numbers', 'operand', 'pure'],
  add_safe: ['bin', 'integers', 'operand', 'effect'],
  add_optimized: ['bin', 'floats', 'operand', 'pure'],
  add_wrap: ['bin', 'integers', 'operand', 'pure'],
  add_sat: ['bin', 'integers', 'operand', 'pure'],
  sub: ['bin', 'numbers', 'operand', 'pure'],
  sub_safe: ['bin', 'integers', 'operand', 'effect'],
  sub_optimized: ['bin', 'floats', 'operand', 'pure'],
  sub_wrap: ['bin', 'integers', 'operand', 'pure'],
  sub_sat: ['bin', 'integers', 'operand', 'pure'],
  mul: ['bin', 'numbers', 'operand', 'pure'],
  mul_safe: ['bin', 'integers', 'operand', 'effect'],
  mul_optimized: ['bin', 'floats', 'operand', 'pure'],
  mul_wrap: ['bin', 'integers', 'operand', 'pure'],
  mul_sat: ['bin', 'integers', 'operand', 'pure'],
  div_float: ['bin', 'floats', 'operand', 'pure'],
  div_float_optimized: ['bin', 'floats', 'operand', 'pure'],
  div_trunc: ['bin', 'numbers', 'operand', 'pure'],
  div_trunc_optimized: ['bin', 'floats', 'operand', 'pure'],
  div_floor: ['bin', 'numbers', 'operand', 'pure'],
  div_floor_optimized: ['bin', 'floats', 'operand', 'pure'],
  div_ceil: ['bin', 'numbers', 'operand', 'pure'],
  div_ceil_optimized: ['bin', 'floats', 'operand', 'pure'],
  div_exact: ['bin', 'numbers', 'operand', 'pure'],
  div_exact_optimized: ['bin', 'floats', 'operand', 'pure'],
  rem: ['bin', 'numbers', 'operand', 'pure'],
  rem_optimized: ['bin', 'floats', 'operand', 'pure'],
  mod: ['bin', 'numbers', 'operand', 'pure'],
  mod_optimized: ['bin', 'floats', 'operand', 'pure'],
  max: ['bin', 'numbers', 'operand', 'pure'],
  min: ['bin', 'numbers', 'operand', 'pure'],
  bit_and: ['bin', 'integers', 'operand', 'pure'],
  bit_or: ['bin', 'integers', 'operand', 'pure'],
  xor: ['bin', 'integers', 'operand', 'pure'],
  shr: ['bin', 'shift', 'operand', 'pure'],
  shr_exact: ['bin', 'shift', 'operand', 'pure'],
  shl: ['bin', 'shift', 'operand', 'pure'],
  shl_exact: ['bin', 'shift', 'operand', 'pure'],
  shl_sat: ['bin', 'shiftAny', 'operand', 'pure'],
  cmp_lt: ['bin', 'ordered', 'bool', 'pure'],
  cmp_lt_optimized: ['bin', 'floats', 'bool', 'pure'],
  cmp_lte: ['bin', 'ordered', 'bool', 'pure'],
  cmp_lte_optimized: ['bin', 'floats', 'bool', 'pure'],
  cmp_eq: ['bin', 'equatable', 'bool', 'pure'],
  cmp_eq_optimized: ['bin', 'floats', 'bool', 'pure'],
  cmp_gte: ['bin', 'ordered', 'bool', 'pure'],
  cmp_gte_optimized: ['bin', 'floats', 'bool', 'pure'],
  cmp_gt: ['bin', 'ordered', 'bool', 'pure'],
  cmp_gt_optimized: ['bin', 'floats', 'bool', 'pure'],
  cmp_neq: ['bin', 'equatable', 'bool', 'pure'],
  cmp_neq_optimized: ['bin', 'floats', 'bool', 'pure'],
  store: ['bin', 'stored', 'void', 'effect'],
  store_safe: ['bin', 'stored', 'void', 'effect'],
  set_union_tag: ['bin', 'unionTag', 'void', 'effect'],
  array_elem_val: ['bin', 'arrayElement', 'element', 'pure'],
  slice_elem_val: ['bin', 'sliceElement', 'element', 'read'],
  ptr_elem_val: ['bin', 'pointerElement', 'element', 'read'],
  memset: ['bin', 'memset', 'void', 'effect'],
  memset_safe: ['bin', 'memset', 'void', 'effect'],
  memcpy: ['bin', 'memcpy', 'void', 'effect'],
  memmove: ['bin', 'memcpy', 'void', 'effect'],
  atomic_store_unordered: ['bin', 'atomicStore', 'void', 'effect'],
  atomic_store_monotonic: ['bin', 'atomicStore', 'void', 'effect'],
  atomic_store_release: ['bin', 'atomicStore', 'void', 'effect'],
  atomic_store_seq_cst: ['bin', 'atomicStore', 'void', 'effect'],
  bit_cast: ['tyOp', 'bitCast', 'stated', 'pure'],
  bit_cast_safe: ['tyOp', 'bitCast', 'stated', 'effect'],
  ptr_cast: ['tyOp', 'pointerCast', 'stated', 'pure'],
  ptr_from_int: ['tyOp', 'pointerFromInt', 'stated', 'pure'],
  int_from_ptr: ['tyOp', 'intFromPointer', 'stated', 'pure'],
  error_cast: ['tyOp', 'errorCast', 'stated', 'pure'],
  error_from_int: ['tyOp', 'errorFromInt', 'stated', 'pure'],
  int_from_error: ['tyOp', 'intFromError', 'stated', 'pure'],
  union_from_enum: ['tyOp', 'unionFromEnum', 'stated', 'pure'],
  fptrunc: ['tyOp', 'floatNarrow', 'stated', 'pure'],
  fpext: ['tyOp', 'floatWiden', 'stated', 'pure'],
  int_cast: ['tyOp', 'intCast', 'stated', 'pure'],
  int_cast_safe: ['tyOp', 'intCast', 'stated', 'effect'],
  trunc: ['tyOp', 'truncate', 'stated', 'pure'],
  int_from_float: ['tyOp', 'intFromFloat', 'stated', 'pure'],
  int_from_float_optimized: ['tyOp', 'intFromFloat', 'stated', 'pure'],
  int_from_float_safe: ['tyOp', 'intFromFloat', 'stated', 'effect'],
  int_from_float_optimized_safe: ['tyOp', 'intFromFloat', 'stated', 'effect'],
  float_from_int: ['tyOp', 'floatFromInt', 'stated', 'pure'],
  optional_payload_ptr: ['tyOp', 'optionalPayloadPtr', 'stated', 'pure'],
  optional_payload_ptr_set: ['tyOp', 'optionalPayloadPtr', 'stated', 'effect'],
  wrap_optional: ['tyOp', 'wrapOptional', 'stated', 'pure'],
  unwrap_errunion_payload_ptr: ['tyOp', 'errorPayloadPtr', 'stated', 'pure'],
  unwrap_errunion_err_ptr: ['tyOp', 'errorPtrError', 'stated', 'read'],
  errunion_payload_ptr_set: ['tyOp', 'errorPayloadPtr', 'stated', 'effect'],
  wrap_errunion_payload: ['tyOp', 'wrapPayload', 'stated', 'pure'],
  wrap_errunion_err: ['tyOp', 'wrapError', 'stated', 'pure'],
  ptr_slice_len_ptr: ['tyOp', 'sliceWordPtr', 'stated', 'pure'],
  ptr_slice_ptr_ptr: ['tyOp', 'sliceWordPtr', 'stated', 'pure'],
  array_to_slice: ['tyOp', 'arrayToSlice', 'stated', 'pure'],
  array_to_vector: ['tyOp', 'arrayToVector', 'stated', 'pure'],
  splat: ['tyOp', 'splat', 'stated', 'pure'],
  error_set_has_value: ['tyOp', 'errorSetHasValue', 'bool', 'pure'],
  addrspace_cast: ['tyOp', 'pointerCast', 'stated', 'pure'],
  c_va_arg: ['tyOp', 'vaList', 'stated', 'effect'],
  c_va_copy: ['tyOp', 'vaList', 'stated', 'effect'],
  alloc: ['ty', 'statedPointer', 'stated', 'pure'],
  ret_ptr: ['ty', 'statedPointer', 'stated', 'pure'],
  c_va_start: ['ty', 'variadic', 'stated', 'effect'],
  err_return_trace: ['ty', 'statedPointer', 'stated', 'pure'],
  ptr_add: ['tyBin', 'pointerStep', 'stated', 'pure'],
  ptr_sub: ['tyBin', 'pointerStep', 'stated', 'pure'],
  add_with_overflow: ['tyBin', 'overflow', 'stated', 'pure'],
  sub_with_overflow: ['tyBin', 'overflow', 'stated', 'pure'],
  mul_with_overflow: ['tyBin', 'overflow', 'stated', 'pure'],
  shl_with_overflow: ['tyBin', 'shiftOverflow', 'stated', 'pure'],
  slice: ['tyBin', 'makeSlice', 'stated', 'pure'],
  slice_elem_ptr: ['tyBin', 'sliceElementPtr', 'stated', 'pure'],
  ptr_elem_ptr: ['tyBin', 'pointerElementPtr', 'stated', 'pure'],
  agg_field_val: ['fieldVal', 'fieldOfValue', 'field', 'pure'],
  struct_field_ptr: ['fieldPtr', 'fieldOfPointer', 'stated', 'pure'],
  field_parent_ptr: ['fieldPtr', 'fieldParent', 'stated', 'pure'],
  aggregate_init: ['aggregate', 'aggregate', 'stated', 'pure'],
  union_init: ['unionInit', 'unionInit', 'stated', 'pure'],
  block: ['block', 'any', 'stated', 'effect'],
  loop: ['loop', 'any', 'noreturn', 'end'],
  dbg_inline_block: ['inlineBlock', 'any', 'stated', 'effect'],
  repeat: ['repeat', 'repeat', 'noreturn', 'end'],
  br: ['br', 'branch', 'noreturn', 'end'],
  switch_dispatch: ['br', 'dispatch', 'noreturn', 'end'],
  cond_br: ['condBr', 'condition', 'noreturn', 'end'],
  switch_br: ['switchBr', 'switch', 'noreturn', 'end'],
  loop_switch_br: ['switchBr', 'switch', 'noreturn', 'end'],
  try: ['try', 'errorUnion', 'errorPayload', 'effect'],
  try_cold: ['try', 'errorUnion', 'errorPayload', 'effect'],
  try_ptr: ['tryPtr', 'errorPayloadPtr', 'stated', 'effect'],
  try_ptr_cold: ['tryPtr', 'errorPayloadPtr', 'stated', 'effect'],
  call: ['call', 'call', 'call', 'effect'],
  call_always_tail: ['call', 'call', 'call', 'effect'],
  call_never_tail: ['call', 'call', 'call', 'effect'],
  call_never_inline: ['call', 'call', 'call', 'effect'],
  select: ['select', 'select', 'lhs', 'pure'],
  mul_add: ['mulAdd', 'mulAdd', 'lhs', 'pure'],
  cmp_vector: ['cmpVector', 'compareVectors', 'bools', 'pure'],
  cmp_vector_optimized: ['cmpVector', 'compareVectors', 'bools', 'pure'],
  reduce: ['reduce', 'reduce', 'element', 'pure'],
  reduce_optimized: ['reduce', 'reduce', 'element', 'pure'],
  shuffle_one: ['shuffleOne', 'shuffle', 'stated', 'pure'],
  shuffle_two: ['shuffleTwo', 'shuffle', 'stated', 'pure'],
  atomic_load: ['atomicLoad', 'atomicLoad', 'pointee', 'read'],
  atomic_rmw: ['atomicRmw', 'atomicRmw', 'pointee', 'effect'],
  cmpxchg_weak: ['cmpxchg', 'cmpxchg', 'stated', 'effect'],
  cmpxchg_strong: ['cmpxchg', 'cmpxchg', 'stated', 'effect'],
  prefetch: ['prefetch', 'pointer', 'void', 'effect'],
  wasm_memory_size: ['memorySize', 'any', 'usize', 'read'],
  wasm_memory_grow: ['memoryGrow', 'memoryGrow', 'isize', 'effect'],
  runtime_nav_ptr: ['tyNav', 'navPointer', 'stated', 'pure'],
  dbg_stmt: ['dbgStmt', 'any', 'void', 'effect'],
  dbg_var_ptr: ['dbgVar', 'pointer', 'void', 'effect'],
  dbg_var_val: ['dbgVar', 'any', 'void', 'effect'],
  dbg_arg_inline: ['dbgVar', 'any', 'void', 'effect'],
  save_err_return_trace_index: ['fieldIndex', 'any', 'usize', 'effect'],
  assembly: ['assembly', 'assembly', 'stated', 'effect'],
  legalize_vec_elem_val: ['bin', 'arrayElement', 'element', 'pure'],
  legalize_vec_store_elem: ['storeElement', 'storeElement', 'void', 'effect'],
} as const;

export type TagName = keyof typeof rows;
/** Names of the operand rules; `operands/` has a function for each. */
export type OperandRule = (typeof rows)[TagName][1];
/** Names of the result rules; `results.ts` has a function for each. */
export type ResultRule = (typeof rows)[TagName][2];

/** Names of the instructions of a text form. */
export type TagsOf<Form extends FormName> = {
  [Name in TagName]: (typeof rows)[Name][0] extends Form ? Name : never;
}[TagName];

/** One instruction. */
export interface TagRow {
  readonly name: TagName;
  readonly tag: number;
  readonly form: FormName;
  readonly data: DataForm;
  readonly operands: OperandRule;
  readonly result: ResultRule;
  readonly effect: Effect;
}

/** The rows in order of their tag numbers. */
export const tagRows: readonly TagRow[] = /* @__PURE__ */ Object.entries(rows).map(
  ([name, [form, operands, result, effect]], tag) => ({
    name: name as TagName,
    tag,
    form,
    data: DataForm[forms[form]],
    operands,
    result,
    effect,
  }),
);

/** Tag numbers by name: `Tag.add`. */
export const Tag: { readonly [Name in TagName]: number } = /* @__PURE__ */ (() =>
  Object.fromEntries(Object.keys(rows).map((name, tag) => [name, tag])))() as {
  [Name in TagName]: number;
};

/** Tag numbers by name, for names only known at run time. */
export const tagByName: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ tagRows.map(({ name, tag }) => [name, tag]),
);

/** Branch hints, in the order of their numbers. */
export const branchHints = ['none', 'likely', 'unlikely', 'cold', 'unpredictable'] as const;
/** Memory orders, in the order of their numbers. */
export const memoryOrders = [
  'unordered',
  'monotonic',
  'acquire',
  'release',
  'acq_rel',
  'seq_cst',
] as const;
/** Operations of `atomic_rmw`, in the order of their numbers. */
export const rmwOperations = [
  'xchg',
  'add',
  'sub',
  'and',
  'nand',
  'or',
  'xor',
  'max',
  'min',
] as const;
/** Operations of `reduce`, in the order of their numbers. */
export const reduceOperations = ['and', 'or', 'xor', 'min', 'max', 'add', 'mul'] as const;
/** Operations of `cmp_vector`, in the order of their numbers. */
export const compareOperations = ['lt', 'lte', 'eq', 'gte', 'gt', 'neq'] as const;
/** Panic ids of checked instructions; the position is the number. */
export const panicIds = [
  'reached_unreachable',
  'unwrap_null',
  'cast_to_null',
  'incorrect_alignment',
  'invalid_error_code',
  'integer_out_of_bounds',
  'integer_overflow',
  'shl_overflow',
  'shr_overflow',
  'divide_by_zero',
  'exact_division_remainder',
  'integer_part_out_of_bounds',
  'corrupt_switch',
  'shift_rhs_too_big',
  'invalid_enum_value',
  'for_len_mismatch',
  'copy_len_mismatch',
  'memcpy_alias',
  'noreturn_returned',
  'load_uninstantiable_type',
] as const;
/** Name of a panic. */
export type PanicId = (typeof panicIds)[number];
