// Instructions with bodies, and those that branch to them.

import { HINTS_PER_WORD } from '../function.ts';
import type { InstId, Ref, TypeId } from '../ids.ts';
import { Tag, branchHints, type TagsOf } from '../tags.ts';
import { InstructionBuilder } from './instruction-builder.ts';
import type { BranchHint, CaseOptions, Operand } from './options.ts';

/** Builds blocks, loops, branches and switches: a function given for a body makes the instructions inside. */
export class StructureBuilder extends InstructionBuilder {
  /** `block(T, B)`: `build` gets the block, to `br` to. */
  block(type: TypeId, build: (block: InstId) => void): Ref {
    const inst = this.add(Tag.block);
    return this.around(inst, type, build);
  }

  /** `loop(B)`: `build` gets the loop, to `repeat`. */
  loop(build: (loop: InstId) => void): Ref {
    const inst = this.add(Tag.loop);
    return this.around(inst, this.module.types.noreturn, build);
  }

  protected around(inst: InstId, type: TypeId, build: (inst: InstId) => void): Ref {
    const { writer } = this;
    writer.set(inst, type, 0, type);
    const base = writer.ids.length;
    build(inst);
    return this.set(inst, type, writer.emitList(base), type);
  }

  /** `dbg_inline_block(T, "function" at "file":line, B)` */
  inlineBlock(
    type: TypeId,
    source: { readonly name: string; readonly file: string; readonly line: number },
    build: (block: InstId) => void,
  ): Ref {
    const { writer } = this;
    const inst = this.add(Tag.dbg_inline_block);
    writer.set(inst, type, 0, type);
    const base = writer.ids.length;
    build(inst);
    const at = writer.emit2(this.name(source.name), this.name(source.file));
    writer.emit(this.index(source.line, 'line'));
    writer.emitList(base);
    return this.set(inst, type, at, type);
  }

  /** `repeat(%loop)` */
  repeat(loop: InstId): Ref {
    this.checkTarget(loop);
    return this.put(Tag.repeat, loop, 0, this.module.types.noreturn);
  }

  /** `br(%block, a)` */
  br(block: InstId, operand: Operand): Ref {
    this.checkTarget(block);
    return this.put(Tag.br, block, this.operand(operand), this.module.types.noreturn);
  }

  /** `switch_dispatch(%loop, a)`: back to a `loop_switch_br`. */
  switchDispatch(loop: InstId, operand: Operand): Ref {
    this.checkTarget(loop);
    return this.put(Tag.switch_dispatch, loop, this.operand(operand), this.module.types.noreturn);
  }

  protected checkTarget(inst: InstId): void {
    if (!(inst >= 0 && inst < this.writer.length))
      throw new RangeError(`there is no instruction ${inst}`);
  }

  /** `cond_br(a, [hint] B, [hint] B)` */
  condBr(
    condition: Operand,
    then: () => void,
    otherwise: () => void,
    hints?: { readonly then?: BranchHint; readonly else?: BranchHint },
  ): Ref {
    const { writer } = this;
    const { ids } = writer;
    const { noreturn } = this.module.types;
    const a = this.operand(condition);
    const bits = hints === undefined ? 0 : this.hint(hints.then) | (this.hint(hints.else) << 3);
    const inst = this.add(Tag.cond_br);
    writer.set(inst, a, 0, noreturn);
    const base = ids.length;
    then();
    const middle = ids.length;
    otherwise();
    const at = writer.emit2(middle - base, ids.length - middle);
    writer.emit(bits);
    writer.emitIds(base);
    ids.length = base;
    return this.set(inst, a, at, noreturn);
  }

  protected hint(hint: BranchHint = 'none'): number {
    return this.choice(branchHints, hint);
  }

  /** `switch_br(a, case(…) B, …, else B)` and `loop_switch_br`, whose instruction `build` functions may dispatch to. */
  switchBr(
    tag: TagsOf<'switchBr'>,
    operand: Operand,
    cases: (inst: InstId) => readonly CaseOptions[],
    otherwise?: { readonly hint?: BranchHint; readonly body: () => void },
  ): Ref {
    const { writer } = this;
    const { ids } = writer;
    const { noreturn } = this.module.types;
    const a = this.operand(operand);
    const inst = this.add(this.tag(tag));
    writer.set(inst, a, 0, noreturn);
    const base = ids.length;
    const hints: number[] = [];
    for (const option of cases(inst)) {
      hints.push(this.hint(option.hint));
      this.putCase(option);
    }
    const count = hints.length;
    const last = ids.length;
    hints.push(this.hint(otherwise?.hint));
    otherwise?.body();
    const at = writer.emit2(count, ids.length - last);
    for (let word = 0; word < hints.length; word += HINTS_PER_WORD) {
      const group = hints.slice(word, word + HINTS_PER_WORD);
      writer.emit(group.reduce((bits, hint, index) => bits | (hint << (3 * index)), 0));
    }
    writer.emitIds(base);
    ids.length = base;
    return this.set(inst, a, at, noreturn);
  }

  /** A case among the open ids, as the payload has it: its header, its values, its body. */
  protected putCase({ values = [], ranges = [], body }: CaseOptions): void {
    const { ids } = this.writer;
    const header = ids.length;
    ids.push3(values.length, ranges.length, 0);
    for (const value of values) ids.push(this.operand(value));
    for (const [low, high] of ranges) ids.push2(this.operand(low), this.operand(high));
    const start = ids.length;
    body();
    ids.words[header + 2] = ids.length - start;
  }

  /** `try(a, B)`, `try_cold(a, B)`: the payload, or the body on an error. */
  try(tag: TagsOf<'try'>, operand: Operand, build: () => void): Ref {
    const { writer } = this;
    const number = this.tag(tag);
    const a = this.operand(operand);
    const type = this.result(number, this.typeOfRef(a));
    const inst = this.add(number);
    const base = writer.ids.length;
    build();
    return this.set(inst, a, writer.emitList(base), type);
  }

  /** `try_ptr(T, p, B)` */
  tryPtr(tag: TagsOf<'tryPtr'>, type: TypeId, pointer: Operand, build: () => void): Ref {
    const { writer } = this;
    const a = this.operand(pointer);
    const inst = this.add(this.tag(tag));
    const base = writer.ids.length;
    build();
    const at = writer.emit(a);
    writer.emitList(base);
    return this.set(inst, type, at, type);
  }
}
