import { SectionId, sizeOfU32 } from '@wasmwright/wasm';
import { CodeEncoder } from '../code.ts';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';
import type { RelocatedSection } from './relocations.ts';
import { numbersOf, symbolsOf } from './rows.ts';
import type { SectionWriter } from './sections.ts';

/** Code section: every function with padded fields. */
export function writeCode(
  sections: SectionWriter,
  model: ObjectModel,
  layout: ObjectLayout,
): RelocatedSection {
  const encoder = new CodeEncoder();
  for (const { mir, rows } of model.functions) {
    encoder.emit(mir, numbersOf(model, layout, rows), symbolsOf(model, rows));
  }
  const section = sections.count;
  if (model.functions.length > 0) {
    sections.add(SectionId.code, (out) => {
      out.u32(model.functions.length);
      out.raw(encoder.view());
    });
  }
  return { section, relocations: encoder.relocations, base: sizeOfU32(model.functions.length) };
}
