// Damaged modules: words of function bodies are changed at random. The verifier gives diagnostics, and nothing else.

import { expect, test } from 'vitest';
import { NavKind, Linkage, Visibility, None, verify, type FunctionBody } from '../src/index.ts';
import { parsed, verified } from './helpers.ts';
import { DECLARATIONS, functionWith, lines } from './instructions.ts';

/** Numbers below a bound, the same in every run. */
function choices(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** A body with one or two words changed. */
function damaged(body: FunctionBody, below: (bound: number) => number): FunctionBody {
  const { tags, data, extra, types } = body;
  const copy = {
    ...body,
    tags: tags.slice(),
    data: data.slice(),
    extra: extra.slice(),
    types: types.slice(),
  };
  for (let count = 1 + below(2); count > 0; count--) {
    const words = [copy.tags, copy.data, copy.extra, copy.types][below(4)]!;
    const at = below(words.length);
    const edges = [0, 1, None, 0x8000_0000, 0x7fff_ffff, 0xffff_fff0];
    const changed = [
      words[at]! ^ (1 << below(32)),
      below(300),
      edges[below(6)]!,
      words[below(words.length)]!,
    ];
    words[at] = changed[below(4)]!;
  }
  return copy;
}

test('changed words of every instruction', () => {
  const names = [...lines.keys()];
  const functions = names.map((name, at) => functionWith(name).replace(/^fn f\(/m, `fn g${at}x(`));
  const unions =
    'type Two = enum(u1) { a = 0, b = 1 }\ntype Plain = union(Two) { a: void, b: void }\n';
  const target = 'target wasm32-freestanding +tail_call\n';
  const module = verified(unions + DECLARATIONS + functions.join(''), target);
  const bodies = module.functions.splice(0);
  const below = choices(1);
  let found = 0;
  for (let round = 0; round < 4000; round++) {
    const { nav, body } = bodies[below(bodies.length)]!;
    module.functions[0] = { nav, body: damaged(body, below) };
    if (verify(module).length > 0) found++;
  }
  // A change of a type of a pointer, a line or an unused parameter does no harm.
  expect(found).toBeGreaterThan(3000);
});

test('rows that are not there', () => {
  const text = 'var x: u8 = 1\nfn f() void {\nret(void_value)\n}\n';
  const problems = (damage: (module: ReturnType<typeof parsed>) => void): string[] => {
    const module = parsed(text);
    damage(module);
    return verify(module).map(({ text }) => text);
  };
  const missing = 9999 as never;
  const kind = NavKind.var;
  expect(problems(({ navs }) => navs.define(0 as never, { kind, type: missing }))).toEqual([
    '`x`: its type is not there',
  ]);
  expect(
    problems(({ navs, types }) =>
      navs.define(0 as never, { kind, type: types.bool, value: missing }),
    ),
  ).toEqual(['`x`: its value is not there']);
  const linkage = Linkage.strong;
  const exported = { nav: missing, name: 0 as never, linkage, visibility: Visibility.default };
  expect(problems((module) => module.addExport(exported))).toEqual([
    'an export names nav 9999, which is not there',
  ]);
  expect(problems((module) => module.setPanic('unwrap_null', missing))).toEqual([
    'the panic unwrap_null names nav 9999, which is not there',
  ]);
  expect(
    problems((module) => (module.functions[0] = { ...module.functions[0]!, nav: missing })),
  ).toEqual(['a body names nav 9999, which is not there']);
});
