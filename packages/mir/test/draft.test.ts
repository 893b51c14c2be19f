import { describe, expect, it } from 'vitest';
import {
  editMir,
  extraWords,
  intrinsicId,
  intrinsics,
  MirBuilder,
  NavKind,
  parseMir,
  Tag,
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

describe('editMir', () => {
  it('keeps everything that is not edited, and drops gaps in extra', () => {
    for (let seed = 0; seed < 100; seed++) {
      const mir = randomFunction(seed);
      const unchanged = editMir(mir, () => undefined);
      expect(unchanged).toEqual(mir);
      const gaps = { ...mir, extra: Uint32Array.of(...mir.extra, 1, 2, 3) };
      expect(editMir(gaps, () => undefined)).toEqual(mir);
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
    const dropped = editMir(mir, (draft) => {
      for (let at = 0; at < 5; at++) draft.remove(at);
    });
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

  it('finds again what follows from the instructions', () => {
    const mir = one(`func $f (result i32)
      func_ref $g
      error_name_table_ref
      i32_extend8_s
      drop
    end
    nav $g function type#0`);
    expect(mir.indirectFunctions).toEqual(Uint32Array.of(0));
    const { indirectFunctions, errorNameRefs, features } = editMir(mir, (draft) => {
      draft.tags.set([Tag.nop, Tag.nop, Tag.nop, Tag.nop]);
    });
    expect([...indirectFunctions, errorNameRefs, ...features]).toEqual([0]);
  });
});

describe('MirBuilder', () => {
  it('gives the same function again after it was closed, and a shorter one after a pass', () => {
    const b = new MirBuilder();
    b.begin('f', { params: [], results: [] });
    b.i64Const(1);
    b.op(Tag.drop);
    const draft = b.close();
    const whole = b.finish();
    expect(b.finish()).toEqual(whole);
    draft.remove(0);
    draft.remove(1);
    expect(b.finish()).toEqual(one('func $f\nend'));
    expect(whole.tags.length).toBe(3);
  });

  it('shares types and lists of features between functions', () => {
    const b = new MirBuilder();
    const make = (): Mir => {
      b.begin('f', { params: [0x7f], results: [0x7f] });
      b.localGet(0);
      b.op(Tag.i32_extend8_s);
      return b.finish();
    };
    const [first, second] = [make(), make()];
    expect(first.signatures).toBe(second.signatures);
    expect(first.features).toBe(second.features);
    expect(first.features).toEqual(['sign-ext']);
  });

  it('tells many navs and types apart', () => {
    const b = new MirBuilder();
    for (let round = 0; round < 2; round++) {
      b.begin('f', { params: [], results: [] });
      const rows: number[] = [];
      for (let i = 0; i < 40; i++) {
        const signature = { params: Array<number>(i % 20).fill(0x7f), results: [] };
        const id = i % 2 === 0 ? { id: i >> 1 } : {};
        rows.push(b.nav({ name: `n${i}`, kind: NavKind.function, signature, ...id }));
        rows.push(b.nav({ name: `n${i}`, kind: NavKind.function, signature, ...id }));
      }
      expect(rows).toEqual(Array.from({ length: 80 }, (_, i) => i >> 1));
      const { navs, signatures } = b.finish();
      expect(signatures.count).toBe(20);
      expect([...navs.type.subarray(0, 21)]).toEqual([...Array(20).keys(), 0]);
    }
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
