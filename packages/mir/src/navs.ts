import { NavKind, NONE, type NavTable } from './mir.ts';
import type { Signature, SignatureBuilder } from './signatures.ts';

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

/** Collects the navs of one value; rows are numbered in order of first use. */
export class NavBuilder {
  private readonly byId = new Map<number, number>();
  private readonly byName = new Map<string, number>();
  private names: string[] = [];
  private modules: string[] = [];
  private readonly id: number[] = [];
  private readonly kind: number[] = [];
  private readonly flags: number[] = [];
  private readonly type: number[] = [];
  private readonly signatures: SignatureBuilder;

  constructor(signatures: SignatureBuilder) {
    this.signatures = signatures;
  }

  /** Forgets all rows. */
  reset(): void {
    this.byId.clear();
    this.byName.clear();
    this.names = [];
    this.modules = [];
    this.id.length = this.kind.length = this.flags.length = this.type.length = 0;
  }

  get count(): number {
    return this.names.length;
  }

  /** Row of a nav, new or known. */
  add(info: NavInfo): number {
    const { id } = info;
    const key = id === undefined ? `${info.kind}${info.name}` : '';
    const known = id === undefined ? this.byName.get(key) : this.byId.get(id);
    if (known !== undefined) return known;
    const row = this.names.length;
    if (id === undefined) this.byName.set(key, row);
    else this.byId.set(id, row);
    this.names.push(info.name);
    this.modules.push(info.module ?? '');
    this.id.push(id ?? NONE);
    this.kind.push(info.kind);
    this.flags.push(info.flags ?? 0);
    this.type.push(this.typeOf(info));
    return row;
  }

  table(): NavTable {
    return {
      count: this.names.length,
      names: this.names.slice(),
      modules: this.modules.slice(),
      id: Uint32Array.from(this.id),
      kind: Uint8Array.from(this.kind),
      flags: Uint8Array.from(this.flags),
      type: Uint32Array.from(this.type),
    };
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
