// A unit of codegen given to the linker as MIR and data.
import type { Unit } from '@wasmwright/codegen';
import type { Linker, UnitExport, UnitHandle } from '@wasmwright/linker';

/** Adds everything of a generated unit. */
export function addGenerated(linker: Linker, unit: Unit, name = 'unit.air'): UnitHandle {
  const handle = linker.addUnit({ name, features: unit.features });
  updateAll(linker, handle, unit);
  return handle;
}

/** Gives a unit the state of a generated one. */
function updateAll(linker: Linker, handle: UnitHandle, unit: Unit): void {
  for (const { id, mir, ...linkage } of unit.functions) {
    linker.updateFunction(handle, id, mir, linkage);
  }
  for (const { id, data, ...options } of unit.data) linker.updateData(handle, id, data, options);
  const exports = new Map<number, UnitExport[]>();
  for (const { target, ...alias } of unit.aliases) {
    exports.set(target, [...(exports.get(target) ?? []), alias]);
  }
  for (const [owner, list] of exports) linker.updateExports(handle, owner, list);
  linker.updateErrorNames(handle, unit.errorNames);
}
