import { describe, expect, it } from 'vitest';
import {
  compactMir,
  countLocalUses,
  extraWords,
  intrinsicId,
  intrinsics,
  parseMir,
  printMir,
  renumberLocals,
  transferables,
  verifyMir,
  type Mir,
} from '@wasmwright/mir';
import { randomFunction } from './generate.ts';

const one = (text: string): Mir => {
  const { functions, diagnostics } = parseMir(text);
  expect(diagnostics).toEqual([]);
  return functions[0]!;
};

describe('compactMir', () => {
  it('keeps everything when told so, and drops gaps in extra', () => {
    for (let seed = 0; seed < 100; seed++) {
      const mir = randomFunction(seed);
      const keep = new Uint8Array(mir.tags.length).fill(1);
      expect(compactMir(mir, keep)).toEqual(mir);
      const gaps = { ...mir, extra: Uint32Array.of(...mir.extra, 1, 2, 3) };
      expect(compactMir(gaps, keep)).toEqual(mir);
    }
  });

  it('drops instructions with their words, hints and features, and moves debug ranges', () => {
    const mir = one(`func $f (param i32)
      i64_const 5
      i64_extend32_s
      drop
      local_get 0
      br_if 0 unlikely
      local_get 0
      br_if 0 likely
      i64_const 7
      drop
    end
    debug "f" line=1
    variable "x" local=0 from=3 to=9`);
    const keep = Uint8Array.from(mir.tags, (_, i) => (i < 5 ? 0 : 1));
    const dropped = compactMir(mir, keep);
    expect(verifyMir(dropped)).toEqual([]);
    expect(dropped).toEqual(
      one(`func $f (param i32)
      local_get 0
      br_if 0 likely
      i64_const 7
      drop
    end
    debug "f" line=1
    variable "x" local=0 from=0 to=4`),
    );
  });

  it('rejects another number of marks', () => {
    expect(() => compactMir(one('func $f\nend'), new Uint8Array(2))).toThrow(RangeError);
  });
});

describe('extraWords', () => {
  it('adds up to the words of a function', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { tags, data, extra } = randomFunction(seed);
      let words = 0;
      tags.forEach((tag, i) => (words += extraWords(tag, data[i]!, extra)));
      expect(words).toBe(extra.length);
    }
  });
});

describe('renumberLocals', () => {
  it('drops unused locals and puts equal types together, the most used first', () => {
    const mir = one(`func $f (param i32) (local f64 i32 i64 i32 i32)
      prologue saved=5 bottom=none align=16 size=16
      f64_const 1
      local_set 1
      i32_const 1
      local_tee 4
      local_set 4
      local_get 0
      local_get 5
      global_set_sp
      local_set 5
    end
    debug "f" line=1
    variable "gone" local=2 from=0 to=1
    variable "kept" local=4 from=0 to=1
    variable "slot" frame=2 from=0 to=1`);
    expect([...countLocalUses(mir)]).toEqual([1, 1, 0, 0, 2, 3]);
    const after = renumberLocals(mir);
    expect(verifyMir(after)).toEqual([]);
    expect(printMir(after).split('\n')[0]).toBe('func $f (param i32) (local i32*2 f64)');
    expect(after.prologue!.savedLocal).toBe(1);
    expect(after.debug!.variableNames).toEqual(['kept', 'slot']);
    expect([...after.debug!.variableValue]).toEqual([2, 2]);
  });

  it('gives the one-byte indexes to the most used', () => {
    const lines = Array.from({ length: 200 }, (_, i) =>
      `local_get ${i}\ndrop\n`.repeat(i >= 198 ? 2 : 1),
    );
    const mir = one(`func $f (local i32*199 f32)\n${lines.join('')}end`);
    const after = renumberLocals(mir);
    const uses = countLocalUses(after);
    expect(uses.subarray(0, 128).filter((count) => count === 2)).toHaveLength(2);
    expect(printMir(after).split('\n')[0]).toBe('func $f (local i32*127 f32 i32*72)');
  });
});

describe('transferables', () => {
  it('moves a function to another owner unchanged', () => {
    const mir = randomFunction(7);
    const copy = structuredClone(mir);
    const moved = structuredClone(mir, { transfer: transferables(mir) });
    expect(moved).toEqual(copy);
    expect(mir.tags.length).toBe(0);
  });
});

describe('intrinsics', () => {
  it('finds every function by name', () => {
    expect(new Set(intrinsics.map(({ name }) => name)).size).toBe(intrinsics.length);
    intrinsics.forEach(({ name }, id) => expect(intrinsicId(name)).toBe(id));
    expect(intrinsicId('printf')).toBeUndefined();
  });

  it.each([
    ['__multi3', '(i32 i64 i64 i64 i64)', '(i64 i64 i64 i64 i64)'],
    ['__muloti4', '(i32 i64 i64 i64 i64 i32)', '(i64 i64 i64 i64 i64 i64)'],
    ['__cmp_limb64', '(i32 i32 i32 i32) i32', '(i64 i64 i32 i32) i32'],
    ['__truncdfhf2', '(f64) i32', '(f64) i32'],
    ['__extendhfxf2', '(i32 i32)', '(i64 i32)'],
    ['__trunctfxf2', '(i32 i64 i64)', '(i64 i64 i64)'],
    ['__fixunssfti', '(i32 f32)', '(i64 f32)'],
    ['__fixxfei', '(i32 i32 i32)', '(i64 i64 i64)'],
    ['__floatuntitf', '(i32 i64 i64)', '(i64 i64 i64)'],
    ['__floateihf', '(i32 i32) i32', '(i64 i64) i32'],
    ['__sinh', '(i32) i32', '(i32) i32'],
    ['fmodf128', '(i32 i64 i64 i64 i64)', '(i64 i64 i64 i64 i64)'],
    ['__fmax', '(i32 i32 i32 i32)', '(i64 i64 i64 i64)'],
    ['memset', '(i32 i32 i32) i32', '(i64 i32 i64) i64'],
    [
      '__atomic_compare_exchange_16',
      '(i32 i32 i64 i64 i32 i32) i32',
      '(i64 i64 i64 i64 i32 i32) i32',
    ],
  ])('%s', (name, ...types) => {
    const { signatures } = intrinsics[intrinsicId(name)!]!;
    const names: Readonly<Record<number, string>> = {
      0x7f: 'i32',
      0x7e: 'i64',
      0x7d: 'f32',
      0x7c: 'f64',
    };
    const text = (list: ArrayLike<number>): string =>
      Array.from(list, (type) => names[type]).join(' ');
    const written = signatures.map(({ params, results }) =>
      `(${text(params)}) ${text(results)}`.trim(),
    );
    expect(written).toEqual(types);
  });
});
