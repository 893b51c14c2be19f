import { TypeForm, type ByteWriter } from '@wasmwright/wasm';
import type { ObjectModel } from './model.ts';

/** Type section: function types. */
export function writeTypes(out: ByteWriter, { types }: ObjectModel): void {
  out.u32(types.length);
  for (const { params, results } of types) {
    out.byte(TypeForm.func);
    for (const list of [params, results]) {
      out.u32(list.length);
      for (let i = 0; i < list.length; i++) out.byte(list[i]!);
    }
  }
}
