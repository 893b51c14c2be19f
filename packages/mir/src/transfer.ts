import { isShared } from './empty.ts';
import type { Mir, MirData } from './mir.ts';

/**
 * The buffers of a function or data value, for the transfer list of `postMessage`: moving them costs nothing, whatever their
 * size. The sender must not use the value afterwards. Structured clone without a transfer list copies it.
 */
export function transferables(value: Mir | MirData): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (part: object): void => {
    for (const column of Object.values(part) as unknown[]) {
      if (typeof column !== 'object' || column === null || isShared(column)) continue;
      if (!ArrayBuffer.isView(column)) visit(column);
      else if (column.byteLength > 0) buffers.add(column.buffer as ArrayBuffer);
    }
  };
  visit(value);
  return [...buffers];
}
