import type { CodeRow } from '../table.ts';

/** Stops of `@wasmwright/air/interpret`: codes WW4800 to WW4899. */
export const interpretCodes = {
  // Undefined behaviour of the program (codegen.md sections 3 and 4.3).
  overflow: {
    code: 'WW4800',
    severity: 'fatal',
    text: 'undefined behaviour: the result {value} of {tag} does not fit {bits} bits',
    hint: 'use the _wrap, _sat or _safe form, or widen the operands first',
  },
  undefinedUse: {
    code: 'WW4801',
    severity: 'fatal',
    text: 'undefined behaviour: an undefined value is used as {use}',
    hint: 'initialise the memory the value was read from',
  },
  divideByZero: {
    code: 'WW4802',
    severity: 'fatal',
    text: 'undefined behaviour: {tag} by zero',
  },
  inexact: {
    code: 'WW4803',
    severity: 'fatal',
    text: 'undefined behaviour: {tag} loses bits or leaves a remainder',
  },
  shiftTooLarge: {
    code: 'WW4804',
    severity: 'fatal',
    text: 'undefined behaviour: shift of a {bits}-bit integer by {count}',
  },
  outOfRange: {
    code: 'WW4805',
    severity: 'fatal',
    text: 'undefined behaviour: {tag} of {value} does not fit the result type',
  },
  outOfBounds: {
    code: 'WW4806',
    severity: 'fatal',
    text: 'undefined behaviour: access to {size} bytes at offset {offset} of {object}, which has {length} bytes',
  },
  misaligned: {
    code: 'WW4807',
    severity: 'fatal',
    text: 'undefined behaviour: access at {address}, which is not aligned to {align} bytes',
  },
  deadObject: {
    code: 'WW4808',
    severity: 'fatal',
    text: 'undefined behaviour: access to {object}, whose function has returned',
  },
  noObject: {
    code: 'WW4809',
    severity: 'fatal',
    text: 'undefined behaviour: access to {size} bytes at {address}, where nothing is',
  },
  readOnly: {
    code: 'WW4810',
    severity: 'fatal',
    text: 'undefined behaviour: store to {object}, which is constant',
  },
  leftObject: {
    code: 'WW4811',
    severity: 'fatal',
    text: 'undefined behaviour: {tag} leaves {object} (offset {offset} of {length} bytes)',
  },
  unreachable: {
    code: 'WW4812',
    severity: 'fatal',
    text: 'undefined behaviour: {what} reached',
  },
  wrongState: {
    code: 'WW4813',
    severity: 'fatal',
    text: 'undefined behaviour: {tag} of {state}',
  },
  invalidValue: {
    code: 'WW4814',
    severity: 'fatal',
    text: 'undefined behaviour: {value} is no value of this {type}',
  },
  overlap: {
    code: 'WW4815',
    severity: 'fatal',
    text: 'undefined behaviour: the operands of memcpy overlap',
    hint: 'use memmove',
  },
  lengthMismatch: {
    code: 'WW4816',
    severity: 'fatal',
    text: 'undefined behaviour: {tag} between {a} and {b} elements',
  },
  badCall: {
    code: 'WW4817',
    severity: 'fatal',
    text: 'undefined behaviour: call of {callee}',
  },
  // Stops that say nothing about the program's correctness.
  stepLimit: {
    code: 'WW4850',
    severity: 'fatal',
    text: 'stopped after {steps} instructions',
    hint: 'raise the step limit',
  },
  callDepth: {
    code: 'WW4851',
    severity: 'fatal',
    text: 'stack overflow: {depth} calls are active',
  },
  outOfMemory: {
    code: 'WW4852',
    severity: 'fatal',
    text: 'no address space left for {size} bytes',
  },
  unresolved: {
    code: 'WW4853',
    severity: 'fatal',
    text: 'no module defines {symbol} and the host does not provide {module}.{symbol}',
    hint: 'give the module that defines it, or an import',
  },
  unsupported: {
    code: 'WW4854',
    severity: 'fatal',
    text: '{what} is unsupported in the interpreter',
  },
} as const satisfies Record<string, CodeRow>;
