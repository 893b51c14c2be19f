/**
 * Custom sections that are copied (linking.md M1, M2, M4, M6).
 *   reads:  custom sections of all objects in link order
 *   writes: `customSections`, `sectionOffset`, `sectionMerged`, `mergedStrings`
 */
import { linkerCodes } from '@wasmwright/diagnostics';
import { NONE } from '@wasmwright/object';
import { U32Column } from './column.ts';
import { type Flush, MERGED, type OutputSection } from './flush-state.ts';
import { type LinkedObject, sectionName } from './inputs.ts';
import { alignTo } from './segments.ts';
import { mergeStrings, type StringInput } from './strings.ts';

/** Made by the linker, or not for the output. */
const NOT_COPIED = new Set([
  'linking',
  'name',
  'producers',
  'target_features',
  '.llvmbc',
  '.llvmcmd',
]);
/** Merged as NUL-terminated strings. */
const STRING_SECTIONS = new Set(['.debug_str', '.debug_str.dwo', '.debug_line_str']);
const COVERAGE_SECTION = '__llvm_covfun';
const COVERAGE_ALIGNMENT = 8;

/** Groups custom sections by name in order of first appearance and places them. */
export function buildCustomSections(flush: Flush): void {
  const { link } = flush;
  const byName = new Map<string, U32Column>();
  for (const object of link.linkOrder) {
    const { sections } = object.file;
    for (let i = 0; i < sections.count; i++) {
      if (sections.id[i] !== 0 || isDiscarded(object, i)) continue;
      const name = sectionName(object.file, i);
      if (!isCopied(flush, name)) continue;
      if (link.settings.compat !== 19 && sections.start[i] === sections.end[i]) continue;
      let rows = byName.get(name);
      if (rows === undefined) byName.set(name, (rows = new U32Column(16)));
      rows.push(object.sectionBase + i);
    }
  }
  for (const [name, rows] of byName) {
    const isMerged = link.settings.mergeStrings && STRING_SECTIONS.has(name);
    flush.customSections.push(isMerged ? merge(flush, name, rows) : place(flush, name, rows));
  }
}

function isDiscarded(object: LinkedObject, section: number): boolean {
  const comdat = object.file.sections.comdat[section]!;
  return comdat !== NONE && object.keptComdats[comdat] === 0;
}

function isCopied(flush: Flush, name: string): boolean {
  if (NOT_COPIED.has(name) || name.startsWith('reloc.')) return false;
  return !(flush.link.settings.stripDebug && name.startsWith('.debug_'));
}

/** Payloads one after the other. */
function place(flush: Flush, name: string, chunks: U32Column): OutputSection {
  const { link } = flush;
  const alignment =
    link.settings.compat !== 19 && name === COVERAGE_SECTION ? COVERAGE_ALIGNMENT : 1;
  const offsets = new Float64Array(chunks.length);
  let size = 0;
  chunks.view().forEach((row, i) => {
    size = alignTo(size, alignment);
    offsets[i] = size;
    flush.sectionOffset[row] = size;
    const { start, end } = link.objectOf(link.sections.owner.data[row]!).file.sections;
    const local = link.sections.local.data[row]!;
    size += end[local]! - start[local]!;
  });
  if (size > 0xffff_ffff) link.fatal(linkerCodes.tooLarge, { section: name });
  return { name, chunks, offsets, size };
}

/** All inputs as one chunk of strings (M2). */
function merge(flush: Flush, name: string, rows: U32Column): OutputSection {
  const { link } = flush;
  const number = flush.mergedStrings.length;
  const inputs = Array.from(rows.view(), (row, i): StringInput => {
    flush.sectionMerged[row] = number;
    flush.sectionMergedInput[row] = i;
    flush.sectionOffset[row] = 0;
    const { file } = link.objectOf(link.sections.owner.data[row]!);
    const local = link.sections.local.data[row]!;
    const { start, end } = file.sections;
    return { bytes: file.bytes, start: start[local]!, end: end[local]! };
  });
  const merged = mergeStrings(inputs);
  if (merged.unterminated !== NONE) {
    const owner = link.sections.owner.data[rows.data[merged.unterminated]!]!;
    const values = { file: link.fileOf(owner), section: name };
    link.fatal(linkerCodes.notTerminated, values, owner);
  }
  flush.mergedStrings.push(merged);
  const chunks = new U32Column(1);
  chunks.push((MERGED + number) >>> 0);
  return { name, chunks, offsets: new Float64Array(1), size: merged.size };
}
