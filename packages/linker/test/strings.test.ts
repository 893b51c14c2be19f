import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeStrings, type StringInput } from '../src/strings.ts';

const NONE = 0xffff_ffff;

/** Latin-1 text as an input with some bytes around it. */
function input(text: string): StringInput {
  const bytes = Buffer.from(`#${text}##`, 'latin1');
  return { bytes: new Uint8Array(bytes), start: 1, end: 1 + text.length };
}

function merge(...texts: string[]): {
  text: string;
  map: (input: number, offset: number) => number;
} {
  const merged = mergeStrings(texts.map(input));
  const target = new Uint8Array(merged.size + 2);
  merged.write(target, 1);
  expect([target[0], target[target.length - 1]]).toEqual([0, 0]);
  return {
    text: Buffer.from(target.subarray(1, -1)).toString('latin1'),
    map: (row, offset) => merged.map(row, offset),
  };
}

/** Rule M3 word for word: distinct strings with their NUL, sorted from the last byte, tails inside the last placed. */
function naive(texts: string[]): { text: string; offsets: Map<string, number> } {
  const strings = [...new Set(texts.flatMap((text) => text.match(/[^\0]*\0/g) ?? []))];
  const reversed = (s: string): string => [...s].reverse().join('');
  strings.sort((a, b) => (reversed(a) < reversed(b) ? 1 : -1));
  const offsets = new Map<string, number>();
  let text = '';
  let last = '';
  for (const s of strings) {
    if (!last.endsWith(s)) {
      text += s;
      last = s;
    }
    offsets.set(s, text.length - s.length);
  }
  return { text, offsets };
}

describe('mergeStrings', () => {
  it('gives the example of M3', () => {
    const { text, map } = merge('abc\0', 'xabc\0b\0\0');
    expect(text).toBe('xabc\0b\0');
    expect([map(0, 0), map(1, 0), map(1, 5), map(1, 7)]).toEqual([1, 0, 5, 6]);
  });

  it('maps offsets inside a piece and refuses those past the end', () => {
    const { map } = merge('abc\0', 'xabc\0b\0\0');
    expect([map(0, 3), map(1, 2), map(1, 7)]).toEqual([4, 2, 6]);
    expect([map(0, 4), map(1, 8), map(0, -1), map(0, Number.NaN)]).toEqual([
      NONE,
      NONE,
      NONE,
      NONE,
    ]);
  });

  it('takes no inputs and empty inputs', () => {
    expect(mergeStrings([]).size).toBe(0);
    expect(merge('').map(0, 0)).toBe(NONE);
  });

  it('names the first input without a final NUL and leaves its last piece out', () => {
    const merged = mergeStrings(['a\0', 'b\0c', 'd'].map(input));
    expect(merged.unterminated).toBe(1);
    expect(merged.size).toBe(4);
    expect([merged.map(0, 0), merged.map(1, 0), merged.map(1, 2)]).toEqual([2, 0, NONE]);
    expect(mergeStrings([input('a\0')]).unterminated).toBe(NONE);
  });

  it('agrees with a naive implementation', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', 'ÿ'), maxLength: 12 });
    const section = fc
      .array(piece, { maxLength: 40 })
      .map((list) => list.map((s) => `${s}\0`).join(''));
    fc.assert(
      fc.property(fc.array(section, { maxLength: 6 }), (texts) => {
        const { text, map } = merge(...texts);
        const expected = naive(texts);
        expect(text).toBe(expected.text);
        texts.forEach((whole, row) => {
          let start = 0;
          for (const s of whole.match(/[^\0]*\0/g) ?? []) {
            for (let i = 0; i < s.length; i++) {
              expect(map(row, start + i)).toBe(expected.offsets.get(s)! + i);
            }
            start += s.length;
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with it on lists long enough for counting passes, queried in any order', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `n${(i * 7919) % 2500}_${i % 3}tail\0`);
    const { text, map } = merge(names.join(''));
    const expected = naive([names.join('')]);
    expect(text).toBe(expected.text);
    const starts: number[] = [];
    names.reduce((at, s) => (starts.push(at), at + s.length), 0);
    for (let k = 0; k < names.length; k++) {
      const i = (k * 1009) % names.length;
      expect(map(0, starts[i]!)).toBe(expected.offsets.get(names[i]!));
    }
  });

  it('takes long equal tails', () => {
    const tail = 'x'.repeat(20_000);
    const names = Array.from({ length: 200 }, (_, i) => `${100 + i}${tail}\0`).join('');
    expect(merge(names, `${tail}\0`).text.length).toBe(names.length);
  });
});
