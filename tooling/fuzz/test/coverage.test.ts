// What random programs are made of, so that the generator cannot lose what it has.

import { parseAir, tagRows } from '@wasmwright/air';
import type { TagName } from '@wasmwright/air';
import { beforeAll, describe, expect, test } from 'vitest';
import { Coverage, outOfScope, placements } from '../src/air/coverage.ts';
import type { Placement } from '../src/air/coverage.ts';
import { programOf } from '../src/air/seeds.ts';
import { render } from '../src/air/tree.ts';
import { integerWidths } from '../src/air/types.ts';

const SEEDS = 400;
const coverage = new Coverage();

beforeAll(() => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    coverage.add(parseAir(render(programOf(seed))).module);
  }
});

const left: ReadonlySet<TagName> = new Set(Object.values(outOfScope).flat());
const inScope = tagRows.map(({ name }) => name).filter((name) => !left.has(name));

describe(`${SEEDS} programs`, () => {
  test(`have all ${inScope.length} instructions in scope`, () => {
    const missing = inScope.filter((name) => coverage.tags.get(name)!.count === 0);
    expect(missing).toEqual([]);
    expect(inScope.length).toBeGreaterThan(170);
  });

  test('have no others', () => {
    const found = [...left].filter((name) => coverage.tags.get(name)!.count > 0);
    expect(found).toEqual([]);
  });

  test('have every integer type in every kind of integer arithmetic', () => {
    const types = integerWidths.flatMap((bits) => [`u${bits}`, `i${bits}`]);
    const all: readonly TagName[] = [
      ...(['add_wrap', 'sub_wrap', 'mul_wrap', 'add_sat', 'sub_sat', 'mul_sat'] as const),
      ...(['bit_and', 'bit_or', 'xor', 'not', 'min', 'max', 'bit_reverse', 'bit_cast'] as const),
      ...(['shl', 'shr', 'shl_sat', 'clz', 'ctz', 'popcount', 'int_cast', 'trunc'] as const),
      ...(['add_with_overflow', 'sub_with_overflow', 'mul_with_overflow'] as const),
      ...(['load', 'store', 'agg_field_val', 'array_elem_val', 'slice_elem_val'] as const),
    ];
    const missing = all.flatMap((name) => {
      const { integers } = coverage.tags.get(name)!;
      const absent = types.filter((type) => !integers.has(type));
      return absent.length > 2 ? [`${name}: ${absent.join(' ')}`] : [];
    });
    expect(missing).toEqual([]);
  });

  // What is a scalar is not passed by reference, and what is not is not passed otherwise; a packed struct, a union of
  // nothing but a tag, an optional or error union without payload are scalars.
  const scalars = ['int', 'bool', 'float', 'enum', 'errorSet', 'pointer'];
  const aggregates = ['array', 'tuple'];
  const both = ['struct', 'optional', 'errorUnion', 'union'];
  const packable = ['int', 'bool', 'float', 'enum', 'struct'];
  const excepted: Partial<Record<Placement, readonly string[]>> = {
    argument: aggregates,
    result: aggregates,
    'argument by reference': scalars,
    'result by sret': scalars,
    'packed field': [...scalars, ...both, ...aggregates].filter((kind) => !packable.includes(kind)),
  };

  test.each(placements)('have every type of value: %s', (placement) => {
    const kinds = coverage.kindsAt.get(placement)!;
    const wanted = [...scalars, ...both, ...aggregates].filter(
      (kind) => !excepted[placement]?.includes(kind),
    );
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
  });
});
