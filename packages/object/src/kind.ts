import { SectionWalker } from '@wasmwright/wasm';
import { isText, startsWithText } from './names.ts';

/** What an input file is (I1). `wasm-shared` has a `dylink.0` or `dylink` section; every other module is `wasm-object`. */
export type InputKind =
  'wasm-object' | 'wasm-shared' | 'archive' | 'thin-archive' | 'bitcode' | 'stub' | 'unknown';

/** First bytes of the kinds that the first bytes decide alone. */
const MAGIC: readonly (readonly [bytes: string, kind: Exclude<InputKind, 'wasm-shared'>])[] = [
  ['\0asm', 'wasm-object'],
  ['!<arch>\n', 'archive'],
  ['!<thin>\n', 'thin-archive'],
  ['BC\xc0\xde', 'bitcode'],
  ['\xde\xc0\x17\x0b', 'bitcode'],
  ['#STUB', 'stub'],
];

/**
 * Tells what a file is from its bytes (I1). Only the headers of a wasm file's sections are looked at.
 *
 * @example
 * detectKind(new TextEncoder().encode('!<arch>\n')); // 'archive'
 */
export function detectKind(bytes: Uint8Array): InputKind {
  const kind = detectMemberKind(bytes);
  return kind === 'wasm-object' && hasDylink(bytes) ? 'wasm-shared' : kind;
}

/**
 * Tells what an archive member is: as `detectKind`, but every module counts as an object (I26), so that only the first
 * bytes are looked at.
 */
export function detectMemberKind(bytes: Uint8Array): Exclude<InputKind, 'wasm-shared'> {
  for (const [magic, kind] of MAGIC) {
    if (startsWithText(bytes, 0, bytes.length, magic)) return kind;
  }
  return 'unknown';
}

/** A `dylink.0` or `dylink` section anywhere; a damaged header ends the search. */
function hasDylink(bytes: Uint8Array): boolean {
  const walker = new SectionWalker(bytes);
  while (walker.next()) {
    const { nameStart, nameEnd } = walker;
    if (walker.id !== 0) continue;
    if (isText(bytes, nameStart, nameEnd, 'dylink.0')) return true;
    if (isText(bytes, nameStart, nameEnd, 'dylink')) return true;
  }
  return false;
}
