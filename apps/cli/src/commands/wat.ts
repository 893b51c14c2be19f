/** A linked module as WebAssembly text, through the disassembler of `wasmwright inspect`. */
import { runInspect } from '../inspect/index.ts';

/** Everything about a module: its tables, then the code of each function. */
export function moduleText(file: string, bytes: Uint8Array): string {
  let text = '';
  runInspect(['-x', '-d', file], {
    read: () => bytes,
    out: (line) => void (text += line),
    err: (line) => void (text += line),
  });
  return text;
}
