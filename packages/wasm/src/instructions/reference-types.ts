import type { InstructionGroup } from './row.ts';

/** Reference types and tables as values. */
export const referenceTypes: InstructionGroup = {
  feature: 'reference-types',
  rows: [
    [0x1c,      'select t',    'types',    '? ? i32 -> ?'],
    [0x25,      'table.get',   'table',    'addr -> ?'],
    [0x26,      'table.set',   'table',    'addr ? -> '],
    [0xd0,      'ref.null',    'heapType', ' -> ?'],
    [0xd1,      'ref.is_null', 'none',     '? -> i32'],
    [0xd2,      'ref.func',    'function', ' -> ?'],
    [0xfc_00f,  'table.grow',  'table',    '? addr -> addr'],
    [0xfc_010,  'table.size',  'table',    ' -> addr'],
    [0xfc_011,  'table.fill',  'table',    'addr ? addr -> '],
  ],
};
