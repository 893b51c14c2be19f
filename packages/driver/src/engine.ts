/** The step from loaded files to the linker. */
import { linkerCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { createLinker, type LinkOptions, type LinkResult } from '@wasmwright/linker';
import type { LoadedInput } from './load.ts';

/** Links what was loaded. */
export function runLinker(options: LinkOptions, inputs: readonly LoadedInput[]): LinkResult {
  const linker = createLinker(options);
  for (const { kind, path, bytes, lazy, whole, parsed, thinMembers } of inputs) {
    switch (kind) {
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

/** What the linker found that was not reported while files were loaded. */
export function newDiagnostics({ diagnostics }: LinkResult): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => code !== linkerCodes.notWasmMember.code);
}
