/**
 * How often live code of units uses functions and data, so that the popular ones get short numbers and addresses (linking.md
 * J5, J12). Code of objects has fields of fixed width, so its uses do not count.
 *   reads:  live sets
 *   writes: nothing
 */
import { SymbolKind } from '@wasmwright/wasm';
import type { Flush } from '../flush-state.ts';
import type { LinkedObject } from '../inputs.ts';

/** Uses by live unit code. */
export interface Popularity {
  /** Calls per row of `link.functions`. */
  readonly functions: Uint32Array;
  /** Uses of an address per row of `link.segments`. */
  readonly segments: Uint32Array;
}

/** Counts what the live functions of all units use. */
export function countUses(flush: Flush): Popularity {
  const { link, functionLive } = flush;
  const { symbols, references } = link;
  const popularity: Popularity = {
    functions: new Uint32Array(link.functions.count),
    segments: new Uint32Array(link.segments.count),
  };
  for (const { unit, file, symbolBase, functionBase } of link.linkOrder) {
    if (unit === undefined) continue;
    const { type, index } = file.codeRelocations;
    const { relocationStart, count } = file.functions;
    for (let f = 0; f < count; f++) {
      if (functionLive[functionBase + f] === 0) continue;
      for (let i = relocationStart[f]!; i < relocationStart[f + 1]!; i++) {
        if (type[i] === 6) continue;
        const symbol = references.data[symbolBase + index[i]!]!;
        const element = symbols.element[symbol]!;
        if (!symbols.isDefined(symbol)) continue;
        const kind = symbols.kind[symbol]!;
        if (kind === SymbolKind.function) {
          // The others are table slots.
          if (type[i] === 0) popularity.functions[element]! += unit.uses[i]!;
        } else if (kind === SymbolKind.data && element < popularity.segments.length) {
          popularity.segments[element]! += unit.uses[i]!;
        }
      }
    }
  }
  return popularity;
}

/** Rows of the live functions of a unit in output order: most calls first, then by id. */
export function unitFunctionOrder(
  { functionLive }: Flush,
  { functions }: Popularity,
  { functionBase, file }: LinkedObject,
): Uint32Array {
  const rows: number[] = [];
  for (let i = functionBase; i < functionBase + file.functions.count; i++) {
    if (functionLive[i] === 1) rows.push(i);
  }
  return Uint32Array.from(rows).sort((a, b) => functions[b]! - functions[a]! || a - b);
}

/** Rows of the live data of all units in output order: largest alignment first, then most uses, then by id (J12). */
export function unitSegmentOrder(flush: Flush, { segments: uses }: Popularity): Uint32Array {
  const { link, segmentLive } = flush;
  const rows: number[] = [];
  const alignment = new Uint8Array(link.segments.count);
  for (const { unit, file, segmentBase } of link.linkOrder) {
    if (unit === undefined) continue;
    alignment.set(file.segments.alignment.subarray(0, file.segments.count), segmentBase);
    for (let i = segmentBase; i < segmentBase + file.segments.count; i++) {
      if (segmentLive[i] === 1) rows.push(i);
    }
  }
  const order = (a: number, b: number) =>
    alignment[b]! - alignment[a]! || uses[b]! - uses[a]! || a - b;
  return Uint32Array.from(rows).sort(order);
}
