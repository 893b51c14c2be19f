// Where results are, and the small records lowering hands around.

import { None, type Ref, type TypeId } from '@wasmwright/air';

/** Where the result of an instruction is. */
export const Place = {
  /** Not computed yet: `handlers` makes the value where it is used. */
  deferred: 0,
  /** In wasm local `slot`. For a value in memory the local holds its address. */
  local: 1,
  /** The value is an address, or is in memory at an address: frame bottom + `slot`. */
  frame: 2,
  /** A promoted alloc: its components are in locals, from leaf `slot` of `Allocs` on. */
  variable: 3,
  /** A value in memory that stays where it was loaded from until something may write there: `slot` is unused. */
  borrowed: 4,
  /** An aggregate that is not in memory: its parts are in `splits`. */
  split: 5,
  /** Size 0, or nobody needs it. */
  none: 6,
} as const;
export type Place = (typeof Place)[keyof typeof Place];

/** A part of an aggregate that is not in memory. */
export interface Part {
  readonly offset: number;
  readonly type: TypeId;
  /** Local that holds the part, or -1 and `ref` names it. */
  readonly local: number;
  readonly ref: Ref;
}

/** `Part.ref` of a part in a local. */
export const NO_REF: Ref = None as Ref;

/** Where to write an aggregate: what `push` takes, or an offset in the frame, or a local that holds an address. */
export type Destination =
  | { readonly kind: 'ref'; readonly ref: Ref; readonly offset: number }
  | { readonly kind: 'frame'; readonly offset: number }
  | { readonly kind: 'local'; readonly local: number; readonly offset: number };

/** A destination some bytes further. */
export function moved(to: Destination, offset: number): Destination {
  if (offset === 0) return to;
  return { ...to, offset: to.offset + offset };
}
