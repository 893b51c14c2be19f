// The lexer of the text form (air.md 2): one token at a time, no strings made except for names not seen before.

import type { NameId } from '../ids.ts';
import { HASH_PRIME, HASH_SEED, type NameTable } from '../names.ts';
import { bytesOf, exactInteger, unescaped, wrongEscape } from './literals.ts';
import { unitsOf } from './units.ts';
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
/** `%name`, and `%` with more than nine digits. */
export const LOCAL_NAME: number = 261;
/** `...` */
export const ELLIPSIS: number = 262;
/** `@Vector`, `@addr`: `name` is the word. */
export const BUILTIN: number = 263;

const SPACE = 1;
const LETTER = 2;
const DIGIT = 4;
/** A token of its own. */
const PUNCTUATION = 8;
const WORD = LETTER | DIGIT;

/** Classes of the units of a text; what begins several kinds of tokens, or none, is 0. */
const classes: Uint8Array = /* @__PURE__ */ (() => {
  const table = new Uint8Array(256);
  for (let code = 33; code < 127; code++) table[code] = PUNCTUATION;
  for (const other of '"%-./@') table[other.charCodeAt(0)] = 0;
  for (const space of ' \t\r\n') table[space.charCodeAt(0)] = SPACE;
  for (let at = 0; at < 26; at++) table[65 + at] = table[97 + at] = LETTER;
  table[95] = LETTER;
  for (let at = 48; at < 58; at++) table[at] = DIGIT;
  return table;
})();

/** What some editors write at the beginning of a text. */
const BYTE_ORDER_MARK = 0xfeff;

const NEWLINE = 10;
const QUOTE = 34;
const PERCENT = 37;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const AT = 64;
const BACKSLASH = 92;

/** Digits of a number that is a small integer to V8 wherever it runs. */
const SMALL_DIGITS = 9;

export class Lexer {
  readonly text: string;
  readonly names: NameTable;
  readonly #units: Uint8Array;
  /** The current token. */
  kind: number = END;
  start = 0;
  /** Where the current token ends and the next is looked for. */
  end = 0;
  /** NAME, LOCAL_NAME, BUILTIN: the name. */
  name: NameId = 0 as NameId;
  /** NAME: written with quotes, so it is no word. */
  quoted = false;
  /** INTEGER, LOCAL: the value, for INTEGER only when `small`. */
  number = 0;
  /** INTEGER: at most nine decimal digits, so `number` has the value. `exact()` has it always. */
  small = true;
  /** STRING, quoted NAME: it has a backslash. */
  #escaped = false;

  constructor(text: string, names: NameTable) {
    this.text = text;
    this.names = names;
    this.#units = unitsOf(text);
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) this.end = 1;
  }

  /** Goes to a place in the text and reads the token there. */
  jump(pos: number): void {
    this.end = pos;
    this.next();
  }

  /** Reads the next token. */
  next(): void {
    const units = this.#units;
    let at = this.end;
    let code = units[at]!;
    for (;;) {
      if (classes[code] === SPACE) code = units[++at]!;
      else if (code === SLASH && units[at + 1] === SLASH) {
        const line = this.text.indexOf('\n', at);
        at = line < 0 ? this.text.length : line;
        code = units[at]!;
      } else break;
    }
    this.start = at;
    switch (classes[code]) {
      case PUNCTUATION:
        this.kind = code;
        this.end = at + 1;
        return;
      case LETTER:
        this.#name(at);
        return;
      case DIGIT:
        this.#number(at, at);
        return;
    }
    switch (code) {
      case PERCENT:
        this.#local(at + 1);
        return;
      case AT:
        if (units[at + 1] === QUOTE) this.#quotedName(at + 1);
        else this.#builtin(at + 1);
        return;
      case QUOTE:
        this.#string(at);
        return;
      case MINUS:
        this.#negative(at);
        return;
      case DOT:
        if (units[at + 1] === DOT && units[at + 2] === DOT) this.#token(ELLIPSIS, at + 3);
        else this.#token(DOT, at + 1);
        return;
      case SLASH:
        this.#token(SLASH, at + 1);
        return;
      default:
        if (at >= this.text.length) this.#token(END, this.text.length);
        else this.#token(BAD, at + 1);
    }
  }

  #token(kind: number, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  /** `a`, `a.b.c`; `error` stands alone, because `error.Name` is a value. */
  #name(start: number): void {
    const units = this.#units;
    let hash = HASH_SEED;
    let at = start;
    let code = units[at]!;
    for (;;) {
      while ((classes[code]! & WORD) !== 0) {
        hash = Math.imul(hash ^ code, HASH_PRIME);
        code = units[++at]!;
      }
      if (code !== DOT || classes[units[at + 1]!] !== LETTER) break;
      if (at - start === 5 && this.text.startsWith('error', start)) break;
      hash = Math.imul(hash ^ DOT, HASH_PRIME);
      code = units[++at]!;
    }
    this.name = this.names.internUnits(units, this.text, start, at, hash ^ (hash >>> 15));
    this.quoted = false;
    this.kind = NAME;
    this.end = at;
  }

  #quotedName(start: number): void {
    this.#string(start);
    if (this.kind !== STRING) return;
    this.name = this.#escaped
      ? this.names.intern(this.string())
      : this.names.internRange(this.text, start + 1, this.end - 1);
    this.quoted = true;
    this.kind = NAME;
  }

  #builtin(start: number): void {
    if (classes[this.#units[start]!] !== LETTER) {
      this.#token(BAD, start);
      return;
    }
    this.#name(start);
    this.kind = BUILTIN;
  }

  #local(start: number): void {
    const units = this.#units;
    let at = start;
    let code = units[at]!;
    if (classes[code] === LETTER) {
      this.#name(start);
      this.kind = LOCAL_NAME;
      return;
    }
    let value = 0;
    while (classes[code] === DIGIT) {
      if (at - start < SMALL_DIGITS) value = value * 10 + (code - ZERO);
      code = units[++at]!;
    }
    this.number = value;
    this.#token(at === start ? BAD : LOCAL, at);
    if (at - start > SMALL_DIGITS) this.#longLocal(start, at);
  }

  /** A local with more digits than a small integer is one with a name. */
  #longLocal(start: number, end: number): void {
    while (this.#units[start] === ZERO && end - start > SMALL_DIGITS) start++;
    if (end - start > SMALL_DIGITS) {
      this.name = this.names.internRange(this.text, start, end);
      this.kind = LOCAL_NAME;
    } else this.number = Number(this.text.slice(start, end));
  }

  #negative(start: number): void {
    const units = this.#units;
    if (classes[units[start + 1]!] === DIGIT) this.#number(start, start + 1);
    else if (this.text.startsWith('inf', start + 1) && (classes[units[start + 4]!]! & WORD) === 0) {
      this.#token(FLOAT, start + 4);
    } else this.#token(MINUS, start + 1);
  }

  /** The number whose digits begin at `at`, behind an optional sign at `start`. */
  #number(start: number, at: number): void {
    const units = this.#units;
    let value = 0;
    const first = at;
    let code = units[at]!;
    while (classes[code] === DIGIT && at - first < SMALL_DIGITS) {
      value = value * 10 + (code - ZERO);
      code = units[++at]!;
    }
    const longer = code === DOT ? classes[units[at + 1]!] === DIGIT : (classes[code]! & WORD) !== 0;
    if (longer) {
      this.#longNumber(first);
      return;
    }
    this.number = start === first ? value : 0 - value; // never -0
    this.small = true;
    this.#token(INTEGER, at);
  }

  /** Numbers with many digits, a radix, separators, a fraction or an exponent, from the first digit on. */
  #longNumber(first: number): void {
    const units = this.#units;
    const isBits = this.text.startsWith('0fx', first);
    const isHex = units[first] === ZERO && (units[first + 1]! | 32) === 120;
    const exponent = isHex ? 112 : 101; // p after 0x, e else
    let float = isBits;
    let at = first;
    for (;;) {
      const code = units[at]!;
      if ((classes[code]! & WORD) !== 0) {
        if ((code | 32) === exponent && !isBits) {
          float = true;
          const after = units[at + 1];
          if (after === MINUS || after === 43) at++;
        }
        at++;
      } else if (code === DOT && (classes[units[at + 1]!]! & WORD) !== 0 && !float) {
        float = true;
        at++;
      } else break;
    }
    this.small = false;
    this.#token(float ? FLOAT : INTEGER, at);
  }

  /** INTEGER: the exact value, undefined when its digits are not those of its radix. */
  exact(): number | bigint | undefined {
    return this.small ? this.number : exactInteger(this.text.slice(this.start, this.end));
  }

  /** A string from the quote at `start`; not closed before the end of the line makes it BAD. */
  #string(start: number): void {
    const units = this.#units;
    const { length } = this.text;
    let at = start + 1;
    this.#escaped = false;
    for (;;) {
      const code = units[at];
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        this.#escaped = true;
        at++;
      }
      if (at >= length || code === NEWLINE) {
        this.#token(BAD, Math.min(at, length));
        return;
      }
      at++;
    }
    this.#token(STRING, at + 1);
  }

  /** True when the current token is a string, or a name in quotes, that does not end on its line. */
  get isOpenString(): boolean {
    const at = this.#units[this.start] === AT ? this.start + 1 : this.start;
    return this.kind === BAD && this.#units[at] === QUOTE;
  }

  /** Offset of the first character of a STRING or quoted NAME. */
  get #inside(): number {
    return this.#units[this.start] === AT ? this.start + 2 : this.start + 1;
  }

  /** STRING: its text; a `\xNN` stands for that code point. */
  string(): string {
    const { text } = this;
    if (!this.#escaped) return text.slice(this.#inside, this.end - 1);
    return unescaped(text, this.#inside, this.end - 1);
  }

  /** STRING: its bytes; text is UTF-8, a `\xNN` is that byte. */
  bytes(): Uint8Array {
    return bytesOf(this.text, this.start + 1, this.end - 1, this.#escaped);
  }

  /** Offset of the first escape of a STRING or quoted NAME that is none, or -1. */
  wrongEscape(): number {
    return this.#escaped ? wrongEscape(this.text, this.#inside, this.end - 1) : -1;
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
