import { diagnose, inspectCodes } from '@wasmwright/diagnostics';
import {
  formatInstruction,
  type IndexNames,
  InstructionDecoder,
  LIST_STRIDE,
  Opcode,
  valueTypeName,
} from '@wasmwright/wasm';
import { failureTexts } from './cursor.ts';
import { countOf, type Model } from './model.ts';
import type { CodeTargets } from './object.ts';
import type { CodeReport, InstructionReport } from './report.ts';

/** Instructions that open a block: `next` has counted it already. */
const OPENING: ReadonlySet<number> = new Set([
  Opcode.block,
  Opcode.loop,
  Opcode.if,
  Opcode.try,
  Opcode.try_table,
]);

/** Instructions that stand on the level of the block they divide. */
const DIVIDING: ReadonlySet<number> = new Set([Opcode.else, Opcode.catch, Opcode.catch_all]);

/** Names of indexes by space, and how an instruction shows an index that has one. */
export interface ShownNames {
  get(space: string, index: number): string | undefined;
  show(index: number, name: string): string;
}

/**
 * Disassembles the function bodies one after the other. What is wrong with a body becomes a diagnostic of the model; its
 * instructions in front of that are reported.
 */
export function* disassemble(
  model: Model,
  names: ShownNames,
  targets: CodeTargets | undefined,
): Generator<CodeReport> {
  const { bytes, file, bodies, functionTypes, diagnostics } = model;
  const decoder = new InstructionDecoder(bytes);
  const imported = countOf(model.imports, 'function');
  for (const [row, { start, end }] of bodies.entries()) {
    const index = imported + row;
    const name = names.get('function', index);
    const locals = `local.${index}`;
    const lookUp: IndexNames = (space, value) => {
      const text = names.get(space === 'local' ? locals : space, value);
      return text === undefined ? undefined : names.show(value, text);
    };
    decoder.seek(start, end);
    const declared = readLocals(decoder);
    const instructions: InstructionReport[] = [];
    while (decoder.next()) {
      const { code, start: offset, pos } = decoder;
      const depth = depthOf(decoder, code);
      const target = targets?.within(offset, pos);
      instructions.push({
        offset,
        size: pos - offset,
        depth,
        text: formatInstruction(decoder, lookUp),
        ...(target === undefined ? {} : { target }),
      });
    }
    const at = { input: file, section: 'code', ...(name === undefined ? {} : { symbol: name }) };
    if (decoder.failed !== '') {
      const what = failureTexts[decoder.failed];
      const offset = decoder.failedAt;
      diagnostics.push(diagnose(inspectCodes.code, { file, index, what }, { ...at, offset }));
    } else if (decoder.pos < end) {
      const count = end - decoder.pos;
      const place = { ...at, offset: decoder.pos };
      diagnostics.push(diagnose(inspectCodes.trailingCode, { file, index, count }, place));
    }
    yield {
      index,
      ...(name === undefined ? {} : { name }),
      type: functionTypes[index] ?? -1,
      offset: start,
      size: end - start,
      locals: declared,
      instructions,
    };
  }
}

/** `2 i32` for each group of locals. */
function readLocals(decoder: InstructionDecoder): string[] {
  const groups: string[] = [];
  if (!decoder.locals()) return groups;
  const { list, listLength } = decoder;
  for (let at = 0; at < listLength; at += LIST_STRIDE) {
    groups.push(`${list[at]} ${valueTypeName(list[at + 1]!, list[at + 2])}`);
  }
  return groups;
}

/** Depth of the line an instruction is written on. */
function depthOf({ depth }: InstructionDecoder, code: number): number {
  const isOutside = OPENING.has(code) || DIVIDING.has(code);
  return Math.max(0, isOutside ? depth - 1 : depth);
}
