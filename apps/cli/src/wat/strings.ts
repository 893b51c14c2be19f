// Strings and identifiers of the text format.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Text of each byte inside a string. */
const byteTexts: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte > 0x7e || byte === QUOTE || byte === BACKSLASH
    ? `\\${byte.toString(16).padStart(2, '0')}`
    : String.fromCharCode(byte),
);

/** Bytes as a string of the text format, with its quotes. */
export function quoteBytes(bytes: Uint8Array): string {
  let text = '"';
  for (const byte of bytes) text += byteTexts[byte]!;
  return `${text}"`;
}

/** A name as a string of the text format: one line whatever is in it. */
export function quote(name: string): string {
  return quoteBytes(Buffer.from(name));
}

/** A name as an identifier: what may not stand in one becomes `_`. */
export function identifier(name: string): string {
  return `$${name.replace(/[^0-9A-Za-z!#$%&'*+\-./:<=>?@\\^_`|~]/gu, '_') || '_'}`;
}
