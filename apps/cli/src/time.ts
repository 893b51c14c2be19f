/** `--time`: the phases of a link with durations, bytes and counts. */
import type { LinkStats } from '@wasmwright/driver';
import { createColors } from 'picocolors';

const inMilliseconds = (value: number): string => `${value.toFixed(2)} ms`;

/** 1536 -> `1.5 KB`. */
function inBytes(count: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let unit = 0;
  let value = count;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]!}`;
}

/** Durations by phase name, in order of first appearance. */
function totals(stats: LinkStats): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { name, duration } of stats.phases) sums.set(name, (sums.get(name) ?? 0) + duration);
  return sums;
}

/** The table as text. */
export function timeTable(stats: LinkStats, colors: boolean): string {
  const { bold, dim } = createColors(colors);
  const sums = totals(stats);
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0);
  const width = Math.max(...[...sums.keys()].map((name) => name.length), 'total'.length);
  const line = (name: string, duration: number): string => {
    const share = total === 0 ? 0 : (100 * duration) / total;
    const percent = `${share.toFixed(1)} %`.padStart(8);
    return `${name.padEnd(width)}  ${inMilliseconds(duration).padStart(12)}  ${dim(percent)}\n`;
  };
  let text = '';
  for (const [name, duration] of sums) text += line(name, duration);
  text += `${bold(line('total', total).trimEnd())}\n`;
  text += `read ${stats.filesRead} files, ${inBytes(stats.bytesRead)}; `;
  text += `wrote ${inBytes(stats.bytesWritten)}; `;
  text += `${stats.errors} errors, ${stats.warnings} warnings\n`;
  if (stats.linked !== undefined) {
    const { objects, functions, liveFunctions, segments, liveSegments, symbols } = stats.linked;
    text += `linked ${objects} objects, ${symbols} symbols, ${liveFunctions} of ${functions} functions, `;
    text += `${liveSegments} of ${segments} data segments\n`;
  }
  return text;
}
