/** Build ids (linking.md Q4). They are computed over the whole output with spaces where the id will stand. */
import { sha1 } from './hash/sha1.ts';
import { xxh3 } from './hash/xxh3.ts';
import type { LinkOptions } from './options.ts';

/** A way to make a build id. `sha1` is also called `tree`. */
export type BuildIdStyle = Exclude<NonNullable<LinkOptions['buildId']>, 'none'>;

/** What the bytes of the id are while the output is hashed. */
export const BUILD_ID_FILLER = 0x20;

const PIECE = 1 << 20;
const UUID_SIZE = 16;
const SHA1_SIZE = 20;

/** The name space in which the hash of `fast` becomes a UUID of version 5. */
const FAST_NAMESPACE: readonly number[] = [
  0xa1, 0xfa, 0x48, 0x2d, 0x0e, 0x22, 0x03, 0x8d, 0x33, 0x8b, 0x52, 0x1c, 0xd6, 0xd2, 0x12, 0xb2,
];

/** Size of the id in bytes, which is known before the output is. */
export function buildIdSize(style: BuildIdStyle): number {
  if (typeof style === 'object') return style.hex.length;
  return style === 'sha1' ? SHA1_SIZE : UUID_SIZE;
}

/**
 * Computes the id of a finished output.
 *
 * @param output - the whole file, `BUILD_ID_FILLER` in the place of the id
 * @param random - gives random bytes; needed for `uuid`
 * @throws TypeError for `uuid` without `random`
 * @example
 * buildId(new Uint8Array(0), { hex: Uint8Array.of(0xca, 0xfe) }); // ca fe
 */
export function buildId(
  output: Uint8Array,
  style: BuildIdStyle,
  random?: (count: number) => Uint8Array,
): Uint8Array {
  if (typeof style === 'object') return style.hex;
  switch (style) {
    case 'sha1':
      return sha1(digests(output, SHA1_SIZE, sha1));
    case 'fast': {
      const hash = little(
        xxh3(digests(output, 8, (bytes, from, to) => little(xxh3(bytes, from, to)))),
      );
      return uuid(sha1(Uint8Array.of(...FAST_NAMESPACE, ...hash)), 5);
    }
    case 'uuid':
      if (random === undefined)
        throw new TypeError('random is required for the build id style uuid');
      return uuid(random(UUID_SIZE), 4);
  }
}

/** The digests of the file's pieces of 1 MiB, one after the other. */
function digests(
  output: Uint8Array,
  size: number,
  digest: (bytes: Uint8Array, start: number, end: number) => Uint8Array,
): Uint8Array {
  const result = new Uint8Array(Math.ceil(output.length / PIECE) * size);
  for (let start = 0, at = 0; start < output.length; start += PIECE, at += size) {
    result.set(digest(output, start, Math.min(start + PIECE, output.length)), at);
  }
  return result;
}

function little(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

/** The first 16 bytes with the version and the variant of RFC 9562 set. */
function uuid(bytes: Uint8Array, version: number): Uint8Array {
  const id = bytes.slice(0, UUID_SIZE);
  id[6] = (version << 4) | (id[6]! & 0x0f);
  id[8] = 0x80 | (id[8]! & 0x3f);
  return id;
}
