import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/codegen`: codes WW6000 to WW6999. */
export const codegenCodes = {
} as const satisfies Record<string, CodeRow>;
