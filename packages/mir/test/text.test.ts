import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMir, printMir, verifyMir } from '@wasmwright/mir';
import { randomFunction } from './generate.ts';

describe('text form', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const mir = randomFunction(seed);
        const text = printMir(mir);
        const { functions, diagnostics } = parseMir(text);
        expect(diagnostics).toEqual([]);
        expect(functions).toEqual([mir]);
        expect(printMir(functions[0]!)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on damaged text', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string({ maxLength: 6 }), (seed, at, insert) => {
        const text = printMir(randomFunction(seed));
        const cut = at % text.length;
        for (const bad of [text.slice(0, cut) + insert + text.slice(cut + 3), text.slice(0, cut)]) {
          for (const mir of parseMir(bad).functions) verifyMir(mir);
        }
      }),
      { numRuns: 500 },
    );
  });
});
