// Liveness (codegen.md 4.1): where the result of each instruction is used for the last time.
//
//   reads:  a verified body
//   writes: `Liveness`
//
// Two passes without recursion. The first goes forward and finds what each loop takes from outside. The second goes backward with the set
// of values alive behind each instruction; what a loop takes from outside stays alive through the whole loop, `br` adopts the set behind
// its block, and `repeat` and `switch_dispatch` adopt that of the loop's start.

import { None, instOf, isInst, type InstId, type Ref } from './ids.ts';
import type { FunctionBody } from './function.ts';
import { Tag, tagRows } from './tags.ts';
import { branchTarget, collectBodies, Operands } from './visit.ts';

/** Bit of `Liveness.bits`: the result is never used. Bits 0 to 2: operand 0, 1 or 2 dies here. */
export const RESULT_UNUSED = 8;

/** The last uses of a function's values. */
export interface Liveness {
  /** Per instruction: bit 3 its result is unused, bits 0 to 2 the operand at that place of `Operands.read` dies here. */
  readonly bits: Uint8Array;
  /** The same for the operands from the fourth on: words of 31 bits, bit 31 marks the last. Only instructions with more than three. */
  readonly tombs: ReadonlyMap<InstId, Uint32Array>;
  /**
   * Values that are alive before an instruction with bodies, and dead at the beginning of one of them: by the first word of that body
   * in `extra`. Both arms of a cond_br, the body of a try, every case and the else body of a switch.
   */
  readonly bodyDeaths: ReadonlyMap<number, readonly InstId[]>;
  /** Values that are alive before a try and dead behind it when it succeeds. */
  readonly successDeaths: ReadonlyMap<InstId, readonly InstId[]>;
}

/** What the body of a loop refers to outside of it. */
interface LoopNeeds {
  /** The loop around it, or `None`. */
  readonly parent: number;
  readonly values: Set<number>;
  readonly blocks: Set<number>;
  readonly loops: Set<number>;
}

/** Computes the liveness of a verified body. */
export function liveness(body: FunctionBody): Liveness {
  return new Analysis(body).run();
}

function isLoop(body: FunctionBody, inst: number): boolean {
  const tag = body.tags[inst];
  return tag === Tag.loop || tag === Tag.loop_switch_br;
}

/** First pass. Instructions are numbered in preorder, so what is defined outside of a loop has a smaller number than the loop. */
function findLoops(body: FunctionBody): Map<number, LoopNeeds> {
  const needs = new Map<number, LoopNeeds>();
  const { extra } = body;
  const main = extra[0]!;
  const walks = [{ at: main + 1, end: main + 1 + extra[main]!, loop: None }];
  const operands = new Operands();
  const bodies: number[] = [];
  /** Adds a number to a set of each loop from the innermost outwards that it is outside of. */
  const note = (from: number, outer: number, set: 'values' | 'blocks' | 'loops'): void => {
    for (let loop = from; loop !== None && outer < loop;) {
      const need = needs.get(loop)!;
      // What is known for a loop is known for the loops around it.
      if (need[set].has(outer)) return;
      need[set].add(outer);
      loop = need.parent;
    }
  };
  while (walks.length > 0) {
    const walk = walks[walks.length - 1]!;
    if (walk.at >= walk.end) {
      walks.pop();
      continue;
    }
    const inst = extra[walk.at++]! as InstId;
    const count = operands.read(body, inst);
    for (let at = 0; at < count; at++) {
      const ref = operands.refs[at]! as Ref;
      if (isInst(ref)) note(walk.loop, instOf(ref), 'values');
    }
    const target = branchTarget(body, inst);
    if (target !== None) note(walk.loop, target, isLoop(body, target) ? 'loops' : 'blocks');
    let { loop } = walk;
    if (isLoop(body, inst)) {
      needs.set(inst, { parent: loop, values: new Set(), blocks: new Set(), loops: new Set() });
      loop = inst;
    }
    bodies.length = 0;
    collectBodies(body, inst, bodies);
    for (let at = 0; at < bodies.length; at += 2) {
      walks.push({ at: bodies[at]!, end: bodies[at]! + bodies[at + 1]!, loop });
    }
  }
  return needs;
}

/** A body on its way backward. */
interface Walk {
  readonly start: number;
  at: number;
  /** Alive behind the instruction at `at - 1`. */
  live: Set<number>;
  /** Bodies of that instruction, as `collectBodies` gives them; undefined when they are not looked up yet. */
  bodies: readonly number[] | undefined;
  /** Alive at the start of those that are done. */
  arms: Set<number>[];
}

class Analysis {
  readonly #body: FunctionBody;
  readonly #loops: Map<number, LoopNeeds>;
  readonly #bits: Uint8Array;
  readonly #tombs: Map<InstId, Uint32Array> = new Map();
  readonly #bodyDeaths: Map<number, readonly InstId[]> = new Map();
  readonly #successDeaths: Map<InstId, readonly InstId[]> = new Map();
  /** Alive behind the blocks around the instruction at hand, and at the start of the loops around it. */
  readonly #targets: Map<number, Set<number>> = new Map();
  readonly #walks: Walk[] = [];
  readonly #operands: Operands = new Operands();

  constructor(body: FunctionBody) {
    this.#body = body;
    this.#loops = findLoops(body);
    this.#bits = new Uint8Array(body.length);
  }

  run(): Liveness {
    const main = this.#body.extra[0]!;
    this.#enter(main + 1, this.#body.extra[main]!);
    while (this.#walks.length > 0) this.#step(this.#walks[this.#walks.length - 1]!);
    return {
      bits: this.#bits,
      tombs: this.#tombs,
      bodyDeaths: this.#bodyDeaths,
      successDeaths: this.#successDeaths,
    };
  }

  #enter(start: number, length: number): void {
    this.#walks.push({ start, at: start + length, live: new Set(), bodies: undefined, arms: [] });
  }

  #step(walk: Walk): void {
    if (walk.at === walk.start) {
      this.#walks.pop();
      this.#walks[this.#walks.length - 1]?.arms.push(walk.live);
      return;
    }
    const inst = this.#body.extra[walk.at - 1]! as InstId;
    const bodies = walk.bodies ?? this.#bodiesOf(inst);
    walk.bodies = bodies;
    const done = walk.arms.length;
    if (2 * done < bodies.length) {
      if (done === 0) this.#prepare(inst, walk);
      this.#enter(bodies[2 * done]!, bodies[2 * done + 1]!);
      return;
    }
    if (bodies.length > 0) this.#join(inst, walk, bodies);
    else this.#leaf(inst, walk);
    this.#useOperands(inst, walk.live);
    walk.arms = [];
    walk.bodies = undefined;
    walk.at--;
  }

  #bodiesOf(inst: InstId): readonly number[] {
    const bodies: number[] = [];
    collectBodies(this.#body, inst, bodies);
    return bodies;
  }

  /** Before the bodies of an instruction: what branches to it adopt. */
  #prepare(inst: InstId, walk: Walk): void {
    const needs = this.#loops.get(inst);
    if (needs === undefined) {
      const behind = new Set(walk.live);
      behind.delete(inst);
      this.#targets.set(inst, behind);
      return;
    }
    const start = new Set(needs.values);
    for (const target of [...needs.blocks, ...needs.loops]) {
      for (const value of this.#targets.get(target) ?? []) start.add(value);
    }
    this.#targets.set(inst, start);
  }

  /** An instruction without bodies. */
  #leaf(inst: InstId, walk: Walk): void {
    const { effect } = tagRows[this.#body.tags[inst]!]!;
    if (effect === 'end') {
      const target = branchTarget(this.#body, inst);
      walk.live = new Set(target === None ? [] : this.#targets.get(target));
    }
    this.#define(inst, walk.live);
  }

  #define(inst: InstId, live: Set<number>): void {
    if (!live.delete(inst)) this.#bits[inst]! |= RESULT_UNUSED;
  }

  /** An instruction whose bodies are done. */
  #join(inst: InstId, walk: Walk, bodies: readonly number[]): void {
    const { form } = tagRows[this.#body.tags[inst]!]!;
    const { arms } = walk;
    this.#define(inst, walk.live);
    switch (form) {
      case 'block':
      case 'inlineBlock':
        walk.live = arms[0]!;
        break;
      case 'loop':
        walk.live = new Set(this.#targets.get(inst));
        break;
      case 'try':
      case 'tryPtr': {
        const before = new Set([...walk.live, ...arms[0]!]);
        this.#noteDeaths(this.#bodyDeaths, bodies[0]!, before, arms[0]!);
        this.#noteDeaths(this.#successDeaths, inst, before, walk.live);
        walk.live = before;
        break;
      }
      default: {
        const before = new Set(this.#loops.has(inst) ? this.#targets.get(inst) : []);
        for (const arm of arms) for (const value of arm) before.add(value);
        arms.forEach((arm, at) => this.#noteDeaths(this.#bodyDeaths, bodies[2 * at]!, before, arm));
        walk.live = before;
      }
    }
    this.#targets.delete(inst);
  }

  #noteDeaths<Key extends number>(
    map: Map<Key, readonly InstId[]>,
    key: Key,
    before: ReadonlySet<number>,
    after: ReadonlySet<number>,
  ): void {
    if (before.size === after.size) return;
    const dead: InstId[] = [];
    for (const value of before) if (!after.has(value)) dead.push(value as InstId);
    map.set(
      key,
      dead.sort((x, y) => x - y),
    );
  }

  /** The operands of an instruction that are not alive behind it die here; before it they are alive. */
  #useOperands(inst: InstId, live: Set<number>): void {
    const count = this.#operands.read(this.#body, inst);
    const { refs } = this.#operands;
    const words = new Uint32Array(Math.max(0, Math.ceil((count - 3) / 31)));
    for (let place = 0; place < count; place++) {
      const ref = refs[place]! as Ref;
      if (!isInst(ref)) continue;
      const value = instOf(ref);
      if (live.has(value)) continue;
      live.add(value);
      if (place < 3) this.#bits[inst]! |= 1 << place;
      else words[Math.floor((place - 3) / 31)]! |= 1 << ((place - 3) % 31);
    }
    if (words.length === 0) return;
    words[words.length - 1]! |= 0x8000_0000;
    this.#tombs.set(inst, words);
  }
}

/** The place in `bits` and `tombs` of one operand: true when operand `place` of `inst` dies there. */
export function operandDies(live: Liveness, inst: InstId, place: number): boolean {
  if (place < 3) return (live.bits[inst]! & (1 << place)) !== 0;
  const words = live.tombs.get(inst);
  const word = words?.[Math.floor((place - 3) / 31)] ?? 0;
  return (word & (1 << ((place - 3) % 31))) !== 0;
}
