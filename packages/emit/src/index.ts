export { CodeEncoder } from './code.ts';
export type { Numbers, Symbols } from './numbers.ts';
export { HintList, LineList, LineMark } from './positions.ts';
export { RelocationList } from './relocation-list.ts';
export { relocateConstant, writeConstant } from './constants.ts';
export { errorNameSymbols, nameTable, sliceSize, tagNameSymbols } from './name-tables.ts';
export type { NameTableSymbols } from './name-tables.ts';
export { tagIndexFunction, tagIndexName, tagIndexSignature } from './tag-index.ts';
export { ObjectWriter } from './object/writer.ts';
export type {
  DataOptions,
  DefinitionOptions,
  ObjectWriterOptions,
  SymbolOptions,
} from './object/writer.ts';
export type { ProducerField } from './object/model.ts';
export { FinalCode, LinkableObject } from './object/linkable.ts';
export type { FinalColumns } from './object/linkable.ts';
