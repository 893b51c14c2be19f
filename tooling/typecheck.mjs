// Type-checks every project of the workspace: one `tsc --noEmit` per tsconfig.json, all reported before failing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const projects = ['packages', 'apps', 'tooling']
  .flatMap((dir) => readdirSync(join(root, dir)).map((name) => `${dir}/${name}`))
  .filter((project) => existsSync(join(root, project, 'tsconfig.json')));
projects.push('.');
const wanted = process.argv.slice(2);
let failed = 0;
for (const project of projects) {
  if (wanted.length > 0 && !wanted.includes(project)) continue;
  const args = [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', project];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed++;
}
console.log(failed === 0 ? 'typecheck: no errors' : `typecheck: ${failed} projects with errors`);
process.exit(failed === 0 ? 0 : 1);
