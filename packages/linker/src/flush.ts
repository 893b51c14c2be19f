/**
 * From a complete symbol table to the output (linking.md 4.0, steps 4 to 8).
 *   reads:  the prelinked `Link`, which it does not change: it works on a fork
 *   writes: a `LinkResult`
 */
import { type Diagnostic, linkerCodes } from '@wasmwright/diagnostics';
import { buildCustomSections } from './custom-sections.ts';
import { listExports } from './exports.ts';
import { checkMutableGlobals, collectFeatures } from './features.ts';
import { Flush } from './flush-state.ts';
import { listImports, resolveIndirectTable, sizeIndirectTable } from './imports.ts';
import { layOut } from './layout.ts';
import { type Link, Stop } from './link.ts';
import { mapText } from './map.ts';
import { mark } from './mark.ts';
import { assignNumbers, collectTypes } from './number.ts';
import { forceExports } from './prelink.ts';
import { scanRelocations } from './scan.ts';
import { buildSegments } from './segments.ts';
import { addInitFunctions, makeBodies } from './synthesize.ts';
import { countUses } from './unit/popularity.ts';
import { writeOutput } from './write.ts';

/** Figures about a link. */
export interface LinkStatistics {
  /** Objects parsed in full. */
  readonly objects: number;
  /** Functions and data segments of those objects, and how many of them are in the output. */
  readonly functions: number;
  readonly liveFunctions: number;
  readonly segments: number;
  readonly liveSegments: number;
  readonly symbols: number;
}

/** What a flush gives. */
export interface LinkResult {
  /** The output; missing if there is an error among the diagnostics. */
  readonly bytes?: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
  /** Text of the map file, if it was asked for. */
  readonly map?: string;
  /** Text of `--why-extract`, if it was asked for. */
  readonly whyExtract?: string;
  /** Lines for standard output: traces, removed sections. */
  readonly stdout: readonly string[];
  readonly stats: LinkStatistics;
}

/** Makes the output of a prelinked link. */
export function flush(prelinked: Link): LinkResult {
  const link = prelinked.fork();
  const state = new Flush(link);
  let output: Output | undefined;
  try {
    output = run(state);
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
  }
  const diagnostics = [...prelinked.diagnostics, ...link.diagnostics];
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  return {
    ...(failed || output === undefined ? {} : { bytes: output.bytes }),
    ...(output?.map === undefined ? {} : { map: output.map }),
    ...(link.whyExtract === undefined ? {} : { whyExtract: link.whyExtract }),
    diagnostics,
    stdout: [...prelinked.stdout, ...link.stdout],
    stats: statistics(state),
  };
}

interface Output {
  readonly bytes: Uint8Array;
  readonly map: string | undefined;
}

function run(state: Flush): Output {
  const { link } = state;
  link.phase('mark');
  mark(state);
  if (link.hasUnits) state.popularity = countUses(state);
  resolveIndirectTable(state, false);
  link.stopOnError();
  link.phase('layout');
  buildSegments(state);
  layOut(state);
  forceExports(link);
  checkExportsFound(link);
  collectFeatures(state);
  link.phase('scan');
  listImports(state);
  scanRelocations(state);
  sizeIndirectTable(state);
  link.phase('synthesize');
  addInitFunctions(state);
  assignNumbers(state);
  makeBodies(state);
  link.stopOnError();
  collectTypes(state);
  listExports(state);
  buildCustomSections(state);
  checkMutableGlobals(state);
  link.phase('write');
  const { bytes, sections } = writeOutput(state);
  return { bytes, map: link.settings.map ? mapText(state, sections) : undefined };
}

/** U6. */
function checkExportsFound(link: Link): void {
  const { settings, symbols } = link;
  if (settings.ignoreUnresolved) return;
  const row = settings.warnUnresolvedSymbols
    ? linkerCodes.exportNotFoundWarning
    : linkerCodes.exportNotFound;
  for (const name of settings.exports) {
    const symbol = link.find(name);
    if (symbol === undefined || !symbols.isDefined(symbol)) link.report(row, { symbol: name });
  }
}

function statistics({ link, functionLive, segmentLive }: Flush): LinkStatistics {
  const live = (column: Uint8Array, count: number) =>
    column.subarray(0, count).reduce((sum, bit) => sum + bit, 0);
  return {
    objects: link.linkOrder.length,
    functions: link.functions.count,
    liveFunctions: live(functionLive, link.functions.count),
    segments: link.segments.count,
    liveSegments: live(segmentLive, link.segments.count),
    symbols: link.symbols.count,
  };
}
