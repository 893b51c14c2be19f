import type { FeatureName } from '@wasmwright/wasm';
import { mirInstruction } from './instructions.ts';
import type { SignatureTable } from './mir.ts';
import { BLOCK_SIGNATURE, Tag } from './tags.ts';

/** Whether a feature is there: under its own name or as part of a larger one. */
export function hasFeature(features: ReadonlySet<string>, feature: string): boolean {
  if (features.has(feature)) return true;
  return feature === 'bulk-memory-opt' && features.has('bulk-memory');
}

/**
 * Names of the features a function needs, sorted: those of its instructions, `multivalue` for block and function types
 * WebAssembly 1.0 does not have, and `memory64`.
 */
export function requiredFeatures(
  tags: Uint16Array,
  data: Uint32Array,
  extra: Uint32Array,
  signatures: SignatureTable,
  is64: boolean,
): readonly FeatureName[] {
  const found = new Set<FeatureName>();
  if (is64) found.add('memory64');
  for (let row = 0; row < signatures.count; row++) {
    if (resultCount(signatures, row) > 1) found.add('multivalue');
  }
  for (let i = 0; i < tags.length; i++) {
    const tag = tags[i]!;
    // Most instructions are of WebAssembly 1.0: i32.load to f64.reinterpret_i64, local.get and the like.
    if (
      tag > Tag.try_table &&
      tag < Tag.i32_extend8_s &&
      tag !== Tag.table_get &&
      tag !== Tag.table_set
    ) {
      continue;
    }
    const word = data[i]!;
    const isPrefix = tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix;
    const feature = mirInstruction(tag, isPrefix ? extra[word]! : 0)?.feature;
    if (feature !== undefined && feature !== 'mvp') found.add(feature);
    const isBlock = (tag >= Tag.block && tag <= Tag.if) || tag === Tag.try;
    const type = isBlock ? word : tag === Tag.try_table ? extra[word]! : 0;
    if (type >= BLOCK_SIGNATURE && signatures.params[type - BLOCK_SIGNATURE]! > 0) {
      found.add('multivalue');
    }
  }
  return [...found].sort();
}

function resultCount(signatures: SignatureTable, row: number): number {
  return signatures.start[row + 1]! - signatures.start[row]! - signatures.params[row]!;
}
