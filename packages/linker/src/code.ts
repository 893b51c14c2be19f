/**
 * The code section (linking.md V8, O9).
 *   reads:  output functions, bodies, relocations
 *   writes: `codeOffset`, the section
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import {
  relocationTypes,
  sizeOfS64,
  sizeOfU32,
  sizeOfU64,
  writeS64,
  writeU32,
  writeU64,
} from '@wasmwright/wasm';
import { copy } from './copy.ts';
import type { Flush } from './flush-state.ts';
import type { LinkedObject } from './inputs.ts';
import type { Relocator } from './relocate.ts';
import type { UnitCode } from './unit/code.ts';
import type { SymbolValues } from './values.ts';

/** Functions in output order, sized when made and written later. */
export class CodeSection {
  /** Size of the payload. */
  readonly size: number;
  private readonly flush: Flush;
  private readonly values: SymbolValues;
  private readonly relocator: Relocator;
  /** With compression: new size of each body, per row of `link.functions`. */
  private readonly bodySizes: Uint32Array | undefined;
  /** Bodies of unit functions; undefined without units. */
  private readonly unitCode: UnitCode | undefined;

  constructor(flush: Flush, values: SymbolValues, relocator: Relocator) {
    this.flush = flush;
    this.values = values;
    this.relocator = relocator;
    const { link, functions, codeOffset } = flush;
    const { compressRelocations } = link.settings;
    this.unitCode = link.hasUnits ? link.options.units?.code(flush, values) : undefined;
    this.bodySizes = compressRelocations ? new Uint32Array(link.functions.count) : undefined;
    let at = functions.length === 0 ? 0 : sizeOfU32(functions.length);
    for (let i = 0; i < functions.length; i++) {
      const row = functions.data[i]!;
      codeOffset[row] = at;
      at += this.sizeOf(row);
    }
    this.size = at;
    if (at > 0xffff_ffff) link.fatal(linkerCodes.tooLarge, { section: 'CODE' });
  }

  /** Size of a function with its size field. */
  private sizeOf(row: number): number {
    const { link, bodies } = this.flush;
    const owner = link.functions.owner.data[row]!;
    const local = link.functions.local.data[row]!;
    if (owner === NONE) {
      const { length } = bodies[local]!;
      return sizeOfU32(length) + length;
    }
    const object = link.objectOf(owner);
    if (object.unit !== undefined) return this.unitCode!.encode(row);
    const { functions } = object.file;
    if (this.bodySizes === undefined) return functions.end[local]! - functions.start[local]!;
    const size = this.compressedSize(object, local);
    this.bodySizes[row] = size;
    return sizeOfU32(size) + size;
  }

  /** Writes the payload at `base`. Neighbours in an input that are neighbours in the output are copied together. */
  write(out: Uint8Array, base: number): void {
    const { flush } = this;
    const { link, functions, bodies, codeOffset } = flush;
    if (functions.length > 0) writeU32(out, base, functions.length);
    for (let i = 0; i < functions.length;) {
      const row = functions.data[i]!;
      const at = base + codeOffset[row]!;
      const owner = link.functions.owner.data[row]!;
      const local = link.functions.local.data[row]!;
      if (owner === NONE) {
        const body = bodies[local]!;
        out.set(body, writeU32(out, at, body.length));
        i++;
        continue;
      }
      const object = link.objectOf(owner);
      if (object.unit !== undefined) {
        this.unitCode!.write(row, out, at);
        i++;
        continue;
      }
      if (this.bodySizes !== undefined) {
        this.writeCompressed(object, local, out, writeU32(out, at, this.bodySizes[row]!));
        i++;
        continue;
      }
      let last = i;
      while (last + 1 < functions.length && functions.data[last + 1] === row + last + 1 - i) {
        if (link.functions.owner.data[row + last + 1 - i] !== owner) break;
        last++;
      }
      this.writeRun(object, local, local + last - i, out, at);
      i = last + 1;
    }
  }

  /** Copies functions `first` to `last` of an object and applies their relocations. */
  private writeRun(
    object: LinkedObject,
    first: number,
    last: number,
    out: Uint8Array,
    at: number,
  ): void {
    const { functions, codeRelocations, bytes } = object.file;
    const start = functions.start[first]!;
    copy(bytes, start, functions.end[last]!, out, at);
    const from = functions.relocationStart[first]!;
    const to = functions.relocationStart[last + 1]!;
    this.relocator.apply(object, codeRelocations, from, to, out, at - start, NaN);
  }

  // --- compression: every relocated LEB in its shortest form (O9)

  private compressedSize(object: LinkedObject, local: number): number {
    const { functions, codeRelocations } = object.file;
    let size = functions.end[local]! - functions.bodyStart[local]!;
    const to = functions.relocationStart[local + 1]!;
    for (let i = functions.relocationStart[local]!; i < to; i++) {
      const { width } = relocationTypes[codeRelocations.type[i]!]!;
      size += this.encodedSize(object, i) - width;
    }
    return size;
  }

  private value(object: LinkedObject, i: number): number {
    const { type, index, addend } = object.file.codeRelocations;
    return this.values.of(object, type[i]!, index[i]!, addend[i]!, NaN);
  }

  private encodedSize(object: LinkedObject, i: number): number {
    const { encoding, name } = relocationTypes[object.file.codeRelocations.type[i]!]!;
    const value = this.value(object, i);
    switch (encoding) {
      case 'uleb':
        return sizeOfU64(value);
      case 'sleb':
        return sizeOfS64(value);
      default: {
        const { row } = object.input;
        return this.flush.link.fatal(linkerCodes.cannotCompress, { relocation: name }, row);
      }
    }
  }

  private writeCompressed(object: LinkedObject, local: number, out: Uint8Array, at: number): void {
    const { functions, codeRelocations, bytes } = object.file;
    let from = functions.bodyStart[local]!;
    const to = functions.relocationStart[local + 1]!;
    for (let i = functions.relocationStart[local]!; i < to; i++) {
      const { width, encoding } = relocationTypes[codeRelocations.type[i]!]!;
      const offset = codeRelocations.offset[i]!;
      copy(bytes, from, offset, out, at);
      at += offset - from;
      from = offset + width;
      const value = this.value(object, i);
      at = encoding === 'uleb' ? writeU64(out, at, value) : writeS64(out, at, value);
    }
    copy(bytes, from, functions.end[local]!, out, at);
  }
}
