/** Readers of the values that are more than a flag, a text, a list or a number; named in the option table. */
import { diagnose, driverCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { checkGrowth } from './conflicts.ts';
import type { OptionArgument } from './match.ts';
import { parseDecimal, parseUnsigned } from './numbers.ts';
import type { Mutable, Settings } from './settings.ts';
import type { ValueReader } from './table.ts';

/** What a reader gets: all arguments of its row in order (never none), the settings to fill, and where to complain. */
export interface Reading {
  readonly given: readonly OptionArgument[];
  readonly draft: Mutable<Settings>;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Value of the last of a row's arguments. */
export const lastValue = (given: readonly OptionArgument[]): string =>
  given[given.length - 1]!.value ?? '';

/** The last value as a decimal number; a wrong one is reported and read as 0, as wasm-ld does. */
export function readInteger({ given, report }: Reading, bits: 32 | 64 = 64): number {
  const { text: argument, value } = given[given.length - 1]!;
  const number = parseDecimal(value ?? '', bits);
  if (number === undefined) {
    report(diagnose(driverCodes.numberExpected, { argument, value: value ?? '' }));
  }
  return number ?? 0;
}

/** Highest level of optimization LTO has. */
const LTO_LEVELS = 3;

/** Cuts a value at its first comma into module and field. */
function moduleAndField(value: string): readonly [string, string] {
  const comma = value.indexOf(',');
  return comma < 0 ? [value, ''] : [value.slice(0, comma), value.slice(comma + 1)];
}

/** Digits of a build id in pairs from the left; a last single digit is a byte of its own (Q4). */
function hexBytes(digits: string, report: Reading['report']): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(digits.length / 2));
  for (let i = 0; i < bytes.length; i++) {
    const pair = digits.slice(2 * i, 2 * i + 2);
    if (/^[0-9a-fA-F]+$/.test(pair)) bytes[i] = parseInt(pair, 16);
    else report(diagnose(driverCodes.notHexadecimal, { pair }));
  }
  return bytes;
}

export const valueReaders: Readonly<Record<ValueReader, (reading: Reading) => void>> = {
  quoting({ given, draft, report }) {
    const value = lastValue(given);
    if (value === 'posix' || value === 'windows') draft.quoting = value;
    else report(diagnose(driverCodes.invalidQuoting, { value }));
  },
  compat({ given, draft, report }) {
    const value = lastValue(given);
    if (value === '19') draft.compat = 19;
    else if (value === '21') draft.compat = 21;
    else if (value === '22') draft.compat = 22;
    else report(diagnose(driverCodes.unknownCompat, { value }));
  },
  colors({ given, draft, report }) {
    const value = lastValue(given);
    if (value === 'auto' || value === 'always' || value === 'never') draft.colors = value;
    else report(diagnose(driverCodes.unknownColors, { value }));
  },
  ltoLevel(reading) {
    const value = readInteger(reading, 32);
    reading.draft.ltoLevel = value;
    if (value > LTO_LEVELS) reading.report(diagnose(driverCodes.invalidLtoLevel, { value }));
  },
  ltoCodegenLevel(reading) {
    const value = readInteger(reading, 32);
    reading.draft.ltoCodegenLevel = value;
    if (value > LTO_LEVELS) reading.report(diagnose(driverCodes.invalidLtoCodegenLevel, { value }));
  },
  entry({ given, draft }) {
    draft.entry = lastValue(given) || null;
  },
  unresolved({ given, draft, report }) {
    const value = lastValue(given);
    if (value === 'report-all' || value === 'ignore-all' || value === 'import-dynamic') {
      draft.unresolvedSymbols = value;
    } else report(diagnose(driverCodes.unknownUnresolvedPolicy, { value }));
  },
  importMemory({ draft }) {
    draft.importMemory ??= ['env', 'memory'];
  },
  importMemoryName({ given, draft }) {
    draft.importMemory = moduleAndField(lastValue(given));
  },
  exportMemory({ draft }) {
    draft.exportMemory ??= 'memory';
  },
  exportMemoryName({ given, draft }) {
    draft.exportMemory = lastValue(given);
  },
  z({ given, draft, report }) {
    const sizes = given.map((argument) => /^stack-size(?:=(.*))?$/s.exec(argument.value ?? ''));
    const last = sizes.filter((match) => match !== null).pop();
    if (last !== undefined) {
      const value = last[1] ?? '';
      const size = parseUnsigned(value, 64);
      if (size === undefined) report(diagnose(driverCodes.invalidStackSize, { value }));
      else draft.stackSize = size;
    }
    if ((draft.compat ?? 19) >= 20 && given.some((argument) => argument.value === 'muldefs')) {
      draft.allowMultipleDefinition = true;
    }
  },
  notGrowable({ draft, report }) {
    draft.growableMemory = false;
    checkGrowth(draft, report);
  },
  architecture({ given, draft, report }) {
    const value = lastValue(given);
    if (value === 'wasm32' || value === 'wasm64') draft.target = value;
    else report(diagnose(driverCodes.invalidArchitecture, { value }));
  },
  threads({ given, draft, report }) {
    const value = lastValue(given);
    const { spelling, text } = given[given.length - 1]!;
    const option = spelling.shape === 'separate' ? text : '--threads';
    if ((parseUnsigned(value, 32) ?? 0) === 0) {
      report(diagnose(driverCodes.invalidThreads, { option, value }));
    }
    draft.threads = value;
    draft.thinLtoJobs = value;
  },
  buildId({ given, draft, report }) {
    const value = lastValue(given);
    if (value === 'none' || value === 'fast' || value === 'sha1' || value === 'uuid') {
      draft.buildId = value;
    } else if (value === 'tree') draft.buildId = 'sha1';
    else if (value.startsWith('0x')) draft.buildId = { hex: hexBytes(value.slice(2), report) };
    else report(diagnose(driverCodes.unknownBuildId, { value }));
  },
};
