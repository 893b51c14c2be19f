/** Branch hints by byte offset of the `if` or `br_if`, ascending (codegen.md 5.13). */
export class HintList {
  count = 0;
  offset: Uint32Array = new Uint32Array(16);
  /** 1 likely, 0 unlikely. */
  likely: Uint8Array = new Uint8Array(16);

  reset(): void {
    this.count = 0;
  }

  add(offset: number, likely: number): void {
    const row = this.count++;
    if (row === this.offset.length) {
      this.offset = grow(this.offset, new Uint32Array(row * 2));
      this.likely = grow(this.likely, new Uint8Array(row * 2));
    }
    this.offset[row] = offset;
    this.likely[row] = likely;
  }

  /** Moves the rows from `first` on. */
  shift(first: number, by: number): void {
    for (let row = first; row < this.count; row++) this.offset[row]! += by;
  }
}

/** What a row of `LineList` says. */
export const LineMark = {
  /** The code from here on belongs to `line` and `column`. */
  position: 0,
  /** The prologue ends here. */
  prologueEnd: 1,
  /** The epilogue begins here. */
  epilogueBegin: 2,
} as const;

/** Source positions by byte offset, ascending (codegen.md 5.16). */
export class LineList {
  count = 0;
  offset: Uint32Array = new Uint32Array(16);
  line: Uint32Array = new Uint32Array(16);
  column: Uint32Array = new Uint32Array(16);
  /** `LineMark`. */
  mark: Uint8Array = new Uint8Array(16);

  reset(): void {
    this.count = 0;
  }

  add(offset: number, line: number, column: number, mark: number): void {
    const row = this.count++;
    if (row === this.offset.length) {
      this.offset = grow(this.offset, new Uint32Array(row * 2));
      this.line = grow(this.line, new Uint32Array(row * 2));
      this.column = grow(this.column, new Uint32Array(row * 2));
      this.mark = grow(this.mark, new Uint8Array(row * 2));
    }
    this.offset[row] = offset;
    this.line[row] = line;
    this.column[row] = column;
    this.mark[row] = mark;
  }

  /** Moves the rows from `first` on. */
  shift(first: number, by: number): void {
    for (let row = first; row < this.count; row++) this.offset[row]! += by;
  }
}

/** Copies a full column into a larger one. */
function grow<Column extends Uint8Array | Uint32Array | Float64Array>(
  old: Column,
  larger: Column,
): Column {
  larger.set(old);
  return larger;
}
