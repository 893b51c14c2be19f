import type { InstId } from '@wasmwright/air';
import type { FunctionLowering } from './function.ts';
import type { Destination, Part } from './places.ts';

/** How the instructions of one tag are lowered. */
export interface Handler {
  /** Pushes the scalar result. */
  readonly value?: (f: FunctionLowering, inst: InstId) => void;
  /** Writes the aggregate result to memory. */
  readonly into?: (f: FunctionLowering, inst: InstId, to: Destination) => void;
  /** Gives the parts of an aggregate result instead of writing it. */
  readonly split?: (f: FunctionLowering, inst: InstId) => readonly Part[] | undefined;
  /** Emits an instruction with effect; a scalar result is left on the stack, an aggregate one is given a place. */
  readonly effect?: (f: FunctionLowering, inst: InstId) => void;
}

/** A handler all of whose members are there, so that V8 sees one shape. */
type HandlerRow = { readonly [Name in keyof Handler]-?: Handler[Name] | undefined };

/** Handlers by AIR tag; a tag without one is not implemented yet. */
export type HandlerTable = readonly (HandlerRow | undefined)[];

/** The table of some (tag, handler) pairs. */
export function handlerTable(
  groups: readonly (readonly (readonly [number, Handler])[])[],
): HandlerTable {
  const table: (HandlerRow | undefined)[] = new Array<undefined>(256).fill(undefined);
  for (const group of groups) {
    for (const [tag, { value, into, split, effect }] of group) {
      table[tag] = { value, into, split, effect };
    }
  }
  return table;
}
