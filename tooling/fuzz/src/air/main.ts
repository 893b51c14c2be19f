// The command line of the differential fuzzer for AIR; see `help`.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAir } from '@wasmwright/air';
import { cacheDirectory } from '@wasmwright/tooling-fixtures';
import { Coverage } from './coverage.ts';
import { coverageTable } from './coverage-table.ts';
import { compareSeeds, programOf, settingsOf } from './seeds.ts';
import type { Tally } from './seeds.ts';
import { settings } from './settings.ts';
import { render } from './tree.ts';

const help = `npm run fuzz-air -- [options]

Compares random AIR programs in the interpreter and compiled, and makes each disagreement small.

  --programs N    programs, from consecutive seeds (default 1000)
  --seconds N     as many programs as fit into this time instead
  --seed N        first seed (default 1)
  --settings A,B  these settings of the code generator for every program; 'all' for every one
                  (default: none, one of speed and size, and for some programs a single optimisation)
  --findings N    stop after so many disagreements (default 5)
  --coverage      print a table of what the programs are made of, and compare nothing
  --list          print the names of the settings

The features of the target alternate: the usual ones, none, all.
A disagreement is written to .cache/fuzz/air-SEED-SETTING.air; the exit status is then 1.`;

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '1000' },
    seconds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    settings: { type: 'string' },
    findings: { type: 'string', default: '5' },
    coverage: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Programs between two lines of progress. */
const STEP = 1000;

process.exitCode = main();

function main(): number {
  const names = settings.map(({ name }) => name);
  if (values.help) console.log(help);
  if (values.list) console.log(names.join('\n'));
  if (values.help || values.list) return 0;
  if (values.coverage) {
    console.log(coverageOf(Number(values.seed), Number(values.programs)));
    return 0;
  }
  const wanted = values.settings === 'all' ? names : values.settings?.split(',');
  const chosen = settings.filter(({ name }) => wanted?.includes(name));
  if (wanted !== undefined && chosen.length !== wanted.length) {
    console.error(`fuzz-air: unknown setting in '${values.settings}'; see --list`);
    return 2;
  }
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1000;
  const first = Number(values.seed);
  let reported = 0;
  const isOver = (tally: Tally): boolean => {
    const { programs, findings } = tally;
    while (reported < findings.length) report(findings[reported++]!);
    if (programs > 0 && programs % STEP === 0) console.log(`fuzz-air: ${summary(tally)}`);
    if (findings.length >= Number(values.findings)) return true;
    return values.seconds === undefined
      ? programs >= Number(values.programs)
      : elapsed() >= Number(values.seconds);
  };
  const tally = compareSeeds(first, isOver, wanted === undefined ? settingsOf : () => chosen);
  const seeds = `seeds ${first} to ${tally.next - 1}`;
  console.log(`fuzz-air: ${seeds}: ${summary(tally)}, ${elapsed().toFixed(1)} s`);
  return tally.findings.length === 0 ? 0 : 1;
}

/** The table of some programs. */
function coverageOf(first: number, programs: number): string {
  const coverage = new Coverage();
  for (let seed = first; seed < first + programs; seed++) {
    coverage.add(parseAir(render(programOf(seed))).module);
  }
  return coverageTable(coverage);
}

function summary({ programs, functions, rejected, findings }: Tally): string {
  return `${programs} programs, ${functions} functions agree, ${rejected} programs rejected, ${findings.length} disagree`;
}

function report({ seed, setting, detail, program }: Tally['findings'][number]): void {
  const file = join(cacheDirectory('fuzz'), `air-${seed}-${setting}.air`);
  const text = render(program);
  writeFileSync(file, `${detail.replace(/^/gm, '// ')}\n${text}`);
  console.log(`fuzz-air: seed ${seed} disagrees under ${setting}: ${file}\n${detail}\n${text}`);
}
