import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/mir`: codes WW5000 to WW5999. */
export const mirCodes = {
} as const satisfies Record<string, CodeRow>;
