// Definitions of types, and what follows the name of a nav.

import { airCodes } from '@wasmwright/diagnostics';
import { ContainerLayout } from '../declared.ts';
import type { EnumFieldDefinition, FieldDefinition } from '../declared.ts';
import { None, type NameId, type NavId, type TypeId, type ValueId } from '../ids.ts';
import { NavFlag, NavKind } from '../module.ts';
import { TypeKind } from '../types.ts';
import type { Context } from './context.ts';
import { INTEGER } from './lexer.ts';
import type { NavOutline } from './outline.ts';
import type { TermParser } from './terms.ts';
import type { TypeDeclaration } from './type-reader.ts';
import { Word } from './words.ts';

/** Largest size, offset or alignment a declaration may state. */
const MAX_SIZE = 2 ** 31;

/** Reads the definition of a struct, union, enum or opaque and gives it to the type. */
export function defineType(
  context: Context,
  terms: TermParser,
  declaration: TypeDeclaration,
): void {
  const { lexer, module } = context;
  const { types } = module;
  const id = types.declaredOf(declaration.type!);
  lexer.jump(declaration.position);
  let layout: ContainerLayout = ContainerLayout.auto;
  if (context.acceptWord(Word.extern)) layout = ContainerLayout.extern;
  else if (context.acceptWord(Word.packed)) layout = ContainerLayout.packed;
  lexer.next(); // struct, union, enum, opaque: the first pass has seen it
  switch (types.kind(declaration.type!)) {
    case TypeKind.struct: {
      const backing = layout === ContainerLayout.packed ? parenthesizedType(context, terms) : None;
      const { size, align } = statedLayout(context);
      const fields = containerFields(context, terms, declaration);
      types.declared.defineContainer(id, { fields, layout, backing, size, align });
      break;
    }
    case TypeKind.union: {
      const inner = parenthesizedType(context, terms);
      const { size, align } = statedLayout(context);
      const fields = containerFields(context, terms, declaration);
      let tagOffset = None;
      let payloadOffset = None;
      if (context.acceptWord(Word.tag_offset)) {
        tagOffset = context.takeParenthesized('an offset', MAX_SIZE);
      }
      if (context.acceptWord(Word.payload_offset)) {
        payloadOffset = context.takeParenthesized('an offset', MAX_SIZE);
      }
      const packed = layout === ContainerLayout.packed;
      const tag = packed ? None : inner;
      const backing = packed ? inner : None;
      types.declared.defineContainer(id, {
        fields, layout, backing, tag, size, align, tagOffset, payloadOffset,
      }); // prettier-ignore
      break;
    }
    case TypeKind.enum:
      defineEnum(context, terms, declaration);
      break;
    default:
      types.declared.defineContainer(id, { fields: [] });
  }
}

function parenthesizedType(context: Context, terms: TermParser): TypeId | typeof None {
  if (!context.accept(40)) return None;
  const type = terms.type();
  context.expect(41);
  return type;
}

/** `size(n) align(n)` */
function statedLayout(context: Context): { size: number; align: number } {
  let size = None;
  let align = 0;
  if (context.acceptWord(Word.size)) size = context.takeParenthesized('a size', MAX_SIZE);
  if (context.acceptWord(Word.align)) align = context.takeAlign();
  return { size, align };
}

function containerFields(
  context: Context,
  terms: TermParser,
  declaration: TypeDeclaration,
): FieldDefinition[] {
  const { lexer, module } = context;
  const fields: FieldDefinition[] = [];
  const seen = new Set<NameId>();
  const blank = module.names.intern('_');
  context.expect(123);
  while (lexer.kind !== 125) {
    const { start } = lexer;
    const name = context.takeName('the name of a field');
    if (seen.has(name) && name !== blank) {
      const shown = `${module.text(declaration.name)}.${module.text(name)}`;
      context.report(airCodes.duplicate, { what: 'field', name: shown }, start);
    }
    seen.add(name);
    context.expect(58);
    const type = terms.type();
    let align = 0;
    let offset = None;
    let comptime: ValueId | typeof None = None;
    for (;;) {
      if (context.acceptWord(Word.align)) align = context.takeAlign();
      else if (context.acceptWord(Word.offset)) {
        offset = context.takeParenthesized('an offset', MAX_SIZE);
      } else if (context.acceptWord(Word.comptime)) {
        context.expect(61);
        comptime = terms.value(type);
      } else break;
    }
    fields.push({ name, type, align, offset, comptime });
    if (!context.accept(44)) break;
  }
  context.expect(125);
  return fields;
}

function defineEnum(context: Context, terms: TermParser, declaration: TypeDeclaration): void {
  const { lexer, module } = context;
  const { types, values } = module;
  const stated = parenthesizedType(context, terms);
  if (stated !== None && types.kind(stated as TypeId) !== TypeKind.int) {
    const name = module.text(declaration.name);
    context.fail(airCodes.badEnum, { name, problem: 'its tag type is not an integer' });
  }
  const names: NameId[] = [];
  const numbers: bigint[] = [];
  const seen = new Set<NameId>();
  let exhaustive = true;
  let next = 0n;
  let largest = 0n;
  context.expect(123);
  while (lexer.kind !== 125) {
    const { start, quoted } = lexer;
    const name = context.takeName('the name of an enum field');
    if (!quoted && module.text(name) === '_') exhaustive = false;
    else {
      let at = start;
      if (context.accept(61)) {
        if (lexer.kind !== INTEGER) context.unexpected('an integer');
        next = BigInt(context.integer());
        at = lexer.start;
        lexer.next();
      }
      if (stated !== None) context.checkRange(stated as TypeId, next, at);
      if (seen.has(name)) {
        const shown = `${module.text(declaration.name)}.${module.text(name)}`;
        context.report(airCodes.duplicate, { what: 'field', name: shown }, start);
      }
      seen.add(name);
      names.push(name);
      numbers.push(next);
      if (next > largest) largest = next;
      next += 1n;
    }
    if (!context.accept(44)) break;
  }
  context.expect(125);
  const bits = largest === 0n ? 0 : largest.toString(2).length;
  const tag = stated === None ? types.int(false, Math.min(bits, 65535)) : (stated as TypeId);
  const fields: EnumFieldDefinition[] = names.map((name, at) => ({
    name,
    value: values.int(tag, numbers[at]!),
  }));
  types.declared.defineEnum(types.declaredOf(declaration.type!), tag, fields, exhaustive);
}

/** Reads the type and attributes of a nav. @returns the offset of its body or value, if it has one */
export function defineNav(
  context: Context,
  terms: TermParser,
  nav: NavId,
  outline: NavOutline,
): number {
  const { lexer, module } = context;
  lexer.jump(outline.position);
  if (outline.kind !== NavKind.function) context.expect(58);
  const type = outline.kind === NavKind.function ? terms.signature() : terms.type();
  let align = 0;
  let line = 0;
  let section: NameId | typeof None = None;
  let importModule: NameId | typeof None = None;
  let linkName: NameId | typeof None = None;
  let file: NameId | typeof None = None;
  for (;;) {
    if (context.acceptWord(Word.align)) align = context.takeAlign();
    else if (context.acceptWord(Word.section)) {
      context.expect(40);
      section = context.takeString('a section');
      context.expect(41);
    } else if (context.acceptWord(Word.from)) {
      importModule = context.takeString('an import module');
    } else if (context.acceptWord(Word.as)) {
      linkName = context.takeString('a symbol name');
    } else if (context.acceptWord(Word.at)) {
      file = context.takeString('the name of a file');
      context.expect(58);
      line = context.takeNumber('a line', 2 ** 31);
    } else break;
  }
  const { kind, flags } = outline;
  const parts = { kind, flags, type, align, section, importModule, linkName, file, line };
  module.navs.define(nav, parts);
  // Not `None`, which no array of small integers can hold: all offsets after it would be boxed.
  if ((flags & NavFlag.extern) !== 0) return lexer.start;
  if (kind !== NavKind.function) context.expect(61);
  else if (lexer.kind !== 123) context.unexpected('`{`');
  return lexer.start;
}
