// Shared objects (linking.md 1.4): what they export, and what `dylink.0` says.

import { diagnose, objectCodes } from '@wasmwright/diagnostics';
import type { Diagnostic } from '@wasmwright/diagnostics';
import { importCount } from './definitions.ts';
import type { Draft } from './draft.ts';
import type { DylinkInfo } from './dylink.ts';
import { isText, startsWithText } from './names.ts';
import { readModule } from './object.ts';
import type { ParseOptions } from './object.ts';
import type { TypeTable } from './tables.ts';

/** The symbols a shared object defines, in export order (I30). */
export interface SharedSymbolTable {
  readonly count: number;
  /** 0 function, 1 data. */
  readonly kind: Uint8Array;
  /** Flags of the `dylink.0` export info; 0 without one. */
  readonly flags: Uint32Array;
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  /** Function: row in `types`. Data: 0. */
  readonly type: Uint32Array;
}

/** A parsed shared object. */
export interface SharedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly types: TypeTable;
  readonly symbols: SharedSymbolTable;
  readonly dylink: Readonly<DylinkInfo>;
}

/** Result of `parseShared`. */
export interface ParsedShared {
  /** Missing if there are diagnostics. */
  readonly shared?: SharedFile;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a shared object. Its code and data are not looked at.
 *
 * @example
 * const { shared } = parseShared(bytes, { name: 'libm.so' });
 * shared?.dylink.needed; // ['libc.so']
 */
export function parseShared(bytes: Uint8Array, options: ParseOptions): ParsedShared {
  const draft = readModule(bytes, options);
  const malformed = draft.input.diagnostic;
  if (malformed !== undefined) return { diagnostics: [malformed] };
  if (!draft.isShared) {
    const { name } = options;
    return { diagnostics: [diagnose(objectCodes.notShared, { file: name }, { input: name })] };
  }
  const { types, dylink } = draft;
  const symbols = sharedSymbols(draft);
  return { shared: { name: options.name, bytes, types, symbols, dylink }, diagnostics: [] };
}

function sharedSymbols(draft: Draft): SharedSymbolTable {
  const { bytes, exports, imports, functions, dylink } = draft;
  const importedFunctions = importCount(draft, 0);
  const rows = exports.count;
  const kind = new Uint8Array(rows);
  const flags = new Uint32Array(rows);
  const nameStart = new Uint32Array(rows);
  const nameEnd = new Uint32Array(rows);
  const type = new Uint32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const external = exports.kind[row]!;
    const start = exports.nameStart[row]!;
    const end = exports.nameEnd[row]!;
    if ((external !== 0 && external !== 3) || isPrivate(bytes, start, end)) continue;
    kind[count] = external === 0 ? 0 : 1;
    nameStart[count] = start;
    nameEnd[count] = end;
    const exportFlags = dylink.exportFlags.size > 0;
    flags[count] = exportFlags ? (dylink.exportFlags.get(draft.input.text(start, end)) ?? 0) : 0;
    if (external === 0) {
      const index = exports.index[row]!;
      type[count] =
        index < importedFunctions
          ? imports.type[imports.byKind[0][index]!]!
          : functions.type[index - importedFunctions]!;
    }
    count++;
  }
  return { count, kind, flags, nameStart, nameEnd, type };
}

/** Exports that every shared object has for itself. */
function isPrivate(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    isText(bytes, start, end, '__wasm_apply_data_relocs') ||
    isText(bytes, start, end, '__wasm_call_ctors') ||
    startsWithText(bytes, start, end, '__start_') ||
    startsWithText(bytes, start, end, '__stop_')
  );
}
