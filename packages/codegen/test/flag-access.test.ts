// Optionals, error unions and unions behind pointers that do not escape live in locals, with their flags, errors and tags.

import { describe, expect, test } from 'vitest';
import { build, moduleOf, unitOf, withTarget } from './harness.ts';

const OPTIONAL = `export fn f(u32) callconv(c) u32 {
%0 = arg(0)
%p = alloc(*?u32)
store(%p, <?u32, null>)
%c = cmp_gt(%0, <u32, 5>)
%b = block(void, {
cond_br(%c, {
%q = optional_payload_ptr_set(*u32, %p)
store(%q, %0)
br(%b, void_value)
}, {
br(%b, void_value)
})
})
%n = is_null_ptr(%p)
%r = block(u32, {
cond_br(%n, { br(%r, <u32, 77>) }, {
%o = optional_payload_ptr(*u32, %p)
%v = load(%o)
br(%r, %v)
})
})
ret(%r)
}
`;

const ERROR_UNION = `export fn f(u32) callconv(c) u32 {
%0 = arg(0)
%p = alloc(*error{Bad}!u32)
store(%p, <error{Bad}!u32, error.Bad>)
%before = is_err_ptr(%p)
%c = cmp_gt(%0, <u32, 5>)
%b = block(void, {
cond_br(%c, {
%q = errunion_payload_ptr_set(*u32, %p)
store(%q, %0)
br(%b, void_value)
}, {
br(%b, void_value)
})
})
%t = try_ptr(*u32, %p, { ret(<u32, 78>) })
%v = load(%t)
%r = block(u32, {
cond_br(%before, { br(%r, %v) }, { br(%r, <u32, 79>) })
})
ret(%r)
}
`;

describe.each(['speed', 'size'] as const)('at %s', (optimize) => {
  test.each([
    ['an optional', OPTIONAL, 77],
    ['an error union', ERROR_UNION, 78],
  ])('%s has no frame', (_, text, other) => {
    const module = moduleOf(withTarget(text));
    expect(unitOf(module, { optimize }).functions[0]!.mir.prologue).toBeNull();
    for (const level of [optimize, 'none'] as const) {
      const f = build(module, { optimize: level }).call('f');
      expect([f(6), f(5)]).toEqual([6, other]);
    }
  });
});
