// Instructions one by one: results, and the undefined behaviour each of them detects.

import { describe, expect, test } from 'vitest';
import { createInterpreter } from '@wasmwright/air/interpret';
import type { InterpreterOptions, Outcome } from '@wasmwright/air/interpret';
import { parseAir } from '../src/text/parse.ts';

/** A program of declarations in text form. */
function program(text: string, options: InterpreterOptions = {}) {
  const { module, diagnostics } = parseAir(`target wasm32-freestanding\n${text}`, {
    file: 't.air',
  });
  expect(diagnostics.map(({ text: message, at }) => `${at.line}:${at.column} ${message}`)).toEqual(
    [],
  );
  return createInterpreter([module], options);
}

/** Runs `f` of a program. */
function run(text: string, ...args: (bigint | Uint8Array)[]): Outcome {
  return program(text).call('f', args);
}

/** A result, the code of a stop, or how the program ended otherwise. */
function short(outcome: Outcome): unknown {
  if (outcome.kind === 'return') return outcome.value;
  if (outcome.kind === 'undefined' || outcome.kind === 'stopped') return outcome.diagnostic.code;
  return outcome.kind === 'trap' ? (outcome.panic ?? 'trap') : outcome.status;
}

/** `fn (T, T) R` with one instruction on its arguments. */
function binary(tag: string, type: string, a: bigint, b: bigint, right = type): unknown {
  const text = `export fn f(${type}, ${right}) ${type} { %0 = arg(0) %1 = arg(1) %2 = ${tag}(%0, %1) ret(%2) }`;
  return short(run(text, a, b));
}

function unary(expression: string, type: string, result: string, a: bigint): unknown {
  return short(run(`export fn f(${type}) ${result} { %0 = arg(0) %1 = ${expression} ret(%1) }`, a));
}

describe('integers', () => {
  test.each<[string, string, bigint, bigint, unknown]>([
    ['add', 'u8', 250n, 5n, 255n],
    ['add', 'u8', 250n, 6n, 'WW4800'],
    ['sub', 'i7', -60n, 5n, 'WW4800'],
    ['mul', 'i128', 2n ** 64n, -(2n ** 63n), -(2n ** 127n)],
    ['mul', 'i128', 2n ** 64n, 2n ** 63n, 'WW4800'],
    ['add_wrap', 'i7', 63n, 1n, -64n],
    ['sub_wrap', 'u33', 0n, 1n, 2n ** 33n - 1n],
    ['mul_wrap', 'u24', 0xffffffn, 0xffffffn, 1n],
    ['add_sat', 'i8', 100n, 100n, 127n],
    ['sub_sat', 'u8', 3n, 4n, 0n],
    ['mul_sat', 'i65', -(2n ** 64n), 2n, -(2n ** 64n)],
    ['add_safe', 'u8', 255n, 1n, 'integer_overflow'],
    ['mul_safe', 'u8', 16n, 15n, 240n],
    ['div_trunc', 'i8', -7n, 2n, -3n],
    ['div_floor', 'i8', -7n, 2n, -4n],
    ['div_ceil', 'i8', 7n, 2n, 4n],
    ['div_ceil', 'i8', -7n, 2n, -3n],
    ['div_exact', 'i8', 8n, 2n, 4n],
    ['div_exact', 'i8', 7n, 2n, 'WW4803'],
    ['div_trunc', 'i8', 1n, 0n, 'WW4802'],
    ['div_trunc', 'i8', -128n, -1n, 'WW4800'],
    ['rem', 'i8', -128n, -1n, 0n],
    ['rem', 'i8', -7n, 3n, -1n],
    ['mod', 'i8', -7n, 3n, 2n],
    ['mod', 'i32', 2147483646n, 2147483647n, 2147483646n],
    ['min', 'i8', -1n, 1n, -1n],
    ['max', 'u8', 255n, 1n, 255n],
    ['bit_and', 'i8', -1n, 0x55n, 0x55n],
    ['xor', 'u7', 0x7fn, 1n, 0x7en],
  ])('%s %s %d %d', (tag, type, a, b, expected) => {
    expect(binary(tag, type, a, b)).toEqual(expected);
  });

  test('shifts', () => {
    expect(binary('shl', 'i8', 3n, 6n, 'u3')).toBe(-64n);
    expect(binary('shl', 'u5', 3n, 5n, 'u3')).toBe('WW4804');
    expect(binary('shl_exact', 'u8', 3n, 7n, 'u3')).toBe('WW4803');
    expect(binary('shr', 'i8', -1n, 7n, 'u3')).toBe(-1n);
    expect(binary('shr_exact', 'u8', 4n, 2n, 'u3')).toBe(1n);
    expect(binary('shr_exact', 'u8', 5n, 2n, 'u3')).toBe('WW4803');
    expect(binary('shl_sat', 'u8', 1n, 32n, 'u64')).toBe(255n);
    expect(binary('shl_sat', 'i8', -1n, 2n ** 60n, 'u64')).toBe(-128n);
    expect(binary('shl_sat', 'u8', 0n, 2n ** 60n, 'u64')).toBe(0n);
  });

  test.each<[string, string, string, bigint, unknown]>([
    ['clz(%0)', 'u24', 'u5', 1n, 23n],
    ['clz(%0)', 'i7', 'u3', 0n, 7n],
    ['ctz(%0)', 'u24', 'u5', 8n, 3n],
    ['popcount(%0)', 'i7', 'u3', -1n, 7n],
    ['byte_swap(%0)', 'i24', 'i24', 0x010280n, -0x7ffdffn],
    ['bit_reverse(%0)', 'i7', 'i7', 1n, -64n],
    ['abs(%0)', 'i8', 'u8', -128n, 128n],
    ['not(%0)', 'u5', 'u5', 1n, 30n],
    ['not(%0)', 'bool', 'bool', 1n, 0n],
    ['int_cast(u8, %0)', 'i16', 'u8', 255n, 255n],
    ['int_cast(u8, %0)', 'i16', 'u8', -1n, 'WW4805'],
    ['int_cast_safe(u8, %0)', 'i16', 'u8', 256n, 'integer_out_of_bounds'],
    ['trunc(i8, %0)', 'i16', 'i8', 0x80n, -128n],
    ['bit_cast(i16, %0)', 'u16', 'i16', 0xffffn, -1n],
    ['bit_cast(f32, %0)', 'u32', 'f32', 0x3f80_0000n, 0x3f80_0000n],
  ])('%s', (expression, type, result, a, expected) => {
    expect(unary(expression, type, result, a)).toEqual(expected);
  });

  test('overflow as a value', () => {
    const text = (tag: string) => `export fn f(i8, i8) u1 {
      %0 = arg(0) %1 = arg(1) %2 = ${tag}(struct { i8, u1 }, %0, %1) %3 = agg_field_val(%2, 1) ret(%3) }`;
    expect(short(run(text('add_with_overflow'), 100n, 27n))).toBe(0n);
    expect(short(run(text('add_with_overflow'), 100n, 28n))).toBe(1n);
    expect(short(run(text('mul_with_overflow'), -128n, -1n))).toBe(1n);
  });
});

describe('floats', () => {
  const f64 = (value: number): bigint => new BigUint64Array(new Float64Array([value]).buffer)[0]!;
  test('arithmetic is exact and rounded once', () => {
    expect(binary('div_float', 'f64', f64(1), f64(3))).toBe(f64(1 / 3));
    expect(binary('mod', 'f64', f64(5), f64(-3))).toBe(f64(-1));
    expect(binary('min', 'f64', f64(NaN), f64(2))).toBe(f64(2));
    expect(binary('div_floor', 'f64', f64(-7), f64(2))).toBe(f64(-4));
    expect(unary('round(%0)', 'f64', 'f64', f64(2.5))).toBe(f64(3));
    expect(unary('neg(%0)', 'f64', 'f64', f64(0))).toBe(f64(-0));
    expect(unary('fptrunc(f16, %0)', 'f64', 'f16', f64(65519.99999))).toBe(0x7bffn);
    expect(unary('float_from_int(f32, %0)', 'u64', 'f32', 2n ** 60n + 2n ** 36n + 1n)).toBe(
      BigInt(new Uint32Array(new Float32Array([2 ** 60 + 2 ** 37]).buffer)[0]!),
    );
    const fused = `export fn f(f64, f64, f64) f64 {
      %0 = arg(0) %1 = arg(1) %2 = arg(2) %3 = mul_add(%0, %1, %2) ret(%3) }`;
    const e = 2 ** -52;
    expect(short(run(fused, f64(1 + e), f64(1 - e), f64(-1)))).toBe(f64(-(2 ** -104)));
  });

  test('to integers', () => {
    expect(unary('int_from_float(i8, %0)', 'f64', 'i8', f64(-128.9))).toBe(-128n);
    expect(unary('int_from_float(i8, %0)', 'f64', 'i8', f64(128))).toBe('WW4805');
    expect(unary('int_from_float(i8, %0)', 'f64', 'i8', f64(NaN))).toBe('WW4805');
    expect(unary('int_from_float_safe(i8, %0)', 'f64', 'i8', f64(NaN))).toBe(
      'integer_part_out_of_bounds',
    );
  });
});

describe('memory', () => {
  const inFunction = (body: string, result = 'u32'): string => `
    var table: [4]u32 = .{ 1, 2, 3, 4 }
    const fixed: [4]u32 = .{ 1, 2, 3, 4 }
    export fn f(usize) ${result} { %0 = arg(0) ${body} }`;

  test('bounds belong to the object', () => {
    const text = inFunction('%1 = ptr_elem_val(<[*]u32, &table>, %0) ret(%1)');
    expect(short(run(text, 3n))).toBe(4n);
    expect(short(run(text, 4n))).toBe('WW4806');
    expect(short(run(text, 2n ** 32n - 1n))).toBe('WW4806');
    const step = inFunction(
      '%1 = ptr_add([*]u32, <[*]u32, &table>, %0) %2 = int_from_ptr(usize, %1) ret(%2)',
      'usize',
    );
    expect(short(run(step, 4n))).toBeTypeOf('bigint');
    expect(short(run(step, 5n))).toBe('WW4811');
  });

  test('alignment, constness, addresses without an object', () => {
    const misaligned = inFunction(`%1 = ptr_add([*]u8, <[*]u8, &table>, %0) %2 = ptr_cast(*u32, %1)
      %3 = load(%2) ret(%3)`);
    expect(short(run(misaligned, 4n))).toBe(2n);
    expect(short(run(misaligned, 2n))).toBe('WW4807');
    const constant = inFunction('store(<*u32, &fixed>, <u32, 7>) ret(<u32, 0>)');
    expect(short(run(constant, 0n))).toBe('WW4810');
    const wild = inFunction('%1 = ptr_from_int(*u32, %0) %2 = load(%1) ret(%2)');
    expect(short(run(wild, 0x7000_0000n))).toBe('WW4806'); // beyond the heap, which is empty
    expect(short(run(wild, 0n))).toBe('WW4809');
  });

  test('a pointer survives int_from_ptr, ptr_from_int, memory and memcpy', () => {
    const text = inFunction(`
      %1 = int_from_ptr(usize, <*[4]u32, &table>) %2 = ptr_from_int([*]u32, %1)
      %3 = alloc(*[*]u32) store(%3, %2)
      %4 = alloc(*[*]u32) %5 = ptr_cast(*[4]u8, %3) %6 = ptr_cast(*[4]u8, %4) memcpy(%6, %5)
      %7 = load(%4) %8 = ptr_elem_val(%7, %0) ret(%8)`);
    expect(short(run(text, 2n))).toBe(3n);
  });

  test('a pointer is its address where an integer is expected, and keeps its object', () => {
    const text = inFunction(`
      %1 = bit_or(<*u8, &table>, <*u8, @addr(0x0)>) %2 = load(%1)
      %3 = popcount(<*u8, @addr(0x7)>) %4 = int_cast(u32, %3) %5 = int_cast(u32, %2)
      %6 = add(%4, %5) ret(%6)`);
    expect(short(run(text, 0n))).toBe(4n);
  });

  test('slots die with their frame', () => {
    const text = `
      fn escape() *u32 { %0 = alloc(*u32) store(%0, <u32, 5>) ret(%0) }
      export fn f() u32 { %0 = call(escape, []) %1 = load(%0) ret(%1) }`;
    expect(short(run(text))).toBe('WW4808');
  });

  test('undefined values may be moved, and decide nothing', () => {
    const moved = `export fn f() u32 { %0 = alloc(*u32) %1 = load(%0) %2 = alloc(*u32) store(%2, %1) ret(<u32, 1>) }`;
    expect(short(run(moved))).toBe(1n);
    const branch = `export fn f() u32 { %0 = alloc(*bool) %1 = load(%0)
      cond_br(%1, { ret(<u32, 1>) }, { ret(<u32, 2>) }) }`;
    expect(short(run(branch))).toBe('WW4801');
    const returned = run('export fn f() u32 { %0 = alloc(*u32) %1 = load(%0) ret(%1) }');
    expect(returned).toMatchObject({
      kind: 'return',
      value: { undefinedBits: new Uint8Array(4).fill(255) },
    });
    const filled =
      'export fn f() u32 { %0 = alloc(*u32) store_safe(%0, <u32, undef>) %1 = load(%0) ret(%1) }';
    expect(short(run(filled))).toBe(0xaaaa_aaaan);
  });

  test('single bits of packed fields are tracked', () => {
    const text = `
      type P = packed struct(u8) { a: u3, b: u5 }
      export fn f(u3) u3 {
        %0 = arg(0)
        %1 = alloc(*P)
        %2 = struct_field_ptr(*align(1:0:1) u3, %1, 0)
        store(%2, %0)
        %3 = load(%1)
        %4 = agg_field_val(%3, 0)
        %5 = cmp_eq(%4, <u3, 5>)
        cond_br(%5, { ret(<u3, 1>) }, { %6 = agg_field_val(%3, 1) %7 = cmp_eq(%6, <u5, 5>)
          cond_br(%7, { ret(<u3, 1>) }, { ret(<u3, 2>) }) })
      }`;
    expect(short(run(text, 5n))).toBe(1n);
    expect(short(run(text, 4n))).toBe('WW4801');
  });

  test('memcpy, memmove, memset', () => {
    const overlap = (tag: string): string =>
      inFunction(`
      %1 = slice([]u32, <[*]u32, &table>, <usize, 3>)
      %2 = slice([]u32, <[*]u32, &table + 4>, <usize, 3>)
      ${tag}(%2, %1) %3 = ptr_elem_val(<[*]u32, &table>, %0) ret(%3)`);
    expect(short(run(overlap('memmove'), 3n))).toBe(3n);
    expect(short(run(overlap('memcpy'), 3n))).toBe('WW4815');
    const fill = inFunction(`%1 = slice([]u32, <[*]u32, &table>, <usize, 3>)
      memset(%1, <u32, 9>) %2 = ptr_elem_val(<[*]u32, &table>, %0) ret(%2)`);
    expect([0n, 1n, 2n, 3n].map((at) => short(run(fill, at)))).toEqual([9n, 9n, 9n, 4n]);
  });

  test('wasm memory', () => {
    const text = `export fn f() u8 {
      %0 = wasm_memory_size(0) %1 = wasm_memory_grow(0, <usize, 1>)
      %2 = mul(%0, <usize, 65536>) %3 = ptr_from_int([*]u8, %2)
      %4 = ptr_elem_ptr(*u8, %3, <usize, 65535>) store(%4, <u8, 7>) %5 = load(%4) ret(%5) }`;
    expect(short(run(text))).toBe(7n);
  });
});

describe('aggregates', () => {
  test('optionals', () => {
    const text = (child: string, value: string, payload: string) => `export fn f(bool) bool {
      %0 = arg(0)
      %1 = block(?${child}, { cond_br(%0, { %2 = wrap_optional(?${child}, <${child}, ${value}>) br(%1, %2) },
        { br(%1, <?${child}, null>) }) })
      %3 = is_non_null(%1)
      cond_br(%3, { %4 = optional_payload(%1) %5 = cmp_eq(%4, <${child}, ${payload}>) ret(%5) }, { ret(false) }) }`;
    for (const [child, value] of [
      ['u8', '3'],
      ['u128', '3'],
      ['error{A}', 'error.A'],
      ['?u8', '<?u8, null>'],
      ['*const u8', '&x'],
    ]) {
      const globals = 'const x: u8 = 1\n';
      expect(short(run(globals + text(child!, value!, value!), 1n))).toBe(1n);
      expect(short(run(globals + text(child!, value!, value!), 0n))).toBe(0n);
    }
    expect(short(run('export fn f() u8 { %0 = optional_payload(<?u8, null>) ret(%0) }'))).toBe(
      'WW4813',
    );
  });

  test('error unions and try', () => {
    const text = `errors { A, B }
      fn g(u32) error{A, B}!u32 { %0 = arg(0) %1 = cmp_eq(%0, <u32, 0>)
        cond_br(%1, { %2 = wrap_errunion_err(error{A, B}!u32, <error{A, B}, error.B>) ret(%2) },
          { %3 = wrap_errunion_payload(error{A, B}!u32, %0) ret(%3) }) }
      export fn f(u32) u32 { %0 = arg(0) %1 = call(g, [%0])
        %2 = try(%1, { %3 = unwrap_errunion_err(%1) %4 = int_from_error(u16, %3) %5 = int_cast(u32, %4)
          %6 = add(%5, <u32, 100>) ret(%6) })
        ret(%2) }
      export fn h(u32) u32 { %0 = arg(0) %1 = call(g, [%0]) %2 = unwrap_errunion_payload(%1) ret(%2) }`;
    expect(short(run(text, 7n))).toBe(7n);
    expect(short(run(text, 0n))).toBe(102n);
    expect(short(program(text).call('h', [0n]))).toBe('WW4813');
  });

  test('tagged unions, enums, names', () => {
    const text = `
      type E = enum(u8) { red = 3, green = 7 }
      type U = union(E) { red: u32, green: u16 }
      export fn f(u32) u32 { %0 = arg(0) %1 = union_init(U, 0, %0) %2 = get_union_tag(%1)
        switch_br(%2, case(.red) { %3 = agg_field_val(%1, 0) ret(%3) }, case(.green) { ret(<u32, 0>) }) }
      export fn g(u32) u16 { %0 = arg(0) %1 = union_init(U, 0, %0) %2 = agg_field_val(%1, 1) ret(%2) }
      export fn n(u8) u8 { %0 = arg(0) %1 = bit_cast(E, %0) %2 = tag_name(%1) %3 = slice_elem_val(%2, <usize, 0>) ret(%3) }
      export fn i(u8) bool { %0 = arg(0) %1 = bit_cast(E, %0) %2 = is_named_enum_value(%1) ret(%2) }
      export fn c(u8) E { %0 = arg(0) %1 = int_cast(E, %0) ret(%1) }
      export fn s(u8) E { %0 = arg(0) %1 = int_cast_safe(E, %0) ret(%1) }
      export fn e(error{Zed}) u8 { %0 = arg(0) %1 = error_name(%0) %2 = slice_elem_val(%1, <usize, 0>) ret(%2) }`;
    const call = (name: string, value: bigint) => short(program(text).call(name, [value]));
    expect(call('f', 42n)).toBe(42n);
    expect(call('g', 42n)).toBe('WW4813');
    expect(call('n', 7n)).toBe(BigInt('g'.charCodeAt(0)));
    expect(call('n', 8n)).toBe('WW4814');
    expect(call('i', 3n)).toBe(1n);
    expect(call('i', 4n)).toBe(0n);
    expect(call('c', 4n)).toBe('WW4805');
    expect(call('s', 4n)).toBe('invalid_enum_value');
    expect(call('e', 1n)).toBe(BigInt('Z'.charCodeAt(0)));
    expect(call('e', 9n)).toBe('WW4814');
  });

  test('packed constants by their fields', () => {
    const text = `
      type In = packed struct(u4) { a: u1, b: i3 }
      type P = packed struct { f0: u3, f1: i5, f2: In }
      export fn f() P { ret(<P, .{ .f0 = 5, .f1 = -1, .f2 = .{ .a = 1, .b = -2 } }>) }`;
    expect(short(run(text))).toBe(0b1101_11111_101n);
  });

  test('struct values come and go as bytes', () => {
    const text = `type S = struct { a: u8, b: u32, c: u16 }
      export fn f(S) S { %0 = arg(0) %1 = agg_field_val(%0, 1) %2 = add(%1, <u32, 1>)
        %3 = aggregate_init(S, [<u8, 9>, %2, <u16, undef>]) ret(%3) }`;
    const outcome = run(text, Uint8Array.of(5, 0, 0, 0, 1, 0, 2, 0));
    expect(outcome).toMatchObject({
      value: {
        bytes: Uint8Array.of(6, 0, 0, 0, 0xaa, 0xaa, 9, 0xaa),
        undefinedBits: Uint8Array.of(0, 0, 0, 0, 255, 255, 0, 255),
      },
    });
  });
});

describe('control flow', () => {
  test('loops, switches with ranges, labelled switch loops', () => {
    const sum = `export fn f(u32) u32 { %0 = arg(0) %1 = alloc(*u32) store(%1, <u32, 0>) %2 = alloc(*u32) store(%2, <u32, 0>)
      %3 = block(void, { %4 = loop({ %5 = load(%1) %6 = cmp_lt(%5, %0)
        cond_br(%6, { %7 = load(%2) %8 = add(%7, %5) store(%2, %8) %9 = add(%5, <u32, 1>) store(%1, %9) repeat(%4) },
          { br(%3, void_value) }) }) })
      %10 = load(%2) ret(%10) }`;
    expect(short(run(sum, 1000n))).toBe(499500n);
    const select = `export fn f(i64) u8 { %0 = arg(0) switch_br(%0, case(-2, 5) { ret(<u8, 1>) },
      case(100...200) { ret(<u8, 2>) }, else { ret(<u8, 3>) }) }`;
    for (const [value, expected] of [
      [-2n, 1n],
      [5n, 1n],
      [150n, 2n],
      [2n ** 32n - 2n, 3n],
    ]) {
      expect(short(run(select, value!))).toBe(expected);
    }
    const noElse = 'export fn f(u8) u8 { %0 = arg(0) switch_br(%0, case(1) { ret(<u8, 1>) }) }';
    expect(short(run(noElse, 2n))).toBe('WW4812');
    const machine = `export fn f(u8) u8 { %0 = arg(0) %1 = alloc(*u8) store(%1, <u8, 0>)
      %2 = loop_switch_br(%0, case(0) { %3 = load(%1) ret(%3) },
        else { %4 = load(%1) %5 = add(%4, <u8, 10>) store(%1, %5) switch_dispatch(%2, <u8, 0>) }) }`;
    expect(short(run(machine, 3n))).toBe(10n);
  });

  test('calls: indirect, tail, too deep, to nothing', () => {
    const text = `
      fn down(u32) u32 { %0 = arg(0) %1 = cmp_eq(%0, <u32, 0>)
        cond_br(%1, { ret(<u32, 77>) }, { %2 = sub(%0, <u32, 1>) %3 = call_always_tail(down, [%2]) ret(%3) }) }
      fn deep(u32) u32 { %0 = arg(0) %1 = cmp_eq(%0, <u32, 0>)
        cond_br(%1, { ret(<u32, 78>) }, { %2 = sub(%0, <u32, 1>) %3 = call(deep, [%2]) ret(%3) }) }
      export fn t(u32) u32 { %0 = arg(0) %1 = call(down, [%0]) ret(%1) }
      export fn d(u32) u32 { %0 = arg(0) %1 = call(deep, [%0]) ret(%1) }
      export fn p(bool) u32 { %0 = arg(0)
        %1 = block(?*const fn (u32) u32, { cond_br(%0, { br(%1, <?*const fn (u32) u32, &deep>) }, { br(%1, <?*const fn (u32) u32, null>) }) })
        %2 = ptr_cast(*const fn (u32) u32, %1) %3 = call(%2, [<u32, 1>]) ret(%3) }`;
    const call = (name: string, value: bigint) =>
      short(program(text, { callDepth: 1000 }).call(name, [value]));
    expect(call('t', 100_000n)).toBe(77n);
    expect(call('d', 500n)).toBe(78n);
    expect(call('d', 100_000n)).toBe('WW4851');
    expect(call('p', 1n)).toBe(78n);
    expect(call('p', 0n)).toBe('WW4817');
  });

  test('panics call the handler of the module', () => {
    const text = `panic integer_overflow = handler
      extern fn report(u32) callconv(c) void
      fn handler() noreturn { call(report, [<u32, 5>]) trap() }
      export fn f(u8) u8 { %0 = arg(0) %1 = add_safe(%0, <u8, 1>) ret(%1) }`;
    const seen: unknown[] = [];
    const imports = { env: { report: () => undefined } };
    const options = {
      imports,
      onImport: (call: { arguments: readonly unknown[] }) => seen.push(...call.arguments),
    };
    expect(program(text, options).call('f', [255n])).toEqual({
      kind: 'trap',
      panic: 'integer_overflow',
    });
    expect(seen).toEqual([5n]);
    const returning = text.replace('trap()', 'ret(void_value)').replace('() noreturn', '() void');
    expect(short(program(returning, options).call('f', [255n]))).toBe('WW4812');
  });

  test('stops: limits, missing definitions, assembly', () => {
    const endless = 'export fn f() void { %0 = loop({ repeat(%0) }) }';
    const stopped = program(endless, { stepLimit: 1000 }).call('f');
    expect(stopped).toMatchObject({
      kind: 'stopped',
      diagnostic: { code: 'WW4850', at: { input: 't.air', symbol: 'f', line: 2 } },
    });
    expect(
      short(
        run('extern fn g() callconv(c) void\nexport fn f() void { call(g, []) ret(void_value) }'),
      ),
    ).toBe('WW4853');
    expect(
      short(run('export fn f() void { assembly(volatile void, "nop") ret(void_value) }')),
    ).toBe('WW4854');
    expect(
      short(run('export fn f() void { assembly(volatile void, "") ret(void_value) }')),
    ).toBeUndefined();
    expect(short(run('export fn f() void { unreach() }'))).toBe('WW4812');
    expect(short(run('export fn f() void { trap() }'))).toBe('trap');
  });
});

describe('vectors', () => {
  test.each<[string, string, unknown]>([
    ['%2 = add_wrap(%0, %1) %3 = reduce(add, %2)', 'u8', 16n],
    ['%2 = mul_sat(%0, %1) %3 = reduce(max, %2)', 'u8', 255n],
    ['%2 = cmp_vector(lt, %0, %1) %4 = select(%2, %0, %1) %3 = reduce(add, %4)', 'u8', 14n],
    ['%2 = shuffle_two(@Vector(2, u8), [a3, b0], %0, %1) %3 = reduce(or, %2)', 'u8', 0xfbn],
    ['%2 = shuffle_one(@Vector(3, u8), [1, 1, <u8, 7>], %0) %3 = reduce(add, %2)', 'u8', 11n],
    [
      '%2 = splat(@Vector(4, u8), <u8, 5>) %4 = shl(%0, <@Vector(4, u3), .{ 1, 1, 1, 1 }>) %5 = xor(%2, %4) %3 = reduce(xor, %5)',
      'u8',
      0xf4n,
    ],
    ['%3 = array_elem_val(%0, <usize, 2>)', 'u8', 3n],
    ['%3 = bit_cast(u32, %0)', 'u32', 0xfa03_0201n],
  ])('%s', (body, result, expected) => {
    const text = `export fn f() ${result} {
      %6 = alloc(*@Vector(4, u8)) store(%6, <@Vector(4, u8), .{ 1, 2, 3, 250 }>) %0 = load(%6)
      %7 = alloc(*@Vector(4, u8)) store(%7, <@Vector(4, u8), .{ 3, 2, 1, 10 }>) %1 = load(%7)
      ${body} ret(%3) }`;
    expect(short(run(text))).toBe(expected);
  });

  test('bit_cast packs the lanes of narrow elements', () => {
    const text = `export fn f(u5) u4 { %0 = arg(0) %1 = bit_cast(@Vector(5, bool), %0)
      %2 = array_elem_val(%1, <usize, 3>) cond_br(%2, { ret(<u4, 1>) }, { ret(<u4, 0>) }) }`;
    expect(short(run(text, 8n))).toBe(1n);
    expect(short(run(text, 23n))).toBe(0n);
  });

  test('reduce is a left fold without identity', () => {
    const text = `export fn f() f32 { %0 = reduce(add, <@Vector(2, f32), .{ -0.0, -0.0 }>) ret(%0) }`;
    expect(short(run(text))).toBe(0x8000_0000n);
  });
});

describe('atomics, variadics, error traces, several modules', () => {
  test('atomics', () => {
    const text = `var x: i8 = -3
      export fn f(i8) i8 { %0 = arg(0) %1 = atomic_rmw(nand, seq_cst, <*i8, &x>, %0) %2 = atomic_load(seq_cst, <*i8, &x>) ret(%2) }
      export fn old(i8) i8 { %0 = arg(0) %1 = atomic_rmw(max, monotonic, <*i8, &x>, %0) ret(%1) }
      export fn cas(i8) bool { %0 = arg(0) %1 = cmpxchg_strong(?i8, seq_cst, seq_cst, <*i8, &x>, %0, <i8, 5>)
        %2 = is_null(%1) ret(%2) }`;
    expect(short(program(text).call('f', [7n]))).toBe(-6n);
    expect(short(program(text).call('old', [7n]))).toBe(-3n);
    expect(short(program(text).call('cas', [-3n]))).toBe(1n);
    expect(short(program(text).call('cas', [3n]))).toBe(0n);
  });

  test('variadic functions', () => {
    const text = `type Pair = extern struct { a: u64, b: u32 }
      fn sum(i32, ...) callconv(c) u64 { %0 = arg(0)
        %1 = c_va_start([*]u8) %2 = alloc(*[*]u8) store(%2, %1)
        %3 = c_va_arg(i32, %2) %4 = c_va_arg(u64, %2) %5 = c_va_arg(f64, %2) %6 = c_va_arg(Pair, %2)
        c_va_end(%2)
        %7 = int_from_float(u64, %5) %8 = agg_field_val(%6, 0) %9 = int_cast(u64, %3)
        %10 = add(%4, %7) %11 = add(%10, %8) %12 = add(%11, %9) ret(%12) }
      export fn f() u64 { %0 = call(sum, [<i32, 4>, <i32, 1>, <u64, 20>, <f64, 300.0>, <Pair, .{ 4000, 5 }>]) ret(%0) }`;
    expect(short(run(text))).toBe(4321n);
  });

  test('an extern is the export of another module', () => {
    const text = (body: string) =>
      parseAir(`target wasm32-freestanding\n${body}`, { file: 'm.air' }).module;
    const user = text(`extern fn twice(u32) callconv(c) u32
      extern var counter: u32
      export fn f(u32) u32 { %0 = arg(0) %1 = call(twice, [%0]) %2 = load(<*u32, &counter>) %3 = add(%1, %2) ret(%3) }`);
    const library = text(`export var counter: u32 = 1
      export fn twice(u32) callconv(c) u32 { %0 = arg(0) %1 = add(%0, %0) store(<*u32, &counter>, <u32, 100>) ret(%1) }`);
    const linked = createInterpreter([user, library]);
    expect(short(linked.call('f', [4n]))).toBe(108n);
    expect(linked.global('counter')?.bytes).toEqual(Uint8Array.of(100, 0, 0, 0));
  });

  test('the error return trace', () => {
    const text = `type Trace = struct { index: usize, rest: usize }
      export fn f() usize {
        %0 = save_err_return_trace_index(Trace, 0)
        %1 = alloc(*Trace) store(%1, <Trace, .{ 7, 9 }>) set_err_return_trace(%1)
        %2 = save_err_return_trace_index(Trace, 0) %3 = err_return_trace(*Trace)
        %4 = struct_field_ptr(*usize, %3, 1) %5 = load(%4)
        %6 = add(%0, %2) %7 = add(%6, %5) ret(%7) }`;
    expect(short(run(text))).toBe(16n);
  });
});

describe('misuse', () => {
  test('throws RangeError', () => {
    const p = program('export fn f(u8) u8 { %0 = arg(0) ret(%0) }\nvar x: u8 = 0');
    expect(() => p.call('g')).toThrow(RangeError);
    expect(() => p.call('x')).toThrow(RangeError);
    expect(() => p.call('f')).toThrow(RangeError);
    expect(() => p.memory.read(3n, 1)).toThrow(RangeError);
    expect(p.global('f')).toBeUndefined();
  });
});
