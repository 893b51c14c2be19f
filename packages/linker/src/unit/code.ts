/**
 * Bodies of unit functions, encoded when every number is final (linking.md J8): each integer has its shortest form.
 *   reads:  output functions, MIR, `SymbolValues`
 *   writes: its own buffer, `bodyStart` of units (V7)
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { CodeEncoder, type Numbers } from '@wasmwright/emit';
import { intrinsics, type Mir, NavKind, NONE } from '@wasmwright/mir';
import { RelocationType as R, sizeOfU32 } from '@wasmwright/wasm';
import { copy } from '../copy.ts';
import type { Flush } from '../flush-state.ts';
import type { LinkedObject } from '../inputs.ts';
import type { SymbolValues } from '../values.ts';
import type { UnitTables } from './tables.ts';

type MutableNumbers = { -readonly [Key in keyof Numbers]: Numbers[Key] };

/** Columns of `Numbers` for functions whose tables have at most `count` rows. */
function columns(
  count: number,
): Omit<
  Numbers,
  'intrinsicIndex' | 'stackPointer' | 'indirectTable' | 'errorsLength' | 'errorNameTable'
> {
  return {
    navIndex: new Uint32Array(count),
    navSlot: new Uint32Array(count),
    navAddress: new Float64Array(count),
    uavAddress: new Float64Array(count),
    signatureIndex: new Uint32Array(count),
    tagIndexFunction: new Uint32Array(count),
    tagNameTable: new Float64Array(count),
  };
}

/** Encodes functions one behind the other. */
export class UnitCode {
  private readonly flush: Flush;
  private readonly values: SymbolValues;
  private readonly encoder = new CodeEncoder(1 << 16);
  /** Range in the encoder's bytes, per row of `link.functions`. */
  private readonly start: Uint32Array;
  private readonly end: Uint32Array;
  private readonly numbers: MutableNumbers;
  /** Unit whose numbers that hold for all its functions are in `numbers`. */
  private unit: UnitTables | undefined;

  constructor(flush: Flush, values: SymbolValues) {
    const { link, indirectTable } = flush;
    this.flush = flush;
    this.values = values;
    this.start = new Uint32Array(link.functions.count);
    this.end = new Uint32Array(link.functions.count);
    this.numbers = {
      ...columns(64),
      intrinsicIndex: new Uint32Array(intrinsics.length),
      stackPointer: values.index[link.wellKnown.stackPointer]!,
      indirectTable: indirectTable === undefined ? 0 : values.index[indirectTable.symbol]!,
      errorsLength: 0,
      errorNameTable: 0,
    };
  }

  /** Encodes the function of a row. @returns its size with the size field */
  encode(row: number): number {
    const { flush, encoder, numbers } = this;
    const { link } = flush;
    const owner = link.functions.owner.data[row]!;
    const local = link.functions.local.data[row]!;
    const object = link.objectOf(owner);
    const unit = object.unit!;
    const mir = unit.mirs[local]!;
    if (unit !== this.unit) this.enter(object, unit);
    this.fill(object, unit, mir, unit.rowStart[local]!);
    const start = encoder.length;
    const size = encoder.emit(mir, numbers);
    if (encoder.overflows > 0) {
      encoder.overflows = 0;
      link.report(linkerCodes.memoryOffset, { file: object.input.name, function: mir.name }, owner);
    }
    object.file.functions.bodyStart[local] = sizeOfU32(size);
    this.start[row] = start;
    this.end[row] = encoder.length;
    return encoder.length - start;
  }

  /** Copies an encoded function to the output. */
  write(row: number, out: Uint8Array, at: number): void {
    copy(this.encoder.view(), this.start[row]!, this.end[row]!, out, at);
  }

  /** Fills in what holds for all functions of a unit. */
  private enter(object: LinkedObject, unit: UnitTables): void {
    const { values, numbers } = this;
    this.unit = unit;
    for (const [symbol, id] of unit.intrinsics) {
      numbers.intrinsicIndex[id] = values.of(object, R.FUNCTION_INDEX_LEB, symbol, 0, NaN);
    }
    const { errorNameTable, errorsLength } = unit;
    numbers.errorsLength = errorsLength;
    if (errorNameTable === NONE) return;
    numbers.errorNameTable = values.of(object, R.MEMORY_ADDR_SLEB, errorNameTable, 0, NaN);
  }

  /** Fills in what the rows of a function's tables are in the output. */
  private fill(object: LinkedObject, unit: UnitTables, mir: Mir, first: number): void {
    const { values } = this;
    const { navs, uavs, signatures, tagNames } = mir;
    const { rows } = unit;
    const most = Math.max(navs.count, uavs.count, signatures.count, tagNames.count);
    if (most > this.numbers.navIndex.length) Object.assign(this.numbers, columns(2 * most));
    const { numbers } = this;
    const value = (type: number, symbol: number) => values.of(object, type, symbol, 0, NaN);
    let at = first;
    for (let i = 0; i < signatures.count; i++) {
      numbers.signatureIndex[i] = value(R.TYPE_INDEX_LEB, rows[at++]!);
    }
    for (let i = 0; i < navs.count; i++) {
      const symbol = rows[at++]!;
      switch (navs.kind[i]) {
        case NavKind.function:
          numbers.navIndex[i] = value(R.FUNCTION_INDEX_LEB, symbol);
          numbers.navSlot[i] = value(R.TABLE_INDEX_SLEB, symbol);
          break;
        case NavKind.data:
          numbers.navAddress[i] = value(R.MEMORY_ADDR_SLEB, symbol);
          break;
        case NavKind.tls:
          numbers.navAddress[i] = value(R.MEMORY_ADDR_TLS_SLEB, symbol);
          break;
        case NavKind.global:
          numbers.navIndex[i] = value(R.GLOBAL_INDEX_LEB, symbol);
          break;
        default: // table, tag
          numbers.navIndex[i] = value(R.TABLE_NUMBER_LEB, symbol);
      }
    }
    for (let i = 0; i < uavs.count; i++) {
      numbers.uavAddress[i] = value(R.MEMORY_ADDR_SLEB, rows[at++]!);
    }
    for (let i = 0; i < tagNames.count; i++) {
      numbers.tagIndexFunction[i] = value(R.FUNCTION_INDEX_LEB, rows[at++]!);
      numbers.tagNameTable[i] = value(R.MEMORY_ADDR_SLEB, rows[at++]!);
    }
  }
}
