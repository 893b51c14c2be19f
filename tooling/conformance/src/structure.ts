// Structure of a module apart from its code: for links of damaged objects, whose bodies are copied as they are.
import { ByteReader, ByteWriter, SectionId, SectionWalker } from '@wasmwright/wasm';

/** Where the sections of a module begin and end. */
export interface SectionSpan {
  readonly id: number;
  readonly name: string;
  /** Offset of the id byte. */
  readonly header: number;
  /** Payload, without the name of a custom section. */
  readonly start: number;
  readonly end: number;
}

/** Lists the sections of a module, up to the first one that is malformed. */
export function sectionsOf(bytes: Uint8Array): SectionSpan[] {
  const walker = new SectionWalker(bytes);
  const sections: SectionSpan[] = [];
  while (walker.next()) {
    const { id, headerStart: header, start, end, nameStart, nameEnd } = walker;
    const name = new TextDecoder().decode(bytes.subarray(nameStart, nameEnd));
    sections.push({ id, name, header, start, end });
  }
  return sections;
}

/** The module with `unreachable` for the body of every function. What is wrong outside of bodies stays wrong. */
export function withoutCode(bytes: Uint8Array): Uint8Array {
  const code = sectionsOf(bytes).find(({ id }) => id === SectionId.code);
  if (code === undefined) return bytes;
  const reader = new ByteReader(bytes, code.start, code.end);
  const payload = new ByteWriter();
  const count = reader.u32();
  payload.u32(count);
  for (let i = 0; i < count && reader.failed === ''; i++) {
    reader.skip(reader.u32());
    payload.raw(UNREACHABLE);
  }
  if (reader.failed !== '' || !reader.atEnd) return bytes; // the module is invalid as it is
  const module = new ByteWriter();
  module.raw(bytes, 0, code.header);
  module.byte(SectionId.code);
  module.u32(payload.length);
  module.raw(payload.view());
  module.raw(bytes, code.end);
  return module.toBytes();
}

/** A body: size, no locals, `unreachable`, `end`. */
const UNREACHABLE = new Uint8Array([3, 0, 0x00, 0x0b]);
