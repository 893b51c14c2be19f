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
  private readonly start: number[] = [];
  private readonly size: number[] = [];
  private readonly nameStart: number[] = [];
  private readonly nameEnd: number[] = [];
  /** As exponents of two. */
  private readonly alignment: number[] = [];
  private readonly flags: number[] = [];
  private readonly comdat: number[] = [];
  private readonly relocationStart: number[] = [0];
  private readonly type: number[] = [];
  private readonly offset: number[] = [];
  private readonly index: number[] = [];
  private readonly addend: number[] = [];
  private readonly bytes: ByteWriter;
  private readonly contents = new Interner();
  private readonly key = new ByteWriter();

  /** @param bytes - the bytes of the unit, to which contents and names are added */
  constructor(bytes: ByteWriter) {
    this.bytes = bytes;
  }

  get count(): number {
    return this.start.length;
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
    const firstRelocation = this.type.length;
    const known = this.contents.count;
    this.content(owner, row, symbolOf);
    const number = this.contents.intern(this.contentKey(position, firstRelocation));
    const alignment = owner.uavs.alignment[row]!;
    if (number === known) {
      this.finish(alignment, `.rodata.__anon_${number}`, 0, NONE);
      return number;
    }
    this.bytes.length = position;
    for (const column of [this.type, this.offset, this.index, this.addend]) {
      column.length = firstRelocation;
    }
    this.start.pop();
    this.size.pop();
    this.alignment[number] = Math.max(this.alignment[number]!, log2(alignment));
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
    this.size.push(size);
    if (from === to && first === last) {
      this.start.push(ZERO);
      return;
    }
    this.start.push(start);
    bytes.raw(uavs.bytes, from, to);
    if (size > to - from) bytes.raw(new Uint8Array(size - (to - from)));
    for (let i = first; i < last; i++) {
      const target = uavs.relocationTarget[i]!;
      const isSlot = target < UAV && navs.kind[target] === NavKind.function;
      if (isSlot) this.type.push(is64 ? R.TABLE_INDEX_I64 : R.TABLE_INDEX_I32);
      else this.type.push(is64 ? R.MEMORY_ADDR_I64 : R.MEMORY_ADDR_I32);
      this.offset.push(start + uavs.relocationOffset[i]!);
      this.index.push(symbolOf(target));
      this.addend.push(isSlot ? 0 : uavs.relocationAddend[i]!);
    }
  }

  private finish(alignment: number, name: string, flags: number, comdat: number): void {
    const start = this.bytes.length;
    this.bytes.raw(encodeUtf8(name));
    this.nameStart.push(start);
    this.nameEnd.push(this.bytes.length);
    this.alignment.push(log2(alignment));
    this.flags.push(flags);
    this.comdat.push(comdat);
    this.relocationStart.push(this.type.length);
  }

  /** What makes the last content equal to another: size, bytes, where its pointers are and what they point at. */
  private contentKey(position: number, firstRelocation: number): Uint8Array {
    const { key } = this;
    key.length = 0;
    key.fixed32(this.size[this.size.length - 1]!);
    key.raw(this.bytes.view(), position, this.bytes.length);
    for (let i = firstRelocation; i < this.type.length; i++) {
      writeRelocationKey(
        key,
        this.type[i]!,
        this.offset[i]! - position,
        this.index[i]!,
        this.addend[i]!,
      );
    }
    return key.view();
  }

  /**
   * The segments of several lists as one table. All-zero segments are ranges behind the end of the bytes, where copying finds
   * nothing to copy.
   *
   * @param shift - per list, what to add to the symbols of its relocations
   */
  static join(
    lists: readonly SegmentList[],
    end: number,
  ): { segments: SegmentTable; relocations: RelocationTable } {
    const all = <Key extends keyof Columns>(key: Key): number[] =>
      lists.flatMap((list) => (list as unknown as Columns)[key]);
    const size = all('size');
    const start = all('start').map((at) => (at === ZERO ? end : at));
    const relocationStart = [0];
    let base = 0;
    for (const list of lists) {
      for (const at of list.relocationStart.slice(1)) relocationStart.push(base + at);
      base += list.type.length;
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
