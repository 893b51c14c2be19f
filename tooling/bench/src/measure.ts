import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** One whole-process run. */
export interface Sample {
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Seconds of processor time, or NaN where GNU time is not installed. */
  readonly processor: number;
  /** Peak resident memory in MB, or NaN where GNU time is not installed. */
  readonly megabytes: number;
}

const GNU_TIME = '/usr/bin/time';

/** Runs a command to its end and measures the whole process. Throws if it fails. */
export function runProcess(command: string, args: readonly string[], cwd: string): Sample {
  const hasTime = existsSync(GNU_TIME);
  const [program, list] = hasTime
    ? [GNU_TIME, ['-f', 'MEASURED %M %U %S', command, ...args]]
    : [command, [...args]];
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, list, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${command} failed:\n${stderr}`);
  const [kilobytes, user, system] = /MEASURED (.+)/.exec(stderr)?.[1]?.split(' ') ?? [];
  return {
    seconds,
    processor: Number(user) + Number(system),
    megabytes: Number(kilobytes) / 1024,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs several things in turn, round after round, so that all see the same machine; returns samples by name. */
export function interleaved<T>(
  rounds: number,
  runs: Readonly<Record<string, () => T>>,
): Readonly<Record<string, readonly T[]>> {
  const samples: Record<string, T[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) (samples[name] ??= []).push(run());
  }
  return samples;
}

/** Prints rows as a Markdown table. */
export function printTable(
  title: string,
  rows: readonly Readonly<Record<string, string | number>>[],
): void {
  console.log(`\n### ${title}\n`);
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!);
  console.log(`| ${columns.join(' | ')} |`);
  console.log(`|${columns.map(() => '---').join('|')}|`);
  for (const row of rows)
    console.log(`| ${columns.map((column) => row[column] ?? '').join(' | ')} |`);
}
