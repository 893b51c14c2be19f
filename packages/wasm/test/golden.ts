// The bodies wasm-tools assembled (scripts/golden.ts).
import { readFileSync } from 'node:fs';

export interface GoldenLine {
  /** Instructions separated by ` | `. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

export function goldenLines(): GoldenLine[] {
  const file = readFileSync(new URL('golden/instructions.txt', import.meta.url), 'utf8');
  return file
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [text, hex] = line.split(' => ') as [string, string];
      return { text, bytes: new Uint8Array(Buffer.from(hex, 'hex')) };
    });
}
