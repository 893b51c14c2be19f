// The short form of the fuzzers that every test run does.

import { describe, expect, it } from 'vitest';
import { attempt, campaign, inputOf } from '../src/campaign.ts';
import { corpusOf } from '../src/corpus.ts';
import { Random } from '../src/random.ts';
import { loadTargets } from '../src/targets.ts';
import type { FuzzTarget } from '../src/target.ts';

const targets = await loadTargets();

describe.each(targets.map((target) => ({ name: target.name, target })))('$name', ({ target }) => {
  it('survives 2,000 mutated inputs', () => {
    const { failure } = campaign(target, corpusOf(target, false), 1, { runs: 2000 });
    expect(failure?.reason).toBeUndefined();
  });
});

describe('damaged objects', () => {
  const object = targets.find(({ name }) => name === 'object')!;
  const files = corpusOf(object, false).filter((bytes) => bytes.length > 8);

  it('give a diagnostic or parse when cut at any byte', () => {
    expect(files.length).toBeGreaterThan(5);
    for (const bytes of files) {
      for (let end = 0; end < bytes.length; end++) {
        expect(attempt(object, bytes.slice(0, end)), `cut at ${end}`).toBeUndefined();
      }
    }
  });

  it('give a diagnostic or parse after any of 2,000 changes of one byte each', () => {
    const random = new Random(7);
    for (const bytes of files) {
      for (let i = 0; i < 2000; i++) {
        const damaged = bytes.slice();
        const at = random.below(damaged.length);
        damaged[at] = random.below(256);
        expect(attempt(object, damaged), `byte ${at} is ${damaged[at]}`).toBeUndefined();
      }
    }
  });
});

describe('campaign', () => {
  const corpus = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(9, 9)];
  const failing: FuzzTarget = {
    name: 'failing',
    run: (bytes) => {
      if (bytes[0] === 0xff) throw new Error('found');
    },
  };

  it('stops at the first failure and can repeat it', () => {
    const { failure, runs } = campaign(failing, corpus, 3, { runs: 100_000 });
    expect(failure!.reason).toContain('found');
    expect(runs).toBe(failure!.run + 1);
    expect(inputOf(corpus, 3, failure!.run)).toEqual(failure!.input);
    expect(attempt(failing, failure!.input)).toContain('found');
  });

  it('tells each run before it starts', () => {
    const seen: number[] = [];
    const quiet: FuzzTarget = { name: 'quiet', run: () => undefined };
    campaign(quiet, corpus, 3, { runs: 3 }, (run) => seen.push(run));
    expect(seen).toEqual([0, 1, 2]);
  });
});
