// The verifier (air.md 8): every violation of a module as a diagnostic.

import { airCodes, diagnose } from '@wasmwright/diagnostics';
import type { Arguments, CodeRow, Diagnostic, Place } from '@wasmwright/diagnostics';
import {
  None,
  type DeclaredId,
  type NameId,
  type NavId,
  type TypeId,
  type ValueId,
} from './ids.ts';
import { NavFlag, NavKind, type Module } from './module.ts';
import { agree } from './agree.ts';
import { panicIds } from './tags.ts';
import { shortTypeText } from './text/print-terms.ts';
import { TypeKind, isDeclaredKind } from './types.ts';
import { BodyVerifier } from './verify-body.ts';
import { verifyTypes } from './verify-types.ts';
import { verifyValues } from './verify-values.ts';

/** Where the parts of the verifier put what they find. */
export class Findings {
  readonly module: Module;
  readonly diagnostics: Diagnostic[] = [];

  constructor(module: Module) {
    this.module = module;
  }

  /** Records a finding about a declaration or type by name, if it has one. */
  about<Row extends CodeRow>(
    row: Row,
    values: Arguments<Row>,
    symbol: string | undefined,
    offset: number = None,
  ): void {
    const place = this.#place(offset);
    this.diagnostics.push(
      diagnose(row, values, symbol === undefined ? place : { ...place, symbol }),
    );
  }

  /** Records a finding about a declared type. */
  aboutDeclared<Row extends CodeRow>(row: Row, values: Arguments<Row>, id: DeclaredId): void {
    const { declared } = this.module.types;
    this.about(row, values, this.module.text(declared.name(id)), declared.position(id));
  }

  /** Records a finding about a type of any kind. */
  aboutType<Row extends CodeRow>(row: Row, values: Arguments<Row>, type: TypeId): void {
    const { types } = this.module;
    if (isDeclaredKind(types.kind(type))) this.aboutDeclared(row, values, types.declaredOf(type));
    else this.about(row, values, shortTypeText(this.module, type));
  }

  #place(offset: number): Place {
    const { file } = this.module;
    const input = file === '' ? {} : { input: file };
    const at = this.module.lineColumn(offset);
    return at === undefined ? input : { ...input, offset, line: at.line, column: at.column };
  }
}

/**
 * Checks a whole module by the rules of air.md.
 *
 * @returns all violations; none means that every later phase can rely on the rules
 * @example
 * const { module } = parseAir('target wasm32-wasi\nfn f() u8 { ret(<u16, 1>) }');
 * verify(module)[0].text; // 'ret: expected u8, found u16'
 */
export function verify(module: Module): Diagnostic[] {
  const findings = new Findings(module);
  verifyTypes(findings);
  // Values and bodies ask for layouts, which mean nothing for types that are wrong.
  if (findings.diagnostics.length > 0) return findings.diagnostics;
  verifyValues(findings);
  verifyNavs(findings);
  const bodies = new BodyVerifier(findings);
  for (const { nav, body } of module.functions) {
    if (isThere(findings, nav, 'a body')) bodies.verify(nav, body);
  }
  return findings.diagnostics;
}

/** Reports a nav that is not there. */
function isThere(findings: Findings, nav: NavId, what: string): boolean {
  if (nav < findings.module.navs.length) return true;
  findings.about(airCodes.missingNav, { what, nav }, undefined);
  return false;
}

/** What is wrong with a nav apart from its value. */
function navProblem(module: Module, nav: NavId): string | undefined {
  const { navs, types } = module;
  const isFunction = navs.kind(nav) === NavKind.function;
  const external = (navs.flags(nav) & NavFlag.extern) !== 0;
  const given = isFunction ? navs.functionOf(nav) : navs.value(nav);
  const what = isFunction ? 'body' : 'value';
  if (navs.type(nav) >= types.length) return 'its type is not there';
  const rows = isFunction ? module.functions.length : module.values.length;
  if (given !== None && given >= rows) return `its ${what} is not there`;
  if (isFunction !== (types.kind(navs.type(nav)) === TypeKind.function)) {
    return isFunction ? 'its type is not a function type' : 'only a function has a function type';
  }
  if (external && given !== None) return `it is extern and has a ${what}`;
  if (!external && given === None) return `it has no ${what}`;
  const flags = navs.flags(nav);
  const onlyFunction = NavFlag.noinline | NavFlag.cold;
  if (!isFunction && (flags & onlyFunction) !== 0) return 'only a function is noinline or cold';
  if (navs.kind(nav) !== NavKind.var && (flags & NavFlag.threadlocal) !== 0) {
    return 'only a var is threadlocal';
  }
  const imported = navs.importModule(nav) !== None || navs.linkName(nav) !== None;
  return imported && !external ? 'only an extern has `from` and `as`' : undefined;
}

/** Exports are of navs that are there, each under a name of its own. */
function verifyExports(findings: Findings): void {
  const { module } = findings;
  const seen = new Set<NameId>();
  for (const { nav, name } of module.exports) {
    if (!isThere(findings, nav, 'an export')) continue;
    const shown = module.text(name);
    if (seen.has(name)) {
      const at = module.navs.position(nav);
      findings.about(airCodes.duplicate, { what: 'the export', name: shown }, shown, at);
    }
    seen.add(name);
  }
}

/** Initial values, declarations without them, alignments, and panic handlers. */
function verifyNavs(findings: Findings): void {
  const { module } = findings;
  const { navs, types, values } = module;
  for (let id = 0; id < navs.length; id++) {
    const nav = id as NavId;
    const name = module.text(navs.name(nav));
    const at = navs.position(nav);
    const problem = navProblem(module, nav);
    if (problem !== undefined) {
      findings.about(airCodes.badDeclaration, { name, problem }, name, at);
      continue;
    }
    const align = navs.align(nav);
    if ((align & (align - 1)) !== 0) findings.about(airCodes.badAlign, { align }, name, at);
    const value = navs.value(nav);
    if (value === None) continue;
    const found = values.type(value as ValueId);
    if (agree(types, found, navs.type(nav))) continue;
    const shown = {
      found: shortTypeText(module, found),
      expected: shortTypeText(module, navs.type(nav)),
    };
    findings.about(airCodes.valueType, shown, name, at);
  }
  verifyExports(findings);
  module.panics.forEach((handler, index) => {
    const id = panicIds[index]!;
    if (handler === None || !isThere(findings, handler as NavId, `the panic ${id}`)) return;
    if (navs.kind(handler as NavId) === NavKind.function) return;
    const name = module.text(navs.name(handler as NavId));
    findings.about(airCodes.badPanicHandler, { name, id }, name);
  });
}
