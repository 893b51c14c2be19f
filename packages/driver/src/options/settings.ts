import type { LinkOptions } from '@wasmwright/linker';

/** When colours are used in messages. */
export type Colors = 'auto' | 'always' | 'never';

/** How arguments in a response file are quoted (P3). */
export type Quoting = 'posix' | 'windows';

/** Everything a command line can ask for: the linker's options and those the driver acts on itself. */
export interface Settings extends LinkOptions {
  /** `-r`. */
  readonly relocatable?: boolean;
  /** `-pie`. */
  readonly pie?: boolean;
  /** `-shared`. */
  readonly shared?: boolean;
  /** `-o`; `-` is standard output. */
  readonly outputPath?: string;
  /** `-L`, in order. */
  readonly searchPaths?: readonly string[];
  /** `--Map`; `-` (also `--print-map`) is standard output. */
  readonly mapPath?: string;
  /** `--print-map`, which wins over `--Map`. */
  readonly printMap?: boolean;
  /** `--why-extract`; `-` is standard output. */
  readonly whyExtractPath?: string;
  /** `--allow-undefined-file`. */
  readonly allowUndefinedFile?: string;
  /** `--allow-undefined`: `--import-undefined` with `--unresolved-symbols=ignore-all`. */
  readonly allowUndefined?: boolean;
  /** `--reproduce`: file name of the tar that repeats this link elsewhere. */
  readonly reproducePath?: string;

  /** Errors printed before giving up; 0 is no limit. @default 20 */
  readonly errorLimit?: number;
  /** `--fatal-warnings`. */
  readonly fatalWarnings?: boolean;
  /** `--color-diagnostics`. @default 'auto' */
  readonly colors?: Colors;
  /** `--verbose`. */
  readonly verbose?: boolean;
  /** `--rsp-quoting`. */
  readonly quoting?: Quoting;
  /** `--experimental-pic`: no warnings about position-independent output. */
  readonly experimentalPic?: boolean;
  /** `--threads`, as written. */
  readonly threads?: string;
  /** `--thinlto-jobs`, as written. */
  readonly thinLtoJobs?: string;
  /** `--lto-O`. @default 2 */
  readonly ltoLevel?: number;
  /** `--lto-CGO`. @default as `--lto-O` */
  readonly ltoCodegenLevel?: number;
  /** `--lto-partitions`. @default 1 */
  readonly ltoPartitions?: number;

  /** `--help`. */
  readonly help?: boolean;
  /** `--version`. */
  readonly version?: boolean;
  /** `-v`: as `--version`; from level 20 on the link goes on if there are inputs. */
  readonly banner?: boolean;
  /** `--gnu-compat`: take GNU ld's grouping and diagnostic options and ignore them. */
  readonly gnuCompat?: boolean;
  /** `--time`: report the phases with their durations. */
  readonly time?: boolean;
  /** `--progress`: show a progress bar on a terminal. */
  readonly progress?: boolean;
}

/** A value whose fields may be written. */
export type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** One thing to do while inputs are loaded, in command-line order (P4). */
export type LoadStep =
  /** An input file. */
  | { readonly input: string }
  /** `-l NAME`; `:FILE` names the file itself. */
  | { readonly library: string }
  /** A change of how what follows is loaded. */
  | { readonly set: LoadSwitch };

/** `-Bstatic`, `-Bdynamic`, `--whole-archive`, `--no-whole-archive`, `--start-lib`, `--end-lib`. */
export type LoadSwitch =
  'static' | 'dynamic' | 'whole-archive' | 'no-whole-archive' | 'start-lib' | 'end-lib';
