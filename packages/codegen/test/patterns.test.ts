// Patterns of front ends, many small programs to a file (`patterns/SUBJECT.air`, each after a line `// === what`): every
// exported function must give what the interpreter gives, at every setting.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareExports } from './agreement.ts';

const folder = new URL('patterns/', import.meta.url);

describe.each(readdirSync(folder).filter((name) => name.endsWith('.air')))('%s', (file) => {
  const programs = readFileSync(new URL(file, folder), 'utf8')
    .split(/^\/\/ === /m)
    .slice(1);
  test.each(programs.map((text) => [text.slice(0, text.indexOf('\n')), text] as const))(
    '%s',
    (name, text) => {
      const { wrong, compared, reasons } = compareExports(text.slice(name.length));
      expect(wrong).toEqual([]);
      expect(`${compared > 0} ${[...reasons][0]}`).toMatch(/^true/);
    },
  );
});
