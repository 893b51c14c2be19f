// The export and start sections (linking.md 2.1).

import { objectCodes } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';

/** Reads the export section. The export of a defined function is its export name (I17); a later one replaces it. */
export function readExports(draft: Draft): void {
  const { input, functions } = draft;
  const count = input.u32();
  const rows = input.rows(count, 3);
  const nameStart = new Uint32Array(rows);
  const nameEnd = new Uint32Array(rows);
  const kinds = new Uint8Array(rows);
  const indices = new Uint32Array(rows);
  const importedFunctions = importCount(draft, 0);
  for (let row = 0; row < count && input.ok; row++) {
    const start = input.string();
    const end = input.pos;
    const kind = input.byte();
    const index = input.u32();
    if (!input.ok) return;
    nameStart[row] = start;
    nameEnd[row] = end;
    kinds[row] = kind;
    indices[row] = index;
    if (kind === 0) {
      const defined = index - importedFunctions;
      if (defined < 0 || defined >= functions.count) {
        input.fail(objectCodes.invalidFunctionExport, {}, start);
      } else {
        functions.exported[defined] = 1;
        functions.exportNameStart[defined] = start;
        functions.exportNameEnd[defined] = end;
      }
    } else if (kind === 3) {
      if (index >= importCount(draft, 3) + draft.globals.count) {
        input.fail(objectCodes.invalidGlobalExport, {}, start);
      }
    } else if (kind === 4) {
      if (index >= importCount(draft, 4) + draft.tags.count) {
        input.fail(objectCodes.invalidTagExport, {}, start);
      }
    } else if (kind > 4) input.fail(objectCodes.unexpectedExportKind, {}, start);
  }
  if (input.ok) draft.exports = { count, nameStart, nameEnd, kind: kinds, index: indices };
}

/** Reads the start section, which a link does not use (I16). */
export function readStart(draft: Draft): void {
  const { input } = draft;
  const at = input.pos;
  if (input.u32() >= importCount(draft, 0) + draft.functions.count) {
    input.fail(objectCodes.invalidStart, {}, at);
  }
}
