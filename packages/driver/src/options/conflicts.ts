/**
 * Options that exclude each other (P10, R2, D6), in the order in which wasm-ld checks them: some while it reads the
 * options, the rest after the files are loaded.
 */
import { diagnose, driverCodes, type CodeRow } from '@wasmwright/diagnostics';
import type { Settings } from './settings.ts';

/** One check: the row to report when the test holds. */
type Check = readonly [row: CodeRow, holds: (settings: Settings) => boolean];

const isPic = (settings: Settings): boolean => settings.pie === true || settings.shared === true;
const hasBase = (base: number | undefined): boolean => base !== undefined && base !== 0;

/** Found when all options are read. */
const SETTLING: readonly Check[] = [
  [driverCodes.picExportTable, (s) => isPic(s) && s.exportTable === true],
  [driverCodes.relocatableExportTable, (s) => s.relocatable === true && s.exportTable === true],
  [driverCodes.relocatableGrowableTable, (s) => s.relocatable === true && s.growableTable === true],
  [driverCodes.sharedExportMemory, (s) => s.shared === true && s.exportMemory !== undefined],
];

/** Found after the files are loaded, unless there was an error before. */
const LOADED: readonly Check[] = [
  [
    driverCodes.compressNeedsStrip,
    (s) => s.compressRelocations === true && s.stripDebug !== true && s.stripAll !== true,
  ],
  [driverCodes.zeroLtoPartitions, (s) => s.ltoPartitions === 0],
];

/** Checks that follow the job count. */
const COMBINATIONS: readonly Check[] = [
  [driverCodes.sharedAndPie, (s) => s.pie === true && s.shared === true],
  [driverCodes.noOutputFile, (s) => (s.outputPath ?? '') === ''],
  [
    driverCodes.importAndExportTable,
    (s) => (s.importTable === true || isPic(s)) && s.exportTable === true,
  ],
];

/** Checks under `-r`. */
const RELOCATABLE: readonly Check[] = [
  [driverCodes.relocatableEntry, (s) => (s.entry ?? '') !== ''],
  [driverCodes.relocatableGc, (s) => s.gcSections === true],
  [driverCodes.relocatableCompress, (s) => s.compressRelocations === true],
  [driverCodes.relocatableUndefined, (s) => s.undefined !== undefined],
  [driverCodes.relocatablePie, (s) => s.pie === true],
  [driverCodes.relocatableSharedMemory, (s) => s.sharedMemory === true],
  [driverCodes.relocatableGlobalBase, (s) => hasBase(s.globalBase)],
];

/** Warnings and the last errors. */
const POSITION_INDEPENDENT: readonly Check[] = [
  [driverCodes.sharedUnstable, (s) => s.shared === true && s.experimentalPic !== true],
  [driverCodes.pieUnstable, (s) => s.pie === true && s.experimentalPic !== true],
  [
    driverCodes.dynamicImportsUnstable,
    (s) => s.unresolvedSymbols === 'import-dynamic' && s.experimentalPic !== true,
  ],
  [driverCodes.bsymbolicWithoutShared, (s) => s.bsymbolic === true && s.shared !== true],
  [driverCodes.picGlobalBase, (s) => isPic(s) && hasBase(s.globalBase)],
  [driverCodes.picTableBase, (s) => isPic(s) && hasBase(s.tableBase)],
];

type Report = (diagnostic: ReturnType<typeof diagnose>) => void;

function run(checks: readonly Check[], settings: Settings, report: Report): void {
  for (const [row, holds] of checks) if (holds(settings)) report(diagnose(row, {}));
}

/** A count of jobs as LLVM reads it: decimal, `all`, or nothing. */
const isJobCount = (text: string): boolean => text === 'all' || /^[0-9]*$/.test(text);

/** A fixed size and a maximum exclude each other (L5); checked while the options are read. */
export function checkGrowth(settings: Settings, report: Report): void {
  if ((settings.maxMemory ?? 0) !== 0 && settings.growableMemory === false) {
    report(diagnose(driverCodes.maxMemoryNotGrowable, {}));
  }
}

/** Checks made when all options are read, before files are loaded. */
export function checkSettings(settings: Settings, report: Report): void {
  run(SETTLING, settings, report);
}

/** Checks made after the files are loaded without an error. */
export function checkCombinations(settings: Settings, report: Report): void {
  run(LOADED, settings, report);
  const jobs = settings.thinLtoJobs ?? '';
  if (!isJobCount(jobs)) report(diagnose(driverCodes.invalidJobCount, { value: jobs }));
  run(COMBINATIONS, settings, report);
  if (settings.relocatable === true) run(RELOCATABLE, settings, report);
  run(POSITION_INDEPENDENT, settings, report);
}
