// A function body while it is written: arrays that grow, and the few instructions inlining makes itself.

import {
  type FunctionBody,
  type InstId,
  instOf,
  instRef,
  isInst,
  type Module,
  PointerSize,
  type Ref,
  Tag,
  TypeKind,
  type TypeId,
  valueOf,
} from '@wasmwright/air';

/** Instructions are numbered as they are added; lists hold those of one body each. */
export class Draft {
  readonly #module: Module;
  readonly #tags: number[] = [];
  readonly #data: number[] = [];
  readonly #types: number[] = [];
  readonly #positions: number[] = [];
  /** Word 0 is for the index of the main body. */
  readonly #extra: number[] = [0];

  constructor(module: Module) {
    this.#module = module;
  }

  /** Index of the next payload word. */
  get end(): number {
    return this.#extra.length;
  }

  tag(inst: InstId): number {
    return this.#tags[inst]!;
  }

  typeOf(ref: Ref): TypeId {
    if (isInst(ref)) return this.#types[instOf(ref)]! as TypeId;
    return this.#module.values.type(valueOf(ref));
  }

  /** Appends an instruction to a list; `set` gives its data. */
  add(tag: number, type: TypeId, position: number, list: number[]): InstId {
    const inst = this.#tags.push(tag) - 1;
    this.#data.push(0, 0);
    this.#types.push(type);
    this.#positions.push(position);
    list.push(inst);
    return inst as InstId;
  }

  set(inst: InstId, a: number, b: number): void {
    this.#data[2 * inst] = a;
    this.#data[2 * inst + 1] = b;
  }

  /** Appends words to the payload. */
  emit(words: Iterable<number>): void {
    for (const word of words) this.#extra.push(word);
  }

  /** Appends the length of a list, then the list. */
  emitList(list: readonly number[]): void {
    this.#extra.push(list.length);
    this.emit(list);
  }

  finish(main: readonly number[]): FunctionBody {
    this.#extra[0] = this.#extra.length;
    this.emitList(main);
    return {
      length: this.#tags.length,
      tags: Uint8Array.from(this.#tags),
      data: Uint32Array.from(this.#data),
      extra: Uint32Array.from(this.#extra),
      types: Uint32Array.from(this.#types),
      positions: Uint32Array.from(this.#positions),
      locals: new Uint32Array(0),
    };
  }

  // Instructions.

  /** `tag(T, a)`, or `tag(a)` with the type of its result beside the operand. */
  convert(tag: number, type: TypeId, value: Ref, position: number, list: number[]): Ref {
    const inst = this.add(tag, type, position, list);
    this.set(inst, type, value);
    return instRef(inst);
  }

  alloc(pointer: TypeId, position: number, list: number[]): Ref {
    const inst = this.add(Tag.alloc, pointer, position, list);
    this.set(inst, pointer, 0);
    return instRef(inst);
  }

  branch(block: InstId, value: Ref, position: number, list: number[]): void {
    const inst = this.add(Tag.br, this.#module.types.noreturn, position, list);
    this.set(inst, block, value);
  }

  /** `cond_br` with bodies that `then` and `otherwise` write. */
  conditional(
    condition: Ref,
    position: number,
    list: number[],
    then: (list: number[]) => void,
    otherwise: (list: number[]) => void,
  ): void {
    const inst = this.add(Tag.cond_br, this.#module.types.noreturn, position, list);
    const bodies: [number[], number[]] = [[], []];
    then(bodies[0]);
    otherwise(bodies[1]);
    this.set(inst, condition, this.end);
    this.emit([bodies[0].length, bodies[1].length, 0, ...bodies[0], ...bodies[1]]);
  }

  /** A value of a type that agrees with the wanted one, as one of that type. */
  as(value: Ref, type: TypeId, position: number, list: number[]): Ref {
    const found = this.typeOf(value);
    if (found === type) return value;
    if (this.#isAddress(found) && this.#isAddress(type)) {
      return this.convert(Tag.ptr_cast, type, value, position, list);
    }
    // What leaves a block only has to agree with its type.
    const block = this.add(Tag.block, type, position, list);
    const inside: number[] = [];
    this.branch(block, value, position, inside);
    this.set(block, type, this.end);
    this.emitList(inside);
    return instRef(block);
  }

  #isAddress(type: TypeId): boolean {
    const { types } = this.#module;
    return types.kind(type) === TypeKind.pointer && types.pointerSize(type) !== PointerSize.slice;
  }
}
