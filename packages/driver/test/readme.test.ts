import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { helpMarkdown } from '../src/options/help.ts';

const readme = new URL('../README.md', import.meta.url);

it('lists the options of the table (UPDATE=1 writes the list)', () => {
  const text = readFileSync(readme, 'utf8');
  const [, before, list, after] =
    /^(.*<!-- options: [^\n]*-->\n)(.*)(<!-- end of options -->\n)$/s.exec(text)!;
  const expected = `\n${helpMarkdown()}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(readme, before! + expected + after!);
  else expect(list).toBe(expected);
});
