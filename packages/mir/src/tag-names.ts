import { emptyTagNames } from './empty.ts';
import type { TagNameTable } from './mir.ts';

/** An enum whose tag names are asked for at run time. Make one per enum and unit. */
export interface TagNames {
  /** `N` of `__zig_tag_index_N`. */
  readonly id: number;
  /** Width of the tag integer. */
  readonly bits: number;
  readonly signed: boolean;
  readonly fields: readonly { readonly name: string; readonly value: bigint }[];
}

/** Collects the enums of one function, by id. */
export class TagNameBuilder {
  private readonly rows = new Map<number, number>();
  private enums: TagNames[] = [];

  /** Forgets all rows. */
  reset(): void {
    this.rows.clear();
    this.enums = [];
  }

  /** Row of an enum, new or known. */
  add(names: TagNames): number {
    const known = this.rows.get(names.id);
    if (known !== undefined) return known;
    const row = this.enums.push(names) - 1;
    this.rows.set(names.id, row);
    return row;
  }

  table(): TagNameTable {
    const enums = this.enums;
    if (enums.length === 0) return emptyTagNames;
    const fieldStart = new Uint32Array(enums.length + 1);
    const names: string[] = [];
    const values: bigint[] = [];
    enums.forEach((row, i) => {
      for (const { name, value } of row.fields) {
        names.push(name);
        for (let limb = 0; limb < limbsOf(row.bits); limb++) {
          values.push(BigInt.asUintN(64, value >> BigInt(64 * limb)));
        }
      }
      fieldStart[i + 1] = names.length;
    });
    return {
      count: enums.length,
      id: Uint32Array.from(enums, (row) => row.id),
      bits: Uint16Array.from(enums, (row) => row.bits),
      signed: Uint8Array.from(enums, (row) => (row.signed ? 1 : 0)),
      fieldStart,
      names,
      values: BigUint64Array.from(values),
    };
  }
}

/** One enum of a table. */
export function tagNamesAt(table: TagNameTable, row: number): TagNames {
  const bits = table.bits[row]!;
  const limbs = limbsOf(bits);
  let limb = 0;
  for (let i = 0; i < row; i++) {
    limb += (table.fieldStart[i + 1]! - table.fieldStart[i]!) * limbsOf(table.bits[i]!);
  }
  const signed = table.signed[row] === 1;
  const fields = table.names
    .slice(table.fieldStart[row]!, table.fieldStart[row + 1]!)
    .map((name) => {
      let value = 0n;
      for (let i = 0; i < limbs; i++) value |= table.values[limb++]! << BigInt(64 * i);
      return { name, value: signed ? BigInt.asIntN(64 * limbs, value) : value };
    });
  return { id: table.id[row]!, bits, signed, fields };
}

/** 64-bit limbs of a tag value. */
function limbsOf(bits: number): number {
  return Math.max(1, Math.ceil(bits / 64));
}

/** Parameters of `__zig_tag_index_N`: the tag by value, a pointer if it has more than 64 bits, nothing if it has none. */
export function tagTypes(bits: number, is64: boolean): readonly number[] {
  if (bits === 0) return [];
  if (bits <= 32) return [0x7f];
  return bits <= 64 || is64 ? [0x7e] : [0x7f];
}
