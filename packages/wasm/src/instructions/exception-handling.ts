import type { InstructionGroup } from './row.ts';

/** Exception handling of WebAssembly 3.0. */
export const exceptionHandling: InstructionGroup = {
  feature: 'exception-handling',
  rows: [
    [0x08, 'throw',     'tag',      null],
    [0x0a, 'throw_ref', 'none',     null],
    [0x1f, 'try_table', 'tryTable', null],
  ],
};

/** Exception handling as browsers shipped it first (legacy encoding). */
export const legacyExceptionHandling: InstructionGroup = {
  feature: 'exception-handling',
  rows: [
    [0x06, 'try',       'blockType', null],
    [0x07, 'catch',     'tag',       null],
    [0x09, 'rethrow',   'label',     null],
    [0x18, 'delegate',  'delegate',  null],
    [0x19, 'catch_all', 'none',      null],
  ],
};
