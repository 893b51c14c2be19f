/**
 * Output segments and merged strings (linking.md L3, M1, M2).
 *   reads:  live data segments in link order
 *   writes: `outputSegments` (all but addresses), `segmentOutput`, `segmentOffset`, `segmentMerged`, `mergedStrings`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { SegmentFlag } from '@wasmwright/wasm';
import { U32Column } from './column.ts';
import { type Flush, MERGED, type OutputSegment } from './flush-state.ts';
import { type LinkedObject, segmentName } from './inputs.ts';
import { mergeStrings, type StringInput } from './strings.ts';
import { unitSegmentOrder } from './unit/popularity.ts';

/** Prefixes that name the output segment of everything below them. */
const MERGED_NAMES = ['.text', '.data', '.bss', '.rodata'];

/** Order of output segments by prefix of the name; 3 for others. */
const ORDER: readonly (readonly [prefix: string, rank: number])[] = [
  ['.tdata', 0],
  ['.rodata', 1],
  ['.data', 2],
  ['.bss', 4],
];
const OTHER_RANK = 3;

/** No program needs this much; a damaged alignment would ask for gigabytes. */
const MAX_PADDING = 2 ** 26;

/** Groups live data segments, those of units last (J12), into output segments and merges their strings. */
export function buildSegments(flush: Flush): void {
  const { link } = flush;
  const byName = new Map<string, OutputSegment>();
  const add = (object: LinkedObject, i: number) => {
    const { segments } = object.file;
    const name = outputName(flush, segmentName(object.file, i), segments.flags[i]!);
    let segment = byName.get(name);
    if (segment === undefined) {
      segment = newSegment(name);
      byName.set(name, segment);
    }
    segment.chunks.push(object.segmentBase + i);
    segment.alignment = Math.max(segment.alignment, segments.alignment[i]!);
  };
  for (const object of link.linkOrder) {
    if (object.unit !== undefined) continue;
    for (let i = 0; i < object.file.segments.count; i++) {
      if (flush.segmentLive[object.segmentBase + i] === 1) add(object, i);
    }
  }
  if (flush.popularity !== undefined) {
    const { owner, local } = link.segments;
    for (const row of unitSegmentOrder(flush, flush.popularity)) {
      add(link.objectOf(owner.data[row]!), local.data[row]!);
    }
  }
  const all = [...byName.values()];
  // Array.prototype.sort is stable.
  flush.outputSegments = all.sort((a, b) => rankOf(a.name) - rankOf(b.name));
  flush.outputSegments.forEach((segment, index) => {
    segment.index = index;
    mergeStringChunks(flush, segment);
    placeChunks(flush, segment);
  });
  placeMerged(flush);
}

function newSegment(name: string): OutputSegment {
  return {
    name,
    index: 0,
    alignment: 0,
    isZero: name.startsWith('.bss'),
    isTls: name === '.tdata',
    size: 0,
    address: 0,
    chunks: new U32Column(),
    offsets: new U32Column(),
  };
}

function outputName(flush: Flush, name: string, flags: number): string {
  if ((flags & SegmentFlag.TLS) !== 0) return '.tdata';
  if (!flush.link.settings.mergeDataSegments) return name;
  return MERGED_NAMES.find((prefix) => name.startsWith(`${prefix}.`)) ?? name;
}

function rankOf(name: string): number {
  return ORDER.find(([prefix]) => name.startsWith(prefix))?.[1] ?? OTHER_RANK;
}

/** M2: merged inputs of the same flags become one chunk, standing where the first of them stood. */
function mergeStringChunks(flush: Flush, segment: OutputSegment): void {
  const { link } = flush;
  if (!link.settings.mergeStrings) return;
  const groups = new Map<number, number[]>();
  const chunks = new U32Column();
  for (const row of segment.chunks.view()) {
    const { segments } = link.objectOf(link.segments.owner.data[row]!).file;
    const local = link.segments.local.data[row]!;
    const flags = segments.flags[local]!;
    const isMerged =
      (flags & SegmentFlag.STRINGS) !== 0 &&
      segments.alignment[local] === 0 &&
      segments.end[local]! > segments.start[local]!;
    const group = groups.get(flags);
    if (!isMerged) {
      chunks.push(row);
    } else if (group !== undefined) {
      group.push(row);
    } else {
      groups.set(flags, [row]);
      chunks.push((MERGED + flush.mergedStrings.length + groups.size - 1) >>> 0);
    }
  }
  for (const rows of groups.values()) mergeGroup(flush, rows);
  segment.chunks = chunks;
}

function mergeGroup(flush: Flush, rows: readonly number[]): void {
  const { link } = flush;
  const inputs = rows.map((row, number): StringInput => {
    flush.segmentMerged[row] = flush.mergedStrings.length;
    flush.segmentMergedInput[row] = number;
    const { file } = link.objectOf(link.segments.owner.data[row]!);
    const local = link.segments.local.data[row]!;
    const { start, end } = file.segments;
    return { bytes: file.bytes, start: start[local]!, end: end[local]! };
  });
  const merged = mergeStrings(inputs);
  if (merged.unterminated !== NONE) {
    const row = rows[merged.unterminated]!;
    const owner = link.segments.owner.data[row]!;
    const { file } = link.objectOf(owner);
    const section = segmentName(file, link.segments.local.data[row]!);
    link.fatal(linkerCodes.notTerminated, { file: file.name, section }, owner);
  }
  flush.mergedStrings.push(merged);
}

/** Offsets of the chunks, each aligned to its own alignment; merged strings have alignment 1. */
function placeChunks(flush: Flush, segment: OutputSegment): void {
  const { link } = flush;
  const { chunks, offsets } = segment;
  let size = 0;
  let padding = 0;
  offsets.length = 0;
  for (const chunk of chunks.view()) {
    if (chunk >= MERGED) {
      offsets.push(size);
      size += flush.mergedStrings[chunk - MERGED]!.size;
      continue;
    }
    const { segments } = link.objectOf(link.segments.owner.data[chunk]!).file;
    const local = link.segments.local.data[chunk]!;
    const aligned = alignTo(size, 2 ** segments.alignment[local]!);
    padding += aligned - size;
    size = aligned;
    offsets.push(size);
    flush.segmentOutput[chunk] = segment.index;
    flush.segmentOffset[chunk] = size;
    size += segments.end[local]! - segments.start[local]!;
    if (size > 0xffff_ffff || padding > MAX_PADDING) {
      link.fatal(linkerCodes.tooLarge, { section: segment.name });
    }
  }
  segment.size = size;
}

/** Inputs of a merged chunk stand where the chunk does. */
function placeMerged(flush: Flush): void {
  const { mergedStrings, outputSegments, segmentMerged, segmentOutput, segmentOffset } = flush;
  if (mergedStrings.length === 0) return;
  const outputs = new Uint32Array(mergedStrings.length);
  const starts = new Uint32Array(mergedStrings.length);
  for (const { index, chunks, offsets } of outputSegments) {
    for (let i = 0; i < chunks.length; i++) {
      const chunk = chunks.data[i]!;
      if (chunk < MERGED) continue;
      outputs[chunk - MERGED] = index;
      starts[chunk - MERGED] = offsets.data[i]!;
    }
  }
  for (let row = 0; row < segmentMerged.length; row++) {
    const merged = segmentMerged[row]!;
    if (merged === NONE) continue;
    segmentOutput[row] = outputs[merged]!;
    segmentOffset[row] = starts[merged]!;
  }
}

/** The next multiple of a power of two. Exact to 2^53. */
export function alignTo(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}
