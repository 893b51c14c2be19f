import type { InstructionGroup } from './row.ts';

/** Stack switching (phase 3). */
export const stackSwitching: InstructionGroup = {
  feature: 'stack-switching',
  rows: [
    [0xe0, 'cont.new',         'type',        '? -> ?'],
    [0xe1, 'cont.bind',        'typeType',    null],
    [0xe2, 'suspend',          'tag',         null],
    [0xe3, 'resume',           'resume',      null],
    [0xe4, 'resume_throw',     'resumeThrow', null],
    [0xe5, 'resume_throw_ref', 'resume',      null],
    [0xe6, 'switch',           'typeTag',     null],
  ],
};
