/** The sections of an object in file order (linking.md 2.1, 2.2; codegen.md 7.3). One file per section. */
import { SectionId } from '@wasmwright/wasm';
import { writeCode } from './code.ts';
import { writeData } from './data.ts';
import { writeElements } from './elements.ts';
import { writeFeatures } from './features.ts';
import { writeFunctions, writeGlobals, writeTags } from './definitions.ts';
import { writeImports } from './imports.ts';
import { layOut } from './layout.ts';
import { writeLinking } from './linking.ts';
import type { ObjectModel } from './model.ts';
import { writeNames } from './names.ts';
import { writeProducers } from './producers.ts';
import { writeRelocations } from './relocations.ts';
import { SectionWriter } from './sections.ts';
import { writeTypes } from './types.ts';

export function assembleObject(model: ObjectModel): Uint8Array {
  const layout = layOut(model);
  const sections = new SectionWriter();
  if (model.types.count > 0) sections.add(SectionId.type, (out) => writeTypes(out, model));
  sections.add(SectionId.import, (out) => writeImports(out, model, layout));
  if (model.functions.mir.length > 0)
    sections.add(SectionId.function, (out) => writeFunctions(out, model));
  if (model.tags.length > 0) sections.add(SectionId.tag, (out) => writeTags(out, model));
  if (model.globals.length > 0) sections.add(SectionId.global, (out) => writeGlobals(out, model));
  if (model.elements.length > 0)
    sections.add(SectionId.element, (out) => writeElements(out, model, layout));
  if (model.dataCount && model.segments.length > 0) {
    sections.add(SectionId.dataCount, (out) => out.u32(model.segments.length));
  }
  const code = writeCode(sections, model, layout);
  const data = writeData(sections, model, layout);
  sections.custom('linking', (out) => writeLinking(out, model, layout));
  if (code.relocations.count > 0) {
    sections.custom('reloc.CODE', (out) => writeRelocations(out, code));
  }
  if (data.relocations.count > 0) {
    sections.custom('reloc.DATA', (out) => writeRelocations(out, data));
  }
  for (const { name, bytes } of model.customSections)
    sections.custom(name, (out) => out.raw(bytes));
  if (model.names) sections.custom('name', (out) => writeNames(out, model, layout));
  if (model.producers.length > 0) sections.custom('producers', (out) => writeProducers(out, model));
  if (model.features.length > 0) {
    sections.custom('target_features', (out) => writeFeatures(out, model));
  }
  return sections.finish();
}
