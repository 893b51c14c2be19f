import { diagnose, mirCodes, type Diagnostic, type Place } from '@wasmwright/diagnostics';
import type { Word } from './lexer.ts';
import { typeByte, unquote } from './names.ts';

/** Digits of the longest number: tag values of 65535 bits have 19,729. */
const MAX_DIGITS = 20_000;
const INTEGER = /^-?(?:0x[0-9a-fA-F]+|[0-9]+)$/;

/**
 * Reads the words of one line after the other. The first thing wrong in a line is reported; from then on every method
 * returns a neutral value, so that callers need no checks.
 */
export class LineReader {
  private readonly file: string;
  private readonly diagnostics: Diagnostic[];
  private words: readonly Word[] = [];
  private number = 0;
  private at = 0;
  private failed = false;

  constructor(file: string, diagnostics: Diagnostic[]) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /** Starts a line. */
  open(line: { readonly words: readonly Word[]; readonly number: number }): void {
    this.words = line.words;
    this.number = line.number;
    this.at = 0;
    this.failed = false;
  }

  /** Ends a line: reports words nobody read. */
  close(): void {
    if (this.at < this.words.length) this.expected('the end of the line');
  }

  /** Position of the next word, or of the line's end. */
  place(): Place {
    const next = this.words[this.at] ?? this.words[this.words.length - 1];
    return {
      ...(this.file === '' ? {} : { input: this.file }),
      line: this.number,
      column: next?.column ?? 1,
    };
  }

  /** Reports a diagnostic unless the line has one; the rest of the line is then skipped. */
  report(diagnostic: Diagnostic): void {
    if (!this.failed) this.diagnostics.push(diagnostic);
    this.failed = true;
    this.at = this.words.length;
  }

  /** Reports that the next word is not what it should be. */
  expected(what: string): void {
    const found = this.words[this.at]?.text;
    const text = found === undefined ? 'the end of the line' : `\`${found.slice(0, 80)}\``;
    this.report(diagnose(mirCodes.expected, { what, found: text }, this.place()));
  }

  /** Reports that the word just read is not what it should be. */
  rejected(what: string): void {
    if (this.failed) return;
    this.at--;
    this.expected(what);
  }

  /** The next word, which stays; `''` at the end. */
  peek(): string {
    return this.words[this.at]?.text ?? '';
  }

  /** The next word; `''` at the end. */
  next(what: string): string {
    const word = this.words[this.at];
    if (word === undefined) {
      this.expected(what);
      return '';
    }
    this.at++;
    return word.text;
  }

  /** Reads a word if it is next. */
  accept(text: string): boolean {
    if (this.peek() !== text) return false;
    this.at++;
    return true;
  }

  /** Reads a word that must be next. */
  word(text: string): void {
    if (!this.accept(text)) this.expected(`\`${text}\``);
  }

  /** The value of `key=value`, which must be next. */
  keyed(key: string): string {
    const value = this.acceptKeyed(key);
    if (value === undefined) this.expected(`\`${key}=\``);
    return value ?? '';
  }

  /** The value of `key=value` if that is next. */
  acceptKeyed(key: string): string | undefined {
    const text = this.peek();
    if (!text.startsWith(`${key}=`)) return undefined;
    this.at++;
    return text.slice(key.length + 1);
  }

  /** `$name` or `$"name"`. */
  symbol(): string {
    const text = this.next('a name');
    if (text.startsWith('$')) return text[1] === '"' ? this.unquoted(text.slice(1)) : text.slice(1);
    this.rejected('a name such as `$f`');
    return '';
  }

  /** `"text"`. */
  string(): string {
    return this.unquoted(this.next('a string'));
  }

  /** Text of a quoted string given with its quotes. */
  unquoted(text: string): string {
    if (text.length >= 2 && text.startsWith('"') && text.endsWith('"'))
      return unquote(text.slice(1, -1));
    this.rejected('a string');
    return '';
  }

  /** Any integer. */
  integer(what: string): bigint {
    return this.toInteger(this.next(what), what);
  }

  u32(what: string): number {
    return this.toU32(this.next(what), what);
  }

  /** Value of a word read before. */
  toU32(text: string, what: string): number {
    const value = this.toInteger(text, what);
    if (value >= 0n && value <= 0xffff_ffffn) return Number(value);
    this.rejected(`${what} from 0 to 4294967295`);
    return 0;
  }

  /** Value of a word read before. */
  toInteger(text: string, what: string): bigint {
    if (!INTEGER.test(text) || text.length > MAX_DIGITS) {
      this.rejected(what);
      return 0n;
    }
    return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
  }

  /** Row of `word#row`. */
  row(word: string): number {
    const text = this.next(`\`${word}#\` and a number`);
    if (text.startsWith(`${word}#`)) return this.toU32(text.slice(word.length + 1), 'a row');
    this.rejected(`\`${word}#\` and a number`);
    return 0;
  }

  /** `(word type type*count …)`, or nothing. */
  types(word: string): readonly number[] {
    const types: number[] = [];
    if (this.peek() !== '(' || this.words[this.at + 1]?.text !== word) return types;
    this.at += 2;
    while (!this.failed && !this.accept(')')) {
      const [name = '', repeat = '1'] = this.next('a value type').split('*');
      const type = typeByte(name);
      const count = this.toU32(repeat, 'a count');
      if (type === undefined || count > 100_000) this.rejected('a value type');
      else for (let i = 0; i < count; i++) types.push(type);
      if (types.length > 200_000) this.rejected('fewer types');
    }
    return types;
  }
}
