// The wasm signatures of codegen.md 2.5, and the layouts of 1.9 where they decide them.

import { describe, expect, test } from 'vitest';
import { Abi } from '@wasmwright/codegen';
import { moduleOf } from './harness.ts';

const TYPES = `
type S1 = extern struct { a: c_int }
type Uni = extern union { a: c_int }
type F1 = extern struct { a: [1]S2 }
type S2 = extern struct { a: f32 }
type D1 = extern struct { a: [1]f64 }
type S22 = extern struct { a: c_int, b: c_int }
type UIF = extern union { a: c_int, b: f32 }
type A16 = extern struct { a: c_int align(16) }
type Ints = extern struct { a: [2]c_int }
type Empty = extern struct {}
type EL = extern struct { a: Empty, b: i64 }
type UE = extern union { a: c_int, b: Empty }
type PI = extern struct { a: *c_int }
`;
const NAMES: Readonly<Record<number, string>> = {
  0x7f: 'i32',
  0x7e: 'i64',
  0x7d: 'f32',
  0x7c: 'f64',
};

/** The signature of a function type, as in the table. */
function signature(type: string, target: string): string {
  const module = moduleOf(`target ${target}-freestanding\n${TYPES}extern fn f${type.slice(2)}\n`);
  const { wasmParams, wasmResults } = new Abi(module).of(module.navs.type(0 as never));
  const list = (types: readonly number[]): string => types.map((one) => NAMES[one]).join(' ');
  return `(${list(wasmParams)}) -> ${wasmResults.length === 0 ? '()' : list(wasmResults)}`;
}

describe('wasm32', () => {
  test.each([
    ['fn(u32, i64) u8', '(i32 i64) -> i32'],
    ['fn([]const u8) bool', '(i32) -> i32'],
    ['fn(u128) u128', '(i32 i32) -> ()'],
    ['fn(?u32) ?u32', '(i32 i32) -> ()'],
    ['fn(f16, f80) f16', '(i32 i32) -> i32'],
    ['fn(void, *u8, i7) u32', '(i32 i32) -> i32'],
    ['fn(u8) anyerror!void', '(i32) -> i32'],
    ['fn(@Vector(4, f32)) @Vector(4, f32)', '(i32 i32) -> ()'],
    ['fn(S1) callconv(c) S1', '(i32) -> i32'],
    ['fn(Uni) callconv(c) Uni', '(i32) -> i32'],
    ['fn(bool) callconv(c) bool', '(i32) -> i32'],
    ['fn(F1) callconv(c) F1', '(f32) -> f32'],
    ['fn(D1) callconv(c) D1', '(f64) -> f64'],
    ['fn(S22) callconv(c) S22', '(i32 i32) -> ()'],
    ['fn(UIF) callconv(c) UIF', '(i32 i32) -> ()'],
    ['fn(A16) callconv(c) A16', '(i32 i32) -> ()'],
    ['fn(Ints) callconv(c) Ints', '(i32 i32) -> ()'],
    ['fn(i128) callconv(c) i128', '(i32 i64 i64) -> ()'],
    ['fn(f128) callconv(c) f128', '(i32 i64 i64) -> ()'],
    ['fn(i100) callconv(c) i100', '(i32 i64 i64) -> ()'],
    ['fn(c_int, Empty, c_int) callconv(c) Empty', '(i32 i32) -> ()'],
    ['fn(EL) callconv(c) EL', '(i64) -> i64'],
    ['fn(UE) callconv(c) UE', '(i32) -> i32'],
    ['fn(u40) callconv(c) u40', '(i64) -> i64'],
    ['fn(c_int, ...) callconv(c) c_int', '(i32 i32) -> i32'],
    ['fn() noreturn', '() -> ()'],
    ['fn() error{}!void', '() -> i32'],
  ])('%s', (type, expected) => {
    expect(signature(type, 'wasm32')).toBe(expected);
  });
});

describe('wasm64', () => {
  test.each([
    ['fn([]const u8, usize) ?*u8', '(i64 i64) -> i64'],
    ['fn(S22) callconv(c) S22', '(i64 i64) -> ()'],
    ['fn(i128) callconv(c) i128', '(i64 i64 i64) -> ()'],
    ['fn(c_int, ...) callconv(c) c_int', '(i32 i64) -> i32'],
    ['fn(PI) callconv(c) PI', '(i64) -> i64'],
    ['fn(c_long) callconv(c) c_long', '(i64) -> i64'],
  ])('%s', (type, expected) => {
    expect(signature(type, 'wasm64')).toBe(expected);
  });
});
