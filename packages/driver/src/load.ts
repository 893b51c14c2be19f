/**
 * Loading of inputs in command-line order (P4, P8, I1, I28): search of libraries, kinds of files, sidecars.
 *   reads:  the load steps, files through the host
 *   writes: the list of inputs for the linker, names that may stay undefined
 */
import { diagnose, driverCodes, linkerCodes, type Diagnostic } from '@wasmwright/diagnostics';
import {
  detectKind,
  detectMemberKind,
  parseArchive,
  parseNameList,
  type ArchiveMember,
  type ParsedArchive,
} from '@wasmwright/object';
import type { Unit } from '@wasmwright/codegen';
import { readFile, type Host, type ReadResult } from './host.ts';
import type { LoadStep, LoadSwitch, Settings } from './options/settings.ts';
import { directoryOf, isAbsolute, joinPath, withExtension } from './paths.ts';

/** The member of a Rust library that is for the compiler. */
const RUST_METADATA = 'lib.rmeta';

/** A file that was read, and how the linker is to take it. */
export interface LoadedInput {
  readonly kind: 'object' | 'shared' | 'archive' | 'stub' | 'unit';
  /** The path as given or as found by search; its display name. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Between `--start-lib` and `--end-lib`: linked only if needed. */
  readonly lazy: boolean;
  /** After `--whole-archive`: every member is linked. */
  readonly whole: boolean;
  /** What was compiled from a source. */
  readonly unit?: Unit;
  /** The members of an archive. */
  readonly parsed?: ParsedArchive;
  /** Bytes of the members of a thin archive, by member name. */
  readonly thinMembers?: ReadonlyMap<string, Uint8Array>;
}

/** What loading needs from its surroundings. */
export interface LoadContext {
  readonly host: Host;
  /** Compiled sources by path: taken instead of a file of that name. */
  readonly units: ReadonlyMap<string, Unit>;
  report(diagnostic: Diagnostic): void;
  /** Reports a warning that stays one under `--fatal-warnings`. */
  warn(diagnostic: Diagnostic): void;
  /** A line of `--verbose`. */
  log(text: string): void;
  /** Called with each file that was read. */
  onRead(path: string, bytes: Uint8Array): void;
  /** Throws if the link was aborted. */
  checkAbort(): void;
}

/** Reads files once each. */
export class Loader {
  readonly inputs: LoadedInput[] = [];
  /** Names from sidecars and `--allow-undefined-file`. */
  readonly allowedNames: string[] = [];
  private readonly context: LoadContext;
  private readonly known = new Map<string, ReadResult>();
  private dynamic: boolean;
  private whole = false;
  private inLib = false;

  constructor(settings: Settings, context: LoadContext) {
    this.context = context;
    this.dynamic = settings.pie === true || settings.shared === true;
  }

  /** Carries out the steps; problems are reported and do not stop it. */
  async load(steps: readonly LoadStep[], searchPaths: readonly string[]): Promise<void> {
    for (const step of steps) {
      this.context.checkAbort();
      if ('input' in step) await this.addFile(step.input);
      else if ('library' in step) await this.addLibrary(step.library, searchPaths);
      else this.switch(step.set);
    }
  }

  /** Reads a list of names that may stay undefined. */
  async allowNamesIn(path: string): Promise<void> {
    const bytes = await this.open(path);
    if (bytes !== undefined) this.allowedNames.push(...parseNameList(bytes));
  }

  private switch(set: LoadSwitch): void {
    const { context } = this;
    switch (set) {
      case 'static':
        this.dynamic = false;
        break;
      case 'dynamic':
        this.dynamic = true;
        break;
      case 'whole-archive':
        this.whole = true;
        break;
      case 'no-whole-archive':
        this.whole = false;
        break;
      case 'start-lib':
        if (this.inLib) context.report(diagnose(driverCodes.nestedStartLib, {}));
        this.inLib = true;
        break;
      case 'end-lib':
        if (!this.inLib) context.report(diagnose(driverCodes.strayEndLib, {}));
        this.inLib = false;
        break;
    }
  }

  /** Reads a file once. */
  private async read(path: string): Promise<ReadResult> {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const result = await readFile(this.context.host, path);
    if (result.bytes !== undefined) this.context.onRead(path, result.bytes);
    this.known.set(path, result);
    return result;
  }

  /** Reads a file that has to be there. */
  private async open(path: string): Promise<Uint8Array | undefined> {
    this.context.log(`Loading: ${path}`);
    const { bytes, reason } = await this.read(path);
    if (bytes === undefined) {
      this.context.report(
        diagnose(driverCodes.cannotOpen, { file: path, reason }, { input: path }),
      );
    }
    return bytes;
  }

  /** `-l` (P8). */
  private async addLibrary(name: string, searchPaths: readonly string[]): Promise<void> {
    const names = name.startsWith(':')
      ? [name.slice(1)]
      : this.dynamic
        ? [`lib${name}.so`, `lib${name}.a`]
        : [`lib${name}.a`];
    for (const directory of searchPaths) {
      for (const file of names) {
        const path = joinPath(directory, file);
        if ((await this.read(path)).exists) return this.addFile(path);
      }
    }
    this.context.report(diagnose(driverCodes.libraryNotFound, { name }));
  }

  private async addFile(path: string): Promise<void> {
    const unit = this.context.units.get(path);
    if (unit !== undefined) {
      const bytes = new Uint8Array(0);
      this.inputs.push({ kind: 'unit', path, bytes, lazy: false, whole: false, unit });
      return;
    }
    const bytes = await this.open(path);
    if (bytes === undefined) return;
    const kind = detectKind(bytes);
    const place = { input: path };
    const { inLib: lazy, whole } = this;
    const add = (as: LoadedInput['kind']): void => {
      this.inputs.push({ kind: as, path, bytes, lazy, whole });
    };
    switch (kind) {
      case 'wasm-object':
        add('object');
        break;
      case 'wasm-shared':
        add('shared');
        break;
      case 'stub':
        add('stub');
        break;
      case 'archive':
      case 'thin-archive':
        await this.allowNamesBeside(path);
        await this.addArchive(path, bytes);
        break;
      case 'bitcode':
        this.context.report(diagnose(driverCodes.bitcode, { file: path }, place));
        break;
      case 'unknown':
        this.context.report(diagnose(driverCodes.unknownFileType, { file: path }, place));
        break;
    }
  }

  /** Looks through an archive (I23, I25, I26), so that its problems are reported where wasm-ld reports them. */
  private async addArchive(path: string, bytes: Uint8Array): Promise<void> {
    const { context } = this;
    const parsed = parseArchive(bytes, path);
    const thinMembers = new Map<string, Uint8Array>();
    for (const member of parsed.members) {
      const content = member.thin
        ? await this.readThinMember(path, member)
        : bytes.subarray(member.start, member.end);
      if (member.thin) thinMembers.set(member.name, content);
      const kind = detectMemberKind(content);
      if (kind === 'wasm-object' || kind === 'bitcode') continue;
      const values = { file: path, member: member.name };
      const place = { input: path, member: member.name };
      const warning = diagnose(linkerCodes.notWasmMember, values, place);
      // Every Rust library has metadata, and rustc up to 1.7x passes --fatal-warnings: wasm-ld 19 fails there.
      if (member.name === RUST_METADATA) context.warn(warning);
      else context.report(warning);
    }
    parsed.diagnostics.forEach((diagnostic) => context.report(diagnostic));
    const { inLib: lazy, whole } = this;
    this.inputs.push({ kind: 'archive', path, bytes, lazy, whole, parsed, thinMembers });
  }

  /** The file that a member of a thin archive is. */
  private async readThinMember(archive: string, { name }: ArchiveMember): Promise<Uint8Array> {
    const path = isAbsolute(name) ? name : directoryOf(archive) + name;
    const { bytes, reason } = await this.read(path);
    if (bytes !== undefined) return bytes;
    const place = { input: archive, member: name };
    this.context.report(diagnose(driverCodes.thinMember, { file: archive, path, reason }, place));
    return new Uint8Array();
  }

  /** The sidecar of an archive: `libX.imports` beside `libX.a` (I28). */
  private async allowNamesBeside(archive: string): Promise<void> {
    const { bytes } = await this.read(withExtension(archive, '.imports'));
    if (bytes !== undefined) this.allowedNames.push(...parseNameList(bytes));
  }
}
