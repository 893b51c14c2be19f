import { ByteWriter, moduleMagic, moduleVersion, SectionId } from '@wasmwright/wasm';

/** Writes the header and the sections of a file one behind the other. */
export class SectionWriter {
  /** Number of sections written: the number of the next one. */
  count = 0;
  private readonly out = new ByteWriter();
  private readonly payload = new ByteWriter();

  constructor() {
    this.out.fixed32(moduleMagic);
    this.out.fixed32(moduleVersion);
  }

  /** Adds a section. @returns its number */
  add(id: number, write: (payload: ByteWriter) => void): number {
    this.payload.length = 0;
    write(this.payload);
    this.out.byte(id);
    this.out.u32(this.payload.length);
    this.out.raw(this.payload.view());
    return this.count++;
  }

  /** Adds a custom section; `write` adds what follows the name. */
  custom(name: string, write: (payload: ByteWriter) => void): number {
    return this.add(SectionId.custom, (payload) => {
      payload.name(name);
      write(payload);
    });
  }

  finish(): Uint8Array {
    return this.out.toBytes();
  }
}
