// What all parts of the parser share: the lexer, the module in the making, the diagnostics.

import { diagnose, airCodes } from '@wasmwright/diagnostics';
import type { Arguments, CodeRow, Diagnostic, Place } from '@wasmwright/diagnostics';
import type { NameId, NavId, TypeId } from '../ids.ts';
import { fitsInteger, shownInteger } from '../integers.ts';
import { LineMap } from '../lines.ts';
import type { Module } from '../module.ts';
import { INTEGER, NAME, STRING, type Lexer } from './lexer.ts';
import { shortTypeText } from './print-terms.ts';
import { needsQuotes } from './words.ts';

/** Thrown to leave the declaration at hand after its diagnostic is recorded; never leaves the parser. No Error: a stack trace is slow. */
export class ParseFailure {}

/** The states of a parse that all its parts use. */
export class Context {
  readonly lexer: Lexer;
  readonly file: string;
  readonly diagnostics: Diagnostic[] = [];
  /** Navs whose type could not be read. What names them is left out silently. */
  readonly broken: Set<NavId> = new Set();
  /** The first pass takes the first `}` at the beginning of a line for the end of a body; it is tested when the body is read. */
  guessing: boolean;
  /** Set by the first mistake of the first pass: from then on a body ends before a line that begins a declaration. */
  recovering = false;
  readonly lines: LineMap;
  #module: Module | undefined;

  constructor(lexer: Lexer, file: string, guessing: boolean) {
    this.lexer = lexer;
    this.file = file;
    this.guessing = guessing;
    this.lines = new LineMap(lexer.text);
  }

  /** The module in the making; there is none before its target is known. */
  get module(): Module {
    if (this.#module === undefined) throw new TypeError('the module is not there yet');
    return this.#module;
  }

  set module(module: Module) {
    this.#module = module;
  }

  place(offset: number): Place {
    return { input: this.file, ...this.lines.at(offset), offset };
  }

  /** Records a diagnostic about the text at an offset. */
  report<Row extends CodeRow>(
    row: Row,
    values: Arguments<Row>,
    offset: number = this.lexer.start,
  ): void {
    this.diagnostics.push(diagnose(row, values, this.place(offset)));
  }

  /** Records a diagnostic and leaves the declaration. */
  fail<Row extends CodeRow>(
    row: Row,
    values: Arguments<Row>,
    offset: number = this.lexer.start,
  ): never {
    this.report(row, values, offset);
    throw new ParseFailure();
  }

  /** Leaves the declaration because the current token is not what was expected. */
  unexpected(expected: string): never {
    if (this.lexer.isOpenString) this.fail(airCodes.openString, {});
    this.fail(airCodes.unexpectedToken, { expected, found: this.lexer.found() });
  }

  /** Moves past a punctuation character. */
  expect(code: number): void {
    if (this.lexer.kind !== code) this.unexpected(`\`${String.fromCharCode(code)}\``);
    this.lexer.next();
  }

  /** Moves past a punctuation character if it is there. */
  accept(code: number): boolean {
    if (this.lexer.kind !== code) return false;
    this.lexer.next();
    return true;
  }

  /** Moves past a word if it is there. */
  acceptWord(word: NameId): boolean {
    if (!this.lexer.is(word)) return false;
    this.lexer.next();
    return true;
  }

  /** The name that must stand here. */
  takeName(what: string): NameId {
    const { lexer } = this;
    if (!lexer.isName) this.unexpected(what);
    if (lexer.quoted) this.checkEscapes();
    const { name } = lexer;
    lexer.next();
    return name;
  }

  /** `takeName` for a declaration, whose name has quotes where it needs them. */
  takeNewName(what: string): NameId {
    const { lexer } = this;
    const { quoted, start } = lexer;
    const name = this.takeName(what);
    const text = lexer.names.text(name);
    if (!quoted && text.split('.').some(needsQuotes)) {
      this.report(airCodes.needsQuotes, { name: text }, start);
    }
    return name;
  }

  /** Any word, reserved or not. */
  takeWord(what: string): NameId {
    const { lexer } = this;
    if (lexer.kind !== NAME) this.unexpected(what);
    const { name } = lexer;
    lexer.next();
    return name;
  }

  /** The unsigned integer of at most `max` that must stand here. */
  takeNumber(what: string, max: number): number {
    const { lexer } = this;
    if (lexer.kind !== INTEGER) this.unexpected(what);
    const wide = this.integer();
    if (wide < 0) this.unexpected(what);
    if (wide > max) {
      this.fail(airCodes.tooLarge, { what, found: lexer.found() });
    }
    lexer.next();
    return Number(wide);
  }

  /** The exact value of the INTEGER token, without moving. */
  integer(): number | bigint {
    const { lexer } = this;
    if (lexer.small) return lexer.number;
    const value = lexer.exact();
    if (value === undefined) {
      this.fail(airCodes.badNumber, { found: lexer.found(), what: 'integer' });
    }
    return value;
  }

  /** Reports a value of an integer type that does not fit. */
  checkRange(type: TypeId, value: number | bigint, offset: number = this.lexer.start): void {
    const { types } = this.module;
    if (fitsInteger(types.bits(type), types.signed(type), value)) return;
    const shown = shortTypeText(this.module, type);
    this.report(airCodes.valueRange, { value: shownInteger(value), type: shown }, offset);
  }

  /** `(n)` */
  takeParenthesized(what: string, max: number): number {
    this.expect(40);
    const value = this.takeNumber(what, max);
    this.expect(41);
    return value;
  }

  /** `(n)` for an alignment. */
  takeAlign(): number {
    this.expect(40);
    const value = this.takePowerOfTwo();
    this.expect(41);
    return value;
  }

  takePowerOfTwo(): number {
    const at = this.lexer.start;
    const align = this.takeNumber('an alignment', 2 ** 31);
    if (align === 0 || (align & (align - 1)) !== 0) this.fail(airCodes.badAlign, { align }, at);
    return align;
  }

  /** The string that must stand here, as a name. */
  takeString(what: string): NameId {
    const { lexer } = this;
    if (lexer.kind !== STRING) this.unexpected(what);
    this.checkEscapes();
    const name = lexer.names.intern(lexer.string());
    lexer.next();
    return name;
  }

  /** Reports a wrong escape in the STRING or quoted NAME token. */
  checkEscapes(): void {
    const bad = this.lexer.wrongEscape();
    if (bad >= 0) this.report(airCodes.badEscape, {}, bad);
  }
}
