/**
 * Patching fields in the output (linking.md V1 to V3, X1).
 *   reads:  `SymbolValues`, relocation tables
 *   writes: bytes of the output
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE, type RelocationTable } from '@wasmwright/object';
import { relocationTypes, SymbolKind, writeS64Padded, writeU64Padded } from '@wasmwright/wasm';
import type { Flush } from './flush-state.ts';
import type { LinkedObject } from './inputs.ts';
import { State, type SymbolId } from './symbols.ts';
import type { SymbolValues } from './values.ts';

/** How the field of each relocation type is written: encoding and width. */
const ULEB5 = 0;
const SLEB5 = 1;
const I32 = 2;
const ULEB10 = 3;
const SLEB10 = 4;
const I64 = 5;

const FIELD = /* @__PURE__ */ Uint8Array.from(relocationTypes, ({ encoding, width }) => {
  if (encoding === 'uleb') return width === 5 ? ULEB5 : ULEB10;
  if (encoding === 'sleb') return width === 5 ? SLEB5 : SLEB10;
  return width === 4 ? I32 : I64;
});

/** Writes relocated fields. */
export class Relocator {
  private readonly flush: Flush;
  private readonly values: SymbolValues;

  constructor(flush: Flush, values: SymbolValues) {
    this.flush = flush;
    this.values = values;
  }

  /**
   * Applies relocations `from .. to` of code or data, whose symbols are all live.
   *
   * @param delta - what to add to an input offset to get the offset in `out`
   * @param toAddress - what to add to an input offset to get an address; NaN in code
   */
  apply(
    object: LinkedObject,
    { type: types, offset: offsets, index: indexes, addend: addends }: RelocationTable,
    from: number,
    to: number,
    out: Uint8Array,
    delta: number,
    toAddress: number,
  ): void {
    const { values } = this;
    for (let i = from; i < to; i++) {
      const type = types[i]!;
      const offset = offsets[i]!;
      const value = values.of(object, type, indexes[i]!, addends[i]!, offset + toAddress);
      this.patch(object, out, offset + delta, type, value);
    }
  }

  /** Applies the relocations of a custom section, where symbols may be dead (V3, X1). */
  applyCustom(
    object: LinkedObject,
    table: RelocationTable,
    out: Uint8Array,
    delta: number,
    tombstone: number,
  ): void {
    const { values } = this;
    const { type: types, offset: offsets, index: indexes, addend: addends, count } = table;
    for (let i = 0; i < count; i++) {
      const type = types[i]!;
      const index = indexes[i]!;
      const addend = addends[i]!;
      const value = this.hasValue(object, type, index)
        ? values.of(object, type, index, addend, NaN)
        : tombstone === 0
          ? addend
          : tombstone;
      this.patch(object, out, offsets[i]! + delta, type, value);
    }
  }

  /** Whether the symbol is live, and defined if its code offset is asked for (V5). */
  private hasValue(object: LinkedObject, type: number, index: number): boolean {
    if (type === 6 || type === 9) return true;
    const { flush } = this;
    const { symbols, references } = flush.link;
    const symbol: SymbolId = references.data[object.symbolBase + index]!;
    const element = symbols.element[symbol]!;
    if (symbols.state[symbol] === State.defined && element !== NONE) {
      if (symbols.kind[symbol] === SymbolKind.function) return flush.functionLive[element] === 1;
      if (symbols.kind[symbol] === SymbolKind.data) return flush.segmentLive[element] === 1;
    }
    return flush.isLive(symbol) && !((type === 8 || type === 22) && !symbols.isDefined(symbol));
  }

  private patch(
    object: LinkedObject,
    out: Uint8Array,
    at: number,
    type: number,
    value: number,
  ): void {
    const field = FIELD[type]!;
    if (field <= I32 && !(value >= -0x8000_0000 && value <= 0xffff_ffff)) {
      this.reportRange(object, type, value);
    }
    switch (field) {
      case 0:
        out[at] = value | 0x80;
        out[at + 1] = (value >>> 7) | 0x80;
        out[at + 2] = (value >>> 14) | 0x80;
        out[at + 3] = (value >>> 21) | 0x80;
        out[at + 4] = value >>> 28;
        break;
      case 1: {
        const signed = value | 0;
        out[at] = signed | 0x80;
        out[at + 1] = (signed >> 7) | 0x80;
        out[at + 2] = (signed >> 14) | 0x80;
        out[at + 3] = (signed >> 21) | 0x80;
        out[at + 4] = (signed >> 28) & 0x7f;
        break;
      }
      case 2:
        out[at] = value;
        out[at + 1] = value >>> 8;
        out[at + 2] = value >>> 16;
        out[at + 3] = value >>> 24;
        break;
      case 3:
        writeU64Padded(out, at, value);
        break;
      case 4:
        writeS64Padded(out, at, value);
        break;
      default: {
        const high = Math.floor(value / 0x1_0000_0000);
        for (let i = 0; i < 4; i++) {
          out[at + i] = value >>> (8 * i);
          out[at + 4 + i] = high >>> (8 * i);
        }
      }
    }
  }

  private reportRange(object: LinkedObject, type: number, value: number): void {
    this.flush.link.report(
      linkerCodes.outOfRange,
      { file: object.input.name, relocation: relocationTypes[type]!.name, value },
      object.input.row,
    );
  }
}

/** X1: what takes the place of the address of something dead in a custom section; 0: its addend. */
export function tombstoneOf(section: string): number {
  if (section === '.debug_ranges' || section === '.debug_loc') return -2;
  return section.startsWith('.debug_') || section.startsWith('llvm.func_attr.') ? -1 : 0;
}
