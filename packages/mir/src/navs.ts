import type { Columns } from './columns.ts';
import { emptyNavs } from './empty.ts';
import { NavKind, NONE, type NavTable } from './mir.ts';
import type { Signature } from './function-types.ts';
import type { SignatureBuilder } from './signatures.ts';

/** A named thing to refer to. Make one per thing and unit, and pass the same object each time. */
export interface NavInfo {
  /** Linker symbol. */
  readonly name: string;
  readonly kind: NavKind;
  /** `NavFlag` bits; 0 is a strong, local definition of the unit. @default 0 */
  readonly flags?: number;
  /** The compiler's number of the nav; navs without one are told apart by name and kind. */
  readonly id?: number;
  /** Import module of an extern. @default '' (the linker's default) */
  readonly module?: string;
  /** Function type; required for functions and tags. */
  readonly signature?: Signature;
  /** Global: value type byte, plus 0x100 if mutable. Table: reference type byte. */
  readonly type?: number;
}

/** Up to so many rows are searched one by one; more have an index. */
const FEW = 8;

/** Collects the navs of one value; rows are numbered in order of first use. */
export class NavBuilder {
  private infos: NavInfo[] = [];
  private readonly type: number[] = [];
  /** Rows by id, or by kind and name, once there are more than a few. */
  private readonly index = new Map<number | string, number>();
  private readonly signatures: SignatureBuilder;
  /** Lists of so many empty strings, one per length that was needed: most navs have no module. */
  private readonly noModules: (readonly string[])[] = [];

  constructor(signatures: SignatureBuilder) {
    this.signatures = signatures;
  }

  /** Forgets all rows. */
  reset(): void {
    if (this.index.size > 0) this.index.clear();
    this.infos.length = this.type.length = 0;
  }

  get count(): number {
    return this.infos.length;
  }

  /** Row of a nav, new or known. */
  add(info: NavInfo): number {
    const known = this.find(info);
    if (known !== undefined) return known;
    const row = this.infos.push(info) - 1;
    this.type.push(this.typeOf(info));
    if (row === FEW) this.infos.forEach((other, at) => this.index.set(keyOf(other), at));
    else if (row > FEW) this.index.set(keyOf(info), row);
    return row;
  }

  /** Asks for the room of `table`. */
  reserve(columns: Columns): void {
    columns.reserve(2 * this.count, 0, 2 * this.count);
  }

  table(columns: Columns): NavTable {
    const { infos, count } = this;
    if (count === 0) return emptyNavs;
    const names: string[] = [];
    const id = columns.words(count);
    const type = columns.words(count);
    const kind = columns.bytes(count);
    const flags = columns.bytes(count);
    let hasModules = false;
    for (let row = 0; row < count; row++) {
      const info = infos[row]!;
      names.push(info.name);
      id[row] = info.id ?? NONE;
      type[row] = this.type[row]!;
      kind[row] = info.kind;
      flags[row] = info.flags ?? 0;
      if ((info.module ?? '') !== '') hasModules = true;
    }
    const modules = hasModules
      ? infos.map(({ module }) => module ?? '')
      : (this.noModules[count] ??= new Array<string>(count).fill(''));
    return { count, names, modules, id, kind, flags, type };
  }

  private find(info: NavInfo): number | undefined {
    const { infos } = this;
    if (infos.length > FEW) return this.index.get(keyOf(info));
    const { id, name, kind } = info;
    for (let row = 0; row < infos.length; row++) {
      const other = infos[row]!;
      const isSame =
        id === undefined
          ? other.id === undefined && other.name === name && other.kind === kind
          : other.id === id;
      if (isSame) return row;
    }
    return undefined;
  }

  private typeOf(info: NavInfo): number {
    if (info.kind === NavKind.function || info.kind === NavKind.tag) {
      if (info.signature === undefined)
        throw new TypeError(`nav ${info.name}: signature is missing`);
      return this.signatures.add(info.signature);
    }
    return info.type ?? NONE;
  }
}

function keyOf({ id, kind, name }: NavInfo): number | string {
  return id ?? `${kind}${name}`;
}
