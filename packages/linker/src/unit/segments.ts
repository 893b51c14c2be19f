/**
 * Data segments of a unit while its tables are made: one constant each, bytes in the unit's buffer, pointers as relocations
 * (codegen.md 9, linking.md J10, J11).
 */
import { NavKind, type References, UAV } from '@wasmwright/mir';
import { NONE, type RelocationTable, type SegmentTable } from '@wasmwright/object';
import { ByteWriter, encodeUtf8, RelocationType as R } from '@wasmwright/wasm';
import { Interner } from '../interner.ts';

/** Symbol of unit that a `BaseRef` means. */
export type BaseSymbol = (base: number) => number;

/** `start` of a segment without stored bytes, until all bytes are known. */
const ZERO = NONE;

/** Segments in order, with their relocations. */
export class SegmentList {
  private readonly columns: Columns = {
    start: [],
    size: [],
    nameStart: [],
    nameEnd: [],
    alignment: [],
    flags: [],
    comdat: [],
    type: [],
    offset: [],
    index: [],
    addend: [],
  };
  private readonly relocationStart: number[] = [0];
  private readonly bytes: ByteWriter;
  private readonly contents = new Interner();
  private readonly key = new ByteWriter();

  /** @param bytes - the bytes of the unit, to which contents and names are added */
  constructor(bytes: ByteWriter) {
    this.bytes = bytes;
  }

  get count(): number {
    return this.columns.start.length;
  }

  /** Adds a segment. */
  add(
    owner: References,
    row: number,
    symbolOf: BaseSymbol,
    name: string,
    flags: number,
    comdat: number,
  ): void {
    this.content(owner, row, symbolOf);
    this.finish(owner.uavs.alignment[row]!, name, flags, comdat);
  }

  /**
   * Adds a read-only segment, unless there is one of equal contents, which gets the larger alignment.
   *
   * @returns its number; `count` from before if it is new
   */
  addConstant(owner: References, row: number, symbolOf: BaseSymbol): number {
    const position = this.bytes.length;
    const firstRelocation = this.columns.type.length;
    const known = this.contents.count;
    this.content(owner, row, symbolOf);
    const number = this.contents.intern(this.contentKey(position, firstRelocation));
    const alignment = owner.uavs.alignment[row]!;
    if (number === known) {
      this.finish(alignment, `.rodata.__anon_${number}`, 0, NONE);
      return number;
    }
    this.bytes.length = position;
    for (const name of ['type', 'offset', 'index', 'addend'] as const) {
      this.columns[name].length = firstRelocation;
    }
    this.columns.start.pop();
    this.columns.size.pop();
    this.columns.alignment[number] = Math.max(this.columns.alignment[number]!, log2(alignment));
    return number;
  }

  /** Bytes and relocations of a constant. All-zero ones store no bytes. */
  private content({ uavs, navs, is64 }: References, row: number, symbolOf: BaseSymbol): void {
    const { bytes } = this;
    const from = uavs.start[row]!;
    const to = uavs.start[row + 1]!;
    const size = uavs.size[row]!;
    const first = uavs.relocationStart[row]!;
    const last = uavs.relocationStart[row + 1]!;
    const start = bytes.length;
    this.columns.size.push(size);
    if (from === to && first === last) {
      this.columns.start.push(ZERO);
      return;
    }
    this.columns.start.push(start);
    bytes.raw(uavs.bytes, from, to);
    if (size > to - from) bytes.raw(new Uint8Array(size - (to - from)));
    for (let i = first; i < last; i++) {
      const target = uavs.relocationTarget[i]!;
      const isSlot = target < UAV && navs.kind[target] === NavKind.function;
      if (isSlot) this.columns.type.push(is64 ? R.TABLE_INDEX_I64 : R.TABLE_INDEX_I32);
      else this.columns.type.push(is64 ? R.MEMORY_ADDR_I64 : R.MEMORY_ADDR_I32);
      this.columns.offset.push(start + uavs.relocationOffset[i]!);
      this.columns.index.push(symbolOf(target));
      this.columns.addend.push(isSlot ? 0 : uavs.relocationAddend[i]!);
    }
  }

  private finish(alignment: number, name: string, flags: number, comdat: number): void {
    const start = this.bytes.length;
    this.bytes.raw(encodeUtf8(name));
    this.columns.nameStart.push(start);
    this.columns.nameEnd.push(this.bytes.length);
    this.columns.alignment.push(log2(alignment));
    this.columns.flags.push(flags);
    this.columns.comdat.push(comdat);
    this.relocationStart.push(this.columns.type.length);
  }

  /** What makes the last content equal to another: size, bytes, where its pointers are and what they point at. */
  private contentKey(position: number, firstRelocation: number): Uint8Array {
    const { key } = this;
    key.length = 0;
    key.fixed32(this.columns.size[this.columns.size.length - 1]!);
    key.raw(this.bytes.view(), position, this.bytes.length);
    for (let i = firstRelocation; i < this.columns.type.length; i++) {
      writeRelocationKey(
        key,
        this.columns.type[i]!,
        this.columns.offset[i]! - position,
        this.columns.index[i]!,
        this.columns.addend[i]!,
      );
    }
    return key.view();
  }

  /**
   * The segments of several lists as one table. All-zero segments are ranges behind the end of the bytes, where copying finds
   * nothing to copy.
   *
   * @param end - number of bytes of the unit
   */
  static join(
    lists: readonly SegmentList[],
    end: number,
  ): { segments: SegmentTable; relocations: RelocationTable } {
    const all = (name: ColumnName): number[] => lists.flatMap(({ columns }) => columns[name]);
    const size = all('size');
    const start = all('start').map((at) => (at === ZERO ? end : at));
    const relocationStart = [0];
    let base = 0;
    for (const list of lists) {
      for (const at of list.relocationStart.slice(1)) relocationStart.push(base + at);
      base += list.columns.type.length;
    }
    return {
      segments: {
        count: size.length,
        start: Uint32Array.from(start),
        end: Uint32Array.from(start, (at, i) => at + size[i]!),
        nameStart: Uint32Array.from(all('nameStart')),
        nameEnd: Uint32Array.from(all('nameEnd')),
        alignment: Uint8Array.from(all('alignment')),
        flags: Uint32Array.from(all('flags')),
        comdat: Uint32Array.from(all('comdat')),
        relocationStart: Uint32Array.from(relocationStart),
      },
      relocations: {
        count: base,
        type: Uint8Array.from(all('type')),
        offset: Uint32Array.from(all('offset')),
        index: Uint32Array.from(all('index')),
        addend: Float64Array.from(all('addend')),
      },
    };
  }
}

type ColumnName =
  | 'start'
  | 'size'
  | 'nameStart'
  | 'nameEnd'
  | 'alignment'
  | 'flags'
  | 'comdat'
  | 'type'
  | 'offset'
  | 'index'
  | 'addend';
/** One row per segment, then (from `type` on) one per relocation. Alignments are exponents of two. */
type Columns = Readonly<Record<ColumnName, number[]>>;

/** Appends what a relocation adds to the key of a constant. */
export function writeRelocationKey(
  key: ByteWriter,
  type: number,
  offset: number,
  symbol: number,
  addend: number,
): void {
  key.byte(type);
  key.fixed32(offset);
  key.fixed32(symbol);
  key.fixed64(addend);
}

function log2(alignment: number): number {
  return 31 - Math.clz32(alignment);
}
