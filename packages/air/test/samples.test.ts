// Modules of a real front end parse, verify and print back to themselves: those committed in `samples/`, and all where
// `../shared/air-samples` lies beside the repository.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { liveness, parseAir, printAir, verify } from '../src/index.ts';
import { line } from './helpers.ts';

const here = dirname(fileURLToPath(import.meta.url));
const shared = join(here, '../../../../shared/air-samples');
const folders = existsSync(shared)
  ? ['small', 'behavior', 'wasi'].map((folder) => join(shared, folder))
  : [join(here, 'samples')];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.air'))
    .map((name) => join(folder, name)),
);

test.each(files.map((file) => [file.split('/').pop()!, file]))('%s', (_, file) => {
  const text = readFileSync(file, 'utf8');
  const { module, diagnostics } = parseAir(text, { file });
  expect(diagnostics.map(line)).toEqual([]);
  expect(verify(module).map(line)).toEqual([]);
  expect(printAir(module) === text, 'prints back to itself').toBe(true);
  for (const { body } of module.functions) expect(liveness(body).bits.length).toBe(body.length);
});
