import type { ByteWriter } from '@wasmwright/wasm';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';

/** Element section: the functions whose table index is used, from slot 1. Linkers make their own from the relocations. */
export function writeElements(out: ByteWriter, model: ObjectModel, layout: ObjectLayout): void {
  out.u32(1);
  out.u32(0);
  out.byte(model.is64 ? 0x42 : 0x41);
  out.byte(1);
  out.byte(0x0b);
  out.u32(model.elements.length);
  for (const symbol of model.elements) out.u32(layout.index[symbol]!);
}
