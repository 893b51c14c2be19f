import type { SignatureTable } from './mir.ts';
import { BLOCK_SIGNATURE, Tag } from './tags.ts';

/** Names of the features a function's instructions need, sorted. */
export function requiredFeatures(
  tags: Uint16Array,
  data: Uint32Array,
  extra: Uint32Array,
  signatures: SignatureTable,
  is64: boolean,
): readonly string[] {
  const found = new Set<string>(is64 ? ['memory64'] : []);
  if (isMultivalue(signatures, 0, false)) found.add('multivalue');
  for (let i = 0; i < tags.length; i++) {
    const tag = tags[i]!;
    const word = data[i]!;
    if (tag >= Tag.block && tag <= Tag.try) {
      if (word >= BLOCK_SIGNATURE && isMultivalue(signatures, word - BLOCK_SIGNATURE, true))
        found.add('multivalue');
      if (tag < Tag.try) continue;
    }
    const feature = featureOf(
      tag,
      tag >= Tag.misc_prefix && tag <= Tag.atomics_prefix ? extra[word]! : 0,
    );
    if (feature !== '') found.add(feature);
  }
  return [...found].sort();
}

/** True if a function type needs several values on the stack, as a block's type or a function's. */
function isMultivalue(signatures: SignatureTable, row: number, isBlock: boolean): boolean {
  const params = signatures.params[row]!;
  const results = signatures.start[row + 1]! - signatures.start[row]! - params;
  return results > 1 || (isBlock && params > 0);
}

/** Feature of an instruction; `''` for the minimum of WebAssembly 1.0. */
function featureOf(tag: number, sub: number): string {
  if (tag >= Tag.i32_extend8_s && tag <= Tag.i64_extend32_s) return 'sign-ext';
  if (tag === Tag.return_call_nav || tag === Tag.return_call_indirect) return 'tail-call';
  if (tag >= Tag.try && tag <= Tag.throw_ref) return 'exception-handling';
  if (tag === Tag.delegate || tag === Tag.catch_all || tag === Tag.try_table)
    return 'exception-handling';
  if (tag === Tag.select_t || tag === Tag.table_get || tag === Tag.table_set)
    return 'reference-types';
  if (tag >= Tag.ref_null && tag <= Tag.ref_func) return 'reference-types';
  if (tag === Tag.misc_prefix) {
    if (sub < 8) return 'nontrapping-fptoint';
    if (sub < 15) return 'bulk-memory';
    return sub < 18 ? 'reference-types' : 'wide-arithmetic';
  }
  if (tag === Tag.simd_prefix) return sub < 0x100 ? 'simd128' : 'relaxed-simd';
  return tag === Tag.atomics_prefix ? 'atomics' : '';
}
