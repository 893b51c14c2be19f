// Every aggregate, memory and control-flow instruction against the reference interpreter (issue 3, must show 2), with each
// optimisation alone, with none and with all.

import { setFlagsFromString } from 'node:v8';
import { type Module, type TagName, tagRows } from '@wasmwright/air';
import { createInterpreter } from '@wasmwright/air/interpret';
import { describe, expect, test } from 'vitest';
import { SETTINGS } from './agreement.ts';
import { build, linked, moduleOf, objectOf, outcome, unitOf, withTarget } from './harness.ts';
import { BINARY, COMPARE, COUNT, OVERFLOW, SHIFT, UNARY } from './integers.ts';
import { PROGRAMS, programText } from './programs.ts';

const TARGETS: Readonly<Record<string, string | undefined>> = {
  'usual features': undefined,
  'tail calls only': 'wasm32-freestanding +tail_call +mutable_globals',
  wasm64: 'wasm64-freestanding +bulk_memory +sign_ext +mutable_globals +tail_call',
};

const ARGUMENTS: readonly (readonly [number, number])[] = [
  [0, 0], [1, 0], [2, 1], [3, 2], [5, 9], [7, 7], [12, 39], [100, 101], [101, 5], [150, 150], [255, 256], [256, 255],
  [1000, 3], [500, 77777], [65531, 12], [77777, 1], [0x7fffffff, 0x80000000], [0x80000000, 0x7fffffff],
  [0xfffffffb, 1], [0xffffffff, 0xffffffff], [0x12345678, 0x9abcdef0],
]; // prettier-ignore

setFlagsFromString('--experimental-wasm-memory64'); // for Node 20

/** Node 20 knows 64-bit memories, but no tables with 64-bit indexes. */
const hasTable64 = WebAssembly.validate(
  Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 4, 4, 1, 0x70, 4, 1),
);
function canRun(module: Module): boolean {
  if (module.layout.pointerBytes === 4 || hasTable64) return true;
  return unitOf(module).functions.every(({ mir }) => mir.indirectFunctions.length === 0);
}

describe.each(Object.entries(TARGETS))('%s', (_, target) => {
  test.each(PROGRAMS.map((program) => [program.name, program] as const))('%s', (_name, program) => {
    const module = moduleOf(withTarget(programText(program), target));
    if (!canRun(module)) {
      // Verified as MIR, and linked; the engine cannot take it.
      for (const options of Object.values(SETTINGS)) {
        expect(linked([objectOf(unitOf(module, options))], { target: 'wasm64' })[0]).toBe(0);
      }
      return;
    }
    const compiled = Object.entries(SETTINGS).map(
      ([name, options]) => [name, build(module, options).call('f')] as const,
    );
    const wrong: string[] = [];
    let compared = 0;
    for (const args of ARGUMENTS) {
      const expected = createInterpreter([module]).call('f', args.map(BigInt));
      // Undefined behaviour is no test case.
      if (expected.kind === 'undefined' || expected.kind === 'stopped') {
        if (expected.kind === 'stopped') wrong.push(expected.diagnostic.text);
        continue;
      }
      compared++;
      const want =
        expected.kind === 'return' ? BigInt.asIntN(64, expected.value as bigint) : 'trap';
      for (const [name, run] of compiled) {
        const got = outcome(() => run(...args));
        if (got !== want) wrong.push(`${name}: f(${args.join(', ')}) = ${got}, not ${want}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(2);
  });
});

test('together with the tests of integers and floats they use every instruction in scope', () => {
  const seen = new Set(PROGRAMS.flatMap((one) => programText(one).match(/\b[a-z][a-z_]+(?=\()/g)!));
  const tested = [BINARY, COMPARE, COUNT, OVERFLOW, SHIFT, UNARY].flatMap((table) =>
    Object.keys(table),
  );
  for (const name of [...tested, 'abs', 'trunc', 'int_cast', 'mul_add', 'fptrunc', 'fpext'])
    seen.add(name);
  /** By what makes it another issue's. */
  const later =
    /vector|shuffle|splat|select|reduce|atomic|cmpxchg|c_va|assembly|prefetch|err_return_trace|runtime_nav/;
  /** Floats (floats.test.ts), and what only a host can show (limits.test.ts). */
  const elsewhere =
    /_optimized$|float|^(sqrt|sin|cos|tan|exp2?|log2?|log10|floor|ceil|round|neg|breakpoint|unreach|wasm_memory_\w+|legalize\w+)$/;
  const missing = tagRows
    .map(({ name }) => name)
    .filter((name: TagName) => !seen.has(name) && !later.test(name) && !elsewhere.test(name));
  expect(missing).toEqual([]);
});
