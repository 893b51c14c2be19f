import type { FeatureName } from '../features.ts';
import type { FormName } from './forms.ts';

/**
 * One instruction:
 *
 * 0. encoding: the opcode byte, or `prefix << 12 | sub-opcode`, written `0xfd_10c`;
 * 1. name: the mnemonic, with a second word where one mnemonic has two encodings (`ref.test null`);
 * 2. form of the immediates;
 * 3. type `operands -> results` (see `OperandType`), `null` where the immediates decide how many there are;
 * 4. natural alignment as an exponent of two, for memory accesses.
 */
type InstructionRow = readonly [
  code: number,
  name: string,
  form: FormName,
  type: string | null,
  alignment?: number,
];

/** The instructions of one proposal. */
export interface InstructionGroup {
  readonly feature: FeatureName | 'mvp';
  readonly rows: readonly InstructionRow[];
}

/**
 * Type of one operand or result. `addr` is the address type (i32 or i64) of the memory or table the instruction names,
 * `addr2` that of the second one named, `addrMin` the narrower of both. `i31` is `(ref i31)`, never null. `?` depends
 * on the immediates or on the other operands.
 */
export type OperandType =
  | 'i32'
  | 'i64'
  | 'f32'
  | 'f64'
  | 'v128'
  | 'addr'
  | 'addr2'
  | 'addrMin'
  | 'anyref'
  | 'eqref'
  | 'externref'
  | 'arrayref'
  | 'i31ref'
  | 'i31'
  | '?';
