import { Columns } from './columns.ts';
import { ConstantBuilder, indirectFunctions, type Constant } from './constants.ts';
import type { MirData } from './mir.ts';
import { NavBuilder, type NavInfo } from './navs.ts';
import { SignatureBuilder } from './signatures.ts';

/**
 * Builds the initial values of named objects, one after the other.
 *
 * @example
 * const d = new DataBuilder();
 * d.begin('message');
 * const text = d.uav({ alignment: 1, bytes: [104, 105, 0] });
 * const data = d.finish({ alignment: 4, size: 4, relocations: [{ offset: 0, target: UAV + text }] });
 */
export class DataBuilder {
  private readonly is64: boolean;
  private readonly signatures = new SignatureBuilder();
  private readonly navs = new NavBuilder(this.signatures);
  private readonly uavs = new ConstantBuilder();
  private readonly columns = new Columns();
  private name = '';

  constructor(options: { readonly is64?: boolean } = {}) {
    this.is64 = options.is64 ?? false;
  }

  /** Starts an object. */
  begin(name: string): void {
    this.name = name;
    this.signatures.reset();
    this.navs.reset();
    this.uavs.reset();
  }

  /** Row of a nav, new or known. */
  nav(info: NavInfo): number {
    return this.navs.add(info);
  }

  /** New row of an unnamed constant. */
  uav(constant: Constant): number {
    return this.uavs.add(constant);
  }

  /** Asks for at least this alignment of an unnamed constant. */
  raiseAlignment(uav: number, alignment: number): void {
    this.uavs.raiseAlignment(uav, alignment);
  }

  /** Ends the object: adds its own value and returns everything. */
  finish(constant: Constant): MirData {
    const { columns } = this;
    const value = this.uavs.add(constant);
    this.navs.reserve(columns);
    this.signatures.reserve(columns);
    columns.allocate();
    const navs = this.navs.table(columns);
    const uavs = this.uavs.table();
    return {
      name: this.name,
      value,
      is64: this.is64,
      navs,
      uavs,
      signatures: this.signatures.table(columns),
      indirectFunctions: indirectFunctions(uavs, navs, []),
    };
  }
}
