import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/mir`: codes WW5000 to WW5999. 50xx: text form. 51xx: verification of a function. */
export const mirCodes = {
  expected: { code: 'WW5001', severity: 'error', text: 'expected {what}, found {found}' },
  unknownInstruction: {
    code: 'WW5002',
    severity: 'error',
    text: 'unknown instruction {name}',
  },
  unlistedName: {
    code: 'WW5003',
    severity: 'error',
    text: '{name} is not in the list behind the function',
    hint: 'add a line `nav {name} function type#0` or the like behind the `end` of the function',
  },
  listedTwice: {
    code: 'WW5004',
    severity: 'error',
    text: '{what} is listed before, or its row is out of order',
    hint: 'list every type, name, constant and enum once, in the order of their rows',
  },
  tooManyLocals: {
    code: 'WW5005',
    severity: 'error',
    text: 'function {name} has more than {limit} locals',
  },
  missingEnd: {
    code: 'WW5006',
    severity: 'error',
    text: 'function {name} has no `end` of its own',
    hint: 'every `block`, `loop`, `if`, `try` and `try_table` needs an `end`, and so does the function',
  },

  tableShape: {
    code: 'WW5100',
    severity: 'error',
    text: '{table}: {problem}',
  },
  unknownTag: {
    code: 'WW5101',
    severity: 'error',
    text: 'instruction {index}: {tag} is no instruction',
  },
  outsideExtra: {
    code: 'WW5102',
    severity: 'error',
    text: 'instruction {index} ({name}): its operands lie outside `extra`',
  },
  outOfRange: {
    code: 'WW5103',
    severity: 'error',
    text: 'instruction {index} ({name}): {what} {value} does not exist, there are {count}',
  },
  navKind: {
    code: 'WW5104',
    severity: 'error',
    text: 'instruction {index} ({name}): {nav} is a {found}, not a {expected}',
  },
  badImmediate: {
    code: 'WW5105',
    severity: 'error',
    text: 'instruction {index} ({name}): {problem}',
  },
  operandType: {
    code: 'WW5106',
    severity: 'error',
    text: 'instruction {index} ({name}): expects {expected}, the operand stack has {found}',
  },
  leftOver: {
    code: 'WW5107',
    severity: 'error',
    text: 'instruction {index} ({name}): {count} values are left on the operand stack at the end of a block',
  },
  structure: {
    code: 'WW5108',
    severity: 'error',
    text: 'instruction {index} ({name}): {problem}',
  },
  unterminated: {
    code: 'WW5109',
    severity: 'error',
    text: 'the instructions end before the `end` of the function',
  },
  stackPointerNotRestored: {
    code: 'WW5110',
    severity: 'error',
    text: 'instruction {index} ({name}): leaves the function without restoring the stack pointer',
    hint: 'write `local_get saved; global_set_sp` before every return and tail call of a function with a prologue',
  },
  featureDisabled: {
    code: 'WW5111',
    severity: 'error',
    text: 'instruction {index} ({name}): needs the feature {feature}, which is not enabled',
  },
  featureUnlisted: {
    code: 'WW5112',
    severity: 'error',
    text: 'the features of the function are {listed}, but its instructions need {needed}',
  },
  indirectFunctions: {
    code: 'WW5113',
    severity: 'error',
    text: 'the address of {nav} is used, but it is not in `indirectFunctions`',
  },
  errorNameRefs: {
    code: 'WW5114',
    severity: 'error',
    text: '`errorNameRefs` is {listed}, but {count} instructions refer to the error names',
  },
  prologue: { code: 'WW5115', severity: 'error', text: 'prologue: {problem}' },
  hint: { code: 'WW5116', severity: 'error', text: 'hint {row}: {problem}' },
  debug: { code: 'WW5117', severity: 'error', text: 'debug information: {problem}' },
} as const satisfies Record<string, CodeRow>;
