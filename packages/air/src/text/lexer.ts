// The lexer of the text form (air.md 2): one token at a time, no strings made except for names not seen before.

import type { NameId } from '../ids.ts';
import type { NameTable } from '../names.ts';
import { isReservedId } from './words.ts';

/** Kinds of tokens. Below 256 a kind is the character itself; 0 is the end of the text, 1 something that is no token. */
export const END: number = 0;
export const BAD: number = 1;
export const NAME: number = 256;
/** Decimal or other integer, with its sign. */
export const INTEGER: number = 257;
export const FLOAT: number = 258;
export const STRING: number = 259;
/** `%5`: the number is in `number`. */
export const LOCAL: number = 260;
/** `%name`. */
export const LOCAL_NAME: number = 261;
/** `...` */
export const ELLIPSIS: number = 262;
/** `@Vector`, `@addr`: `name` is the word. */
export const BUILTIN: number = 263;

const SPACE = 1;
const LETTER = 2;
const DIGIT = 4;

/** Classes of the ASCII characters. */
const classes: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(128);
  for (const space of ' \t\r\n') table[space.charCodeAt(0)] = SPACE;
  for (let at = 0; at < 26; at++) table[65 + at] = table[97 + at] = LETTER;
  table[95] = LETTER;
  for (let at = 48; at < 58; at++) table[at] = DIGIT;
  return table;
})();

function classOf(code: number): number {
  return code < 128 ? classes[code]! : 0;
}

const NEWLINE = 10;
const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const BACKSLASH = 92;

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

export class Lexer {
  readonly text: string;
  readonly names: NameTable;
  /** Where the next token is looked for. */
  pos = 0;
  /** The current token. */
  kind: number = END;
  start = 0;
  end = 0;
  /** NAME, LOCAL_NAME, BUILTIN: the name. */
  name: NameId = 0 as NameId;
  /** NAME: written with quotes, so it is no word. */
  quoted = false;
  /** INTEGER, LOCAL: the value when it is a safe integer, else NaN: `wide()` has it. */
  number = 0;

  constructor(text: string, names: NameTable) {
    this.text = text;
    this.names = names;
  }

  /** Goes to a place in the text and reads the token there. */
  jump(pos: number): void {
    this.pos = pos;
    this.next();
  }

  /** Reads the next token. */
  next(): void {
    const { text } = this;
    let at = this.pos;
    let code = text.charCodeAt(at);
    for (;;) {
      if (code === 32 || code === NEWLINE || code === 13 || code === 9) {
        code = text.charCodeAt(++at);
      } else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
        const line = text.indexOf('\n', at);
        at = line < 0 ? text.length : line;
        code = text.charCodeAt(at);
      } else break;
    }
    this.start = at;
    if (at >= text.length) {
      this.kind = END;
      this.pos = this.end = at;
      return;
    }
    const kind = classOf(code);
    if (kind === LETTER) this.#name(at);
    else if (kind === DIGIT) this.#number(at, at);
    else {
      switch (code) {
        case 37: // %
          this.#local(at + 1);
          break;
        case 64: // @
          if (text.charCodeAt(at + 1) === QUOTE) this.#quotedName(at + 1);
          else this.#builtin(at + 1);
          break;
        case QUOTE:
          this.#string(at);
          break;
        case MINUS:
          this.#negative(at);
          break;
        case DOT:
          if (text.charCodeAt(at + 1) === DOT && text.charCodeAt(at + 2) === DOT) {
            this.#token(ELLIPSIS, at + 3);
          } else this.#token(DOT, at + 1);
          break;
        default:
          this.#token(code < 128 && code > 32 ? code : BAD, at + 1);
      }
    }
  }

  #token(kind: number, end: number): void {
    this.kind = kind;
    this.pos = this.end = end;
  }

  /** `a`, `a.b.c`; `error` stands alone, because `error.Name` is a value. */
  #name(start: number): void {
    const { text } = this;
    let hash = 0x811c_9dc5;
    let at = start;
    let code = text.charCodeAt(at);
    for (;;) {
      while ((classOf(code) & (LETTER | DIGIT)) !== 0) {
        hash = Math.imul(hash ^ code, 0x0100_0193);
        code = text.charCodeAt(++at);
      }
      if (code !== DOT || classOf(text.charCodeAt(at + 1)) !== LETTER) break;
      if (at - start === 5 && text.startsWith('error', start)) break;
      hash = Math.imul(hash ^ DOT, 0x0100_0193);
      code = text.charCodeAt(++at);
    }
    this.name = this.names.internHashed(text, start, at, (hash ^ (hash >>> 15)) >>> 0);
    this.quoted = false;
    this.kind = NAME;
    this.pos = this.end = at;
  }

  #quotedName(start: number): void {
    this.#string(start);
    if (this.kind !== STRING) return;
    this.name = this.#escaped
      ? this.names.intern(this.string())
      : this.names.internRange(this.text, start + 1, this.end - 1);
    this.start = start - 1;
    this.quoted = true;
    this.kind = NAME;
  }

  #builtin(start: number): void {
    if (classOf(this.text.charCodeAt(start)) !== LETTER) {
      this.#token(BAD, start);
      return;
    }
    this.#name(start);
    this.kind = BUILTIN;
  }

  #local(start: number): void {
    const { text } = this;
    let at = start;
    let value = 0;
    let code = text.charCodeAt(at);
    if (classOf(code) === LETTER) {
      this.#name(start);
      this.kind = LOCAL_NAME;
      this.start = start - 1;
      return;
    }
    while (classOf(code) === DIGIT) {
      value = value * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    this.number = value;
    this.#token(at === start ? BAD : LOCAL, at);
  }

  #negative(start: number): void {
    const { text } = this;
    if (classOf(text.charCodeAt(start + 1)) === DIGIT) this.#number(start, start + 1);
    else if (
      text.startsWith('inf', start + 1) &&
      (classOf(text.charCodeAt(start + 4)) & (LETTER | DIGIT)) === 0
    ) {
      this.#token(FLOAT, start + 4);
    } else this.#token(MINUS, start + 1);
  }

  /** The number whose digits begin at `at`, behind an optional sign at `start`. */
  #number(start: number, at: number): void {
    const { text } = this;
    let value = 0;
    const first = at;
    let code = text.charCodeAt(at);
    while (classOf(code) === DIGIT) {
      value = value * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    const longer =
      code === DOT ? classOf(text.charCodeAt(at + 1)) === DIGIT : classOf(code) === LETTER;
    if (longer) {
      this.#longNumber(first, at);
      return;
    }
    this.number = at - first > 15 ? NaN : start === first ? value : -value;
    this.#token(INTEGER, at);
  }

  /** Numbers with a radix, separators, a fraction or an exponent. `first` is the first digit, `at` where the plain digits end. */
  #longNumber(first: number, at: number): void {
    const { text } = this;
    const radix =
      at - first === 1 && text.charCodeAt(first) === ZERO ? text.charCodeAt(at) | 32 : 0;
    let float = text.startsWith('0fx', first);
    for (;;) {
      const code = text.charCodeAt(at);
      if ((classOf(code) & (LETTER | DIGIT)) !== 0) {
        const letter = code | 32;
        const exponent = radix === 120 ? 112 : 101; // p after 0x, e else
        const after = text.charCodeAt(at + 1);
        if (letter === exponent && !text.startsWith('0fx', first)) {
          float = true;
          if (after === MINUS || after === 43) at++;
        }
        at++;
      } else if (
        code === DOT &&
        (classOf(text.charCodeAt(at + 1)) & (LETTER | DIGIT)) !== 0 &&
        !float
      ) {
        float = true;
        at++;
      } else break;
    }
    this.number = NaN;
    this.#token(float ? FLOAT : INTEGER, at);
  }

  /** The exact value of an INTEGER, undefined when its digits are not those of its radix. */
  wide(): bigint | undefined {
    if (!Number.isNaN(this.number)) return BigInt(this.number);
    const negative = this.text.charCodeAt(this.start) === MINUS;
    const digits = this.text.slice(this.start + (negative ? 1 : 0), this.end);
    if (!/^(?:\d[\d_]*|0x[\da-fA-F_]+|0o[0-7_]+|0b[01_]+)$/.test(digits)) return undefined;
    const plain = digits.replaceAll('_', '');
    if (plain.length === 2 && /^0[xob]$/.test(plain)) return undefined;
    const value = BigInt(plain);
    return negative ? -value : value;
  }

  #escaped = false;

  /** A string from the quote at `start`; not closed before the end of the text makes it BAD. */
  #string(start: number): void {
    const { text } = this;
    let at = start + 1;
    this.#escaped = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        this.#escaped = true;
        at++;
      }
      if (at >= text.length || code === NEWLINE) {
        this.#token(BAD, Math.min(at, text.length));
        return;
      }
      at++;
    }
    this.#token(STRING, at + 1);
  }

  /** STRING: its text; a `\xNN` stands for that code point. */
  string(): string {
    const { text } = this;
    const begin = text.charCodeAt(this.start) === 64 ? this.start + 2 : this.start + 1;
    if (!this.#escaped) return text.slice(begin, this.end - 1);
    let result = '';
    this.#units(begin, (code) => (result += String.fromCodePoint(code)));
    return result;
  }

  /** STRING: its bytes; text is UTF-8, a `\xNN` is that byte. */
  bytes(): Uint8Array {
    const { text } = this;
    const encoder = new TextEncoder();
    if (!this.#escaped) return encoder.encode(text.slice(this.start + 1, this.end - 1));
    const bytes: number[] = [];
    this.#units(this.start + 1, (code, raw) => {
      if (raw || code < 128) bytes.push(code);
      else for (const byte of encoder.encode(String.fromCodePoint(code))) bytes.push(byte);
    });
    return Uint8Array.from(bytes);
  }

  /** Offset of the first escape of a STRING that is none, or -1. */
  badEscape(): number {
    if (!this.#escaped) return -1;
    let bad = -1;
    this.#units(this.start + 1, (_code, _raw, at) => {
      if (at >= 0 && bad < 0) bad = at;
    });
    return bad;
  }

  /** Calls `take` with each code point of a string; `bad` is the offset of a wrong escape, else -1. */
  #units(begin: number, take: (code: number, raw: boolean, bad: number) => void): void {
    const { text } = this;
    const end = this.end - 1;
    for (let at = begin; at < end;) {
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

  /** True when the current token is of this kind. */
  at(kind: number): boolean {
    return this.kind === kind;
  }

  /** True when the current token is this word, written without quotes. */
  is(word: NameId): boolean {
    return this.kind === NAME && this.name === word && !this.quoted;
  }

  /** True when the current token may name a type, nav, field or error. */
  get isName(): boolean {
    return this.kind === NAME && (this.quoted || !isReservedId(this.name));
  }

  /** The current token as a message shows it. */
  found(): string {
    if (this.kind === END) return 'the end of the text';
    const shown = this.text.slice(this.start, Math.min(this.end, this.start + 40));
    return `\`${shown}${this.end - this.start > 40 ? '…' : ''}\``;
  }
}
