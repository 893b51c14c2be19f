// Puts the code that gives the stack pointer back where functions are left (codegen.md 5.3). Whether a function has a
// frame, and its size, are known only when all of it is lowered, so lowering leaves `dbg_epilogue_begin` marks.

import { type MirDraft, NONE, Tag } from '@wasmwright/mir';

/** The frame of a function. */
export interface Frame {
  /** Local with the lowest address. */
  readonly bottom: number;
  readonly size: number;
  readonly alignment: number;
  /** Local for the caller's stack pointer, needed when the frame is aligned to more than 16; else `NONE`. */
  readonly saved: number;
}

/** Removes the marks of a function without a frame, or replaces them by the epilogue. */
export function placeEpilogues(draft: MirDraft, frame: Frame | undefined): void {
  if (frame === undefined) {
    for (let at = 0; at < draft.count; at++) {
      if (draft.tags[at] === Tag.dbg_epilogue_begin) draft.remove(at);
    }
    return;
  }
  draft.prologue = {
    savedLocal: frame.saved,
    bottomLocal: frame.bottom,
    alignment: frame.alignment,
    size: frame.size,
  };
  let marks = 0;
  for (let at = 0; at < draft.count; at++) {
    if (draft.tags[at] === Tag.dbg_epilogue_begin) marks++;
  }
  if (marks > 0) replaceMarks(draft, marks, epilogueOf(draft, frame));
}

type Code = readonly (readonly [tag: number, word: number])[];

function epilogueOf(draft: MirDraft, { bottom, size, saved }: Frame): Code {
  if (saved !== NONE) {
    return [
      [Tag.local_get, saved],
      [Tag.global_set_sp, 0],
    ];
  }
  if (!draft.is64) {
    return [
      [Tag.local_get, bottom],
      [Tag.i32_const, size],
      [Tag.i32_add, 0],
      [Tag.global_set_sp, 0],
    ];
  }
  // All epilogues have these words.
  const words = draft.extraCount;
  draft.word(size);
  draft.word(0);
  return [
    [Tag.local_get, bottom],
    [Tag.i64_const, words],
    [Tag.i64_add, 0],
    [Tag.global_set_sp, 0],
  ];
}

/** Writes `code` in place of each mark, from the end on, so that nothing is overwritten before it has moved. */
function replaceMarks(draft: MirDraft, marks: number, code: Code): void {
  const before = draft.count;
  draft.reserve(marks * (code.length - 1));
  const { tags, data } = draft;
  const to = new Uint32Array(before);
  let at = before + marks * (code.length - 1);
  draft.count = at;
  for (let from = before - 1; from >= 0; from--) {
    if (tags[from] === Tag.dbg_epilogue_begin) {
      for (let i = code.length - 1; i >= 0; i--) {
        at--;
        tags[at] = code[i]![0];
        data[at] = code[i]![1];
      }
    } else {
      at--;
      tags[at] = tags[from]!;
      data[at] = data[from]!;
    }
    to[from] = at;
  }
  draft.moved(to, before);
}
