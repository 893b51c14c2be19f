/**
 * Dropping instructions: what passes over finished MIR end with.
 *
 *   reads:  a function's MIR, one mark per instruction
 *   writes: a function without the unmarked instructions and their words of `extra`; hints and debug ranges follow
 */
import { requiredFeatures } from './features.ts';
import type { DebugTable, HintTable, Mir } from './mir.ts';
import { extraWords } from './operands.ts';
import { Tag } from './tags.ts';

/**
 * The function without the instructions marked 0. Rows of the side tables stay.
 *
 * @param keep - one byte per instruction; blocks must stay balanced
 * @throws RangeError if `keep` has another length than the instructions
 */
export function compactMir(mir: Mir, keep: Uint8Array): Mir {
  const { tags, data, extra } = mir;
  if (keep.length !== tags.length) {
    throw new RangeError(`keep: ${keep.length} marks for ${tags.length} instructions`);
  }
  /** New index of each instruction, or of the next one kept. */
  const moved = new Uint32Array(tags.length + 1);
  const newTags = new Uint16Array(tags.length);
  const newData = new Uint32Array(tags.length);
  const newExtra = new Uint32Array(extraSize(mir, keep));
  let count = 0;
  let extraCount = 0;
  let errorNameRefs = 0;
  for (let i = 0; i < tags.length; i++) {
    moved[i] = count;
    if (keep[i] === 0) continue;
    const tag = tags[i]!;
    const word = data[i]!;
    const words = extraWords(tag, word, extra);
    newTags[count] = tag;
    newData[count++] = words === 0 ? word : extraCount;
    for (let k = 0; k < words; k++) newExtra[extraCount++] = extra[word + k]!;
    if (tag === Tag.error_name_table_ref) errorNameRefs++;
  }
  moved[tags.length] = count;
  const keptTags = newTags.slice(0, count);
  const keptData = newData.slice(0, count);
  return {
    ...mir,
    tags: keptTags,
    data: keptData,
    extra: newExtra,
    errorNameRefs,
    features: requiredFeatures(keptTags, keptData, newExtra, mir.signatures, mir.is64),
    hints: moveHints(mir.hints, keep, moved),
    debug: mir.debug === null ? null : moveDebug(mir.debug, moved),
  };
}

function extraSize({ tags, data, extra }: Mir, keep: Uint8Array): number {
  let size = 0;
  for (let i = 0; i < tags.length; i++) {
    if (keep[i] !== 0) size += extraWords(tags[i]!, data[i]!, extra);
  }
  return size;
}

function moveHints({ at, likely }: HintTable, keep: Uint8Array, moved: Uint32Array): HintTable {
  const isKept = (_: number, row: number): boolean => keep[at[row]!] !== 0;
  return {
    at: at.filter(isKept).map((instruction) => moved[instruction]!),
    likely: likely.filter(isKept),
  };
}

function moveDebug(debug: DebugTable, moved: Uint32Array): DebugTable {
  const move = (column: Uint32Array): Uint32Array => column.map((index) => moved[index]!);
  return {
    ...debug,
    variableStart: move(debug.variableStart),
    variableEnd: move(debug.variableEnd),
    inlinedStart: move(debug.inlinedStart),
    inlinedEnd: move(debug.inlinedEnd),
  };
}
