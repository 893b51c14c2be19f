export type { Diagnostic, Place, RelatedPlace, Severity } from './diagnostic.ts';
export { diagnose } from './table.ts';
export type { Arguments, CodeRow, DiagnosticDetails, Placeholders } from './table.ts';
export { objectCodes } from './codes/object.ts';
export { linkerCodes } from './codes/linker.ts';
export { driverCodes } from './codes/driver.ts';
export { airCodes } from './codes/air.ts';
export { mirCodes } from './codes/mir.ts';
export { codegenCodes } from './codes/codegen.ts';
