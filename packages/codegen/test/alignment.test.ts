// A pointer may ask more alignment of an unnamed constant than its type has: by itself or by the pointer's type.

import { expect, test } from 'vitest';
import { build, withTarget } from './harness.ts';

const pointer = (type: string, value: string): string =>
  `export fn f() callconv(c) usize { %0 = int_from_ptr(usize, <${type}, ${value}>) ret(%0) }`;

test.each([
  ['*align(128) const f32', '&<f32, 1.5>', 128],
  ['*const f32', '&align(256) <f32, 1.5>', 256],
  ['*align(64) const u8', '&align(512) <u8, 7>', 512],
])('%s %s', (type, value, align) => {
  const others = 'const a: u8 = 1\nexport a as "a"\n';
  const address = Number(build(withTarget(others + pointer(type, value))).call('f')());
  expect(address).toBeGreaterThan(0);
  expect(address % align).toBe(0);
});

test('in the value of a global', () => {
  const text = `const p: *align(256) const u8 = &<u8, 7>
export fn f() callconv(c) usize {
  %0 = load(<*const *align(256) const u8, &p>)
  %1 = int_from_ptr(usize, %0)
  ret(%1)
}`;
  expect(Number(build(withTarget(text)).call('f')()) % 256).toBe(0);
});
