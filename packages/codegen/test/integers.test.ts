// Every integer instruction x 12 widths x both signs, at every optimisation level, against BigInt (issue 3, must show 2).

import { describe, expect, test } from 'vitest';
import { build, LEVELS, moduleOf, outcome, randomWords, withTarget } from './harness.ts';
import {
  BINARY,
  COMPARE,
  COUNT,
  countType,
  type Expected,
  fits,
  type Int,
  int,
  INTS,
  operands,
  OVERFLOW,
  SHIFT,
  UNARY,
  wrap,
} from './integers.ts';

/** A function of two i64 and what it must give. */
interface Case {
  readonly name: string;
  readonly body: string;
  readonly expected: (a: bigint, b: bigint) => Expected;
  readonly lefts: readonly bigint[];
  readonly rights: readonly bigint[];
}

const carrier = (type: string): string => (type[0] === 'i' ? 'i64' : 'u64');

/** Narrows parameter `at` to a type, as `%name`. A type without bits has one value. */
function operand(at: number, type: string, name: string): string {
  if (type.endsWith('64')) return `%${name} = bit_cast(${type}, %${at})`;
  return `%c${at} = bit_cast(${carrier(type)}, %${at})\n  %${name} = trunc(${type}, %c${at})`;
}

/** Widens `%r` of an integer type and returns it. */
const returned = (type: string): string =>
  `%w = int_cast(${carrier(type)}, %r)\n  %x = bit_cast(u64, %w)\n  ret(%x)`;

/** Operands come from parameters, from memory behind a volatile pointer, or as the results of other instructions. */
type Placement = 'value' | 'memory' | 'computed';

function source(name: string, from: string, type: string, placement: Placement): string {
  switch (placement) {
    case 'value':
      return `%${name} = bit_cast(${type}, %${from})`;
    case 'memory':
      return `%p${name} = alloc(*volatile ${type})\n  store(%p${name}, %${from})\n  %${name} = load(%p${name})`;
    case 'computed':
      return `%q${name} = not(%${from})\n  %${name} = not(%q${name})`;
  }
}

const PLACEMENTS: readonly Placement[] = ['value', 'memory', 'computed'];

function wrapper(
  name: string,
  types: readonly string[],
  body: string,
  placement: Placement,
): string {
  const lines = types.flatMap((type, at) => {
    const isEmpty = type === 'u0';
    return isEmpty
      ? []
      : [operand(at, type, `${'ab'[at]}i`), source('ab'[at]!, `${'ab'[at]}i`, type, placement)];
  });
  const args = types.map((_, at) => `%${at} = arg(${at})`);
  return `export fn ${name}(${types.map(() => 'u64').join(', ')}) callconv(c) u64 {
  ${[...args, ...lines, body].join('\n  ')}
}
`;
}

function casesOf(t: Int): Case[] {
  const random = randomWords(t.bits * 2 + Number(t.signed));
  const values = operands(t, random, 8);
  const cases: Case[] = [];
  const add = (
    name: string,
    types: readonly string[],
    body: string,
    expected: Case['expected'],
    rights: readonly bigint[] = [0n],
  ): void => {
    const placement = PLACEMENTS[cases.length % 3]!;
    cases.push({
      name,
      body: wrapper(name, types, body, placement),
      expected,
      lefts: values,
      rights,
    });
  };
  for (const [name, expected] of Object.entries(BINARY)) {
    const body = `%r = ${name}(%a, %b)\n  ${returned(t.name)}`;
    for (const placement of PLACEMENTS) {
      cases.push({
        name: `${name}_${placement}`,
        body: wrapper(`${name}_${placement}`, [t.name, t.name], body, placement),
        expected: (a, b) => expected(t, a, b),
        lefts: values,
        rights: values,
      });
    }
  }
  for (const [name, expected] of Object.entries(COMPARE)) {
    const body = `%c = ${name}(%a, %b)\n  %r = bit_cast(u1, %c)\n  ${returned('u1')}`;
    add(name, [t.name, t.name], body, (a, b) => expected(t, a, b), values);
    // The same with a branch on the result.
    const branch = `%c = ${name}(%a, %b)\n  cond_br(%c, { ret(<u64, 1>) }, { ret(<u64, 0>) })`;
    add(`${name}_branch`, [t.name, t.name], branch, (a, b) => expected(t, a, b), values);
  }
  const counts = Array.from({ length: t.bits }, (_, at) => BigInt(at));
  for (const [name, exact] of Object.entries(OVERFLOW)) {
    const isShift = name === 'shl_with_overflow';
    const right = isShift ? countType(t.bits) : t.name;
    const b = right === 'u0' ? '<u0, 0>' : '%b';
    for (const field of [0, 1]) {
      const body = `%t = ${name}(struct { ${t.name}, u1 }, %a, ${b})
  %r = agg_field_val(%t, ${field})\n  ${returned(field === 0 ? t.name : 'u1')}`;
      add(
        `${name}_${field}`,
        [t.name, right],
        body,
        (x, y) => {
          const value = exact(x, y);
          return field === 0 ? wrap(t, value) : fits(t, value) ? 0n : 1n;
        },
        isShift ? counts : values,
      );
    }
  }
  for (const [name, expected] of Object.entries(SHIFT)) {
    const rights = name === 'shl_sat' ? ['u1', 'u3', 'u7', 'u8', 'u32', 'u33', 'u64'] : [];
    for (const right of new Set([countType(t.bits), ...rights])) {
      const b = right === 'u0' ? '<u0, 0>' : '%b';
      const body = `%r = ${name}(%a, ${b})\n  ${returned(t.name)}`;
      const type = int(right);
      const all = [...counts, BigInt(t.bits), 255n, 256n, 1n << 32n, (1n << 32n) + 1n, type.max];
      const some = all.filter((count) => fits(type, count));
      const few =
        right === countType(t.bits)
          ? some
          : some.filter((_, at) => at % 5 === 0 || at > t.bits - 2);
      add(`${name}_${right}`, [t.name, right], body, (a, n) => expected(t, a, n), [
        ...new Set(few),
      ]);
    }
  }
  for (const [name, expected] of Object.entries(UNARY)) {
    if (name === 'byte_swap' && t.bits % 8 !== 0) continue;
    const body = `%r = ${name}(%a)\n  ${returned(t.name)}`;
    add(name, [t.name], body, (a) => expected(t, a));
  }
  for (const [name, expected] of Object.entries(COUNT)) {
    const body = `%r = ${name}(%a)\n  %w = int_cast(u64, %r)\n  ret(%w)`;
    add(name, [t.name], body, (a) => expected(t, a));
  }
  const magnitude = `u${t.bits}`;
  if (t.signed) {
    const body = `%r = abs(%a)\n  ${returned(magnitude)}`;
    add('abs', [t.name], body, (a) => (a < 0n ? -a : a));
  }
  return cases;
}

/** Runs cases at all levels; a line for everything that is not as expected. */
function check(cases: readonly Case[]): string[] {
  const module = moduleOf(withTarget(cases.map(({ body }) => body).join('')));
  const wrong: string[] = [];
  let calls = 0;
  const programs = LEVELS.map((optimize) => build(module, { optimize }));
  for (const { name, expected, lefts, rights } of cases) {
    const functions = programs.map((program) => program.call(name));
    for (const a of lefts) {
      for (const b of rights) {
        const want = expected(a, b);
        if (want === undefined) continue;
        functions.forEach((run, level) => {
          const got = outcome(() => run(a, b));
          calls++;
          const isSame =
            want === 'trap'
              ? got === 'trap'
              : typeof got === 'bigint' && got === BigInt.asIntN(64, want);
          if (!isSame) wrong.push(`${LEVELS[level]} ${name}(${a}, ${b}) = ${got}, not ${want}`);
        });
      }
    }
  }
  expect(calls).toBeGreaterThan(cases.length);
  return wrong.slice(0, 20);
}

Error.stackTraceLimit = 5; // a trap collects a stack

describe('integer instructions', () => {
  test.each(INTS.map((t) => [t.name, t] as const))('%s', (_, t) => {
    expect(check(casesOf(t))).toEqual([]);
  });
});

describe('conversions between integers', () => {
  /** All types as targets of one type. */
  function conversions(from: Int): Case[] {
    const values = operands(from, randomWords(from.bits), 12);
    const cases: Case[] = [];
    const add = (kind: string, to: Int, expected: (a: bigint) => Expected): void => {
      const name = `${kind}_${to.name}`;
      const body = `%r = ${kind}(${to.name}, %a)\n  ${returned(to.name)}`;
      const placement = PLACEMENTS[cases.length % 3]!;
      cases.push({
        name,
        body: wrapper(name, [from.name], body, placement),
        expected,
        lefts: values,
        rights: [0n],
      });
    };
    for (const to of INTS) {
      add('int_cast', to, (a) => (fits(to, a) ? a : undefined));
      add('int_cast_safe', to, (a) => (fits(to, a) ? a : 'trap'));
      if (to.signed === from.signed && to.bits < from.bits) add('trunc', to, (a) => wrap(to, a));
      if (to.bits === from.bits) add('bit_cast', to, (a) => wrap(to, a));
    }
    return cases;
  }

  test.each(INTS.map((t) => [t.name, t] as const))('from %s', (_, t) => {
    expect(check(conversions(t))).toEqual([]);
  });
});
