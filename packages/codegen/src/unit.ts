// A whole module: what a linker or an object writer takes from it.

import {
  type FunctionId,
  Linkage,
  type Module,
  type NavId,
  NavFlag,
  NavKind,
  None,
  Visibility,
} from '@wasmwright/air';
import type { Diagnostic } from '@wasmwright/diagnostics';
import { DataBuilder, type Mir, type MirData } from '@wasmwright/mir';
import { Constants } from './constants.ts';
import { Generator } from './generate.ts';
import type { CodegenOptions } from './options.ts';

/** Linkage and visibility of a definition or an export. */
export interface UnitLinkage {
  readonly linkage: 'strong' | 'weak' | 'link_once' | 'local';
  readonly hidden: boolean;
}

/** A function of the unit. */
export interface UnitFunction extends UnitLinkage {
  /** The compiler's number of the nav: the `id` of references to it. */
  readonly id: NavId;
  readonly name: string;
  readonly mir: Mir;
}

/** An object in memory of the unit. */
export interface UnitData extends UnitLinkage {
  readonly id: NavId;
  readonly name: string;
  readonly data: MirData;
  readonly isConst: boolean;
  readonly isTls: boolean;
  /** Name of the segment it asks for, or ''. */
  readonly section: string;
}

/** A further name of a definition. */
export interface UnitAlias extends UnitLinkage {
  readonly name: string;
  readonly target: NavId;
}

/** Everything code generation makes of a module. */
export interface Unit {
  readonly is64: boolean;
  /** Enabled features with hyphens, as the tool conventions spell them. */
  readonly features: readonly string[];
  readonly functions: readonly UnitFunction[];
  readonly data: readonly UnitData[];
  readonly aliases: readonly UnitAlias[];
  /** Names of the errors 1, 2, … */
  readonly errorNames: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Generates all functions and data of a module. Functions that cannot be generated are left out, each with a diagnostic; so are,
 * without one, those whose calls are all inlined.
 *
 * @example
 * const unit = generateModule(parseAir(text, { file: 'main.air' }).module);
 * for (const { mir } of unit.functions) console.log(printMir(mir));
 */
export function generateModule(module: Module, options?: CodegenOptions): Unit {
  const generator = new Generator(module, options);
  const diagnostics: Diagnostic[] = [];
  const made: (UnitFunction | undefined)[] = new Array<undefined>(module.functions.length);
  const ids = module.functions.map((_, index) => index as FunctionId);
  /** Functions that come when a call of them is left. */
  const waiting = new Set(ids.filter((id) => generator.isOnlyCalled(id)));
  const queue = ids.filter((id) => !waiting.has(id));
  for (const id of queue) {
    const { nav } = module.functions[id]!;
    const { mir, diagnostics: found } = generator.function(id);
    for (const one of found) diagnostics.push(one);
    if (mir === undefined) {
      // Its callees are not known; each may have something to say.
      for (const other of waiting) queue.push(other);
      waiting.clear();
      continue;
    }
    const { linkage, hidden } = linkageOf(generator, nav);
    made[id] = { id: nav, name: mir.name, mir, linkage, hidden };
    if (waiting.size === 0) continue;
    for (const target of mir.navs.id) {
      const callee = target === None ? None : module.navs.functionOf(target as NavId);
      if (callee !== None && waiting.delete(callee)) queue.push(callee);
    }
  }
  const functions = made.filter((one) => one !== undefined);
  const data = generateData(generator);
  const defined = new Set<NavId>([...functions, ...data].map(({ id }) => id));
  return {
    is64: module.layout.pointerBytes === 8,
    features: module.target.features.map((feature) => feature.replaceAll('_', '-')),
    functions,
    data,
    aliases: aliasesOf(generator).filter(({ target }) => defined.has(target)),
    errorNames: Array.from({ length: module.errors.length }, (_, index) =>
      module.text(module.errors.name((index + 1) as never)),
    ),
    diagnostics,
  };
}

function generateData(generator: Generator): UnitData[] {
  const { module, navs } = generator;
  const builder = new DataBuilder({ is64: module.layout.pointerBytes === 8 });
  const constants = new Constants(module, builder, (nav) => navs.info(nav));
  const data: UnitData[] = [];
  for (let nav = 0 as NavId; nav < module.navs.length; nav++) {
    if (module.navs.kind(nav) === NavKind.function) continue;
    const value = module.navs.value(nav);
    const type = module.navs.type(nav);
    if (value === None || module.layout.sizeOf(type) === 0) continue;
    if ((module.navs.flags(nav) & NavFlag.extern) !== 0) continue;
    const stated = module.navs.align(nav);
    const name = navs.symbol(nav);
    builder.begin(name);
    constants.reset();
    const made = builder.finish(
      constants.constant(value as never, stated === 0 ? module.layout.alignOf(type) : stated),
    );
    const section = module.navs.section(nav);
    data.push({
      id: nav,
      name,
      data: made,
      isConst: module.navs.kind(nav) === NavKind.const,
      isTls:
        (module.navs.flags(nav) & NavFlag.threadlocal) !== 0 &&
        module.target.features.includes('atomics'),
      section: section === None ? '' : module.text(section as never),
      ...linkageOf(generator, nav),
    });
  }
  return data;
}

const LINKAGES: Readonly<Record<Linkage, UnitLinkage['linkage']>> = {
  [Linkage.strong]: 'strong',
  [Linkage.weak]: 'weak',
  [Linkage.linkOnce]: 'link_once',
};

const LOCAL: UnitLinkage = { linkage: 'local', hidden: false };

/** Linkage of a definition under its own symbol: that of the export with this name, else local. */
function linkageOf(generator: Generator, nav: NavId): UnitLinkage {
  const index = generator.navs.exportOf(nav);
  if (index === undefined) return LOCAL;
  const entry = generator.module.exports[index]!;
  return { linkage: LINKAGES[entry.linkage], hidden: entry.visibility === Visibility.hidden };
}

/** Exports besides the one a definition's symbol is named after. */
function aliasesOf(generator: Generator): UnitAlias[] {
  const { module, navs } = generator;
  return module.exports.flatMap((entry, index) =>
    navs.exportOf(entry.nav) === index
      ? []
      : [
          {
            name: module.text(entry.name),
            target: entry.nav,
            linkage: LINKAGES[entry.linkage],
            hidden: entry.visibility === Visibility.hidden,
          },
        ],
  );
}
