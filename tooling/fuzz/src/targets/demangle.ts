// The demanglers of the linker: C++, Rust and D names.

import { readFileSync } from 'node:fs';
import { decodeUtf8, encodeUtf8 } from '@wasmwright/wasm';
import { demangle } from '../../../../packages/linker/src/demangle/index.ts';
import type { FuzzTarget } from '../target.ts';

/** No declaration is printed longer; a name that would be is not demangled. */
const LONGEST = 1 << 20;

/** Whatever the name is: a text of limited length, the same each time, and the name itself if it is none of a compiler. */
function run(bytes: Uint8Array): void {
  for (const name of decodeUtf8(bytes, 0, bytes.length).split('\n')) {
    const text = demangle(name);
    if (text.length > Math.max(LONGEST, name.length))
      throw new Error(`wrong: ${text.length} letters`);
    if (demangle(name) !== text) throw new Error('wrong: another text the second time');
    if (!/^\.?_/.test(name) && text !== name) {
      throw new Error(`wrong: '${name}' is no mangled name`);
    }
  }
}

/** The names of the linker's fixture, some together. */
function seeds(): Uint8Array[] {
  const path = '../../../../packages/linker/test/fixtures/demangled-names.txt';
  const [, ...lines] = readFileSync(new URL(path, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const names = lines.map((line) => line.split('\t')[0]!);
  const groups: Uint8Array[] = [];
  for (let at = 0; at < names.length; at += 4) {
    groups.push(encodeUtf8(names.slice(at, at + 4).join('\n')));
  }
  return groups;
}

export const targets: readonly FuzzTarget[] = [{ name: 'demangle', run, seeds }];
