/** What AIR modules have to do with the findings of a link: where a symbol is declared, and why it is missing. */
import { type Module, NavFlag, type NavId, None, Visibility } from '@wasmwright/air';
import type { Unit } from '@wasmwright/codegen';
import {
  type CodeRow,
  diagnose,
  type Diagnostic,
  driverCodes,
  linkerCodes,
} from '@wasmwright/diagnostics';
import { intrinsicId, Tag } from '@wasmwright/mir';

/** A module and what code generation made of it. */
export interface Generated {
  /** Path, as in diagnostics. */
  readonly path: string;
  readonly module: Module;
  readonly unit: Unit;
}

/** Findings of a link that name a symbol: their code, where the symbol stands, and what its declaration is told. */
const FINDINGS: readonly {
  readonly code: string;
  readonly symbol: RegExp;
  readonly row: CodeRow;
  /** Only modules that take the symbol from elsewhere are concerned. */
  readonly isExtern: boolean;
}[] = [
  {
    code: linkerCodes.undefinedSymbol.code,
    symbol: /: undefined symbol: (.*)/,
    row: driverCodes.notDefined,
    isExtern: true,
  },
  {
    code: linkerCodes.duplicateSymbol.code,
    symbol: /^duplicate symbol: (.*)/,
    row: driverCodes.definedTwice,
    isExtern: false,
  },
  {
    code: linkerCodes.functionSignatureMismatch.code,
    symbol: /^function signature mismatch: (.*)/,
    row: driverCodes.declaredDifferently,
    isExtern: true,
  },
];
/** True for codes of the linker that `explain` adds places and next steps to. */
export function isExplained(code: string): boolean {
  return (
    code === linkerCodes.missingIntrinsic.code || FINDINGS.some((finding) => finding.code === code)
  );
}

/** Findings that tell of a symbol nobody defines. */
const MISSING: readonly RegExp[] = [/: undefined symbol: (.*)/, /--export not found: (.*)/];

/**
 * Places in AIR texts that belong to the findings of a link: declarations of the symbols, and functions that code
 * generation left out though something needs them. Left-out functions that nothing but the host could call are warnings.
 */
export function explain(
  sources: readonly Generated[],
  findings: readonly Diagnostic[],
): readonly Diagnostic[] {
  const missing = new Set(
    findings.flatMap(({ text }) => MISSING.flatMap((pattern) => pattern.exec(text)?.[1] ?? [])),
  );
  const explained = new Set<string>();
  const leftOut = sources.flatMap((source) => explainLeftOut(source, missing, explained));
  return [
    ...leftOut,
    ...explainDeclarations(sources, findings, explained),
    ...findings.flatMap((finding) => explainRuntime(sources, finding)),
  ];
}

/** The first function that calls a run-time function nobody defines. */
function explainRuntime(sources: readonly Generated[], finding: Diagnostic): readonly Diagnostic[] {
  if (finding.code !== linkerCodes.missingIntrinsic.code) return [];
  const symbol = /'(.*)'/.exec(finding.text)?.[1] ?? '';
  const id = intrinsicId(symbol);
  for (const { path, module, unit } of sources) {
    for (const { id: nav, mir } of unit.functions) {
      if (!mir.tags.some((tag, at) => tag === Tag.call_intrinsic && mir.data[at] === id)) continue;
      const name = module.text(module.navs.name(nav));
      const place = module.lineColumn(module.navs.position(nav));
      const at = { input: path, symbol: name, ...place };
      return [diagnose(driverCodes.needsRuntime, { name, symbol }, at)];
    }
  }
  return [];
}

/**
 * Functions that are not there: as errors if they are missed, as warnings if they were to be exported.
 *
 * @param explained - gets their names
 */
function explainLeftOut(
  source: Generated,
  missing: ReadonlySet<string>,
  explained: Set<string>,
): readonly Diagnostic[] {
  if (source.unit.diagnostics.length === 0) return [];
  const { module, unit } = source;
  const exported = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { nav, name, visibility } of module.exports) {
    const own = module.text(module.navs.name(nav));
    exported.set(own, [...(exported.get(own) ?? []), module.text(name)]);
    if (visibility === Visibility.default) seen.add(own);
  }
  return unit.diagnostics.flatMap((one) => {
    const own = one.at.symbol ?? '';
    const names = [own, ...(exported.get(own) ?? [])];
    for (const name of names) explained.add(name);
    if (names.some((name) => missing.has(name))) return [one];
    return seen.has(own) ? [asWarning(one)] : [];
  });
}

/** A left-out function matters only to who needs it. */
export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

/** The declarations of symbols that a link complains about. */
function explainDeclarations(
  sources: readonly Generated[],
  findings: readonly Diagnostic[],
  explained: ReadonlySet<string>,
): readonly Diagnostic[] {
  const result: Diagnostic[] = [];
  const done = new Set<string>();
  for (const { code, text } of findings) {
    for (const { code: wanted, symbol, row, isExtern } of FINDINGS) {
      const name = code === wanted ? symbol.exec(text)?.[1] : undefined;
      if (name === undefined || explained.has(name) || done.has(`${code} ${name}`)) continue;
      done.add(`${code} ${name}`);
      for (const { path, module } of sources) {
        const nav = declarationOf(module, name, isExtern);
        if (nav === undefined) continue;
        const place = module.lineColumn(module.navs.position(nav));
        result.push(diagnose(row, { symbol: name }, { input: path, symbol: name, ...place }));
      }
    }
  }
  return result;
}

/** The nav that is linked by a name: declared `extern`, or defined. */
function declarationOf(module: Module, symbol: string, isExtern: boolean): NavId | undefined {
  const { navs } = module;
  const exported = module.exports.find(({ name }) => module.text(name) === symbol);
  if (!isExtern && exported !== undefined) return exported.nav;
  for (let nav = 0 as NavId; nav < navs.length; nav++) {
    if (((navs.flags(nav) & NavFlag.extern) !== 0) !== isExtern) continue;
    const link = navs.linkName(nav);
    if (module.text(link === None ? navs.name(nav) : link) === symbol) return nav;
  }
  return undefined;
}
