/** The public face of the linker: inputs in, output and diagnostics out. */
import { diagnose, linkerCodes } from '@wasmwright/diagnostics';
import type { Mir, MirData } from '@wasmwright/mir';
import { detectMemberKind, parseArchive, type ParsedArchive } from '@wasmwright/object';
import { flush, type LinkResult } from './flush.ts';
import type { Input } from './inputs.ts';
import { Link, Stop } from './link.ts';
import type { LinkOptions } from './options.ts';
import { prelink } from './prelink.ts';
import type {
  UnitDataOptions,
  UnitExport,
  UnitFunctionOptions,
  UnitHandle,
  UnitOptions,
} from './unit/options.ts';
import type { Unit } from './unit/unit.ts';

/** How an object takes part in the link. */
export interface ObjectOptions {
  /** Parsed only if something needs a symbol it defines, as between `--start-lib` and `--end-lib` (I6). @default false */
  readonly lazy?: boolean;
  /** Whether its init functions and retained segments are kept although nothing refers to it (G2). @default true */
  readonly liveFromStart?: boolean;
}

/** How an archive takes part in the link. */
export interface ArchiveOptions {
  /** Link every member (I27). @default false */
  readonly wholeArchive?: boolean;
  /** Gives the bytes of a member of a thin archive; undefined if the file cannot be read (I23). */
  readonly thinMember?: (path: string) => Uint8Array | undefined;
  /** What `parseArchive` gave for these bytes, when the caller has it already. */
  readonly parsed?: ParsedArchive;
}

/** One input of `link`. */
export type LinkInput =
  | ({ readonly kind: 'object'; readonly name: string; readonly bytes: Uint8Array } & ObjectOptions)
  | ({
      readonly kind: 'archive';
      readonly name: string;
      readonly bytes: Uint8Array;
    } & ArchiveOptions)
  | { readonly kind: 'stub'; readonly name: string; readonly bytes: Uint8Array };

/** A link in progress. Inputs are added in command-line order, which decides the output. */
export interface Linker {
  /** Adds a relocatable object. The bytes are not copied and must not change as long as the linker is used. */
  addObject(name: string, bytes: Uint8Array, options?: ObjectOptions): void;
  /** Adds the members of an archive. */
  addArchive(name: string, bytes: Uint8Array, options?: ArchiveOptions): void;
  /** Adds a `#STUB` library. */
  addStub(name: string, bytes: Uint8Array): void;
  /** Adds a shared object. */
  addSharedObject(name: string, bytes: Uint8Array): void;
  /**
   * Adds a compilation unit, whose place among the inputs is here. What it consists of is said by the `update` calls, before or
   * after `prelink` and `flush`, in any order and any number of times: each replaces what was said of the id before, and the
   * next flush gives the bytes that a new linker gives for the same final state (linking.md J7, J18).
   *
   * @throws TypeError if the linker was made without `units: unitSupport`
   */
  addUnit(options?: UnitOptions): UnitHandle;
  /**
   * Defines a function under the symbol `mir.name`. The MIR is kept and must not change.
   *
   * @param id - the compiler's number of the function, which navs refer to and which decides the order in the output
   * @throws TypeError if the MIR was made for another pointer width
   */
  updateFunction(unit: UnitHandle, id: number, mir: Mir, options?: UnitFunctionOptions): void;
  /** Defines an object in memory under the symbol `data.name`, as `updateFunction`. Ids are those of navs, too. */
  updateData(unit: UnitHandle, id: number, data: MirData, options?: UnitDataOptions): void;
  /** Further names of the function or object with id `owner`, in the place of those of an earlier call. */
  updateExports(unit: UnitHandle, owner: number, list: readonly UnitExport[]): void;
  /** Names of the error values 1, 2, … of the unit, for `errors_len` and the table of error names. */
  updateErrorNames(unit: UnitHandle, names: readonly string[]): void;
  /** Forgets a function; no effect if there is none. References to it become references by name. */
  deleteFunction(unit: UnitHandle, id: number): void;
  deleteData(unit: UnitHandle, id: number): void;
  /** Forgets one name of `updateExports`. */
  deleteExport(unit: UnitHandle, owner: number, name: string): void;
  /**
   * Resolves all names. After it no input can be added. `flush` calls it if it was not called, or if a unit changed since.
   */
  prelink(): void;
  /** Makes the output. It can be called again and gives the same bytes. */
  flush(): LinkResult;
}

/**
 * Starts a link.
 *
 * @throws the reason of `options.signal` from `prelink` and `flush` once it is aborted
 * @example
 * const linker = createLinker({ exports: ['add'], entry: null });
 * linker.addObject('add.o', bytes);
 * const { bytes: module, diagnostics } = linker.flush();
 */
export function createLinker(options: LinkOptions = {}): Linker {
  return new LinkerState(options);
}

/**
 * Links inputs in one call.
 *
 * @example
 * const result = link({ inputs: [{ kind: 'object', name: 'a.o', bytes }], options: { entry: null } });
 */
export function link(job: {
  readonly inputs: readonly LinkInput[];
  readonly options?: LinkOptions;
}): LinkResult {
  const linker = createLinker(job.options);
  for (const input of job.inputs) {
    if (input.kind === 'object') linker.addObject(input.name, input.bytes, input);
    else if (input.kind === 'archive') linker.addArchive(input.name, input.bytes, input);
    else linker.addStub(input.name, input.bytes);
  }
  return linker.flush();
}

class LinkerState implements Linker {
  /** The inputs as they were added; nothing is resolved in it. */
  private readonly link: Link;
  private readonly units = new Set<UnitHandle>();
  /** The resolution of the present state of the units, once it was asked for. */
  private resolved: Link | undefined;
  private stage: 'loading' | 'changed' | 'prelinked' | 'stopped' = 'loading';

  constructor(options: LinkOptions) {
    this.link = new Link(options);
    const { output } = options;
    const later: readonly (readonly [boolean, string])[] = [
      [output === 'relocatable', '-r'],
      [output === 'shared', '-shared'],
      [output === 'pie', '-pie'],
      [options.emitRelocs === true, '--emit-relocs'],
      [options.unresolvedSymbols === 'import-dynamic', '--unresolved-symbols=import-dynamic'],
    ];
    for (const [asked, what] of later) {
      if (asked) this.link.report(linkerCodes.notImplemented, { what });
    }
  }

  addObject(name: string, bytes: Uint8Array, options: ObjectOptions = {}): void {
    this.requireLoading('addObject');
    const { lazy = false, liveFromStart = true } = options;
    this.push({ name, kind: 'object', bytes, lazy, liveFromStart });
  }

  addArchive(name: string, bytes: Uint8Array, options: ArchiveOptions = {}): void {
    this.requireLoading('addArchive');
    const { link } = this;
    const wholeArchive = options.wholeArchive ?? false;
    const { members, diagnostics } = options.parsed ?? parseArchive(bytes, name);
    link.diagnostics.push(...diagnostics);
    for (const member of members) {
      const content = member.thin
        ? options.thinMember?.(member.name)
        : bytes.subarray(member.start, member.end);
      if (content === undefined) {
        link.report(linkerCodes.thinMember, { file: member.name });
        continue;
      }
      const display = `${name}(${member.name})`;
      const kind = detectMemberKind(content);
      if (kind === 'wasm-object') {
        this.push({
          name: display,
          memberName: member.name,
          kind: 'object',
          bytes: content,
          lazy: !wholeArchive,
          liveFromStart: wholeArchive,
        });
      } else if (kind === 'bitcode') {
        link.skippedBitcode.push(display);
      } else {
        const at = { input: name, member: member.name };
        const values = { file: name, member: member.name };
        link.diagnostics.push(diagnose(linkerCodes.notWasmMember, values, at));
      }
    }
  }

  addStub(name: string, bytes: Uint8Array): void {
    this.requireLoading('addStub');
    this.push({ name, kind: 'stub', bytes, liveFromStart: false });
  }

  addSharedObject(name: string, _bytes: Uint8Array): void {
    this.requireLoading('addSharedObject');
    this.link.report(linkerCodes.notImplemented, { what: `linking the shared object ${name}` });
  }

  addUnit(options: UnitOptions = {}): UnitHandle {
    this.requireLoading('addUnit');
    const { units } = this.link.options;
    if (units === undefined) {
      throw new TypeError('addUnit: the linker was made without `units: unitSupport`');
    }
    const unit = units.create(options, this.link.settings.is64);
    this.units.add(unit);
    this.push({ name: unit.name, kind: 'unit', unit, bytes: new Uint8Array(0) });
    return unit;
  }

  updateFunction(
    handle: UnitHandle,
    id: number,
    mir: Mir,
    options: UnitFunctionOptions = {},
  ): void {
    this.change(handle).updateFunction(id, mir, options);
  }

  updateData(handle: UnitHandle, id: number, data: MirData, options: UnitDataOptions = {}): void {
    this.change(handle).updateData(id, data, options);
  }

  updateExports(handle: UnitHandle, owner: number, list: readonly UnitExport[]): void {
    this.change(handle).updateExports(owner, list);
  }

  updateErrorNames(handle: UnitHandle, names: readonly string[]): void {
    this.change(handle).updateErrorNames(names);
  }

  deleteFunction(handle: UnitHandle, id: number): void {
    this.change(handle).deleteFunction(id);
  }

  deleteData(handle: UnitHandle, id: number): void {
    this.change(handle).deleteData(id);
  }

  deleteExport(handle: UnitHandle, owner: number, name: string): void {
    this.change(handle).deleteExport(owner, name);
  }

  prelink(): void {
    if (this.stage !== 'changed') this.requireLoading('prelink');
    this.resolve();
  }

  flush(): LinkResult {
    if (this.stage === 'loading' || this.stage === 'changed') this.resolve();
    if (this.stage === 'prelinked') return flush(this.resolved!);
    return failure(this.resolved!);
  }

  private resolve(): void {
    const link = this.link.restart();
    this.resolved = link;
    this.stage = 'stopped';
    try {
      link.stopOnError();
      prelink(link);
      this.stage = 'prelinked';
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
    }
  }

  /** The unit of a handle, which is about to change. */
  private change(handle: UnitHandle): Unit {
    if (!this.units.has(handle)) {
      throw new TypeError('the unit is not one of this linker');
    }
    if (this.stage !== 'loading') this.stage = 'changed';
    return handle as Unit; // `units` holds no other
  }

  private push(
    input: Pick<Input, 'name' | 'kind' | 'bytes'> &
      Partial<Pick<Input, 'unit' | 'memberName' | 'liveFromStart' | 'lazy'>>,
  ): void {
    const { link } = this;
    link.inputs.push({
      memberName: input.name,
      liveFromStart: true,
      lazy: false,
      ...input,
      row: link.inputs.length,
      source: link.addSource(input.bytes),
      parsed: {},
      object: undefined,
    });
  }

  private requireLoading(method: string): void {
    if (this.stage !== 'loading') {
      throw new TypeError(`${method}: the inputs are complete since prelink or flush was called`);
    }
  }
}

function failure({ diagnostics, stdout, whyExtract }: Link): LinkResult {
  return {
    diagnostics,
    stdout,
    ...(whyExtract === undefined ? {} : { whyExtract }),
    stats: {
      objects: 0,
      functions: 0,
      liveFunctions: 0,
      segments: 0,
      liveSegments: 0,
      symbols: 0,
    },
  };
}
