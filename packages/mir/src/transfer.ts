import type { Mir, MirData } from './mir.ts';

/**
 * The buffers of a function or data value, for the transfer list of `postMessage`: moving them costs nothing, whatever their
 * size. The sender must not use the value afterwards. Structured clone without a transfer list copies it.
 */
export function transferables(value: Mir | MirData): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (part: object): void => {
    for (const column of Object.values(part) as unknown[]) {
      if (ArrayBuffer.isView(column)) buffers.add(column.buffer as ArrayBuffer);
      else if (typeof column === 'object' && column !== null && !Array.isArray(column))
        visit(column);
    }
  };
  visit(value);
  return [...buffers];
}
