// Known miscompilations of other compilers (codegen.md 10.1) that are in scope, by row number; rows 13 to 15, 23 and 27 and
// the wider integers and floats of the others come later, rows 24 and 25 are in abi.test.ts and programs.test.ts.

import { describe, expect, test } from 'vitest';
import * as exact from '../../air/src/float/index.ts';
import { build, type Exported, LEVELS, outcome, type Wasm, withTarget } from './harness.ts';

const bits = (value: number): bigint => exact.fromNumber(exact.f64, value);
const number = (value: bigint): number => exact.toNumber(exact.f64, value);
const LIBRARY = {
  fmod: (a: number, b: number): number => a % b,
  fma: (a: number, b: number, c: number): number =>
    number(exact.fusedMultiplyAdd(exact.f64, bits(a), bits(b), bits(c))),
};

/** Compiles `f` at a level. */
type Compile = (
  text: string,
  imports?: Record<string, (...args: never[]) => Wasm | void>,
) => Exported;

const float2 = (tag: string): string =>
  `export fn f(f64, f64) callconv(c) f64 { %0 = arg(0) %1 = arg(1) %2 = ${tag}(%0, %1) ret(%2) }`;

describe.each(LEVELS)('at %s', (optimize) => {
  const compile: Compile = (text, imports = {}) =>
    build(withTarget(text), { optimize }, { ...LIBRARY, ...imports }).call('f');

  test('1: a global at 1049080 and a frame below 1048576', () => {
    const text = `var g: u32 = 77
export fn f(u32) callconv(c) u32 {
  %0 = arg(0)
  %p = alloc(*volatile u32)
  store(%p, %0)
  %1 = load(%p)
  %2 = load(<*u32, &g>)
  %3 = add_wrap(%1, %2)
  store(<*u32, &g>, %3)
  ret(%3)
}`;
    const layout = { stackFirst: true, stackSize: 1048576, globalBase: 1049080 };
    const f = build(withTarget(text), { optimize }, {}, layout).call('f');
    expect([f(1), f(2)]).toEqual([78, 80]);
  });

  test.each<[number, string, string, string, [bigint, number][]]>([
    [2, 'u64', '0 1 2 3', '', [[2n ** 32n + 1n, 9], [1n, 1], [3n, 3], [4n, 9]]],
    [3, 'i64', '-2 -1 0 1', '', [[0xffff_fffen, 9], [2n ** 32n, 9], [-2n, 0], [1n, 3]]],
    [4, 'E', '.a .b .c', 'type E = enum(u64) { a = 0, b = 1, c = 2, _ }', [[2n ** 32n + 1n, 9], [1n, 1]]],
  ])('%d: switch on %s looks at all 64 bits', (_, type, items, declaration, expected) => {
    const cases = items.split(' ').map((item, at) => `case(${item}) { ret(<i32, ${at}>) }`);
    const f = compile(`${declaration}
export fn f(${type === 'i64' ? 'i64' : 'u64'}) callconv(c) i32 {
  %0 = arg(0)
  %1 = bit_cast(${type}, %0)
  switch_br(%1, ${cases.join(', ')}, else { ret(<i32, 9>) })
}`);
    for (const [value, result] of expected) expect(f(value), String(value)).toBe(result);
  }); // prettier-ignore

  test.each([
    ['i32', 2147483646, 2147483647],
    ['i64', 2n ** 63n - 2n, 2n ** 63n - 1n],
  ] as const)('5: mod of %s does not overflow', (type, a, b) => {
    const f = compile(
      `export fn f(${type}, ${type}) callconv(c) ${type} { %0 = arg(0) %1 = arg(1) %2 = mod(%0, %1) ret(%2) }`,
    );
    expect(f(a, b)).toBe(a);
  });

  test.each([
    [6, 0.1, 1, 0.1],
    [6, 1e-20, 1, 1e-20],
    [7, 1e308, 1.7e308, 1e308],
    [7, 5, Infinity, 5],
    [8, 5, -3, -1],
  ])('%d: mod of floats %d, %d', (_, a, b, result) => {
    expect(compile(float2('mod'))(a, b)).toBe(result);
  });

  test.each(['f32', 'f64'])('9: round of %s, halves away from zero', (type) => {
    const f = compile(
      `export fn f(${type}) callconv(c) ${type} { %0 = arg(0) %1 = round(%0) ret(%1) }`,
    );
    expect([2.5, 0.5, -2.5, 0.49999997, -0.4].map((x) => f(x))).toEqual([3, 1, -3, 0, -0]);
  });

  test('10: mul_add rounds once', () => {
    const f = compile(
      'export fn f(f64, f64, f64) callconv(c) f64 { %0 = arg(0) %1 = arg(1) %2 = arg(2) %3 = mul_add(%0, %1, %2) ret(%3) }',
    );
    const e = 2 ** -52;
    expect(f(1 + e, 1 - e, -1)).toBe(-(2 ** -104));
  });

  test('12: saturating shifts compare the whole count', () => {
    const shift = (left: string, right: string): Exported =>
      compile(
        `export fn f(${left}, ${right}) callconv(c) ${left} { %0 = arg(0) %1 = arg(1) %2 = shl_sat(%0, %1) ret(%2) }`,
      );
    expect(shift('u8', 'u32')(1, 32)).toBe(255);
    expect(shift('u32', 'u64')(1, 2n ** 32n)).toBe(-1); // all ones
    expect(shift('u32', 'u64')(0, 2n ** 32n)).toBe(0);
  });

  test('16: tag_name of an enum of 64 bits', () => {
    const f = compile(`type E = enum(u64) { a = 0, bb = 1, ccc = 2 }
export fn f(u64) callconv(c) usize {
  %0 = arg(0)
  %1 = bit_cast(E, %0)
  %2 = tag_name(%1)
  %3 = slice_len(%2)
  ret(%3)
}`);
    expect([f(0n), f(1n), f(2n)]).toEqual([1, 2, 3]);
  });

  test('17: a pointer to ?anyerror is looked at in its own width', () => {
    const f = compile(`errors { A, B }
const list: [4]?anyerror = .{ error.B, null, error.A, null }
export fn f(usize) callconv(c) u32 {
  %0 = arg(0)
  %1 = ptr_elem_ptr(*const ?anyerror, <[*]const ?anyerror, &list>, %0)
  %2 = is_non_null_ptr(%1)
  %3 = bit_cast(u1, %2)
  %4 = int_cast(u32, %3)
  ret(%4)
}`);
    expect([0, 1, 2, 3].map((at) => f(at))).toEqual([1, 0, 1, 0]);
  });

  /** The payload of element `at` of a constant array. */
  const element = (declarations: string, type: string, read: string): Exported =>
    compile(`${declarations}
export fn f(usize) callconv(c) u32 {
  %0 = arg(0)
  %p = ptr_elem_ptr(*const ${type}, <[*]const ${type}, &list>, %0)
  ${read}
}`);

  test('18: constants of unions with the tag first are padded', () => {
    const f = element(
      `type E = enum(u32) { a = 0, b = 1 }
type U = union(E) { a: u8, b: u16 }
const list: [3]U = .{ .{ .a = 1 }, .{ .b = 2 }, .{ .a = 3 } }`,
      'U',
      `%u = load(%p)
  %t = get_union_tag(%u)
  switch_br(%t, case(.a) { %x = struct_field_ptr(*const u8, %p, 0) %y = load(%x) %z = int_cast(u32, %y) ret(%z) },
    case(.b) { %x2 = struct_field_ptr(*const u16, %p, 1) %y2 = load(%x2) %z2 = int_cast(u32, %y2) ret(%z2) })`,
    );
    expect([0, 1, 2].map((at) => f(at))).toEqual([1, 2, 3]);
  });

  test('19: constants of optional unions are padded', () => {
    const f = element(
      `type E = enum(u16) { a = 0, b = 1 }
type U = union(E) { a: u8, b: void }
const list: [3]?U = .{ .{ .a = 1 }, null, .{ .a = 3 } }`,
      '?U',
      `%n = is_null_ptr(%p)
  cond_br(%n, { ret(<u32, 0>) }, {
    %u = optional_payload_ptr(*const U, %p)
    %x = struct_field_ptr(*const u8, %u, 0)
    %y = load(%x)
    %z = int_cast(u32, %y)
    ret(%z)
  })`,
    );
    expect([0, 1, 2].map((at) => f(at))).toEqual([1, 0, 3]);
  });

  test('20: constants of untagged unions are padded', () => {
    const f = element(
      `type U = union { a: u32, b: [5]u8 }
const list: [3]U = .{ .{ .a = 1 }, .{ .a = 2 }, .{ .b = .{ 7 ** 5 } } }`,
      'U',
      '%x = struct_field_ptr(*const u32, %p, 0)\n  %y = load(%x)\n  ret(%y)',
    );
    expect([0, 1, 2].map((at) => f(at))).toEqual([1, 2, 0x07070707]);
  });

  test('21: a constant pointer to the payload of an error union', () => {
    // The front end writes the payload's offset: 2 for anyerror![3]u8, whose error comes first.
    const f = compile(`const u: anyerror![3]u8 = .{ 7, 8, 9 }
const p: [*]const u8 = &u + 2
export fn f(usize) callconv(c) u32 {
  %0 = arg(0)
  %1 = load(<*const [*]const u8, &p>)
  %2 = ptr_elem_val(%1, %0)
  %q = unwrap_errunion_payload_ptr(*const [3]u8, <*const anyerror![3]u8, &u>)
  %q1 = ptr_cast([*]const u8, %q)
  %3 = ptr_elem_val(%q1, %0)
  %same = cmp_eq(%2, %3)
  %r = int_cast(u32, %2)
  cond_br(%same, { ret(%r) }, { ret(<u32, 99>) })
}`);
    expect([0, 1, 2].map((at) => f(at))).toEqual([7, 8, 9]);
  });

  test('22: NaN to an integer with a check calls the panic handler', () => {
    const panics: string[] = [];
    const f = compile(
      `extern fn report() callconv(c) void
fn handler() noreturn { call(report, []) trap() }
panic integer_part_out_of_bounds = handler
export fn f(f64) callconv(c) i32 { %0 = arg(0) %1 = int_from_float_safe(i32, %0) ret(%1) }`,
      { report: () => void panics.push('out of bounds') },
    );
    for (const value of [NaN, 2147483648, -2147483649, Infinity]) {
      expect(outcome(() => f(value))).toBe('trap');
    }
    expect(panics.length).toBe(4);
    expect([2147483647.5, -2147483648.9, -0.9].map((x) => f(x))).toEqual([
      2147483647, -2147483648, 0,
    ]);
  });

  test('26: optimized floats, tail calls, thread-locals without threads', () => {
    const f = compile(`threadlocal var count: u32 = 5
fn down(u32, f64) f64 {
  %0 = arg(0)
  %1 = arg(1)
  %z = cmp_eq(%0, <u32, 0>)
  cond_br(%z, { ret(%1) }, {
    %n = sub_wrap(%0, <u32, 1>)
    %x = add_optimized(%1, <f64, 1.5>)
    %r = call_always_tail(down, [%n, %x])
    ret(%r)
  })
}
export fn f(u32) callconv(c) f64 {
  %0 = arg(0)
  %p = runtime_nav_ptr(*u32, count)
  %c = load(%p)
  %d = add_wrap(%c, <u32, 1>)
  store(%p, %d)
  %i = float_from_int(f64, %d)
  %r = call(down, [%0, %i])
  ret(%r)
}`);
    // A million tail calls take no stack.
    expect([f(2), f(1_000_000)]).toEqual([9, 1_500_007]);
  });
});
