// One use of every instruction: the body lines of a function whose parameters are all declared below.

import type { TagName } from '../src/index.ts';

/** Types, navs and the head of the function; `%0` to `%35` are its parameters. */
export const PARAMETERS = [
  'u32', 'u32', 'i32', 'f32', 'f32', 'bool', '*u32', '[]u8', '?u32', 'anyerror!u32',
  '*?u32', '*anyerror!u32', 'Color', 'anyerror', 'Shape', '*Shape', '[4]u8', '[*]u8', 'usize', '@Vector(4, u32)',
  '@Vector(4, u32)', '@Vector(4, bool)', 'Pair', '*Pair', '*[4]u8', '*[]u8', 'f64', 'u5', 'u16', '[*]u8',
  'u8', '@Vector(4, f32)', 'u64', '*void', '*volatile u32',
  '*@Vector(4, u32)',
] as const; // prettier-ignore

export const DECLARATIONS = `
type Color = enum(u8) { red = 0, green = 1, blue = 7 }
type Shape = union(Color) { red: f32, green: void, blue: *u8 }
type Pair = struct { a: u8, b: u32 }

threadlocal var slot: u32 = 0

fn callee(u32, []u8) u64 {
  unreach()
}
`;

/** Operands of instructions with only operands, and a result; the rest has lines of its own. */
const unary = (names: string, operand: string): [string, string][] =>
  names.split(' ').map((name) => [name, `%100 = ${name}(${operand})`]);

const typed = (rows: Record<string, string>): [string, string][] =>
  Object.entries(rows).map(([name, operands]) => [name, `%100 = ${name}(${operands})`]);

const effect = (rows: Record<string, string>): [string, string][] =>
  Object.entries(rows).map(([name, operands]) => [name, `${name}(${operands})`]);

const FLOAT_UNARY =
  'sqrt sin cos tan exp exp2 log log2 log10 floor ceil round trunc_float neg neg_optimized';
const INT_BINARY =
  'add sub mul add_safe sub_safe mul_safe add_wrap sub_wrap mul_wrap add_sat sub_sat mul_sat div_trunc div_floor ' +
  'div_ceil div_exact rem mod max min bit_and bit_or xor cmp_lt cmp_lte cmp_eq cmp_gte cmp_gt cmp_neq';
const FLOAT_BINARY =
  'add_optimized sub_optimized mul_optimized div_float div_float_optimized div_trunc_optimized div_floor_optimized ' +
  'div_ceil_optimized div_exact_optimized rem_optimized mod_optimized cmp_lt_optimized cmp_lte_optimized ' +
  'cmp_eq_optimized cmp_gte_optimized cmp_gt_optimized cmp_neq_optimized';

const OVERFLOW = 'struct { u32, u1 }';

/** Lines by instruction. */
export const lines: ReadonlyMap<TagName, string> = new Map([
  ...effect({ breakpoint: '', dbg_empty_stmt: '', trap: '', unreach: '' }),
  ...unary('ret_addr frame_addr', ''),
  ['arg', 'dbg_var_val(%0, "x")'],
  ...unary(FLOAT_UNARY, '%3'),
  ...unary('is_null is_non_null optional_payload', '%8'),
  ...unary('is_null_ptr is_non_null_ptr', '%10'),
  ...unary('is_err is_non_err unwrap_errunion_payload unwrap_errunion_err', '%9'),
  ...unary('is_err_ptr is_non_err_ptr', '%11'),
  ...effect({ ret: 'void_value', ret_safe: 'void_value', ret_load: '%33' }),
  ...unary('is_named_enum_value tag_name', '%12'),
  ...unary('error_name cmp_lte_errors_len', '%13'),
  ...effect({ c_va_end: '%6', set_err_return_trace: '%23' }),
  ...unary('slice_len slice_ptr', '%7'),
  ...unary('load', '%34'),
  ...unary('not clz ctz popcount byte_swap bit_reverse', '%0'),
  ...unary('abs', '%2'),
  ...unary('get_union_tag', '%14'),
  ...unary(INT_BINARY, '%0, %1'),
  ...unary(FLOAT_BINARY, '%3, %4'),
  ...unary('shr shr_exact shl shl_exact', '%0, %27'),
  ...unary('shl_sat', '%0, %32'),
  ...effect({
    store: '%6, %0', store_safe: '%6, %0', set_union_tag: '%15, <Color, .blue>', memset: '%7, %30',
    memset_safe: '%24, <u8, undef>', memcpy: '%7, %17', memmove: '%24, %17',
    atomic_store_unordered: '%6, %0', atomic_store_monotonic: '%6, %0', atomic_store_release: '%6, %0',
    atomic_store_seq_cst: '%6, %0',
  }), // prettier-ignore
  ...unary('array_elem_val', '%16, %18'),
  ...unary('slice_elem_val', '%7, %18'),
  ...unary('ptr_elem_val', '%17, %18'),
  ...typed({
    bit_cast: 'i32, %0', bit_cast_safe: 'Color, %30', ptr_cast: '*i32, %6', ptr_from_int: '*u8, %18',
    int_from_ptr: 'usize, %6', error_cast: 'error{Bad}, %13', error_from_int: 'anyerror, %28',
    int_from_error: 'u16, %13', union_from_enum: 'Plain, <Two, .b>', fptrunc: 'f32, %26', fpext: 'f64, %3',
    int_cast: 'i64, %0', int_cast_safe: 'u7, %0', trunc: 'u3, %0', int_from_float: 'i32, %3',
    int_from_float_optimized: 'i32, %3', int_from_float_safe: 'i32, %3', int_from_float_optimized_safe: 'i32, %3',
    float_from_int: 'f32, %0', optional_payload_ptr: '*u32, %10', optional_payload_ptr_set: '*u32, %10',
    wrap_optional: '?u32, %0', unwrap_errunion_payload_ptr: '*u32, %11', unwrap_errunion_err_ptr: 'anyerror, %11',
    errunion_payload_ptr_set: '*u32, %11', wrap_errunion_payload: 'anyerror!u32, %0',
    wrap_errunion_err: 'anyerror!u32, %13', ptr_slice_len_ptr: '*usize, %25', ptr_slice_ptr_ptr: '*[*]u8, %25',
    array_to_slice: '[]u8, %24', array_to_vector: '@Vector(4, u8), %16', splat: '@Vector(4, u32), %0',
    error_set_has_value: 'error{Bad}, %13', addrspace_cast: '*u32, %6', c_va_arg: 'c_int, %6',
    c_va_copy: '[*c]u8, %6', alloc: '*u32', ret_ptr: '*void', err_return_trace: '*Pair',
    ptr_add: '[*]u8, %17, %18', ptr_sub: '[*]u8, %17, %18', add_with_overflow: `${OVERFLOW}, %0, %1`,
    sub_with_overflow: `${OVERFLOW}, %0, %1`, mul_with_overflow: `${OVERFLOW}, %0, %1`,
    shl_with_overflow: `${OVERFLOW}, %0, %27`, slice: '[]u8, %17, %18', slice_elem_ptr: '*u8, %7, %18',
    ptr_elem_ptr: '*u8, %17, %18', agg_field_val: '%22, 1', struct_field_ptr: '*u32, %23, 1',
    field_parent_ptr: '*Pair, %6, 1', aggregate_init: 'Pair, [<u8, 1>, %0]', union_init: 'Shape, 0, %3',
    select: '%21, %19, %20', mul_add: '%3, %4, <f32, 1.5>', cmp_vector: 'lt, %19, %20',
    cmp_vector_optimized: 'gte, %31, %31', reduce: 'add, %19', reduce_optimized: 'min, %31',
    shuffle_one: '@Vector(3, u32), [3, <u32, 9>, undef], %19',
    shuffle_two: '@Vector(5, u32), [a0, b3, undef, a1, b2], %19, %20', atomic_load: 'acquire, %6',
    atomic_rmw: 'nand, seq_cst, %6, %0', cmpxchg_weak: '?u32, acq_rel, monotonic, %6, %0, %1',
    cmpxchg_strong: '?u32, seq_cst, acquire, %6, %0, %1', wasm_memory_size: '0', wasm_memory_grow: '0, %18',
    runtime_nav_ptr: '*u32, slot', save_err_return_trace_index: 'Pair, 1', call: 'callee, [%0, %7]',
    call_never_tail: 'callee, [%0, %7]', call_never_inline: 'callee, [%0, %7]', call_always_tail: 'callee, [%0, %7]',
    legalize_vec_elem_val: '%19, %18',
    assembly:
      'volatile u32, "nop\\n", out [a]("=r", ret), out [@"_"]("=m", %6), in [b]("r", %0), clobber "memory"',
  }), // prettier-ignore
  ...effect({
    prefetch: '%6, write, 3, instruction', dbg_stmt: '3:14', dbg_var_ptr: '%6, "a \\"b\\""', dbg_var_val: '%0, "x"',
    dbg_arg_inline: '%0, "y"', legalize_vec_store_elem: '%35, %18, %0',
  }), // prettier-ignore
  ['c_va_start', '%100 = c_va_start([*c]u8)\n  dbg_var_val(%100, "list")'],
  ['block', '%100 = block(u32, {\n    br(%100, %0)\n  })'],
  ['loop', '%100 = loop({\n    repeat(%100)\n  })'],
  ['dbg_inline_block', '%100 = dbg_inline_block(u32, "f" at "a.zig":7, {\n    br(%100, %0)\n  })'],
  ['repeat', '%99 = loop({\n    repeat(%99)\n  })'],
  ['br', '%99 = block(void, {\n    br(%99, void_value)\n  })'],
  [
    'switch_dispatch',
    '%99 = loop_switch_br(%0, case(1) {\n    switch_dispatch(%99, %1)\n  }, else {\n    unreach()\n  })',
  ],
  ['cond_br', 'cond_br(%5, likely {\n    unreach()\n  }, cold {\n    trap()\n  })'],
  [
    'switch_br',
    'switch_br(%12, case(.red, .blue) unpredictable {\n    unreach()\n  }, case(.green) {\n    trap()\n  }, else cold {\n    trap()\n  })',
  ],
  [
    'loop_switch_br',
    '%99 = loop_switch_br(%2, case(1, -3...0) {\n    switch_dispatch(%99, <i32, 9>)\n  }, case(9) {\n    trap()\n  })',
  ],
  ['try', '%100 = try(%9, {\n    trap()\n  })'],
  ['try_cold', '%100 = try_cold(%9, {\n    trap()\n  })'],
  ['try_ptr', '%100 = try_ptr(*u32, %11, {\n    trap()\n  })'],
  ['try_ptr_cold', '%100 = try_ptr_cold(*u32, %11, {\n    trap()\n  })'],
] as [TagName, string][]);

/** A function around the lines of an instruction, in canonical form. */
export function functionWith(name: TagName): string {
  const text = lines.get(name)!;
  if (name === 'c_va_start')
    return `fn f(u32, ...) callconv(c) void {\n  ${text}\n  ret(void_value)\n}\n`;
  const parameters = PARAMETERS.map((_, at) => `  %${at} = arg(${at})\n`);
  // A parameter nobody uses is printed without its number.
  const used = (at: number): boolean => new RegExp(`%${at}\\b`).test(text);
  const heads = parameters.map((line, at) => (used(at) ? line : line.replace(/%\d+ = /, '')));
  let body = `  ${text}\n`;
  if (body.includes('%100')) body += '  dbg_var_val(%100, "result")\n';
  const ends =
    /^\s+(?:%\d+ = )?(?:ret|ret_safe|ret_load|trap|unreach|cond_br|switch_br|loop|loop_switch_br)\(/;
  if (text.includes('%100') ? name !== 'loop' : !ends.test(body)) body += '  ret(void_value)\n';
  else if (name === 'loop') body = body.replace('  dbg_var_val(%100, "result")\n', '');
  return `fn f(${PARAMETERS.join(', ')}) void {\n${heads.join('')}${body}}\n`;
}
