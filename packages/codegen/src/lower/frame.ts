// The stack frame of one function (codegen.md 5.3). Memory that belongs to a body is used again once the body is behind.

import type { Structure } from '../analysis/structure.ts';

/** So many slots are kept in mind, and so many bodies around the present one, so that a new slot takes bounded time. */
const MOST = 64;

export class Frame {
  /** Bytes so far. */
  size = 0;
  align = 16;
  readonly #structure: Structure;
  // Slots by number: their bytes, and the body they belong to.
  readonly #offset: Uint32Array = new Uint32Array(MOST);
  readonly #bytes: Float64Array = new Float64Array(MOST);
  readonly #body: Uint32Array = new Uint32Array(MOST);
  #slots = 0;

  constructor(structure: Structure) {
    this.#structure = structure;
  }

  /** Forgets all slots: for the next function. */
  begin(): void {
    this.size = 0;
    this.align = 16;
    this.#slots = 0;
  }

  /** Size with the padding that keeps the stack aligned. */
  get paddedSize(): number {
    return Math.ceil(this.size / this.align) * this.align;
  }

  /**
   * Room that nobody else uses while control is in a body or in those inside it; returns its offset from the bottom.
   *
   * @param body - number of the body; 0, the main body, for room whose address may be anywhere
   * @param present - number of the body that is lowered now
   */
  allocate(size: number, align: number, body: number, present: number): number {
    if (align > this.align) this.align = align;
    const free = this.#find(size, align, present);
    if (free >= 0) {
      this.#body[free] = body;
      return this.#offset[free]!;
    }
    const offset = Math.ceil(this.size / align) * align;
    this.size = offset + size;
    if (this.#slots < MOST && this.size <= 0xffff_ffff) {
      const slot = this.#slots++;
      this.#offset[slot] = offset;
      this.#bytes[slot] = size;
      this.#body[slot] = body;
    }
    return offset;
  }

  /** The smallest slot that is large enough and whose body is behind, or -1. */
  #find(size: number, align: number, present: number): number {
    let best = -1;
    for (let slot = 0; slot < this.#slots; slot++) {
      const bytes = this.#bytes[slot]!;
      if (bytes < size || (best >= 0 && bytes >= this.#bytes[best]!)) continue;
      if (this.#offset[slot]! % align !== 0 || this.#isOpen(this.#body[slot]!, present)) continue;
      best = slot;
    }
    return best;
  }

  /** False if a body is neither the present one nor around it. */
  #isOpen(body: number, present: number): boolean {
    const { parent } = this.#structure;
    let around = present;
    for (let steps = 0; around > body; steps++) {
      if (steps === MOST) return true;
      around = parent[around]!;
    }
    return around === body;
  }
}
