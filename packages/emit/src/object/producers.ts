import type { ByteWriter } from '@wasmwright/wasm';
import type { ObjectModel } from './model.ts';

/** `producers`: fields with (name, version) pairs. */
export function writeProducers(out: ByteWriter, { producers }: ObjectModel): void {
  out.u32(producers.length);
  for (const { field, values } of producers) {
    out.name(field);
    out.u32(values.length);
    for (const [name, version] of values) {
      out.name(name);
      out.name(version);
    }
  }
}
