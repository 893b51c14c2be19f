/**
 * A draft as the code of a finished function: columns of exact size, without the gaps passes left.
 *
 *   reads:  a draft and the table of types its blocks refer to
 *   writes: instructions, locals, hints and debug ranges; what follows from the instructions
 */
import type { Columns } from './columns.ts';
import { moveRanges, REMOVED, takesHint, type MirDraft } from './draft.ts';
import { emptyHints } from './empty.ts';
import { featureList, featuresOfInstruction, featuresOfTypes } from './features.ts';
import { NONE, type HintTable, type Mir, type SignatureTable } from './mir.ts';
import { extraWords } from './operands.ts';
import { Tag } from './tags.ts';

/** The parts of a function that come from its draft. */
export type FrozenCode = Pick<
  Mir,
  | 'tags'
  | 'data'
  | 'extra'
  | 'locals'
  | 'prologue'
  | 'debug'
  | 'hints'
  | 'errorNameRefs'
  | 'features'
>;

/** Sizes of the columns of a draft. */
export interface DraftSize {
  readonly instructions: number;
  readonly words: number;
  /** Passes may have left gaps. */
  readonly isEdited: boolean;
}

/** Counts what is left of a draft and asks for the room of `freezeCode`. */
export function reserveCode(draft: MirDraft, columns: Columns): DraftSize {
  const { tags, data, extra, count } = draft;
  let instructions = 0;
  let words = 0;
  for (let i = 0; i < count; i++) {
    const tag = tags[i]!;
    if (tag === REMOVED) continue;
    instructions++;
    words += extraWords(tag, data[i]!, extra);
  }
  const size = { instructions, words, isEdited: true };
  reserveSize(draft, size, columns);
  return size;
}

/** The same for a draft that no pass has touched: all of it, however wrong its operands are. */
export function reserveAll(draft: MirDraft, columns: Columns): DraftSize {
  const size = { instructions: draft.count, words: draft.extraCount, isEdited: false };
  reserveSize(draft, size, columns);
  return size;
}

function reserveSize(draft: MirDraft, size: DraftSize, columns: Columns): void {
  const { locals } = draft;
  columns.reserve(size.instructions + size.words, size.instructions, locals.count - locals.params);
}

/**
 * The code of a draft.
 *
 * @param functionRefs - gets the navs whose table index the code pushes, each as often as it does
 */
export function freezeCode(
  draft: MirDraft,
  size: DraftSize,
  columns: Columns,
  signatures: SignatureTable,
  functionRefs: number[],
): FrozenCode {
  const { count, is64 } = draft;
  const tags = columns.halves(size.instructions);
  const data = columns.words(size.instructions);
  const extra = columns.words(size.words);
  const hasPositions = draft.hintCount > 0 || draft.debug !== null;
  const to = size.isEdited && hasPositions ? new Uint32Array(count) : null;
  const isWhole = size.instructions === count && size.words === draft.extraCount;
  if (isWhole) extra.set(draft.extra.subarray(0, size.words));
  let features = featuresOfTypes(signatures, is64);
  let errorNameRefs = 0;
  let at = 0;
  let next = 0;
  for (let i = 0; i < count; i++) {
    const tag = draft.tags[i]!;
    if (to !== null) to[i] = tag === REMOVED ? NONE : at;
    if (tag === REMOVED) continue;
    let word = draft.data[i]!;
    if (!isWhole) {
      const words = extraWords(tag, word, draft.extra);
      if (words > 0) {
        for (let k = 0; k < words; k++) extra[next + k] = draft.extra[word + k]!;
        word = next;
        next += words;
      }
    }
    tags[at] = tag;
    data[at++] = word;
    if (isOfFirstVersion(tag)) continue;
    features |= featuresOfInstruction(tag, word, extra, signatures);
    if (tag === Tag.func_ref) functionRefs.push(word);
    else if (tag === Tag.error_name_table_ref) errorNameRefs++;
  }
  return {
    tags,
    data,
    extra,
    locals: draft.locals.declared(columns),
    prologue: draft.prologue,
    hints: draft.hintCount === 0 ? emptyHints : freezeHints(draft, tags, to),
    debug:
      draft.debug === null || to === null ? draft.debug : moveRanges(draft.debug, to, count, at),
    errorNameRefs,
    features: featureList(features),
  };
}

/** Instructions that need no feature and are no block, in short: i32.load to f64.reinterpret_i64, local.get and the like. */
function isOfFirstVersion(tag: number): boolean {
  return (
    tag > Tag.try_table && tag < Tag.i32_extend8_s && tag !== Tag.table_get && tag !== Tag.table_set
  );
}

/** @param to - new index of each instruction of the draft, or `NONE`; null if they are where they were */
function freezeHints(draft: MirDraft, tags: Uint16Array, to: Uint32Array | null): HintTable {
  const { hintAt, hintLikely, hintCount } = draft;
  if (to === null)
    return { at: hintAt.slice(0, hintCount), likely: hintLikely.slice(0, hintCount) };
  const at: number[] = [];
  const likely: number[] = [];
  for (let row = 0; row < hintCount; row++) {
    const instruction = to[hintAt[row]!]!;
    if (instruction === NONE || !takesHint(tags[instruction]!)) continue;
    at.push(instruction);
    likely.push(hintLikely[row]!);
  }
  return at.length === 0
    ? emptyHints
    : { at: Uint32Array.from(at), likely: Uint8Array.from(likely) };
}
