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

/** Instructions and words there is room for at first. */
const CAPACITY = 256;

/**
 * Instructions are numbered as they are added; lists hold those of one body each. It is used for one function after the other and
 * keeps its arrays.
 */
export class Draft {
  readonly #module: Module;
  #length = 0;
  #tags = new Uint8Array(CAPACITY);
  #data = new Uint32Array(2 * CAPACITY);
  #types = new Uint32Array(CAPACITY);
  #positions = new Uint32Array(CAPACITY);
  #extra = new Uint32Array(CAPACITY);
  /** Index of the next payload word. Word 0 is for the index of the main body. */
  end = 1;

  constructor(module: Module) {
    this.#module = module;
  }

  /** Starts an empty body. */
  begin(): void {
    this.#length = 0;
    this.end = 1;
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
    const inst = this.#length++;
    if (inst === this.#tags.length) this.#grow();
    this.#tags[inst] = tag;
    this.#types[inst] = type;
    this.#positions[inst] = position;
    list.push(inst);
    return inst as InstId;
  }

  #grow(): void {
    const room = 2 * this.#length;
    const tags = new Uint8Array(room);
    tags.set(this.#tags);
    this.#tags = tags;
    this.#data = enlarged(this.#data, 2 * room);
    this.#types = enlarged(this.#types, room);
    this.#positions = enlarged(this.#positions, room);
  }

  set(inst: InstId, a: number, b: number): void {
    this.#data[2 * inst] = a;
    this.#data[2 * inst + 1] = b;
  }

  /** Appends a word to the payload. */
  emit(word: number): void {
    if (this.end === this.#extra.length) this.#extra = enlarged(this.#extra, 2 * this.end);
    this.#extra[this.end++] = word;
  }

  /** Appends words from one index to another. */
  emitRange(words: ArrayLike<number>, from = 0, to: number = words.length): void {
    for (let at = from; at < to; at++) this.emit(words[at]!);
  }

  /** Appends the length of a list, then the list. */
  emitList(list: readonly number[]): void {
    this.emit(list.length);
    this.emitRange(list);
  }

  finish(main: readonly number[]): FunctionBody {
    this.#extra[0] = this.end;
    this.emitList(main);
    const length = this.#length;
    return {
      length,
      tags: this.#tags.slice(0, length),
      data: this.#data.slice(0, 2 * length),
      extra: this.#extra.slice(0, this.end),
      types: this.#types.slice(0, length),
      positions: this.#positions.slice(0, length),
      locals: NO_LOCALS,
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
    this.emitRange([bodies[0].length, bodies[1].length, 0]);
    this.emitRange(bodies[0]);
    this.emitRange(bodies[1]);
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

/** Instruction `i` is `%i`. */
const NO_LOCALS = /* @__PURE__ */ new Uint32Array(0);

function enlarged(words: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(words);
  return larger;
}
