import type { InstructionGroup } from './row.ts';

/** Bulk memory and table operations. */
export const bulkMemory: InstructionGroup = {
  feature: 'bulk-memory',
  rows: [
    [0xfc_008,  'memory.init', 'dataMemory',   'addr i32 i32 -> '],
    [0xfc_009,  'data.drop',   'data',         ' -> '],
    [0xfc_00a,  'memory.copy', 'memoryMemory', 'addr addr2 addrMin -> '],
    [0xfc_00b,  'memory.fill', 'memory',       'addr i32 addr -> '],
    [0xfc_00c,  'table.init',  'elementTable', 'addr i32 i32 -> '],
    [0xfc_00d,  'elem.drop',   'element',      ' -> '],
    [0xfc_00e,  'table.copy',  'tableTable',   'addr addr2 addrMin -> '],
  ],
};
