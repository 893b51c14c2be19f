// Navs made by calls.

import type { NavId, TypeId } from '../ids.ts';
import {
  Linkage,
  NavFlag,
  NavKind,
  Visibility,
  type Module,
  type NavDefinition,
} from '../module.ts';
import { FunctionBuilder } from './function-builder.ts';

/**
 * Adds a function with a body to a module.
 *
 * @param flags - bits of `NavFlag`; with `NavFlag.export` it is exported under its name
 * @throws TypeError when the name is taken or `build` makes a mistake
 */
export function defineFunction(
  module: Module,
  name: string,
  signature: TypeId,
  build: (builder: FunctionBuilder, nav: NavId) => void,
  flags = 0,
): NavId {
  const nav = declareNav(module, name, { kind: NavKind.function, type: signature, flags });
  const builder = new FunctionBuilder(module, signature);
  build(builder, nav);
  module.addFunction(nav, builder.finish());
  return nav;
}

/** Adds a nav by name, with its export if it has the flag: a const, a var, or something extern. */
export function declareNav(module: Module, name: string, definition: NavDefinition): NavId {
  const id = module.names.intern(name);
  const nav = module.navs.add(id, definition);
  const flags = definition.flags ?? 0;
  if ((flags & NavFlag.export) !== 0) {
    const linkage = (flags & NavFlag.weak) !== 0 ? Linkage.weak : Linkage.strong;
    module.addExport({
      nav,
      name: id,
      linkage,
      visibility: (flags & NavFlag.hidden) !== 0 ? Visibility.hidden : Visibility.default,
    });
  }
  return nav;
}
