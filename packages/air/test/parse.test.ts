// The text form: what is accepted, what each mistake is called and where, and that nothing is too deep or too long.

import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { None, NavFlag, TypeKind, parseAir, printAir, valueText, verify } from '../src/index.ts';
import { TARGET, line, parsed, problems, verified } from './helpers.ts';

/** The text a module prints, without its target line. */
function printed(declarations: string, target = TARGET): string {
  return printAir(verified(declarations, target))
    .replace(/^target .*\n/, '')
    .replace(/^\n/, '');
}

/** The printed form of an initial value. */
function value(type: string, text: string, before = ''): string {
  const module = verified(`${before}\nconst probe: ${type} = ${text}\n`);
  return valueText(module, module.navs.value((module.navs.length - 1) as never) as never);
}

describe('lexical rules', () => {
  test('white space, comments and line breaks never matter', () => {
    const text = 'fn f ( u8 ) u8 { %a=arg( 0 ) ret(%a)}';
    expect(printed(text)).toBe('fn f(u8) u8 {\n  %0 = arg(0)\n  ret(%0)\n}\n');
    expect(printed(text.replaceAll(' ', '\r\n\t '))).toBe(printed(text));
    expect(printed(text.replaceAll(' ', ' // } "%\n'))).toBe(printed(text));
  });

  test('quoting is only spelling', () => {
    const module = verified('const @"a.b": u8 = 1\nconst c: *const u8 = &a.b\n');
    expect(module.navs.length).toBe(2);
    expect(printAir(module)).toContain('const a.b: u8 = 1\nconst c: *const u8 = &a.b\n');
  });

  test.each(['u8', '_', 'void', 'a.error', 'read', 'with space', '', 'a.', '1a', 'ü', 'a"b', 'a\\b', 'a\nb'])(
    'the name %j is written with quotes and comes back', (name) => {
      const escaped = name.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n');
      const text = `const @"${escaped}": u8 = 1\n`;
      expect(printed(text)).toBe(text);
      expect(verified(text).text(0 as never)).toBeDefined();
    }); // prettier-ignore

  test.each(['a', 'add', 'c', 'auto', 'seq_cst', 'a.b_1.c', 'min'])(
    'the name %s needs none',
    (name) => {
      expect(printed(`const @"${name}": u8 = 1\n`)).toBe(`const ${name}: u8 = 1\n`);
    },
  );

  test('escapes of names and strings', () => {
    expect(printed('const @"\\x41\\u{42}": [3:0]u8 = "\\u{e9}\\xff"\n')).toBe(
      'const AB: [3:0]u8 = "\\xC3\\xA9\\xFF"\n',
    );
    expect(value('[6]u8', '"\\n\\r\\t\\\\\\"\\\'"')).toBe('"\\n\\r\\t\\\\\\"\'"');
  });

  test.each([
    ['0', '0'], ['-0', '0'], ['0x_ff', '255'], ['0b1_0', '2'], ['0o17', '15'], ['1_000', '1000'], ['-0x10', '-16'],
    ['9007199254740993', '9007199254740993'], ['-170141183460469231731687303715884105728', '-170141183460469231731687303715884105728'],
  ])('integer %s', (text, expected) => {
    expect(value('i128', text)).toBe(expected);
  }); // prettier-ignore

  test('integers of any size', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 400n), max: 2n ** 400n - 1n }),
        fc.boolean(),
        (number, hex) => {
          const sign = number < 0n ? '-' : '';
          const digits = number < 0n ? -number : number;
          const text = hex ? `${sign}0x${digits.toString(16)}` : number.toString();
          expect(value('i402', text)).toBe(number.toString());
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['f32', '1.5', '1.5'], ['f64', '2.0e-3', '0.002'], ['f32', '0x1.8p-3', '0.1875'], ['f64', '3', '3.0'],
    ['f64', 'inf', 'inf'], ['f64', '-inf', '-inf'], ['f64', 'nan', 'nan'], ['f64', '0fx3FF8000000000000', '1.5'],
    ['f16', '0fx7D00', '0fx7D00'], ['f32', '1.0e30', '0fx7149F2CA'], ['f80', '1', '0fx3FFF8000000000000000'], ['f64', '-0.0', '-0.0'],
  ])('%s %s', (type, text, expected) => {
    expect(value(type, text)).toBe(expected);
  }); // prettier-ignore
});

describe('types', () => {
  test.each([
    'u0', 'i65535', 'usize', 'isize', 'c_char', 'c_short', 'c_ushort', 'c_int', 'c_uint', 'c_long', 'c_ulong', 'c_longlong',
    'c_ulonglong', 'c_longdouble', 'f16', 'f32', 'f64', 'f80', 'f128', 'bool', 'void', 'noreturn', 'anyerror', '*anyopaque',
    '*u8', '*const u8', '*volatile u8', '*allowzero u8', '*align(16) u8', '[*]u8', '[*:0]const u8', '[*c]u8', '[]u8', '[:0]const u8',
    '*align(4:3:2) u5', '*align(16:vec 3) u32', '[4]u8', '[4:0]u8', '@Vector(4, f32)', '?u8', 'error{A, B}', 'error{A}!u8',
    'anyerror!void', '*const fn (u8, noalias *u8, ...) callconv(c) u8', '*const fn () void', 'struct { u8, u16 }', 'struct {}',
    '*allowzero align(8) addrspace(gs) const volatile u8', '**u8', '[2:.{ 1, 2 }]struct { u8, u8 }', 'struct { u8 comptime = 3, u8 }',
    'error{}', '*const fn (...) callconv(c) void', '*const fn () callconv(naked) void', '?error{A}!?u8', '[18446744073709551615]*u8',
  ])('%s prints back', (text) => {
    expect(printAir(parsed(`extern var a: ${text}\n`))).toMatch(new RegExp(`extern var a: ${text.replace(/[[\]{}().*?+^$|\\]/g, '\\$&')}\n$`));
  }); // prettier-ignore

  test.each([
    'type Point = struct { x: i32, y: i32 }', 'type Pair = extern struct { a: u8, b: u32 align(8) }',
    'type Flags = packed struct(u8) { on: bool, mode: u3, @"_": u4 }',
    'type Placed = struct size(12) align(4) { x: i32 offset(0), y: ?u8 offset(8) }',
    'type Color = enum(u8) { red = 0, green = 1, blue = 7 }', 'type Open = enum(u32) { a = 0, _ }',
    'type Bits = extern union { f: f32, u: u32 }', 'type Raw = union { a: u8, b: u64 }', 'type Word = packed union(u32) { f: f32, u: u32 }',
    'type Handle = opaque', 'type Bytes = []const u8', 'type Comptime = struct { a: u8 comptime = 1, b: void comptime = void_value }',
    'type Empty = struct {}', 'type E0 = enum(u0) { }', 'type R = union size(8) align(8) { a: u8 }',
    'type Many = struct {\n  a: u8,\n  b: u8,\n  c: u8,\n  d: u8,\n  e: u8\n}',
  ])('%s', (text) => {
    expect(printed(`${text}\n`)).toBe(`${text}\n`);
  }); // prettier-ignore

  test('declarations come in any order, through pointers also in circles', () => {
    const text =
      'type A = struct { b: *B, s: Shape }\ntype Shape = union(Tag) { x: A2, y: void }\ntype B = struct { a: *A }\n' +
      'type Tag = enum(u1) { x = 0, y = 1 }\ntype A2 = ?Alias\ntype Alias = [3]Tag\n';
    const module = verified(text);
    expect(module.types.kind(module.aliases[0]!.type)).toBe(TypeKind.optional);
    expect(printAir(parseAir(printAir(module)).module)).toBe(printAir(module));
  });

  test('comptime values and sentinels may need types that come later', () => {
    verified(
      'type A = struct { b: struct { B comptime = .{ .e = .y, .n = 3 } }, s: [2:.x]E }\n' +
        'type B = struct { e: E, n: u8 }\ntype E = enum(u8) { x = 0, y = 1 }\n',
    );
  });

  test('an enum without numbers counts; without a tag type it takes the smallest', () => {
    expect(printed('type E = enum { a, b = 5, c }\n')).toBe(
      'type E = enum(u3) { a = 0, b = 5, c = 6 }\n',
    );
  });

  test('a compound type is written by the name of its alias', () => {
    const text = 'type Bytes = []const u8\n\nextern var a: ?[]const u8\n';
    expect(printed(text)).toBe('type Bytes = []const u8\n\nextern var a: ?Bytes\n');
  });
});

describe('constants', () => {
  test.each([
    ['?u8', 'null', 'null'], ['?u8', '3', '3'], ['??u8', 'null', 'null'], ['??u8', '<?u8, null>', '<?u8, null>'],
    ['?u8', '<u8, undef>', '<u8, undef>'], ['?u8', 'undef', 'undef'], ['?[*c]u8', '<[*c]u8, null>', '<[*c]u8, null>'],
    ['anyerror!u8', 'error.A', 'error.A'], ['anyerror!u8', '3', '3'], ['anyerror!?u8', 'null', 'null'],
    ['anyerror!error{A}', '<error{A}, error.A>', '<error{A}, error.A>'], ['anyerror!u8', '<error{A}, error.A>', 'error.A'],
    ['anyerror!?error{A}', '<?error{A}, error.A>', '<?error{A}, error.A>'], ['?anyerror!?u8', '<anyerror!?u8, null>', '<anyerror!?u8, null>'], ['?anyerror!u8', 'error.A', 'error.A'],
    ['E', '.b', '.b'], ['E', '7', '7'], ['E', '1', '.b'], ['Open', '9', '9'],
    ['S', '.{ .y = 2, .x = 1 }', '.{ 1, 2 }'], ['S', '.{ 1, 2 }', '.{ 1, 2 }'], ['struct { u8, E }', '.{ 1, .a }', '.{ 1, .a }'],
    ['[3]u8', '"abc"', '"abc"'], ['[3]u8', '.{ 97, 98, 99 }', '"abc"'], ['[3:0]u8', '.{ 1 ** 3 }', '.{ 1 ** 3 }'],
    ['[2]u16', '.{ 5, 5 }', '.{ 5 ** 2 }'], ['[0:0]u8', '.{}', '.{}'], ['[0]u8', '""', '.{}'], ['@Vector(2, bool)', '.{ true, false }', '.{ true, false }'],
    ['U', '.{ .f = 1.5 }', '.{ .f = 1.5 }'], ['U', '.{ undef }', '.{ undef }'], ['U', '.{ <[4]u8, "abcd"> }', '.{ <[4]u8, "abcd"> }'],
    ['P', '3', '3'], ['P', '.{ 1, 2 }', '33'], ['*const u8', '&<u8, 3>', '&<u8, 3>'], ['*u8', '@addr(0x1000)', '@addr(0x1000)'],
    ['*allowzero u8', 'null', 'null'], ['[]const u8', '.{ &<[3]u8, "abc">, 3 }', '.{ &<[3]u8, "abc">, 3 }'], ['void', 'void_value', 'void_value'],
    ['struct {}', 'void_value', '.{}'], ['[2]void', '.{ void_value, void_value }', '.{ void_value, void_value }'],
    ['[2]void', '.{ void_value ** 2 }', '.{ void_value ** 2 }'], ['u8', 'undef', 'undef'], ['bool', 'true', 'true'],
    ['*const fn () void', '&g', '&g'], ['*const u8', '&v + 3', '&v + 3'], ['*const u8', '&v + -3', '&v + -3'],
    ['*const u8', '&align(16) <[2]u8, "ab"> + 1', '&align(16) <[2]u8, "ab"> + 1'],
  ])('%s: %s', (type, text, expected) => {
    const before =
      'errors { A }\ntype E = enum(u8) { a = 0, b = 1 }\ntype Open = enum(u8) { _ }\ntype S = struct { x: u8, y: u16 }\n' +
      'type U = extern union { f: f32, u: u32 }\ntype P = packed struct(u8) { a: u4, b: u4 }\nvar v: u8 = 1\nextern fn g() void\n';
    expect(value(type, text, before)).toBe(expected);
  }); // prettier-ignore

  test('equal values have equal ids', () => {
    const module = verified('const a: [3]u8 = "abc"\nconst b: [3]u8 = .{ 0x61, 98, 99 }\n');
    expect(module.navs.value(0 as never)).toBe(module.navs.value(1 as never));
  });
});

describe('directives and declarations', () => {
  test.each([
    'source "src/main.zig"\nerrors { OutOfMemory, FileNotFound }\nerror_bits 8\n',
    'panic integer_overflow = f\n\nextern fn f() noreturn\n',
    'const greeting: [5:0]u8 = "hello"\nvar counter: u32 align(16) = 0\nthreadlocal var slot: ?*u8 = null\n' +
      'var table: [64]u8 section(".data.table") = undef\nextern var environ: [*c][*c]u8\nextern const limit: u32\n' +
      'extern fn puts([*c]const u8) callconv(c) c_int\nextern fn write2(i32) callconv(c) i32 from "env" as "write"\n' +
      'extern weak fn hook() callconv(c) void\n',
    'export fn main() callconv(c) void section("x") at "a.zig":12 {\n  unreach()\n}\n',
    'noinline cold fn main() void align(8) {\n  unreach()\n}\n\nexport main as "a"\nexport main as "b" weak hidden section("s")\n' +
      'export main as "c" link_once protected\n',
    'export weak hidden fn main() void {\n  unreach()\n}\n',
  ])('%s', (text) => {
    expect(printed(text)).toBe(text);
  }); // prettier-ignore

  test('exports: a nav exported under its own name is in the list', () => {
    const module = verified('export weak fn a() void {\nunreach()\n}\nexport a as "b"\n');
    expect(module.exports.map(({ name, linkage }) => [module.text(name), linkage])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
    expect(module.navs.flags(0 as never)).toBe(NavFlag.export | NavFlag.weak);
  });

  test('modifiers in any order, names of functions that come later, calls of them', () => {
    const text =
      'cold weak export fn a() u8 {\n%0 = call(b, [])\nret(%0)\n}\nfn b() u8 {\nret(<u8, 1>)\n}\n';
    expect(printed(text)).toContain('export weak cold fn a() u8 {\n  %0 = call(b, [])\n');
  });

  test('errors are numbered as fixed, then in order of appearance', () => {
    const module = verified('errors { B }\nextern var x: error{A, B}\n');
    expect([1, 2].map((error) => module.text(module.errors.name(error as never)))).toEqual([
      'B',
      'A',
    ]);
  });
});

describe('locals', () => {
  test('numbers are kept, names get numbers behind them', () => {
    const text =
      'fn f(u8) u8 {\n  %7 = arg(0)\n  %x = add(%7, %7)\n  %3 = add(%x, %7)\n  ret(%3)\n}\n';
    expect(printed(text)).toBe(text.replaceAll('%x', '%8'));
  });

  test('numbers of any size', () => {
    const text =
      'fn f(u8) u8 {\n%99999999999 = arg(0)\n%4294967295 = add(%99999999999, <u8, 1>)\nret(%4294967295)\n}\n';
    expect(printed(text)).toContain('ret(%1)');
  });

  test('each function has its own', () => {
    verified('fn f(u8) u8 {\n%1 = arg(0)\nret(%1)\n}\nfn g(u8) u8 {\n%1 = arg(0)\nret(%1)\n}\n');
    expect(problems('fn f(u8) u8 {\n%1 = arg(0)\nret(%1)\n}\nfn g(u8) u8 {\nret(%1)\n}\n')).toEqual(
      ['7:5 WW4200 no instruction before this one defines `%1`'],
    );
  });
});

describe('mistakes', () => {
  test.each<[string, string]>([
    ['const a: u8 = ', '2:15 WW4000 expected a value, found the end of the text'],
    ['const a u8 = 1', '2:9 WW4000 expected `:`, found `u8`'],
    ['const void: u8 = 1', '2:7 WW4000 expected the name of a function, const or var, found `void`'],
    ['const a: u8 = 0x', '2:15 WW4001 `0x` is not a valid integer'],
    ['const a: u8 = 12ab', '2:15 WW4001 `12ab` is not a valid integer'],
    ['const a: f32 = 0fx12', '2:16 WW4001 `0fx12` is not a valid f32'],
    ['const a: [1]u8 = "\\q"', '2:19 WW4002 unknown escape in a string'],
    ['const a: [1]u8 = "abc', '2:18 WW4006 the string is not closed on its line'],
    ['fn f() void {\n  foo()\n}', '3:3 WW4003 no instruction `foo`'],
    ['fn f() void {\n  cond_br(true, hot {', '3:22 WW4000 expected `}`, found the end of the text'],
    ['fn f() void {\n  cond_br(true, hot {\n}, {\n})\n}', '3:17 WW4005 no branch hint `hot`'],
    ['const a: u65536 = 1', '2:10 WW4004 an integer type is too large: `u65536`'],
    ['error_bits 33', '2:12 WW4004 a width of at most 32 bits is too large: `33`'],
    ['target wasm32-wasi', '2:8 WW4102 the `target` is declared twice'],
    ['const a: u8 = 1\nvar a: u8 = 2', '3:5 WW4102 the name `a` is declared twice'],
    ['type A = u8\ntype A = u16', '3:6 WW4102 type `A` is declared twice'],
    ['type A = struct { x: u8, x: u8 }', '2:26 WW4102 field `A.x` is declared twice'],
    ['const a: B = 1', '2:10 WW4103 no type `B`'],
    ['const a: *u8 = &b', '2:17 WW4104 no function, const or var `b`'],
    ['export b as "c"', '2:8 WW4104 no function, const or var `b`'],
    ['panic unwrap_null = b', '2:21 WW4104 no function, const or var `b`'],
    ['panic oops = b', '2:7 WW4005 no panic id `oops`'],
    ['type A = ?B\ntype B = *A', '3:11 WW4105 type `A` is defined by itself'],
    ['const a: *align(3) u8 = undef', '2:17 WW4106 alignment 3 is not a power of two'],
    ['type E = enum(f32) { a = 0 }', '2:20 WW4115 enum `E`: its tag type is not an integer'],
    ['fn f() void {\n  ret(%0)\n}', '3:7 WW4200 no instruction before this one defines `%0`'],
    ['fn f(u8) void {\n  %0 = arg(0)\n  %0 = arg(0)\n  ret(void_value)\n}', '4:3 WW4201 %0 is defined twice in this function'],
    ['fn f(u8) void {\n  %0 = arg(1)\n  ret(void_value)\n}', '3:13 WW4211 arg: there is no parameter 1'],
    ['const a: u8 = true', '2:15 WW4300 `true` is not a value of type u8'],
    ['const a: bool = 1', '2:17 WW4300 `1` is not a value of type bool'],
    ['const a: [2]u8 = "abc"', '2:18 WW4302 type [2]u8 has 2 elements, the value has 3'],
    ['const a: [2]u8 = .{ 1 ** 3 }', '2:28 WW4302 type [2]u8 has 2 elements, the value has 3'],
    ['type S = struct { x: u8, y: u8 }\nconst a: S = .{ 1 }', '3:19 WW4302 type S has 2 elements, the value has 1'],
    ['type S = struct { x: u8 }\nconst a: S = .{ .y = 1 }', '3:18 WW4303 type S has no field `y`'],
    ['type E = enum(u8) { x = 0 }\nconst a: E = .y', '3:15 WW4303 type E has no field `y`'],
    ['const a: ?u8 = <u16, 3>', '2:24 WW4304 a value of type u16 stands for one of type ?u8'],
    ['fn f() void {\n  trap()\n', '4:1 WW4000 expected `}`, found the end of the text'],
    ['fn f(...) void {\n  trap()\n}', '2:11 WW4000 expected `callconv(c)` after `...`, found another convention'],
    ['type A = u8!u8', '2:12 WW4000 expected an error set before `!`, found u8'],
    ['const @"abc: u8 = 1', '2:7 WW4006 the string is not closed on its line'],
    ['const @"\\q": u8 = 1', '2:9 WW4002 unknown escape in a string'],
    ['const u8: u8 = 1', '2:7 WW4007 `u8` is not a name without quotes'],
    ['const a._.b: u8 = 1', '2:7 WW4007 `a._.b` is not a name without quotes'],
    ['type a.fn = u8', '2:6 WW4007 `a.fn` is not a name without quotes'],
    ['error_bits -1', '2:12 WW4000 expected a width of at most 32 bits, found `-1`'],
    ['const a: i99999999999 = 1', '2:10 WW4103 no type `i99999999999`'],
    ['const a: [99999999999999999999999]u8 = undef', '2:11 WW4004 an array length is too large: `99999999999999999999999`'],
    ['const a: @Vector(99999999999, u8) = undef', '2:18 WW4004 a vector length is too large: `99999999999`'],
    ['const a: u8 align(4294967296) = 1', '2:19 WW4004 an alignment is too large: `4294967296`'],
    ['const a: u8 align(0) = 1', '2:19 WW4106 alignment 0 is not a power of two'],
    ['const a: u8 = 300', '2:15 WW4301 300 does not fit in u8'],
    [`const a: u8 = ${'9'.repeat(5000)}`, `2:15 WW4301 ${'9'.repeat(60)}… does not fit in u8`],
    ['type E = enum(u1) { a = 0, b, c }', '2:31 WW4301 2 does not fit in u1'],
    ['type E = enum(u8) { a = -1 }', '2:25 WW4301 -1 does not fit in u8'],
    ['const a\0: u8 = 1', '2:8 WW4000 expected `:`, found `\0`'],
    ['const \ud800: u8 = 1', '2:7 WW4000 expected the name of a function, const or var, found `\ud800`'],
    ['fn f(u8) u8 {\n%0 = arg(0)\n%1 = add(%0)\nret(%1)\n}', '4:12 WW4000 expected `,`, found `)`'],
    ['fn f(u8) u8 {\n%0 = arg(0)\n%1 = add(%0, %0, %0)\nret(%1)\n}', '4:16 WW4000 expected `)`, found `,`'],
    ['fn f(u8) void {\n%0 = arg(0)\nswitch_br(%0, else {\nunreach()\n}, case(1) {\nunreach()\n})\n}', '6:2 WW4000 expected `)`, found `,`'],
    ['hello', '2:1 WW4000 expected a declaration, found `hello`'],
    ['const a: u8 = 1 2', '2:17 WW4000 expected a declaration, found `2`'],
  ])('%s', (text, expected) => {
    expect(problems(text)[0]).toBe(expected);
  }); // prettier-ignore

  test('one mistake is one diagnostic', () => {
    // The results of a wrong instruction, a wrong type, and what names them.
    const loads =
      'fn f(u8) u8 {\n%0 = arg(0)\n%1 = load(%0)\n%2 = load(%1)\n%3 = add(%2, %1)\nret(%3)\n}\n';
    expect(problems(loads)).toEqual([
      '4:1 WW4202 load: there is no result for an operand of type u8',
    ]);
    const names =
      'const a: T = 1\nconst b: *u8 = &a\nfn f() void {\n%0 = load(a)\nret(void_value)\n}\n';
    expect(problems(names)).toEqual(['2:10 WW4103 no type `T`']);
    const brace =
      'fn f(u8) u8 {\n%0 = arg(0)\nret(%0)\n\nfn g() void {\nret(void_value)\n}\nconst b: u8 = 1\n';
    expect(problems(brace)).toEqual(['6:1 WW4000 expected `}`, found a new declaration']);
    const paren = 'fn f(u8) u8 {\n%0 = arg(0\n%1 = add(%0, %0)\nret(%1)\n}\nconst b: u8 = 3\n';
    expect(problems(paren)).toEqual(['4:1 WW4000 expected `)`, found `%1`']);
  });

  test('line ends of other systems, and a byte order mark', () => {
    const text = `\ufeff${TARGET}const a: u8 = 1\nfn f() void {\n  ret(void_value)\n}\n`;
    const { module, diagnostics } = parseAir(text.replaceAll('\n', '\r\n'));
    expect(diagnostics).toEqual([]);
    expect(module.functions.length).toBe(1);
    const wrong = parseAir(`\ufeff${TARGET}const a: u8 = b`.replaceAll('\n', '\r\n'));
    expect(wrong.diagnostics.map(line)).toEqual(['2:15 WW4300 `b` is not a value of type u8']);
  });

  test('a module begins with its target', () => {
    const { diagnostics, module } = parseAir('const a: u8 = 1\n');
    expect(diagnostics.map(line)).toEqual(['1:1 WW4100 the module does not begin with a target']);
    expect(diagnostics[0]!.hint).toContain('target wasm32-wasi');
    expect(module.navs.length).toBe(1);
    expect(parseAir('target x86-linux\n').diagnostics.map(line)).toEqual([
      '1:8 WW4101 no target `x86-linux`',
    ]);
  });

  test('all mistakes of a text are reported, once each', () => {
    const text =
      'const a: u8 = ]\nfn f() void {\n  oops()\n}\nfn g() u8 {\n  ret(<u8, 1>)\n}\ntype T = struct { x: }\nvar b: T = .{ 1 }\n' +
      'fn h() void {\n  ret(%9)\n}\nconst c: Nothing = 1\n';
    expect(problems(text).sort()).toEqual(
      [
        '2:15 WW4000 expected a value, found `]`',
        '9:22 WW4000 expected a type, found `}`',
        '14:10 WW4103 no type `Nothing`',
        '4:3 WW4003 no instruction `oops`',
        '12:7 WW4200 no instruction before this one defines `%9`',
      ].sort(),
    );
    expect(parseAir(TARGET + text).module.functions.length).toBe(1);
  });

  test('a text that is no string is misuse', () => {
    expect(() => parseAir(3 as unknown as string)).toThrow(TypeError);
  });
});

describe('any depth, any length', () => {
  const n = 20_000;
  test.each<[string, string]>([
    ['types', `extern var a: ${'?*'.repeat(n)}u8\n`],
    ['parameters', `extern var a: ${'*const fn ('.repeat(n)}u8${') void'.repeat(n)}\n`],
    ['tuples', `extern var a: ${'struct { '.repeat(n)}u8${' }'.repeat(n)}\n`],
    ['values', `const a: ${'[1]'.repeat(n)}u8 = ${'.{ '.repeat(n)}1${' }'.repeat(n)}\n`],
    ['typed values', `const a: u8 = ${'<u8, '.repeat(n)}1${'>'.repeat(n)}\n`],
    ['aliases', `${Array.from({ length: n }, (_, at) => `type A${at} = ?A${at + 1}\n`).join('')}type A${n} = u8\n`],
    ['doubling aliases', `${Array.from({ length: 100 }, (_, at) => `type A${at} = struct { A${at + 1}, A${at + 1} }\n`).join('')}type A100 = u8\n`.replace('A100 = u8', 'A100 = void')],
    ['bodies', `fn f() void {\n${'cond_br(true, {unreach()}, {'.repeat(n)}unreach()${'})'.repeat(n)}\n}\n`],
    ['locals', `fn f(u32) u32 {\n%0 = arg(0)\n${Array.from({ length: n }, (_, at) => `%${at + 1} = add(%${at}, %${at})\n`).join('')}ret(%${n})\n}\n`],
    ['cases', `fn f(u32) void {\n%0 = arg(0)\nswitch_br(%0${Array.from({ length: n }, (_, at) => `, case(${at}) {unreach()}`).join('')})\n}\n`],
  ])('%s', (_, text) => {
    const module = parsed(text);
    expect(verify(module).map(line)).toEqual([]);
    const once = printAir(module);
    expect(once.length).toBeLessThan(text.length * 30);
    const again = parseAir(once);
    expect(again.diagnostics).toEqual([]);
    expect(printAir(again.module) === once).toBe(true);
  }); // prettier-ignore

  test.each<[string, string]>([
    ['bodies that are not closed', 'fn f() void {\n'.repeat(n)],
    ['brackets that are not closed', 'const a: u8 = .{ <(\n'.repeat(n)],
    ['unknown types', Array.from({ length: n }, (_, at) => `type A${at} = struct { a: B${at} }\n`).join('')],
    ['a string that is not closed', `const a: u8 = "${'x'.repeat(n)}`],
    ['opening brackets', '('.repeat(n)],
    ['values that need each other', Array.from({ length: 500 }, (_, at) => `type A${at} = struct { a: struct { A${at + 1} comptime = .{ .{} } } }\n`).join('')],
  ])('%s: diagnostics, and no end of time', (_, text) => {
    expect(problems(text).length).toBeGreaterThan(0);
  }); // prettier-ignore
});

test('positions: every instruction knows where it stands', () => {
  const module = parsed('fn f(u8) u8 {\n  %0 = arg(0)\n  %1 = add(%0,\n    %0)\n  ret(%1)\n}\n');
  const { positions } = module.functions[0]!.body;
  expect(Array.from(positions, (at) => module.lineColumn(at))).toEqual([
    { line: 3, column: 3 }, { line: 4, column: 3 }, { line: 6, column: 3 },
  ]); // prettier-ignore
  expect(module.lineColumn(None)).toBeUndefined();
});

test('the examples of the reference', () => {
  const text = `source "src/main.zig"                         // name for diagnostics and debug info
errors { OutOfMemory, FileNotFound }          // fixes error numbers 1, 2, …; others follow in order of appearance
error_bits 16                                 // width of error integers, default 16
panic integer_overflow = debug.panicOverflow  // handler called by checked instructions; without one they trap
type Point  = struct { x: i32, y: i32 }                     // auto layout: may be reordered
type Pair   = extern struct { a: u8, b: u32 align(8) }      // C layout
type Flags  = packed struct(u8) { on: bool, mode: u3, _: u4 }
type Placed = struct size(12) align(4) { x: i32 offset(0), y: ?u8 offset(8) }   // layout given by the front end
type Color  = enum(u8) { red = 0, green = 1, blue = 7 }
type Open   = enum(u32) { a = 0, _ }                        // non-exhaustive
type Shape  = union(Color) { red: f32, green: void, blue: *Point }              // tagged
type Bits   = extern union { f: f32, u: u32 }
type Raw    = union { a: u8, b: u64 }                       // untagged
type Word   = packed union(u32) { f: f32, u: u32 }
type Handle = opaque                                        // also
type Bytes  = []const u8                                    // alias
fn debug.panicOverflow() noreturn { unreach() }
const greeting: [5:0]u8 = "hello"
var counter: u32 align(16) = 0
threadlocal var slot: ?*Point = null
var table: [64]u8 section(".data.table") = undef
extern var environ: [*c][*c]u8
extern const limit: u32
extern fn puts([*c]const u8) callconv(c) c_int
extern fn fd_write(i32, i32, i32, i32) callconv(c) i32 from "wasi_snapshot_preview1"
extern fn write2(i32) callconv(c) i32 as "write"                   // linker symbol
extern weak fn hook() callconv(c) void

fn helper(u32, []const u8) error{Bad}!u64 at "src/main.zig":12 { unreach() }
export fn main(c_int, [*c][*c]u8) callconv(c) c_int { unreach() }          // exported under its own name
export helper as "helper_v2" weak hidden                           // any number of further exports of a nav
export counter as "counter"
export fn sum([*]const i32, usize) callconv(c) i32 {
  %0 = arg(0)
  %1 = arg(1)
  %2 = alloc(*i32)
  store(%2, <i32, 0>)
  %3 = alloc(*usize)
  store(%3, <usize, 0>)
  %4 = block(void, {
    %5 = loop({
      %6 = load(%3)
      %7 = cmp_lt(%6, %1)
      cond_br(%7, {
        %8 = ptr_elem_val(%0, %6)
        %9 = load(%2)
        %10 = add_wrap(%9, %8)
        store(%2, %10)
        %11 = add(%6, <usize, 1>)
        store(%3, %11)
        repeat(%5)
      }, unlikely {
        br(%4, void_value)
      })
    })
  })
  %12 = load(%2)
  ret(%12)
}
`;
  const module = verified(text, 'target wasm32-wasi +simd128 +bulk_memory\n');
  const once = printAir(module);
  expect(printAir(parseAir(once).module)).toBe(once);
  expect(once).toContain('type Flags = packed struct(u8) { on: bool, mode: u3, @"_": u4 }\n');
  expect(once).toContain(
    'fn helper(u32, Bytes) error{Bad}!u64 at "src/main.zig":12 {\n  unreach()\n}\n',
  );
  expect(once).toContain('export counter as "counter"\n');
});
