/** Tar files in the ustar format, as `--reproduce` writes them: no owners, no times, so equal inputs give equal bytes. */
import { encodeText } from './text.ts';

/** Size of a header, and what contents are padded to. */
const BLOCK = 512;

/** Bytes for the name of a path and for the directory before it; old readers take less than the 155 there is room for. */
const NAME_WIDTH = 100;
const PREFIX_WIDTH = 137;

/** One file of an archive. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Directory part and name of a path that fit the fields, or undefined if no slash splits it so. */
function splitPath(path: Uint8Array): readonly [prefix: Uint8Array, name: Uint8Array] | undefined {
  if (path.length < NAME_WIDTH) return [new Uint8Array(), path];
  const slash = path.lastIndexOf(0x2f, PREFIX_WIDTH);
  if (slash <= 0 || slash > PREFIX_WIDTH || path.length - slash - 1 >= NAME_WIDTH) return undefined;
  return [path.subarray(0, slash), path.subarray(slash + 1)];
}

/** A header block. `type` is the type flag: none for a file, `x` for extended attributes, which have no permissions. */
function header(prefix: Uint8Array, name: Uint8Array, size: number, type: string): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => block.set(encodeText(text), at);
  block.set(name, 0);
  if (type === '') put(100, '0000664');
  put(124, size.toString(8).padStart(11, '0'));
  put(148, '        ');
  put(156, type);
  put(257, 'ustar');
  put(263, '00');
  block.set(prefix, 345);
  let sum = 0;
  for (const byte of block) sum += byte;
  put(148, `${sum.toString(8).padStart(6, '0')}\0`);
  return block;
}

/** A record of extended attributes: its length (which counts itself), key and value. */
function attribute(key: string, value: string): Uint8Array {
  const tail = encodeText(` ${key}=${value}\n`);
  let length = tail.length;
  while (String(length).length + tail.length !== length) {
    length = String(length).length + tail.length;
  }
  return encodeText(`${length} ${key}=${value}\n`);
}

/**
 * Writes an archive. A path that was written before is skipped.
 *
 * @example
 * writeTar([{ path: 'a/b.txt', bytes: new TextEncoder().encode('hello') }]).length; // 2048
 */
export function writeTar(entries: Iterable<TarEntry>): Uint8Array {
  const parts: Uint8Array[] = [];
  const seen = new Set<string>();
  let total = 0;
  const add = (part: Uint8Array, padded = part.length): void => {
    parts.push(part);
    total += padded;
  };
  const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;
  for (const { path, bytes } of entries) {
    if (seen.has(path)) continue;
    seen.add(path);
    const split = splitPath(encodeText(path));
    if (split === undefined) {
      const record = attribute('path', path);
      add(header(new Uint8Array(), new Uint8Array(), record.length, 'x'));
      add(record, padded(record.length));
      add(header(new Uint8Array(), new Uint8Array(), bytes.length, ''));
    } else add(header(split[0], split[1], bytes.length, ''));
    add(bytes, padded(bytes.length));
  }
  // Two empty blocks end the archive.
  const out = new Uint8Array(total + 2 * BLOCK);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at = padded(at + part.length);
  }
  return out;
}
