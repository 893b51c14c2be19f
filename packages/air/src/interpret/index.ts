export { createInterpreter } from './interpreter.ts';
export type {
  Import,
  ImportCall,
  Interpreter,
  InterpreterOptions,
  MemoryView,
  Outcome,
  PlainBytes,
  PlainValue,
} from './interpreter.ts';
export { wasiImports } from './wasi.ts';
export type { WasiOptions } from './wasi.ts';
