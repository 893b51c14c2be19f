export { NONE, NavFlag, NavKind, UAV, VariablePlace } from './mir.ts';
export type {
  BaseRef,
  ConstantTable,
  DebugTable,
  HintTable,
  Mir,
  MirData,
  NavTable,
  Prologue,
  References,
  SignatureTable,
  TagNameTable,
} from './mir.ts';
export { BLOCK_EMPTY, BLOCK_SIGNATURE, Tag } from './tags.ts';
export { Form, SubForm } from './forms.ts';
export {
  formOf,
  mirInstruction,
  mirInstructionByName,
  mirInstructions,
  subFormOf,
} from './instructions.ts';
export type { MirInstruction } from './instructions.ts';
export { intrinsicId, intrinsics } from './intrinsics.ts';
export type { Intrinsic } from './intrinsics.ts';
export { MirBuilder } from './builder.ts';
export type { Label, MirBuilderOptions } from './builder.ts';
export { MirDraft, REMOVED } from './draft.ts';
export { printMir } from './printer.ts';
export { parseMir } from './parser.ts';
export type { ParsedMir } from './parser.ts';
export { hasFeature } from './features.ts';
export { editMir } from './edit.ts';
export { extraWords } from './operands.ts';
export { transferables } from './transfer.ts';
export { verifyMir } from './verify.ts';
export type { VerifyOptions } from './verify.ts';
export { DataBuilder } from './data-builder.ts';
export type { Constant, ConstantRelocation } from './constants.ts';
export type { NavInfo } from './navs.ts';
export { signatureAt } from './signatures.ts';
export { FunctionTypes, type Signature } from './function-types.ts';
export { tagNamesAt, tagTypes } from './tag-names.ts';
export type { TagNames } from './tag-names.ts';
