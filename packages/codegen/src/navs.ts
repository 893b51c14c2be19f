// What code and data say about the named things of a module: linker symbol, kind, linkage, wasm signature.

import {
  Linkage,
  type Module,
  NavFlag as AirNavFlag,
  type NavId,
  NavKind as AirNavKind,
  None,
  Visibility,
} from '@wasmwright/air';
import { NavFlag, type NavInfo, NavKind } from '@wasmwright/mir';
import type { Abi } from './abi.ts';

/** One `NavInfo` per nav of the module, made when first asked for. */
export class Navs {
  readonly #module: Module;
  readonly #abi: Abi;
  readonly #infos: NavInfo[] = [];
  /** Export of each nav under its own name, or its first export, by nav: index in `module.exports`. */
  readonly #exports: Map<NavId, number> = new Map();

  constructor(module: Module, abi: Abi) {
    this.#module = module;
    this.#abi = abi;
    module.exports.forEach((entry, index) => {
      const known = this.#exports.get(entry.nav);
      if (known === undefined || entry.name === module.navs.name(entry.nav)) {
        this.#exports.set(entry.nav, index);
      }
    });
  }

  /** Linker symbol of a nav: its export, the name an extern is linked by, or its own name. */
  symbol(nav: NavId): string {
    const { navs, exports } = this.#module;
    const exported = this.#exports.get(nav);
    if (exported !== undefined)
      return this.#mainName(nav, this.#module.text(exports[exported]!.name));
    const link = navs.linkName(nav);
    return this.#mainName(nav, this.#module.text(link === None ? navs.name(nav) : link));
  }

  /** `main` with two parameters is `__main_argc_argv` (codegen.md 2.2). */
  #mainName(nav: NavId, name: string): string {
    const { navs, types } = this.#module;
    if (name !== 'main' || navs.kind(nav) !== AirNavKind.function) return name;
    return types.parameterCount(navs.type(nav)) === 2 ? '__main_argc_argv' : name;
  }

  /** Index in `module.exports` of the export a nav's symbol is named after. */
  exportOf(nav: NavId): number | undefined {
    return this.#exports.get(nav);
  }

  info(nav: NavId): NavInfo {
    return (this.#infos[nav] ??= this.#make(nav));
  }

  /** Only externs are referred to weakly: a weak definition says so itself, and one that is left out is missed. */
  #make(nav: NavId): NavInfo {
    const { navs, exports, target } = this.#module;
    const airFlags = navs.flags(nav);
    let flags = 0;
    if (airFlags & AirNavFlag.extern) {
      flags |= NavFlag.extern;
      if (airFlags & AirNavFlag.weak) flags |= NavFlag.weak;
    }
    if (airFlags & AirNavFlag.hidden) flags |= NavFlag.hidden;
    const index = this.#exports.get(nav);
    if (index !== undefined) {
      const { linkage, visibility } = exports[index]!;
      flags |= NavFlag.exported;
      if (linkage === Linkage.linkOnce) flags |= NavFlag.linkOnce;
      if (visibility === Visibility.hidden) flags |= NavFlag.hidden;
    }
    const module = navs.importModule(nav);
    const from = module === None ? '' : this.#module.text(module);
    const name = this.symbol(nav);
    if (navs.kind(nav) === AirNavKind.function) {
      const { signature } = this.#abi.of(navs.type(nav));
      return { name, flags, id: nav, module: from, kind: NavKind.function, signature };
    }
    const isTls = (airFlags & AirNavFlag.threadlocal) !== 0 && target.features.includes('atomics');
    return { name, flags, id: nav, module: from, kind: isTls ? NavKind.tls : NavKind.data };
  }
}
