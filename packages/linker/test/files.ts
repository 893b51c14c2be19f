/** Links of files made in tests. */
import { encodeUtf8 } from '@wasmwright/wasm';
import { mkArchive, mkObject, type ObjectSpec } from '../../object/test/build.ts';
import { createLinker, type LinkOptions, type LinkResult } from '../src/index.ts';

/** An object, the members of an archive, or the content of a file. */
export type Input =
  ObjectSpec | { readonly members: Readonly<Record<string, ObjectSpec>> } | Uint8Array | string;

/** Inputs in command-line order; the ends of the names tell objects, `.a` archives and `.so` stub libraries. */
export type Files = Readonly<Record<string, Input>>;

/** The bytes of an input. */
export function bytesOf(input: Input): Uint8Array {
  if (typeof input === 'string') return encodeUtf8(input);
  if (input instanceof Uint8Array) return input;
  if (!('members' in input)) return mkObject(input);
  const members = Object.entries(input.members);
  return mkArchive(members.map(([name, spec]) => ({ name: `${name}/`, bytes: mkObject(spec) })));
}

/** Links to `out.wasm`, without an entry unless the options have one. */
export function linkFiles(files: Files, options: LinkOptions = {}): LinkResult {
  const linker = createLinker({ entry: null, moduleName: 'out.wasm', ...options });
  for (const [name, input] of Object.entries(files)) {
    if (name.endsWith('.a')) linker.addArchive(name, bytesOf(input));
    else if (name.endsWith('.so')) linker.addStub(name, bytesOf(input));
    else linker.addObject(name, bytesOf(input));
  }
  return linker.flush();
}
