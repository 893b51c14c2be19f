/**
 * What a linker needs to take compilation units, behind one value: a link of objects alone never mentions it, so that a
 * bundle for the browser leaves out the machine IR, its encoder and the instruction table.
 */
import type { Flush } from '../flush-state.ts';
import type { SymbolValues } from '../values.ts';
import { UnitCode } from './code.ts';
import type { UnitOptions } from './options.ts';
import { Unit } from './unit.ts';

/** The parts of unit linking that are only there when asked for. */
export interface UnitSupport {
  /** A new unit without content. */
  create(options: UnitOptions, is64: boolean): Unit;
  /** The encoder of the unit functions of one flush. */
  code(flush: Flush, values: SymbolValues): UnitCode;
}

/**
 * Lets a linker take MIR and data: `createLinker({ units: unitSupport })`.
 *
 * @example
 * const linker = createLinker({ units: unitSupport });
 * const unit = linker.addUnit();
 */
export const unitSupport: UnitSupport = {
  create: (options, is64) => new Unit(options, is64),
  code: (flush, values) => new UnitCode(flush, values),
};
