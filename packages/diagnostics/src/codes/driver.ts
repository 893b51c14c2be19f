import type { CodeRow } from '../table.ts';

/** Diagnostics of `@wasmwright/driver`: codes WW3000 to WW3999. */
export const driverCodes = {
} as const satisfies Record<string, CodeRow>;
