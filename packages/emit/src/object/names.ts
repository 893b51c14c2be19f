import { ByteWriter, NameSubsection } from '@wasmwright/wasm';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';

/** `name`: functions, globals and data segments, ascending by index. */
export function writeNames(out: ByteWriter, model: ObjectModel, layout: ObjectLayout): void {
  const { symbols, functions, segments } = model;
  const { functionImports, globalImports } = layout;
  const payload = new ByteWriter();
  const subsection = (id: number, count: number, nameOf: (index: number) => string): void => {
    if (count === 0) return;
    payload.length = 0;
    payload.u32(count);
    for (let index = 0; index < count; index++) {
      payload.u32(index);
      payload.name(nameOf(index));
    }
    out.byte(id);
    out.u32(payload.length);
    out.raw(payload.view());
  };
  const imported = functionImports.length;
  subsection(NameSubsection.function, imported + functions.mir.length, (index) =>
    index < imported
      ? symbols.names[functionImports[index]!]!
      : functions.mir[index - imported]!.name,
  );
  subsection(
    NameSubsection.global,
    globalImports.length,
    (index) => symbols.names[globalImports[index]!]!,
  );
  subsection(NameSubsection.data, segments.length, (index) => segments[index]!.name);
}
