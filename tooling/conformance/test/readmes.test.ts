// The program in the README of every package runs as it stands: the first block of TypeScript is imported as a module of
// its own, with the packages it names resolved to their sources.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '@wasmwright/tooling-fixtures';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** Inside this project, where every package can be imported. */
const cache = join(root, 'tooling/conformance/.cache');
mkdirSync(cache, { recursive: true });
const directory = mkdtempSync(join(cache, 'readmes-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** The first block of TypeScript in a file; undefined without one. */
function programOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  return /^```ts\n(.*?)^```$/ms.exec(readFileSync(path, 'utf8'))?.[1];
}

const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
/** These may have one: the README of a program shows command lines. */
const others = ['.', ...readdirSync(join(root, 'apps')).map((name) => `apps/${name}`)];
const readmes = [...packages, ...others]
  .map((from) => ({ from, program: programOf(join(root, from, 'README.md')) }))
  .filter(({ from, program }) => packages.includes(from) || program !== undefined);

describe('the program of the README', () => {
  beforeEach(() => void vi.spyOn(console, 'log').mockReturnValue(undefined));
  afterEach(() => void vi.restoreAllMocks());

  test.each(readmes)('of $from', async ({ from, program }) => {
    expect(program, 'README.md has a block of TypeScript').toBeDefined();
    const path = join(directory, `${from.replaceAll('/', '-')}.ts`);
    writeFileSync(path, `${program}\nexport {};\n`);
    await import(/* @vite-ignore */ pathToFileURL(path).href);
  });
});
