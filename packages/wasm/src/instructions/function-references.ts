import type { InstructionGroup } from './row.ts';

/** Typed function references. */
export const functionReferences: InstructionGroup = {
  feature: 'function-references',
  rows: [
    [0x14, 'call_ref',        'type',  null],
    [0x15, 'return_call_ref', 'type',  null],
    [0xd4, 'ref.as_non_null', 'none',  '? -> ?'],
    [0xd5, 'br_on_null',      'label', null],
    [0xd6, 'br_on_non_null',  'label', null],
  ],
};
