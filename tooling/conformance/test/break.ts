// What the tests of broken input do with one fixture: it is linked alone, cut off and with single bytes changed. Each link
// ends in bounded time and memory, with an error that has a code and a text, or with a module whose structure is valid.
// Failures name the byte and the options, which is all that a repetition needs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { link, type LinkInput, type LinkOptions } from '@wasmwright/linker';
import { SectionId } from '@wasmwright/wasm';
import type { BuiltProgram } from '@wasmwright/tooling-fixtures';
import { expect } from 'vitest';
import { sectionsOf, withoutCode } from '../src/structure.ts';

const CORRUPTIONS = 2000;
/** What the linker inserts for alignments before it reports them. */
const MOST_PADDING = 2 ** 26;
const MOST_BUFFERS = 300 * 1024 * 1024;

const ALL: LinkOptions = { entry: null, importUndefined: true, exportAll: true };

/** One of these per link, in turn: together they reach every phase and both ways of reporting undefined symbols. */
const OPTIONS: readonly LinkOptions[] = [
  { ...ALL, gcSections: false },
  { ...ALL, stripDebug: true },
  { ...ALL, stripDebug: true, compressRelocations: true, optimize: 2 },
  { entry: null, unresolvedSymbols: 'ignore-all', exportDynamic: true, map: true },
  { ...ALL, mergeDataSegments: false, optimize: 0, buildId: 'fast', stackFirst: true },
  { ...ALL, stripAll: true, growableTable: true, exportTable: true, importMemory: ['env', 'm'] },
];

/** Sections that no body depends on: whatever is in them, the code of the output is valid. */
const APART_FROM_CODE: readonly string[] = ['name', 'producers', 'target_features', 'reloc.DATA'];

/** A file to break. */
export interface Fixture {
  readonly name: string;
  readonly kind: 'object' | 'archive';
  readonly bytes: Uint8Array;
}

/** Links one damaged input; what is wrong with the result, if anything is. */
function attempt(fixture: Fixture, bytes: Uint8Array, run: number, codeMayBeInvalid: boolean) {
  const options = OPTIONS[run % OPTIONS.length]!;
  const input: LinkInput =
    fixture.kind === 'object'
      ? { kind: 'object', name: fixture.name, bytes }
      : { kind: 'archive', name: fixture.name, bytes, wholeArchive: true };
  let result;
  try {
    result = link({ inputs: [input], options });
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { diagnostics, bytes: output } = result;
  if (diagnostics.some(({ code, text }) => !/^WW\d{4}$/.test(code) || text === '')) {
    return `a diagnostic without code or text: ${JSON.stringify(diagnostics)}`;
  }
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  if (failed) return output === undefined ? undefined : 'an output beside an error';
  if (output === undefined) return 'neither output nor error';
  const most = 8 * bytes.length + MOST_PADDING;
  if (output.length > most) return `output of ${output.length} bytes from ${bytes.length}`;
  return invalidity(output) && invalidity(codeMayBeInvalid ? withoutCode(output) : output);
}

/** Why a module is invalid. Features that this version of Node only has behind a flag are as good as valid. */
function invalidity(bytes: Uint8Array): string | undefined {
  if (WebAssembly.validate(bytes as BufferSource)) return undefined;
  try {
    new WebAssembly.Module(bytes as BufferSource);
  } catch (error) {
    return /--experimental-wasm/.test(String(error)) ? undefined : String(error);
  }
  return 'invalid, but it compiles';
}

/** Where files are cut off: around every section header and payload, and in the middle of every section. */
function cuts({ bytes }: Fixture): number[] {
  const ends = new Set<number>([0, 1, 4, 7, 8, bytes.length - 1]);
  for (const { header, start, end } of sectionsOf(bytes)) {
    for (const at of [header, header + 1, start, start + 1, (start + end) >> 1, end - 1, end]) {
      ends.add(at);
    }
  }
  // An archive has no sections: its headers of 60 bytes stand between its members.
  for (let at = 8; at < bytes.length; at += Math.max(60, bytes.length >> 6)) ends.add(at);
  return [...ends].filter((end) => end < bytes.length).sort((a, b) => a - b);
}

/** True for bytes that can make the bodies of the output invalid: the bodies and all that gives their operands meaning. */
function codeDependsOn({ kind, bytes }: Fixture): (at: number) => boolean {
  if (kind === 'archive') return () => true;
  const apart = sectionsOf(bytes).filter(
    ({ id, name }) =>
      id === SectionId.data ||
      id === SectionId.export ||
      (id === SectionId.custom && (APART_FROM_CODE.includes(name) || /\.debug_/.test(name))),
  );
  return (at) => !apart.some(({ start, end }) => start <= at && at < end);
}

/** Files of a directory, in order of their names. */
export function filesOf(directory: string, wanted: RegExp): Fixture[] {
  return readdirSync(directory)
    .filter((name) => wanted.test(name))
    .sort()
    .map((name) => ({
      name,
      kind: name.endsWith('.a') ? 'archive' : 'object',
      bytes: new Uint8Array(readFileSync(join(directory, name))),
    }));
}

/** The objects and archives of a program. Of the 32 units of many-objects, which differ in numbers alone, the ends. */
export function fixturesOf({ program, compiler, directory }: BuiltProgram): Fixture[] {
  const files = filesOf(directory, /^(?!unit([1-9]|[12][0-9]|30)\.o$).*\.[ao]$/);
  return files.map((file) => ({ ...file, name: `${program.name}, ${compiler}: ${file.name}` }));
}

/** Cuts and corrupts one fixture. */
export function breakAll(fixture: Fixture): void {
  const failures = new Map<string, string>();
  /** One failure of each kind is enough to read. */
  const note = (what: string, failure: string | undefined) => {
    if (failure !== undefined)
      failures.set(failure.replace(/\d+|".*?"/g, ''), `${what}: ${failure}`);
  };
  const { bytes } = fixture;
  cuts(fixture).forEach((end) => {
    OPTIONS.slice(0, 2).forEach((_, run) =>
      note(`cut at ${end}`, attempt(fixture, bytes.slice(0, end), run, true)),
    );
  });
  const mayInvalidate = codeDependsOn(fixture);
  const damaged = bytes.slice();
  // A fixed sequence (Lehmer): the same bytes on every machine and in every run.
  let state = 2026;
  const random = (limit: number) => (state = (state * 48271) % 0x7fffffff) % limit;
  let most = 0;
  for (let run = 0; run < CORRUPTIONS; run++) {
    const at = random(bytes.length);
    const value = bytes[at]! ^ (1 + random(255));
    damaged[at] = value;
    note(
      `byte ${at} = ${value}, options ${run % OPTIONS.length}`,
      attempt(fixture, damaged, run, mayInvalidate(at)),
    );
    damaged[at] = bytes[at]!;
    if (run % 50 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
  }
  expect([...failures.values()]).toEqual([]);
  expect(most).toBeLessThan(MOST_BUFFERS);
}
