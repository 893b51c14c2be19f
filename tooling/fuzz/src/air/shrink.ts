// Makes a program smaller while something stays true of it.

import { bodiesOf } from './tree.ts';
import type { Body, FunctionTree, Instruction, Part, ProgramTree } from './tree.ts';

/** A copy of a body without some instructions. */
function without(body: Body, dropped: ReadonlySet<Instruction>): Body {
  const copyPart = (part: Part): Part =>
    typeof part !== 'string' && part.kind === 'body' ? without(part, dropped) : part;
  return {
    kind: 'body',
    instructions: body.instructions
      .filter((instruction) => !dropped.has(instruction))
      .map((instruction) => ({ ...instruction, parts: instruction.parts.map(copyPart) })),
    end: body.end.map(copyPart),
  };
}

/** Programs that are `program` without some part, large parts first. */
function* candidates(program: ProgramTree, chunk: number): Generator<ProgramTree> {
  const { functions, calls } = program;
  if (calls.length > 1) {
    for (const call of calls) yield { ...program, calls: [call] };
  }
  for (let at = functions.length - 2; at >= 0; at--) {
    yield { ...program, functions: functions.filter((_, other) => other !== at) };
  }
  for (const [at, tree] of functions.entries()) {
    const replaced = (changed: FunctionTree): ProgramTree => ({
      ...program,
      functions: functions.map((other, index) => (index === at ? changed : other)),
    });
    for (const { instructions } of bodiesOf(tree.body)) {
      for (let end = instructions.length; end > 0; end -= chunk) {
        const part = new Set(instructions.slice(Math.max(0, end - chunk), end));
        yield replaced({ ...tree, body: without(tree.body, part) });
      }
    }
  }
  for (let at = 1; at < program.declarations.length; at++) {
    yield { ...program, declarations: program.declarations.filter((_, other) => other !== at) };
  }
}

/**
 * Drops calls, functions, instructions and declarations as long as `fails` holds for what is left.
 *
 * @param fails - true for programs that show the disagreement; false also for those that no longer parse or verify
 * @param attempts - calls of `fails` at most. @default 3000
 */
export function shrink(
  program: ProgramTree,
  fails: (program: ProgramTree) => boolean,
  attempts = 3000,
): ProgramTree {
  let best = program;
  let rest = attempts;
  for (let chunk = 32; chunk >= 1;) {
    let smaller: ProgramTree | undefined;
    for (const candidate of candidates(best, chunk)) {
      if (rest-- <= 0) return best;
      if (fails(candidate)) {
        smaller = candidate;
        break;
      }
    }
    if (smaller !== undefined) best = smaller;
    else chunk = Math.floor(chunk / 2);
  }
  return best;
}
