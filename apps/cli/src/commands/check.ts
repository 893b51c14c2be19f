/** `wasmwright check`: parses and verifies AIR modules. */
import { readFileSync } from 'node:fs';
import { checkSource, renderExcerpt } from '@wasmwright/driver';

const USAGE = 'Usage: wasmwright check FILE.air...\n';

/** @returns 1 if any module has errors */
export async function runCheck(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(USAGE);
    return args.length === 0 ? 1 : 0;
  }
  let status = 0;
  for (const path of args) {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      process.stderr.write(`${path}: error: cannot be read: ${(error as Error).message}\n`);
      status = 1;
      continue;
    }
    const lines = text.split('\n');
    const { module, diagnostics } = checkSource(text, path);
    for (const one of diagnostics)
      process.stderr.write(renderExcerpt(one, (_, line) => lines[line - 1]));
    if (module === undefined) status = 1;
    else process.stdout.write(`${path}: ${module.functions.length} functions, no errors\n`);
  }
  return status;
}
