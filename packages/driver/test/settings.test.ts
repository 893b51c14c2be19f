import { describe, expect, it } from 'vitest';
import { link } from '../src/link.ts';
import type { Settings } from '../src/options/settings.ts';

/** What a command line sets; the input does not exist, so nothing is linked. */
async function settingsOf(line: string): Promise<Settings> {
  const args = ['none.o', ...line.split(' ').filter((word) => word !== '')];
  const { settings, stderr } = await link({ args, name: 'x' });
  expect(stderr).toBe('x: error: cannot open none.o: No such file or directory\n');
  return settings;
}

describe('what options set', () => {
  it.each<[string, Settings]>([
    ['', {}],
    // values
    ['-o a -ob', { outputPath: 'b' }],
    ['-L a -Lb --library-path=c --library-path d', { searchPaths: ['a', 'b', 'c', 'd'] }],
    ['-u a --undefined=b', { undefined: ['a', 'b'] }],
    ['--export=b --export a', { exports: ['b', 'a'] }],
    ['--export-if-defined=a', { exportsIfDefined: ['a'] }],
    ['--wrap=a --wrap b', { wrap: ['a', 'b'] }],
    ['--keep-section=a', { keepSections: ['a'] }],
    ['--trace-symbol=a -y b -yc', { traceSymbols: ['a', 'b', 'c'] }],
    ['--soname=m', { moduleName: 'm' }],
    ['--Map=a --Map b', { mapPath: 'b' }],
    ['-M --Map=a', { printMap: true, mapPath: '-' }],
    ['--why-extract=w', { whyExtractPath: 'w' }],
    ['--allow-undefined-file=a -allow-undefined-file b', { allowUndefinedFile: 'b' }],
    ['-m wasm64 -mwasm32', { target: 'wasm32' }],
    // the entry
    ['-e a', { entry: 'a' }],
    ['--entry=a --no-entry', { entry: null }],
    ['--no-entry -ea', { entry: 'a' }],
    ['--entry=', { entry: null }],
    // switches and their twins
    ['--gc-sections --no-gc-sections', { gcSections: false }],
    ['--no-gc-sections --gc-sections', { gcSections: true }],
    ['--no-merge-data-segments', { mergeDataSegments: false }],
    ['-E', { exportDynamic: true }],
    ['-E --no-export-dynamic', { exportDynamic: false }],
    ['--no-demangle', { demangle: false }],
    ['--no-check-features', { checkFeatures: false }],
    ['--no-shlib-sigcheck', { shlibSigcheck: false }],
    ['--print-gc-sections', { printGcSections: true }],
    ['--warn-unresolved-symbols', { warnUnresolvedSymbols: true }],
    ['--warn-unresolved-symbols --error-unresolved-symbols', { warnUnresolvedSymbols: false }],
    ['-s -S -t', { stripAll: true, stripDebug: true, trace: true }],
    ['--export-all --import-undefined', { exportAll: true, importUndefined: true }],
    ['--strip-all --compress-relocations', { stripAll: true, compressRelocations: true }],
    ['-r', { relocatable: true, output: 'relocatable' }],
    ['-pie', { pie: true, output: 'pie' }],
    ['-shared', { shared: true, output: 'shared' }],
    ['-pie --no-pie', { pie: false }],
    ['-r -shared', { relocatable: true, shared: true, output: 'relocatable' }],
    // options that stand for others
    [
      '--allow-undefined',
      { allowUndefined: true, importUndefined: true, unresolvedSymbols: 'ignore-all' },
    ],
    ['--unresolved-symbols=import-dynamic', { unresolvedSymbols: 'import-dynamic' }],
    // memory and table
    ['--import-memory', { importMemory: ['env', 'memory'] }],
    ['--import-memory=a,b --import-memory', { importMemory: ['a', 'b'] }],
    ['--import-memory --import-memory=a,b,c', { importMemory: ['a', 'b,c'] }],
    ['--import-memory=a', { importMemory: ['a', ''] }],
    ['--export-memory', { exportMemory: 'memory' }],
    ['--export-memory=m --export-memory', { exportMemory: 'm' }],
    ['--shared-memory --no-growable-memory', { sharedMemory: true, growableMemory: false }],
    [
      '--initial-memory=65536 --max-memory=131072 --initial-heap=1 --global-base=2048',
      { initialMemory: 65536, maxMemory: 131072, initialHeap: 1, globalBase: 2048 },
    ],
    ['--initial-memory=0 --max-memory=0 --global-base=0 --table-base=0', {}],
    ['--table-base=7', { tableBase: 7 }],
    ['-z stack-size=1 -zstack-size=0x20', { stackSize: 32 }],
    ['-z stack-size=0', { stackSize: 0 }],
    ['--stack-first', { stackFirst: true }],
    ['--compat=22 --stack-first --no-stack-first', { compat: 22, stackFirst: false }],
    ['--compat=21 --page-size=1', { compat: 21, pageSize: 1 }],
    ['--compat=21 -z muldefs', { compat: 21, allowMultipleDefinition: true }],
    [
      '--compat=21 --noinhibit-exec --rpath=a',
      { compat: 21, noinhibitExec: true, runtimePaths: ['a'] },
    ],
    ['--export-table --growable-table', { exportTable: true, growableTable: true }],
    // features
    ['--features=a,,b,', { features: ['a', 'b'] }],
    ['--features=', { features: [] }],
    ['--features=a --features=b', { features: ['b'] }],
    ['--extra-features=a', { extraFeatures: ['a'] }],
    // build ids
    ['--build-id', { buildId: 'fast' }],
    ['--build-id=tree', { buildId: 'sha1' }],
    ['--build-id --build-id=none', { buildId: 'none' }],
    ['--build-id=0xabc', { buildId: { hex: Uint8Array.of(0xab, 0x0c) } }],
    ['--build-id=0x', { buildId: { hex: new Uint8Array() } }],
    // messages
    ['--error-limit=0 --fatal-warnings', { errorLimit: 0, fatalWarnings: true }],
    ['--fatal-warnings --no-fatal-warnings', { fatalWarnings: false }],
    ['--color-diagnostics --color-diagnostics=never', { colors: 'never' }],
    ['-O2', { optimize: 2 }],
    ['--threads=4', { threads: '4', thinLtoJobs: '4' }],
    ['--threads=4 --thinlto-jobs=all', { threads: '4', thinLtoJobs: 'all' }],
    ['--time --progress --gnu-compat', { time: true, progress: true, gnuCompat: true }],
    // without effect
    ['--mllvm=a -mllvm b --save-temps --disable-verify --thinlto-cache-dir=d', {}],
    [
      '--lto-O3 --lto-CGO1 --lto-partitions=2',
      { ltoLevel: 3, ltoCodegenLevel: 1, ltoPartitions: 2 },
    ],
    ['-Bstatic -Bdynamic --whole-archive --no-whole-archive --start-lib --end-lib', {}],
  ])('%s', async (line, expected) => {
    expect(await settingsOf(line)).toEqual(expected);
  });
});
