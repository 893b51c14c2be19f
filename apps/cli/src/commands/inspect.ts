/** `wasmwright inspect`: what is in a file. */
import { runInspect } from '../inspect/index.ts';

/** Runs the command and returns the exit status. */
export async function inspect(args: readonly string[]): Promise<number> {
  return runInspect(args);
}
