import { TypeForm, type ByteWriter } from '@wasmwright/wasm';
import type { ObjectModel } from './model.ts';

/** Type section: function types. */
export function writeTypes(
  out: ByteWriter,
  { types: { count, types, start, params } }: ObjectModel,
): void {
  out.u32(count);
  for (let id = 0; id < count; id++) {
    const middle = start[id]! + params[id]!;
    out.byte(TypeForm.func);
    out.u32(middle - start[id]!);
    for (let at = start[id]!; at < middle; at++) out.byte(types[at]!);
    out.u32(start[id + 1]! - middle);
    for (let at = middle; at < start[id + 1]!; at++) out.byte(types[at]!);
  }
}
