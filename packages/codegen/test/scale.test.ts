// Depth and size: no recursion on input depth, nothing quadratic.

import { Session } from 'node:inspector/promises';
import { generateModule } from '@wasmwright/codegen';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build, moduleOf, unitOf, withTarget } from './harness.ts';

const repeat = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

const FUNCTION = 'export fn f(u32) callconv(c) u32 {\n%0 = arg(0)\n';

/** Functions of a size, by what grows. */
const SHAPES: Readonly<Record<string, (size: number) => string>> = {
  'straight-line code': (size) => `${FUNCTION}%v0 = add_wrap(%0, <u32, 1>)
${repeat(size, (at) => `%v${at + 1} = ${at % 2 === 0 ? 'mul_wrap' : 'xor'}(%v${at}, <u32, ${at + 3}>)`)}
ret(%v${size})\n}\n`,
  'values used twice': (size) => `${FUNCTION}%v0 = add_wrap(%0, <u32, 1>)
${repeat(size, (at) => `%v${at + 1} = add_wrap(%v${at}, %v${at})`)}
ret(%v${size})\n}\n`,
  'values that all live to the end': (
    size,
  ) => `${FUNCTION}${repeat(size, (at) => `%v${at} = add_wrap(%0, <u32, ${at}>)`)}
%s0 = add_wrap(%v0, %0)
${repeat(size - 1, (at) => `%s${at + 1} = xor(%s${at}, %v${at + 1})`)}
ret(%s${size - 1})\n}\n`,
  'loads and stores': (size) => `${FUNCTION}%p = alloc(*u32)\nstore(%p, %0)
${repeat(size, (at) => `%v${at} = load(%p)\n%w${at} = add_wrap(%v${at}, <u32, ${at}>)\nstore(%p, %w${at})`)}
%r = load(%p)\nret(%r)\n}\n`,
  allocs: (size) => `${FUNCTION}${repeat(size, (at) => `%p${at} = alloc(*u32)\nstore(%p${at}, %0)`)}
%s0 = load(%p0)
${repeat(size - 1, (at) => `%v${at} = load(%p${at + 1})\n%s${at + 1} = add_wrap(%s${at}, %v${at})`)}
ret(%s${size - 1})\n}\n`,
  'waiting loads': (size) => `var g: [4]u32 = .{ 1, 2, 3, 4 }
${FUNCTION}${repeat(size, (at) => `%v${at} = ptr_elem_val(<[*]u32, &g>, <usize, ${at % 4}>)`)}
store(<*u32, &g>, %0)
%s0 = add_wrap(%v0, %0)
${repeat(size - 1, (at) => `%s${at + 1} = add_wrap(%s${at}, %v${at + 1})`)}
ret(%s${size - 1})\n}\n`,
  'blocks in a row': (size) => `${FUNCTION}%v0 = add_wrap(%0, <u32, 0>)
${repeat(
  size,
  (at) => `%v${at + 1} = block(u32, { %c${at} = cmp_gt(%v${at}, <u32, ${at}>)
cond_br(%c${at}, { %a${at} = sub_wrap(%v${at}, <u32, 1>) br(%v${at + 1}, %a${at}) }, { br(%v${at + 1}, %v${at}) }) })`,
)}
ret(%v${size})\n}\n`,
  'blocks in blocks': (size) => `${FUNCTION}${repeat(size, (at) => `%b${at} = block(u32, {`)}
%c = cmp_gt(%0, <u32, 5>)
cond_br(%c, { br(%b0, <u32, 1>) }, { br(%b${size - 1}, <u32, 2>) })
${repeat(size, (at) => (at === size - 1 ? '})' : `})\nbr(%b${size - 2 - at}, %b${size - 1 - at})`))}
ret(%b0)\n}\n`,
  'conditions in conditions': (size) => `${FUNCTION}%r = block(u32, {
${repeat(size, (at) => `%c${at} = cmp_eq(%0, <u32, ${at}>)\ncond_br(%c${at}, { br(%r, <u32, ${at}>) }, {`)}
br(%r, <u32, 99>)
${repeat(size, () => '})')}
})\nret(%r)\n}\n`,
  'loops in loops': (size) => `${FUNCTION}${repeat(size, (at) => `%l${at} = loop({`)}
%c = cmp_gt(%0, <u32, 5>)
cond_br(%c, { ret(<u32, 1>) }, { ret(<u32, 2>) })
${repeat(size, () => '})')}\n}\n`,
  'loops in a row': (size) => `${FUNCTION}%v0 = add_wrap(%0, <u32, 0>)
${repeat(
  size,
  (at) => `%v${at + 1} = block(u32, { %p${at} = alloc(*u32) store(%p${at}, %v${at}) %l${at} = loop({
%x${at} = load(%p${at}) %c${at} = cmp_gt(%x${at}, <u32, ${at}>)
cond_br(%c${at}, { %a${at} = shr(%x${at}, <u5, 1>) store(%p${at}, %a${at}) repeat(%l${at}) }, { br(%v${at + 1}, %x${at}) }) }) })`,
)}
ret(%v${size})\n}\n`,
  calls: (size) => `fn g(u32) u32 { %0 = arg(0) ret(%0) }
${FUNCTION}%v0 = call(g, [%0])
${repeat(size, (at) => `%v${at + 1} = call(g, [%v${at}])`)}
ret(%v${size})\n}\n`,
};

/** Counts how often parts of our sources run: precise, whatever else the machine does. */
class StepCounter {
  readonly #session = new Session();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How often functions, branches and loop bodies of the packages were entered since the last call. */
  async take(): Promise<number> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    let steps = 0;
    for (const { url, functions } of result) {
      if (!url.includes('/packages/')) continue;
      for (const { ranges } of functions) for (const { count } of ranges) steps += count;
    }
    return steps;
  }

  stop(): void {
    this.#session.disconnect();
  }
}

const counter = new StepCounter();
beforeAll(() => counter.start());
afterAll(() => counter.stop());

describe.each(['none', 'speed'] as const)('at %s', (optimize) => {
  test.each(Object.entries(SHAPES))('%s: steps grow with the size', async (_, text) => {
    const steps: number[] = [];
    for (const size of [250, 1000]) {
      const module = moduleOf(withTarget(text(size)));
      await counter.take();
      expect(generateModule(module, { optimize }).diagnostics).toEqual([]);
      steps.push(await counter.take());
    }
    const [small, large] = steps;
    // Four times the size: 4 if linear, somewhat more with a logarithm or a list per type, 16 if quadratic.
    expect(small).toBeGreaterThan(250);
    expect(large! / small!, `${small} and ${large} steps`).toBeLessThan(8);
  });

  test.each(Object.entries(SHAPES))('%s: large ones are verified', (name, text) => {
    // Engines limit how deep blocks may nest; code generation does not.
    const isNested = / in /.test(name) && name !== 'blocks in a row';
    unitOf(moduleOf(withTarget(text(isNested ? 10_000 : 4000))), { optimize });
  });

  test.each(Object.entries(SHAPES))('%s: runs', (_, text) => {
    const module = moduleOf(withTarget(text(40)));
    const want = build(module, { optimize: 'none' }).call('f');
    const got = build(module, { optimize }).call('f');
    for (const value of [0, 3, 39, 1000]) expect(got(value)).toBe(want(value));
  });
});
