// Makes a program smaller while something stays true of it.

import { Random } from '../random.ts';
import { bodiesOf, render, sizeOf } from './tree.ts';
import type { Body, FunctionTree, Instruction, Operand, Part, ProgramTree } from './tree.ts';
import { constantOf } from './types.ts';
import type { CompoundType } from './types.ts';

/** Tries candidates and keeps those that still fail. */
class Search {
  best: ProgramTree;
  readonly #fails: (program: ProgramTree) => boolean;
  #rest: number;
  /** Texts that were tried: different cuts often leave the same. */
  readonly #tried = new Set<string>();

  constructor(program: ProgramTree, fails: (program: ProgramTree) => boolean, attempts: number) {
    this.best = program;
    this.#fails = fails;
    this.#rest = attempts;
  }

  get isOver(): boolean {
    return this.#rest <= 0;
  }

  /** True if a candidate still fails; it is the best one then. */
  attempt(candidate: ProgramTree): boolean {
    const key = `${candidate.calls.join(';')}\n${render(candidate)}`;
    if (this.isOver || this.#tried.has(key)) return false;
    this.#tried.add(key);
    this.#rest--;
    if (!this.#fails(candidate)) return false;
    this.best = candidate;
    return true;
  }

  /** Tries another body for function `at`. */
  attemptBody(at: number, change: (body: Body) => Body): boolean {
    const { functions } = this.best;
    const replace = (tree: FunctionTree): FunctionTree => ({ ...tree, body: change(tree.body) });
    return this.attempt({
      ...this.best,
      functions: functions.map((tree, other) => (other === at ? replace(tree) : tree)),
    });
  }
}

const isBody = (part: Part): part is Body => typeof part !== 'string' && part.kind === 'body';
const isOperand = (part: Part): part is Operand =>
  typeof part !== 'string' && part.kind === 'operand';

/** A copy of a body with other instructions and parts. */
function rewritten(
  body: Body,
  instructions: (instruction: Instruction) => readonly Instruction[],
  part: (part: Part, owner: Instruction | undefined) => Part,
): Body {
  const inner = (one: Part, owner: Instruction | undefined): Part =>
    isBody(one) ? rewritten(one, instructions, part) : part(one, owner);
  return {
    kind: 'body',
    instructions: body.instructions
      .flatMap((instruction) => instructions(instruction))
      .map((instruction) => ({
        ...instruction,
        parts: instruction.parts.map((one) => inner(one, instruction)),
      })),
    end: body.end.map((one) => inner(one, undefined)),
  };
}

const keepParts = (part: Part): Part => part;

/** Every instruction of a body and the bodies in it, in the order of the text. */
function allInstructions(body: Body): Instruction[] {
  const found: Instruction[] = [];
  const pending: Body[] = [body];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const instruction of next.instructions) {
      found.push(instruction);
      pending.push(...instruction.parts.filter(isBody));
    }
    pending.push(...next.end.filter(isBody));
  }
  return found;
}

/** One call is enough. */
function fewerCalls(search: Search): void {
  for (const call of search.best.calls) {
    if (search.best.calls.length === 1) return;
    search.attempt({ ...search.best, calls: [call] });
  }
}

function fewerFunctions(search: Search): void {
  for (let at = search.best.functions.length - 2; at >= 0; at--) {
    const functions = search.best.functions.filter((_, other) => other !== at);
    search.attempt({ ...search.best, functions });
  }
}

/** Drops runs of instructions, long ones first. */
function fewerInstructions(search: Search, at: number): void {
  const locals = allInstructions(search.best.functions[at]!.body).map(({ local }) => local);
  for (let chunk = locals.length; chunk >= 1 && !search.isOver; chunk >>= 1) {
    for (let end = locals.length; end > 0 && !search.isOver; end -= chunk) {
      const from = Math.max(0, end - chunk);
      const dropped = new Set(locals.slice(from, end));
      const keep = (one: Instruction): Instruction[] => (dropped.has(one.local) ? [] : [one]);
      if (search.attemptBody(at, (body) => rewritten(body, keep, keepParts))) {
        locals.splice(from, end - from);
      }
    }
  }
}

/** Puts the instructions of a body in the place of the block that holds it. */
function fewerBlocks(search: Search, at: number): void {
  const blocks = allInstructions(search.best.functions[at]!.body).filter(({ parts }) =>
    parts.some(isBody),
  );
  for (const { local, parts } of blocks) {
    // Bodies of the block, and those its own bodies end in.
    const bodies = parts.filter(isBody);
    for (let next = 0; next < bodies.length && next < 20; next++) {
      bodies.push(...bodies[next]!.end.filter(isBody));
    }
    for (const inner of bodies) {
      const splice = (one: Instruction): readonly Instruction[] =>
        one.local === local ? inner.instructions : [one];
      if (search.attemptBody(at, (body) => rewritten(body, splice, keepParts))) break;
    }
  }
}

/** A copy of a body in which another stands for one of those it holds. */
function replaced(body: Body, target: Body, other: Body): Body {
  if (body === target) return other;
  const part = (one: Part): Part => (isBody(one) ? replaced(one, target, other) : one);
  const instructions = body.instructions.map((one) =>
    one.parts.some(isBody) ? { ...one, parts: one.parts.map(part) } : one,
  );
  return { kind: 'body', instructions, end: body.end.map(part) };
}

/** What may stand for a body that ends in others: one of them, or the same without one of the cases of a switch. */
function* simplerBodies({ instructions, end }: Body): Generator<Body> {
  for (const inner of end.filter(isBody)) {
    yield { kind: 'body', instructions: [...instructions, ...inner.instructions], end: inner.end };
  }
  for (let at = 0; at < end.length - 1; at++) {
    const head = end[at]!;
    if (typeof head !== 'string' || !head.startsWith(', case(')) continue;
    yield { kind: 'body', instructions, end: [...end.slice(0, at), ...end.slice(at + 2)] };
  }
}

/** Ends bodies earlier. */
function simplerEnds(search: Search, at: number): void {
  const next = (): boolean => {
    for (const body of bodiesOf(search.best.functions[at]!.body)) {
      for (const other of simplerBodies(body)) {
        if (search.attemptBody(at, (root) => replaced(root, body, other))) return true;
      }
    }
    return false;
  };
  while (next());
}

/** Writes constants for the operands of an instruction; then simpler constants. */
function simplerOperands(search: Search, at: number): void {
  for (const { local } of allInstructions(search.best.functions[at]!.body)) {
    const change = (simpler: (operand: Operand) => Operand): boolean =>
      search.attemptBody(at, (body) =>
        rewritten(
          body,
          (one) => [one],
          (part, owner) => (owner?.local === local && isOperand(part) ? simpler(part) : part),
        ),
      );
    change((operand) => ({ ...operand, local: undefined }));
    for (const value of ['0', '1']) {
      const constant = ({ type }: Operand): string => `<${type.text}, ${value}>`;
      if (
        change((operand) =>
          operand.type.kind === 'int' ? { ...operand, constant: constant(operand) } : operand,
        )
      ) {
        break;
      }
    }
  }
}

/** Functions with more instructions are made smaller in other ways first. */
const FEW_INSTRUCTIONS = 40;

/** Writes an earlier value of the same type for an operand, so that what lies between can go. */
function earlierOperands(search: Search, at: number): void {
  const instructions = allInstructions(search.best.functions[at]!.body);
  if (instructions.length > FEW_INSTRUCTIONS) return;
  const operands = instructions.flatMap(({ parts }) => parts.filter(isOperand));
  const values = new Map<number, Operand>();
  for (const operand of operands) {
    if (operand.local !== undefined) values.set(operand.local, operand);
  }
  for (const { local } of instructions.reverse()) {
    for (const [earlier, value] of values) {
      if (earlier >= local) continue;
      const change = (part: Part, owner: Instruction | undefined): Part => {
        if (owner?.local !== local || !isOperand(part) || part.local === undefined) return part;
        const isOther = part.local > earlier && part.type.text === value.type.text;
        return isOther ? { ...part, local: earlier } : part;
      };
      search.attemptBody(at, (body) => rewritten(body, (one) => [one], change));
    }
  }
}

/** Makes a slot of its own for a pointer, so that what led to the pointer can go. */
function ownSlots(search: Search, at: number): void {
  const instructions = allInstructions(search.best.functions[at]!.body);
  if (instructions.length > FEW_INSTRUCTIONS) return;
  const operands = instructions.flatMap(({ parts }) => parts.filter(isOperand));
  const pointers = new Map(
    operands.filter(({ type }) => type.kind === 'pointer').map((one) => [one.local, one]),
  );
  let unused = Math.max(...instructions.map(({ local }) => local)) + 1;
  for (const { local, parts } of instructions) {
    const pointer = pointers.get(local);
    const [child] = (pointer?.type as Partial<CompoundType> | undefined)?.parts ?? [];
    if (pointer === undefined || child === undefined) continue;
    const [head] = parts;
    if (typeof head === 'string' && head.startsWith('alloc(')) continue;
    const value = constantOf(child, new Random(local));
    const plain = { hasResult: false, callee: undefined };
    const slot: Instruction = {
      ...plain,
      local,
      hasResult: true,
      parts: [`alloc(${pointer.type.text})`],
    };
    const store = { ...plain, local: unused++, parts: ['store(', pointer, `, ${value})`] };
    const change = (one: Instruction): readonly Instruction[] =>
      one.local === local ? [slot, store] : [one];
    search.attemptBody(at, (body) => rewritten(body, change, keepParts));
  }
}

function fewerDeclarations(search: Search): void {
  for (let at = search.best.declarations.length - 1; at > 0; at--) {
    const declarations = search.best.declarations.filter((_, other) => other !== at);
    search.attempt({ ...search.best, declarations });
  }
}

/**
 * Drops calls, functions, instructions, blocks, operands and declarations as long as `fails` holds for what is left.
 *
 * @param fails - true for programs that show the disagreement; false also for those that no longer parse or verify
 * @param attempts - calls of `fails` at most. @default 4000
 */
export function shrink(
  program: ProgramTree,
  fails: (program: ProgramTree) => boolean,
  attempts = 4000,
): ProgramTree {
  const search = new Search(program, fails, attempts);
  for (let size = Infinity; !search.isOver;) {
    const now = sizeOf(search.best) + render(search.best).length;
    if (now >= size) break;
    size = now;
    fewerCalls(search);
    fewerFunctions(search);
    for (let at = search.best.functions.length - 1; at >= 0; at--) {
      fewerInstructions(search, at);
      fewerBlocks(search, at);
      simplerEnds(search, at);
      simplerOperands(search, at);
      earlierOperands(search, at);
      ownSlots(search, at);
      fewerInstructions(search, at);
    }
    fewerDeclarations(search);
  }
  return search.best;
}
