/**
 * An object whose functions are still MIR: a linker in the same process takes the object's symbols, data and relocations like
 * any other's, and writes the functions anew with final numbers, every integer in its shortest form (linking.md J8).
 */
import type { CodeEncoder } from '../code.ts';
import { assembleObject } from './assemble.ts';
import { intrinsicIndexes } from './layout.ts';
import type { ObjectModel } from './model.ts';
import { OwnerNumbers } from './rows.ts';

/** What the object's symbols and types are in the output. Rows of dead symbols are not read. */
export interface FinalColumns {
  /** By symbol: index of a function, global, table or tag, imports counted. */
  readonly index: Uint32Array;
  /** By symbol: table index of a function. */
  readonly slot: Uint32Array;
  /** By symbol: address of data; offset from `__tls_base` of a thread-local. */
  readonly address: Float64Array;
  /** By type of the object: index in the output's type section. */
  readonly type: Uint32Array;
}

/** Writes functions of one object with final numbers. */
export class FinalCode {
  private readonly model: ObjectModel;
  private readonly numbers: OwnerNumbers;

  constructor(model: ObjectModel, columns: FinalColumns) {
    this.model = model;
    const intrinsicIndex = intrinsicIndexes(model, columns.index);
    this.numbers = new OwnerNumbers(model, { ...columns, intrinsicIndex });
  }

  /**
   * Appends a defined function, with its size.
   *
   * @param row - number of the function among the object's definitions
   * @returns size of the body in bytes, without the size field
   */
  emit(encoder: CodeEncoder, row: number): number {
    const { functions } = this.model;
    const mir = functions.mir[row]!;
    return encoder.emit(mir, this.numbers.select(mir, functions.rows[row]!));
  }
}

/** What `ObjectWriter.finishLinkable` gives. */
export class LinkableObject {
  /** The object as `ObjectWriter.finish` gives it; its code is used for sizes and relocations only. */
  readonly bytes: Uint8Array;
  private readonly model: ObjectModel;

  constructor(model: ObjectModel) {
    this.model = model;
    this.bytes = assembleObject(model);
  }

  /** Number of defined functions, in the order of the object's function section. */
  get functionCount(): number {
    return this.model.functions.mir.length;
  }

  /** Prepares writing with the numbers of an output. */
  final(columns: FinalColumns): FinalCode {
    return new FinalCode(this.model, columns);
  }
}
