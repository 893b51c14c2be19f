import { None, type InstId, type Ref, type TypeId } from './ids.ts';

/**
 * The body of a function as a struct of arrays (codegen.md 3.0): a tag, two data words and a result type per instruction, and `extra`
 * for everything longer. Instructions are numbered in the order of the text (preorder): a block comes before its body. `extra[0]` is the
 * index of the main body's payload: n, then n instruction ids. The arrays of a parsed or built function
 * are views of one buffer, which can be transferred to a worker.
 *
 * The forms of data and payload are in `tags.ts`; the functions below read them.
 */
export interface FunctionBody {
  /** Number of instructions. The arrays may be longer. */
  readonly length: number;
  /** `Tag` of each instruction. */
  readonly tags: Uint8Array;
  /** Words `2 * i` and `2 * i + 1` belong to instruction `i`. */
  readonly data: Uint32Array;
  readonly extra: Uint32Array;
  /** Result type of each instruction: what the result rule of its tag gives. */
  readonly types: Uint32Array;
  /** Offset in the text of each instruction; empty when the function was not parsed. */
  readonly positions: Uint32Array;
  /** Number of each instruction's local in the text, `None` where it has none; empty when instruction `i` is `%i`. */
  readonly locals: Uint32Array;
}

/** The number a printer writes for the result of an instruction. */
export function localNumber(body: FunctionBody, inst: InstId): number {
  return body.locals.length === 0 ? inst : body.locals[inst]!;
}

/** First data word of an instruction. */
export function dataA(body: FunctionBody, inst: InstId): number {
  return body.data[2 * inst]!;
}

/** Second data word of an instruction. */
export function dataB(body: FunctionBody, inst: InstId): number {
  return body.data[2 * inst + 1]!;
}

/** Result type of an instruction. */
export function typeOfInst(body: FunctionBody, inst: InstId): TypeId {
  return body.types[inst]! as TypeId;
}

/** A list of instruction ids inside `extra`. */
export interface BodyRange {
  /** Index in `extra` of the first id. */
  readonly start: number;
  readonly length: number;
}

/** The main body of a function. */
export function mainBody(body: FunctionBody): BodyRange {
  const at = body.extra[0]!;
  return { start: at + 1, length: body.extra[at]! };
}

/** The body of a `block`, `loop` or `dbg_inline_block`. */
export function blockBody(body: FunctionBody, inst: InstId, inline = false): BodyRange {
  const at = dataB(body, inst) + (inline ? 3 : 0);
  return { start: at + 1, length: body.extra[at]! };
}

/** The parts of a `cond_br`. */
export interface CondBr {
  readonly condition: Ref;
  readonly then: BodyRange;
  readonly else: BodyRange;
  /** Index in `branchHints`. */
  readonly thenHint: number;
  readonly elseHint: number;
}

export function condBr(body: FunctionBody, inst: InstId): CondBr {
  const at = dataB(body, inst);
  const thenLength = body.extra[at]!;
  const hints = body.extra[at + 2]!;
  return {
    condition: dataA(body, inst) as Ref,
    then: { start: at + 3, length: thenLength },
    else: { start: at + 3 + thenLength, length: body.extra[at + 1]! },
    thenHint: hints & 7,
    elseHint: (hints >>> 3) & 7,
  };
}

/** One case of a switch. */
export interface SwitchCase {
  /** Indexes in `extra`: single values from `items`, then pairs (low, high), both inclusive, from `ranges`. All are constants. */
  readonly items: number;
  readonly itemCount: number;
  readonly ranges: number;
  readonly rangeCount: number;
  readonly body: BodyRange;
  readonly hint: number;
}

/** The parts of a `switch_br` or `loop_switch_br`. */
export interface Switch {
  readonly operand: Ref;
  readonly cases: readonly SwitchCase[];
  /** Length 0 when there is none. */
  readonly else: BodyRange;
  readonly elseHint: number;
}

/** Hints in one word of a switch payload. */
export const HINTS_PER_WORD = 10;

/**
 * Payload: number of cases, length of the else body, hint words (ten 3-bit hints each, cases first, else last), then per case number of
 * items, number of ranges, length of body, items, ranges, body; the else body last.
 */
export function switchBr(body: FunctionBody, inst: InstId): Switch {
  const { extra } = body;
  const payload = dataB(body, inst);
  const caseCount = extra[payload]!;
  const hint = (index: number): number =>
    (extra[payload + 2 + Math.floor(index / HINTS_PER_WORD)]! >>> (3 * (index % HINTS_PER_WORD))) &
    7;
  let at = payload + 2 + Math.floor(caseCount / HINTS_PER_WORD) + 1;
  const cases: SwitchCase[] = [];
  for (let index = 0; index < caseCount; index++) {
    const itemCount = extra[at]!;
    const rangeCount = extra[at + 1]!;
    const length = extra[at + 2]!;
    const items = at + 3;
    const ranges = items + itemCount;
    const start = ranges + 2 * rangeCount;
    cases.push({
      items,
      itemCount,
      ranges,
      rangeCount,
      body: { start, length },
      hint: hint(index),
    });
    at = start + length;
  }
  const operand = dataA(body, inst) as Ref;
  return {
    operand,
    cases,
    else: { start: at, length: extra[payload + 1]! },
    elseHint: hint(caseCount),
  };
}

/** The body of a `try` (`pointer` false) or `try_ptr` (`pointer` true): what runs on an error. */
export function tryBody(body: FunctionBody, inst: InstId, pointer: boolean): BodyRange {
  const at = dataB(body, inst) + (pointer ? 1 : 0);
  return { start: at + 1, length: body.extra[at]! };
}

/** The arguments of a call: Refs in `extra`. */
export function callArguments(body: FunctionBody, inst: InstId): BodyRange {
  const at = dataB(body, inst);
  return { start: at + 1, length: body.extra[at]! };
}

/** The elements of an `aggregate_init`, or the mask of a shuffle, whose operands follow it. */
export function listPayload(body: FunctionBody, inst: InstId): BodyRange {
  return callArguments(body, inst);
}

/** One output or input of an `assembly`: words name, constraint, Ref. */
export interface AssemblyOperand {
  /** `NameId`. */
  readonly name: number;
  /** `NameId`. */
  readonly constraint: number;
  /** `None` in the output that is the result. */
  readonly operand: Ref;
}

/** The parts of an `assembly`. */
export interface Assembly {
  /** `NameId` of the text. */
  readonly source: number;
  readonly volatile: boolean;
  readonly outputs: readonly AssemblyOperand[];
  readonly inputs: readonly AssemblyOperand[];
  /** `NameId`s. */
  readonly clobbers: readonly number[];
}

/** Payload: source, number of outputs | volatile << 31, number of inputs, number of clobbers, outputs, inputs, clobbers. */
export function assembly(body: FunctionBody, inst: InstId): Assembly {
  const { extra } = body;
  const payload = dataB(body, inst);
  let at = payload + 4;
  const operands = (count: number): AssemblyOperand[] => {
    const list: AssemblyOperand[] = [];
    for (; count > 0; count--, at += 3) {
      const operand = (extra[at + 2] ?? None) as Ref;
      list.push({ name: extra[at]!, constraint: extra[at + 1]!, operand });
    }
    return list;
  };
  const outputs = operands(extra[payload + 1]! & 0x7fff_ffff);
  const inputs = operands(extra[payload + 2]!);
  const clobbers = Array.from(extra.subarray(at, at + extra[payload + 3]!));
  return {
    source: extra[payload]!,
    volatile: extra[payload + 1]! >>> 31 !== 0,
    outputs,
    inputs,
    clobbers,
  };
}
