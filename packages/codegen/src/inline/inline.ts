// Inlining: which calls are replaced by the bodies of their callees. A decision depends on the bodies of callers and callees
// and on how often callees are called; each function is worked on alone, and nothing is kept but facts about callees.
//   reads:  the functions of the module
//   writes: a body in place of that of the function at hand

import {
  CallingConvention,
  dataA,
  type FunctionBody,
  type FunctionId,
  type InstId,
  type Module,
  type NavId,
  NavFlag,
  None,
  type Ref,
  Tag,
  valueOf,
} from '@wasmwright/air';
import type { OptimizeFor } from '../options.ts';
import { calleeOf, Callers } from './callers.ts';
import type { Callee, Copied } from './copied.ts';
import { BodyCopy } from './copy.ts';
import { type CalleeFacts, calleeFacts } from './cost.ts';

/** A body without the calls that were worth replacing. */
export interface Inlined {
  readonly body: FunctionBody;
  /** Functions whose bodies went into it, each once, ascending. */
  readonly callees: readonly FunctionId[];
}

/** Speed: a callee of at most this many bytes is copied, however many call it. */
const SPEED_BYTES = 48;
/** A callee is copied up to this many bytes when it goes away: with one call the code only changes its place. */
const MAX_BYTES = 1000;
/** Copies inside of copies. */
const MAX_DEPTH = 4;
/** A function grows by at most so many instructions, plus its own number. Keeps the work linear. */
const MAX_GROWTH = 400;

/** Inlines calls in the functions of one module. */
export class Inliner {
  readonly #module: Module;
  readonly #optimize: OptimizeFor;
  readonly #callers: Callers;
  readonly #copy: BodyCopy;
  readonly #facts: CalleeFacts[] = [];

  constructor(module: Module, optimize: OptimizeFor) {
    this.#module = module;
    this.#optimize = optimize;
    this.#callers = new Callers(module);
    this.#copy = new BodyCopy(module);
  }

  /** The body of a function with callees in place of calls; the body itself when there are none. */
  inline(id: FunctionId): Inlined {
    const { functions, navs, types } = this.#module;
    const { nav, body } = functions[id]!;
    const isNaked = types.convention(navs.type(nav)) === CallingConvention.naked;
    if (isNaked || !this.#hasCall(id, body)) return { body, callees: [] };
    const callees = new Set<FunctionId>();
    let growth = 0;
    const copy = this.#copy.run(body, {
      candidate: (copied, call) => {
        const callee = this.#candidate(copied.body, call);
        if (callee === undefined || isAround(copied, id, callee.id)) return undefined;
        const { length } = callee.facts.body;
        return growth + length > MAX_GROWTH + body.length ? undefined : callee;
      },
      take: (callee) => {
        growth += callee.facts.body.length;
        callees.add(callee.id);
      },
    });
    if (callees.size === 0) return { body, callees: [] };
    return { body: copy, callees: [...callees].sort((a, b) => a - b) };
  }

  /** True for a function that exists for its calls: when no call of it is left, nothing needs it. */
  isOnlyCalled(id: FunctionId): boolean {
    const calls = this.#callers.count(this.#module.functions[id]!.nav);
    return calls > 0 && calls < Infinity;
  }

  /** True if there is a call that may be replaced. */
  #hasCall(id: FunctionId, body: FunctionBody): boolean {
    const { tags, length } = body;
    for (let inst = 0 as InstId; inst < length; inst++) {
      const tag = tags[inst];
      if (tag !== Tag.call && tag !== Tag.call_never_tail) continue;
      const callee = this.#candidate(body, inst);
      if (callee !== undefined && callee.id !== id) return true;
    }
    return false;
  }

  /** The callee of a call when a copy of it is worth its bytes. */
  #candidate(body: FunctionBody, call: InstId): Callee | undefined {
    const module = this.#module;
    const nav = calleeOf(module, body, call);
    if (nav === None) return undefined;
    const id = module.navs.functionOf(nav);
    if (id === None) return undefined;
    const callee = dataA(body, call) as Ref;
    if (module.values.type(valueOf(callee)) !== module.navs.type(nav)) return undefined;
    const facts = this.#factsOf(id, nav);
    if (!facts.canCopy || this.#callers.isReplaceable(nav)) return undefined;
    return this.#isWorth(nav, facts) ? { id, facts } : undefined;
  }

  #isWorth(nav: NavId, { copy, call }: CalleeFacts): boolean {
    const isCold = (this.#module.navs.flags(nav) & NavFlag.cold) !== 0;
    if (this.#optimize !== 'size' && !isCold && copy <= SPEED_BYTES) return true;
    if (copy <= call) return true;
    const calls = this.#callers.count(nav);
    if (calls === Infinity || copy > MAX_BYTES) return false;
    // All copies, against all calls and the function itself, which goes away.
    return calls * copy <= calls * call + copy;
  }

  /** Facts about a callee; found again when its body is another one. */
  #factsOf(id: FunctionId, nav: NavId): CalleeFacts {
    const { body } = this.#module.functions[id]!;
    const known = this.#facts[id];
    if (known?.body === body) return known;
    return (this.#facts[id] = calleeFacts(this.#module, nav, body));
  }
}

/** True if a function is being copied already, or copies are too deep in each other. */
function isAround(copied: Copied, caller: FunctionId, callee: FunctionId): boolean {
  if (callee === caller) return true;
  let depth = 0;
  for (let at: Copied | undefined = copied; at !== undefined; at = at.around) {
    if (at.callee?.id === callee || depth++ >= MAX_DEPTH) return true;
  }
  return false;
}
