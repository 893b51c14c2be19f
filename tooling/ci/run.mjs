// The steps of .ci/run, in order. Every step runs even after a failure, so that one report shows everything; the last
// line adds the tests of `npm test` to the other steps, one each.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
// Native comparisons are required here: a test that needs a native peer fails instead of reporting that it is missing.
const env = { ...process.env, WASMWRIGHT_NATIVE: 'required', FORCE_COLOR: '0', NO_COLOR: '1' };

/** Runs one command, passes its output through and returns what it printed with its exit status. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        text += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on('error', (error) => resolve({ status: 1, text: String(error) }));
    child.on('close', (status) => resolve({ status: status ?? 1, text }));
  });
}

let passed = 0;
let failed = 0;
const failures = [];

function count(step, status) {
  if (status === 0) passed++;
  else {
    failed++;
    failures.push(step);
  }
}

const started = Date.now();
const test = await run('npm', ['test']);
const summary = /^\s*Tests\s+(.*)$/m.exec(test.text)?.[1] ?? '';
const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
passed += number('passed');
failed += number('failed');
if (number('passed') === 0 || (test.status !== 0 && number('failed') === 0)) count('npm test', 1);
else if (number('failed') > 0) failures.push('npm test');

for (const step of ['lint', 'typecheck', 'build', 'check']) {
  console.log(`\nci: npm run ${step}`);
  const { status } = await run('npm', ['run', '--silent', step]);
  count(`npm run ${step}`, status);
}

console.log(`\nci: ${Math.round((Date.now() - started) / 1000)} s`);
if (failures.length > 0) console.log(`ci: failed: ${failures.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
