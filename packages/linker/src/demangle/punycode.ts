/** Punycode (RFC 3492) with `_` as the delimiter, as Rust v0 names use it for identifiers outside of ASCII. */
import { fail } from './unparsable.ts';

/** Longest identifier that is decoded: each character is inserted into those before it. */
const MAX_LENGTH = 4096;

/** Parameters of the encoding, section 5 of the RFC. */
const BASE = 36;
const SKEW = 38;
const T_MIN = 1;
const T_MAX = 26;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_CODE = 0x80;

/**
 * The identifier.
 *
 * @throws unparsable
 */
export function decodePunycode(text: string): string {
  if (text.length > MAX_LENGTH) fail();
  const delimiter = text.lastIndexOf('_');
  const codes = Array.from(text.slice(0, Math.max(delimiter, 0)), (c) => c.charCodeAt(0));
  let code = INITIAL_CODE;
  let bias = INITIAL_BIAS;
  let position = 0;
  for (let at = delimiter + 1; at < text.length; position++) {
    const old = position;
    for (let k = BASE, weight = 1; ; k += BASE) {
      const letter = text[at++] ?? fail();
      const digit = /[a-z]/.test(letter)
        ? letter.charCodeAt(0) - 97
        : /[0-9]/.test(letter)
          ? letter.charCodeAt(0) - 22
          : fail();
      position += digit * weight;
      if (position > Number.MAX_SAFE_INTEGER) fail();
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = codes.length + 1;
    bias = adapt(position - old, count, old === 0);
    code += Math.floor(position / count);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) fail();
    position %= count;
    codes.splice(position, 0, code);
  }
  return String.fromCodePoint(...codes);
}

function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
