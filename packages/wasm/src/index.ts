export {
  highWord,
  lowWord,
  maxSize32,
  maxSize64,
  sizeOfS32,
  sizeOfS64,
  sizeOfU32,
  sizeOfU64,
  writeS32,
  writeS32Padded,
  writeS64,
  writeS64Padded,
  writeS64Words,
  writeU32,
  writeU32Padded,
  writeU64,
  writeU64Padded,
  writeU64Words,
} from './leb128.ts';
export { ByteReader, type ReadFailure } from './reader.ts';
export { ByteWriter } from './writer.ts';
export { decodeUtf8, encodeUtf8 } from './text.ts';
export {
  ComdatKind,
  DylinkSubsection,
  ExternalKind,
  LimitsFlag,
  LinkingSubsection,
  NameSubsection,
  SectionId,
  SegmentFlag,
  SymbolFlag,
  SymbolKind,
  TypeForm,
  ValueType,
  moduleMagic,
  moduleVersion,
} from './constants.ts';
export { RelocationType, relocationTypes } from './relocations.ts';
