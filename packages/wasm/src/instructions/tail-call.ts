import type { InstructionGroup } from './row.ts';

/** Tail calls. */
export const tailCall: InstructionGroup = {
  feature: 'tail-call',
  rows: [
    [0x12, 'return_call',          'function',  null],
    [0x13, 'return_call_indirect', 'typeTable', null],
  ],
};
