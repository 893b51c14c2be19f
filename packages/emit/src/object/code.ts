import { SectionId, sizeOfU32 } from '@wasmwright/wasm';
import { CodeEncoder } from '../code.ts';
import type { ObjectLayout } from './layout.ts';
import type { ObjectModel } from './model.ts';
import type { RelocatedSection } from './relocations.ts';
import { OwnerNumbers, OwnerSymbols } from './rows.ts';
import type { SectionWriter } from './sections.ts';

/** Code section: every function with padded fields. */
export function writeCode(
  sections: SectionWriter,
  model: ObjectModel,
  layout: ObjectLayout,
): RelocatedSection {
  const encoder = new CodeEncoder();
  const numbers = new OwnerNumbers(model, layout);
  const symbols = new OwnerSymbols(model);
  const { mir: functions, rows } = model.functions;
  for (let i = 0; i < functions.length; i++) {
    const mir = functions[i]!;
    encoder.emit(mir, numbers.select(mir, rows[i]!), symbols.select(mir, rows[i]!));
  }
  const section = sections.count;
  if (functions.length > 0) {
    sections.add(SectionId.code, (out) => {
      out.u32(functions.length);
      out.raw(encoder.view());
    });
  }
  return { section, relocations: encoder.relocations, base: sizeOfU32(functions.length) };
}
