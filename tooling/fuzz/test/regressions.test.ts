// Programs that were miscompiled once, made small: the interpreter and code under every setting agree.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compare } from '../src/air/differential.ts';
import { settings } from '../src/air/settings.ts';

const directory = join(import.meta.dirname, 'regressions');

test.each(readdirSync(directory).sort())('%s', (name) => {
  const text = readFileSync(join(directory, name), 'utf8');
  const program = { text, entry: 'entry', parameters: [], result: 'i32', calls: [[]] } as const;
  expect(compare(program, settings)).toMatchObject({ kind: 'agrees', returns: 1 });
});
