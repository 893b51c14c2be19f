// The text as bytes, which the lexer scans faster than a string.

declare class TextEncoder {
  encodeInto(text: string, bytes: Uint8Array): { readonly read: number; readonly written: number };
}

/** The unit of every character that is not ASCII: names and numbers have none, strings and comments are read from the text itself. */
const OTHER = 0x80;

/** Zeros behind the last unit, so that looking a few units ahead stays inside of the array. */
const LOOKAHEAD = 4;

/** One byte for each UTF-16 unit of a text: the unit itself where it is ASCII. */
export function unitsOf(text: string): Uint8Array {
  const { length } = text;
  const units = new Uint8Array(length + LOOKAHEAD);
  const { read, written } = new TextEncoder().encodeInto(text, units);
  if (read === length && written === length) return units;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    units[at] = unit < OTHER ? unit : OTHER;
  }
  return units.fill(0, length);
}
