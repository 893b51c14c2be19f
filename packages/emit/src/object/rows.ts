/** What the rows of one owner's tables are in the object, in the shape the encoder reads. */
import { NONE, type References, type TagNameTable } from '@wasmwright/mir';
import type { Numbers, Symbols } from '../numbers.ts';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';

/** Numbers by symbol: the placeholders of an object, or the final ones of an output. */
interface ColumnsBySymbol extends Pick<
  ObjectLayout,
  'index' | 'slot' | 'address' | 'intrinsicIndex'
> {
  /** By type of the object: type index. @default the type itself */
  readonly type?: Uint32Array;
}

/** A function or constant with the tables it brings along. */
export type Owner = References & { readonly tagNames?: TagNameTable };

/** Values of the fields of one owner after the other: `select` fills the columns, which grow as needed. */
export class OwnerNumbers implements Numbers {
  navIndex: Uint32Array = new Uint32Array(0);
  navSlot: Uint32Array = new Uint32Array(0);
  navAddress: Float64Array = new Float64Array(0);
  uavAddress: Float64Array = new Float64Array(0);
  signatureIndex: Uint32Array = new Uint32Array(0);
  tagIndexFunction: Uint32Array = new Uint32Array(0);
  tagNameTable: Float64Array = new Float64Array(0);
  readonly intrinsicIndex: Uint32Array;
  readonly stackPointer: number;
  readonly indirectTable: number;
  readonly errorsLength: number;
  readonly errorNameTable: number;
  private readonly model: ObjectModel;
  private readonly columns: ColumnsBySymbol;

  constructor(model: ObjectModel, columns: ColumnsBySymbol) {
    const { index } = columns;
    this.model = model;
    this.columns = columns;
    this.intrinsicIndex = columns.intrinsicIndex;
    this.stackPointer = model.stackPointer === NONE ? 0 : index[model.stackPointer]!;
    this.indirectTable = model.table === NONE ? 0 : index[model.table]!;
    this.errorsLength = model.errorsLength;
    this.errorNameTable = this.addressOf(model.errorNameTable);
  }

  /** @param start - of the owner's words in `OwnerRows` */
  select({ signatures, navs, uavs, tagNames }: Owner, start: number): this {
    const { words } = this.model.rows;
    const { type } = this.columns;
    let at = start;
    if (signatures.count > this.signatureIndex.length) {
      this.signatureIndex = new Uint32Array(signatures.count * 2);
    }
    for (let row = 0; row < signatures.count; row++) {
      const id = words[at++]!;
      this.signatureIndex[row] = type === undefined ? id : type[id]!;
    }
    if (navs.count > this.navIndex.length) this.growNavs(navs.count * 2);
    for (let row = 0; row < navs.count; row++) {
      const symbol = words[at++]!;
      this.navIndex[row] = this.columns.index[symbol]!;
      this.navSlot[row] = this.columns.slot[symbol]!;
      this.navAddress[row] = this.columns.address[symbol]!;
    }
    if (uavs.count > this.uavAddress.length) this.uavAddress = new Float64Array(uavs.count * 2);
    for (let row = 0; row < uavs.count; row++) {
      this.uavAddress[row] = this.addressOf(words[at++]!);
    }
    if (tagNames !== undefined && tagNames.count > 0) this.selectEnums(tagNames.count, at);
    return this;
  }

  private selectEnums(count: number, start: number): void {
    const { rows, tagIndexFunction, tagNameTable, tagNameOffset } = this.model;
    const table = this.addressOf(tagNameTable);
    this.tagIndexFunction = new Uint32Array(count);
    this.tagNameTable = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      const number = rows.words[start + row]!;
      this.tagIndexFunction[row] = this.columns.index[tagIndexFunction[number]!]!;
      this.tagNameTable[row] = table + tagNameOffset[number]!;
    }
  }

  private growNavs(room: number): void {
    this.navIndex = new Uint32Array(room);
    this.navSlot = new Uint32Array(room);
    this.navAddress = new Float64Array(room);
  }

  private addressOf(symbol: number): number {
    return symbol === NONE ? 0 : this.columns.address[symbol]!;
  }
}

/** Symbols of the relocations of one owner after the other. */
export class OwnerSymbols implements Symbols {
  nav: Uint32Array = new Uint32Array(0);
  uav: Uint32Array = new Uint32Array(0);
  tagIndexFunction: Uint32Array = new Uint32Array(0);
  tagNameTable: Uint32Array = new Uint32Array(0);
  tagNameTableOffset: Float64Array = new Float64Array(0);
  readonly intrinsic: Uint32Array;
  readonly stackPointer: number;
  readonly indirectTable: number;
  readonly errorNameTable: number;
  private readonly model: ObjectModel;

  constructor(model: ObjectModel) {
    this.model = model;
    this.intrinsic = model.intrinsics;
    this.stackPointer = model.stackPointer;
    this.indirectTable = model.tableRelocations ? model.table : NONE;
    this.errorNameTable = model.errorNameTable;
  }

  /** @param start - of the owner's words in `OwnerRows` */
  select({ signatures, navs, uavs, tagNames }: Owner, start: number): this {
    const { words } = this.model.rows;
    let at = start + signatures.count;
    if (navs.count > this.nav.length) this.nav = new Uint32Array(navs.count * 2);
    for (let row = 0; row < navs.count; row++) this.nav[row] = words[at++]!;
    if (uavs.count > this.uav.length) this.uav = new Uint32Array(uavs.count * 2);
    for (let row = 0; row < uavs.count; row++) this.uav[row] = words[at++]!;
    if (tagNames !== undefined && tagNames.count > 0) this.selectEnums(tagNames.count, at);
    return this;
  }

  private selectEnums(count: number, start: number): void {
    const { rows, tagIndexFunction, tagNameTable, tagNameOffset } = this.model;
    this.tagIndexFunction = new Uint32Array(count);
    this.tagNameTable = new Uint32Array(count).fill(tagNameTable);
    this.tagNameTableOffset = new Float64Array(count);
    for (let row = 0; row < count; row++) {
      const number = rows.words[start + row]!;
      this.tagIndexFunction[row] = tagIndexFunction[number]!;
      this.tagNameTableOffset[row] = tagNameOffset[number]!;
    }
  }
}
