// The two kinds of text input: stub libraries (rules B) and lists of names (I28, U2).

import { decodeUtf8 } from '@wasmwright/wasm';

/** A stub library: for each symbol that may stay undefined, the symbols it needs. */
export type StubLibrary = ReadonlyMap<string, readonly string[]>;

/**
 * Parses a `#STUB` file (B1). A repeated name keeps its place and takes the last line's dependencies. Any text is valid.
 *
 * @example
 * const text = new TextEncoder().encode('#STUB\nemscripten_sleep: malloc, free\n');
 * parseStub(text); // Map { 'emscripten_sleep' => ['malloc', 'free'] }
 */
export function parseStub(bytes: Uint8Array): StubLibrary {
  const library = new Map<string, readonly string[]>();
  for (const line of parseNameList(bytes)) {
    const colon = line.indexOf(':');
    const name = (colon < 0 ? line : line.slice(0, colon)).trim();
    const rest = colon < 0 ? '' : line.slice(colon + 1);
    const dependencies = rest.split(',').map((dependency) => dependency.trim());
    library.set(
      name,
      dependencies.filter((dependency) => dependency !== ''),
    );
  }
  return library;
}

/**
 * Parses a list of names, one per line: an `.imports` sidecar (I28) or an `--allow-undefined-file` (U2). Lines are trimmed; blank ones
 * and those that start with `#` are skipped.
 *
 * @example
 * parseNameList(new TextEncoder().encode('# WASI\n__wasi_fd_write\n')); // ['__wasi_fd_write']
 */
export function parseNameList(bytes: Uint8Array): readonly string[] {
  return decodeUtf8(bytes, 0, bytes.length)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
