/** The options of a link with every default applied, in one place. */
import type { LinkOptions } from './options.ts';

/** `LinkOptions` after defaults; a field that stays undefined has no default value. */
export interface Settings {
  readonly compat: 19 | 21 | 22;
  readonly is64: boolean;
  readonly moduleName: string;
  readonly entry: string | null;
  readonly undefined: readonly string[];
  readonly exports: readonly string[];
  readonly exportsIfDefined: readonly string[];
  readonly exportAll: boolean;
  readonly exportDynamic: boolean;
  readonly wrap: readonly string[];
  readonly ignoreUnresolved: boolean;
  readonly warnUnresolvedSymbols: boolean;
  readonly importUndefined: boolean;
  readonly allowUndefinedNames: readonly string[];
  readonly allowMultipleDefinition: boolean;
  readonly noinhibitExec: boolean;
  readonly exportTable: boolean;
  readonly importTable: boolean;
  readonly growableTable: boolean;
  readonly tableBase: number;
  readonly exportMemory: string | undefined;
  readonly importMemory: readonly [module: string, field: string] | undefined;
  readonly sharedMemory: boolean;
  readonly initialMemory: number;
  readonly initialHeap: number;
  readonly maxMemory: number;
  readonly growableMemory: boolean;
  readonly globalBase: number | undefined;
  readonly stackFirst: boolean;
  readonly stackSize: number;
  readonly pageSize: number;
  readonly mergeDataSegments: boolean;
  readonly gcSections: boolean;
  readonly stripAll: boolean;
  /** `--strip-debug` or `--strip-all`. */
  readonly stripDebug: boolean;
  readonly keepSections: readonly string[];
  readonly compressRelocations: boolean;
  readonly mergeStrings: boolean;
  readonly features: readonly string[] | undefined;
  readonly extraFeatures: readonly string[];
  readonly checkFeatures: boolean;
  readonly buildId: Exclude<NonNullable<LinkOptions['buildId']>, 'none'> | undefined;
  readonly random: ((count: number) => Uint8Array) | undefined;
  readonly demangle: boolean;
  readonly printGcSections: boolean;
  readonly map: boolean;
  readonly whyExtract: boolean;
  readonly trace: boolean;
  readonly traceSymbols: readonly string[];
}

/**
 * Applies the defaults of linking.md section 5.2.
 *
 * @throws TypeError for options that exclude each other
 */
export function settingsOf(options: LinkOptions): Settings {
  rejectConflicts(options);
  const compat = options.compat ?? 19;
  return {
    compat,
    is64: options.target === 'wasm64',
    moduleName: options.moduleName ?? '',
    entry: options.entry === undefined ? '_start' : options.entry,
    undefined: options.undefined ?? [],
    exports: options.exports ?? [],
    exportsIfDefined: options.exportsIfDefined ?? [],
    exportAll: options.exportAll ?? false,
    exportDynamic: options.exportDynamic ?? false,
    wrap: options.wrap ?? [],
    ignoreUnresolved: options.unresolvedSymbols === 'ignore-all',
    warnUnresolvedSymbols: options.warnUnresolvedSymbols ?? false,
    importUndefined: options.importUndefined ?? false,
    allowUndefinedNames: options.allowUndefinedNames ?? [],
    allowMultipleDefinition: options.allowMultipleDefinition ?? false,
    noinhibitExec: options.noinhibitExec ?? false,
    exportTable: options.exportTable ?? false,
    importTable: options.importTable ?? false,
    growableTable: options.growableTable ?? false,
    tableBase: options.tableBase ?? 1,
    exportMemory:
      options.exportMemory ?? (options.importMemory === undefined ? 'memory' : undefined),
    importMemory: options.importMemory,
    sharedMemory: options.sharedMemory ?? false,
    initialMemory: options.initialMemory ?? 0,
    initialHeap: options.initialHeap ?? 0,
    maxMemory: options.maxMemory ?? 0,
    growableMemory: options.growableMemory ?? true,
    globalBase: options.globalBase,
    stackFirst: options.stackFirst ?? compat === 22,
    stackSize: options.stackSize ?? 65536,
    pageSize: options.pageSize ?? 65536,
    mergeDataSegments: options.mergeDataSegments ?? true,
    gcSections: options.gcSections ?? true,
    stripAll: options.stripAll ?? false,
    stripDebug: (options.stripDebug ?? false) || (options.stripAll ?? false),
    keepSections: options.keepSections ?? [],
    compressRelocations: options.compressRelocations ?? false,
    mergeStrings: (options.optimize ?? 1) > 0,
    features: options.features,
    extraFeatures: options.extraFeatures ?? [],
    checkFeatures: options.checkFeatures ?? true,
    buildId: options.buildId === 'none' ? undefined : options.buildId,
    random: options.random,
    demangle: options.demangle ?? true,
    printGcSections: options.printGcSections ?? false,
    map: options.map ?? false,
    whyExtract: options.whyExtract ?? false,
    trace: options.trace ?? false,
    traceSymbols: options.traceSymbols ?? [],
  };
}

/** P10, L5, O9. A command line with these never gets here: the driver has wasm-ld's messages for them. */
function rejectConflicts(options: LinkOptions): void {
  const { importTable, exportTable, compressRelocations, stripDebug, stripAll } = options;
  if (importTable === true && exportTable === true) {
    throw new TypeError('importTable and exportTable exclude each other');
  }
  if (compressRelocations === true && stripDebug !== true && stripAll !== true) {
    throw new TypeError('compressRelocations moves code and needs stripDebug or stripAll');
  }
  if ((options.maxMemory ?? 0) !== 0 && options.growableMemory === false) {
    throw new TypeError('maxMemory and growableMemory: false exclude each other');
  }
}
