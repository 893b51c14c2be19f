/**
 * Relocation types (tool-conventions Linking.md; linking.md 2.4). The row number is the number in the file.
 * `encoding` and `width` describe the patched field; `symbols` are the kinds of symbol an entry may point at, `type`
 * meaning an index in the type section; `hasAddend` says an addend follows the index (a varint64 if `is64`).
 */
// prettier-ignore
export const relocationTypes = [
  { number: 0, name: 'R_WASM_FUNCTION_INDEX_LEB', encoding: 'uleb', width: 5, symbols: ['function'], hasAddend: false, is64: false },
  { number: 1, name: 'R_WASM_TABLE_INDEX_SLEB', encoding: 'sleb', width: 5, symbols: ['function'], hasAddend: false, is64: false },
  { number: 2, name: 'R_WASM_TABLE_INDEX_I32', encoding: 'fixed', width: 4, symbols: ['function'], hasAddend: false, is64: false },
  { number: 3, name: 'R_WASM_MEMORY_ADDR_LEB', encoding: 'uleb', width: 5, symbols: ['data'], hasAddend: true, is64: false },
  { number: 4, name: 'R_WASM_MEMORY_ADDR_SLEB', encoding: 'sleb', width: 5, symbols: ['data'], hasAddend: true, is64: false },
  { number: 5, name: 'R_WASM_MEMORY_ADDR_I32', encoding: 'fixed', width: 4, symbols: ['data'], hasAddend: true, is64: false },
  { number: 6, name: 'R_WASM_TYPE_INDEX_LEB', encoding: 'uleb', width: 5, symbols: ['type'], hasAddend: false, is64: false },
  { number: 7, name: 'R_WASM_GLOBAL_INDEX_LEB', encoding: 'uleb', width: 5, symbols: ['global', 'data', 'function'], hasAddend: false, is64: false },
  { number: 8, name: 'R_WASM_FUNCTION_OFFSET_I32', encoding: 'fixed', width: 4, symbols: ['function'], hasAddend: true, is64: false },
  { number: 9, name: 'R_WASM_SECTION_OFFSET_I32', encoding: 'fixed', width: 4, symbols: ['section'], hasAddend: true, is64: false },
  { number: 10, name: 'R_WASM_TAG_INDEX_LEB', encoding: 'uleb', width: 5, symbols: ['tag'], hasAddend: false, is64: false },
  { number: 11, name: 'R_WASM_MEMORY_ADDR_REL_SLEB', encoding: 'sleb', width: 5, symbols: ['data'], hasAddend: true, is64: false },
  { number: 12, name: 'R_WASM_TABLE_INDEX_REL_SLEB', encoding: 'sleb', width: 5, symbols: ['function'], hasAddend: false, is64: false },
  { number: 13, name: 'R_WASM_GLOBAL_INDEX_I32', encoding: 'fixed', width: 4, symbols: ['global'], hasAddend: false, is64: false },
  { number: 14, name: 'R_WASM_MEMORY_ADDR_LEB64', encoding: 'uleb', width: 10, symbols: ['data'], hasAddend: true, is64: true },
  { number: 15, name: 'R_WASM_MEMORY_ADDR_SLEB64', encoding: 'sleb', width: 10, symbols: ['data'], hasAddend: true, is64: true },
  { number: 16, name: 'R_WASM_MEMORY_ADDR_I64', encoding: 'fixed', width: 8, symbols: ['data'], hasAddend: true, is64: true },
  { number: 17, name: 'R_WASM_MEMORY_ADDR_REL_SLEB64', encoding: 'sleb', width: 10, symbols: ['data'], hasAddend: true, is64: true },
  { number: 18, name: 'R_WASM_TABLE_INDEX_SLEB64', encoding: 'sleb', width: 10, symbols: ['function'], hasAddend: false, is64: true },
  { number: 19, name: 'R_WASM_TABLE_INDEX_I64', encoding: 'fixed', width: 8, symbols: ['function'], hasAddend: false, is64: true },
  { number: 20, name: 'R_WASM_TABLE_NUMBER_LEB', encoding: 'uleb', width: 5, symbols: ['table'], hasAddend: false, is64: false },
  { number: 21, name: 'R_WASM_MEMORY_ADDR_TLS_SLEB', encoding: 'sleb', width: 5, symbols: ['data'], hasAddend: true, is64: false },
  { number: 22, name: 'R_WASM_FUNCTION_OFFSET_I64', encoding: 'fixed', width: 8, symbols: ['function'], hasAddend: true, is64: true },
  { number: 23, name: 'R_WASM_MEMORY_ADDR_LOCREL_I32', encoding: 'fixed', width: 4, symbols: ['data'], hasAddend: true, is64: false },
  { number: 24, name: 'R_WASM_TABLE_INDEX_REL_SLEB64', encoding: 'sleb', width: 10, symbols: ['function'], hasAddend: false, is64: true },
  { number: 25, name: 'R_WASM_MEMORY_ADDR_TLS_SLEB64', encoding: 'sleb', width: 10, symbols: ['data'], hasAddend: true, is64: true },
  { number: 26, name: 'R_WASM_FUNCTION_INDEX_I32', encoding: 'fixed', width: 4, symbols: ['function'], hasAddend: false, is64: false },
] as const;

type Row = (typeof relocationTypes)[number];

/** `RelocationType.MEMORY_ADDR_LEB` is 3: the numbers of `relocationTypes` by name without `R_WASM_`. */
export const RelocationType: {
  readonly [R in Row as R['name'] extends `R_WASM_${infer Name}` ? Name : never]: R['number'];
} = /* @__PURE__ */ numbersByName() as never;

function numbersByName(): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const row of relocationTypes) numbers[row.name.slice('R_WASM_'.length)] = row.number;
  return numbers;
}
