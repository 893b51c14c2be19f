/** A program as it is published, bundled with the package's own recipe into a directory of their own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** Bundles one program and returns the directory of the file, which is named `NAME.cjs`. */
export function bundleProgram(name: 'wasmwright' | 'wasmwright-ld'): string {
  const directory = mkdtempSync(join(tmpdir(), 'wasmwright-cli-'));
  const tsup = join(project, 'node_modules/tsup/dist/cli-default.js');
  const entry = [`--entry.${name}`, `src/${name}.ts`];
  const args = [tsup, '--out-dir', directory, ...entry];
  execFileSync(process.execPath, args, { cwd: project, stdio: 'pipe' });
  return directory;
}
