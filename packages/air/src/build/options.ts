// What the methods of the builder take.

import type { Ref, ValueId } from '../ids.ts';
import type { branchHints, memoryOrders } from '../tags.ts';

/** An operand: the result of an instruction, or a constant. */
export type Operand = Ref | ValueId;
/** Name of a branch hint. */
export type BranchHint = (typeof branchHints)[number];
/** Name of a memory order. */
export type MemoryOrder = (typeof memoryOrders)[number];

/** A case of a switch: single values and inclusive ranges, constants of the operand's type. */
export interface CaseOptions {
  readonly values?: readonly ValueId[];
  readonly ranges?: readonly (readonly [ValueId, ValueId])[];
  readonly hint?: BranchHint;
  /** Builds the body. */
  readonly body: () => void;
}

/** The operands of an `assembly`. */
export interface AssemblyOptions {
  readonly volatile?: boolean;
  /** An output without operand is the result. */
  readonly outputs?: readonly {
    readonly name: string;
    readonly constraint: string;
    readonly operand?: Operand;
  }[];
  readonly inputs?: readonly {
    readonly name: string;
    readonly constraint: string;
    readonly operand: Operand;
  }[];
  readonly clobbers?: readonly string[];
}

/** A lane of `shuffleOne`: a lane index, a constant, or undefined. */
export type LaneOrValue = number | { readonly value: ValueId } | undefined;
/** A lane of `shuffleTwo`: operand and lane, or undefined. */
export type LaneOfTwo = readonly ['a' | 'b', number] | undefined;
