// The text form's front door: `parseAir`.
//
//   outline       which declarations there are, and where        (outline.ts)
//   types         definitions of declared types, aliases          (declarations.ts, terms.ts)
//   navs          types and attributes, then initial values
//   bodies        functions                                       (body.ts)

import { airCodes, type Diagnostic } from '@wasmwright/diagnostics';
import type { NavId } from '../ids.ts';
import { Linkage, Module, NavFlag, NavKind, Visibility } from '../module.ts';
import { panicIds, type PanicId } from '../tags.ts';
import { BodyParser } from './body.ts';
import { Context, ParseFailure } from './context.ts';
import { defineNav, defineType } from './declarations.ts';
import { Lexer } from './lexer.ts';
import { outline, type NavOutline, type Outline } from './outline.ts';
import { shortTypeText } from './print-terms.ts';
import { TermParser } from './terms.ts';
import type { TypeDeclaration } from './type-reader.ts';
import { namesWithWords } from './words.ts';

/** What a parse gives. */
export interface ParseResult {
  /** Everything that could be read. Only a module without error diagnostics is complete. */
  readonly module: Module;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParseOptions {
  /** Name of the text in diagnostics. @default '' */
  readonly file?: string;
}

/**
 * Reads a module in the text form of AIR. Mistakes become diagnostics with line and column; reading goes on at the next declaration.
 *
 * @param text - the whole module
 * @returns the module, and all diagnostics of the text
 * @example
 * const { module, diagnostics } = parseAir('target wasm32-wasi\nexport fn f() callconv(c) void { ret(void_value) }');
 */
export function parseAir(text: string, options: ParseOptions = {}): ParseResult {
  if (typeof text !== 'string') throw new TypeError('text is a string');
  // Where bodies end is guessed first. When that was wrong, or there are mistakes, all of it is read again with care.
  return parse(text, options, true) ?? parse(text, options, false)!;
}

/** One attempt. @returns undefined when guessing did not do */
function parse(text: string, options: ParseOptions, guessing: boolean): ParseResult | undefined {
  const names = namesWithWords();
  const context = new Context(new Lexer(text, names), options.file ?? '', guessing);
  const found = outline(context);
  if (guessing && context.diagnostics.length > 0) return undefined;
  const target = found.target ?? { arch: 'wasm32', os: 'freestanding', features: [] };
  const module = new Module(target, found.errorBits, names);
  context.module = module;
  module.source = found.source;
  module.file = context.file;
  module.lines = context.lines;
  for (const name of found.errors) module.errors.intern(name);
  const terms = new TermParser(context);
  terms.describe = (type) => shortTypeText(module, type);
  const navs = declareNavs(context, found);
  readTypes(context, terms, found);
  const exact = readNavs(context, terms, navs);
  readUses(context, found);
  if (guessing && (!exact || context.diagnostics.length > 0)) return undefined;
  return { module, diagnostics: context.diagnostics };
}

/** Runs one step of reading a declaration; a mistake in it is recorded, unless there was one before, and ends the step. */
function attempt(context: Context, terms: TermParser, whole: boolean, step: () => void): void {
  const before = context.diagnostics.length;
  try {
    step();
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    terms.reset();
  }
  if (!whole) context.diagnostics.length = before;
}

/** Gives every nav its id, so that constants can name navs that come later. */
function declareNavs(context: Context, found: Outline): { id: NavId; outline: NavOutline }[] {
  const { module } = context;
  const navs: { id: NavId; outline: NavOutline }[] = [];
  for (const nav of found.navs) {
    if (module.navs.find(nav.name) !== undefined) {
      const name = module.text(nav.name);
      context.report(airCodes.duplicate, { what: 'the name', name }, nav.start);
      continue;
    }
    const { kind, flags } = nav;
    const definition = { kind, flags, type: module.types.void };
    navs.push({ id: module.navs.add(nav.name, definition, nav.start), outline: nav });
  }
  return navs;
}

/** Declares all types, then defines them. */
function readTypes(context: Context, terms: TermParser, found: Outline): void {
  const { module } = context;
  const declarations: { readonly declaration: TypeDeclaration; readonly whole: boolean }[] = [];
  for (const type of found.types) {
    if (terms.declarations.has(type.name)) {
      const name = module.text(type.name);
      context.report(airCodes.duplicate, { what: 'type', name }, type.start);
      continue;
    }
    const declaration: TypeDeclaration = {
      name: type.name,
      position: type.position,
      alias: type.kind === 'alias',
      type:
        type.kind === 'alias' ? undefined : module.types.declare(type.kind, type.name, type.start),
      state: 'new',
    };
    terms.addDeclaration(declaration);
    declarations.push({ declaration, whole: type.whole });
  }
  terms.define = (declaration) => defineType(context, terms, declaration);
  for (const { declaration, whole } of declarations) {
    attempt(context, terms, whole, () => terms.readDeclaration(declaration));
    if (declaration.alias && declaration.type !== undefined) {
      module.addAlias(declaration.name, declaration.type);
    }
  }
  // Values of packed types may have asked for layouts before all fields were known.
  module.layout.reset();
}

/** Reads the types of all navs, then what needs those types: initial values and bodies. True if bodies end where the outline says. */
function readNavs(
  context: Context,
  terms: TermParser,
  navs: readonly { id: NavId; outline: NavOutline }[],
): boolean {
  const { lexer, module } = context;
  const bodies = new BodyParser(context, terms);
  const positions = navs.map(({ id, outline: nav }) => {
    let position = -1;
    attempt(context, terms, nav.whole, () => {
      position = defineNav(context, terms, id, nav);
    });
    if (position < 0) context.broken.add(id);
    return position;
  });
  let exact = true;
  navs.forEach(({ id, outline: { kind, flags, whole, end } }, index) => {
    const position = positions[index]!;
    if (!whole || position < 0 || (flags & NavFlag.extern) !== 0) return;
    attempt(context, terms, whole, () => {
      lexer.jump(position);
      const type = module.navs.type(id);
      if (kind === NavKind.function) {
        module.addFunction(id, bodies.parse(type));
        if (lexer.start !== end) exact = false;
      } else module.navs.setValue(id, terms.value(type));
    });
  });
  return exact;
}

/** Exports and panic handlers. */
function readUses(context: Context, found: Outline): void {
  const { module } = context;
  const find = (use: { name: number; start: number }): NavId | undefined => {
    const nav = module.navs.find(use.name as NavOutline['name']);
    if (nav === undefined) {
      const name = module.text(use.name as NavOutline['name']);
      context.report(airCodes.unknownNav, { name }, use.start);
    }
    return nav;
  };
  for (let id = 0; id < module.navs.length; id++) {
    const nav = id as NavId;
    const flags = module.navs.flags(nav);
    if ((flags & NavFlag.export) === 0) continue;
    module.addExport({
      nav,
      name: module.navs.name(nav),
      linkage: (flags & NavFlag.weak) !== 0 ? Linkage.weak : Linkage.strong,
      visibility: (flags & NavFlag.hidden) !== 0 ? Visibility.hidden : Visibility.default,
    });
  }
  for (const { as, linkage, visibility, section, ...use } of found.exports) {
    const nav = find(use);
    if (nav !== undefined) module.addExport({ nav, name: as, linkage, visibility, section });
  }
  for (const { id, idStart, ...use } of found.panics) {
    const text = module.text(id);
    const known = panicIds.find((panic) => panic === text);
    if (known === undefined) {
      const list = panicIds.join(' ');
      context.report(airCodes.unknownWord, { what: 'panic id', name: text, list }, idStart);
      continue;
    }
    const nav = find(use);
    if (nav !== undefined) module.setPanic(known satisfies PanicId, nav);
  }
}
