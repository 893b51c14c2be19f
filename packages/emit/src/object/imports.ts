import { NONE } from '@wasmwright/mir';
import { ExternalKind, LimitsFlag, type ByteWriter } from '@wasmwright/wasm';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';

/** Size of a page of linear memory. */
const PAGE = 0x1_0000;

/** Import section: the memory, undefined globals, the table, undefined functions and tags. */
export function writeImports(out: ByteWriter, model: ObjectModel, layout: ObjectLayout): void {
  const { symbols, is64 } = model;
  const { functionImports, globalImports, tagImports, tableImports } = layout;
  const flags64 = is64 ? LimitsFlag.IS_64 : 0;
  const field = (symbol: number, kind: number): void => {
    out.name(symbols.modules[symbol]! || 'env');
    out.name(symbols.names[symbol]!);
    out.byte(kind);
  };
  const all = [functionImports, globalImports, tagImports, tableImports];
  out.u32(all.reduce((sum, { length }) => sum + length, 1));
  out.name('env');
  out.name('__linear_memory');
  out.byte(ExternalKind.memory);
  out.byte(flags64);
  out.u64(Math.ceil(layout.memorySize / PAGE));
  for (const symbol of globalImports) {
    field(symbol, ExternalKind.global);
    out.byte(symbols.type[symbol]! & 0xff);
    out.byte(symbols.type[symbol]! >> 8);
  }
  for (const symbol of tableImports) {
    const isFunctionTable = symbol === model.table && model.table !== NONE;
    field(symbol, ExternalKind.table);
    out.byte(symbols.type[symbol]!);
    out.byte(flags64);
    out.u32(isFunctionTable ? model.elements.length : 0);
  }
  for (const symbol of functionImports) {
    field(symbol, ExternalKind.function);
    out.u32(symbols.type[symbol]!);
  }
  for (const symbol of tagImports) {
    field(symbol, ExternalKind.tag);
    out.byte(0);
    out.u32(symbols.type[symbol]!);
  }
}
