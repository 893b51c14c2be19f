// Statements of all kinds, each as often as its weight says.

import { CallStatements } from './call-statements.ts';
import type { Operand } from './tree.ts';
import { boolType, f32, f64, intType } from './types.ts';

const i64 = intType(64, true);

/** Appends statements to the current body of one function. */
export class Statements extends CallStatements {
  /** What may stand anywhere. */
  readonly #simple: readonly (readonly [weight: number, make: () => void])[] = [
    [6, () => this.make(this.randomType())],
    [2, () => this.make(boolType)],
    [2, () => this.make(this.random.pick([f32, f64]))],
    [2, () => this.observe(this.pick(this.randomInt()))],
    [3, () => this.observeAny()],
    [3, () => this.observe(this.pick(this.randomType()))],
    [2, () => this.write()],
    [2, () => this.globalAccess()],
    [1, () => this.globalPlace()],
    [2, () => this.bulk()],
    [2, () => this.fieldAccess()],
    [1, () => this.exchange()],
    [2, () => this.packedField()],
    [2, () => this.optionalInPlace()],
    [2, () => this.successInPlace()],
    [2, () => this.unionInPlace()],
    [1, () => this.parent()],
    [1, () => this.sliceWords()],
    [1, () => this.undefinedParts()],
    [1, () => this.filled()],
    [2, () => this.name()],
    [1, () => this.environment()],
    [1, () => this.debugging()],
  ];

  /** What has bodies, or calls what has. */
  readonly #nesting: readonly (readonly [weight: number, make: () => void])[] = [
    [4, () => this.choose(this.randomType())],
    [2, () => this.loop()],
    [3, () => this.switchOn(this.randomType())],
    [2, () => this.machine()],
    [3, () => this.unwrapError()],
    [3, () => this.call()],
    [1, () => this.rarely()],
    [1, () => this.never()],
  ];

  protected statements(most: number): void {
    for (let rest = 1 + this.random.below(most); rest > 0 && this.budget > 0; rest--) {
      const list = this.depth > 3 ? this.#simple : [...this.#simple, ...this.#nesting];
      const total = list.reduce((sum, [weight]) => sum + weight, 0);
      let at = this.random.below(total);
      for (const [weight, make] of list) {
        if (at < weight) {
          make();
          break;
        }
        at -= weight;
      }
    }
  }

  /** Questions to the machine whose answers do not depend on it. */
  private environment(): void {
    switch (this.random.below(3)) {
      case 0:
        this.observe(this.emit(this.usize, ['ret_addr()']));
        return;
      case 1: {
        const frame = this.hidden(() => this.emit(this.usize, ['frame_addr()']));
        this.whole(boolType, 'cmp_eq', frame, frame);
        return;
      }
      default: {
        const sizeNow = (): Operand =>
          this.hidden(() => this.emit(this.usize, ['wasm_memory_size(0)']));
        const size = sizeNow();
        const signed = intType(this.usize.bits, true, 'isize');
        const pages = `<usize, ${this.random.below(3)}>`;
        const old = this.hidden(() => this.emit(signed, [`wasm_memory_grow(0, ${pages})`]));
        const before = this.hidden(() => this.whole(this.usize, 'bit_cast(usize', old));
        this.whole(boolType, 'cmp_eq', before, size);
        this.whole(this.usize, 'sub_wrap', sizeNow(), size);
      }
    }
  }

  /** What a debugger would see; the code stays the same. */
  private debugging(): void {
    const line = `${1 + this.random.below(99)}:${1 + this.random.below(40)}`;
    this.emit(undefined, [`dbg_stmt(${line})`]);
    switch (this.random.below(4)) {
      case 0:
        this.emit(undefined, ['dbg_empty_stmt()']);
        return;
      case 1:
        return this.do1('dbg_var_ptr', this.slot(this.randomInt()), '"place"');
      case 2:
        return this.do1('dbg_var_val', this.pick(i64), '"value"');
      default:
        return this.do1('dbg_arg_inline', this.pick(this.randomInt()), '"argument"');
    }
  }
}
