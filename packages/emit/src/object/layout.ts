/**
 * Numbers of everything in the object: the placeholders that relocated fields hold.
 *
 *   reads:  the model
 *   writes: indexes (imports first), table slots, addresses
 */
import { NONE } from '@wasmwright/mir';
import { SymbolKind } from '@wasmwright/wasm';
import type { ObjectModel } from './model.ts';

export interface ObjectLayout {
  /** Imported symbols per kind, in symbol order. */
  readonly functionImports: readonly number[];
  readonly globalImports: readonly number[];
  readonly tagImports: readonly number[];
  readonly tableImports: readonly number[];
  /** By symbol: index of a function, global, tag or table; `NONE` for data. */
  readonly index: Uint32Array;
  /** By symbol: table index of a function whose address is taken. */
  readonly slot: Uint32Array;
  /** By symbol: address of a data symbol; 0 if undefined. */
  readonly address: Float64Array;
  /** By segment. */
  readonly segmentAddress: Float64Array;
  /** By row of `intrinsics`: function index; 0 where unused. */
  readonly intrinsicIndex: Uint32Array;
  /** End of the last segment. */
  readonly memorySize: number;
}

export function layOut(model: ObjectModel): ObjectLayout {
  const { symbols, segments } = model;
  const functionImports: number[] = [];
  const globalImports: number[] = [];
  const tagImports: number[] = [];
  const tableImports: number[] = [];
  for (let i = 0; i < symbols.count; i++) {
    if (symbols.isDefined(i)) continue;
    const kind = symbols.kind[i]!;
    if (kind === SymbolKind.function) functionImports.push(i);
    else if (kind === SymbolKind.global) globalImports.push(i);
    else if (kind === SymbolKind.tag) tagImports.push(i);
    else if (kind === SymbolKind.table) tableImports.push(i);
  }
  const index = new Uint32Array(symbols.count).fill(NONE);
  for (const rows of [functionImports, globalImports, tagImports, tableImports]) {
    rows.forEach((row, i) => (index[row] = i));
  }
  const segmentAddress = new Float64Array(segments.length);
  let memorySize = 0;
  segments.forEach(({ owner, row, alignment }, i) => {
    memorySize = Math.ceil(memorySize / alignment) * alignment;
    segmentAddress[i] = memorySize;
    memorySize += owner.uavs.size[row]!;
  });
  const address = new Float64Array(symbols.count);
  for (let i = 0; i < symbols.count; i++) {
    if (!symbols.isDefined(i)) continue;
    const definition = symbols.definition[i]!;
    const kind = symbols.kind[i];
    if (kind === SymbolKind.data) address[i] = segmentAddress[definition]! + symbols.offset[i]!;
    else if (kind === SymbolKind.function) index[i] = functionImports.length + definition;
    else if (kind === SymbolKind.global) index[i] = globalImports.length + definition;
    else if (kind === SymbolKind.tag) index[i] = tagImports.length + definition;
  }
  const slot = new Uint32Array(symbols.count);
  model.elements.forEach((symbol, i) => (slot[symbol] = i + 1));
  const intrinsicIndex = intrinsicIndexes(model, index);
  return {
    functionImports,
    globalImports,
    tagImports,
    tableImports,
    index,
    slot,
    address,
    segmentAddress,
    intrinsicIndex,
    memorySize,
  };
}

/** Function index by row of `intrinsics`; 0 where unused. */
export function intrinsicIndexes({ intrinsics }: ObjectModel, index: Uint32Array): Uint32Array {
  return intrinsics.map((symbol) => (symbol === NONE ? 0 : index[symbol]!));
}
