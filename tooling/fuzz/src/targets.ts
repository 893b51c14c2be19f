import { readdirSync } from 'node:fs';
import type { FuzzTarget } from './target.ts';

/** All targets: the `targets` lists of the files in `targets/`. */
export async function loadTargets(): Promise<readonly FuzzTarget[]> {
  const directory = new URL('./targets/', import.meta.url);
  const found: FuzzTarget[] = [];
  for (const name of readdirSync(directory).sort()) {
    const module = (await import(new URL(name, directory).href)) as {
      targets: readonly FuzzTarget[];
    };
    found.push(...module.targets);
  }
  return found;
}
