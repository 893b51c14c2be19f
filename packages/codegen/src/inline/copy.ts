// A function body with the bodies of callees in place of calls: AIR to AIR. Instructions are numbered anew in the order of
// the text; no recursion, whatever the input nests.

import {
  type BodyRange,
  callArguments,
  collectBodies,
  dataB,
  type FunctionBody,
  type InstId,
  instRef,
  mainBody,
  type Module,
  None,
  type Ref,
  Tag,
  tagRows,
  type TypeId,
  typeOfInst,
} from '@wasmwright/air';
import { type Callee, type Copied, type Exit, isKept, partOf } from './copied.ts';
import { isReturn } from './cost.ts';
import { Draft } from './draft.ts';
import { isDebug, type OutcomeTest, partTypes, testOf, type Users, usersOf } from './outcome.ts';
import { copyWords, mapped } from './payload.ts';
import { copyReturn } from './returns.ts';

/** Which calls are replaced. */
export interface Policy {
  /** The callee, if its body may stand in place of a call. */
  candidate(copied: Copied, call: InstId): Callee | undefined;
  /** Notes that it does. */
  take(callee: Callee): void;
}

/** An instruction whose bodies are being copied. */
interface Open {
  readonly inst: InstId;
  readonly copied: Copied;
  /** The original, or `None` for a block that is new. */
  readonly source: InstId | typeof None;
  /** (start, length) pairs in `extra` of the original. */
  readonly bodies: readonly number[];
  readonly lists: number[][];
}

/** A list of instructions being copied. */
interface Walk {
  readonly copied: Copied;
  readonly list: number[];
  /** What the list belongs to; undefined when it is part of a longer one. */
  readonly open: Open | undefined;
  at: number;
  readonly end: number;
}

/** A new block has one body, which is not a list of the original. */
const ONE_BODY: readonly number[] = [0, 0];

const NO_LISTS: readonly number[][] = [];

/** Whether instructions have bodies, by tag. */
const HAS_BODIES: readonly boolean[] = /* @__PURE__ */ tagRows.map(({ form }) =>
  /^(block|loop|inlineBlock|condBr|switchBr|try|tryPtr)$/.test(form),
);

/** Copies bodies, one after the other. */
export class BodyCopy {
  readonly #module: Module;
  #policy!: Policy;
  readonly #draft: Draft;
  readonly #walks: Walk[] = [];
  readonly #users: Map<FunctionBody, Users> = new Map();

  constructor(module: Module) {
    this.#module = module;
    this.#draft = new Draft(module);
  }

  run(body: FunctionBody, policy: Policy): FunctionBody {
    this.#policy = policy;
    this.#draft.begin();
    this.#users.clear();
    const copied: Copied = {
      body,
      callee: undefined,
      around: undefined,
      refs: new Uint32Array(body.length),
      args: [],
      exit: { kind: 'return' },
      resultPointer: None as Ref,
      keepsDebug: true,
      tested: new Map(),
    };
    const main: number[] = [];
    this.#enter(copied, mainBody(body), main, undefined);
    while (this.#walks.length > 0) {
      const walk = this.#walks[this.#walks.length - 1]!;
      if (walk.at < walk.end) this.#instruction(walk);
      else this.#leave(walk);
    }
    return this.#draft.finish(main);
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
    if (open === undefined) return;
    if (open.lists.push(list) < open.bodies.length / 2) this.#nextBody(open);
    else this.#close(open);
  }

  #nextBody(open: Open): void {
    const at = 2 * open.lists.length;
    const range = { start: open.bodies[at]!, length: open.bodies[at + 1]! };
    this.#enter(open.copied, range, [], open);
  }

  /** A block whose one body is about to be written. */
  #newBlock(inst: InstId, copied: Copied): Open {
    return { inst, copied, source: None, bodies: ONE_BODY, lists: [] };
  }

  #close({ inst, copied, source, lists }: Open): void {
    const draft = this.#draft;
    if (source !== None) {
      copyWords(draft, inst, copied, source, lists);
      return;
    }
    draft.set(inst, draft.typeOf(instRef(inst)), draft.end);
    if (draft.tag(inst) === Tag.dbg_inline_block) {
      const { functions, navs } = this.#module;
      const { nav } = functions[copied.callee!.id]!;
      draft.emitRange([navs.name(nav), navs.file(nav), navs.line(nav)]);
    }
    draft.emitList(lists[0]!);
  }

  #instruction(walk: Walk): void {
    const { copied, list } = walk;
    const { body, refs } = copied;
    const source = body.extra[walk.at++]! as InstId;
    const tag = body.tags[source]!;
    if (copied.callee !== undefined && this.#isOfCall(copied, source, list)) return;
    if (isDebug(tag) && !isKept(copied, source)) return;
    const part = copied.tested.size === 0 ? undefined : partOf(copied, source);
    if (part !== undefined) {
      refs[source] = part;
      return;
    }
    if ((tag === Tag.call || tag === Tag.call_never_tail) && this.#isReplaced(walk, source)) return;
    const position = body.positions[source] ?? None;
    const inst = this.#draft.add(tag, typeOfInst(body, source), position, list);
    refs[source] = instRef(inst);
    if (!HAS_BODIES[tag]) {
      copyWords(this.#draft, inst, copied, source, NO_LISTS);
      return;
    }
    const bodies: number[] = [];
    collectBodies(body, source, bodies);
    this.#nextBody({ inst, copied, source, bodies, lists: [] });
  }

  /** Instructions of a callee that speak of its call: parameters and returns. */
  #isOfCall(copied: Copied, source: InstId, list: number[]): boolean {
    const { body, refs } = copied;
    const tag = body.tags[source]!;
    if (isReturn(tag)) copyReturn(this.#module, this.#draft, copied, source, list);
    else if (tag === Tag.ret_ptr) refs[source] = copied.resultPointer;
    else if (tag === Tag.arg) {
      const value = copied.args[dataB(body, source)]!;
      const position = body.positions[source] ?? None;
      refs[source] = this.#draft.as(value, typeOfInst(body, source), position, list);
    } else return false;
    return true;
  }

  // Calls.

  #isReplaced(walk: Walk, call: InstId): boolean {
    const callee = this.#policy.candidate(walk.copied, call);
    if (callee === undefined) return false;
    const { body } = walk.copied;
    const test = callee.facts.knowsOutcome
      ? testOf(this.#module, body, this.#usersOf(body), call, walk.at, walk.end)
      : undefined;
    if (test === undefined && callee.facts.needsTest) return false;
    this.#policy.take(callee);
    if (test === undefined) this.#inline(walk, call, callee);
    else this.#inlineTested(walk, call, callee, test);
    return true;
  }

  #usersOf(body: FunctionBody): Users {
    let users = this.#users.get(body);
    if (users === undefined) this.#users.set(body, (users = usersOf(body)));
    return users;
  }

  /** Puts a copy of a callee where a call is. */
  #inline({ copied: around, list }: Walk, call: InstId, callee: Callee): void {
    const { body } = around;
    const type = typeOfInst(body, call);
    const main = mainBody(callee.facts.body);
    if (callee.facts.isStraight) {
      const copied = this.#copyOf(around, call, callee, list, { kind: 'fall', call, type });
      this.#enter({ ...copied, keepsDebug: false }, main, list, undefined);
      return;
    }
    const result = this.#copyOf(around, call, callee, list, { kind: 'return' });
    const block = this.#blockOf(result, type, body.positions[call] ?? None, list);
    around.refs[call] = instRef(block);
    const copied: Copied = { ...result, exit: { kind: 'block', block } };
    this.#enter(copied, main, [], this.#newBlock(block, copied));
  }

  /**
   * Puts a copy of a callee where a call and the test of its result are. The good arm stands in a block that is left with a bad
   * result, behind one that is left with a good one; the bad arm follows.
   */
  #inlineTested(walk: Walk, call: InstId, callee: Callee, test: OutcomeTest): void {
    const { copied: around, list } = walk;
    const { body } = around;
    const position = body.positions[call] ?? None;
    const type = typeOfInst(body, call);
    const parts = partTypes(this.#module, type, test);
    const draft = this.#draft;
    walk.at = test.end;
    const plain = this.#copyOf(around, call, callee, list, { kind: 'return' });

    let outer = list;
    let owner: InstId | undefined;
    if (test.owner !== None) {
      owner = draft.add(Tag.block, typeOfInst(body, test.owner), position, list);
      outer = [];
    }
    this.#enter(
      around,
      test.bad,
      outer,
      owner === undefined ? undefined : this.#newBlock(owner, around),
    );
    const add = (isCopy: boolean, of: TypeId, to: number[]): InstId =>
      isCopy ? this.#blockOf(plain, of, position, to) : draft.add(Tag.block, of, position, to);
    const bad = add(test.isTry, parts.error, outer);
    let good = owner!;
    if (!test.isTry) {
      const inner: number[] = [];
      good = add(true, parts.payload, inner);
      this.#enter(around, test.good, inner, this.#newBlock(bad, around));
    }
    around.refs[test.test] = None;
    if (owner !== undefined) around.refs[test.owner] = instRef(owner);
    around.refs[call] = None;
    around.tested.set(call, { payload: instRef(good), error: instRef(bad) });
    const copied: Copied = { ...plain, exit: { kind: 'outcome', good, bad, type, test } };
    const main = mainBody(callee.facts.body);
    this.#enter(copied, main, [], this.#newBlock(test.isTry ? bad : good, copied));
  }

  /** A block for a copy, which says whose lines its debug instructions name. */
  #blockOf({ keepsDebug }: Copied, type: TypeId, position: number, list: number[]): InstId {
    return this.#draft.add(keepsDebug ? Tag.dbg_inline_block : Tag.block, type, position, list);
  }

  #copyOf(around: Copied, call: InstId, callee: Callee, list: number[], exit: Exit): Copied {
    const { functions, navs } = this.#module;
    const { body, resultPointer } = callee.facts;
    const { start, length } = callArguments(around.body, call);
    const args = around.body.extra.subarray(start, start + length);
    const position = around.body.positions[call] ?? None;
    return {
      body,
      callee,
      around,
      refs: new Uint32Array(body.length),
      args: Array.from(args, (ref) => mapped(around.refs, ref as Ref)),
      exit,
      resultPointer:
        resultPointer === undefined
          ? (None as Ref)
          : this.#draft.alloc(resultPointer, position, list),
      keepsDebug: navs.file(functions[callee.id]!.nav) !== None,
      tested: new Map(),
    };
  }
}
