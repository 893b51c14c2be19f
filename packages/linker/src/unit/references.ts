/**
 * What the instructions of a function refer to, as relocation types (codegen.md 7.3). The body has no bytes yet, so nothing
 * says where; equal references of a function are one entry with a count.
 */
import { BLOCK_SIGNATURE, formOf, type Mir, NONE, subFormOf, Tag, UAV } from '@wasmwright/mir';
import { RelocationType as R } from '@wasmwright/wasm';
import { U32Column } from '../column.ts';

/** The symbols and types the rows of a function's tables are, as numbers of the unit. */
export interface MirSymbols {
  nav(row: number): number;
  uav(row: number): number;
  type(row: number): number;
  tagFunction(row: number): number;
  tagTable(row: number): number;
  intrinsic(id: number): number;
  stackPointer(): number;
  indirectTable(): number;
  errorNameTable(): number;
}

/** References of functions, one behind the other. */
export class ReferenceList {
  /** Relocation type plus 256 times the symbol or, for TYPE_INDEX, the type. */
  private readonly rows = new Map<number, number>();
  readonly type: U32Column = new U32Column();
  readonly index: U32Column = new U32Column();
  /** How often the function does it. */
  readonly uses: U32Column = new U32Column();

  get count(): number {
    return this.type.length;
  }

  /** Adds the references of a function. */
  add(mir: Mir, symbols: MirSymbols): void {
    this.rows.clear();
    new Walk(mir, symbols, this).run();
  }

  /** Counts one reference of the function that is being added. */
  note(type: number, index: number): void {
    const key = index * 256 + type;
    const known = this.rows.get(key);
    if (known !== undefined) {
      this.uses.data[known]!++;
      return;
    }
    this.rows.set(key, this.type.push(type));
    this.index.push(index);
    this.uses.push(1);
  }
}

/** One pass over the instructions of a function. */
class Walk {
  private readonly mir: Mir;
  private readonly symbols: MirSymbols;
  private readonly list: ReferenceList;
  /** Types of references to addresses, which differ by pointer width: in an instruction, in a memory immediate, to a slot. */
  private readonly address: number;
  private readonly offset: number;
  private readonly slot: number;
  private readonly tlsOffset: number;

  constructor(mir: Mir, symbols: MirSymbols, list: ReferenceList) {
    this.mir = mir;
    this.symbols = symbols;
    this.list = list;
    const { is64 } = mir;
    this.address = is64 ? R.MEMORY_ADDR_SLEB64 : R.MEMORY_ADDR_SLEB;
    this.offset = is64 ? R.MEMORY_ADDR_LEB64 : R.MEMORY_ADDR_LEB;
    this.slot = is64 ? R.TABLE_INDEX_SLEB64 : R.TABLE_INDEX_SLEB;
    this.tlsOffset = is64 ? R.MEMORY_ADDR_TLS_SLEB64 : R.MEMORY_ADDR_TLS_SLEB;
  }

  run(): void {
    const { mir, symbols, list } = this;
    const { tags, data, extra } = mir;
    if (mir.prologue !== null) this.stackPointer(2);
    for (let i = 0; i < tags.length; i++) {
      const tag = tags[i]!;
      const word = data[i]!;
      switch (formOf[tag]) {
        case 0: // none
          if (tag === Tag.global_get_sp || tag === Tag.global_set_sp) this.stackPointer(1);
          else if (tag === Tag.error_name_table_ref) {
            list.note(this.address, symbols.errorNameTable());
          }
          break;
        case 1: // block
          this.blockType(word);
          break;
        case 4: // tryTable
          this.tryTable(word);
          break;
        case 11: // access
          this.access(extra[word + 3]!);
          break;
        case 12: // nav
          list.note(this.navType(tag), symbols.nav(word));
          break;
        case 13: // navOffset
          list.note(tag === Tag.tls_ref ? this.tlsOffset : this.address, symbols.nav(extra[word]!));
          break;
        case 14: // uav
          list.note(this.address, symbols.uav(word));
          break;
        case 15: // uavOffset
          list.note(this.address, symbols.uav(extra[word]!));
          break;
        case 16: // signature
          list.note(R.TYPE_INDEX_LEB, symbols.type(word));
          list.note(R.TABLE_NUMBER_LEB, symbols.indirectTable());
          break;
        case 17: // intrinsic
          list.note(R.FUNCTION_INDEX_LEB, symbols.intrinsic(word));
          break;
        case 18: // tagName
          if (tag === Tag.call_tag_index) {
            list.note(R.FUNCTION_INDEX_LEB, symbols.tagFunction(word));
          } else list.note(this.address, symbols.tagTable(word));
          break;
        case 20: // prefixed
          this.prefixed(tag, extra, word);
          break;
      }
    }
  }

  private stackPointer(uses: number): void {
    const symbol = this.symbols.stackPointer();
    for (let i = 0; i < uses; i++) this.list.note(R.GLOBAL_INDEX_LEB, symbol);
  }

  private blockType(type: number): void {
    if (type < BLOCK_SIGNATURE) return;
    this.list.note(R.TYPE_INDEX_LEB, this.symbols.type(type - BLOCK_SIGNATURE));
  }

  private tryTable(word: number): void {
    const { extra } = this.mir;
    this.blockType(extra[word]!);
    const count = extra[word + 1]!;
    for (let k = 0, row = word + 2; k < count; k++, row += 3) {
      // Kinds 0 and 1 name a tag; the others catch everything.
      if (extra[row]! < 2) this.list.note(R.TAG_INDEX_LEB, this.symbols.nav(extra[row + 1]!));
    }
  }

  private access(base: number): void {
    if (base === NONE) return;
    const { symbols } = this;
    this.list.note(this.offset, base >= UAV ? symbols.uav(base - UAV) : symbols.nav(base));
  }

  private navType(tag: number): number {
    switch (tag) {
      case Tag.call_nav:
      case Tag.return_call_nav:
      case Tag.ref_func:
        return R.FUNCTION_INDEX_LEB;
      case Tag.func_ref:
        return this.slot;
      case Tag.nav_ref:
        return this.address;
      case Tag.global_get:
      case Tag.global_set:
        return R.GLOBAL_INDEX_LEB;
      case Tag.table_get:
      case Tag.table_set:
        return R.TABLE_NUMBER_LEB;
      default: // throw, catch
        return R.TAG_INDEX_LEB;
    }
  }

  private prefixed(prefix: number, extra: Uint32Array, word: number): void {
    const table = (at: number) =>
      this.list.note(R.TABLE_NUMBER_LEB, this.symbols.nav(extra[word + at]!));
    switch (subFormOf(prefix, extra[word]!)) {
      case 1: // access
      case 2: // accessLane
        this.access(extra[word + 4]!);
        break;
      case 7: // table
        table(1);
        break;
      case 8: // tables
        table(1);
        table(2);
        break;
      case 9: // segmentTable
        table(2);
        break;
    }
  }
}
