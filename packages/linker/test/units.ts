// Units for tests: what a compiler would hand to the linker, made with the builders of MIR.
import {
  DataBuilder,
  type Mir,
  MirBuilder,
  type MirData,
  NavFlag,
  type NavInfo,
  NavKind,
  type Signature,
  UAV,
} from '@wasmwright/mir';
import { decodeUtf8, ValueType } from '@wasmwright/wasm';
import {
  createLinker,
  unitSupport,
  type Linker,
  type LinkOptions,
  type LinkResult,
} from '../src/index.ts';

const { i32 } = ValueType;
export const NULLARY: Signature = { params: [], results: [i32] };
export const UNARY: Signature = { params: [i32], results: [i32] };

/** A function of one or no parameter that gives an i32. */
export function fn(
  name: string,
  write: (b: MirBuilder) => void,
  signature: Signature = NULLARY,
): Mir {
  const b = new MirBuilder();
  b.begin(name, signature);
  write(b);
  return b.finish();
}

/** A reference to a function of the unit, by id, or of another input. */
export function func(name: string, id?: number, signature: Signature = NULLARY): NavInfo {
  const kind = NavKind.function;
  if (id === undefined) return { name, kind, signature, flags: NavFlag.extern };
  return { name, kind, signature, id };
}

/** A reference to an object in memory. */
export function object(name: string, id?: number): NavInfo {
  const kind = NavKind.data;
  return id === undefined ? { name, kind, flags: NavFlag.extern } : { name, kind, id };
}

/** An object in memory: bytes, then pointers to named objects and to texts. */
export function data(
  name: string,
  bytes: readonly number[],
  pointers: readonly (NavInfo | string)[] = [],
  alignment = 4,
): MirData {
  const b = new DataBuilder();
  b.begin(name);
  const relocations = pointers.map((target, i) => ({
    offset: bytes.length + 4 * i,
    target: typeof target === 'string' ? UAV + b.uav(text(target)) : b.nav(target),
  }));
  return b.finish({ alignment, bytes, size: bytes.length + 4 * pointers.length, relocations });
}

/** An unnamed constant: a text with its NUL. */
export function text(value: string, alignment = 1): { alignment: number; bytes: Uint8Array } {
  return { alignment, bytes: new TextEncoder().encode(`${value}\0`) };
}

/** A linker without entry that has been given its inputs by `add`. */
export function linkerOf(add: (linker: Linker) => void, options: LinkOptions = {}): Linker {
  const linker = createLinker({ entry: null, units: unitSupport, ...options });
  add(linker);
  return linker;
}

/** The output, which must be there and valid. */
export function outputOf({ bytes, diagnostics }: LinkResult): Uint8Array<ArrayBuffer> {
  const texts = diagnostics.map(({ text: message }) => message);
  if (bytes === undefined) throw new Error(texts.join('\n'));
  new WebAssembly.Module(bytes as BufferSource);
  return bytes as Uint8Array<ArrayBuffer>;
}

/** A running instance of the output. */
export class Program {
  readonly exports: WebAssembly.Exports;
  readonly bytes: Uint8Array;

  constructor(result: LinkResult, imports: WebAssembly.Imports = {}) {
    this.bytes = outputOf(result);
    const module = new WebAssembly.Module(this.bytes as BufferSource);
    this.exports = new WebAssembly.Instance(module, imports).exports;
  }

  call(name: string, ...args: number[]): number {
    return (this.exports[name] as (...list: number[]) => number)(...args);
  }

  get memory(): Uint8Array {
    return new Uint8Array((this.exports['memory'] as WebAssembly.Memory).buffer);
  }

  /** The NUL-terminated text at an address. */
  text(address: number): string {
    const { memory } = this;
    return decodeUtf8(memory, address, memory.indexOf(0, address));
  }
}
