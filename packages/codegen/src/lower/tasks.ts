// Work that is left, last first: structured control flow without recursion on its depth. The common kinds are numbers in an
// array; everything else is a closure.

/** Kinds of tasks. */
export const TaskKind = {
  /** Lower a body: index in `extra` of its next instruction, its end, where it falls. */
  body: 0,
  /** Close the innermost wasm block. */
  close: 1,
  /** Begin the `else` arm. */
  else: 2,
  /** Finish an AIR block: its instruction. */
  finishBlock: 3,
  /** Call a closure. */
  call: 4,
} as const;

/** Words of a task: kind, then up to three of its own. */
const STRIDE = 4;

export class Tasks {
  #words = new Int32Array(64 * STRIDE);
  #length = 0;
  readonly #closures: (() => void)[] = [];

  // The task taken last.
  kind = 0;
  a = 0;
  b = 0;
  c = 0;

  push(kind: number, a: number = 0, b: number = 0, c: number = 0): void {
    const words = this.#length === this.#words.length ? this.#grow() : this.#words;
    const at = this.#length;
    words[at] = kind;
    words[at + 1] = a;
    words[at + 2] = b;
    words[at + 3] = c;
    this.#length = at + STRIDE;
  }

  call(closure: () => void): void {
    this.#closures.push(closure);
    this.push(TaskKind.call);
  }

  /** Takes the last task; false if there is none. */
  take(): boolean {
    if (this.#length === 0) return false;
    const at = (this.#length -= STRIDE);
    const words = this.#words;
    this.kind = words[at]!;
    this.a = words[at + 1]!;
    this.b = words[at + 2]!;
    this.c = words[at + 3]!;
    return true;
  }

  /** The closure of the `call` task taken last. */
  closure(): () => void {
    return this.#closures.pop()!;
  }

  #grow(): Int32Array {
    const grown = new Int32Array(2 * this.#words.length);
    grown.set(this.#words);
    return (this.#words = grown);
  }
}
