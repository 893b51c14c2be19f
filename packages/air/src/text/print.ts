// The canonical text of a module: `parseAir` of it gives an equal module, and text in canonical form prints back to itself.

import { None, type NameId, type NavId, type TypeId, type ValueId } from '../ids.ts';
import { ContainerLayout } from '../declared.ts';
import { Linkage, NavFlag, NavKind, Visibility, type Module } from '../module.ts';
import { Tag, panicIds } from '../tags.ts';
import { TypeKind } from '../types.ts';
import { printBody } from './print-body.ts';
import {
  nameText,
  partTypeText,
  quoteText,
  signatureText,
  typeText,
  valueText,
} from './print-terms.ts';

/** Structs and unions with more fields than this have a line for each. */
const FIELDS_ON_A_LINE = 4;

/**
 * Prints a module in canonical form.
 *
 * @example
 * const { module } = parseAir('target wasm32-wasi // for WASI\n');
 * printAir(module); // 'target wasm32-wasi\n'
 */
export function printAir(module: Module): string {
  const sections = [
    directives(module),
    typeDeclarations(module),
    ...navSections(module),
    exportsOf(module),
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function directives(module: Module): string {
  const { target } = module;
  let out = `target ${target.arch}-${target.os}`;
  for (const feature of target.features) out += ` +${feature}`;
  out += '\n';
  if (module.source !== '') out += `source ${quoteText(module.source)}\n`;
  const errors: string[] = [];
  for (let id = 1; id <= module.errors.length; id++) {
    errors.push(nameText(module, module.errors.name(id as never)));
  }
  if (errors.length > 0) out += `errors { ${errors.join(', ')} }\n`;
  if (module.errorBits !== 16) out += `error_bits ${module.errorBits}\n`;
  module.panics.forEach((handler, index) => {
    if (handler === None) return;
    out += `panic ${panicIds[index]!} = ${nameText(module, module.navs.name(handler as NavId))}\n`;
  });
  return out;
}

function typeDeclarations(module: Module): string {
  const { declared } = module.types;
  let out = '';
  for (let id = 0; id < declared.length; id++) {
    const type = declared.type(id as never);
    out += `type ${nameText(module, declared.name(id as never))} = ${declarationText(module, type)}\n`;
  }
  for (const { name, type } of module.aliases) {
    out += `type ${nameText(module, name)} = ${typeText(module, type)}\n`;
  }
  return out;
}

/** What stands behind the `=` of a type declaration. */
function declarationText(module: Module, type: TypeId): string {
  const { types } = module;
  const { declared } = types;
  const id = types.declaredOf(type);
  const kind = types.kind(type);
  if (kind === TypeKind.opaque) return 'opaque';
  if (kind === TypeKind.enum) return enumText(module, type);
  const layout = declared.layout(id);
  let out = '';
  if (layout === ContainerLayout.extern) out += 'extern ';
  if (layout === ContainerLayout.packed) out += 'packed ';
  out += kind === TypeKind.struct ? 'struct' : 'union';
  const inner = layout === ContainerLayout.packed ? declared.backing(id) : declared.tag(id);
  if (inner !== None) out += `(${partTypeText(module, inner as TypeId)})`;
  if (declared.size(id) !== None) out += ` size(${declared.size(id)})`;
  if (declared.align(id) !== 0) out += ` align(${declared.align(id)})`;
  const fields: string[] = [];
  for (let at = 0; at < declared.fieldCount(id); at++) fields.push(fieldText(module, type, at));
  if (fields.length === 0) out += ' {}';
  else if (fields.length <= FIELDS_ON_A_LINE) out += ` { ${fields.join(', ')} }`;
  else out += ` {\n  ${fields.join(',\n  ')}\n}`;
  if (declared.tagOffset(id) !== None) out += ` tag_offset(${declared.tagOffset(id)})`;
  if (declared.payloadOffset(id) !== None) out += ` payload_offset(${declared.payloadOffset(id)})`;
  return out;
}

function fieldText(module: Module, type: TypeId, index: number): string {
  const { declared } = module.types;
  const id = module.types.declaredOf(type);
  const name = nameText(module, declared.fieldName(id, index));
  let out = `${name}: ${partTypeText(module, declared.fieldType(id, index))}`;
  const align = declared.fieldAlign(id, index);
  const offset = declared.fieldOffset(id, index);
  const comptime = declared.fieldComptime(id, index);
  if (align !== 0) out += ` align(${align})`;
  if (offset !== None) out += ` offset(${offset})`;
  if (comptime !== None) out += ` comptime = ${valueText(module, comptime as ValueId)}`;
  return out;
}

function enumText(module: Module, type: TypeId): string {
  const { declared } = module.types;
  const id = module.types.declaredOf(type);
  const fields: string[] = [];
  for (let at = 0; at < declared.fieldCount(id); at++) {
    const name = nameText(module, declared.fieldName(id, at));
    fields.push(`${name} = ${valueText(module, declared.enumValue(id, at))}`);
  }
  if (!declared.isExhaustive(id)) fields.push('_');
  const tag = declared.tag(id);
  const head = tag === None ? 'enum' : `enum(${partTypeText(module, tag as TypeId)})`;
  return fields.length === 0 ? `${head} { }` : `${head} { ${fields.join(', ')} }`;
}

/** Words before `fn`, `var` and `const`, in the order of printing. */
const modifiers: readonly (readonly [number, string])[] = /* @__PURE__ */ (() =>
  [
    [NavFlag.export, 'export '],
    [NavFlag.extern, 'extern '],
    [NavFlag.weak, 'weak '],
    [NavFlag.hidden, 'hidden '],
    [NavFlag.threadlocal, 'threadlocal '],
    [NavFlag.noinline, 'noinline '],
    [NavFlag.cold, 'cold '],
  ] as const)();

function modifierText(flags: number): string {
  let out = '';
  for (const [flag, word] of modifiers) if ((flags & flag) !== 0) out += word;
  return out;
}

/** The line of a nav up to its value or body. */
function navText(module: Module, nav: NavId): string {
  const { navs } = module;
  const kind = navs.kind(nav);
  let out = modifierText(navs.flags(nav));
  const name = nameText(module, navs.name(nav));
  if (kind === NavKind.function) out += `fn ${name}${signatureText(module, navs.type(nav))}`;
  else
    out += `${kind === NavKind.const ? 'const' : 'var'} ${name}: ${partTypeText(module, navs.type(nav))}`;
  const quoted = (text: NameId | typeof None): string => quoteText(module.text(text as NameId));
  if (navs.align(nav) !== 0) out += ` align(${navs.align(nav)})`;
  if (navs.section(nav) !== None) out += ` section(${quoted(navs.section(nav))})`;
  if (navs.importModule(nav) !== None) out += ` from ${quoted(navs.importModule(nav))}`;
  if (navs.linkName(nav) !== None) out += ` as ${quoted(navs.linkName(nav))}`;
  if (navs.file(nav) !== None) out += ` at ${quoted(navs.file(nav))}:${navs.line(nav)}`;
  return out;
}

/**
 * Navs in order: each function with a body is a section, and so are the others between two of those. Functions that are never entered
 * are printed among the others while any follow.
 */
function navSections(module: Module): string[] {
  const { navs } = module;
  let last = navs.length - 1;
  while (last >= 0 && navs.functionOf(last as NavId) !== None) last--;
  const sections: string[] = [];
  let lines = '';
  for (let id = 0; id < navs.length; id++) {
    const nav = id as NavId;
    if (navs.functionOf(nav) === None || (id < last && isStub(module, nav))) {
      lines += wholeNav(module, nav);
      continue;
    }
    sections.push(lines, wholeNav(module, nav));
    lines = '';
  }
  sections.push(lines);
  return sections;
}

/** True for a function that holds nothing but `unreach()`. */
function isStub(module: Module, nav: NavId): boolean {
  const { body } = module.functions[module.navs.functionOf(nav)]!;
  return body.length === 1 && body.tags[0] === Tag.unreach;
}

function wholeNav(module: Module, nav: NavId): string {
  const { navs } = module;
  const head = navText(module, nav);
  const body = navs.functionOf(nav);
  if (body !== None) return `${head} {\n${printBody(module, module.functions[body]!.body)}}\n`;
  const value = navs.value(nav);
  return value === None ? `${head}\n` : `${head} = ${valueText(module, value as ValueId)}\n`;
}

function exportsOf(module: Module): string {
  const { navs } = module;
  let out = '';
  for (const { nav, name, linkage, visibility, section } of module.exports) {
    const own = name === navs.name(nav) && (navs.flags(nav) & NavFlag.export) !== 0;
    if (own && section === None && ownLinkage(module, nav, linkage, visibility)) continue;
    out += `export ${nameText(module, navs.name(nav))} as ${quoteText(module.text(name))}`;
    if (linkage === Linkage.weak) out += ' weak';
    if (linkage === Linkage.linkOnce) out += ' link_once';
    if (visibility === Visibility.hidden) out += ' hidden';
    if (visibility === Visibility.protected) out += ' protected';
    if (section !== None) out += ` section(${quoteText(module.text(section as NameId))})`;
    out += '\n';
  }
  return out;
}

/** True when the words before the nav say the same as the export's own record. */
function ownLinkage(module: Module, nav: NavId, linkage: Linkage, visibility: Visibility): boolean {
  const flags = module.navs.flags(nav);
  const weak = (flags & NavFlag.weak) !== 0 ? Linkage.weak : Linkage.strong;
  const hidden = (flags & NavFlag.hidden) !== 0 ? Visibility.hidden : Visibility.default;
  return linkage === weak && visibility === hidden;
}
