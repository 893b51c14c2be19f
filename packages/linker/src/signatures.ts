/** Function types by number. Two types are one number exactly if their lists of value types are the same (O4). */
import { ByteReader, ByteWriter, ValueType } from '@wasmwright/wasm';
import { Interner } from './interner.ts';

/** Number of a function type in `Signatures`; not the type index of any file. */
export type SignatureId = number;

const names: Readonly<Record<number, string>> = {
  [ValueType.i32]: 'i32',
  [ValueType.i64]: 'i64',
  [ValueType.f32]: 'f32',
  [ValueType.f64]: 'f64',
  [ValueType.v128]: 'v128',
  [ValueType.funcref]: 'funcref',
  [ValueType.externref]: 'externref',
  [ValueType.exnref]: 'exnref',
};

/** Name of a value type as messages print it. */
export function valueTypeName(type: number): string {
  return names[type] ?? 'unknown';
}

/** The distinct function types, stored as in the type section without the form byte and with minimal counts. */
export class Signatures {
  private readonly set = new Interner();
  private readonly scratch = new ByteWriter(64);

  get count(): number {
    return this.set.count;
  }

  /** The number of the type encoded in `bytes[start .. end)` (vec of parameters, vec of results). */
  intern(bytes: Uint8Array, start: number, end: number): SignatureId {
    const reader = new ByteReader(bytes, start, end);
    this.scratch.length = 0;
    for (let list = 0; list < 2; list++) {
      const count = reader.u32();
      this.scratch.u32(count);
      const from = reader.pos;
      reader.skip(count);
      this.scratch.raw(bytes, from, reader.pos);
    }
    return this.set.intern(this.scratch.view());
  }

  /** The number of a type given by its lists of value types. */
  of(parameters: readonly number[], results: readonly number[]): SignatureId {
    const bytes = Uint8Array.of(parameters.length, ...parameters, results.length, ...results);
    return this.intern(bytes, 0, bytes.length);
  }

  /** The encoded lists, without a copy: valid until the next `intern`. */
  bytes(id: SignatureId): Uint8Array {
    return this.set.bytes(id);
  }

  /** Value types of the parameters and of the results. */
  lists(id: SignatureId): { parameters: Uint8Array; results: Uint8Array } {
    const bytes = this.set.bytes(id);
    const reader = new ByteReader(bytes, 0, bytes.length);
    const parameters = take(reader, bytes);
    return { parameters, results: take(reader, bytes) };
  }

  /** `(i32, i64) -> i32` as messages print it: of several results only the first (S7). */
  text(id: SignatureId): string {
    const { parameters, results } = this.lists(id);
    const list = Array.from(parameters, valueTypeName).join(', ');
    return `(${list}) -> ${results.length === 0 ? 'void' : valueTypeName(results[0]!)}`;
  }
}

function take(reader: ByteReader, bytes: Uint8Array): Uint8Array {
  const count = reader.u32();
  const from = reader.pos;
  reader.skip(count);
  return bytes.subarray(from, reader.pos);
}
