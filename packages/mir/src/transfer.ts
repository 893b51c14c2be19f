import type { Mir, MirData } from './mir.ts';

/**
 * The buffers of a function or data value, for the transfer list of `postMessage`: moving them costs nothing, whatever their
 * size. The sender must not use the value afterwards. Small tables that values share, such as function types, are not in
 * the list and are copied; without a transfer list everything is.
 */
export function transferables(value: Mir | MirData): ArrayBuffer[] {
  const { uavs, navs } = value;
  const columns: ArrayBufferView[] = [navs.id, uavs.bytes, uavs.relocationOffset];
  if ('tags' in value) columns.push(value.tags, value.data, value.extra);
  const buffers = new Set<ArrayBuffer>();
  for (const { byteLength, buffer } of columns) {
    if (byteLength > 0) buffers.add(buffer as ArrayBuffer);
  }
  return [...buffers];
}
