// What integers and strings stand for: read from the text of a token, when somebody asks for it.

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

const BACKSLASH = 92;

/** The exact value of an integer with an optional sign, undefined when its digits are not those of its radix. */
export function exactInteger(text: string): number | bigint | undefined {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (digits.length < 16 && /^\d+$/.test(digits)) return Number(text);
  if (!/^(?:\d[\d_]*|0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+)$/.test(digits)) return undefined;
  const plain = digits.replaceAll('_', '');
  if (/^0[xob]$/.test(plain)) return undefined;
  const value = BigInt(plain);
  return negative ? -value : value;
}

/** The text of a string whose escapes are between two offsets; a `\xNN` stands for that code point. */
export function unescaped(text: string, start: number, end: number): string {
  let result = '';
  readUnits(text, start, end, (code) => (result += String.fromCodePoint(code)));
  return result;
}

/** The bytes of a string between two offsets: UTF-8, and a `\xNN` is that byte. */
export function bytesOf(text: string, start: number, end: number, isEscaped: boolean): Uint8Array {
  const encoder = new TextEncoder();
  if (!isEscaped) return encoder.encode(text.slice(start, end));
  const bytes: number[] = [];
  readUnits(text, start, end, (code, raw) => {
    if (raw || code < 128) bytes.push(code);
    else for (const byte of encoder.encode(String.fromCodePoint(code))) bytes.push(byte);
  });
  return Uint8Array.from(bytes);
}

/** Offset of the first escape of a string that is none, or -1. */
export function wrongEscape(text: string, start: number, end: number): number {
  let wrong = -1;
  readUnits(text, start, end, (_code, _raw, at) => {
    if (at >= 0 && wrong < 0) wrong = at;
  });
  return wrong;
}

/** Calls `take` with each code point of a string; `raw` is true for a `\xNN`; `wrong` is the offset of a wrong escape, else -1. */
function readUnits(
  text: string,
  start: number,
  end: number,
  take: (code: number, raw: boolean, wrong: number) => void,
): void {
  for (let at = start; at < end;) {
    const code = text.codePointAt(at)!;
    if (code !== BACKSLASH) {
      take(code, false, -1);
      at += code > 0xffff ? 2 : 1;
      continue;
    }
    const letter = text[at + 1]!;
    const simple = 'nrt\\"\''.indexOf(letter);
    if (simple >= 0) {
      take('\n\r\t\\"\''.charCodeAt(simple), false, -1);
      at += 2;
      continue;
    }
    const digits = /^(?:x([\da-fA-F]{2})|u\{([\da-fA-F]{1,6})\})/.exec(
      text.slice(at + 1, Math.min(end, at + 11)),
    );
    const value = digits === null ? 0x110000 : parseInt(digits[1] ?? digits[2]!, 16);
    if (digits === null || value > 0x10ffff) {
      take(63, false, at);
      at += 2;
      continue;
    }
    take(value, digits[1] !== undefined, -1);
    at += 1 + digits[0].length;
  }
}
