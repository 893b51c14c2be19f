/** The program `wasmwright-ld`: a drop-in for wasm-ld. */
import { runLink } from './commands/link.ts';
import { programName } from './program-name.ts';

// Exiting at once saves the wait for handles and finalizers; everything was written synchronously.
void runLink(process.argv.slice(2), programName(process.argv[1])).then((status) => {
  process.exit(status);
});
