import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/air`: codes WW4000 to WW4999. */
export const airCodes = {
} as const satisfies Record<string, CodeRow>;
