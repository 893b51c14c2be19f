// Which bodies lie where, which loops hold which instructions, which blocks need a wasm label.
//   reads:  the instructions of one function
//   writes: Structure

import {
  dataA,
  dataB,
  type FunctionBody,
  type InstId,
  switchBr,
  Tag,
  TypeKind,
  typeOfInst,
} from '@wasmwright/air';
import { growBytes, growIntegers, growWords } from '../grow.ts';
import type { TypeFactsCache } from '../type-facts.ts';

/** Where control arrives that falls off the end of a body: a block's end, the function's end, or nowhere. */
export const FallTo = {
  nothing: -1,
  functionEnd: -2,
} as const;
/** `InstId` of a block, or one of `FallTo`. */
export type FallTarget = number;

/** True for `block` and `dbg_inline_block`. */
export function isBlock(tag: number): boolean {
  return tag === Tag.block || tag === Tag.dbg_inline_block;
}

/** No body: what stands at the end of none. */
const NO_BODY = -1;

/** Facts about the nesting of one function. One object serves all functions of a module. */
export class Structure {
  // By instruction.

  /** Innermost loop around an instruction, plus one; 0 outside loops. */
  loop: Uint32Array = new Uint32Array(0);
  /** Number of the body an instruction stands in; 0 is the main body. */
  region: Uint32Array = new Uint32Array(0);
  /** 1 for blocks that a `br` leaves from another place than the end of their body. */
  labelled: Uint8Array = new Uint8Array(0);
  /** Number of `br` to each block. */
  breaks: Uint32Array = new Uint32Array(0);
  /** Number of the first body of a `loop` or `cond_br`; the second has the next number. */
  #firstBody: Uint32Array = new Uint32Array(0);

  // By number of body; bodies have higher numbers than those around them.

  /** Body around each body. */
  parent: Uint32Array = new Uint32Array(0);
  #start: Uint32Array = new Uint32Array(0);
  #length: Uint32Array = new Uint32Array(0);
  #loopOf: Uint32Array = new Uint32Array(0);
  #fallTo: Int32Array = new Int32Array(0);
  /** The body at whose end a body stands, so that the outer one falls where this one does; or `NO_BODY`. */
  #tailOf: Int32Array = new Int32Array(0);
  /** 1 for bodies off whose end control can fall. */
  #falls: Uint8Array = new Uint8Array(0);
  #bodies = 0;

  readonly #facts: TypeFactsCache;

  constructor(facts: TypeFactsCache) {
    this.#facts = facts;
  }

  /** True if control can fall off the end of the body of a `loop`, or of the arm 0 (then) or 1 (else) of a `cond_br`. */
  falls(inst: InstId, arm: 0 | 1 = 0): boolean {
    const body = this.#firstBody[inst]! + arm;
    return this.#length[body]! > 0 && this.#falls[body] === 1;
  }

  analyse(body: FunctionBody): void {
    if (body.length > this.loop.length) this.#reserve(body.length);
    this.labelled.fill(0, 0, body.length);
    this.breaks.fill(0, 0, body.length);
    this.#bodies = 0;
    const main = body.extra[0]!;
    this.#enter(main + 1, body.extra[main]!, 0, 0, FallTo.functionEnd, NO_BODY);
    for (let index = 0; index < this.#bodies; index++) this.#read(body, index);
    for (let index = this.#bodies - 1; index >= 0; index--) {
      const outer = this.#tailOf[index]!;
      if (outer !== NO_BODY && this.#falls[index] === 1) this.#falls[outer] = 1;
    }
  }

  #reserve(length: number): void {
    this.loop = growWords(this.loop, length);
    this.region = growWords(this.region, length);
    this.labelled = growBytes(this.labelled, length);
    this.breaks = growWords(this.breaks, length);
    this.#firstBody = growWords(this.#firstBody, length);
  }

  /** Notes a body; returns its number. */
  #enter(
    start: number,
    length: number,
    parent: number,
    loop: number,
    fallTo: FallTarget,
    tailOf: number,
  ): number {
    const index = this.#bodies++;
    if (index === this.parent.length) this.#reserveBodies(index + 1);
    this.#start[index] = start;
    this.#length[index] = length;
    this.parent[index] = parent;
    this.#loopOf[index] = loop;
    this.#fallTo[index] = fallTo;
    this.#tailOf[index] = tailOf;
    this.#falls[index] = 0;
    return index;
  }

  #reserveBodies(count: number): void {
    this.#start = growWords(this.#start, count);
    this.#length = growWords(this.#length, count);
    this.parent = growWords(this.parent, count);
    this.#loopOf = growWords(this.#loopOf, count);
    this.#fallTo = growIntegers(this.#fallTo, count);
    this.#tailOf = growIntegers(this.#tailOf, count);
    this.#falls = growBytes(this.#falls, count);
  }

  /** Reads the instructions of a body. */
  #read(body: FunctionBody, index: number): void {
    const { extra, tags } = body;
    const start = this.#start[index]!;
    const end = start + this.#length[index]!;
    const loop = this.#loopOf[index]!;
    const fallTo = this.#fallTo[index]!;
    for (let at = start; at < end; at++) {
      const inst = extra[at]! as InstId;
      this.loop[inst] = loop;
      this.region[inst] = index;
      switch (tags[inst]!) {
        case Tag.block:
        case Tag.dbg_inline_block: {
          const payload = dataB(body, inst) + (tags[inst] === Tag.dbg_inline_block ? 3 : 0);
          const length = extra[payload]!;
          const leaves = this.#facts.of(typeOfInst(body, inst)).kind === TypeKind.noreturn;
          if (leaves && at === end - 1) {
            this.#enter(payload + 1, length, index, loop, fallTo, index);
          } else {
            const target = leaves ? FallTo.nothing : inst;
            this.#enter(payload + 1, length, index, loop, target, NO_BODY);
          }
          break;
        }
        case Tag.loop: {
          const payload = dataB(body, inst);
          this.#firstBody[inst] = this.#enter(
            payload + 1,
            extra[payload]!,
            index,
            inst + 1,
            fallTo,
            index,
          );
          break;
        }
        case Tag.cond_br: {
          const payload = dataB(body, inst);
          const then = payload + 3;
          const length = extra[payload]!;
          this.#firstBody[inst] = this.#enter(then, length, index, loop, fallTo, index);
          this.#enter(then + length, extra[payload + 1]!, index, loop, fallTo, index);
          break;
        }
        case Tag.switch_br:
        case Tag.loop_switch_br: {
          const inner = tags[inst] === Tag.loop_switch_br ? inst + 1 : loop;
          const parts = switchBr(body, inst);
          for (const one of parts.cases) {
            this.#enter(one.body.start, one.body.length, index, inner, FallTo.nothing, NO_BODY);
          }
          const { start: from, length } = parts.else;
          if (length > 0) this.#enter(from, length, index, inner, FallTo.nothing, NO_BODY);
          break;
        }
        case Tag.try:
        case Tag.try_cold: {
          const payload = dataB(body, inst);
          this.#enter(payload + 1, extra[payload]!, index, loop, FallTo.nothing, NO_BODY);
          break;
        }
        case Tag.try_ptr:
        case Tag.try_ptr_cold: {
          const payload = dataB(body, inst) + 1;
          this.#enter(payload + 1, extra[payload]!, index, loop, FallTo.nothing, NO_BODY);
          break;
        }
        case Tag.br: {
          const target = dataA(body, inst);
          this.breaks[target]!++;
          if (fallTo === target) this.#falls[index] = 1;
          else this.labelled[target] = 1;
          break;
        }
        case Tag.ret:
        case Tag.ret_safe:
        case Tag.ret_load:
          if (fallTo === FallTo.functionEnd) this.#falls[index] = 1;
          break;
      }
    }
  }
}
