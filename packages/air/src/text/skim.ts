// Moves over text without reading it: types and values whose meaning is not needed yet, and function bodies.

import { airCodes } from '@wasmwright/diagnostics';
import type { Context } from './context.ts';
import { BAD, BUILTIN, END, FLOAT, INTEGER, NAME, STRING } from './lexer.ts';
import { Word } from './words.ts';

/** Moves behind the bracket that closes the one at hand. */
export function skipBrackets(context: Context): void {
  const { lexer } = context;
  let depth = 0;
  do {
    if (context.recovering && isDeclarationLine(lexer.text, lexer.start)) {
      context.unexpected('a closing bracket');
    }
    switch (lexer.kind) {
      case 40:
      case 91:
      case 123:
      case 60:
        depth++;
        break;
      case 41:
      case 93:
      case 125:
      case 62:
        depth--;
        break;
      case END:
      case BAD:
        context.unexpected('a closing bracket');
    }
    lexer.next();
  } while (depth > 0);
}

/** Moves behind a type. */
export function skipType(context: Context): void {
  const { lexer } = context;
  for (;;) {
    switch (lexer.kind) {
      case 42: // *
      case 63: // ?
        lexer.next();
        continue;
      case 91: // [
        skipBrackets(context);
        continue;
      case BUILTIN:
        lexer.next();
        if (lexer.kind === 40) skipBrackets(context);
        return;
      case NAME:
        break;
      default:
        context.unexpected('a type');
    }
    const { name, quoted } = lexer;
    lexer.next();
    if (!quoted) {
      if (name === Word.const || name === Word.volatile || name === Word.allowzero) continue;
      if (name === Word.align || name === Word.addrspace) {
        if (lexer.kind === 40) skipBrackets(context);
        continue;
      }
      if (name === Word.fn) {
        if (lexer.kind !== 40) context.unexpected('`(`');
        skipBrackets(context);
        if (context.acceptWord(Word.callconv) && lexer.kind === 40) skipBrackets(context);
        continue;
      }
      if (name === Word.struct || name === Word.error) {
        if (lexer.kind !== 123) context.unexpected('`{`');
        skipBrackets(context);
      }
    }
    if (!context.accept(33)) return;
  }
}

/** Moves behind a value. */
export function skipValue(context: Context): void {
  const { lexer } = context;
  switch (lexer.kind) {
    case 60: // <
      skipBrackets(context);
      return;
    case INTEGER:
    case FLOAT:
    case STRING:
      lexer.next();
      return;
    case BUILTIN:
      lexer.next();
      if (lexer.kind === 40) skipBrackets(context);
      return;
    case NAME:
      if (lexer.is(Word.error)) {
        lexer.next();
        context.expect(46);
      }
      lexer.next();
      return;
    case 46: // .
      lexer.next();
      if (lexer.at(123)) skipBrackets(context);
      else context.takeName('the name of an enum field');
      return;
    case 38: // &
      lexer.next();
      if (context.acceptWord(Word.align) && lexer.at(40)) skipBrackets(context);
      if (lexer.at(60)) skipBrackets(context);
      else context.takeName('the name of a function, const or var');
      if (context.accept(43)) lexer.next();
      return;
    default:
      context.unexpected('a value');
  }
}

const BACKSLASH = 92;
const NEWLINE = 10;
const SLASH = 47;
const QUOTE = 34;
const OPEN = 123;
const CLOSE = 125;

const DECLARATION_WORD =
  /(?:fn|const|var|extern|export|type|threadlocal|noinline|cold|hidden|weak) /y;

/** True when a line begins at an offset, with a declaration: what is inside of one is indented or closes with a bracket. */
function isDeclarationLine(text: string, at: number): boolean {
  if (text.charCodeAt(at - 1) !== NEWLINE) return false;
  DECLARATION_WORD.lastIndex = at;
  return DECLARATION_WORD.test(text);
}

/**
 * Moves behind the `}` of a body whose `{` is the current token, without making tokens: most of a module's text is bodies. With
 * `context.guessing`, the first `}` at the beginning of a line is taken for it, which is true of canonical text.
 *
 * @returns offset of the `}`
 */
export function skipBody(context: Context): number {
  const { lexer } = context;
  const { text } = lexer;
  if (context.guessing) {
    const end = text.indexOf('\n}', lexer.start);
    if (end >= 0) {
      lexer.jump(end + 2);
      return end + 1;
    }
    context.guessing = false;
  }
  const { length } = text;
  let depth = 0;
  let at = lexer.start;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    // Most characters are letters, digits and spaces, which mean nothing here.
    if (code > SLASH && code < OPEN) continue;
    if (code === OPEN) depth++;
    else if (code === CLOSE) {
      if (--depth === 0) {
        lexer.jump(at + 1);
        return at;
      }
    } else if (code === QUOTE) {
      for (at++; at < length; at++) {
        const inside = text.charCodeAt(at);
        if (inside === QUOTE || inside === NEWLINE) break;
        if (inside === BACKSLASH) at++;
      }
    } else if (code === NEWLINE && context.recovering && isDeclarationLine(text, at + 1)) {
      at++;
      break;
    } else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      const line = text.indexOf('\n', at);
      at = line < 0 ? length : line;
    }
  }
  if (at >= length && !context.recovering) {
    // The brace is missing somewhere: before the next declaration, if there is one.
    context.recovering = true;
    return skipBody(context);
  }
  at = Math.min(at, length);
  lexer.jump(at);
  const found = at < length ? 'a new declaration' : 'the end of the text';
  return context.fail(airCodes.unexpectedToken, { expected: '`}`', found }, at);
}
