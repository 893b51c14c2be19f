import { SectionId } from '@wasmwright/wasm';
import { relocateConstant, writeConstant } from '../constants.ts';
import { RelocationList } from '../relocation-list.ts';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';
import type { RelocatedSection } from './relocations.ts';
import { OwnerNumbers, OwnerSymbols } from './rows.ts';
import type { SectionWriter } from './sections.ts';

/** Data section: one active segment per object, zero-filled ones included, since an object has no other form for them. */
export function writeData(
  sections: SectionWriter,
  model: ObjectModel,
  layout: ObjectLayout,
): RelocatedSection {
  const { segments, is64 } = model;
  const relocations = new RelocationList();
  const section = sections.count;
  if (segments.length === 0) return { section, relocations, base: 0 };
  const numbers = new OwnerNumbers(model, layout);
  const symbols = new OwnerSymbols(model);
  sections.add(SectionId.data, (out) => {
    out.u32(segments.length);
    segments.forEach(({ owner, row, rows }, i) => {
      out.byte(0);
      out.byte(is64 ? 0x42 : 0x41);
      if (is64) out.s64(layout.segmentAddress[i]!);
      else out.s32(layout.segmentAddress[i]!);
      out.byte(0x0b);
      const size = owner.uavs.size[row]!;
      const bytes = new Uint8Array(size);
      out.u32(size);
      relocateConstant(relocations, out.length, owner, row, symbols.select(owner, rows));
      writeConstant(bytes, 0, owner, row, numbers.select(owner, rows));
      out.raw(bytes);
    });
  });
  return { section, relocations, base: 0 };
}
