// Interning of names, types and values: equal things have equal ids.

import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  CallingConvention,
  Module,
  NameTable,
  None,
  PointerSize,
  TypeKind,
  TypeTable,
  ValueKind,
  ValueTable,
  printAir,
  typeText,
  valueText,
  type ErrorId,
  type TypeId,
} from '../src/index.ts';
import { parsed } from './helpers.ts';

describe('names', () => {
  test('equal strings have equal ids, in any number', () => {
    const names = new NameTable();
    const ids = Array.from({ length: 5000 }, (_, at) => names.intern(`name ${at}`));
    expect(new Set(ids).size).toBe(5000);
    expect(names.intern('name 4321')).toBe(ids[4321]);
    expect(names.internRange('xxname 17yy', 2, 9)).toBe(ids[17]);
    expect(names.text(ids[99]!)).toBe('name 99');
    expect(names.find('name 0')).toBe(ids[0]);
    expect(names.find('other')).toBeUndefined();
    expect(names.length).toBe(5000);
    expect(() => names.text(5000 as never)).toThrow(RangeError);
  });
});

describe('types', () => {
  test('structural types are interned, declared types are not', () => {
    const types = new TypeTable();
    const u8 = types.int(false, 8);
    expect(types.int(false, 8)).toBe(u8);
    expect(types.int(true, 8)).not.toBe(u8);
    expect(types.namedInt('usize')).not.toBe(types.int(false, 32));
    expect(types.pointerTo(u8)).toBe(types.pointer({ size: PointerSize.one, child: u8 }));
    expect(types.pointerTo(u8, true)).not.toBe(types.pointerTo(u8));
    expect(types.array(u8, 3)).toBe(types.array(u8, 3n));
    expect(types.array(u8, 2n ** 40n + 3n)).not.toBe(types.array(u8, 3));
    expect(types.float(128)).not.toBe(types.float(128, true));
    const errors = [3, 1, 2] as ErrorId[];
    expect(types.errorSet(errors)).toBe(types.errorSet([1, 2, 3, 3] as ErrorId[]));
    const names = new NameTable();
    const name = names.intern('T');
    expect(types.declare('struct', name)).not.toBe(types.declare('struct', name));
  });

  test('accessors give back what was put in', () => {
    const types = new TypeTable(64);
    const u5 = types.int(false, 5);
    const pointer = types.pointer({
      size: PointerSize.one, child: u5, align: 4, bitOffset: 3, hostSize: 2, volatile: true,
    }); // prettier-ignore
    expect(types.pointerAttributes(pointer)).toEqual({
      size: PointerSize.one, child: u5, const: false, volatile: true, allowzero: false, align: 4,
      addressSpace: None, sentinel: None, hostSize: 2, bitOffset: 3, vectorIndex: None,
    }); // prettier-ignore
    const many = Array.from({ length: 40 }, () => u5);
    const fn = types.function({
      parameters: many, result: types.void, convention: CallingConvention.c, variadic: true,
      noalias: [0, 33],
    }); // prettier-ignore
    expect(types.parameterCount(fn)).toBe(40);
    expect([0, 1, 32, 33].map((at) => types.isNoalias(fn, at))).toEqual([true, false, false, true]);
    expect(types.isVariadic(fn)).toBe(true);
    expect(types.bits(types.usize)).toBe(64);
    expect(types.integerName(types.usize)).toBe('usize');
    expect(types.exactLength(types.array(u5, 2n ** 63n + 1n))).toBe(2n ** 63n + 1n);
    const set = types.errorSet([2, 5, 9] as ErrorId[]);
    expect([1, 2, 5, 9, 10].map((error) => types.hasError(set, error as ErrorId))).toEqual([
      false, true, true, true, false,
    ]); // prettier-ignore
    expect(types.hasError(types.anyerror, 77 as ErrorId)).toBe(true);
  });

  test('misuse throws', () => {
    const types = new TypeTable();
    expect(() => types.int(false, 65536)).toThrow(RangeError);
    expect(() => types.pointer({ size: 0, child: types.void, align: 3 })).toThrow(RangeError);
    expect(() => types.array(types.void, -1)).toThrow(RangeError);
    expect(() => types.function({ parameters: [], result: types.void, variadic: true })).toThrow(
      TypeError,
    );
    expect(() => new TypeTable(16 as 32)).toThrow(RangeError);
    expect(() => types.kind(9999 as TypeId)).toThrow(RangeError);
    const type = types.declare('struct', 0 as never);
    types.declared.defineContainer(types.declaredOf(type), { fields: [] });
    expect(() => types.declared.defineContainer(types.declaredOf(type), { fields: [] })).toThrow(
      TypeError,
    );
  });
});

describe('values', () => {
  test('integers of any size keep their value and are interned', () => {
    const types = new TypeTable();
    const values = new ValueTable(types);
    const wide = types.int(true, 300);
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (number) => {
        const value = values.int(wide, number);
        expect(values.intValue(value)).toBe(number);
        expect(values.int(wide, number)).toBe(value);
        const small = values.intNumber(value);
        const safe = number >= Number.MIN_SAFE_INTEGER && number <= Number.MAX_SAFE_INTEGER;
        expect(small).toBe(safe ? Number(number) : undefined);
      }),
    );
    for (const edge of [0, -1, 1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 53 - 1, -(2 ** 53 - 1)]) {
      expect(values.int(wide, edge)).toBe(values.int(wide, BigInt(edge)));
    }
    expect(() => values.int(wide, 0.5)).toThrow(RangeError);
  });

  test('one spelling for equal payloads', () => {
    const types = new TypeTable();
    const values = new ValueTable(types);
    const u8 = types.int(false, 8);
    const five = types.array(u8, 5);
    const text = [104, 101, 108, 108, 111];
    const bytes = values.bytes(five, Uint8Array.from(text));
    expect(
      values.aggregate(
        five,
        text.map((byte) => values.int(u8, byte)),
      ),
    ).toBe(bytes);
    expect(values.kind(bytes)).toBe(ValueKind.bytes);
    expect(Array.from(values.bytesOf(bytes))).toEqual(text);
    expect(values.intNumber(values.element(bytes, 4))).toBe(111);
    const zeros = values.bytes(five, new Uint8Array(5));
    expect(values.kind(zeros)).toBe(ValueKind.repeat);
    expect(
      values.aggregate(
        five,
        text.map(() => values.int(u8, 0)),
      ),
    ).toBe(zeros);
    expect(values.repeat(five, values.int(u8, 0))).toBe(zeros);
    expect(values.elementCount(zeros)).toBe(5);
  });

  test('floats keep their bits', () => {
    const types = new TypeTable();
    const values = new ValueTable(types);
    for (const bits of [16, 32, 64, 80, 128] as const) {
      const pattern = (1n << BigInt(bits)) - 3n;
      expect(values.floatBits(values.float(types.float(bits), pattern))).toBe(pattern);
    }
    expect(values.floatValue(values.floatNumber(types.float(32), 1.5))).toBe(1.5);
    expect(values.floatValue(values.floatNumber(types.float(64), -0.1))).toBe(-0.1);
    expect(() => values.floatNumber(types.float(16), 1)).toThrow(TypeError);
  });

  test('pointers keep base, offset and alignment', () => {
    const module = parsed(
      'var a: [8]u8 = undef\n' +
        'const b: *u8 = &a + 8\nconst c: *const u8 = &align(16) <[4]u8, "abcd"> + 3\n' +
        'const d: [*]u8 = @addr(0x1000)\nconst e: [*c]u8 = null\n',
    );
    const { navs, values } = module;
    const initial = [1, 2, 3, 4].map((nav) => navs.value(nav as never) as never);
    expect(initial.map((value) => valueText(module, value))).toEqual([
      '&a + 8', '&align(16) <[4]u8, "abcd"> + 3', '@addr(0x1000)', 'null',
    ]); // prettier-ignore
    expect(values.pointerOffset(initial[0]!)).toBe(8);
    expect([values.pointerOffset(initial[1]!), values.uavAlign(initial[1]!)]).toEqual([3, 16]);
    expect(values.address(initial[2]!)).toBe(4096n);
  });
});

test('a module made without text prints and has its ids', () => {
  const module = new Module({ arch: 'wasm64', os: 'wasi', features: ['simd128'] });
  expect(module.types.pointerBits).toBe(64);
  expect(printAir(module)).toBe('target wasm64-wasi +simd128\n');
  expect(typeText(module, module.types.optional(module.types.usize))).toBe('?usize');
  expect(module.types.kind(module.types.void)).toBe(TypeKind.void);
  expect(() => new Module({ arch: 'wasm32', os: 'wasi', features: [] }, 33)).toThrow(RangeError);
  expect(module.lineColumn(0)).toBeUndefined();
});
