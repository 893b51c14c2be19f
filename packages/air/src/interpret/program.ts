// Modules linked by symbol name: which definition an extern means, where globals and constants are, and what the
// entries of the function table are. Everything gets its address when it is first used, so a fresh program is cheap.

import { interpretCodes } from '@wasmwright/diagnostics';
import type { FunctionBody } from '../function.ts';
import { None } from '../ids.ts';
import type { NameId, NavId, TypeId, ValueId } from '../ids.ts';
import { Linkage, NavFlag, NavKind } from '../module.ts';
import type { Module } from '../module.ts';
import { ConstantWriter } from './constants.ts';
import { fault } from './fault.ts';
import { HEAP_BASE } from './memory.ts';
import type { Memory } from './memory.ts';
import type { MemoryObject, Value } from './value.ts';
import { Pointer } from './value.ts';
import { Unit } from './unit.ts';

/** A function with a body, a host import, or an undefined weak function. One per definition, so it is its identity. */
export interface Callee {
  readonly unit: Unit;
  readonly nav: NavId;
  /** Signature as its own module sees it. */
  readonly type: TypeId;
  readonly code: Code | undefined;
  /** Wasm import module and symbol, for those without a body. */
  readonly importModule: string;
  readonly symbol: string;
  readonly weak: boolean;
  /** What diagnostics call its stack slots. */
  readonly slotName: string;
}

/** The target of one value of a switch, or of a range. */
export interface SwitchTable {
  /** Start of the body in `extra`, by item. */
  readonly items: ReadonlyMap<bigint, number>;
  readonly ranges: readonly { low: bigint; high: bigint; start: number }[];
  /** Start of the else body, -1 when there is none. */
  readonly otherwise: number;
}

/** A function's body and what is remembered about its instructions. */
export class Code {
  readonly body: FunctionBody;
  /** Where to go on behind a block, as an index in `extra`; set when the block is entered. */
  readonly resume: Uint32Array;
  readonly switches: Map<number, SwitchTable> = new Map();

  constructor(body: FunctionBody) {
    this.body = body;
    this.resume = new Uint32Array(body.length);
  }
}

interface Definition {
  readonly unit: Unit;
  readonly nav: NavId;
  readonly linkage: Linkage;
}

/** The linked modules and their objects. */
export class Program {
  readonly units: readonly Unit[];
  readonly memory: Memory;
  readonly #definitions: Map<string, Definition> = new Map();
  readonly #constants: Map<Unit, ConstantWriter> = new Map();
  readonly #objects: Map<Unit, (MemoryObject | undefined)[]> = new Map();
  readonly #callees: Map<Unit, (Callee | undefined)[]> = new Map();
  /** Function table; index 0 is null. */
  readonly #table: (Callee | undefined)[] = [undefined];
  readonly #tableIndexes: Map<Callee, number> = new Map();
  /** Objects the linker would define, by symbol. */
  readonly #linkerObjects: Map<string, MemoryObject> = new Map();

  constructor(modules: readonly Module[], memory: Memory) {
    this.units = modules.map((module) => new Unit(module));
    this.memory = memory;
    for (const unit of this.units) {
      const constants = new ConstantWriter(unit, this);
      this.#constants.set(unit, constants);
      this.#objects.set(unit, []);
      this.#callees.set(unit, []);
      for (const { name, nav, linkage } of unit.module.exports) {
        this.#define(unit.module.text(name), { unit, nav, linkage });
      }
    }
  }

  /** A strong definition wins over any other, otherwise the first stays. */
  #define(symbol: string, definition: Definition): void {
    const known = this.#definitions.get(symbol);
    const wins = known === undefined || known.linkage !== Linkage.strong;
    if (known === undefined || (wins && definition.linkage === Linkage.strong)) {
      this.#definitions.set(symbol, definition);
    }
  }

  /** The definition of an exported symbol, or of a nav of that name in the first module. */
  find(symbol: string): { readonly unit: Unit; readonly nav: NavId } | undefined {
    const exported = this.#definitions.get(symbol);
    if (exported !== undefined) return exported;
    const unit = this.units[0];
    const name = unit?.module.names.find(symbol);
    const nav = name === undefined ? undefined : unit!.module.navs.find(name);
    return nav === undefined ? undefined : { unit: unit!, nav };
  }

  /** Symbol of a nav as the linker sees an extern. */
  #symbol(unit: Unit, nav: NavId): string {
    const { navs } = unit.module;
    const linkName = navs.linkName(nav);
    return unit.module.text(linkName === None ? navs.name(nav) : (linkName as NameId));
  }

  /** The definition a nav stands for: itself, or what its symbol means when it is extern. */
  #resolve(unit: Unit, nav: NavId): { readonly unit: Unit; readonly nav: NavId } | undefined {
    const { navs } = unit.module;
    if ((navs.flags(nav) & NavFlag.extern) === 0) return { unit, nav };
    return this.#definitions.get(this.#symbol(unit, nav));
  }

  /** What calling a function nav runs. */
  callee(unit: Unit, nav: NavId): Callee {
    const known = this.#callees.get(unit)!;
    return (known[nav] ??= this.#makeCallee(unit, nav));
  }

  #makeCallee(unit: Unit, nav: NavId): Callee {
    const target = this.#resolve(unit, nav);
    if (target !== undefined && (target.unit !== unit || target.nav !== nav)) {
      return this.callee(target.unit, target.nav);
    }
    const { navs, functions } = unit.module;
    const id = navs.functionOf(nav);
    const importModule = navs.importModule(nav);
    return {
      unit,
      nav,
      type: navs.type(nav),
      code: id === None ? undefined : new Code(functions[id]!.body),
      importModule: importModule === None ? 'env' : unit.module.text(importModule as NameId),
      symbol: this.#symbol(unit, nav),
      weak: (navs.flags(nav) & NavFlag.weak) !== 0,
      slotName: `a stack slot of \`${unit.module.text(navs.name(nav))}\``,
    };
  }

  /** Callee of a function table index. */
  functionAt(index: bigint): Callee | undefined {
    return index < BigInt(this.#table.length) ? this.#table[Number(index)] : undefined;
  }

  /** Address of a nav: table index of a function, object of a global. */
  addressOf(unit: Unit, nav: NavId): Pointer {
    if (unit.module.navs.kind(nav) === NavKind.function) {
      return new Pointer(BigInt(this.#tableIndex(this.callee(unit, nav))));
    }
    const object = this.object(unit, nav);
    return object === undefined ? new Pointer(0n) : new Pointer(object.address, object);
  }

  #tableIndex(callee: Callee): number {
    if (callee.code === undefined && callee.weak) return 0;
    let index = this.#tableIndexes.get(callee);
    if (index === undefined) {
      index = this.#table.push(callee) - 1;
      this.#tableIndexes.set(callee, index);
    }
    return index;
  }

  /** The object of a const or var; `undefined` for a weak extern that nothing defines. */
  object(unit: Unit, nav: NavId): MemoryObject | undefined {
    const objects = this.#objects.get(unit)!;
    const known = objects[nav];
    if (known !== undefined) return known;
    const target = this.#resolve(unit, nav);
    if (target === undefined) return this.#undefinedObject(unit, nav);
    if (target.unit !== unit || target.nav !== nav) {
      return (objects[nav] = this.object(target.unit, target.nav));
    }
    const { navs, layout } = unit.module;
    const type = navs.type(nav);
    const align = Math.max(navs.align(nav), layout.alignOf(type));
    const writable = navs.kind(nav) === NavKind.var;
    const name = `\`${unit.module.text(navs.name(nav))}\``;
    const object = this.memory.addGlobal(layout.sizeOf(type), align, writable, name);
    objects[nav] = object;
    const value = navs.value(nav);
    if (value !== None) {
      this.initialize(() => this.#constants.get(unit)!.write(value as ValueId, object, 0));
    }
    return object;
  }

  /**
   * Runs the initialisation of an object, after the one that is running: writing a constant may need the address of
   * another, and so on, as far as the input's pointers lead.
   */
  initialize(write: () => void): void {
    this.#initializations.push(write);
    if (this.#initializing) return;
    this.#initializing = true;
    try {
      for (let next = this.#initializations.pop(); next; next = this.#initializations.pop()) next();
    } finally {
      this.#initializing = false;
    }
  }
  readonly #initializations: (() => void)[] = [];
  #initializing = false;

  #undefinedObject(unit: Unit, nav: NavId): MemoryObject | undefined {
    const symbol = this.#symbol(unit, nav);
    if (symbol === '__heap_base' || symbol === '__heap_end' || symbol === '__data_end') {
      let object = this.#linkerObjects.get(symbol);
      if (object === undefined) {
        // Only its address matters: the first address the program does not own.
        object = { ...EMPTY_OBJECT, address: BigInt(HEAP_BASE), name: `\`${symbol}\`` };
        this.#linkerObjects.set(symbol, object);
      }
      return object;
    }
    if ((unit.module.navs.flags(nav) & NavFlag.weak) !== 0) return undefined;
    return fault(interpretCodes.unresolved, { symbol, module: 'env' });
  }

  /** The value of a constant. */
  constant(unit: Unit, value: ValueId): Value {
    return this.#constants.get(unit)!.value(value);
  }

  /** A read-only, zero-terminated string, for the names of tags and errors. */
  string(unit: Unit, text: string): Pointer {
    return this.#constants.get(unit)!.string(text);
  }
}

const EMPTY_OBJECT: Omit<MemoryObject, 'address' | 'name'> = {
  bytes: /* @__PURE__ */ new Uint8Array(0),
  undefinedBits: /* @__PURE__ */ new Uint8Array(0),
  pointers: undefined,
  size: 0,
  writable: false,
  live: true,
};
