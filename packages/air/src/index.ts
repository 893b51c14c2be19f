export { None, instOf, instRef, isInst, isValue, valueOf, valueRef } from './ids.ts';
export type {
  DeclaredId,
  ErrorId,
  FunctionId,
  Id,
  InstId,
  NameId,
  NavId,
  Ref,
  TypeId,
  ValueId,
} from './ids.ts';
export { NameTable } from './names.ts';
export { CallingConvention, PointerSize, TypeKind, TypeTable, namedIntegers } from './types.ts';
export type { FunctionAttributes, NamedInteger, PointerAttributes, TupleField } from './types.ts';
export { ContainerLayout, DeclaredTypes } from './declared.ts';
export type { ContainerDefinition, EnumFieldDefinition, FieldDefinition } from './declared.ts';
export { ValueKind, ValueTable } from './values.ts';
export {
  Layout,
  Representation,
  StateClass,
  alignUp,
  integerAlign,
  integerRepresentation,
  integerSize,
} from './layout.ts';
export type { LayoutOptions } from './layout.ts';
export { ErrorTable, Linkage, Module, NavFlag, NavKind, NavTable, Visibility } from './module.ts';
export type { ExportDefinition, FunctionDefinition, NavDefinition, Target } from './module.ts';
export {
  DataForm,
  Tag,
  branchHints,
  compareOperations,
  forms,
  memoryOrders,
  panicIds,
  reduceOperations,
  rmwOperations,
  tagRows,
} from './tags.ts';
export type {
  Effect,
  FormName,
  OperandRule,
  PanicId,
  ResultRule,
  TagName,
  TagRow,
} from './tags.ts';
export {
  assembly,
  blockBody,
  callArguments,
  condBr,
  dataA,
  dataB,
  localNumber,
  listPayload,
  mainBody,
  switchBr,
  tryBody,
  typeOfInst,
} from './function.ts';
export type {
  Assembly,
  AssemblyOperand,
  BodyRange,
  CondBr,
  FunctionBody,
  Switch,
  SwitchCase,
} from './function.ts';
export { parseAir } from './text/parse.ts';
export type { ParseOptions, ParseResult } from './text/parse.ts';
export { printAir } from './text/print.ts';
export { operandText, typeText, valueText } from './text/print-terms.ts';
export { branchTarget, collectBodies, Operands, usedInstructions } from './visit.ts';
export { verify } from './verify.ts';
export { agree } from './agree.ts';
export { elementType, nameType, signatureOf } from './results.ts';
export { RESULT_UNUSED, liveness, operandDies } from './liveness.ts';
export type { Liveness } from './liveness.ts';
export { declareNav, defineFunction } from './build/define.ts';
export { FunctionBuilder } from './build/function-builder.ts';
export type {
  AssemblyOptions,
  BranchHint,
  CaseOptions,
  LaneOfTwo,
  LaneOrValue,
  MemoryOrder,
  Operand,
} from './build/options.ts';
