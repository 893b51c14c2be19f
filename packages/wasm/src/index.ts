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
export { decodeUtf8, encodeUtf8, isUtf8 } from './text.ts';
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
export {
  type BigRead,
  type BigReadOptions,
  decodeSigned,
  decodeUnsigned,
  encodeSigned,
  encodeUnsigned,
} from './leb128-bigint.ts';
export { featureNames, type FeatureName } from './features.ts';
export { Opcode } from './opcodes.gen.ts';
export { opcodePrefix, opcodeSub, sizeOfOpcode, writeOpcode } from './opcode.ts';
export {
  type Instruction,
  instructionByCode,
  instructionByName,
  instructions,
} from './instructions/table.ts';
export { type Form, type FormName, forms, type ImmediateKind } from './instructions/forms.ts';
export type { OperandType } from './instructions/row.ts';
export {
  EMPTY_BLOCK,
  heapTypeName,
  isAbstractHeapType,
  isValueType,
  REF,
  REF_NULL,
  type TypeNames,
  valueTypeName,
} from './types.ts';
export { type DecodeFailure, InstructionDecoder, LIST_STRIDE } from './decoder.ts';
export { formatInstruction, type IndexNames, type IndexSpace } from './format.ts';
export { formatF32, formatF64 } from './floats.ts';
export { type SectionFailure, SectionWalker } from './sections.ts';
