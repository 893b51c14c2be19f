// Runs a root task where only Node and npm exist. Imports nothing from node_modules.
//   reads:  package.json (packageManager), pnpm-lock.yaml, pnpm-workspace.yaml
//   writes: .tools/ (the pinned pnpm and the stamp of the last good install; git-ignored), node_modules/
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Task name to the commands it runs, in order; further command-line arguments go to the last one. */
const TASKS = {
  demo: [
    'turbo run bundle --filter=wasmwright... --filter=@wasmwright/tooling-demo...',
    'tsx tooling/demo/src/main.ts',
  ],
  test: ['turbo run bundle', 'vitest run'],
  bundle: ['turbo run bundle'],
  build: ['turbo run bundle types'],
  lint: ['eslint .', 'prettier --check .', 'knip --no-progress'],
  typecheck: ['node tooling/typecheck.mjs'],
  check: ['node tooling/ci/check.mjs'],
  bench: ['turbo run bundle', 'tsx tooling/bench/src/main.ts'],
  fuzz: ['tsx --conditions=@wasmwright/source tooling/fuzz/src/main.ts'],
  'fuzz-air': ['tsx --conditions=@wasmwright/source tooling/fuzz/src/air/main.ts'],
  fixtures: ['tsx tooling/fixtures/src/main.ts'],
  format: ['prettier --write .'],
};

const at = (path) => join(dirname(dirname(fileURLToPath(import.meta.url))), path);
const PATH = [at('node_modules/.bin'), at('.tools/node_modules/.bin'), process.env.PATH].join(
  delimiter,
);
const env = { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };

function fail(message) {
  console.error(`bootstrap: ${message}`);
  process.exit(1);
}

function run([command, ...args]) {
  const options = { cwd: at('.'), env, stdio: 'inherit', shell: process.platform === 'win32' };
  const { status, error } = spawnSync(command, args, options);
  if (error) fail(`cannot start ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old; this repository needs Node 20.19 or newer`);
}
const [task, ...extra] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task ?? '')) {
  fail(`unknown task '${task ?? ''}'; tasks are ${Object.keys(TASKS).join(', ')}`);
}

const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
const inputs = files.map((file) => readFileSync(at(file), 'utf8'));
const want = createHash('sha256')
  .update([process.version, process.platform, ...inputs].join())
  .digest('hex');
const stamp = at('.tools/stamp');
if (!existsSync(at('node_modules')) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== want) {
  const pinned = JSON.parse(inputs[0]).packageManager; // 'pnpm@10.34.9'
  console.log(`bootstrap: installing with ${pinned} (first run, or the lockfile changed)`);
  mkdirSync(at('.tools'), { recursive: true });
  run([
    'npm',
    'install',
    pinned,
    '--prefix',
    '.tools',
    '--no-save',
    '--no-package-lock',
    '--loglevel=error',
  ]);
  run(['pnpm', 'install', '--frozen-lockfile', '--reporter=append-only']);
  writeFileSync(stamp, want);
}
TASKS[task].forEach((line, i, all) => {
  run([...line.split(' '), ...(i + 1 === all.length ? extra : [])]);
});
