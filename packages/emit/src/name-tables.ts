/**
 * Tables of names that generated code reads at run time: error names and the names of enum tags (codegen.md 5.9, 5.10,
 * linking.md J13). Each is a run of {pointer, length} slices into one object of NUL-terminated strings; the length does not
 * count the NUL.
 */
import { DataBuilder, NavKind, type ConstantRelocation, type MirData } from '@wasmwright/mir';
import { encodeUtf8 } from '@wasmwright/wasm';

/** Symbols of the two objects. */
export interface NameTableSymbols {
  readonly strings: string;
  readonly table: string;
}

export const errorNameSymbols: NameTableSymbols = {
  strings: '__zig_error_names',
  table: '__zig_error_name_table',
};

export const tagNameSymbols: NameTableSymbols = {
  strings: '__zig_tag_names',
  table: '__zig_tag_name_table',
};

/** Bytes of one slice in a table. */
export function sliceSize(is64: boolean): number {
  return is64 ? 16 : 8;
}

/**
 * The two objects of a table of names.
 *
 * @param first - index of the first name; the slices before it are zero. Error names start at 1.
 */
export function nameTable(
  symbols: NameTableSymbols,
  names: readonly string[],
  first: number,
  is64: boolean,
): { readonly strings: MirData; readonly table: MirData } {
  const pointer = is64 ? 8 : 4;
  const slice = sliceSize(is64);
  const builder = new DataBuilder({ is64 });
  const text: number[] = [];
  const starts: number[] = [];
  const bytes = new Uint8Array((first + names.length) * slice);
  const view = new DataView(bytes.buffer);
  names.forEach((name, i) => {
    starts.push(text.length);
    const utf8 = encodeUtf8(name);
    for (const byte of utf8) text.push(byte);
    text.push(0);
    view.setUint32((first + i) * slice + pointer, utf8.length, true);
  });
  builder.begin(symbols.strings);
  const strings = builder.finish({ alignment: 1, size: text.length, bytes: text });
  builder.begin(symbols.table);
  const target = builder.nav({ name: symbols.strings, kind: NavKind.data });
  const relocations = starts.map((addend, i): ConstantRelocation => ({
    offset: (first + i) * slice,
    target,
    addend,
  }));
  return {
    strings,
    table: builder.finish({ alignment: pointer, bytes, size: bytes.length, relocations }),
  };
}
