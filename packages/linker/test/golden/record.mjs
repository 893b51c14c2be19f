// Records what wasm-ld 19 makes of every case: node packages/linker/test/golden/record.mjs
//   reads:  cases.json, objects/
//   writes: expected/wasm-ld-19.json: per case the messages, standard output and, as base64, the output
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const cases = JSON.parse(readFileSync(at('cases.json'), 'utf8'));
const output = join(tmpdir(), 'p.wasm');

const lines = cases.map(({ name, args }) => {
  rmSync(output, { force: true });
  const run = spawnSync('wasm-ld-19', [...args, '-o', output], {
    cwd: at('objects'),
    encoding: 'utf8',
  });
  const messages = run.stderr
    .split(/^wasm-ld-19: /m)
    .filter((text) => text !== '')
    .map((text) => text.trimEnd());
  const bytes = existsSync(output) ? readFileSync(output).toString('base64') : undefined;
  return JSON.stringify({ name, messages, stdout: run.stdout, bytes });
});
writeFileSync(at('expected/wasm-ld-19.json'), `[\n${lines.join(',\n')}\n]\n`);
console.log(`${lines.length} cases`);
