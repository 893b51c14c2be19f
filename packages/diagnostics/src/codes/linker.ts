import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/linker`: codes WW2000 to WW2999. */
export const linkerCodes = {
} as const satisfies Record<string, CodeRow>;
