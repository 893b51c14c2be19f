/** What the rows of one owner's tables are in the object, in the shape the encoder reads. */
import { NONE } from '@wasmwright/mir';
import type { Numbers, Symbols } from '../numbers.ts';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel, OwnerRows } from './model.ts';

/** Numbers by symbol: the placeholders of an object, or the final ones of an output. */
type ColumnsBySymbol = Pick<ObjectLayout, 'index' | 'slot' | 'address' | 'intrinsicIndex'>;

/** Values of the fields. */
export function numbersOf(model: ObjectModel, layout: ColumnsBySymbol, rows: OwnerRows): Numbers {
  const { index, slot, address } = layout;
  const tagNameTable = addressOf(layout, model.tagNameTable);
  return {
    navIndex: rows.nav.map((symbol) => index[symbol]!),
    navSlot: rows.nav.map((symbol) => slot[symbol]!),
    navAddress: Float64Array.from(rows.nav, (symbol) => address[symbol]!),
    uavAddress: Float64Array.from(rows.uav, (symbol) => addressOf(layout, symbol)),
    signatureIndex: rows.signature,
    tagIndexFunction: rows.tagIndex.map((symbol) => index[symbol]!),
    tagNameTable: rows.tagOffset.map((offset) => tagNameTable + offset),
    intrinsicIndex: layout.intrinsicIndex,
    stackPointer: model.stackPointer === NONE ? 0 : index[model.stackPointer]!,
    indirectTable: model.table === NONE ? 0 : index[model.table]!,
    errorsLength: model.errorsLength,
    errorNameTable: addressOf(layout, model.errorNameTable),
  };
}

/** Symbols of the relocations. */
export function symbolsOf(model: ObjectModel, rows: OwnerRows): Symbols {
  return {
    nav: rows.nav,
    uav: rows.uav,
    tagIndexFunction: rows.tagIndex,
    tagNameTable: new Uint32Array(rows.tagOffset.length).fill(model.tagNameTable),
    tagNameTableOffset: rows.tagOffset,
    intrinsic: model.intrinsics,
    stackPointer: model.stackPointer,
    indirectTable: model.tableRelocations ? model.table : NONE,
    errorNameTable: model.errorNameTable,
  };
}

function addressOf(layout: ColumnsBySymbol, symbol: number): number {
  return symbol === NONE ? 0 : layout.address[symbol]!;
}
