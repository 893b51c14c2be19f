// Puts the code that gives the stack pointer back where functions are left (codegen.md 5.3). Whether a function has a
// frame, and its size, are known only when all of it is lowered, so lowering leaves `dbg_epilogue_begin` marks.

import { type Mir, NONE, Tag } from '@wasmwright/mir';

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
export function placeEpilogues(mir: Mir, frame: Frame | undefined): Mir {
  let marks = 0;
  for (const tag of mir.tags) if (tag === 0x111 /* dbg_epilogue_begin */) marks++;
  if (marks === 0 && frame === undefined) return mir;
  const bySize = frame !== undefined && frame.saved === NONE;
  const perMark = frame === undefined ? 0 : bySize ? 4 : 2;
  const length = mir.tags.length + marks * (perMark - 1);
  const tags = new Uint16Array(length);
  const data = new Uint32Array(length);
  const extra = new Uint32Array(mir.extra.length + (bySize && mir.is64 ? 2 : 0));
  extra.set(mir.extra);
  const sizeAt = mir.extra.length;
  if (bySize && mir.is64) extra[sizeAt] = frame.size;
  const moved = new Uint32Array(mir.tags.length);
  let at = 0;
  const put = (tag: number, word: number): void => {
    tags[at] = tag;
    data[at++] = word;
  };
  for (let from = 0; from < mir.tags.length; from++) {
    moved[from] = at;
    const tag = mir.tags[from]!;
    if (tag !== Tag.dbg_epilogue_begin) put(tag, mir.data[from]!);
    else if (frame !== undefined && bySize) {
      put(Tag.local_get, frame.bottom);
      if (mir.is64) put(Tag.i64_const, sizeAt);
      else put(Tag.i32_const, frame.size);
      put(mir.is64 ? Tag.i64_add : Tag.i32_add, 0);
      put(Tag.global_set_sp, 0);
    } else if (frame !== undefined) {
      put(Tag.local_get, frame.saved);
      put(Tag.global_set_sp, 0);
    }
  }
  const prologue =
    frame === undefined
      ? null
      : {
          savedLocal: frame.saved,
          bottomLocal: frame.bottom,
          alignment: frame.alignment,
          size: frame.size,
        };
  const hints = { at: mir.hints.at.map((hint) => moved[hint]!), likely: mir.hints.likely };
  return { ...mir, tags, data, extra, prologue, hints };
}
