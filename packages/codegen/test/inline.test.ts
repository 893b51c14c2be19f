// Inlining: what it makes is AIR that verifies and means the same; when it happens, when it does not, and how much it may cost.

import { readdirSync, readFileSync } from 'node:fs';
import {
  type FunctionBody,
  type FunctionId,
  Module,
  None,
  parseAir,
  printAir,
  Tag,
  verify,
} from '@wasmwright/air';
import { createInterpreter } from '@wasmwright/air/interpret';
import { type CodegenOptions, Generator, type OptimizeFor } from '@wasmwright/codegen';
import { describe, expect, test } from 'vitest';
import { Inliner } from '../src/inline/inline.ts';
import { build, moduleOf, outcome, unitOf, withTarget } from './harness.ts';
import { PROGRAMS, programText } from './programs.ts';

interface Made {
  readonly module: Module;
  /** Functions copied into each function. */
  readonly callees: readonly (readonly FunctionId[])[];
}

/** A module whose bodies are the inlined ones; every one is made from bodies as they were. */
function inlined(text: string, optimize: OptimizeFor = 'speed'): Made {
  const { module } = parseAir(text, { file: 'test.air' });
  const inliner = new Inliner(module, optimize);
  const made = module.functions.map((_, id) => inliner.inline(id as FunctionId));
  made.forEach(({ body }, id) => {
    module.functions[id] = { nav: module.functions[id]!.nav, body };
  });
  return { module, callees: made.map(({ callees }) => callees) };
}

const bodyOf = (module: Module, name: string): FunctionBody =>
  module.functions.find(({ nav }) => module.text(module.navs.name(nav)) === name)!.body;

/** Names of the functions that went into a function. */
function calleesOf(declarations: string, name = 'f', optimize?: OptimizeFor): string[] {
  const { module, callees } = inlined(withTarget(declarations), optimize);
  expect(verify(module).map(({ text }) => text)).toEqual([]);
  const named = module.functions.map(({ nav }) => module.text(module.navs.name(nav)));
  return callees[named.indexOf(name)]!.map((id) => named[id]!);
}

const ARGUMENTS = [0n, 1n, 2n, 7n, 100n, 101n, 0x7fff_ffffn, 0xffff_ffffn];

describe('what it makes', () => {
  test.each(PROGRAMS.map((program) => [program.name, program] as const))('%s', (_, program) => {
    const text = withTarget(programText(program));
    const original = createInterpreter([moduleOf(text)]);
    for (const optimize of ['speed', 'size'] as const) {
      const { module } = inlined(text, optimize);
      expect(verify(module).map((one) => one.text)).toEqual([]);
      // The text of what it makes is AIR too.
      expect(parseAir(printAir(module)).diagnostics).toEqual([]);
      const changed = createInterpreter([module]);
      for (const a of ARGUMENTS) {
        for (const b of [1n, 5n, 77_777n]) {
          const expected = original.call('f', [a, b]);
          if (expected.kind !== 'return') continue;
          const found = changed.call('f', [a, b]);
          expect(found.kind === 'return' ? found.value : found.kind).toEqual(expected.value);
        }
      }
    }
  });

  const samples = new URL('samples/', import.meta.url);
  test.each(readdirSync(samples).filter((name) => name.endsWith('.air')))('%s verifies', (name) => {
    const text = readFileSync(new URL(name, samples), 'utf8');
    const { module, callees } = inlined(text);
    expect(verify(module).map((one) => one.text)).toEqual([]);
    expect(callees.flat().length).toBeGreaterThan(2);
  });

  test('positions are those of the callee, which is named in the debug information', () => {
    const text = withTarget(`fn g(u32) u32 at "g.zig":7 {
  %x = arg(0)
  dbg_stmt(2:3)
  %c = cmp_lt(%x, <u32, 9>)
  cond_br(%c, { ret(<u32, 0>) }, { %y = mul_wrap(%x, <u32, 3>) ret(%y) })
}
export fn f(u32) callconv(c) u32 at "f.zig":1 { %x = arg(0) %y = call(g, [%x]) ret(%y) }`);
    const { module } = inlined(text);
    const body = bodyOf(module, 'f');
    const multiply = body.tags.indexOf(Tag.mul_wrap);
    expect(module.lineColumn(body.positions[multiply]!)?.line).toBe(6);
    expect(printAir(module)).toMatch(
      /dbg_inline_block\(u32, "g" at "g.zig":7, \{\s+dbg_stmt\(2:3\)/,
    );
  });
});

/** A callee that is small enough in every case, and a caller. */
const small = (callee: string, call = 'call(g, [%x])', attributes = ''): string =>
  `${attributes} fn g(u32) u32 { %x = arg(0) ${callee} }
export fn f(u32) callconv(c) u32 { %x = arg(0) %y = ${call} ret(%y) }`;
const TWICE = '%y = add_wrap(%x, %x) ret(%y)';

describe('when', () => {
  test.each<[string, string, string[]]>([
    ['a small function', small(TWICE), ['g']],
    ['never_tail', small(TWICE, 'call_never_tail(g, [%x])'), ['g']],
    ['never_inline', small(TWICE, 'call_never_inline(g, [%x])'), []],
    ['noinline', small(TWICE, undefined, 'noinline'), []],
    ['what the linker may replace', small(TWICE, undefined, 'export weak'), []],
    ['an export', small(TWICE, undefined, 'export'), ['g']],
    ['the address of a frame', small('%a = frame_addr() %b = int_cast(u32, %a) ret(%b)'), []],
    ['a large frame', small(`%a = alloc(*[100]u64) store(%a, <[100]u64, undef>) ${TWICE}`), []],
    ['recursion', small('%y = call(g, [%x]) ret(%y)'), []],
    ['a tail call', small(`%y = call_always_tail(h, [%x]) ret(%y) }
fn h(u32) u32 { %x = arg(0) ${TWICE}`), []],
    ['functions that call each other', small(`%y = call(h, [%x]) ret(%y) }
fn h(u32) u32 { %x = arg(0) %y = call(g, [%x]) ret(%y)`), ['g', 'h']],
    ['an indirect call', small(TWICE, 'call(<*const fn (u32) u32, &g>, [%x])'), []],
    ['undefined as 0xAA', small('%u = call(h, []) ret(%x) } fn h() u32 { ret_safe(<u32, undef>)'), ['g']],
    ['a callee without end', small('%u = call(h, []) unreach() } fn h() noreturn { trap()'), ['g']],
  ])('%s', (_, text, expected) => {
    expect(calleesOf(text)).toEqual(expected);
  }); // prettier-ignore

  test('a large function where it is called once, and not where it is called twice', () => {
    const steps = Array.from({ length: 30 }, (_, at) => `%${at + 1} = xor(%${at}, <u32, ${at}>)`);
    const large = `fn g(u32) u32 { %0 = arg(0) ${steps.join(' ')} ret(%30) }`;
    const once = `${large} export fn f(u32) callconv(c) u32 { %0 = arg(0) %1 = call(g, [%0]) ret(%1) }`;
    const twice = once.replace('ret(%1) }', '%2 = call(g, [%1]) ret(%2) }');
    for (const optimize of ['speed', 'size'] as const) {
      expect(calleesOf(once, 'f', optimize)).toEqual(['g']);
      expect(calleesOf(twice, 'f', optimize)).toEqual([]);
      expect(calleesOf(once.replace('fn g', 'export fn g'), 'f', optimize)).toEqual([]);
    }
  });

  test('for size only what does not grow', () => {
    const text = `fn g(u32) u32 { %x = arg(0) %1 = mul_wrap(%x, %x) %2 = add_wrap(%1, %x) %3 = xor(%2, %x) ret(%3) }
export fn f(u32) callconv(c) u32 {
  %x = arg(0) %1 = call(g, [%x]) %2 = call(g, [%1]) %3 = call(g, [%2]) ret(%3)
}`;
    expect(calleesOf(text, 'f', 'size')).toEqual([]);
    expect(calleesOf(text, 'f', 'speed')).toEqual(['g']);
  });

  test('a switch of its own, off without optimisation', () => {
    const module = moduleOf(withTarget(small(TWICE)));
    const inlinedBy = (options: CodegenOptions): readonly FunctionId[] =>
      new Generator(module, options).function(1 as FunctionId).inlined;
    expect(inlinedBy({})).toEqual([0]);
    expect(inlinedBy({ optimize: 'size' })).toEqual([0]);
    expect(inlinedBy({ inline: false })).toEqual([]);
    expect(inlinedBy({ optimize: 'none' })).toEqual([]);
    expect(inlinedBy({ optimize: 'none', inline: true })).toEqual([0]);
  });

  test('a body that is replaced goes into what is generated next', () => {
    const module = moduleOf(withTarget(small(TWICE)));
    const generator = new Generator(module);
    const size = (): number => generator.function(1 as FunctionId).mir!.tags.length;
    const before = size();
    const other = moduleOf(withTarget(small('ret(%x)')));
    module.functions[0] = { nav: module.functions[0]!.nav, body: other.functions[0]!.body };
    expect(size()).toBeLessThan(before);
  });

  test('functions without a call left are not generated; a part that cannot be is said of the callee alone', () => {
    const names = (text: string): string[] =>
      unitOf(moduleOf(withTarget(text))).functions.map(({ name }) => name);
    expect(names(small(TWICE))).toEqual(['f']);
    expect(names(small(TWICE, undefined, 'export'))).toEqual(['g', 'f']);
    expect(names(small(TWICE, undefined, 'noinline'))).toEqual(['g', 'f']);
    expect(names(`${small(TWICE)} var p: *const fn (u32) u32 = &g`)).toEqual(['g', 'f']);
  });
});

describe('results that are only tested', () => {
  const CALLEES = `errors { Small, Large }
fn err(u32) error{Small, Large}!u32 {
  %x = arg(0)
  %s = cmp_lt(%x, <u32, 5>)
  cond_br(%s, { ret(<error{Small, Large}!u32, error.Small>) }, {
    %l = cmp_gt(%x, <u32, 100>)
    cond_br(%l, { ret(<error{Small, Large}!u32, error.Large>) }, {
      %e = cmp_eq(%x, <u32, 7>)
      cond_br(%e, { %o = call(other, [%x]) ret(%o) }, {
        %p = mul_wrap(%x, <u32, 3>)
        %r = wrap_errunion_payload(error{Small, Large}!u32, %p)
        ret(%r)
      })
    })
  })
}
noinline fn other(u32) error{Small, Large}!u32 { %x = arg(0) %r = wrap_errunion_payload(error{Small, Large}!u32, %x) ret(%r) }
fn opt(u32) ?u32 {
  %x = arg(0)
  %s = cmp_lt(%x, <u32, 5>)
  cond_br(%s, { ret(<?u32, null>) }, { %r = wrap_optional(?u32, %x) ret(%r) })
}
fn test1(u32) bool {
  %x = arg(0)
  %s = cmp_lt(%x, <u32, 5>)
  cond_br(%s, { ret(true) }, { %l = cmp_gt(%x, <u32, 100>) ret(%l) })
}
`;
  const caller = (body: string): string =>
    `${CALLEES} export fn f(u32) callconv(c) u32 { %x = arg(0) ${body} }`;
  const TESTS: Readonly<Record<string, string>> = {
    'catch of a constant': `%c = call(err, [%x]) %t = is_non_err(%c)
      %b = block(u32, { cond_br(%t, { %p = unwrap_errunion_payload(%c) br(%b, %p) }, { br(%b, <u32, 9999>) }) }) ret(%b)`,
    'catch with the error': `%c = call(err, [%x]) %t = is_err(%c)
      %b = block(u32, { cond_br(%t, { %e = unwrap_errunion_err(%c) %i = int_from_error(u16, %e) %j = int_cast(u32, %i) br(%b, %j) },
        { %p = unwrap_errunion_payload(%c) br(%b, %p) }) }) ret(%b)`,
    'a branch that ends the function': `%c = call(err, [%x]) %t = is_non_err(%c)
      cond_br(%t, { %p = unwrap_errunion_payload(%c) ret(%p) }, { ret(<u32, 9999>) })`,
    try: `%c = call(err, [%x]) %p = try(%c, { %e = unwrap_errunion_err(%c) %i = int_from_error(u16, %e) %j = int_cast(u32, %i) ret(%j) })
      %q = add_wrap(%p, %p) ret(%q)`,
    'try, whose payload nobody wants':
      '%c = call(err, [%x]) %p = try(%c, { ret(<u32, 77>) }) ret(%x)',
    'shown to a debugger': `%c = call(err, [%x]) dbg_var_val(%c, "c") %t = is_non_err(%c) dbg_var_val(%t, "t")
      %b = block(u32, { dbg_stmt(1:1) cond_br(%t, { %p = unwrap_errunion_payload(%c) dbg_var_val(%p, "p") br(%b, %p) }, { br(%b, <u32, 1>) }) }) ret(%b)`,
    orelse: `%c = call(opt, [%x]) %t = is_non_null(%c)
      %b = block(u32, { cond_br(%t, { %p = optional_payload(%c) br(%b, %p) }, { br(%b, <u32, 9999>) }) }) ret(%b)`,
    'is null':
      '%c = call(opt, [%x]) %t = is_null(%c) cond_br(%t, { ret(<u32, 1>) }, { ret(<u32, 2>) })',
    if: '%c = call(test1, [%x]) cond_br(%c, { ret(<u32, 1>) }, { ret(<u32, 2>) })',
  };

  test.each(Object.entries(TESTS))('%s', (name, body) => {
    const text = withTarget(caller(body));
    const { module, callees } = inlined(text);
    expect(verify(module).map((one) => one.text)).toEqual([]);
    expect(callees.at(-1)!.length).toBe(1);
    // None is made: the test is gone, but for a result that comes from elsewhere.
    const tags = bodyOf(module, 'f').tags;
    const tests = tags.filter(
      (tag) => tag === Tag.is_non_err || tag === Tag.is_non_null || tag === Tag.is_null,
    );
    expect(tests.length).toBe(name === 'orelse' || name === 'is null' || name === 'if' ? 0 : 1);
    const original = createInterpreter([moduleOf(text)]);
    const changed = createInterpreter([module]);
    for (const optimize of ['none', 'speed', 'size'] as const) {
      const f = build(text, { optimize, inline: true }).call('f');
      for (const x of [0, 4, 5, 6, 7, 8, 33, 100, 101, 5000]) {
        const expected = original.call('f', [BigInt(x)]);
        expect(expected.kind).toBe('return');
        expect(changed.call('f', [BigInt(x)])).toEqual(expected);
        expect(BigInt(outcome(() => f(x)) as number)).toBe((expected as { value: bigint }).value);
      }
    }
  });

  test.each([
    ['the whole is returned', '%c = call(err, [%x]) %t = is_non_err(%c) cond_br(%t, { %d = call(use, [%c]) ret(%d) }, { ret(%x) })'],
    ['the payload is taken behind the test', `%c = call(err, [%x]) %t = is_non_err(%c)
      %b = block(void, { cond_br(%t, { br(%b, void_value) }, { ret(%x) }) }) %p = unwrap_errunion_payload(%c) ret(%p)`],
    ['two tests', `%c = call(err, [%x]) %t = is_non_err(%c)
      %b = block(void, { cond_br(%t, { br(%b, void_value) }, { br(%b, void_value) }) }) cond_br(%t, { ret(%x) }, { ret(<u32, 1>) })`],
  ])('not when %s', (_, body) => {
    const use = 'noinline fn use(error{Small, Large}!u32) u32 { ret(<u32, 1>) }';
    const { module, callees } = inlined(withTarget(`${use} ${caller(body)}`));
    expect(verify(module).map((one) => one.text)).toEqual([]);
    // The result is in memory: a call is better than a copy that makes it.
    expect(callees.at(-1)).toEqual([]);
  }); // prettier-ignore
});

describe('how much', () => {
  test('chains of calls do not grow exponentially', () => {
    const step = (at: number): string =>
      `fn g${at}(u32) u32 { %x = arg(0) %1 = call(g${at - 1}, [%x]) %2 = call(g${at - 1}, [%1]) ret(%2) }`;
    const chain = Array.from({ length: 60 }, (_, at) => step(at + 1)).join('\n');
    const text = withTarget(`fn g0(u32) u32 { %x = arg(0) ${TWICE} }\n${chain}
export fn f(u32) callconv(c) u32 { %x = arg(0) %1 = call(g60, [%x]) ret(%1) }`);
    const { module } = inlined(text);
    expect(verify(module)).toEqual([]);
    for (const { body } of module.functions) expect(body.length).toBeLessThan(600);
  });

  test('a caller with 100,000 calls grows by a bounded part', () => {
    const calls = Array.from({ length: 100_000 }, (_, at) => `%${at + 1} = call(g, [%${at}])`);
    const text = withTarget(`fn g(u32) u32 { %x = arg(0) ${TWICE} }
export fn f(u32) callconv(c) u32 { %0 = arg(0) ${calls.join(' ')} ret(%100000) }`);
    const { module } = inlined(text);
    expect(bodyOf(module, 'f').length).toBeLessThan(2.1 * 100_000);
  });

  test('deep nesting is no deep stack', () => {
    const depth = 20_000;
    const text = withTarget(`fn g(u32) u32 { %x = arg(0) ${TWICE} }
export fn f(u32) callconv(c) u32 { %x = arg(0)
${Array.from({ length: depth }, (_, at) => `%b${at} = block(u32, {`).join('\n')}
%y = call(g, [%x]) br(%b${depth - 1}, %y)
${Array.from({ length: depth }, (_, at) => {
  const inner = depth - 1 - at;
  return inner === 0 ? '})' : `}) br(%b${inner - 1}, %b${inner})`;
}).join('\n')}
ret(%b0) }`);
    const { module, callees } = inlined(text);
    expect(callees.at(-1)).toEqual([0]);
    expect(bodyOf(module, 'f').tags.includes(Tag.call)).toBe(false);
    expect(bodyOf(module, 'f').positions[0]).not.toBe(None);
  });
});
