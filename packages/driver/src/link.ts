/**
 * One link from arguments or options to bytes (F-9). Everything it needs is passed in; nothing global is read, so
 * several links may run at once. The order of the steps is the order in which wasm-ld fails (P9).
 */
import { diagnose, driverCodes, type Diagnostic } from '@wasmwright/diagnostics';
import { newDiagnostics, runLinker } from './engine.ts';
import { memoryHost, reasonOf, type Host } from './host.ts';
import { Loader } from './load.ts';
import { Messages, Stop } from './messages.ts';
import { checkCombinations, checkGrowth, checkSettings } from './options/conflicts.ts';
import { helpText } from './options/help.ts';
import type { Argument } from './options/match.ts';
import { loadSteps, parseCommandLine, readStage, reportUnknownZ } from './options/parse.ts';
import type { LoadStep, Mutable, Settings } from './options/settings.ts';
import { baseName } from './paths.ts';
import { Reproducer } from './reproduce.ts';
import type { LinkRequest, LinkResult } from './request.ts';
import { Phases } from './stats.ts';
import { writeTar } from './tar.ts';
import { encodeText } from './text.ts';

/** The version `--version` prints, per compat level: releases whose output is matched. */
const VERSIONS = { 19: '19.1.7', 21: '21.1.0', 22: '22.1.0' } as const;

/** `LLD` and the version of a compat level (P5). */
export function versionText(compat: 19 | 21 | 22 = 19): string {
  return `LLD ${VERSIONS[compat]}`;
}

/** A link in progress. */
class Run {
  readonly request: LinkRequest;
  readonly host: Host;
  readonly messages: Messages;
  readonly phases: Phases;
  settings: Mutable<Settings> = {};
  stdout = '';
  output: Uint8Array | undefined;
  map: string | undefined;
  private readonly name: string;
  private reproducer: Reproducer | undefined;

  constructor(request: LinkRequest) {
    this.request = request;
    this.name = request.name ?? 'wasmwright-ld';
    this.host = request.host ?? memoryHost(request.files ?? {});
    this.messages = new Messages(this.name, request.onDiagnostic);
    this.phases = new Phases(request.now, request.onPhase);
  }

  readonly report = (diagnostic: Diagnostic): void => this.messages.report(diagnostic);

  checkAbort(): void {
    const { signal } = this.request;
    if (signal?.aborted === true) throw signal.reason ?? new Error('The link was aborted');
  }

  private stopOnError(): void {
    if (this.messages.errors > 0) throw new Stop();
  }

  async all(): Promise<void> {
    this.checkAbort();
    this.phases.start('options');
    const steps = await this.readOptions();
    if (steps === undefined) return;
    try {
      await this.loadAndLink(steps);
    } catch (error) {
      if (!(error instanceof Stop)) throw error; // aborted: nothing is left behind
    }
    // Written for failed links above all: the tar is how a failure is shown to others.
    if (this.reproducer !== undefined) {
      await this.writeReproduction(this.settings.reproducePath!, this.reproducer);
    }
  }

  /** The settings, and what to load; undefined after an early exit (P5). */
  private async readOptions(): Promise<readonly LoadStep[] | undefined> {
    const { args, options } = this.request;
    if (args === undefined) {
      const { inputs, ...settings } = options ?? { inputs: [] };
      this.settings = settings;
      this.applyMessageSettings();
      checkGrowth(settings, this.report);
      this.settle();
      return inputs.map((input) => (typeof input === 'string' ? { input } : input));
    }
    const line = await parseCommandLine(args, this.request.quoting ?? 'posix', this.host);
    const { draft } = line;
    this.settings = draft;
    this.messages.colors = draft.colors === 'always';
    if (draft.colors === undefined || draft.colors === 'auto') {
      this.messages.colors = this.request.colors ?? false;
    }
    line.problems.forEach(this.report);
    readStage('early', line.arguments, draft, this.report);
    this.applyMessageSettings();
    const compat = draft.compat ?? 19;
    reportUnknownZ(line.arguments, compat, this.report);

    const steps = loadSteps(line.arguments);
    const banner = draft.version === true || draft.banner === true;
    if (draft.help === true) {
      this.stdout += helpText(this.name, compat);
      return undefined;
    }
    if (banner) {
      this.stdout += `${versionText(compat)}\n`;
      const goesOn =
        compat >= 20 && draft.version !== true && steps.some((step) => 'input' in step);
      if (!goesOn) return undefined;
    }
    await this.openReproduction(line.arguments);
    readStage('reading', line.arguments, draft, this.report);
    this.settle();
    return steps;
  }

  private applyMessageSettings(): void {
    const { errorLimit, fatalWarnings, colors } = this.settings;
    this.messages.limit = errorLimit ?? 20;
    this.messages.fatalWarnings = fatalWarnings ?? false;
    if (colors === 'always') this.messages.colors = true;
  }

  /** Applies options that stand for others, and makes the checks that need all of them. */
  private settle(): void {
    const { settings } = this;
    if (settings.allowUndefined === true) {
      settings.importUndefined = true;
      settings.unresolvedSymbols = 'ignore-all';
    }
    if (settings.printMap === true) settings.mapPath = '-';
    if (settings.output === 'relocatable') settings.relocatable = true;
    if (settings.output === 'pie') settings.pie = true;
    if (settings.output === 'shared') settings.shared = true;
    if (settings.relocatable === true) settings.output = 'relocatable';
    else if (settings.shared === true) settings.output = 'shared';
    else if (settings.pie === true) settings.output = 'pie';
    checkSettings(settings, this.report);
  }

  private async openReproduction(list: readonly Argument[]): Promise<void> {
    const argument = list.filter((a) => a.kind === 'option' && a.row.id === 'reproduce').pop();
    const asked = argument?.kind === 'option' ? argument.value : undefined;
    const path = asked ?? this.request.environment?.['LLD_REPRODUCE'];
    if (path === undefined || path === '') return;
    this.settings.reproducePath = path;
    try {
      await this.host.probe?.(path);
      const directory = this.request.directory ?? '/';
      this.reproducer = new Reproducer(path, directory, list, versionText(this.settings.compat));
    } catch {
      this.report(diagnose(driverCodes.cannotOpenReproduce, { file: path }));
    }
  }

  private async writeReproduction(path: string, reproducer: Reproducer): Promise<void> {
    try {
      await this.host.write?.(path, writeTar(reproducer.entries));
    } catch {
      this.report(diagnose(driverCodes.cannotOpenReproduce, { file: path }));
    }
  }

  private async loadAndLink(steps: readonly LoadStep[]): Promise<void> {
    const { settings, messages } = this;
    this.phases.start('read');
    const loader = new Loader(settings, {
      units: this.request.units ?? new Map(),
      host: this.host,
      report: this.report,
      warn: (diagnostic) => messages.warn(diagnostic),
      log: (text) => this.log(text),
      onRead: (path, bytes) => {
        this.phases.bytesRead += bytes.length;
        this.phases.filesRead++;
        this.reproducer?.file(path, bytes);
      },
      checkAbort: () => this.checkAbort(),
    });
    await loader.load(steps, settings.searchPaths ?? []);
    if (loader.inputs.length === 0 && messages.errors === 0) {
      this.report(diagnose(driverCodes.noInputFiles, {}));
    }
    this.stopOnError();
    checkCombinations(settings, this.report);
    this.stopOnError();
    if (settings.allowUndefinedFile !== undefined) {
      await loader.allowNamesIn(settings.allowUndefinedFile);
    }
    await this.probe(driverCodes.cannotOpenOutput, settings.outputPath);
    await this.probe(driverCodes.cannotOpenMap, settings.mapPath);
    this.stopOnError();
    if (settings.buildId === 'uuid' && this.request.random === undefined) {
      this.report(diagnose(driverCodes.randomUnavailable, {}));
      this.stopOnError();
    }

    const result = runLinker(
      {
        ...settings,
        moduleName: settings.moduleName ?? baseName(settings.outputPath ?? ''),
        allowUndefinedNames: [...(settings.allowUndefinedNames ?? []), ...loader.allowedNames],
        map: settings.mapPath !== undefined,
        whyExtract: (settings.whyExtractPath ?? '') !== '',
        onPhase: (phase) => this.phases.start(phase),
        ...(this.request.random === undefined ? {} : { random: this.request.random }),
        ...(this.request.signal === undefined ? {} : { signal: this.request.signal }),
        ...(this.request.unitSupport === undefined ? {} : { units: this.request.unitSupport }),
      },
      loader.inputs,
    );
    this.phases.linked = result.stats;
    for (const line of result.stdout) this.stdout += `${line}\n`;
    if (result.whyExtract !== undefined) {
      const path = settings.whyExtractPath ?? '';
      await this.writeText(driverCodes.cannotOpenWhyExtract, path, result.whyExtract);
    }
    newDiagnostics(result).forEach(this.report);
    this.map = result.map;
    if (result.map !== undefined && (result.bytes !== undefined || messages.errors === 0)) {
      await this.writeText(driverCodes.cannotOpenMap, settings.mapPath ?? '', result.map);
    }
    this.stopOnError();
    this.checkAbort();
    if (result.bytes !== undefined) await this.writeOutput(result.bytes);
  }

  private log(text: string): void {
    if (this.settings.verbose === true) this.messages.log(text);
  }

  /** Reports if a file could not be written later. */
  private async probe(
    row: typeof driverCodes.cannotOpenOutput | typeof driverCodes.cannotOpenMap,
    path: string | undefined,
  ): Promise<void> {
    if (path === undefined || path === '' || path === '-') return;
    try {
      await this.host.probe?.(path);
    } catch (error) {
      this.report(diagnose(row, { file: path, reason: reasonOf(error) }));
    }
  }

  /** Writes a text to a file, or to standard output for `-`. */
  private async writeText(
    row: typeof driverCodes.cannotOpenWhyExtract | typeof driverCodes.cannotOpenMap,
    path: string,
    text: string,
  ): Promise<void> {
    if (path === '-') {
      this.stdout += text;
      return;
    }
    try {
      await this.host.write?.(path, encodeText(text));
    } catch (error) {
      this.report(diagnose(row, { file: path, reason: reasonOf(error) }));
    }
  }

  private async writeOutput(bytes: Uint8Array): Promise<void> {
    const file = this.settings.outputPath ?? '';
    this.phases.start('write file');
    this.phases.bytesWritten = bytes.length;
    this.log(`writing: ${file}`);
    if (file !== '-') {
      try {
        await this.host.write?.(file, bytes, { executable: true });
      } catch (error) {
        this.report(diagnose(driverCodes.cannotWriteOutput, { file, reason: reasonOf(error) }));
      }
    }
    this.output = bytes;
  }
}

/**
 * Links a program.
 *
 * @returns the module and everything there is to say about it; errors in the input are diagnostics
 * @throws the reason of `signal` if the link was aborted
 * @example
 * const { ok, output, stderr } = await link({
 *   args: ['a.o', '--no-entry', '--export=add', '-o', 'a.wasm'],
 *   files: { 'a.o': bytes },
 * });
 */
export async function link(request: LinkRequest): Promise<LinkResult> {
  const run = new Run(request);
  try {
    await run.all();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  const { messages, settings } = run;
  const ok = messages.errors === 0;
  return {
    ok,
    exitCode: ok ? 0 : 1,
    output: ok ? run.output : undefined,
    outputPath: settings.outputPath ?? '',
    map: run.map,
    diagnostics: messages.diagnostics,
    stdout: run.stdout,
    stderr: messages.text,
    stats: run.phases.finish(messages.diagnostics),
    settings,
  };
}
