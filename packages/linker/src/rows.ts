/** Index spaces over all inputs together. */
import { U32Column } from './column.ts';

/** Owner and number in the owner, per row of an index space over all inputs. */
export class Rows {
  /** Input, or `NONE` for linker-made rows. */
  readonly owner: U32Column;
  /** Number in the owner's table; for linker-made rows in the list of that kind. */
  readonly local: U32Column;

  constructor(owner: U32Column = new U32Column(), local: U32Column = new U32Column()) {
    this.owner = owner;
    this.local = local;
  }

  get count(): number {
    return this.owner.length;
  }

  push(owner: number, local: number): number {
    this.local.push(local);
    return this.owner.push(owner);
  }

  /** Appends the `count` rows of one input and returns the first. */
  add(owner: number, count: number): number {
    const first = this.owner.fill(count, owner);
    this.local.fill(count, 0);
    const { data } = this.local;
    for (let i = 0; i < count; i++) data[first + i] = i;
    return first;
  }

  fork(): Rows {
    return new Rows(this.owner.fork(), this.local.fork());
  }
}
