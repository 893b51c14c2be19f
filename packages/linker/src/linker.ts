/** The public face of the linker: inputs in, output and diagnostics out. */
import { diagnose, linkerCodes } from '@wasmwright/diagnostics';
import { detectMemberKind, parseArchive, type ParsedArchive } from '@wasmwright/object';
import { flush, type LinkResult } from './flush.ts';
import { Link, Stop } from './link.ts';
import type { LinkOptions } from './options.ts';
import { prelink } from './prelink.ts';

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
  /** Resolves all names. After it no input can be added. `flush` calls it if it was not called. */
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
  private readonly link: Link;
  private stage: 'loading' | 'prelinked' | 'stopped' = 'loading';

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
    this.addInput(name, name, bytes, options.lazy ?? false, options.liveFromStart ?? true);
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
        this.addInput(display, member.name, content, !wholeArchive, wholeArchive);
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
    const { link } = this;
    link.inputs.push({
      row: link.inputs.length,
      name,
      memberName: name,
      kind: 'stub',
      bytes,
      source: link.addSource(bytes),
      liveFromStart: false,
      lazy: false,
      object: undefined,
    });
  }

  addSharedObject(name: string, _bytes: Uint8Array): void {
    this.requireLoading('addSharedObject');
    this.link.report(linkerCodes.notImplemented, { what: `linking the shared object ${name}` });
  }

  prelink(): void {
    this.requireLoading('prelink');
    this.stage = 'stopped';
    try {
      this.link.stopOnError();
      prelink(this.link);
      this.stage = 'prelinked';
    } catch (stop) {
      if (!(stop instanceof Stop)) throw stop;
    }
  }

  flush(): LinkResult {
    if (this.stage === 'loading') this.prelink();
    if (this.stage === 'prelinked') return flush(this.link);
    return failure(this.link);
  }

  private addInput(
    name: string,
    memberName: string,
    bytes: Uint8Array,
    lazy: boolean,
    liveFromStart: boolean,
  ): void {
    const { link } = this;
    link.inputs.push({
      row: link.inputs.length,
      name,
      memberName,
      kind: 'object',
      bytes,
      source: link.addSource(bytes),
      liveFromStart,
      lazy,
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
