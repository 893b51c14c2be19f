import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Host, link, type LinkResult } from '@wasmwright/driver';

/** A finished link. */
export interface Linked {
  readonly output: Uint8Array;
  readonly stats: { readonly files: number; readonly bytesRead: number };
}

/** Links as `wasmwright-ld` does, with paths relative to a directory; the output stays in memory. */
export async function linkFiles(directory: string, args: readonly string[]): Promise<Linked> {
  let files = 0;
  let bytesRead = 0;
  const host: Host = {
    read: (path) => {
      try {
        const bytes = new Uint8Array(readFileSync(resolve(directory, path)));
        files++;
        bytesRead += bytes.length;
        return bytes;
      } catch {
        return undefined;
      }
    },
    list: (path) => {
      try {
        return readdirSync(resolve(directory, path));
      } catch {
        return [];
      }
    },
    write: () => {},
  };
  const result: LinkResult = await link({ args, host });
  if (result.output === undefined) throw new Error(result.stderr);
  return { output: result.output, stats: { files, bytesRead } };
}
