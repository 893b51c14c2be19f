/**
 * Sections in file order and their bytes (linking.md O1, O5, Q4).
 *   reads:  everything a flush found out
 *   writes: `codeOffset`, the output
 */
import { decodeRelocations, NONE, type RelocationTable } from '@wasmwright/object';
import { ByteWriter, encodeUtf8, SectionId, sizeOfU32, writeU32 } from '@wasmwright/wasm';
import { BUILD_ID_FILLER, buildId, buildIdSize } from './build-id.ts';
import { CodeSection } from './code.ts';
import { copy } from './copy.ts';
import { type Flush, MERGED, type OutputSection, type OutputSegment } from './flush-state.ts';
import { nameSection } from './names-section.ts';
import { Relocator, tombstoneOf } from './relocate.ts';
import * as small from './sections.ts';
import { SymbolValues } from './values.ts';

/** One section of the output. */
export interface PlannedSection {
  readonly id: number;
  /** Name of a custom section; empty for others. */
  readonly name: string;
  /** Bytes of the payload, without the name. */
  readonly size: number;
  /** Offset of the payload in the file, after the name. */
  offset: number;
  readonly write: (out: Uint8Array, at: number) => void;
}

const HEADER = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

/** Plans all sections, writes them into one buffer of the exact size, and adds the build id. */
export function writeOutput(flush: Flush): { bytes: Uint8Array; sections: PlannedSection[] } {
  const { link } = flush;
  const sections = planSections(flush);
  let size = HEADER.length;
  for (const section of sections) {
    const named = section.size + nameSize(section);
    size += 1 + sizeOfU32(named) + nameSize(section);
    section.offset = size;
    size += section.size;
  }
  const bytes = new Uint8Array(size);
  bytes.set(HEADER);
  let at = HEADER.length;
  for (const section of sections) {
    link.checkAbort();
    bytes[at] = section.id;
    at = writeU32(bytes, at + 1, section.size + nameSize(section));
    if (section.id === SectionId.custom) {
      const name = encodeUtf8(section.name);
      at = writeU32(bytes, at, name.length);
      bytes.set(name, at);
    }
    section.write(bytes, section.offset);
    at = section.offset + section.size;
  }
  const { buildId: style, random } = link.settings;
  if (style !== undefined) {
    bytes.set(buildId(bytes, style, random), size - buildIdSize(style));
  }
  return { bytes, sections };
}

function nameSize({ id, name }: PlannedSection): number {
  if (id !== SectionId.custom) return 0;
  const { length } = encodeUtf8(name);
  return sizeOfU32(length) + length;
}

function planSections(flush: Flush): PlannedSection[] {
  const sections: PlannedSection[] = [];
  const add = (
    id: number,
    name: string,
    size: number,
    write: (out: Uint8Array, at: number) => void,
  ) => {
    if (size > 0) sections.push({ id, name, size, offset: 0, write });
  };
  const addSmall = (id: number, writer: ByteWriter, name = '') =>
    add(id, name, writer.length, (out, at) => out.set(writer.view(), at));

  const values = new SymbolValues(flush);
  const relocator = new Relocator(flush, values);
  const code = new CodeSection(flush, values, relocator);
  const globals = small.globalSection(flush);
  flush.link.stopOnError();
  addSmall(SectionId.type, small.typeSection(flush));
  addSmall(SectionId.import, small.importSection(flush));
  addSmall(SectionId.function, small.functionSection(flush));
  addSmall(SectionId.table, small.tableSection(flush));
  addSmall(SectionId.memory, small.memorySection(flush));
  addSmall(SectionId.tag, small.tagSection(flush));
  addSmall(SectionId.global, globals);
  addSmall(SectionId.export, small.exportSection(flush));
  addSmall(SectionId.start, small.startSection(flush));
  addSmall(SectionId.element, small.elementSection(flush));
  addSmall(SectionId.dataCount, small.dataCountSection(flush));
  add(SectionId.code, '', code.size, (out, at) => code.write(out, at));
  const data = planData(flush);
  add(SectionId.data, '', data.size, (out, at) => writeData(flush, data, relocator, out, at));
  for (const section of flush.customSections) {
    // An input section without bytes still makes an output section (M6).
    sections.push({
      id: SectionId.custom,
      name: section.name,
      size: section.size,
      offset: 0,
      write: (out, at) => writeCustom(flush, section, relocator, out, at),
    });
  }
  const { stripAll, keepSections, buildId: style } = flush.link.settings;
  const isKept = (name: string) => !stripAll || keepSections.includes(name);
  if (isKept('name')) addSmall(SectionId.custom, nameSection(flush), 'name');
  if (isKept('producers')) addSmall(SectionId.custom, small.producersSection(flush), 'producers');
  if (isKept('target_features')) {
    addSmall(SectionId.custom, small.targetFeaturesSection(flush), 'target_features');
  }
  if (style !== undefined) {
    const size = buildIdSize(style);
    const prefix = sizeOfU32(size);
    add(SectionId.custom, 'build_id', prefix + size, (out, at) => {
      out.fill(BUILD_ID_FILLER, writeU32(out, at, size), at + prefix + size);
    });
  }
  return sections;
}

// --- data

interface DataPlan {
  readonly segments: readonly { segment: OutputSegment; header: Uint8Array }[];
  readonly size: number;
}

function planData(flush: Flush): DataPlan {
  const segments = flush.outputSegments
    .filter((segment) => flush.isWritten(segment))
    .map((segment) => ({
      segment,
      header: small.segmentHeader(flush, segment.address, segment.size),
    }));
  if (segments.length === 0) return { segments, size: 0 };
  let size = sizeOfU32(segments.length);
  for (const { segment, header } of segments) size += header.length + segment.size;
  return { segments, size };
}

function writeData(
  flush: Flush,
  { segments }: DataPlan,
  relocator: Relocator,
  out: Uint8Array,
  start: number,
): void {
  let at = writeU32(out, start, segments.length);
  for (const { segment, header } of segments) {
    out.set(header, at);
    at += header.length;
    writeSegment(flush, segment, relocator, out, at);
    at += segment.size;
  }
}

function writeSegment(
  flush: Flush,
  { chunks, offsets, address }: OutputSegment,
  relocator: Relocator,
  out: Uint8Array,
  base: number,
): void {
  const { link } = flush;
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks.data[i]!;
    const at = base + offsets.data[i]!;
    if (chunk >= MERGED) {
      flush.mergedStrings[chunk - MERGED]!.write(out, at);
      continue;
    }
    const object = link.objectOf(link.segments.owner.data[chunk]!);
    const local = link.segments.local.data[chunk]!;
    const { segments, dataRelocations, bytes } = object.file;
    const start = segments.start[local]!;
    copy(bytes, start, segments.end[local]!, out, at);
    const from = segments.relocationStart[local]!;
    const to = segments.relocationStart[local + 1]!;
    if (from === to) continue;
    const toAddress = address + offsets.data[i]! - start;
    relocator.apply(object, dataRelocations, from, to, out, at - start, toAddress);
  }
}

// --- custom sections

function writeCustom(
  flush: Flush,
  { name, chunks, offsets }: OutputSection,
  relocator: Relocator,
  out: Uint8Array,
  base: number,
): void {
  const { link } = flush;
  const tombstone = tombstoneOf(name);
  let scratch: RelocationTable | undefined;
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks.data[i]!;
    const at = base + offsets[i]!;
    if (chunk >= MERGED) {
      flush.mergedStrings[chunk - MERGED]!.write(out, at);
      continue;
    }
    link.checkAbort();
    const object = link.objectOf(link.sections.owner.data[chunk]!);
    const { file } = object;
    const local = link.sections.local.data[chunk]!;
    const start = file.sections.start[local]!;
    copy(file.bytes, start, file.sections.end[local]!, out, at);
    const row = file.sections.relocations[local]!;
    if (row === NONE) continue;
    const decoded = decodeRelocations(file, row, scratch);
    link.diagnostics.push(...decoded.diagnostics);
    scratch = decoded.table;
    relocator.applyCustom(object, scratch, out, at - start, tombstone);
  }
}
