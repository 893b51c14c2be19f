// Every instruction of AIR, on types in scope and out of it: valid MIR, or a diagnostic with a place. Never an exception.

import { parseAir, tagRows, verify } from '@wasmwright/air';
import { generateModule } from '@wasmwright/codegen';
import { printMir, verifyMir } from '@wasmwright/mir';
import { describe, expect, test } from 'vitest';
import { DECLARATIONS, functionWith } from '../../air/test/instructions.ts';
import { build, LEVELS, moduleOf, outcome, withTarget } from './harness.ts';

const HEAD =
  'target wasm32-freestanding +tail_call +bulk_memory\nerrors { Bad }\ntype Plain = union(Two) { a: void, b: void }\ntype Two = enum(u1) { a = 0, b = 1 }\n';

/** The same functions with other types in place of u32 and f32. */
const REPLACED: Readonly<Record<string, (text: string) => string>> = {
  'as they are': (text) => text,
  u128: (text) => text.replaceAll('u32', 'u128'),
  u100: (text) => text.replaceAll('u32', 'u100'),
  u7: (text) => text.replaceAll('u32', 'u7'),
  u0: (text) => text.replaceAll('u32', 'u0'),
  f16: (text) => text.replaceAll('f32', 'f16'),
  f80: (text) => text.replaceAll('f32', 'f80'),
  f128: (text) => text.replaceAll('f32', 'f128'),
  'i128 of f64': (text) => text.replaceAll('i32', 'i128').replaceAll('f32', 'f64'),
  wasm64: (text) => text.replace('wasm32', 'wasm64'),
};

describe.each(Object.entries(REPLACED))('%s', (_, replace) => {
  test('every instruction', () => {
    let generated = 0;
    const wrong: string[] = [];
    for (const { name } of tagRows) {
      const text = replace(`${HEAD}${DECLARATIONS}\n${functionWith(name)}`).replace(
        /\nfn f\(/,
        '\nexport fn f(',
      );
      const { module, diagnostics } = parseAir(text, { file: 'one.air' });
      // Legalization makes these two; with other types most functions are not AIR.
      if (name.startsWith('legalize') || diagnostics.length > 0 || verify(module).length > 0)
        continue;
      for (const optimize of LEVELS) {
        const unit = generateModule(module, { optimize, inline: false });
        for (const { mir } of unit.functions) {
          const [mistake] = verifyMir(mir);
          if (mistake !== undefined) wrong.push(`${name} ${mistake.text}\n${printMir(mir)}`);
        }
        for (const { code, at } of unit.diagnostics) {
          expect([code.slice(0, 2), at.input], name).toEqual(['WW', 'one.air']);
          expect(at.line, name).toBeGreaterThan(1);
        }
        expect(unit.functions.length + unit.diagnostics.length).toBe(module.functions.length);
        generated++;
      }
    }
    expect(wrong).toEqual([]);
    expect(generated).toBeGreaterThan(30);
  });
});

test('breakpoint traps, or does nothing when asked to', () => {
  const text = withTarget('export fn f() callconv(c) u32 { breakpoint() ret(<u32, 5>) }');
  expect(outcome(() => build(text).call('f')())).toBe('trap');
  expect(build(text, { breakpointTraps: false }).call('f')()).toBe(5);
});

test('memory_size and memory_grow', () => {
  const text = withTarget(`export fn f(usize) callconv(c) usize {
  %0 = arg(0)
  %1 = wasm_memory_grow(0, %0)
  %2 = wasm_memory_size(0)
  ret(%2)
}`);
  const f = build(text).call('f');
  expect([f(3), f(0), f(2)].map((pages) => (pages as number) - 3)).toEqual([2, 2, 4]);
});

test('what is not implemented names the instruction or type, the function and its place', () => {
  const text = withTarget(`export fn good() callconv(c) u32 { ret(<u32, 1>) }
fn bad(u128) u128 {
  %0 = arg(0)
  %1 = add(%0, %0)
  ret(%1)
}`);
  const unit = generateModule(moduleOf(text));
  expect(unit.functions.map(({ name }) => name)).toEqual(['good']);
  const [problem] = unit.diagnostics;
  expect(problem!.text).toContain('an integer of 128 bits');
  expect([problem!.at.symbol, problem!.at.line, problem!.at.column]).toEqual(['bad', 5, 3]);
});

test('tail calls that give up memory they pass, or return something else', () => {
  const text = withTarget(`fn g(*u32) u32 { %0 = arg(0) %1 = load(%0) ret(%1) }
fn frame(u32) u32 {
  %0 = arg(0)
  %1 = alloc(*u32)
  store(%1, %0)
  %2 = call_always_tail(g, [%1])
  ret(%2)
}
fn other(*u32) u64 {
  %0 = arg(0)
  %1 = call_always_tail(g, [%0])
  unreach()
}
fn fine(*u32) u32 {
  %0 = arg(0)
  %1 = call_always_tail(g, [%0])
  ret(%1)
}`);
  const unit = generateModule(moduleOf(text));
  expect(unit.functions.map(({ name }) => name)).toEqual(['g', 'fine']);
  expect(unit.diagnostics.map(({ at, text: message }) => `${at.symbol}: ${message}`)).toEqual([
    expect.stringContaining('frame: code generation for a tail call with an argument in the frame'),
    expect.stringContaining(
      'other: code generation for a tail call of a function with another result',
    ),
  ]);
});
