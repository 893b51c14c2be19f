import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/object`: codes WW1000 to WW1999. */
export const objectCodes = {
} as const satisfies Record<string, CodeRow>;
