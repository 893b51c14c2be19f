// Finds numbers in code that could be written in fewer bytes.
import {
  ByteReader,
  type ImmediateKind,
  instructionByCode,
  InstructionDecoder,
  SectionId,
  SectionWalker,
  sizeOfOpcode,
  sizeOfS64,
  sizeOfU32,
  sizeOfU64,
} from '@wasmwright/wasm';

const UNSIGNED: ReadonlySet<ImmediateKind> = new Set([
  'label',
  'function',
  'type',
  'table',
  'memory',
  'global',
  'local',
  'tag',
  'data',
  'element',
]);

/** What code holds: how many numbers, and the offsets of those that are longer than they need to be. */
export interface Lebs {
  readonly count: number;
  readonly padded: readonly string[];
}

/** Looks at every number in the code section of a module: sizes, locals, immediates. */
export function lebsOf(bytes: Uint8Array): Lebs {
  const walker = new SectionWalker(bytes);
  while (walker.next()) {
    if (walker.id === SectionId.code) return new Walk(bytes, walker.start, walker.end).run();
  }
  return { count: 0, padded: [] };
}

class Walk {
  private readonly bytes: Uint8Array;
  private readonly reader: ByteReader;
  private readonly padded: string[] = [];
  private count = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.reader = new ByteReader(bytes, start, end);
  }

  run(): Lebs {
    const functions = this.u32('count');
    for (let i = 0; i < functions; i++) {
      const size = this.u32('size');
      this.body(this.reader.pos + size);
    }
    return { count: this.count, padded: this.padded };
  }

  private body(end: number): void {
    const { reader, bytes } = this;
    const runs = this.u32('locals');
    for (let i = 0; i < runs; i++) {
      this.u32('locals');
      reader.byte();
    }
    const decoder = new InstructionDecoder(bytes, reader.pos, end);
    while (decoder.next()) {
      const row = instructionByCode(decoder.code)!;
      reader.pos = decoder.start + sizeOfOpcode(decoder.code);
      for (const kind of row.immediates) this.immediate(kind, row.name);
      if (reader.pos !== decoder.pos) throw new Error(`${row.name} ends elsewhere`);
    }
    if (decoder.failed !== '') throw new Error(decoder.failed);
    reader.pos = end;
  }

  private immediate(kind: ImmediateKind, name: string): void {
    const { reader } = this;
    const at = reader.pos;
    if (UNSIGNED.has(kind)) this.u32(name);
    else if (kind === 'memoryAccess') {
      const align = this.u32(name);
      if ((align & 0x40) !== 0) this.u32(name);
      const from = reader.pos;
      this.check(from, sizeOfU64(reader.u64()), name);
    } else if (kind === 'i32') this.check(at, sizeOfS64(reader.s32()), name);
    else if (kind === 'i64') this.check(at, sizeOfS64(reader.s64()), name);
    else if (kind === 'blockType') this.check(at, sizeOfS64(reader.s33()), name);
    else if (kind === 'labels') {
      const labels = this.u32(name);
      for (let i = 0; i <= labels; i++) this.u32(name);
    } else if (kind === 'types') reader.skip(this.u32(name));
    else if (kind === 'heapType') reader.s33();
    else reader.skip({ f32: 4, f64: 8, v128: 16, lanes: 16 }[kind as string] ?? 1);
  }

  private u32(what: string): number {
    const at = this.reader.pos;
    const value = this.reader.u32();
    this.check(at, sizeOfU32(value), what);
    return value;
  }

  private check(at: number, minimal: number, what: string): void {
    this.count++;
    if (this.reader.pos - at !== minimal) this.padded.push(`${what} at ${at}`);
  }
}
