/**
 * What a compiler gave for one unit so far (linking.md J7). Every call replaces the former state of its id, so the state, and
 * with it the output, does not depend on the order of the calls (J18).
 */
import type { Mir, MirData } from '@wasmwright/mir';
import type {
  UnitDataOptions,
  UnitExport,
  UnitFunctionOptions,
  UnitHandle,
  UnitOptions,
} from './options.ts';
import { buildTables, type UnitTables } from './tables.ts';

/** A function as it was given last. */
export interface UnitFunction {
  readonly mir: Mir;
  readonly options: UnitFunctionOptions;
}

/** An object in memory as it was given last. */
export interface UnitData {
  readonly data: MirData;
  readonly options: UnitDataOptions;
}

/** Zero-filled objects are ranges of u32 offsets behind the unit's bytes. */
const MAX_SIZE = 0x7fff_ffff;

/** The state of a unit. */
export class Unit implements UnitHandle {
  readonly name: string;
  readonly features: readonly string[];
  readonly is64: boolean;
  readonly functions: Map<number, UnitFunction> = new Map();
  readonly data: Map<number, UnitData> = new Map();
  readonly exports: Map<number, readonly UnitExport[]> = new Map();
  errorNames: readonly string[] = [];
  private built: UnitTables | undefined;

  constructor({ name = 'unit', features = [] }: UnitOptions, is64: boolean) {
    this.name = name;
    this.features = features;
    this.is64 = is64;
  }

  /** The tables of the present state; made again only after a change. */
  tables(): UnitTables {
    return (this.built ??= buildTables(this));
  }

  updateFunction(id: number, mir: Mir, options: UnitFunctionOptions): void {
    this.check(id, mir);
    this.functions.set(id, { mir, options });
    this.built = undefined;
  }

  updateData(id: number, data: MirData, options: UnitDataOptions): void {
    this.check(id, data);
    if (data.uavs.size.some((size) => size > MAX_SIZE)) {
      throw new RangeError(
        `${data.name}: objects of more than ${MAX_SIZE} bytes are not supported`,
      );
    }
    this.data.set(id, { data, options });
    this.built = undefined;
  }

  updateExports(owner: number, list: readonly UnitExport[]): void {
    this.exports.set(owner, list.slice());
    this.built = undefined;
  }

  updateErrorNames(names: readonly string[]): void {
    this.errorNames = names.slice();
    this.built = undefined;
  }

  deleteFunction(id: number): void {
    if (this.functions.delete(id)) this.built = undefined;
  }

  deleteData(id: number): void {
    if (this.data.delete(id)) this.built = undefined;
  }

  deleteExport(owner: number, name: string): void {
    const list = this.exports.get(owner);
    if (list === undefined) return;
    this.exports.set(
      owner,
      list.filter((entry) => entry.name !== name),
    );
    this.built = undefined;
  }

  private check(id: number, { name, is64 }: Mir | MirData): void {
    if (!Number.isInteger(id) || id < 0 || id >= 0xffff_ffff) {
      throw new RangeError(`${name}: ${id} is not an id (0 to 2^32 - 2)`);
    }
    if (is64 !== this.is64) throw new TypeError(`${name}: made for another pointer width`);
  }
}

/** Entries of a map by ascending id. */
export function byId<Value>(
  map: ReadonlyMap<number, Value>,
): readonly (readonly [number, Value])[] {
  return [...map].sort(([a], [b]) => a - b);
}
