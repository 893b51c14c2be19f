import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, root } from '@wasmwright/tooling-fixtures';
import type { FuzzTarget } from './target.ts';

/** Larger files make slow runs and find no more. */
const LARGEST_FILE = 64 * 1024;
const MOST_FILES = 400;

/** Committed inputs. */
const COMMITTED = ['packages/object/test/data'];

/** The inputs of a target: its own seeds, committed objects, and with `cached` what the fixtures have left in `.cache`. */
export function corpusOf(target: FuzzTarget, cached: boolean): readonly Uint8Array[] {
  const files = COMMITTED.flatMap((directory) => list(join(root, directory)));
  if (cached) files.push(...list(cacheDirectory('fixtures')));
  const inputs = files.slice(0, MOST_FILES).map((path) => new Uint8Array(readFileSync(path)));
  return [...(target.seeds?.() ?? []), ...inputs, new Uint8Array(0)];
}

/** Files of a directory that are not too large, in order of their names. */
function list(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(directory, name))
    .filter((path) => {
      const stats = statSync(path);
      return stats.isFile() && stats.size <= LARGEST_FILE;
    });
}
