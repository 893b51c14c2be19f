import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/codegen`: codes WW6000 to WW6999. */
export const codegenCodes = {
  notImplemented: {
    code: 'WW6001',
    severity: 'error',
    text: 'code generation for {what} is not implemented yet (function {name})',
    hint: 'compile the part that needs it with another back end and link it as an object',
  },
} as const satisfies Record<string, CodeRow>;
