// The program of the README runs and prints what its comments say.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';

test('the README program', async () => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const readme = readFileSync(join(here, '../README.md'), 'utf8');
  const program = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  const directory = mkdtempSync(join(here, 'readme-'));
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    writeFileSync(join(directory, 'program.ts'), program);
    await import(join(directory, 'program.ts'));
    const lines = log.mock.calls.map(([first]: unknown[]) => first);
    expect(lines[0]).toBe(0);
    expect(lines[1]).toEqual({ kind: 'return', value: 81n });
    expect(lines[2]).toContain('export fn twice(i32) callconv(c) i32 {\n');
  } finally {
    log.mockRestore();
    rmSync(directory, { recursive: true });
  }
});
