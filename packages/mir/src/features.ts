/** Features that code needs, as bit sets on the way and as sorted lists of names in the end. */
import { featureNames, type FeatureName } from '@wasmwright/wasm';
import { featureOf } from './instructions.ts';
import type { SignatureTable } from './mir.ts';
import { BLOCK_SIGNATURE, Tag } from './tags.ts';

/** Set of features: bit `n` is row `n` of `featureNames`, whose order is that of the names. */
export type FeatureBits = number;

const MULTIVALUE: FeatureBits = /* @__PURE__ */ bitOf('multivalue');
const MEMORY64: FeatureBits = /* @__PURE__ */ bitOf('memory64');

function bitOf(name: FeatureName): FeatureBits {
  return 1 << featureNames.indexOf(name);
}

/** Whether a feature is there: under its own name or as part of a larger one. */
export function hasFeature(features: ReadonlySet<string>, feature: string): boolean {
  if (features.has(feature)) return true;
  return feature === 'bulk-memory-opt' && features.has('bulk-memory');
}

/** What a function needs besides its instructions: for its types, and for its addresses. */
export function featuresOfTypes(
  { count, start, params }: SignatureTable,
  is64: boolean,
): FeatureBits {
  let bits = is64 ? MEMORY64 : 0;
  for (let row = 0; row < count; row++) {
    if (start[row + 1]! - start[row]! - params[row]! > 1) bits |= MULTIVALUE;
  }
  return bits;
}

/** What an instruction needs: its own feature, and `multivalue` for a block type WebAssembly 1.0 does not have. */
export function featuresOfInstruction(
  tag: number,
  word: number,
  extra: Uint32Array,
  signatures: SignatureTable,
): FeatureBits {
  const isPrefix = tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix;
  const feature = featureOf(tag, isPrefix ? extra[word]! : 0);
  const bits = feature === 0 ? 0 : 1 << (feature - 1);
  const isBlock = (tag >= Tag.block && tag <= Tag.if) || tag === Tag.try;
  const type = isBlock ? word : tag === Tag.try_table ? extra[word]! : 0;
  const takesValues = type >= BLOCK_SIGNATURE && signatures.params[type - BLOCK_SIGNATURE]! > 0;
  return takesValues ? bits | MULTIVALUE : bits;
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
  let bits = featuresOfTypes(signatures, is64);
  for (let i = 0; i < tags.length; i++) {
    bits |= featuresOfInstruction(tags[i]!, data[i]!, extra, signatures);
  }
  return featureList(bits);
}

/** The list of a set. Equal sets give the same array: there are few, and every function has one. */
export function featureList(bits: FeatureBits): readonly FeatureName[] {
  let list = lists.get(bits);
  if (list === undefined) {
    list = featureNames.filter((_, row) => (bits & (1 << row)) !== 0);
    lists.set(bits, list);
  }
  return list;
}

const lists: Map<FeatureBits, readonly FeatureName[]> = /* @__PURE__ */ new Map();
