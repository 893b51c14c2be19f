// The import section (linking.md 2.1).

import { objectCodes } from '@wasmwright/diagnostics';
import type { Draft } from './draft.ts';
import { readElementType, readLimits, readTagType } from './limits.ts';
import type { ImportTable } from './tables.ts';
import { readValueType } from './types.ts';

/** Least size of an import: two empty strings, a kind, a type of one byte. */
const LEAST = 4;

/** Reads the import section. */
export function readImports(draft: Draft): void {
  const { input } = draft;
  const count = input.u32();
  const rows = input.rows(count, LEAST);
  const columns = {
    kind: new Uint8Array(rows),
    moduleStart: new Uint32Array(rows),
    moduleEnd: new Uint32Array(rows),
    fieldStart: new Uint32Array(rows),
    fieldEnd: new Uint32Array(rows),
    type: new Uint32Array(rows),
    flags: new Uint8Array(rows),
    minimum: new Float64Array(rows),
    maximum: new Float64Array(rows),
  };
  const perKind = [0, 0, 0, 0, 0];
  for (let row = 0; row < count && input.ok; row++) {
    columns.moduleStart[row] = input.string();
    columns.moduleEnd[row] = input.pos;
    columns.fieldStart[row] = input.string();
    columns.fieldEnd[row] = input.pos;
    const at = input.pos;
    const kind = input.byte();
    columns.kind[row] = kind;
    switch (kind) {
      case 0:
        columns.type[row] = input.u32();
        if (columns.type[row]! >= draft.types.count) {
          input.fail(objectCodes.invalidFunctionType, {}, at);
        }
        break;
      case 1:
        columns.type[row] = readElementType(input);
        readLimits(input, columns, row);
        break;
      case 2:
        readLimits(input, columns, row);
        if ((columns.flags[row]! & 4) !== 0) draft.is64 = true;
        break;
      case 3:
        columns.type[row] = readValueType(input);
        columns.flags[row] = input.u1();
        break;
      case 4:
        columns.type[row] = readTagType(input, draft.types.count);
        break;
      default:
        input.fail(objectCodes.unexpectedImportKind, { kind }, at);
    }
    perKind[kind]!++;
  }
  if (!input.ok) return;
  draft.imports = { count, ...columns, byKind: splitByKind(columns.kind, count, perKind) };
}

function splitByKind(
  kinds: Uint8Array,
  count: number,
  perKind: readonly number[],
): ImportTable['byKind'] {
  const rows = (kind: number): Uint32Array => new Uint32Array(perKind[kind]!);
  const byKind: ImportTable['byKind'] = [rows(0), rows(1), rows(2), rows(3), rows(4)];
  const next = [0, 0, 0, 0, 0];
  for (let row = 0; row < count; row++) {
    const kind = kinds[row]!;
    byKind[kind]![next[kind]!++] = row;
  }
  return byKind;
}
