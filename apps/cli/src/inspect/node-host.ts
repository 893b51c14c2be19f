import { readFileSync } from 'node:fs';
import { writeAll } from '../node-host.ts';
import type { InspectHost } from './index.ts';

/** The local disk and the standard streams; `-` is standard input. A reader that went away ends the program quietly. */
export const nodeInspectHost: InspectHost = {
  read(path) {
    try {
      const { buffer, byteOffset, byteLength } = readFileSync(path === '-' ? 0 : path);
      return new Uint8Array(buffer, byteOffset, byteLength);
    } catch (error) {
      // Node: 'ENOENT: no such file or directory, open 'x''.
      throw new Error(String(error).replace(/^Error: \w+: (.*?), .*$/s, '$1'));
    }
  },
  out: (text) => print(1, text),
  err: (text) => print(2, text),
};

function print(file: number, text: string): void {
  try {
    writeAll(file, Buffer.from(text));
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPIPE') throw error;
    process.exit(0);
  }
}
