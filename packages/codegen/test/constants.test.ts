// Constants to bytes (codegen.md 9): what a linked module has in memory is what the interpreter has, undefined bits and
// addresses aside; and rules of their own.

import { createInterpreter } from '@wasmwright/air/interpret';
import { describe, expect, test } from 'vitest';
import { build, moduleOf, outcome, unitOf, withTarget } from './harness.ts';

const TYPES = `
errors { A, B }
type Auto = struct { a: u8, b: u32, c: u16 }
type Ext = extern struct { a: u8, b: u32, c: u16 }
type Nest = struct { x: Auto, y: [2]Ext, z: ?u64 }
type Flags = packed struct(u16) { a: bool, b: i7, c: u8 }
type Color = enum(u8) { red = 0, blue = 7 }
type Signed = enum(i16) { low = -5, high = 5 }
type T32 = enum(u32) { a = 0, b = 1 }
type T16 = enum(u16) { a = 0, b = 1 }
type First = union(T32) { a: u8, b: u16 }
type Last = union(T16) { a: u32, b: [5]u8 }
type Odd = union(T16) { a: u8, b: void }
type Raw = union { a: u32, b: [5]u8 }
type Word = packed union(u32) { f: f32, n: u32 }
type Placed = struct size(12) align(4) { x: i32 offset(4), y: ?u8 offset(8) }
`;

/** Type and value of a global. */
const VALUES: readonly (readonly [string, string])[] = [
  ['bool', 'true'],
  ['u8', '200'],
  ['i7', '-3'],
  ['u24', '0x123456'],
  ['i33', '-1'],
  ['u40', '0x123456789a'],
  ['i64', '-2'],
  ['u100', '0x123456789abcdef0123456789'],
  ['i129', '-1'],
  ['u256', '0x1_0000_0000_0000_0000_0000_0000_0000_0001'],
  ['f16', '1.5'],
  ['f32', '-0.1'],
  ['f64', '2.5e-3'],
  ['f80', '1.25'],
  ['f128', '-3.5'],
  ['anyerror', 'error.B'],
  ['?anyerror', 'null'],
  ['?anyerror', 'error.A'],
  ['anyerror!void', 'error.A'],
  ['anyerror!u8', '7'],
  ['anyerror!u8', 'error.B'],
  ['anyerror!u64', '7'],
  ['anyerror![3]u8', '.{ 7, 8, 9 }'],
  ['?u8', '5'],
  ['?u8', 'null'],
  ['??u8', '<??u8, <?u8, null>>'],
  ['?u32', '5'],
  ['?*u8', 'null'],
  ['?void', 'void_value'],
  ['[3]u16', '.{ 1, 2, 3 }'],
  ['[4:0]u8', '"abcd"'],
  ['[0:7]u8', '.{}'],
  ['[3:9]u16', '.{ 5 ** 3 }'],
  ['@Vector(4, u24)', '.{ 1, 2, 3, 4 }'],
  ['@Vector(3, bool)', '.{ true, false, true }'],
  ['Auto', '.{ .a = 1, .b = 2, .c = 3 }'],
  ['Ext', '.{ .a = 1, .b = 2, .c = 3 }'],
  ['Nest', '.{ .x = .{ 1, 2, 3 }, .y = .{ .{ 4, 5, 6 } ** 2 }, .z = 7 }'],
  ['Flags', '.{ .a = true, .b = -2, .c = 9 }'],
  ['struct { u8, u32 }', '.{ 1, 2 }'],
  ['Color', '.blue'],
  ['Signed', '.low'],
  ['First', '.{ .a = 1 }'],
  ['First', '.{ .b = 0x203 }'],
  ['[2]First', '.{ .{ .a = 1 }, .{ .b = 2 } }'],
  ['Last', '.{ .a = 1 }'],
  ['Last', '.{ .b = .{ 1, 2, 3, 4, 5 } }'],
  ['[3]?Odd', '.{ .{ .a = 1 }, null, .{ .a = 3 } }'],
  ['[2]Raw', '.{ .{ .a = 1 }, .{ .b = .{ 1 ** 5 } } }'],
  ['Word', '.{ .f = 1.0 }'],
  ['Placed', '.{ .x = -1, .y = 3 }'],
  ['[1000]Auto', '.{ .{ .a = 1, .b = 2, .c = 3 } ** 1000 }'],
  ['[*]const u8', '@addr(0x1234)'],
];

test.each(VALUES)('%s = %s', (type, value) => {
  const text = `${TYPES}var g: ${type} = ${value}
export fn address() callconv(c) usize {
  %0 = int_from_ptr(usize, <*${type}, &g>)
  ret(%0)
}`;
  const module = moduleOf(withTarget(text));
  const program = build(module);
  const expected = createInterpreter([module]).global('g')!;
  const at = program.call('address')() as number;
  const got = new Uint8Array(program.memory.buffer, at, expected.bytes.length);
  expect(at % module.layout.alignOf(module.navs.type(0 as never))).toBe(0);
  const defined = (bytes: Uint8Array): number[] =>
    Array.from(bytes, (byte, index) => byte & ~expected.undefinedBits[index]!);
  expect(defined(got)).toEqual(defined(expected.bytes));
});

describe('rules', () => {
  const bytesOf = (declaration: string): number[] => {
    const { data } = unitOf(moduleOf(withTarget(`${TYPES}${declaration}`)))!;
    const { uavs, value } = data.find(({ name }) => name === 'g')!.data;
    const stored = uavs.bytes.subarray(uavs.start[value]!, uavs.start[value + 1]!);
    const bytes = new Uint8Array(uavs.size[value]!);
    bytes.set(stored);
    return [...bytes];
  };

  test('undefined is 0xAA', () => {
    expect(bytesOf('export var g: [3]u8 = undef')).toEqual([0xaa, 0xaa, 0xaa]);
    expect(bytesOf('export var g: struct { u8, [2]u8 } = .{ 1, undef }')).toEqual([1, 0xaa, 0xaa]);
  });

  test('the payload of null is 0xAA, its padding zero', () => {
    expect(bytesOf('export var g: ?u16 = null')).toEqual([0xaa, 0xaa, 0, 0]);
  });

  test('padding and unused payload bytes are zero', () => {
    expect(bytesOf('export var g: First = .{ .a = 1 }')).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
    expect(bytesOf('export var g: Raw = .{ .a = 1 }')).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('pointers between constants, with addends, cycles and functions', () => {
    const program = build(
      withTarget(`type Node = struct { next: *const Node, n: u32 }
const a: Node = .{ &b, 1 }
const b: Node = .{ &a, 2 }
const middle: [*]const u8 = &<[5:0]u8, "hello"> + 2
const word: []const u8 = .{ &<[3]u8, "abc">, 3 }
const table: [2]*const fn (u32) u32 = .{ &one, &two }
fn one(u32) u32 { %0 = arg(0) %1 = add_wrap(%0, <u32, 1>) ret(%1) }
fn two(u32) u32 { %0 = arg(0) %1 = add_wrap(%0, <u32, 2>) ret(%1) }
export fn walk() callconv(c) u32 {
  %0 = load(<*const *const Node, &a>)
  %1 = struct_field_ptr(*const *const Node, %0, 0)
  %2 = load(%1)
  %3 = struct_field_ptr(*const u32, %2, 1)
  %4 = load(%3)
  ret(%4)
}
export fn letter() callconv(c) u32 {
  %0 = load(<*const [*]const u8, &middle>)
  %1 = ptr_elem_val(%0, <usize, 1>)
  %2 = int_cast(u32, %1)
  ret(%2)
}
export fn third() callconv(c) u32 {
  %0 = load(<*const []const u8, &word>)
  %1 = slice_elem_val(%0, <usize, 2>)
  %2 = int_cast(u32, %1)
  ret(%2)
}
export fn choose(usize) callconv(c) u32 {
  %0 = arg(0)
  %1 = ptr_elem_val(<[*]const *const fn (u32) u32, &table>, %0)
  %2 = call(%1, [<u32, 10>])
  ret(%2)
}`),
    );
    expect(program.call('walk')()).toBe(1);
    expect(program.call('letter')()).toBe('l'.charCodeAt(0));
    expect(program.call('third')()).toBe('c'.charCodeAt(0));
    const choose = program.call('choose');
    expect([choose(0), choose(1), outcome(() => choose(2))]).toEqual([11, 12, 'trap']);
  });

  test('a chain of 20,000 constants takes no deep stack', () => {
    const links = Array.from(
      { length: 20_000 },
      (_, at) => `const c${at}: *const anyopaque = ${at === 0 ? '@addr(8)' : `&c${at - 1}`}\n`,
    );
    const unit = unitOf(moduleOf(withTarget(links.join(''))));
    expect(unit.data.length).toBe(20_000);
  });
});
