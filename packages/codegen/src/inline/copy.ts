// A function body with the bodies of callees in place of calls: AIR to AIR. Instructions are numbered anew in the order of
// the text; no recursion, whatever the input nests.

import {
  assembly,
  type BodyRange,
  callArguments,
  collectBodies,
  dataA,
  dataB,
  type FunctionBody,
  type FunctionId,
  type InstId,
  instOf,
  instRef,
  isInst,
  mainBody,
  type Module,
  None,
  PointerSize,
  type Ref,
  switchBr,
  Tag,
  tagRows,
  TypeKind,
  type TypeId,
  typeOfInst,
  valueOf,
} from '@wasmwright/air';
import { type CalleeFacts, isReturn } from './cost.ts';
import {
  BODY,
  CASES,
  OPERANDS,
  patterns,
  PAYLOAD,
  REF,
  REFS,
  TARGET,
  TWO_BODIES,
  WORDS,
} from './forms.ts';

/** Branch hints in a word of a switch payload. */
const HINTS_PER_WORD = 10;

/** A function to copy in place of a call. */
export interface Callee {
  readonly id: FunctionId;
  readonly facts: CalleeFacts;
}

/** One copy of a body. */
export interface Copied {
  readonly body: FunctionBody;
  /** What the body belongs to; undefined for the caller of all. */
  readonly callee: Callee | undefined;
  /** The copy that holds the call. */
  readonly around: Copied | undefined;
  /** Operands that stand for the results of its instructions. */
  readonly refs: Uint32Array;
  /** Arguments of the call. */
  readonly args: readonly Ref[];
  /** Type and operand of the result: the block to leave with it, or the call to name it. */
  readonly type: TypeId;
  readonly block: InstId | typeof None;
  readonly call: InstId;
  /** Memory of the result, for `ret_ptr`. */
  readonly resultPointer: Ref;
  /** False when debug instructions would name lines of another function. */
  readonly keepsDebug: boolean;
}

/** An instruction whose bodies are being copied. */
interface Open {
  readonly inst: InstId;
  readonly copied: Copied;
  /** The original, or `None` for a block in place of a call. */
  readonly source: InstId | typeof None;
  /** (start, length) pairs in `extra` of the original. */
  readonly bodies: readonly number[];
  readonly lists: number[][];
}

/** A list of instructions being copied. */
interface Walk {
  readonly copied: Copied;
  readonly list: number[];
  readonly open: Open | undefined;
  at: number;
  readonly end: number;
}

const isDebug = (tag: number): boolean =>
  tag === Tag.dbg_stmt ||
  tag === Tag.dbg_empty_stmt ||
  tag === Tag.dbg_var_ptr ||
  tag === Tag.dbg_var_val ||
  tag === Tag.dbg_arg_inline;

/** Copies one body; used once. */
export class BodyCopy {
  readonly #module: Module;
  /** The function to copy in place of a call of a copied body, if any. */
  readonly #choose: (copied: Copied, call: InstId) => Callee | undefined;
  readonly #tags: number[] = [];
  readonly #data: number[] = [];
  readonly #types: number[] = [];
  readonly #positions: number[] = [];
  /** Word 0 is for the index of the main body. */
  readonly #extra: number[] = [0];
  readonly #walks: Walk[] = [];

  constructor(module: Module, choose: (copied: Copied, call: InstId) => Callee | undefined) {
    this.#module = module;
    this.#choose = choose;
  }

  run(body: FunctionBody): FunctionBody {
    const copied: Copied = {
      body,
      callee: undefined,
      around: undefined,
      refs: new Uint32Array(body.length),
      args: [],
      type: this.#module.types.void,
      block: None,
      call: None as InstId,
      resultPointer: None as Ref,
      keepsDebug: true,
    };
    const main: number[] = [];
    this.#enter(copied, mainBody(body), main, undefined);
    while (this.#walks.length > 0) {
      const walk = this.#walks[this.#walks.length - 1]!;
      if (walk.at < walk.end) this.#instruction(walk);
      else this.#leave(walk);
    }
    this.#extra[0] = this.#extra.length;
    this.#emitList(main);
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

  // Lists of instructions.

  #enter(
    copied: Copied,
    { start, length }: BodyRange,
    list: number[],
    open: Open | undefined,
  ): void {
    this.#walks.push({ copied, list, open, at: start, end: start + length });
  }

  /** After the last instruction of a list: the next body of its instruction, or the payload when there is none. */
  #leave({ open, list }: Walk): void {
    this.#walks.pop();
    if (open === undefined) return; // the main body, or a copy without a block
    if (open.lists.push(list) < open.bodies.length / 2) this.#nextBody(open);
    else this.#close(open);
  }

  #nextBody(open: Open): void {
    const at = 2 * open.lists.length;
    const range = { start: open.bodies[at]!, length: open.bodies[at + 1]! };
    this.#enter(open.copied, range, [], open);
  }

  #instruction(walk: Walk): void {
    const { copied, list } = walk;
    const { body, callee } = copied;
    const source = body.extra[walk.at++]! as InstId;
    const tag = body.tags[source]!;
    if (callee !== undefined) {
      if (tag === Tag.arg) {
        copied.refs[source] = this.#as(
          copied.args[dataB(body, source)]!,
          typeOfInst(body, source),
          list,
          body.positions[source] ?? None,
        );
        return;
      }
      if (tag === Tag.ret_ptr) {
        copied.refs[source] = copied.resultPointer;
        return;
      }
      if (isReturn(tag)) {
        this.#return(copied, source, list);
        return;
      }
      if (!copied.keepsDebug && isDebug(tag)) return;
    }
    if (tag === Tag.call || tag === Tag.call_never_tail) {
      const chosen = this.#choose(copied, source);
      if (chosen !== undefined) {
        this.#inline(copied, source, chosen, list);
        return;
      }
    }
    const inst = this.#add(tag, typeOfInst(body, source), body.positions[source] ?? None, list);
    copied.refs[source] = instRef(inst);
    const bodies: number[] = [];
    collectBodies(body, source, bodies);
    const open: Open = { inst, copied, source, bodies, lists: [] };
    if (bodies.length === 0) this.#close(open);
    else this.#nextBody(open);
  }

  // Calls.

  /** Puts a copy of a callee where a call is. */
  #inline(around: Copied, call: InstId, callee: Callee, list: number[]): void {
    const { navs } = this.#module;
    const { facts, id } = callee;
    const { nav } = this.#module.functions[id]!;
    const position = around.body.positions[call] ?? None;
    const type = typeOfInst(around.body, call);
    const { start, length } = callArguments(around.body, call);
    const args = Array.from(around.body.extra.subarray(start, start + length), (ref) =>
      mapped(around, ref as Ref),
    );
    const file = navs.file(nav);
    let resultPointer = None as Ref;
    if (facts.resultPointer !== undefined) {
      const slot = this.#add(Tag.alloc, facts.resultPointer, position, list);
      this.#data[2 * slot] = facts.resultPointer;
      resultPointer = instRef(slot);
    }
    const refs = new Uint32Array(facts.body.length);
    const base = { body: facts.body, callee, around, refs, args, type, call, resultPointer };
    const main = mainBody(facts.body);
    if (facts.isStraight) {
      this.#enter({ ...base, block: None, keepsDebug: false }, main, list, undefined);
      return;
    }
    const keepsDebug = file !== None;
    const tag = keepsDebug ? Tag.dbg_inline_block : Tag.block;
    const block = this.#add(tag, type, position, list);
    around.refs[call] = instRef(block);
    const copied: Copied = { ...base, block, keepsDebug };
    const bodies = [main.start, main.length];
    this.#nextBody({ inst: block, copied, source: None, bodies, lists: [] });
  }

  /** `ret`, `ret_safe` or `ret_load` of a copy. */
  #return(copied: Copied, source: InstId, list: number[]): void {
    const { body, block, type } = copied;
    const position = body.positions[source] ?? None;
    let value = mapped(copied, dataA(body, source) as Ref);
    if (body.tags[source] === Tag.ret_load) {
      const child = this.#module.types.child(this.#typeOf(value));
      const load = this.#add(Tag.load, child, position, list);
      this.#data[2 * load] = child;
      this.#data[2 * load + 1] = value;
      value = instRef(load);
    }
    if (block === None) {
      copied.around!.refs[copied.call] = this.#as(value, type, list, position);
      return;
    }
    const br = this.#add(Tag.br, this.#module.types.noreturn, position, list);
    this.#data[2 * br] = block;
    this.#data[2 * br + 1] = value;
  }

  /** A value of a type that agrees with the wanted one, as one of that type. */
  #as(value: Ref, type: TypeId, list: number[], position: number): Ref {
    const found = this.#typeOf(value);
    if (found === type) return value;
    if (this.#isAddress(found) && this.#isAddress(type)) {
      const cast = this.#add(Tag.ptr_cast, type, position, list);
      this.#data[2 * cast] = type;
      this.#data[2 * cast + 1] = value;
      return instRef(cast);
    }
    // What leaves a block only has to agree with its type.
    const block = this.#add(Tag.block, type, position, list);
    const inside: number[] = [];
    const br = this.#add(Tag.br, this.#module.types.noreturn, position, inside);
    this.#data[2 * br] = block;
    this.#data[2 * br + 1] = value;
    this.#data[2 * block] = type;
    this.#data[2 * block + 1] = this.#emitList(inside);
    return instRef(block);
  }

  #isAddress(type: TypeId): boolean {
    const { types } = this.#module;
    return types.kind(type) === TypeKind.pointer && types.pointerSize(type) !== PointerSize.slice;
  }

  #typeOf(ref: Ref): TypeId {
    if (isInst(ref)) return this.#types[instOf(ref)]! as TypeId;
    return this.#module.values.type(valueOf(ref));
  }

  // Instructions and words.

  #add(tag: number, type: TypeId, position: number, list: number[]): InstId {
    const inst = this.#tags.push(tag) - 1;
    this.#data.push(0, 0);
    this.#types.push(type);
    this.#positions.push(position);
    list.push(inst);
    return inst as InstId;
  }

  #emitList(list: readonly number[]): number {
    const at = this.#extra.push(list.length) - 1;
    this.#emit(list);
    return at;
  }

  /** Writes data and payload of an instruction whose bodies are copied. */
  #close({ inst, copied, source, lists }: Open): void {
    if (source === None) {
      this.#closeBlock(inst, copied, lists[0]!);
      return;
    }
    const { body } = copied;
    const pattern = patterns[tagRows[body.tags[source]!]!.form];
    this.#data[2 * inst] = this.#word(copied, pattern[0]!, dataA(body, source));
    if (pattern[1] === PAYLOAD) {
      this.#data[2 * inst + 1] = this.#extra.length;
      this.#payload(copied, source, pattern, lists);
    } else this.#data[2 * inst + 1] = this.#word(copied, pattern[1]!, dataB(body, source));
  }

  /** The block that stands for a call. */
  #closeBlock(inst: InstId, { type, callee }: Copied, list: readonly number[]): void {
    const { functions, navs } = this.#module;
    this.#data[2 * inst] = type;
    this.#data[2 * inst + 1] = this.#extra.length;
    if (this.#tags[inst] === Tag.dbg_inline_block) {
      const { nav } = functions[callee!.id]!;
      this.#extra.push(navs.name(nav), navs.file(nav), navs.line(nav));
    }
    this.#emitList(list);
  }

  #word(copied: Copied, kind: string, word: number): number {
    if (kind === REF) return mapped(copied, word as Ref);
    return kind === TARGET ? instOf(copied.refs[word]! as Ref) : word;
  }

  #payload(
    copied: Copied,
    source: InstId,
    pattern: string,
    lists: readonly (readonly number[])[],
  ): void {
    const { extra } = copied.body;
    let at = dataB(copied.body, source);
    for (const kind of pattern.slice(2)) {
      switch (kind) {
        case REFS:
        case WORDS: {
          const end = at + 1 + extra[at]!;
          this.#extra.push(extra[at++]!);
          for (; at < end; at++) {
            this.#extra.push(kind === REFS ? mapped(copied, extra[at]! as Ref) : extra[at]!);
          }
          break;
        }
        case BODY:
          this.#emitList(lists[0]!);
          break;
        case TWO_BODIES:
          this.#extra.push(lists[0]!.length, lists[1]!.length, extra[at + 2]!);
          this.#emit(lists[0]!);
          this.#emit(lists[1]!);
          break;
        case CASES:
          this.#cases(copied.body, source, lists);
          break;
        case OPERANDS:
          this.#operands(copied, source);
          break;
        default:
          this.#extra.push(this.#word(copied, kind, extra[at++]!));
      }
    }
  }

  #emit(words: Iterable<number>): void {
    for (const word of words) this.#extra.push(word);
  }

  /** Payload of a switch: see `switchBr` of the package air. */
  #cases(body: FunctionBody, source: InstId, lists: readonly (readonly number[])[]): void {
    const { extra } = body;
    const { cases } = switchBr(body, source);
    const start = dataB(body, source);
    const otherwise = lists[cases.length];
    const header = extra.subarray(start, start + 3 + Math.floor(cases.length / HINTS_PER_WORD));
    this.#extra.push(cases.length, otherwise?.length ?? 0);
    this.#emit(header.subarray(2));
    cases.forEach(({ items, itemCount, rangeCount, body: { start: end } }, index) => {
      const list = lists[index]!;
      this.#extra.push(itemCount, rangeCount, list.length);
      this.#emit(extra.subarray(items, end));
      this.#emit(list);
    });
    if (otherwise !== undefined) this.#emit(otherwise);
  }

  /** Payload of an `assembly`: see there. */
  #operands(copied: Copied, source: InstId): void {
    const { outputs, inputs, clobbers } = assembly(copied.body, source);
    const start = dataB(copied.body, source);
    this.#emit(copied.body.extra.subarray(start, start + 4));
    for (const { name, constraint, operand } of [...outputs, ...inputs]) {
      this.#extra.push(name, constraint, mapped(copied, operand));
    }
    this.#emit(clobbers);
  }
}

/** The operand in the copy for an operand of the original. */
function mapped(copied: Copied, ref: Ref): Ref {
  return isInst(ref) ? (copied.refs[instOf(ref)]! as Ref) : ref;
}
