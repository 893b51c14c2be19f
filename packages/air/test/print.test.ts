// parse ∘ print is the identity on modules, tested on random ones.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAir, printAir, verify, type Module } from '../src/index.ts';
import { generateModule } from './generate.ts';
import { line } from './helpers.ts';

/** Everything of a function that does not depend on how ids were given. */
function shape(module: Module): unknown {
  return module.functions.map(({ body }) => ({
    tags: Array.from(body.tags),
    types: body.types.length,
    extra: body.extra.length,
  }));
}

test('a printed module reads as the same module and prints as the same text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      const module = generateModule(seed);
      expect(verify(module).map(line)).toEqual([]);
      const text = printAir(module);
      const again = parseAir(text, { file: 'printed.air' });
      expect(again.diagnostics.map(line)).toEqual([]);
      expect(verify(again.module).map(line)).toEqual([]);
      expect(printAir(again.module)).toBe(text);
      expect(shape(again.module)).toEqual(shape(module));
    }),
    { numRuns: 300 },
  );
});
