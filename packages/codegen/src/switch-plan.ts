// How a switch is decided (codegen.md 5.7): values merged to ranges, ranges to clusters, clusters to a decision tree.

/** An inclusive range of operand values and the case it selects. */
export interface SwitchRange {
  readonly low: bigint;
  readonly high: bigint;
  /** Index of the case. */
  readonly target: number;
}

/** Values that are decided together. */
export type Cluster =
  | { readonly kind: 'range'; readonly low: bigint; readonly high: bigint; readonly target: number }
  | {
      readonly kind: 'table';
      readonly low: bigint;
      readonly high: bigint;
      /** Case of `low + i`, or `DEFAULT`. */
      readonly targets: readonly number[];
    };

/** Target of values no case names. */
export const DEFAULT = -1;

/** A decision: a chain of clusters tested in turn, or a comparison that halves them. */
export type Decision =
  | { readonly kind: 'chain'; readonly clusters: readonly Cluster[] }
  | {
      readonly kind: 'split';
      /** The operand is less than this: `below`, else `above`. */
      readonly pivot: bigint;
      readonly below: Decision;
      readonly above: Decision;
    };

/** Up to this many clusters are tested one after the other. */
const CHAIN = 3;
/** A table needs at least this many items. */
const TABLE_ITEMS = 4;

/** Sorts ranges and joins neighbours that select the same case. */
export function mergeRanges(ranges: readonly SwitchRange[]): SwitchRange[] {
  const sorted = [...ranges].sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const merged: SwitchRange[] = [];
  for (const range of sorted) {
    const last = merged[merged.length - 1];
    if (last !== undefined && last.target === range.target && last.high + 1n === range.low) {
      merged[merged.length - 1] = { low: last.low, high: range.high, target: last.target };
    } else merged.push(range);
  }
  return merged;
}

/**
 * Partitions merged ranges into clusters. A run becomes a table when c = values + 2 * wider ranges is at least 4 and the
 * table's width is at most 2c and below 2^32. Greedy from the left with the longest run that qualifies; the run may
 * only grow while it can still qualify, so the work is linear for dense and for sparse switches.
 */
export function clusterRanges(ranges: readonly SwitchRange[]): Cluster[] {
  const clusters: Cluster[] = [];
  for (let start = 0; start < ranges.length;) {
    let weight = 0n;
    let end = start;
    for (let at = start; at < ranges.length; at++) {
      const { low, high } = ranges[at]!;
      weight += low === high ? 1n : 2n;
      const width = high - ranges[start]!.low + 1n;
      if (width <= 2n * weight && width < 0x1_0000_0000n && weight >= BigInt(TABLE_ITEMS))
        end = at + 1;
      else if (width > 2n * weight + BigInt(2 * TABLE_ITEMS)) break;
    }
    if (end > start) {
      clusters.push(table(ranges.slice(start, end)));
      start = end;
    } else {
      const { low, high, target } = ranges[start++]!;
      clusters.push({ kind: 'range', low, high, target });
    }
  }
  return clusters;
}

function table(ranges: readonly SwitchRange[]): Cluster {
  const low = ranges[0]!.low;
  const high = ranges[ranges.length - 1]!.high;
  const targets = new Array<number>(Number(high - low + 1n)).fill(DEFAULT);
  for (const range of ranges) {
    targets.fill(range.target, Number(range.low - low), Number(range.high - low + 1n));
  }
  return { kind: 'table', low, high, targets };
}

/** A balanced decision over clusters in ascending order. @param chain - longest chain of tests */
export function decide(clusters: readonly Cluster[], chain: number = CHAIN): Decision {
  if (clusters.length <= chain) return { kind: 'chain', clusters };
  const middle = clusters.length >>> 1;
  return {
    kind: 'split',
    pivot: clusters[middle]!.low,
    below: decide(clusters.slice(0, middle), chain),
    above: decide(clusters.slice(middle), chain),
  };
}

/** The whole plan of a switch. */
export function planSwitch(ranges: readonly SwitchRange[]): Decision {
  return decide(clusterRanges(mergeRanges(ranges)));
}
