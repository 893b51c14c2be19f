/** The step from loaded files to the linker. */
import { linkerCodes, type Diagnostic } from '@wasmwright/diagnostics';
import type { Unit, UnitAlias } from '@wasmwright/codegen';
import { createLinker, type Linker, type LinkOptions, type LinkResult } from '@wasmwright/linker';
import type { LoadedInput } from './load.ts';

/** Links what was loaded. */
export function runLinker(options: LinkOptions, inputs: readonly LoadedInput[]): LinkResult {
  const linker = createLinker(options);
  for (const { kind, path, bytes, lazy, whole, parsed, thinMembers, unit } of inputs) {
    switch (kind) {
      case 'unit':
        addUnit(linker, path, unit!);
        break;
      case 'object':
        linker.addObject(path, bytes, { lazy });
        break;
      case 'shared':
        linker.addSharedObject(path, bytes);
        break;
      case 'stub':
        linker.addStub(path, bytes);
        break;
      case 'archive':
        linker.addArchive(path, bytes, {
          wholeArchive: whole,
          ...(parsed === undefined ? {} : { parsed }),
          thinMember: (name) => thinMembers?.get(name),
        });
        break;
    }
  }
  return linker.flush();
}

/** Hands over everything that was compiled from one source. */
function addUnit(linker: Linker, name: string, unit: Unit): void {
  const handle = linker.addUnit({ name, features: unit.features });
  for (const { id, mir, ...options } of unit.functions)
    linker.updateFunction(handle, id, mir, options);
  for (const { id, data, ...options } of unit.data) linker.updateData(handle, id, data, options);
  const aliases = new Map<number, UnitAlias[]>();
  for (const alias of unit.aliases) {
    const list = aliases.get(alias.target);
    if (list === undefined) aliases.set(alias.target, [alias]);
    else list.push(alias);
  }
  for (const [owner, list] of aliases) linker.updateExports(handle, owner, list);
  linker.updateErrorNames(handle, unit.errorNames);
}

/** What the linker found that was not reported while files were loaded. */
export function newDiagnostics({ diagnostics }: LinkResult): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code !== linkerCodes.notWasmMember.code);
}
