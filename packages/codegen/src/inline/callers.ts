// Who refers to which function of a module: how often each is called by name, and whether something else knows it.

import {
  dataA,
  type FunctionBody,
  type InstId,
  isValue,
  Linkage,
  type Module,
  NavFlag,
  type NavId,
  None,
  type Ref,
  Tag,
  type ValueId,
  ValueKind,
  valueOf,
} from '@wasmwright/air';

/** The function a call names, whatever kind of call it is; `None` for an indirect call. */
export function calleeOf(module: Module, body: FunctionBody, call: InstId): NavId | typeof None {
  const callee = dataA(body, call) as Ref;
  if (!isValue(callee)) return None;
  const value = valueOf(callee);
  return module.values.kind(value) === ValueKind.function ? module.values.navOf(value) : None;
}

/**
 * Counts references, each function, constant and export once, so that a module may grow between two questions. A body that is
 * replaced is not counted again: only estimates of size depend on the counts.
 */
export class Callers {
  readonly #module: Module;
  readonly #calls: Map<NavId, number> = new Map();
  /** Navs that are exported, handle panics, or have their address in a constant. */
  readonly #known: Set<NavId> = new Set();
  /** Navs whose definition the linker may replace by another one. */
  readonly #replaceable: Set<NavId> = new Set();
  #functions = 0;
  #values = 0;
  #exports = 0;

  constructor(module: Module) {
    this.#module = module;
  }

  /** Number of calls that name a function; Infinity when it must exist for another reason. */
  count(nav: NavId): number {
    this.#update();
    const isKnown = this.#known.has(nav) || this.#module.panics.includes(nav);
    return isKnown ? Infinity : (this.#calls.get(nav) ?? 0);
  }

  /** True if what is called may be another function than the one of this module. */
  isReplaceable(nav: NavId): boolean {
    this.#update();
    return this.#replaceable.has(nav) || (this.#module.navs.flags(nav) & NavFlag.weak) !== 0;
  }

  #update(): void {
    const { functions, values, exports } = this.#module;
    for (; this.#functions < functions.length; this.#functions++) {
      this.#countCalls(functions[this.#functions]!.body);
    }
    for (; this.#values < values.length; this.#values++) {
      const value = this.#values as ValueId;
      if (values.kind(value) === ValueKind.navPointer) this.#known.add(values.navOf(value));
    }
    for (; this.#exports < exports.length; this.#exports++) {
      const { nav, linkage } = exports[this.#exports]!;
      this.#known.add(nav);
      if (linkage !== Linkage.strong) this.#replaceable.add(nav);
    }
  }

  #countCalls(body: FunctionBody): void {
    const { tags, length } = body;
    for (let inst = 0 as InstId; inst < length; inst++) {
      switch (tags[inst]) {
        case Tag.call:
        case Tag.call_never_tail:
        case Tag.call_never_inline:
        case Tag.call_always_tail: {
          const nav = calleeOf(this.#module, body, inst);
          if (nav !== None) this.#calls.set(nav, (this.#calls.get(nav) ?? 0) + 1);
        }
      }
    }
  }
}
