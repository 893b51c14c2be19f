// Every rule of the verifier has a module that breaks it.

import { describe, expect, test } from 'vitest';
import { NavFlag, NavKind, verify, type NavDefinition } from '../src/index.ts';
import { DECLARATIONS, PARAMETERS, lines } from './instructions.ts';
import { line, parsed, problems, TARGET } from './helpers.ts';

/** A function around lines; `%0` to `%35` are the parameters of instructions.ts. */
function withLines(text: string): string {
  const heads = PARAMETERS.map((_, at) => `%${at} = arg(${at})`).join('\n');
  return `${DECLARATIONS}\nfn f(${PARAMETERS.join(', ')}) void {\n${heads}\n${text}\n}\n`;
}

/** Messages without code and place. */
function messages(declarations: string, target = TARGET): string[] {
  return problems(declarations, target).map((text) => text.replace(/^(?:\d+:\d+ )?WW\d+ /, ''));
}

const RET = '\nret(void_value)';

describe('operands and results', () => {
  test.each<[string, string]>([
    ['%100 = add(%0, %2)', '%100 add: expected u32, found i32'],
    ['%100 = add(%7, %7)', '%100 add: expected a number, found []u8'],
    ['%100 = bit_and(%5, %8)', '%100 bit_and: expected bool, found ?u32'],
    ['%100 = bit_or(%3, %3)', '%100 bit_or: expected an integer, found f32'],
    ['%100 = not(%22)', '%100 not: expected an integer, found Pair'],
    ['%100 = clz(%9)', 'clz: there is no result for an operand of type anyerror!u32'],
    ['%100 = shr(%7, %27)', '%100 shr: expected an integer, found []u8'],
    ['%100 = abs(%22)', '%100 abs: expected a number, found Pair'],
    ['%100 = int_cast(u8, %3)', '%100 int_cast: expected an integer, found f32'],
    ['%100 = trunc(u8, %7)', '%100 trunc: expected an integer, found []u8'],
    ['%100 = float_from_int(f32, %4)', '%100 float_from_int: expected an integer, found f32'],
    ['%100 = add(%8, %8)', '%100 add: expected a number, found ?u32'],
    ['%100 = add_wrap(%3, %4)', '%100 add_wrap: expected an integer, found f32'],
    ['%100 = sqrt(%0)', '%100 sqrt: expected a float, found u32'],
    ['%100 = shl(%0, %28)', '%100 shl: the shift count of u32 is of type u5, found u16'],
    ['%100 = shl_sat(%0, %2)', '%100 shl_sat: expected an unsigned shift count, found i32'],
    ['%100 = shl(%19, %20)', '%100 shl: the shift count of @Vector(4, u32) is of type u5, found @Vector(4, u32)'],
    ['%100 = byte_swap(%27)', '%100 byte_swap: expected an integer of whole bytes, found u5'],
    ['%100 = cmp_lt(%7, %7)', '%100 cmp_lt: expected a number, found []u8'],
    ['%100 = cmp_eq(%7, %7)', '%100 cmp_eq: expected a type with equality, found []u8'],
    ['%100 = is_null(%0)', '%100 is_null: expected an optional, found u32'],
    ['%100 = is_null_ptr(%6)', '%100 is_null_ptr: expected a pointer to an optional, found *u32'],
    ['%100 = is_err(%0)', '%100 is_err: expected an error union, found u32'],
    ['%100 = is_err_ptr(%6)', '%100 is_err_ptr: expected a pointer to an error union, found *u32'],
    ['ret(%0)', 'ret: expected void, found u32'],
    ['ret_load(%6)', 'ret_load: expected void, found u32'],
    ['%100 = tag_name(%0)', '%100 tag_name: expected an enum, found u32'],
    ['%100 = error_name(%0)', '%100 error_name: expected an error, found u32'],
    ['c_va_end(%0)', 'c_va_end: expected a pointer, found u32'],
    ['store(%6, %2)', 'store: expected u32, found i32'],
    ['store(%7, %2)', 'store: expected a pointer, found []u8'],
    ['set_union_tag(%6, %12)', 'set_union_tag: expected a pointer to a union, found *u32'],
    ['set_union_tag(%15, %0)', 'set_union_tag: expected Color, found u32'],
    ['%100 = array_elem_val(%16, %0)', '%100 array_elem_val: expected usize, found u32'],
    ['%100 = array_elem_val(%7, %18)', '%100 array_elem_val: expected an array or vector, found []u8'],
    ['%100 = slice_elem_val(%17, %18)', '%100 slice_elem_val: expected a slice, found [*]u8'],
    ['memset(%7, %0)', 'memset: expected u8, found u32'],
    ['memset(%17, %30)', 'memset: expected a slice or a pointer to an array, found [*]u8'],
    ['memcpy(%17, %29)', 'memcpy: expected a slice or a pointer to an array on one side, found [*]u8'],
    ['%100 = bit_cast(u64, %0)', '%100 bit_cast: u32 has 32 bits, u64 has 64'],
    ['%100 = bit_cast(Pair, %32)', '%100 bit_cast: expected a type that is bits, found Pair'],
    ['%100 = ptr_cast([]u8, %6)', '%100 ptr_cast: *u32 and []u8 are a slice and an address'],
    ['%100 = ptr_cast(*u8, %0)', '%100 ptr_cast: expected a pointer, found u32'],
    ['%100 = ptr_from_int(*u8, %32)', '%100 ptr_from_int: expected usize, found u64'],
    ['%100 = int_from_ptr(u32, %6)', '%100 int_from_ptr: expected usize as result, found u32'],
    ['%100 = error_cast(error{A}, %0)', '%100 error_cast: expected an error set or error union, found u32'],
    ['%100 = error_from_int(anyerror, %0)', '%100 error_from_int: expected u16, found u32'],
    ['%100 = union_from_enum(Pair, %12)', '%100 union_from_enum: expected a tagged union as result, found Pair'],
    ['%100 = fptrunc(f64, %3)', '%100 fptrunc: expected a narrower float as result, found f64'],
    ['%100 = fpext(f32, %26)', '%100 fpext: expected a wider float as result, found f32'],
    ['%100 = int_cast(f32, %0)', '%100 int_cast: expected an integer as result, found f32'],
    ['%100 = int_cast(u8, %19)', '%100 int_cast: @Vector(4, u32) and u8 differ in the number of lanes'],
    ['%100 = trunc(u64, %0)', '%100 trunc: expected a narrower integer as result, found u64'],
    ['%100 = wrap_optional(?u32, %2)', '%100 wrap_optional: expected u32, found i32'],
    ['%100 = wrap_errunion_err(anyerror!u32, %0)', '%100 wrap_errunion_err: expected anyerror, found u32'],
    ['%100 = array_to_slice([]u16, %24)', '%100 array_to_slice: expected u8, found u16'],
    ['%100 = array_to_vector(@Vector(3, u8), %16)', '%100 array_to_vector: [4]u8 and @Vector(3, u8) differ in length'],
    ['%100 = splat(@Vector(4, u32), %2)', '%100 splat: expected u32, found i32'],
    ['%100 = alloc(u32)', '%100 alloc: expected a pointer, found u32'],
    ['%100 = c_va_start([*c]u8)', '%100 c_va_start: the function is not variadic'],
    ['%100 = add_with_overflow(struct { u32, u8 }, %0, %1)',
     '%100 add_with_overflow: expected the result type struct { u32, u1 }, found struct { u32, u8 }'],
    ['%100 = slice_elem_ptr(*u16, %7, %18)', '%100 slice_elem_ptr: expected u8, found u16'],
    ['%100 = struct_field_ptr(*u32, %23, 2)', '%100 struct_field_ptr: Pair has no field 2'],
    ['%100 = struct_field_ptr(*i32, %23, 1)', '%100 struct_field_ptr: expected u32, found i32'],
    ['%100 = field_parent_ptr(*Pair, %6, 5)', '%100 field_parent_ptr: Pair has no field 5'],
    ['%100 = aggregate_init(Pair, [<u8, 1>])', '%100 aggregate_init: Pair has 2 run-time fields, found 1'],
    ['%100 = aggregate_init([2]u8, [<u8, 1>, %0])', '%100 aggregate_init: expected u8, found u32'],
    ['%100 = union_init(Shape, 3, %3)', '%100 union_init: Shape has no field 3'],
    ['%100 = select(%5, %19, %20)', '%100 select: bool and @Vector(4, u32) differ in the number of lanes'],
    ['%100 = mul_add(%3, %4, %26)', '%100 mul_add: expected f32, found f64'],
    ['%100 = reduce(max, <@Vector(0, u8), .{}>)', '%100 reduce: expected a vector with lanes, found @Vector(0, u8)'],
    ['%100 = reduce(add, <@Vector(2, ?u8), undef>)', '%100 reduce: expected a vector of numbers, found @Vector(2, ?u8)'],
    ['%100 = reduce(xor, %31)', '%100 reduce: expected a vector of integers, found @Vector(4, f32)'],
    ['legalize_vec_store_elem(%6, %18, %0)', 'legalize_vec_store_elem: expected a pointer to a vector, found *u32'],
    ['legalize_vec_store_elem(%35, %18, %2)', 'legalize_vec_store_elem: expected u32, found i32'],
    ['dbg_var_ptr(%0, "x")', 'dbg_var_ptr: expected a pointer, found u32'],
    ['%100 = shuffle_one(@Vector(2, u32), [4, 0], %19)', '%100 shuffle_one: @Vector(4, u32) has no lane 4'],
    ['%100 = shuffle_two(@Vector(3, u32), [a0], %19, %20)', '%100 shuffle_two: @Vector(3, u32) has 3 lanes, the mask has 1'],
    ['%100 = atomic_load(seq_cst, %23)', '%100 atomic_load: no atomic access has type Pair (8 bytes)'],
    ['%100 = atomic_load(release, %6)', '%100 atomic_load: a load cannot be release'],
    ['%100 = atomic_rmw(add, unordered, %6, %0)', '%100 atomic_rmw: it is at least monotonic'],
    ['%100 = cmpxchg_weak(?u32, seq_cst, release, %6, %0, %1)', '%100 cmpxchg_weak: a failure cannot be release'],
    ['%100 = cmpxchg_weak(u32, seq_cst, seq_cst, %6, %0, %1)', '%100 cmpxchg_weak: expected an optional as result, found u32'],
    ['%100 = wasm_memory_grow(0, %0)', '%100 wasm_memory_grow: expected usize, found u32'],
    ['%100 = runtime_nav_ptr(*i64, slot)', '%100 runtime_nav_ptr: expected u32, found i64'],
    ['%100 = call(callee, [%0])', '%100 call: the function takes 2 arguments, found 1'],
    ['%100 = call(callee, [%2, %7])', '%100 call: expected u32, found i32'],
    ['%100 = call_always_tail(callee, [%0, %7])', '%100 call_always_tail needs the feature tail_call'],
  ])('%s', (text, message) => {
    const ends = /^ret/.test(text);
    expect(messages(withLines(text + (ends ? '' : RET)))[0]).toBe(message);
  }); // prettier-ignore

  test.each<[string, string]>([
    ['%100 = load(%0)', '%100'],
    ['%100 = call(%0, [])', '%100'],
    ['%100 = agg_field_val(%22, 2)', '%100'],
    ['%100 = unwrap_errunion_payload(%0)', '%100'],
  ])('%s has no result type: the parser says so', (text) => {
    const [first] = messages(withLines(text + RET));
    expect(first).toMatch(/^\w+: there is no result for an operand of type \w+$/);
  });
});

/** Instructions any of whose operands may be of any type. */
const ANYTHING: readonly string[] = ['arg', 'assembly', 'dbg_var_val', 'dbg_arg_inline'];

/** Parameters of different kinds: u32, f32, bool, *u32, []u8, ?u32, anyerror!u32, Pair. */
const DIFFERENT = [0, 3, 5, 6, 7, 8, 9, 22];

describe('every operand of every instruction can be of a wrong type', () => {
  const plain =
    'type Two = enum(u1) { a = 0, b = 1 }\ntype Plain = union(Two) { a: void, b: void }\n';
  /** Findings about a function around lines that end it, or that `ret` ends. */
  const found = (text: string): string[] => {
    const target = 'target wasm32-wasi +tail_call\n';
    const whole = messages(plain + withLines(text), target);
    const open = whole.includes('the body does not end in a terminator');
    return open ? messages(plain + withLines(text + RET), target) : whole;
  };
  const checked = [...lines].filter(([name]) => !ANYTHING.includes(name) && name !== 'c_va_start');
  test.each(checked)('%s', (_, text) => {
    expect(found(text)).toEqual([]);
    for (const { 0: operand, index } of text.matchAll(/%\d\d?\b/g)) {
      if (Number(operand.slice(1)) >= PARAMETERS.length) continue;
      const wrong = DIFFERENT.filter((at) => {
        const changed = `${text.slice(0, index)}%${at}${text.slice(index + operand.length)}`;
        return found(changed).length > 0;
      });
      expect(wrong.length, `${operand} in ${text}`).toBeGreaterThan(2);
    }
  });
});

describe('structure', () => {
  test.each<[string, string]>([
    ['%100 = add(%0, %1)', 'the body does not end in a terminator'],
    ['%100 = block(void, {\n})', 'the body does not end in a terminator'],
    ['ret(void_value)\nunreach()', 'unreach follows the terminator of its body'],
    ['%50 = block(u32, {\n%51 = add(%0, %1)\nbr(%50, %51)\n})\n%52 = add(%51, %0)' + RET, '%52 add: %51 is used outside of the body that defines it'],
    ['%50 = block(u32, {\nbr(%50, %50)\n})' + RET, 'br: %50 is used outside of the body that defines it'],
    ['%50 = block(void, {\nbr(%50, %0)\n})' + RET, 'br: expected void, found u32'],
    ['%50 = block(void, {\nbr(%50, void_value)\n})\nbr(%50, void_value)', 'br: its target is not around it'],
    ['%50 = block(void, {\nrepeat(%50)\n})' + RET, 'repeat: its target is a block'],
    ['%50 = loop({\nbr(%50, void_value)\n})', 'br: its target is a loop'],
    ['%50 = loop({\nswitch_dispatch(%50, %0)\n})', 'switch_dispatch: its target is a loop'],
    ['%50 = loop_switch_br(%0, else {\nswitch_dispatch(%50, %2)\n})', 'switch_dispatch: expected u32, found i32'],
    ['%50 = block(void, {\n%51 = arg(0)\nbr(%50, void_value)\n})' + RET, 'arg: it stands inside of another instruction'],
    ['cond_br(%0, {\nunreach()\n}, {\nunreach()\n})', 'cond_br: expected bool, found u32'],
    ['switch_br(%7, else {\nunreach()\n})', 'switch_br: expected an integer, enum, error or pointer, found []u8'],
    ['switch_br(%0, case(1, 2) {\nunreach()\n}, case(2) {\nunreach()\n})', 'switch_br: the value 2 has two cases'],
    ['switch_br(%0, case(1...5) {\nunreach()\n}, case(4...9) {\nunreach()\n})', 'switch_br: the value 4 has two cases'],
    ['switch_br(%12, case(.red, .red) {\nunreach()\n})', 'switch_br: the value 0 has two cases'],
    ['switch_br(%0, case(5...1) {\nunreach()\n})', 'switch_br: the range 5...1 is empty'],
    ['switch_br(%0, case() {\nunreach()\n})', 'switch_br: a case has no values'],
  ])('%s', (text, message) => {
    expect(messages(withLines(text))).toContain(message);
  }); // prettier-ignore

  test('arguments come first and ascending', () => {
    expect(messages('fn f(u8, u8) void {\n%1 = arg(1)\n%0 = arg(0)\nret(void_value)\n}')).toEqual([
      'arg: the indexes are not ascending',
    ]);
    expect(messages('fn f(u8) void {\ndbg_stmt(1:1)\n%0 = arg(0)\nret(void_value)\n}')).toEqual([
      'arg: it stands behind other instructions',
    ]);
    expect(messages('fn f(u8) void {\n%0 = arg(1)\nret(void_value)\n}')).toEqual([
      'arg: there is no parameter 1',
    ]);
  });

  test('a noreturn block ends a body; what follows it and noreturn calls is allowed', () => {
    const text =
      'fn stop() noreturn {\nunreach()\n}\nfn f() void {\ncall(stop, [])\nunreach()\n}\n';
    expect(messages(`${text}fn g() void {\nblock(noreturn, {\nunreach()\n})\n}\n`)).toEqual([]);
    expect(
      messages(`${text}fn g() void {\nblock(noreturn, {\nunreach()\n})\nunreach()\n}\n`),
    ).toEqual([]);
  });

  test('a result is not visible in the bodies beside it', () => {
    const text =
      'cond_br(%5, {\n%50 = add(%0, %1)\nunreach()\n}, {\n%51 = add(%50, %0)\nunreach()\n})';
    expect(messages(withLines(text))).toEqual([
      '%51 add: %50 is used outside of the body that defines it',
    ]);
    const tried = '%50 = try(%9, {\ndbg_var_val(%50, "x")\nunreach()\n})' + RET;
    expect(messages(withLines(tried))).toEqual(['no instruction before this one defines `%50`']);
  });

  test('damaged arrays give diagnostics', () => {
    const module = parsed('fn f(u8) u8 {\n%0 = arg(0)\nret(%0)\n}\n');
    const { body } = module.functions[0]!;
    const broken = (change: Partial<typeof body>): string[] => {
      module.functions[0] = { nav: 0 as never, body: { ...body, ...change } };
      return verify(module).map(({ text }) => text);
    };
    expect(broken({ tags: Uint8Array.of(250, 250) })[0]).toContain('unknown tag');
    expect(broken({ extra: new Uint32Array(0) })[0]).toContain('no main body');
    expect(broken({ extra: Uint32Array.of(1, 9) })[0]).toContain('cut off');
    expect(broken({ extra: Uint32Array.of(1, 2, 0, 0) })[0]).toContain('twice');
    expect(broken({ extra: Uint32Array.of(1, 2, 0, 77) })[0]).toContain('twice or too much');
    expect(broken({ tags: new Uint8Array(1) })[0]).toContain('too short');
    expect(broken({ types: Uint32Array.of(0, 0) }).join()).toContain('the result is of type u8');
    expect(broken({ data: Uint32Array.of(body.data[0]!, 0, 0x7fff_fff0, 0) })[0]).toContain(
      'no value',
    );
  });
});

describe('types', () => {
  test.each<[string, string]>([
    ['type A = struct { a: A }', 'type `A` contains itself'],
    ['type A = struct size(4) align(4) { a: u32 offset(0), b: u32 }', 'field `b` of `A` has no offset, but other fields have one'],
    ['type A = struct size(8) align(4) { a: u32 offset(0), b: u32 offset(2) }', 'offset 2 of field `b` of `A` is no multiple of its alignment 4'],
    ['type A = struct size(8) align(4) { a: u32 offset(0), b: u16 offset(2) }', 'fields `a` and `b` of `A` overlap'],
    ['type A = struct size(4) align(4) { a: u32 offset(4) }', 'field `a` of `A` ends at 8, behind the size 4'],
    ['type A = struct size(6) align(4) { a: u32 offset(0) }', 'size 6 of `A` is no multiple of its alignment 4'],
    ['type A = struct { a: u8, f: fn () void }', 'field `f` of `A` cannot be of type fn () void'],
    ['type O = opaque\ntype A = union { a: u8, f: O }', 'field `f` of `A` cannot be of type O'],
    ['type A = packed struct(u8) { a: u3, b: u4 }', 'the fields of `A` have 7 bits, its integer has 8'],
    ['type A = packed union(u8) { a: u8, b: u4 }', 'the fields of `A` have 4 bits, its integer has 8'],
    ['type A = union(u8) { a: u8 }', 'union `A`: its tag type is not an enum'],
    ['type E = enum(u8) { a = 0 }\ntype A = union(E) { a: u8, b: u8 }', 'union `A`: its tag enum has no field `b`'],
    ['type E = enum(u8) { a = 0, b = 1 }\ntype A = union(E) size(8) align(4) { a: u32, b: void } tag_offset(2) payload_offset(0)', 'union `A`: its tag and payload overlap'],
    ['type E = enum(u8) { a = 0, b = 1 }\ntype A = union(E) size(4) align(4) { a: u32, b: void } tag_offset(4) payload_offset(0)', 'union `A`: its tag ends at 5, behind 4'],
    ['type A = union size(4) align(4) { a: u64 align(4), b: void }', 'union `A`: its payload ends at 8, behind 4'],
    ['type E = enum(u8) { a = 1, b = 1 }', 'enum `E`: the value 1 has two names'],
    ['type P = packed struct(u64) { a: []u8 }', 'field `a` of `P` cannot be of type []u8'],
    ['type S = struct { a: u8 }\ntype P = packed union(u8) { a: S, b: u8 }', 'field `a` of `P` cannot be of type S'],
    ['type O = opaque\nextern fn f(O) void', 'type fn (O) void: parameter 0 has no values'],
    ['extern fn f() fn () void', 'type fn () fn () void: its result has no values'],
    ['type S = struct { a: u8 }\nextern var a: @Vector(3, S)', 'type @Vector(3, S): lanes are integers, floats, bools and pointers'],
    ['extern var a: *align(4:99:2) u5', 'type *align(4:99:2) u5: its bits end at 104, behind 16'],
    ['type A = [4294967297]u8', 'type [4294967297]u8 has no size the target can address'],
  ])('%s', (text, message) => {
    expect(messages(`${text}\n`)).toContain(message);
  }); // prettier-ignore

  test('an array of any length is a type of a 64-bit target', () => {
    expect(messages('type A = [4294967297]u8\n', 'target wasm64-wasi\n')).toEqual([]);
  });
});

describe('values', () => {
  test.each<[string, string]>([
    ['const a: u8 = 256', '256 does not fit in u8'],
    ['const a: i8 = -129', '-129 does not fit in i8'],
    ['const a: u8 = -1', '-1 does not fit in u8'],
    ['const a: u0 = 1', '1 does not fit in u0'],
    ['type E = enum(u3) { a = 9 }', '9 does not fit in u3'],
    ['errors { A, B }\nconst a: error{A} = error.B', 'error.B is not in error{A}'],
    ['errors { A, B }\nconst a: error{A}!u8 = error.B', 'error.B is not in error{A}'],
    ['const a: struct { u8 } = .{}', '.{} is not a value of type struct { u8 }'],
    ['const a: []u8 = .{ undef, <u8, 3> }', 'a value of type u8 stands for one of type usize'],
    ['type U = union { a: u8 }\nconst a: U = .{ <[4]u8, "abcd"> }', '.{ <[4]u8, "abcd"> } is not a value of type U'],
    ['type P = packed struct(u8) { a: u8 }\nconst a: P = 300', '300 does not fit in u8'],
  ])('%s', (text, message) => {
    expect(messages(`${text}\n`)).toContain(message);
  }); // prettier-ignore

  test('of a module without text', () => {
    const module = parsed('');
    const { types, values } = module;
    values.int(types.int(false, 8), 256);
    values.int(types.int(true, 100), 1n << 99n);
    values.int(types.int(true, 0), 1);
    expect(verify(module).map(({ text }) => text)).toEqual([
      '256 does not fit in u8',
      '633825300114114700748351602688 does not fit in i100',
      '1 does not fit in i0',
    ]);
  });

  test('a panic handler is a function', () => {
    expect(messages('panic unwrap_null = a\nconst a: u8 = 1\n')).toEqual([
      '`a` cannot handle the panic unwrap_null: it is not a function',
    ]);
  });

  test('the value of a nav is of its type', () => {
    const module = parsed('const a: u8 = 1\n');
    module.navs.define(0 as never, {
      kind: NavKind.const,
      type: module.types.bool,
      value: module.navs.value(0 as never),
    });
    expect(verify(module).map(({ text }) => text)).toEqual([
      'a value of type u8 stands for one of type bool',
    ]);
  });
});

describe('navs made without text', () => {
  test.each<[string, Partial<NavDefinition>, string]>([
    ['a const without value', { kind: NavKind.const }, '`x`: it has no value'],
    ['a function without body', { kind: NavKind.function }, '`x`: its type is not a function type'],
    ['an extern var with value', { flags: NavFlag.extern, value: 0 as never }, '`x`: it is extern and has a value'],
    ['an alignment', { flags: NavFlag.extern, align: 12 }, 'alignment 12 is not a power of two'],
  ])('%s', (_, definition, message) => {
    const module = parsed('');
    const { types } = module;
    module.navs.add(module.names.intern('x'), { kind: NavKind.var, type: types.bool, ...definition });
    expect(verify(module).map(({ text }) => text)).toContain(message);
  }); // prettier-ignore

  test.each<[string, string]>([
    ['threadlocal fn f() void {\nunreach()\n}', '`f`: only a var is threadlocal'],
    ['threadlocal const a: u8 = 1', '`a`: only a var is threadlocal'],
    ['cold var a: u8 = 1', '`a`: only a function is noinline or cold'],
    ['fn f() void from "x" {\nunreach()\n}', '`f`: only an extern has `from` and `as`'],
    ['export fn f() void {\nunreach()\n}\nexport f as "f"', 'the export `f` is declared twice'],
  ])('%s', (text, message) => {
    expect(messages(`${text}\n`)).toEqual([message]);
  });

  test('a declared type has a position', () => {
    expect(problems('type A = struct { a: A }\n')).toEqual(['2:6 WW4107 type `A` contains itself']);
  });

  test('a function type is for functions', () => {
    expect(messages('extern var f: fn () void\n')).toEqual([
      '`f`: only a function has a function type',
    ]);
    const module = parsed('');
    const signature = module.types.function({ parameters: [], result: module.types.void });
    module.navs.add(module.names.intern('x'), { kind: NavKind.function, type: signature });
    expect(verify(module).map(({ text }) => text)).toEqual(['`x`: it has no body']);
  });

  test('alignments of fields are powers of two', () => {
    const module = parsed('');
    const type = module.types.declare('struct', module.names.intern('S'));
    const name = module.names.intern('a');
    module.types.declared.defineContainer(module.types.declaredOf(type), {
      fields: [{ name, type: module.types.bool, align: 6 }],
    });
    expect(verify(module).map(({ text }) => text)).toEqual(['alignment 6 is not a power of two']);
  });
});

test('a finding names file, function, line and column', () => {
  const module = parsed('fn f.g() u8 {\n  ret(\n    <u16, 1>)\n}\n');
  expect(verify(module)[0]!.at).toEqual({
    input: 't.air',
    symbol: 'f.g',
    line: 3,
    column: 3,
    offset: 43,
  });
  expect(line(verify(module)[0]!)).toBe('3:3 WW4202 ret: expected u8, found u16');
});
