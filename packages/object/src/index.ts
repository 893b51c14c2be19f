export { detectKind, detectMemberKind } from './kind.ts';
export type { InputKind } from './kind.ts';
export { parseObject } from './object.ts';
export type { ParseOptions, ParsedObject } from './object.ts';
export type { Compat } from './draft.ts';
export { decodeRelocations } from './relocations.ts';
export type { DecodedRelocations } from './relocations.ts';
export { definedSymbols } from './defined.ts';
export type { DefinedSymbolTable } from './defined.ts';
export { parseArchive } from './archive.ts';
export type { ArchiveMember, ParsedArchive } from './archive.ts';
export { parseShared } from './shared.ts';
export type { ParsedShared, SharedFile, SharedSymbolTable } from './shared.ts';
export type { DylinkInfo } from './dylink.ts';
export { parseNameList, parseStub } from './stub.ts';
export type { StubLibrary } from './stub.ts';
export { hashName } from './names.ts';
export { NONE } from './tables.ts';
export type {
  ComdatTable,
  ExportTable,
  FeatureEntry,
  FunctionTable,
  GlobalTable,
  ImportTable,
  InitFunctionTable,
  LimitsTable,
  ObjectFile,
  ProducerField,
  RelocationSectionTable,
  RelocationTable,
  SectionTable,
  SegmentTable,
  SymbolTable,
  TagTable,
  TypeTable,
} from './tables.ts';
