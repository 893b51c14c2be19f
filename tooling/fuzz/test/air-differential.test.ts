// The interpreter and compiled code agree on random programs. FUZZ_AIR_PROGRAMS sets how many (10,000 in long CI runs).

import { expect, test } from 'vitest';
import { campaign } from '../src/air/differential.ts';
import { settings } from '../src/air/settings.ts';

const programs = Number(process.env.FUZZ_AIR_PROGRAMS ?? 50);
const FIRST_SEED = 1;

test.each(settings.map(({ name }) => name))(
  `%s: ${programs} programs`,
  { timeout: 3_600_000 },
  (name) => {
    const chosen = settings.filter((setting) => setting.name === name);
    const { agreed, rejected, findings } = campaign(FIRST_SEED, programs, chosen);
    console.log(`${name}: ${agreed} agree, ${rejected} rejected, ${findings.length} disagree`);
    expect(findings.map(({ seed, detail, text }) => `seed ${seed}: ${detail}\n${text}`)).toEqual(
      [],
    );
    expect(agreed).toBeGreaterThan(0.9 * programs);
  },
);
