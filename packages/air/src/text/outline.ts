// The first pass over the text: which declarations there are, and where. It moves over types, values and bodies without reading them, so
// that afterwards every name is known and declarations may come in any order.
//
//   reads:  the text
//   writes: an outline: target, directives, type declarations, navs, exports

import { airCodes } from '@wasmwright/diagnostics';
import { None, type NameId } from '../ids.ts';
import { Linkage, NavFlag, NavKind, Visibility } from '../module.ts';
import type { Target } from '../module.ts';
import type { Context } from './context.ts';
import { ParseFailure } from './context.ts';
import { END, NAME } from './lexer.ts';
import { skipBody, skipBrackets, skipType, skipValue } from './skim.ts';
import { Word } from './words.ts';

/** A nav as the first pass sees it. */
export interface NavOutline {
  readonly name: NameId;
  readonly kind: NavKind;
  /** False when a mistake in it is reported already: it is read as far as possible, silently. */
  whole: boolean;
  /** Bits of `NavFlag`. */
  readonly flags: number;
  /** Offset of the name. */
  readonly start: number;
  /** Offset of what follows the name. */
  readonly position: number;
  /** Offset of the brace that closes the body; the body's reader says whether that is true. */
  end: number;
}

/** A type declaration as the first pass sees it. */
interface TypeOutline {
  readonly name: NameId;
  readonly start: number;
  /** Offset of what follows the `=`. */
  readonly position: number;
  readonly kind: 'struct' | 'union' | 'enum' | 'opaque' | 'alias';
  /** False when a mistake in it is reported already. */
  whole: boolean;
}

/** An export or panic directive: names that are looked up when all navs are known. */
interface NameUse {
  readonly name: NameId;
  readonly start: number;
}

interface ExportOutline extends NameUse {
  readonly as: NameId;
  readonly linkage: Linkage;
  readonly visibility: Visibility;
  readonly section: NameId | typeof None;
}

interface PanicOutline extends NameUse {
  readonly id: NameId;
  readonly idStart: number;
}

/** Everything the first pass finds. */
export interface Outline {
  target: Target | undefined;
  source: string;
  errorBits: number;
  readonly errors: NameId[];
  readonly panics: PanicOutline[];
  readonly types: TypeOutline[];
  readonly navs: NavOutline[];
  readonly exports: ExportOutline[];
}

/** A line that begins a declaration: where reading goes on after a mistake. */
const DECLARATION =
  /^(?:type|const|var|extern|export|threadlocal|fn|weak|hidden|noinline|cold|panic|errors|error_bits|source|target)\b/gm;

/** Moves to the next line behind `from` that begins a declaration. */
function recover(context: Context, from: number): void {
  DECLARATION.lastIndex = from + 1;
  const found = DECLARATION.exec(context.lexer.text);
  context.lexer.jump(found === null ? context.lexer.text.length : found.index);
}

/** Runs the first pass. */
export function outline(context: Context): Outline {
  const { lexer } = context;
  const result: Outline = {
    target: undefined,
    source: '',
    errorBits: 16,
    errors: [],
    panics: [],
    types: [],
    navs: [],
    exports: [],
  };
  lexer.next();
  if (!lexer.is(Word.target)) context.report(airCodes.missingTarget, {});
  while (lexer.kind !== END) {
    const { start } = lexer;
    try {
      declaration(context, result);
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error;
      // After a wrong guess all of it is read again.
      if (context.guessing) return result;
      context.recovering = true;
      recover(context, start);
    }
  }
  return result;
}

function declaration(context: Context, result: Outline): void {
  const { lexer } = context;
  if (lexer.kind !== NAME || lexer.quoted) context.unexpected('a declaration');
  switch (lexer.name) {
    case Word.target:
      lexer.next();
      target(context, result);
      break;
    case Word.source:
      lexer.next();
      result.source = lexer.names.text(context.takeString('the name of a file'));
      break;
    case Word.error_bits:
      lexer.next();
      result.errorBits = context.takeNumber('a width of at most 32 bits', 32);
      break;
    case Word.errors:
      lexer.next();
      context.expect(123);
      while (lexer.kind !== 125) {
        result.errors.push(context.takeName('the name of an error'));
        if (!context.accept(44)) break;
      }
      context.expect(125);
      break;
    case Word.panic: {
      lexer.next();
      const idStart = lexer.start;
      const id = context.takeWord('a panic id');
      context.expect(61);
      const { start } = lexer;
      result.panics.push({ id, idStart, start, name: context.takeName('the name of a function') });
      break;
    }
    case Word.type:
      lexer.next();
      type(context, result);
      break;
    default:
      nav(context, result);
  }
}

function target(context: Context, result: Outline): void {
  const { lexer } = context;
  const { start } = lexer;
  const arch = lexer.names.text(context.takeWord('an architecture'));
  context.expect(45);
  const os = lexer.names.text(context.takeWord('an operating system'));
  const features: string[] = [];
  while (context.accept(43)) features.push(lexer.names.text(context.takeWord('a feature')));
  if (arch !== 'wasm32' && arch !== 'wasm64') {
    context.report(airCodes.badTarget, { name: `${arch}-${os}` }, start);
  } else if (result.target !== undefined) {
    context.report(airCodes.duplicate, { what: 'the', name: 'target' }, start);
  } else {
    result.target = { arch, os, features };
  }
}

function type(context: Context, result: Outline): void {
  const { lexer } = context;
  const { start } = lexer;
  const name = context.takeNewName('the name of a type');
  context.expect(61);
  const position = lexer.start;
  const kind = typeKind(context);
  const made: TypeOutline = { name, start, position, kind, whole: false };
  result.types.push(made);
  lexer.jump(position);
  skipDefinition(context, kind);
  made.whole = true;
}

/** What follows the `=` of a type declaration. */
function skipDefinition(context: Context, kind: TypeOutline['kind']): void {
  const { lexer } = context;
  if (kind === 'alias') {
    skipType(context);
    return;
  }
  while (lexer.kind === NAME) {
    lexer.next();
    if (kind === 'opaque') return;
    if (lexer.at(40)) skipBrackets(context);
  }
  if (lexer.kind !== 123) context.unexpected('`{`');
  skipBrackets(context);
  while (lexer.is(Word.tag_offset) || lexer.is(Word.payload_offset)) {
    lexer.next();
    skipBrackets(context);
  }
}

/** Looks ahead to tell declarations from aliases: `struct { T }` is a tuple, `struct { x: T }` and `struct {}` are declared. */
function typeKind(context: Context): TypeOutline['kind'] {
  const { lexer } = context;
  if (lexer.is(Word.extern) || lexer.is(Word.packed)) {
    lexer.next();
    if (lexer.is(Word.struct)) return 'struct';
    if (lexer.is(Word.union)) return 'union';
    context.unexpected('struct or union');
  }
  if (lexer.is(Word.union)) return 'union';
  if (lexer.is(Word.enum)) return 'enum';
  if (lexer.is(Word.opaque)) return 'opaque';
  if (!lexer.is(Word.struct)) return 'alias';
  lexer.next();
  if (lexer.kind !== 123) return 'struct';
  lexer.next();
  if (lexer.at(125)) return 'struct';
  if (lexer.kind !== NAME) return 'alias';
  lexer.next();
  return lexer.at(58) ? 'struct' : 'alias';
}

const modifiers: readonly (readonly [NameId, number])[] = /* @__PURE__ */ (() => [
  [Word.export, NavFlag.export],
  [Word.extern, NavFlag.extern],
  [Word.weak, NavFlag.weak],
  [Word.hidden, NavFlag.hidden],
  [Word.threadlocal, NavFlag.threadlocal],
  [Word.noinline, NavFlag.noinline],
  [Word.cold, NavFlag.cold],
])();

function nav(context: Context, result: Outline): void {
  const { lexer } = context;
  let flags = 0;
  let kind: NavKind | undefined;
  while (kind === undefined) {
    if (context.acceptWord(Word.fn)) kind = NavKind.function;
    else if (context.acceptWord(Word.const)) kind = NavKind.const;
    else if (context.acceptWord(Word.var)) kind = NavKind.var;
    else {
      const modifier = modifiers.find(([word]) => lexer.is(word));
      if (modifier === undefined) {
        if (flags === NavFlag.export) {
          exported(context, result);
          return;
        }
        context.unexpected(flags === 0 ? 'a declaration' : 'fn, const or var');
      }
      flags |= modifier[1];
      lexer.next();
    }
  }
  const { start } = lexer;
  const name = context.takeNewName('the name of a function, const or var');
  const made: NavOutline = {
    name,
    kind,
    flags,
    start,
    position: lexer.start,
    end: -1,
    whole: false,
  };
  result.navs.push(made);
  if (kind === NavKind.function) {
    if (lexer.kind !== 40) context.unexpected('`(`');
    skipBrackets(context);
    if (context.acceptWord(Word.callconv)) skipBrackets(context);
  } else context.expect(58);
  skipType(context);
  skipAttributes(context);
  if ((flags & NavFlag.extern) === 0) {
    if (kind === NavKind.function) {
      if (lexer.kind !== 123) context.unexpected('`{`');
      made.end = skipBody(context);
    } else {
      context.expect(61);
      skipValue(context);
    }
  }
  made.whole = true;
}

function skipAttributes(context: Context): void {
  const { lexer } = context;
  for (;;) {
    if (lexer.is(Word.align) || lexer.is(Word.section)) {
      lexer.next();
      skipBrackets(context);
    } else if (lexer.is(Word.from) || lexer.is(Word.as)) {
      lexer.next();
      lexer.next();
    } else if (lexer.is(Word.at)) {
      lexer.next();
      lexer.next();
      context.expect(58);
      lexer.next();
    } else return;
  }
}

/** `export name as "x" weak hidden section("s")`; the current token is the name. Words that could also begin a nav belong to the export. */
function exported(context: Context, result: Outline): void {
  const { lexer } = context;
  const { start } = lexer;
  const name = context.takeName('the name of a function, const or var');
  if (!context.acceptWord(Word.as)) context.unexpected('`as`');
  const as = context.takeString('the exported name');
  let linkage: Linkage = Linkage.strong;
  let visibility: Visibility = Visibility.default;
  let section: NameId | typeof None = None;
  if (context.acceptWord(Word.weak)) linkage = Linkage.weak;
  else if (context.acceptWord(Word.link_once)) linkage = Linkage.linkOnce;
  else context.acceptWord(Word.strong);
  if (context.acceptWord(Word.hidden)) visibility = Visibility.hidden;
  else if (context.acceptWord(Word.protected)) visibility = Visibility.protected;
  if (context.acceptWord(Word.section)) {
    context.expect(40);
    section = context.takeString('a section');
    context.expect(41);
  }
  result.exports.push({ name, start, as, linkage, visibility, section });
}
