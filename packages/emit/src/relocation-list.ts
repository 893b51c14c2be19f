/**
 * Relocation entries in the order they are made, one row each (linking.md 2.4). Columns grow by doubling; only the first
 * `count` rows are valid.
 */
export class RelocationList {
  count = 0;
  /** Relocation type, `RelocationType` of `@wasmwright/wasm`. */
  type: Uint8Array = new Uint8Array(64);
  /** Byte offset of the field in the bytes the list belongs to. */
  offset: Uint32Array = new Uint32Array(64);
  /** Symbol index; a type index for TYPE_INDEX_LEB. */
  index: Uint32Array = new Uint32Array(64);
  /** 0 for the types without an addend; exact to 2^53. */
  addend: Float64Array = new Float64Array(64);

  /** Forgets all rows. */
  reset(): void {
    this.count = 0;
  }

  add(type: number, offset: number, index: number, addend: number): void {
    const row = this.count++;
    if (row === this.type.length) this.grow();
    this.type[row] = type;
    this.offset[row] = offset;
    this.index[row] = index;
    this.addend[row] = addend;
  }

  /** Moves the fields of the rows from `first` on. */
  shift(first: number, by: number): void {
    for (let row = first; row < this.count; row++) this.offset[row]! += by;
  }

  private grow(): void {
    const room = this.type.length * 2;
    const type = new Uint8Array(room);
    const offset = new Uint32Array(room);
    const index = new Uint32Array(room);
    const addend = new Float64Array(room);
    type.set(this.type);
    offset.set(this.offset);
    index.set(this.index);
    addend.set(this.addend);
    this.type = type;
    this.offset = offset;
    this.index = index;
    this.addend = addend;
  }
}
