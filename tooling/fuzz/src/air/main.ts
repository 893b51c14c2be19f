// The command line of the differential fuzzer for AIR; see `help`.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheDirectory } from '@wasmwright/tooling-fixtures';
import { campaign } from './differential.ts';
import type { Finding } from './differential.ts';
import { settings } from './settings.ts';

const help = `npm run fuzz-air -- [options]

Compares random AIR programs in the interpreter and compiled under every setting of the code
generator, and makes each disagreement small.

  --programs N    programs, from consecutive seeds (default 1000)
  --seconds N     as many programs as fit into this time instead
  --seed N        first seed (default 1)
  --settings A,B  only these settings (default: all)
  --findings N    stop after so many disagreements (default 5)
  --atomics       programs with atomic instructions too
  --list          print the names of the settings

A disagreement is written to .cache/fuzz/air-SEED-SETTING.air; the exit status is then 1.`;

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '1000' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    settings: { type: 'string' },
    findings: { type: 'string', default: '5' },
    atomics: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Seeds between two lines of progress. */
const STEP = 1000;

process.exitCode = main();

function main(): number {
  if (values.help) console.log(help);
  if (values.list) console.log(settings.map(({ name }) => name).join('\n'));
  if (values.help || values.list) return 0;
  const wanted = values.settings?.split(',') ?? settings.map(({ name }) => name);
  const chosen = settings.filter(({ name }) => wanted.includes(name));
  if (chosen.length !== wanted.length) {
    console.error(`fuzz-air: unknown setting in '${values.settings}'; see --list`);
    return 2;
  }
  const start = performance.now();
  const first = Number(values.seed);
  const isOver = (done: number): boolean =>
    values.seconds === undefined
      ? done >= Number(values.programs)
      : performance.now() - start >= Number(values.seconds) * 1000;
  let agreed = 0;
  let rejected = 0;
  let found = 0;
  let done = 0;
  for (; !isOver(done) && found < Number(values.findings); done++) {
    const result = campaign(first + done, 1, chosen, { atomics: values.atomics });
    agreed += result.agreed;
    rejected += result.rejected;
    for (const finding of result.findings) {
      found++;
      report(finding);
    }
    if ((done + 1) % STEP === 0) console.log(`fuzz-air: ${done + 1} programs, ${found} findings`);
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `fuzz-air: seeds ${first} to ${first + done - 1}, settings ${wanted.join(' ')}: ` +
      `${agreed} agree, ${rejected} rejected, ${found} disagree, ${seconds} s`,
  );
  return found === 0 ? 0 : 1;
}

function report({ seed, setting, detail, text }: Finding): void {
  const file = join(cacheDirectory('fuzz'), `air-${seed}-${setting}.air`);
  writeFileSync(file, `${detail.replace(/^/gm, '// ')}\n${text}`);
  console.log(`fuzz-air: seed ${seed} disagrees under ${setting}: ${file}\n${detail}\n${text}`);
}
