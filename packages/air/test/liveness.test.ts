// Liveness: cases by hand, and a slow reference on random functions: walk every path and see which values are still needed.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  RESULT_UNUSED,
  branchTarget,
  collectBodies,
  instOf,
  isInst,
  liveness,
  operandDies,
  Operands,
  tagRows,
  None,
  type FunctionBody,
  type InstId,
  type Ref,
} from '../src/index.ts';
import { generateModule } from './generate.ts';
import { verified } from './helpers.ts';

const reader = new Operands();
const operandsOf = (body: FunctionBody, inst: InstId): Uint32Array =>
  reader.refs.slice(0, reader.read(body, inst));

/** Every death of a function: `%5@7` dies as an operand of 7, `%5>3` at the start of the body with number 3, `%5:unused`. */
function deaths(body: FunctionBody): string[] {
  const live = liveness(body);
  const list: string[] = [];
  for (let at = 0; at < body.length; at++) {
    const inst = at as InstId;
    const operands = operandsOf(body, inst);
    operands.forEach((ref, place) => {
      if (operandDies(live, inst, place)) list.push(`%${instOf(ref as Ref)}@${inst}`);
    });
    if ((live.bits[inst]! & RESULT_UNUSED) !== 0) list.push(`%${inst}:unused`);
    const bodies: number[] = [];
    collectBodies(body, inst, bodies);
    for (let part = 0; part < bodies.length; part += 2) {
      for (const dead of live.bodyDeaths.get(bodies[part]!) ?? [])
        list.push(`%${dead}>${inst}.${part / 2}`);
    }
    for (const dead of live.successDeaths.get(inst) ?? []) list.push(`%${dead}>${inst}.success`);
  }
  return list;
}

function deathsOf(lines: string): string[] {
  const module = verified(
    `fn f(u32, bool, anyerror!u32) u32 {\n%0 = arg(0)\n%1 = arg(1)\n%2 = arg(2)\n${lines}\n}\n`,
  );
  const { body } = module.functions[0]!;
  // Unused results are told only of instructions that have one.
  return deaths(body).filter((death) => {
    const unused = /^%(\d+):unused$/.exec(death);
    return (
      unused === null ||
      (Number(unused[1]) > 2 && tagRows[body.tags[Number(unused[1])]!]!.effect === 'pure')
    );
  });
}

describe('by hand', () => {
  test.each<[string, string, string[]]>([
    ['an operand dies at its last use', '%3 = add(%0, %0)\n%4 = add(%3, %0)\nret(%4)', ['%0@4', '%3@4', '%4@5']],
    ['an operand used twice dies once', '%3 = add(%0, %0)\nret(%3)', ['%0@3', '%3@4']],
    ['a result nobody uses', '%3 = add(%0, %0)\nret(<u32, 1>)', ['%0@3', '%3:unused']],
    ['arms that do not use a value kill it', 'cond_br(%1, {\nret(%0)\n}, {\nret(<u32, 1>)\n})', ['%1@3', '%0>3.1', '%0@4']],
    [
      'a block: what is used behind it stays alive inside',
      '%3 = block(u32, {\ncond_br(%1, {\nbr(%3, <u32, 1>)\n}, {\nbr(%3, %0)\n})\n})\n%7 = add(%3, %0)\nret(%7)',
      ['%1@4', '%0@7', '%3@7', '%7@8'],
    ],
    [
      'a loop keeps what it captures',
      '%3 = block(u32, {\n%4 = loop({\n%5 = add(%0, <u32, 1>)\ncond_br(%1, {\nrepeat(%4)\n}, {\nbr(%3, %5)\n})\n})\n})\nret(%3)',
      ['%5>6.0', '%0>6.1', '%1>6.1', '%5@8', '%3@9'],
    ],
    ['a try: both ways', '%3 = try(%2, {\nret(%0)\n})\nret(%3)', ['%0>3.success', '%2@3', '%0@4', '%3@5'].sort()],
    [
      'cases',
      'switch_br(%0, case(1) {\nret(%0)\n}, case(2) {\nret(<u32, 1>)\n}, else {\ntrap()\n})',
      ['%0>3.1', '%0>3.2', '%0@4'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(deathsOf(lines).sort()).toEqual([...expected].sort());
  }); // prettier-ignore

  test('operands from the fourth on have tombs', () => {
    const count = 70;
    const parameters = Array.from({ length: count }, () => 'u8').join(', ');
    const heads = Array.from({ length: count }, (_, at) => `%${at} = arg(${at})\n`).join('');
    const list = Array.from({ length: count }, (_, at) => `%${at}`).join(', ');
    const module = verified(
      `fn f(${parameters}) void {\n${heads}aggregate_init([${count}]u8, [${list}])\nret(void_value)\n}\n`,
    );
    const { body } = module.functions[0]!;
    const live = liveness(body);
    const words = live.tombs.get(count as InstId)!;
    expect(words.length).toBe(3);
    expect([words[0]! >>> 31, words[1]! >>> 31, words[2]! >>> 31]).toEqual([0, 0, 1]);
    for (let place = 0; place < count; place++)
      expect(operandDies(live, count as InstId, place)).toBe(true);
  });
});

/** Where control may go from a place in a body: the reference follows paths with the deaths applied. */
function checkPaths(body: FunctionBody): void {
  const live = liveness(body);
  const { extra } = body;
  interface Around {
    readonly start: number;
    readonly end: number;
    readonly owner: number;
    readonly up: Around | undefined;
    /** Index of the owner in the body around. */
    readonly at: number;
  }
  const main = extra[0]!;
  const seen = new Set<string>();
  const work: { around: Around; at: number; alive: Set<number> }[] = [
    {
      around: { start: main + 1, end: main + 1 + extra[main]!, owner: None, up: undefined, at: 0 },
      at: main + 1,
      alive: new Set(),
    },
  ];
  while (work.length > 0) {
    const { around, at, alive } = work.pop()!;
    const key = `${at}:${[...alive].sort((a, b) => a - b).join()}`;
    if (seen.has(key) || at >= around.end) continue;
    seen.add(key);
    const inst = extra[at]! as InstId;
    const operands = operandsOf(body, inst);
    const dying: number[] = [];
    operands.forEach((ref, place) => {
      if (!isInst(ref as Ref)) return;
      expect(alive.has(instOf(ref as Ref)), `%${instOf(ref as Ref)} is alive at ${inst}`).toBe(
        true,
      );
      if (operandDies(live, inst, place)) dying.push(instOf(ref as Ref));
    });
    const next = new Set(alive);
    for (const dead of dying) next.delete(dead);
    const bodies: number[] = [];
    collectBodies(body, inst, bodies);
    for (let part = 0; part < bodies.length; part += 2) {
      const inside = new Set(next);
      for (const dead of live.bodyDeaths.get(bodies[part]!) ?? []) {
        expect(inside.has(dead), `%${dead} dies once in a body of ${inst}`).toBe(true);
        inside.delete(dead);
      }
      const start = bodies[part]!;
      const made = { start, end: start + bodies[part + 1]!, owner: inst, up: around, at };
      work.push({ around: made, at: start, alive: inside });
    }
    const row = tagRows[body.tags[inst]!]!;
    const target = branchTarget(body, inst);
    if (target !== None) {
      let place: Around | undefined = around;
      while (place !== undefined && place.owner !== target) place = place.up;
      const isLoop = row.name === 'repeat';
      const behind = new Set(next);
      if (isLoop) work.push({ around: place!, at: place!.start, alive: behind });
      else {
        if ((live.bits[target]! & RESULT_UNUSED) === 0) behind.add(target);
        work.push({ around: place!.up!, at: place!.at + 1, alive: behind });
      }
      continue;
    }
    if (row.effect === 'end') {
      expect(
        bodies.length > 0 || next.size === 0,
        `nothing is alive behind ${row.name} ${inst}: ${[...next].join()}`,
      ).toBe(true);
      continue;
    }
    if (row.form === 'block' || row.form === 'inlineBlock') continue;
    if ((live.bits[inst]! & RESULT_UNUSED) === 0) next.add(inst);
    work.push({ around, at: at + 1, alive: next });
  }
}

test('on every path of random functions: used values are alive, and all are dead at its end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      for (const { body } of generateModule(seed).functions) checkPaths(body);
    }),
    { numRuns: 300 },
  );
});
