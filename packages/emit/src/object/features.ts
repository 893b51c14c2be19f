import type { ByteWriter } from '@wasmwright/wasm';
import type { ObjectModel } from './model.ts';

/** `+`: the object uses the feature. */
const USED = 0x2b;

/** `target_features`: names with the prefix "used". */
export function writeFeatures(out: ByteWriter, { features }: ObjectModel): void {
  out.u32(features.length);
  for (const name of features) {
    out.byte(USED);
    out.name(name);
  }
}
