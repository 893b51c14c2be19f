import type { UnitSupport } from './unit/support.ts';

/**
 * What a link is asked to do: one field per option of wasm-ld's command line that the linker core acts on
 * (linking.md section 5.2, where each is explained). File names, search paths and terminals belong to the driver.
 */
export interface LinkOptions {
  /** What is made. @default 'executable' */
  readonly output?: 'executable' | 'shared' | 'pie' | 'relocatable';
  /** Release of wasm-ld whose bytes and messages are matched (linking.md section 6). @default 19 */
  readonly compat?: 19 | 21 | 22;
  /** `-m`. @default from the inputs */
  readonly target?: 'wasm32' | 'wasm64';
  /** Name in the `name` section's module subsection: `--soname`, else the base name of the output. */
  readonly moduleName?: string;

  /** `--entry`; null for `--no-entry`. @default '_start' */
  readonly entry?: string | null;
  /** `-u`, in command-line order. */
  readonly undefined?: readonly string[];
  /** `--export`, in command-line order. */
  readonly exports?: readonly string[];
  /** `--export-if-defined`. */
  readonly exportsIfDefined?: readonly string[];
  readonly exportAll?: boolean;
  readonly exportDynamic?: boolean;
  readonly wrap?: readonly string[];
  /** `--unresolved-symbols`. @default 'report-all' */
  readonly unresolvedSymbols?: 'report-all' | 'ignore-all' | 'import-dynamic';
  /** `--warn-unresolved-symbols`. */
  readonly warnUnresolvedSymbols?: boolean;
  readonly importUndefined?: boolean;
  /** Names from `--allow-undefined-file` and `.imports` sidecars. */
  readonly allowUndefinedNames?: readonly string[];
  readonly allowMultipleDefinition?: boolean;
  readonly noinhibitExec?: boolean;
  readonly shlibSigcheck?: boolean;
  readonly bsymbolic?: boolean;

  readonly exportTable?: boolean;
  readonly importTable?: boolean;
  readonly growableTable?: boolean;
  readonly tableBase?: number;

  /** Name of the memory export, when one was asked for. */
  readonly exportMemory?: string;
  /** Module and field of the memory import, when one was asked for. */
  readonly importMemory?: readonly [module: string, field: string];
  readonly sharedMemory?: boolean;
  readonly initialMemory?: number;
  readonly initialHeap?: number;
  readonly maxMemory?: number;
  readonly growableMemory?: boolean;
  readonly globalBase?: number;
  readonly stackFirst?: boolean;
  readonly stackSize?: number;
  readonly pageSize?: number;

  readonly mergeDataSegments?: boolean;
  readonly gcSections?: boolean;
  readonly stripAll?: boolean;
  readonly stripDebug?: boolean;
  readonly keepSections?: readonly string[];
  readonly compressRelocations?: boolean;
  /** `-O`: 0 turns string merging off. @default 1 */
  readonly optimize?: number;
  readonly emitRelocs?: boolean;

  /** `--features`; an empty list is an explicit empty set. */
  readonly features?: readonly string[];
  readonly extraFeatures?: readonly string[];
  readonly checkFeatures?: boolean;
  /** `--build-id`. `uuid` needs `random`. */
  readonly buildId?: 'none' | 'fast' | 'sha1' | 'uuid' | { readonly hex: Uint8Array };
  /** Source of random bytes for `--build-id=uuid`. */
  readonly random?: (count: number) => Uint8Array;
  readonly runtimePaths?: readonly string[];
  readonly demangle?: boolean;

  /** Collect the lines of `--print-gc-sections`. */
  readonly printGcSections?: boolean;
  /** Produce the text of the map file. */
  readonly map?: boolean;
  /** Produce the text of `--why-extract`. */
  readonly whyExtract?: boolean;
  /** Collect the lines of `--trace`. */
  readonly trace?: boolean;
  readonly traceSymbols?: readonly string[];
  /** `unitSupport`, for linkers that take compilation units. @default none: objects only */
  readonly units?: UnitSupport;
  /** Stops the link at the next check with the signal's reason. */
  readonly signal?: AbortSignalLike;
  /** Called as each phase starts; for `--time` and progress bars. */
  readonly onPhase?: (phase: string) => void;
}

/** The part of `AbortSignal` the linker uses, so that core needs no DOM types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
}
