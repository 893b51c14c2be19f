// codegen.md 1: every worked example of 1.9, and the rules of 1.1 to 1.8 they leave out.

import { describe, expect, test } from 'vitest';
import {
  None,
  Representation,
  StateClass,
  TypeKind,
  type Module,
  type TypeId,
} from '../src/index.ts';
import { parsed } from './helpers.ts';

const WASM32 = 'target wasm32-freestanding\n';
const SIMD = 'target wasm32-freestanding +simd128\n';
const WASM64 = 'target wasm64-freestanding\n';

/** The type a text stands for; declarations may come before. */
function type(text: string, target = WASM32, declarations = ''): { module: Module; id: TypeId } {
  const module = parsed(`${declarations}\ntype Probe = ${text}\n`, target);
  const alias = module.aliases.find(({ name }) => module.text(name) === 'Probe');
  if (alias !== undefined) return { module, id: alias.type };
  const { declared } = module.types;
  for (let at = 0; at < declared.length; at++) {
    if (module.text(declared.name(at as never)) === 'Probe')
      return { module, id: declared.type(at as never) };
  }
  throw new Error('no probe');
}

const names = Object.fromEntries(
  Object.entries(Representation).map(([name, value]) => [value, name]),
);

function shape(text: string, target = WASM32, declarations = ''): [number, number, string] {
  const { module, id } = type(text, target, declarations);
  const { layout } = module;
  return [layout.sizeOf(id), layout.alignOf(id), names[layout.representation(id)]!];
}

const E = 'type E0 = enum(u0) { }\ntype T = enum(u8) { a = 0, b = 1, c = 2 }\n';
const TAGS = 'type T2 = enum(u32) { a = 0, b = 1 }\ntype T3 = enum(u16) { a = 0, b = 1 }\n';

test.each<[string, number, number, string, string?, string?]>([
  ['void', 0, 1, 'none'],
  ['u0', 0, 1, 'none'],
  ['struct {}', 0, 1, 'none'],
  ['[0]u32', 0, 4, 'none'],
  ['bool', 1, 1, 'i32'],
  ['u1', 1, 1, 'i32'],
  ['i7', 1, 1, 'i32'],
  ['u8', 1, 1, 'i32'],
  ['i16', 2, 2, 'i32'],
  ['u24', 4, 4, 'i32'],
  ['i32', 4, 4, 'i32'],
  ['u33', 8, 8, 'i64'],
  ['u40', 8, 8, 'i64'],
  ['i64', 8, 8, 'i64'],
  ['u65', 16, 16, 'memory'],
  ['u100', 16, 16, 'memory'],
  ['i128', 16, 16, 'memory'],
  ['u129', 32, 16, 'memory'],
  ['u192', 32, 16, 'memory'],
  ['u256', 32, 16, 'memory'],
  ['u65535', 8192, 16, 'memory'],
  ['f16', 2, 2, 'i32'],
  ['f32', 4, 4, 'f32'],
  ['f64', 8, 8, 'f64'],
  ['f80', 16, 8, 'memory'],
  ['f128', 16, 16, 'memory'],
  ['f128', 16, 8, 'memory', 'target wasm32-emscripten\n'],
  ['c_longdouble', 16, 16, 'memory'],
  ['*u8', 4, 4, 'i32'],
  ['[*]u8', 4, 4, 'i32'],
  ['[*c]u8', 4, 4, 'i32'],
  ['?*u8', 4, 4, 'i32'],
  ['*const fn () void', 4, 4, 'i32'],
  ['[]u8', 8, 4, 'memory'],
  ['?[]u8', 8, 4, 'memory'],
  ['?*allowzero u8', 8, 4, 'memory'],
  ['?[*c]u8', 8, 4, 'memory'],
  ['?void', 1, 1, 'i32'],
  ['?noreturn', 0, 1, 'none'],
  ['?bool', 2, 1, 'memory'],
  ['?u8', 2, 1, 'memory'],
  ['??u8', 3, 1, 'memory'],
  ['?u24', 8, 4, 'memory'],
  ['?u32', 8, 4, 'memory'],
  ['?u128', 32, 16, 'memory'],
  ['anyerror', 2, 2, 'i32'],
  ['?anyerror', 2, 2, 'i32'],
  ['anyerror!void', 2, 2, 'i32'],
  ['anyerror!noreturn', 2, 2, 'i32'],
  ['anyerror!u8', 4, 2, 'memory'],
  ['anyerror!u16', 4, 2, 'memory'],
  ['anyerror![3]u8', 6, 2, 'memory'],
  ['anyerror!u64', 16, 8, 'memory'],
  ['anyerror!?u32', 12, 4, 'memory'],
  ['[3]u16', 6, 2, 'memory'],
  ['[4:0]u8', 5, 1, 'memory'],
  ['[0:0]u8', 1, 1, 'memory'],
  ['@Vector(4, u32)', 16, 4, 'v128', SIMD],
  ['@Vector(16, u8)', 16, 1, 'v128', SIMD],
  ['@Vector(4, u32)', 16, 4, 'memory'],
  ['@Vector(3, f32)', 12, 4, 'memory', SIMD],
  ['@Vector(8, bool)', 8, 1, 'memory', SIMD],
  ['@Vector(4, u4)', 4, 1, 'memory', SIMD],
  ['@Vector(128, bool)', 128, 1, 'memory', SIMD],
  ['struct { a: u8, b: u32, c: u16 }', 8, 4, 'memory'],
  ['extern struct { a: u8, b: u32, c: u16 }', 12, 4, 'memory'],
  ['struct { u8, u32 }', 8, 4, 'memory'],
  ['struct { u32, u1 }', 8, 4, 'memory'],
  ['struct { i128, u1 }', 32, 16, 'memory'],
  ['packed struct { a: u3, b: i5, c: u24 }', 4, 4, 'i32'],
  ['packed struct { a: u3, b: i5, c: u32 }', 8, 8, 'i64'],
  ['packed struct { a: u64, b: u6 }', 16, 16, 'memory'],
  ['enum { a, b, c }', 1, 1, 'i32'],
  ['enum(u64) { a = 0 }', 8, 8, 'i64'],
  ['enum(i100) { a = 0 }', 16, 16, 'memory'],
  ['union(T) { a: u64, b: f32, c: void }', 16, 8, 'memory'],
  ['union(T2) { a: u8, b: u16 }', 8, 4, 'memory'],
  ['union(T3) { a: u32, b: [5]u8 }', 8, 4, 'memory'],
  ['union(T3) { a: void, b: void }', 2, 2, 'memory'],
  ['extern union { a: u32, b: [5]u8 }', 8, 4, 'memory'],
  ['union(T3) { a: u32, b: noreturn }', 4, 4, 'memory'],
  ['packed union(u32) { f: f32, u: u32 }', 4, 4, 'i32'],
  ['*u8', 8, 8, 'i64', WASM64],
  ['[]u8', 16, 8, 'memory', WASM64],
  ['usize', 8, 8, 'i64', WASM64],
  ['c_long', 8, 8, 'i64', WASM64],
  ['c_long', 4, 4, 'i32'],
])('%s: size %i, alignment %i, %s', (text, size, align, representation, target = WASM32) => {
  expect(shape(text, target, E + TAGS)).toEqual([size, align, representation]);
});

describe('offsets', () => {
  test.each<[string, number[]]>([
    ['struct { a: u8, b: u32, c: u16 }', [6, 0, 4]],
    ['extern struct { a: u8, b: u32, c: u16 }', [0, 4, 8]],
    ['struct { u8, u32 }', [0, 4]],
    ['struct { u32, u1 }', [0, 4]],
    ['struct { i128, u1 }', [0, 16]],
    ['struct { a: u8, b: u8 align(8), c: u32 }', [8, 0, 4]],
    ['struct { a: u8, z: [0]u64, b: u8 }', [0, 0, 1]],
    ['extern struct { a: u8, b: u32 align(8) }', [0, 8]],
    ['struct size(12) align(4) { x: i32 offset(0), y: ?u8 offset(8) }', [0, 8]],
    ['struct { u8, u64 comptime = 1, u8 }', [0, 0, 1]],
  ])('%s', (text, offsets) => {
    const { module, id } = type(text);
    expect(offsets.map((_, at) => module.layout.fieldOffset(id, at))).toEqual(offsets);
  });

  test('bits of a packed struct', () => {
    const { module, id } = type('packed struct { a: u3, b: i5, c: u24 }');
    expect([0, 1, 2].map((at) => module.layout.bitOffset(id, at))).toEqual([0, 3, 8]);
    expect(module.layout.bitsOf(id)).toBe(32);
  });

  test.each<[string, number, number]>([
    ['union(T) { a: u64, b: f32, c: void }', 8, 0],
    ['union(T2) { a: u8, b: u16 }', 0, 4],
    ['union(T3) { a: u32, b: [5]u8 }', 5, 0],
    ['union(T3) { a: u32, b: noreturn }', None, 0],
    ['union(T3) size(8) align(4) { a: u8, b: u16 } tag_offset(2) payload_offset(0)', 2, 0],
  ])('%s: tag %i, payload %i', (text, tag, payload) => {
    const { module, id } = type(text, WASM32, E + TAGS);
    expect([module.layout.tagOffset(id), module.layout.payloadOffset(id)]).toEqual([tag, payload]);
  });

  test.each<[string, number, number]>([
    ['anyerror!u8', 0, 2],
    ['anyerror!u16', 2, 0],
    ['anyerror![3]u8', 0, 2],
    ['anyerror!u64', 8, 0],
    ['anyerror!?u32', 8, 0],
    ['anyerror!void', 0, 0],
    ['anyerror![0]u64', 0, 0],
  ])('%s: error %i, payload %i', (text, error, payload) => {
    const { module, id } = type(text);
    expect([module.layout.errorOffset(id), module.layout.errorPayloadOffset(id)]).toEqual([
      error,
      payload,
    ]);
  });

  test('the flag of an optional stands behind its payload', () => {
    const { module, id } = type('?u24');
    expect(module.layout.optionalFlagOffset(id)).toBe(4);
  });
});

describe('classes (1.1)', () => {
  test.each<[string, keyof typeof StateClass]>([
    ['noreturn', 'none'],
    ['struct { a: u8, b: noreturn }', 'none'],
    ['struct { u8, noreturn }', 'none'],
    ['union(T3) { a: noreturn, b: noreturn }', 'none'],
    ['[2]noreturn', 'none'],
    ['[0]noreturn', 'one'],
    ['void', 'one'],
    ['@Vector(0, u8)', 'one'],
    ['[4]void', 'one'],
    ['struct { a: void, b: u0 }', 'one'],
    ['E0', 'one'],
    ['?noreturn', 'one'],
    ['union(T3) { a: void, b: noreturn }', 'one'],
    ['struct { a: u32 comptime = 1 }', 'one'],
    ['[0:0]u8', 'runtime'],
    ['union(T3) { a: void, b: void }', 'runtime'],
  ])('%s is %s', (text, expected) => {
    const { module, id } = type(text, WASM32, E + TAGS);
    expect(module.layout.classOf(id)).toBe(StateClass[expected]);
    expect(module.layout.sizeOf(id) === 0).toBe(expected !== 'runtime');
  });
});

test('error_bits decides about error sets and error unions', () => {
  const module = parsed('error_bits 32\ntype A = anyerror\ntype B = anyerror!u16\n');
  const [a, b] = module.aliases.map(({ type: id }) => id) as [TypeId, TypeId];
  expect([module.layout.sizeOf(a), module.layout.sizeOf(b)]).toEqual([4, 8]);
  expect(module.layout.errorOffset(b)).toBe(0);
});

test('what is an integer: bools, enums, error sets, packed types, pointers but not slices', () => {
  const bits = (text: string): number => {
    const { module, id } = type(text, WASM32, E + TAGS);
    return module.layout.integerBits(id);
  };
  const all = [
    'bool',
    'i7',
    'T3',
    'anyerror',
    '*u8',
    'packed struct(u12) { a: u12 }',
    '[]u8',
    'f32',
    '?u8',
  ];
  expect(all.map(bits)).toEqual([1, 7, 16, 16, 32, 12, -1, -1, -1]);
});

test('types nest to any depth', () => {
  const module = parsed(`type Deep = ${'?'.repeat(20_000)}u8\n`);
  expect(module.layout.sizeOf(module.aliases[0]!.type)).toBe(20_001);
});

test('a type that contains itself gets a layout and is listed', () => {
  const module = parsed('type A = struct { b: B }\ntype B = struct { a: A }\n');
  const a = module.types.declared.type(0 as never);
  expect(module.layout.sizeOf(a)).toBeGreaterThanOrEqual(0);
  expect(module.layout.cyclic.size).toBe(1);
});

test('pointers may point to the type around them', () => {
  const module = parsed('type Node = struct { next: ?*Node, value: u64 }\n');
  const node = module.types.declared.type(0 as never);
  expect(module.types.kind(node)).toBe(TypeKind.struct);
  expect([module.layout.sizeOf(node), module.layout.alignOf(node)]).toEqual([16, 8]);
});
