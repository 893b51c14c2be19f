/** What a link is given and what it gives (F-9). */
import type { Diagnostic } from '@wasmwright/diagnostics';
import type { Unit } from '@wasmwright/codegen';
import type { AbortSignalLike, UnitSupport } from '@wasmwright/linker';
import type { Files, Host } from './host.ts';
import type { MessageSink } from './messages.ts';
import type { LoadStep, Quoting, Settings } from './options/settings.ts';
import type { LinkStats } from './stats.ts';

/** Options of a program given as values instead of arguments. */
export interface LinkProgram extends Settings {
  /** Files to link, in order: paths, or steps such as `{ library: 'c' }`. */
  readonly inputs: readonly (string | LoadStep)[];
}

/** What to link, and the world it happens in. */
export interface LinkRequest {
  /** wasm-ld's command line, without the program's name. */
  readonly args?: readonly string[];
  /** The same as values; used when there are no `args`. */
  readonly options?: LinkProgram;
  /** A virtual file system, when there is no `host`. */
  readonly files?: Files;
  readonly host?: Host;
  /** Compiled sources by path: an input of that name is linked from memory. Needs `unitSupport`. */
  readonly units?: ReadonlyMap<string, Unit>;
  /** `unitSupport` of `@wasmwright/linker`; passed in so that a link of objects alone stays small. */
  readonly unitSupport?: UnitSupport;
  /** Stops the link; `link` then rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
  /** Called with each diagnostic as it is found, and its text as wasm-ld prints it. */
  readonly onDiagnostic?: MessageSink['onDiagnostic'];
  /** Called as each phase begins. */
  readonly onPhase?: (phase: string) => void;
  /** Program name in messages. @default 'wasmwright-ld' */
  readonly name?: string;
  /** Current directory; only `--reproduce` needs it. @default '/' */
  readonly directory?: string;
  /** Whether `--color-diagnostics=auto` means colours. @default false */
  readonly colors?: boolean;
  /** Quoting of response files without `--rsp-quoting`. @default 'posix' */
  readonly quoting?: Quoting;
  /** `LLD_REPRODUCE` is looked up here (Q5). */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Random bytes for `--build-id=uuid`. */
  readonly random?: (count: number) => Uint8Array;
  /** A clock in milliseconds; without one the durations in `stats` are 0. */
  readonly now?: () => number;
}

/** What a link gave. */
export interface LinkResult {
  /** True if there was no error. */
  readonly ok: boolean;
  /** 0, or 1 after any error. */
  readonly exitCode: 0 | 1;
  /** The linked module; undefined after an error and when nothing was to be linked (`--help`). */
  readonly output: Uint8Array | undefined;
  /** Where the output belongs; `-` is standard output, which the caller writes. */
  readonly outputPath: string;
  /** The text of the map, if one was asked for. */
  readonly map: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Text for standard output: version, help, traces, the map, as asked for. */
  readonly stdout: string;
  /** All messages as wasm-ld prints them. */
  readonly stderr: string;
  readonly stats: LinkStats;
  /** What the arguments asked for. */
  readonly settings: Settings;
}
