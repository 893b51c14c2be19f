// The frame: bodies that are never open together share their memory (codegen.md 5.3).

import { describe, expect, test } from 'vitest';
import { build, moduleOf, unitOf, withTarget } from './harness.ts';

const BYTES = Array.from({ length: 100 }, (_, at) => at).join(', ');

/** Two arms, each with 100 bytes in memory whose address stays in the arm. */
const ARMS = `export fn f(u32) callconv(c) u32 {
%0 = arg(0)
%c = cmp_gt(%0, <u32, 5>)
%r = block(u32, {
cond_br(%c, {
%p = alloc(*[100]u8)
store(%p, <[100]u8, .{ ${BYTES} }>)
%a = ptr_elem_ptr(*u8, %p, <usize, 7>)
%b = load(%a)
%d = int_cast(u32, %b)
br(%r, %d)
}, {
%q = alloc(*[100]u8)
store(%q, <[100]u8, .{ ${BYTES} }>)
%e = ptr_elem_ptr(*u8, %q, <usize, 9>)
%g = load(%e)
%h = int_cast(u32, %g)
br(%r, %h)
})
})
ret(%r)
}
`;

/** The same, but the address of the first goes to another function. */
const ESCAPES = `extern fn keep(*[100]u8) callconv(c) void
${ARMS.replace('%b = load(%a)', '%k = call(keep, [%p])\n%b = load(%a)')}`;

const frameOf = (text: string, optimize: 'none' | 'speed'): number | undefined =>
  unitOf(moduleOf(withTarget(text)), { optimize }).functions[0]!.mir.prologue?.size;

describe.each(['none', 'speed'] as const)('at %s', (optimize) => {
  test('arms share memory', () => {
    expect(frameOf(ARMS, optimize)).toBe(112);
    const f = build(moduleOf(withTarget(ARMS)), { optimize }).call('f');
    expect([f(6), f(5)]).toEqual([7, 9]);
  });

  test('memory whose address goes elsewhere is not shared', () => {
    expect(frameOf(ESCAPES, optimize)).toBe(208);
  });
});
