// Random programs as trees that can be cut anywhere and still be well typed: an operand that names an instruction
// which is no longer there is written as a constant of its type instead.

import type { AirType } from './types.ts';

/** A use of a value. */
export interface Operand {
  readonly kind: 'operand';
  readonly type: AirType;
  /** Instruction whose result it is, if it is one. */
  readonly local: number | undefined;
  /** What is written when there is no such instruction (any more). */
  readonly constant: string;
}

/** The `%n` of an enclosing block or loop. */
interface Label {
  readonly kind: 'label';
  readonly local: number;
}

/** What an instruction is written as, piece by piece. */
export type Part = string | Operand | Label | Body;

export interface Instruction {
  /** Unique in its function. */
  readonly local: number;
  readonly hasResult: boolean;
  readonly parts: readonly Part[];
  /** Function it calls; an instruction whose callee is gone goes with it. */
  readonly callee: string | undefined;
  /** It goes when one of its operands does: what stands for it would not mean the same. */
  readonly isWhole?: boolean;
}

/** Instructions and the one that ends them. */
export interface Body {
  readonly kind: 'body';
  readonly instructions: Instruction[];
  end: readonly Part[];
}

export interface FunctionTree {
  readonly name: string;
  /** `fn name(…) R`, with what stands before it. */
  readonly header: string;
  readonly body: Body;
}

/** Arguments of one call of the entry function, as bit patterns. */
export type Arguments = readonly bigint[];

export interface ProgramTree {
  /** Target, types, globals, externs. */
  readonly declarations: readonly string[];
  /** Callees before their callers; the last one is the entry. */
  readonly functions: readonly FunctionTree[];
  readonly entry: string;
  /** Types of the entry's parameters, and of its result. */
  readonly parameters: readonly ('i32' | 'i64' | 'f32' | 'f64')[];
  readonly result: 'i32' | 'i64' | 'f32' | 'f64';
  readonly calls: readonly Arguments[];
}

/** The text of a program. */
export function render(program: ProgramTree): string {
  const names = new Set(program.functions.map(({ name }) => name));
  const functions = program.functions.map(({ header, body }) => {
    const written = new Set<number>();
    return `${header} {\n${renderBody(body, '  ', written, names)}}\n`;
  });
  return `${program.declarations.join('\n')}\n\n${functions.join('\n')}`;
}

function renderBody(
  body: Body,
  indent: string,
  written: Set<number>,
  functions: ReadonlySet<string>,
): string {
  let text = '';
  for (const { local, hasResult, parts, callee, isWhole = false } of body.instructions) {
    if (callee !== undefined && !functions.has(callee)) continue;
    if (isWhole && !parts.every((part) => isAvailable(part, written))) continue;
    // A label may be named inside its own body, a result only after it.
    const inner = renderParts(parts, indent, written, functions);
    text += `${indent}${hasResult || parts.some(isBody) ? `%${local} = ` : ''}${inner}\n`;
    if (hasResult) written.add(local);
  }
  return `${text}${indent}${renderParts(body.end, indent, written, functions)}\n`;
}

/** False for an operand whose instruction is no longer there. */
function isAvailable(part: Part, written: ReadonlySet<number>): boolean {
  if (typeof part === 'string' || part.kind !== 'operand') return true;
  return part.local === undefined || written.has(part.local);
}

const isBody = (part: Part): boolean => typeof part !== 'string' && part.kind === 'body';

function renderParts(
  parts: readonly Part[],
  indent: string,
  written: Set<number>,
  functions: ReadonlySet<string>,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'label') return `%${part.local}`;
      if (part.kind === 'body') {
        return `{\n${renderBody(part, `${indent}  `, written, functions)}${indent}}`;
      }
      const isThere = part.local !== undefined && isAvailable(part, written);
      return isThere ? `%${part.local}` : part.constant;
    })
    .join('');
}

/** Every body of a function, outer ones first. */
export function bodiesOf(root: Body): Body[] {
  const found: Body[] = [];
  const pending = [root];
  for (let body = pending.pop(); body !== undefined; body = pending.pop()) {
    found.push(body);
    const parts = [...body.instructions.flatMap((instruction) => instruction.parts), ...body.end];
    for (const part of parts) {
      if (typeof part !== 'string' && part.kind === 'body') pending.push(part);
    }
  }
  return found;
}

/** Number of instructions, ends of bodies not counted. */
export function sizeOf(program: ProgramTree): number {
  let size = 0;
  for (const { body } of program.functions) {
    for (const { instructions } of bodiesOf(body)) size += instructions.length;
  }
  return size;
}
