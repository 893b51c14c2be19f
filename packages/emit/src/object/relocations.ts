import { relocationTypes, type ByteWriter } from '@wasmwright/wasm';
import type { RelocationList } from '../relocation-list.ts';

/** A section with relocations. */
export interface RelocatedSection {
  /** Number of the section in the file. */
  readonly section: number;
  readonly relocations: RelocationList;
  /** Added to every offset of the list: what stands before the list's bytes in the section. */
  readonly base: number;
}

/** `reloc.*`: entries in offset order (linking.md 2.4). */
export function writeRelocations(
  out: ByteWriter,
  { section, relocations, base }: RelocatedSection,
): void {
  out.u32(section);
  out.u32(relocations.count);
  for (let i = 0; i < relocations.count; i++) {
    const type = relocations.type[i]!;
    out.byte(type);
    out.u32(base + relocations.offset[i]!);
    out.u32(relocations.index[i]!);
    // Negative zero does not occur: addends are integers.
    if (relocationTypes[type]!.hasAddend) out.s64(relocations.addend[i]!);
  }
}
