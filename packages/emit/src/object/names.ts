import { ByteWriter, NameSubsection } from '@wasmwright/wasm';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';

/** `name`: functions, globals and data segments, ascending by index. */
export function writeNames(out: ByteWriter, model: ObjectModel, layout: ObjectLayout): void {
  const { symbols, functions, segments } = model;
  const nameMap = (
    id: number,
    entries: readonly (readonly [index: number, name: string])[],
  ): void => {
    if (entries.length === 0) return;
    const payload = new ByteWriter();
    payload.u32(entries.length);
    for (const [index, name] of entries) {
      payload.u32(index);
      payload.name(name);
    }
    out.byte(id);
    out.u32(payload.length);
    out.raw(payload.view());
  };
  const imported = (rows: readonly number[]): [number, string][] =>
    rows.map((symbol, i) => [i, symbols.names[symbol]!]);
  nameMap(NameSubsection.function, [
    ...imported(layout.functionImports),
    ...functions.map(({ mir }, i): [number, string] => [
      layout.functionImports.length + i,
      mir.name,
    ]),
  ]);
  nameMap(NameSubsection.global, imported(layout.globalImports));
  nameMap(
    NameSubsection.data,
    segments.map(({ name }, i) => [i, name]),
  );
}
