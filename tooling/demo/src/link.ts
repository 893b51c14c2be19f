import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, type Host, link } from '@wasmwright/driver';

/** A finished link. */
export interface Linked {
  readonly output: Uint8Array;
  readonly stats: { readonly files: number; readonly bytesRead: number };
}

/** Links as `wasmwright-ld` does, with paths relative to a directory; the output stays in memory. */
export async function linkFiles(directory: string, args: readonly string[]): Promise<Linked> {
  const { host, stats } = countingHost(directory);
  const { output, stderr } = await link({ args, host });
  if (output === undefined) throw new Error(stderr);
  return { output, stats };
}

/** Builds as `wasmwright build` does; the output stays in memory. */
export async function buildFiles(directory: string, args: readonly string[]): Promise<Linked> {
  const { host, stats } = countingHost(directory);
  const { outputs, stderr } = await build({ args, host });
  const [output] = outputs.values();
  if (output === undefined) throw new Error(stderr);
  return { output, stats };
}

/** Files of a directory, counted as they are read. */
function countingHost(directory: string): {
  host: Host;
  stats: { files: number; bytesRead: number };
} {
  const stats = { files: 0, bytesRead: 0 };
  const host: Host = {
    read: (path) => {
      try {
        const bytes = new Uint8Array(readFileSync(resolve(directory, path)));
        stats.files++;
        stats.bytesRead += bytes.length;
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
  return { host, stats };
}
